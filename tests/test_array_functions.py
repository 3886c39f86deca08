"""The functions that go through an array: in text, in NumPy code, and against other libraries."""

from __future__ import annotations

import numpy as np
import pytest

import backprop_viz as bv
import needs
from backprop_viz.calls.library import FUNCTIONS
from backprop_viz.core.array_ops import ARRAY_OPS

x, y, z = bv.variables("x y z")
CHANCE = np.random.default_rng(3)
X, W = CHANCE.normal(size=(4, 3)), CHANCE.normal(size=(3, 5))
LABELS = np.array([0.0, 2.0, 1.0, 2.0])
CUBE = CHANCE.normal(size=(2, 4, 3))


def walked(source, **inputs):
    return bv.graph(source).walk(inputs)


# Text, and what NumPy makes of the same

SAME = {
    "sum(x, axis=0)": lambda x: x.sum(0),
    "sum(x, axis=(0, -1), keepdims=True)": lambda x: x.sum((0, -1), keepdims=True),
    "mean(x)": np.mean,
    "mean(x, axis=-1)": lambda x: x.mean(-1),
    "max(x)": np.max,
    "max(x, axis=1, keepdims=True)": lambda x: x.max(1, keepdims=True),
    "min(x, axis=0)": lambda x: x.min(0),
    "var(x, axis=0)": lambda x: x.var(0),
    "norm(x)": np.linalg.norm,
    "norm(x, axis=1)": lambda x: np.linalg.norm(x, axis=1),
    "size(x)": np.size,
    "size(x, axis=1)": lambda x: x.shape[1],
    "x[0]": lambda x: x[0],
    "x[-1, 1:]": lambda x: x[-1, 1:],
    "x[:, ::-1]": lambda x: x[:, ::-1],
    "x[..., None]": lambda x: x[..., None],
    "x[[0, 2, 0], 1]": lambda x: x[[0, 2, 0], 1],
    "x[[0, -1]]": lambda x: x[[0, -1]],
    "reshape(x, 2, -1)": lambda x: x.reshape(2, -1),
    "x.reshape((6, 2))": lambda x: x.reshape(6, 2),
    "x.ravel()": np.ravel,
    "transpose(x)": np.transpose,
    "transpose(x, 1, 0)": lambda x: x.transpose(1, 0),
    "x.mT": lambda x: x.T,
    "broadcast_to(x[0], 2, 3)": lambda x: np.broadcast_to(x[0], (2, 3)),
    "concat(x, 2*x)": lambda x: np.concatenate([x, 2 * x]),
    "concat([x, 2*x, x], axis=1)": lambda x: np.concatenate([x, 2 * x, x], 1),
    "stack(x, 2*x)": lambda x: np.stack([x, 2 * x]),
    "stack([x, 2*x], axis=-1)": lambda x: np.stack([x, 2 * x], -1),
    "[x[0], x[1], 2*x[2]]": lambda x: np.array([x[0], x[1], 2 * x[2]]),
    "where(x > 0.1, x**2, -x)": lambda x: np.where(x > 0.1, x**2, -x),
    "where(x <= 0, 0, x)": lambda x: np.where(x <= 0, 0, x),
    "m = x != x[0]; where(m, 1, x)": lambda x: np.where(x != x[0], 1, x),
    "dot(x[0], x[1])": lambda x: x[0] @ x[1],
    "outer(x[0], x[1])": lambda x: np.outer(x[0], x[1]),
    "x.sum(axis=0)": lambda x: x.sum(0),
    "torch.amax(x, dim=0, keepdim=True)": lambda x: x.max(0, keepdims=True),
    "reshape(x, (12,))": lambda x: x.reshape(12),
    "x.reshape(12,)[::2]": lambda x: x.reshape(12)[::2],
    "np.mean(x, axis=0)": lambda x: x.mean(0),
    "x.sum(0)": lambda x: x.sum(0),
    "torch.sum(x, dim=1, keepdim=True)": lambda x: x.sum(1, keepdims=True),
    "np.concatenate([x, x], axis=1)": lambda x: np.concatenate([x, x], 1),
    "np.where(x > 0, x, 0)": lambda x: np.where(x > 0, x, 0),
    "logsumexp(x)": lambda x: np.log(np.exp(x).sum(-1)),
    "softmax(x, axis=0)**2": lambda x: (np.exp(x) / np.exp(x).sum(0)) ** 2,
}


