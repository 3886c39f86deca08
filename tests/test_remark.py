"""Where the mathematics stands beside a step, the words say what happens and why, and no more."""

from __future__ import annotations

import re

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.draw.picture import Picture
from backprop_viz.spell.names import display
from backprop_viz.words import LANGUAGES
from strategies import ARTICLE, EXTREMES, in_a_block

WALKS = [
    bv.graph(ARTICLE).walk(x=2, w=3, b=1, y_=5),
    bv.graph("b = a + a; c = b*b").walk(a=3),
    bv.graph("w*x + b").walk(w=2, x=[1.0, 2.0, 3.0], b=0.5),
    bv.graph("relu(x) + sqrt(y)*0").walk(x=0, y=0),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("walk", WALKS, ids=str)
def test_it_repeats_no_equation_and_keeps_the_reason(walk, lang):
    for step in walk.steps:
        remark, sentence = step.remark(lang), step.sentence(lang)
        assert step.reason(lang) in remark
        assert len(remark) < len(sentence) or step.kind == "graph"
        assert "∂" not in remark or "∂" in step.reason(lang) or step.kind == "backward"
        if step.kind in ("seed", "backward"):
            assert " = " not in remark.replace(step.reason(lang), "")


def test_it_says_what_happens():
    told = [step.remark("en") for step in WALKS[0].steps]
    assert told[1] == "Given: w = 3, x = 2, b = 1, y′ = 5. Forward: the value of p."
    assert told[6] == "Backward starts at the output: f changes exactly as much as f itself."
    assert told[13] == (
        "Backward, from p to w. A multiplication swaps its factors: the local derivative with "
        "respect to one is the other."
    )
    shared = WALKS[1].steps[-1].remark("en")
    assert "by way of b (2 of 2 uses of a)" in shared
    assert shared.endswith("adds what comes back along every use; the sum is now complete.")
    assert WALKS[0].steps[13].remark("ja").startswith("逆伝播: p から w へ戻ります。掛け算は")


def test_what_is_no_number_is_explained_as_before():
    walk = bv.graph("log(x)").walk(x=-1)
    assert "logarithm" in walk.steps[1].remark("en")
    with pytest.raises(ValueError, match=r"en, .*ja"):
        walk.steps[1].remark("xx")


def is_lost(value):
    return not np.all(np.isfinite(value))


@pytest.mark.parametrize(("source", "inputs"), EXTREMES)
def test_a_closed_block_tells_where_a_number_in_it_was_lost(source, inputs):
    """In the words of the step that does it, were the block open."""
    walk = bv.graph(in_a_block(source)).walk(inputs)
    inside = [s for s in walk.opened().steps if s.kind == "forward" and s.node.startswith("part.")]
    losing = []
    for step in inside:
        given = [walk.node_values[i] for i in step.place.operands]
        if is_lost(walk.values[step.node]) and not any(map(is_lost, given)):
            losing.append(step)
    for step in walk.closed().steps:
        if step.block is None:
            continue
        told = step.remark("en")
        if step.kind == "forward" and is_lost(walk.values["out"]) and losing:
            _, _, why = losing[0].remark("en").partition(f"the value of {display(losing[0].node)}.")
            assert why
            assert f"In there, at {display(losing[0].node)}:{why}" in told
        elif is_lost(walk.values["out"] if step.contribution is None else step.contribution):
            assert "In there, at " in told or "A value on the way is undefined" in told
            assert "中の" in step.remark("ja") or "途中に" in step.remark("ja")
        elif not is_lost(walk.values["out"]):
            assert "In there" not in told
            assert "on the way" not in told


def test_a_closed_block_tells_of_what_comes_to_its_argument_alone():
    walk = bv.graph("def part(a, b):\n    return exp(a) + log(b)*0\npart(a, b)").walk(a=1, b=0)
    forward, _, to_a, to_b = walk.steps[1:]
    assert "In there, at part.v₂: A logarithm exists only for numbers above 0." in forward.remark()
    assert "In there" not in to_a.remark()
    assert "In there, at part.v₂: A logarithm exists only for" in to_b.remark()


def test_a_text_that_stands_alone_has_all_of_it():
    step = WALKS[0].steps[13]
    assert step.sentence("en") in repr(Picture(WALKS[0].graph, WALKS[0], 13, lang="en"))


@pytest.mark.parametrize("live", [False])
def test_an_explorer_shows_it_and_says_the_sentence(live):
    walk = WALKS[0]
    inputs = {"x": 2, "w": 3, "b": 1, "y_": 5}
    explorer = bv.explore(walk.graph, inputs, step=13, live=live, lang="en")
    seen, spoken = re.findall(r"<div (?:aria|role)[^>]*>([^<]*)</div>", explorer.sentence.value)
    assert seen == walk.steps[13].remark("en")
    assert spoken == walk.steps[13].sentence("en")


def test_a_page_shows_it_and_says_the_sentence(chromium, tmp_path):
    path = WALKS[0].save(tmp_path / "walk.html", lang="en")
    page = chromium.new_page()
    page.goto(f"{path.as_uri()}#step=13")
    page.wait_for_selector(".bpv[data-step='13']")
    step = WALKS[0].steps[13]
    assert page.locator(".bpv-sentence > [aria-hidden]").text_content() == step.remark("en")
    spoken = page.locator(".bpv-sentence > [role=status]")
    assert spoken.text_content() == step.sentence("en")
    assert spoken.bounding_box()["width"] <= 1
    page.close()
