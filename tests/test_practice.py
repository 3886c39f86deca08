"""Exercises, and a learner's performance in them: what is possible, and how it is judged."""

import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from array_graphs import array_graph
from backprop_viz.practice.hints import hint_at
from backprop_viz.practice.kinds import KINDS, exercise
from backprop_viz.practice.performance import Performance, judged
from backprop_viz.practice.places import Place
from backprop_viz.practice.rules import RULES
from backprop_viz.practice.task import made_task, task_of
from backprop_viz.quiz.question import question
from strategies import ARTICLE, ARTICLE_INPUTS, recipes, wild_recipes

SHARED = "u = x*y; v = u + x; f = u*v"
SEED = {"kind": "seed", "node": "f"}


def edge(node, position=0):
    return {"kind": "edge", "node": node, "position": position}


def at_sum(node):
    return {"kind": "sum", "node": node}


def performing(source=SHARED, inputs=None, **options):
    return Performance(made_task(source, inputs, **options), "en")


@pytest.mark.parametrize("kind", KINDS)
def test_the_model_is_right_in_full_and_what_is_near_right_is_wrong(kind):
    """1,000 exercises in all, judged anew from what a file would hold."""
    chance = random.Random(kind)
    for seed in range(125):
        task = made_task(exercise(kind, seed), seed=seed, level=1 + seed % 4)
        own = Performance(task, "en").own()
        assert own.done
        assert own.score.right == own.score.first == own.score.count > 0
        if seed % 5 == 0:
            again = judged(*json.loads(json.dumps([task.exercise, own.moves])))
            assert again.score == own.score
        number = chance.randrange(len(own.moves))
        for name in {"value", "entry"} & own.moves[number].keys():
            right = float(own.moves[number][name])
            third = 10.0 ** (np.floor(np.log10(abs(right) or 1.0)) - 2)
            near = Performance(task, "en")
            for move in own.moves[:number]:
                near.record(move)
            wrong = right + third * chance.choice([-3, -2, -1, 1, 2, 3])
            told = near.record({**own.moves[number], name: wrong})
            assert not told, (task.exercise, own.moves[number], wrong)


def is_right_in_full(walk):
    """Whether there is something to do, and the model does it right."""
    try:
        own = Performance(made_task(walk, level=4), "en").own()
    except bv.InputError:
        return False
    assert own.done
    assert own.score.first == own.score.count, (str(walk.graph), own.moves, own.verdicts)
    return True


@settings(max_examples=40)
@given(st.one_of(recipes(), wild_recipes()))
def test_the_model_is_right_in_any_graph(recipe):
    graph = bv.graph(recipe.text)
    is_right_in_full(graph.walk({name: recipe.inputs[name] for name in graph.inputs}))


def test_the_model_is_right_in_graphs_of_arrays():
    made = (array_graph(random.Random(seed)) for seed in range(50))
    assert sum(is_right_in_full(graph.walk(inputs)) for graph, inputs in made) > 25


def test_what_is_in_an_open_block_is_done_operation_by_operation():
    text = "neuron(x, w, b) = tanh(w*x + b)\nh = neuron(a, c, d)\nf = neuron(h, k, g)*2"
    walk = bv.graph(text).walk(a=1, c=2, d=-1, k=1, g=2)
    task = made_task(walk.opened(), level=4)
    assert not task.walk.graph.blocks
    assert task.walk.output == walk.output
    assert {name: task.walk.gradients[name] for name in walk.inputs} == {
        name: walk.gradients[name] for name in walk.inputs
    }
    own = Performance(task, "en").own()
    assert own.score.first == own.score.count == 7 + 1 + 11
    again = judged(*json.loads(json.dumps([task.exercise, own.moves])), "en")
    assert again.score == own.score


def test_where_there_is_nothing_to_do_it_is_told_why():
    for source, told in (
        ("x", "x is an input itself, and no operation lies between"),
        ("2*3", "depends on no input"),
    ):
        with pytest.raises(bv.InputError, match=told):
            made_task(source)


def test_a_move_at_a_name_that_is_none_is_no_place():
    performance = performing(inputs={"x": 2, "y": 3})
    for node in ("", "\x00", "zz", None, 3, [], "x" * 10_000):
        assert performance.record({"kind": "seed", "node": node}).reason == "no_place"


BLOCKS = [
    ("f(x, y) = x*y; g(x) = f(x, x) + x; g(a)*f(a, b)", {"a": 2, "b": 3}, ["g"]),
    (
        "L = cross_entropy(X @ W, y)",
        {"X": [[1, 2], [0, 1]], "W": [[1, 3], [0, 2]], "y": [0, 1]},
        ["*"],
    ),
    ("sum(softmax(z)*softmax(z*2))", {"z": [1, 2, 3]}, ["softmax"]),
]


