"""Hints in three degrees: where one may go on, which rule applies there, and the expression."""

from __future__ import annotations

import numpy as np

from ..spell.numbers import guard
from ..tell.blocks import computed, returned
from ..words import paragraph, say
from .judging import slots
from .places import Place
from .task import Task

__all__ = ["explained", "hint_at"]


def hint_at(task: Task, place: Place, degree: int, lang: str) -> str:
    """The hint of a degree, 1 to 3, at a place that is possible."""
    about = slots(task, place)
    if degree <= 1:
        return say(f"practice.where_{place.kind}", lang, **about)
    if degree == 2:
        is_value = place.kind == "value" and task.block(place) is None
        return task.question(place, lang).hint if is_value else explained(task, place, lang)
    return say("practice.expression", lang, expression=_expression(task, place))


def explained(task: Task, place: Place, lang: str) -> str:
    """Why it is so at a place; nothing of a value, which its formula tells."""
    about = slots(task, place)
    block = task.block(place)
    if block is not None:
        graph = task.walk.graph
        count = computed(block, graph) if place.kind == "value" else returned(block, graph)
        return say(f"practice.block_{place.kind}", lang, count=count, **about)
    if place.kind == "value":
        return ""
    if place.kind == "seed":
        return say("seed_beside", lang, **about)
    if place.kind == "sum":
        return say("shared_complete_beside", lang)
    step = task.step(place)
    told = [step.reason(lang)]
    if step.is_summed:
        told.append(say("broadcast", lang, **about))
    return paragraph(lang, told)


def _through(task: Task, place: Place) -> str:
    """A closed block with its numbers; and the way back, of which only the factors have a name."""
    shown, graph, told = task.walk.shown, task.walk.graph, slots(task, place)
    if place.kind == "value":
        return str(told["formula"])
    block = task.block(place)
    assert block is not None
    output, operand = shown[graph.output_node.index], told["operand"]
    live = [shown[i] for i in block.outputs if graph.live_uses[i] or shown[i] == output]
    terms = (f"∂{name}/∂{operand}" + f" · ∂{output}/∂{name}" * (name != output) for name in live)
    return " + ".join(terms)


def _expression(task: Task, place: Place) -> str:
    if task.block(place) is not None:
        return _through(task, place)
    written, step = task.walk.written, task.step(place)
    if place.kind == "seed":
        output = task.walk.shown[place.node]
        return f"∂{output}/∂{output}"
    if place.kind == "value":
        names = [task.walk.shown[i] for i in step.place.operands]
        is_array = np.ndim(step.value) > 0
        return step.write(*(names if is_array else map(written, step.operand_values)))
    if place.kind == "sum":
        parts = [arrived.contribution for arrived in task.walk.arrivals[place.node][1]]
        return " + ".join([written(parts[0]), *(guard(written(part)) for part in parts[1:])])
    if np.ndim(step.contribution) or step.local is None or step.is_summed:
        return next(iter(task.expressions(place)))
    return f"{written(step.local)} · {guard(written(step.upstream))}"
