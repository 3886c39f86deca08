"""What a picture shows at step k: the text of every slot, and how each thing is marked.

A scene is a pure function of the plan, the walk and k. It has no positions and no colours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from ..tell.walk import Walk
from .cells import Cells, cells, scales
from .plan import Plan, label_lines
from .schedule import Mark, marks_at
from .things import Branch, Wire

__all__ = ["Label", "Scene", "asked", "contribution", "gradient", "scene", "value"]

UNKNOWN = ("?",)
MORE = " + ?"


class Label(NamedTuple):
    """The text of a slot, line by line. ``mark`` tells how it is written.

    On a card of an array, ``cells`` tell its entries as far as they are known.
    """

    lines: tuple[str, ...]
    mark: Mark
    cells: Cells | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known yet."""
        return self.lines == UNKNOWN

    @property
    def is_partial(self) -> bool:
        """Whether more is to be added to what is known."""
        return bool(self.lines) and self.lines[-1].endswith(MORE)


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
    if walk is None:
        step = 0
    told = plan.schedule
    values, gradients = marks_at(told.values, step), marks_at(told.gradients, step)
    contributions = marks_at(told.contributions, step)
    return Scene(
        step,
        [value(w, walk, step, mark) for w, mark in zip(plan.wires, values, strict=True)],
        [gradient(w, walk, step, mark) for w, mark in zip(plan.wires, gradients, strict=True)],
        [
            contribution(b, walk, step, mark)
            for b, mark in zip(plan.branches, contributions, strict=True)
        ],
        marks_at(told.wires, step),
        marks_at(told.branches, step),
        marks_at(told.circles, step),
        marks_at(told.links, step),
    )


def value(wire: Wire, walk: Walk | None, step: int, mark: Mark) -> Label:
    """The label over a wire at a step at which it has a mark."""
    if walk is None or step == 0:
        return Label(wire.constant, mark, wire.cells)
    if mark == "faint":
        return Label(UNKNOWN, mark)
    lines = label_lines(walk.node_values[wire.node], walk.digits)
    if wire.card is None:
        return Label(tuple(lines), mark)
    scale = scales(walk).values[wire.node]
    found = cells(wire.card, walk.node_values[wire.node], scale, walk.digits)
    return Label(tuple(lines), mark, found)


def gradient(wire: Wire, walk: Walk | None, step: int, mark: Mark) -> Label:
    """The label under a wire."""
    if walk is None or step == 0 or not walk.graph.has_gradient[wire.node]:
        return Label((), mark)
    if mark == "faint":
        return Label(UNKNOWN, mark)
    total, complete = walk.gradient_at(wire.node, step)
    assert total is not None, wire.title
    lines = label_lines(total, walk.digits)
    if not complete:
        lines[-1] += MORE
    if wire.card is None:
        return Label(tuple(lines), mark)
    found = cells(wire.card, total, scales(walk).gradients[wire.node], walk.digits)
    return Label(tuple(lines), mark, found)


def contribution(branch: Branch, walk: Walk | None, step: int, mark: Mark) -> Label:
    """The label under a branch."""
    if walk is None or step == 0:
        return Label((), mark)
    if mark == "faint":
        return Label(UNKNOWN, mark)
    place = walk.graph.backward_places[branch.edge]
    came = walk.backflows[place].contribution
    lines = tuple(label_lines(came, walk.digits))
    if branch.card is None:
        return Label(lines, mark)
    scale = scales(walk).gradients[branch.edge.operand]
    return Label(lines, mark, cells(branch.card, came, scale, walk.digits))


def asked(plan: Plan, walk: Walk, step: int) -> Scene:
    """The scene at a step that is yet to be found: it is marked, and what it finds is open."""
    before, now = scene(plan, walk, step - 1), scene(plan, walk, step)

    def opened(old: list[Label], new: list[Label]) -> list[Label]:
        return [
            Label(was.lines or UNKNOWN, label.mark, was.cells)
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
