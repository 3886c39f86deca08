"""A hunt where blocks are closed: a bug in one is seen, found, named and mended at its edges."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.cli.main import main
from backprop_viz.grading.grade import grade
from backprop_viz.hunting.carried import at_one_place
from backprop_viz.hunting.hunt import Hunt
from backprop_viz.hunting.levels import are_same, planted_at
from backprop_viz.hunting.moves import judgement
from backprop_viz.hunting.rules import BUGS
from backprop_viz.hunting.wires import step_of, steps_of
from backprop_viz.practice.blocks import at_level, boxes
from backprop_viz.quiz.answer import agree
from backprop_viz.read.entry import typed
from block_programs import program, some_open
from test_hunt import by_browser, moves_of, right_number  # noqa: F401

NETWORK = "layer(x, W, b) = relu(x @ W + b); h = layer(X, U, c); L = mse(layer(h, V, d), y)"
BATCH = {
    "X": [[1, 2], [3, 4], [0, 1]],
    "U": [[1, -2], [0.5, 1]],
    "c": [0.1, 0.2],
    "V": [[1, 2], [3, 4]],
    "d": [1, 2],
    "y": [[1, 2], [3, 4], [0, 1]],
}
ENTROPY = "Z = X @ W + b; L = cross_entropy(Z, y)"
SCORES = {"X": [[1, 2], [3, 4], [0, 1]], "W": np.ones((2, 3)), "b": [1, 2, 0], "y": [0, 2, 1]}
NUMBERS = "f(x, y) = x*y + sin(x); g(x) = f(x, x) + x; g(a)*f(a, b)"
GRAPHS = {"network": (NETWORK, BATCH), "entropy": (ENTROPY, SCORES), "numbers": (NUMBERS, None)}


def wrong_edges(bugged):
    """The edges that are shown and have a wrong number, in the order of the way back."""
    walk, places = bugged.walk, bugged.walk.graph.backward_places
    pairs = (
        (e, bugged.backflows[places[e]], walk.backflows[places[e]]) for e in steps_of(walk.graph)
    )
    return [
        edge
        for edge, mine, right in pairs
        if not np.all(agree(mine.contribution, right.contribution))
        or not np.all(agree(mine.total, right.total))
    ]


def planted_in(graph, inputs, chance, bugs=25):
    """Some of the bugs that can be seen in a walk at its level."""
    walk = at_level(graph).walk(inputs)
    every = list(at_one_place(walk))
    chance.shuffle(every)
    for bug in every[:bugs]:
        made = planted_at(walk, bug)
        if made is not None and not are_same(walk, made.gradients, walk.node_gradients):
            yield made


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6), st.booleans())
def test_a_planted_bug_is_seen_found_named_and_never_mended_wrongly(seed, arrays):
    chance = random.Random(seed)
    graph = some_open(bv.graph(program(chance, arrays=arrays)), chance)
    one = lambda: chance.choice((0.5, -0.75, 1.25, 1.5))  # noqa: E731
    inputs = {name: [[one(), one()], [one(), one()]] if arrays else one() for name in graph.inputs}
    made = list(planted_in(graph, inputs, chance))[:4]
    assume(made)
    hidden = boxes(made[0].walk.graph).hidden
    for bugged in made:
        wrong = wrong_edges(bugged)
        assert wrong[0] == bugged.edge
        assert all(edge.operand not in hidden for edge in wrong)
        walk, step = bugged.walk, step_of(bugged.walk, bugged.edge)
        for edge, k in steps_of(walk.graph).items():
            found = judgement(bugged, {"move": "guess", "edge": k, "bug": bugged.bug.name}, "en")
            assert found.right == (edge in bugged.edges), found
            if edge not in wrong:
                assert found.reason in ("sound", "harmed", "right")
        for edge in bugged.edges:  # every way by which it comes out of its block is wrong by itself
            assert edge in wrong or edge in bugged.bug.edges
        place = walk.graph.backward_places[bugged.edge]
        right = walk.backflows[place]
        numbers = (bugged.backflows[place].contribution, right.total * 1.01, right.total * 0.99)
        for number in numbers:
            judged = judgement(bugged, {"move": "mend", "edge": step, "value": typed(number)}, "en")
            is_one = np.all(agree(number, right.total)) or np.all(agree(number, right.contribution))
            assert is_one or not judged


@pytest.mark.parametrize("name", GRAPHS)
def test_a_hunt_is_played_at_its_level(name):
    text, inputs = GRAPHS[name]
    for seed in range(4):
        hunt = bv.hunt(text, seed=seed, inputs=inputs)
        graph = hunt.walk.graph
        assert graph.view.closed
        assert "Closed blocks (" in str(hunt)
        assert len(hunt.table) == 1 + len(steps_of(graph))
        step = step_of(hunt.walk, hunt._bugged.edge)
        verdict = hunt.guess(step, hunt._bugged.bug.name)
        assert verdict
        assert hunt.mend(step, right_number(hunt))
        assert hunt.done
        for edge, k in steps_of(graph).items():
            assert hunt.check(k).right in (edge not in wrong_edges(hunt._bugged), True)


@pytest.mark.parametrize("name", GRAPHS)
def test_every_bug_is_named_in_its_block_and_no_other_with_other_numbers(name):
    text, inputs = GRAPHS[name]
    told = 0
    for bug in BUGS:
        try:
            hunt = bv.hunt(text, bug, inputs=inputs)
        except bv.InputError:
            continue
        bugged, walk = hunt._bugged, hunt.walk
        step = step_of(walk, bugged.edge)
        for other in BUGS:
            verdict = hunt.guess(step, other)
            assert verdict or other != bug
            told += "does not lead to these numbers" in verdict.sentence
        if bugged.edge not in bugged.bug.edges:
            assert "The bug is inside the block" in hunt.solution()
    assert told


def test_bugs_are_drawn_at_the_edges_of_blocks_too():
    """Of all that are drawn many are at a block's edges, and none is one that nobody could name."""
    at_blocks, obscure = 0, 0
    for seed in range(30):
        hunt = bv.hunt(NETWORK, seed=seed, inputs=BATCH)
        edge, bug = hunt._bugged.edge, hunt._bugged.bug
        at_blocks += edge.node in boxes(hunt.walk.graph).ports
        is_inside = edge not in bug.edges
        obscure += is_inside and bug.name in ("flipped", "upstream", "inner", "swapped")
    assert at_blocks > 15
    assert obscure == 0


