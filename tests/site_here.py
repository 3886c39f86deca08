"""The site as its readers have it: built here, served from a folder, no other host in reach."""

from __future__ import annotations

import functools
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import needs
from lab import PATIENCE

ROOT = Path(__file__).parent.parent


def build(folder: Path, parts: str) -> Path:
    modules = needs.node_module("pyodide").parent
    needs.node_module("@viz-js/viz")
    needs.library("build")
    command = [sys.executable, "docs/site.py", "-o", folder, "--parts", parts]
    places = ["--pyodide", needs.pyodide(), "--node-modules", modules]
    subprocess.run([*command, *places], check=True, capture_output=True, cwd=ROOT)
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


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

        def answer(route: Any) -> None:
            if route.request.url.startswith((address, "blob:", "data:")):
                route.continue_()
            else:
                note(f"request: {route.request.url}")
                route.abort()

        self.context.route("**/*", answer)

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).first.text_content())