@pytest.mark.parametrize("text", SAME)
def test_text_means_what_numpy_means(text):
    graph = bv.graph(text)
    walk = graph.walk(x=X)
    expected = SAME[text](X)
    assert np.shape(walk.output) == np.shape(expected)
    np.testing.assert_allclose(walk.output, expected, rtol=1e-13)
    assert str(bv.graph(str(graph))) == str(graph)
    np.testing.assert_array_equal(bv.graph(str(graph)).walk(x=X).output, walk.output)
    for step in walk.steps:
        for said in (step.sentence("en"), step.sentence("ja"), step.latex):
            assert "<" not in said.replace("x < ", "").replace("v₁ < ", "")
            assert " =  =" not in said
    assert walk.check().ok


@pytest.mark.parametrize("text", SAME)
def test_their_gradients_are_those_of_pytorch(text):
    needs.library("torch")
    found = bv.graph(text).walk(x=X).check(against="torch")
    for row in found.rows:
        np.testing.assert_allclose(row.others["torch"], row.gradient, rtol=1e-12, atol=1e-13)


LOSSES = {
    "cross_entropy(z, y)": ("cross_entropy", LABELS),
    "softmax(z)": ("softmax", None),
    "log_softmax(z)": ("log_softmax", None),
    "layer_norm(z)": ("layer_norm", None),
}