@pytest.mark.parametrize(("text", "inputs", "names"), BLOCKS)
def test_a_closed_block_is_gone_through_in_one_step(text, inputs, names):
    whole = bv.graph(text).walk(inputs)
    for walk in (whole.closed(), whole.opened(*names), whole.opened()):
        for level in (1, 2, 3, 4):
            try:
                task = made_task(walk, level=level)
            except bv.InputError as error:  # a block alone, of which no rule is asked
                assert level == 1 and error.reason.key == "practice.nothing"  # noqa: PT017, PT018
                continue
            own = Performance(task, "en").own()
            assert own.score.first == own.score.count == len(task.places)
            again = judged(*json.loads(json.dumps([task.exercise, own.moves])), "en")
            assert again.score == own.score
        blocks = {block.function for block in walk.graph.view.closed}
        assert {block.function for block in task.walk.graph.blocks} == blocks
        closed = [place for place in task.places if task.block(place)]
        assert bool(closed) == bool(blocks)
        for place in closed:
            wanted = np.asarray(task.wanted(place))
            assert not Performance(task, "en").try_(place, value=-wanted)
            assert "rule" not in task.asks(place)
            assert "closed block" in hint_at(task, place, 2, "en")


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_gives_the_same_nice_exercise_in_every_run(kind):
    texts = {str(exercise(kind, seed)) for seed in range(12)}
    assert len(texts) >= 10
    assert str(bv.exercise(kind, 7)) == str(bv.exercise(kind, 7))
    for seed in range(12):
        walk = bv.exercise(kind, seed).walk(strict=True)
        for value in (*walk.values.values(), *walk.gradients.values()):
            assert np.all(np.abs(value) < 1000), (kind, seed)
        for step in walk.steps:
            assert step.kind in ("graph", "seed") or not step.is_at_kink


def test_these_are_the_numbers_of_all_pythons():
    expected = "x = 3.0\ny = 5.0\nz = 2.0\ns = x+y\nf = s*z"
    assert str(exercise("sum times a number", 1)) == expected


def test_an_unknown_kind_is_refused_with_those_there_are():
    with pytest.raises(bv.GraphError, match="softmax with cross entropy"):
        bv.exercise("chains")
    bv.speak("ja")
    try:
        with pytest.raises(bv.GraphError, match="という種類の練習問題はありません"):
            bv.exercise("chains")
    finally:
        bv.speak("en")


@pytest.mark.parametrize("seed", [None, 1.0, "1", True, 2**60])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(bv.OptionError, match="a seed is a whole number"):
        bv.exercise("chain", seed)


@pytest.mark.parametrize("level", [0, 5, None, True, "3"])
def test_a_level_is_one_of_four(level):
    with pytest.raises(bv.OptionError, match="a level is 1"):
        made_task(SHARED, level=level)


def test_a_graph_of_ones_own_has_fresh_numbers():
    mine = bv.graph("W = [[1, 2], [3, 4]]; x = [1, 2]; f = sum((W @ x - b)**2)")
    one, other = (bv.exercise(mine, seed) for seed in (1, 2))
    assert np.shape(one.defaults["W"]) == (2, 2)
    assert np.shape(one.defaults["b"]) == ()
    assert not np.array_equal(one.defaults["W"], other.defaults["W"])


def test_what_is_given_stays():
    task = made_task("k = 7; f = k*x*y", {"x": 3}, seed=5)
    assert (task.walk.inputs["k"], task.walk.inputs["x"]) == (7, 3)
    assert task.walk.inputs["y"] == made_task("k = 7; f = k*x*y", {"x": 3}, seed=5).walk.inputs["y"]
    with pytest.raises(bv.InputError):
        made_task("x*y", {"z": 1})
    with pytest.raises(bv.InputError, match="do not fit together"):
        made_task("sum(X @ W)")
    with pytest.raises(bv.InputError, match="nothing to do"):
        made_task("2*3")


def test_domains_are_kept():
    for seed in range(10):
        assert np.isfinite(made_task("log(x) + sqrt(y - 1)", seed=seed).walk.output)


# What is possible


def test_every_topological_order_is_right():
    chance = random.Random(1)
    for _ in range(40):
        task = made_task(SHARED, level=4)
        performance = Performance(task, "en")
        while not performance.done:
            place = chance.choice(performance.next_places)
            assert performance.try_(place, **task.answer(place))
        assert performance.score.first == performance.score.count == len(task.all_places)


