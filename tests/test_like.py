"""A function that asks for shapes: what it may ask, and that its graph holds for these alone."""

from __future__ import annotations

import numbers
from copy import copy

import numpy as np
import pytest

import backprop_viz as bv

W0 = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]])
X0 = np.array([0.5, -1.0, 2.0])


def over_entries(x, w):
    h = 0
    for i in range(len(x)):
        h = h + w[0, i] * x[i]
    return h / x.shape[0]


def over_rows(x, w):
    return np.stack([row @ x for row in w]).sum()


def unpacked(x, w):
    (a, b, c), (u, v) = x, w
    return a * u.sum() + b * c * (v @ v)


def by_functions(x, w):
    scale = np.size(w) + np.ndim(w) + w.size + w.ndim + np.shape(w)[1] + np.size(w, 0)
    return (np.zeros_like(x) + scale * (x + np.ones_like(x))).sum() + w.reshape(*w.shape).sum()


def by_python(x, w):
    total = sum(xi * wi for xi, wi in zip(x, w[1], strict=True))
    first, *rest = reversed(x)
    return total * first + sum(rest) + (1 if x.ndim == 1 else 2) * w.mean()


def of_results(x, w):
    h = w @ x
    return sum(hi**2 for hi in h) / h.shape[0] + (h * len(h)).sum()


ASKING = (over_entries, over_rows, unpacked, by_functions, by_python, of_results)


@pytest.mark.parametrize("function", ASKING)
@pytest.mark.parametrize(
    "like",
    [
        {"x": (3,), "w": (2, 3)},
        {"x": X0, "w": W0},
        ((3,), W0),
        {"w": [[1, 2, 3], [4, 5, 6]], "x": (np.int64(3),)},
    ],
)
def test_a_function_that_asks_is_what_it_is_on_numbers(function, like):
    graph = bv.graph(function, like=like)
    walk = graph.walk(x=X0, w=W0)
    assert walk.output == pytest.approx(float(function(X0, W0)), rel=1e-12)
    assert walk.check().ok
    output, (x, w) = graph.gradient_function()(X0, W0)
    assert output == pytest.approx(walk.output)
    np.testing.assert_allclose(x, walk.gradients["x"])
    np.testing.assert_allclose(w, walk.gradients["w"])


def test_values_become_defaults_and_shapes_do_not():
    graph = bv.graph(lambda x, w, b=2.0: (w @ x).sum() + b, like={"x": (3,), "w": W0})
    assert set(graph.defaults) == {"w", "b"}
    assert graph.walk(x=X0).inputs["b"] == 2.0
    np.testing.assert_array_equal(graph.walk(x=X0).inputs["w"], W0)
    other = bv.graph(lambda x, b=2.0: x.sum() + b.sum(), like={"b": (2,)})
    assert not other.defaults  # a shape that the default does not have
    assert bv.graph(lambda b=2.0: b * b, like={"b": ()}).defaults == {"b": 2.0}
    given = bv.graph(lambda x, scale=None: x if scale is None else x * scale, like={"scale": 3})
    assert given.walk(x=2).output == 6.0
    assert bv.graph(lambda y_: y_.sum(), like={"y'": [1, 2]}).walk().output == 3.0


def test_a_default_tells_its_shape_too():
    graph = bv.graph(lambda x, w=W0[0]: x * len(w), like={"x": 2.0})
    assert graph.shapes == {"w": (3,)}


# What a graph holds for


def test_a_graph_holds_for_the_shapes_that_were_asked_for():
    graph = bv.graph(over_entries, like={"x": (3,), "w": W0})
    assert graph.shapes == {"x": (3,)}  # of w nothing was asked
    assert graph.walk(x=X0, w=np.ones((5, 3))).output
    call = graph.gradient_function()
    for bad in ([1.0, 2.0], [1.0, 2.0, 3.0, 4.0], 2.0):
        for walked in (lambda bad=bad: graph.walk(x=bad), lambda bad=bad: call(bad, W0)):
            with pytest.raises(bv.InputError, match=r"x has the shape .* for \(3,\) alone") as told:
                walked()
            assert str(np.shape(bad)) in str(told.value)
            assert "like" in told.value.say("ja")
    with pytest.raises(bv.InputError, match=r"\(3,\) alone"):
        graph.gradient_function(over="x")([1.0, 2.0, 3.0], W0)
    many = graph.gradient_function(over="w")
    with pytest.raises(bv.InputError):
        many(2.0, [1.0, 2.0])


