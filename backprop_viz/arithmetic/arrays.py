"""What the formulas of rows on whole arrays may name besides: a small array language.

Each function is of float64 arrays and scalars, gives float64, and has a twin of its name in the
browser. ``axis`` is an axis, a tuple of them, or None for all; an axis may count from the end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from .windows import window_of, windowed, windowed_back

__all__ = ["ARRAYS", "Axes", "Index", "added", "as_index", "axes_of", "order_of"]

Axes: TypeAlias = int | tuple[int, ...] | None

Index: TypeAlias = tuple[Any, ...]
"""What stands in the brackets of ``x[...]``, an item for each comma: a number, None for a new
axis, "..." for all axes between, ``("slice", start, stop, step)`` or ``("list", 0, 2, ...)``."""


def axes_of(axis: Axes, rank: int) -> tuple[int, ...]:
    """The axes as numbers from 0 on. Raises ``ValueError`` for one that there is none of."""
    if axis is None:
        return tuple(range(rank))
    found = tuple(range(rank)[a] for a in _checked(axis, rank))
    if len(set(found)) < len(found):
        raise ValueError
    return found


def _checked(axis: int | tuple[int, ...], rank: int) -> tuple[int, ...]:
    axes = axis if isinstance(axis, tuple) else (axis,)
    if not all(-rank <= a < rank for a in axes):
        raise ValueError
    return axes


def new_axis(at: int) -> Index:
    """The index by which an array has one axis more, that number ``at``."""
    every = ("slice", None, None, None)
    return ("...", None, *(every,) * (-1 - at)) if at < 0 else (*(every,) * at, None)


def as_index(index: Index) -> tuple[Any, ...]:
    """The index as NumPy takes it."""
    return tuple(map(_item, index))


def _item(item: Any) -> Any:
    if item == "...":
        return Ellipsis
    if not isinstance(item, tuple):
        return item
    kind, *numbers = item
    return slice(*numbers) if kind == "slice" else numbers


def added(terms: Any, axis: int = 0) -> Any:
    """The sum along an axis, one after the other, as a reader and the browser add.

    NumPy's own sum goes by pairs; its difference does not, in whatever order the memory is.
    """
    return 0.0 - np.subtract.reduce(terms, axis, initial=0.0)


# One number of many: what is gone through comes first, as one axis


def _gathered(a: Any, axis: Axes) -> tuple[Any, tuple[int, ...]]:
    """The entries that become one along a new first axis, and the shape with sizes of 1."""
    axes, shape = sorted(axes_of(axis, np.ndim(a))), np.shape(a)
    kept = [i for i in range(len(shape)) if i not in axes]
    count = math.prod(shape[i] for i in axes)
    moved = np.transpose(a, (*axes, *kept)).reshape(count, *(shape[i] for i in kept))
    return moved, tuple(1 if i in axes else size for i, size in enumerate(shape))


def _sum(a: Any, axis: Axes = None, keepdims: bool = False) -> Any:
    moved, wide = _gathered(a, axis)
    total = added(moved)
    return np.reshape(total, wide) if keepdims else total


def _amax(a: Any, axis: Axes = None, keepdims: bool = False) -> Any:
    moved, wide = _gathered(a, axis)
    largest = np.maximum.reduce(moved, axis=0)
    return np.reshape(largest, wide) if keepdims else largest


def _first(a: Any, axis: int) -> Any:
    """1 at the greatest entry along an axis, at the first of several, and 0 elsewhere."""
    greatest = np.expand_dims(np.argmax(a, axis), axis)
    places = np.moveaxis(np.arange(np.shape(a)[axis]).reshape(-1, *[1] * (np.ndim(a) - 1)), 0, axis)
    return (places == greatest) * 1.0


def _count(a: Any, axis: Axes = None) -> Any:
    """How many entries become one."""
    shape = np.shape(a)
    return np.float64(math.prod(shape[i] for i in axes_of(axis, len(shape))))


def _spread(g: Any, a: Any, axis: Axes, keepdims: bool) -> Any:
    """``g``, which has one entry for several of ``a``, at each of them."""
    shape = np.shape(a)
    if not keepdims:
        axes = axes_of(axis, len(shape))
        g = np.reshape(g, [1 if i in axes else size for i, size in enumerate(shape)])
    return np.broadcast_to(g, shape)[()]


def _shared(g: Any, a: Any, axis: Axes, keepdims: bool) -> Any:
    """``g`` at the greatest of the entries of ``a``, shared among those that are equal.

    Where one is nan none is the greatest, and what each gets is nan.
    """
    picked = a == _amax(a, axis, True)
    count = _sum(picked * 1.0, axis, True)
    shares = _spread(g, a, axis, keepdims) / np.where(count == 0.0, np.nan, count)
    return np.where(picked | np.isnan(shares), shares, 0.0)[()]


# Other places and other shapes


def _pick(a: Any, index: Index) -> Any:
    return np.asarray(a)[as_index(index)]


def _put_back(g: Any, a: Any, index: Index) -> Any:
    """``g`` added up where ``pick`` took it from."""
    found = np.zeros(np.shape(a), dtype=np.asarray(g).dtype)
    np.add.at(found, as_index(index), g)
    return found[()]


def _reshaped(a: Any, shape: tuple[int, ...], start: int = 0) -> Any:
    """The axes of ``a`` from ``start`` on in another shape."""
    size, known = math.prod(np.shape(a)[start:]), math.prod(one for one in shape if one != -1)
    inner = (size // known if one == -1 and known else one for one in shape)  # of 0 entries, too
    return np.reshape(a, (*np.shape(a)[:start], *inner))


def order_of(axes: tuple[Any, ...] | None, rank: int) -> tuple[int, ...]:
    """An order of axes: the reverse by default; "..." stands for all that are not named.

    Raises ``ValueError`` where it does not name every axis once.
    """
    if axes is None:
        return tuple(range(rank))[::-1]
    named = axes_of(tuple(axis for axis in axes if axis != "..."), rank)
    others = tuple(axis for axis in range(rank) if axis not in named)
    if axes.count("...") > 1 or (others and "..." not in axes):
        raise ValueError
    before = axes.index("...") if "..." in axes else 0
    return (*named[:before], *others, *named[before:])


def _moved(a: Any, axes: tuple[Any, ...] | None = None) -> Any:
    """The axes of ``a`` in another order."""
    return np.transpose(a, order_of(axes, np.ndim(a)))


def _moved_back(g: Any, axes: tuple[Any, ...] | None = None) -> Any:
    return np.transpose(g, np.argsort(order_of(axes, np.ndim(g))))


def _join(a: Any, b: Any, axis: int) -> Any:
    return np.concatenate((a, b), axis)


def _ahead(g: Any, a: Any, axis: int) -> Any:
    """What of ``g`` belongs to ``a``, the first of the two that were joined."""
    return np.split(g, [np.shape(a)[axis]], axis)[0]


def _behind(g: Any, a: Any, axis: int) -> Any:
    return np.split(g, [np.shape(a)[axis]], axis)[1]


def _one_hot(y: Any, z: Any) -> Any:
    """Labels ``y`` as ones among zeros along the last axis of ``z``, nan for what is none.

    Probabilities, which have the shape of ``z``, stay as they are.
    """
    if np.shape(y) == np.shape(z):
        return np.asarray(y)[()]
    labels, count = np.expand_dims(y, -1), np.shape(z)[-1]
    is_label = (labels >= 0) & (labels < count) & (labels == np.floor(labels))
    return np.where(is_label, (np.arange(count) == labels) * 1.0, np.nan)


def _to_targets(g: Any, y: Any, z: Any) -> Any:
    """What goes back to probabilities; labels say a place, and have no slope."""
    return g if np.shape(y) == np.shape(z) else np.zeros(np.shape(y))[()]


# Products


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
        "sum": _sum,
        "amax": _amax,
        "count": _count,
        "spread": _spread,
        "shared": _shared,
        "first": _first,
        "pick": _pick,
        "put_back": _put_back,
        "reshape": _reshaped,
        "like": lambda g, a: np.reshape(g, np.shape(a)),
        "T": _moved,
        "T_back": _moved_back,
        "stretch": np.broadcast_to,
        "join": _join,
        "ahead": _ahead,
        "behind": _behind,
        "one_hot": _one_hot,
        "to_targets": _to_targets,
        "windowed": windowed,
        "windowed_back": windowed_back,
        "window_of": window_of,
        "matmul": np.matmul,
        "to_left": _to_left,
        "to_right": _to_right,
    }
)
"""The functions by the names that formulas know."""
