"""The screenshots of the README, taken in a real JupyterLab and, for the phone, Notebook 7.

Run with the extra ``test`` installed and a Chromium on the PATH: ``python docs/screenshots.py``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from lab import CHROMIUM_FLAGS, Page, find_chromium, server  # noqa: E402

LESSON = ROOT / "notebooks" / "01-back-propagation.ipynb"
FOLDER = ROOT / "docs" / "screenshots"
SHOTS = [  # name, host, width, theme, step
    ("light-first", "lab", 1280, "JupyterLab Light", 0),
    ("light-middle", "lab", 1280, "JupyterLab Light", 9),
    ("light-last", "lab", 1280, "JupyterLab Light", 14),
    ("dark", "lab", 1280, "JupyterLab Dark", 13),
    ("narrow", "notebook", 360, "JupyterLab Light", 13),
]


def main() -> None:
    """Take every screenshot."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        for host in ("lab", "notebook"):
            _shoot(browser, host, [shot for shot in SHOTS if shot[1] == host])
        browser.close()


def _shoot(browser: Browser, host: str, shots: list[tuple[str, str, int, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        root, home = Path(place, "notebooks"), Path(place, "home")
        root.mkdir()
        shutil.copy(LESSON, root / LESSON.name)
        with server(root, home, host) as address:
            size: Any = {"width": shots[0][2], "height": 1400}
            page = Page(browser.new_page(viewport=size), address, host)
            page.open_notebook(LESSON.name)
            page.run_all()
            explorer = page.page.locator(".backprop-viz-explorer").first
            explorer.locator(".bpv").wait_for()
            if host == "lab":
                page.page.evaluate("window.jupyterapp.shell.collapseLeft()")
            for name, _, _, theme, step in shots:
                page.theme(theme)
                explorer.locator(".bpv").focus()
                page.page.keyboard.type(str(step))
                page.page.wait_for_timeout(1200)
                page.page.evaluate("document.activeElement.blur()")
                explorer.screenshot(path=FOLDER / f"{name}.png")
            page.page.close()


if __name__ == "__main__":
    main()
