"""A bug is planted, found at its edge, told by its name; a wrong number is never called right."""

from __future__ import annotations

import json
import math
import random
import re
from functools import cache

import numpy as np
import pytest

import backprop_viz as bv
from array_graphs import BATCH, NETWORK, array_graph
from backprop_viz.hunting.carried import at_one_place, carried
from backprop_viz.hunting.checks import slope_along, slope_at
from backprop_viz.hunting.levels import are_same
from backprop_viz.hunting.planted import planted
from backprop_viz.hunting.rules import BUGS, RULES
from backprop_viz.hunting.wires import step_of
from backprop_viz.practice.blocks import without_blocks
from backprop_viz.quiz.answer import agree
from strategies import ARTICLE, ARTICLE_INPUTS

SHARED = "a = x*y; b = a + x; c = a*b; f = sin(c) + a"
SQUARE = "Z = X @ W + b; m = mean(Z, axis=-1, keepdims=True); D = (Z - m)**2; L = sum(D*W)"
SQUARE_INPUTS = {"X": [[1, 2], [0.5, -1]], "W": [[1, -2], [0.5, 0.3]], "b": [0.1, 0.2]}
ENTROPY = "Z = X @ W + b; L = cross_entropy(Z, y)"
ENTROPY_INPUTS = {**SQUARE_INPUTS, "y": [0, 1]}
KINDS = [
    ("q = x + y; f = q*z", {}),
    ("exp(-x)*y", {}),
    ("sigmoid(w*x + b)", {}),
    ("maximum(x, y)*x", {}),
    ("x**3/y - x", {}),
    (ARTICLE, ARTICLE_INPUTS),
    (SHARED, {}),
    (NETWORK, BATCH),
    (SQUARE, SQUARE_INPUTS),
    (ENTROPY, ENTROPY_INPUTS),
]


@cache
def planted_ones():
    """A graph and a bug of every kind that it makes possible, with several seeds."""
    return list(exercises())


def exercises():
    for text, inputs in KINDS:
        graph = without_blocks(bv.graph(text))
        like = graph.walk(inputs).inputs if inputs else {}
        for bug in BUGS:
            for seed in range(3):
                try:
                    yield text, planted(graph, like, bug, seed)
                except bv.InputError as error:
                    assert error.reason.key == "hunt.no_place"  # noqa: PT017
                    break


def named(bugged):
    """The gradients of all nodes by name, as somebody's program with the bug has them."""
    nodes = bugged.walk.graph.nodes
    return {n.name: g for n, g in zip(nodes, bugged.gradients, strict=True) if g is not None}


def judge_finds(bugged) -> bool:
    """Whether the judge tells the bug; else it must have told of another with the same numbers."""
    judged = bv.judge(bugged.walk, named(bugged))
    assert not judged
    graph = bugged.walk.graph
    if judged.reason == bugged.bug.name and judged.step == step_of(bugged.walk, bugged.edge):
        return True
    edge = graph.backward_edges[judged.step - bugged.walk.seed_index - 1]
    bugs = (b for b in at_one_place(bugged.walk) if b.name == judged.reason and edge in b.edges)
    others = [carried(bugged.walk, bug) for bug in bugs]
    assert any(
        other and are_same(bugged.walk, other.gradients, bugged.gradients) for other in others
    )
    return False


def test_each_bug_makes_a_number_wrong_is_found_at_its_edge_and_told_by_its_name():
    assert len(planted_ones()) > 200
    assert {bugged.bug.name for _, bugged in planted_ones()} == {*BUGS}
    told = 0
    for _, bugged in planted_ones():
        walk = bugged.walk
        assert not are_same(walk, bugged.gradients, walk.node_gradients)
        for before, flow in zip(walk.backflows, bugged.backflows, strict=True):
            if flow.edge == bugged.edge:
                break
            assert np.all(agree(flow.total, before.total))
        told += judge_finds(bugged)
    assert told > 0.95 * len(planted_ones())


def test_in_random_graphs_too():
    chance, count, told = random.Random(5), 0, 0
    while count < 60:
        graph, inputs = array_graph(chance)
        walk = graph.walk(inputs)
        bugs = list(at_one_place(walk))
        chance.shuffle(bugs)
        made = next(filter(None, (carried(walk, bug) for bug in bugs[:30])), None)
        if made is None or are_same(walk, made.gradients, walk.node_gradients):
            continue
        told += judge_finds(made)
        count += 1
    assert told > 0.8 * count


