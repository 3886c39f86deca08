"""How arrays of different shapes go together: stretched forward, and summed on the way back."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from ..errors import InputError
from ..spell.numbers import Value
from .arithmetic import added

__all__ = ["MOST_ENTRIES", "Shape", "anywhere", "checked_shape", "matmul_shape", "summed_to"]

Shape: TypeAlias = tuple[int, ...]

MOST_ENTRIES = 20_000_000  # of an array larger than all that it is made of; 160 MB


def checked_shape(name: str, made: Callable[..., Shape], *shapes: Shape) -> Shape:
    """The shape that an operation ``made`` of the shapes of its operands.

    Raises ``InputError`` for too large an array, and ``ValueError`` for shapes that do not fit.
    """
    shape = made(*shapes)
    entries = math.prod(shape)
    if entries > MOST_ENTRIES and entries > max(map(math.prod, shapes)):
        raise InputError(
            "inputs.size",
            node=name,
            shapes=", ".join(str(one) for one in shapes if one),
            count=f"{entries:,}",
            most=f"{MOST_ENTRIES:,}",
        )
    return shape


def matmul_shape(a: Shape, b: Shape) -> Shape:
    """The shape of a matrix product, by NumPy's rule. Raises ``ValueError``.

    >>> matmul_shape((8, 3, 4), (4, 5)), matmul_shape((4,), (4,))
    ((8, 3, 5), ())
    """
    if not a or not b or a[-1] != b[-2:][0]:
        raise ValueError
    return (*np.broadcast_shapes(a[:-2], b[:-2]), *a[-2:-1], *b[-2:][1:])


def summed_to(term: Value, shape: Shape) -> Value:
    """Sum ``term`` over the axes along which an operand of ``shape`` was stretched."""
    if np.shape(term) == shape:
        return term
    array = np.asarray(term)
    if math.prod(shape) == 1 and array.ndim >= len(shape):
        return _added(array.ravel(), shape)
    array = np.broadcast_to(array, np.broadcast_shapes(array.shape, shape))
    extra = array.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(
        extra + axis
        for axis, size in enumerate(shape)
        if size == 1 and array.shape[extra + axis] != 1
    )
    kept = [axis for axis in range(array.ndim) if axis not in axes]
    count = math.prod(array.shape[axis] for axis in axes)
    terms = array.transpose(*axes, *kept).reshape(count, *(array.shape[axis] for axis in kept))
    return _added(terms, shape)


def _added(terms: Value, shape: Shape) -> Value:
    total: Value = added(terms).reshape(shape)[()]
    return total


def anywhere(condition: Any) -> bool:
    """Whether a condition holds for any entry."""
    is_one = condition.__class__ in (bool, np.bool_)  # as most; np.any takes longer to find out
    return bool(condition) if is_one else bool(np.any(condition))
