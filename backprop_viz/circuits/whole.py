"""The functions on whole arrays that rows name, over entries that are made when asked for."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise, product
from typing import Any

import numpy as np

from ..arithmetic.arrays import as_index
from ..arithmetic.names import MATH, NUMPY
from ..arithmetic.shapes import matmul_shape
from ..arithmetic.windows import windowed
from ..core.ops import OPS
from .entries import Entries, Manner, Place, entry, lifted, place_of
from .vocabulary import QUANTITIES, NoRowError, Quantity, applied, times

__all__ = ["vocabulary"]


def _matmul(manner: Manner) -> Callable[[Entries, Entries], Entries]:
    def matmul(a: Entries, b: Entries) -> Entries:
        shape = matmul_shape(a.shape, b.shape)
        count, is_row, is_column = a.shape[-1], a.ndim == 1, b.ndim == 1

        def make(place: Place) -> Quantity:
            batch = place[: len(shape) - (not is_row) - (not is_column)]
            row = () if is_row else (place[len(batch)],)
            column = () if is_column else (place[-1],)
            left, right = place_of(batch, a.shape[:-2]), place_of(batch, b.shape[:-2])
            return manner.total(
                [times(a.at((*left, *row, k)), b.at((*right, k, *column))) for k in range(count)]
            )

        return Entries(manner, shape, make)

    return matmul


def _expanded(a: Entries, axis: int) -> Entries:
    at = axis % (a.ndim + 1)
    shape = (*a.shape[:at], 1, *a.shape[at:])
    return Entries(a.manner, shape, lambda place: a.at((*place[:at], *place[at + 1 :])))


def _turned(a: Entries) -> Entries:
    shape = (*a.shape[:-2], a.shape[-1], a.shape[-2])
    return Entries(a.manner, shape, lambda place: a.at((*place[:-2], place[-1], place[-2])))


def _without(a: Entries, axis: int) -> Entries:
    at = axis % a.ndim
    shape = (*a.shape[:at], *a.shape[at + 1 :])
    return Entries(a.manner, shape, lambda place: a.at((*place[:at], 0, *place[at:])))


def _to_sides(manner: Manner) -> tuple[Callable[..., Entries], Callable[..., Entries]]:
    """What goes back of a product, ``g @ T(b)`` and ``T(a) @ g``, vectors as NumPy has them."""
    matmul = _matmul(manner)

    def matrices(g: Entries, a: Entries, b: Entries) -> tuple[Entries, Entries, Entries]:
        if b.ndim == 1:
            b, g = _expanded(b, -1), _expanded(g, -1)
        if a.ndim == 1:
            a, g = _expanded(a, 0), _expanded(g, -2)
        return g, a, b

    def to_left(g: Entries, a: Entries, b: Entries) -> Entries:
        wide, _, right = matrices(g, a, b)
        term = matmul(wide, _turned(right))
        return term if a.ndim > 1 else _without(term, -2)

    def to_right(g: Entries, a: Entries, b: Entries) -> Entries:
        wide, left, _ = matrices(g, a, b)
        term = matmul(_turned(left), wide)
        return term if b.ndim > 1 else _without(term, -1)

    return to_left, to_right


def _reduced(
    manner: Manner, joined: Callable[[Sequence[Quantity]], Quantity]
) -> Callable[..., Entries]:
    """One number of all entries, or of those along some axes, in their order."""

    def reduce(a: Entries, axis: Any = None, keepdims: bool = False) -> Entries:
        axes = _axes(axis, a.ndim)
        shape = [1 if i in axes else size for i, size in enumerate(a.shape)]
        kept = [i for i in range(a.ndim) if keepdims or i not in axes]

        def make(place: Place) -> Quantity:
            at = dict(zip(kept, place, strict=True))
            free = (range(n) if i in axes else (at[i],) for i, n in enumerate(a.shape))
            return joined([a.at(one) for one in product(*free)])

        return Entries(manner, tuple(shape[i] for i in kept), make)

    return reduce


def _axes(axis: Any, rank: int) -> set[int]:
    if axis is None:
        return set(range(rank))
    return {one % rank for one in (axis if isinstance(axis, tuple) else (axis,))}


def _greatest(terms: Sequence[Quantity]) -> Quantity:
    return functools.reduce(partial(applied, OPS["maximum"]), terms)


def _count(a: Entries, axis: Any = None) -> float:
    return float(math.prod(a.shape[i] for i in _axes(axis, a.ndim)))


def _full_like(manner: Manner) -> Callable[[Entries, Any], Entries]:
    return lambda a, g: Entries(manner, a.shape, lambda place: entry(g, place))


def _put_back(manner: Manner, taking: Callable[..., Any]) -> Callable[..., Entries]:
    """What goes back of ``taking`` entries: to each the sum of what was taken from it."""

    def put_back(g: Entries, a: Entries, *options: Any) -> Entries:
        places = np.arange(1, math.prod(a.shape) + 1).reshape(a.shape)
        taken = np.asarray(taking(places, *options))

        def make(place: Place) -> Quantity:
            found = np.argwhere(taken == places[place])
            return manner.total([g.at(tuple(map(int, one))) for one in found])

        return Entries(manner, a.shape, make)

    return put_back


def _by_numpy(manner: Manner, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function on whole arrays as NumPy computes it.

    One that only moves entries about is tried out on their numbers, which tell where each comes
    from; any other gets arrays of expressions.
    """

    def call(*operands: Any, **options: Any) -> Any:
        arrays = [one for one in operands if isinstance(one, Entries)]
        starts = np.cumsum([0, *(math.prod(one.shape) for one in arrays)])
        labels = [np.arange(a, b, dtype=float) + 1 for a, b in pairwise(starts)]

        def run(contents: Sequence[Any]) -> Any:
            given = iter(contents)
            return function(
                *(
                    next(given).reshape(one.shape)[()] if isinstance(one, Entries) else one
                    for one in operands
                ),
                **options,
            )

        moved = _moves(run, labels)
        if moved is not None:

            def make(place: Place) -> Any:
                number = int(moved[place]) - 1
                which = int(np.searchsorted(starts, number, side="right")) - 1
                return arrays[which].at(
                    tuple(map(int, np.unravel_index(number - starts[which], arrays[which].shape)))
                )

            return Entries(manner, moved.shape, make)
        contents = []
        for one in arrays:
            flat = np.empty(math.prod(one.shape), dtype=object)
            for number, place in enumerate(np.ndindex(one.shape)):
                flat[number] = one.at(place)
            contents.append(flat)
        found = run(contents)
        if not isinstance(found, np.ndarray):
            return Entries(manner, (), lambda _: found)
        return Entries(manner, found.shape, lambda place: found[place])

    return call


