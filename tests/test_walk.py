"""The walk: values, gradients and steps, on the article's graph and on random ones.

The golden texts in ``tests/golden`` are whole walks, in LaTeX and in both languages. After a wanted
change of words, write them anew and read the difference before it is committed:

    BACKPROP_VIZ_WRITE_GOLDEN=1 pytest tests/test_walk.py -k golden
    git diff tests/golden
"""

import dataclasses
import math
import os
import pickle
import re
import sys
import threading
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.spell.numbers import format_value, guard, latex_value
from backprop_viz.words import texts
from strategies import (
    ARTICLE,
    ARTICLE_INPUTS,
    AUTOGRAD,
    EXTREMES,
    autograd_gradients,
    recipes,
    wild_recipes,
)

GOLDEN = Path(__file__).parent / "golden"


def article():
    return bv.graph(ARTICLE).walk(ARTICLE_INPUTS)


def backward(walk):
    return [step for step in walk.steps if step.kind == "backward"]


# The article


def test_the_articles_values_and_gradients():
    walk = article()
    # fmt: off
    assert walk.values == {
        "x": 2, "w": 3, "b": 1, "p": 6, "y": 7, "y'": 5, "s": -7, "t": -2, "f": 4,
    }
    assert walk.gradients == {
        "x": 12, "w": 8, "b": 4, "p": 4, "y": 4, "y'": -4, "s": -4, "t": -4, "f": 1,
    }
    # fmt: on
    assert walk.output == 4
    assert isinstance(walk.output, np.float64)


def test_the_articles_second_table_after_one_descent_step():
    walk = article()
    moved = {name: walk.inputs[name] - walk.gradients[name] for name in walk.graph.inputs}
    after = walk.graph.walk(moved)
    # fmt: off
    assert after.values == {
        "x": -10, "w": -5, "b": -3, "p": 50, "y": 47, "y'": 9, "s": -47, "t": -38, "f": 1444,
    }
    assert after.gradients == {
        "x": -380, "w": -760, "b": 76, "p": 76, "y": 76, "y'": -76, "s": -76, "t": -76, "f": 1,
    }
    # fmt: on


def test_the_articles_fifteen_steps():
    walk = article()
    told = [(s.index, s.kind, s.node, s.operand, s.contribution) for s in walk.steps]
    assert told == [
        (0, "graph", None, None, None),
        (1, "forward", "p", None, None),
        (2, "forward", "y", None, None),
        (3, "forward", "s", None, None),
        (4, "forward", "t", None, None),
        (5, "forward", "f", None, None),
        (6, "seed", "f", None, None),
        (7, "backward", "f", "t", -4),
        (8, "backward", "t", "y'", -4),
        (9, "backward", "t", "s", -4),
        (10, "backward", "s", "y", 4),
        (11, "backward", "y", "p", 4),
        (12, "backward", "y", "b", 4),
        (13, "backward", "p", "w", 8),
        (14, "backward", "p", "x", 12),
    ]
    assert len(walk.steps) == 15
    assert all(s.complete for s in backward(walk))
    assert [s.local for s in backward(walk)] == [-4, 1, 1, -1, 1, 1, 2, 3]
    assert [s.upstream for s in backward(walk)] == [1, -4, -4, -4, 4, 4, 4, 4]


def test_the_line_quoted_in_the_specification():
    assert article().steps[13].latex == (
        r"\frac{\partial f}{\partial w} = "
        r"\frac{\partial p}{\partial w}\frac{\partial f}{\partial p}"
        r" = x \cdot 4 = 2 \cdot 4 = 8"
    )


def test_steps_are_a_sequence():
    steps = article().steps
    assert steps[-1].index == 14
    assert [s.index for s in steps[3:9:2]] == [3, 5, 7]
    assert [s.index for s in steps] == list(range(15))
    for index in (15, -16):
        with pytest.raises(IndexError):
            steps[index]


def test_the_local_derivative_in_symbols():
    steps = article().steps
    assert [s.local_latex for s in steps[7:]] == ["2t", "1", "1", "-1", "1", "1", "x", "w"]
    assert steps[3].local_latex == ""


# Golden text

WALKS = {
    "article": (ARTICLE, ARTICLE_INPUTS),
    "shared": ("b = a + a; c = b + b", {"a": 3}),
    "dead-end": ("d = 2*x; k = d*z; f = x**3 + pi", {"x": 2, "z": 1}),
    "undefined": ("u = log(x); v = 1/y; f = u + v", {"x": -1, "y": 0}),
    "kinks": ("m = maximum(x, y); r = relu(m); f = r + abs(x)", {"x": 0, "y": 0}),
    "array": ("p = w*x; y = p + b; f = y**2", {"x": [1, 2, 3], "w": 2, "b": 0.5}),
}


def as_text(walk, lang):
    lines = []
    for step in walk.steps:
        lines += [f"{step.index} {step.kind}", f"    {step.sentence(lang)}", f"    {step.latex}"]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", WALKS)
def test_golden(name, lang):
    source, inputs = WALKS[name]
    text = as_text(bv.graph(source).walk(inputs), lang)
    file = GOLDEN / f"{name}.{lang}.txt"
    if os.environ.get("BACKPROP_VIZ_WRITE_GOLDEN") == "1":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


# Sharing, dead ends, constants


def test_the_classic_of_shared_nodes():
    walk = bv.graph("b = a + a; c = b + b").walk(a=3)
    assert walk.values == {"a": 3, "b": 6, "c": 12}
    assert walk.gradients == {"a": 4, "b": 2, "c": 1}
    totals = [(s.operand, s.contribution, s.total, s.complete) for s in backward(walk)]
    assert totals == [
        ("b", 1, 1, False),
        ("b", 1, 2, True),
        ("a", 2, 2, False),
        ("a", 2, 4, True),
    ]


def test_a_product_with_itself_has_two_operands():
    walk = bv.graph("x*x").walk(x=3)
    assert len(walk.graph.output_node.operands) == 2
    assert [s.position for s in backward(walk)] == [0, 1]
    assert [s.total for s in backward(walk)] == [3, 6]
    first, second = backward(walk)
    assert first.latex.endswith(r"\frac{\partial f}{\partial x} = 3 + ?")
    assert second.latex.endswith(r"\frac{\partial f}{\partial x} = 3 + 3 = 6")
    assert "3 + ?" in first.sentence("en")
    assert "3 + ?" in first.sentence("ja")
    assert "?" not in second.sentence("en")