def test_numbers_that_were_asked_for_stay_numbers():
    graph = bv.graph(lambda x: x * (3 if x.ndim == 0 else 5), like={"x": 2.0})
    assert graph.shapes == {"x": ()}
    assert graph.gradient_function()(2.0) == (6.0, (3.0,))
    with pytest.raises(bv.InputError, match=r"of the shape \(2,\).*single numbers"):
        graph.walk(x=[1, 2])


def test_what_was_not_asked_holds_for_any_shape():
    graph = bv.graph(lambda x, w: (w @ x).sum(), like=((3,), (2, 3)))
    assert not graph.shapes
    assert graph.walk(x=[1, 2], w=[[1, 1]]).output == 3.0
    assert "shapes" not in str(graph)


def test_a_shape_of_a_result_is_one_of_what_it_comes_from():
    graph = bv.graph(lambda x, w, b: (w @ x).shape[0] * b, like=((3,), (2, 3), 1.0))
    assert graph.shapes == {"x": (3,), "w": (2, 3)}
    assert list(graph.shapes) == ["x", "w"]


@pytest.mark.parametrize("again", [copy, lambda graph: bv.graph(graph, parameters="w")])
def test_a_copy_holds_for_the_same(again):
    graph = again(bv.graph(over_entries, like={"x": (3,)}))
    assert graph.shapes == {"x": (3,)}
    with pytest.raises(bv.InputError):
        graph.walk(x=[1, 2], w=W0)


def test_what_leaks_from_a_function_remembers():
    kept = []

    def leaking(x):
        kept.append(x.sum() / len(x))
        return kept[0]

    bv.graph(leaking, like={"x": (3,)})
    assert bv.graph(kept[0] * 2).shapes == {"x": (3,)}


def test_a_program_tells_what_it_cannot_carry():
    graph = bv.graph(over_entries, like={"x": (3,)})
    assert str(graph).splitlines()[-1] == "# made for these shapes alone: x (3,)"
    assert bv.graph(str(graph)).walk(x=X0, w=W0).output == graph.walk(x=X0, w=W0).output


def test_no_derivative_is_made_of_arrays():
    graph = bv.graph(lambda x, y: x.shape[0] * y, like={"x": (3,)})
    with pytest.raises(bv.GraphError, match="x is an array"):
        graph.derivative("y")


def test_a_zoom_is_of_numbers():
    walk = bv.graph(of_results, like={"x": X0, "w": W0}).walk()
    opened = walk.zoom("h", 0)
    assert opened.output == walk.values["h"][0]
    assert not opened.graph.shapes


@pytest.mark.parametrize("live", [True, False])
def test_an_explorer_refuses_what_its_graph_does_not_hold_for(live):
    slope = bv.graph("x**2*y").derivative("x")
    explorer = bv.explore(slope, x=2, y=3, live=live, check=False)
    explorer.controls["x"].field.value = "[1, 2]"
    assert explorer.walk.inputs["x"] == 2.0
    if not live:
        assert "single numbers" in explorer.message.value
    graph = bv.graph(over_entries, like={"x": (3,), "w": W0})
    explorer = bv.explore(graph, x=X0, live=live, check=False)
    explorer.rewrite("x*w")
    with pytest.raises(bv.InputError, match="alone"):
        explorer.rewrite(bv.graph(lambda x, w: w.sum() * len(x), like={"x": (2,)}))


# What is refused


@pytest.mark.parametrize(
    "ask",
    [
        *(lambda x: x.shape, lambda x: x.ndim, lambda x: x.size, len, list, np.shape, np.ndim),
        *(np.size, np.zeros_like, np.ones_like, reversed, lambda x: [*x], lambda x: x.dtype),
    ],
)
def test_without_a_shape_the_question_is_refused(ask):
    with pytest.raises(bv.GraphError, match=r"like=dict\(x=\(3,\)\)") as told:
        bv.graph(ask)
    assert "like=" in told.value.say("ja")
    assert not hasattr(bv.variable("x"), "shape")


def test_an_input_that_nothing_is_said_of_has_no_shape():
    with pytest.raises(bv.GraphError, match="like="):
        bv.graph(lambda x, w: len(w), like={"x": (3,)})
    with pytest.raises(bv.GraphError, match="like="):
        bv.graph(lambda x, w: len(w @ x), like={"x": (3,)})


