"""What a picture shows at step k: the text of every slot, and how each thing is marked.

A scene is a pure function of the plan, the walk and k. It has no positions and no colours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ..core.graph import Edge
from ..tell.walk import Walk
from .plan import Plan, label_lines

__all__ = ["Label", "Mark", "Scene", "asked", "scene"]

Mark = Literal["faint", "plain", "used", "forward", "backward"]
"""Not reached yet; reached; what this step reads; what it computes, forward or backward."""

UNKNOWN = ("?",)


class Label(NamedTuple):
    """The text of a slot, line by line. ``mark`` tells how it is written."""

    lines: tuple[str, ...]
    mark: Mark


_EMPTY = Label((), "plain")


@dataclass(frozen=True)
class Scene:
    """Labels and marks in the order of the plan's wires, branches, circles and links."""

    step: int
    values: list[Label]
    gradients: list[Label]
    contributions: list[Label]
    wires: list[Mark]
    branches: list[Mark]
    circles: list[Mark]
    links: list[Mark]


def scene(plan: Plan, walk: Walk | None, step: int) -> Scene:
    """The scene of ``walk`` at ``step``; without a walk, the bare graph."""
    if walk is None or step == 0:
        return _bare(plan)
    current = walk.steps[step]
    kind = current.kind
    edge = walk.passages[step - walk.seed_index - 1].edge if kind == "backward" else None
    active = _active_node(walk, step)
    computed = walk.computed_at
    nodes = walk.graph.nodes

    values: list[Label] = []
    gradients: list[Label] = []
    wires: list[Mark] = []
    for wire in plan.wires:
        i = wire.node
        known = computed[i] <= step
        fresh = computed[i] == step and kind == "forward"
        values.append(
            Label(
                tuple(label_lines(walk.node_values[i])) if known else UNKNOWN,
                "forward"
                if fresh
                else "used"
                if kind == "forward" and i in nodes[active].operands
                else "plain"
                if known
                else "faint",
            )
        )
        gradients.append(_gradient(walk, i, step))
        wires.append(
            "backward"
            if (kind == "seed" and i == active and walk.graph.has_gradient[i])
            or (edge and i in (edge.operand, edge.node))
            else "forward"
            if kind == "forward" and (i == active or i in nodes[active].operands)
            else "plain"
            if known
            else "faint"
        )

    places = walk.graph.backward_places
    arrived = step - walk.seed_index
    contributions: list[Label] = []
    branches: list[Mark] = []
    for branch in plan.branches:
        place = places[branch.edge]
        known = place < arrived
        lines = tuple(label_lines(walk.passages[place].contribution)) if known else UNKNOWN
        here = branch.edge == edge
        contributions.append(Label(lines, "backward" if here else "plain" if known else "faint"))
        branches.append(
            "backward" if here else _along(walk, branch.edge, branch.edge.operand, step, active)
        )

    circles: list[Mark] = [
        "backward"
        if edge and circle.node == edge.node
        else "forward"
        if kind == "forward" and circle.node == active
        else "plain"
        if computed[circle.node] <= step
        else "faint"
        for circle in plan.circles
    ]
    links: list[Mark] = []
    operands = nodes[active].operands if kind == "forward" else ()
    passing = [edge] if edge else [Edge(i, active, n) for n, i in enumerate(operands)]
    reached = _reached(plan, passing)
    for link in plan.links:
        if link.turn is not None and link.turn <= reached.get(link.node, 0):
            links.append("backward" if edge else "forward")
        elif edge is not None:
            on_way = link.edge == edge or (link.node == edge.node and link.tail.startswith("o"))
            links.append("backward" if on_way else "plain")
        elif link.turn is not None:
            links.append("plain" if computed[link.node] <= step else "faint")
        else:
            links.append(_along(walk, link.edge, link.node, step, active))
    return Scene(step, values, gradients, contributions, wires, branches, circles, links)


def asked(plan: Plan, walk: Walk, step: int) -> Scene:
    """The scene at a step that is yet to be found: it is marked, and what it finds is open."""
    before, now = scene(plan, walk, step - 1), scene(plan, walk, step)

    def opened(old: list[Label], new: list[Label]) -> list[Label]:
        return [
            Label(was.lines or UNKNOWN, label.mark)
            if label.mark in ("forward", "backward")
            else label
            for was, label in zip(old, new, strict=True)
        ]

    is_given = [walk.graph.nodes[wire.node].op is None for wire in plan.wires]
    values = zip(is_given, now.values, opened(before.values, now.values), strict=True)
    return replace(
        now,
        values=[label if given else asked_for for given, label, asked_for in values],
        gradients=opened(before.gradients, now.gradients),
        contributions=opened(before.contributions, now.contributions),
    )


def _bare(plan: Plan) -> Scene:
    names = [
        Label(() if wire.name else wire.constant, "plain")  # an unnamed constant is its own name
        for wire in plan.wires
    ]
    plain: Mark = "plain"
    return Scene(
        0,
        names,
        [_EMPTY] * len(plan.wires),
        [_EMPTY] * len(plan.branches),
        [plain] * len(plan.wires),
        [plain] * len(plan.branches),
        [plain] * len(plan.circles),
        [plain] * len(plan.links),
    )


def _active_node(walk: Walk, step: int) -> int:
    if 0 < step < walk.seed_index:
        return walk.graph.operations[step - 1].index
    if step == walk.seed_index:
        return walk.graph.output_node.index
    return walk.passages[step - walk.seed_index - 1].edge.node


def _gradient(walk: Walk, node: int, step: int) -> Label:
    if not walk.graph.has_gradient[node]:
        return _EMPTY
    total, complete = walk.gradient_at(node, step)
    if total is None:
        return Label(UNKNOWN, "faint")
    lines = label_lines(total)
    if not complete:
        lines[-1] += " + ?"
    now = walk.passages[step - walk.seed_index - 1].edge if step > walk.seed_index else None
    fresh = now.operand == node if now else not walk.graph.live_uses[node]
    upstream = now is not None and now.node == node
    return Label(tuple(lines), "backward" if fresh else "used" if upstream else "plain")


def _reached(plan: Plan, edges: Iterable[Edge]) -> dict[int, int]:
    """For each node with a trunk, how far along it the ways of these edges go."""
    reached: dict[int, int] = {}
    for edge in edges:
        turn = plan.turns.get(edge, 0)
        reached[edge.operand] = max(turn, reached.get(edge.operand, 0))
    return reached


def _along(walk: Walk, edge: Edge | None, node: int, step: int, active: int) -> Mark:
    """How a link is marked while values run forward along it, and after."""
    if 0 < step < walk.seed_index:
        into = edge is not None and edge.node == active
        if into or (edge is None and node == active):
            return "forward"
    return "plain" if walk.computed_at[node] <= step else "faint"
