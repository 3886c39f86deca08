"""The explorer in a real JupyterLab and a real Notebook 7, driven by a real Chromium."""

from __future__ import annotations

import io
import json
import math
import re
import shutil
import time
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from operator import eq
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

import backprop_viz as bv
from lab import PATIENCE, Page, choose, cull, open_menu, painted, quiet, server, until, violations

LESSON = Path(__file__).parent.parent / "notebooks" / "01-back-propagation.ipynb"
PROGRAM = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
ARTICLE = bv.graph(PROGRAM)
CELLS = (
    f'import backprop_viz as bv\ncost = bv.graph("{PROGRAM}", parameters="w b")\n'
    "first = bv.explore(cost, x=2, w=3, b=1, y_=5)\nfirst",
    "second = bv.explore(cost, x=1, w=1, b=1, y_=1, step=14)\nsecond",
    "first",
    'plain = bv.explore("u*v", u=2, v=3, live=False)\nplain',
    'arrays = bv.explore("p = w*x; p + b", w=2, x=[1.0, 2.0, 3.0], b=1)\narrays',
)


@pytest.fixture(scope="module", params=["lab", "notebook"])
def host(
    request: pytest.FixtureRequest, chromium: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """A notebook of five explorers, opened and run."""
    root = tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "explorers.ipynb")
    with server(root, tmp_path_factory.mktemp("jupyter"), request.param) as address:
        view = {"width": 1400, "height": 1000}
        page = Page(chromium.new_page(viewport=view), address, request.param)
        page.open_notebook("explorers.ipynb")
        page.run_all()
        page.page.wait_for_selector(".bpv >> nth=3")
        page.page.wait_for_function("document.querySelector('.backprop-viz-field input').ariaLabel")
        yield page
        page.page.close()


@pytest.fixture(autouse=True)
def opening(request: pytest.FixtureRequest) -> None:
    """Each test starts with the opening values, on step 0, in English."""
    if "host" in request.fixturenames:
        page = request.getfixturevalue("host")
        if not page.page.is_closed():
            button(page, "reset").click()
            button(page, "first").click()
            choose(page.page, "language", "en")
            wait_for(page, step=0)


def button(host: Page, key: str, nth: int = 0) -> Any:
    if key in ("reset", "ghosts", "smaller", "larger"):
        open_menu(host.page, nth)
    return host.page.locator(f".bpv-do-{key}").nth(nth)


def slider(host: Page, nth: int = 0) -> Any:
    return host.page.locator(".backprop-viz-slider .noUi-handle").nth(nth)


def field(host: Page, nth: int = 0) -> Any:
    return host.page.locator(".backprop-viz-field input").nth(nth)


def shown(host: Page, nth: int = 0) -> dict[str, Any]:
    """What stands on the page in the explorer of that number."""
    result: dict[str, Any] = host.page.evaluate(
        """nth => {
            const root = document.querySelectorAll('.bpv')[nth];
            const texts = role => [...root.querySelectorAll(`text.${role}`)]
                .map(text => text.textContent).filter(text => text);
            return {
                step: Number(root.dataset.step),
                theme: root.dataset.theme,
                values: texts('value'),
                gradients: texts('gradient'),
                cells: [...root.querySelectorAll('.bpv-svg text')].map(text => text.textContent),
                ghosts: [...root.querySelectorAll('.ghost')].map(ghost => ghost.textContent),
                sentence: root.querySelector('.bpv-sentence > [role=status]').textContent,
                formula: [...root.querySelectorAll('.bpv-formula math')]
                    .map(side => side.getAttribute('alttext')).join(''),
                message: root.querySelector('.bpv-message').textContent,
                explanation: root.querySelector('.bpv-explanation').textContent,
            };
        }""",
        nth,
    )
    return result


def wait_for(host: Page, nth: int = 0, **wanted: Any) -> dict[str, Any]:
    """Wait until all wanted items stand on the page."""
    end = time.monotonic() + PATIENCE
    while True:
        now = shown(host, nth)
        if all(
            now[key] == value if isinstance(now[key], int) or key == "theme" else value in now[key]
            for key, value in wanted.items()
        ):
            return now
        if time.monotonic() > end:
            raise AssertionError(f"wanted {wanted}, on the page is {now}")
        host.page.wait_for_timeout(30)


def kernel(host: Page, code: str) -> str:
    """What the kernel prints for a piece of code."""
    printed: str = host.page.evaluate(
        """async code => {
            const context = window.jupyterapp.shell.currentWidget.context.sessionContext;
            const request = {code, silent: false, store_history: false};
            const future = context.session.kernel.requestExecute(request);
            let text = '';
            future.onIOPub = message => {
                if (message.header.msg_type === 'stream') text += message.content.text;
                if (message.header.msg_type === 'error') text += message.content.evalue;
            };
            await future.done;
            return text.trim();
        }""",
        code,
    )
    return printed


def wait_for_kernel(host: Page, code: str, wanted: str) -> None:
    """Wait until the kernel, which is told and not waited for, prints what is wanted."""
    until(host.page, lambda: kernel(host, code), lambda said: said == wanted)


def has(host: Page, field: Any, text: str) -> None:
    """Wait until a field, which is written after the picture, has this text."""
    until(host.page, field.input_value, partial(eq, text))


def expect(host: Page, w: float, x: float = 2, b: float = 1, y: float = 5, nth: int = 0) -> None:
    """The page shows the walk's own words and numbers at these inputs."""
    step = shown(host, nth)["step"]
    walk = ARTICLE.walk({"w": w, "x": x, "b": b, "y'": y})
    wait_for(host, nth, sentence=walk.steps[step].sentence(), formula=walk.steps[step].latex)


def test_next_walks_the_article(host: Page) -> None:
    assert shown(host)["values"] == ["w", "x", "p", "b", "y", "s", "y′", "t", "f"]
    button(host, "next").click()
    first = wait_for(host, step=1, values="p = 6")
    assert "y = ?" in first["values"]
    assert set(first["gradients"]) == {"∂ ?"}
    for step in range(2, 15):
        button(host, "next").click()
        wait_for(host, step=step)
        expect(host, w=3)
    end = shown(host)
    assert end["gradients"] == ["∂ 8", "∂ 12", "∂ 4", "∂ 4", "∂ 4", "∂ −4", "∂ −4", "∂ −4", "∂ 1"]


