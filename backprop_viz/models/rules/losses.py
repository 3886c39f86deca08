"""Losses, as programs of rows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...calls.rows import make
from ...core.expression import Expr, constant
from ...core.ops import OPS
from .entrywise import softplus
from .shapes import transposed
from .table import Made, reshaped, row, rule

__all__: list[str] = []


def _reduced(a: Expr, reduction: int) -> Expr:
    """All entries, their mean or their sum, by PyTorch's number for it."""
    return a if reduction == 0 else row("mean" if reduction == 1 else "sum", a)


@rule("mse_loss", block=True)
def _mse(made: Made, a: Expr, b: Any, reduction: int = 1) -> Expr:
    return _reduced((a - b) ** 2, reduction)


@rule("smooth_l1_loss", block=True)
def _smooth_l1(made: Made, a: Expr, b: Any, reduction: int = 1, beta: float = 1.0) -> Expr:
    size = row("abs", a - b)
    if beta == 0:
        return _reduced(size, reduction)
    curve = size**2 * 0.5 / beta
    return _reduced(row("where", row("less", size, beta), curve, size - 0.5 * beta), reduction)


@rule("huber_loss", block=True)
def _huber(made: Made, a: Expr, b: Any, reduction: int = 1, delta: float = 1.0) -> Expr:
    size = row("abs", a - b)
    line = (size - 0.5 * delta) * delta
    return _reduced(row("where", row("less_equal", size, delta), size**2 * 0.5, line), reduction)


@rule("soft_margin_loss", block=True)
def _soft_margin(made: Made, a: Expr, y: Any, reduction: int = 1) -> Expr:
    return _reduced(softplus(-(a * y)), reduction)


@rule("binary_cross_entropy", block=True)
def _bce(made: Made, p: Expr, y: Any, weight: Any = None, reduction: int = 1) -> Expr:
    y, yes, no = constant(y), p, 1.0 - p
    if ((made.raw[0] * (1 - made.raw[0])) < _SURE).any():
        yes, no = _surely(yes, no)
    loss = -(y * row("log", yes) + (1.0 - y) * row("log", no))
    return _reduced(loss if weight is None else loss * weight, reduction)


_SURE = float(np.float32(1e-12))


def _surely(yes: Expr, no: Expr) -> tuple[Expr, Expr]:
    """Probabilities near 0 and 1 as PyTorch takes them: no logarithm is below -100, and the slope
    over yes * no is that over ``_SURE`` at least.
    """
    least = math.exp(-100)
    kept = [row("detach", row("maximum", one, least)) for one in (yes, no)]
    spread = row("mul", *kept)
    share = spread / row("maximum", spread, _SURE)
    found = [
        row("add", one, row("mul", share, row("sub", new, row("detach", new))))
        for one, new in zip(kept, (yes, no), strict=True)
    ]
    return found[0], found[1]


@rule("binary_cross_entropy_with_logits", block=True)
def _bce_logits(
    made: Made, z: Expr, y: Any, weight: Any = None, pos_weight: Any = None, reduction: int = 1
) -> Expr:
    y = constant(y)
    rest = softplus(-z)
    if pos_weight is not None:
        rest = ((pos_weight - 1.0) * y + 1.0) * rest
    loss = (1.0 - y) * z + rest
    return _reduced(loss if weight is None else loss * weight, reduction)


@rule("nll_loss_forward", "nll_loss2d_forward", block=True)
def _nll(
    made: Made, a: Expr, y: Any, weight: Any, reduction: int, ignored: int
) -> tuple[Expr, None]:
    """Minus the entries at the labels; those that are ignored do not count."""
    labels = made.raw[1].numpy()
    if len(a.shape) == 4:
        a = reshaped(transposed(a, (0, 2, 3, 1)), (-1, a.shape[1]))
    elif len(a.shape) == 1:
        a = reshaped(a, (1, -1))
    flat = labels.ravel()
    kept = np.flatnonzero(flat != ignored)
    at = (("list", *map(int, kept)), ("list", *map(int, flat[kept])))
    found = -make(OPS["take"].choose(at), a)
    weights = None
    if made.raw[2] is not None:
        chosen = make(OPS["take"].choose((at[1],)), constant(weight))
        weights, found = chosen, found * chosen
    if reduction == 0:
        if len(kept) < len(flat):  # those that are ignored are the 0 behind all others
            places = np.full(len(flat), len(kept))
            places[kept] = np.arange(len(kept))
            found = row("concat", found, constant(np.zeros(1)))
            found = make(OPS["take"].choose((("list", *map(int, places)),)), found)
        return reshaped(found, made.shape), None
    total = row("sum", found)
    if reduction == 1:
        if weights is not None:
            total = total / row("sum", weights)
        else:  # of none it is 0 / 0
            total = row("mean", found) if len(kept) else total / 0.0
    return total, None
