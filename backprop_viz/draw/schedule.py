"""How every thing of a picture is marked, from step to step.

A mark depends on the graph and the step alone, not on any value. So it is reckoned once for all
steps of a plan; a scene, in Python or in the browser, looks it up, and a medium that tells of a
thing over all steps, such as TikZ, goes from one change to the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from ..core.graph import Edge, Graph
from .parts import Part
from .things import Branch, Circle, Link, Wire, source

__all__ = ["Mark", "Marks", "Schedule", "marks_at", "schedule"]

Mark = Literal["faint", "plain", "used", "forward", "backward"]
"""Not reached yet; reached; what this step reads; what it computes, forward or backward."""


class Marks(NamedTuple):
    """The marks of one thing: faint until the step at which it is ``known``, then plain, but for
    the steps that have ``touched`` it.

    The pieces of a trunk share what touches it; each heeds only the steps whose ``reach`` is as far
    along the trunk as its own ``turn``.
    """

    known: int
    touched: dict[int, Mark]
    turn: int = 0
    reach: Mapping[int, int] = MappingProxyType({})

    def at(self, step: int) -> Mark:
        """The mark at a step; the bare graph is plain."""
        return marks_at([self], step)[0]

    def changes(self) -> list[int]:
        """The steps from which on it may look otherwise: nothing of it changes in between."""
        touched = [k for k in self.touched if self.turn <= self.reach.get(k, 0)]
        return sorted({0, 1, self.known, *touched, *(step + 1 for step in touched)})


def marks_at(things: Iterable[Marks], step: int) -> list[Mark]:
    """The marks of some things at a step."""
    if step == 0:
        return ["plain" for _ in things]
    return [
        (touched.get(step) if not turn or turn <= reach.get(step, 0) else None)
        or ("plain" if known <= step else "faint")
        for known, touched, turn, reach in things
    ]


@dataclass(frozen=True)
class Schedule:
    """The marks of all things, in the order of the plan's wires, branches, circles and links."""

    values: list[Marks]
    gradients: list[Marks]
    contributions: list[Marks]
    wires: list[Marks]
    branches: list[Marks]
    circles: list[Marks]
    links: list[Marks]


def schedule(
    graph: Graph,
    wires: Sequence[Wire],
    branches: Sequence[Branch],
    circles: Sequence[Circle],
    links: Sequence[Link],
    turns: Mapping[Edge, int],
) -> Schedule:
    """The schedule of the things of a plan, whose ``turns`` tell which edges leave a trunk where.

    It is as long as the graph, not as its steps times its things.
    """
    given = {wire.node for wire in wires if source(graph, wire).op is None}
    steps = _Steps(graph, turns, [circle.part for circle in circles if circle.part], given)
    return Schedule(
        values=[steps.value(wire.node) for wire in wires],
        gradients=[steps.gradient(wire.node) for wire in wires],
        contributions=[steps.contribution(branch.edge) for branch in branches],
        wires=[steps.wire(wire.node) for wire in wires],
        branches=[steps.edge(branch.edge) for branch in branches],
        circles=[steps.circle(circle.node, circle.part) for circle in circles],
        links=[steps.link(link) for link in links],
    )


