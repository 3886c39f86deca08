"""The parameters that a block has found around it, and that nothing else uses: it owns these."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..core.graph import Graph
from ..parts import Block, all_blocks

__all__ = ["found_around", "owned_ports", "way_of_owned"]


def found_around(graph: Graph) -> frozenset[int]:
    """The ports of what blocks were not given, but have found around them."""
    blocks = all_blocks(graph.blocks)
    return frozenset(port for block in blocks for _, port in block.arguments[block.signature :])


def way_of_owned(graph: Graph, port: int, found: Collection[int]) -> tuple[int, ...]:
    """Through which ports a parameter comes that nothing else uses, and the parameter itself last;
    nothing, where it is no such parameter. ``found`` are the ports of :func:`found_around`."""
    way: list[int] = []
    while port in found:
        (port,) = graph.nodes[port].operands
        if len(graph.uses[port]) > 1:
            break
        way.append(port)
        if graph.nodes[port].name in graph.parameters:
            return tuple(way)
    return ()


def owned_ports(graph: Graph, blocks: Iterable[Block]) -> dict[int, tuple[int, ...]]:
    """The ports by which these blocks get what they own, with the way to each parameter."""
    found = found_around(graph)
    ports = (port for block in blocks for _, port in block.arguments[block.signature :])
    return {port: way for port in ports if (way := way_of_owned(graph, port, found))}