def test_what_is_not_ready_is_refused_with_the_reason():
    performance = performing(inputs={"x": 2, "y": 3})
    told = performance.try_(edge("u"), "swaps", 3)
    assert (told.right, told.reason) == (False, "not_ready")
    assert "its own gradient, ∂f/∂u, is not complete" in told.sentence
    for place, rule, value in (
        (SEED, None, 1),
        (edge("f"), "swaps", 8),
        (edge("f", 1), "swaps", 6),
    ):
        assert performance.try_(place, rule, value)
    assert performance.try_(at_sum("u"), "adds", 8).reason == "not_ready"
    assert performance.try_(edge("v"), "passes", 6)
    assert performance.try_(edge("u"), "swaps", 3).reason == "not_ready"  # not yet added up
    assert performance.try_(at_sum("u"), "adds", 6).reason == "overwritten"
    assert performance.try_(at_sum("u"), "adds", 48).reason == "multiplied"
    assert performance.try_(at_sum("u"), "adds", 14)
    assert performance.try_(edge("f"), "swaps", 8).reason == "done_before"
    assert performance.try_(edge("u"), "swaps", 42)


def test_a_place_is_one_of_the_graph():
    performance = performing()
    for place in ({}, None, 3, {"kind": "edge", "node": "q"}, {"kind": "path", "node": "u"}):
        with pytest.raises(bv.InputError, match="is no place in this graph"):
            performance.try_(place)
    assert performance.record(edge("u", 7)).reason == "no_place"
    assert performance.record(["u"]).reason == "no_place"


# What is asked


def test_levels_fade():
    counts = []
    for level in (1, 2, 3, 4):
        task = made_task(ARTICLE, ARTICLE_INPUTS, level=level)
        asks = {ask for place in task.places for ask in task.asks(place)}
        assert asks == ({"rule"} if level == 1 else {"rule", "value"})
        counts.append(len(task.places))
    assert counts == [8, 4, 9, 14]
    assert made_task(ARTICLE, ARTICLE_INPUTS, level=2).places[-1].kind == "edge"


def test_a_mistake_before_an_entry_is_picked_is_told():
    walk = bv.graph("e = exp(z); q = e[0]; f = q**2").walk(z=[1.0, 2.0])
    step = next(s.index for s in walk.steps if s.node == "e" and s.kind == "backward")
    assert question(walk, step, "en").judge([1.0, 2.0]).reason == "value"


def test_every_row_has_a_rule():
    from backprop_viz.practice.rules import rules_at

    text = "m = max(a*b, c - a); r = relu(m); q = r/a; f = q**2 + abs(b)"
    walk = bv.graph(text).walk(a=2, b=3, c=1)
    found = {(s.node, s.operand): rules_at(s)[0] for s in walk.steps if s.kind == "backward"}
    assert found["m", "v1"] == "routes"
    assert found["r", "m"] == "routes"
    assert found["v1", "a"] == found["v1", "b"] == "swaps"
    assert (found["v2", "c"], found["v2", "a"]) == ("passes", "flips")
    assert found["q", "r"] == found["q", "a"] == found["v3", "q"] == "slope"
    text = "Y = X @ W + b; Z = (Y.T)[0]; L = sum(Z) + mean(Y)"
    walk = bv.graph(text).walk(X=bv.nice(3, 2), W=bv.nice(2, 2, seed=1), b=bv.nice(2))
    found = {(s.node, s.operand): rules_at(s)[0] for s in walk.steps if s.kind == "backward"}
    assert set(found.values()) == {"passes", "spreads", "rearranges", "transposes", "sums"}


def test_a_wrong_rule_is_told_what_it_is_for():
    performance = performing(inputs={"x": 2, "y": 3})
    performance.try_(SEED, None, 1)
    said = set()
    for rule in set(RULES) - {"swaps"}:
        told = performance.try_(edge("f"), rule, 8)
        assert (told.right, told.reason) == (False, "rule")
        assert told.sentence.endswith(
            "But here f = u × v: what does it do with the gradient for u?"
        )
        said.add(told.sentence)
    assert len(said) == 9
    bias = Performance(task_of({"graph": "X = [[1, 2], [3, 4]]; b = [1, 2]; f = sum(X + b)"}), "en")
    bias.try_(SEED, None, 1)
    bias.try_(edge("f"), "spreads", [[1, 1], [1, 1]])
    told = bias.try_(edge("v1", 1), "passes", [2, 2])
    assert "b was stretched" in told.sentence
    assert bias.try_(edge("v1", 1), "sums", [2, 2])


