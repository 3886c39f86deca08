"""The site as its readers have it: built here, served from a folder, no other host in reach."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import needs
from lab import PATIENCE

ROOT = Path(__file__).parent.parent


def _of_play() -> None:
    needs.node_module("pyodide")
    needs.node_module("@viz-js/viz")
    needs.library("build")
    needs.pyodide()


def _of_course() -> None:
    _of_play()
    needs.library("jupyterlite_core")


def _of_gallery() -> None:
    for name in ("PIL", "resvg", "fpdf", "av", "pptx"):
        needs.library(name)


def _of_docs() -> None:
    for name in ("sphinx", "myst_parser", "furo", "ipywidgets"):
        needs.library(name)


NEEDED = {"play": _of_play, "course": _of_course, "gallery": _of_gallery, "docs": _of_docs}
LONGEST = 400  # seconds of a build


def _can_be_built(part: str) -> bool:
    try:
        NEEDED[part]()
    except (pytest.skip.Exception, pytest.fail.Exception):
        return False
    return True


def shared(tmp_path_factory: Any, *wanted: str) -> Path:
    """The site by its one command, once for all processes of a test run.

    It has every part that can be built here; what asks for one that cannot is skipped.
    """
    import fcntl

    base = Path(tmp_path_factory.getbasetemp())
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    if given := os.environ.get("BACKPROP_VIZ_SITE"):  # one that is there already
        return Path(given)
    for part in wanted:
        NEEDED[part]()
    folder, told = base / "host/below/site", base / "site.told"
    with (base / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(_built(folder), "utf-8")
    failure = told.read_text("utf-8")
    assert not failure, failure
    return folder


def _built(folder: Path) -> str:
    """What went wrong; nothing, if all is well."""
    parts = [part for part in NEEDED if _can_be_built(part)]
    command = [sys.executable, "docs/site.py", "-o", folder]
    if len(parts) < len(NEEDED):
        command += ["--parts", ",".join(parts)]
    if "play" in parts:
        modules = needs.node_module("pyodide").parent
        command += ["--pyodide", needs.pyodide(), "--node-modules", modules]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return f"The site was not built within {LONGEST} s."
    return f"{done.stdout}{done.stderr}"[-3000:] if done.returncode else ""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        pass


class Served(str):
    """The address of a site, which is served until it is told to ``stop``, and what it has sent."""

    stop: Callable[[], None]
    sizes: list[int]

    @property
    def megabytes(self) -> float:
        return sum(self.sizes) / 1e6


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A site on a host of its own, below a path."""

    class Handler(_Quiet):
        def copyfile(self, source: Any, outputfile: Any) -> None:
            address.sizes.append(os.fstat(source.fileno()).st_size)
            super().copyfile(source, outputfile)

    handler = functools.partial(Handler, directory=str(folder.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = Served(f"http://127.0.0.1:{server.server_port}/{folder.name}")
    address.sizes = []

    def stop() -> None:
        server.shutdown()
        server.server_close()

    address.stop = stop
    yield address
    stop()


class Visit:
    """A fresh profile on the site; whatever goes wrong, or asks another host, is a fault."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.context = browser.new_context(accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(1000 * PATIENCE)
        self.faults: list[str] = []
        note = self.faults.append
        self.page.on("pageerror", lambda error: note(f"error: {error}"))
        self.page.on("console", lambda said: note(said.text) if said.type == "error" else None)
        self.page.on("dialog", lambda dialog: (note("dialog"), dialog.dismiss()))
        beat = f"{address.rpartition('/')[0]}/api/service-worker-heartbeat"  # of JupyterLite
        here = (address, beat, "blob:", "data:")
        # No request is routed: what is routed goes past the page's service worker.
        self.context.on(
            "request",
            lambda asked: None if asked.url.startswith(here) else note(f"request: {asked.url}"),
        )

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).first.text_content())