def test_a_slider_moves_the_numbers_and_keeps_the_step(host: Page) -> None:
    button(host, "last").click()
    button(host, "previous").click()
    wait_for(host, step=13, gradients="∂ 8")
    slider(host).focus()
    for _ in range(5):
        slider(host).press("ArrowRight")
    now = wait_for(host, step=13, values="w = 3.5")
    # t = 5 - (3.5 * 2 + 1) = -3, so dC/dw = -2 * -3 * 2 = 12
    assert now["gradients"][0] == "∂ 12"
    assert "f = 9" in now["values"]
    has(host, field(host), "3.5")
    expect(host, w=3.5)
    wait_for_kernel(
        host, "print(first.inputs['w'].value, first.walk.output, first.step.value)", "3.5 9.0 13"
    )


def test_dragging_ends_on_the_last_value(host: Page) -> None:
    button(host, "last").click()
    box = slider(host).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    host.page.mouse.move(x, y)
    host.page.mouse.down()
    for offset in range(0, 40, 2):
        host.page.mouse.move(x + offset, y)
    host.page.mouse.up()

    w = float(slider(host).get_attribute("aria-valuetext"))
    assert w > 3
    typed = until(
        host.page,
        lambda: float(field(host).input_value()),
        lambda typed: typed == pytest.approx(w, rel=1e-12),
    )
    expect(host, w=typed)


def test_a_storm_of_slider_events_ends_in_agreement(host: Page) -> None:
    """1,000 events in two seconds; then picture, explorer and kernel are of one mind."""
    button(host, "last").click()
    host.page.evaluate(
        """async () => {
            const base = document.querySelector('.backprop-viz-slider .noUi-base');
            const slider = base.parentElement.noUiSlider;
            const started = performance.now();
            for (let i = 1; i <= 1000; i += 1) {
                slider.set(-10 + (i * 37 % 200) / 10);
                while (performance.now() < started + 2 * i) {
                    await new Promise(done => setTimeout(done, 0));
                }
            }
            slider.set(4.2);
        }"""
    )
    painted(host.page)  # the browser waits for nobody
    now = shown(host)
    assert "w = 4.2" in now["values"]
    assert now["formula"] == ARTICLE.walk(w=4.2, x=2, b=1, y_=5).steps[14].latex
    has(host, field(host), "4.2")
    # A slider counts in steps of 0.1.
    wait_for_kernel(
        host, "print(round(first.inputs['w'].value, 12), first.walk.inputs['w'])", "4.2 4.2"
    )


def test_typed_values(host: Page) -> None:
    button(host, "last").click()
    field(host).fill("25")
    field(host).press("Enter")
    wait_for(host, values="w = 25")
    expect(host, w=25)
    wait_for_kernel(host, "print(first.inputs['w'].max, first.inputs['w'].value)", "25.0 25.0")


@pytest.mark.parametrize(
    ("text", "value"), [("1/3", 1 / 3), ("pi/4", math.pi / 4), ("0.333", 0.333)]
)
def test_a_typed_formula_keeps_all_digits_here_and_in_the_kernel(
    host: Page, text: str, value: float
) -> None:
    button(host, "last").click()
    field(host).fill(text)
    field(host).press("Enter")
    expect(host, w=value)
    wait_for_kernel(host, "print(repr(float(first.walk.inputs['w'])))", repr(value))
    wait_for_kernel(host, "print(first.controls['w'].field.value)", repr(value))
    wait_for_kernel(host, "print(first.inputs['w'].value)", repr(value))
    slider(host).focus()
    slider(host).press("ArrowRight")
    wait_for_kernel(host, "print(repr(float(first.walk.inputs['w'])))", f"{value + 0.1:.12g}")


@pytest.mark.parametrize("text", ["", "abc", "1e999", "nan", "-inf", "0x10", "1 2"])
def test_a_bad_typed_value_says_so_and_changes_nothing(host: Page, text: str) -> None:
    button(host, "last").click()
    before = wait_for(host, step=14)
    field(host).fill(text)
    field(host).press("Enter")
    now = wait_for(host, message="w stays at 3")
    assert now["values"] == before["values"]
    host.page.wait_for_function("document.querySelector('.backprop-viz-field input').value === '3'")
    slider(host).focus()
    slider(host).press("ArrowRight")
    wait_for(host, values="w = 3.1")
    until(host.page, lambda: shown(host)["message"], partial(eq, ""))


def test_a_number_s_field_takes_a_list(host: Page) -> None:
    """Here and in the kernel; the slider makes it a number again."""
    button(host, "last").click()
    field(host).fill("[1, 2, 3]")
    field(host).press("Enter")
    grown = ARTICLE.walk({"w": [1, 2, 3], "x": 2, "b": 1, "y'": 5})
    told = grown.steps[14]
    wait_for(host, values="w = [1, 2, 3]", sentence=told.sentence(), formula=told.latex)
    is_roomy(host, grown)
    wait_for_kernel(host, "print(first.walk.inputs['w'].tolist())", "[1.0, 2.0, 3.0]")
    field(host, 1).fill("[1, 2]")
    field(host, 1).press("Enter")
    wait_for(host, message="does not fit the shapes", sentence=told.sentence())
    has(host, field(host, 1), "1")
    wait_for_kernel(host, "print(first.walk.inputs['b'])", "1.0")
    slider(host).focus()
    slider(host).press("ArrowRight")
    expect(host, w=3.1)
    slider(host).press("Control+z")
    wait_for(host, values="w = [1, 2, 3]")
    slider(host).press("ArrowRight")  # it stood where it was, as no array moves it
    expect(host, w=3.2)
    slider(host).press("Control+z")
    wait_for(host, values="w = [1, 2, 3]")
    wait_for_kernel(host, "print(first.walk.inputs['w'].tolist())", "[1.0, 2.0, 3.0]")
    button(host, "reset").click()
    expect(host, w=3)
    wait_for_kernel(host, "print(first.walk.inputs['w'], first.walk.inputs['b'])", "3.0 1.0")


# As soon as the picture has room for what its input has become, before any frame.
_UNDO_AS_IT_COMES = """handle => {
    const around = handle.closest('.backprop-viz-explorer'), view = around.querySelector('.bpv');
    window.undone = false;
    const renewed = new MutationObserver(() => {
        if (around.contains(view)) return;
        renewed.disconnect();
        const key = {key: 'z', ctrlKey: true, bubbles: true};
        handle.dispatchEvent(new KeyboardEvent('keydown', key));
        window.undone = true;
    });
    renewed.observe(around, {childList: true, subtree: true});
}"""


