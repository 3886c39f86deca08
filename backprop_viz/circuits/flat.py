"""A graph of arrays as one of numbers: every entry of its inputs is an input of its own."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from functools import partial, reduce
from typing import Any, NamedTuple

import numpy as np

from ..arithmetic.shapes import Shape
from ..core.expression import Expr, apply, constant
from ..core.graph import Graph, Operation
from ..core.walk import Walk
from .circuit import Circuits
from .entries import Entries, Place, place_of
from .vocabulary import NoRowError, plus
from .whole import vocabulary

__all__ = ["Flat", "flat"]


_TIMES = 12


class Flat(NamedTuple):
    """A graph of numbers, whose output is the sum of the entries of the output.

    ``names`` are those of the entries of each input, row by row, and ``values`` their numbers.
    """

    graph: Graph
    names: Mapping[str, list[str]]
    values: Mapping[str, float]


def flat(walk: Walk, most: int) -> Flat | None:
    """The graph of a walk in numbers, branches as they are taken there.

    None for more than ``most`` entries of the inputs, or ``_TIMES`` as many in all, and where it
    takes what no operation computes.
    """
    shapes = [np.shape(value) for value in walk.node_values]
    counts = [*map(math.prod, shapes)]
    inputs = [node.index for node in walk.graph.nodes if node.is_input]
    if sum(counts[i] for i in inputs) > most or sum(counts) > _TIMES * most:
        return None
    try:
        return _made(walk, shapes)
    except (NoRowError, TypeError, AttributeError, ValueError, IndexError):
        return None


def _made(walk: Walk, shapes: list[Shape]) -> Flat:
    manner = Circuits((), sys.maxsize)
    texts = vocabulary(manner)
    nodes: list[Entries] = []
    names: dict[str, list[str]] = {}
    values: dict[str, float] = {}
    for node, shape, value in zip(walk.graph.nodes, shapes, walk.node_values, strict=True):
        numbers = np.asarray(value)
        if node.is_input:
            names[node.name] = [f"{node.name}_{number}" for number in range(numbers.size)]
            values |= zip(names[node.name], numbers.ravel().tolist(), strict=True)
            entries = _known(manner, names[node.name], numbers)
        elif isinstance(node, Operation) and _is_open(node, shapes):
            operands = [nodes[i] for i in node.operands]
            entries = Entries(manner, shape, _computed(node, operands, texts))
        else:
            entries = Entries(manner, shape, partial(_constant, numbers))
        for place in np.ndindex(shape):
            entries.at(place)
        nodes.append(entries)
    last = walk.graph.output_node.index
    total: Any = reduce(plus, (nodes[last].at(place) for place in np.ndindex(shapes[last])))
    whole = [nodes[walk.graph.names[name]] for name in names]
    roots = [one.at(place) for one in whole for place in np.ndindex(one.shape)]
    return Flat(Graph.build(roots, constant(total)), names, values)


def _is_open(node: Operation, shapes: list[Shape]) -> bool:
    """Whether a gradient may go back through a node, of which a circuit may then lead there."""
    back, arity = node.op.back, node.op.arity
    is_felt = set(back) != {"0.0"}
    return is_felt and node.op.carries(range(arity), *(shapes[i] for i in node.operands))


def _constant(numbers: Any, at: Place) -> Expr:
    return constant(numbers[at])


def _known(manner: Circuits, names: list[str], numbers: Any) -> Entries:
    """The entries of an input."""
    places = {place: count for count, place in enumerate(np.ndindex(numbers.shape))}
    return Entries(
        manner, numbers.shape, lambda at: manner.known(names[places[at]], np.float64(numbers[at]))
    )


def _computed(
    node: Operation, operands: list[Entries], texts: Mapping[str, Any]
) -> Callable[[Place], Expr]:
    """How an entry of an operation is made of those of its operands."""
    op = node.op
    if op.is_entrywise:
        return lambda at: apply(
            op, *(one.at(place_of(at, one.shape)) for one in operands), keep_number=True
        )
    found = op.over(texts, op.formula, *op.parameters)(*operands)
    if not isinstance(found, Entries):
        return lambda at: constant(found)
    return lambda at: constant(found.at(at))
