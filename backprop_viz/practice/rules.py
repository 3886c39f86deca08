"""Which rule applies where: what an operation does with the gradient that comes to it.

No operation is named here: what it does is read off the texts of its row.
"""

from __future__ import annotations

import re

import numpy as np

from ..tell.walk import Step

__all__ = ["ARRAY_RULES", "NUMBER_RULES", "RULES", "rules_at", "rules_of_one"]

NUMBER_RULES = ("passes", "flips", "swaps", "routes", "slope", "adds")
ARRAY_RULES = ("transposes", "sums", "spreads", "rearranges")
RULES = (*NUMBER_RULES, *ARRAY_RULES)
"""All rules, in the order in which they are offered."""

_TURNED = re.compile(r"to_left|to_right")
_PLACED = re.compile(r"\w+\(g\b[^*/]*\)")


def rules_at(step: Step) -> tuple[str, ...]:
    """The rule along the edge of a backward step, and behind it what may be said as well."""
    assert step.position is not None
    op, position = step.operation.op, step.position
    if not op.is_entrywise:
        return _of_whole(step, op.back[position])
    return ("sums",) if step.is_summed else rules_of_one(step)


def rules_of_one(step: Step) -> tuple[str, ...]:
    """The same of an entrywise operation, whether or not its operand was stretched."""
    assert step.position is not None
    op, position = step.operation.op, step.position
    local = op.local[position]
    if op.back and not re.search(r"\blocal\b", op.back[position]):
        # A gate of one operand may be called a slope of 0 or 1, too.
        return ("routes", "slope") if op.arity == 1 else ("routes",)
    if local in op.parameters and op.parameters[position] != local:
        return ("swaps",)
    return {"1.0": ("passes",), "-1.0": ("flips", "slope")}.get(local, ("slope",))


def _of_whole(step: Step, back: str) -> tuple[str, ...]:
    if _TURNED.search(back):
        numbers = max(map(np.ndim, step.operand_values)) < 2
        rule = ("transposes", "swaps") if numbers else ("transposes",)
    elif "spread(" in back:
        rule = ("spreads",) if back.startswith("spread(") else ("slope",)
    elif back.startswith("shared("):
        rule = ("routes",)
    elif back == "g":
        rule = ("passes",)
    else:
        rule = ("rearranges",) if _PLACED.fullmatch(back) else ("slope",)
    return ("sums", *rule) if step.is_summed else rule