@pytest.mark.parametrize("text", LOSSES)
@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_larger_functions_are_pytorch_s(text, scale):
    needs.library("torch")
    import torch
    import torch.nn.functional as of

    name, labels = LOSSES[text]
    scores = scale * X
    tensor = torch.tensor(scores, requires_grad=True)
    extra = [torch.tensor(LABELS, dtype=torch.long)] if labels is not None else []
    if name == "layer_norm":
        extra = [(3,)]
    options = {"dim": -1} if "softmax" in name else {}
    weights = torch.tensor(CHANCE.normal(size=X.shape if labels is None else ()))
    theirs = getattr(of, name)(tensor, *extra, **options)
    (theirs * weights).sum().backward()
    inputs = {"z": scores} if labels is None else {"z": scores, "y": labels}
    walk = walked(f"u = {text}; sum(u*k)", **inputs, k=weights.numpy())
    np.testing.assert_allclose(walk.values["u"], theirs.detach().numpy(), rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(walk.gradients["z"], tensor.grad.numpy(), rtol=1e-10, atol=1e-12)


def test_attention_is_pytorch_s():
    needs.library("torch")
    import torch
    import torch.nn.functional as of

    q, k, v = (CHANCE.normal(size=(2, 4, 3)) for _ in "qkv")
    tensors = [torch.tensor(value, requires_grad=True) for value in (q, k, v)]
    theirs = of.scaled_dot_product_attention(*tensors)
    theirs.square().sum().backward()
    walk = walked("sum(attention(q, k, v)**2)", q=q, k=k, v=v)
    for name, tensor in zip("qkv", tensors, strict=True):
        np.testing.assert_allclose(walk.gradients[name], tensor.grad.numpy(), rtol=1e-11)


def test_a_sure_mistake_is_a_large_loss_and_no_infinity():
    walk = walked("cross_entropy(z, y)", z=[[1000.0, 0.0]], y=[1])
    assert walk.output == 1000.0
    np.testing.assert_array_equal(walk.gradients["z"], [[1.0, -1.0]])
    np.testing.assert_array_equal(walk.gradients["y"], [0.0])


def test_the_first_step_of_learning_is_p_minus_y():
    walk = walked("cross_entropy(z, y)", z=[2.0, 1.0, 0.0], y=0)
    np.testing.assert_allclose(walk.gradients["z"], [-0.33475904, 0.24472847, 0.09003057])


def test_a_label_that_is_none_gives_nan_and_not_a_number():
    for label in (3, -1, 0.5):
        assert np.isnan(walked("cross_entropy(z, y)", z=[1.0, 2.0, 3.0], y=label).output)


def test_probabilities_stand_for_labels():
    one = walked("cross_entropy(z, y)", z=X, y=LABELS)
    same = walked("cross_entropy(z, y)", z=X, y=np.eye(3)[LABELS.astype(int)])
    assert one.output == same.output


# Python

TRACED = {
    "W @ x": lambda x: np.tanh(W.T @ x[0]).sum(),
    "np.sum": lambda x: np.sum(x, axis=0),
    "np.mean": lambda x: np.mean(x, axis=1, keepdims=True),
    "x.mean": lambda x: (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5),
    "np.max": lambda x: np.max(x, axis=0),
    "x[...]": lambda x: x[1:, ..., None] * x[:-1, :, None],
    "np.where": lambda x: np.where((x > 0) & (x < 1), x, 0.1 * x),
    "not": lambda x: np.where(~(x > 0), x, 2 * x),
    "or": lambda x: np.where((x < -1) | (x > 1), x, 0),
    "np.stack": lambda x: np.stack([x, 2 * x], axis=1),
    "np.concatenate": lambda x: np.concatenate([x, x[:1]], axis=0),
    "np.reshape": lambda x: np.reshape(x, (2, 6)) @ np.ones(6),
    "x.T": lambda x: x.T @ x,
    "np.linalg.norm": lambda x: np.linalg.norm(x, axis=-1),
    "np.outer": lambda x: np.outer(x[0], x[1]),
    "np.dot": lambda x: np.dot(x, W),
    "np.clip": lambda x: x.clip(-0.5, 0.5),
    "np.transpose with all others": lambda x: bv.transpose(x, (-1, ...)),
    "np.swapaxes": lambda x: np.swapaxes(x, -1, -2),
    "np.expand_dims": lambda x: np.expand_dims(x, 0) * np.expand_dims(x, -3),
    "entries": lambda x: x[0, 0] * x[1, 1] - x[0, 1] * x[1, 0],
}


@pytest.mark.parametrize("how", TRACED)
def test_numpy_code_is_traced_as_it_is_written(how):
    walk = bv.graph(lambda x: TRACED[how](x)).walk(x=X)
    np.testing.assert_allclose(walk.output, TRACED[how](X), rtol=1e-13)
    assert walk.check().ok
    output, (gradient,) = walk.graph.gradient_function()(X)
    np.testing.assert_allclose(output, walk.output, rtol=1e-13)
    np.testing.assert_allclose(gradient, walk.gradients["x"], rtol=1e-12, atol=1e-13)


def test_a_comparison_has_no_truth_value():
    for ask in (lambda x: 1 if x > 0 else 0, lambda x: (x > 0) * x, lambda x: 0 < x < 1):
        with pytest.raises(bv.GraphError):
            bv.graph(ask)


def test_functions_compute_on_numbers():
    np.testing.assert_allclose(np.sum(bv.softmax([1.0, 2.0])), 1.0)
    assert bv.max([3.0, 1.0]) == 3.0
    assert bv.max(3.0, 1.0) == 3.0
    np.testing.assert_array_equal(bv.where([True, False], 1.0, [2.0, 3.0]), [1.0, 3.0])
    with pytest.raises(bv.GraphError, match=r"softmax is called as softmax\(z, axis=-1\)"):
        bv.softmax(x, y)
    assert all(name in dir(bv) for name in FUNCTIONS)


# Numbers that nobody wants to type


@pytest.mark.parametrize("shape", [(3, 2), (7,), (4, 5), (2, 3, 4), (30, 40)])
def test_nice_numbers_are_nice(shape):
    numbers = bv.nice(*shape, seed=1)
    assert numbers.shape == shape
    assert numbers.dtype == np.float64
    np.testing.assert_array_equal(numbers, bv.nice(*shape, seed=1))
    assert not np.array_equal(numbers, bv.nice(*shape, seed=2))
    assert np.all((numbers != 0) & (np.abs(numbers) <= 2))
    assert abs(np.sum(numbers > 0) - np.sum(numbers < 0)) <= 1
    assert all(len(str(number).lstrip("-")) <= 4 for number in numbers.ravel())
    if numbers.size <= 200:
        assert len(np.unique(numbers)) == numbers.size


@pytest.mark.parametrize("shape", [(0,), (-1, 2), (1.5,), ("a",), (True,), (10_000, 10_000)])
def test_what_is_no_shape_is_refused(shape):
    with pytest.raises(bv.OptionError, match="no shape"):
        bv.nice(*shape)


def test_the_shell_takes_a_shape(capsys):
    from backprop_viz.cli.main import main

    assert main(["walk", "sum((X @ W)**2)", "X=~4x3", "W=~3x2"]) == 0
    assert "X = 4×3" in capsys.readouterr().out


# What stops a gradient


def test_what_stops_has_no_step_backward():
    walk = walked("x*detach(x)", x=3.0)
    assert walk.gradients["x"] == 3.0
    assert [(s.kind, s.operand) for s in walk.steps if s.kind == "backward"] == [("backward", "x")]
    assert walk.check().ok
    walk = walked("where(x > y, x, 2*y)", x=1.0, y=2.0)
    assert (walk.gradients["x"], walk.gradients["y"]) == (0.0, 2.0)
    assert walk.check().ok
    assert walked("detach(x)", x=3.0).gradients["x"] == 0.0
    assert walked("m = x > 0; m", x=[1.0, -1.0]).output.tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    "product", [lambda x: (x > 0) * x, lambda x: x * (x > 0), lambda x: -(x > 0)]
)
def test_a_comparison_is_no_number_and_says_what_to_write(product):
    with pytest.raises(bv.GraphError, match=r"np\.where\(x > 0, a, 0\)"):
        bv.graph(product)


