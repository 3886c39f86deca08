"""The room of labels: how wide numbers may be, and how names are set."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

import numpy as np

from ..spell.numbers import DIGITS, Value, format_lines
from .widths import even, text_width

__all__ = [
    "BETWEEN",
    "ENTRY_WIDTH",
    "LINE",
    "NUMBER_WIDTH",
    "WIDER",
    "Slots",
    "is_italic",
    "isolated",
    "label_lines",
    "slot_width",
]

NUMBER_WIDTH = 7  # characters of a number in its slot, where it has the usual digits
ENTRY_WIDTH = 6  # ... of an entry of an array
WIDER = 3  # ... more with more digits, as all of them are shown behind "0.000", too
BETWEEN = " → "  # numbers that stand side by side
LINE = 20.0  # points


class Slots(NamedTuple):
    """What a slot has room for: the digits of a number, and how many numbers."""

    digits: int
    beside: int


def label_lines(value: Value, digits: int = DIGITS) -> list[str]:
    """A value as the lines of its slot."""
    is_array = not isinstance(value, float) and np.ndim(value)
    return format_lines(value, _width(ENTRY_WIDTH if is_array else NUMBER_WIDTH, digits), digits)


def _width(width: int, digits: int) -> int:
    """The characters of a slot that has ``width`` of them for the usual digits."""
    return width if digits <= DIGITS else width + digits - DIGITS + WIDER


def slot_width(shape: tuple[int, ...], room: Slots, prefix: str) -> float:
    """Points for the widest label that a value of ``shape`` may need behind ``prefix``."""
    if not shape:
        widest = "−" + "0" * (_width(NUMBER_WIDTH, room.digits) - 2) + "."
    else:
        lines, width = format_lines(np.zeros(shape)), _width(ENTRY_WIDTH, room.digits)
        if "‖" in lines[0]:
            widest = f"{lines[0].partition('‖')[0]}‖0.{'1' * (width - 2)}‖"
        else:
            widest = lines[0].replace("0", "−0." + "1" * (width - 3))
    return even(text_width(prefix + BETWEEN.join([widest] * room.beside)) + 8)


_TURNING = frozenset(("R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI"))


def isolated(name: str) -> str:
    """A name kept from turning what stands beside it, where it is written from right to left."""
    turns = any(unicodedata.bidirectional(c) in _TURNING for c in name)
    return f"\u2068{name}\u2069" if turns else name


def is_italic(name: str) -> bool:
    """Names are set in italics as mathematics does, but not where a script has no italics."""
    return not any(unicodedata.east_asian_width(c) in "WF" for c in name)
