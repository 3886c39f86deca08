"""Operations that act entry by entry. Where two branches meet, each has the slope of PyTorch's."""

from __future__ import annotations

import math
from typing import Any

from ...core.expression import Expr, constant
from ...core.number_ops import NUMBER_OPS
from .shapes import along
from .table import RULES, Made, Unread, row, rule

__all__ = ["softplus"]


def _same(name: str) -> None:
    RULES[name] = lambda made, *operands: row(name, *operands)


for _op in NUMBER_OPS:
    if not _op.options and not _op.operator and _op.name not in ("leaky_relu", "softplus", "gelu"):
        _same(_op.name)


@rule("alias", "clone", "contiguous", "detach", "lift", "lift_fresh", "positive", "view_of")
def _as_it_is(made: Made, a: Expr, *_: Any, **__: Any) -> Expr:
    return a


@rule("_to_copy")
def _cast(made: Made, a: Expr, **_: Any) -> Expr:
    return row("not_equal", a, 0.0) if str(made.out.dtype) == "torch.bool" else a


@rule("copy")
def _copied(made: Made, a: Expr, b: Expr, *_: Any) -> Expr:
    return b if b.shape == made.shape else row("broadcast_to", b, *made.shape)


@rule("fill", "zero")
def _filled(made: Made, a: Expr, value: Any = 0.0) -> Expr:
    return row("broadcast_to", constant(value), *made.shape)


@rule("add")
def _add(made: Made, a: Expr, b: Any, *, alpha: float = 1) -> Expr:
    return constant(a) + (b if alpha == 1 else constant(b) * alpha)


@rule("sub")
def _sub(made: Made, a: Expr, b: Any, *, alpha: float = 1) -> Expr:
    return constant(a) - (b if alpha == 1 else constant(b) * alpha)


@rule("rsub")
def _rsub(made: Made, a: Expr, b: Any, alpha: float = 1) -> Expr:
    return constant(b) - (a if alpha == 1 else a * alpha)


@rule("mul")
def _mul(made: Made, a: Expr, b: Any) -> Expr:
    return row("mul", a, b)


@rule("div", "true_divide")
def _div(made: Made, a: Expr, b: Any, *, rounding_mode: str | None = None) -> Expr:
    if rounding_mode is not None:
        raise Unread
    return row("div", a, b)


@rule("neg")
def _neg(made: Made, a: Expr) -> Expr:
    return -a


@rule("pow")
def _pow(made: Made, a: Any, b: Any) -> Expr:
    return row("pow", a, b)


@rule("rsqrt")
def _rsqrt(made: Made, a: Expr) -> Expr:
    return row("reciprocal", row("sqrt", a))


@rule("sgn")
def _sgn(made: Made, a: Expr) -> Expr:
    return row("sign", a)


@rule("exp2")
def _exp2(made: Made, a: Expr) -> Expr:
    return row("exp", a * math.log(2.0))


@rule("logit", block=True)
def _logit(made: Made, a: Expr, eps: float | None = None) -> Expr:
    if eps is not None:
        raise Unread
    return row("log", a) - row("log1p", -a)


@rule("deg2rad")
def _deg2rad(made: Made, a: Expr) -> Expr:
    return a * (math.pi / 180)


@rule("rad2deg")
def _rad2deg(made: Made, a: Expr) -> Expr:
    return a * (180 / math.pi)


@rule("addcmul", block=True)
def _addcmul(made: Made, a: Expr, b: Expr, c: Expr, *, value: float = 1) -> Expr:
    return a + (b * c if value == 1 else b * c * value)


@rule("addcdiv", block=True)
def _addcdiv(made: Made, a: Expr, b: Expr, c: Expr, *, value: float = 1) -> Expr:
    return a + (b / c if value == 1 else b / c * value)


@rule("lerp", block=True)
def _lerp(made: Made, a: Expr, b: Expr, weight: Any) -> Expr:
    return row("add", a, (b - a) * weight)


@rule("xlogy", block=True)
def _xlogy(made: Made, a: Any, b: Any) -> Expr:
    is_zero = row("equal", a, 0.0) * row("less_equal", b, 0.0)
    factor = row("where", is_zero, 0.0, a)  # so that no slope by a is 0 · ∞, as that by b is
    return row("where", is_zero, 0.0, factor * row("log", b))


# Comparisons, which are 1 or 0


def _comparison(short: str, name: str) -> None:
    RULES[short] = lambda made, a, b: row(name, a, b)


_SIGNS = {
    **{"eq": "equal", "ne": "not_equal", "lt": "less"},
    **{"le": "less_equal", "gt": "greater", "ge": "greater_equal"},
}
for _short, _name in _SIGNS.items():
    _comparison(_short, _name)


def _truth(a: Any) -> Expr:
    is_known = isinstance(a, Expr) and a.op is not None and a.op.name in _SIGNS.values()
    return a if is_known else row("not_equal", a, 0.0)


@rule("logical_and", "bitwise_and", "__and__")
def _and(made: Made, a: Any, b: Any) -> Expr:
    return _truth(a) * _truth(b)


@rule("logical_or", "bitwise_or", "__or__")
def _or(made: Made, a: Any, b: Any) -> Expr:
    return _truth(_truth(a) + _truth(b))


