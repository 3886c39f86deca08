"""Which arrays of one dimension are columns: NumPy knows no difference, but a reader does."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.graph import Graph

__all__ = ["columns"]


def columns(graph: Graph, shapes: Sequence[tuple[int, ...]]) -> frozenset[int]:
    """The nodes that are columns: what stands behind a matrix in a product, and comes of it.

    What is added to a column entry by entry, or is a function of one, is a column as well. A vector
    before a matrix is a row, and so is one that is stretched over the rows of a matrix.
    """
    group = list(range(len(shapes)))

    def first(node: int) -> int:
        while group[node] != node:
            node = group[node]
        return node

    upright, flat = [], []
    for node in graph.operations:
        sides = [node.index, *node.operands]
        vectors = [i for i in sides if len(shapes[i]) == 1]
        if node.op.is_entrywise:
            if len(shapes[node.index]) > 1:
                flat += vectors
            for i in vectors[1:]:
                group[max(first(i), first(vectors[0]))] = min(first(i), first(vectors[0]))
        elif node.op.operator == "@":
            before, behind = node.operands
            flat += [i for i in (before,) if i in vectors]
            upright += [i for i in (behind,) if i in vectors]
            if node.index in vectors:
                (flat if before in vectors else upright).append(node.index)
    found = set(map(first, upright)) - set(map(first, flat))
    return frozenset(i for i, shape in enumerate(shapes) if len(shape) == 1 and first(i) in found)
