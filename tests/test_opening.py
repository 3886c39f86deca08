"""Blocks that open and close in a page, without a kernel, in a real Chromium."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import nbformat
import pytest

import backprop_viz as bv
from backprop_viz.tell.formula import formula, lit, unmarked
from block_programs import every
from lab import Page, painted, until, violations
from test_lab import kernel
from test_page import ALTTEXTS, Screen

NESTED = """
cell(x, w) = tanh(w*x)
def layer(x, w, v):
    a = cell(x, w)
    return cell(a, v), a
h, a = layer(x, w, v)
h*a + x
"""
AT = {"x": 1, "w": 2, "v": 3}
NAMES = [block.name for block in every(bv.graph(NESTED).blocks)]
PLACES = """() => [...document.querySelectorAll('.bpv-svg :is(circle, rect, path, text)')].map(
  (made) => ['cx', 'cy', 'x', 'y', 'd'].map((name) => made.getAttribute(name)).join())"""
LOOKS = """[...document.querySelectorAll('.bpv-whole [data-lit]')].map(
  ({ dataset: { at, lit } }) => [at, lit])"""


class Blocks(Screen):
    """A page of a graph with blocks."""

    def sign(self, name: str) -> Any:
        return self.page.locator(f".turn[data-block='{NAMES.index(name)}']")

    def shows(self, *opened: str) -> None:
        """Wait until just these are open."""
        told = """() => [...document.querySelectorAll('.turn[aria-expanded=true]')].map(
          (sign) => Number(sign.dataset.block))"""
        wanted = sorted(map(NAMES.index, opened))
        until(self.page, lambda: sorted(self.page.evaluate(told)), lambda now: now == wanted)
        painted(self.page)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opening")
    bv.graph(NESTED).walk(AT).save(folder / "nested.html")
    return folder / "nested.html"


@pytest.fixture
def screen(chromium: Any, file: Path) -> Blocks:
    made = Blocks(chromium)
    made.open(file)
    return made


def test_what_is_opened_says_what_python_says(screen: Blocks) -> None:
    """In random order, at random steps: steps, words, mathematics, numbers, and what is on top."""
    chance, opened = random.Random(18), set()
    for _ in range(12):
        name = chance.choice([n for n in NAMES if screen.sign(n).count()])
        screen.sign(name).click()
        opened ^= {name}
        seen = {n for n in opened if all(o in opened for o in NAMES if n.startswith(f"{o}."))}
        screen.shows(*seen)
        walk = bv.graph(NESTED).walk(AT).opened()
        closed = [n for n in NAMES if n not in opened]
        walk = walk.closed(*closed) if closed else walk
        assert screen.text(".bpv-count").endswith(f"/ {len(walk.steps) - 1}")
        step = chance.randrange(1, len(walk.steps))
        scrubber = screen.page.locator(".bpv-scrubber")
        scrubber.evaluate(
            "(made, k) => { made.value = k; made.dispatchEvent(new Event('input')); }", step
        )
        screen.wait_for_step(step)
        screen.agrees(walk)
        whole, here = formula(walk.graph), walk.steps[step]
        told = screen.page.locator(".bpv-whole math").evaluate_all(ALTTEXTS)
        page = whole.page(here)
        assert r",\quad ".join(told) == unmarked(page)
        looks = {key: look for key, look in lit(here).items() if rf"\at{{{key}}}" in page}
        assert dict(screen.page.evaluate(LOOKS)) == looks
    assert not screen.faults


def test_what_was_gone_through_in_advance_has_the_numbers_of_now(screen: Blocks) -> None:
    """What may be opened next is made ready while nothing happens; numbers are those of now."""
    field = screen.page.locator(".bpv-typed").first
    opened: list[str] = []
    for x, name in ((2, "layer"), (3, "layer.cell"), (1.5, "layer.cell_2")):
        screen.page.wait_for_timeout(700)
        field.fill(str(x))
        field.press("Enter")
        screen.sign(name).click()
        opened.append(name)
        screen.shows(*opened)
        screen.page.locator(".bpv").focus()
        screen.press("End")
        screen.agrees(bv.graph(NESTED).walk({**AT, "x": x}).opened(*opened))
    assert not screen.faults


def test_a_box_says_what_parameters_it_owns_in_the_language_of_the_page(
    chromium: Any, tmp_path: Path
) -> None:
    for parameters, lang, told, sign in (
        ("w", "en", "1 parameter", "layer, a block of 2 operations that owns 1 parameter"),
        ("w", "ja", "パラメータ 1 個", "ブロック layer（演算 2 個、専用のパラメータ 1 個）"),
        ("", "en", "", "layer, a block of 2 operations"),
    ):
        graph = bv.graph(owning, parameters=parameters)
        graph.walk(x=1, w=2).save(tmp_path / "owning.html", lang="en")
        screen = Screen(chromium).open(tmp_path / "owning.html")
        if lang != "en":
            screen.choose("language", lang)
        texts = screen.page.locator(".bpv-svg text").all_text_contents()
        assert [t for t in texts if "param" in t or "パラ" in t] == [told] * bool(told)
        assert screen.page.locator(".turn").get_attribute("aria-label") == sign


def owning(x: Any, w: Any) -> Any:
    with bv.block("layer"):
        return bv.tanh(w * x)


def test_closing_gives_every_place_back_on_the_screen(screen: Blocks) -> None:
    before = screen.page.evaluate(PLACES)
    screen.command("do-blocks_all")
    screen.shows(*NAMES)
    assert screen.page.evaluate(PLACES) != before
    screen.command("do-blocks_none")
    screen.shows()
    assert screen.page.evaluate(PLACES) == before
    screen.command("do-blocks_more")
    screen.shows("layer")
    assert not screen.faults


def test_the_keyboard_opens_and_closes_and_keeps_the_place(screen: Blocks) -> None:
    """The block's step becomes the first inside, and back."""
    screen.page.keyboard.press("ArrowRight")
    screen.wait_for_step(1)
    assert "layer" in screen.text(".bpv-spoken")
    sign = screen.sign("layer")
    sign.focus()
    screen.press("Enter")
    screen.shows("layer")
    screen.wait_for_step(1)
    focused = "document.activeElement.dataset.block"
    assert screen.page.evaluate(focused) == "0"
    screen.press("ArrowRight")
    screen.wait_for_step(2)
    screen.sign("layer.cell_2").focus()
    screen.press(" ")
    screen.shows("layer", "layer.cell_2")
    screen.wait_for_step(2)
    screen.sign("layer").focus()
    screen.press("Escape")
    screen.shows()
    screen.wait_for_step(1)
    screen.press("Control+z")
    screen.shows("layer", "layer.cell_2")
    screen.wait_for_step(2)
    screen.press("Control+z", "Control+z")
    screen.shows()
    screen.wait_for_step(1)
    assert not screen.faults


