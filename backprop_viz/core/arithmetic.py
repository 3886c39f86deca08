"""What the formulas of operations may name: one vocabulary, over NumPy and, of numbers, over math.

Kinks and ties follow the convention of PyTorch (torch.nn.functional and torch.autograd).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..spell.numbers import Value

__all__ = ["ARRAYS", "MATH", "NUMPY", "added"]

_SHARED = (
    *("exp", "log", "log2", "log10", "log1p", "sqrt"),
    *("sin", "cos", "tan", "sinh", "cosh", "tanh"),
)
_OWN = ("abs", "arcsin", "arccos", "arctan", "maximum", "minimum", "sign", "floor")
_ERFC = np.frompyfunc(math.erfc, 1, 1)


def _unwrapped(array: NDArray[np.float64]) -> Value:
    """An array, or the scalar that an array without dimensions holds."""
    return array[()]


def _where(condition: Any, yes: Value, no: Value) -> Value:
    if condition.__class__ is np.bool_:  # of scalars, for which np.where takes ten times as long
        return np.float64(yes if condition else no)
    return _unwrapped(np.asarray(np.where(condition, yes, no)))


# Of whole arrays


def _total(a: Value) -> Any:
    """The sum of all entries, row by row, from 0 on."""
    return added(np.ravel(a))


def added(terms: Any) -> Any:
    """The sum along the first axis, one after the other, as a reader and the browser add.

    NumPy's own sum goes by pairs.
    """
    return np.add.accumulate(terms)[-1] + 0.0 if len(terms) else np.zeros(terms.shape[1:])[()]


def _matrices(g: Any, a: Any, b: Any) -> tuple[Any, Any, Any]:
    """Upstream gradient and factors of a product, a vector among them as a row or a column."""
    if np.ndim(b) == 1:
        b, g = b[:, None], np.expand_dims(g, -1)
    if np.ndim(a) == 1:
        a, g = a[None, :], np.expand_dims(g, -2)
    return g, a, b


def _to_left(g: Any, a: Any, b: Any) -> Any:
    """``g @ T(b)``, what goes back to ``a`` of ``a @ b``."""
    wide, _, right = _matrices(g, a, b)
    term = wide @ np.swapaxes(right, -1, -2)
    return term if np.ndim(a) > 1 else term[..., 0, :]


def _to_right(g: Any, a: Any, b: Any) -> Any:
    """``T(a) @ g``, what goes back to ``b`` of ``a @ b``."""
    wide, left, _ = _matrices(g, a, b)
    term = np.swapaxes(left, -1, -2) @ wide
    return term if np.ndim(b) > 1 else term[..., 0]


ARRAYS: Mapping[str, Any] = MappingProxyType(
    {
        "sum": _total,
        "T": np.transpose,
        "full_like": lambda a, g: np.full(np.shape(a), g)[()],
        "matmul": np.matmul,
        "to_left": _to_left,
        "to_right": _to_right,
    }
)
"""What the formulas of rows on whole arrays may name besides."""

NUMPY: Mapping[str, Any] = MappingProxyType(
    {
        **{name: getattr(np, name) for name in (*_SHARED, *_OWN)},
        "pow": np.power,
        "where": _where,
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
        **{name: getattr(math, name) for name in (*_SHARED, "erfc")},
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
