"""The generated straight-line function: as the walk says, on floats, on arrays, everywhere."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.gradient_code import gradient_source
from strategies import ARTICLE, NO_NUMBERS, recipes, wild_recipes

CONSTANT_ARRAYS = (
    lambda x, c: bv.exp(x * c),
    lambda x, c: x * c,
    lambda x, c: bv.relu(x + c),
    lambda x, c: c + x * x,
    lambda x, c: bv.maximum(c, x),
)


def test_an_array_that_nothing_needs_stops_no_number():
    graph = bv.graph("dead = sigmoid([-2, 1]); x**2")
    output, (gradient,) = graph.gradient_function()(3.0)
    assert (output, gradient) == (9.0, 6.0)


def test_the_article():
    graph = bv.graph(ARTICLE)
    assert graph.inputs == ("w", "x", "b", "y'")
    output, gradients = graph.gradient_function()(3.0, 2.0, 1.0, 5.0)
    assert output == 4.0
    assert gradients == (8.0, 12.0, 4.0, -4.0)
    assert type(output) is float
    assert all(type(gradient) is float for gradient in gradients)


def test_the_code_reads_like_code_written_by_hand():
    source = gradient_source(bv.graph(ARTICLE))
    assert source.startswith("def gradient(x0, x1, x2, x3):\n")
    assert "1.0 *" not in source
    assert len(source.splitlines()) <= 14


@pytest.mark.parametrize("kind", [int, np.float64, np.float32, np.int64, np.array, bool])
def test_numbers_of_any_kind_give_floats(kind):
    function = bv.graph("x*x + x").gradient_function()
    output, (gradient,) = function(kind(1))
    assert (output, gradient) == (2.0, 3.0)
    assert type(output) is float
    assert type(gradient) is float


def test_the_wrong_number_of_inputs():
    function = bv.graph("w*x").gradient_function()
    for inputs in ((), (1.0,), (1.0, 2.0, 3.0), (np.ones(2),)):
        with pytest.raises(TypeError, match=r"2 inputs|takes 2|missing [12]"):
            function(*inputs)


def test_inputs_and_constants_as_output():
    assert bv.graph("x").gradient_function()(3.0) == (3.0, (1.0,))
    assert bv.graph("2").gradient_function()() == (2.0, ())
    assert bv.graph(lambda x, unused: 2 * x).gradient_function()(1.0, 5.0) == (2.0, (2.0, 0.0))


def test_shared_nodes_and_dead_ends():
    function = bv.graph("b = a + a; d = b*b; c = b + b").gradient_function()
    assert function(3.0) == (12.0, (4.0,))


def test_the_docstring_names_the_inputs():
    assert bv.graph("w*x").gradient_function().__doc__ == (
        "(w, x) to (f, its gradients in the same order)."
    )


def test_a_cost_surface_at_once():
    graph = bv.graph(ARTICLE)
    function, surface = graph.gradient_function(), graph.gradient_function(over="w b")
    w, b = np.meshgrid(np.linspace(-2, 4, 7), np.linspace(-1, 3, 5))
    output, gradients = surface(w, 2.0, b, 5.0)
    assert output.shape == w.shape
    assert all(gradient.shape == w.shape for gradient in gradients)
    for where in np.ndindex(w.shape):
        one, each = function(float(w[where]), 2.0, float(b[where]), 5.0)
        assert output[where] == one
        assert [gradient[where] for gradient in gradients] == list(each)


def test_gradients_that_are_constant_are_filled_and_can_be_written_to():
    function = bv.graph("x + y").gradient_function(over=("x", "y"))
    output, (gradient, other) = function(np.zeros((2, 3)), 1.0)
    for array in (output, gradient, other):
        assert array.shape == (2, 3)
        array[0, 0] = 9.0


FORMULAS = ["w*x + b", "w*w", "x", "exp(x)", "x + y", "x - x", "maximum(x, y)", "relu(x)*0 + x"]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("over", [False, True])
def test_what_is_returned_belongs_to_the_caller(formula, over):
    graph = bv.graph(formula)
    given = [np.full((2, 3), float(k + 1)) for k in range(len(graph.inputs))]
    before = [array.copy() for array in given]
    output, gradients = graph.gradient_function(graph.inputs if over else ())(*given)
    results = [output, *gradients]
    for k, result in enumerate(results):
        others = [other.copy() for other in results[:k] + results[k + 1 :]]
        result *= 0.1
        result += 7
        for other, as_before in zip(results[:k] + results[k + 1 :], others, strict=True):
            np.testing.assert_array_equal(other, as_before)
    for array, as_before in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, as_before)


def test_a_constant_array_is_not_handed_out():
    expression = bv.variable("x") * np.array([1.0, 2.0])
    function = bv.graph(expression).gradient_function(over="x")
    function(np.ones((2, 1)))[1][0][:] = 9.0
    assert bv.graph(expression).walk(x=1).gradients["x"] == 3.0
    assert function(1.0)[1] == (3.0,)


def test_arrays_mean_what_the_walk_means():
    graph = bv.graph("w*x + b")
    output, (w, x, b) = graph.gradient_function()([1.0, 2.0], [3.0, 4.0], 1)
    assert output.tolist() == [4.0, 9.0]
    assert (w.tolist(), x.tolist(), b) == ([3.0, 4.0], [1.0, 2.0], 2.0)


SHAPES = [(), (1,), (3,), (2, 1), (2, 3), (4, 2, 3)]


@given(recipes(), st.data())
@settings(max_examples=300)
def test_random_graphs_on_arrays_as_in_the_walk(recipe, data):
    graph = bv.graph(recipe.text)
    inputs = {
        name: np.full(data.draw(st.sampled_from(SHAPES)), recipe.inputs[name])[()]
        for name in graph.inputs
    }
    walk = graph.walk(inputs)
    output, gradients = graph.gradient_function()(*inputs.values())
    is_array = any(map(np.ndim, inputs.values()))
    check = np.testing.assert_array_equal if is_array else np.testing.assert_allclose
    exact = {} if is_array else {"rtol": 1e-12, "atol": 1e-14}
    check(output, walk.output, **exact)
    for name, gradient in zip(graph.inputs, gradients, strict=True):
        assert np.shape(gradient) == np.shape(inputs[name])
        check(gradient, walk.gradients[name], **exact)


@given(recipes(), st.data())
@settings(max_examples=100)
def test_every_place_is_a_walk_of_its_own(recipe, data):
    graph = bv.graph(recipe.text)
    over = [name for name in graph.inputs if data.draw(st.booleans())]
    places = {name: data.draw(st.sampled_from([(2, 1), (3,), ()])) for name in over}
    many = np.broadcast_shapes(*places.values())
    inputs = {}
    for name in graph.inputs:
        shape = places.get(name) if name in over else data.draw(st.sampled_from(SHAPES))
        inputs[name] = recipe.inputs[name] + 0.001 * np.arange(math.prod(shape)).reshape(shape)
    function = graph.gradient_function(over=over)
    output, gradients = function(*inputs.values())
    for where in np.ndindex(many):
        here = {
            name: np.broadcast_to(value, many)[where] if name in over else value
            for name, value in inputs.items()
        }
        walk = graph.walk(here)
        np.testing.assert_allclose(np.asarray(output)[where], walk.output, rtol=1e-12, atol=1e-13)
        assert np.shape(output) == many + np.shape(walk.output)
        for name, gradient in zip(graph.inputs, gradients, strict=True):
            assert np.shape(gradient) == many + (() if name in over else np.shape(inputs[name]))
            np.testing.assert_allclose(
                np.asarray(gradient)[where], walk.gradients[name], rtol=1e-9, atol=1e-10
            )


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: type(value).__name__)
def test_what_is_no_number_is_an_error(value):
    graph = bv.graph("w*x")
    for function in (graph.gradient_function(), graph.gradient_function(over="x")):
        with pytest.raises(bv.InputError, match="the input x"):
            function(1.0, value)
    with pytest.raises(bv.InputError, match="the input x"):
        graph.walk(w=1, x=value)


def test_arrays_that_do_not_fit_and_names_that_are_no_inputs():
    graph = bv.graph("w*x")
    with pytest.raises(bv.InputError, match=r"w \(2,\), x \(3,\)"):
        graph.gradient_function()(np.ones(2), np.ones(3))
    with pytest.raises(bv.InputError, match=r"w \(2,\), x \(3,\)"):
        graph.gradient_function(over="w x")(np.ones(2), np.ones(3))
    with pytest.raises(bv.InputError, match="z"):
        graph.gradient_function(over="w z")


def test_inputs_are_not_changed():
    x = np.array([1.0, 2.0])
    bv.graph("x*x*x").gradient_function()(x)
    np.testing.assert_array_equal(x, [1, 2])


@pytest.mark.parametrize(
    ("formula", "inputs"),
    [
        ("log(x)", (-1.0,)),
        ("log(x)", (0.0,)),
        ("1/x", (0.0,)),
        ("x/y", (0.0, 0.0)),
        ("sqrt(x)", (-1.0,)),
        ("sqrt(x)", (0.0,)),
        ("asin(x)", (2.0,)),
        ("asin(x)", (1.0,)),
        ("exp(x)", (1000.0,)),
        ("exp(x)*0", (1000.0,)),
        ("sigmoid(x)", (-1000.0,)),
        ("softplus(x)", (-1000.0,)),
        ("cosh(x)", (1000.0,)),
        ("x**(1/3)", (-8.0,)),
        ("x**-1", (0.0,)),
        ("x**y", (0.0, -1.0)),
        ("x**y", (0.0, 0.0)),
        ("x**y", (-2.0, 3.0)),
        ("x**y", (1e200, 2.0)),
        ("sin(x)", (math.inf,)),
        ("maximum(x, y)", (math.nan, 1.0)),
        ("maximum(x, y)", (1.0, math.nan)),
        ("minimum(x, y)", (math.nan, 1.0)),
        ("relu(x)", (math.nan,)),
        ("leaky_relu(x)", (math.nan,)),
        ("abs(x)", (math.nan,)),
        ("sign(x)", (math.nan,)),
        ("gelu(x)", (-40.0,)),
        ("tan(x)", (math.nan,)),
    ],
)
def test_undefined_arithmetic_as_in_the_walk(formula, inputs):
    graph = bv.graph(formula)
    walk = graph.walk(dict(zip(graph.inputs, inputs, strict=True)))
    output, gradients = graph.gradient_function()(*inputs)
    np.testing.assert_allclose(output, walk.output, rtol=1e-14)
    for name, gradient in zip(graph.inputs, gradients, strict=True):
        np.testing.assert_allclose(gradient, walk.gradients[name], rtol=1e-14)
        assert type(gradient) is float


@pytest.mark.parametrize("build", CONSTANT_ARRAYS, ids=range(len(CONSTANT_ARRAYS)))
def test_constant_arrays(build):
    graph = bv.graph(build(bv.variable("x"), np.array([1.0, 2.0, -3.0])))
    walk = graph.walk(x=0.5)
    output, (gradient,) = graph.gradient_function()(0.5)
    np.testing.assert_array_equal(output, walk.output)
    assert gradient == walk.gradients["x"]
    output, (gradient,) = graph.gradient_function(over="x")(np.array([0.5, 1.5]))
    np.testing.assert_allclose(output[0], walk.output)
    assert output.shape == (2, 3)
    assert gradient[0] == pytest.approx(walk.gradients["x"])


def test_a_long_chain_becomes_code():
    expr = bv.variable("x")
    for _ in range(3000):
        expr = bv.sin(expr)
    graph = bv.graph(expr)
    walk = graph.walk(x=1)
    output, (gradient,) = graph.gradient_function()(1.0)
    assert output == pytest.approx(walk.output)
    assert gradient == pytest.approx(walk.gradients["x"])


def test_names_cannot_reach_into_the_code():
    names = ("import os", "x0", "exp", "def", "c1", "out", "a", "b", "__builtins__", "v5", "d0")
    total = sum((k * bv.variable(name) for k, name in enumerate(names, 1)), start=bv.variable("z"))
    graph = bv.graph(total)
    function = graph.gradient_function()
    assert function(*[1.0] * len(graph.inputs))[1] == (1.0, *map(float, range(1, 12)))
    assert "import" not in gradient_source(graph)


@given(wild_recipes(max_lines=5))
@settings(max_examples=300)
def test_random_graphs_at_undefined_places(recipe):
    """Over NumPy the generated code computes the very numbers of the walk, nan and all."""
    graph = bv.graph(recipe.text)
    walk = graph.walk(recipe.used)
    values = [np.array([recipe.inputs[name]]) for name in graph.inputs]
    output, gradients = graph.gradient_function()(*values)
    np.testing.assert_allclose(np.ravel(output)[0], walk.output, rtol=1e-9)
    for name, gradient in zip(graph.inputs, gradients, strict=True):
        np.testing.assert_allclose(np.ravel(gradient)[0], walk.gradients[name], rtol=1e-6)


@pytest.mark.parametrize("formula", ["x**0.5", "log(x**0.5)", "1/(x**0.5)", "x**-0.5", "x**1.5"])
@pytest.mark.parametrize("x", [-math.inf, math.inf, -0.0, 0.0, -1.0])
def test_powers_at_their_borders_as_in_the_walk(formula, x):
    graph = bv.graph(formula)
    walk = graph.walk(x=x)
    for place in (x, np.array([x])):
        output, (gradient,) = graph.gradient_function()(place)
        np.testing.assert_array_equal(np.ravel(output)[0], walk.output)
        np.testing.assert_array_equal(np.ravel(gradient)[0], walk.gradients["x"])


def test_nobody_changes_a_graph_by_what_it_hands_out():
    graph = bv.graph("const k = [1, 2]; x = [3, 4]; k*x")
    for array in (graph.walk().values["k"], graph.walk().inputs["x"], graph.defaults["x"]):
        with pytest.raises(ValueError, match="read-only"):
            array *= 0
    output, _ = bv.graph("const k = [1, 2]; k").gradient_function()()
    output *= 0
    assert "[1.0, 2.0]" in str(bv.graph("const k = [1, 2]; k"))
    assert graph.walk().output.tolist() == [3, 8]