def test_what_follows_is_carried_on():
    """Behind the first wrong edge every number comes of the right rule and of wrong numbers."""
    for _, bugged in planted_ones()[::7]:
        walk = bugged.as_walk()
        for flow in bugged.backflows:
            if flow.edge not in bugged.bug.edges:
                node = walk.graph.operation(flow.edge.node)
                values = walk.node_values
                operands = [values[i] for i in node.operands]
                local = node.op.partials(values[node.index], *operands)[flow.edge.position]
                back = node.op.backs[flow.edge.position]
                term = back(flow.upstream, local, values[node.index], *operands)
                assert np.isclose(np.sum(term), np.sum(flow.contribution))


def test_a_seed_is_the_same_hunt_and_another_one_has_other_numbers():
    one, two, other = (bv.hunt(SHARED, seed=seed) for seed in (4, 4, 5))
    assert str(one) == str(two) != str(other)
    assert one.solution() == two.solution()
    like = bv.graph(ENTROPY).walk(ENTROPY_INPUTS)
    assert str(bv.hunt(like, seed=2)) == str(bv.hunt(ENTROPY, inputs=ENTROPY_INPUTS, seed=2))


def test_the_numbers_are_pleasant_by_hand_and_a_label_stays_one():
    hunt = bv.hunt(ENTROPY, inputs=ENTROPY_INPUTS, seed=6)
    assert hunt.walk.inputs["y"].tolist() == [0, 1]
    assert hunt.walk.inputs["X"].tolist() != SQUARE_INPUTS["X"]
    alone = bv.hunt("cross_entropy([a*w, b], y)", inputs={"y": 0})  # the others are not given
    assert alone.walk.inputs["y"] == 0
    for seed in range(20):
        values = bv.hunt("log(x)*y", seed=seed).walk.inputs
        assert values["x"] > 0
        assert all(4 * value == round(4 * value) for value in values.values())


def found(hunt):
    """The step of the bug and its name, from the solution's sentence."""
    bugged = hunt._bugged
    return step_of(hunt.walk, bugged.edge), bugged.bug.name, bugged


@pytest.mark.parametrize("seed", range(12))
def test_a_hunt_is_solved(seed):
    hunt = bv.hunt(SHARED, seed=seed)
    step, bug, bugged = found(hunt)
    assert not hunt.done
    for other in BUGS:
        verdict = hunt.guess(step, other)
        assert verdict.right == (other == bug)
        assert verdict.sentence.endswith((".", "。"))
    for k in range(hunt.walk.seed_index + 1, len(hunt.walk.steps)):
        edge = hunt.walk.graph.backward_edges[k - hunt.walk.seed_index - 1]
        if edge not in bugged.bug.edges:
            assert hunt.guess(k, bug).reason in ("sound", "carried", "harmed")
    right = bugged.walk.backflows[step - hunt.walk.seed_index - 1].total
    wrong = bugged.backflows[step - hunt.walk.seed_index - 1].total
    assert not hunt.mend(step, wrong)
    for near in (1.01, 0.99, 1.2, -1.0):
        assert not hunt.mend(step, right * near)
    flow = bugged.walk.backflows[step - hunt.walk.seed_index - 1]
    wanted = flow.total if flow.complete or bug in ("overwritten", "kept") else flow.contribution
    assert hunt.mend(step, wanted)
    assert hunt.done
    assert hunt.solution().startswith(f"Step {step}, back through ")


def test_a_hunt_can_be_solved_with_checks_alone():
    """The first edge that a finite difference contradicts is the one, if its rule is wrong."""
    for _, bugged in planted_ones()[::5]:
        if bugged.bug.name not in RULES:
            continue
        for flow in bugged.backflows:
            numeric = slope_along(bugged.walk, flow.edge)
            if not np.all(np.isfinite(numeric)):
                break
            if not np.all(agree(flow.contribution, numeric)):
                assert flow.edge == bugged.edge
                break


@pytest.mark.parametrize(("text", "inputs"), [(SHARED, {"x": 2, "y": 0.5}), (NETWORK, BATCH)])
def test_a_finite_difference_at_any_wire(text, inputs):
    walk = bv.graph(text).walk(inputs)
    for flow in walk.backflows:
        assert slope_along(walk, flow.edge) == pytest.approx(flow.contribution, rel=1e-6, abs=1e-8)
        if flow.complete:
            assert slope_at(walk, flow.edge.operand) == pytest.approx(
                flow.total, rel=1e-6, abs=1e-8
            )


def test_a_check_says_what_it_has_found():
    hunt = bv.hunt(ARTICLE, "swapped", seed=1)
    step, _, _ = found(hunt)
    wrong = hunt.check(step)
    assert not wrong
    assert wrong.right is False
    assert re.fullmatch(r"∂f/∂[wx] = \S+, but a finite difference says \S+: wrong\.", str(wrong))
    right = hunt.check("t")
    assert right
    assert str(right).endswith(": right.")
    assert hunt.check("f -> t").right
    assert hunt.check(("f", "t")).right


