"""What marks the things of a picture, as the browser is told it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ..draw.plan import Plan
from ..draw.schedule import Mark, Marks

__all__ = ["encoded", "told"]

_CODES: Mapping[Mark, int] = {"used": 1, "forward": 2, "backward": 3}


def encoded(plan: Plan) -> dict[str, Any]:
    """What marks every thing; the pieces of a trunk share what marks it, and up to which turn."""
    schedule = plan.schedule
    made: dict[str, Any] = {
        part.name: list(map(told, getattr(schedule, part.name))) for part in fields(schedule)
    }
    made["trunks"] = {
        link.node: [told(marks._replace(turn=0)), [marks.reach[k] for k in sorted(marks.reach)]]
        for link, marks in zip(plan.links, schedule.links, strict=True)
        if link.turn == 1
    }
    return made


def told(marks: Marks) -> list[int]:
    """The marks of a thing: the step at which it is known, and then by how many steps later than
    the one before, times 4, a step touches it, plus the code of its mark.
    """
    numbers, before = [marks.known], 0
    if marks.turn:
        return numbers
    for step, mark in sorted(marks.touched.items()):
        numbers.append(4 * (step - before) + _CODES[mark])
        before = step
    return numbers
