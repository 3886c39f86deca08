"""The first lesson in a real JupyterLab, driven by a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab import CHROMIUM_FLAGS, Page, find_chromium, server
from needs import missing

LESSON = Path(__file__).parent.parent / "notebooks" / "01-back-propagation.ipynb"


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The lesson, opened and run."""
    chromium = find_chromium()
    if chromium is None:
        missing("no Chromium here (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    root = tmp_path_factory.mktemp("notebooks")
    shutil.copy(LESSON, root / "lesson.ipynb")
    with (
        server(root, tmp_path_factory.mktemp("jupyter")) as address,
        playwright.sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        page = Page(browser.new_page(viewport={"width": 1400, "height": 1000}), address)
        page.open_notebook("lesson.ipynb")
        page.run_all()
        yield page
        browser.close()


def shown(lesson: Page) -> dict[str, Any]:
    """What stands on the page in the first explorer."""
    result: dict[str, Any] = lesson.page.evaluate(
        """() => {
            const picture = document.querySelector('.widget-html svg.backprop-viz');
            const texts = role => [...picture.querySelectorAll(`text.${role}`)]
                .map(text => text.textContent);
            return {
                step: Number(picture.dataset.step),
                values: texts('value'),
                gradients: texts('gradient'),
                sentence: document.querySelector('[role=status]').textContent,
            };
        }"""
    )
    return result


def wait_for(lesson: Page, **wanted: Any) -> dict[str, Any]:
    """Wait until all wanted items stand on the page."""
    for _ in range(200):
        now = shown(lesson)
        if all(
            now[key] == value if key == "step" else value in now[key]
            for key, value in wanted.items()
        ):
            return now
        lesson.page.wait_for_timeout(50)
    raise AssertionError(f"wanted {wanted}, on the page is {shown(lesson)}")


def press(lesson: Page, key: str) -> None:
    lesson.page.locator(f".backprop-viz-{key}").first.click()


def test_next_walks_the_article(lesson: Page) -> None:
    press(lesson, "first")
    start = wait_for(lesson, step=0)
    assert start["values"] == ["w", "x", "p", "b", "y", "s", "y′", "t", "f"]
    press(lesson, "next")
    first = wait_for(lesson, step=1, values="p = 6")
    assert "y = ?" in first["values"]
    for step in range(2, 15):
        press(lesson, "next")
        wait_for(lesson, step=step)
    end = wait_for(lesson, step=14)
    assert end["gradients"] == ["∂ 8", "∂ 12", "∂ 4", "∂ 4", "∂ 4", "∂ −4", "∂ −4", "∂ −4", "∂ 1"]
    assert "12" in end["sentence"]


def test_a_slider_moves_the_numbers_and_keeps_the_step(lesson: Page) -> None:
    press(lesson, "last")
    press(lesson, "previous")
    wait_for(lesson, step=13, gradients="∂ 8")
    handle = lesson.page.locator(".widget-slider .noUi-handle").first  # w, the first input
    handle.focus()
    for _ in range(5):
        handle.press("ArrowRight")
    now = wait_for(lesson, step=13, values="w = 3.5")
    # t = 5 - (3.5 * 2 + 1) = -3, so dC/dw = -2 * -3 * 2 = 12
    assert now["gradients"][0] == "∂ 12"
    assert "f = 9" in now["values"]
    for _ in range(5):
        handle.press("ArrowLeft")
    wait_for(lesson, step=13, values="w = 3", gradients="∂ 8")


def test_dragging_ends_on_the_last_value(lesson: Page) -> None:
    press(lesson, "last")
    handle = lesson.page.locator(".widget-slider .noUi-handle").first
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = lesson.page.mouse
    mouse.move(x, y)
    mouse.down()
    for offset in range(0, 40, 2):
        mouse.move(x + offset, y)
    mouse.up()
    typed = lesson.page.locator(".widget-text input").first
    lesson.page.wait_for_timeout(700)
    value = float(typed.input_value())
    assert value > 3
    f = (5 - (value * 2 + 1)) ** 2
    wait_for(lesson, values=f"f = {f:.4g}")
    typed.fill("3")
    typed.press("Enter")
    wait_for(lesson, values="f = 4", gradients="∂ 8")


def test_a_bad_typed_value_says_so_and_changes_nothing(lesson: Page) -> None:
    typed = lesson.page.locator(".widget-text input").first
    typed.fill("abc")
    typed.press("Enter")
    lesson.page.wait_for_selector("[role=alert] >> text=abc")
    wait_for(lesson, values="w = 3")
    typed.fill("3.25")
    typed.press("Enter")
    wait_for(lesson, values="w = 3.25")
    assert lesson.page.locator("[role=alert]").count() == 0
    typed.fill("3")
    typed.press("Enter")
    wait_for(lesson, values="w = 3")


def test_the_mathematics_is_typeset_and_the_check_agrees(lesson: Page) -> None:
    assert lesson.page.locator(".widget-htmlmath mjx-container").count() > 0
    table = lesson.page.locator("table:has-text('central difference')").first.inner_text()
    assert table.count("agree") == 4


def test_nothing_went_wrong_on_the_page(lesson: Page) -> None:
    """Last: no script error, no console error, and no request beyond this machine."""
    assert lesson.faults == []