def test_arguments_swapped_and_an_upstream_forgotten_are_bugs_of_the_whole_block():
    walk = at_level(bv.graph("f(x, y) = x*y + sin(x); 3*f(a, b)")).walk(a=0.5, b=2.0)
    edges = {walk.graph.nodes[edge.operand].name: edge for edge in steps_of(walk.graph)}
    made = {(b.name, e): b for b in at_one_place(walk) for e in b.edges}
    a, b = float(walk.gradients["a"]), float(walk.gradients["b"])
    swapped = planted_at(walk, made["swapped", edges["a"]])
    assert swapped.gradients[walk.graph.names["a"]] == b
    forgotten = planted_at(walk, made["upstream", edges["a"]])
    assert forgotten.gradients[walk.graph.names["a"]] == pytest.approx(a / 3)


@pytest.mark.parametrize("name", GRAPHS)
def test_a_finite_difference_at_any_wire_of_a_level(name):
    text, inputs = GRAPHS[name]
    hunt = bv.hunt(text, seed=2, inputs=inputs)
    right, bugged = hunt._bugged.walk, hunt._bugged
    wrong = wrong_edges(bugged)
    for edge, step in steps_of(right.graph).items():
        found = hunt.check(step)
        place = right.graph.backward_places[edge]
        assert np.all(agree(found.numeric, right.backflows[place].contribution))
        is_off = not np.all(
            agree(bugged.backflows[place].contribution, right.backflows[place].contribution)
        )
        assert found.right != is_off
        assert edge in wrong or found.right
    for node in right.graph.nodes:
        if right.graph.live_uses[node.index] and node.index not in boxes(right.graph).hidden:
            numeric = hunt.check(node.name).numeric
            assert np.all(agree(numeric, right.node_gradients[node.index]))


def test_what_is_in_a_closed_block_is_no_wire_and_a_block_is_one_by_its_output():
    hunt = bv.hunt(NUMBERS, seed=1)
    for hidden in ("f.v1", "f.x", "f.v1 -> f.x", "g -> f.x"):
        with pytest.raises(bv.InputError):
            hunt.check(hidden)
    assert hunt.check("v2 -> b").sentence == hunt.check("v₂ → b").sentence
    opened = bv.hunt(NUMBERS, seed=1, opened="f")
    assert len(opened.table) > len(hunt.table)


