"""The cards of arrays: what stands in them, that nothing moves, and that every medium has them."""

from __future__ import annotations

import json
import math
import random
import re
import shutil
import subprocess
from xml.etree import ElementTree

import numpy as np
import pytest

import backprop_viz as bv
from array_graphs import array_graph, values
from backprop_viz.browser import javascript, program
from backprop_viz.draw.cards import CELLS, deck
from backprop_viz.draw.cells import INFINITE, TONES, UNDEFINED, cells, scale_of, scales
from backprop_viz.draw.grid import tone, type_size
from backprop_viz.draw.picture import canvas, planned
from backprop_viz.draw.scene import open_scene, scene
from backprop_viz.draw.vectors import columns
from backprop_viz.draw.widths import text_width
from backprop_viz.theme import THEMES
from needs import missing
from test_picture import contrast, seen

SVG = "{http://www.w3.org/2000/svg}"
LAYER = bv.graph("Z = X @ W + b; H = tanh(Z); f = sum((H @ V - Y)**2)", parameters="W b V")
ODD = [[1.0, 0.0, -1.0], [math.nan, math.inf, -math.inf]]


def layer(seed=1):
    made = np.random.default_rng(seed)
    shapes = {"X": (4, 2), "W": (2, 3), "b": (3,), "V": (3, 2), "Y": (4, 2)}
    return LAYER.walk({name: made.integers(-8, 9, shape) / 4 for name, shape in shapes.items()})


def plan_of(walk):
    return planned(walk.graph, dict(enumerate(walk.node_values)), walk.digits)


def group_of(svg, node):
    root = ElementTree.fromstring(svg)
    return next(g for g in root if g.get("data-node") == str(node) and "wire" in g.get("class"))


def lone(value, halves=2):
    """The card of an array that is alone, and its cells."""
    value = np.asarray(value, dtype=float)
    card = deck(bv.graph("x"), [value.shape], 4).card(0, halves, "x")
    return card, cells(card, value, scale_of(value))


# What stands in a card


def test_a_card_has_a_cell_for_each_entry_in_colours_that_tell_its_size():
    walk = bv.graph("f = sum(x * 2)").walk(x=[[2, -1], [0, 0.5]])
    group = group_of(walk.picture(theme="light").svg, 0)
    upper, lower = group.findall(f"{SVG}g")
    assert ["".join(t.itertext()) for t in upper.iter(f"{SVG}text")] == [
        *("x", "2×2", "2", "−1", "·", "0.5")
    ]
    light = THEMES["light"]
    fills = [rect.get("fill") for rect in upper.iter(f"{SVG}rect")]
    assert fills == [tone(light, 8), tone(light, -4), light.paper, tone(light, 2)]
    assert ["".join(t.itertext()) for t in lower.iter(f"{SVG}text")] == ["∂", *"2222"]


def test_what_is_not_known_yet_is_a_question_in_every_cell():
    walk = layer()
    found = seen(walk.picture(1).svg)
    names = walk.graph.names
    assert found.values[names["H"]] == ["H", "4×3", *"?" * 12]
    assert found.gradients[names["W"]] == ["∂", *"?" * 6]
    bare = seen(walk.picture(0).svg)
    assert bare.values[names["W"]] == ["W", "2×3"]
    assert names["W"] not in bare.gradients


def test_a_half_summed_gradient_says_that_more_is_to_come():
    walk = bv.graph("h = x * 2; f = sum(h * h)").walk(x=[1.0, -2.0])
    h = walk.graph.names["h"]
    told = [seen(walk.picture(k).svg).gradients.get(h) for k in range(len(walk.steps))]
    assert ["∂", "+ ?", "2", "−4"] in told
    assert told[-1] == ["∂", "4", "−8"]


def test_what_has_no_gradient_has_a_smaller_card():
    walk = bv.graph("const c = [1, 2, 3]; f = sum(c * x)").walk(x=[1, 2, 3.0])
    halves = {wire.name: wire.card.halves for wire in plan_of(walk).wires if wire.card}
    assert halves["c"] == 1
    assert halves["x"] == 2
    heights = {wire.name: wire.height for wire in plan_of(walk).wires}
    assert heights["c"] * 2 == heights["x"]


def test_numbers_keep_their_wires():
    walk = bv.graph("y = sigmoid(w @ x + b)").walk(w=[1, 2], x=[3, 4], b=1)
    cards = {wire.name: wire.card is not None for wire in plan_of(walk).wires}
    assert cards == {"w": True, "x": True, "v₁": False, "b": False, "v₂": False, "y": False}


def test_an_exact_0_is_a_dot_and_what_is_no_number_has_a_tone_of_its_own():
    _, shown = lone(ODD)
    assert shown.texts == ("1", "·", "−1", "nan", "∞", "−∞")
    assert shown.tones == (TONES, 0, -TONES, UNDEFINED, INFINITE, -INFINITE)
    assert lone([[1e-300, 1.0]])[1].tones == (1, TONES)  # not 0


