"""A derivative is a graph of its own: held against SymPy, differences and the walk's gradient."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings

import backprop_viz as bv
from backprop_viz.core.expression import apply
from backprop_viz.core.ops import OPS
from backprop_viz.verify.symbolic import evaluate, symbolic
from strategies import ENTRYWISE, PLAIN, recipes

OPENED = [
    name for name, row in ENTRYWISE.items() if row.arity < 3 and not set("<>=!") & set(row.operator)
]
OPENED = [name for name in OPENED if name in PLAIN or name == "pown"]


def second(text, name="x"):
    return bv.graph(text).derivative(name).derivative(name)


# Against other witnesses


@settings(max_examples=200, deadline=None)
@given(recipes(max_lines=6, ops=OPENED))
def test_random_programs_have_the_derivatives_of_the_walk_and_of_differences(recipe):
    graph, inputs = bv.graph(recipe.text), recipe.used
    walk, call = graph.walk(inputs), graph.gradient_function()
    for place, name in enumerate(graph.inputs):
        slope = graph.derivative(name)
        assert slope.inputs == graph.inputs
        assert slope.shapes == dict.fromkeys(slope.inputs, ())
        found = slope.walk(inputs)
        assert found.output == pytest.approx(walk.gradients[name], rel=1e-9, abs=1e-11)
        assert bv.graph(str(slope)).walk(inputs).output == found.output

        def gradient(h, name=name, place=place):
            moved = {key: value + h * (key == name) for key, value in inputs.items()}
            return call(*(moved[key] for key in graph.inputs))[1][place]

        curve = found.gradients.get(name, 0.0)
        if abs(curve) > 1e3 or not math.isfinite(curve):
            continue
        rough = [(gradient(h) - gradient(-h)) / (2 * h) for h in (2e-4, 1e-4)]
        fine = (4 * rough[1] - rough[0]) / 3
        if abs(rough[1] - rough[0]) < 1e-3 * max(1.0, abs(curve)):  # else it bends too much there
            assert fine == pytest.approx(curve, rel=1e-4, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(recipes(max_lines=4, ops=OPENED))
def test_random_programs_have_the_second_derivatives_of_sympy(recipe):
    import sympy

    graph, inputs = bv.graph(recipe.text), recipe.used
    try:
        output, symbols = symbolic(graph, 400)
    except bv.GraphError:
        assume(False)
    for name in graph.inputs:
        expected = evaluate(sympy.diff(output, symbols[name], 2), inputs)
        if math.isfinite(expected):
            found = graph.derivative(name).derivative(name).walk(inputs).output
            assert found == pytest.approx(expected, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("row", ENTRYWISE.values(), ids=ENTRYWISE)
def test_every_slope_is_a_graph_and_has_the_digits_of_its_row(row):
    chance = np.random.default_rng(0)
    for options in row.tried:
        names = "abc"[: row.arity]
        op = row.choose(*options)
        graph = bv.Graph.build([], apply(op, *map(bv.variable, names)))
        for position, name in enumerate(names):
            slope = graph.derivative(name)
            for _ in range(30):
                at = [np.float64(chance.uniform(low, high)) for low, high in row.sample]
                if row.sample == ((-3.0, 3.0),) and chance.random() < 0.3:
                    at = [np.float64(chance.choice([0.0, -20.0, 20.0, 300.0, -300.0]))]
                expected = op.partials(op.forward(*at), *at)[position]
                found = slope.walk({n: at[names.index(n)] for n in slope.inputs}).output
                assert found == pytest.approx(expected, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize(
    ("text", "at", "slope"),
    [
        ("relu(x)", (-1, 0, 2), (0, 0, 1)),
        ("leaky_relu(x)", (-1, 0, 2), (0.01, 0.01, 1)),
        ("abs(x)", (-1, 0, 2), (-1, 0, 1)),
        ("sign(x)", (-1, 0, 2), (0, 0, 0)),
        ("maximum(x, 1)", (0, 1, 2), (0, 0.5, 1)),
        ("minimum(1, x)", (0, 1, 2), (1, 0.5, 0)),
        ("maximum(x, 3*x)", (-1, 0, 2), (1, 2, 3)),
    ],
)
def test_at_a_kink_it_has_the_slope_that_a_walk_takes(text, at, slope):
    graph = bv.graph(text)
    for x, expected in zip(at, slope, strict=True):
        assert graph.derivative("x").walk(x=x).output == expected
        assert graph.walk(x=x).gradients["x"] == expected


# What the graph is


def test_it_is_walked_checked_told_and_drawn(tmp_path):
    graph = bv.graph("y = w*x + b; f = tanh(y)", parameters="w b")
    slope = graph.derivative("w")
    assert slope.output == "∂f/∂w"
    assert slope.displayed[slope.output_node.index] == "(∂f/∂w)"
    assert slope.parameters == {"w", "b"}
    assert "y" in slope.names
    for made in (slope, slope.derivative("x"), slope.derivative("w")):
        walk = made.walk(w=0.5, x=2, b=-0.25)
        assert walk.check().ok
        for lang in ("en", "ja"):
            assert all(step.sentence(lang) and step.latex for step in walk.steps)
        assert walk.save(tmp_path / "slope.html").stat().st_size
        assert walk.picture().svg
    assert slope.derivative("x").output == "∂²f/∂x∂w"
    assert slope.derivative("w").derivative("w").output == "∂³f/∂w³"
    assert type(slope) is bv.Graph


def test_of_one_input_it_is_primed():
    graph = bv.graph("f = x**3")
    assert str(graph.derivative("x")) == "v1 = square(x)\nf' = 3.0*v1"
    walk = second("f = x**3").walk(x=2)
    assert walk.graph.output == "f''"
    assert walk.output == 12
    assert walk.gradients["x"] == 6
    assert bv.graph("f' = x; f = f'**2").derivative("x").output == "∂f/∂x"


def test_inputs_and_defaults_stay_where_they_drop_out():
    graph = bv.graph("param w = 3; x = 2; f = w*x + b")
    slope = graph.derivative("b")
    assert slope.inputs == graph.inputs
    assert slope.defaults == graph.defaults
    walk = slope.walk(b=1)
    assert walk.output == 1
    assert walk.step_count == 2
    assert walk.check().ok
    assert graph.derivative("w").walk(b=1).output == 2
    assert bv.graph(slope, parameters="b").shapes == dict.fromkeys(slope.inputs, ())


def test_what_is_the_same_is_computed_once():
    graph = bv.graph("y = exp(x); f = y*sin(y)")
    names = [node.op.name for node in graph.derivative("x").operations]
    assert names.count("exp") == names.count("sin") == 1


def test_named_numbers_keep_their_names():
    slope = bv.graph("const k = 3; f = sin(k*x) + pi*x").derivative("x")
    assert "const k = 3.0" in str(slope)
    assert "π" in str(slope)


def test_a_long_chain_is_no_trouble():
    graph = bv.graph("f = x" + " + sin(x)" * 3000)
    assert graph.derivative("x").walk(x=0).output == 3001


# What is refused


@pytest.mark.parametrize(
    ("source", "name", "told"),
    [
        ("x**2", "y", "no input to differentiate by; the inputs are x"),
        ("p = x*2; p*x", "p", "no input"),
        ("x @ y", "x", "f = matmul.*whole arrays.*zoom"),
        ("x * [1, 2]", "x", "is an array"),
        ("x = [1, 2]; x**2", "x", "x is an array"),
    ],
)
def test_what_has_no_such_graph_says_why(source, name, told):
    with pytest.raises(bv.GraphError, match=told) as caught:
        bv.graph(source).derivative(name)
    assert caught.value.say("ja") != caught.value.say("en")


def test_arrays_are_refused():
    slope = bv.graph("x**2*y").derivative("x")
    with pytest.raises(bv.InputError, match=r"the input x is an array of the shape \(2,\)"):
        slope.walk(x=[1, 2], y=1)
    with pytest.raises(bv.InputError, match="single numbers"):
        slope.gradient_function()([1, 2], 1)
    call = slope.gradient_function(over="x")  # many places, each of single numbers
    np.testing.assert_array_equal(call([1, 2], 3)[0], [6, 12])
    with pytest.raises(bv.InputError, match="single numbers"):
        call([1, 2], [3, 4])


def test_a_slope_that_is_another_at_the_kink_alone_is_written_with_its_sign():
    from dataclasses import replace

    odd = replace(
        OPS["leaky_relu"],
        name="odd",
        local=("where(a == 0, 0.5, where(a > 0, 2.0, 2.0))",),
    )
    graph = bv.Graph.build([], apply(odd, bv.variable("x")))
    slope = graph.derivative("x")
    assert [float(slope.walk(x=x).output) for x in (-3, 0, 3)] == [2, 0.5, 2]
    assert len(slope.operations) == 4


def test_a_slope_with_two_different_halves_keeps_its_branch():
    """It is walked where it bends: the graph chooses, as the walk of the formula does."""
    from dataclasses import replace

    bent = replace(
        OPS["leaky_relu"],
        name="bent",
        formula="where(a > 0, a * a, a)",
        local=("where(a > 0, 2.0 * a, 1.0)",),
    )
    slope = bv.Graph.build([], apply(bent, bv.variable("x"))).derivative("x")
    assert [float(slope.walk(x=x).output) for x in (-2, 0, 3)] == [1, 1, 6]
    assert [float(slope.derivative("x").walk(x=x).output) for x in (-2, 3)] == [0, 2]


@pytest.mark.parametrize("x", [-2.0, 0.0, 0.5, 3.0])
@pytest.mark.parametrize("y", [-1.0, 0.0, 0.5, 1.0, 2.0, 3.0])
def test_a_power_has_the_slopes_of_its_walk_at_0_too(x, y):
    graph = bv.graph("f = x**y")
    walk = graph.walk(x=x, y=y)
    for name in "xy":
        found = graph.derivative(name).walk(x=x, y=y).output
        np.testing.assert_array_equal(found, walk.gradients[name])
    if x > 0:
        second = graph.derivative("x").derivative("y").walk(x=x, y=y).output
        assert second == pytest.approx(x ** (y - 1) * (1 + y * math.log(x)))
