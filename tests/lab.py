"""A real JupyterLab and a real Chromium for the tests that need them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

# Hidden pages of its own, which each new window loads, took longer than those that are tested. What
# Playwright turns off is said once more: of two such lists, Chromium reads the last.
_TURNED_OFF = (
    "WebUIOmniboxPopup WebUIOmniboxAimPopup WebUIOmniboxFullPopup "
    "AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades "
    "HttpsFirstBalancedModeAutoEnable LensOverlay MediaRouter PaintHolding "
    "ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect OptimizationHints "
    "NetworkTimeServiceQuerying AimEnabled PreconnectToSearch"
)

CHROMIUM_FLAGS = [
    "--no-sandbox",
    f"--disable-features={','.join(_TURNED_OFF.split())}",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]

_CONFIG = """
c = get_config()
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.disable_check_xsrf = True
c.IdentityProvider.token = ""
c.JupyterNotebookApp.expose_app_in_browser = True
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.LabApp.expose_app_in_browser = True
"""

_OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


# What jsonschema takes if it is there: it compiles a grammar of addresses, which no test here
# asks for, for more than a second in each process.
SLOW = "rfc3987_syntax"

PATIENCE = 120.0  # seconds that a test waits for a state: a busy machine takes its time

# Two frames: what happened before them is on the screen.
_PAINTED = """() => new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(() => done())))"""

# Some frames between which the page had nothing to do.
_QUIET = """async () => {
    for (let i = 0; i < 8; i += 1) {
        await new Promise(done => requestAnimationFrame(done));
        await new Promise(done => requestIdleCallback(done));
    }
}"""

# The indicator says idle before the kernel's socket is connected; a run command would be lost.
_KERNEL_IS_READY = """async () => {
    const session = window.jupyterapp?.shell.currentWidget?.context?.sessionContext;
    const kernel = session?.session?.kernel;
    if (!session?.isReady || kernel?.connectionStatus !== 'connected') return false;
    if (kernel.status !== 'idle') return false;
    await kernel.info;
    return true;
}"""

# In the place of what is open, whose kernel is shut down.
_OPEN_INSTEAD = """async (name) => {
    const { commands, shell } = window.jupyterapp;
    for (const widget of [...shell.widgets('main')]) {
        await widget.context?.sessionContext.shutdown().catch(() => {});
        widget.dispose();
    }
    await commands.execute('docmanager:open', { path: name });
}"""

# Asked of the models: a folded cell shows no prompt.
_ALL_CELLS_RAN = """() => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets
        .map(cell => cell.model).filter(model => model.type === 'code');
    return cells.length > 0 && cells.every(
        cell => cell.executionCount !== null && cell.executionState !== 'running');
}"""


def until(page: Any, look: Callable[[], T], is_wanted: Callable[[T], object] = bool) -> T:
    """What is looked at, as soon as it is as wanted."""
    end = time.monotonic() + PATIENCE
    while not is_wanted(now := look()):
        assert time.monotonic() < end, f"not within {PATIENCE} s; there is {now}"
        page.wait_for_timeout(30)
    return now


def painted(page: Any) -> None:
    """Wait until all that has happened is on the screen."""
    page.evaluate(_PAINTED)


def quiet(page: Any) -> None:
    """Wait until a page has nothing left to do."""
    page.evaluate(_QUIET)


def open_menu(page: Any, nth: int = 0) -> None:
    """Of the explorer of that number."""
    page.locator(".bpv-menu").nth(nth).evaluate("menu => { menu.open = true; }")


def choose(page: Any, name: str, value: str, nth: int = 0) -> None:
    """In a menu, which is closed again."""
    open_menu(page, nth)
    page.locator(f".bpv-{name}").nth(nth).select_option(value)
    page.locator(".bpv-menu").nth(nth).evaluate("menu => { menu.open = false; }")


def violations(page: Any, within: str = "html") -> list[Any]:
    """What axe-core finds, best practice included."""
    from needs import missing  # only tests know what is missing

    axe = os.environ.get("AXE_CORE") or "node_modules/axe-core/axe.min.js"
    if not Path(axe).is_file():
        missing("no axe-core here (npm install axe-core, or AXE_CORE=path/to/axe.min.js)")
    page.evaluate(Path(axe).read_text(encoding="utf-8"))
    return list(
        page.evaluate(
            """async (within) => {
            const rules = {'label-content-name-mismatch': {enabled: true}};
            const found = await axe.run(document.querySelector(within), {rules});
            return found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]);
        }""",
            within,
        )
    )


def violations_of_themes(page: Any) -> list[Any]:
    """The same, of a page that follows its reader's light or dark, in both."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += violations(page)
    page.emulate_media(color_scheme="light")
    return found


