"""How arrays of different shapes go together: stretched forward, and summed on the way back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..spell.numbers import Value

__all__ = ["MOST_ENTRIES", "anywhere", "checked_size", "summed_to"]

MOST_ENTRIES = 20_000_000  # of an array that becomes larger than both it is made of; 160 MB


def checked_size(name: str, *shapes: Any) -> None:
    """Refuse arrays, or shapes, that together would make too large an array.

    Raises ``InputError``, and ``ValueError`` for shapes that do not fit together.
    """
    sizes = [getattr(shape, "shape", shape) for shape in shapes]
    if not sizes or all(size == sizes[0] for size in sizes):
        return
    entries = math.prod(np.broadcast_shapes(*sizes))
    if entries > MOST_ENTRIES and entries > max(map(math.prod, sizes)):
        raise InputError(
            "inputs.size",
            node=name,
            shapes=", ".join(str(tuple(size)) for size in sizes if size),
            count=f"{entries:,}",
            most=f"{MOST_ENTRIES:,}",
        )


def summed_to(term: Value, shape: tuple[int, ...]) -> Value:
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


def _added(terms: NDArray[np.float64], shape: tuple[int, ...]) -> Value:
    """Along the first axis one after the other, as a reader and the browser add, from 0 on.

    NumPy's own sum goes by pairs.
    """
    total = np.add.accumulate(terms)[-1] + 0.0 if len(terms) else np.zeros(terms.shape[1:])
    made: Value = total.reshape(shape)[()]
    return made


def anywhere(condition: Any) -> bool:
    """Whether a condition holds for any entry."""
    is_one = condition.__class__ in (bool, np.bool_)  # as most; np.any takes longer to find out
    return bool(condition) if is_one else bool(np.any(condition))
