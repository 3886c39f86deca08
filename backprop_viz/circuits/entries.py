"""Arrays whose entries are expressions, each made when it is asked for.

The text of a row is evaluated over them as over NumPy's, so ``X @ W`` is its circuit, but of all
the entries of a large product only the one that is looked at is ever made.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any, Protocol

import numpy as np

from ..core.arithmetic import ARRAYS
from ..core.shapes import Shape, matmul_shape
from .vocabulary import QUANTITIES, Quantity, minus, negative, over, plus, power, times

__all__ = ["Entries", "Manner", "place_of", "stretched_places", "vocabulary"]

Place = tuple[int, ...]


class Manner(Protocol):
    """What depends on whether the numbers are known: comparisons, branches, and long sums."""

    def compare(self, sign: str, a: Any, b: Any) -> Any:
        """Whether ``a < b``, or as the sign says."""

    def where(self, condition: Any, yes: Quantity, no: Quantity) -> Quantity:
        """One of the two, as the condition says."""

    def total(self, terms: Sequence[Quantity]) -> Quantity:
        """The sum of the terms, one after the other."""


class Entries:
    """An array of a shape, whose entry at a place ``make`` makes."""

    __slots__ = ("_made", "make", "manner", "shape")
    __array_ufunc__ = None  # NumPy leaves its operators to ours
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, manner: Manner, shape: Shape, make: Callable[[Place], Any]) -> None:
        self.manner, self.shape, self.make = manner, shape, make
        self._made: dict[Place, Any] = {}

    def at(self, place: Place) -> Any:
        """The entry at a place."""
        if place not in self._made:
            self._made[place] = self.make(place)
        return self._made[place]

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def T(self) -> Entries:  # noqa: N802
        return Entries(self.manner, self.shape[::-1], lambda place: self.at(place[::-1]))

    def _joined(self, function: Callable[..., Any], *operands: Any) -> Entries:
        joined: Entries = lifted(self.manner, function)(*operands)
        return joined

    def __add__(self, other: Any) -> Entries:
        return self._joined(plus, self, other)

    def __radd__(self, other: Any) -> Entries:
        return self._joined(plus, other, self)

    def __sub__(self, other: Any) -> Entries:
        return self._joined(minus, self, other)

    def __rsub__(self, other: Any) -> Entries:
        return self._joined(minus, other, self)

    def __mul__(self, other: Any) -> Entries:
        return self._joined(times, self, other)

    def __rmul__(self, other: Any) -> Entries:
        return self._joined(times, other, self)

    def __truediv__(self, other: Any) -> Entries:
        return self._joined(over, self, other)

    def __rtruediv__(self, other: Any) -> Entries:
        return self._joined(over, other, self)

    def __pow__(self, other: Any) -> Entries:
        return self._joined(power, self, other)

    def __rpow__(self, other: Any) -> Entries:
        return self._joined(power, other, self)

    def __neg__(self) -> Entries:
        return self._joined(negative, self)

    def _compared(self, sign: str, other: Any) -> Entries:
        return self._joined(lambda a, b: self.manner.compare(sign, a, b), self, other)

    def __lt__(self, other: Any) -> Entries:
        return self._compared("<", other)

    def __le__(self, other: Any) -> Entries:
        return self._compared("<=", other)

    def __gt__(self, other: Any) -> Entries:
        return self._compared(">", other)

    def __ge__(self, other: Any) -> Entries:
        return self._compared(">=", other)

    def __eq__(self, other: Any) -> Entries:  # type: ignore[override]
        return self._compared("==", other)

    def __ne__(self, other: Any) -> Entries:  # type: ignore[override]
        return self._compared("!=", other)

    def __and__(self, other: Any) -> Entries:
        return self._joined(operator.and_, self, other)

    def __or__(self, other: Any) -> Entries:
        return self._joined(operator.or_, self, other)


def place_of(place: Place, shape: Shape) -> Place:
    """Where the entry at a place comes from in an operand that was stretched from ``shape``."""
    own = place[len(place) - len(shape) :]
    return tuple(0 if size == 1 else i for i, size in zip(own, shape, strict=True))


def stretched_places(place: Place, shape: Shape, wide: Shape) -> Iterator[Place]:
    """The places of a ``wide`` array to which the entry at a place of an operand was stretched."""
    extra = len(wide) - len(shape)
    own = zip(place, shape, wide[extra:], strict=True)
    return product(
        *map(range, wide[:extra]),
        *(range(size) if few == 1 else (i,) for i, few, size in own),
    )


def lifted(manner: Manner, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of quantities, entry by entry; of numbers alone it is the function itself."""

    def call(*operands: Any) -> Any:
        arrays = [one if isinstance(one, Entries) else _plain(manner, one) for one in operands]
        if not any(isinstance(one, Entries) for one in arrays):
            return function(*operands)
        shape = np.broadcast_shapes(*(_shape(one) for one in arrays))
        return Entries(
            manner, shape, lambda place: function(*(_entry(one, place) for one in arrays))
        )

    return call


