"""Templates of operations, such as ``3<*><a>^2``, filled with symbols or with numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

__all__ = ["ENTRYWISE", "JOINT", "SLOT", "Slots", "fill", "joined", "put"]

Slots = Mapping[str, tuple[str, str]]
"""For each slot, its text as a factor and as it stands alone."""

ENTRYWISE = r" \odot "  # stands between two arrays that are multiplied entry by entry
JOINT = "\x00"  # stands between two factors until both neighbours are known

SLOT = re.compile(r"<([a-z]\d*)(!?)>| ?<\*> ?")


def put(template: str, slots: Slots) -> str:
    """The template with its slots filled as they are; one that is not among them stays open."""

    def one(match: re.Match[str]) -> str:
        texts = slots.get(match[1] or "*")
        return match[0] if texts is None else texts[1 if match[2] else 0]

    return SLOT.sub(one, template)


def fill(template: str, slots: Slots) -> str:
    """The template in LaTeX, with a dot only between factors that would read as one without it."""
    return joined(put(template, slots).split(JOINT))


def joined(factors: Sequence[str], seen: Callable[[str], str] = str) -> str:
    """Factors as a product; ``seen`` is what a reader sees of a text."""
    left, *others = factors
    for right in others:
        end, start = seen(left), seen(right)
        if start[:1].isdigit() or start.startswith("("):
            joint = r" \cdot "  # x2 would read as a name, x(2) as a call
        elif r"\mathrm" in end + start:
            joint = r"\,"
        else:
            joint = "" if end[-1:].isdigit() else " "
        left += joint + right
    return left
