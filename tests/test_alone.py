"""Questions go on in a real JupyterLab whose kernel is gone, as they do with it."""

from __future__ import annotations

from functools import partial
from operator import eq
from pathlib import Path
from typing import Any

import nbformat
import pytest

import backprop_viz as bv
from lab import Page, cull, until
from strategies import ARTICLE

INPUTS = "x=2, w=3, b=1, y_=5"
WALK = bv.graph(ARTICLE).walk(x=2, w=3, b=1, y_=5)
CELLS = (
    f"import backprop_viz as bv\nwalk = bv.graph({ARTICLE!r}).walk({INPUTS})\n"
    "one = bv.predict(walk, [13, 14])\none",
    "one.then(walk.picture())",
    "up = bv.predict('Up or down?', choices={'up': 'It falls.', 'down': 'So it does.'},"
    " answer='down')\nup",
    "other = bv.predict(walk, 13)\nother.then(bv.explore('x*x', x=2))",
    "free = bv.predict('Any above 3?', answer=lambda x: x > 3)\nfree",
)


@pytest.fixture(scope="module")
def host(desk: tuple[Path, Page]) -> Page:
    root, page = desk
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "questions.ipynb")
    page.open_instead("questions.ipynb")
    page.run_all()
    page.page.wait_for_selector(".backprop-viz-prediction >> nth=2")
    return page


def asking(host: Page, nth: int) -> Any:
    return host.page.locator(".backprop-viz-prediction").nth(nth)


def press(host: Page, nth: int, key: str) -> None:
    asking(host, nth).locator(f".backprop-viz-{key}").click()


def answer(host: Page, text: str, nth: int = 0) -> None:
    field = asking(host, nth).locator("input[type=text]")
    field.fill(text)
    field.press("Enter")


def told(host: Page, nth: int, text: str) -> None:
    status = asking(host, nth).locator("[role=status]")
    until(host.page, lambda: " ".join(status.all_text_contents()), lambda said: text in said)


def offered(host: Page, nth: int) -> list[str]:
    keys = ("check", "hint", "show", "next")
    buttons = [asking(host, nth).locator(f".backprop-viz-{key}") for key in keys]
    return [key for key, made in zip(keys, buttons, strict=True) if made.is_visible()]


def offers(host: Page, nth: int, *keys: str) -> None:
    """The buttons follow what is told."""
    until(host.page, lambda: offered(host, nth), partial(eq, [*keys]))


def gradients(host: Page) -> list[str]:
    shown: list[str] = host.page.evaluate(
        """() => [...document.querySelector('.backprop-viz-prediction')
            .querySelectorAll('.bpv-still > svg text.gradient')]
            .filter((text) => text.checkVisibility()).map((text) => text.textContent)"""
    )
    return shown


def test_with_a_kernel_it_judges_and_the_browser_waits(host: Page) -> None:
    answer(host, "2*x*t")
    told(host, 0, "Not yet")
    offers(host, 0, "check", "hint", "show")
    press(host, 0, "hint")
    told(host, 0, "Multiply two things")


def test_after_a_cull_numbers_are_judged_and_pictures_go_on(host: Page) -> None:
    cull(host)
    answer(host, "12")
    told(host, 0, "swapped")
    until(host.page, lambda: gradients(host), lambda shown: "∂ ?" in shown)
    answer(host, "x*4")
    told(host, 0, "not a formula")
    press(host, 0, "hint")
    told(host, 0, "Multiply two things")
    answer(host, "16/2")
    told(host, 0, WALK.steps[13].grounds("en"))
    until(host.page, lambda: gradients(host), lambda shown: "∂ 8" in shown)
    offers(host, 0, "check", "next")
    until(host.page, host.page.locator(".backprop-viz-anyway").first.is_visible)
    press(host, 0, "next")
    asked = asking(host, 0).locator(".widget-html").nth(1)
    until(host.page, asked.text_content, lambda said: "Question 2 of 2" in said)
    until(host.page, asking(host, 0).locator("input[type=text]").input_value, partial(eq, ""))
    offers(host, 0, "check", "hint")
    answer(host, "-12")
    told(host, 0, "sign")
    press(host, 0, "show")
    told(host, 0, "Right in the end: 1 of 2")
    until(host.page, lambda: gradients(host), lambda shown: "∂ 12" in shown)


def test_what_waited_for_the_answer_shows(host: Page) -> None:
    output = host.page.locator(".jp-OutputArea .backprop-viz-afterwards").first
    output.locator("img").first.wait_for(state="attached")
    assert "∂f/∂x" in output.locator("[role=img]").get_attribute("aria-label")


def test_choices_are_judged(host: Page) -> None:
    press(host, 1, "check")
    told(host, 1, "Pick one of the choices")
    asking(host, 1).locator("input[type=radio]").nth(0).check()
    press(host, 1, "check")
    told(host, 1, "It falls.")
    asking(host, 1).locator("input[type=radio]").nth(1).check()
    press(host, 1, "check")
    told(host, 1, "So it does.")


def test_what_only_python_can_judge_says_so(host: Page) -> None:
    answer(host, "4", 2)
    told(host, 2, "only it can judge")


def test_a_teacher_shows_it_anyway(host: Page) -> None:
    host.page.locator(".backprop-viz-anyway").last.click()
    host.page.locator(".backprop-viz-afterwards .bpv").last.wait_for()
    lost = ("404", "410", "kernel", "WebSocket", "ERR_", "Cannot send")  # the kernel itself
    assert [fault for fault in host.faults if not any(word in fault for word in lost)] == []