def test_a_negative_contribution_is_added_in_parentheses():
    last = backward(bv.graph("2*x - 5*x").walk(x=1))[-1]
    assert last.total == -3
    assert r"2 + (-5) = -3" in last.latex or r"-5 + 2 = -3" in last.latex


def test_a_tie_shows_the_half_that_it_counts():
    """1[1 > 1] is 0, so the line is only true with the convention's one half in it."""
    for step in backward(bv.graph("maximum(x, y)").walk(x=1, y=1)):
        assert r"0.5 \cdot" in step.latex or r"\frac{1}{2}" in step.latex


def test_a_constant_exponent_is_part_of_the_operation():
    walk = bv.graph("x**3").walk(x=-2)
    assert [node.name for node in walk.graph.nodes] == ["x", "f"]
    assert walk.graph.output_node.op.glyph == "( )³"
    assert walk.gradients["x"] == 12


def test_constants_get_no_gradient_and_no_backward_step():
    walk = bv.graph("const c = 4; f = c*x + 2*pi").walk(x=3)
    constants = {node.name for node in walk.graph.nodes if node.is_constant}
    assert constants >= {"c", "π", "2"}
    assert not constants & {s.operand for s in backward(walk)}
    assert walk.values["c"] == 4
    for name in ("c", "π"):
        assert name not in walk.gradients
        with pytest.raises(KeyError, match="there are"):
            walk.gradients[name]
    for node in walk.graph.nodes:
        if node.is_constant:
            assert walk.gradient_at(node.index, len(walk.steps) - 1)[0] is None


FIXED_PARTS = [
    # (program, inputs, the parts without an input, all operands of the backward steps)
    ("1/2*(y - a)**2", {"y": 3, "a": 1}, ["v1"], ["v3", "v2", "y", "a"]),
    ("k = sqrt(2)*pi; u = k + 1; f = k*x + u", {"x": 3}, ["k", "u", "v1"], ["v2", "x"]),
    (
        "const c = 2; d = c*c; e = d*d; f = x**(e - d)/e",
        {"x": 2},
        ["c", "d", "e", "v1"],
        ["v2", "x"],
    ),
    ("dead = exp(2); f = x*x", {"x": 3}, ["dead"], ["x", "x"]),
    ("relu(0)*x", {"x": 3}, ["v1"], ["x"]),
    ("2*3", {}, [], []),
    ("v = 2*3; f = -v", {}, ["v"], []),
    ("v = 2*3; f = v; g = x", {"x": 1}, ["v"], []),
]


@pytest.mark.parametrize(("source", "inputs", "fixed", "passed"), FIXED_PARTS)
def test_a_part_without_an_input_is_a_constant(source, inputs, fixed, passed):
    walk = bv.graph(source).walk(inputs)
    graph = walk.graph
    assert [step.operand for step in backward(walk)] == passed
    for node in graph.operations:
        assert any(s.kind == "forward" and s.node == node.name for s in walk.steps)
    for name in fixed:
        assert name in walk.values
        assert name not in walk.gradients
        with pytest.raises(KeyError):
            walk.gradients[name]
        assert walk.gradient_at(graph.names[name], len(walk.steps) - 1) == (None, True)
        for step in walk.steps:
            assert f"∂{graph.displayed[graph.names[name]]} " not in step.sentence()
    assert set(walk.gradients) >= set(graph.inputs)
    _, gradients = graph.gradient_function()(*map(float, inputs.values()))
    assert gradients == tuple(walk.gradients[name] for name in graph.inputs)


def test_an_output_without_an_input_says_that_nothing_flows_back():
    for source in ("3", "2*3", "v = 2*3; exp(v)"):
        walk = bv.graph(source).walk()
        seed = walk.steps[walk.seed_index]
        assert len(walk.steps) == walk.seed_index + 1
        assert "depends on no input" in seed.sentence()
        assert "どの入力にも" in seed.sentence("ja")
    assert "no input" not in bv.graph("2*3 + x").walk(x=1).steps[3].sentence()


def test_a_constant_keeps_its_name_where_it_is_used():
    graph = bv.graph("const c = 3; f = -c*x")
    assert graph.uses[graph.names["c"]], "c is drawn, but nothing leads from it"
    assert graph.walk(x=2).output == -6


def test_a_named_exponent_is_on_the_way_to_the_output():
    graph = bv.graph("n = 1 + 1; f = x**n")
    assert graph.reaches_output[graph.names["n"]], "n decides the output, and is said not to"


def test_dead_ends_are_computed_and_their_gradient_is_zero_and_said():
    walk = bv.graph("d = 2*x; k = d*z; f = x**2").walk(x=3, z=5)
    assert walk.values["k"] == 30
    assert [walk.gradients[name] for name in ("d", "k", "z")] == [0, 0, 0]
    assert walk.gradients["x"] == 6
    seed = walk.steps[walk.seed_index]
    for lang in ("en", "ja"):
        assert "d, z, k" in seed.sentence(lang)
    assert [s.operand for s in backward(walk)] == ["x"]


def test_nothing_is_said_of_dead_ends_where_there_are_none():
    seed = article().steps[6]
    assert "influence" not in seed.sentence("en")


@pytest.mark.parametrize(("source", "gradient"), [("x", 1), ("f = x", 1), ("y = x; y", 1)])
def test_an_output_that_is_an_input(source, gradient):
    walk = bv.graph(source).walk(x=7)
    assert walk.output == 7
    assert walk.gradients["x"] == gradient
    assert [s.kind for s in walk.steps] == ["graph", "seed"]
    assert all(s.latex and s.sentence("ja") for s in walk.steps)


def test_an_output_that_is_a_constant():
    walk = bv.graph("3").walk()
    assert walk.output == 3
    assert dict(walk.gradients) == {}
    assert [s.kind for s in walk.steps] == ["graph", "seed"]


def test_a_formula_of_constants_only():
    walk = bv.graph("exp(1) + 2").walk()
    assert walk.output == pytest.approx(math.e + 2)