def test_blocks_are_opened_by_name_and_all_of_them():
    closed = bv.hunt(NETWORK, seed=3, inputs=BATCH)
    some = bv.hunt(NETWORK, seed=3, inputs=BATCH, opened="mse")
    every = bv.hunt(NETWORK, seed=3, inputs=BATCH, opened="*")
    names = [
        [b.name for b in (h.walk.graph.view.closed if h.walk.graph.view else ())]
        for h in (closed, some, every)
    ]
    assert names == [["layer", "layer_2", "mse"], ["layer", "layer_2"], []]
    assert len(closed.table) < len(some.table) < len(every.table)
    graph = bv.graph(NETWORK).opened("mse")
    assert str(bv.hunt(graph, seed=3, inputs=BATCH)) == str(some)
    assert "Closed blocks" not in str(every)
    with pytest.raises(bv.GraphError, match="nothing"):
        bv.hunt(NETWORK, opened="nothing", inputs=BATCH)


def test_the_browser_judges_every_move_at_a_level_as_python_does(by_browser):  # noqa: F811
    chance, cases, wanted = random.Random(8), [], []
    for number, (text, inputs, bug, opened) in enumerate(
        [
            (NETWORK, BATCH, "unsummed", None),
            (NETWORK, BATCH, "transposed", "mse"),
            (ENTROPY, SCORES, "other_twice", None),
            (ENTROPY, SCORES, "undivided", None),
            (NETWORK, BATCH, "undivided", None),
            (NUMBERS, None, "swapped", "g"),
            (NUMBERS, None, "overwritten", None),
            (NUMBERS, None, "upstream", None),
        ]
    ):
        lang = ("en", "ja")[number % 2]
        made = Hunt.made(text, bug, number, inputs, lang, opened=opened)
        moves = [*moves_of(made, chance)]
        for edge in made._bugged.edges:
            step = step_of(made.walk, edge)
            moves += [{"move": "guess", "edge": step, "bug": other} for other in BUGS]
            moves.append({"move": "mend", "edge": step, "value": "3"})
        cases.append({"data": made.prepared, "moves": moves})
        wanted.append([judgement(made._bugged, move, made.lang) for move in moves])
    reasons = set()
    for case, told, found in zip(cases, by_browser(cases), wanted, strict=True):
        assert told["done"]
        for move, mine, theirs in zip(case["moves"], found, told["verdicts"], strict=True):
            is_of_python = isinstance(move.get("value"), str) and theirs["reason"] == "unreadable"
            if not is_of_python:  # which reads formulas
                assert [mine.right, mine.reason, mine.sentence] == [*theirs.values()], move
            assert theirs["right"] <= mine.right
            reasons.add(theirs["reason"])
    assert {"right", "other_bug", "carried", "sound", "beside"} <= reasons


def test_a_saved_attempt_is_judged_anew_at_its_level(tmp_path):
    (tmp_path / "class").mkdir()
    make = lambda **options: bv.hunt(NETWORK, seed=5, inputs=BATCH, **options)  # noqa: E731
    key = make().save(tmp_path / "key.json")
    hunt = make()
    step, bug = step_of(hunt.walk, hunt._bugged.edge), hunt._bugged.bug.name
    hunt.guess(step, next(other for other in BUGS if other != bug))
    hunt.guess(step, bug)
    hunt.mend(step, right_number(hunt))
    path = hunt.save(tmp_path / "class" / "a.json")
    data = json.loads(path.read_text("utf-8"))
    for move in data["moves"]:  # nothing of what it says is believed
        move["right"], move["reason"] = True, "right"
    path.write_text(json.dumps(data), "utf-8")
    other = make(opened="*")
    other.guess(step_of(other.walk, other._bugged.edge), other._bugged.bug.name)
    other.save(tmp_path / "class" / "b.json")
    one, two = grade(tmp_path / "class", key).rows
    assert (one.verdict, one.result.right, len(one.result.reasons)) == ("solved", 2, 1)
    assert two.result is None  # another exercise: other edges
    (row, refused) = grade(tmp_path / "class", other.save(tmp_path / "b.json")).rows
    assert row.result is None
    assert refused.result.right == 1


def test_a_page_has_the_level_that_is_asked_for(tmp_path):
    target = tmp_path / "hunt.html"
    for opened, sentence in ((None, True), ("mse", True), ("*", False)):
        inputs = [f"{name}={json.dumps(value)}" for name, value in BATCH.items()]
        more = ["--opened", opened] if opened else []
        assert (
            main(["html", NETWORK, *inputs, "--hunt", "--seed", "5", *more, "-o", str(target)]) == 0
        )
        page = target.read_text("utf-8")
        hunt = bv.hunt(NETWORK, seed=5, inputs=BATCH, opened=opened)
        assert json.dumps(hunt.solution(), ensure_ascii=False)[1:-1] in page
        assert ("Closed blocks (" in page) == sentence