def test_a_key_is_heard_while_the_kernel_brings_another_picture(host: Page) -> None:
    button(host, "last").click()
    slider(host).focus()
    field(host).fill("[1, 2, 3]")
    field(host).press("Enter")
    wait_for(host, values="w = [1, 2, 3]")
    wait_for_kernel(host, "print(first.walk.inputs['w'].tolist())", "[1.0, 2.0, 3.0]")
    slider(host).evaluate(_UNDO_AS_IT_COMES)
    slider(host).press("ArrowRight")
    host.page.wait_for_function("window.undone")
    wait_for_kernel(host, "print(first.walk.inputs['w'].tolist())", "[1.0, 2.0, 3.0]")
    wait_for(host, values="w = [1, 2, 3]")


def test_what_is_on_show_in_a_notebook_is_copied(host: Page) -> None:
    host.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button(host, "last").click()
    made = host.page.locator(".bpv-copy").first
    assert "copy_link" not in made.locator("option").evaluate_all("all => all.map(o => o.value)")
    choose(host.page, "copy", "copy_latex")
    copied = host.page.locator(".bpv-copied").first
    until(host.page, copied.text_content, lambda text: text == "Copied.")
    told = host.page.evaluate("navigator.clipboard.readText()")
    assert told == ARTICLE.walk({"w": 3, "x": 2, "b": 1, "y'": 5}).steps[14].latex


def test_keys(host: Page) -> None:
    root = host.page.locator(".bpv").first
    root.focus()
    cells = host.page.locator(".jp-Cell").count()
    for key, step in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", 14),
        ("Home", 0),
        ("9", 9),
    ]:
        host.page.keyboard.press(key)
        wait_for(host, step=step)

    def thirteen() -> int:
        """Digits count together until they have rested, and on a busy machine some rest."""
        host.page.wait_for_timeout(1000)
        host.page.keyboard.press("1")
        host.page.keyboard.press("3")
        painted(host.page)
        return int(shown(host)["step"])

    until(host.page, thirteen, lambda step: step == 13)
    for key in ("a", "b", "x", "m", "y", "d", "d", "c", "v", "z"):
        host.page.keyboard.press(key)
    slider(host).focus()
    for key in ("a", "b", "m", "x"):
        host.page.keyboard.press(key)
    assert host.page.locator(".jp-Cell").count() == cells
    assert host.page.locator(".jp-CodeCell").count() == cells
    wait_for(host, step=13)


def test_space_plays_and_stops(host: Page) -> None:
    """Slowly, so that it is far from its end when it has been seen to play."""

    def is_playing() -> bool:
        return button(host, "play").get_attribute("aria-pressed") == "true"

    choose(host.page, "speed", "0.5")
    host.page.locator(".bpv").first.focus()
    host.page.keyboard.press(" ")
    until(host.page, lambda: shown(host)["step"], lambda step: 0 < step < 14)
    assert is_playing()
    host.page.keyboard.press(" ")
    until(host.page, is_playing, lambda playing: not playing)
    stopped = shown(host)["step"]
    choose(host.page, "speed", "4")
    host.page.wait_for_timeout(900)  # in which it would go on by two steps
    assert shown(host)["step"] == stopped < 14


def test_clicking_an_edge_explains_it_and_stays_while_sliders_move(host: Page) -> None:
    button(host, "last").click()
    host.page.locator(".bpv").first.locator("[data-pick='edge-6']").first.dispatch_event("click")
    now = wait_for(host, explanation="2·4=8")
    assert "from p back to w" in now["explanation"]
    slider(host).focus()
    slider(host).press("ArrowRight")
    wait_for(host, explanation="2·4.4=8.8")
    host.page.locator(".bpv-jump", has_text="∂f/∂p").first.click()
    wait_for(host, step=11)
    host.page.locator(".bpv-close").first.click()
    until(host.page, lambda: shown(host)["explanation"], lambda text: text == "")


def test_clicking_a_node_tells_its_total_and_local_derivatives(host: Page) -> None:
    button(host, "last").click()
    host.page.locator(".bpv").first.locator("[data-pick='node-2']").first.dispatch_event("click")
    text = wait_for(host, explanation="p = 6")["explanation"]
    assert "∂f/∂p = 4" in text
    assert "∂p/∂w = 2" in text
    assert "∂p/∂x = 3" in text
    host.page.keyboard.press("Escape")


def test_a_nudge_shows_what_the_output_really_does(host: Page) -> None:
    button(host, "last").click()  # before, nothing is known
    pick = host.page.locator(".bpv").first.locator("g.wire[data-pick='node-2']")
    pick.focus()
    host.page.keyboard.press("+")
    # p = 6 + 0.06: f = (5 - 7.06)^2 = 4.2436
    text = wait_for(host, explanation="0.2436")["explanation"]
    assert "Gradient · ε = 0.24" in text
    host.page.keyboard.press("+")  # once more adds up: f = (5 - 7.12)^2 = 4.4944
    wait_for(host, explanation="0.4944")
    for told in ("0.2436", "Nudge this value", "−0.2364"):
        host.page.keyboard.press("-")
        wait_for(host, explanation=told)
    host.page.locator(".bpv-plus").first.focus()
    for told in ("Nudge this value", "0.2436"):  # the button that was pressed keeps the focus
        host.page.keyboard.press("Enter")
        wait_for(host, explanation=told)
        assert host.page.evaluate("document.activeElement.className") == "bpv-plus"
    host.page.keyboard.press("Escape")
    button(host, "first").click()


def test_hovering_lights_the_way_to_the_output(host: Page) -> None:
    host.page.locator(".bpv").first.locator("g.wire[data-pick='node-3']").hover(force=True)
    lit = """[...document.querySelector('.bpv').querySelectorAll('.wire.lit')]
        .map(wire => wire.dataset.pick)"""
    way = ["node-3", "node-4", "node-5", "node-7", "node-8"]  # b, y, s, t, f
    until(host.page, lambda: host.page.evaluate(lit), lambda found: found == way)
    host.page.mouse.move(2, 2)


def test_language(host: Page) -> None:
    button(host, "last").click()
    choose(host.page, "language", "ja")
    wait_for(host, sentence="掛け算")
    told = button(host, "next")
    until(host.page, lambda: told.get_attribute("aria-label"), partial(eq, "次のステップ"))
    until(
        host.page, lambda: host.page.locator(".bpv").first.get_attribute("lang"), partial(eq, "ja")
    )


