"""The explorer in Voilà and in the classic notebook, on one server, driven by a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import nbformat
import pytest

import needs
from lab import PATIENCE, server, until

CODE = 'import backprop_viz as bv\nbv.explore("w*x + b", w=2, x=3, b=1)'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for name in ("voila", "nbclassic"):
        needs.library(name)
    root = tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "explorer.ipynb")
    with server(root, tmp_path_factory.mktemp("jupyter"), "server") as address:
        yield address


def opened(chromium: Any, address: str, faults: list[str]) -> Any:
    page = chromium.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    return page


def is_live(page: Any) -> None:
    """A key on the slider changes what is said, and the picture walks."""
    live = page.locator(".backprop-viz-explorer")
    live.locator(".bpv-svg").wait_for()
    assert page.locator(".backprop-viz-explorer").count() == 1
    live.locator(".bpv").press("End")
    said = live.locator(".bpv-spoken")
    until(page, said.text_content, lambda told: "∂f/∂" in str(told))
    before = said.text_content()
    live.locator(".noUi-handle").first.press("ArrowRight")
    until(page, said.text_content, lambda told: told != before)


def test_it_is_live_in_voila(chromium: Any, address: str) -> None:
    faults: list[str] = []
    page = opened(chromium, f"{address}/voila/render/explorer.ipynb", faults)
    is_live(page)
    assert faults == []
    page.close()


def test_it_is_live_in_the_classic_notebook(chromium: Any, address: str) -> None:
    faults: list[str] = []
    page = opened(chromium, f"{address}/nbclassic/notebooks/explorer.ipynb", faults)
    ready = "window.Jupyter?.notebook?.kernel?.info_reply?.status === 'ok'"
    until(page, lambda: page.evaluate(ready))
    page.evaluate("Jupyter.notebook.execute_all_cells()")
    is_live(page)
    assert faults == []
    page.close()
