"""What is told of a closed block: what goes in, and how much happens in it."""

from __future__ import annotations

from collections import Counter

from ..core.graph import Graph, Operation
from ..kept import kept
from ..parts import Block
from ..spell.names import latex as latex_name
from ..spell.numbers import latex_value

__all__ = [
    "chain",
    "closed_count",
    "computed",
    "given",
    "inner",
    "inside",
    "latex_call",
    "listed",
    "operation_count",
    "partial",
    "returned",
]


def given(block: Block, graph: Graph) -> list[int]:
    """The nodes that go in, in the order of the signature."""
    return [graph.nodes[port].operands[0] for _, port in block.arguments]


def _operations(block: Block, graph: Graph) -> tuple[Operation, ...]:
    return graph.operations[block.operations.start : block.operations.stop]


def inside(block: Block, graph: Graph) -> list[int]:
    """The nodes that are computed in it, its ports among them."""
    return [node.index for node in _operations(block, graph)]


def inner(graph: Graph) -> frozenset[int]:
    """The nodes that are seen in no picture, as they are in closed blocks."""
    closed = () if graph.view is None else graph.view.closed
    return frozenset(i for b in closed for i in inside(b, graph) if i not in b.outputs)


def listed(parts: list[str]) -> str:
    """One as it is, several in parentheses."""
    return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"


def computed(block: Block, graph: Graph) -> int:
    """How many operations there are in it."""
    return sum(not node.op.is_port for node in _operations(block, graph))


def returned(block: Block, graph: Graph) -> int:
    """Along how many edges of its operations a gradient comes back."""
    left = _left(graph)
    return sum(left[node.index] for node in _operations(block, graph) if not node.op.is_port)


@kept
def _left(graph: Graph) -> Counter[int]:
    """Along how many edges of each operation a gradient comes back."""
    return Counter(edge.node for edge in graph.backward_edges)


def partial(of: str, by: str) -> str:
    """A partial derivative in LaTeX."""
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def latex_call(graph: Graph, block: Block, digits: int) -> str:
    """A block with its arguments in LaTeX."""
    nodes = (graph.nodes[index] for index in given(block, graph))
    names = (
        latex_value(node.value, digits)
        if node.is_constant and not graph.owns(node)
        else latex_name(node.name)
        for node in nodes
    )
    return f"{latex_name(block.function)}({', '.join(names)})"


def chain(graph: Graph, block: Block, operand: int) -> str:
    """The chain rule through a block: a product for each of its outputs that counts."""
    output, by = latex_name(graph.output), latex_name(graph.nodes[operand].name)
    names = [latex_name(graph.nodes[i].name) for i in block.outputs if graph.reaches_output[i]]
    terms = (partial(name, by) + partial(output, name) * (name != output) for name in names)
    return " + ".join(terms)


def closed_count(graph: Graph) -> int:
    """How many of them are in closed blocks."""
    return sum(computed(block, graph) for block in (graph.view.closed if graph.view else ()))


def operation_count(graph: Graph) -> int:
    """How many operations there are in a graph, those in its blocks included."""
    ports = sum(node.op.is_port for node in graph.operations) if graph.blocks else 0
    return len(graph.operations) - ports
