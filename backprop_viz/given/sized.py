"""What is known of an expression before there is a walk: its shape, if examples were given."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np

from ..errors import GraphError
from ..spell.names import display
from ..spell.numbers import Maybe, format_value

__all__ = ["Sized", "Sketch", "called", "made_of", "shape_of", "shapes_asked"]

Shape: TypeAlias = tuple[int, ...]


class Written(Protocol):
    """An operation, as far as a message needs it."""

    @property
    def name(self) -> str: ...
    @property
    def operator(self) -> str: ...
    @property
    def named(self) -> Mapping[str, Any]: ...

    def write(self, *operands: str) -> str: ...


class Sketch(NamedTuple):
    """The shape of an expression, and those of its graph whose shape was asked for.

    What a function asks, it may build on: its graph holds for these shapes alone.
    """

    shape: Shape
    asked: dict[Any, None]


class Sized:
    """An expression that tells its shape where it has a ``sketch``, or a ``value``.

    Without one the question is refused, as everything is that needs a value.
    """

    __slots__ = ()

    name: str
    op: Written | None
    operands: tuple[Sized, ...]
    value: Maybe
    sketch: Sketch | None
    __getitem__: Callable[..., Any]

    def _shape(self) -> Shape | None:
        if self.value is not None:
            return np.shape(self.value)
        if self.sketch is None:
            return None
        self.sketch.asked[self] = None
        return self.sketch.shape

    @property
    def shape(self) -> Shape:
        """The sizes of its axes; of a number ()."""
        shape = self._shape()
        if shape is None:
            raise AttributeError  # Python asks __getattr__ then, which says why
        return shape

    @property
    def ndim(self) -> int:
        """The number of its axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of its entries."""
        return math.prod(self.shape)

    def _length(self) -> int:
        shape = self._shape()
        if not shape:
            raise GraphError("source.entries" if shape is None else "source.no_entries")
        return shape[0]

    def __len__(self) -> int:
        return self._length()

    def __iter__(self) -> Iterator[Any]:
        return (self[at] for at in range(self._length()))

    def __reversed__(self) -> Iterator[Any]:
        return (self[at] for at in reversed(range(self._length())))


def shapes_asked(inputs: Iterable[Sized]) -> dict[str, Shape]:
    """By the names of inputs, the shapes that a graph was built upon."""
    traces = {id(one.sketch.asked): one.sketch.asked for one in inputs if one.sketch is not None}
    waiting = [expr for asked in traces.values() for expr in asked]
    met = set(waiting)
    found: dict[str, Shape] = {}
    while waiting:
        expr = waiting.pop()
        if expr.op is None and expr.sketch is not None:
            found[expr.name] = expr.sketch.shape
        new = [part for part in expr.operands if part not in met]
        met.update(new)
        waiting += new
    return found


def shape_of(expr: Sized) -> Shape:
    """The shape of an expression that has a value or a sketch."""
    return np.shape(expr.value) if expr.sketch is None else expr.sketch.shape


def made_of(expr: Sized) -> tuple[Written, Sequence[Sized]] | None:
    """The operation of an expression without a name, and its operands."""
    return None if expr.op is None or expr.name else (expr.op, expr.operands)


def called(expr: Sized) -> str:
    """An expression in a message: by its name or number, or as the operation that it is."""
    if expr.op is None:
        return display(expr.name) if expr.name else format_value(expr.value)
    is_plain = all(part.op is None for part in expr.operands)
    text = expr.op.write(*(called(part) if is_plain else "…" for part in expr.operands))
    return f"({text})" if expr.op.operator else text