def test_ghosts_and_resetting(host: Page) -> None:
    button(host, "last").click()
    slider(host).focus()
    slider(host).press("ArrowRight")
    slider(host, 2).focus()  # w, b, x, y′: parameters first
    slider(host, 2).press("ArrowLeft")
    button(host, "ghosts").click()
    now = wait_for(host, values="w = 3 → 3.1")
    assert {"x = 2 → 1.9", "p = 6 → 5.89"} <= set(now["values"])
    assert {"∂ 8 → 7.182", "∂ 12 → 11.72"} <= set(now["gradients"])
    assert "b = 1" in now["values"]  # has not moved
    button(host, "first").click()
    assert wait_for(host, step=0)["ghosts"] == []
    button(host, "last").click()
    host.page.locator(".backprop-viz-slider").first.dblclick()
    wait_for(host, values="w = 3")
    expect(host, w=3, x=1.9)
    button(host, "reset").click()
    expect(host, w=3)
    until(host.page, lambda: shown(host)["ghosts"], partial(eq, []))
    button(host, "ghosts").click()


def test_undo_in_a_notebook(host: Page) -> None:
    """The sliders' own, heard by the kernel; the notebook undoes nothing."""
    button(host, "last").click()
    cells = host.page.locator(".jp-Cell").count()
    slider(host).focus()
    for _ in range(2):
        slider(host).press("ArrowRight")
    expect(host, w=3.2)
    slider(host).press("Control+z")
    expect(host, w=3.1)
    host.page.locator(".bpv").first.focus()
    host.page.keyboard.press("Control+z")
    expect(host, w=3)
    host.page.keyboard.press("Control+y")
    expect(host, w=3.1)
    wait_for_kernel(host, "print(first.walk.inputs['w'], first.inputs['w'].value)", "3.1 3.1")
    field(host, 1).fill("7")
    field(host, 1).press("Control+z")  # the field's own
    expect(host, w=3.1)
    field(host, 1).fill("1")
    field(host, 1).press("Enter")
    assert host.page.locator(".jp-Cell").count() == cells


def test_two_explorers_of_one_graph_are_apart(host: Page) -> None:
    button(host, "last").click()
    slider(host).focus()
    slider(host).press("ArrowRight")
    wait_for(host, values="w = 3.1")
    other = shown(host, 1)
    assert other["step"] == 14
    assert "w = 1" in other["values"]
    assert host.page.evaluate("document.querySelectorAll('.bpv-svg [id]').length") == 0


def test_one_explorer_shown_twice_is_one(host: Page) -> None:
    button(host, "last").click()
    wait_for(host, 2, step=14)
    slider(host).focus()
    slider(host).press("ArrowRight")
    wait_for(host, 2, values="w = 3.1")
    button(host, "first", 2).click()
    wait_for(host, 0, step=0)


def whole(host: Page, nth: int = 0) -> list[str]:
    """The lines of the formula on top of the explorer of that number."""
    lines: list[str] = (
        host.page.locator(".bpv").nth(nth).locator(".bpv-whole math").all_text_contents()
    )
    return lines


def sliders(host: Page, nth: int, count: int) -> Any:
    """The explorer of that number, once its kernel has made it so many sliders."""
    box = host.page.locator(".backprop-viz-explorer").nth(nth)
    until(host.page, box.locator(".backprop-viz-slider").count, partial(eq, count))
    return box


def test_another_formula_is_typed_in_its_place(host: Page) -> None:
    """A typo shows its caret and changes nothing; else inputs that stay keep their values."""
    root = host.page.locator(".bpv").nth(1)
    button(host, "last", 1).click()
    before, lines = wait_for(host, 1, step=14), whole(host, 1)
    root.locator(".bpv-edit").click()
    field = root.locator(".bpv-top textarea")
    until(host.page, lambda: field.is_editable(), bool)
    field.press("ControlOrMeta+a")  # selects the text, and not the notebook's cells
    assert field.evaluate(
        "field => [field.selectionStart, field.selectionEnd - field.value.length]"
    ) == [0, 0]
    assert host.page.locator(".jp-mod-multiSelected").count() == 0
    field.fill("f = tahn(w*x)")
    field.press("Enter")
    refusal = root.locator(".bpv-refusal")
    until(host.page, refusal.inner_text, lambda text: "^" in text and "`tan`" in text)
    look = "made => [getComputedStyle(made).fontFamily, getComputedStyle(made).borderTopWidth]"
    font, border = refusal.evaluate(look)  # its own, and not what a notebook gives a text
    assert (font.startswith('"DejaVu Sans Mono"'), border) == (True, "1px")
    assert shown(host, 1) == before
    field.press("Escape")
    until(host.page, lambda: whole(host, 1), partial(eq, lines))
    root.locator(".bpv-edit").click()
    field.fill("f = (y' - (w*x + b))**2 + c")
    field.press("Enter")
    until(host.page, lambda: whole(host, 1), lambda now: "c" in "".join(now))
    until(
        host.page,
        lambda: {*wait_for(host, 1, step=14)["values"]},
        {"w = 1", "c = 1", "f = 2"}.issubset,
    )
    assert root.locator(".bpv-edit").evaluate("made => made === document.activeElement")
    box = sliders(host, 1, 5)
    box.locator(".backprop-viz-input-1 .noUi-handle").focus()
    host.page.keyboard.press("ArrowRight")
    wait_for(host, 1, values="w = 1.1")
    wait_for(host, 1, values="f = 2.21")
    wait_for_kernel(host, "print(second.walk.output, *second.inputs)", "2.21 y' w x b c")
    host.page.keyboard.press("ArrowLeft")
    root.locator(".bpv-edit").click()
    field.fill("\n".join(f"h{i} = tanh(w*x + b + {i}*y')**{i + 2}" for i in range(5)) + "\nh4")
    field.press("Enter")
    until(host.page, lambda: whole(host, 1), lambda now: len(now) == 5)
    assert root.evaluate(
        """root => root.querySelector('.bpv-whole').getBoundingClientRect().right
            <= root.querySelector('.bpv-edit').getBoundingClientRect().left"""
    )  # beside it, also of several lines
    root.locator(".bpv-edit").click()
    field.fill(PROGRAM)
    field.press("Enter")
    until(host.page, lambda: whole(host, 1), lambda now: now == lines)


