"""How arrays of different shapes go together: stretched forward, and summed on the way back."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from ..errors import InputError
from ..spell.numbers import Value
from .arrays import Axes, Index, added, as_index, axes_of, order_of
from .windows import Sizes, window_counts

__all__ = [
    "MOST_ENTRIES",
    "Misfit",
    "Shape",
    "anywhere",
    "checked_shape",
    "dot_shape",
    "joined_shape",
    "matmul_shape",
    "moved_shape",
    "one_hot_shape",
    "picked_shape",
    "reduced_shape",
    "reshaped_shape",
    "stretched_shape",
    "summed_to",
    "windows_like_shape",
    "windows_shape",
]

Shape: TypeAlias = tuple[int, ...]

MOST_ENTRIES = 20_000_000  # of an array larger than all that it is made of; 160 MB


class Misfit(ValueError):  # noqa: N818  # the word for it
    """Shapes that an operation does not take; ``key`` and ``slots`` are of what is told of it."""

    def __init__(self, key: str, **slots: object) -> None:
        super().__init__(key)
        self.key, self.slots = key, slots


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


def dot_shape(a: Shape, b: Shape) -> Shape:
    """The same where it is NumPy's ``dot``, which goes through stacks of matrices in another order.

    >>> dot_shape((8, 3, 4), (4, 5))
    (8, 3, 5)
    """
    if len(b) > 2:
        raise Misfit("shape.dot", shape=b)
    return matmul_shape(a, b)


def _axes(shape: Shape, axis: Axes) -> tuple[int, ...]:
    try:
        return axes_of(axis, len(shape))
    except ValueError:
        if not shape:
            raise Misfit("shape.no_axes", axis=axis) from None
        known = ", ".join(map(str, range(-len(shape), len(shape))))
        raise Misfit("shape.axis", axis=axis, shape=shape, known=known) from None


def reduced_shape(
    a: Shape, axis: Axes = None, keepdims: bool = False, *, of_some: bool = False
) -> Shape:
    """The shape where the entries along ``axis`` become one; ``of_some`` needs there to be any.

    >>> reduced_shape((4, 3), 0), reduced_shape((4, 3), -1, True)
    ((3,), (4, 1))
    """
    axes = _axes(a, axis)
    if of_some and 0 in (a[i] for i in axes):
        raise Misfit("shape.empty", shape=a)
    if keepdims:
        return tuple(1 if i in axes else size for i, size in enumerate(a))
    return tuple(size for i, size in enumerate(a) if i not in axes)


def picked_shape(a: Shape, index: Index) -> Shape:
    """The shape of what an index picks. Raises ``Misfit`` where it leads out of the array."""
    try:
        return tuple(np.shape(np.broadcast_to(np.int8(0), a)[as_index(index)]))
    except IndexError:
        raise Misfit("shape.index", shape=a) from None


def reshaped_shape(a: Shape, shape: Shape, start: int = 0) -> Shape:
    """That shape, its -1 as large as it must be. Raises ``Misfit`` for another size.

    The axes before ``start`` stay as they are.

    >>> reshaped_shape((4, 3), (2, -1)), reshaped_shape((8, 4, 3), (-1,), 1)
    ((2, 6), (8, 12))
    """
    if start:
        _axes(a, start)
        return (*a[:start], *reshaped_shape(a[start:], shape))
    known = math.prod(size for size in shape if size != -1)
    size, is_open = math.prod(a), shape.count(-1)
    if is_open > 1 or (size != known if not is_open else not known or size % known):
        raise Misfit("shape.reshape", shape=a, count=size, goal=shape)
    return tuple(size // known if one == -1 else one for one in shape)


def moved_shape(a: Shape, axes: tuple[Any, ...] | None) -> Shape:
    """The shape with its axes in another order, by default the reverse."""
    try:
        return tuple(a[i] for i in order_of(axes, len(a)))
    except ValueError:
        if axes == ("...", -1, -2):
            raise Misfit("shape.no_matrix", shape=a) from None
        told = f"({', '.join(map(str, axes or ()))})"
        raise Misfit("shape.order", shape=a, count=len(a), axes=told) from None


def stretched_shape(a: Shape, shape: Shape) -> Shape:
    """That shape, to which an array is stretched."""
    try:
        fits = np.broadcast_shapes(a, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise Misfit("shape.stretch", shape=a, goal=shape)
    return shape


def joined_shape(a: Shape, b: Shape, axis: int) -> Shape:
    """The shape of two arrays one behind the other along an axis."""
    if not a or not b:
        raise Misfit("shape.join_number")
    (at,) = _axes(a, axis)
    if len(a) != len(b) or a[:at] + a[at + 1 :] != b[:at] + b[at + 1 :]:
        raise Misfit("shape.join", shape=a, other=b, axis=axis)
    return (*a[:at], a[at] + b[at], *a[at + 1 :])


def windows_shape(
    a: Shape, size: Sizes, stride: Sizes | None, padding: Sizes, fill: float = 0.0
) -> Shape:
    """The shape of the windows on an array, their entries along the last axis.

    >>> windows_shape((3, 8, 8), 2, None, 0)
    (3, 4, 4, 4)
    """
    try:
        counts = window_counts(a, size, stride, padding)
    except ValueError:
        raise Misfit("shape.windows", shape=a, size=size) from None
    return (*a[:-2], *counts, math.prod(size if isinstance(size, tuple) else (size, size)))


def windows_like_shape(a: Shape, b: Shape, stride: Sizes, padding: Sizes) -> Shape:
    """The same of windows as large as the last two axes of another array."""
    if len(b) < 2:
        raise Misfit("shape.no_matrix", shape=b)
    return windows_shape(a, b[-2:], stride, padding)


def one_hot_shape(y: Shape, z: Shape) -> Shape:
    """The shape of scores ``z``, which labels or probabilities ``y`` take."""
    if y != z and (not z or y != z[:-1]):
        raise Misfit("shape.labels", shape=y, scores=z)
    return z


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
