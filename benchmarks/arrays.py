"""The output and all gradients of programs on whole arrays."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import backprop_viz as bv

from .node import walk_in_node
from .peers import library
from .table import Row, aim, heading, interleave, print_table, ratio, seconds

__all__ = ["run"]

Arrays = Sequence[NDArray[np.float64]]
Way = Callable[[], tuple[Any, Sequence[Any]]]

MLP = "Z = X @ W + b; H = tanh(Z); S = H @ V + c; L = cross_entropy(S, y)"
ATTENTION = "f = sum(attention(q, k, v)**2)"
MANY = 100  # entries, too many for micrograd


class _Case(NamedTuple):
    name: str
    text: str
    names: list[str]
    inputs: Arrays
    model: Any
    repeats: int
    most: float  # times as long as by hand
    peers: dict[str, float]  # how many times as fast as they
    frame: float | None  # seconds of a walk in Node


def run() -> None:
    heading(
        "arrays: the output and all gradients",
        "ours: graph.gradient_function(). float64, one thread each (set OMP_NUM_THREADS=1 and",
        "OPENBLAS_NUM_THREADS=1). All ways gave the same numbers before they were measured.",
        "micrograd is given exp, log and tanh, which it lacks, and goes number by number.",
    )
    chance = np.random.default_rng(0)
    autograd, torch = {"HIPS autograd": 1.0}, {"PyTorch": 3.0}
    small, large = _mlp(chance, 8, 4, 5, 3), _mlp(chance, 32, 784, 128, 10)
    head = _attention(chance, 16, 64)
    cases = (
        _Case("MLP 4-5-3, batch 8", MLP, *small, 41, 1.6, autograd | torch, None),
        _Case("MLP 784-128-10, batch 32", MLP, *large, 9, 1.3, autograd, 0.016),
        _Case("attention head T = 16, d = 64", ATTENTION, *head, 21, 1.3, autograd, 0.007),
    )
    for name, text, names, inputs, model, repeats, most, peers, frame in cases:
        graph = bv.graph(text)
        order = [names.index(one) for one in graph.inputs]
        ours = graph.gradient_function()
        given = [inputs[i] for i in order]
        learned = [graph.inputs.index(one) for one in names if one != "y"]
        ways: dict[str, Way | str] = {
            "ours": lambda given=given, ours=ours: ours(*given),  # type: ignore[misc]
            "NumPy, by hand": lambda inputs=inputs, model=model: model(np, *inputs),  # type: ignore[misc]
            "HIPS autograd": _autograd(model.loss, inputs),
            "PyTorch": _torch(model.loss, inputs),
            "JAX, compiled": _jax(model.loss, inputs),
        }
        if max(map(np.size, inputs)) < MANY:
            ways["micrograd"] = _micrograd(inputs)
        began = time.perf_counter()
        output, gradients = ours(*given)
        first = time.perf_counter() - began
        expected = [gradients[i] for i in learned]
        for who, way in ways.items():
            if who == "ours" or isinstance(way, str):
                continue
            found, theirs = way()
            np.testing.assert_allclose(float(found), output, rtol=1e-9, err_msg=who)
            for one, other in zip(theirs, expected, strict=True):
                np.testing.assert_allclose(np.asarray(one), other, rtol=1e-7, atol=1e-11)
        usable = {who: way for who, way in ways.items() if not isinstance(way, str)}
        median = interleave(usable, repeats=repeats, sample=0.01)
        rows: list[Row] = [
            (who, seconds(median[who]), ratio(median[who], median["ours"]))
            if who in median
            else (who, str(way), "–")
            for who, way in ways.items()
        ]
        print(f"{name}:")
        print_table(("way", "a call", "to ours"), rows)
        by_hand = median["ours"] / median["NumPy, by hand"]
        aim(f"{name}, beside NumPy by hand", by_hand, most, at_most=True)
        for peer, least in peers.items():
            if peer in median:
                ahead = median[peer] / median["ours"]
                aim(f"{name}, ahead of {peer}", ahead, least, at_most=False)
        print(f"the first call, which makes the code: {seconds(first)}")
        _in_node(name, graph, dict(zip(names, inputs, strict=True)), output, frame)


class _Mlp:
    """A network of one hidden layer with cross entropy, and its gradients by hand."""

    def loss(self, np_: Any, X: Any, W: Any, b: Any, V: Any, c: Any, y: Any) -> Any:  # noqa: N803
        scores = np_.tanh(X @ W + b) @ V + c
        shifted = scores - np_.max(scores, axis=-1, keepdims=True)
        log_p = shifted - np_.log(np_.sum(np_.exp(shifted), axis=-1, keepdims=True))
        return -np_.sum(log_p * y) / len(y)

    def __call__(self, np_: Any, *inputs: Any) -> tuple[Any, Sequence[Any]]:
        X, W, b, V, c, y = inputs  # noqa: N806
        hidden = np.tanh(X @ W + b)
        scores = hidden @ V + c
        scores -= scores.max(axis=-1, keepdims=True)
        powers = np.exp(scores)
        sums = powers.sum(axis=-1, keepdims=True)
        loss = -((scores - np.log(sums)) * y).sum() / len(y)
        back = (powers / sums - y) / len(y)
        inner = (back @ V.T) * (1 - hidden * hidden)
        return loss, (
            inner @ W.T,
            X.T @ inner,
            inner.sum(axis=0),
            hidden.T @ back,
            back.sum(axis=0),
        )


class _Attention:
    """The squared sum of a head, and its gradients by hand."""

    def loss(self, np_: Any, q: Any, k: Any, v: Any) -> Any:
        scores = q @ k.T / np.sqrt(q.shape[-1])
        powers = np_.exp(scores - np_.max(scores, axis=-1, keepdims=True))
        mixed = (powers / np_.sum(powers, axis=-1, keepdims=True)) @ v
        return np_.sum(mixed * mixed)

    def __call__(self, np_: Any, q: Any, k: Any, v: Any) -> tuple[Any, Sequence[Any]]:
        scale = 1 / np.sqrt(q.shape[-1])
        scores = (q @ k.T) * scale
        powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = powers / powers.sum(axis=-1, keepdims=True)
        mixed = shares @ v
        back = 2 * mixed
        inner = back @ v.T
        inner = shares * (inner - (inner * shares).sum(axis=-1, keepdims=True)) * scale
        return (mixed * mixed).sum(), (inner @ k, inner.T @ q, shares.T @ back)


def _mlp(
    chance: np.random.Generator, batch: int, wide: int, hidden: int, classes: int
) -> tuple[list[str], Arrays, _Mlp]:
    sizes = [(batch, wide), (wide, hidden), (hidden,), (hidden, classes), (classes,)]
    arrays = [chance.normal(size=size) / np.sqrt(size[0]) for size in sizes]
    labels = np.eye(classes)[chance.integers(classes, size=batch)]
    return ["X", "W", "b", "V", "c", "y"], [*arrays, labels], _Mlp()


def _attention(
    chance: np.random.Generator, length: int, wide: int
) -> tuple[list[str], Arrays, _Attention]:
    return list("qkv"), [chance.normal(size=(length, wide)) for _ in "qkv"], _Attention()


def _autograd(loss: Callable[..., Any], inputs: Arrays) -> Way | str:
    autograd = library("autograd")
    if autograd is None:
        return "not installed"
    anp = library("autograd.numpy")
    count = min(len(inputs), 5)  # not by the labels
    call = autograd.value_and_grad(lambda *xs: loss(anp, *xs), argnum=tuple(range(count)))
    return lambda: call(*inputs)


def _torch(loss: Callable[..., Any], inputs: Arrays) -> Way | str:
    torch = library("torch")
    if torch is None:
        return "not installed"
    torch.set_num_threads(1)
    count = min(len(inputs), 5)
    tensors = [torch.tensor(one, requires_grad=i < count) for i, one in enumerate(inputs)]

    class Names:
        tanh, exp, log = torch.tanh, torch.exp, torch.log

        @staticmethod
        def max(a: Any, axis: int, keepdims: bool) -> Any:
            return torch.amax(a, dim=axis, keepdim=keepdims)

        @staticmethod
        def sum(a: Any, axis: int | None = None, keepdims: bool = False) -> Any:
            return torch.sum(a, dim=axis, keepdim=keepdims)

    def call() -> tuple[Any, Sequence[Any]]:
        output = loss(Names, *tensors)
        return output.detach(), torch.autograd.grad(output, tensors[:count])

    return call


def _jax(loss: Callable[..., Any], inputs: Arrays) -> Way | str:
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
    jax = library("jax")
    if jax is None:
        return "not installed"
    jax.config.update("jax_enable_x64", True)
    count = min(len(inputs), 5)
    call = jax.jit(
        jax.value_and_grad(lambda *xs: loss(jax.numpy, *xs), argnums=tuple(range(count)))
    )
    arrays = [jax.numpy.asarray(one) for one in inputs]
    return lambda: jax.block_until_ready(call(*arrays))


def _micrograd(inputs: Arrays) -> Way | str:
    engine = library("micrograd.engine")
    if engine is None:
        return "not installed"

    def of(function: Callable[[float], float], slope: Callable[[float, float], float]) -> Any:
        def call(value: Any) -> Any:
            out = engine.Value(function(value.data), (value,), function.__name__)

            def back() -> None:
                value.grad += slope(value.data, out.data) * out.grad

            out._backward = back
            return out

        return call

    exp, log = of(math.exp, lambda _, y: y), of(math.log, lambda x, _: 1 / x)
    tanh = of(math.tanh, lambda _, y: 1 - y * y)

    def layer(rows: Any, weights: Any, bias: Any) -> Any:
        columns = list(zip(*weights, strict=True))
        return [
            [
                sum((x * w for x, w in zip(row, column, strict=True)), start=b)
                for column, b in zip(columns, bias, strict=True)
            ]
            for row in rows
        ]

    def call() -> tuple[Any, Sequence[Any]]:
        values = [np.vectorize(engine.Value, otypes=[object])(one) for one in inputs]
        X, W, b, V, c, _ = (one.tolist() for one in values)  # noqa: N806
        hidden = [[tanh(x) for x in row] for row in layer(X, W, b)]
        losses = []
        for scores, label in zip(layer(hidden, V, c), inputs[-1], strict=True):
            top = max(score.data for score in scores)
            shifted = [score - top for score in scores]
            log_sum = log(sum(exp(one) for one in shifted))
            losses.append(log_sum - shifted[int(np.argmax(label))])
        loss = sum(losses) / len(losses)
        loss.backward()
        return loss.data, [np.vectorize(lambda v: v.grad)(one) for one in values[:5]]

    return call


def _in_node(
    name: str, graph: bv.Graph, inputs: Mapping[str, Any], output: Any, limit: float | None
) -> None:
    """The same walk in the browser's own JavaScript."""
    found = walk_in_node(graph, inputs)
    if isinstance(found, str):
        print(f"Node: {found}\n")
        return
    taken, theirs, gradients = found
    np.testing.assert_allclose(theirs, output, rtol=1e-9)
    walk = graph.walk(inputs)
    for one, gradient in gradients.items():
        found_there = np.zeros_like(walk.gradients[one]) if gradient is None else gradient
        np.testing.assert_allclose(
            np.ravel(found_there), np.ravel(walk.gradients[one]), 1e-7, 1e-11
        )
    print(f"a walk in Node: {seconds(taken)}")
    if limit is not None:
        aim(f"{name}, a walk in Node", taken * 1e3, limit * 1e3, unit="ms", at_most=True)
    print()
