"""On a phone, in a real Notebook 7: the picture comes first, and the controls fold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import nbformat
import pytest

from lab import Page, cull, painted, server, until

CELL = """import backprop_viz as bv
cost = bv.graph("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2", parameters="w b")
bv.explore(cost, x=2, w=3, b=1, y_=5, check=False)"""


@pytest.fixture(scope="module")
def host(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    root = tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "phone.ipynb")
    with server(root, tmp_path_factory.mktemp("jupyter"), "notebook") as address:
        page = Page(chromium.new_page(viewport={"width": 360, "height": 740}), address, "notebook")
        page.open_notebook("phone.ipynb")
        page.run_all()
        page.page.wait_for_selector("[data-inputs]")
        yield page
        page.page.close()


def controls(host: Page) -> dict[str, Any]:
    found: dict[str, Any] = host.page.evaluate(
        """() => {
            const around = document.querySelector('.backprop-viz-explorer');
            const height = (name) => around.querySelector(name).getBoundingClientRect().height;
            const opener = around.querySelector('.bpv-opener');
            const top = around.getBoundingClientRect().top;
            return {
                state: around.dataset.inputs, expanded: opener.ariaExpanded,
                text: opener.textContent, openers: around.querySelectorAll('.bpv-opener').length,
                opener: height('.bpv-opener'), controls: height('.backprop-viz-controls'),
                picture: around.querySelector('.bpv-svg').getBoundingClientRect().top - top,
                wide: document.documentElement.scrollWidth,
            };
        }"""
    )
    return found


def test_the_picture_comes_first_and_a_button_shows_the_controls(host: Page) -> None:
    folded = until(host.page, lambda: controls(host), lambda now: now["state"] == "folded")
    assert (folded["expanded"], folded["text"], folded["openers"]) == ("false", "Inputs", 1)
    assert folded["controls"] == 0 < folded["opener"]
    assert folded["picture"] < 180
    assert folded["wide"] <= 360
    host.page.locator(".bpv-opener").click()
    host.page.locator(".bpv").evaluate("made => { made.dataset.before = ''; }")
    field = host.page.locator(".backprop-viz-field input").first
    field.fill("[1, 2]")
    field.press("Enter")
    host.page.locator(".bpv[data-before]").wait_for(state="detached")  # another has come
    painted(host.page)
    assert controls(host)["state"] == "open"
    field.fill("3")
    field.press("Enter")
    cull(host)  # the browser does it
    host.page.locator(".bpv-opener").click()
    until(host.page, lambda: controls(host), lambda now: now["state"] == "folded")
    host.page.locator(".bpv-opener").click()
    shown = until(host.page, lambda: controls(host), lambda now: now["state"] == "open")
    assert shown["expanded"] == "true"
    assert shown["controls"] > 100
    host.page.locator(".backprop-viz-slider .noUi-handle").first.focus()
    host.page.keyboard.press("ArrowRight")
    host.page.locator(".bpv-do-next").click()
    values = host.page.locator(".bpv-svg text.value")
    until(host.page, values.all_text_contents, lambda texts: "w = 3.1" in texts)
    host.page.set_viewport_size({"width": 1200, "height": 740})
    wide = until(host.page, lambda: controls(host), lambda now: now["state"] == "beside")
    assert wide["opener"] == 0 < wide["controls"]
    host.page.set_viewport_size({"width": 360, "height": 740})
    until(host.page, lambda: controls(host), lambda now: now["state"] == "folded")
