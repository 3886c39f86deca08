"""The gradient of arrays as code for their shapes: the walk's numbers, as a person writes them."""

import itertools
import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from array_graphs import array_graph
from backprop_viz.core.graph import Graph
from backprop_viz.gradient_function import _fit, _shapes_of_nodes
from backprop_viz.shaped import language
from backprop_viz.shaped.gradient import shaped_source

MLP = "Z = X @ W + b; H = tanh(Z); S = H @ V + c; L = cross_entropy(S, y)"
SHAPES = {"X": (8, 4), "W": (4, 5), "b": (5,), "V": (5, 3), "c": (3,), "y": (8, 3)}


def source_of(graph: Graph, shapes: dict[str, tuple[int, ...]]) -> str:
    named = {name: shapes[name] for name in graph.inputs}
    fit = _fit(graph, (), named)
    made = _shapes_of_nodes(graph, named)
    return shaped_source(graph, fit.inputs, made, fit.padded, fit.final)[0]


def test_a_network_is_written_as_by_hand():
    source = source_of(bv.graph(MLP), SHAPES)
    assert "v4 = x0 @ x1 + x2\n" in source
    assert "v5 = tanh(v4)\n" in source
    assert "x0.T @ d4" in source
    assert "added(d4)" in source
    for helper in ("sum(", "spread", "one_hot", "matmul", "1.0 *", "broadcast_to"):
        assert helper not in source
    assert len(source.splitlines()) <= 14


@pytest.mark.parametrize("stored", [np.asfortranarray, lambda a: a[::-1], lambda a: a[:, ::-1]])
@pytest.mark.parametrize(
    "formula", ["sum(x)", "sum(x, axis=0)", "sum(x, axis=1)", "sum(x.T, axis=0)"]
)
def test_entries_are_added_in_their_order_however_they_are_stored(formula, stored):
    x = np.random.default_rng(0).normal(size=(40, 30)) * 10.0 ** np.arange(-15, 15)
    found, _ = bv.graph(formula).gradient_function()(stored(x))
    terms = stored(x) if "(x)" not in formula else stored(x).ravel()
    terms = terms.T if "T" in formula or "1" in formula else terms
    assert np.array_equal(found, np.add.accumulate(terms)[-1])


def test_a_power_of_two_divides_as_its_inverse_multiplies():
    assert "return x0 * " in source_of(bv.graph("x / 8"), {"x": (3,)})
    for power in (-1074, -1023, 1023, 1022, -1, 0, 3):
        graph, x = bv.graph(f"x / {2.0**power!r}"), np.array([1e308, 3.0, -5e-324, np.inf])
        assert np.array_equal(graph.gradient_function()(x)[0], graph.walk({"x": x}).output)


def test_what_two_formulas_share_is_computed_once():
    source = source_of(bv.graph("sum(softmax(z) * w)"), {"z": (4, 3), "w": (3,)})
    assert source.count("exp(") == 1
    assert source.count("maximum.reduce(") == 1


def test_what_nothing_needs_is_not_computed():
    source = source_of(bv.graph("dead = exp(x) @ y; sum(x[0])"), {"x": (3,), "y": (3,)})
    assert "exp" not in source


def as_walked(graph, inputs, *, exact):
    walk = graph.walk(inputs)
    output, gradients = graph.gradient_function()(*(walk.inputs[name] for name in graph.inputs))
    pairs = [(output, walk.output)]
    pairs += [(g, walk.gradients[n]) for n, g in zip(graph.inputs, gradients, strict=True)]
    for found, expected in pairs:
        assert isinstance(found, np.ndarray if np.ndim(expected) else float)
        assert np.shape(found) == np.shape(expected)
        if exact:
            np.testing.assert_array_equal(found, expected)
        else:
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


SIZES = [(9,), (3,), (1,), (8, 3), (3, 9), (2, 1), (1, 9), (2, 9, 3), (3, 2, 12), (2, 3, 1), (0, 3)]


@pytest.mark.parametrize("shape", SIZES, ids=str)
@pytest.mark.parametrize("name", ["sum", "mean", "max", "norm", "logsumexp"])
def test_entries_are_added_in_the_order_of_the_walk(name, shape):
    x = np.random.default_rng(1).normal(size=shape)
    axes = [None, *range(-1, len(shape))]
    axes += itertools.permutations(range(len(shape)), 2)
    for axis, keepdims in itertools.product(axes, (False, True)):
        count = np.prod([shape[i] for i in np.atleast_1d(axis)] if axis is not None else shape)
        if name != "sum" and not count:
            continue
        given_ = f"axis={axis}, keepdims={keepdims}".replace("axis=None, ", "")
        if name == "logsumexp" and axis is None:
            continue
        as_walked(bv.graph(f"{name}(x, {given_}) * 3"), {"x": x}, exact=True)


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_random_programs_as_in_the_walk(seed):
    graph, inputs = array_graph(random.Random(seed), exact=True)
    as_walked(graph, inputs, exact=True)