@pytest.mark.parametrize(
    ("greatest", "scale"),
    [(0.9, 1), (1, 1), (1.01, 2), (2.1, 5), (5.1, 10), (0.03, 0.05), (1e300, 1e300), (0, 1)],
)
def test_a_scale_is_rounded_up_to_1_2_or_5(greatest, scale):
    assert scale_of(np.array([greatest, -greatest / 2, math.nan, math.inf])) == scale


def test_the_scale_of_a_gradient_holds_for_all_that_comes_to_it():
    walk = bv.graph("f = sum(x * 3 - x * 2)").walk(x=[1.0, 2.0])
    assert scales(walk).gradients[walk.graph.names["x"]] == 5


def test_a_large_array_is_an_image_of_a_path_for_each_tone():
    card, shown = lone(np.arange(-50.0, 50).reshape(10, 10))
    assert card.is_image
    assert shown.texts == ()
    assert len(shown.tones) == 100
    assert shown.told == ("‖288.7‖", "−50 … 49")
    assert len(lone(np.ones((784, 128)))[1].tones) == 32 * 32
    assert not lone(np.ones((CELLS, CELLS)))[0].is_image
    walk = bv.graph("f = sum(x)").walk(x=np.arange(-50.0, 50).reshape(10, 10))
    group = group_of(walk.picture().svg, 0)
    assert len(list(group.iter(f"{SVG}path"))) < 2 * TONES + 8
    assert seen(walk.picture().svg).values[0] == ["x", "10×10", "−50 … 49"]


def test_a_block_shows_the_mean_of_its_entries_and_what_is_no_number():
    value = np.zeros((64, 64))
    value[0, 1], value[63, 62], value[2, 2], value[2, 4] = -3, 1, math.nan, -math.inf
    value[4:6, :2], value[4:6, 2:4] = [[1, 2], [3, 4]], [[1, -1], [-2, 2]]
    _, shown = lone(value)
    assert (shown.tones[0], shown.tones[-1]) == (-2, 1)  # a single entry is seen
    assert shown.tones[33:35] == (UNDEFINED, -INFINITE)
    assert shown.tones[64:66] == (5, 0)


def test_a_stack_of_matrices_is_listed():
    card, shown = lone(np.arange(12.0).reshape(2, 3, 2))
    assert card.told == "2×3×2"
    steps = np.diff(card.tops)
    assert steps[2] > steps[0] == steps[1] == steps[3]
    assert shown.texts[:3] == ("·", "1", "2")


@pytest.mark.parametrize(
    ("source", "given", "upright"),
    [
        ("h = tanh(W @ x + b); f = v @ h", {"W": (2, 3), "x": 3, "b": 2, "v": 2}, "hbx"),
        ("f = sum(X @ W + b)", {"X": (4, 2), "W": (2, 3), "b": 3}, ""),
        ("f = w @ x", {"w": 3, "x": 3}, "x"),
        ("f = sum(x * y)", {"x": 3, "y": 3}, ""),
        ("f = x @ x", {"x": 3}, ""),
    ],
)
def test_a_vector_behind_a_matrix_is_a_column(source, given, upright):
    graph = bv.graph(source)
    walk = graph.walk({name: np.ones(shape) for name, shape in given.items()})
    found = columns(graph, [np.shape(value) for value in walk.node_values])
    names = {name for name, node in graph.names.items() if node in found}
    assert names - {f"v{n}" for n in range(1, 9)} == set(upright)


def test_the_picture_tells_shape_and_numbers_to_who_does_not_see_it():
    walk = bv.graph("f = sum(x @ y)").walk(x=[[1, 2], [3, 4.5]], y=np.ones((2, 40)))
    titles = re.findall(r"<title>(.*?)</title>", walk.picture(lang="en").svg)
    assert "input x = 2×2 [1, 2; 3, 4.5]" in titles
    assert "input y = 2×40 ‖8.944‖, 1 … 1" in titles


# Themes


@pytest.mark.parametrize("name", THEMES)
def test_numbers_contrast_with_the_colour_of_their_cells(name):
    theme = THEMES[name]
    for step in (*range(-TONES, TONES + 1), UNDEFINED):
        assert contrast(theme.ink, tone(theme, step)) >= 4.5
    assert tone(theme, 0) == theme.paper


def test_in_print_a_sign_tells_what_is_negative():
    walk = bv.graph("f = sum(x)").walk(x=np.arange(-50.0, 50).reshape(10, 10))
    marks = {
        name: sum(
            p.get("d").count("M")
            for p in group_of(walk.picture(theme=name).svg, 0).iter()
            if p.get("d") and p.get("stroke-width") == "0.8"
        )
        for name in ("light", "print")
    }
    assert marks == {"light": 1, "print": 51}  # the one 0, and 50 that are less


# Nothing moves


def test_all_steps_and_all_values_have_one_layout():
    places = set()
    for seed in (1, 2):
        walk = layer(seed)
        for step in range(len(walk.steps)):
            svg = walk.picture(step).svg
            root = ElementTree.fromstring(svg)
            rects = [
                tuple(rect.get(a) for a in ("x", "y", "width", "height"))
                for rect in root.iterfind(f"{SVG}g/{SVG}g/{SVG}g/{SVG}rect")
            ]
            places.add((root.get("viewBox"), *rects))
    assert len(places) == 1


