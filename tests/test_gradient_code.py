"""The generated straight-line function: as the walk says, on floats, on arrays, everywhere."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

import backprop_viz as bv
from backprop_viz.gradient_code import gradient_source
from strategies import ARTICLE, recipes, wild_recipes


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
    function = bv.graph(ARTICLE).gradient_function()
    w, b = np.meshgrid(np.linspace(-2, 4, 7), np.linspace(-1, 3, 5))
    output, gradients = function(w, 2.0, b, 5.0)
    assert output.shape == w.shape
    assert all(gradient.shape == w.shape for gradient in gradients)
    for where in np.ndindex(w.shape):
        one, each = function(float(w[where]), 2.0, float(b[where]), 5.0)
        assert output[where] == one
        assert [gradient[where] for gradient in gradients] == list(each)


def test_gradients_that_are_constant_are_filled_and_can_be_written_to():
    output, (gradient, other) = bv.graph("x + y").gradient_function()(np.zeros((2, 3)), 1.0)
    for array in (output, gradient, other):
        assert array.shape == (2, 3)
        array[0, 0] = 9.0


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


@pytest.mark.parametrize("formula", ["exp(x*c)", "x*c", "relu(x + c)", "c + x*x"])
def test_constant_arrays(formula):
    """A constant array widens the output; every position is an evaluation of its own."""
    constant = np.array([1.0, 2.0, -3.0])
    x = bv.variable("x")
    expression = {
        "exp(x*c)": lambda: bv.exp(x * constant),
        "x*c": lambda: x * constant,
        "relu(x + c)": lambda: bv.relu(x + constant),
        "c + x*x": lambda: constant + x * x,
    }[formula]()
    output, (gradient,) = bv.graph(expression).gradient_function()(0.5)
    walk = bv.graph(expression).walk(x=0.5)
    np.testing.assert_allclose(output, walk.output)
    np.testing.assert_allclose(np.sum(np.broadcast_to(gradient, 3)), walk.gradients["x"])


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


@given(recipes())
@settings(max_examples=300)
def test_random_graphs_on_arrays_entry_by_entry(recipe):
    graph = bv.graph(recipe.text)
    function = graph.gradient_function()
    values = [recipe.inputs[name] for name in graph.inputs]
    if not values:
        return
    one, each = function(*values)
    shapes = [(2, 1), (3,), ()]
    arrays = [np.full(shape, value) for value, shape in zip(values, shapes, strict=False)]
    output, gradients = function(*arrays)
    shape = np.broadcast_shapes(*(array.shape for array in arrays))
    assert np.shape(output) == shape
    np.testing.assert_allclose(output, np.full(shape, one), rtol=1e-12, atol=1e-14)
    for gradient, expected in zip(gradients, each, strict=True):
        assert np.shape(gradient) == shape
        np.testing.assert_allclose(gradient, np.full(shape, expected), rtol=1e-9, atol=1e-11)


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
