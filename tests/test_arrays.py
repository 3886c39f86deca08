"""Operations on whole arrays: walked, generated, checked, and told, against other witnesses."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_viz as bv
import needs
from array_graphs import BATCH, NETWORK, array_graph, by_autograd
from backprop_viz.arithmetic.shapes import matmul_shape
from backprop_viz.core.ops import OPS
from backprop_viz.quiz.mistakes import mistakes
from strategies import autograd_gradients


@pytest.fixture
def network():
    return bv.graph(NETWORK, parameters="W b v").walk(BATCH)


# Gradients


@pytest.mark.filterwarnings("ignore:Output seems independent")
@settings(max_examples=500, deadline=None)
@given(st.integers(0, 2**32))
def test_random_programs_have_the_gradients_of_autograd(seed):
    graph, inputs = array_graph(random.Random(seed))
    walk = graph.walk(inputs)
    given_ = [walk.inputs[name] for name in graph.inputs]
    np.testing.assert_allclose(walk.output, by_autograd(graph, *given_), rtol=1e-10, atol=1e-12)
    expected = autograd_gradients(lambda *x: by_autograd(graph, *x), *given_)
    output, gradients = graph.gradient_function()(*given_)
    np.testing.assert_allclose(output, walk.output, rtol=1e-12, atol=1e-13)
    for name, slope, fast in zip(graph.inputs, expected, gradients, strict=True):
        assert np.shape(walk.gradients[name]) == np.shape(walk.inputs[name]) == np.shape(fast)
        np.testing.assert_allclose(walk.gradients[name], slope, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(fast, walk.gradients[name], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((3,), (3,)),
        ((3,), (3, 2)),
        ((2, 3), (3,)),
        ((2, 3), (3, 2)),
        ((5, 2, 3), (3, 2)),
        ((5, 2, 3), (3,)),
        ((3,), (5, 3, 2)),
        ((2, 3), (5, 3, 2)),
        ((4, 1, 2, 3), (5, 3, 2)),
        ((1, 1), (1,)),
        ((0, 3), (3, 2)),
        ((2, 0), (0, 3)),
    ],
)
def test_a_matrix_product_of_every_shape(a, b):
    chance = np.random.default_rng(5)
    a_value, b_value = chance.normal(size=a), chance.normal(size=b)
    walk = bv.graph("a @ b").walk(a=a_value, b=b_value)
    np.testing.assert_array_equal(walk.output, a_value @ b_value)
    assert np.shape(walk.output) == matmul_shape(a, b)
    slopes = autograd_gradients(lambda x, y: x @ y, a_value, b_value)
    for name, slope in zip("ab", slopes, strict=True):
        assert walk.gradients[name].shape == np.shape(walk.inputs[name])
        np.testing.assert_allclose(walk.gradients[name], slope, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("library", ["torch", "jax", "tensorflow"])
def test_a_network_is_checked_by_other_libraries(network, library):
    needs.library(library)
    found = network.check(against=library)
    assert found.ok
    for row in found.rows:
        assert row.verdict == "agree"
        assert row.error < 1e-8
        np.testing.assert_allclose(row.others[library], row.gradient, rtol=1e-12)
        np.testing.assert_allclose(row.numeric, row.gradient, rtol=1e-6, atol=1e-9)
        assert "too many entries" in row.note
    assert " – " in str(found)
    assert "nan" not in str(found)


def test_vectors_are_checked_by_other_libraries():
    for library in ("torch", "jax", "tensorflow"):
        needs.library(library)
        found = bv.graph("xᵀ @ A @ x + sum(x * (B @ x))").walk(
            x=[1.0, -2.0, 0.5], A=np.arange(9.0).reshape(3, 3), B=np.ones((3, 3))
        )
        assert found.check(against=library).ok


def test_a_wrong_gradient_of_a_matrix_is_found_out(network):
    from dataclasses import replace

    wrong = replace(OPS["matmul"], back=("to_left(g, a, b)", "2.0 * to_right(g, a, b)"))
    nodes = [
        replace(node, op=wrong) if node.op is not None and node.op.name == "matmul" else node
        for node in network.graph.nodes
    ]
    graph = replace(network.graph, nodes=tuple(nodes))
    found = {row.name: row.verdict for row in graph.walk(BATCH).check().rows}
    assert found == {"X": "agree", "W": "differ", "b": "agree", "v": "differ", "y": "agree"}


@pytest.fixture
def large():
    chance = np.random.default_rng(0)
    shapes = {"X": (8, 20), "W": (20, 12), "b": (12,), "v": (12,)}
    graph = bv.graph("H = tanh(X @ W + b); L = sum((H @ v)**2)")
    return graph.walk({name: chance.normal(size=shape) for name, shape in shapes.items()})


def test_a_large_array_is_moved_along_random_directions(large):
    for walk in (large, bv.graph("sum(x)").walk(x=np.ones(101))):
        found = walk.check()
        assert found.ok
        for row in found.rows:
            assert row.directions == (8 if np.size(row.gradient) > 100 else 0)
            assert np.isnan(row.numeric).all() == (row.directions > 0)
            assert row.error < 1e-6
        assert "along 8 directions" in str(found)
        assert "8 方向" in str(walk.check(lang="ja"))
        assert [row.error for row in walk.check().rows] == [row.error for row in found.rows]
    (row,) = bv.graph("sum(x)").walk(x=np.ones(100)).check().rows
    assert row.verdict == "agree"
    assert row.directions == 0


@pytest.mark.parametrize(
    "wrong",
    [
        "1.001 * to_right(g, a, b)",
        "to_right(g + 1e-3, a, b)",
        "to_right(g, a, b) + where(b == {entry}, 0.1, 0.0)",  # one of 240 entries
    ],
)
def test_a_wrong_gradient_of_a_large_array_is_found_out(large, wrong):
    from dataclasses import replace

    wrong = wrong.format(entry=large.inputs["W"][3, 4].tolist())
    op = replace(OPS["matmul"], back=("to_left(g, a, b)", wrong))
    nodes = [
        replace(node, op=op) if node.name == "v1" else node  # X @ W
        for node in large.graph.nodes
    ]
    walk = replace(large.graph, nodes=tuple(nodes)).walk(large.inputs)
    found = {row.name: row.verdict for row in walk.check().rows}
    assert found == {"X": "agree", "W": "differ", "b": "agree", "v": "agree"}


@pytest.mark.parametrize(
    ("source", "scale"),
    [
        ("sum(abs(X @ W))", 0.0),  # a kink at every entry
        ("sum(sin(X @ W))", 1e8),  # no digit is left of the angle
        ("sum(exp(X @ W))", 1e3),  # an overflow
        ("sum(X @ W) * 1e-9 + 1e12", 1.0),  # hidden behind a large number
        ("sum(relu(X @ W - 5) + X @ W)", 1.0),
    ],
)
def test_where_directions_tell_nothing_no_fault_is_seen(source, scale):
    chance = np.random.default_rng(2)
    x, w = chance.normal(size=(11, 12)), chance.normal(size=(12, 11))
    walk = bv.graph(source).walk(X=x * scale, W=w * (scale > 0))
    assert {row.verdict for row in walk.check().rows} <= {"agree", "unknown", "convention"}


def test_what_cancels_in_a_sum_is_no_fault():
    """The rounding errors are those of the terms, not of what they come to."""
    a = np.array([1e8, 1.0, -1e8])
    walk = bv.graph("tanh(a @ b)").walk(a=a, b=[1.0, 1e-9, 1.0])
    assert all(row.verdict != "differ" for row in walk.check().rows)


def test_many_places_are_walks_one_by_one():
    graph = bv.graph("L = sum((X @ w * s - y)**2)")
    X = np.array([[1.0, 2.0], [3.0, -1.0]])  # noqa: N806
    given_ = {"X": X, "w": np.array([0.5, 2.0]), "y": np.array([1.0, 0.0])}
    s = np.array([[0.5, 1.0, 1.5]])
    call = graph.gradient_function(over="s")
    output, gradients = call(*({**given_, "s": s}[name] for name in graph.inputs))
    assert output.shape == (1, 3)
    for at in np.ndindex(s.shape):
        walk = graph.walk({**given_, "s": s[at]})
        assert output[at] == walk.output
        for name, gradient in zip(graph.inputs, gradients, strict=True):
            np.testing.assert_array_equal(gradient[at], walk.gradients[name])
    none = call(*({**given_, "s": np.ones((0, 2))}[name] for name in graph.inputs))
    assert none[0].shape == (0, 2)
    assert [g.shape for g in none[1]] == [(0, 2, 2, 2), (0, 2, 2), (0, 2), (0, 2, 2)]


# Text and Python


def test_text_python_and_numpy_make_the_same_graph():
    import backprop_viz

    text = bv.graph("sum((X @ W).T) + sum(X)")
    for function in (
        lambda X, W: np.sum((X @ W).T) + X.sum(),  # noqa: N803
        lambda X, W: np.transpose(np.matmul(X, W)).sum() + np.sum(X),  # noqa: N803
        lambda X, W: backprop_viz.sum((X @ W).transpose()) + backprop_viz.sum(X),  # noqa: N803
    ):
        assert str(bv.graph(function)) == str(text)
    assert str(bv.graph("np.sum((X @ W)ᵀ) + X.sum()")) == str(text)
    assert str(bv.graph(str(text))) == str(text)


def test_a_product_binds_as_in_python():
    walk = bv.graph("a - b @ c * d @ h ** 2").walk(
        a=1.0, b=[[1.0, 2.0]], c=[[3.0], [4.0]], d=[[0.5]], h=[[2.0]]
    )
    b, c, d, h = (walk.inputs[name] for name in "bcdh")
    np.testing.assert_array_equal(walk.output, 1.0 - b @ c * d @ h**2)


def test_numbers_on_one_side_are_constants():
    walk = bv.graph(lambda x: [[1.0, 2.0]] @ x if False else np.array([[1.0, 2.0]]) @ x)
    assert walk.walk(x=[3.0, 4.0]).output == [11.0]
    assert bv.graph("[[1, 2], [3, 4]] @ x").walk(x=[1, 1]).output.tolist() == [3, 7]


@pytest.mark.parametrize(
    "source", ["sum = a + b; sum**2", "sum*2", "input sum; 3*sum", "param sum = 2; sum + 1"]
)
def test_a_quantity_may_be_called_sum(source):
    graph = bv.graph(source)
    assert "sum" in graph.names
    assert str(bv.graph(str(graph))) == str(graph)


def test_a_name_is_a_quantity_or_a_function():
    for source in ("sum = a; sum(x)", "sum(x) + sum"):
        with pytest.raises(bv.ParseError, match="no function `sum`"):
            bv.graph(source)


@pytest.mark.parametrize(
    ("source", "inputs", "shapes"),
    [
        ("a @ b", {"a": np.ones((2, 3)), "b": np.ones((2, 3))}, r"\(2, 3\) and \(2, 3\)"),
        ("a @ b", {"a": 2.0, "b": 3.0}, r"\(\) and \(\)"),
        ("a @ b", {"a": np.ones((4, 2, 3)), "b": np.ones((5, 3, 2))}, r"\(4, 2, 3\) and"),
    ],
)
def test_what_does_not_fit_is_refused(source, inputs, shapes):
    with pytest.raises(bv.InputError, match=shapes):
        bv.graph(source).walk(inputs)
    with pytest.raises(bv.InputError, match="fit together"):
        bv.graph(source).gradient_function()(*inputs.values())


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("a - v", "a-v[:, None]"),
        ("v * exp(a)", "v[:, None]*exp(a)"),
        ("a*2 + v", "(a*2)+v[:, None]"),
        ("where(a > 0, v, a)", "where(a>0, v[:, None], a)"),
        ("t + a", "t+a[:, :, None]"),
        ("t + c", "t+c[:, None, :]"),
        ("a + w", "a+w.T"),
        ("a @ v", "a.T@v"),
        ("v @ a.T", "v@a"),
        ("(v + v) @ w", "(v+v)@w.T"),
        ("concat(a, c)", "concat(a, c, axis=1)"),
    ],
)
def test_what_would_fit_is_told(source, form):
    given = {"a": (2, 3), "c": (2, 4), "v": (2,), "w": (3, 2), "t": (2, 3, 4)}
    graph = bv.graph(source)
    inputs = {name: np.ones(given[name]) for name in graph.inputs}
    with pytest.raises(bv.InputError, match=re.escape(f"; write {form} if that is meant\n")):
        graph.walk(inputs)
    bv.graph(form).walk(inputs)


@pytest.mark.parametrize(
    "source", ["a + r", "sum(a) @ v", "stack(a, c)", "concat(a, v)", "a.T.T @ v"]
)
def test_where_nothing_simple_fits_nothing_is_told(source):
    given = {"a": (2, 3), "c": (2, 4), "v": (2,), "r": (4,)}
    graph = bv.graph(source)
    with pytest.raises(bv.InputError) as told:
        graph.walk({name: np.ones(given[name]) for name in graph.inputs})
    assert "if that is meant" not in str(told.value)


def test_a_product_that_would_fill_the_memory_is_refused():
    column, row = np.ones((100_000, 1)), np.ones((1, 100_000))
    graph = bv.graph("sum(a @ b)")
    with pytest.raises(bv.InputError, match="10,000,000,000"):
        graph.walk(a=column, b=row)
    with pytest.raises(bv.InputError, match="10,000,000,000"):
        graph.gradient_function()(column, row)


# Words


def test_the_chain_rule_of_matrices(network):
    by_operand = {step.operand: step for step in network.steps if step.kind == "backward"}
    step = by_operand["W"]
    assert step.local is None
    assert step.local_latex == ""
    shape = r"\\underset\{\d \\times \d\}"
    goal, left, right = (
        rf"\{{{re.escape(part)}\}}"
        for part in (
            r"\frac{\partial L}{\partial W}",
            r"X^{\top}",
            r"\frac{\partial L}{\partial v_{1}}",
        )
    )
    assert re.match(rf"{shape}{goal} = {shape}{left} \\cdot {shape}{right} = ", step.latex)
    assert "∂L/∂W = Xᵀ · ∂L/∂v₁ = [1, 2; 0, 1; 3, −1]ᵀ · [" in step.sentence("en")
    assert "∂L/∂W = Xᵀ · ∂L/∂v₁" in step.sentence("ja")
    assert "∂L/∂X = ∂L/∂v₁ · Wᵀ" in by_operand["X"].sentence()
    assert "∂L/∂v₄ = ∂L/∂L · 1 = 1 · 1 = [1, 1, 1]" in by_operand["v4"].sentence()


def test_a_stretched_stack_of_matrices_is_summed_back():
    walk = bv.graph("sum(a @ b)").walk(a=np.ones((4, 2, 3)), b=np.ones((3, 2)))
    step = next(s for s in walk.steps if s.operand == "b")
    assert step.is_summed
    assert "was stretched" in step.sentence()
    assert r"\operatorname{sum}" in step.latex
    assert not next(s for s in walk.steps if s.operand == "a").is_summed


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ([1e200, 1e200], [1e200, 1.0], "too large"),
        ([np.nan, 1.0], [1.0, 1.0], "A value on the way is undefined"),
        ([np.inf, 1.0], [1.0, 1.0], "A value on the way is undefined"),
        ([np.inf, np.inf], [1.0, -1.0], "no definite value"),
    ],
)
def test_why_a_product_is_not_finite(a, b, told):
    walk = bv.graph("a @ b").walk(a=a, b=b)
    assert told in walk.steps[1].sentence()
    assert walk.steps[1].sentence("ja")


def test_why_a_gradient_is_not_finite():
    walk = bv.graph("sum((a @ b)**2)").walk(a=[[1e200, 1.0]], b=[1e120, 1.0])
    to_a = next(s for s in walk.steps if s.operand == "a")
    assert np.isinf(to_a.contribution).any()
    assert "A value on the way" in to_a.sentence()


def test_mistakes_of_matrices(network):
    square = bv.graph("sum((X @ W)**2)").walk(X=[[1, 2], [3, -1]], W=[[0, 1], [2, 1]])
    step = next(s for s in square.steps if s.operand == "W")
    question = bv.predict(square, step=step.index).question
    x, g = square.inputs["X"], step.upstream
    assert question.judge(step.contribution.tolist())
    assert question.judge((x @ g).tolist()).reason == "transposed"
    assert question.judge((x.T @ g).T.tolist()).reason == "transposed"
    assert question.judge(g.tolist()).reason == "passed"
    assert question.judge((g @ square.inputs["W"].T).tolist()).reason == "other_operand"
    assert question.judge((x.T @ np.ones((2, 2))).tolist()).reason == "forgotten"
    assert "shape of W" in question.hint
    for k in range(1, len(network.steps)):
        if k != network.seed_index:
            assert all(m.reason for m in mistakes(network, k))


BIAS = "Z = X @ W + b; L = sum(Z**2)"
ROWS = {"X": [[1, 2, 0], [3, -1, 2]], "W": [[0, 1], [2, 1], [1, -1]], "b": [1, -2]}


def asked_of(walk, operand):
    step = next(s for s in walk.steps if s.kind == "backward" and s.operand == operand)
    return step, bv.predict(walk, step=step.index).question


def test_mistakes_of_a_bias_that_is_shared_by_a_batch():
    step, question = asked_of(bv.graph(BIAS).walk(ROWS), "b")
    g = step.upstream
    assert question.judge(g.sum(axis=0).tolist())
    assert question.judge(g.tolist()).reason == "unsummed"
    assert "sum over these places" in question.judge(g.tolist()).sentence
    assert question.judge("2*Z").reason == "unsummed"
    assert question.judge(g.mean(axis=0).tolist()).reason == "averaged"
    assert question.judge(g[0].tolist()).reason == "one_of_many"
    assert question.judge(g[1].tolist()).reason == "one_of_many"
    assert question.judge([[1, 2, 3]]).reason == "shape"


def test_mistakes_of_weights_that_are_shared_by_a_batch():
    walk = bv.graph(BIAS).walk(ROWS)
    step, question = asked_of(walk, "W")
    x, g = walk.inputs["X"], step.upstream
    assert question.judge((x.T @ g).tolist())
    assert question.judge("X.T @ (2*Z)")
    assert question.judge((x.T @ g / 2).tolist()).reason == "averaged"
    assert question.judge(np.outer(x[0], g[0]).tolist()).reason == "one_of_many"
    assert question.judge((x.T @ g).T.tolist()).reason == "reversed"
    assert question.judge("(2*Z).T @ X").reason == "reversed"
    assert "3×2" in question.judge([[1, 2]]).sentence
    # Each example has an X of its own, so there a single one is no forgotten sum.
    step, question = asked_of(walk, "X")
    alone = np.zeros((2, 3))
    alone[0] = step.contribution[0]
    assert question.judge(alone.tolist()).reason == "entries"
    assert question.judge(step.contribution.T.tolist()).reason == "reversed"


def test_factors_the_other_way_round_are_hidden_by_square_shapes():
    walk = bv.graph("Z = X @ W; L = sum(Z**2)").walk(X=[[1, 2], [3, -1]], W=[[0, 1], [2, 1]])
    step, question = asked_of(walk, "W")
    x, g = walk.inputs["X"], step.upstream
    assert question.judge((g @ x.T).tolist()).reason == "factors"
    assert question.judge((x @ g).tolist()).reason == "transposed"
    step, question = asked_of(walk, "X")
    assert question.judge((walk.inputs["W"].T @ step.upstream).tolist()).reason == "factors"


@pytest.mark.parametrize("count", [2, 3])
def test_a_bias_that_is_summed_along_another_axis(count):
    """With as many examples as neurons its shape is right, and its numbers are not."""
    x, w = np.arange(2.0 * count).reshape(count, 2), [[1, 0], [2, -1]]
    walk = bv.graph("Z = X @ W + b; L = sum(Z**2)").walk(X=x, W=w, b=[1, -1])
    step, question = asked_of(walk, "b")
    assert question.judge(step.upstream.sum(axis=0).tolist())
    assert question.judge(step.upstream.sum(axis=1).tolist()).reason == "axis"


def test_mistakes_of_a_mean_and_of_its_axis():
    walk = bv.graph("m = mean(x, axis=0); f = sum(m**2)").walk(x=[[1.0, 2.0], [4.0, -2.0]])
    forward = bv.predict(walk, step=1).question
    assert forward.judge([2.5, 0.0])
    assert forward.judge([5.0, 0.0]).reason == "undivided"
    assert forward.judge([1.5, 1.0]).reason == "axis"
    assert forward.judge(1.25).reason == "axis"
    step, question = asked_of(walk, "x")
    assert question.judge(step.contribution.tolist())
    assert question.judge((2 * step.contribution).tolist()).reason == "undivided"


def test_where_a_node_is_used_twice_a_slip_of_another_shape_is_no_part_of_a_sum():
    walk = bv.graph("Z = X @ W + b; L = sum(Z * b)").walk(ROWS)
    for k in range(1, len(walk.steps)):
        if k != walk.seed_index:
            assert all(mistake.reason for mistake in mistakes(walk, k))
    last = [step for step in walk.steps if step.operand == "b"][-1]
    question = bv.predict(walk, step=last.index).question
    assert question.judge(last.total.tolist())
    assert question.judge(last.upstream.tolist()).reason == "unsummed"


def test_a_formula_answers_a_question_of_matrices():
    walk = bv.graph("Z = X @ W; L = sum(Z**2)").walk(X=[[1, 2], [3, -1]], W=[[0, 1], [2, 1]])
    step = next(s for s in walk.steps if s.operand == "W")
    question = bv.predict(walk, step=step.index).question
    assert question.judge("X.T @ (2*Z)")
    assert not question.judge("X @ (2*Z)")
    with pytest.raises(bv.ParseError, match="fit together"):
        bv.predict(walk, step=1).question.judge("X @ [1, 2, 3]")


@pytest.mark.parametrize("text", ["x^{T} @ y", "x^{\\top} @ y", "x^\\top @ y", "x^{\\mathsf T}y"])
def test_a_transposition_in_latex_says_how_it_is_written(text):
    with pytest.raises(bv.ParseError, match=r"write `x\.T` for a transposition"):
        bv.graph(text)


def test_an_exponent_t_that_is_missing_may_be_meant_for_a_transposition():
    for text in ("x^T @ y", "f = (x @ y)**T"):
        with pytest.raises(
            bv.InputError, match=r"missing: T.*a transposition is written x\.T"
        ) as told:
            bv.graph(text).walk(x=[[1, 2]], y=[[1, 2]])
        assert "転置は x.T" in told.value.say("ja")
    with pytest.raises(bv.InputError) as told:
        bv.graph("x*T").walk(x=1)
    assert "x.T" not in str(told.value)
    assert bv.graph("x^T").walk(x=2, T=3).output == 8