def test_undo_takes_back_a_formula(host: Page) -> None:
    """With the inputs and the step that it had; the kernel goes along."""
    root = host.page.locator(".bpv").nth(1)
    box = host.page.locator(".backprop-viz-explorer").nth(1)
    button(host, "last", 1).click()
    box.locator(".backprop-viz-input-1 .noUi-handle").focus()
    host.page.keyboard.press("ArrowRight")
    wait_for(host, 1, step=14, values="x = 1.1")
    before, lines = shown(host, 1)["values"], whole(host, 1)
    root.locator(".bpv-edit").click()
    field = root.locator(".bpv-top textarea")
    until(host.page, lambda: field.is_editable(), bool)
    field.fill("f = w*c")
    field.press("Enter")
    wait_for(host, 1, values="f = 1")
    sliders(host, 1, 2).locator(".backprop-viz-input-1 .noUi-handle").focus()
    host.page.keyboard.press("ArrowRight")
    wait_for(host, 1, values="f = 1.1")
    root.focus()
    host.page.keyboard.press("Control+z")
    wait_for(host, 1, values="f = 1")
    host.page.keyboard.press("Control+z")
    until(
        host.page, lambda: (whole(host, 1), shown(host, 1)["values"]), partial(eq, (lines, before))
    )
    wait_for(host, 1, step=14)
    wait_for_kernel(host, "print(*second.inputs, second.step.value)", "w x b y' 14")
    host.page.keyboard.press("Control+y")
    wait_for(host, 1, values="f = 1")
    host.page.keyboard.press("Control+Shift+z")
    wait_for(host, 1, values="f = 1.1")
    wait_for_kernel(host, "print(second.walk.output, *second.inputs)", "1.1 w c")
    for _ in range(2):
        host.page.keyboard.press("Control+z")
    until(
        host.page, lambda: (whole(host, 1), shown(host, 1)["values"]), partial(eq, (lines, before))
    )
    host.page.keyboard.press("Control+z")
    wait_for(host, 1, values="x = 1")


def test_the_kernel_moves_the_page(host: Page) -> None:
    kernel(host, "first.inputs['w'].value = -2.5; first.step.value = 13")
    wait_for(host, step=13, values="w = −2.5")
    expect(host, w=-2.5)


def test_a_slider_shows_its_own_number_where_it_is_wanted(host: Page) -> None:
    """Else it is not on the page, where each move would write it."""
    sliders = host.page.locator(".backprop-viz-explorer").first.locator(".backprop-viz-slider")
    until(host.page, lambda: sliders.locator(".widget-readout").count(), partial(eq, 0))
    kernel(host, "first.inputs['w'].readout = True")
    number = sliders.first.locator(".widget-readout")
    until(host.page, number.inner_text, partial(eq, "3.00"))
    slider(host).focus()
    slider(host).press("ArrowRight")
    until(host.page, number.inner_text, partial(eq, "3.10"))
    kernel(host, "first.inputs['w'].readout = False")
    until(host.page, number.is_visible, partial(eq, False))


def test_a_cell_that_is_run_after_a_move_is_told_after_it(host: Page) -> None:
    """A kernel may hear of sliders in a thread of its own: then what comes first is the host's."""
    said = "print(round(first.inputs['w'].value, 12), round(first.walk.output, 9))"
    host.page.evaluate(
        """() => {
            const context = jupyterapp.shell.currentWidget.context.sessionContext;
            window.told = [];
            window.unheard = new Set();
            context.session.kernel.anyMessage.connect((_, { direction, msg }) => {
                const { header: { msg_type, msg_id }, parent_header, content } = msg;
                if (direction === 'send') {
                    window.told.push([msg_type, content.data?.state?.value]);
                    if (msg_type === 'comm_msg') window.unheard.add(msg_id);
                } else if (content.execution_state === 'idle') {
                    window.unheard.delete(parent_header.msg_id);
                }
            });
        }"""
    )
    slider(host).focus()
    slider(host).press("ArrowRight")
    wait_for_kernel(host, said, "3.1 4.84")
    host.wait_until("!unheard.size", "nothing is under way that would keep back what is told")
    host.page.evaluate("told.length = 0")
    for _ in range(2):
        slider(host).press("ArrowRight")
    host.page.keyboard.press("Shift")  # nothing has been told yet, and no cell is run
    host.page.locator(".jp-Cell .jp-InputPrompt").last.click()  # as whoever runs one does first
    kernel(host, said)
    told = host.page.evaluate("told")
    moves = [value for name, value in told if name == "comm_msg" and isinstance(value, float)]
    assert moves[-1] == pytest.approx(3.3)
    assert told.index(["comm_msg", moves[-1]]) < told.index(["execute_request", None])
    wait_for_kernel(host, said, "3.3 6.76")


def test_the_table_of_the_check_has_the_width_that_it_needs(host: Page) -> None:
    """Not folded, row by row, into the width of its caption."""
    look = """() => {  // at once: each check that arrives is a table of its own
        const head = document.querySelector('.backprop-viz-explorer table thead');
        const last = [...head?.querySelectorAll('th') ?? []].at(-1);
        if (!last) return null;
        const [around, cell] = [head, last].map(made => made.getBoundingClientRect());
        return [around.height, cell.left - around.left];
    }"""
    height, across = until(host.page, lambda: host.page.evaluate(look))
    assert height > 10
    assert across > 300


def test_the_picture_follows_the_window(host: Page) -> None:
    def width() -> float:
        look = "document.querySelector('.bpv-svg')?.getBoundingClientRect().width ?? 0"
        return float(host.page.evaluate(look))

    wide = until(host.page, width)
    host.page.set_viewport_size({"width": 900, "height": 900})
    until(host.page, width, lambda now: 0 < now < wide)
    host.page.set_viewport_size({"width": 1400, "height": 1000})
    button(host, "larger").click()
    until(host.page, width, lambda now: now > 1.2 * wide)
    button(host, "smaller").click()


def test_downloads(host: Page) -> None:
    button(host, "last").click()
    with host.page.expect_download() as one:
        choose(host.page, "download", "svg")
    svg = Path(one.value.path()).read_text(encoding="utf-8")
    assert one.value.suggested_filename == "step-14.svg"
    assert "∂ 12" in svg
    assert "<title>" in svg
    with host.page.expect_download() as many:
        choose(host.page, "download", "all_png")
    archive = zipfile.ZipFile(io.BytesIO(Path(many.value.path()).read_bytes()))
    assert archive.testzip() is None
    assert archive.namelist() == [f"step-{k:02}.png" for k in range(15)]
    assert all(archive.read(name).startswith(b"\x89PNG") for name in archive.namelist())
    wait_for(host, step=14)


