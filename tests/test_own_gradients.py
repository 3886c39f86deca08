"""Gradients of one's own: what is right, what is not, and what is said of it."""

from __future__ import annotations

import math
import random
import re
import sys
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

import backprop_viz as bv
from array_graphs import BATCH, NETWORK
from backprop_viz.hunting.judge import judge
from needs import missing
from strategies import ARTICLE, ARTICLE_INPUTS

RIGHT = {"w": 8, "x": 12, "b": 4, "y_": -4}


def article():
    return bv.graph(ARTICLE).walk(ARTICLE_INPUTS)


def network():
    return bv.graph(NETWORK, parameters="W b v").walk(BATCH)


def test_all_that_is_right_is_right_in_every_form():
    walk = article()

    def by_name(x, w, b, y_):
        t = y_ - (w * x + b)
        return {"w": -2 * t * x, "x": -2 * t * w, "b": -2 * t, "y'": 2 * t}

    class Value:
        def __init__(self, grad):
            self.grad = grad

    forms = [
        RIGHT,
        {"w": 8.0, "x": np.array(12), "b": np.float32(4), "y′": -4},
        [8, 12, 4, -4],
        (8, 12, 4, -4),
        by_name,
        lambda x, w, b, y_: (12, 8, 4, -4),  # in the order of its parameters
        lambda one, two, three, four: (8, 12, 4, -4),  # in that of the inputs
        lambda *inputs: [8, 12, 4, -4],
        lambda *inputs: (4.0, (8, 12, 4, -4)),
        lambda x, w, b, y_: (4.0, RIGHT),
        walk.graph.gradient_function(),
        {name: Value(grad) for name, grad in RIGHT.items()},
        [Value(8), Value(12.0), Value(np.float64(4)), Value(-4)],
        {**walk.gradients},
        walk.gradients,
    ]
    for answers in forms:
        judged = bv.judge(walk, answers)
        assert judged, (answers, judged)
        assert {row.verdict for row in judged.rows} == {"exact"}
        assert (judged.first, judged.step, judged.reason) == (None, None, "")
    one = bv.graph("x**2").walk(x=[1, 2, 3])
    assert bv.judge(one, [2, 4, 6])
    assert bv.judge(one, lambda x: 2 * x)
    assert bv.judge(one, lambda x: (np.sum(x**2), {"x": 2 * x}))


def test_tensors_of_pytorch_have_a_grad():
    torch = sys.modules.get("torch") or _torch()
    walk = network()
    inputs = {n: torch.tensor(v, dtype=torch.float32) for n, v in walk.inputs.items()}
    parameters = {n: inputs[n].requires_grad_() for n in "Wbv"}
    hidden = torch.tanh(inputs["X"] @ inputs["W"] + inputs["b"])
    with pytest.raises(AssertionError, match="has no gradient"):
        assert bv.judge(walk, parameters), str(bv.judge(walk, parameters))
    ((hidden @ inputs["v"] - inputs["y"]) ** 2).sum().backward()
    judged = bv.judge(walk, parameters)
    assert judged
    assert {row.verdict for row in judged.rows} <= {"exact", "close"}
    parameters["b"].grad *= 1.001
    assert bv.judge(walk, parameters).first.name == "b"
    assert bv.judge(walk, {n: p.grad for n, p in parameters.items()}).first.name == "b"


def _torch():
    try:
        import torch
    except ImportError:
        missing("PyTorch is not installed")
    return torch


def test_a_number_near_a_right_one_is_not_right():
    chance = random.Random(1)
    for walk in (article(), network(), bv.graph("sin(x)*exp(y)/z").walk(x=1, y=2, z=3)):
        wanted = [n for n in walk.graph.inputs if n in (walk.graph.parameters or [n])]
        for _ in range(12):
            answers = {n: np.array(walk.gradients[n]) for n in wanted}
            name = chance.choice(wanted)
            at = chance.randrange(answers[name].size)
            entry = answers[name].ravel()[at]
            off = chance.choice((1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1)) * chance.choice((1, -1))
            answers[name].ravel()[at] = entry * (1 + off) if entry else off
            judged = bv.judge(walk, answers)
            assert not judged
            assert judged.first.name == name
            assert [row.ok for row in judged.rows] == [n != name for n in wanted]


