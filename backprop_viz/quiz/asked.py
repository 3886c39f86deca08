"""What there is to ask about a walk, and what is right."""

from __future__ import annotations

from ..spell.numbers import Value
from ..tell.walk import Step, Walk
from .mistakes import Only
from .of_blocks import output_of

__all__ = ["askable", "asked_of", "wanted_at"]


def askable(walk: Walk) -> tuple[int, ...]:
    """The steps that have something to ask: all but the bare graph, the seed, and those in which
    an open block only passes on what has come to a port of it.
    """
    steps = (k for k in range(1, len(walk.steps)) if k != walk.seed_index)
    if walk.graph.view is None:
        return tuple(steps)
    return tuple(k for k in steps if _has_question(walk.steps[k]))


def _has_question(step: Step) -> bool:
    return step.manner != "backward_port" or bool(step.complete and step.uses > 1)


def asked_of(step: Step) -> int:
    """The node whose value a forward step asks for: of a closed block, an output."""
    return step.place.index if step.block is None else output_of(step.walk, step.block)


def wanted_at(step: Step, only: Only = "") -> Value:
    """The right answer at a step."""
    if step.kind == "forward":
        return step.walk.node_values[asked_of(step)]
    if only:
        return step.contribution if only == "way" else step.total
    return step.total if step.complete else step.contribution
