"""What the formulas of rows may name, over terms: each a line or two of NumPy at known shapes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from ..arithmetic.arrays import ARRAYS, Axes, Index, added, as_index, axes_of, order_of
from ..arithmetic.names import NUMPY
from ..arithmetic.shapes import (
    Shape,
    joined_shape,
    matmul_shape,
    one_hot_shape,
    picked_shape,
    reshaped_shape,
)
from .lines import Lines, Term
from .sums import inserted, present, summed, without

__all__ = ["SPACE", "Unknown", "names"]


Given: TypeAlias = Term | float


class Unknown(Exception):  # noqa: N818  # no fault: the row's text is called as it stands then
    """A function of whole arrays that this module knows nothing of."""


def names(lines: Lines) -> Mapping[str, Any]:
    """What a row's text may name, as functions that make terms."""
    known: dict[str, Any] = {}
    for name, value in NUMPY.items():
        if name in _LANGUAGE:
            known[name] = partial(_LANGUAGE[name], lines)
        elif name in ARRAYS:
            known[name] = _unknown
        elif callable(value):
            known[name] = partial(_entrywise, lines, name)
        else:
            known[name] = value
    return known


def _unknown(*_: Any) -> Any:
    raise Unknown


def _wide(*terms: Term) -> tuple[Shape, Shape]:
    """The shapes of what is made of the terms entry by entry: as computed, and as meant."""
    return (
        np.broadcast_shapes(*(term.shape for term in terms)),
        np.broadcast_shapes(*(term.wide for term in terms)),
    )


def _entrywise(lines: Lines, name: str, *given: Given) -> Term:
    parts = list(map(lines.term, given))
    shape, wide = _wide(*parts)
    constants = [part.constant for part in parts]
    if None not in constants:
        with np.errstate(all="ignore"):
            return lines.number(NUMPY[name](*map(np.float64, constants)), wide)
    return lines.call(name, *parts, shape=shape, wide=wide)


def _where(lines: Lines, condition: Any, yes: Given, no: Given) -> Term:
    if not isinstance(condition, Term):
        return lines.term(yes if condition else no)
    parts = (condition, lines.term(yes), lines.term(no))
    shape, wide = _wide(*parts)
    return lines.call("where" if shape else "where_number", *parts, shape=shape, wide=wide)


# One number of many


def _sum(lines: Lines, a: Given, axis: Axes = None, keepdims: bool = False) -> Term:
    a = lines.term(a)
    axes = sorted(axes_of(axis, len(a.wide)))
    total = summed(a, axes)
    return inserted(total, axes) if keepdims else total


def _amax(lines: Lines, a: Term, axis: Axes = None, keepdims: bool = False) -> Term:
    axes = sorted(axes_of(axis, len(a.wide)))
    wide, gone = without(a.wide, axes), present(a, axes)
    if gone and a.constant is None:
        along = f", {gone[0] if len(gone) == 1 else gone}"
        made = lines.call("maximum.reduce", a, shape=without(a.shape, gone), then=along)
    else:
        made = a
    made = made.widened(wide)
    return inserted(made, axes) if keepdims else made


def _count(lines: Lines, a: Term, axis: Axes = None) -> Term:
    return lines.number(math.prod(a.wide[i] for i in axes_of(axis, len(a.wide))))


def _spread(lines: Lines, g: Given, a: Term, axis: Axes, keepdims: bool) -> Term:
    g = lines.term(g)
    if not keepdims:
        g = inserted(g, sorted(axes_of(axis, len(a.wide))))
    return g.widened(a.wide)


def _shared(lines: Lines, g: Given, a: Term, axis: Axes, keepdims: bool) -> Term:
    picked = a == _amax(lines, a, axis, True)
    if not isinstance(picked, Term):  # a constant
        picked = lines.number(float(picked), a.wide)
    count = _sum(lines, picked * 1.0, axis, True)
    count = _where(lines, count == 0.0, math.nan, count)
    shares = _spread(lines, g, a, axis, keepdims) / count
    is_nan = lines.call("isnan", shares, shape=shares.shape, wide=shares.wide, is_bool=True)
    return _where(lines, (picked != 0.0) | is_nan, shares, 0.0)


# Other places and other shapes


def _pick(lines: Lines, a: Given, index: Index) -> Term:
    a = lines.term(a)
    shape = picked_shape(a.wide, index)
    if a.constant is not None:
        return a.widened(shape)
    text = ", ".join(map(_item, as_index(index)))
    is_boxed = not shape and "..." in index
    return lines.seen(lines.full(a), f"[{text}]" + "[()]" * is_boxed, shape)


def _item(item: Any) -> str:
    if item is Ellipsis:
        return "..."
    if not isinstance(item, slice):
        return str(item)
    start, stop, step = ("" if n is None else str(n) for n in (item.start, item.stop, item.step))
    return f"{start}:{stop}" + (f":{step}" if step else "")


def _put_back(lines: Lines, g: Given, a: Term, index: Index) -> Term:
    g = lines.full(lines.term(g))
    if not a.wide:
        return lines.reshaped(g, ())
    name = "placed" if _is_of_each_once(a.wide, index) else "placed_together"
    then = f", {a.wide}, {as_index(index)}"
    return lines.call(name, g, shape=a.wide, then=then)


def _is_of_each_once(shape: Shape, index: Index) -> bool:
    if not any(isinstance(item, tuple) and item[0] == "list" for item in index):
        return True
    places = np.arange(math.prod(shape)).reshape(shape)[as_index(index)]
    return bool(len(np.unique(places)) == places.size)