def test_the_plain_explorer_works_beside_it(host: Page) -> None:
    host.page.locator(".backprop-viz-next").click()
    host.page.wait_for_function(
        """[...document.querySelectorAll('svg.backprop-viz text')]
            .some(text => text.textContent === 'f = 6')"""
    )


def is_roomy(host: Page, walk: bv.Walk) -> None:
    """The picture is laid out for these shapes, and no label is written smaller."""
    wanted = re.search(r'viewBox="[^"]*"', walk.picture().svg)[0]
    look = "document.querySelector('.bpv-svg').getAttribute('viewBox')"
    until(host.page, lambda: host.page.evaluate(look), lambda seen: f'viewBox="{seen}"' == wanted)
    assert host.page.locator(".bpv").first.locator("text.value[font-size]").count() == 0


def agree_on_arrays(
    host: Page, step: int, w: float = 2.0, x: Sequence[float] = (1.0, 2.0, 3.0)
) -> None:
    told = bv.graph("p = w*x; p + b").walk(w=w, x=x, b=1).steps[step]
    wait_for(host, 3, step=step, sentence=told.sentence(), formula=told.latex)


def test_arrays_have_the_same_look_and_steps(host: Page) -> None:
    agree_on_arrays(host, 0)
    button(host, "next", 3).click()
    agree_on_arrays(host, 1)
    assert {"2", "4", "6"} <= set(shown(host, 3)["cells"])
    button(host, "last", 3).click()
    agree_on_arrays(host, 7)
    assert "∂ 6" in shown(host, 3)["gradients"]
    slider(host, 14).focus()  # behind three times four and two
    slider(host, 14).press("ArrowRight")
    agree_on_arrays(host, 7, 2.1)
    host.page.locator(".bpv").nth(3).locator("[data-pick='edge-2']").first.dispatch_event("click")
    assert "w was stretched to the shape of p" in wait_for(host, 3, explanation="=6")["explanation"]
    host.page.locator(".bpv").nth(3).locator(".bpv-close").click()
    host.page.locator(".bpv").nth(3).locator("[role=button][data-pick='node-1']").focus()
    host.page.keyboard.press("+")
    # the three entries of 2.1 x + b go up by 2.1 * 0.03 each
    told = wait_for(host, 3, explanation="0.189")["explanation"]
    assert "Every entry of x" in told
    assert "a change of 0.189" in told
    assert "The sum of the gradient · ε = 0.189" in told
    host.page.keyboard.press("Escape")
    x = field(host, 15)
    x.fill("[1, 2]")
    x.press("Enter")
    wait_for(host, 3, message="list of numbers")
    agree_on_arrays(host, 7, 2.1)
    has(host, x, "[1, 2, 3]")
    x.fill("[0.5,−2,1e3]")
    x.press("Enter")
    agree_on_arrays(host, 7, 2.1, [0.5, -2.0, 1000.0])
    wait_for_kernel(
        host,
        "print(arrays.walk.inputs['w'], arrays.walk.inputs['x'].tolist())",
        "2.1 [0.5, -2.0, 1000.0]",
    )
    # Its grid stands beside the sliders, and an entry is typed there.
    opener = host.page.get_by_label("x as a grid of numbers")
    opener.click()
    grid = host.page.locator(".bpv-gridded [role=gridcell]")
    until(host.page, grid.all_text_contents, partial(eq, ["0.5", "−2", "1000"]))
    around = "row => getComputedStyle(row.parentNode).alignItems"
    row = host.page.locator(".bpv-gridded")
    assert row.evaluate(around) == "start"  # no slider moves to the middle of a grid
    grid.nth(1).focus()
    host.page.keyboard.type("7")
    host.page.keyboard.press("Enter")
    agree_on_arrays(host, 7, 2.1, [0.5, 7.0, 1000.0])
    has(host, x, "[0.5, 7, 1000]")
    wait_for_kernel(host, "print(arrays.walk.inputs['x'].tolist())", "[0.5, 7.0, 1000.0]")
    # Of what a hand does to it, field and kernel hear once that is done.
    box = grid.nth(1).bounding_box()
    across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    host.page.mouse.move(across, down)
    host.page.mouse.down()
    for by in (31, 12):
        host.page.mouse.move(across + by, down)
    host.page.mouse.up()
    agree_on_arrays(host, 7, 2.1, [0.5, 207.0, 1000.0])
    has(host, x, "[0.5, 207, 1000]")
    wait_for_kernel(host, "print(arrays.walk.inputs['x'].tolist())", "[0.5, 207.0, 1000.0]")
    opener.click()
    until(host.page, grid.count, partial(eq, 0))
    assert row.evaluate(around) != "start"
    button(host, "reset", 3).click()
    agree_on_arrays(host, 7)
    has(host, x, "[1, 2, 3]")
    opener.click()
    try:
        assert violations(host.page, ".bpv-gridded") == []
    finally:
        opener.click()


@pytest.mark.parametrize("theme", ["light", "dark", "print", "colorblind"])
def test_axe_finds_no_violation(host: Page, theme: str) -> None:
    choose(host.page, "theme", theme)
    button(host, "last").click()
    button(host, "previous").click()
    wait_for(host, theme=theme, step=13)
    host.page.locator(".bpv").first.locator("[data-pick='edge-6']").first.dispatch_event("click")
    host.page.evaluate("document.querySelector('.bpv-numbers').open = true")
    button(host, "ghosts").click()
    open_menu(host.page)
    try:
        assert violations(host.page, ".bpv") == []
    finally:  # also where it is left out
        button(host, "ghosts").click()
        host.page.locator(".bpv-close").first.click()
        choose(host.page, "theme", "auto")


def test_the_theme_follows_the_notebooks(host: Page) -> None:
    host.theme("JupyterLab Dark")
    wait_for(host, theme="dark")
    host.theme("JupyterLab Light")
    wait_for(host, theme="light")


def test_saved_closed_and_opened_again_it_shows_the_picture(host: Page) -> None:
    button(host, "last").click()
    host.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    saved = "fetch('/api/contents/explorers.ipynb').then(answer => answer.json())"
    content = until(
        host.page,
        lambda: host.page.evaluate(saved)["content"],
        lambda found: found["cells"][0]["outputs"],
    )
    (output,) = content["cells"][0]["outputs"]
    assert {"image/svg+xml", "image/png", "text/plain"} <= set(output["data"])
    assert "bare graph" in "".join(output["data"]["text/plain"])
    assert json.dumps(content).count("model_id") >= 3


