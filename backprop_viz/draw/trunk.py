"""Where a wire that is used again and again runs on as a trunk, and gives off its branches."""

from __future__ import annotations

from ..core.graph import Edge, Graph, Node

__all__ = ["Groups", "trunks"]

Groups = tuple[tuple[Edge, ...], ...]
LEAST, FAR = 3, 6  # places where a trunk is left, and operations from the first to the last


def trunks(graph: Graph, *, every: bool = False) -> dict[int, Groups]:
    """For each node whose wire becomes a trunk, its uses by where they leave it, left to right.

    Such is an input that every step of a recurrence reads: one line passes by all of them, where
    else there would be a long line to each. What enters one sum, however long, is read at one
    place, as the neurons of a layer are; with ``every`` each addition of it is a place of its own.
    """
    late = _latest(graph, every)
    found = {}
    for node, uses in zip(graph.nodes, graph.uses, strict=True):
        groups: dict[int, list[Edge]] = {}
        for use in uses:
            groups.setdefault(late[use.node], []).append(use)
        if len(groups) >= LEAST and max(groups) - min(groups) >= FAR:
            found[node.index] = tuple(tuple(groups[place]) for place in sorted(groups))
    return found


def _latest(graph: Graph, every: bool) -> list[int]:
    """For each node, after how many operations at most it has to be there."""

    def stride(operand: Node, user: Node) -> int:
        is_run = operand.op is user.op and user.op is not None and user.op.commutative
        return 0 if is_run and not every and len(graph.uses[operand.index]) == 1 else 1

    nodes = graph.nodes
    early = [0] * len(nodes)
    for user in graph.operations:
        early[user.index] = max(early[i] + stride(nodes[i], user) for i in user.operands)
    late = early.copy()  # where nothing needs it, it is there as soon as it can be
    for node in reversed(nodes):
        uses = graph.uses[node.index]
        if uses:
            late[node.index] = min(late[u.node] - stride(node, nodes[u.node]) for u in uses)
    return late