def test_the_address_says_what_is_open(screen: Blocks, file: Path) -> None:
    screen.page.keyboard.press("End")
    screen.sign("layer").click()
    screen.wait_for_address("#open=layer&step=16")
    screen.sign("layer.cell").click()
    screen.wait_for_address("#open=layer,layer.cell&step=20")
    screen.page.evaluate("location.hash = '#open=layer.cell_2&step=5'")
    screen.shows("layer", "layer.cell_2")  # with what is around it
    screen.wait_for_step(5)
    screen.page.evaluate("location.hash = '#step=2'")
    screen.shows()
    screen.wait_for_step(2)
    screen.sign("layer").click()
    screen.sign("layer").click()
    screen.wait_for_address("#step=2")
    assert not screen.faults


IN_VIEW = """() => {
    const marks = ['forward', 'backward'].map(mark => `.circle[data-mark=${mark}]`);
    const circle = document.querySelector(marks.join())?.getBoundingClientRect();
    const view = document.querySelector('.bpv-picture').getBoundingClientRect();
    return Boolean(circle) && circle.left > view.left && circle.right < view.right;
}"""


def test_what_an_address_opens_is_shown_at_its_step(chromium: Any, tmp_path: Path) -> None:
    """Also far from where the view was before."""
    lines = [f"h{n} = chain(h{n - 1}, w)" for n in range(1, 9)]
    text = "\n".join(["chain(x, w) = tanh(sin(tanh(sin(w*x))))", *lines, "h8*h0"])
    walk = bv.graph(text).walk(h0=1, w=2)
    screen = Blocks(chromium, viewport={"width": 700, "height": 600}, reduced_motion="reduce")
    screen.open(walk.save(tmp_path / "chain.html"), "#open=chain_6&step=11")
    until(screen.page, lambda: screen.page.evaluate(IN_VIEW), bool)
    for address in ("#open=chain,chain_2&step=3", "#open=chain_8&step=13", "#step=2"):
        screen.page.evaluate(f"location.hash = '{address}'")
        screen.wait_for_step(int(address.partition("step=")[2]))
        until(screen.page, lambda: screen.page.evaluate(IN_VIEW), bool)
    assert not screen.faults


