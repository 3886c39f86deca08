"""A lesson as slides: jupyterlab-slideshow in a real JupyterLab, driven by a real Chromium."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from lab import Page, quiet, server, until
from needs import missing

LESSON = Path(__file__).parent.parent / "notebooks" / "en" / "03-the-article-walk.ipynb"

# One slide that is higher than the screen.
TALL = (
    "# Tall\n" + "\nA line above the explorer.\n" * 9,
    'import backprop_viz as bv\nbv.explore("(y\' - (w*x + b))**2", x=2, w=3, b=1, y_=5)',
)

# The active cell, the cells to be seen, the ways on (of the remote), and the walk's step.
_SLIDE = """() => {
    const notebook = jupyterapp.shell.currentWidget.content;
    const seen = ({node}) => node.getBoundingClientRect().height > 0
        && getComputedStyle(node).visibility === 'visible';
    return {
        active: notebook.activeCellIndex,
        cells: notebook.widgets.map((cell, i) => seen(cell) ? i : -1).filter(i => i >= 0),
        step: Number(document.querySelector('.bpv')?.dataset.step),
        explorer: document.activeElement.closest('.backprop-viz-explorer') !== null,
    };
}"""


@pytest.fixture(scope="module")
def hall(
    chromium: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Page]]:
    """Open and run a notebook, and put its first slide on a screen of a common projector's size."""
    if importlib.util.find_spec("jupyterlab_slideshow") is None:
        missing("no jupyterlab-slideshow here (pip install jupyterlab-slideshow)")
    root = tmp_path_factory.mktemp("lessons")
    shutil.copy(LESSON, root / "lesson.ipynb")
    code = [nbformat.v4.new_code_cell(source) for source in TALL[1:]]
    tall = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(TALL[0]), *code])
    tall.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(tall, root / "tall.ipynb")
    with server(root, tmp_path_factory.mktemp("deck")) as address:

        def present(name: str) -> Page:
            page = Page(chromium.new_page(viewport={"width": 1280, "height": 800}), address)
            page.open_notebook(name)
            page.run_all()
            page.page.wait_for_selector(".bpv", state="attached")
            page.start_deck()
            return page

        yield present


@pytest.fixture(scope="module")
def deck(hall: Callable[[str], Page]) -> Page:
    return hall("lesson.ipynb")


def slide(deck: Page) -> dict[str, Any]:
    found: dict[str, Any] = deck.page.evaluate(_SLIDE)
    return found


def press(deck: Page, key: str) -> dict[str, Any]:
    """The slide after a key, which may also have changed nothing."""
    deck.page.keyboard.press(key)
    quiet(deck.page)
    return slide(deck)


def wait_for(deck: Page, **wanted: Any) -> dict[str, Any]:
    """The slide as soon as it is as wanted, and the page has come to rest."""
    quiet(deck.page)
    return until(deck.page, lambda: slide(deck), lambda now: wanted.items() <= now.items())


def go_on(deck: Page) -> bool:
    """Down within a slide, else to the next one; whether there was a way on."""
    before = slide(deck)["active"]
    return any(press(deck, key)["active"] > before for key in ("ArrowDown", "ArrowRight"))


def go_to(deck: Page, cell: int) -> None:
    deck.page.evaluate(
        """cell => {
            const notebook = jupyterapp.shell.currentWidget.content;
            notebook.activeCellIndex = cell;
            notebook.activeCell.node.focus();
        }""",
        cell,
    )
    wait_for(deck, active=cell)


def walk_cell(deck: Page) -> int:
    """The cell with the first explorer."""
    found: int = deck.page.evaluate(
        """() => jupyterapp.shell.currentWidget.content.widgets
            .findIndex(cell => cell.node.querySelector('.bpv'))"""
    )
    return found


def test_arrow_keys_reach_every_cell_and_lead_back(deck: Page) -> None:
    cells = nbformat.read(LESSON, as_version=4).cells
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells]
    go_to(deck, 0)
    seen = set(slide(deck)["cells"])
    assert seen == {i for i, kind in enumerate(kinds) if i < kinds.index("slide", 1)}
    while go_on(deck):
        now = slide(deck)
        assert now["active"] in now["cells"]
        seen |= set(now["cells"])
    assert seen == {i for i, kind in enumerate(kinds) if kind not in ("skip", "notes")}
    last = slide(deck)["active"]
    assert press(deck, "ArrowLeft")["active"] < last


def test_the_explorer_has_its_own_keys_and_gives_them_back(deck: Page) -> None:
    cell = walk_cell(deck)
    go_to(deck, cell)
    deck.page.locator(".bpv-do-first").first.click()
    deck.page.locator(".bpv").first.focus()
    for step in (1, 2, 3):
        press(deck, "ArrowRight")
        wait_for(deck, step=step, active=cell)
    press(deck, "ArrowLeft")
    wait_for(deck, step=2)
    press(deck, "Escape")
    wait_for(deck, explorer=False)
    press(deck, "ArrowRight")
    now = until(deck.page, lambda: slide(deck), lambda now: now["active"] > cell)
    assert now["step"] == 2


def test_the_first_click_counts_though_the_deck_scrolls_under_it(
    hall: Callable[[str], Page],
) -> None:
    tall = hall("tall.ipynb")
    button = tall.page.locator(".bpv-do-next").first
    go_to(tall, 0)
    place = button.bounding_box()
    button.click()
    wait_for(tall, step=1, active=1, explorer=True)
    until(tall.page, button.bounding_box, lambda now: now and now != place)
    press(tall, "ArrowRight")
    wait_for(tall, step=2)
    assert tall.faults == []
    tall.page.close()


def test_saving_does_not_take_the_keys_from_the_explorer(deck: Page) -> None:
    """The deck focuses its cell whenever the notebook becomes clean, as at each autosave."""
    cell = walk_cell(deck)
    go_to(deck, cell)
    deck.page.locator(".bpv-do-first").first.click()
    deck.page.evaluate(
        """async () => {
            const {model} = jupyterapp.shell.currentWidget.content;
            model.dirty = true;
            await new Promise(done => setTimeout(done, 100));
            model.dirty = false;
        }"""
    )
    quiet(deck.page)
    press(deck, "ArrowRight")
    wait_for(deck, step=1, active=cell)


def test_sliders_move_the_numbers(deck: Page) -> None:
    cell = walk_cell(deck)
    go_to(deck, cell)
    handle = deck.page.locator(".backprop-viz-slider .noUi-handle").first
    field = deck.page.locator(".backprop-viz-field input").first
    before = float(field.input_value())
    deck.page.locator(".bpv-do-last").first.click()
    quiet(deck.page)
    gradients = ".bpv-svg >> nth=0 >> text.gradient"
    then = deck.page.locator(gradients).all_text_contents()
    handle.focus()
    assert press(deck, "ArrowRight")["active"] == cell
    until(deck.page, field.input_value, lambda text: float(text) > before)
    until(deck.page, deck.page.locator(gradients).all_text_contents, lambda now: now != then)
    press(deck, "Escape")
    wait_for(deck, explorer=False)


def test_nothing_went_wrong_on_the_page(deck: Page) -> None:
    assert deck.faults == []
