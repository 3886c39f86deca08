"""What there is to ask of a closed block, and the mistakes that can be made at one.

A mistake is told as (reason, value, detail), as those of ``slips`` are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, groupby
from operator import attrgetter

import numpy as np

from ..arithmetic.shapes import summed_to
from ..core.walk import Walk
from ..parts import Block
from ..spell.names import display
from ..spell.numbers import Value
from ..tell.blocks import given, inside

__all__ = ["call_of", "output_of", "returned", "slips_back", "slips_forward"]

Slip = tuple[str, Value, str]

MOST = 200
"""Operations of the largest block that is computed with its arguments in another order."""


def output_of(walk: Walk, block: Block) -> int:
    """The output that is asked for: the first that the graph's own depends on."""
    reaches = walk.graph.reaches_output
    return next((index for index in block.outputs if reaches[index]), block.outputs[0])


def call_of(block: Block, names: list[str]) -> str:
    """A block with arguments, as a reader writes it."""
    return f"{display(block.function)}({', '.join(names)})"


def slips_forward(walk: Walk, block: Block) -> Iterator[Slip]:
    """What else than its output comes of a block."""
    values, names, asked = walk.node_values, walk.graph.displayed, output_of(walk, block)
    arguments = given(block, walk.graph)
    for first, second in combinations(range(len(arguments)), 2):
        one, other = arguments[first], arguments[second]
        if np.shape(values[one]) == np.shape(values[other]) and len(block.operations) <= MOST:
            order = [*arguments]
            order[first], order[second] = other, one
            called = call_of(block, [names[index] for index in order])
            yield "order", _computed(walk, block, order)[asked], called
    for index in block.outputs:
        if index != asked:
            yield "other_output", values[index], names[index]
    yield "flipped_value", -values[asked], ""
    for index in reversed(_inner(walk, block)):
        yield "inside", values[index], names[index]
    for index in dict.fromkeys(arguments):
        yield "unchanged", values[index], names[index]


def slips_back(
    walk: Walk, block: Block, port: int, unfinished: Mapping[int, list[Value]]
) -> Iterator[Slip]:
    """What else than its gradient comes back to an argument.

    ``unfinished`` are gradients of outputs from before all of them had come back.
    """
    graph, totals, names = walk.graph, walk.node_gradients, walk.graph.displayed
    values = walk.node_values
    upstream = {i: t for i in block.outputs if (t := totals[i]) is not None}
    own = totals[port]
    assert own is not None
    yield "flipped_value", -own, ""
    for total in upstream.values():
        yield "passed", total, ""
    ones = {index: np.ones_like(total)[()] for index, total in upstream.items()}
    yield from (("forgotten", found, "") for found in returned(walk, block, port, ones))
    if len(upstream) > 1:
        for index, total in upstream.items():
            for found in returned(walk, block, port, {index: total}):
                yield "one_output", found, names[index]
    for index, parts in unfinished.items():
        for part in parts:
            for found in returned(walk, block, port, {**upstream, index: part}):
                yield "early", found, ""
    for (_, other), operand in zip(block.arguments, given(block, graph), strict=True):
        total = totals[other]
        if other != port and total is not None:
            yield "other_argument", total, names[operand]
    for index in _inner(walk, block):
        total = totals[index]
        if total is not None:
            yield "inside_back", total, names[index]
    (operand,) = graph.nodes[port].operands
    for index in (operand, *block.outputs):
        yield "value", values[index], ""


def returned(walk: Walk, block: Block, port: int, upstream: Mapping[int, Value]) -> Iterator[Value]:
    """What comes back to a port when ``upstream`` comes to outputs of its block, if anything."""
    graph, values, own = walk.graph, walk.node_values, {*inside(block, walk.graph)}
    totals: dict[int, Value] = dict(upstream)
    edges = (edge for edge in graph.backward_edges if edge.node in own)
    for index, here in groupby(edges, attrgetter("node")):
        if index not in totals:
            continue
        op, out, arrived = graph.operation(index).op, values[index], totals[index]
        operands = [values[i] for i in graph.nodes[index].operands]
        locals_ = op.partials(out, *operands)
        for edge in here:
            if edge.operand not in own:
                continue
            term = op.backs[edge.position](arrived, locals_[edge.position], out, *operands)
            part = summed_to(np.asarray(term)[()], np.shape(values[edge.operand]))
            totals[edge.operand] = totals.get(edge.operand, np.float64(0.0)) + part
    if port in totals:
        yield totals[port]


def _inner(walk: Walk, block: Block) -> list[int]:
    """What is computed in it, without what only goes through a port."""
    nodes = map(walk.graph.operation, inside(block, walk.graph))
    return [node.index for node in nodes if not node.op.is_port]


def _computed(walk: Walk, block: Block, arguments: list[int]) -> dict[int, Value]:
    """The values in a block for other arguments."""
    graph, known = walk.graph, walk.node_values
    found = {
        port: known[index] for (_, port), index in zip(block.arguments, arguments, strict=True)
    }
    for node in map(graph.operation, inside(block, graph)):
        if node.index not in found:
            found[node.index] = node.op.forward(*(found.get(i, known[i]) for i in node.operands))
    return found