def test_without_a_kernel_steps_and_sliders_go_on(host: Page) -> None:
    """Binder culls idle kernels; the lecture goes on. Runs next to last: the kernel is gone."""
    cull(host)
    button(host, "last").click()
    wait_for(host, step=14)
    slider(host).focus()
    for _ in range(5):
        slider(host).press("ArrowRight")
    wait_for(host, step=14, values="w = 3.5")
    expect(host, w=3.5)
    field(host).fill("-1.25")
    field(host).press("Enter")
    wait_for(host, values="w = −1.25")
    expect(host, w=-1.25)
    for step in range(13, 5, -1):
        button(host, "previous").click()
        wait_for(host, step=step)
        expect(host, w=-1.25)
    root = host.page.locator(".bpv").first
    root.locator(".bpv-edit").click()  # no one is there to read a formula
    until(host.page, root.locator(".bpv-refusal").inner_text, lambda text: "kernel" in text)
    assert not root.locator("textarea").is_editable()
    root.locator("textarea").press("Escape")
    x = field(host, 15)
    x.fill("[-1, 0, 2]")
    x.press("Enter")
    agree_on_arrays(host, 7, x=(-1.0, 0.0, 2.0))
    button(host, "previous", 3).click()
    agree_on_arrays(host, 6, x=(-1.0, 0.0, 2.0))


def test_nothing_went_wrong_on_the_page(host: Page) -> None:
    """Last: no script error, and no request beyond this machine."""
    not_ours = (
        *("404", "410", "kernel", "WebSocket", "ERR_"),  # the browser's report of the lost kernel
        "Cannot send",  # ipywidgets' own slider, to the lost kernel
        "reading 'schema'",  # Notebook 7 itself, as it opens any notebook
    )
    assert [fault for fault in host.faults if not any(word in fault for word in not_ours)] == []
    assert not [fault for fault in host.faults if fault.startswith("request")]


def test_the_lesson_runs_in_the_lab(desk: tuple[Path, Page]) -> None:
    root, page = desk
    shutil.copy(LESSON, root / "lesson.ipynb")
    page.open_instead("lesson.ipynb")
    page.run_all()
    page.page.wait_for_selector(".bpv >> nth=1")
    for step in range(1, 14):
        button(page, "next").click()
        wait_for(page, step=step)
    now = wait_for(page, step=13, gradients="∂ 8")
    assert r"x \cdot 4 = 2 \cdot 4 = 8" in now["formula"]
    slider(page).focus()
    slider(page).press("ArrowLeft")
    wait_for(page, step=13, values="w = 2.9")
    table = page.page.locator("table:has-text('central difference')").first
    until(page.page, table.inner_text, lambda told: told.count("agree") == 4)
    assert page.faults == []


# Whether the circle of the step on show is in view, in the explorer of that number.
_IN_VIEW = """nth => {
    const root = [...document.querySelectorAll('.bpv')].at(nth);
    const frame = root?.querySelector('.bpv-picture').getBoundingClientRect();
    const at = root?.querySelector('.circle[data-mark=backward]')?.getBoundingClientRect();
    return Boolean(at) && at.left >= frame.left && at.right <= frame.right
        && at.top >= frame.top && at.bottom <= frame.bottom;
}"""


