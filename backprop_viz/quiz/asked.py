"""What there is to ask about a walk, and what is right."""

from __future__ import annotations

from ..spell.numbers import Value
from ..tell.walk import Step, Walk
from .mistakes import Only

__all__ = ["askable", "wanted_at"]


def askable(walk: Walk) -> tuple[int, ...]:
    """The steps that have something to ask: all but the bare graph, the seed, and those in which
    a closed block is walked through, or an open one left.
    """
    steps = (k for k in range(1, len(walk.steps)) if k != walk.seed_index)
    if walk.graph.view is None:
        return tuple(steps)
    return tuple(k for k in steps if walk.steps[k].manner in ("forward", "backward"))


def wanted_at(step: Step, only: Only = "") -> Value:
    """The right answer at a step."""
    if step.kind == "forward":
        return step.value
    if only:
        return step.contribution if only == "way" else step.total
    return step.total if step.complete else step.contribution