def _moves(run: Callable[..., Any], labels: list[Any]) -> Any:
    """The label of what comes to each place, or None where more is done than to move.

    What goes by the numbers, such as the greatest of them, is found out by other numbers.
    """
    count = sum(map(len, labels)) + 1
    chance = np.random.default_rng(0)
    with np.errstate(all="ignore"):
        try:
            found = np.asarray(run(labels), dtype=float)
            if not np.all((found == np.floor(found)) & (found >= 1) & (found < count)):
                return None
            whither = found.astype(int)
            for _ in range(_TRIES if count < _MANY else 2):
                table = chance.normal(size=count)
                other = np.asarray(run([table[label.astype(int)] for label in labels]))
                if not np.array_equal(other, table[whither]):
                    return None
        except (IndexError, TypeError, ValueError):
            return None
    return whither


_TRIES, _MANY = 30, 1000


def _targets(y: Entries, z: Entries) -> Entries:
    """Probabilities; of labels there is no slope, so no circuit may lead there."""
    if y.shape != z.shape:
        raise NoRowError
    return y


def vocabulary(manner: Manner) -> Mapping[str, Any]:
    """What the formulas of the rows may name, over entries."""
    to_left, to_right = _to_sides(manner)
    return {
        **{n: lifted(manner, f) if callable(f) else f for n, f in QUANTITIES.items()},
        "where": lifted(manner, manner.where),
        **{name: _by_numpy(manner, f) for name, f in NUMPY.items() if name not in MATH},
        "matmul": _matmul(manner),
        "to_left": to_left,
        "to_right": to_right,
        "sum": _reduced(manner, manner.total),
        "amax": _reduced(manner, _greatest),
        "count": _count,
        "put_back": _put_back(manner, lambda places, index: places[as_index(index)]),
        "windowed_back": _put_back(manner, partial(windowed, fill=0.0)),
        "window_of": lambda b: b.shape[-2:],
        "full_like": _full_like(manner),
        "one_hot": _targets,
        "to_targets": lambda g, y, z: g if y.shape == z.shape else 0.0,
    }