def test_axes_that_cannot_be_swapped_are_transposed():
    with pytest.raises(bv.GraphError, match=r"np\.transpose\(x, \(1, 0, 2\)\)"):
        bv.graph(lambda x: np.swapaxes(x, 0, 1))


@pytest.mark.parametrize(
    ("axes", "source", "goal"),
    [("1, ...", 1, 0), ("..., -3, -1, -2", -1, -2), ("0, -1, ...", -1, 1), ("0, ..., 1", 1, -1)],
)
@pytest.mark.parametrize("rank", [3, 4])
def test_all_other_axes_stay_in_their_order(axes, source, goal, rank):
    x = np.random.default_rng(rank).normal(size=(2, 3, 4, 5)[:rank])
    graph = bv.graph(f"y = transpose(x, axes=({axes}))\nsum(y * y)")
    assert f"transpose(x, axes=({axes}))" in str(bv.graph(str(graph)))
    walk = graph.walk(x=x)
    np.testing.assert_array_equal(walk.values["y"], np.moveaxis(x, source, goal))
    np.testing.assert_allclose(walk.gradients["x"], 2 * x, rtol=1e-15)
    np.testing.assert_allclose(graph.gradient_function()(x)[1][0], 2 * x, rtol=1e-15)


@pytest.mark.parametrize(
    "text", ["transpose(x, axes=(..., 1, ...))", "transpose(x, ..., 1)", "sum(x, axis=(0, ...))"]
)
def test_other_axes_stand_in_an_order_of_axes_once(text):
    with pytest.raises(bv.ParseError):
        bv.graph(text)


