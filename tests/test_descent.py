"""Descent: the article's step, the walk's numbers, the papers' rules, data, and how it ends."""

import re
import signal
import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_viz as bv
import needs
from backprop_viz.descent.columns import Columns
from backprop_viz.descent.cost import Cost
from backprop_viz.descent.path import descend
from backprop_viz.descent.positions import Position
from backprop_viz.descent.rules import METHODS
from backprop_viz.words import LANGUAGES
from strategies import ARTICLE, ARTICLE_INPUTS, recipes

GRAPH = bv.graph(ARTICLE, parameters="w, b")
BOWL = bv.graph("(w - 3)**2", parameters="w")
XS = [0.5, -1.0, 2.0, 1.5, -0.25, 3.0, -2.0]
YS = [1.0, 0.0, 4.0, 2.5, 0.5, 7.0, -3.0]
DATA = {"x": XS, "y_": YS}
START = {"w": 0.5, "b": -0.25}


@pytest.fixture(autouse=True)
def no_warning():
    """No descent of any test may warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def close(a, b, tolerance=1e-12):
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


# The article


def test_the_article_s_step_over_all_variables():
    path = descend(GRAPH, ARTICLE_INPUTS, "all", rate=1.0, steps=1)
    before, after = path
    assert before.inputs == {"x": 2, "w": 3, "b": 1, "y'": 5}
    assert after.inputs == {"x": -10, "w": -5, "b": -3, "y'": 9}
    assert path.outputs.tolist() == [4, 1444]
    names = ["x", "w", "b", "p", "y", "y_", "s", "t", "f"]
    assert [before.walk.gradients[n] for n in names] == [12, 8, 4, 4, 4, -4, -4, -4, 1]
    assert [after.walk.values[n] for n in names] == [-10, -5, -3, 50, 47, 9, -47, -38, 1444]
    assert [after.walk.gradients[n] for n in names] == [-380, -760, 76, 76, 76, -76, -76, -76, 1]
    assert not path.diverged
    assert path.parameters == ("w", "x", "b", "y'")


def test_by_default_the_marked_parameters_move_and_data_stay():
    path = descend(GRAPH, ARTICLE_INPUTS, rate=0.01)
    assert path.parameters == ("w", "b")
    assert len(path) == 51
    assert set(path.inputs["x"]) == {2}
    assert set(path.inputs["y'"]) == {5}
    assert (np.diff(path.outputs) < 0).all()


@pytest.mark.parametrize("spelled", ["w b", "w, b", ["w", "b"], ("b", "w"), {"w", "b"}])
def test_parameters_can_be_named_in_many_ways(spelled):
    assert descend(bv.graph(ARTICLE), ARTICLE_INPUTS, spelled, steps=1).parameters == ("w", "b")
    assert descend(bv.graph(ARTICLE), ARTICLE_INPUTS, "y_", steps=1).parameters == ("y'",)


# A path


def test_a_path_is_a_sequence_of_places():
    path = descend(GRAPH, ARTICLE_INPUTS, rate=0.01, steps=5)
    assert [place.step for place in path] == list(range(6))
    assert path[-1] is path[5]
    assert path[2:4] == (path[2], path[3])
    assert isinstance(path[0], Position)
    with pytest.raises(IndexError):
        path[6]
    for name in GRAPH.inputs:
        assert path.inputs[name].tolist() == [place.inputs[name] for place in path]
        assert path.gradients[name].tolist() == [place.gradients[name] for place in path]
    assert path.costs is path.outputs
    assert path.evaluations == 6
    assert repr(path) == "<descent of f along w, b: 5 steps of plain, 4 to 1.395>"
    assert str(path) == path.sentence()


def test_nothing_in_a_path_can_be_changed():
    path = descend(GRAPH, {**ARTICLE_INPUTS, "w": [1.0, 2.0]}, steps=2, rate=0.01)
    for array in (path.outputs, path.inputs["w"], path.gradients["b"], path[1].inputs["w"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(AttributeError):
        path.rate = 1
    with pytest.raises(AttributeError):
        path[0].step = 1


def test_the_walk_is_made_once_when_it_is_asked_for(monkeypatch):
    made, usual = [], bv.Graph.walk

    def walk(graph, inputs):
        made.append(dict(inputs))
        return usual(graph, inputs)

    monkeypatch.setattr(bv.Graph, "walk", walk)
    path = descend(GRAPH, ARTICLE_INPUTS, rate=0.01, steps=3)
    assert made == []
    assert isinstance(path[1].walk, bv.Walk)
    assert path[1].walk is path[1].walk
    assert made == [path[1].inputs]


def equals_its_walks(path, tolerance=1e-12):
    for place in path:
        share = np.size(place.walk.output) if path.cost.columns else 1
        close(place.output, np.sum(place.walk.output) / share, tolerance)
        for name, gradient in place.gradients.items():
            assert np.shape(gradient) == np.shape(place.inputs[name])
            close(gradient, place.walk.gradients[name] / share, tolerance)


@given(recipes(), st.sampled_from(sorted(METHODS)))
@settings(max_examples=40)
def test_random_graphs_have_the_walk_s_numbers(recipe, method):
    graph = bv.graph(recipe.text)
    if graph.inputs:
        path = descend(graph, recipe.used, "all", rate=1e-6, steps=2, method=method)
        assert not path.diverged
        equals_its_walks(path)


@pytest.mark.parametrize("batch", [None, 1, 3, 7])
def test_data_have_the_walk_s_numbers(batch):
    equals_its_walks(descend(GRAPH, START, data=DATA, batch=batch, rate=0.02, steps=20))


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("(w*x + b)**2", {"w": [1.0, 2.0], "x": 3.0, "b": 0.5}),
        ("(w*x + b)**2", {"w": [[1.0], [2.0]], "x": [3.0, 4.0, 5.0], "b": 0.5}),
        ("d = w*u; (w - 1)**2 + 0*x", {"w": 2.0, "u": [1.0, 2.0, 3.0], "x": 1.0}),  # u: a dead end
        ("d = w*u; (w - 1)**2", {"w": [2.0, 3.0], "u": [[1.0], [2.0]]}),
    ],
)
def test_arrays_have_the_walk_s_numbers(text, inputs):
    path = descend(bv.graph(text), inputs, "w", rate=0.001, steps=4)
    equals_its_walks(path)
    assert path.outputs.shape == (5,)
    assert path.inputs["w"].shape == (5, *np.shape(inputs["w"]))


# The rules, by hand


def test_plain_descent_by_hand():
    path = descend(BOWL, {"w": 0}, rate=0.1, steps=3)
    w, expected = 0.0, [0.0]
    for _ in range(3):
        w -= 0.1 * 2 * (w - 3)
        expected.append(w)
    assert path.inputs["w"].tolist() == expected


def test_momentum_by_hand():
    path = descend(BOWL, {"w": 0}, rate=0.1, steps=30, method="momentum")
    w, before, expected = 0.0, 0.0, [0.0]
    for _ in range(30):  # Polyak's form: the last difference of the places, without a velocity
        w, before = w - 0.1 * 2 * (w - 3) + 0.9 * (w - before), w
        expected.append(w)
    close(path.inputs["w"], expected)
    assert path.inputs["w"].max() > 3, "a heavy ball rolls beyond the bottom"


def test_adam_by_hand():
    path = descend(BOWL, {"w": 0}, rate=0.1, steps=30, method="adam")
    w, m, v, expected = 0.0, 0.0, 0.0, [0.0]
    for t in range(1, 31):  # algorithm 1, line by line
        g = 2 * (w - 3)
        m = 0.9 * m + (1 - 0.9) * g
        v = 0.999 * v + (1 - 0.999) * g**2
        w -= 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        expected.append(w)
    close(path.inputs["w"], expected)
    assert path.inputs["w"][1] == pytest.approx(0.1), "the first step is as long as the rate"


@pytest.mark.parametrize("method", METHODS)
def test_an_array_moves_as_its_entries_do(method):
    together = descend(BOWL, {"w": [0.0, 1.0, 7.0]}, method=method, steps=20)
    for i, w in enumerate([0.0, 1.0, 7.0]):
        alone = descend(BOWL, {"w": w}, method=method, steps=20)
        close(together.inputs["w"][:, i], alone.inputs["w"])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("batch", [None, 2, 1])
def test_the_rules_against_pytorch(method, batch):
    needs.library("torch")
    import torch

    path = descend(GRAPH, START, data=DATA, batch=batch, rate=0.02, steps=40, method=method)
    w, b = (torch.tensor(START[n], dtype=torch.float64, requires_grad=True) for n in "wb")
    optimizer = {
        "plain": lambda: torch.optim.SGD([w, b], lr=0.02),
        "momentum": lambda: torch.optim.SGD([w, b], lr=0.02, momentum=0.9),
        "adam": lambda: torch.optim.Adam([w, b], lr=0.02),
    }[method]()
    for place in path:
        close(place.inputs["w"], w.item(), 1e-10)
        close(place.inputs["b"], b.item(), 1e-10)
        x, target = (torch.tensor(place.inputs[n]) for n in ("x", "y'"))
        optimizer.zero_grad()
        cost = ((target - (w * x + b)) ** 2).mean()
        cost.backward()
        close(place.output, cost.item(), 1e-10)
        optimizer.step()


# Data


def test_the_cost_is_the_average_over_the_data():
    path = descend(GRAPH, START, data=DATA, rate=0.05, steps=400)
    x, y = np.array(XS), np.array(YS)
    assert path[0].output == pytest.approx(np.mean((y - (0.5 * x - 0.25)) ** 2), rel=1e-14)
    slope, height = np.polyfit(x, y, 1)
    close([path[-1].inputs["w"], path[-1].inputs["b"]], [slope, height], 1e-9)
    assert path[0].inputs["x"].tolist() == XS
    assert set(path.inputs) == {"w", "b"}
    assert path.evaluations == 7 * 401


@pytest.mark.parametrize(("batch", "sizes"), [(3, [3, 3, 1]), (7, [7]), (1, [1] * 7), (6, [6, 1])])
def test_in_each_round_every_example_is_seen_once(batch, sizes):
    rounds = 3
    steps = rounds * len(sizes) - 1
    path = descend(GRAPH, START, data=DATA, batch=batch, rate=1e-3, steps=steps)
    assert [np.size(place.inputs["x"]) for place in path] == sizes * rounds
    assert path.evaluations == 7 * rounds
    orders = []
    for k in range(0, len(path), len(sizes)):
        seen = [np.atleast_1d(p.inputs["x"]) for p in path[k : k + len(sizes)]]
        orders.append(np.concatenate(seen).tolist())
        assert sorted(orders[-1]) == sorted(XS)
    assert orders[0] != orders[1], "each round is shuffled anew"
    pairs = dict(zip(XS, YS, strict=True))
    for place in path:
        x, y = (np.atleast_1d(place.inputs[n]) for n in ("x", "y'"))
        assert [pairs[value] for value in x] == y.tolist()


def test_a_single_example_is_a_number():
    place = descend(GRAPH, START, data=DATA, batch=1, steps=1, rate=0.01)[1]
    assert isinstance(place.inputs["x"], float)
    assert place.walk.steps[1].sentence("en")


def test_the_seed_decides_the_batches():
    def run(seed):
        return descend(GRAPH, START, data=DATA, batch=2, seed=seed, rate=0.01).outputs.tolist()

    assert run(1) == run(1) != run(2)


def test_costs_are_over_all_data_where_outputs_are_estimates():
    path = descend(GRAPH, START, data=DATA, batch=2, rate=0.01, steps=200)
    for place, cost in zip(path, path.costs, strict=True):
        x, y = np.array(XS), np.array(YS)
        expected = np.mean((y - (place.inputs["w"] * x + place.inputs["b"])) ** 2)
        assert cost == pytest.approx(expected, rel=1e-12)
    assert np.std(np.diff(path.outputs)) > 3 * np.std(np.diff(path.costs))
    full = descend(GRAPH, START, data=DATA, rate=0.01, steps=200)
    assert full.costs is full.outputs


def test_all_moves_no_column():
    path = descend(GRAPH, {**START, "x": 1}, "all", data={"y_": YS}, rate=0.01, steps=2)
    assert path.parameters == ("w", "x", "b")


def test_a_column_without_influence_and_a_formula_without_columns():
    flat = descend(bv.graph("d = x*w; (w - 1)**2"), {"w": 3}, "w", data={"x": XS}, steps=2)
    assert flat.outputs[0] == 4
    equals_its_walks(flat)


# How it ends


def sentences(path):
    for lang in LANGUAGES:
        text = path.sentence(lang)
        assert not re.search(r"[{}]|None|float64|  ", text)
        assert text.endswith("。" if lang == "ja" else ".")
        if lang == "en":
            assert text[0].isupper()
    return path.sentence("en")


@pytest.mark.parametrize(
    ("text", "inputs", "how", "ending", "last"),
    [
        (ARTICLE, ARTICLE_INPUTS, {"parameters": "w b", "rate": 0.3}, "grew", 20),
        (ARTICLE, ARTICLE_INPUTS, {"parameters": "all", "rate": 1.0}, "grew", 3),
        ("exp(w**2)", {"w": 3}, {}, "grew", 1),
        ("w**4", {"w": 1e3}, {}, "grew", 1),
        ("-w**2", {"w": 1}, {"steps": 1000}, "fell", 76),
        ("-exp(w)", {"w": 1}, {"steps": 1000}, "fell", None),
        ("w - log(w)", {"w": 0.1}, {"rate": -1.0}, None, None),
        ("w + log(w)", {"w": 0.3}, {"rate": 1.0}, "undefined", 1),
        ("sqrt(w)", {"w": 0}, {}, "undefined", 0),
        ("log(w)", {"w": -1}, {}, "undefined", 0),
        ("1/w", {"w": 0}, {}, "undefined", 0),
        ("(w - 1)**2", {"w": np.inf}, {}, "undefined", 0),
        ("0*w + 5", {"w": 1}, {}, None, 50),
        ("w**2", {"w": [1.0, 1e6]}, {"rate": 1.5, "steps": 1000}, "grew", None),
        ("sqrt(w)", {"w": [1.0, 0.0]}, {}, "undefined", 0),
        ("1e300*w", {"w": 1e10}, {"rate": 1e10}, "undefined", 0),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_divergence_is_told_and_stops(text, inputs, how, ending, last, method):
    if how.get("rate", 1) < 0:
        with pytest.raises(bv.InputError, match="rate"):
            descend(bv.graph(text), inputs, "w", **how)
        return
    path = descend(bv.graph(text), inputs, **{"parameters": "w", **how}, method=method)
    sentences(path)
    if method == "plain":
        assert path.ending == ending
        assert path.diverged == (ending is not None)
        assert last is None or path[-1].step == last
    assert all(np.isfinite(place.output) for place in path[:-1])
    assert path[-1].walk.steps[-1].sentence("en")


def test_the_words_say_what_happened_and_what_to_try():
    def told(text, start, **how):
        return sentences(descend(bv.graph(text), {"w": start}, "w", **how))

    assert "too large. Try a smaller one, such as 0.2" in told("w**2", 1, rate=2, steps=99)
    assert "no bottom" in told("-w**2", 1, steps=999)
    assert "the region where the formula works" in told("w + log(w)", 0.3, rate=1)
    assert "Start somewhere else" in told("log(w)", -1)
    assert "the ground is level" in told("(w - 1)**2", 1)
    assert "It has risen" in told("w**2", 1, rate=1.1, steps=3)
    assert told("w**2", 1, steps=0) == "No step is taken yet: f = 1."
    done = told("w**2", 1, rate=0.5, steps=1, method="adam")
    assert done == "After step 1 of Adam (rate 0.5), f has gone from 1 to 0.25."
    path = descend(GRAPH, START, data=DATA, batch=2, rate=0.01)
    assert "average over all 7 examples, though each step saw only 2" in sentences(path)
    assert "over all 7 examples." in sentences(descend(GRAPH, START, data=DATA, rate=0.01))
    assert "学習率 2 を小さく、たとえば 0.2" in descend(
        bv.graph("w**2"), {"w": 1}, "w", 2, steps=99
    ).sentence("ja")
    with pytest.raises(ValueError, match=r"en, .*ja"):
        path.sentence("xx")


def test_a_diverged_data_descent():
    for batch in (None, 2, 1):
        path = descend(GRAPH, START, data=DATA, batch=batch, rate=5, steps=500)
        assert path.ending == "grew"
        sentences(path)


# What is refused


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"rate": 0}, "the rate is 0: a positive number"),
        ({"rate": float("nan")}, "a positive number"),
        ({"rate": float("inf")}, "a positive number"),
        ({"rate": "fast"}, "a positive number"),
        ({"steps": -1}, "steps is -1: a whole number is needed, at least 0"),
        ({"steps": 1.5}, "steps is 1.5"),
        ({"batch": 2}, "no data are given"),
        ({"parameters": "q"}, r"no inputs: q; the inputs that can move: w, x, b, y'"),
        ({"parameters": []}, r"no parameters to move: .*parameters=\['w', 'x'\].*'all'"),
        ({"inputs": {"w": 1}}, "missing: x"),
        ({"inputs": None}, "missing: w"),
        ({"inputs": {**ARTICLE_INPUTS, "q": 1}}, "unknown: q"),
    ],
)
def test_what_makes_no_sense_is_refused(how, message):
    with pytest.raises(bv.InputError, match=message):
        descend(**{"source": GRAPH, "inputs": ARTICLE_INPUTS, **how})


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"data": {"x": [1, 2], "y_": [1, 2, 3]}}, "differ in length .x 2, y_ 3"),
        ({"data": {"x": [], "y_": []}}, "no examples"),
        ({"data": {}}, "no examples"),
        ({"data": {"x": 1.0, "y_": [1]}}, "one list of numbers"),
        ({"data": {"x": [[1], [2]], "y_": [1, 2]}}, "one list of numbers"),
        ({"data": {"x": [[1], [2, 3]], "y_": [1, 2]}}, "one list of numbers"),
        ({"data": {"x": ["a", "b"], "y_": [1, 2]}}, "real number"),
        ({"data": {"x": XS}}, "missing: y'"),
        ({"data": {**DATA, "q": XS}}, "unknown: q"),
        ({"inputs": {**START, "y'": 1}}, "y': given both"),
        ({"inputs": {"w": [1, 2], "b": 1}}, "w: beside data, every other input is one number"),
        ({"parameters": "x"}, "columns of data, which stay as they are: x"),
        ({"batch": 0}, "batch is 0: a whole number is needed, from 1 to 7"),
        ({"batch": 8}, "from 1 to 7"),
        ({"batch": 2.0}, "whole number"),
    ],
)
def test_data_that_make_no_sense_are_refused(how, message):
    with pytest.raises(bv.InputError, match=message):
        descend(**{"source": GRAPH, "inputs": START, "data": DATA, **how})


def test_more_that_is_refused():
    with pytest.raises(ValueError, match="no method 'sgd'; there are plain, momentum, adam"):
        descend(GRAPH, ARTICLE_INPUTS, method="sgd")
    with pytest.raises(bv.InputError, match="no parameters to move"):
        descend(bv.graph(ARTICLE), ARTICLE_INPUTS)
    vector = bv.variable("w") * np.array([1.0, 2.0]) + bv.variable("x")
    with pytest.raises(bv.InputError, match="no single cost per example"):
        descend(bv.graph(vector), {"w": 1}, "w", data={"x": [1.0, 2.0]})


# The cost at many places


@pytest.mark.parametrize("data", [None, DATA])
@pytest.mark.parametrize("chunk", [1, 10, 10**6])
def test_the_cost_at_many_places_is_the_cost_at_each(data, chunk, monkeypatch):
    monkeypatch.setattr("backprop_viz.descent.cost._AT_ONCE", chunk)
    cost = Cost(GRAPH, START if data else ARTICLE_INPUTS, data)
    places = {"w": np.linspace(-2, 2, 7), "b": np.linspace(3, 1, 7)}
    costs, gradients = cost.over(cost.start, places)
    assert costs.shape == (7,)
    for k in range(7):
        state = {**cost.start, **{name: float(places[name][k]) for name in places}}
        value, by_name = cost.at(cost.inputs(state, slice(None)))
        close(costs[k], value)
        for name in places:
            close(gradients[name][k], by_name[name])


def test_the_cost_of_an_array_at_many_places_is_the_sum_of_its_entries():
    cost = Cost(bv.graph("(w*x - 1)**2"), {"w": 0, "x": [1.0, 2.0, 3.0]})
    costs, gradients = cost.over(cost.start, {"w": np.array([0.0, 1.0])})
    assert costs.tolist() == [3.0, 5.0]
    assert gradients["w"].tolist() == [-12.0, 16.0]


def test_an_input_without_influence_makes_a_plain():
    cost = Cost(bv.graph("d = u*w; w**2"), {"w": 3, "u": 1})
    costs, gradients = cost.over(cost.start, {"u": np.array([0.0, 1.0])})
    assert costs.tolist() == [9.0, 9.0]
    assert gradients["u"].tolist() == [0.0, 0.0]


def test_no_picture_is_needed_for_a_descent(monkeypatch):
    for module in [m for m in sys.modules if m.startswith(("matplotlib", "backprop_viz.draw"))]:
        monkeypatch.delitem(sys.modules, module)
    descend(GRAPH, ARTICLE_INPUTS, steps=3)
    assert not any(m.startswith(("matplotlib", "backprop_viz.draw")) for m in sys.modules)


def test_a_step_that_there_is_not_is_told_with_those_there_are():
    path = descend(bv.graph("w**2"), {"w": 1}, "w", steps=3)
    with pytest.raises(IndexError, match=r"no step 4; the path has the steps 0 to 3$"):
        path[4]
    assert len(list(path)) == 4
    stopped = descend(bv.graph("w**2"), {"w": 1}, "w", rate=10, steps=500)
    with pytest.raises(IndexError, match=r"no step 500; .* it stopped there, as the cost grew"):
        stopped[500]


def test_a_descent_is_taken_again_from_elsewhere():
    path = descend(bv.graph("(w - 3)**2", parameters="w"), {"w": 0}, rate=0.5, steps=3)
    again = path.again({"w": 9})
    assert again.inputs["w"].tolist() == [9.0, 3.0, 3.0, 3.0]
    assert (again.rate, again.method, again.steps) == (path.rate, path.method, 3)
    early = descend(bv.graph("w**2", parameters="w"), {"w": 1}, rate=1e9, steps=40)
    assert early.diverged
    assert len(early.again({"w": 0})) == 41  # as many as were asked for
    with pytest.raises(bv.InputError):
        path.again({"q": 1})


def test_a_descent_over_data_is_taken_again_with_the_same_batches():
    graph = bv.graph("(y' - w*x)**2", parameters="w")
    data = {"x": [1.0, 2.0, 3.0], "y'": [2.0, 4.0, 6.5]}
    path = bv.descend(graph, {"w": 0}, rate=0.05, steps=5, data=data, batch=1, seed=7)
    again = path.again({"w": 0})
    assert again.inputs["w"].tolist() == path.inputs["w"].tolist()
    assert again[2].walk.output == path[2].walk.output


def test_an_entry_of_the_data_that_is_no_number_is_what_is_blamed():
    graph = bv.graph("(y' - w*x)**2", parameters="w")
    path = descend(graph, {"w": 1}, data={"x": [1, np.nan], "y'": [1, 2]})
    assert path.ending == "undefined"
    assert "entries in the data that are no finite numbers" in path.sentence("en")
    assert "データに有限でない数" in path.sentence("ja")
    assert "Start somewhere else" not in path.sentence("en")


def test_a_batch_of_all_examples_sees_them_all():
    graph = bv.graph("(y' - w*x)**2", parameters="w")
    path = descend(graph, {"w": 1}, rate=0.01, data={"x": [1, 2], "y'": [1, 2]}, batch=2)
    assert "average over all 2 examples." in path.sentence("en")
    assert "saw only" not in path.sentence("en")


@pytest.mark.parametrize("wrong", [{"rate": True}, {"steps": True}, {"seed": -1}, {"seed": 0.5}])
def test_what_is_no_number_of_its_kind_is_refused(wrong):
    with pytest.raises(bv.InputError, match=next(iter(wrong))):
        descend(bv.graph("w**2"), {"w": 1}, "w", **wrong)


def test_a_path_shows_its_sentence_in_a_notebook():
    """As Markdown, in which a name stays what it is."""
    path = descend(bv.graph("x*y"), {"x": 1, "y": 0}, "y")
    assert path._repr_markdown_() == path.sentence()
    odd = bv.variables("a*b$c")
    path = descend(bv.graph(odd**2), {"a*b$c": 0.0}, "all", steps=2)
    assert "a*b$c = 0" in path.sentence("en")
    assert r"a\*b\$c = 0" in path._repr_markdown_()


# What the words may not get wrong


@pytest.mark.parametrize(
    ("text", "start", "how", "said", "unsaid"),
    [
        (ARTICLE, ARTICLE_INPUTS, {"rate": 0.2}, ["f is 4, as at the start", "to and fro"], []),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 0.2, "steps": 49}, ["w = 1.4, b = 0.2 and w = 3"], []),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 0.2, "steps": 2}, ["to and fro", "such as 0.1"], []),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 0.2, "steps": 1}, ["jumped across the valley"], []),
        ("w**2", {"w": 1}, {"rate": 0.99999, "steps": 1}, ["rate 0.99999", "almost the same"], []),
        ("w**2", {"w": 2}, {"rate": 0.99999, "steps": 2}, ["is 4, almost as at"], []),
        (
            "w**2",
            {"w": 1},
            {"rate": 1.0, "steps": 1},
            ["rate 1)", "to the same height"],
            ["almost"],
        ),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 0.19, "steps": 20}, ["It swings"], ["to and fro"]),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 0.19, "steps": 2000}, [], ["swings", "to and fro"]),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 0.25, "steps": 5}, ["has risen"], ["swings"]),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 0.02, "steps": 20}, [], ["swings", "nothing changes"]),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 0.1}, ["From step 1 on", "the gradient is 0"], []),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 1e-9}, ["hardly moves", "such as 1e−8"], ["from 4 to"]),
        (ARTICLE, ARTICLE_INPUTS, {"rate": 1e-20}, ["Nothing moves", "8.944 in size"], ["level"]),
        ("abs(w)", {"w": 0.3}, {"rate": 0.5}, ["w = 0.3 and w = −0.2", "0.3 and 0.2"], []),
        ("abs(w)", {"w": 9.3}, {"rate": 0.5}, ["gone from 9.3 to 0.3", "to and fro"], []),
        ("w**4 - w**2", {"w": 1}, {"rate": 0.6, "steps": 101}, ["−0.8058 and w = −0.5171"], []),
        ("-cos(w)", {"w": 1}, {"rate": 2.9, "steps": 400}, ["to and fro"], ["lower on the way"]),
        ("sigmoid(w)", {"w": 40}, {}, ["Nothing moves", "4.248e−18"], ["is level"]),
        ("sigmoid(w)", {"w": 20}, {"rate": 1}, ["hardly moves"], ["from 1 to 1"]),
        ("(w - 3)**2", {"w": 0}, {"steps": 400}, ["too short to change even the last"], []),
        ("(w - 3)**2", {"w": 3}, {}, ["the ground is level"], ["nothing changes"]),
        ("w**2", {"w": 1}, {"rate": 1.0, "steps": 7}, ["w = −1 and w = 1", "such as 0.5"], []),
        ("w**2 + 0*v", {"w": [1.0, 2.0], "v": 1}, {"rate": 1.0}, ["to and fro"], []),
        (
            ARTICLE,
            ARTICLE_INPUTS,
            {"rate": 0.02, "steps": 20, "method": "momentum"},
            ["It was lower on the way, 7.744e−5 at step 10"],
            ["swings"],
        ),
        ("-w", {"w": 1}, {"steps": 9}, ["gone from −1 to −1.9"], ["swings", "lower on the way"]),
    ],
)
def test_the_summary_says_how_it_went(text, start, how, said, unsaid):
    moved = "w b" if text == ARTICLE else "w"
    path = descend(bv.graph(text), start, moved, **how)
    told = sentences(path)
    for words in said:
        assert words in told
    for words in unsaid:
        assert words not in told
    assert not re.search(r"gone from (\S+) to \1\.( |$)", told)


@given(
    st.sampled_from(["w**2", "abs(w)", "w**4 - w**2", "-cos(3*w)", "sigmoid(w)", "exp(w) - 2*w"]),
    st.floats(-3, 3),
    st.floats(1e-6, 3),
    st.integers(0, 60),
    st.sampled_from(sorted(METHODS)),
)
@settings(max_examples=150)
def test_what_the_summary_says_is_true(text, start, rate, steps, method):
    path = descend(bv.graph(text), {"w": start}, "w", rate, steps, method)
    told, w = sentences(path), path.inputs["w"]
    assert not re.search(r"gone from (\S+) to \1\.( |$)", told)
    if "between two places" in told:
        close(w[-1], w[-3], 1e-5)
        assert abs(w[-1] - w[-2]) > 1e-7
    if "swings" in told or "across the valley and gets" in told:
        assert np.sum(np.diff(w)[1:] * np.diff(w)[:-1] < 0) >= 3
    if "nothing changes" in told:
        (since,) = map(int, re.findall(r"From step (\d+) on", told))
        assert set(w[since:]) == {w[since]}
        assert since == 0 or w[since - 1] != w[since]
    if "gradient is 0" in told:
        assert path[-1].gradients["w"] == 0
    if "lower on the way" in told:
        assert path.outputs.min() < path.outputs[-1]
    if "It has risen" in told:
        assert path.costs[-1] > path.costs[0]


# Long descents


def test_what_has_settled_costs_no_time_and_little_memory():
    path = descend(BOWL, {"w": 0}, rate=0.1, steps=1_000_000)
    assert len(path) == 1_000_001
    assert path.ending is None
    assert path[1_000_000].step == 1_000_000
    assert path[path.settled].inputs == path[1_000_000].inputs != path[path.settled - 1].inputs
    short = descend(BOWL, {"w": 0}, rate=0.1, steps=path.settled)
    assert path.inputs["w"][: len(short)].tolist() == short.inputs["w"].tolist()


def test_endlessly_many_steps_to_where_nothing_changes_are_left_out():
    path = descend(BOWL, {"w": 0}, rate=0.1, steps=10**30)
    assert path.ending == "settled"
    assert not path.diverged
    assert len(path) == path.settled + 1 < 1000
    assert f"up to {10**30}, are left out" in sentences(path)
    assert path[-1].output < 1e-28
    with pytest.raises(IndexError, match="nothing changes after that"):
        path[5000]
    level = descend(BOWL, {"w": 3}, steps=10**9)
    assert len(level) == 1
    assert "the ground is level" in sentences(level)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("start", [0.0, 3.0, -0.0])
def test_only_what_is_the_same_for_good_is_repeated(method, start, monkeypatch):
    """Every place is the one that computing it would give."""
    graph = bv.graph("(w - 3)**2 + 0*v")
    path = descend(graph, {"w": start, "v": 1.0}, "w v", rate=0.3, steps=1500, method=method)
    monkeypatch.setattr("backprop_viz.descent.run._is_same", lambda one, other: False)
    slow = descend(graph, {"w": start, "v": 1.0}, "w v", rate=0.3, steps=1500, method=method)
    assert slow.settled is None
    assert path.inputs["w"].tobytes() == slow.inputs["w"].tobytes()
    assert path.outputs.tobytes() == slow.outputs.tobytes()


def test_who_watches_sees_every_step_and_may_stop():
    seen = []

    def watch(steps):
        assert len(steps) == 30
        for step in steps:
            seen.append(step)
            yield step
            if step == 7:
                return

    path = bv.descend(GRAPH, ARTICLE_INPUTS, rate=0.01, steps=30, watch=watch)
    assert seen == [*range(1, 8)]
    assert [place.step for place in path] == [*range(8)]
    assert path.ending == "interrupted"
    assert "Interrupted after step 7 of 30" in sentences(path)
    assert sentences(path).endswith("f has gone from 4 to 0.9151.")
    with pytest.raises(IndexError, match="it was interrupted there"):
        path[8]


@pytest.mark.parametrize("where", [0, 1, 5])
def test_who_interrupts_gets_the_path_so_far(where, monkeypatch):
    whole = bv.descend(GRAPH, START, rate=0.01, steps=20, data=DATA, batch=3)
    real, asked = Cost.at, []

    def at(self, inputs):
        asked.append(inputs)
        if len(asked) == where + 2:
            raise KeyboardInterrupt
        return real(self, inputs)

    monkeypatch.setattr(Cost, "at", at)
    path = bv.descend(GRAPH, START, rate=0.01, steps=20, data=DATA, batch=3)
    monkeypatch.undo()
    assert path.ending == "interrupted"
    assert len(path) == where + 1
    assert path.outputs.tolist() == whole.outputs[: where + 1].tolist()
    for place, expected in zip(path, whole, strict=False):
        assert place.inputs["x"].tolist() == expected.inputs["x"].tolist()
    assert f"Interrupted after step {where} of 20" in sentences(path)
    assert len(path.again(START, 4)) == 5


def test_who_interrupts_before_the_start_gets_nothing(monkeypatch):
    def at(self, inputs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Cost, "at", at)
    with pytest.raises(KeyboardInterrupt):
        bv.descend(GRAPH, ARTICLE_INPUTS, rate=0.01)


@pytest.mark.parametrize("fault", ["room", "memory"])
def test_a_path_that_is_full_stops_and_keeps_what_it_has(fault, monkeypatch):
    if fault == "room":
        monkeypatch.setattr("backprop_viz.descent.run.ROOM", 24 * 101 + 5)
    else:
        real = Columns.append

        def append(self, row):
            if len(self) == 101:
                raise MemoryError
            real(self, row)

        monkeypatch.setattr(Columns, "append", append)
    path = descend(GRAPH, ARTICLE_INPUTS, rate=0.001, steps=5000)
    assert path.ending == "full"
    assert not path.diverged
    assert len(path) == 101
    told = sentences(path)
    assert "Stopped at step 100 of 5000" in told
    assert "start another path at its last place" in told
    with pytest.raises(IndexError, match="too much memory"):
        path[101]
    there = descend(GRAPH, path[-1].inputs, rate=0.001, steps=1)
    assert there[0].output == path[-1].output


LONG = """
import pathlib, re, resource, sys
import backprop_viz as bv

