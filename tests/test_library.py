"""The library of larger functions: against PyTorch, shortcuts against their bodies, in Node."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

import backprop_viz as bv
import needs
from backprop_viz.arithmetic.patterns import first_off
from backprop_viz.browser import bare, javascript, program
from backprop_viz.browser.levels import whole_plan
from backprop_viz.calls.written import LIBRARY, Written, written
from backprop_viz.read import library
from backprop_viz.read.library import made, options_of

LSTM = {"x": (2, 3), "h": (2, 4), "c": (2, 4), "w_ih": (16, 3), "w_hh": (16, 4)}
LSTM |= {"b_ih": (16,), "b_hh": (16,)}
HEADS = {"q": (2, 3, 4), "k": (2, 5, 4), "v": (2, 5, 4), "w_q": (4, 4), "w_k": (4, 4)}
HEADS |= {"w_v": (4, 4), "w_o": (4, 4), "b_q": (4,), "b_k": (4,), "b_v": (4,), "b_o": (4,)}


def cell(gates: int) -> dict:
    """The shapes of a cell's arguments."""
    first = {name: (gates * size[0] // 4, *size[1:]) for name, size in LSTM.items() if "_" in name}
    return {name: size for name, size in LSTM.items() if name in ("x", "h")} | first


# For each function ways to call it: what its arguments are, by shapes, values or options.
CASES: Mapping[str, list[dict]] = {
    "softmax": [{"z": (2, 3)}, {"z": (2, 3), "axis": 0}],
    "log_softmax": [{"z": (2, 3)}, {"z": (3, 2, 2), "axis": 1}],
    "cross_entropy": [
        *({"z": (4, 3), "y": [0.0, 2.0, 1.0, 2.0]}, {"z": (3,), "y": 2.0}),
        {"z": (2, 2), "y": [[0.25, 0.75], [1.0, 0.0]]},
        {"z": (2, 2), "y": [[0.5, 0.75], [-1.0, 0.25]]},  # which do not sum to 1
    ],
    "binary_cross_entropy": [{"p": [0.2, 0.7, 0.9], "y": [0.0, 1.0, 0.4]}],
    "mse": [{"x": (2, 3), "y": (2, 3)}],
    "linear": [
        *({"x": (2, 3), "weight": (4, 3)}, {"x": (2, 3), "weight": (4, 3), "bias": (4,)}),
        *({"x": s, "weight": (4, 3), "bias": (4,)} for s in ((3,), (2, 2, 3))),
    ],
    "embedding": [{"x": [0.0, 2.0, 2.0], "weight": (3, 2)}, {"x": [[1.0, 0.0]], "weight": (2, 3)}],
    "dropout": [
        {"x": (4,), "mask": [1.0, 0.0, 1.0, 1.0]},
        {"x": (2,), "mask": [1.0, 0.0], "p": 0.2},
    ],
    "swish": [{"x": (4,)}, {"x": (4,), "beta": ()}],
    "silu": [{"x": (4,)}],
    "layer_norm": [
        *({"x": (2, 3)}, {"x": (3,), "eps": 0.1}, {"x": (2, 3), "weight": (3,)}),
        *({"x": (2, 2, 3), "weight": (3,), "bias": (3,)}, {"x": (2, 3), "bias": (3,)}),
    ],
    "batch_norm": [{"x": (4, 2)}, {"x": (4, 2), "weight": (2,), "bias": (2,), "eps": 0.1}],
    "batch_norm2d": [
        *({"x": (2, 3, 2, 2)}, {"x": (2, 2, 3, 1), "weight": (2,), "bias": (2,), "eps": 0.1}),
    ],
    "rms_norm": [{"x": (2, 3)}, {"x": (2, 2, 3), "weight": (3,), "eps": 0.1}],
    "attention": [
        {"q": (2, 3, 2), "k": (2, 4, 2), "v": (2, 4, 5)},
        {"q": (2, 2), "k": (2, 2), "v": (2, 3), "mask": [[0.0, -np.inf], [0.0, 0.5]]},
    ],
    "multi_head": [
        HEADS | {"heads": 2},
        {name: shape for name, shape in HEADS.items() if not name.startswith("b_")}
        | {"heads": 4, "mask": [[0.0, -np.inf, 0, 0, 0.5]] * 3},
        {name: shape[1:] if name in ("q", "k", "v") else shape for name, shape in HEADS.items()}
        | {"heads": 2},
    ],
    "conv2d": [
        *({"x": (2, 3, 4, 5), "weight": (2, 3, 3, 2)}, {"x": (1, 1, 4, 4), "weight": (2, 1, 2, 2)}),
        {"x": (1, 2, 5, 5), "weight": (3, 2, 3, 3), "bias": (3,), "stride": 2, "padding": 1},
        {"x": (1, 1, 5, 4), "weight": (1, 1, 2, 3), "stride": (2, 1), "padding": (0, 1)},
        {"x": (2, 4, 4), "weight": (3, 2, 2, 2), "bias": (3,), "stride": 2, "padding": 1},
        {"x": (0, 2, 3, 3), "weight": (1, 2, 2, 2), "bias": (1,)},  # no example at all
    ],
    "max_pool": [
        *({"x": (2, 1, 4, 4), "kernel_size": 2}, {"x": (1, 5, 5), "kernel_size": 3, "stride": 1}),
        {"x": (1, 1, 4, 5), "kernel_size": (2, 3), "stride": (2, 1), "padding": 1},
        {"x": [[[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]], "kernel_size": 2, "stride": 1},
    ],
    "avg_pool": [
        *({"x": (2, 1, 4, 4), "kernel_size": 2}, {"x": (1, 5, 5), "kernel_size": 3, "stride": 1}),
        {"x": (1, 1, 4, 5), "kernel_size": (2, 3), "stride": (2, 1), "padding": 1},
    ],
    "rnn_cell": [cell(1), {n: s for n, s in cell(1).items() if not n.startswith("b_")}],
    "lstm_cell": [LSTM, {name: shape for name, shape in LSTM.items() if not name.startswith("b_")}],
    "gru_cell": [cell(3), {n: s for n, s in cell(3).items() if not n.startswith("b_")}],
}
CALLS = [(name, place) for name, cases in CASES.items() for place in range(len(cases))]


def given(name: str, place: int) -> tuple[dict, dict]:
    """What a function is called with: arrays, at random where a shape is told, and options."""
    chance = np.random.default_rng(place + 1)
    options = options_of(LIBRARY[name]) | {"eps", "p" * (name == "dropout")}
    arrays, others = {}, {}
    for argument, value in CASES[name][place].items():
        if argument in options:
            others[argument] = value
        else:
            is_shape = isinstance(value, tuple)
            arrays[argument] = chance.normal(size=value) if is_shape else np.asarray(value)
    return arrays, others


def outputs(function: Written, arrays: Mapping, options: Mapping) -> tuple:
    variables = {name: bv.variable(name) for name in arrays}
    found = made(function, variables | options)
    return found if isinstance(found, tuple) else (found,)


def weighted(results: tuple, upstream: list) -> bv.Expr:
    """A number whose gradient at each result is a given one."""
    total = 0.0
    for result, g in zip(results, upstream, strict=True):
        total = total + bv.sum(result * g)
    return total


def upstreams(name: str, place: int) -> list:
    """What comes back to each result of a function."""
    found = getattr(bv, name)(**given(name, place)[0], **given(name, place)[1])
    chance = np.random.default_rng(99)
    return [
        chance.normal(size=np.shape(one)) for one in (found if type(found) is tuple else (found,))
    ]


# The text


def test_the_text_is_read_as_it_looks():
    text = bare.STATIC.parents[1] / "calls" / "library.txt"
    names = [
        line[4:].partition("(")[0]
        for line in text.read_text("utf-8").splitlines()
        if line[:4] == "def "
    ]
    assert names == list(LIBRARY) == list(CASES)
    for function in LIBRARY.values():
        assert function.told.endswith(".")
        assert function.source
        assert set(function.shortcuts) <= set(function.parameters)
        assert getattr(bv, function.name).__doc__ == function.told


def test_it_is_parsed_at_first_use_alone():
    code = (
        "import sys; import backprop_viz as bv; bv.graph('x*y').walk(x=1, y=2)\n"
        "assert 'backprop_viz.read.library' not in sys.modules\n"
        "bv.graph('softmax(x)'); from backprop_viz.read.library import _function\n"
        "assert _function.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_written_is_had_by_name():
    assert bv.library("softmax") is LIBRARY["softmax"]
    with pytest.raises(bv.GraphError, match=r"called 'soft'; there are softmax"):
        bv.library("soft")


# Shortcuts


def check(library: Mapping[str, Written]) -> None:
    """Hold each shortcut of a library against the walk of its body. Fails with the block's name."""
    for name, place in CALLS:
        function = library[name]
        arrays, options = given(name, place)
        upstream = upstreams(name, place)
        results = outputs(function, arrays, options)
        walk = bv.graph(weighted(results, upstream)).walk(arrays)
        out = np.asarray(getattr(bv, name)(**arrays, **options)) if len(results) == 1 else None
        for argument, text in function.shortcuts.items():
            shapes = {key: np.shape(array) for key, array in arrays.items()}
            needed = function.holds_where.get(argument, "")
            if argument not in arrays or first_off(needed, shapes, arrays.get) is not None:
                continue
            found = by_shortcut(function, text, {"g": upstream[0], "out": out, **arrays}, options)
            expected = walk.gradients[argument]
            close = np.allclose(
                found, expected, rtol=1e-12, atol=1e-13 + 1e-12 * np.abs(expected).max()
            )
            assert close, f"{name}: the shortcut of {argument}\n{found}\n{expected}"


def by_shortcut(function: Written, text: str, arrays: Mapping, options: Mapping) -> np.ndarray:
    *lines, last = text.splitlines()
    names = {"g": "", "out": "", **function.parameters}
    parameters = ", ".join(
        f"{name}={default}" if default else name for name, default in names.items()
    )
    body = "".join(f"    {line}\n" for line in [*lines, f"return {last}"])
    own = replace(
        function,
        text=f"def {function.name}({parameters}):\n{body}",
        signature=parameters,
    )
    found = made(own, {**arrays, **options})
    return np.asarray(found)


def test_a_shortcut_is_what_the_walk_comes_to():
    check(LIBRARY)
    assert sum(len(function.shortcuts) for function in LIBRARY.values()) >= 20


DROPPED = [
    ("softmax", "return powers / sum(powers, axis=axis, keepdims=True)", "return powers"),
    ("cross_entropy", "-mean(", "mean("),
    ("layer_norm", " + eps)", ")"),
    ("linear", "x @ weight.T + bias", "x @ weight.T"),
    ("rnn_cell", "linear(x, w_ih, b_ih) + ", "linear(x, w_ih) + "),
    ("mse", "**2", ""),
]


@pytest.mark.parametrize(("name", "term", "instead"), DROPPED)
def test_a_body_with_a_term_dropped_is_found_and_named(name, term, instead):
    text = "".join(function.text for function in LIBRARY.values())
    own = LIBRARY[name].text
    head, quotes, body = own.rpartition('"""')
    assert term in body
    changed = written(text.replace(own, head + quotes + body.replace(term, instead)))
    with pytest.raises((AssertionError, KeyError), match=name):
        check(changed)


# PyTorch


def by_torch(name: str, arrays: Mapping, options: Mapping):
    """The same by PyTorch."""
    import torch
    import torch.nn.functional as of

    def joined(*names):
        return torch.cat([arrays[one] for one in names]) if names[0] in arrays else None

    known = {**arrays, **options}
    if "axis" in known:
        known["dim"] = known.pop("axis")
    match name:
        case "softmax" | "log_softmax":
            return getattr(of, name)(known.pop("z"), **{"dim": -1, **known})
        case "cross_entropy":
            labels = known["y"]
            return of.cross_entropy(known["z"], labels if labels.ndim == 2 else labels.long())
        case "binary_cross_entropy":
            return of.binary_cross_entropy(known["p"], known["y"])
        case "mse":
            return of.mse_loss(known["x"], known["y"])
        case "linear" | "silu" | "conv2d":
            return getattr(of, name)(*arrays.values(), **options)
        case "embedding":
            return of.embedding(known["x"].long(), known["weight"])
        case "dropout":
            return known["x"] * known["mask"] / (1 - known.get("p", 0.5))
        case "swish":
            return known["x"] * torch.sigmoid(known.get("beta", 1.0) * known["x"])
        case "layer_norm" | "rms_norm":
            x = known.pop("x")
            return getattr(of, name)(x, x.shape[-1:], **known)
        case "batch_norm" | "batch_norm2d":
            return of.batch_norm(known.pop("x"), None, None, training=True, **known)
        case "attention":
            mask = known.get("mask")
            return of.scaled_dot_product_attention(*(known[n] for n in "qkv"), attn_mask=mask)
        case "multi_head":
            bias, flat = joined("b_q", "b_k", "b_v"), known["q"].ndim == 2
            found, _ = of.multi_head_attention_forward(
                *(known[n].unsqueeze(1) if flat else known[n].transpose(0, 1) for n in "qkv"),
                *(4, known["heads"], joined("w_q", "w_k", "w_v"), bias, None, None, False, 0.0),
                *(known["w_o"], known.get("b_o")),
                attn_mask=known.get("mask"),
                need_weights=False,
            )
            return found.squeeze(1) if flat else found.transpose(0, 1)
        case "max_pool" | "avg_pool":
            return getattr(of, f"{name}2d")(known.pop("x"), **known)
    state = (known["h"], known["c"]) if "c" in known else known["h"]
    call = {
        "rnn_cell": torch.rnn_tanh_cell,
        "gru_cell": torch.gru_cell,
        "lstm_cell": torch.lstm_cell,
    }
    rest = [known.get(n) for n in ("w_ih", "w_hh", "b_ih", "b_hh")]
    return call[name](known["x"], state, *rest)


@pytest.mark.parametrize(("name", "place"), CALLS)
def test_values_and_gradients_are_pytorch_s(name, place):
    needs.library("torch")
    import torch

    arrays, options = given(name, place)
    upstream = upstreams(name, place)
    graph = bv.graph(weighted(outputs(LIBRARY[name], arrays, options), upstream))
    walk = graph.walk(arrays)
    is_labelled = name == "cross_entropy" and np.shape(arrays["y"]) != np.shape(arrays["z"])
    given_out = {"y"} if is_labelled else {"x"} if name == "embedding" else set()
    tensors = {
        n: torch.tensor(np.asarray(a, dtype=float), requires_grad=n not in given_out)
        for n, a in arrays.items()
    }
    theirs = by_torch(name, tensors, options)
    theirs = theirs if isinstance(theirs, tuple) else (theirs,)
    total = sum((one * torch.tensor(g)).sum() for one, g in zip(theirs, upstream, strict=True))
    ours = getattr(bv, name)(**arrays, **options)
    for one, other in zip(ours if type(ours) is tuple else (ours,), theirs, strict=True):
        np.testing.assert_allclose(one, other.detach().numpy(), rtol=1e-12, atol=1e-13)
    total.backward()
    for argument, tensor in tensors.items():
        expected = tensor.grad.numpy() if argument not in given_out else np.zeros(tensor.shape)
        np.testing.assert_allclose(walk.gradients[argument], expected, rtol=1e-11, atol=1e-12)


# What PyTorch refuses, though the operations would stretch it.
REFUSED = [
    ("gru_cell", {"x": (2, 3), "h": (1, 4), "w_ih": (12, 3), "w_hh": (12, 4)}, {}),
    ("gru_cell", {"x": (2, 2), "h": (2, 1), "w_ih": (6, 2), "w_hh": (6, 1)}, {}),
    ("lstm_cell", LSTM | {"h": (1, 4)}, {}),
    ("lstm_cell", LSTM | {"c": (1, 4)}, {}),
    ("lstm_cell", LSTM | {"b_ih": (4,)}, {}),
    ("rnn_cell", {"x": (2, 3), "h": (2, 4), "w_ih": (1, 3), "w_hh": (4, 4)}, {}),
    ("conv2d", {"x": (1, 1, 3, 3), "weight": (2, 1, 2, 2), "bias": (1,)}, {}),
    ("layer_norm", {"x": (2, 3), "weight": (2, 3)}, {}),
    ("layer_norm", {"x": (2, 3), "bias": (1,)}, {}),
    ("rms_norm", {"x": (2, 3), "weight": (2, 1)}, {}),
    ("batch_norm", {"x": (2, 3), "weight": (1,)}, {}),
    ("batch_norm", {"x": (1, 3)}, {}),
    ("batch_norm2d", {"x": (1, 3, 1, 1)}, {}),
    ("batch_norm2d", {"x": (2, 3, 2, 2), "bias": (1,)}, {}),
    ("binary_cross_entropy", {"p": (3,), "y": (1,)}, {}),
    ("linear", {"x": (2,), "weight": (4, 2), "bias": (3, 1)}, {}),
    ("linear", {"x": (3, 2), "weight": (2,), "bias": (3,)}, {}),
    ("embedding", {"x": (1,), "weight": (3, 2, 2)}, {}),
    ("attention", {"q": (2, 3), "k": (4, 3), "v": (1, 3)}, {}),
    ("attention", {"q": (2, 3), "k": (4, 3), "v": (4, 3), "mask": (5, 2, 4)}, {}),
    ("multi_head", HEADS | {"b_q": (1,)}, {"heads": 2}),
    ("multi_head", HEADS | {"k": (1, 5, 4), "v": (1, 5, 4)}, {"heads": 2}),
    ("max_pool", {"x": (1, 4, 4)}, {"kernel_size": 2, "padding": 2}),
    ("avg_pool", {"x": (1, 4, 4)}, {"kernel_size": (2, 4), "padding": (1, 3)}),
]


@pytest.mark.parametrize(("name", "shapes", "options"), REFUSED)
def test_what_pytorch_refuses_is_refused_with_a_caret(name, shapes, options):
    needs.library("torch")
    import torch

    arrays = {argument: np.zeros(shape) for argument, shape in shapes.items()}
    tensors = {argument: torch.tensor(array) for argument, array in arrays.items()}
    if name == "embedding":
        tensors["x"] = tensors["x"].long()
    with pytest.raises((RuntimeError, ValueError)):
        by_torch(name, tensors, options)
    given = ", ".join(f"{argument}={argument}" for argument in arrays)
    told = "".join(f", {option}={value}" for option, value in options.items())
    with pytest.raises((bv.InputError, bv.ParseError)) as caught:
        bv.graph(f"1 + {name}({given}{told})").walk(arrays)
    assert f"    1 + {name}(" in str(caught.value)
    assert "\n        ^" in str(caught.value)
    with pytest.raises(bv.GraphError):
        getattr(bv, name)(**arrays, **options)


def test_a_shortcut_is_shown_only_where_it_holds():
    for y, text in (([0.25, 0.75], "softmax"), (1.0, "softmax"), ([0.5, 0.75], "inside")):
        walk = bv.graph("L = cross_entropy(z, y)").walk(z=[1.0, 2.0], y=y)
        step = walk.steps[3]  # back to z
        assert text in f"{step.latex} {step.sentence()}"
    for x, y in (((2,), (2,)), ((2,), (3, 2))):
        step = bv.graph("mse(x, y)").walk(x=np.zeros(x), y=np.ones(y)).steps[-2]
        assert ("size" in step.latex) == (x == y)


def test_large_scores_and_sure_mistakes_are_safe():
    assert bv.softmax([1000.0, 0.0]).tolist() == [1.0, 0.0]
    walk = bv.graph("cross_entropy(z, y)").walk(z=[0.0, 1000.0], y=0)
    assert walk.output == 1000
    assert walk.gradients["z"].tolist() == [-1.0, 1.0]
    walk = bv.graph("binary_cross_entropy(p, y)").walk(p=[0.0, 1.0], y=[1, 0])
    assert walk.output == 100
    assert np.all(np.isfinite(walk.gradients["p"]))


def test_what_is_looked_up_and_is_not_there_is_nan():
    assert np.isnan(bv.embedding([0.0, 7.0], [[1.0], [2.0]])).tolist() == [[False], [True]]


# In graphs


def calls_in_text():
    for name, place in CALLS:
        arrays, options = given(name, place)
        said = ", ".join([*(f"{n}={n}" for n in arrays), *(f"{n}={v}" for n, v in options.items())])
        names = ", ".join("uv"[: len(upstreams(name, place))])
        yield name, f"{names} = {name}({said})\nsum(u**2)" + " + sum(v)" * ("v" in names), arrays


@pytest.mark.parametrize(("name", "text", "arrays"), [*calls_in_text()])
def test_a_call_is_a_block_that_is_written_as_a_call(name, text, arrays):
    graph = bv.graph(text)
    assert [block.function for block in graph.blocks] == [name]
    assert {n for n, _ in graph.blocks[0].arguments} == {*arrays}
    assert f"= {name}(" in str(graph)
    assert "def " not in str(graph)
    again = bv.graph(str(graph))
    assert str(again) == str(graph)
    assert [node.name for node in again.nodes] == [node.name for node in graph.nodes]
    ours, theirs = graph.walk(arrays), again.walk(arrays)
    np.testing.assert_array_equal(ours.output, theirs.output)
    for argument in arrays:
        np.testing.assert_array_equal(ours.gradients[argument], theirs.gradients[argument])


def test_names_inside_are_those_of_the_text():
    graph = bv.graph("h, c = lstm_cell(x, h0, c0, W, U)\nh*c")
    assert {"lstm_cell.gates", "lstm_cell.forget_gate", "h", "c"} <= set(graph.names)
    graph = bv.graph("cross_entropy(softmax(z), y)")
    assert "cross_entropy.log_softmax.shifted" in graph.names
    assert [part.name for part in graph.blocks[1].parts] == ["cross_entropy.log_softmax"]


def test_a_function_of_the_program_comes_first():
    graph = bv.graph("softmax(z) = z*2\nsoftmax(a) + log_softmax(a)")
    assert "`softmax`(z) = z*2.0" in str(graph)
    assert (
        bv.graph(str(graph)).walk(a=[1.0, 2.0]).output.tolist()
        == graph.walk(a=[1.0, 2.0]).output.tolist()
    )


def test_a_block_of_one_s_own_is_told_from_the_library_s():
    @bv.block("softmax")
    def double(z):
        return z * 2

    z = bv.variable("z")
    graph = bv.graph(double(z) + bv.softmax(z))
    assert "softmax(z)" in str(graph)
    again = bv.graph(str(graph))
    walk = graph.walk(z=[1.0, 2.0])
    np.testing.assert_array_equal(again.walk(z=[1.0, 2.0]).output, walk.output)
    np.testing.assert_array_equal(walk.output, np.array([2.0, 4.0]) + bv.softmax([1.0, 2.0]))


def test_python_code_makes_the_same_blocks():
    def network(x, w, b):
        hidden = bv.silu(bv.linear(x, w, b))
        return bv.mse(hidden, 0.5)

    graph = bv.graph(network)
    assert [block.name for block in graph.blocks] == ["linear", "silu", "mse"]
    assert "hidden = silu(v1)" in str(graph)
    assert "f = mse(hidden, 0.5)" in str(graph)


@pytest.mark.parametrize(
    ("text", "told", "hint"),
    [
        ("softmax(x, axis=q)", "unexpected `q`", "an option is a number"),
        ("conv2d(x, w, foo=1)", "conv2d is called as conv2d(x, weight, bias=None", "conv2d(x"),
        ("layer_norm(x, weight=w, 3)", "without its name", "layer_norm(x"),
        ("lstm_cell(x, h, c, W, U)*2", "returns 2 values", "a, b = lstm_cell(x"),
        ("f(x, b=None) = exp(b)\nf(x)", "None at `exp`", "left out"),
        ("def f(x, b=None):\n    return b\nf(x)", "None at `f`", "left out"),
        ("max_pool(x)", "max_pool is called as max_pool(x, kernel_size", "max_pool(x"),
        ("max_pool(x, k)", "max_pool is called as max_pool(x, kernel_size", "max_pool(x"),
    ],
)
def test_what_is_wrong_with_a_call_is_told(text, told, hint):
    with pytest.raises(bv.ParseError) as error:
        bv.graph(text)
    assert told in str(error.value)
    assert hint in error.value.hint


@pytest.mark.parametrize(
    ("text", "inputs", "told"),
    [
        ("max_pool(x, 3)", {"x": np.ones((2, 2))}, "windows of size 3 do not fit"),
        ("max_pool(x, 0)", {"x": np.ones((2, 2))}, "windows of size 0 do not fit"),
        (
            "conv2d(x, w)",
            {"x": np.ones((4, 4)), "w": np.ones((1, 2, 2, 2))},
            "has 3 axes; write each of them once, not (..., -3, -2, -4, -1)",
        ),
        (
            "batch_norm(x)",
            {"x": np.ones((2, 3, 4, 4))},
            "for an array of 4 axes write batch_norm2d; in batch_norm, which was given x",
        ),
        ("batch_norm2d(x)", {"x": np.ones((4, 3))}, "for an array of 2 axes write batch_norm; "),
        ("batch_norm(x)", {"x": np.ones((2, 3, 4))}, "has 3 axes"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(text, inputs, told):
    with pytest.raises(bv.InputError, match=re.escape(told)) as error:
        bv.graph(text).walk(inputs)
    assert "\n" in str(error.value)


def test_truth_values_are_no_numbers():
    with pytest.raises(bv.GraphError, match="not truth values"):
        bv.attention([[1.0]], [[1.0]], [[1.0]], mask=np.array([[True]]))


def test_an_argument_may_be_left_out_in_functions_of_one_s_own():
    graph = bv.graph(
        'def f(x, w, b=None):\n    """A layer."""\n    return x*w + b\nf(x, w) + f(x, w, c)'
    )
    assert [node.op.name for node in graph.operations].count("add") == 2


# In the browser


def test_every_function_walks_in_node_and_is_told_there(tmp_path):
    node = shutil.which("node")
    if node is None:
        needs.missing("Node is not installed")
    (tmp_path / "module.mjs").write_text(javascript.module_source(), "utf-8")
    cases = []
    for _, text, arrays in calls_in_text():
        graph = bv.graph(text)
        walk = graph.walk(arrays)
        cases.append(
            {
                "about": text,
                "program": program.program(graph, whole_plan(graph, {})),
                "inputs": [program.as_json(walk.inputs[name]) for name in graph.inputs],
                "latex": [step.latex for step in walk.steps],
                "nodes": [graph.names[name] for name in graph.inputs] + [graph.output_node.index],
                "values": [
                    program.as_json(v)
                    for v in [*(walk.gradients[n] for n in graph.inputs), walk.output]
                ],
            }
        )
    (tmp_path / "cases.json").write_text(json.dumps(cases), "utf-8")
    (tmp_path / "check.mjs").write_text(_IN_NODE, "utf-8")
    done = subprocess.run(
        [node, tmp_path / "check.mjs"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


_IN_NODE = """
import { readFileSync } from "node:fs";
import { fromJson, latex, run, viewed } from "./module.mjs";

const bare = (text) => text.replace(/\\\\begin.*?\\\\end|\\[[^\\]]*\\]/g, ""); // no arrays
const flat = (x) => (typeof x === "number" ? [x] : x.data);
for (const one of JSON.parse(readFileSync(new URL("cases.json", import.meta.url)))) {
  const walk = run(one.program, one.inputs.map(fromJson));
  const closed = { ...one.program, ...viewed(one.program, new Set()) };
  one.latex.slice(1).forEach((wanted, n) => { // of the graph as it is a page has its own
    const got = latex(closed, walk, n + 1);
    if (bare(got) !== bare(wanted)) console.log(one.about, n + 1, got, wanted);
  });
  one.nodes.forEach((node, i) => {
    const isOutput = i === one.nodes.length - 1;
    const found = flat(isOutput ? walk.values[node] : walk.gradients[node] ?? 0);
    const wanted = flat(fromJson(one.values[i]));
    const scale = 1e-11 * Math.max(1, ...wanted.map(Math.abs));
    const isOff = wanted.some((x, n) => !(Math.abs(x - (found[n] ?? found[0])) <= scale));
    if (isOff) console.log(one.about, node, found, wanted);
  });
}
"""


def test_what_is_read_inside_another_function_first_belongs_to_none():
    graph = bv.graph("def f(x):\n    return rms_norm(x, eps=0.5)*silu(x)\nf(a)\n")
    assert [block.name for block in graph.blocks] == ["f"]
    text = "f(x) = layer_norm(x)*rms_norm(x)\nlayer_norm(f(a))"
    for name in ("layer_norm", "rms_norm"):
        library._function.cache_clear()
        graph = bv.graph(text)
        assert [block.name for block in graph.blocks] == ["f", "layer_norm"], name
        assert str(bv.graph(str(graph))) == str(graph)


def test_a_boolean_mask_is_not_added_as_ones_and_zeros():
    """PyTorch takes it for where to look; a mask that is added is of numbers."""
    q, k, v = (np.arange(6.0).reshape(3, 2) / n for n in (3, 4, 5))
    look = np.tril(np.ones((3, 3), bool))
    graph = bv.graph("attention(q, k, v, m)")
    with pytest.raises(bv.InputError, match=r"m is of True and False.*np.where\(m, 0, -np.inf\)"):
        graph.walk(q=q, k=k, v=v, m=look)
    walk = graph.walk(q=q, k=k, v=v, m=np.where(look, 0, -np.inf))
    np.testing.assert_allclose(walk.output[0], v[0])  # the first looks at itself alone
    kept = bv.graph("sum(dropout(x, m))").walk(x=q, m=look[:, :2])
    assert kept.output == 2 * q[look[:, :2]].sum()


def test_a_sure_mistake_has_the_slope_of_the_formula_and_says_that_pytorch_s_is_another():
    needs.library("torch")
    import torch

    for p, y, slope in ((0.0, 1.0, -1e12), (1.0, 0.0, 1e12)):
        walk = bv.graph("binary_cross_entropy(p, y)").walk(p=p, y=y)
        theirs = torch.tensor(p, dtype=torch.float64, requires_grad=True)
        loss = torch.nn.functional.binary_cross_entropy(
            theirs, torch.tensor(y, dtype=torch.float64)
        )
        loss.backward()
        assert walk.output == loss.item() == 100
        assert walk.gradients["p"] == 0
        assert abs(theirs.grad.item() / slope - 1) < 1e-8
    assert "1e-12" in bv.library("binary_cross_entropy").told