@pytest.mark.parametrize("axes", [(..., 1, ...), (0, "1"), "ab", (5, ...)])
def test_what_is_no_order_of_axes_is_refused(axes):
    with pytest.raises((bv.GraphError, bv.InputError)):
        bv.graph(lambda x: bv.transpose(x, axes)).walk(x=np.ones((2, 3)))


def test_where_routes_and_does_not_multiply():
    walk = walked("sum(sqrt(where(x > 0, x, 0)))", x=[4.0, -1.0])
    np.testing.assert_array_equal(walk.gradients["x"], [0.25, 0.0])
    fast = bv.graph("sqrt(where(x > 0, x, 0))").gradient_function()
    assert fast(-1.0) == (0.0, (0.0,))


@pytest.mark.parametrize("condition", [1.0, 0.0])
def test_a_single_condition_chooses_among_arrays_of_any_shapes(condition):
    walk = walked("where(c, a, b)", c=condition, a=[[1.0], [2.0]], b=[1.0, 2.0, 3.0])
    assert walk.output.shape == (2, 3)
    assert walk.gradients["a"].shape == (2, 1)
    assert walk.gradients["b"].shape == (3,)


def test_equal_largest_entries_share_as_pytorch_s_amax():
    np.testing.assert_array_equal(walked("max(x)", x=[2.0, 1.0, 2.0]).gradients["x"], [0.5, 0, 0.5])


# Rows


@pytest.mark.parametrize(
    ("row", "options"), [(row, options) for row in ARRAY_OPS for options in row.tried]
)
def test_a_row_says_its_shape(row, options):
    op = row.choose(*options) if options else row
    shapes = {"broadcast_to": [(2, 3)], "reshape": [(2, 3)], "take": [(2, 3)]}
    known = shapes.get(row.name, [(3, 3)] * row.arity)
    if row.name == "one_hot_like":
        known = [(3,), (3, 3)]
    value = op.forward(*(np.ones(shape) for shape in known))
    assert np.shape(value) == op.shape_of(*known)
    for text in (*op.local_written, op.written):
        assert text is not None


# What does not fit


