"""Which operations stand one above the other in the order in which the formula has them."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.graph import Graph
from ..kept import kept

__all__ = ["rows"]

SMALL = 60  # nodes; in a larger picture less is held to the order, so that fewer lines cross


def rows(graph: Graph, rank: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """The circles of operations that are alike, from top to bottom, if they have the same rank.

    Such are the neurons of a layer, and the gates of a cell: all that leads to one has the form of
    what leads to the other, but for the name of a function of one operand. A single operation on
    inputs is one of them as a part of such only. Where the operands of a subtraction or a division
    ask for another order, theirs is kept.
    """
    here = _here(rank, "o")  # nothing of what stands in a closed block
    kind_of, size = _forms(graph) if len(here) > 1 else ([], [])
    alike: dict[tuple[int, int], list[int]] = {}
    for index in here if len(here) > 1 else ():
        op = graph.nodes[index].op
        if op is not None and not op.is_port:  # ports stand in an order of their own
            alike.setdefault((rank[f"o{index}"], kind_of[index]), []).append(index)
    several = [row for row in alike.values() if len(row) > 1]
    whole = [row for row in several if size[row[0]] > 1]
    held = {node for row in whole for node in row}
    if len(graph.nodes) > SMALL:
        found = [row for row in whole if not _follow(graph, row, held)]
    else:
        found = [row for row in several if size[row[0]] > 1 or _follow(graph, row, held)]
    kept = [tuple(f"o{n}" for n in row) for row in found if not _is_against(graph, row)]
    return (*kept, *(_inputs(graph, rank) if len(graph.nodes) > SMALL else ()))


def _here(rank: Mapping[str, int], kind: str) -> list[int]:
    """The nodes that things of a kind have the ids of, in order."""
    return sorted(int(name[1:]) for name in rank if name[0] == kind and name[1:].isdecimal())


@kept
def _forms(graph: Graph) -> tuple[list[int], list[int]]:
    """For each node, which form what leads to it has, and how long the longest way to it is."""
    kinds: dict[tuple[object, ...], int] = {}
    kind_of: list[int] = []
    size: list[int] = []
    for node in graph.nodes:
        name = node.op.name if node.op is not None and node.op.arity > 1 else ""
        kind = (name, *[kind_of[i] for i in node.operands])
        kind_of.append(kinds.setdefault(kind, len(kinds)))
        size.append(max([size[i] for i in node.operands], default=-1) + 1)
    return kind_of, size


def _inputs(graph: Graph, rank: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The wires of inputs that go the same ways: the units of a layer lead to the same sums.

    Each goes to operations of its own, and from there on they cannot be told apart; so no line
    crosses more for their order. In a small picture the rows of these operations see to it.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for node in (graph.nodes[index] for index in _here(rank, "w")):
        uses = graph.uses[node.index]
        users = {use.node for use in uses}
        is_read_at_once = len({rank.get(f"o{n}", -n) for n in users}) == 1
        if node.is_input and is_read_at_once and 1 < len(users) == len(uses):
            ways = [_way(graph, n) for n in users]
            if None not in ways:
                key = (rank[f"w{node.index}"], *sorted(ways, key=repr))
                alike.setdefault(key, []).append(node.index)
    return [tuple(f"w{n}" for n in row) for row in alike.values() if len(row) > 1]


def _way(graph: Graph, node: int) -> tuple[str, int] | None:
    """Where an operation leads, if that is one place, which takes its operands in any order."""
    op, uses = graph.nodes[node].op, graph.uses[node]
    if op is None or len(uses) != 1:
        return None
    user = graph.nodes[uses[0].node].op
    return (op.name, uses[0].node) if user is not None and user.commutative else None


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
