"""What the formulas of operations may name: one vocabulary, over NumPy and, of numbers, over math.

Kinks and ties follow the convention of PyTorch (torch.nn.functional and torch.autograd).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from ..spell.numbers import Value
from .arrays import ARRAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MATH", "NUMPY"]

_SHARED = (
    *("exp", "log", "log2", "log10", "log1p", "sqrt"),
    *("sin", "cos", "tan", "sinh", "cosh", "tanh"),
)
_OWN = ("abs", "arcsin", "arccos", "arctan", "maximum", "minimum", "sign", "floor")
_ERF, _ERFC = np.frompyfunc(math.erf, 1, 1), np.frompyfunc(math.erfc, 1, 1)


def _unwrapped(array: NDArray[np.float64]) -> Value:
    """An array, or the scalar that an array without dimensions holds."""
    return array[()]


def _where(condition: Any, yes: Value, no: Value) -> Value:
    if condition.__class__ is np.bool_ and np.ndarray not in (yes.__class__, no.__class__):
        return np.float64(yes if condition else no)  # np.where takes ten times as long
    return _unwrapped(np.asarray(np.where(condition, yes, no)))


NUMPY: Mapping[str, Any] = MappingProxyType(
    {
        **{name: getattr(np, name) for name in (*_SHARED, *_OWN)},
        "pow": np.power,
        "where": _where,
        "erf": lambda a: _unwrapped(np.asarray(_ERF(a), dtype=np.float64)),
        "erfc": lambda a: _unwrapped(np.asarray(_ERFC(a), dtype=np.float64)),
        "pi": math.pi,
        "ln2": math.log(2.0),
        "ln10": math.log(10.0),
        **ARRAYS,
    }
)
"""What the formulas of the rows may name, for float64 scalars and arrays."""

MATH: Mapping[str, Any] = MappingProxyType(
    {
        **{name: getattr(math, name) for name in (*_SHARED, "erf", "erfc")},
        "pow": lambda a, b: math.sqrt(a) if b == 0.5 else math.pow(a, b),  # as NumPy does
        "abs": abs,
        "arcsin": math.asin,
        "arccos": math.acos,
        "arctan": math.atan,
        "maximum": lambda a, b: a if a > b or a != a else b,
        "minimum": lambda a, b: a if a < b or a != a else b,
        "floor": math.floor,
        "sign": lambda a: float((a > 0.0) - (a < 0.0)) if a == a else a,
        "where": lambda condition, yes, no: yes if condition else no,
        "pi": math.pi,
        "ln2": math.log(2.0),
        "ln10": math.log(10.0),
    }
)
"""The same names for plain floats; where these raise, NumPy answers with nan or an infinity."""