@pytest.mark.parametrize("kind", ["float16", "float32"])
def test_few_bits_are_no_excuse_for_a_number_near_the_right_one(kind):
    walk, step = network(), float(np.finfo(kind).eps)
    right = {n: walk.gradients[n].astype(kind) for n in "Wbv"}
    assert bv.judge(walk, right)
    for name, off in product(right, (1, -1)):
        for rate in (0.003, 0.015):
            near = right[name] * np.asarray(1 + off * max(rate, 3 * step), kind)
            assert not bv.judge(walk, {**right, name: near}), (name, off, rate)
    nothing = bv.graph("x*0*y").walk(x=3, y=4)
    assert not bv.judge(nothing, {"x": np.asarray(0.003, kind), "y": 0})
    assert bv.judge(nothing, {"x": np.asarray(0, kind), "y": np.asarray(0, kind)})


@pytest.mark.parametrize(
    ("right", "given"), [((3,), (3, 1)), ((3,), (1, 3)), ((3, 1), (3,)), ((), (1,)), ((1,), ())]
)
def test_the_same_numbers_in_another_shape_are_not_right(right, given):
    walk = bv.graph("sum(x**2)").walk(x=np.full(right, 2.0))
    gradient = walk.gradients["x"]
    assert bv.judge(walk, {"x": gradient})
    judged = bv.judge(walk, {"x": np.reshape(gradient, given)})
    assert not judged
    assert (judged.rows[0].verdict, judged.reason) == ("shape", "shape")
    assert str(judged.rows[0].right.shape if right else ()) in str(judged)


@pytest.mark.parametrize("given", [-math.inf, 1e308, -1e308, math.nan, 0.0])
def test_no_number_is_close_to_an_infinity(given):
    walk = bv.graph("sqrt(x)").walk(x=0)
    assert judge(walk, {"x": math.inf}).rows[0].verdict == "exact"
    assert judge(walk, {"x": given}).rows[0].verdict == "wrong"
    pair = bv.graph("sqrt(x)").walk(x=[0, 1])
    assert judge(pair, {"x": [math.inf, 0.5]}).ok
    assert not judge(pair, {"x": [given, 0.5]}).ok
    assert not judge(pair, {"x": [math.inf, 0.6]}).ok


@pytest.mark.parametrize("form", [tuple, list, np.array])
def test_two_gradients_are_not_taken_for_an_output_and_gradients(form):
    walk = bv.graph("sum(x*y)").walk(x=[1, 2], y=[3, 4])
    assert judge(walk, (form([3, 4]), (1, 2))).ok
    assert judge(walk, lambda x, y: (form(y), tuple(x))).ok
    assert judge(walk, (11.0, (form([3, 4]), (1, 2)))).ok
    assert not judge(walk, (form([3, 4]), (2, 1))).ok


def test_errors_of_rounding_are_forgiven_and_told_from_exact():
    walk = bv.graph("sum(exp(x)/3)").walk(x=[0.1, 0.2, 0.7])
    (row,) = bv.judge(walk, lambda x: np.exp(x - 1) * np.e / 3).rows
    assert row.verdict == "close"
    assert 0 < row.gap < 1e-14
    single = bv.judge(walk, lambda x: (np.exp(x) / 3).astype(np.float32))
    assert single
    double = bv.judge(walk, lambda x: np.float64((np.exp(x) / 3).astype(np.float32)))
    assert not double
    assert double.rows[0].verdict == "rounded"
    vast = bv.graph("(a + b) - a").walk(a=1e9, b=1.0)  # every digit counts beside a large number
    assert not bv.judge(vast, {"a": 1e-3, "b": 1})


def test_the_table_and_what_is_said():
    judged = bv.judge(article(), {"x": 8, "w": 12, "b": 4, "y_": -4})
    lines = str(judged).split("\n")
    assert lines[0].split("  ")[0] == "gradient of"
    assert lines[2].split() == ["w", "12", "8", "no", "no", "4", "wrong"]
    assert lines[4].split() == ["b", "4", "4", "yes", "yes", "0", "exact"]
    told = (
        "The first wrong one on the way back is ∂f/∂w. All of these numbers come of one bug in the"
    )
    assert lines[-1].startswith(told)
    assert (judged.reason, judged.first.name) == ("swapped", "w")
    page = judged._repr_html_()
    assert page.count("<tr ") == 5
    assert "✗" in page
    assert "✓" in bv.judge(article(), RIGHT)._repr_html_()
    assert "逆伝播の順で最初に間違っているのは ∂f/∂w です。" in str(
        bv.judge(article(), {"x": 8, "w": 12, "b": 4, "y_": -4}, lang="ja")
    )
    data = judged.as_data()
    assert (data["ok"], data["first"], data["gradients"]["w"]["verdict"]) == (False, "w", "wrong")