@pytest.mark.parametrize("stop", [set(), {"sum", "spread"}, {"matmul", "to_left"}, {"to_right"}])
def test_a_function_that_has_no_lines_is_called_as_it_is(monkeypatch, stop):
    known = {name: f for name, f in language._LANGUAGE.items() if name not in stop}
    monkeypatch.setattr(language, "_LANGUAGE", known)
    chance = np.random.default_rng(0)
    inputs = {name: chance.normal(size=shape) for name, shape in SHAPES.items()}
    as_walked(bv.graph(MLP), inputs, exact=False)
    as_walked(bv.graph("sum(x @ w, axis=0)"), {"x": np.ones((2, 3)), "w": [1, 2, 3]}, exact=True)


VIEWS = [
    *("x", "x.T", "x[0]", "x[1:]", "x[[0, 0]]", "x[..., None]", "reshape(x, -1)", "x + y"),
    *("concat(x, y)", "broadcast_to(x, 4, 2, 3)", "detach(x)", "where(x > 0, x, y)"),
    *("sum(x)", "sum(x, axis=0)", "max(x, axis=-1)", "transpose(x, 1, 0).T * 1", "x.T.T + 0*x"),
    *("one_hot_like(x, y)", "x * 1.0", "[1, 2, 3] + 0*x[0]", "x - y", "x @ y.T", "x / 1"),
]


@pytest.mark.parametrize("formula", VIEWS)
def test_what_is_returned_belongs_to_the_caller(formula):
    graph = bv.graph(formula)
    given_ = [np.arange(6.0).reshape(2, 3) + k for k in range(len(graph.inputs))]
    before = [array.copy() for array in given_]
    function = graph.gradient_function()
    output, gradients = function(*given_)
    expected = [np.copy(output), *map(np.copy, gradients)]
    results = [output, *gradients]
    for k, result in enumerate(results):
        if np.ndim(result):
            result[...] = -7.0
        for other, as_before in zip(results[k + 1 :], expected[k + 1 :], strict=True):
            np.testing.assert_array_equal(other, as_before)
    for array, as_before in zip(given_, before, strict=True):
        np.testing.assert_array_equal(array, as_before)
    again = function(*given_)
    for found, as_before in zip((again[0], *again[1]), expected, strict=True):
        np.testing.assert_array_equal(found, as_before)


@pytest.mark.parametrize("formula", ["sum(x / y)", "sum(x * log(y))", "1 / sum(0 * -x)", "norm(x)"])
@pytest.mark.parametrize("x", [0.0, -0.0, np.inf, np.nan, -1.0])
def test_undefined_arithmetic_as_in_the_walk(formula, x):
    graph = bv.graph(formula)
    as_walked(graph, {n: np.full((2, 9), x) for n in graph.inputs}, exact=True)


def test_among_nan_none_is_the_greatest():
    graph = bv.graph("sum(max(x, axis=1) * y)")
    given = {"x": np.array([[3.0, np.nan, 4.0], [2.0, 2.0, 1.0]]), "y": np.array([0.5, 3.0])}
    as_walked(graph, given, exact=True)
    walk = graph.walk(given)
    expected = [[np.nan] * 3, [1.5, 1.5, 0.0]]
    np.testing.assert_array_equal(walk.gradients["x"], expected)
    for place in ((0, 0), (0, 1), (1, 1), (1, 2)):
        entry = walk.zoom("x", place, gradient=True).output
        np.testing.assert_array_equal(entry, expected[place[0]][place[1]])


def test_an_array_without_dimensions_is_a_number():
    graph = bv.graph("sum(x) + s")
    output, (_, slope) = graph.gradient_function()(np.ones(2), np.array(3.0))
    assert (output, slope) == (5.0, 1.0)
    assert not isinstance(slope, np.ndarray)


def test_many_shapes_one_after_the_other():
    function = bv.graph("sum(x * w, axis=-1)").gradient_function()
    for size in range(1, 60):
        output, (x, w) = function(np.ones((2, size)), np.ones(size))
        assert output.tolist() == [size, size]
        assert (x.shape, w.tolist()) == ((2, size), [2.0] * size)


def test_the_layout_of_memory_makes_no_difference():
    chance = np.random.default_rng(0)
    arrays = [chance.normal(size=SHAPES[name]) for name in bv.graph(MLP).inputs]
    function = bv.graph(MLP).gradient_function()
    output, gradients = function(*arrays)
    turned, others = function(*(np.asfortranarray(array) for array in arrays))
    np.testing.assert_allclose(turned, output, rtol=1e-13)
    for one, other in zip(gradients, others, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-14)


def test_undefined_arithmetic_warns_of_nothing_and_changes_no_setting():
    function = bv.graph("sum(log(x))").gradient_function()
    for setting in ("raise", "warn", "ignore"):
        with np.errstate(all=setting):
            before = np.geterr()
            assert np.isnan(function(np.array([-1.0, 0.0]))[0])
            assert np.geterr() == before


def test_a_gradient_is_computed_in_many_threads_at_once():
    function = bv.graph("sum(tanh(x @ x))").gradient_function()
    arrays = [np.full((60, 60), k / 100) for k in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(function, arrays))
    for (output, (gradient,)), array in zip(found, arrays, strict=True):
        expected, (slope,) = function(array)
        assert output == expected
        np.testing.assert_array_equal(gradient, slope)