@rule("logical_not", "bitwise_not")
def _not(made: Made, a: Any) -> Expr:
    return row("equal", a, 0.0)


@rule("where")
def _where(made: Made, condition: Expr, a: Any, b: Any) -> Expr:
    return row("where", condition, a, b)


@rule("masked_fill")
def _masked(made: Made, a: Expr, mask: Expr, value: Any) -> Expr:
    return row("where", mask, value, a)


# Activations


@rule("gelu")
def _gelu(made: Made, a: Expr, *, approximate: str = "none") -> Expr:
    if approximate == "none":
        return row("gelu", a)
    inner = (a + row("pow", a, 3.0) * 0.044715) * math.sqrt(2 / math.pi)
    return a * 0.5 * (row("tanh", inner) + 1.0)


@rule("leaky_relu")
def _leaky(made: Made, a: Expr, slope: float = 0.01) -> Expr:
    if slope == 0.01:
        return row("leaky_relu", a)
    return row("where", row("greater", a, 0.0), a, a * slope)


@rule("_prelu_kernel", block=True)
def _prelu(made: Made, a: Expr, slope: Expr) -> Expr:
    return row("where", row("greater", a, 0.0), a, slope * a)


def softplus(a: Expr) -> Expr:
    """The logarithm of 1 + exp(a), of numbers of any size."""
    return row("softplus", a)


@rule("softplus", block=True)
def _softplus(made: Made, a: Expr, beta: float = 1, threshold: float = 20) -> Expr:
    scaled = a if beta == 1 else a * beta
    curve = softplus(scaled) if beta == 1 else softplus(scaled) / beta
    return row("where", row("greater", scaled, threshold), a, curve)


@rule("log_sigmoid_forward")
def _log_sigmoid(made: Made, a: Expr) -> tuple[Expr, None]:
    return -softplus(-a), None


@rule("silu")
def _silu(made: Made, a: Expr) -> Expr:
    return a * row("sigmoid", a)


@rule("mish")
def _mish(made: Made, a: Expr) -> Expr:
    return a * row("tanh", _softplus(made, a))


@rule("elu", block=True)
def _elu(made: Made, a: Expr, alpha: float = 1, scale: float = 1, inner: float = 1) -> Expr:
    is_above = row("greater", a, 0.0)
    below = row("where", is_above, 0.0, a)  # nothing that overflows
    curve = row("expm1", below if inner == 1 else below * inner) * (alpha * scale)
    return row("where", is_above, a if scale == 1 else a * scale, curve)


@rule("selu")
def _selu(made: Made, a: Expr) -> Expr:
    return _elu(made, a, 1.6732632423543772, 1.0507009873554805)


@rule("celu")
def _celu(made: Made, a: Expr, alpha: float = 1) -> Expr:
    return _elu(made, a, alpha, 1, 1 / alpha)


@rule("glu", block=True)
def _glu(made: Made, a: Expr, axis: int = -1) -> Expr:
    half = a.shape[axis] // 2
    value, gate = (along(a, axis, ("slice", *ends, None)) for ends in ((None, half), (half, None)))
    return value * row("sigmoid", gate)


@rule("hardshrink", block=True)
def _hardshrink(made: Made, a: Expr, most: float = 0.5) -> Expr:
    return row("where", row("less_equal", row("abs", a), most), 0.0, a)


@rule("softshrink", block=True)
def _softshrink(made: Made, a: Expr, most: float = 0.5) -> Expr:
    below = row("where", row("less", a, -most), a + most, a * 0.0)  # nan stays nan
    return row("where", row("greater", a, most), a - most, below)


@rule("hardtanh", block=True)
def _hardtanh(made: Made, a: Expr, low: float = -1, high: float = 1) -> Expr:
    above = row("where", row("greater_equal", a, high), high, a)
    return row("where", row("less_equal", a, low), low, above)


@rule("relu6")
def _relu6(made: Made, a: Expr) -> Expr:
    return _hardtanh(made, a, 0, 6)


@rule("hardsigmoid", block=True)
def _hardsigmoid(made: Made, a: Expr) -> Expr:
    return _hardtanh(made, a + 3.0, 0, 6) / 6.0


@rule("hardswish", block=True)
def _hardswish(made: Made, a: Expr) -> Expr:
    return a * (_hardtanh(made, a + 3.0, 0, 6) / 6.0)


@rule("threshold", block=True)
def _threshold(made: Made, a: Expr, threshold: float, value: float) -> Expr:
    return row("where", row("less_equal", a, threshold), value, a)


@rule("clamp", "clip")
def _clamp(made: Made, a: Expr, min: Any = None, max: Any = None) -> Expr:  # noqa: A002
    if min is not None:
        a = row("where", row("less", a, min), min, _bounded(a, min))
    return a if max is None else row("where", row("greater", a, max), max, _bounded(a, max))


def _bounded(a: Expr, bound: Any) -> Expr:
    """``a``, but nan where a bound that is computed is nan."""
    return row("where", row("equal", bound, bound), a, bound) if isinstance(bound, Expr) else a


@rule("clamp_min")
def _clamp_min(made: Made, a: Expr, least: Any) -> Expr:
    return _clamp(made, a, least)


@rule("clamp_max")
def _clamp_max(made: Made, a: Expr, most: Any) -> Expr:
    return _clamp(made, a, None, most)
