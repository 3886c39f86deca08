"""The typesetter of formulas, and lines of words, as they stand on handouts and animations."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.draw.fonts import font_files, text_width
from backprop_viz.draw.raster import png
from backprop_viz.media.formula import BLANK, typeset
from backprop_viz.media.latex_text import words
from backprop_viz.media.wrapping import wrap
from backprop_viz.spell.names import latex as latex_name
from backprop_viz.spell.symbols import GREEK, SIGNS, VARIANTS
from strategies import ARTICLE, ARTICLE_INPUTS, PLAIN, power

ROWS = [*PLAIN.values(), power(3.0), power(-0.5)]


def texts(box) -> list[str]:
    return [unescape(text) for text in re.findall(r"<text[^>]*>(.*?)</text>", box.svg)]


def written(latex: str) -> str:
    return "".join(texts(typeset(latex, 16.0)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_operation_is_typeset_with_all_its_numbers(row):
    operands = ("x", "y")[: row.arity]
    graph = bv.graph(f"t = {row.spell(*operands)}; f = t*t")
    for value in (-2.0, 1.0, 1e-7, np.nan, np.array([0.0, 1.5])):
        for step in graph.walk(dict.fromkeys(operands, value)).steps:
            box = typeset(step.latex, 16.0)
            ElementTree.fromstring(f"<svg>{box.svg}</svg>")
            assert box.width > 0
            assert box.above > 0
            shown = texts(box)
            assert not any("\\" in text or "{" in text for text in shown)
            wanted = re.findall(r"\d+(?:\.\d+)?", re.sub(r"\d+em", "", step.latex))
            found = [text for text in shown if re.fullmatch(r"\d+(?:\.\d+)?", text)]
            assert sorted(found) == sorted(wanted)
            font_files("".join(shown))  # raises where a character has no font


def test_signs_and_names_are_set_as_mathematics_does():
    assert written(r"-\frac{1}{2} \cdot \alpha \le \infty") == "−12·α≤∞"
    assert written(r"\mathrm{d\_model}") == "d_model"
    assert written(r"\mathrm{\backslash input\{a\}\ \$\%\#\&}") == r"\input{a} $%#&"
    assert written(r"y''") == "y′′"
    assert 'font-style="italic"' in typeset("x", 16.0).svg
    assert "font-style" not in typeset(r"\sin", 16.0).svg
    assert "font-style" not in typeset(r"\mathrm{損失}", 16.0).svg
    assert 'font-weight="bold"' in typeset(r"\mathbf{1}", 16.0).svg


def test_a_letter_has_the_form_that_latex_draws():
    """As unicode-math and MathJax have it: the plain commands are the lunate, straight ones."""
    assert written(r"\epsilon\varepsilon\phi\varphi") == "\u03f5\u03b5\u03d5\u03c6"
    for name, character in {**SIGNS, **GREEK, **VARIANTS}.items():
        assert written(rf"\{name}") == character
        assert words(character) == rf"$\{name}$"


def test_a_name_is_shown_as_it_is():
    for name in ("a^b", "a_b", "a~b", "a\\b", "a{b}", "phi2", "a b", "<a|b>"):
        shown = written(latex_name(name)).translate({0x2068: None, 0x2069: None})
        assert shown == {"phi2": "ϕ2", "a~b": "a∼b"}.get(name, name)


def test_unbalanced_latex_is_still_typeset():
    for broken in ("{", "}", r"\frac{1}", r"\left(", r"\begin{bmatrix} 1 & 2", "_", "^", "\\", ""):
        typeset(broken, 16.0)


def test_a_fraction_is_over_and_under_the_axis():
    plain, fraction = typeset("x", 16.0), typeset(r"\frac{\partial f}{\partial x}", 16.0)
    assert fraction.above > plain.above
    assert fraction.below > plain.below
    assert typeset(r"\left(\frac{1}{x}\right)", 16.0).above > fraction.above * 0.9
    assert typeset(r"\frac{\partial f}{\partial x}", 32.0).width == pytest.approx(
        2 * fraction.width, rel=0.01
    )


def test_a_long_formula_is_broken_before_its_equals_signs():
    latex = " = ".join([r"\frac{\partial f}{\partial x}"] + ["12345"] * 8)
    whole, broken = typeset(latex, 16.0), typeset(latex, 16.0, 300.0)
    assert whole.width > 300 >= broken.width
    assert broken.height > 1.5 * whole.height
    assert texts(whole) == texts(broken)


def test_what_cannot_be_broken_is_made_smaller():
    box = typeset("123456789" * 20, 16.0, 200.0)
    assert box.width == pytest.approx(200.0)


def test_a_second_equation_begins_a_line_of_its_own_whole():
    latex = r"a = 11111111 = 2222222222,\quad \frac{\partial f}{\partial x} = 3 + 4 = 7"
    box = typeset(latex, 16.0, 290.0)
    last = box.svg.rpartition("<g transform")[0]
    assert "∂" in last
    assert typeset(latex, 16.0, 290.0).height > typeset(latex, 16.0).height


def test_a_blank_has_room_for_a_number():
    assert typeset(BLANK, 16.0).width > text_width("−0.000", 10.0)
    assert texts(typeset(BLANK, 16.0)) == []


def test_the_width_that_is_reckoned_is_the_width_that_is_drawn():
    """A frame around a formula, rendered: the ink ends where the box does."""
    from io import BytesIO

    from PIL import Image

    for step in bv.graph(ARTICLE).walk(ARTICLE_INPUTS).steps:
        box = typeset(step.latex, 20.0)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{box.width + 40}" '
            f'height="{box.height + 40}" font-family="DejaVu Sans">'
            f'<rect width="100%" height="100%" fill="white"/>{box.at(20, 20 + box.above)}</svg>'
        )
        ink = Image.open(BytesIO(png(svg, 1.0))).convert("L").point(lambda v: 255 - v).getbbox()
        assert 17 <= ink[0] <= 24
        assert abs(ink[2] - (20 + box.width)) < 5
        assert ink[1] >= 18
        assert ink[3] <= box.height + 22


def test_lines_are_no_wider_than_asked_and_lose_nothing():
    walk = bv.graph("x*x + log(x1)").walk(x=-2, x1=-1)
    for lang in ("en", "ja"):
        for step in walk.steps:
            sentence = step.sentence(lang)
            for width in (80.0, 200.0, 1000.0):
                lines = wrap(sentence, 14.0, width)
                assert all(text_width(line, 14.0) <= width for line in lines)
                assert "".join("".join(lines).split()) == "".join(sentence.split())


def test_japanese_lines_begin_and_end_as_they_should():
    text = "順伝播では、値を「入力」から出力へ、順に計算します。ー(括弧)も\uff08全角も\uff09。" * 4
    for width in range(60, 400, 7):
        for line in wrap(text, 14.0, float(width)):
            assert line[0] not in "、。」)ー\uff09"
            assert line[-1] not in "「(\uff08"


def test_an_endless_word_is_broken():
    lines = wrap("a" * 300, 14.0, 100.0)
    assert "".join(lines) == "a" * 300
    assert len(lines) > 10
    assert wrap("", 14.0, 100.0) == [""]