def _placed(g: Any, shape: Shape, index: tuple[Any, ...]) -> Any:
    found = np.zeros(shape)
    found[index] = g
    return found


def _placed_together(g: Any, shape: Shape, index: tuple[Any, ...]) -> Any:
    found = np.zeros(shape)
    np.add.at(found, index, g)
    return found


def _moved(lines: Lines, a: Given, axes: tuple[Any, ...] | None = None) -> Term:
    a = lines.term(a)
    return lines.transposed(a, order_of(axes, len(a.wide)))


def _moved_back(lines: Lines, g: Given, axes: tuple[Any, ...] | None = None) -> Term:
    g = lines.term(g)
    return lines.transposed(g, tuple(map(int, np.argsort(order_of(axes, len(g.wide))))))


def _reshape(lines: Lines, a: Given, shape: Shape, start: int = 0) -> Term:
    a = lines.term(a)
    return lines.reshaped(a, reshaped_shape(a.wide, shape, start))


def _like(lines: Lines, g: Given, a: Term) -> Term:
    return lines.reshaped(lines.term(g), a.wide)


def _stretch(lines: Lines, a: Given, shape: Shape) -> Term:
    return lines.term(a).widened(shape)


def _join(lines: Lines, a: Given, b: Given, axis: int) -> Term:
    a, b = lines.full(lines.term(a)), lines.full(lines.term(b))
    shape = joined_shape(a.wide, b.wide, axis)
    return lines.call("joined", a, b, shape=shape, then=f", {axis}")


def _part(g: Term, axis: int, start: int, stop: int) -> Term:
    (at,) = axes_of(axis, len(g.wide))
    shape = (*g.wide[:at], stop - start, *g.wide[at + 1 :])
    if g.constant is not None:
        return g.widened(shape)
    text = ", ".join([*":" * at, f"{start or ''}:{stop if stop < g.wide[at] else ''}"])
    return g.lines.seen(g.lines.full(g), f"[{text}]", shape)


def _ahead(lines: Lines, g: Given, a: Term, axis: int) -> Term:
    return _part(lines.term(g), axis, 0, a.wide[axis])


def _behind(lines: Lines, g: Given, a: Term, axis: int) -> Term:
    g = lines.term(g)
    return _part(g, axis, a.wide[axis], g.wide[axis])


def _one_hot(lines: Lines, y: Given, z: Given) -> Term:
    y, z = lines.term(y), lines.term(z)
    shape = one_hot_shape(y.wide, z.wide)
    if y.wide == z.wide:
        return y
    return lines.call("one_hot", lines.full(y), lines.full(z), shape=shape)


def _to_targets(lines: Lines, g: Given, y: Term, z: Term) -> Term:
    return lines.term(g if y.wide == z.wide else 0.0)


# Products


def _matmul(lines: Lines, a: Given, b: Given) -> Term:
    a, b = lines.term(a), lines.term(b)
    return lines.product(a, b, matmul_shape(a.wide, b.wide))


def _swapped(a: Term) -> Term:
    rank = len(a.wide)
    return a.lines.transposed(a, (*range(rank - 2), rank - 1, rank - 2))


def _to_left(lines: Lines, g: Given, a: Term, b: Term) -> Term:
    g = lines.term(g)
    if len(b.wide) == 1:
        return (inserted(g, [len(g.wide)]) if len(a.wide) > 1 else g) * b
    if len(a.wide) == 1 and len(b.wide) > 2:  # a vector against each of a stack
        g = inserted(g, [len(g.wide) - 1])
        return _dropped(_matmul(lines, g, _swapped(b)), -2)
    return _matmul(lines, g, _swapped(b))


def _to_right(lines: Lines, g: Given, a: Term, b: Term) -> Term:
    g = lines.term(g)
    if len(a.wide) == 1:
        if len(b.wide) == 1:
            return g * a
        return inserted(a, [1]) * inserted(g, [len(g.wide) - 1])
    if len(b.wide) == 1 and len(a.wide) > 2:
        g = inserted(g, [len(g.wide)])
        return _dropped(_matmul(lines, _swapped(a), g), -1)
    return _matmul(lines, _swapped(a), g)


def _dropped(a: Term, axis: int) -> Term:
    """Without an axis of size 1."""
    axis %= len(a.wide)
    return a.lines.reshaped(a, (*a.wide[:axis], *a.wide[axis + 1 :]))


_LANGUAGE: Mapping[str, Callable[..., Term]] = MappingProxyType(
    {
        "where": _where,
        "sum": _sum,
        "amax": _amax,
        "count": _count,
        "spread": _spread,
        "shared": _shared,
        "pick": _pick,
        "put_back": _put_back,
        "reshape": _reshape,
        "like": _like,
        "T": _moved,
        "T_back": _moved_back,
        "stretch": _stretch,
        "join": _join,
        "ahead": _ahead,
        "behind": _behind,
        "one_hot": _one_hot,
        "to_targets": _to_targets,
        "matmul": _matmul,
        "to_left": _to_left,
        "to_right": _to_right,
    }
)

SPACE: Mapping[str, Any] = MappingProxyType(
    {
        **NUMPY,
        "added": added,
        "where": np.where,
        "where_number": NUMPY["where"],
        "joined": NUMPY["join"],
        "placed": _placed,
        "placed_together": _placed_together,
        **{name: getattr(np, name) for name in ("add", "broadcast_to", "float64", "full")},
        **{name: getattr(np, name) for name in ("inf", "isnan", "nan", "zeros")},
    }
)
"""What the lines themselves name."""
