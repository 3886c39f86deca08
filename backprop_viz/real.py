"""What counts as a number: real, and of float64 in the end."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from .numbers import Value

__all__ = ["as_real"]


def as_real(value: Any) -> Value:
    """``value`` as a float64 scalar or array of its own, which shares no memory with it.

    Numbers of Python, NumPy, SymPy and ``decimal``, lists and arrays of them, and what other
    libraries make arrays of: series, tensors. Raises ``TypeError`` or ``ValueError`` for anything
    else: text, bytes, dates, complex numbers, sets, ragged lists, arrays in which entries are
    masked or missing, and finite numbers that no float64 can hold.
    """
    if value.__class__ is float:
        return np.float64(value)
    if isinstance(value.obj if isinstance(value, memoryview) else value, bytes | bytearray):
        raise TypeError
    if isinstance(value, np.ma.MaskedArray) and np.ma.getmaskarray(value).any():
        raise ValueError
    if callable(getattr(value, "detach", None)):  # a tensor, whose gradients are not our concern
        value = value.detach().cpu().to_dense()
        value = (value if value.is_complex() else value.double()).numpy(force=True)
    array = np.asarray(value)
    if array.dtype.kind == "O":
        array = _entries(array)
    if array.dtype.kind not in "biuf":
        raise TypeError
    with np.errstate(all="ignore"):
        real = np.array(array, dtype=np.float64)
    if array.dtype.itemsize > 8 and (np.isfinite(array) & ~np.isfinite(real)).any():
        raise OverflowError
    return real[()]


def _entries(array: Any) -> Any:
    """An array of Python objects, each taken for itself: Decimal, Fraction, SymPy's numbers."""
    made = np.empty(array.shape)
    for where, entry in np.ndenumerate(array):
        made[where] = _entry(entry)
    return made


def _entry(entry: Any) -> float:
    if isinstance(entry, np.generic | np.ndarray) and np.asarray(entry).dtype.kind not in "biuf":
        raise TypeError
    if isinstance(entry, str | bytes | bytearray) or not hasattr(entry, "__float__"):
        raise TypeError
    number = float(entry)
    is_plain = isinstance(entry, Real | Decimal)
    if math.isnan(number) and not is_plain:  # a date that is missing
        raise TypeError
    if math.isinf(number) and is_plain and entry not in (math.inf, -math.inf):
        raise OverflowError
    return number
