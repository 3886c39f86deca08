"""Which operations stand one above the other in the order in which the formula has them."""

from __future__ import annotations

from collections.abc import Mapping

from ..graph import Graph

__all__ = ["rows"]

SMALL = 60  # nodes; in a larger picture less is held to the order, so that fewer lines cross


def rows(graph: Graph, rank: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """The circles of operations that are alike, from top to bottom, if they have the same rank.

    Such are the neurons of a layer, and the gates of a cell: all that leads to one has the form of
    what leads to the other, but for the name of a function of one operand. A single operation on
    inputs is one of them as a part of such only. Where the operands of a subtraction or a division
    ask for another order, theirs is kept.
    """
    kinds: dict[tuple[object, ...], int] = {}
    kind_of: list[int] = []
    size: list[int] = []  # operations on the longest way to each
    for node in graph.nodes:
        name = node.op.name if node.op is not None and node.op.arity > 1 else ""
        kind = (name, *(kind_of[i] for i in node.operands))
        kind_of.append(kinds.setdefault(kind, len(kinds)))
        size.append(max((size[i] for i in node.operands), default=-1) + 1)
    alike: dict[tuple[int, int], list[int]] = {}
    for node in graph.operations:
        alike.setdefault((rank[f"o{node.index}"], kind_of[node.index]), []).append(node.index)
    several = [row for row in alike.values() if len(row) > 1]
    whole = [row for row in several if size[row[0]] > 1]
    held = {node for row in whole for node in row}
    if len(graph.nodes) > SMALL:
        found = [row for row in whole if not _follow(graph, row, held)]
    else:
        found = [row for row in several if size[row[0]] > 1 or _follow(graph, row, held)]
    return tuple(tuple(f"o{n}" for n in row) for row in found if not _is_against(graph, row))


def _follow(graph: Graph, row: list[int], held: set[int]) -> bool:
    """Whether all of a row lead to a row only, and so stand in its order anyway, or nearly so."""
    return all(len(graph.uses[n]) == 1 and graph.uses[n][0].node in held for n in row)


def _is_against(graph: Graph, row: list[int]) -> bool:
    """Whether an operand of an operation that is not commutative would stand on the wrong side."""
    lowest: dict[int, int] = {}  # the last position so far, by the operation
    for start in row:
        node = start
        while len(graph.uses[node]) == 1:
            (use,) = graph.uses[node]
            op = graph.nodes[use.node].op
            if op is not None and not op.commutative:
                if use.position < lowest.get(use.node, 0):
                    return True
                lowest[use.node] = use.position
            node = use.node
    return False
