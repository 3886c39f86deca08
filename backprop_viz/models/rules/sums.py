"""Operations that make one entry of many, and products of matrices."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...core.expression import Expr, constant
from .shapes import along, transposed
from .table import Made, Unread, flat, reshaped, row, rule

__all__ = ["first_greatest", "variance"]


_MOST_FACTORS = 64


def _axes(a: Expr, given: Any) -> tuple[int, ...] | None:
    """The axes as a row takes them: None for all."""
    if given is None or given == [] or given == ():
        return None
    axes = (given,) if isinstance(given, int) else tuple(given)
    return axes if a.shape else None


@rule("sum", "mean", block=False)
def _total(made: Made, a: Expr, axes: Any = None, keepdim: bool = False, **named: Any) -> Expr:
    name = made.function.overloadpacket.__name__
    return _along(name, a, named.get("dim", axes), named.get("keepdim", keepdim))


def _along(name: str, a: Expr, axes: Any, keepdim: bool = False) -> Expr:
    found = _axes(a, axes)
    axis: Any = found[0] if found is not None and len(found) == 1 else found
    return row(name, a, axis=axis, keepdims=keepdim)


@rule("amax")
def _amax(made: Made, a: Expr, axes: Any = None, keepdim: bool = False) -> Expr:
    return _along("amax", a, axes, keepdim)


@rule("amin")
def _amin(made: Made, a: Expr, axes: Any = None, keepdim: bool = False) -> Expr:
    return -_along("amax", -a, axes, keepdim)


def first_greatest(a: Expr, axis: int, keepdim: bool = False) -> Expr:
    """The greatest along an axis; the first of several gets all of the gradient."""
    chosen = row("one_hot_max", a, axis=axis)
    return row("sum", row("where", chosen, a, 0.0), axis=axis, keepdims=keepdim)


@rule("max", block=True)
def _max(made: Made, a: Expr, axis: Any = None, keepdim: bool = False) -> Any:
    if isinstance(axis, Expr):
        return row("maximum", a, axis)
    if axis is None:
        return row("amax", a)
    return (first_greatest(a, axis, keepdim) if a.shape else a), None


@rule("min", block=True)
def _min(made: Made, a: Expr, axis: Any = None, keepdim: bool = False) -> Any:
    if isinstance(axis, Expr):
        return row("minimum", a, axis)
    if axis is None:
        return -row("amax", -a)
    return (-first_greatest(-a, axis, keepdim) if a.shape else a), None


@rule("cumsum")
def _cumsum(made: Made, a: Expr, axis: int, **_: Any) -> Expr:
    if not a.shape:
        return a
    last = len(a.shape) - 1
    axes = list(range(last + 1))
    axes[axis], axes[last] = axes[last], axes[axis]
    triangle = constant(np.triu(np.ones((a.shape[axis],) * 2)))
    return transposed(transposed(a, axes) @ triangle, axes)


@rule("trace")
def _trace(made: Made, a: Expr) -> Expr:
    return row("sum", row("where", constant(np.eye(a.shape[0], a.shape[1])), a, 0.0))


def _count(a: Expr, axes: Any) -> int:
    """How many entries become one."""
    found = _axes(a, axes)
    return a.size if found is None else math.prod(a.shape[i] for i in found)


def variance(a: Expr, axes: Any, correction: float, keepdim: bool) -> tuple[Expr, Expr]:
    """The mean, and the mean squared distance from it over as many but ``correction``."""
    found = _axes(a, axes)
    mean = row("mean", a, axis=found, keepdims=True)
    squares = row("square", a - mean)
    count = _count(a, axes)
    if not correction:
        spread = row("mean", squares, axis=found, keepdims=keepdim)
    else:
        spread = row("sum", squares, axis=found, keepdims=keepdim) / float(count - correction)
    return mean, spread


@rule("var", "std", "var_mean", "std_mean", block=True)
def _var(made: Made, a: Expr, axes: Any = None, **named: Any) -> Any:
    name = made.function.overloadpacket.__name__
    keepdim = named.get("keepdim", False)
    correction = named.get("correction")
    if not made.function._overloadname.startswith("correction"):
        raise Unread
    axes = named.get("dim", axes)
    correction = 1 if correction is None else correction
    mean, found = variance(a, axes, correction, keepdim)
    if name.startswith("std"):  # as a length, whose slope is 0 where all are the same
        found = _along("norm", a - mean, axes, keepdim)
        found = found / math.sqrt(_count(a, axes) - correction)
    if not name.endswith("mean"):
        return found
    return found, row("mean", a, axis=_axes(a, axes), keepdims=keepdim)


@rule("linalg_vector_norm", "norm", block=True)
def _norm(
    made: Made, a: Expr, order: Any = 2, axes: Any = None, keepdim: Any = False, **named: Any
) -> Expr:
    order = 2 if order is None else float(order)
    if order == 2:
        return _along("norm", a, axes, keepdim)
    if abs(order) == np.inf:
        size = row("abs", a)
        return (
            _along("amax", size, axes, keepdim)
            if order > 0
            else -_along("amax", -size, axes, keepdim)
        )
    if order == 1:
        return _along("sum", row("abs", a), axes, keepdim)
    if order <= 0:
        raise Unread
    total = _along("sum", row("abs", a) ** order, axes, keepdim)
    if order < 1:
        return total ** (1 / order)  # type: ignore[no-any-return]
    is_zero = row("equal", total, 0.0)  # where PyTorch passes back 0
    return row("where", is_zero, 0.0, row("where", is_zero, 1.0, total) ** (1 / order))


@rule("prod", block=True)
def _prod(made: Made, a: Expr, axis: int | None = None, keepdim: bool = False, **_: Any) -> Expr:
    """One factor after the other, so that a zero among them is no division by it."""
    a, at = (flat(a), 0) if axis is None else (a, axis)
    if not a.shape or not 0 < a.shape[at] <= _MOST_FACTORS:
        raise Unread
    found = along(a, at, 0)
    for place in range(1, a.shape[at]):
        found = found * along(a, at, place)
    return reshaped(found, made.shape)


@rule("dist", block=True)
def _dist(made: Made, a: Expr, b: Expr, order: float = 2) -> Expr:
    return _norm(made, a - b, order)


@rule("aminmax", block=True)
def _aminmax(made: Made, a: Expr, *, dim: Any = None, keepdim: bool = False) -> tuple[Expr, Expr]:
    return -_along("amax", -a, dim, keepdim), _along("amax", a, dim, keepdim)


@rule("logsumexp", block=True)
def _logsumexp(made: Made, a: Expr, axes: Any, keepdim: bool = False) -> Expr:
    found = _axes(a, axes)
    top = row("detach", row("amax", a, axis=found, keepdims=True))
    if np.isinf(made.raw[0].detach().numpy()).any():  # from which nothing can be taken
        top = row("where", row("equal", row("abs", top), np.inf), 0.0, top)
    total = row("sum", row("exp", a - top), axis=found, keepdims=True)
    return reshaped(row("log", total) + top, made.shape)


# Products


@rule("mm", "bmm", "mv", "dot", "vdot", "matmul")
def _product(made: Made, a: Expr, b: Expr) -> Expr:
    return a @ b


@rule("addmm", "addmv", "baddbmm")
def _affine(made: Made, c: Expr, a: Expr, b: Expr, *, beta: float = 1, alpha: float = 1) -> Expr:
    product = a @ b if alpha == 1 else a @ b * alpha
    return product if beta == 0 else product + (c if beta == 1 else c * beta)


@rule("linear")
def _linear(made: Made, a: Expr, weight: Expr, bias: Expr | None = None) -> Expr:
    product = a @ transposed(weight, range(len(weight.shape))[::-1])
    return product if bias is None else product + bias
