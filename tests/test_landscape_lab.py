"""The landscape in a real JupyterLab: it follows the hand in Chromium, and wears the theme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from lab import Page, until

CELL = """import backprop_viz as bv
cost = bv.graph("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2", parameters="w b")
explorer = bv.explore(cost, x=2, w=3, b=1, y_=5, check=False, live={live})
display(explorer, explorer.landscape("w", "b"))"""


@pytest.fixture(scope="module", params=[None, False], ids=["live", "plain"])
def host(request: pytest.FixtureRequest, desk: tuple[Path, Page]) -> Page:
    root, page = desk
    cell = nbformat.v4.new_code_cell(CELL.format(live=request.param))
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    page.is_live = request.param is None
    name = "live.ipynb" if page.is_live else "plain.ipynb"
    nbformat.write(notebook, root / name)
    page.page.set_viewport_size({"width": 1400, "height": 1500})
    page.open_instead(name)
    page.run_all()
    page.page.wait_for_selector(".backprop-viz-landscape circle")
    return page


def seen(host: Page) -> dict[str, Any]:
    found: dict[str, Any] = host.page.evaluate(
        """() => {
            const root = document.querySelector('.backprop-viz-landscape');
            const [circle, image] = ['circle', 'img'].map(name => root.querySelector(name));
            const box = circle.getBoundingClientRect(), frame = image.getBoundingClientRect();
            return {
                x: (box.left + box.width / 2 - frame.left) / frame.width,
                y: (box.top + box.height / 2 - frame.top) / frame.height,
                paper: circle.getAttribute('fill'),
                ground: image.src,
                width: image.naturalWidth,
                words: root.querySelector('[role=status]').textContent,
            };
        }"""
    )
    return found


def drag(host: Page, nth: int, by: int) -> str:
    """Drag a slider in small moves; return the value it ends on."""
    handle = host.page.locator(".backprop-viz-slider .noUi-handle").nth(nth)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    host.page.mouse.move(x, y)
    host.page.mouse.down()
    for k in range(40):
        host.page.mouse.move(x + by * (k + 1) / 40, y)
        host.page.wait_for_timeout(7 + 13 * (k % 2))
    host.page.mouse.up()
    return f"{float(handle.get_attribute('aria-valuetext')):.4g}".replace("-", "−")


def wait_for(host: Page, words: str) -> dict[str, Any]:
    host.page.wait_for_function(
        "text => document.querySelector('.backprop-viz-landscape [role=status]')"
        "?.textContent.includes(text)",
        arg=words,
    )
    return seen(host)


def test_dragging_moves_the_place_and_ends_on_the_last_value(host: Page) -> None:
    before = seen(host)
    wait_for(host, f"At w = {drag(host, 0, -120)}, b = 1:")
    after = until(host.page, lambda: seen(host), lambda now: now["x"] < before["x"] - 0.02)
    assert after["y"] == pytest.approx(before["y"], abs=0.002)
    assert after["ground"] == before["ground"]
    assert before["width"] == 1008, "the ground is a picture that was decoded"


def test_dragging_another_input_moves_the_ground(host: Page) -> None:
    before = seen(host)
    x = drag(host, 2, 60)  # behind the parameters
    host.page.wait_for_function(
        "text => ![text, undefined].includes("
        "document.querySelector('.backprop-viz-landscape img')?.src)",
        arg=before["ground"],
    )
    assert float(x) > 2
    place = pytest.approx((before["x"], before["y"]), abs=0.002)
    until(
        host.page,
        lambda: seen(host),
        lambda now: now["words"] != before["words"] and (now["x"], now["y"]) == place,
    )


def test_it_is_dark_where_the_notebook_is(host: Page) -> None:
    assert seen(host)["paper"] == "#ffffff"
    host.theme("JupyterLab Dark")
    if not host.is_live:  # plain widgets do not hear of the notebook's theme
        assert seen(host)["paper"] == "#ffffff"
        return
    host.page.wait_for_function(
        "() => document.querySelector('.backprop-viz-landscape circle')"
        "?.getAttribute('fill') === '#15181e'",
    )


def test_nothing_went_wrong_on_the_page(host: Page) -> None:
    assert host.faults == []
