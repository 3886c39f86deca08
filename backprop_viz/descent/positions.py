"""The places of a descent: each with its walk, and all of them as a sequence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from ..api import Graph, Walk
from ..errors import CallError, StepError
from ..spell.numbers import Number
from ..words import Message, quoted
from .batches import Batches
from .columns import COST, Columns
from .cost import Cost, frozen

__all__ = ["Position", "Positions"]

AT_HAND = 4096  # places of a path that are kept once they have been made

_BEYOND = {
    None: "path.step",
    "grew": "path.grew",
    "fell": "path.fell",
    "undefined": "path.undefined",
    "interrupted": "path.interrupted",
    "full": "path.full",
    "settled": "path.settled",
}


@dataclass(frozen=True, eq=False)
class Position:
    """Where a path is after ``step`` updates.

    ``inputs`` has all inputs there; of a column of data, the rows that this step looked at.
    ``output`` is the cost at them, and ``gradients`` are its gradients for every input that is no
    column, each in the shape of its input.
    """

    step: int
    inputs: Mapping[str, Number]
    output: float
    _cost: Cost = field(repr=False)

    @cached_property
    def gradients(self) -> Mapping[str, Number]:
        with np.errstate(all="ignore"):
            return self._cost.at(self.inputs)[1]

    @cached_property
    def walk(self) -> Walk:
        """The walk at these inputs, made on first use.

        With a batch of several examples it walks through all of them at once, as arrays: its
        gradients for the parameters are sums over the examples, which ``gradients`` divides by
        their number.
        """
        return self._cost.graph.walk(self.inputs)


@dataclass(frozen=True, eq=False, repr=False)
class Positions(Sequence[Position]):
    """The places of a descent by step, 0 being the start; what was asked, and how it ended.

    What ``ending`` and ``settled`` may be, a path tells.
    """

    graph: Graph
    parameters: tuple[str, ...]
    rate: float
    method: str
    cost: Cost = field(repr=False)
    batch: int | None = None
    ending: str | None = None
    steps: int = 0
    seed: int = 0
    settled: int | None = None
    _columns: Columns = field(kw_only=True)
    _batches: Batches = field(kw_only=True)
    _places: dict[int, Position] = field(default_factory=dict, kw_only=True)  # the latest

    def __len__(self) -> int:
        return len(self._columns)

    def _beyond(self, index: int) -> Message:
        """Why there is no such step."""
        key = _BEYOND[self.ending]
        return Message(key, step=index, last=len(self) - 1)

    @overload
    def __getitem__(self, index: int) -> Position: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Position, ...]: ...
    def __getitem__(self, index: int | slice) -> Position | tuple[Position, ...]:
        if isinstance(index, slice):
            return tuple(self[step] for step in range(*index.indices(len(self))))
        try:
            step = range(len(self))[index]
        except IndexError:
            raise StepError(self._beyond(index)) from None
        except TypeError:
            raise CallError("usage.step_kind", given=quoted(index)) from None
        if step not in self._places:
            if len(self._places) >= AT_HAND:
                del self._places[next(iter(self._places))]
            self._places[step] = self._position(step)
        return self._places[step]

    def _position(self, step: int) -> Position:
        """The place of a step, from the numbers that are kept."""
        row = self._columns.row(step)
        output = float(row.pop(COST))
        state = {**self.cost.start, **{name: frozen(value) for name, value in row.items()}}
        inputs = self.cost.inputs(state, self._batches.rows(step))
        return Position(step, inputs, output, self.cost)

    @property
    def diverged(self) -> bool:
        """Whether the path was stopped because the cost left all bounds."""
        return self.ending in ("grew", "fell", "undefined")

    @property
    def sees_some(self) -> bool:
        """Whether a step looked at some of the examples only."""
        return self.batch is not None and self.batch < self.cost.count

    @cached_property
    def inputs(self) -> dict[str, NDArray[np.float64]]:
        """By input that is no column: its values over the steps, of shape (steps + 1, ...)."""
        return {
            name: self._columns.column(name)
            if name in self.parameters
            else np.broadcast_to(value, (len(self), *np.shape(value)))
            for name, value in self.cost.start.items()
        }

    @cached_property
    def gradients(self) -> dict[str, NDArray[np.float64]]:
        """By input that is no column: its gradients over the steps, of shape (steps + 1, ...).

        Computed step by step on first use.
        """
        every = [self._position(step).gradients for step in range(len(self))]
        return {name: _stacked(at[name] for at in every) for name in self.cost.start}

    @cached_property
    def outputs(self) -> NDArray[np.float64]:
        """The cost that each step saw, of shape (steps + 1,); with batches, an estimate."""
        return self._columns.column(COST)

    @cached_property
    def costs(self) -> NDArray[np.float64]:
        """The cost over all data at each step, of shape (steps + 1,), which batches only estimate.

        Computed on first use: it is the work that a batch saves.
        """
        return self.outputs if self.batch is None else _stacked(map(self.cost_at, range(len(self))))

    def cost_at(self, step: int) -> float:
        """The cost over all data at one step."""
        place = self[step]
        if self.batch is None:
            return place.output
        return self.cost.at(self.cost.inputs(place.inputs, slice(None)))[0]

    @property
    def evaluations(self) -> int:
        """How many times the formula was evaluated, counting every example."""
        return self._batches.seen(len(self))

    def last_numbers(self, count: int) -> NDArray[np.float64]:
        """The numbers that move, side by side, at the last ``count`` places; shape (m, numbers)."""
        return self._columns.flat(self.parameters, count)

    def shown(self, name: str) -> str:
        """The name of an input or of the cost, as a reader sees it."""
        return self.graph.displayed[self.graph.names[name]]


def _stacked(values: Iterable[Number]) -> NDArray[np.float64]:
    array = np.array(list(values), dtype=np.float64)
    array.flags.writeable = False
    return array
