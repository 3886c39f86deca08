"""A gradient check of one wire: a central difference of the output by it, which knows no rule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core.graph import Edge
from ..spell.numbers import Value
from ..tell.walk import Walk
from ..verify.difference import MOST_MOVED, OneByOne, Shake, Together, carries, refined

__all__ = ["slope_along", "slope_at"]


def slope_at(walk: Walk, node: int) -> Value:
    """How the output changes with a node, by all its uses; nan where differences cannot tell."""
    return _found(walk, node, None)


def slope_along(walk: Walk, edge: Edge) -> Value:
    """How the output changes with one use of a node alone."""
    return _found(walk, edge.operand, edge)


def _found(walk: Walk, node: int, edge: Edge | None) -> Value:
    start = np.asarray(walk.node_values[node])
    if all(one.op.is_entrywise for one in walk.graph.operations):
        return refined(start, _Together(walk, node, edge))[0]
    found = np.full(start.shape, np.nan)
    if start.size <= MOST_MOVED:
        moved = _OneByOne(walk, node, edge)
        for at in np.ndindex(start.shape):
            moved.at = at
            found[at] = refined(start[at], moved)[0]
    return found[()]


class _Use:
    """A node is moved, or what goes along one of the edges that leave it."""

    walk: Walk

    def __init__(self, walk: Walk, node: int, edge: Edge | None) -> None:
        self.walk, self.here, self.edge = walk, node, edge

    def forward(self, moved: Value, shake: Shake | None) -> tuple[Value, bool]:
        graph, values = self.walk.graph, list(self.walk.node_values)
        follows = {self.here}
        if self.edge is None:
            values[self.here] = moved
        else:
            user = graph.operation(self.edge.node)
            operands: Sequence[Value] = [
                moved if i == self.edge.position else values[index]
                for i, index in enumerate(user.operands)
            ]
            values[user.index] = user.op.forward(*operands)
            follows = {user.index}
        for node in graph.operations:
            is_later = self.edge is None or node.index > self.edge.node
            if is_later and carries(self.walk, node, follows):
                value = node.op.forward(*(values[i] for i in node.operands))
                values[node.index] = shake(value, None) if shake else value
                follows.add(node.index)
        output = graph.output_node.index
        return values[output], output in follows


class _Together(_Use, Together):
    """All entries at once."""


class _OneByOne(_Use, OneByOne):
    """The entry ``at`` a place."""