def test_an_output_that_is_used_by_a_dead_end():
    walk = bv.graph("t = 2*x; d = t*t; t").walk(x=3)
    assert walk.graph.output == "t"
    assert walk.gradients == {"x": 2, "t": 1, "d": 0}


# Arrays


def test_an_array_has_a_gradient_of_its_own_shape():
    walk = bv.graph("sum = w*x + b; sum**2").walk(
        w=np.ones((2, 3)), x=[1.0, 2.0, 3.0], b=np.array([[1.0], [2.0]])
    )
    for name in ("w", "x", "b", "sum"):
        assert np.shape(walk.gradients[name]) == np.shape(walk.values[name])
    np.testing.assert_array_equal(walk.gradients["f"], np.ones((2, 3)))
    seed = walk.steps[walk.seed_index]
    assert "every entry is seeded with 1" in seed.sentence("en")
    assert "配列" in seed.sentence("ja")


def test_a_stretched_operand_is_summed_back_and_that_is_said():
    walk = bv.graph("x*w").walk(x=[1.0, 2.0, 4.0], w=3.0)
    assert walk.gradients["w"] == 7
    assert isinstance(walk.gradients["w"], np.float64)
    np.testing.assert_array_equal(walk.gradients["x"], [3, 3, 3])
    to_x, to_w = backward(walk)
    assert "stretched" in to_w.sentence("en")
    assert "引き伸ば" in to_w.sentence("ja")
    assert "stretched" not in to_x.sentence("en")
    assert r"\operatorname{sum}" in to_w.latex


SHAPES = [(), (1,), (3,), (2, 3), (2, 1), (1, 3), (4, 2, 1), (1, 1, 1)]


@given(recipes(max_lines=6), st.data())
@settings(max_examples=120)
def test_random_arrays_against_autograd(recipe, data):
    graph = bv.graph(recipe.text)
    inputs = {
        name: np.full(data.draw(st.sampled_from(SHAPES)), recipe.inputs[name])[()]
        for name in graph.inputs
    }

    def formula(*given):
        return recipe.evaluate(dict(zip(graph.inputs, given, strict=True)), AUTOGRAD)

    walk = graph.walk(inputs)
    expected = _quiet(autograd_gradients, formula, *inputs.values())
    for name, gradient in zip(graph.inputs, expected, strict=True):
        assert np.shape(walk.gradients[name]) == np.shape(inputs[name])
        np.testing.assert_allclose(walk.gradients[name], gradient, rtol=1e-9, atol=1e-9)


def test_arrays_that_do_not_fit_together():
    with pytest.raises(bv.InputError, match=r"p: .*\(2,\) and \(3,\).*do not fit"):
        bv.graph("p = w*x; f = p + 1").walk(w=[1, 2], x=[1, 2, 3])


def test_a_constant_array():
    x = bv.variable("x")
    walk = bv.graph(x * np.array([1.0, 2.0, 3.0])).walk(x=2)
    np.testing.assert_array_equal(walk.output, [2, 4, 6])
    assert walk.gradients["x"] == 6


def test_an_empty_array():
    walk = bv.graph("2*x").walk(x=[])
    assert np.shape(walk.gradients["x"]) == (0,)
    assert all(s.latex and s.sentence("en") for s in walk.steps)


def test_the_walk_keeps_its_own_copy_of_the_inputs():
    x = np.array([1.0, 2.0])
    walk = bv.graph("x*x").walk(x=x)
    x[:] = 100
    np.testing.assert_array_equal(walk.values["x"], [1, 2])


# Size


def small_stack(function):
    """Run with little room for recursion, in a thread of its own."""
    result = []

    def run():
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(120)
        try:
            result.append(function())
        except BaseException as error:
            result.append(error)
        finally:
            sys.setrecursionlimit(limit)

    bv.graph("warm*up").walk(warm=1, up=1)  # what is imported lazily is no matter of recursion
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if isinstance(result[0], BaseException):
        raise result[0]
    return result[0]


CHAIN = 100_000
USES = 10_000


