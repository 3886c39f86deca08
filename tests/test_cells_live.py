"""Entries of arrays on the page: pointed at, walked to by keys, dragged, typed and pasted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import backprop_viz as bv
from backprop_viz.media.page import Chapter
from backprop_viz.spell.numbers import latex_value
from lab import painted, until, violations
from test_page import Screen, texts_of, write

GRAPH = bv.graph("Z = X @ W + b; H = relu(Z); f = sum(H)", parameters="W b")
INPUTS = {
    "X": [[1, 2, -3.0], [0, 1, 4]],
    "W": [[1, 2.0], [1, -1], [1, 0.5]],
    "b": [0.5, 0.25],
}


@pytest.fixture(scope="module")
def batch(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("cells"), Chapter(GRAPH.walk(INPUTS), "Cells"))


def cell(
    screen: Screen, name: str, place: int, kind: str = "value", graph: bv.Graph = GRAPH
) -> Any:
    half = f"{kind}-{graph.names[name]}"
    return screen.page.locator(f".bpv-svg [data-half='{half}'] [data-place='{place}']")


def lit(screen: Screen, kind: str = "value", graph: bv.Graph = GRAPH) -> dict[str, int]:
    """How many entries of each array are lit."""
    found = {}
    for name, index in graph.names.items():
        path = screen.page.locator(f".bpv-svg [data-half='{kind}-{index}'] > .lights")
        count = (path.first.get_attribute("d") or "").count("M") if path.count() else 0
        found |= {name: count} if count and index not in graph.unnamed else {}
    return found


def line(screen: Screen) -> str:
    painted(screen.page)
    sides = screen.page.locator(".bpv-entry math")
    return "".join(side.get_attribute("alttext") for side in sides.all())


def test_what_is_pointed_at_lights_what_it_is_made_of(chromium: Any, batch: Path) -> None:
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000}).open(batch)
    assert "Point at an entry" in screen.text(".bpv-entry")
    top = screen.page.locator(".bpv-legend").bounding_box()
    screen.press("End")
    cell(screen, "Z", 1).hover()
    assert line(screen) == (
        r"Z_{01} = \sum_{k} X_{0k} W_{k1} + b_{1}"
        r" = 1 \cdot 2 + 2 \cdot (-1) + (-3) \cdot 0.5 + 0.25 = -1.25"
    )
    assert lit(screen) == {"X": 3, "W": 3, "b": 1}
    assert screen.page.locator(".bpv-legend").bounding_box() == top, "nothing moves"
    cell(screen, "W", 3, "gradient").hover()
    slope = r"\frac{\partial f}{\partial %s}"
    assert line(screen).startswith(
        rf"{slope % 'W_{11}'} = X_{{01}} {slope % 'Z_{01}'} + X_{{11}} {slope % 'Z_{11}'}"
    )
    assert lit(screen) == {"X": 2}
    assert lit(screen, "gradient") == {"Z": 2}
    screen.page.locator(".bpv-svg .wire .value text").first.hover()
    painted(screen.page)
    assert lit(screen) == lit(screen, "gradient") == {}
    # What the step does not know is not told.
    screen.press("Home", "ArrowRight")
    cell(screen, "Z", 1).hover()
    assert line(screen) == r"Z_{01} = \sum_{k} X_{0k} W_{k1} + b_{1} = ?"
    assert screen.faults == []


SHARED = bv.graph("H = X @ W; A = tanh(H); f = sum(A * H)", parameters="W")
SHARED_INPUTS = {"X": [[1, -2.0], [0.5, 3]], "W": [[0.5, 1, -1], [2, 0.25, 0.5]]}


_OUTLINED = """path => Object.fromEntries(
    [...document.querySelectorAll('.bpv-svg [data-half]')].flatMap((half) => {
        const corners = new Map([...half.querySelectorAll('[data-place] > rect')].map((rect) => {
            const at = [rect.x.baseVal.value, rect.y.baseVal.value];
            return [Number(rect.parentNode.dataset.place), at];
        }));
        const d = half.querySelector(`:scope > .${path}`).getAttribute('d') ?? '';
        const places = [...d.matchAll(/M([-0-9.]+),([-0-9.]+)/g)].map(([, ...from]) =>
            [...corners].find(([, at]) => at.every((x, i) => Math.abs(x - from[i]) < 2))?.[0]);
        return places.length ? [[half.dataset.half, places]] : [];
    }))"""


def test_what_came_back_along_an_edge_is_pointed_at(chromium: Any, tmp_path: Path) -> None:
    """The line spells the entry of one of two that come back, and its cells are lit: no others."""
    walk = SHARED.walk(SHARED_INPUTS)
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000})
    screen.open(write(tmp_path, Chapter(walk, "Shared")))
    screen.press("End")
    outlined = lambda path: screen.page.evaluate(_OUTLINED, path)  # noqa: E731
    h, a = SHARED.names["H"], SHARED.names["A"]
    by_product, by_tanh = [i for i, e in enumerate(SHARED.backward_edges) if e.operand == h]
    product = SHARED.backward_edges[by_product].node
    slope = r"\frac{\partial f}{\partial %s}"
    for place, (row, column) in ((1, (0, 1)), (5, (1, 2))):
        at = f"{row}{column}"
        goal = rf"\left.{slope % f'H_{{{at}}}'}\right|_{{\to %s}} = "
        activation = walk.values["A"][row, column]
        above = walk.gradients["A"][row, column]
        back = [walk.backflows[i].contribution[row, column] for i in (by_product, by_tanh)]
        assert back == pytest.approx([activation, above * (1 - activation**2)])
        told = [latex_value(x) for x in (activation, above, *back)]

        # Along the product comes the other factor.
        screen.page.locator(
            f".bpv-svg [data-half='contribution-{by_product}'] [data-place='{place}']"
        ).hover()
        assert line(screen) == rf"{goal % 'v_{1}'}A_{{{at}}} = {told[2]}"
        assert outlined("point") == {f"contribution-{by_product}": [place]}
        assert outlined("lights") == {f"value-{a}": [place], f"gradient-{product}": [place]}

        # Along tanh comes what came to A, times the slope there.
        screen.page.locator(
            f".bpv-svg [data-half='contribution-{by_tanh}'] [data-place='{place}']"
        ).hover()
        factors = rf"{slope % f'A_{{{at}}}'} \cdot (1 - A_{{{at}}} A_{{{at}}})"
        numbers = rf"{told[1]} \cdot (1 - {told[0]} \cdot {told[0]})"
        assert line(screen) == f"{goal % 'A'}{factors} = {numbers} = {told[3]}"
        assert outlined("point") == {f"contribution-{by_tanh}": [place]}
        assert outlined("lights") == {f"gradient-{a}": [place], f"value-{a}": [place]}

    # Where it has not come back yet, the line does not tell it.
    screen.press("Home", "ArrowRight")
    screen.page.locator(f".bpv-svg [data-half='contribution-{by_tanh}'] [data-place='1']").hover()
    assert line(screen).endswith(" = ?")
    assert screen.faults == []


def test_keys_walk_over_the_entries(chromium: Any, batch: Path) -> None:
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000}).open(batch, "#step=3")
    cell(screen, "H", 0).focus()
    assert line(screen) == r"H_{00} = \mathrm{relu}(Z_{00}) = \mathrm{relu}(0.5) = 0.5"
    screen.press("ArrowRight")
    assert line(screen).startswith("H_{01}")
    screen.press("ArrowDown", "ArrowDown")
    assert line(screen).startswith("H_{11}")
    screen.press("Home")
    assert line(screen).startswith("H_{10}")
    assert lit(screen) == {"Z": 1}
    assert screen.page.locator(".bpv").get_attribute("data-step") == "3"
    assert violations(screen.page) == []
    screen.choose("language", "ja")
    assert screen.page.locator("[role=grid][aria-label='H の要素（大きさ 2×2）']").count() == 1
    screen.page.evaluate("document.activeElement.blur()")
    painted(screen.page)
    assert "要素を指すと" in screen.text(".bpv-entry")
    assert screen.faults == []


def rests(screen: Screen, walk: bv.Walk) -> None:
    """Once the hand rests, the page shows this walk."""
    painted(screen.page)
    step = int(screen.page.locator(".bpv").first.get_attribute("data-step"))
    drawn = walk.picture(step).svg
    roles = ("value", "gradient", "contribution")
    wanted = [list(texts_of(drawn, role)) for role in roles]
    until(screen.page, lambda: [*map(screen.labels, roles)], lambda told: told == wanted)
    screen.agrees(walk)


def now(screen: Screen, **changes: Any) -> None:
    rests(screen, GRAPH.walk({**INPUTS, **changes}))


def pixels(screen: Screen) -> np.ndarray:
    shot = screen.page.locator(".bpv-picture").screenshot(animations="disabled")
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), dtype=int)


_NEVER_RESTS = """() => {
    window.everRests = window.setTimeout;
    window.setTimeout = (done, time, ...more) => time === 120 ? 0 : everRests(done, time, ...more);
}"""


@pytest.mark.parametrize(
    ("scheme", "scale", "row"), [("light", 1, None), ("dark", 2, None), ("light", 1, "1")]
)
def test_what_is_drawn_while_a_hand_drags_is_the_picture(
    chromium: Any, batch: Path, scheme: str, scale: float, row: str | None
) -> None:
    """On canvases over the cards, to the pixel but for the blur of small type."""
    screen = Screen(
        chromium,
        viewport={"width": 1400, "height": 1000},
        color_scheme=scheme,
        device_scale_factor=scale,
    ).open(batch)
    screen.press("End")
    if row:
        screen.page.locator(".bpv-rows").select_option(row)
    at = cell(screen, "W", 0).bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.evaluate(_NEVER_RESTS)
    for by in (6, 31):  # the second is drawn over the first
        screen.page.mouse.move(x + by, y)
        painted(screen.page)
    sheets = screen.page.locator(".bpv-sheet")
    hidden = screen.page.locator(".bpv-svg text[display=none]")
    field = screen.page.locator(".bpv-typed").first
    moved = np.array(INPUTS["W"])
    moved[0, 0] = 1.6
    walk = GRAPH.walk({**INPUTS, "W": moved})
    assert sheets.count() > 2
    assert cell(screen, "W", 0).text_content() == "1.6", "under the hand it is written at once"
    assert screen.labels("value")[-1] == f"f = {walk.output:.4g}", "and so is the output"
    assert hidden.count() == 2
    assert field.input_value() == "[[1, 2], [1, -1], [1, 0.5]]"
    amid = pixels(screen)
    # Once the hand rests, all is written, and nothing is seen of that.
    screen.page.evaluate("() => { window.setTimeout = window.everRests; }")
    for by in (36, 31):
        screen.page.mouse.move(x + by, y)
        painted(screen.page)
    rests(screen, walk)
    assert hidden.count() == 0
    assert field.input_value() == "[[1.6, 2], [1, -1], [1, 0.5]]"
    drawn = pixels(screen)
    screen.page.mouse.up()
    screen.page.mouse.move(5, 5)
    painted(screen.page)
    assert sheets.count() == 0
    screen.agrees(walk)
    for seen in (amid, drawn):
        apart = np.abs(seen - pixels(screen)).max(axis=2)
        assert np.mean(apart > 8) < 0.002
        assert apart.max() < 90
    assert screen.faults == []


def test_what_else_changes_while_a_hand_drags_is_seen(chromium: Any, batch: Path) -> None:
    """A step, a page that scrolls, and a picture that is saved: nothing stands on a canvas."""
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000}).open(batch)
    screen.press("End")
    at = cell(screen, "W", 1).bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    moved = np.array(INPUTS["W"])

    def drag(by: int) -> bv.Walk:
        screen.page.mouse.move(x + 5 * by + 1, y)
        painted(screen.page)
        moved[0, 1] = round(2 + by / 10, 9)
        return GRAPH.walk({**INPUTS, "W": moved})

    def press(name: str) -> None:  # not by the mouse, which has the entry
        screen.page.locator(f".bpv-do-{name}").evaluate("button => button.click()")
        painted(screen.page)

    drag(3)
    press("first")
    press("next")
    assert cell(screen, "Z", 1).text_content() == "?"
    walk = drag(4)
    rests(screen, walk)
    press("last")
    screen.agrees(walk)
    sheets = screen.page.locator(".bpv-sheet")
    for by, event in enumerate(("scroll", "resize", "beforeprint"), start=5):
        walk = drag(by)
        assert sheets.count() > 2
        # Told at once, before the hand may be said to rest.
        told = screen.page.evaluate(
            "([event, half]) => { dispatchEvent(new Event(event));"
            " return document.querySelector(`${half} [data-place='1']`).textContent; }",
            [event, f".bpv-svg [data-half='value-{GRAPH.names['Z']}']"],
        )
        assert told == f"−{abs(walk.values['Z'][0, 1]):.4g}"
        assert sheets.count() == 0
    screen.page.mouse.up()
    assert screen.faults == []


def test_an_entry_is_dragged_typed_and_changed_by_keys(chromium: Any, batch: Path) -> None:
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000}).open(batch)
    screen.press("End")
    box = cell(screen, "W", 1).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + 12, y)
    now(screen, W=[[1, 2.2], [1, -1], [1, 0.5]])
    screen.page.mouse.move(x - 15, y)
    now(screen, W=[[1, 1.7], [1, -1], [1, 0.5]])
    screen.page.mouse.up()
    screen.page.mouse.move(x + 40, y)
    now(screen, W=[[1, 1.7], [1, -1], [1, 0.5]])
    assert line(screen) == "W_{01} = 1.7", "the focus is on what was dragged"
    screen.press("Shift+ArrowUp")
    now(screen, W=[[1, 1.8], [1, -1], [1, 0.5]])
    screen.press("ArrowDown", "PageDown")
    now(screen, W=[[1, 1.8], [1, -2], [1, 0.5]])
    screen.press("Delete")
    now(screen, W=[[1, 1.8], [1, 0], [1, 0.5]])
    screen.page.keyboard.type("1/4")
    assert screen.page.locator(".bpv-typing").get_attribute("aria-label") == "value of W[1,1]"
    assert violations(screen.page) == []
    screen.press("Enter")
    now(screen, W=[[1, 1.8], [1, 0.25], [1, 0.5]])
    assert line(screen).startswith("W_{21}"), "Enter goes down"
    screen.page.keyboard.type("abc")
    assert screen.page.locator(".bpv-typing").count() == 0, "letters are no entry"
    screen.press("F2")
    screen.page.keyboard.type("abc")
    screen.press("Enter")
    assert "“abc” is neither" in screen.text(".bpv-message")
    screen.press("F2")
    screen.page.keyboard.type("7")
    screen.press("Escape")
    now(screen, W=[[1, 1.8], [1, 0.25], [1, 0.5]])
    for _ in range(9):
        screen.press("Control+z")
    now(screen)
    assert screen.faults == []


PASTE = """([text, kind]) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const made = new ClipboardEvent(kind, {clipboardData: data, bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(made);
    return made.clipboardData.getData('text/plain');
}"""


def test_tables_are_pasted_and_copied(chromium: Any, batch: Path) -> None:
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000}).open(batch)
    screen.press("End")

    def paste(text: str, kind: str = "paste") -> str:
        found = str(screen.page.evaluate(PASTE, [text, kind]))
        painted(screen.page)
        return found

    cell(screen, "W", 0).focus()
    paste("1\t2\r\n3\t−4\r\n0,5\t1/2\r\n")
    now(screen, W=[[1, 2], [3, -4], [0.5, 0.5]])
    assert paste("", "copy") == "1\t2\n3\t-4\n0.5\t0.5"
    screen.press("ArrowDown", "ArrowRight")
    paste("7\n8")
    now(screen, W=[[1, 2], [3, 7], [0.5, 8]])
    paste("1,2")
    assert "1×2, does not fit into W" in screen.text(".bpv-message")
    paste("x\ny")
    assert "does not fit into W" in screen.text(".bpv-message")
    now(screen, W=[[1, 2], [3, 7], [0.5, 8]])
    paste("[[1, 2], [1, 2], [1, 2]]")
    now(screen, W=[[1, 2], [1, 2], [1, 2]])
    cell(screen, "b", 0).focus()
    paste("5\n6")
    now(screen, W=[[1, 2], [1, 2], [1, 2]], b=[5, 6])
    assert screen.faults == []


def test_a_grid_stands_under_the_list_of_an_array(chromium: Any, batch: Path) -> None:
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000}).open(batch)
    screen.press("End")
    opener = screen.page.get_by_label("W as a grid of numbers")
    opener.click()
    grid = screen.page.locator(".bpv-inputs [role=grid]")
    assert grid.locator("[role=gridcell]").all_text_contents() == ["1", "2", "1", "−1", "1", "0.5"]
    grid.locator("[data-place='2']").focus()
    assert line(screen) == "W_{10} = 1"
    screen.press("ArrowRight")
    screen.page.keyboard.type("3")
    screen.press("Enter")
    now(screen, W=[[1, 2.0], [1, 3], [1, 0.5]])
    assert grid.locator("[data-place='3']").text_content() == "3"
    assert violations(screen.page) == []
    opener.click()
    assert grid.count() == 0
    assert screen.faults == []


def test_a_large_array_is_seen_through_a_window(chromium: Any, tmp_path: Path) -> None:
    graph = bv.graph("Z = X @ W; f = sum(Z) + sum(U) * sum(v)", parameters="W")
    x, w = np.arange(400.0).reshape(20, 20) / 100, np.arange(60.0).reshape(20, 3) / 10
    chance = np.random.default_rng(1)
    u, v = chance.normal(size=(30, 40)), chance.normal(size=1001).astype(np.float32)
    walk = graph.walk(X=x, W=w, U=u, v=v)
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000})
    page = write(tmp_path, Chapter(walk, "Large"))
    # The largest ones came as bytes, with every digit, and are in no field.
    assert all(kind in page.read_text("utf-8") for kind in ('"float64"', '"float32"'))
    screen.open(page).press("End")
    screen.agrees(walk)
    field = screen.page.get_by_label("value of U")
    assert [field.input_value(), field.get_attribute("placeholder")] == ["", "30×40"]
    image = screen.page.locator(f".bpv-svg [data-half='value-{graph.names['X']}'] [role=img]")
    image.focus()
    assert line(screen) == "X_{0,0} = 0"
    screen.press("ArrowRight", "ArrowDown", "Enter")
    window = screen.page.locator(".bpv-explanation [role=grid]")
    assert window.locator("[role=gridcell]").count() == 64
    assert line(screen) == "X_{1,1} = 0.21"
    screen.press(*["ArrowDown"] * 9, "ArrowLeft")
    assert line(screen) == "X_{10,0} = 2"
    assert window.locator("[role=gridcell]").first.text_content() == "0.6"
    screen.page.keyboard.type("-1")
    screen.press("Enter")
    x[10, 0] = -1
    screen.agrees(graph.walk(X=x, W=w, U=u, v=v))
    assert violations(screen.page) == []
    screen.press("Escape")
    assert window.count() == 0
    cell(screen, "Z", 0, graph=graph)  # an image, too
    box = screen.page.locator(f"[data-half='value-{graph.names['Z']}'] .cell").bounding_box()
    screen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.51)
    until(screen.page, lambda: line(screen), lambda text: text.startswith("Z_{10,1}"))
    assert r"\cdots + \text{17 more}" in line(screen)
    assert "⋯" in screen.text(".bpv-entry")
    assert "\\" not in screen.text(".bpv-entry")
    assert window.get_attribute("aria-readonly") == "true"
    # A long sum is one of parts, which open one by one.
    window.locator("[tabindex='0']").focus()
    screen.press("Enter")
    walk = graph.walk(X=x, W=w, U=u, v=v)
    inside(screen, walk.zoom("Z", (10, 1)))
    screen.page.get_by_label("open s₂, a part of the sum").click()
    inside(screen, walk.zoom("Z", (10, 1), part="s2"))
    assert violations(screen.page) == []
    screen.page.get_by_label("circuit of Z₁₀,₁").click()
    inside(screen, walk.zoom("Z", (10, 1)))
    screen.press("Escape")
    assert screen.faults == []


def inside(screen: Screen, walk: bv.Walk) -> None:
    """The circuit under the picture says and shows what Python's walk of it does."""
    painted(screen.page)
    panel = screen.page.locator(".bpv-circuit")
    step = walk.steps[int(panel.locator(".bpv").get_attribute("data-step"))]
    assert panel.locator(".bpv-spoken").text_content() == step.sentence()
    sides = panel.locator(".bpv-formula math").all()
    assert "".join(side.get_attribute("alttext") for side in sides) == step.latex
    shown = [text for text in panel.locator("text.value").all_text_contents() if text]
    drawn = walk.picture(step.index).svg
    assert shown == [text for text in texts_of(drawn, "value") if text]


def test_an_entry_opens_into_its_circuit(chromium: Any, batch: Path) -> None:
    walk = GRAPH.walk(INPUTS)
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000}).open(batch)
    screen.press("End")
    step = len(walk.steps) - 1
    cell(screen, "Z", 1).click()
    circuit = walk.zoom("Z", (0, 1))
    inside(screen, circuit)
    beside = screen.page.locator(".bpv-circuit").bounding_box()
    picture = screen.page.locator(".bpv-picture").first.bounding_box()
    assert beside["x"] >= picture["x"] + picture["width"], "it stands beside the picture"
    for _ in range(3):
        screen.press("ArrowLeft")
    inside(screen, circuit)
    assert screen.page.locator(".bpv-circuit .bpv").get_attribute("data-step") == "16"
    assert screen.page.locator(".bpv").first.get_attribute("data-step") == str(step)
    assert line(screen).startswith("Z_{01}"), "what is opened is spelled out as well"
    assert violations(screen.page) == []
    # It follows the numbers of the arrays, and the language.
    field = screen.page.locator(".bpv-typed").nth(1)
    field.fill("[7, 8]")
    field.press("Enter")
    moved = GRAPH.walk({**INPUTS, "b": [7, 8]})
    inside(screen, moved.zoom("Z", (0, 1)))
    screen.page.locator(".bpv-circuit .bpv").focus()
    screen.press("Escape")
    assert screen.page.locator(".bpv-circuit").count() == 0
    assert line(screen).startswith("Z_{01}"), "the focus is on the entry again"
    # One level further and back again, and Escape from the picture closes it, too.
    cell(screen, "H", 1).focus()
    screen.press("Enter")
    inside(screen, moved.zoom("H", (0, 1)))
    assert violations(screen.page) == []
    screen.page.get_by_label("one level deeper").click()
    inside(screen, moved.zoom("H", (0, 1), depth=1))
    assert screen.page.get_by_label("one level deeper").count() == 0
    screen.page.get_by_label("one level less deep").click()
    inside(screen, moved.zoom("H", (0, 1)))
    cell(screen, "Z", 0).focus()
    screen.press("Escape")
    assert screen.page.locator(".bpv-circuit").count() == 0
    # By keys, and of a gradient.
    cell(screen, "W", 2, "gradient").focus()
    screen.press("Enter")
    inside(screen, moved.zoom("W", (1, 0), gradient=True))
    screen.page.get_by_label("close the explanation").click()
    assert screen.page.locator(".bpv-circuit").count() == 0
    # Nothing is inside of what is given, nor in what the step does not know.
    cell(screen, "X", 0).click()
    screen.page.evaluate("document.activeElement.blur()")
    screen.press("Home", "ArrowRight")
    cell(screen, "H", 0).click()
    painted(screen.page)
    assert screen.page.locator(".bpv-circuit").count() == 0
    assert screen.faults == []


