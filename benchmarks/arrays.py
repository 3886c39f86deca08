"""The output and all gradients of programs on whole arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import backprop_viz as bv

from .peers import library
from .table import Row, aim, heading, interleave, print_table, ratio, seconds

__all__ = ["run"]

Arrays = Sequence[NDArray[np.float64]]
Way = Callable[[], tuple[Any, Sequence[Any]]]

MLP = "Z = X @ W + b; H = tanh(Z); S = H @ V + c; L = cross_entropy(S, y)"
ATTENTION = "f = sum(attention(q, k, v)**2)"


def run() -> None:
    heading(
        "arrays: the output and all gradients",
        "ours: graph.gradient_function(). float64, one thread each (set OMP_NUM_THREADS=1 and",
        "OPENBLAS_NUM_THREADS=1). All ways gave the same numbers before they were measured.",
    )
    chance = np.random.default_rng(0)
    cases: dict[str, tuple[str, list[str], Arrays, Any, int, float]] = {
        "MLP 4-5-3, batch 8": (MLP, *_mlp(chance, 8, 4, 5, 3), 41, 1.6),
        "MLP 784-128-10, batch 32": (MLP, *_mlp(chance, 32, 784, 128, 10), 9, 1.3),
        "attention head T = 16, d = 64": (ATTENTION, *_attention(chance, 16, 64), 21, 1.3),
    }
    for name, (text, names, inputs, model, repeats, most) in cases.items():
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
        }
        output, gradients = ours(*given)
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
        if "HIPS autograd" in median:
            ahead = median["HIPS autograd"] / median["ours"]
            aim(f"{name}, ahead of HIPS autograd", ahead, 1.0, at_most=False)


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
