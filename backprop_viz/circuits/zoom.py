"""One entry of an array, or of a gradient, as a circuit of numbers.

The circuit of a value goes down to the entries of the nearest named quantities, that of a gradient
to those and to the gradients that come from further on. Both are made of the rows' own texts, and
only what the entry needs. Nothing recurses over the graph: what is not there yet is put on a stack,
and asked for again once it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import index as as_index
from typing import Any, Literal, TypeAlias

import numpy as np

from ..arithmetic.shapes import Shape
from ..blocks.view import entrances, gone_through
from ..core.expression import Expr, apply, constant
from ..core.graph import Edge, Node
from ..core.operation import Op
from ..core.walk import Walk
from ..errors import GraphError, InputError, NameGraphError, OptionError
from ..jacobian import jacobian
from ..spell.names import canonical, entry_names, slope_name
from ..spell.numbers import is_between
from ..words import quoted
from .circuit import MOST, Circuit, Circuits
from .entries import Entries, Place, entry, place_of, stretched_places
from .vocabulary import NoRowError, Quantity, times
from .whole import vocabulary

__all__ = ["zoom"]

_Kind: TypeAlias = Literal["value", "gradient"]
_Key: TypeAlias = tuple[_Kind, int, Place]
_NOTHING = constant(math.nan)  # stands for what is not there yet
_BEYOND = (GraphError, NoRowError, TypeError, ValueError)  # where a text makes no circuit


def zoom(
    walk: Walk,
    name: str,
    at: int | Sequence[int] = (),
    *,
    gradient: bool = False,
    depth: int = 0,
    part: str = "",
    most: int = MOST,
) -> Circuit:
    """The circuit of an entry; see :meth:`backprop_viz.Walk.zoom`."""
    graph = walk.graph
    index = graph.names.get(canonical(name))
    if index is None:
        raise NameGraphError("usage.name", given=quoted(name), known=", ".join(graph.names))
    if not is_between(depth, 0, math.inf) or depth != int(depth):
        raise OptionError("zoom.depth", given=quoted(depth))
    if not is_between(most, 2, math.inf) or most != int(most):
        raise OptionError("zoom.most", given=quoted(most))
    node = graph.nodes[index]
    place = _place(node.name, at, np.shape(walk.node_values[index]))
    _check(walk, node, gradient)
    opened = _Zoom(walk, index, "gradient" if gradient else "value", int(depth), int(most))
    return opened.circuit(place, canonical(part) if part else "")


def _place(name: str, at: Any, shape: Shape) -> Place:
    """The indices, counted from the first. Raises ``InputError`` where there is no such entry."""
    try:
        indices = tuple(map(as_index, at if isinstance(at, tuple | list | np.ndarray) else (at,)))
    except TypeError:
        raise InputError("zoom.index_kind", name=name, given=quoted(at)) from None
    if len(indices) != len(shape):
        key = "zoom.number" if not shape else "zoom.indices"
        example = tuple(min(i, size - 1) for i, size in enumerate(shape))
        raise InputError(key, name=name, count=len(shape), shape=shape, given=at, example=example)
    for i, size in zip(indices, shape, strict=True):
        if not -size <= i < size:
            raise InputError("zoom.range", name=name, shape=shape, given=indices)
    return tuple(i % size for i, size in zip(indices, shape, strict=True))


def _check(walk: Walk, node: Node, gradient: bool) -> None:
    """Raise ``InputError`` where there is nothing to open, with what to ask for instead."""
    graph, name = walk.graph, node.name
    if not gradient:
        made = node
        while made.op is not None and made.op.is_port:  # as it is, from somewhere else
            made = graph.nodes[made.operands[0]]
        if made.op is None:
            known = ", ".join(dict.fromkeys(one.name for one in graph.operations))
            key = "zoom.given" if made.is_input else "zoom.constant"
            raise InputError(key, name=name, known=known)
    elif not graph.has_gradient[node.index]:
        raise InputError("zoom.no_gradient", name=name)
    elif node is graph.output_node:
        raise InputError("zoom.seed", name=name)
    elif not graph.reaches_output[node.index]:
        raise InputError("zoom.no_influence", name=name, output=graph.output)


class _Zoom:
    """The circuits of a walk's entries, as they are asked for."""

    def __init__(self, walk: Walk, start: int, kind: _Kind, depth: int, most: int) -> None:
        self.walk, self.graph = walk, walk.graph
        self.start, self.kind = start, kind
        self.through = gone_through(walk.graph)
        self.entrances = entrances(walk.graph)
        free = {self.graph.nodes[i].name for i in self.graph.unnamed}
        self.circuits = Circuits(set(self.graph.names) - free, most)
        self.vocabulary = vocabulary(self.circuits)
        self.opened: Mapping[_Kind, set[int]] = {
            "value": self._below(start if kind == "value" else None, depth),
            "gradient": self._above(start, depth) if kind == "gradient" else set(),
        }
        self.parameters: list[str] = []
        self.quantities: dict[_Key, Quantity] = {}
        self.missing: list[_Key] = []
        self.texts: dict[tuple[int, str], Callable[..., Any]] = {}

    def _below(self, start: int | None, depth: int) -> set[int]:
        """The operations that are gone through on the way down: all without a name, and the first
        named ones as far as the depth reaches. What is named at a port is what comes there."""
        graph = self.graph
        left = dict.fromkeys(self.through, 0)
        if start is not None:
            left[start] = depth
        for node in reversed(graph.operations):
            if node.index in left:
                is_alias = node.op.is_port and node.index not in self.through
                for i in node.operands:
                    rest = left[node.index] - (i not in self.through and not is_alias)
                    if graph.nodes[i].op is not None and rest >= 0:
                        left[i] = max(rest, left.get(i, 0))
        return set(left)

    def _above(self, start: int, depth: int) -> set[int]:
        """The same on the way up, to where the gradients come from."""
        graph = self.graph
        left = {**dict.fromkeys(self.through, 0), start: depth}
        for edge in reversed(graph.backward_edges):
            if edge.operand in left:
                is_passed = edge.node in self.through or edge.node in self.entrances
                rest = left[edge.operand] - (not is_passed)
                if rest >= 0:
                    left[edge.node] = max(rest, left.get(edge.node, 0))
        return set(left) - {graph.output_node.index}

    def circuit(self, place: Place, part: str) -> Circuit:
        """The circuit of the entry at a place of what is opened, or of a part of it."""
        output = self._quantity((self.kind, self.start, place))
        name = self._name((self.kind, self.start, place))
        parts = self.circuits.parts
        steps = part.split("_")
        for end in range(1, len(steps) + 1) if part else ():
            key = "_".join(steps[:end])
            if key not in parts:
                known = ", ".join(parts)
                raise NameGraphError(
                    "zoom.part" if parts else "zoom.no_parts", name=name, part=part, known=known
                )
            output, name = self.circuits.total(parts[key], key), key
        return self.circuits.circuit(output, name, self.parameters)

    def _quantity(self, goal: _Key) -> Quantity:
        waiting = [goal]
        while waiting:
            key = waiting[-1]
            if key not in self.quantities:
                self.missing, parts = [], len(self.circuits.parts)
                found = self._make(key)
                if self.missing:
                    self.circuits.keep_parts(parts)
                    waiting += self.missing
                    continue
                self.quantities[key] = found
                is_passed = key[0] == "gradient" and key[1] in self.entrances and key != goal
                is_named = key[1] not in self.graph.unnamed and not is_passed
                if is_named and isinstance(found, Expr) and found.op is not None:
                    self.circuits.names.setdefault(self._name(key), found)
            waiting.pop()
        return self.quantities[goal]

    def _ask(self, kind: _Kind, index: int, place: Place) -> Quantity:
        """A quantity, if it is there; else it is noted as missing."""
        key: _Key = (kind, index, place)
        if index not in self.opened[kind]:
            return self._leaf(key)
        if key not in self.quantities:
            self.missing.append(key)
            return _NOTHING
        return self.quantities[key]

    def _name(self, key: _Key) -> str:
        kind, index, place = key
        shape = np.shape(self.walk.node_values[index])
        name = self.graph.nodes[index].name
        if kind == "gradient":
            name = slope_name(self.graph.output, name)
        elif not place:
            return name
        return self.circuits.called(entry_names(name, place, shape), key)

    def _leaf(self, key: _Key) -> Quantity:
        """An entry that is not opened: a quantity of its own, or a constant."""
        kind, index, place = key
        if key not in self.quantities:
            self.quantities[key] = self._new_leaf(kind, index, place)
        return self.quantities[key]

    def _new_leaf(self, kind: _Kind, index: int, place: Place) -> Quantity:
        graph, node = self.graph, self.graph.nodes[index]
        values = self.walk.node_values if kind == "value" else self.walk.node_gradients
        number = np.float64(np.asarray(values[index])[place])
        if kind == "gradient" and node is graph.output_node:
            return 1.0
        if kind == "value" and graph.is_fixed[index]:
            if not graph.owns(node):
                return float(number)
            fixed = constant(number)
            self.circuits.names[self._name((kind, index, place))] = fixed
            return fixed
        name = self._name((kind, index, place))
        if kind == "value" and node.is_input and node.name in graph.parameters:
            self.parameters.append(name)
        return self.circuits.known(name, number)

    def _make(self, key: _Key) -> Quantity:
        kind, index, place = key
        return (self._value if kind == "value" else self._gradient)(index, place)

    def _text(self, op: Op, text: str, *parameters: str) -> Callable[..., Any]:
        key = (id(op), text)
        if key not in self.texts:
            self.texts[key] = op.over(self.vocabulary, text, *parameters)
        return self.texts[key]

    # Values

    def _entries(self, kind: _Kind, index: int) -> Entries:
        shape = np.shape(self.walk.node_values[index])
        return Entries(self.circuits, shape, partial(self._ask, kind, index))

    def _operands(self, index: int) -> list[Entries]:
        return [self._entries("value", i) for i in self.graph.nodes[index].operands]

    def _value(self, index: int, place: Place) -> Quantity:
        op, operands = self.graph.operation(index).op, self._operands(index)
        if op.is_port:
            return self._ask("value", self.graph.nodes[index].operands[0], place)
        if op.is_entrywise:
            own = [one.at(place_of(place, one.shape)) for one in operands]
            return apply(op, *own, keep_number=True)
        try:
            if not set(op.back) - {"0.0"}:  # nothing goes back, so no circuit may lead there
                raise NoRowError
            found = self._text(op, op.formula, *op.parameters)(*operands)
            return found.at(place) if isinstance(found, Entries) else float(found)
        except _BEYOND:
            if index != self.start:  # on the way it is a quantity of its own
                return self._new_leaf("value", index, place)
            raise GraphError("zoom.row", row=op.name, name=self.graph.nodes[index].name) from None

    # Gradients

    def _gradient(self, index: int, place: Place) -> Quantity:
        """The sum of what comes back along all edges."""
        terms: list[Quantity] = []
        for backflow in self.walk.arrivals[index][1]:
            terms += self._terms(backflow.edge, backflow.local, place)
        if self.missing:
            return _NOTHING
        return self.circuits.total(terms)

    def _terms(self, edge: Edge, local: Any, place: Place) -> list[Quantity]:
        op = self.graph.operation(edge.node).op
        shape = np.shape(self.walk.node_values[edge.operand])
        for came_back in (self._by_text, self._by_numbers):
            before = len(self.missing)
            try:
                found = came_back(edge, local)
                if not isinstance(found, Entries):
                    return [float(found)]
                wide = np.broadcast_shapes(found.shape, shape)
                places = stretched_places(place, shape, wide)
                return [entry(found, one) for one in places]
            except _BEYOND:
                del self.missing[before:]
        raise GraphError("zoom.row", row=op.name, name=self.graph.nodes[edge.node].name)

    def _by_text(self, edge: Edge, local: Any) -> Any:
        """What the row says goes back, over entries."""
        op = self.graph.operation(edge.node).op
        given = (self._entries("value", edge.node), *self._operands(edge.node))
        slots = ("out", *op.parameters)
        slope = None
        if op.is_entrywise:
            slope = self._text(op, op.local[edge.position], *slots)(*given)
        text = op.back[edge.position] if op.back else "g * local"
        back = self._text(op, text, "g", "local", *slots)
        return back(self._entries("gradient", edge.node), slope, *given)

    def _by_numbers(self, edge: Edge, local: Any) -> Any:
        """The same where the text makes no circuit: its coefficients are numbers."""
        g = self._entries("gradient", edge.node)
        node, operand = self.graph.nodes[edge.node], self.graph.nodes[edge.operand]
        if local is not None:
            slope = np.broadcast_to(local, g.shape)

            def factor(place: Place) -> Quantity:
                own = place_of(place, np.shape(self.walk.node_values[operand.index]))
                names = (
                    entry_names(one.name, at, np.shape(self.walk.node_values[one.index]))[0]
                    for one, at in ((node, place), (operand, own))
                )
                name = self.circuits.called((slope_name(*names),), (edge, place))
                return self.circuits.known(name, np.float64(slope[place]))

            return g * Entries(self.circuits, g.shape, factor)
        op, values = self.graph.operation(edge.node).op, self.walk.node_values
        given = [values[i] for i in node.operands]
        slopes = jacobian(op, edge.position, values[edge.node], given)

        def back(place: Place) -> Quantity:
            coefficients = np.moveaxis(slopes, range(-len(place), 0), range(len(place)))[place]
            found = (
                times(float(coefficients[p]), g.at(p))
                for p in np.ndindex(g.shape)
                if coefficients[p]
            )
            return self.circuits.total([*found])

        return Entries(self.circuits, np.shape(values[edge.operand]), back)
