"""Templates of operations, such as ``3<*><a>^2``, filled with symbols or with numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["JOINT", "Slots", "fill", "put"]

Slots = Mapping[str, tuple[str, str]]
"""For each slot, its text as a factor and as it stands alone."""

JOINT = "\x00"  # stands between two factors until both neighbours are known

_SLOT = re.compile(r"<([a-z]\d*)(!?)>| ?<\*> ?")


def put(template: str, slots: Slots) -> str:
    """The template with its slots filled as they are; one that is not among them stays open."""

    def one(match: re.Match[str]) -> str:
        texts = slots.get(match[1] or "*")
        return match[0] if texts is None else texts[1 if match[2] else 0]

    return _SLOT.sub(one, template)


def fill(template: str, slots: Slots) -> str:
    """The template in LaTeX, with a dot only between factors that would read as one without it."""
    left, *factors = put(template, slots).split(JOINT)
    for right in factors:
        if right[:1].isdigit() or right.startswith("("):
            joint = r" \cdot "  # x2 would read as a name, x(2) as a call
        elif r"\mathrm" in left + right:
            joint = r"\,"
        else:
            joint = "" if left[-1:].isdigit() else " "
        left += joint + right
    return left