def test_every_number_fits_its_cell():
    chance = random.Random(4)
    for _ in range(200):
        value = np.array([chance.choice((1, -1)) * 10 ** chance.uniform(-12, 12) for _ in range(6)])
        card, shown = lone(value.reshape(2, 3))
        for text in shown.texts:
            assert text_width(text, type_size(card, text)) <= card.cell[0]
            assert type_size(card, text) >= 6


def test_the_written_order_is_kept():
    walk = layer()
    boxes = canvas(walk.graph, dict(enumerate(walk.node_values))).layout.boxes
    names = walk.graph.names
    for above, below in (("X", "W"), ("H", "V")):
        assert boxes[f"w{names[above]}"].y < boxes[f"w{names[below]}"].y


def test_a_question_leaves_the_cells_open_that_it_asks_for():
    walk = layer()
    plan = plan_of(walk)
    h = next(n for n, wire in enumerate(plan.wires) if wire.name == "H")
    step = next(s.index for s in walk.steps if s.kind == "forward" and s.place.name == "H")
    assert scene(plan, walk, step).values[h].cells is not None
    assert open_scene(plan, walk, step).values[h].cells is None


# Other media


def test_the_dot_text_has_cells_and_tells_an_image():
    dot = layer().picture().dot
    assert dot.count('BORDER="1" COLOR=') >= 100
    assert "−1.75" in dot
    told = bv.graph("f = sum(x)").walk(x=np.arange(-50.0, 50).reshape(10, 10)).picture().dot
    assert "‖288.7‖<BR/>−50 … 49" in told
    assert "10×10" in told


def test_tikz_has_cells_and_tells_an_image(tmp_path):
    text = layer().save(tmp_path / "layer.tex").read_text("utf-8")
    assert "fill=walkplus!" in text
    assert r"\definecolor{walkminus}" in text
    image = bv.graph("f = sum(x)").walk(x=np.arange(-50.0, 50).reshape(10, 10))
    assert "288.7" in image.save(tmp_path / "image.tex").read_text("utf-8")
    number = bv.graph("x*x").walk(x=2).save(tmp_path / "number.tex").read_text("utf-8")
    assert "walkminus" not in number


def test_a_page_of_numbers_has_no_cards_to_carry(tmp_path):
    number, array = (
        bv.graph("x*x").walk(x=x).save(tmp_path / "page.html").read_text("utf-8")
        for x in (2, [1.0, 2.0])
    )
    for word in ("class CardSlot", "function cellsOf", ".bpv-svg .cell", '"plus"'):
        assert word not in number
        assert word in array


# The browser's twin


def test_the_browser_fills_the_same_cells(tmp_path):
    node = shutil.which("node")
    if node is None:
        missing("Node is not installed")
    chance = random.Random(11)
    walks = [layer()]
    for _ in range(40):
        graph, inputs = array_graph(chance, exact=True)
        walks.append(graph.walk(inputs))
    walks.append(
        bv.graph("f = sum(tanh(x @ y))").walk(
            x=values(chance, (10, 40), True), y=values(chance, (40, 9), True)
        )
    )
    walks.append(bv.graph("f = x * 2").walk(x=ODD))
    walks.append(bv.graph("f = x * [1, 2, 3]").walk(x=2))
    cases = []
    for walk in walks:
        plan, steps = plan_of(walk), []
        for k in range(len(walk.steps)):
            shown = scene(plan, walk, k)
            labels = (*shown.values, *shown.gradients, *shown.contributions)
            steps.append(
                [
                    None
                    if it.cells is None
                    else [*map(list, it.cells[:2]), it.cells[2], list(it.cells[3])]
                    for it in labels
                ]
            )
        given = [program.as_json(walk.inputs[name]) for name in walk.graph.inputs]
        cases.append(
            {"program": program.program(walk.graph, plan), "inputs": given, "steps": steps}
        )
    (tmp_path / "cases.json").write_text(json.dumps(cases, allow_nan=False), "utf-8")
    (tmp_path / "check.mjs").write_text(
        javascript.module_source()
        + javascript.cards_source()
        + """
import { readFileSync } from "node:fs";
const cases = JSON.parse(readFileSync(process.argv[2], "utf-8"));
cases.forEach(({ program, inputs, steps }, n) => {
  const walk = run(program, inputs.map(fromJson));
  steps.forEach((wanted, k) => {
    const now = scene(program, walk, k);
    const got = [...now.values, ...now.gradients, ...now.contributions].map(({ cells }) =>
      (cells ? [cells.texts, cells.tones, cells.scale, cells.told] : null));
    if (JSON.stringify(got) !== JSON.stringify(wanted)) {
      const at = got.findIndex((cell, i) => JSON.stringify(cell) !== JSON.stringify(wanted[i]));
      const one = JSON.stringify(got[at]), other = JSON.stringify(wanted[at]);
      throw new Error(`case ${n} step ${k} label ${at}: ${one} not ${other}`);
    }
  });
});
""",
        "utf-8",
    )
    done = subprocess.run(
        [node, tmp_path / "check.mjs", tmp_path / "cases.json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[:2000]
