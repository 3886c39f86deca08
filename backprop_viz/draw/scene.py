"""What a picture shows at step k: the text of every slot, and how each thing is marked.

A scene is a pure function of the plan, the walk and k. It has no positions and no colours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from ..spell.numbers import Value
from ..tell.walk import Walk
from .cards import Card
from .cells import Cells, cells, scales
from .plan import Plan
from .schedule import Mark, marks_at
from .slots import label_lines
from .things import Branch, Wire, source

__all__ = ["Label", "Scene", "contribution", "gradient", "open_scene", "scene", "value"]

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
    found = walk.node_values[wire.node]
    if wire.card is None:
        return Label(tuple(label_lines(found, walk.digits)), mark)
    return _on_card(walk, wire.card, found, scales(walk).values[wire.node], mark)


def gradient(wire: Wire, walk: Walk | None, step: int, mark: Mark) -> Label:
    """The label under a wire."""
    if walk is None or step == 0 or not walk.graph.has_gradient[wire.node]:
        return Label((), mark)
    if mark == "faint":
        return Label(UNKNOWN, mark)
    total, complete = walk.gradient_at(wire.node, step)
    assert total is not None, wire.title
    if wire.card is None:
        label = Label(tuple(label_lines(total, walk.digits)), mark)
    else:
        label = _on_card(walk, wire.card, total, scales(walk).gradients[wire.node], mark)
    if complete:
        return label
    return label._replace(lines=(*label.lines[:-1], label.lines[-1] + MORE))


def contribution(branch: Branch, walk: Walk | None, step: int, mark: Mark) -> Label:
    """The label under a branch."""
    if walk is None or step == 0:
        return Label((), mark)
    if mark == "faint":
        return Label(UNKNOWN, mark)
    place = walk.graph.backward_places[branch.edge]
    came = walk.backflows[place].contribution
    if branch.card is None:
        return Label(tuple(label_lines(came, walk.digits)), mark)
    return _on_card(walk, branch.card, came, scales(walk).gradients[branch.edge.operand], mark)


def _on_card(walk: Walk, card: Card, found: Value, scale: float, mark: Mark) -> Label:
    """The label of an array, which is made once for all steps that show it."""
    known = scales(walk).known
    key = (id(found), card.table, card.chars, scale, walk.digits)
    if key not in known:  # kept with the array, so that no other takes its id
        lines = tuple(label_lines(found, walk.digits))
        known[key] = found, lines, cells(card, found, scale, walk.digits)
    _, lines, filled = known[key]
    return Label(lines, mark, filled)


def open_scene(plan: Plan, walk: Walk, step: int) -> Scene:
    """The scene at a step that is yet to be found: it is marked, and what it finds is open."""
    before, now = scene(plan, walk, step - 1), scene(plan, walk, step)

    def opened(old: list[Label], new: list[Label]) -> list[Label]:
        return [
            Label(was.lines or UNKNOWN, label.mark, was.cells)
            if label.mark in ("forward", "backward")
            else label
            for was, label in zip(old, new, strict=True)
        ]

    is_given = [source(walk.graph, wire).op is None for wire in plan.wires]
    values = zip(is_given, now.values, opened(before.values, now.values), strict=True)
    return replace(
        now,
        values=[label if given else asked_for for given, label, asked_for in values],
        gradients=opened(before.gradients, now.gradients),
        contributions=opened(before.contributions, now.contributions),
    )
