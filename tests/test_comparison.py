"""Two walks of one graph, one over the other."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.draw.picture import Picture
from backprop_viz.draw.widths import text_width
from strategies import ARTICLE

SVG = "{http://www.w3.org/2000/svg}"
AT = {"x": 2, "w": 3, "b": 1, "y_": 5}
GRAPH = bv.graph(ARTICLE, parameters="w b")
BEFORE = GRAPH.walk(AT)
AFTER = bv.descend(GRAPH, AT, rate=0.02, steps=1)[1].walk


def lines(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_a_step_of_descent_shows_what_was_and_what_has_become_of_it():
    shown = lines(bv.compare(BEFORE, AFTER).svg)
    for label in ("w = 3 → 2.84", "b = 1 → 0.92", "x = 2", "f = 4 → 2.56", "∂ 8 → 6.4"):
        assert label in shown
    assert "x = 2 → 2" not in shown


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_it_tells_the_same_in_words(lang):
    told = repr(bv.compare(BEFORE, AFTER, lang=lang))
    for part in ("w = 3 → 2.84, b = 1 → 0.92", "f = 4 → 2.56", "∂f/∂w = 8 → 6.4, ∂f/∂b = 4 → 3.2"):
        assert part in told
    picture = bv.compare(BEFORE, AFTER, lang=lang)
    root = ElementTree.fromstring(picture.svg)
    assert root.get("aria-label") == repr(picture)
    assert picture.description in (root.find(f"{SVG}desc").text)
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert any(title.endswith("w = 3 → 2.84") for title in titles)


def test_two_walks_of_the_same_place_say_so():
    same = bv.compare(BEFORE, GRAPH.walk(AT))
    assert not [line for line in lines(same.svg) if "→" in line]
    assert "at the same place" in repr(same)
    near = GRAPH.walk({**AT, "w": 3.000001})
    assert "As far as these digits tell" in repr(bv.compare(BEFORE, near))
    assert "w = 3 → 3.000001" in lines(bv.compare(BEFORE, near, digits=9).svg)


def test_nothing_moves_with_the_numbers_and_every_label_fits():
    sizes = set()
    for number in (1.0, -1 / 3, -1e300, 0.00012345):
        for digits in (None, 9):
            other = GRAPH.walk({**AT, "w": number, "b": -number})
            picture = bv.compare(BEFORE, other, digits=digits)
            sizes.add((digits, picture.size))
            for group in ElementTree.fromstring(picture.svg).iter(f"{SVG}g"):
                if "wire" not in group.get("class", ""):
                    continue
                line = group.find(f"{SVG}path").get("d")
                start, _, end = re.fullmatch(r"M([\d.]+),([\d.]+)H([\d.]+)", line).groups()
                for text in group.findall(f"{SVG}text"):
                    assert text_width("".join(text.itertext())) <= float(end) - float(start)
    assert len(sizes) == 2


def test_arrays_and_ways_of_a_fork_are_compared_cell_by_cell():
    graph = bv.graph("x*w + exp(x)")
    one, two = (graph.walk(x=[1.0, k], w=[[1, 2], [3, 4]]) for k in (2.0, 3.0))
    root = ElementTree.fromstring(bv.compare(one, two).svg)
    cards = [
        ["".join(text.itertext()) for text in group.iter(f"{SVG}text")]
        for group in root.findall(f"{SVG}g")
    ]
    assert cards[0][:4] == ["x", "2", "1", "2 → 3"]
    assert any(card[:6] == ["w", "2×2", "1", "2", "3", "4"] for card in cards)
    assert any("1" in card and "2 → 3" in card and card[0] == "w" for card in cards)


def test_it_is_a_picture_in_every_way(tmp_path):
    picture = bv.compare(BEFORE, AFTER, theme="dark")
    assert isinstance(picture, Picture)
    for ending in ("svg", "png", "pdf", "dot"):
        kept = picture.save(tmp_path / f"two.{ending}").read_bytes()
        again = bv.compare(BEFORE, AFTER, theme="dark").save(tmp_path / f"again.{ending}")
        assert again.read_bytes() == kept
    assert "8 → 6.4" in (tmp_path / "two.dot").read_text("utf-8")
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/svg+xml", "image/png"}
    assert "w = 3 → 2.84" in bundle["text/plain"]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (
            bv.graph(ARTICLE.replace("w*x", "w+x")).walk(AT),
            "p = w × x in one, p = w + x in the other",
        ),
        (bv.graph("x").walk(x=1), "different graphs: w in one, x in the other"),
        (bv.graph(ARTICLE.replace("**2", "**3")).walk(AT), "f = t² in one, f = t³ in the other"),
        (
            GRAPH.walk({**AT, "x": np.ones(3)}),
            "x is a single number in one walk, and an array of size 3",
        ),
        (GRAPH, "two walks are compared, not"),
        (None, "two walks are compared, not None"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(other, told):
    with pytest.raises((bv.InputError, bv.OptionError), match=re.escape(told)):
        bv.compare(BEFORE, other)


def test_constants_are_compared_by_all_their_digits():
    one, two = (bv.graph(f"{number}*x").walk(x=1) for number in (0.12345678, 0.12345679))
    with pytest.raises(bv.InputError, match="different graphs"):
        bv.compare(one, two)


def test_the_same_formula_read_twice_is_one_graph():
    assert repr(bv.compare(BEFORE, bv.graph(ARTICLE).walk(AT)))


def test_of_hundreds_of_inputs_some_are_named():
    names = [f"x{k}" for k in range(40)]
    graph = bv.graph(" + ".join(names))
    one, two = (graph.walk(dict.fromkeys(names, k)) for k in (1, 2))
    assert len(repr(bv.compare(one, two))) < 800