def test_a_bug_is_called_by_its_key_or_as_a_language_calls_it():
    hunt = bv.hunt(SHARED, "overwritten", seed=2)
    step, _, _ = found(hunt)
    for name in ("overwritten", "= in place of +=", "+= ではなく = になっている"):
        assert hunt.guess(step, name)


def test_a_bug_that_leaves_every_number_right_is_none():
    with pytest.raises(bv.InputError, match=r"no place where this bug .*: transpose missing"):
        bv.hunt(ARTICLE, "transposed")
    with pytest.raises(bv.InputError, match=r"= in place of \+="):
        bv.hunt(ARTICLE, "overwritten")
    with pytest.raises(bv.InputError, match="no bug makes a difference"):
        bv.hunt("x")
    for seed in range(5):  # x·x and x + y: swapped factors would be as right
        for text in ("x*x", "x + y"):
            assert bv.hunt(text, seed=seed)._bugged.bug.name != "swapped"


def test_a_hunt_shows_itself_with_its_wrong_numbers():
    hunt = bv.hunt(SHARED, seed=3)
    assert len(hunt.table) == 1 + len(hunt.walk.backflows)
    text, page = str(hunt), hunt.still
    assert "Forward: x = " in text
    assert text.endswith("and mend it.")
    assert page.count("<svg") >= 1
    assert page.count("<tr ") == len(hunt.table)
    step, _, bugged = found(hunt)
    flow = bugged.backflows[step - hunt.walk.seed_index - 1]
    assert hunt.table[step - hunt.walk.seed_index][3] == hunt.walk.written(flow.contribution)
    assert hunt.picture(step).svg.startswith("<svg")
    assert str(bv.hunt(SHARED, seed=3, lang="ja")).endswith("直してください。")
    assert hunt.solution() not in text


@pytest.mark.parametrize(
    "wire", ["zz", "x -> a", 3, 999, None, ("a",), 1.5, True, "", "->", "a\0b"]
)
def test_what_is_no_wire_is_refused(wire):
    hunt = bv.hunt(SHARED)
    for call in (hunt.check, lambda w: hunt.guess(w, "swapped"), lambda w: hunt.mend(w, 1)):
        with pytest.raises(bv.InputError, match="name a backward step"):
            call(wire)


def test_what_is_no_hunt_is_refused():
    for bad in (-1, 1.5, "1", None, True, 2**60):
        with pytest.raises(bv.InputError, match="seed"):
            bv.hunt(SHARED, seed=bad)
    with pytest.raises(bv.InputError, match=r"'typo' is no bug; there are overwritten, "):
        bv.hunt(SHARED, "typo")
    with pytest.raises(bv.InputError, match="not in int"):
        bv.hunt(3)
    with pytest.raises(bv.InputError, match="q"):
        bv.hunt(SHARED, inputs={"q": 1})
    with pytest.raises(bv.InputError, match="several edges"):
        bv.hunt("x*x + y*x", seed=1).guess("v1 -> x", "flipped")


def test_what_is_saved_says_what_was_done_and_nothing_of_the_person(tmp_path):
    hunt = bv.hunt(SHARED, seed=3)
    step, bug, _ = found(hunt)
    hunt.check("a")
    hunt.guess(step, bug)
    hunt.mend(step, [1.0, math.nan])
    data = json.loads(hunt.save(tmp_path / "attempt.json").read_text("utf-8"))
    assert list(data) == ["format", "version", "exercise", "moves"]
    assert data["exercise"]["seed"] == 3
    assert [list(move) for move in data["moves"]] == [
        ["move", "wire", "right", "reason", "seconds"],
        ["move", "edge", "bug", "right", "reason", "seconds"],
        ["move", "edge", "value", "right", "reason", "seconds"],
    ]
    assert [move["right"] for move in data["moves"][1:]] == [True, False]


def test_a_hunt_goes_through_whatever_is_in_an_open_block():
    graph = bv.graph("f(x, y) = x*y; g(x) = f(x, x) + x; g(a)*f(a, b)")
    hunt = bv.hunt(graph, seed=3, opened="*")
    assert not hunt.walk.graph.blocks
    for edge in hunt.walk.graph.backward_edges:
        place = hunt.walk.graph.returned_at[hunt.walk.graph.backward_places[edge]]
        hunt.check(place)
        hunt.guess(place, "swapped")
        assert not hunt.mend(place, "123456")
