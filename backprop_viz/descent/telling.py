"""What a descent says: what became of the cost, what its last steps did, and what to try."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from ..spell.numbers import DIGITS, Number, format_number, format_value
from ..words import paragraph, say
from .motion import WINDOW, Motion, motion
from .positions import Position, Positions
from .run import ROOM

__all__ = ["description"]

BACK = 0.01  # of its drop, what the cost must rise again to be told
CRAWL = 1e-3  # of a cost, what changes too little to be seen


def description(path: Positions, lang: str) -> str:
    """What became of the cost and, if the path was stopped, why and what to try."""
    before, after = path.cost_at(0), path.cost_at(-1)
    lowest = 0 if path.diverged else int(np.argmin(path.outputs))
    keys = _outcome(path, before, after, lowest)
    if path.cost.columns:
        keys.append("batches" if path.sees_some else "all_data")
    slots = _slots(path, lang, before, after, lowest)
    return paragraph(lang, (say(f"descent.{key}", lang, **slots) for key in keys))


def _slots(
    path: Positions, lang: str, before: float, after: float, lowest: int
) -> dict[str, object]:
    """What the messages name; ``before``, ``after`` and at step ``lowest`` are costs."""
    last = path[-1]
    other = path[max(last.step - 1, 0)]
    return {
        "step": last.step,
        "steps": path.steps,
        "settled": path.settled,
        "output": path.shown(path.graph.output),
        "before": format_value(before),
        "after": format_value(last.output if path.diverged else after),
        "rate": format_number(path.rate, digits=2 * DIGITS),
        "smaller": format_number(path.rate / 10),
        "half": format_number(path.rate / 2),
        "larger": format_number(path.rate * 10),
        "method": say(f"descent.{path.method}", lang),
        "inputs": _standing(path, last),
        "other": _standing(path, other),
        "other_output": format_value(path.outputs[other.step]),
        "slope": format_value(_length(last.gradients[name] for name in path.parameters)),
        "lowest": format_value(path.outputs[lowest]),
        "lowest_step": lowest,
        "count": path.cost.count,
        "batch": path.batch,
        "room": ROOM >> 20,
    }


def _outcome(path: Positions, before: float, after: float, lowest: int) -> list[str]:
    """The messages of what happened, by their keys."""
    last = len(path) - 1
    columns = path.cost.columns.values()
    if path.ending == "undefined" and not all(np.isfinite(c).all() for c in columns):
        return ["undefined_data"]
    if path.diverged:
        return [f"{path.ending}{'' if last else '_start'}"]
    lead = [path.ending] if path.ending in ("interrupted", "full") else []
    if last == 0 and path.settled is None:
        return [*lead, "no_step"]
    gradients = path[-1].gradients
    is_level = not any(np.any(gradients[name]) for name in path.parameters)
    reach = _length(np.ptp(path.inputs[name], axis=0) for name in path.parameters)
    rest = ["left_out"] if path.ending == "settled" else []
    if reach == 0.0:
        return [*lead, "flat" if is_level else "stuck", *rest]
    how = "" if path.sees_some else _motion(path, reach)
    is_still = format_value(before) == format_value(after)
    nearly = "" if before == after else "_nearly"
    outcome = f"still{nearly}" if is_still else "done"
    if how == "flips":
        return [*lead, outcome, how]
    notes: list[str] = []
    if after > before and not is_still:
        notes.append("risen")
    elif how:
        notes.append(how)
    elif is_still and _has_turned(path):
        notes.append(f"across{nearly}")
    elif is_still and np.ptp(path.outputs) <= CRAWL * abs(before):
        notes.append("crawls")
    if not (path.sees_some or how) and 0 < lowest < last:
        drop = max(before, after) - path.outputs[lowest]
        if after - path.outputs[lowest] > BACK * drop:
            notes.append("back")
    if path.settled is not None:
        notes.append("settled" if is_level else "settled_short")
    return [*lead, outcome, *notes, *rest]


def _motion(path: Positions, reach: float) -> Motion:
    """How the last places move; ``reach`` is how far the whole path extends."""
    return motion(path.last_numbers(WINDOW), path.outputs[-WINDOW:], reach)


def _has_turned(path: Positions) -> bool:
    """Whether the last step has led to where the gradient points back."""
    here, there = path[-1], path[-2]
    back = 0.0
    for name in path.parameters:
        move = np.subtract(here.inputs[name], there.inputs[name])
        back += float(np.sum(move * here.gradients[name]))
    return back > 0


def _standing(path: Positions, place: Position) -> str:
    """The inputs that move, where they are."""
    return ", ".join(
        f"{path.shown(name)} = {format_value(place.inputs[name])}" for name in path.parameters
    )


def _length(values: Iterable[Number]) -> float:
    """The length of all the numbers together as one vector."""
    numbers = [np.abs(np.asarray(value, dtype=float)).ravel() for value in values]
    whole = np.concatenate(numbers) if numbers else np.zeros(1)
    greatest = float(whole.max(initial=0.0))
    if not 0 < greatest < math.inf:
        return greatest
    return greatest * float(np.linalg.norm(whole / greatest))