def test_on_a_phone_a_swipe_steps(
    chromium: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    notebook = nbformat.read(LESSON, 4)
    wide = "*".join(f"tanh(x + {i})" for i in range(16))
    code = f"import backprop_viz as bv\nbv.explore({wide!r}, x=1, step=49, check=False)"
    notebook.cells.append(nbformat.v4.new_code_cell(code))
    nbformat.write(notebook, tmp_path / "lesson.ipynb")
    with server(tmp_path, tmp_path_factory.mktemp("phone"), "notebook") as address:
        phone = {"width": 360, "height": 740}
        context = chromium.new_context(viewport=phone, has_touch=True, is_mobile=True)
        page = Page(context.new_page(), address, "notebook")
        page.open_notebook("lesson.ipynb")
        page.run_all()
        page.page.wait_for_selector(".bpv")
        page.page.evaluate(
            """() => {
                const target = document.querySelector('.bpv-sentence');
                target.scrollIntoView({block: 'center'});
                const {left, top, width, height} = target.getBoundingClientRect();
                const clientY = top + height / 2;
                const touch = clientX => new Touch({identifier: 1, target, clientX, clientY});
                const fire = (type, x) => target.dispatchEvent(new TouchEvent(type, {
                    bubbles: true, cancelable: true, changedTouches: [touch(x)],
                    touches: type === 'touchend' ? [] : [touch(x)],
                }));
                fire('touchstart', left + width * 0.8);
                fire('touchend', left + width * 0.2);
            }"""
        )
        wait_for(page, step=1)
        # legible: the labels are at least 10 px high, and the page itself does not scroll sideways
        size = page.page.evaluate(
            """() => {
                const svg = document.querySelector('.bpv-svg');
                return 14 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            }"""
        )
        assert size >= 10
        page.wait_until(f"({_IN_VIEW})(-1)", "a wide picture opens on what its step is about")
        context.close()


def test_a_large_graph_shows_its_first_inputs_and_more_when_asked(desk: tuple[Path, Page]) -> None:
    root, page = desk
    text = " + ".join(f"a{i}*b{i}" for i in range(60))
    point = {f"{letter}{i}": i % 7 - 2 for i in range(60) for letter in "ab"}
    code = f"import backprop_viz as bv\nbv.explore({text!r}, {point!r}, step=-1, check=False)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "large.ipynb")
    in_view = """() => {
        const frame = document.querySelector('.bpv-picture').getBoundingClientRect();
        return [...document.querySelectorAll('.bpv-svg .wire text')].filter(text => {
            const box = text.getBoundingClientRect();
            return box.width && box.right > frame.left && box.left < frame.right
                && box.bottom > frame.top && box.top < frame.bottom;
        }).map(text => text.textContent);
    }"""

    def labels(walk: bv.Walk) -> set[str]:
        svg = walk.picture().svg
        texts = re.findall(r'<text class="(?:value|gradient)"[^>]*>(.*?)</text>', svg)
        return {re.sub("<[^>]*>", "", text) for text in texts}

    page.open_instead("large.ipynb")
    page.run_all()
    page.page.wait_for_selector(".bpv-svg text.value")
    graph = bv.graph(text)
    rows = page.page.locator(".backprop-viz-slider .noUi-handle")
    page.wait_until("document.querySelectorAll('.noUi-handle').length === 8", "8 sliders")
    made = page.page.locator(".bpv-svg .wire").count()
    assert 0 < made < len(graph.nodes)  # only what has been near the view
    page.page.locator(".backprop-viz-more").click()
    page.wait_until("document.querySelectorAll('.noUi-handle').length === 32", "32 sliders")
    page.wait_until(
        "[...document.querySelectorAll('.noUi-handle')].every(made => made.ariaLabel)",
        "every slider has a name",
    )
    assert rows.nth(30).get_attribute("aria-label") == "slider for a₁₅"
    page.wait_until(f"({_IN_VIEW})(0)", "it opens on what its step is about")
    page.wait_until("document.querySelectorAll('.noUi-handle')[30].ariaValueText", "its value")
    rows.nth(30).focus()
    rows.nth(30).press("ArrowRight")
    moved = labels(graph.walk({**point, "a15": point["a15"] + 0.1}))
    for place in (0, 0.3, 0.6, 1):
        page.page.evaluate(
            """place => {
                const frame = document.querySelector('.bpv-picture');
                frame.style.scrollBehavior = 'auto';
                frame.scrollTo(frame.scrollWidth * place, frame.scrollHeight * place);
            }""",
            place,
        )
        quiet(page.page)
        found = until(
            page.page,
            lambda: set(page.page.evaluate(in_view)),
            lambda now: now and now <= moved,
        )
        assert found
    assert page.faults == []


def test_an_array_whose_field_is_made_later_is_heard(desk: tuple[Path, Page]) -> None:
    root, page = desk
    names = [f"a{i}" for i in range(30)]
    text = " + ".join(names)
    point = {name: [1, 2] for name in names}
    cell = f"import backprop_viz as bv\nbv.explore({text!r}, {point})"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "many.ipynb")
    page.open_instead("many.ipynb")
    page.run_all()
    page.page.wait_for_selector(".bpv-svg text.value")
    page.page.locator(".backprop-viz-more").click()
    fields = page.page.locator(".backprop-viz-field input")
    page.wait_until(
        "document.querySelectorAll('.backprop-viz-field input').length === 30", "30 fields"
    )
    button(page, "last").click()
    field = fields.nth(29)
    field.fill("[5, 7]")
    field.press("Enter")
    walk = bv.graph(text).walk({**point, "a29": [5, 7]})
    wait_for(page, step=len(walk.steps) - 1)
    button(page, "first").click()
    for _ in range(len(names) - 1):
        button(page, "next").click()
    wait_for(page, sentence="[34, 65]")
    assert walk.output.tolist() == [34, 65]
    assert page.faults == []


LARGE = """
import backprop_viz as bv
graph = bv.graph("H = relu(X @ W1 + b1); L = cross_entropy(H @ W2 + b2, y)", parameters="W1 b1 W2 b2")
shapes = {"X": (32, 784), "W1": (784, 128), "b1": (128,), "W2": (128, 10), "b2": (10,)}
given = {name: bv.nice(*shape, seed=n) for n, (name, shape) in enumerate(shapes.items())}
large = bv.explore(graph, given, y=[i % 10 for i in range(32)], step=-1)
large
"""  # noqa: E501


def test_large_arrays_travel_as_bytes_and_are_not_saved(
    chromium: Any, site: tuple[Path, str]
) -> None:
    root, address = site
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(LARGE)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "heavy.ipynb")
    page = Page(chromium.new_page(viewport={"width": 1400, "height": 1000}), address)
    page.open_notebook("heavy.ipynb")
    page.run_all()
    page.page.wait_for_selector(".bpv-svg text.value")
    exec(LARGE.rpartition("large =")[0], known := {})
    given = {**known["given"], "y": [i % 10 for i in range(32)]}
    walk = known["graph"].walk(given)
    wait_for(page, sentence=walk.steps[-1].sentence())
    # An entry that a hand changes: the page does not wait for the kernel, which hears of it.
    half = f".bpv-svg [data-half='value-{walk.graph.names['W1']}'] [role=img]"
    page.page.locator(half).focus()
    page.page.keyboard.press("Enter")
    page.page.keyboard.type("-1")
    page.page.keyboard.press("Enter")
    given["W1"] = np.array(given["W1"])
    given["W1"][0, 0] = -1
    moved = known["graph"].walk(given)
    wait_for(page, sentence=moved.steps[-1].sentence())
    wait_for_kernel(
        page, "print(large.walk.inputs['W1'][0, 0], large.walk.output)", f"-1.0 {moved.output}"
    )
    # A list that is typed goes to both, and is not shown.
    page.page.locator(".backprop-viz-field input").nth(0).fill(f"[{', '.join(['[0.5]'] * 3)}]")
    page.page.locator(".backprop-viz-field input").nth(0).press("Enter")
    assert "list of numbers" in wait_for(page, message="[[0.5]")["message"]
    # The page again, of the same kernel: it has the numbers of now.
    page.page.evaluate(
        """async () => {
            const {commands} = window.jupyterapp;
            await commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState');
            await commands.execute('docmanager:save');
        }"""
    )
    saved = until(
        page.page,
        lambda: json.loads((root / "heavy.ipynb").read_text("utf-8")),
        lambda made: "widgets" in made["metadata"],
    )
    size = len(json.dumps(saved))
    assert size < 200_000, size
    page.open_notebook("heavy.ipynb")
    page.page.wait_for_selector(".bpv-svg text.value")
    wait_for(page, sentence=moved.steps[-1].sentence())
    # Without its kernel it is a picture and a sentence.
    cull(page)
    page.page.goto("about:blank")
    page.open_notebook("heavy.ipynb")
    remains = page.page.locator(".bpv-remains")
    remains.wait_for()
    decoded = "made => made.decode().then(() => made.naturalWidth)"
    assert remains.locator("img").evaluate(decoded) > 1000
    assert "not saved in a notebook" in remains.inner_text()
    assert page.page.locator(".bpv").count() == 0
    assert [fault for fault in page.faults if "debug_request" not in fault] == []  # JupyterLab's
    page.page.close()