def test_a_circuit_takes_another_branch_as_its_numbers_do(chromium: Any, tmp_path: Path) -> None:
    graph = bv.graph("m = max(x); f = sum(where(x > 0, x * 2, -x)) * m + sum(n)")
    nothing = np.zeros((0, 3))
    walk = graph.walk(x=[1.0, 2.0], n=nothing)
    screen = Screen(chromium).open(write(tmp_path, Chapter(walk, "Branches")))
    screen.press("End")
    cell(screen, "x", 0, "gradient", graph).click()
    inside(screen, walk.zoom("x", 0, gradient=True))
    field = screen.page.locator(".bpv-typed").first
    field.fill("[3, -2]")
    field.press("Enter")
    inside(screen, graph.walk(x=[3.0, -2.0], n=nothing).zoom("x", 0, gradient=True))
    assert screen.page.locator(".bpv-opens").count() == 1, "there is no grid of nothing"
    assert screen.faults == []


def test_of_a_batch_one_row_is_shown(chromium: Any, batch: Path) -> None:
    screen = Screen(chromium, viewport={"width": 1400, "height": 1000}).open(batch)
    screen.press("End")
    chooser = screen.page.get_by_label("rows of the batch")

    def dimmed() -> dict[str, int]:
        painted(screen.page)
        found = {}
        for name, index in GRAPH.names.items():
            path = screen.page.locator(f"[data-half='value-{index}'] > .dim")
            count = (path.first.get_attribute("d") or "").count("M") if path.count() else 0
            found |= {name: count} if count and index not in GRAPH.unnamed else {}
        return found

    assert dimmed() == {}
    chooser.select_option("1")
    assert dimmed() == {"X": 3, "Z": 2, "H": 2}
    screen.choose("language", "ja")
    assert chooser.count() == 0
    assert screen.page.get_by_label("バッチの行").locator("option").all_text_contents() == [
        *("すべての行", "行 0", "行 1"),
    ]
    screen.page.get_by_label("バッチの行").select_option("-1")
    assert dimmed() == {}
    assert violations(screen.page) == []
    assert screen.faults == []
