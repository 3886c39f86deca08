"""Questions about closed blocks: what comes out, what comes back to each argument, and slips."""

import random

import numpy as np
import pytest

import backprop_viz as bv
import block_programs
from backprop_viz.errors import GraphError, InputError
from backprop_viz.quiz.answer import agree
from backprop_viz.quiz.asked import askable
from backprop_viz.quiz.mistakes import mistakes
from backprop_viz.quiz.question import question

PAIR = """
neuron(x, w, b) = tanh(w*x + b)
def pair(x, w):
    c = x*w
    return c + w, c*c
h = neuron(x, w1, b1)
p, q = pair(h, x)
f = neuron(p, w2, b2)*q
"""
AT = {"x": 0.5, "w1": 1.5, "b1": 0.2, "w2": -1, "b2": 0.1}
WALK = bv.graph(PAIR).walk(AT)


def step_to(operand, node):
    """The backward step to an operand through a port of that name."""
    found = [s.index for s in WALK.steps if s.operand == operand and s.place.name == node]
    return question(WALK, found[0], "en")


def test_a_closed_block_is_asked_for_what_comes_out():
    one = question(WALK, 1, "en")
    assert one.sentence == "Forward: what is the value of h = neuron(x, w₁, b₁)?"
    assert one.judge(np.tanh(0.5 * 1.5 + 0.2))
    assert one.judge("tanh(w1*x + b1)")
    inside = one.judge(0.95)
    assert inside.reason == "inside"
    assert "neuron.v₂, a value on the way through neuron" in inside.sentence
    other = one.judge(np.tanh(0.5 * 0.2 + 1.5))
    assert other.reason == "order"
    assert "neuron(x, b₁, w₁)" in other.sentence
    several = question(WALK, 2, "en")
    assert several.sentence == "Forward: (p, q) = pair(h, x). What is the value of p?"
    assert several.judge(WALK.values["p"])
    assert several.judge(WALK.values["pair.c"]).reason == "inside"


def test_a_closed_block_is_asked_for_what_comes_back_to_an_argument():
    one = step_to("w2", "neuron_2.w")
    assert "Backward through v₁ = neuron(p, w₂, b₂): what is ∂f/∂w₂?" in one.sentence
    assert one.judge(WALK.gradients["w2"])
    assert one.judge(-WALK.gradients["w2"]).reason == "flipped_value"
    assert one.judge(WALK.values["q"]).reason == "passed"
    forgotten = WALK.values["p"] * (1 - WALK.values["neuron_2.v3"] ** 2)
    assert one.judge(forgotten).reason == "forgotten"
    other = one.judge(WALK.gradients["p"])
    assert other.reason == "other_argument"
    assert "what goes back to p. What goes back to w₂?" in other.sentence
    assert one.judge(AT["w2"]).reason == "value"
    total = step_to("x", "neuron.x")
    assert total.judge(WALK.gradients["x"])
    assert total.judge(WALK.gradients["pair.w"]).reason == "overwritten"


def test_of_several_outputs_all_come_back():
    one = step_to("h", "pair.x")
    assert one.judge(WALK.gradients["h"])
    of_p = one.judge(WALK.gradients["p"] * AT["x"])
    assert of_p.reason == "one_output"
    assert "That comes back from p alone" in of_p.sentence


def test_random_blocks_are_asked_and_every_slip_has_its_words():
    chance, asked, found = random.Random(21), 0, set()
    for _ in range(40):
        graph = bv.graph(block_programs.program(chance))
        at = {name: round(chance.uniform(-2, 2), 3) for name in graph.inputs}
        walk = block_programs.some_open(graph, chance).walk(at)
        steps = [walk.steps[k] for k in askable(walk) if walk.steps[k].block is not None]
        for step in steps[:6]:
            one = question(walk, step.index, "ja")
            assert one.judge(one.wanted)
            assert one.hint
            slips = mistakes(walk, step.index)
            for slip in slips[:8]:
                if np.isfinite(slip.value):
                    judged = one.judge(slip.value)
                    assert judged.right == bool(agree(slip.value, one.wanted))
                    found.add(judged.reason)
            asked += 1
    assert asked > 45
    assert found >= {"right", "inside", "passed", "other_argument", "flipped_value", "unchanged"}


def test_a_block_of_arrays_is_asked():
    walk = bv.graph("L = cross_entropy(X @ W, y)").walk(
        X=[[1, 2], [0, 1]], W=[[1, 0, -1], [0.5, 0.2, 0]], y=[0, 2]
    )
    (step,) = (s.index for s in walk.steps if s.operand == "v1")
    one = question(walk, step)
    scores = np.asarray(walk.values["v1"])
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    right = (shares - np.eye(3)[[0, 2]]) / 2
    assert one.judge(right)
    assert one.judge(right * 2).reason in ("forgotten", "other", "inside_back")
    assert one.judge(-right).reason == "flipped_value"


def test_a_walk_is_asked_through_closed_and_open_blocks():
    closed, opened = bv.predict(WALK), bv.predict(WALK, opened="neuron*")
    assert [q.index for q in closed.questions] == [*range(6, len(WALK.steps))]
    walk = opened.walk
    left = [s for s in walk.steps if s.manner == "backward_port"]
    asked = {q.index for q in opened.questions}
    assert {s.index for s in left} & asked == {s.index for s in left if s.complete and s.uses > 1}
    with pytest.raises(InputError, match="the way out of an open block"):
        question(walk, next(s.index for s in left if s.index not in asked), "en")


@pytest.mark.parametrize("step", [1, 2, 6, -1])
def test_choices_are_made_of_likely_mistakes(step):
    one = question(WALK, step, "en", True)
    assert 2 <= len(one.choices) <= 4
    assert [one.judge(choice).right for choice in one.choices].count(True) == 1
    assert [*map(float, one.choices)] == sorted(map(float, one.choices))
    assert all(one.judge(choice).reason not in ("other", "rounded") for choice in one.choices)


def test_blocks_are_opened_wherever_a_picture_is_made(tmp_path):
    def open_in(graph):
        return {block.name for block in graph.view.opened}

    other = bv.graph("neuron(x) = sin(x)*x\nneuron(a)").walk(a=1)
    assert open_in(bv.compare(WALK, bv.graph(PAIR).walk({**AT, "x": 1}), opened="*").graph) == {
        "neuron",
        "pair",
        "neuron_2",
    }
    page = bv.page([WALK, other], opened="neuron pair")
    assert [open_in(chapter.walk.graph) for chapter in page.chapters] == [
        {"neuron", "pair"},
        {"neuron"},
    ]
    with pytest.raises(GraphError, match="zz"):
        bv.page([WALK, other], opened=["zz"])
    explorer = bv.explore(PAIR, AT, opened=["pair"], check=False)
    assert explorer.view.opened == "pair"
    assert "neuron" in WALK.embed(opened="neuron")
    assert open_in(WALK.picture(opened=[]).graph) == set()


def test_a_block_whose_name_has_a_space_is_named_in_one_text():
    def network(x, w):
        with bv.block("layer 1"):
            h = bv.tanh(x * w)
        return h * h

    assert {b.name for b in bv.graph(network).picture(opened="layer 1").graph.view.opened} == {
        "layer 1"
    }