def test_the_address_names_a_step_whatever_is_open(screen: Blocks) -> None:
    """By what is computed there, or by what a gradient goes back to, and from where."""
    walk = bv.graph(NESTED).walk(AT)
    for opened in ("", "layer", "layer,layer.cell"):
        shown = walk.opened(*opened.split(",")) if opened else walk
        steps = [step for step in shown.steps if step.block is None]
        forward = [step for step in steps if step.kind == "forward"]
        names = {step.place.name: step.index for step in forward}
        for step in steps:
            if step.backflow is not None:
                edge, nodes = step.backflow.edge, shown.graph.nodes
                names[f"{nodes[edge.operand].name}>{nodes[edge.node].name}"] = step.index
        assert len(names) > 5
        for name in random.Random(len(opened)).sample(sorted(names), 4):
            screen.page.evaluate("told => { location.hash = told; }", f"#open={opened}&at={name}")
            screen.wait_for_step(names[name])
    closed = [step for step in walk.steps if step.block and step.backflow]
    for step in closed:  # by what a block is made of, and what it makes
        node, made = walk.graph.nodes[step.backflow.edge.operand], step.block.outputs[0]
        at = f"{node.name}>{walk.graph.nodes[made].name}"
        if sum(at.startswith(f"{other.operand}>") for other in closed) == 1:
            screen.page.evaluate("told => { location.hash = told; }", f"#open=&at={at}")
            screen.wait_for_step(step.index)
    screen.page.evaluate("location.hash = '#at=h>nobody'")
    until(screen.page, lambda: screen.page.inner_text(".bpv"), lambda text: "names no step" in text)
    assert not screen.faults


def test_everyone_is_told_what_is_open(screen: Blocks) -> None:
    screen.sign("layer").click()
    screen.shows("layer")
    assert screen.sign("layer").get_attribute("aria-label") == "layer, a block of 4 operations"
    assert violations(screen.page) == []
    screen.choose("language", "ja")
    assert "ブロック" in screen.sign("layer").get_attribute("aria-label")
    assert not screen.faults


def test_a_page_without_blocks_has_nothing_of_them(tmp_path: Path) -> None:
    text = bv.graph("x*y").walk(x=1, y=2).save(tmp_path / "flat.html").read_text("utf-8")
    assert not any(name in text for name in ("placedLayout", "class OpenBlocks", "blocks_all"))


def test_a_notebook_opens_blocks_and_its_kernel_follows(desk: tuple[Path, Page]) -> None:
    """And goes on with what is open where another formula is typed."""
    code = f"import backprop_viz as bv\ne = bv.explore({NESTED!r}, {AT!r}, check=False)\ne"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    root, host = desk
    nbformat.write(notebook, root / "blocks.ipynb")
    host.open_instead("blocks.ipynb")
    host.run_all()
    page = host.page

    def told() -> str:
        return kernel(host, "print(e.view.opened, e.step.max, e.step.value, e.view.step)")

    def count(opened: int) -> None:
        sign = ".turn[aria-expanded=true]"
        until(page, lambda: page.locator(sign).count(), lambda n: n == opened)

    page.locator(".turn").first.click()
    count(1)
    page.locator(".bpv-do-last").click()
    until(page, told, lambda text: text == "layer 16 16 16")
    page.locator(".turn[data-block='1']").click()
    count(2)
    until(page, told, lambda text: text == "layer,layer.cell 20 20 20")
    page.keyboard.press("Control+z")
    count(1)
    until(page, told, lambda text: text == "layer 16 16 16")
    assert kernel(host, f"e.rewrite({NESTED.rstrip() + ' + w'!r})") == ""
    until(page, told, lambda text: text.startswith("layer 19"))
    count(1)
    assert not host.faults