def test_the_first_wrong_one_is_first_on_the_way_back():
    gradients = {**article().gradients}
    judged = bv.judge(article(), {**gradients, "w": 0.5, "s": 5, "t": 4})
    assert judged.first.name == "t"
    assert bv.judge(article(), {**gradients, "f": 2}).first.name == "f"


def programs():
    """Programs with a mistake as learners write them, and what the judge says of each."""
    shared = bv.graph("a = x*y; b = a + x; f = a*b").walk(x=2, y=3)

    def engine(x, y, overwrite=False, early=False, twice=False):
        a = x * y
        b = a + x
        da, db = b, a
        first = da
        da = db if overwrite else da + db
        dx, dy = db, 0.0
        dx = (first if early else da) * y + (0 if overwrite else dx)
        dy += (first if early else da) * x
        return (2 * dx, 2 * dy) if twice else (dx, dy)

    for option, bug in (("overwrite", "overwritten"), ("early", "unordered"), ("twice", "kept")):
        yield shared, lambda x, y, option=option: engine(x, y, **{option: True}), bug

    def network_grads(wrong, x, w, b, v, y):
        hidden = np.tanh(x @ w + b)
        d = 2 * (hidden @ v - y)
        dh = np.outer(d, v) if wrong != "upstream" else np.tile(v, (3, 1))
        dz = dh * (1 - hidden**2) if wrong != "inner" else dh
        db = dz.sum(0) if wrong != "unsummed" else dz[0]
        dw = x.T @ dz
        return {"W": -dw if wrong == "flipped" else dw, "b": db, "v": hidden.T @ d}

    for bug in ("upstream", "inner", "unsummed", "flipped"):
        yield network(), lambda *inputs, bug=bug: network_grads(bug, *inputs), bug


@pytest.mark.parametrize(("walk", "program", "bug"), [*programs()], ids=lambda x: str(x)[:12])
def test_the_mistakes_of_programs_are_told_by_name(walk, program, bug):
    judged = bv.judge(walk, program)
    assert not judged
    assert judged.reason == bug, str(judged)


@pytest.mark.parametrize(
    ("meant", "written", "reason"),
    [
        ("cross_entropy(Z, y)", "cross_entropy(softmax(Z), y)", "other_twice"),
        ("sum(softmax(Z)**2)*mean(y)", "sum(softmax(Z, axis=0)**2)*mean(y)", "other_axis"),
        ("sum(log_softmax(Z)*Z) + y[0]", "sum(log_softmax(Z, axis=0)*Z) + y[0]", "other_axis"),
    ],
)
def test_a_formula_that_is_taken_for_another_is_told(meant, written, reason):
    inputs = {"X": [[1, 2], [0.5, -1]], "W": [[1, -2], [0.5, 0.3]], "b": [0.1, 0.2], "y": [0, 1]}
    walk, other = (bv.graph(f"Z = X @ W + b; {text}").walk(inputs) for text in (meant, written))
    judged = bv.judge(walk, {name: other.gradients[name] for name in "XWb"})
    assert not judged
    assert judged.reason == reason
    assert "These are the gradients of another formula" in str(judged)


def test_shapes_are_told():
    walk = network()
    right = {name: walk.gradients[name] for name in "Wbv"}
    judged = bv.judge(walk, {**right, "b": walk.gradients["Z"]})
    assert (judged.first.name, judged.first.verdict, judged.reason) == ("b", "shape", "unsummed")
    assert "(3, 2), not (2,)" in str(judged)
    judged = bv.judge(walk, {**right, "v": 1.0})
    assert (judged.first.name, judged.reason) == ("v", "shape")
    assert str(judged).endswith("Needed there is an array of size 2; this is a single number.")


def test_what_is_no_finite_number_is_wrong_and_told():
    walk = network()
    right = {name: np.array(walk.gradients[name]) for name in "Wbv"}
    right["W"][0, 1] = np.nan
    judged = bv.judge(walk, right)
    assert (judged.first.name, judged.reason) == ("W", "not_finite")
    assert str(judged).endswith("Not finite: 1 of 4.")
    nothing = bv.graph("log(x)*y").walk(x=-1, y=2)
    assert bv.judge(nothing, {**nothing.gradients})  # nan where the walk has nan is right
    assert not bv.judge(nothing, {"x": 0, "y": 0})