@pytest.mark.parametrize("ask", [len, list, lambda x: sum(xi for xi in x), reversed])
def test_a_number_has_no_entries(ask):
    with pytest.raises(bv.GraphError, match=r"a number, of the shape \(\), has no entries"):
        bv.graph(ask, like=(2.0,))


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (lambda x, w: x @ w, r"\(3,\) and \(2, 3\).*x @ w.*write x@w\.T"),
        (lambda x, w: x + w.T, r"add: .*\(x \+ \(w\.T\)|add: arrays"),
        (lambda x, w: (w + 1) @ x[:2], r"\(w \+ 1\) \(2, 3\), x\[:2\]"),
        (lambda x, w: np.sum(x, axis=1), "has no axis 1"),
        (lambda x, w: w[2], "index leads out"),
        (lambda x, w: w.reshape(4, 2), "cannot be arranged"),
        (lambda x, w: w @ np.ones(4), r"\(2, 3\) and \(4,\)"),
        (lambda x, w: np.stack([x, w]), r"^stack: only .*\(stack\(x, w\), x \(3,\), w \(2, 3\)\)"),
        (lambda x, w: np.stack([w, w.T, w]), r"stack\(w, wᵀ\), w \(2, 3\), wᵀ \(3, 2\)\)$"),
        (lambda x, w: np.concatenate([x[None], w.T]), "^concat: .*cannot be joined"),
    ],
)
def test_a_misfit_is_told_at_its_line(function, told):
    with pytest.raises(bv.GraphError, match=told) as caught:
        bv.graph(function, like={"x": (3,), "w": (2, 3)})
    assert caught.value.say("ja") != caught.value.say("en")
    lines = caught.value._render_traceback_()
    assert any("test_like.py" in line and "lambda x, w" in line for line in lines)


@pytest.mark.parametrize(
    ("like", "told"),
    [
        ((3,), r"by name.*not \(3,\)"),
        (((3,),), "each parameter"),
        ([(3,), (2, 3)], "a tuple with one"),
        ({"y": 2}, "like= names y; the function has the parameters x, w"),
        ({"x": "a"}, "a real number or an array is needed"),
        ({"x": (3, -1)}, "whole numbers from 0"),
        ({"x": None}, "a real number or an array is needed"),
        ({"x": 2, " x": 3}, None),
    ],
)
def test_what_like_cannot_be(like, told):
    with pytest.raises(bv.BackpropVizError, match=told) as caught:
        bv.graph(lambda x, w: x @ w, like=like)
    assert caught.value.say("ja") != caught.value.say("en")


@pytest.mark.parametrize("source", ["x**2", bv.variable("x") * 2, bv.graph("x")])
def test_like_is_for_functions(source):
    with pytest.raises(bv.GraphError, match="Python function"):
        bv.graph(source, like={"x": (3,)})


@pytest.mark.parametrize(
    "ask",
    [
        lambda x: isinstance(x, float),
        lambda x: isinstance(x, numbers.Real),
        lambda x: type(x) is float,
        lambda x: np.isscalar(x),
        lambda x: callable(x) is False,
        lambda x: isinstance(x, (int, np.floating, float)),
    ],
    ids=["isinstance", "Real", "type", "isscalar", "callable", "tuple"],
)
def test_a_function_that_asks_what_a_number_is_has_no_other_graph_than_numbers(ask):
    """Its branch for variables is not the one that numbers take."""
    told = r"at x = 1\.25 it gives 2\.5, and traced 1\.25\. It may ask what its argument is"
    with pytest.raises(bv.GraphError, match=told):
        bv.graph(lambda x: 2 * x if ask(x) else x)
    assert str(bv.graph(lambda x: 2 * x if ask(x) is None else x)) == "x"


def test_a_function_that_asks_whether_it_has_an_array_has_the_graph_of_an_array():
    def flat(x):
        return np.sum(x * x) if isinstance(x, np.ndarray) else x

    with pytest.raises(bv.GraphError, match="it gives 3, and traced"):
        bv.graph(flat, like={"x": np.array([1.0, 1.0, 1.0])})
    assert bv.graph(flat).walk(x=2).output == 2


def test_calling_a_function_with_numbers_says_and_asks_nothing(capsys):
    chance = np.random.default_rng(1)

    def told(x):
        print("here")
        return x * chance.normal()

    def fails(x):
        return x.T @ x  # a float has none

    assert bv.graph(told).walk(x=2).output == pytest.approx(2 * 0.345584192064786)
    assert bv.graph(fails).walk(x=[1, 2]).output == 5
    assert capsys.readouterr().out == "here\n"
    array = np.ones(3)
    bv.graph(lambda w=array: np.sum(w * w))
    assert array.tolist() == [1, 1, 1]
