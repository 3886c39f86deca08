"""Which nodes a gradient goes to at a walk, as to probabilities and not to labels, and which inputs
are either.
"""

from __future__ import annotations

import numpy as np

from ..core.graph import Edge, Graph
from ..core.walk import Walk
from ..kept import kept

__all__ = ["felt", "targets"]


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


@kept
def targets(graph: Graph) -> frozenset[str]:
    """The inputs that are nothing but labels or probabilities, which not every number is."""

    def is_one(use: Edge) -> bool:
        op = graph.operation(use.node).op
        if op.is_port:
            return are_all(graph.uses[use.node])
        still = op.stops_at(*[()] * op.arity)
        return bool(still) and use.position not in still

    def are_all(uses: tuple[Edge, ...]) -> bool:
        return bool(uses) and all(map(is_one, uses))

    return frozenset(name for name in graph.inputs if are_all(graph.uses[graph.names[name]]))
