"""Where a wire that is used again and again runs on as a trunk, and gives off its branches."""

from __future__ import annotations

from ..core.graph import Edge, Graph

__all__ = ["Groups", "trunks", "trunks_in_blocks"]

Groups = tuple[tuple[Edge, ...], ...]
LEAST, FAR = 3, 6  # places where a trunk is left, and operations from the first to the last
MANY = 60  # places in sums, of one wire; each with a line of its own they are a thicket


def trunks(graph: Graph, *, every: bool = False) -> dict[int, Groups]:
    """For each node whose wire becomes a trunk, its uses by where they leave it, left to right.

    Such is an input that every step of a recurrence reads: one line passes by all of them, where
    else there would be a long line to each. What enters one sum, however long, is read at one
    place, as the neurons of a layer are; with ``every`` each addition of it is a place of its own.
    """
    late = _latest(graph, every)
    found = {}
    for node, uses in zip(graph.nodes, graph.uses, strict=True):
        if len(uses) < LEAST:
            continue
        groups: dict[int, list[Edge]] = {}
        for use in uses:
            groups.setdefault(late[use.node], []).append(use)
        if len(groups) >= LEAST and max(groups) - min(groups) >= FAR:
            found[node.index] = tuple(tuple(groups[place]) for place in sorted(groups))
    return found


def trunks_in_blocks(graph: Graph) -> dict[int, Groups]:
    """The same of a graph with blocks, whatever is open: what stands around them stays there."""
    few = trunks(graph)
    if all(len(uses) <= MANY + len(few.get(n, ())) for n, uses in enumerate(graph.uses)):
        return few  # as there is at most a place for each use
    every = trunks(graph, every=True)
    longer = {n: groups for n, groups in every.items() if len(groups) > MANY + len(few.get(n, ()))}
    return few | longer


def _latest(graph: Graph, every: bool) -> list[int]:
    """For each node, after how many operations at most it has to be there."""

    nodes, uses = graph.nodes, graph.uses
    # A result that goes on into one more addition of the same sum is no further than that.
    stride = [1] * len(nodes)
    for made in graph.operations if not every else ():
        if made.op.commutative and len(uses[made.index]) == 1:
            (use,) = uses[made.index]
            stride[made.index] = int(nodes[use.node].op is not made.op)
    late = [0] * len(nodes)  # where nothing needs it, it is there as soon as it can be
    ready = stride.copy()
    for user in graph.operations:
        late[user.index] = early = max([ready[i] for i in user.operands])
        ready[user.index] = early + stride[user.index]
    for node in reversed(nodes):
        if used := uses[node.index]:
            late[node.index] = min([late[use.node] for use in used]) - stride[node.index]
    return late