def test_missing_gradients_are_named():
    judged = bv.judge(article(), {"w": 8, "x": 12})
    assert not judged
    assert str(judged).endswith("Still missing: ∂f/∂b, ∂f/∂y′.")
    assert bv.judge(network(), {n: network().gradients[n] for n in "Wbv"})  # parameters will do
    none = bv.judge(article(), {**RIGHT, "x": SimpleNamespace(grad=None)})
    assert not none
    assert "x has no gradient (None)" in str(none)
    assert bv.judge(bv.graph("2*3").walk(), {}).sentence.startswith("There is nothing to judge")


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"q": 1}, "there is no gradient of 'q'; those that there are: w, x, p, b, y, s, y', t, f"),
        ({3: 1}, "there is no gradient of 3"),
        ({"": 1}, "a name is empty"),
        ({"y_": 1, "y'": 2}, "the gradient of y' is given twice"),
        ({"x": 1j}, "the gradient of x is 1j: a real number"),
        ({"x": True}, "the gradient of x is True: a real number"),
        ({"x": np.array([True])}, "the gradient of x is array"),
        ({"x": "8"}, "the gradient of x is '8'"),
        ({"x": [[1], [1, 2]]}, "the gradient of x is"),
        ({"x": object()}, "the gradient of x is <object"),
        ({"x": np.ma.array([1.0], mask=[True])}, "the gradient of x: "),
        ({"x": 10**400}, "the gradient of x: "),
        ([1, 2], "2 gradients are given, in the order of the inputs"),
        (3, "int holds no gradients"),
        (None, "NoneType holds no gradients"),
        (lambda: 1, "int holds no gradients"),
        (lambda a, b: 1, r"your function takes a, which are no inputs; the inputs are w, x, b, y'"),
        (lambda x: 1 / 0, r"raised ZeroDivisionError: division by zero, in line \d+: "),
        (lambda x: [][1], r"your function raised IndexError: list index out of range"),
    ],
)
def test_bad_input_is_refused_by_what_it_is(answers, told):
    with pytest.raises(bv.BackpropVizError, match=told):
        bv.judge(article(), answers)


def test_what_is_no_walk_is_refused():
    with pytest.raises(bv.InputError, match=r"by a walk, as in .*, not by Graph"):
        bv.judge(bv.graph("x"), {})


def test_a_function_may_work_with_what_it_is_given_and_change_it():
    def program(x):
        x *= 2
        return x

    walk = bv.graph("x**2").walk(x=[1.0, 2.0])
    assert bv.judge(walk, program)
    assert walk.inputs["x"].tolist() == [1, 2]


def test_a_large_graph_is_judged_in_a_moment():
    text = "; ".join(["x1 = sin(x)"] + [f"x{k} = sin(x{k - 1})*x" for k in range(2, 200)])
    walk = bv.graph(text).walk(x=0.5)
    judged = bv.judge(walk, {"x": 3.0})
    assert judged.reason
    assert re.match(r"The first wrong one on the way back is ∂x₁₉₉/∂x\.", judged.sentence)


def test_it_is_the_function_of_the_package():
    assert bv.judge is judge


@pytest.mark.parametrize("view", [bv.Walk.closed, bv.Walk.opened])
def test_what_is_wrong_in_a_walk_with_blocks_is_told_by_its_own_steps(view):
    text = "neuron(x, w, b) = tanh(w*x + b)\nneuron(neuron(x, w1, b1), w2, b2)**2"
    walk = view(bv.graph(text).walk(x=0.5, w1=1, b1=0.2, w2=-1, b2=0.1))
    right = {name: walk.gradients[name] for name in walk.graph.inputs}
    assert bv.judge(walk, right)
    for name, value in right.items():
        for wrong in (value * 1.5 + 0.3, -value, value * 0, np.ones(2), np.nan):
            judged = bv.judge(walk, {**right, name: wrong})
            assert not judged
            told = [int(number) for number in re.findall(r"step (\d+)", str(judged))]
            assert all(0 < step < len(walk.steps) for step in [*told, judged.step or 1])
