"""A graph as a cost to lower: one number, and its gradient, at one place or at many."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..api import Graph, Walk
from ..errors import InputError
from ..given.inputs import by_name
from ..gradient_function import gradient_function
from ..spell.names import canonical
from ..spell.numbers import Number
from ..words import quoted
from .batches import Rows

__all__ = ["Cost", "frozen"]

_AT_ONCE = 1_000_000  # entries of an array that are computed in one go


class Cost:
    """A graph as a cost to lower: one number, and its gradient for each input.

    The number is the output; of an output that is an array, the sum of its entries (whose
    gradients a walk computes, too); with ``data``, the average over the examples.

    ``inputs`` are the same for all examples: numbers or, without data, arrays.
    ``data`` has columns of n numbers each, by name. ``start`` and ``columns`` are the two,
    checked, by canonical names. Raises ``InputError`` for inputs that are missing, unknown, given
    twice or not numbers, and for columns that are empty, of different lengths or not lists.
    """

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        inputs, data = by_name(inputs), None if data is None else by_name(data)
        self.graph = graph
        columns = [] if data is None else _checked_columns(graph, inputs, data)
        given = Walk(graph, {**inputs, **(data or {})}).inputs
        self.columns = {name: np.asarray(given[name]) for name in given if name in columns}
        self.start = {name: frozen(given[name]) for name in given if name not in columns}
        self._gradient = gradient_function(graph)
        self._over: dict[frozenset[str], Callable[..., Any]] = {}

    @property
    def count(self) -> int:
        """The number of examples; 1 without data."""
        return len(next(iter(self.columns.values()))) if self.columns else 1

    def inputs(self, state: Mapping[str, Number], rows: Rows) -> dict[str, Number]:
        """All inputs: ``state``, and those rows of the columns (a single one as numbers)."""
        if not self.columns:
            return dict(state)
        batch = {name: frozen(column[rows]) for name, column in self.columns.items()}
        return {name: batch[name] if name in batch else state[name] for name in self.graph.inputs}

    def at(self, inputs: Mapping[str, Number]) -> tuple[float, dict[str, Number]]:
        """The cost at these inputs, and its gradient for each that is no column, in its shape."""
        names = self.graph.inputs
        output, by_input = self._gradient(*[inputs[name] for name in names])
        if output.__class__ is float:
            return output, {
                name: gradient
                for name, gradient in zip(names, by_input, strict=True)
                if name not in self.columns
            }
        share = np.size(output) if self.columns else 1
        with np.errstate(all="ignore"):
            gradients = {
                name: frozen(gradient / share)
                for name, gradient in zip(names, by_input, strict=True)
                if name not in self.columns
            }
            return float(np.sum(output)) / share, gradients

    def over(
        self, state: Mapping[str, Number], axes: Mapping[str, NDArray[np.float64]]
    ) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
        """The cost at m places, and its gradients along the ``axes``, all of the shape (m,).

        ``axes`` has the m numbers of some inputs; the others are as in ``state``, and all
        examples count.
        """
        others = self.inputs(state, slice(None))
        size = math.prod(
            np.broadcast_shapes(*(np.shape(others[n]) for n in others if n not in axes))
        )
        names = frozenset(axes)
        if names not in self._over:
            self._over[names] = gradient_function(self.graph, over=names)
        length = len(next(iter(axes.values())))
        chunk = max(1, _AT_ONCE // max(size, 1))
        parts: list[list[NDArray[np.float64]]] = []
        for first in range(0, length or 1, chunk):
            piece = {name: values[first : first + chunk] for name, values in axes.items()}
            output, by_input = self._over[names](
                *({**others, **piece}[name] for name in self.graph.inputs)
            )
            by_name = dict(zip(self.graph.inputs, by_input, strict=True))
            with np.errstate(all="ignore"):
                summed = output.reshape(len(output), math.prod(output.shape[1:]))
                share = summed.shape[1] if self.columns else 1
                parts.append(
                    [summed.sum(axis=1) / share, *(by_name[name] / share for name in axes)]
                )
        costs, *gradients = (np.concatenate(part) for part in zip(*parts, strict=True))
        return costs, dict(zip(axes, gradients, strict=True))


def _checked_columns(graph: Graph, inputs: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    """The canonical names of the columns."""
    names = [canonical(name) for name in data]
    both = sorted({*map(canonical, inputs)}.intersection(names))
    if both:
        raise InputError("data.both", names=", ".join(both))
    lengths: dict[str, int] = {}
    for name, column in data.items():
        try:
            (lengths[name],) = np.shape(column)
        except (TypeError, ValueError):
            raise InputError("data.column", name=name, column=quoted(column)) from None
    if not lengths or min(lengths.values()) == 0:
        raise InputError("data.empty")
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise InputError("data.lengths", lengths=told)
    arrays = [name for name, value in inputs.items() if np.ndim(np.asarray(value, dtype=object))]
    if arrays:
        raise InputError("data.arrays", names=", ".join(arrays))
    if any(np.ndim(node.value) for node in graph.nodes if node.is_constant):
        raise InputError("data.array_inside")
    return names


def frozen(value: Number) -> Number:
    """A number as a float, an array read-only."""
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        return float(value)
    value.flags.writeable = False
    return value
