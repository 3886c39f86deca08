"""Larger functions, written in the language of formulas: each can be read, and walked through.

Their arguments, order and defaults are those of torch.nn.functional: the examples of a batch come
first, classes are on the last axis, and a loss is the mean over the batch. The rest is as in NumPy.
"""

# ruff: noqa: A001

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import signature
from types import MappingProxyType
from typing import Any

import numpy as np

from ..core.array_ops import LAST_TWO
from ..core.expression import Expr, constant
from ..core.ops import OPS
from ..errors import GraphError
from .rows import ROW_FUNCTIONS, make

__all__ = ["FUNCTIONS"]

exp, log, sqrt, detach = (ROW_FUNCTIONS[name] for name in ("exp", "log", "sqrt", "detach"))
sum, mean, max, size = (ROW_FUNCTIONS[name] for name in ("sum", "mean", "max", "size"))
one_hot_like, reshape = (ROW_FUNCTIONS[name] for name in ("one_hot_like", "reshape"))


def var(a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
    """The mean of the squared distances from the mean, as NumPy's."""
    return mean((a - mean(a, axis=axis, keepdims=True)) ** 2, axis=axis, keepdims=keepdims)


def dot(a: Any, b: Any) -> Any:
    """The product of two vectors or matrices, as ``a @ b``."""
    return make(OPS["matmul"], a, b)


def outer(a: Any, b: Any) -> Any:
    """Each entry of one vector times each of the other."""
    return make(OPS["mul"], reshape(a, -1, 1), reshape(b, 1, -1))


def logsumexp(a: Any, *, axis: Any = -1, keepdims: bool = False) -> Any:
    """The logarithm of the sum of the exponentials, of numbers of any size."""
    top = detach(max(a, axis=axis, keepdims=True))
    total = log(sum(exp(a - top), axis=axis, keepdims=True)) + top
    return total if keepdims else sum(total, axis=axis)


def softmax(z: Any, *, axis: Any = -1) -> Any:
    """Positive numbers that sum to 1, in the ratios of the exponentials."""
    powers = exp(z - detach(max(z, axis=axis, keepdims=True)))
    return powers / sum(powers, axis=axis, keepdims=True)


def log_softmax(z: Any, *, axis: Any = -1) -> Any:
    """The logarithm of the softmax, of numbers of any size."""
    shifted = z - detach(max(z, axis=axis, keepdims=True))
    return shifted - log(sum(exp(shifted), axis=axis, keepdims=True))


def cross_entropy(z: Any, y: Any) -> Any:
    """The mean surprise at the right classes: scores ``z``, and labels or probabilities ``y``."""
    return -mean(sum(one_hot_like(y, z) * log_softmax(z), axis=-1))


def layer_norm(x: Any, weight: Any = 1.0, bias: Any = 0.0, *, eps: float = 1e-5) -> Any:
    """Each example's entries with mean 0 and variance 1, times ``weight``, plus ``bias``."""
    centred = x - mean(x, axis=-1, keepdims=True)
    scaled = centred / sqrt(mean(centred**2, axis=-1, keepdims=True) + eps)
    if _is(weight, 1.0) and _is(bias, 0.0):
        return scaled
    return scaled * weight if _is(bias, 0.0) else scaled * weight + bias


def attention(q: Any, k: Any, v: Any) -> Any:
    """Means of the rows of ``v``, each query's by the softmax of its products with the keys."""
    turned = make(OPS["transpose"].choose(LAST_TWO), k)
    scores = dot(q, turned) / sqrt(size(q, axis=-1))
    return dot(softmax(scores), v)


def _is(given: Any, number: float) -> bool:
    return not isinstance(given, Expr) and np.ndim(given) == 0 and given == number


def _called(call: Callable[..., Any]) -> Callable[..., Any]:
    """The function on expressions, numbers and lists of them."""

    @wraps(call)
    def called(*operands: Any, **options: Any) -> Any:
        try:
            signature(call).bind(*operands, **options)
        except TypeError:
            named = (p.replace(annotation=p.empty) for p in signature(call).parameters.values())
            form = f"{call.__name__}({', '.join(map(str, named))})".replace(", *,", ",")
            raise GraphError("source.call", name=call.__name__, form=form) from None
        known = (o if isinstance(o, Expr) else constant(o).value for o in operands)
        return call(*known, **options)

    return called


FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    dict(ROW_FUNCTIONS)
    | {
        call.__name__: _called(call)
        for call in (
            *(var, dot, outer, logsumexp),
            *(softmax, log_softmax, cross_entropy, layer_norm, attention),
        )
    }
)
"""All functions by the names that formulas call."""