size = 3 << 30  # of addresses, of which the libraries take a good part
resource.setrlimit(resource.RLIMIT_AS, (size, size))
graph = bv.graph("-w*x + 0*b", parameters="w b")

def watch(steps):
    for step in steps:
        yield step
        if step == 200_000:
            print("under way", flush=True)

path = bv.descend(graph, dict(w=3, x=1e-9, b=1), rate=1, steps=10**9, watch=watch)
print(len(path) > 200_000, path.ending, path[200_000].step, path[-1].step == len(path) - 1)
print(path.sentence("en"))
# Not ru_maxrss, in which Linux counts what the process was that started this one.
status = pathlib.Path("/proc/self/status")
peak = re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text()) if status.exists() else None
print(peak is None or int(peak[1]) < 900_000)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit and a signal of POSIX")
def test_a_thousand_million_steps_are_interrupted_by_a_signal():
    command = [sys.executable, "-c", LONG]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as run:
        try:
            assert run.stdout.readline() == "under way\n"
            run.send_signal(signal.SIGINT)
            told, faults = run.communicate(timeout=240)
        finally:
            run.kill()
    assert run.returncode == 0, faults
    first, sentence, small = told.splitlines()
    assert first == "True interrupted 200000 True"
    assert re.match(r"Interrupted after step \d+ of 1000000000; ", sentence)
    assert small == "True"
    assert faults == ""