def test_a_chain_of_expressions():
    def run():
        expr = bv.variable("x")
        for k in range(CHAIN):
            expr = expr + 1.0 if k % 2 else -expr
        return bv.graph(expr).walk(x=2.0)

    walk = small_stack(run)
    assert len(walk.graph.operations) == CHAIN
    assert walk.gradients["x"] == 1.0
    assert len(walk.steps) == 2 * CHAIN + 2
    assert walk.steps[-1].operand == "x"
    assert walk.steps[CHAIN // 3].sentence("ja")


def test_a_chain_of_text():
    walk = small_stack(lambda: bv.graph("-" * (CHAIN // 2) + "x" + " + 1" * (CHAIN // 2)).walk(x=2))
    assert len(walk.graph.operations) == CHAIN
    assert walk.output == 2 + CHAIN // 2
    assert walk.gradients["x"] == 1.0


def test_many_uses_of_one_variable_in_text():
    walk = small_stack(lambda: bv.graph("+".join(["x"] * USES)).walk(x=2))
    assert walk.output == 2 * USES
    assert walk.gradients["x"] == USES
    last = walk.steps[-1]
    assert (last.total, last.complete) == (USES, True)
    assert not walk.steps[-2].complete


def test_many_uses_of_one_variable_in_expressions():
    x = bv.variable("x")
    walk = small_stack(lambda: bv.graph(reduce(add, [x] * USES)).walk(x=2))
    assert walk.gradients["x"] == USES


def test_doubling_is_not_written_out():
    program = "; ".join(f"t{k + 1} = t{k} + t{k}" for k in range(500))
    walk = bv.graph(program).walk(t0=1)
    assert walk.gradients["t0"] == 2.0**500


# Clean starts, immutability


def test_a_second_walk_starts_clean():
    graph = bv.graph("b = a + a; c = b*b")
    first = graph.walk(a=3)
    gradients = dict(first.gradients)
    second = graph.walk(a=5)
    assert dict(first.gradients) == gradients == {"a": 24, "b": 12, "c": 1}
    assert dict(second.gradients) == {"a": 40, "b": 20, "c": 1}
    assert dict(graph.walk(a=3).gradients) == gradients


def test_graphs_nodes_and_steps_are_immutable():
    walk = article()
    node, step = walk.graph.nodes[0], walk.steps[9]
    for thing, field in [(walk.graph, "output"), (node, "name"), (step, "total")]:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, field, "other")
    assert isinstance(walk.graph.nodes, tuple)
    with pytest.raises(TypeError):
        walk.graph.names["x"] = 0
    for mapping in (walk.values, walk.gradients):
        with pytest.raises(TypeError):
            mapping["x"] = 0
    with pytest.raises(AttributeError, match="immutable"):
        bv.variable("x").name = "y"


def test_numbers_of_a_step_cannot_be_written_over():
    walk = bv.graph("x*x").walk(x=[1.0, 2.0])
    for array in (walk.values["x"], walk.gradients["x"], backward(walk)[0].total):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 99.0


def test_words_in_an_unknown_language():
    with pytest.raises(ValueError, match=r"en, .*ja"):
        article().steps[1].sentence("tlh")


# Undefined arithmetic

UNDEFINED = [
    ("log(x)", {"x": -1}, math.nan, "above 0", "正の数"),
    ("log(x)", {"x": 0}, -math.inf, "above 0", "正の数"),
    ("1/x", {"x": 0}, math.inf, "Division by zero", "ゼロで割る"),
    ("x/y", {"x": 0, "y": 0}, math.nan, "Division by zero", "ゼロで割る"),
    ("reciprocal(x)", {"x": 0}, math.inf, "Division by zero", "ゼロで割る"),
    ("sqrt(x)", {"x": -1}, math.nan, "square root", "平方根"),
    ("asin(x)", {"x": 2}, math.nan, "−1 to 1", "−1 以上 1 以下"),
    ("acos(x)", {"x": -2}, math.nan, "−1 to 1", "−1 以上 1 以下"),
    ("exp(x)", {"x": 1000}, math.inf, "overflow", "オーバーフロー"),
    ("x*y", {"x": 1e200, "y": -1e200}, -math.inf, "overflow", "オーバーフロー"),
    ("x**(1/3)", {"x": -8}, math.nan, "no real power", "負の数の非整数乗"),
    ("x**y", {"x": -8, "y": 1 / 3}, math.nan, "no real power", "負の数の非整数乗"),
    ("x**-1", {"x": 0}, math.inf, "negative one", "0 の負の数乗"),
    ("x**y", {"x": 0, "y": -1}, math.inf, "negative one", "0 の負の数乗"),
]


each_undefined = pytest.mark.parametrize(
    ("formula", "inputs", "value", "en", "ja"),
    UNDEFINED,
    ids=[f"{formula} at {inputs['x']}" for formula, inputs, *_ in UNDEFINED],
)


@each_undefined
def test_undefined_arithmetic_is_shown_and_explained(formula, inputs, value, en, ja):
    walk = bv.graph(formula).walk(inputs)
    assert walk.output == pytest.approx(value, nan_ok=True)
    step = next(s for s in walk.steps if s.kind == "forward" and s.node == "f")
    shown = {math.inf: "∞", -math.inf: "−∞"}.get(value, "nan")
    for lang, why in (("en", en), ("ja", ja)):
        sentence = step.sentence(lang)
        assert why in sentence
        assert f"= {shown}" in sentence
        assert "  " not in sentence
    assert r"\infty" in step.latex or r"\mathrm{nan}" in step.latex


@each_undefined
def test_undefined_arithmetic_raises_when_strict(formula, inputs, value, en, ja):
    with pytest.raises(bv.DomainError) as caught:
        bv.graph(formula).walk(inputs, strict=True)
    message = str(caught.value)
    assert message.startswith("f = ")
    assert "x = " in message
    if en != "overflow":
        assert en in message


def test_strict_names_the_node_where_it_began():
    with pytest.raises(bv.DomainError, match=r"^u = log\(x\) is nan, at x = −1"):
        bv.graph("u = log(x); v = u + 1; f = exp(v)").walk(x=-1, strict=True)


def test_strict_says_nothing_of_a_sound_walk():
    assert bv.graph(ARTICLE).walk(ARTICLE_INPUTS, strict=True).output == 4


def test_strict_holds_for_gradients():
    told = r"f = sqrt\(x\) passes the gradient ∞ on to x, at x = 0"
    with pytest.raises(bv.DomainError, match=told):
        bv.graph("sqrt(x)").walk(x=0, strict=True)


def test_an_infinite_gradient_is_explained():
    walk = bv.graph("sqrt(x)").walk(x=0)
    assert walk.gradients["x"] == math.inf
    assert "no finite value here: ∞" in walk.steps[-1].sentence("en")
    assert "有限の値になりません" in walk.steps[-1].sentence("ja")


def test_what_comes_after_an_undefined_value_says_where_it_comes_from():
    walk = bv.graph("u = log(x); f = u*2").walk(x=-1)
    assert "on the way is undefined or infinite" in walk.steps[2].sentence("en")
    assert "途中に未定義の値か無限大がある" in walk.steps[2].sentence("ja")


def test_an_infinite_input_is_carried():
    walk = bv.graph("x + 1").walk(x=math.inf)
    assert walk.output == math.inf
    assert "on the way is undefined or infinite" in walk.steps[1].sentence("en")


# Inputs


def test_missing_unknown_and_available_inputs_are_listed():
    with pytest.raises(bv.InputError) as caught:
        bv.graph(ARTICLE).walk(x=2, w=3, q=1)
    message = str(caught.value)
    assert "missing: b, y'" in message
    assert "unknown: q" in message
    assert "w, x, b, y'" in message
    assert isinstance(caught.value, ValueError)


def test_an_intermediate_result_is_no_input():
    with pytest.raises(bv.InputError, match="unknown: p"):
        bv.graph(ARTICLE).walk({**ARTICLE_INPUTS, "p": 6})


def test_a_formula_without_inputs_says_so():
    with pytest.raises(bv.InputError, match="inputs: none"):
        bv.graph("1 + 2").walk(x=1)


@pytest.mark.parametrize("value", ["three", None, 1j, [1, "a"], {"a": 1}, object(), [[1], [1, 2]]])
def test_an_input_that_is_no_number(value):
    with pytest.raises(bv.InputError, match="the input x is"):
        bv.graph("2*x").walk(x=value)


def test_numbers_of_many_kinds():
    from decimal import Decimal
    from fractions import Fraction

    for value in (2, 2.0, True + 1, np.float32(2), np.int8(2), Decimal(2), Fraction(4, 2)):
        walk = bv.graph("x*x").walk(x=value)
        assert walk.output == 4
        assert isinstance(walk.values["x"], np.float64)


@pytest.mark.parametrize("name", ["y_", "y'", "y′", "y’"])
def test_every_spelling_of_a_prime(name):
    walk = bv.graph("y' - x").walk({name: 5, "x": 2})
    assert walk.output == 3
    for again in ("y_", "y'", "y′"):
        assert walk.values[again] == 5
        assert walk.gradients[again] == 1
        assert bv.graph(f"{again} - x").inputs == ("y'", "x")
    assert "y′ = 5" in walk.steps[1].sentence("en")


def test_an_input_given_twice():
    with pytest.raises(bv.InputError, match="y' is given twice"):
        bv.graph("y' - x").walk({"y'": 5, "x": 2}, y_=5)


def test_inputs_by_mapping_and_by_keyword():
    graph = bv.graph("x - y")
    assert graph.walk({"x": 3}, y=1).output == graph.walk(x=3, y=1).output == 2


def test_names_that_are_arguments_of_the_method():
    assert bv.graph("self + inputs").walk({"self": 1, "inputs": 2}).output == 3
    assert bv.graph("self + inputs").walk(self=1, inputs=2).output == 3


def test_an_unknown_name_is_a_key_error_that_lists_the_names():
    with pytest.raises(KeyError, match="w, x, p"):
        article().values["nothing"]
    assert article().values.get("nothing") is None


# Random graphs


def _quiet(function, *inputs):
    """Without autograd's remark that a derivative is 0 everywhere."""
    import warnings

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Output seems independent of input")
        return function(*inputs)


@given(recipes())
@settings(max_examples=1000)
def test_a_thousand_graphs_against_generated_code_and_autograd(recipe):
    graph = bv.graph(recipe.text)
    walk = graph.walk(recipe.used)
    ours = [walk.gradients[name] for name in graph.inputs]
    values = [float(recipe.inputs[name]) for name in graph.inputs]

    output, generated = graph.gradient_function()(*values)
    assert output == pytest.approx(walk.output, rel=1e-12, abs=1e-14)
    assert ours == pytest.approx(list(generated), rel=1e-10, abs=1e-12)

    def formula(*given):
        return recipe.evaluate(dict(zip(graph.inputs, given, strict=True)), AUTOGRAD)

    expected = _quiet(autograd_gradients, formula, *values)
    assert ours == pytest.approx(list(map(float, expected)), rel=1e-9, abs=1e-11)


@given(recipes())
@settings(max_examples=300)
def test_expressions_and_text_give_the_same_walk(recipe):
    by_text = bv.graph(recipe.text).walk(recipe.used)
    graph = bv.graph(recipe.expression)
    by_expression = graph.walk({name: recipe.inputs[name] for name in graph.inputs})
    assert by_expression.output == pytest.approx(by_text.output, rel=1e-12, abs=1e-14)
    for name in graph.inputs:
        expected = by_text.gradients[name]
        assert by_expression.gradients[name] == pytest.approx(expected, rel=1e-10, abs=1e-12)


@given(wild_recipes())
@settings(max_examples=300)
def test_the_steps_of_any_graph_hold_together(recipe):
    graph = bv.graph(recipe.text)
    walk = graph.walk(recipe.used)
    steps = list(walk.steps)
    count = len(graph.operations)

    kinds = ["graph"] + ["forward"] * count + ["seed"]
    assert [s.kind for s in steps] == kinds + ["backward"] * (len(steps) - count - 2)
    assert [s.node for s in steps[1 : count + 1]] == [node.name for node in graph.operations]
    assert [s.index for s in steps] == list(range(len(steps)))

    # Every edge on a way to the output, once; operands come before their users.
    moving = moved_by_inputs(graph)
    live = [
        (node.name, position)
        for node in graph.operations
        if graph.reaches_output[node.index]
        for position, operand in enumerate(node.operands)
        if operand in moving
    ]
    edges = [(s.node, s.position) for s in backward(walk)]
    assert sorted(edges) == sorted(live)
    assert all(operand < node.index for node in graph.nodes for operand in node.operands)

    complete, running = {graph.output}, {}
    for step in backward(walk):
        assert step.node in complete, "a gradient is passed on before all of it has arrived"
        assert step.operand not in complete
        node = graph.nodes[graph.names[step.node]]
        assert graph.nodes[node.operands[step.position]].name == step.operand
        with np.errstate(all="ignore"):
            same(step.upstream, walk.gradients[step.node])
            if not (step.local == 0 and np.isfinite(step.contribution)):  # a gate routes
                same(step.contribution, step.upstream * step.local)
            same(step.total, running.get(step.operand, 0.0) + step.contribution)
        running[step.operand] = step.total
        left = [e for e in edges[step.index - count - 1 :] if operand_of(graph, e) == step.operand]
        assert step.complete == (not left)
        if step.complete:
            complete.add(step.operand)
            same(step.total, walk.gradients[step.operand])
        for told in (step.latex, step.sentence("en"), step.sentence("ja")):
            assert ("+ ?" in told) == (not step.complete)

    for node in graph.nodes:
        if node.index not in moving and node.index != graph.output_node.index:
            assert node.name not in walk.gradients
        elif not graph.reaches_output[node.index]:
            assert walk.gradients[node.name] == 0


def moved_by_inputs(graph):
    """The indices of the nodes that an input has an influence on."""
    moving, stack = set(), [node.index for node in graph.nodes if node.is_input]
    while stack:
        index = stack.pop()
        if index not in moving:
            moving.add(index)
            stack += [use.node for use in graph.uses[index]]
    return moving


def operand_of(graph, edge):
    name, position = edge
    return graph.nodes[graph.nodes[graph.names[name]].operands[position]].name


def same(left, right):
    np.testing.assert_array_equal(left, right)


# What is said of nan and of infinities

TOLD = {  # the message, and the number of the step that it names; sums come last
    "forward": ("undefined", "overflow", "indeterminate", "carried"),
    "local": ("undefined_slope", "steep", "carried_slope"),
    "contribution": ("zero_times", "overflow", "carried", "opposed", "overflow_sum"),
    "total": ("opposed", "overflow_sum"),
}


def said(text, key, lang):
    """The values that a message names in ``text``, for each time that it is said."""
    words = re.escape(texts(lang)[key])
    pattern = re.sub(r"\\{\w+\\}", ".*?", words.replace(r"\{value\}", "(?P<value>[^。∂]+?)"))
    pattern += r"(?=\s|$)" if lang == "en" else ""  # no point within a number
    return [match["value"] for match in re.finditer(pattern, text)]


def by_entry(*values):
    """The entries of values that broadcast, side by side, as plain floats."""
    return list(zip(*(np.ravel(x).tolist() for x in np.broadcast_arrays(*values)), strict=True))


def finite(*numbers):
    return all(map(math.isfinite, numbers))


def check_forward(step, lang):
    values, node = step.walk.node_values, step.place
    value, operands = values[node.index], [values[i] for i in node.operands]
    text = step.sentence(lang)
    keys = {key for key in TOLD["forward"] if said(text, key, lang)}
    for key in keys:
        assert said(text, key, lang) == [format_value(value)], (key, text)
    entries = by_entry(value, *operands)
    with np.errstate(all="ignore"):
        undefined = by_entry(value, node.op.is_undefined(*operands))
    wild = [(y, *o) for y, *o in entries if not finite(y)]
    assert bool(keys) == bool(wild), text
    claims = {
        "undefined": any(met and not finite(y) for y, met in undefined),
        "overflow": any(math.isinf(y) and finite(*o) for y, *o in wild),
        "indeterminate": any(math.isnan(y) and not any(map(math.isnan, o)) for y, *o in wild),
        "carried": any(not finite(*o) for _, *o in wild),
    }
    assert all(claims[key] for key in keys), (keys, text)
    if any(math.isnan(y) and any(map(math.isnan, o)) for y, *o in wild):
        assert "carried" in keys


def check_backward(step, lang):
    text = step.sentence(lang)
    values, node = step.walk.node_values, step.place
    operands = [values[i] for i in node.operands]
    for key in TOLD["local"]:
        assert set(said(text, key, lang)) <= {format_value(step.local)}, (key, text)
    if not np.all(np.isfinite(step.local)):
        assert any(said(text, key, lang) for key in TOLD["local"]), text
    with np.errstate(all="ignore"):
        undefined = np.any(node.op.is_undefined(*operands))
    for key in ("undefined_slope", "no_value"):
        assert undefined or key == "no_value" or not said(text, key, lang)
    whole = (*operands, values[node.index])
    if said(text, "steep", lang):
        assert any(not finite(d) and finite(*o) for d, *o in by_entry(step.local, *whole))
    if said(text, "carried_slope", lang):
        assert any(not finite(d) and not finite(*o) for d, *o in by_entry(step.local, *whole))

    for key in TOLD["contribution"]:
        expected = {format_value(step.contribution)}
        if key in TOLD["total"]:
            expected.add(format_value(step.total))
        assert set(said(text, key, lang)) <= expected, (key, text)
    products = by_entry(step.upstream, step.local)
    is_closed = {"en": "whatever comes from upstream", "ja": "上流から何が来ても"}[lang] in text
    with np.errstate(all="ignore"):
        is_at_kink = np.any(node.op.is_at_kink(*operands))
    if is_closed and is_at_kink:  # closed by convention
        assert any(not finite(u * d) for u, d in products), text
    elif is_closed:  # a little more or less of the operand changes nothing
        assert any(not finite(u * d) for u, d in products), text
        moved = list(operands)
        with np.errstate(all="ignore"):
            around = []
            for towards in (-math.inf, math.inf):
                moved[step.position] = np.nextafter(operands[step.position], towards)
                near, here = np.asarray(node.op.forward(*moved)), values[node.index]
                around.append((near == here) | (np.isnan(near) & np.isnan(here)))
        assert np.any(around[0] | around[1]), text
    elif not step.is_summed:
        assert all(
            finite(u * d) or not finite(c)
            for u, d, c in by_entry(step.upstream, step.local, step.contribution)
        ), text
    claims = {
        "zero_times": any({abs(u), abs(d)} == {0.0, math.inf} for u, d in products),
        "carried": any(not finite(u) for u, _ in products),
        "overflow": any(finite(u, d) and not finite(u * d) for u, d in products),
    }
    for key, holds in claims.items():
        assert holds or not said(text, key, lang), (key, text)
    if step.is_summed or step.uses > 1:
        parts = [step.contribution] if step.before is None else [step.before, step.contribution]
        terms = [u * d for u, d in products] + np.ravel(parts).tolist()
        if said(text, "opposed", lang):
            assert any(x > 0 and math.isinf(x) for x in terms)
            assert any(x < 0 and math.isinf(x) for x in terms)
        if said(text, "overflow_sum", lang):
            assert math.inf in map(abs, [*np.ravel(step.total).tolist(), *terms])
    else:
        assert not said(text, "opposed", lang)
        assert not said(text, "overflow_sum", lang)
        u, d = (np.asarray(x) for x in (step.upstream, step.local))
        with np.errstate(all="ignore"):
            bare = np.isnan(u * d) & ~np.isnan(u) & ~np.isnan(d) & np.isnan(step.contribution)
        assert bool(said(text, "zero_times", lang)) == bool(bare.any()), text
    if step.before is not None:
        with np.errstate(all="ignore"):
            same(step.total, step.before + step.contribution)
        if step.complete:
            shown = (format_value(step.before), guard(format_value(step.contribution)))
            told = (f"{' + '.join(shown)} {sign} {format_value(step.total)}" for sign in "=≈")
            assert any(equation in text for equation in told), text


EXTREME = (0.0, -0.0, 1.0, -1.0, 2.0, 1000.0, -1000.0, 1e200, -1e308, 1e-200, 5e-324)
EXTREME = (*EXTREME, math.inf, -math.inf, math.nan)


@given(wild_recipes(max_lines=6), st.data())
@settings(max_examples=300)
def test_each_reason_for_nan_and_infinity_is_that_of_its_step(recipe, data):
    number = st.sampled_from(EXTREME)
    shapes = data.draw(st.sampled_from([[()], [(), (2,)], [(), (2, 1), (3,)]]))
    inputs = {
        name: np.reshape(
            data.draw(st.lists(number, min_size=math.prod(shape), max_size=math.prod(shape))), shape
        )
        for name in recipe.used
        for shape in [data.draw(st.sampled_from(shapes))]
    }
    check_reasons(bv.graph(recipe.text).walk(inputs))


@pytest.mark.parametrize(("source", "inputs"), EXTREMES)
def test_the_reasons_at_known_extremes(source, inputs):
    check_reasons(bv.graph(source).walk(inputs))


def check_reasons(walk):
    for step in walk.steps:
        for lang in ("en", "ja"):
            if step.kind == "forward":
                check_forward(step, lang)
            elif step.kind == "backward":
                check_backward(step, lang)


def test_zero_times_infinity_is_told_as_what_it_is():
    last = bv.graph("log(exp(a) + exp(b))").walk(a=1000, b=1000).steps[-1]
    assert "∞ · 0 = nan" in last.sentence()
    assert "so the local derivative ∂v₁/∂a here is ∞." in last.sentence()
    assert "0 · ∞ has no definite value, so nan comes out." in last.sentence()
    assert "∞ comes out" not in last.sentence()
    assert "nan になります" in last.sentence("ja")
    entropy = bv.graph("-(y*log(p) + (1 - y)*log(1 - p))").walk(y=1, p=1)
    (product,) = (s for s in entropy.steps if s.kind == "forward" and "0 × (−∞)" in s.sentence())
    assert "0 × (−∞) has no definite value, so v₆ shows as nan." in product.sentence()


def test_where_a_gate_is_closed_it_says_so():
    walk = bv.graph("relu(x)**0.5").walk(x=-0.938)
    last = walk.steps[-1]
    assert last.contribution == 0
    assert "0 · ∞ = 0" in last.sentence()
    assert "from v₁ back to x is closed here, so nothing passes" in last.sentence()
    assert "道が閉じているので" in last.sentence("ja")
    assert "closed" not in bv.graph("relu(x)").walk(x=-1).steps[-1].sentence()


def test_a_sum_tells_the_very_number_that_it_told_before():
    """1 + 1e17 is 1e17, and what was before must not be read off the difference."""
    walk = bv.graph("a = 1e17*x; s = a*1; b = s + x; b").walk(x=1)
    parts = [s for s in walk.steps if s.operand == "x" and s.kind == "backward"]
    assert "so far 1 + ?" in parts[0].sentence()
    assert "= 1 + 1e17 = 1e17" in parts[1].sentence()
    opposed = bv.graph("exp(x) - exp(2*x)").walk(x=1000).steps[-1]
    assert "∂f/∂x = −∞ + ∞ = nan, now complete. In the sum ∞ and −∞ meet" in opposed.sentence()
    assert r"-\infty + \infty = \mathrm{nan}" in opposed.latex


def test_what_holds_for_some_entries_says_so():
    step = bv.graph("log(x)").walk(x=[-1.0, 2.0]).steps[1]
    assert "For some entries: A logarithm exists only for numbers above 0." in step.sentence()
    assert "For some" not in bv.graph("log(x)").walk(x=[-1.0, 0.0]).steps[1].sentence()
    tie = bv.graph("maximum(x, y)").walk(x=[1.0, 2.0], y=1).steps[3]
    assert "For some entries: Here, though, the operands are equal" in tie.sentence()


@given(wild_recipes(max_lines=6))
@settings(max_examples=150)
def test_what_is_known_at_a_step_is_what_the_steps_so_far_say(recipe):
    graph = bv.graph(recipe.text)
    walk = graph.walk(recipe.used)
    last = len(walk.steps) - 1
    known, moving = {}, moved_by_inputs(graph)
    for step in walk.steps:
        k = step.index
        if step.kind == "seed":
            known = {
                node.name: (0.0, True)
                for node in graph.nodes
                if node.index in moving and not graph.reaches_output[node.index]
            }
            if graph.output_node.op or graph.output_node.is_input:
                known[graph.output] = (1.0, True)
        elif step.kind == "backward":
            known[step.operand] = (step.total, step.complete)
        for node in graph.nodes:
            gradient, complete = walk.gradient_at(node.index, k)
            expected, whole = known.get(node.name, (None, None))
            if expected is None:
                assert gradient is None
            else:
                same(gradient, expected)
                assert complete == whole
            if node.op is not None:
                assert graph.computed_at[node.index] == 1 + graph.operations.index(node)
    for node in graph.nodes:
        if node.index in moving:
            same(walk.gradient_at(node.index, last)[0], walk.gradients[node.name])


@given(recipes())
@settings(max_examples=200)
def test_gradients_against_a_moved_input(recipe):
    """The definition itself: a central difference of the whole walk."""
    graph = bv.graph(recipe.text)
    walk = graph.walk(recipe.used)
    h = 1e-6
    for name in graph.inputs:
        above = graph.walk({**recipe.used, name: recipe.used[name] + h}).output
        below = graph.walk({**recipe.used, name: recipe.used[name] - h}).output
        numeric = (above - below) / (2 * h)
        bend = abs(above + below - 2 * walk.output) / h  # large where a kink lies in between
        assert walk.gradients[name] == pytest.approx(numeric, rel=1e-5, abs=1e-5 + 10 * bend)


def test_errors_survive_pickling():
    with pytest.raises(bv.ParseError) as caught:
        bv.graph("a = 1\nb = a $ 2")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert (again.line, again.column, again.hint) == (2, 7, caught.value.hint)


def test_no_symbol_stands_for_two_numbers_in_one_step():
    """In x*x the factor ∂f/∂x is by one use of x, and the total of both is another number."""
    for step in bv.graph("x*x").walk(x=3).steps[3:]:
        assert r"= x \cdot \frac{\partial f}{\partial f} = 3 \cdot 1" in step.latex
        assert "∂f/∂x · ∂f/∂f" not in step.sentence()
    for step in bv.graph("p = x*x; 3*p").walk(x=3).steps[-2:]:
        local = rf"\left.\frac{{\partial p}}{{\partial x}}\right|_{{{step.position + 1}}}"
        assert f"= {local}" in step.latex


@pytest.mark.parametrize("source", ["x**2", "x*y", "exp(-x)", "maximum(x, y)", "x/y + 3"])
def test_nothing_is_explained_by_itself(source):
    """At the output ∂f/∂x = ∂f/∂x · ∂f/∂f would say nothing."""
    graph = bv.graph(source)
    for step in graph.walk(dict.fromkeys(graph.inputs, 2.0)).steps:
        for lang in ("en", "ja"):
            found = re.search(r"(∂\w+/∂\w+) = (∂\w+/∂\w+) ·", step.sentence(lang))
            assert not found or found[1] != found[2]
        if step.kind == "backward":
            left, *sides = step.latex.split(" = ")
            assert not any(side.startswith(left) for side in sides)


@pytest.mark.parametrize("index", [15, 500, -16])
def test_a_step_that_there_is_not_is_told_with_those_there_are(index):
    steps = bv.graph(ARTICLE).walk(ARTICLE_INPUTS).steps
    with pytest.raises(IndexError, match=f"no step {index}; the steps are 0 to 14"):
        steps[index]
    assert len(list(steps)) == 15


# The story of a gradient


@given(recipes())
@settings(max_examples=150, deadline=None)
def test_the_products_along_all_paths_add_up_to_the_gradient(recipe):
    walk = bv.graph(recipe.text).walk(recipe.used)
    for name in walk.gradients:
        story = walk.story(name)
        if story.ways and story.messages[0].key in ("story.one", "story.several"):
            products = [way.product for way in story.ways]
            sizes = sum(map(abs, products))
            assert abs(sum(products) - walk.gradients[name]) <= 1e-12 * sizes
            assert len(story.ways) == story.count
            for way in story.ways:
                local = {p.edge: float(p.local) for p in walk.backflows}
                assert math.isclose(math.prod(local[e] for e in way.edges), way.product)


def test_the_story_of_a_node_without_a_gradient_says_that_it_has_none():
    walk = bv.graph("c = 2*3; f = x*c + detach(y)").walk(x=2, y=1)
    told = walk.story("c")
    assert told.sentence("en").startswith("c has no gradient: no input moves it")
    assert "勾配がなく" in told.sentence("ja")
    assert (told.count, told.ways, told.latex, told._repr_latex_()) == (0, (), "", str(told)[8:-1])
    assert walk.story("y").sentence("en").startswith("No way leads from f back to y: f does not")
    with pytest.raises(KeyError):
        walk.story("nobody")


@given(wild_recipes())
@settings(max_examples=150, deadline=None)
def test_a_story_is_right_or_tells_no_number(recipe):
    walk = bv.graph(recipe.text).walk(recipe.used)
    for name in walk.gradients:
        story = walk.story(name)
        gradient = walk.gradients[name]
        if story.latex and story.messages[0].key != "story.apart":
            ends = tuple(f" {sign} {latex_value(gradient)}" for sign in ("=", r"\approx"))
            assert story.latex.endswith(ends)
        if not np.isfinite(gradient).all():
            assert story.messages[0].key in (
                "story.apart",
                "story.many",
                "story.long",
                "story.arrays",
            )
        assert story.sentence("en")
        assert story.sentence("ja")


def test_the_story_of_a_path():
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    story = walk.story("w")
    chain = r"2t \cdot 1 \cdot (-1) \cdot 1 \cdot x = -4 \cdot 1 \cdot (-1) \cdot 1 \cdot 2 = 8"
    assert story.latex == rf"\frac{{\partial f}}{{\partial w}} = {chain}"
    assert [way.names for way in story.ways] == [("f", "t", "s", "y", "p", "w")]
    early = walk.story("w", 9)
    assert early.latex.endswith(r"= -4 \cdot 1 \cdot ? \cdot ? \cdot ? = ?")
    assert early.ways[0].product is None
    assert "Step 13 completes" in early.sentence()
    assert walk.story("w", 5).latex == r"\frac{\partial f}{\partial w} = ?"
    assert walk.story("f").latex == r"\frac{\partial f}{\partial f} = 1"
    with pytest.raises(KeyError, match="no 'q'"):
        walk.story("q")
    with pytest.raises(IndexError):
        walk.story("w", 99)


def test_the_story_of_many_paths_is_their_number():
    walk = bv.graph(
        "; ".join(["a0 = x", *(f"a{i} = a{i - 1}*a{i - 1}" for i in range(1, 5))])
    ).walk(x=1)
    assert (walk.story("x").count, walk.story("x").ways) == (16, ())
    assert walk.story("a1").count == 8
    assert walk.story("a1").latex.endswith("= 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 = 8")
    deep = bv.graph(
        "; ".join(["a0 = x", *(f"a{i} = a{i - 1} + a{i - 1}" for i in range(1, 9_000))])
    )
    assert deep.walk(x=1e-300).story("x").count == 10**15


def test_where_products_do_not_tell_the_gradient():
    gate = bv.graph("relu(x*1e300)*0 + maximum(y/z, 0)").walk(x=1, y=-1, z=0)
    assert gate.story("z").messages[0].key == "story.apart"
    assert r"\infty" not in gate.story("z").latex
    over = bv.graph("(a + b)*c*d").walk(a=1e200, b=-1e200, c=1e200, d=1e200)
    assert over.story("c").messages[0].key == "story.one"
    arrays = bv.graph("w*x").walk(w=1, x=[1, 2]).story("w")
    assert (arrays.latex, len(arrays.ways)) == ("", 1)
    assert "no single product of numbers tells it" in arrays.sentence()


def test_what_stands_behind_a_stop_is_not_said_to_be_without_influence():
    walk = bv.graph("u = q + 1; f = detach(a)*x").walk(a=2, x=3, q=1)
    told = walk.steps[walk.seed_index].sentence("en")
    assert "Not on any way to f, and so without influence on it: q, u. " in told
    assert "What stops gradients lies between a and f" in told
    assert "a と f の間には勾配を止める演算がある" in walk.steps[walk.seed_index].sentence("ja")
    assert "or only by what stops gradients" in str(walk.story("a"))
    (note,) = (row.note for row in walk.check(lang="en").rows if row.name == "a")
    assert note == "all columns hold still what stops gradients"