@pytest.mark.parametrize(
    ("text", "inputs", "told", "caret"),
    [
        ("Z = X @ W", {"X": X, "W": W.T}, r"Z = X @ W, X \(4, 3\), W \(5, 3\).*write X@W.T", 6),
        ("sum(x, axis=2)", {"x": X}, r"no axis 2; write one of -2, -1, 0, 1", 0),
        ("2*x[5]", {"x": X}, "leads out of an array", 3),
        ("reshape(x, 5)", {"x": X}, r"12 entries .* cannot be arranged as \(5,\)", 0),
        ("y + concat(x, y)", {"x": X, "y": 1.0}, "a number has no axis", 4),
        ("concat(x, y)", {"x": X, "y": X.T}, "cannot be joined along axis 0", 0),
        ("max(x)", {"x": []}, "no entry to take the largest", 0),
        ("cross_entropy(z, y)", {"z": X, "y": [1.0]}, "labels of shape", 0),
        (
            "broadcast_to(x, 2, 2)",
            {"x": [1.0, 2.0, 3.0]},
            r"\(3,\) cannot be stretched to \(2, 2\)",
            0,
        ),
        ("transpose(x, 0, 0)", {"x": X}, "write each of them once", 0),
    ],
)
def test_a_misfit_names_the_operands_and_the_place(text, inputs, told, caret):
    with pytest.raises(bv.InputError, match=told) as caught:
        bv.graph(text).walk(inputs)
    first, line, mark = str(caught.value).split("\n")
    assert (line.strip(), mark) == (text, f"    {' ' * caret}^")
    assert first
    assert caught.value.say("ja") != caught.value.say("en")


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("x[1.5]", 3, "whole numbers and slices"),
        ("x[", 3, "whole numbers and slices"),
        ("x[]", 3, "whole numbers and slices"),
        ("x[1, ]y", 7, "write a product"),
        ("sum(x, axis=k)", 13, "an option is a number"),
        ("sum(x, 0)", 1, "sum(x, axis=0)"),
        ("max(x, 1, axis=0)", 1, "max(a, b)"),
        ("min(x, 1, y, keepdims=True)", 1, "min(a, b)"),
        ("np.maximum(x, 1, axis=0)", 1, "np.maximum(a, b)"),
        ("sin(x, axis=0)", 1, "sin(a)"),
        ("x.abs(axis=0)", 2, "abs(a)"),
        ("sum(x, axis=0, axis=1)", 16, "sum(x, axis=0)"),
        ("sum(x, dim=0, axis=1)", 15, "sum(x, axis=0)"),
        ("max(x, axis=0, 1)", 16, "behind all operands"),
        ("concat(x, axis=0, x)", 19, "behind all operands"),
        ("softmax(x, y)", 1, "softmax(z, axis=-1)"),
        ("where(x, 1)", 1, "where(x > 0, a, b)"),
        ("x > 0", 3, "where(x > 0, a, b)"),
        ("where(x > 0, y > 1, 2)", 16, "where(x > 0, a, b)"),
        ("where(0 < x < 1, x, 0)", 13, "where(x > 0, a, b)"),
        ("(x > 0)*x", 4, "where(x > 0, a, b)"),
        ("sin[x]", 4, "parentheses"),
        ("x <- 3", 3, "with `=`"),
    ],
)
def test_a_slip_has_its_place_and_a_hint(text, column, hint):
    with pytest.raises(bv.ParseError) as caught:
        bv.graph(text)
    assert caught.value.column == column
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "inputs", "told"),
    [
        ("sum(x, axis=0)", {"x": 2}, r"a number, of the shape \(\), has no axes"),
        ("softmax(x)", {"x": 2}, r"no axes, so none that is axis -1"),
        ("x.mT", {"x": 2}, r"at least 2 axes is needed .* not one of the shape \(\)"),
        ("attention(x, x, x)", {"x": [1, 2]}, r"at least 2 axes is needed .* shape \(2,\)"),
    ],
)
def test_too_few_axes_are_told_as_such(text, inputs, told):
    with pytest.raises(bv.InputError, match=told) as caught:
        bv.graph(text).walk(inputs)
    assert caught.value.say("ja") != caught.value.say("en")
    assert "\n" in str(caught.value)  # with its place


def test_a_norm_of_nothing_has_the_gradient_0_as_pytorch_has_it():
    walk = bv.graph("f = sum(norm(x, axis=1) * y)").walk(x=[[3, 4], [0, 0]], y=[1, 2])
    np.testing.assert_allclose(walk.gradients["x"], [[0.6, 0.8], [0, 0]], rtol=1e-15)
    for lang, word in (("en", "PyTorch's convention"), ("ja", "PyTorch にならって")):
        assert word in walk.steps[-1].sentence(lang)
    call = walk.graph.gradient_function()
    np.testing.assert_array_equal(call([[3, 4], [0, 0]], [1, 2])[1][0], walk.gradients["x"])
    torch = pytest.importorskip("torch")
    x = torch.tensor([[3.0, 4.0], [0.0, 0.0]], dtype=torch.float64, requires_grad=True)
    (torch.linalg.vector_norm(x, dim=1) * torch.tensor([1.0, 2.0])).sum().backward()
    np.testing.assert_allclose(walk.gradients["x"], x.grad.numpy(), rtol=1e-15)


def test_a_norm_of_what_is_no_number_is_none():
    assert np.isnan(bv.graph("norm(x)").walk(x=[np.nan, 1]).gradients["x"]).all()