def cull(host: Any) -> None:
    """End the kernel of the page, as Binder does."""
    host.page.evaluate(
        """async () => {
            const session = window.jupyterapp.shell.currentWidget.context.sessionContext.session;
            await fetch(`/api/kernels/${session.kernel.id}`, {method: 'DELETE'});
        }"""
    )
    host.wait_until(
        """(() => {
            const {kernel} = jupyterapp.shell.currentWidget.context.sessionContext.session ?? {};
            return !kernel || kernel.isDisposed || kernel.status === 'dead'
                || kernel.connectionStatus !== 'connected';
        })()""",
        "the kernel is gone",
    )


class Profiles:
    """What pages are opened in: a profile that no page is open in is as good as a new one.

    To make one, and the processes of its own, takes longer than to load a page.
    """

    def __init__(self) -> None:
        self._made: dict[str, list[Any]] = {}

    def page(self, browser: Any, **options: Any) -> Any:
        """A page of a profile with these options, in which there is nothing yet."""
        made = self._made.setdefault(repr(sorted(options.items())), [])
        found = next((p for p in made if p.browser is browser and not p.pages), None)
        if found is None:
            found = browser.new_context(**options)
            made.append(found)
        return found.new_page()

    def is_one(self, profile: Any) -> bool:
        return any(profile in made for made in self._made.values())

    def empty(self, profile: Any, kept: list[Any]) -> None:
        """Close its pages but those that are ``kept``; what they have stored goes."""
        for page in profile.pages:
            if page not in kept:
                if page.url.startswith("file:"):
                    page.evaluate("localStorage.clear()")
                page.close()

    def forget(self) -> None:
        """Those of a browser that is closed."""
        self._made.clear()


profiles = Profiles()


