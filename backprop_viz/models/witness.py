"""The model itself as a witness: what PyTorch says of every value and every gradient of a graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.graph import Graph, topological_order
from ..core.walk import Walk
from ..errors import GraphError
from ..read import Reading
from ..spell.numbers import Maybe, Value
from ..words import Message
from .place import Event, Place

__all__ = ["Difference", "Run", "Witness", "witness_of"]

CLOSE = 1e-9  # relative to the largest entry
_REFUSED = (
    1e-7  # ... for a graph; PyTorch's own slopes may have constants of 32 bits, as hardsigmoid's
)
_NOISE = 1e-12  # relative to the largest that it is made of


@dataclass(frozen=True)
class Run:
    """What PyTorch computed: the output, its gradients by input, and each operation.

    Of each operation its place, its numbers, and its gradient if it has one of its own.
    """

    output: Any
    gradients: Mapping[str, Any]
    events: Sequence[tuple[Event, Any]]


@dataclass(frozen=True)
class Difference:
    """The first operation that has another value or gradient in PyTorch; or another is run."""

    place: Place
    key: str
    name: str

    @property
    def message(self) -> Message:
        """The same in words."""
        return Message(self.key, name=self.name, **self.place.slots())


class Witness:
    """Runs a model again, at any inputs, and holds a walk of its graph against it."""

    def __init__(self, first: Run, again: Any, notes: Sequence[Message]) -> None:
        self._first, self._again, self.notes = first, again, tuple(notes)
        self._nodes: list[tuple[Place, int | None]] = []

    def take(self, graph: Graph, reading: Reading) -> None:
        """Be the witness of a graph that was made of what was read.

        Raises ``GraphError`` where the graph does not compute what the model does.
        """
        exprs = topological_order([*reading.roots, reading.output])
        made = (expr for expr in exprs if expr.op is not None)
        index = {e: node.index for e, node in zip(made, graph.operations, strict=True)}
        now = (lambda e: e) if reading.blocks is None else reading.blocks.now
        self._nodes = [(event.place, index.get(now(event.expr))) for event, _ in self._first.events]
        walk = Walk(graph, {})
        parts = _parts(walk)
        is_right = _is_close(walk.output, self._first.output, 0.0, _REFUSED) and all(
            _is_close(walk.gradients[name], found, parts[graph.names[name]], _REFUSED)
            if name in graph.inputs
            else _is_close(None, found, 0.0)  # the graph does without it
            for name, found in self._first.gradients.items()
        )
        if not is_right:
            found = self.difference(walk)
            if found is None:
                raise GraphError("models.differs")
            raise GraphError(found.message)
        self._first = Run(None, {}, [])

    def judged(self, walk: Walk) -> tuple[list[Value], Difference | None]:
        """The gradients of the inputs, as PyTorch computes them, and what differs first."""
        run: Run = self._again(walk.inputs)
        gradients = [
            np.zeros_like(value)[()] if run.gradients.get(name) is None else run.gradients[name]
            for name, value in walk.inputs.items()
        ]
        return gradients, self._difference(walk, run)

    def difference(self, walk: Walk) -> Difference | None:
        """The first operation that PyTorch has other numbers for: forward, then backward."""
        return self.judged(walk)[1]

    def _difference(self, walk: Walk, run: Run) -> Difference | None:
        largest = _largest(event.numbers for event, _ in run.events)
        met: dict[int, tuple[Event, Any]] = {}
        for (place, node), (event, gradient) in zip(self._nodes, run.events, strict=False):
            if event.place.operation != place.operation:
                return Difference(event.place, "models.differs_way", "")
            if node is None:
                continue
            if not _is_close(walk.node_values[node], event.numbers, largest):
                return Difference(place, "models.differs_value", walk.graph.displayed[node])
            met.setdefault(node, (event, gradient))
        if len(self._nodes) != len(run.events):
            longer = [*self._nodes, *((e.place, None) for e, _ in run.events[len(self._nodes) :])]
            return Difference(
                longer[min(len(self._nodes), len(run.events)) - 1][0], "models.differs_way", ""
            )
        parts = _parts(walk)
        for node, (event, gradient) in sorted(met.items(), reverse=True):
            own = walk.node_gradients[node]
            if gradient is not None and not _is_close(own, gradient, parts[node]):
                return Difference(
                    event.place, "models.differs_gradient", walk.graph.displayed[node]
                )
        return self._by_input(walk, run, parts)

    def _by_input(self, walk: Walk, run: Run, parts: Sequence[float]) -> Difference | None:
        """The first use of an input that has another gradient, though all operations agree."""
        places = {node: place for place, node in self._nodes if node is not None}
        for name, found in run.gradients.items():
            index = walk.graph.names.get(name) if name in walk.inputs else None
            if index is not None and not _is_close(walk.node_gradients[index], found, parts[index]):
                first = walk.graph.uses[index][0].node
                place = next(places[node] for node in sorted(places) if node >= first)
                return Difference(place, "models.differs_input", name)
        return None


def witness_of(graph: Graph) -> Witness | None:
    """The model that a graph was read from, if it was."""
    return graph.origin if isinstance(graph.origin, Witness) else None


def _parts(walk: Walk) -> list[float]:
    """For each node the largest part of a gradient on the way back to it.

    Parts may cancel, as all of them do behind the sum of a softmax: what is left is their rounding.
    """
    parts = [0.0] * len(walk.graph.nodes)
    parts[walk.graph.output_node.index] = 1.0
    for (operand, node, _), *_, contribution, _, _ in walk.backflows:
        parts[operand] = max(parts[operand], parts[node], _size(contribution))
    return parts


def _largest(arrays: Any) -> float:
    return max((_size(one) for one in arrays if one is not None), default=0.0)


def _size(array: Any) -> float:
    numbers = np.abs(np.asarray(array, dtype=float))
    return float(np.max(numbers, initial=0.0, where=np.isfinite(numbers)))


def _is_close(own: Maybe, other: Any, largest: float, close: float = CLOSE) -> bool:
    """Whether two arrays have the same numbers but for rounding; none are zeros."""
    if own is None or other is None:
        return _size(0.0 if own is None else own) + _size(0.0 if other is None else other) == 0
    own, other = np.asarray(own, dtype=float), np.asarray(other, dtype=float)
    allowed = close * max(_size(own), _size(other)) + _NOISE * largest
    return own.shape == other.shape and bool(
        np.allclose(own, other, rtol=0.0, atol=allowed, equal_nan=True)
    )
