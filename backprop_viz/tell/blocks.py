"""What is told of a closed block: what goes in, and how much happens in it."""

from __future__ import annotations

from ..core.graph import Graph, Operation
from ..core.ops import OPS
from ..parts import Block

__all__ = ["computed", "given", "inside", "listed", "operation_count", "returned"]


def given(block: Block, graph: Graph) -> list[int]:
    """The nodes that go in, in the order of the signature."""
    return [graph.nodes[port].operands[0] for _, port in block.arguments]


def _operations(block: Block, graph: Graph) -> tuple[Operation, ...]:
    return graph.operations[block.operations.start : block.operations.stop]


def inside(block: Block, graph: Graph) -> list[int]:
    """The nodes that are computed in it, its ports among them."""
    return [node.index for node in _operations(block, graph)]


def listed(parts: list[str]) -> str:
    """One as it is, several in parentheses."""
    return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"


def computed(block: Block, graph: Graph) -> int:
    """How many operations there are in it."""
    return sum(node.op is not OPS["port"] for node in _operations(block, graph))


def returned(block: Block, graph: Graph) -> int:
    """Along how many edges of its operations a gradient comes back."""
    own = {n.index for n in _operations(block, graph) if n.op is not OPS["port"]}
    return sum(edge.node in own for edge in graph.backward_edges)


def operation_count(graph: Graph) -> int:
    """How many operations there are in a graph, those in its blocks included."""
    return sum(node.op is not OPS["port"] for node in graph.operations)
