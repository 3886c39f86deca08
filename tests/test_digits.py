"""As many digits as are asked for, in pictures, words, mathematics and every medium."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.cli.main import main
from backprop_viz.draw.grid import type_size
from backprop_viz.draw.picture import canvas
from backprop_viz.draw.scene import scene
from backprop_viz.draw.widths import text_width
from backprop_viz.spell.numbers import MOST_DIGITS
from strategies import ARTICLE

MAZUR = """\
const i1 = 0.05; const i2 = 0.1
param w1 = 0.15; param w2 = 0.2; param w3 = 0.25; param w4 = 0.3
param w5 = 0.4; param w6 = 0.45; param w7 = 0.5; param w8 = 0.55
h1 = sigmoid(w1*i1 + w2*i2 + 0.35); h2 = sigmoid(w3*i1 + w4*i2 + 0.35)
o1 = sigmoid(w5*h1 + w6*h2 + 0.6); o2 = sigmoid(w7*h1 + w8*h2 + 0.6)
E = (0.01 - o1)**2/2 + (0.99 - o2)**2/2
"""
"""The network of M. Mazur, "A step by step backpropagation example", 2015."""


@pytest.fixture(scope="module")
def mazur():
    return bv.graph(MAZUR).walk()


def texts(svg: str) -> str:
    return re.sub(r"<[^>]+>", " ", svg)


def test_the_network_of_mazur_has_the_numbers_that_he_prints(mazur):
    told = mazur.with_digits(9)
    shown = {name: told.written(told.values[name]) for name in ("o1", "o2", "E")}
    assert shown == {"o1": "0.75136507", "o2": "0.772928465", "E": "0.298371109"}
    svg = mazur.picture(digits=9).svg
    for number in ("0.75136507", "0.772928465", "0.298371109", "0.0821670406", "0.000438567734"):
        assert number in texts(svg)
    last = max(k for k, step in enumerate(told.steps) if step.kind == "forward")
    step = told.steps[last]
    assert step.sentence().endswith("= 0.298371109.")
    assert step.latex.endswith("= 0.298371109")
    assert mazur.steps[last].latex.endswith("= 0.2984")  # which the other walk did not change


def test_four_stay_the_default(mazur):
    assert mazur.digits == 4
    assert mazur.with_digits(4) is mazur
    assert mazur.picture(digits=4).svg == mazur.picture().svg
    assert mazur.with_digits(9).with_digits(4).picture(3).svg == mazur.picture(3).svg


@pytest.mark.parametrize("digits", [0, 13, -1, True, 2.5, "9", math.nan, None, [4]])
def test_other_than_1_to_12_are_refused(mazur, digits):
    with pytest.raises(bv.OptionError, match=r"a whole number from 1 to 12"):
        mazur.with_digits(digits)


@pytest.mark.parametrize("what", ["picture", "bare", "save", "page", "explore"])
def test_so_they_are_wherever_they_can_be_given(mazur, tmp_path, what):
    given = {
        "picture": lambda: mazur.picture(digits=13),
        "bare": lambda: mazur.graph.picture(digits=13),
        "save": lambda: mazur.save(tmp_path / "walk.md", digits=13),
        "page": lambda: bv.page([mazur], digits=13),
        "explore": lambda: bv.explore(mazur.graph, digits=13),
    }
    with pytest.raises(ValueError, match="digits are 13"):
        given[what]()
    assert not list(tmp_path.iterdir())


WIDE = (1 / 3, -2 / 3, -0.000123456789012345, 1.23456789012e-300, -123456.789, 12345.6789, math.nan)


@pytest.mark.parametrize("digits", range(1, MOST_DIGITS + 1))
def test_every_label_has_room_and_nothing_moves(digits):
    graph = bv.graph(ARTICLE + "; g = f*w")
    size = {graph.walk(x=2, w=3, b=1, y_=5).picture(digits=digits).size}
    for number in WIDE:
        walk = graph.walk(x=number, w=-number, b=1 / 7, y_=5).with_digits(digits)
        drawn = canvas(graph, dict(enumerate(walk.node_values)), digits).plan
        size.add(walk.picture().size)
        for k in range(len(walk.steps)):
            now = scene(drawn, walk, k)
            for n, wire in enumerate(drawn.wires):
                for line in now.values[n].lines:
                    assert text_width(f"{wire.name} = {line}") <= wire.width
                for line in now.gradients[n].lines:
                    assert text_width(f"∂ {line}") <= wire.width
            for n, branch in enumerate(drawn.branches):
                for line in now.contributions[n].lines:
                    assert text_width(f"∂ {line}") <= branch.width
    assert len(size) == 1


@pytest.mark.parametrize("shape", [(2,), (3, 3), (2, 10)])
@pytest.mark.parametrize("digits", [1, 5, 9, 12])
def test_arrays_have_room_as_well(shape, digits):
    graph = bv.graph("x*w")
    entries = np.resize([-2 / 3, -0.01234567890123, 5.0], shape)
    walk = graph.walk(x=entries, w=entries).with_digits(digits)
    drawn = canvas(graph, dict(enumerate(walk.node_values)), digits).plan
    now = scene(drawn, walk, len(walk.steps) - 1)
    for wire, label in zip(drawn.wires, now.values, strict=True):
        for number in label.cells.texts:
            size = type_size(wire.card, number)
            assert text_width(number, size) <= wire.card.cell[0]
            assert size > 0.8 * wire.card.size


def test_a_number_without_a_name_has_them_too():
    walk = bv.graph("0.123456789*x").walk(x=1).with_digits(9)
    assert "0.123456789 × x = 0.123456789 × 1" in walk.steps[1].sentence()
    assert "0.123456789" in texts(walk.picture(0).svg)
    assert "0.1235" in texts(walk.graph.picture().svg)
    assert "0.123456789" in texts(walk.graph.picture(digits=9).svg)


@pytest.mark.parametrize("ending", ["md", "tex", "html", "svg", "dot"])
def test_a_medium_has_them(mazur, tmp_path, ending):
    kept = mazur.save(tmp_path / f"own.{ending}", title="E").read_text("utf-8")
    path = mazur.save(tmp_path / f"walk.{ending}", digits=9)
    text = path.read_text("utf-8")
    if ending == "md":
        text += "".join(p.read_text() for p in sorted(path.with_name("walk_files").iterdir()))
    if ending == "html":
        assert '"digits":9' in text
        assert '"digits":4' in kept
    else:
        assert "0.298371109" in text
        assert "0.298371109" not in kept


@pytest.mark.parametrize("ending", ["pdf", "pptx", "gif"])
def test_a_medium_that_is_no_text_has_room_for_them(tmp_path, ending):
    walk = bv.graph("x/3").walk(x=1)
    some = walk.save(tmp_path / f"some.{ending}").read_bytes()
    many = walk.save(tmp_path / f"many.{ending}", digits=9).read_bytes()
    told = walk.with_digits(9).save(tmp_path / f"told.{ending}").read_bytes()
    assert some != many == told


def test_a_worksheet_is_answered_in_them(tmp_path):
    from backprop_viz.media.blanks import blanks
    from backprop_viz.media.script import Script

    walk = bv.graph("x/3").walk(x=1)
    answers = [blank.answer for blank in blanks(Script.of(walk, worksheet=True, digits=9))]
    assert any("0.333333333" in answer for answer in answers)


def test_a_page_of_several_has_them(mazur):
    assert bv.page([mazur], digits=9).html.count('"digits":9') == 1
    assert '"digits":4' in bv.page([mazur]).html


@pytest.mark.parametrize("live", [True, False])
def test_an_explorer_keeps_them_when_a_slider_moves(live):
    explorer = bv.explore("x/3", x=1, digits=9, live=live)
    assert explorer.walk.digits == 9
    explorer.inputs["x"].value = 2.0
    assert explorer.walk.digits == 9
    assert "0.666666667" in explorer.walk.steps[1].sentence()
    assert bv.explore("x/3", x=1, live=live).walk.digits == 4


def test_a_check_has_them(mazur):
    assert "0.0821670406" in str(mazur.with_digits(9).check())


def test_a_prediction_has_them():
    asked = bv.predict(bv.graph("x/3").walk(x=1).with_digits(9), 1)
    assert asked.judge(1 / 3).right
    assert "0.333333333" in asked.formula.value


def test_the_shell_has_them(capsys, tmp_path):
    assert main(["walk", "x/3", "x=1", "--digits", "9", "--lang", "en"]) == 0
    assert "0.333333333" in capsys.readouterr().out
    assert main(["check", "x/3", "x=1", "--digits", "9"]) == 0
    assert "0.333333333" in capsys.readouterr().out
    assert main(["draw", "x/3", "x=1", "--digits", "9", "-o", str(tmp_path / "a.svg")]) == 0
    assert "0.333333333" in (tmp_path / "a.svg").read_text("utf-8")
    assert main(["draw", "x/3", "x=1", "--digits", "9", "-o", str(tmp_path / "folder")]) == 0
    assert "0.333333333" in (tmp_path / "folder" / "step-01.svg").read_text("utf-8")
    assert main(["html", "x/3", "x=1", "--digits", "9", "-o", str(tmp_path / "a.html")]) == 0
    assert '"digits":9' in (tmp_path / "a.html").read_text("utf-8")
    assert main(["walk", "x/3", "x=1", "--digits", "20"]) != 0
    assert "1 to 12" in capsys.readouterr().err
    assert main(["walk", "x/3", "x=1", "--json", "--digits", "9"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["steps"][1]["latex"].endswith("0.333333333")


def test_constants_in_the_formula_on_top_have_them_too(tmp_path):
    walk = bv.graph("f = 0.123456789*x").walk(x=2)
    for digits, number in ((None, "0.1235"), (9, "0.123456789")):
        told = walk if digits is None else walk.with_digits(digits)
        assert told.steps[0].latex == rf"f = {number}x"
        for ending in ("tex", "md", "html"):
            path = walk.save(tmp_path / f"f.{ending}", digits=digits)
            text = re.sub(r"\\\\at\{[^}]*\}|\\\\ta ", "", path.read_text("utf-8"))
            assert f"{number}x" in text