def test_a_long_descent_shows_how_far_it_is(monkeypatch, capsys):
    """At a terminal; nowhere else."""
    clock = iter(range(10**6))
    monkeypatch.setattr("backprop_viz.progress.time.monotonic", lambda: next(clock))
    bv.descend(GRAPH, ARTICLE_INPUTS, rate=0.001, steps=20)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda _: True)
    bv.descend(GRAPH, ARTICLE_INPUTS, rate=0.001, steps=20)
    out, err = capsys.readouterr()
    assert out == ""
    assert "20/20" not in err.split("\r")[1]
    assert "19/20" in err
    assert err.endswith("\r\033[K")


def test_a_path_has_its_places_at_hand_but_not_all(monkeypatch):
    monkeypatch.setattr("backprop_viz.descent.positions.AT_HAND", 3)
    path = descend(GRAPH, ARTICLE_INPUTS, rate=0.01, steps=9)
    first = path[0]
    assert path[0] is first
    assert [place.inputs["w"] for place in path] == path.inputs["w"].tolist()
    assert len(path._places) == 3
    assert path[0] is not first
    assert path[0].inputs == first.inputs
    assert path[-2:] == (path[8], path[9])
    assert path[np.int64(4)].step == 4
    with pytest.raises(TypeError):
        path["w"]
