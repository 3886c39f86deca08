"""Softmax, norms, attention and dropout, as programs of rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...core.expression import Expr, constant
from .shapes import transposed
from .sums import variance
from .table import Made, Unread, reshaped, row, rule

__all__ = ["running"]


def _powers(a: Expr, axis: int) -> tuple[Expr, Expr]:
    """What is left of ``a`` below its greatest entry, and the sum of the exponentials of that."""
    shifted = a - row("detach", row("amax", a, axis=axis, keepdims=True))
    powers = row("exp", shifted)
    return shifted, powers


@rule("_softmax", "softmax", block=True)
def _softmax(made: Made, a: Expr, axis: int, *others: Any) -> Expr:
    if not a.shape:
        return a * 0.0 + 1.0
    _, powers = _powers(a, axis)
    return powers / row("sum", powers, axis=axis, keepdims=True)


@rule("_safe_softmax", block=True)
def _safe_softmax(made: Made, a: Expr, axis: int, *_: Any) -> Expr:
    """A row in which all is masked has zeros."""
    top = row("amax", a, axis=axis, keepdims=True)
    is_masked = row("equal", top, -math.inf)
    open_ = row("where", is_masked, 0.0, a)
    return row("where", is_masked, 0.0, _softmax(made, open_, axis))


@rule("_log_softmax", "log_softmax", block=True)
def _log_softmax(made: Made, a: Expr, axis: int, *_: Any) -> Expr:
    if not a.shape:
        return a * 0.0
    shifted, powers = _powers(a, axis)
    return shifted - row("log", row("sum", powers, axis=axis, keepdims=True))


def _normal(a: Expr, axes: tuple[int, ...], eps: float) -> tuple[Expr, Expr, Expr]:
    """Entries with mean 0 and variance 1, with that mean and what they were multiplied with."""
    mean, spread = variance(a, axes, 0, keepdim=True)
    scale = row("reciprocal", row("sqrt", spread + eps))
    return (a - mean) * scale, mean, scale


def _scaled(a: Expr, weight: Expr | None, bias: Expr | None, shape: Sequence[int]) -> Expr:
    """Times ``weight`` plus ``bias``, each in a shape that goes with that of ``a``."""
    if weight is not None:
        a = a * reshaped(weight, shape)
    return a if bias is None else a + reshaped(bias, shape)


@rule("native_layer_norm", block=True)
def _layer_norm(
    made: Made, a: Expr, shape: Sequence[int], weight: Expr | None, bias: Expr | None, eps: float
) -> tuple[Expr, Expr, Expr]:
    axes = tuple(range(-len(shape), 0))
    normal, mean, scale = _normal(a, axes, eps)
    return _scaled(normal, weight, bias, tuple(shape)), mean, scale


@rule("_fused_rms_norm", block=True)
def _rms_norm(
    made: Made, a: Expr, shape: Sequence[int], weight: Expr | None, eps: float | None
) -> tuple[Expr, Expr]:
    axes = tuple(range(-len(shape), 0))
    squares = row("mean", row("square", a), axis=axes, keepdims=True)
    least = float(np.finfo(float).eps) if eps is None else eps
    scale = row("reciprocal", row("sqrt", squares + least))
    return _scaled(a * scale, weight, None, tuple(shape)), scale


@rule(
    *("native_batch_norm", "_native_batch_norm_legit", "_batch_norm_with_update"),
    "_native_batch_norm_legit_functional",
    block=True,
)
def _batch_norm(
    made: Made, a: Expr, weight: Expr | None, bias: Expr | None, *others: Any
) -> Sequence[Expr | None]:
    *running, is_training, _, eps = others if len(others) > 3 else (None, None, *others)
    axes = tuple(i for i in range(len(a.shape)) if i != 1)
    shape = [1 if i in axes else size for i, size in enumerate(a.shape)]
    results = len(made.out)
    if not isinstance(is_training, bool):
        raise Unread
    if is_training or running[0] is None:
        normal, *rest = _normal(a, axes, eps)
        kept = [reshaped(one, (a.shape[1],)) for one in rest]
        return [_scaled(normal, weight, bias, shape), *kept, *[None] * (results - 3)]
    mean, spread = (reshaped(constant(one), shape) for one in running)
    normal = (a - mean) * row("reciprocal", row("sqrt", spread + eps))
    return [_scaled(normal, weight, bias, shape), *[None] * (results - 1)]


def running(name: str, given: Sequence[Any], made_of: Sequence[Expr | None]) -> Sequence[Expr]:
    """What a norm of a batch writes to its running mean and variance, where it does.

    PyTorch does so unseen, and no gradient goes back from them.
    """
    if name not in ("native_batch_norm", "_native_batch_norm_legit") or len(given) < 8:
        return ()
    a, _, _, mean, spread, is_training, share, eps = given
    if not is_training or mean is None or spread is None:
        return ()
    count = a.size // a.shape[1]
    seen, scale = (row("detach", one) for one in made_of[1:3])
    wide = (scale**-2 - eps) * (count / max(count - 1, 1))
    return mean * (1 - share) + seen * share, spread * (1 - share) + wide * share


@rule("native_group_norm", block=True)
def _group_norm(
    made: Made, a: Expr, weight: Expr | None, bias: Expr | None, *sizes: Any
) -> tuple[Expr, Expr, Expr]:
    n, _, _, groups, eps = sizes
    normal, mean, scale = _normal(reshaped(a, (n, groups, -1)), (2,), eps)
    channels = [a.shape[1] if i == 1 else 1 for i in range(len(a.shape))]
    out = _scaled(reshaped(normal, a.shape), weight, bias, channels)
    return out, reshaped(mean, (n, groups)), reshaped(scale, (n, groups))


@rule("_weight_norm_interface", block=True)
def _weight_norm(made: Made, v: Expr, g: Expr, axis: int = 0) -> tuple[Expr, Expr]:
    axes = tuple(i for i in range(len(v.shape)) if i != axis % len(v.shape))
    length = row("norm", v, axis=axes, keepdims=True)
    return v * (g / length), length


@rule("native_dropout")
def _dropout(made: Made, a: Expr, p: float, train: bool | None) -> tuple[Expr, None]:
    if train is False or p == 0:
        return a, None
    drawn = made.out[1].numpy() * (1.0 / (1.0 - p) if p < 1 else 0.0)
    return a * constant(drawn), None


@rule("_scaled_dot_product_flash_attention_for_cpu", block=True)
def _attention(
    made: Made,
    q: Expr,
    k: Expr,
    v: Expr,
    dropout: float = 0.0,
    is_causal: bool = False,
    *,
    attn_mask: Expr | None = None,
    scale: float | None = None,
) -> tuple[Expr, None]:
    if dropout:
        raise Unread
    axes = [*range(len(k.shape))]
    turned = transposed(k, [*axes[:-2], axes[-1], axes[-2]])
    scores = q @ turned * (1 / math.sqrt(q.shape[-1]) if scale is None else scale)
    if is_causal:
        open_ = np.tril(np.ones((q.shape[-2], k.shape[-2])))
        scores = row("where", constant(open_), scores, -math.inf)
    if attn_mask is not None:
        scores = scores + attn_mask
    return _softmax(made, scores, -1) @ v, None
