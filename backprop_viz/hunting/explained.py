"""The one bug that explains wrong gradients: planted in turn wherever it can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..core.graph import Edge
from ..quiz.answer import agree
from ..spell.numbers import Maybe, Value
from ..tell.walk import Walk
from .carried import Bug, Bugged, at_one_place, carried, everywhere
from .wires import slots_of

__all__ = ["Explanation", "explained"]

_NEARER = 0.1
_WORK = 30_000  # edges that are gone through, in all: a second


@dataclass(frozen=True)
class Explanation:
    """A bug that leads to all of the numbers; ``alone`` if there is none at another place."""

    bugged: Bugged
    alone: bool
    everywhere: bool = False

    @property
    def rule(self) -> str:
        """The operation whose rule is wrong for several operands, or wherever it stands."""
        walk = self.bugged.walk
        nodes = {edge.node for edge in self.bugged.bug.edges}
        rows = {walk.graph.operation(node).op for node in nodes}
        if not self.everywhere or len({row.name for row in rows}) > 1:
            return ""
        if len(nodes) == 1:
            return str(slots_of(walk, self.bugged.edge)["formula"])
        row = next(iter(rows))
        return row.operator or row.name


def explained(walk: Walk, given: Mapping[int, Value], first: int) -> Explanation | None:
    """The bug that leads to the gradients ``given`` by node, of which that of ``first`` is wrong.

    One at a single place is likelier than one all over. None where there is no such bug, and in a
    graph that is too large for that.
    """
    order = sorted(given, key=lambda node: node != first)
    count = max(len(walk.backflows), 1)
    right, tried = walk.node_gradients[first], 0

    def matching(bugs: Iterator[Bug]) -> Iterator[Bugged]:
        nonlocal tried
        for bug in bugs:
            tried += count
            if tried > _WORK:
                return
            made = carried(walk, bug)
            if made is None or not _is_nearer(given[first], made.gradients[first], right):
                continue
            if all(_fits(given[n], made.gradients[n]) for n in order):
                yield made

    near = _suspects(walk, given, first)
    found = matching(b for b in at_one_place(walk) if not near.isdisjoint(b.edges))
    made = next(found, None)
    if made is not None:
        return Explanation(made, alone=all(other.edge == made.edge for other in found))
    made = next(matching(everywhere(walk)), None)
    return None if made is None else Explanation(made, alone=True, everywhere=True)


def _fits(given: Maybe, made: Maybe) -> bool:
    return made is not None and bool(np.all(agree(given, made)))


def _is_nearer(given: Value, made: Maybe, right: Maybe) -> bool:
    """Whether a number is much nearer to what a bug makes than to what is right."""
    return bool(np.max(np.abs(given - made)) <= _NEARER * np.max(np.abs(given - right)))


def _suspects(walk: Walk, given: Mapping[int, Value], first: int) -> frozenset[Edge]:
    """The edges by which the gradient of ``first`` may have gone wrong.

    They are on a way to it, and lead to no node whose only part is known to be right.
    """
    graph = walk.graph
    leading, suspects = {first}, set[Edge]()
    for edge in reversed(graph.backward_edges):
        if edge.operand in leading:
            leading.add(edge.node)
            suspects.add(edge)
    right = {node for node, value in given.items() if _fits(value, walk.node_gradients[node])}
    return frozenset(
        e for e in suspects if e.operand not in right or graph.live_uses[e.operand] > 1
    )