class _Steps:
    """At which steps of a walk something happens to the nodes and edges of a graph."""

    def __init__(
        self,
        graph: Graph,
        turns: Mapping[Edge, int],
        parts: Sequence[Part],
        given: Collection[int],
    ) -> None:
        self.graph, self.seed, self.given = graph, graph.seed_index, given
        known = zip(graph.computed_at, graph.nodes, strict=True)
        self.known = [min(k, 1) if node.index in given else k for k, node in known]
        self.places, self.turns = graph.backward_places, turns
        self.trunks: dict[int, tuple[dict[int, Mark], dict[int, int]]] = {}
        self.makers = {node: part for part in parts for node in part.outputs}

    def through(self, part: Part) -> list[int]:
        """The steps at which a gradient comes back through a closed block."""
        owned = (edge for node in part.all_owned for edge in self.graph.uses[node])
        return sorted(step for edge in (*part.edges, *owned) for step in self.returns(edge))

    def arrivals(self, node: int) -> list[int]:
        """The steps at which a gradient comes back to a node."""
        return sorted(step for edge in self.graph.uses[node] for step in self.returns(edge))

    def departures(self, node: int) -> list[int]:
        """The steps at which it goes on from there; what comes out of a closed block is what goes
        back to each of its arguments."""
        through = self.makers.get(node) if self.graph.has_gradient[node] else None
        gone = () if node in self.given else self.graph.edges[node]
        steps = [step for edge in gone for step in self.returns(edge)]
        return steps if through is None else [*steps, *self.through(through)]

    def reads(self, node: int) -> list[int]:
        """The steps that read the value of a node."""
        return [self.known[edge.node] for edge in self.graph.uses[node]]

    def computes(self, node: int) -> list[int]:
        """The step that computes the value of a node, unless it is given."""
        is_given = self.graph.nodes[node].op is None or node in self.given
        return [] if is_given else [self.known[node]]

    def returns(self, edge: Edge) -> list[int]:
        """The step at which a gradient comes back along an edge, if any does."""
        place = self.places.get(edge)
        return [] if place is None else [self.graph.returned_at[place]]

    def value(self, node: int) -> Marks:
        known = self.known[node]
        # The first operation finds the inputs as fresh as its result; a constant never is.
        is_fresh = 0 < known < self.seed
        return _marks(known, used=self.reads(node), forward=[known] if is_fresh else ())

    def gradient(self, node: int) -> Marks:
        if not self.graph.has_gradient[node]:
            return _marks(0)
        # Nothing ever arrives at the output, nor where the output does not depend on the node.
        arrivals = self.arrivals(node) or [self.seed]
        return _marks(arrivals[0], used=self.departures(node), backward=arrivals)

    def contribution(self, edge: Edge) -> Marks:
        (step,) = self.returns(edge)
        return _marks(step, backward=[step])

    def wire(self, node: int) -> Marks:
        is_output = node == self.graph.output_node.index
        return _marks(
            self.known[node],
            forward=[*self.computes(node), *self.reads(node)],
            backward=[
                *([self.seed] if is_output and self.graph.has_gradient[node] else ()),
                *self.arrivals(node),
                *self.departures(node),
            ],
        )

    def edge(self, edge: Edge) -> Marks:
        """Anything on the way of an operand edge alone."""
        return _marks(
            self.known[edge.operand],
            forward=[self.known[edge.node]],
            backward=self.returns(edge),
        )

    def circle(self, node: int, part: Part | None = None) -> Marks:
        backward = self.departures(node) if part is None else self.through(part)
        return _marks(self.known[node], forward=self.computes(node), backward=backward)

    def link(self, link: Link) -> Marks:
        if link.edge is not None:
            return self.edge(link.edge)
        if link.turn is None:
            is_from_circle = link.tail.startswith("o")
            return self.circle(link.node) if is_from_circle else self.end(link.node)
        if link.node not in self.trunks:
            self.trunks[link.node] = self.trunk(link.node)
        touched, reach = self.trunks[link.node]
        return Marks(self.known[link.node], touched, link.turn, reach)

    def trunk(self, node: int) -> tuple[dict[int, Mark], dict[int, int]]:
        """What touches a trunk, and up to which turn."""
        touched: dict[int, Mark] = {}
        reach: dict[int, int] = {}
        for edge in self.graph.uses[node]:
            if turn := self.turns.get(edge, 0):
                ahead, back = self.known[edge.node], self.returns(edge)
                touched |= {ahead: "forward", **dict.fromkeys(back, "backward")}
                for step in (ahead, *back):
                    reach[step] = max(turn, reach.get(step, 0))
        return touched, reach

    def end(self, node: int) -> Marks:
        """The link between a wire and its free end."""
        return _marks(self.known[node], forward=self.computes(node))


def _marks(
    known: int,
    *,
    used: Iterable[int] = (),
    forward: Iterable[int] = (),
    backward: Iterable[int] = (),
) -> Marks:
    touched: dict[int, Mark] = dict.fromkeys(used, "used")
    touched |= dict.fromkeys(forward, "forward")
    touched |= dict.fromkeys(backward, "backward")
    return Marks(known, touched)