def _plain(manner: Manner, one: Any) -> Any:
    """A number as a plain float; an array of them as entries."""
    if np.ndim(one) == 0:
        return one if isinstance(one, bool | float) else float(one)
    array = np.asarray(one)
    return Entries(manner, array.shape, lambda place: array[place])


def _shape(one: Any) -> Shape:
    return one.shape if isinstance(one, Entries) else ()


def _entry(one: Any, place: Place) -> Any:
    return one.at(place_of(place, one.shape)) if isinstance(one, Entries) else one


# Of whole arrays


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


def _sum(manner: Manner) -> Callable[[Entries], Entries]:
    def total(a: Entries) -> Entries:
        return Entries(manner, (), lambda _: manner.total([a.at(p) for p in np.ndindex(a.shape)]))

    return total


def _full_like(manner: Manner) -> Callable[[Entries, Any], Entries]:
    return lambda a, g: Entries(manner, a.shape, lambda place: _entry(g, place))


def _by_numpy(manner: Manner, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function on whole arrays as NumPy computes it.

    One that only moves entries about is tried out on their numbers, which tell where each comes
    from; any other gets arrays of expressions.
    """

    def call(*operands: Any, **options: Any) -> Any:
        arrays = [one for one in operands if isinstance(one, Entries)]
        starts = np.cumsum([0, *(math.prod(one.shape) for one in arrays)])
        labels = [np.arange(a, b, dtype=float) + 1 for a, b in pairwise(starts)]
        table = np.random.default_rng(0).normal(size=int(starts[-1]) + 1)

        def run(contents: Sequence[Any]) -> Any:
            given = iter(contents)
            return function(
                *(
                    next(given).reshape(one.shape)[()] if isinstance(one, Entries) else one
                    for one in operands
                ),
                **options,
            )

        moved = _moves(run, labels, table)
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
            flat[:] = [one.at(place) for place in np.ndindex(one.shape)]
            contents.append(flat)
        found = np.asarray(run(contents), dtype=object)
        return Entries(manner, found.shape, lambda place: found[place])

    return call


def _moves(run: Callable[..., Any], labels: list[Any], table: Any) -> Any:
    """The label of what comes to each place, or None where more is done than to move."""
    with np.errstate(all="ignore"):
        try:
            found = np.asarray(run(labels), dtype=float)
            is_label = np.all((found == np.floor(found)) & (found >= 1) & (found < len(table)))
            if not is_label:
                return None
            whither = found.astype(int)
            other = np.asarray(run([table[label.astype(int)] for label in labels]))
            return whither if np.array_equal(other, table[whither]) else None
        except (IndexError, TypeError, ValueError):
            return None


def vocabulary(manner: Manner) -> Mapping[str, Any]:
    """What the formulas of the rows may name, over entries."""
    to_left, to_right = _to_sides(manner)
    return {
        **{n: lifted(manner, f) if callable(f) else f for n, f in QUANTITIES.items()},
        "where": lifted(manner, manner.where),
        **{name: _by_numpy(manner, function) for name, function in ARRAYS.items()},
        "matmul": _matmul(manner),
        "to_left": to_left,
        "to_right": to_right,
        "sum": _sum(manner),
        "full_like": _full_like(manner),
    }
