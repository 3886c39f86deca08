"""What Binder builds, without Docker and conda: the same packages from PyPI, and postBuild."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lab import Page, free_port, started

ROOT = Path(__file__).parent.parent
LESSON = Path("notebooks/en/03-the-article-walk.ipynb")

PYPI = {"python-graphviz": "graphviz", "matplotlib-base": "matplotlib"}
"""The conda packages that PyPI calls otherwise; python-graphviz is `dot`, too."""

MEMORY = 450  # megabytes of server and kernel that leave room in what Binder guarantees
PATIENCE = 10  # seconds from opening a lesson to its first picture

# No browser, no password; and what a test needs to drive the page. Settings are the image's own.
_FLAGS = (
    "--no-browser",
    "--allow-root",
    "--IdentityProvider.token=",
    "--ServerApp.disable_check_xsrf=True",
    "--LabApp.expose_app_in_browser=True",
)
_PICTURE = ".jp-OutputArea-output svg, .jp-OutputArea-output img, .bpv-svg"


class PackagesError(Exception):
    """The packages cannot be had here; the message is the installer's."""


def listed() -> tuple[list[str], list[str]]:
    """The conda packages and the pip packages of environment.yml, with their versions."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = [item for item in environment["dependencies"] if isinstance(item, str)]
    pip = [
        item
        for group in environment["dependencies"]
        if not isinstance(group, str)
        for item in group["pip"]
    ]
    return conda, pip


def required() -> tuple[list[str], list[str]]:
    """The same without their versions."""
    conda, pip = listed()
    return _bare(conda), _bare(pip)


def from_pypi() -> list[str]:
    """The requirements of environment.yml as PyPI calls them."""
    conda, pip = listed()
    named = [item for item in conda if _bare([item])[0] not in ("python", "pip")]
    return [
        re.sub(r"^[\w.-]+", lambda name: PYPI.get(name[0], name[0]), item) for item in named
    ] + pip


def _bare(items: list[str]) -> list[str]:
    return [re.split("[=<>!~ ]", item)[0] for item in items]


@dataclass(frozen=True)
class Image:
    """What stands for the image: its Python, the repository in it, and the home of its user."""

    python: Path
    repository: Path
    home: Path
    log: str

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a process in the image, with nothing of this machine's Jupyter."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "IPYTHON", "PYTHON", "XDG_", "MPL", "BACKPROP_VIZ"))
        }
        place = str(self.python.parent)
        path = f"{place}{os.pathsep}{os.environ['PATH']}"
        return {
            **kept,
            "HOME": str(self.home),
            "PATH": path,
            "VIRTUAL_ENV": str(Path(place).parent),
        }


def build(folder: Path) -> Image:
    """Install the packages of environment.yml into a new environment and run postBuild there.

    Raises ``PackagesError`` where no registry can be reached; a postBuild that fails is asserted.
    """
    environment, repository, home = folder / "venv", folder / "repository", folder / "home"
    home.mkdir()
    venv.create(environment, with_pip=True)
    image = Image(environment / "bin/python", repository, home, "")
    quick = shutil.which("uv")
    install = (
        [quick, "pip", "install", "--python", image.python]
        if quick
        else [image.python, "-m", "pip", "install", "--disable-pip-version-check"]
    )
    done = subprocess.run(
        [*install, "--quiet", *from_pypi()], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PackagesError(done.stderr.strip()[-600:])
    _copy(repository)
    ran = subprocess.run(
        ["./postBuild"],
        cwd=repository,
        env=image.variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    return Image(image.python, repository, home, ran.stdout)


def _copy(target: Path) -> None:
    """The repository as a clone would have it, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


@dataclass(frozen=True)
class Visit:
    """A lesson, opened and run in the image's own JupyterLab."""

    page: Page
    first_picture: float
    server: int

    def memory(self) -> dict[str, float]:
        """The megabytes of the server and of its kernels: what is their own, and their share."""
        processes = _family(self.server)
        sizes = {pid: _megabytes(pid) for pid in processes}
        return {
            "server": sizes[self.server],
            "kernel": sum(size for pid, size in sizes.items() if pid != self.server),
        }


@contextmanager
def visit(image: Image, browser: Any, lesson: Path = LESSON) -> Iterator[Visit]:
    """Open a lesson in the image and run it."""
    port = free_port()
    command = [str(image.python), "-m", "jupyter", "lab", f"--port={port}", *_FLAGS]
    log = image.home / "server.log"
    with started(command, image.variables, image.repository, port, log) as server:
        view = {"width": 1280, "height": 900}
        page = Page(browser.new_page(viewport=view), f"http://127.0.0.1:{port}")
        began = time.monotonic()
        page.open_notebook(str(lesson))
        page.start_all()
        page.page.wait_for_selector(_PICTURE, timeout=60_000)
        first = time.monotonic() - began
        page.finish_all()
        page.page.wait_for_selector(".bpv", state="attached")
        yield Visit(page, first, server)
        page.page.close()


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in _family(int(child)))]


def _megabytes(pid: int) -> float:
    """The proportional set size: pages that processes share are divided among them."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024 / 1e6