def find_chromium() -> str | None:
    """Chromium's or Chrome's program, or None."""
    named = os.environ.get("CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return named or next(filter(None, map(shutil.which, names)), None)


def _extensions(home: Path) -> Path:
    """A folder of links to the lab's extensions, but for those of JupyterLite, which the site needs
    and which fail where there is a server, and Voilà's, which only adds a button to the lab."""
    found = Path(sys.prefix) / "share/jupyter/labextensions"
    linked = home / "labextensions"
    for manifest in (*found.glob("*/package.json"), *found.glob("@*/*/package.json")):
        name = manifest.parent.relative_to(found)
        if name.parts[0] not in ("@jupyterlite", "@voila-dashboards"):
            (linked / name).parent.mkdir(parents=True, exist_ok=True)
            if not (linked / name).exists():
                (linked / name).symlink_to(manifest.parent)
    return linked


@contextmanager
def server(root: Path, home: Path, app: str = "lab") -> Iterator[str]:
    """A Jupyter server on a free port, with nothing of the user's settings; yields its address."""
    port = free_port()
    folders = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    where = "".join(
        f"c.{owner}.labextensions_path = [{str(_extensions(home))!r}]\n"
        for owner in ("LabApp", "JupyterNotebookApp")
    )
    (home / "config/jupyter_server_config.py").write_text(_CONFIG + where)
    for section, settings in _OVERRIDES.items() if app == "lab" else ():
        owner, _, plugin = section.partition(":")
        file = home / "settings" / owner / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))
    command = [sys.executable, "-m", "jupyter", app, f"--port={port}"]
    command.append(f"--ServerApp.root_dir={root}")
    variables = {**os.environ, **{name: str(folder) for name, folder in folders.items()}}
    (home / "without").mkdir(exist_ok=True)
    (home / "without" / f"{SLOW}.py").write_text("raise ImportError")
    paths = [str(home / "without"), os.environ.get("PYTHONPATH", "")]
    variables["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    with started(command, variables, root, port, home / "server.log"):
        yield f"http://127.0.0.1:{port}"


def end_kernels(address: str) -> None:
    """Of a server, all of them."""
    with urllib.request.urlopen(f"{address}/api/kernels") as told:
        found = [kernel["id"] for kernel in json.load(told)]
    for name in found:
        asked = urllib.request.Request(f"{address}/api/kernels/{name}", method="DELETE")
        urllib.request.urlopen(asked).close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def started(
    command: list[str], variables: dict[str, str], folder: Path, port: int, log: Path
) -> Iterator[int]:
    """A server's process, whose id is yielded once it answers."""
    with log.open("w") as written:
        process = subprocess.Popen(
            command, env=variables, stdout=written, stderr=subprocess.STDOUT, cwd=folder
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}", process, log)
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(address: str, process: subprocess.Popen[Any], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/api/status", timeout=10):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")


class Page:
    """A browser page on a notebook that collects whatever goes wrong in it."""

    def __init__(self, page: Any, address: str, app: str = "lab") -> None:
        self.page, self.address, self.app = page, address, app
        self.faults: list[str] = []
        page.set_default_timeout(1000 * PATIENCE)
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        page.on("console", self._on_console)
        page.on("request", self._on_request)

    def _on_console(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _on_request(self, request: Any) -> None:
        local = (self.address, self.address.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(local):
            self.faults.append(f"request to {request.url}")

    def open_notebook(self, name: str) -> None:
        """Open a notebook and wait until its kernel is ready."""
        place = f"lab/tree/{name}?reset" if self.app == "lab" else f"notebooks/{name}"
        self.page.goto(f"{self.address}/{place}")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Notebook")
        if self.app == "lab":
            self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        self.wait_until(_KERNEL_IS_READY, "the kernel is ready")

    def open_instead(self, name: str) -> None:
        """Open a notebook in the place of what is open in the lab: without loading it again."""
        if not self.page.url.startswith(self.address):
            self.open_notebook(name)
            return
        self.faults.clear()
        self.page.evaluate(_OPEN_INSTEAD, name)
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Notebook")
        self.wait_until(_KERNEL_IS_READY, "the kernel is ready")

    def wait_until(self, condition: str, what: str, seconds: float = PATIENCE) -> None:
        """Poll a JavaScript condition, which may be async, until it is true."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s: {what}; faults: {self.faults}")
            self.page.wait_for_timeout(50)

    def run_all(self) -> None:
        """Run every cell and wait until each has its number."""
        self.start_all()
        self.finish_all()

    def start_all(self) -> None:
        self.page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")

    def finish_all(self) -> None:
        self.wait_until(_ALL_CELLS_RAN, "every cell has run", 180)

    def start_deck(self) -> None:
        """Start jupyterlab-slideshow on the first cell, with its button in the toolbar."""
        self.page.evaluate("void (jupyterapp.shell.currentWidget.content.activeCellIndex = 0)")
        if not self.page.evaluate("document.body.dataset.jpDeckMode"):  # it starts as it was left
            self.page.locator("[data-command='deck:toggle']").first.click()
        self.page.wait_for_selector("body[data-jp-deck-mode=presenting] .jp-Deck-Remote")

    def theme(self, name: str) -> None:
        self.page.evaluate(
            "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})",
            name,
        )
        self.wait_until(
            f"document.body.dataset.jpThemeName === {json.dumps(name)}", f"the theme is {name}"
        )
        quiet(self.page)
