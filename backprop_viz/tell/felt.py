"""Which nodes a gradient goes to at a walk: labels, say, it is stopped before."""

from __future__ import annotations

import numpy as np

from ..core.walk import Walk
from ..kept import kept

__all__ = ["felt"]


@kept
def felt(walk: Walk) -> frozenset[int]:
    """The nodes that a gradient goes back to, as their shapes are there."""
    graph, values = walk.graph, walk.node_values
    found = {graph.output_node.index}
    for edge in graph.backward_edges:
        op, operands = graph.operation(edge.node).op, graph.nodes[edge.node].operands
        shapes = (np.shape(values[i]) for i in operands)
        if edge.node in found and op.carries([edge.position], *shapes):
            found.add(edge.operand)
    return frozenset(found)