def test_arrays_are_asked_for_by_shape_expression_and_entry():
    given = {"X": bv.nice(2, 2), "W": bv.nice(2, 2, seed=1), "T": [[1, 2], [3, 5]]}
    performance = performing("Y = X @ W; f = sum(Y * T)", given)
    task = performance.task
    for place in task.places[:3]:
        assert performance.try_(place, **task.answer(place))
    to_x = edge("Y")
    assert task.asks(Place("edge", task.walk.graph.names["Y"], 0)) == (
        *("shape", "rule", "expression", "entry"),
    )
    entry = float(task.answer(Place("edge", task.walk.graph.names["Y"], 0))["entry"])
    right = {"rule": "transposes", "shape": "2×2", "expression": "∂f/∂Y · Wᵀ", "entry": entry}
    for wrong, reason in (
        ({"shape": "2"}, "shape"),
        ({"rule": "swaps"}, "rule"),
        ({"expression": "∂f/∂Y · W"}, "transposed"),
        ({"expression": "Wᵀ · ∂f/∂Y"}, "factors"),
        ({"expression": "Wᵀ"}, "forgotten"),
        ({"expression": "W ∂f/∂Y"}, "transposed"),
        ({"expression": "W $ ∂f/∂Y"}, "unreadable"),
        ({"entry": -entry}, "flipped_value"),
        ({"entry": ""}, "missing"),
        ({"entry": "9**9**9"}, "unreadable"),
        ({"shape": "a×b"}, "unreadable"),
    ):
        told = performance.try_(to_x, **{**right, **wrong})
        assert (told.right, told.reason) == (False, reason), wrong
    assert performance.try_(to_x, **right)
    whole = task.walk.gradients["W"]
    assert performance.try_(edge("Y", 1), "transposes", whole.T).reason == "transposed"
    assert performance.try_(edge("Y", 1), "transposes", whole)


# Hints, the end, and what a file may hold


def test_hints_say_where_then_which_rule_then_the_expression():
    performance = performing(inputs={"x": 2, "y": 3})
    performance.try_(SEED, None, 1)
    where, rule, expression = (performance.hint(degree) for degree in (1, 2, 3))
    assert where == "Possible next: from f back to u, as ∂f/∂f is complete."
    assert "factor" in rule
    assert expression == "It is 8 · 1."
    assert performance.try_(edge("f"), "swaps", 8)
    assert (performance.score.right, performance.score.first, performance.score.hints) == (2, 1, 3)
    assert performance.verdicts[1:4] == [None, None, None]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("kind", KINDS)
def test_hints_and_refusals_are_said_in_both_languages(kind, lang):
    performance = Performance(made_task(exercise(kind, 3), level=4), lang)
    while not performance.done:
        place = performance.next_places[0]
        told = [performance.hint(degree) for degree in (1, 2, 3)]
        for rule in performance.task.offered:
            told.append(performance.try_(place, rule=rule, value="x").sentence)
        assert all(told)
        assert not any("{" in text or "None" in text for text in told)
        assert performance.try_(place, **performance.task.answer(place))


def test_it_may_be_judged_at_the_end():
    performance = performing(inputs={"x": 2, "y": 3}, judged="end")
    performance.try_(edge("u"), "swaps", 42)  # too early
    for place in performance.task.places[:-2]:
        performance.try_(place, **{**performance.task.answer(place), "value": 1})
    performance.try_(
        performance.task.places[-1], **performance.task.answer(performance.task.places[-1])
    )
    assert performance.done or performance.next_places
    assert performance.try_(SEED, None, 1)
    assert performance.try_(SEED, None, 2).reason == "other"  # the last word counts
    assert not performance.own().score.right < performance.own().score.count


@pytest.mark.parametrize(
    "move",
    [
        {**edge("f"), "rule": "swaps", "value": True},
        {**edge("f"), "rule": "swaps", "value": {"a": 1}},
        {**edge("f"), "rule": "swaps", "value": "9" * 5000},
        {**edge("f"), "rule": "swaps", "value": [[[1], 2]]},
        {**edge("f"), "rule": "swaps", "value": "__import__('os')"},
        {**edge("f"), "rule": "swaps", "value": 10**400},
        {**edge("f"), "rule": ["swaps"], "value": 8},
        {**edge("f"), "rule": "magic", "value": 8},
        {**edge("f"), "rule": 7, "value": 8},
    ],
)
def test_what_cannot_be_read_is_no_attempt(move):
    exercise_data = {"graph": SHARED, "inputs": {"x": 2, "y": 3}}
    made = judged(exercise_data, [{**SEED, "value": 1, "right": True}, move], "en")
    assert made.verdicts[0].right
    assert (made.verdicts[1].right, made.verdicts[1].reason) == (False, "unreadable")
    made.record({**edge("f"), "rule": "swaps", "value": 8})
    assert made.score.first == 2


@pytest.mark.parametrize(
    "data", [None, 3, "x", {}, {"graph": 3}, {"graph": "x*y", "inputs": [1]}, ["x*y"]]
)
def test_what_is_no_exercise_is_refused(data):
    with pytest.raises(bv.InputError, match="is no exercise"):
        task_of(data)


def test_an_array_without_entries_is_refused():
    with pytest.raises(bv.InputError, match="x has no entries"):
        task_of({"graph": "sum(x)", "inputs": {"x": []}})
