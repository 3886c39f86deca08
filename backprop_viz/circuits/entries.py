"""Arrays whose entries are expressions, each made on first use.

The text of a row is evaluated over them as over NumPy's, so ``X @ W`` is its circuit, but of all
the entries of a large product only the one that is looked at is ever made.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, Protocol, TypeAlias

import numpy as np

from ..arithmetic.shapes import Shape
from .vocabulary import Quantity, minus, negative, over, plus, power, times

__all__ = ["Entries", "Manner", "Place", "entry", "lifted", "place_of", "stretched_places"]

Place: TypeAlias = tuple[int, ...]


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
            manner, shape, lambda place: function(*(entry(one, place) for one in arrays))
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


def entry(one: Any, place: Place) -> Any:
    """The entry of an array that comes to a place; a number is the same at all of them."""
    return one.at(place_of(place, one.shape)) if isinstance(one, Entries) else one
