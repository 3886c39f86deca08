"""A walk with a bug in it: its numbers carried on, and the first edge at which one is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

import numpy as np

from ..core.graph import Edge
from ..core.walk import Backflow
from ..given.inputs import ByName
from ..given.real import read_only
from ..quiz.answer import agree
from ..spell.numbers import Maybe, Value, is_finite
from ..tell.walk import Walk
from .rules import OF_ORDER, RULES, site, wrong

__all__ = ["Bug", "Bugged", "at_one_place", "carried", "everywhere"]


@dataclass(frozen=True)
class Bug:
    """What is wrong, by its ``name``, and at which edges."""

    name: str
    edges: frozenset[Edge]


@dataclass(frozen=True, eq=False)
class Bugged:
    """A walk with a bug: what passes back, and the first edge at which a number is wrong.

    ``edges`` are those at which it may be found, all of the bug's or, of one in a closed block,
    those by which it comes out.
    """

    walk: Walk
    bug: Bug
    backflows: tuple[Backflow, ...]
    gradients: tuple[Maybe, ...]
    edge: Edge
    edges: frozenset[Edge]

    def as_walk(self) -> Walk:
        """The walk as it looks with the bug in it, for pictures and steps."""
        made = copy(self.walk)
        vars(made).pop("arrivals", None)
        made.backflows, made.node_gradients = list(self.backflows), list(self.gradients)
        made.gradients = ByName(made.graph.names, made.node_gradients)
        return made


def carried(walk: Walk, bug: Bug) -> Bugged | None:
    """The walk with the bug. None where it cannot be made, or leaves every number right.

    A number is wrong if it can be seen: in the first three digits.
    """
    with np.errstate(all="ignore"):
        return _carried(walk, bug)


def _carried(walk: Walk, bug: Bug) -> Bugged | None:
    first: Edge | None = None
    arrived, early = dict[int, Value](), dict[int, Value]()
    flows: list[Backflow] = []
    for flow in walk.backflows:
        edge, is_here = flow.edge, flow.edge in bug.edges
        is_late = is_here and bug.name == "unordered"
        upstream = early[edge.node] if is_late else arrived.get(edge.node, flow.upstream)
        contribution: Maybe = flow.contribution
        if is_here and bug.name in RULES:
            contribution = wrong(bug.name, site(walk, edge, upstream))
        elif upstream is not flow.upstream:
            contribution = site(walk, edge, upstream).contribution
        before: Maybe = arrived.get(edge.operand)
        if is_here and bug.name == "overwritten":
            before = None
        if is_here and bug.name == "kept":
            before = walk.node_gradients[edge.operand]
        if contribution is None:
            return None
        if contribution is not flow.contribution or before is not walk.before(flow):
            total = contribution if before is None else before + contribution
            if not is_finite(total):
                return None
            right = agree(contribution, flow.contribution) & agree(total, flow.total)
            first = edge if first is None and not np.all(right) else first
            contribution, total = read_only(contribution), read_only(total)
            flow = flow._replace(upstream=upstream, contribution=contribution, total=total)
        arrived[edge.operand] = flow.total
        early.setdefault(edge.operand, flow.total)
        flows.append(flow)
    if first not in bug.edges:  # none, or one where an error too small to be seen has grown
        return None
    gradients = [arrived.get(i, value) for i, value in enumerate(walk.node_gradients)]
    assert first is not None
    return Bugged(walk, bug, tuple(flows), tuple(gradients), first, bug.edges)


def at_one_place(walk: Walk) -> Iterator[Bug]:
    """Every bug at an edge, at a node that is used several times, or at the inputs.

    It may turn out that it cannot be made, or is none.
    """
    graph = walk.graph
    for name in OF_ORDER:
        yield from (Bug(name, frozenset(edges)) for edges in _places(walk, name) if edges)
    for edge in graph.backward_edges:
        yield from (Bug(name, frozenset((edge,))) for name in RULES)


def _places(walk: Walk, name: str) -> Iterator[list[Edge]]:
    """The edges at which the order goes wrong, place by place."""
    graph, flows = walk.graph, walk.backflows
    if name == "kept":
        yield [f.edge for f in flows if f.use == 1 and graph.nodes[f.edge.operand].is_input]
        return
    shared = dict[int, list[Edge]]()
    for flow in flows:
        edge = flow.edge
        if name == "overwritten" and flow.use > 1:
            shared.setdefault(edge.operand, []).append(edge)
        if name == "unordered" and graph.live_uses[edge.node] > 1:
            shared.setdefault(edge.node, []).append(edge)
    yield from shared.values()


def everywhere(walk: Walk) -> Iterator[Bug]:
    """Every bug as a program has it: in the rule of an operation, wherever that stands, or in all.

    A program that computes all gradients by hand may have it in one line for both operands.
    """
    graph = walk.graph
    for name in OF_ORDER:
        edges = [edge for place in _places(walk, name) for edge in place]
        if edges:
            yield Bug(name, frozenset(edges))
    rules = dict[object, list[Edge]]()
    for edge in graph.backward_edges:
        op = graph.operation(edge.node).op.name
        for key in (edge.node, op, (op, edge.position), None):
            rules.setdefault(key, []).append(edge)
    places = dict.fromkeys(frozenset(edges) for edges in rules.values() if len(edges) > 1)
    for several in sorted(places, key=len):
        yield from (Bug(name, _possible(walk, name, several)) for name in RULES)


def _possible(walk: Walk, name: str, edges: frozenset[Edge]) -> frozenset[Edge]:
    """Those of the edges where a bug can be made."""
    with np.errstate(all="ignore"):
        flows = (walk.backflows[walk.graph.backward_places[edge]] for edge in edges)
        found = ((f.edge, wrong(name, site(walk, f.edge, f.upstream))) for f in flows)
        return frozenset(edge for edge, value in found if value is not None)
