"""What counts as a number: real numbers and arrays of them, as float64."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from ..spell.numbers import Value
from ..words import Message, quoted
from .unknown import Unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NUMBERS", "as_given", "no_number", "read_only", "real"]

NUMBERS = (float, int, np.ndarray, np.generic, list, Real, Decimal)
"""Types whose members may be real; :func:`real` says which of them are. Python's operators take
a tuple for what it is, a few values side by side."""


def real(value: Any) -> Value | Message:
    """``value`` as a float64 scalar or a float64 array of its own, or why it is neither.

    ``value`` is a number (a bool, a Fraction and a Decimal are some), an array of NumPy's, or
    nested lists or tuples of these.
    """
    try:
        if isinstance(value, float | int):
            return np.float64(value)
        if not isinstance(value, list | tuple):
            return _number_or_array(value)
        for entry in _entries(value):
            if isinstance(why := _number_or_array(entry), Message):
                return why
        return _float64(np.asarray(value))
    except OverflowError:
        return Message("real.too_large", value=quoted(value))
    except (TypeError, ValueError, ArithmeticError):
        return Message("source.real", value=quoted(value))


def as_given(value: Any) -> Any:
    """What other libraries call numbers, in terms that :func:`real` knows; anything else as it is.

    Series, tensors and buffers become arrays of NumPy's, and SymPy's numbers floats.
    """
    if isinstance(value, float | int | list | tuple | str | bytes | bytearray | Unknown):
        return value
    if isinstance(value, np.ma.MaskedArray):
        return value
    if callable(getattr(value, "detach", None)):  # a tensor, whose gradients are not our concern
        value = value.detach().cpu().to_dense()
        return (value if value.is_complex() else value.double()).numpy(force=True)
    kind = type(value)
    is_buffer = isinstance(value, range | array | memoryview)
    if is_buffer and not isinstance(getattr(value, "obj", None), bytes | bytearray):
        return np.asarray(value)
    if hasattr(kind, "__array__"):
        return np.asarray(value)
    if hasattr(kind, "__float__") and not isinstance(value, Real | Decimal):
        number = float(value)
        return value if math.isnan(number) else number  # a date that is missing is nan
    return value


def _entries(values: list[Any] | tuple[Any, ...]) -> Iterator[Any]:
    """What stands in nested lists, plain numbers aside."""
    waiting, seen = [values], set()
    while waiting:
        for entry in waiting.pop():
            if isinstance(entry, list | tuple):
                if id(entry) not in seen:  # a list may hold itself
                    seen.add(id(entry))
                    waiting.append(entry)
            elif not isinstance(entry, float | int):
                yield entry


def _number_or_array(value: Any) -> Value | Message:
    if isinstance(value, np.generic) or type(value) in (np.ndarray, np.memmap):
        return _float64(np.asarray(value))
    if isinstance(value, np.ndarray) and isinstance(value, np.ma.MaskedArray):
        return Message("real.masked")
    if isinstance(value, Real | Decimal):
        return _float64(np.asarray(value, dtype=object))
    return no_number(value)


def no_number(value: Any) -> Message:
    """Why ``value`` is none of those."""
    if isinstance(value, Unknown):
        return Message("source.array")
    if hasattr(type(value), "__array__") and not callable(value):
        return Message("real.array_like", kind=type(value).__name__)
    return Message("source.real", value=quoted(value))


def _float64(given: NDArray[Any]) -> Value | Message:
    if given.dtype.kind == "O":
        for entry in given.ravel():
            is_time = isinstance(entry, np.timedelta64)  # NumPy has it among the integers
            if is_time or not isinstance(entry, Real | Decimal):
                return no_number(entry)
    elif given.dtype.kind not in "biuf":
        return Message("source.real", value=quoted(given[()]))
    with np.errstate(all="ignore"):
        numbers = given.astype(np.float64)
    is_wider = given.dtype.kind == "O" or given.dtype.itemsize > numbers.itemsize
    if is_wider and any(x not in (np.inf, -np.inf) for x in given[np.isinf(numbers)].ravel()):
        raise OverflowError
    numbers.flags.writeable = False  # whoever has it: a formula's constant, a walk's input
    return numbers[()]


def read_only(value: Value) -> Value:
    """The value; an array can't be changed any more."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    return value
