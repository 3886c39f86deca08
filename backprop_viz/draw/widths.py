"""How wide a text is, where no font can be asked."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

from ..theme import FONT_SIZE

__all__ = ["even", "text_width"]


def even(width: float) -> float:
    """Rounded up to fours: Graphviz rounds half-widths, and a line would miss its curve."""
    return 4 * math.ceil(width / 4)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = FONT_SIZE) -> float:
    """Points that ``text`` takes at most in a common sans-serif font of ``size`` points.

    From the advance widths of DejaVu Sans, the widest of the fonts in the stack.
    """
    return size * sum(map(_advance, text))


def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in "mMWw%@∞‖—…":
        return 1.11
    if character in "ijl.,:;'′|![]() /₁":
        return 0.4
    if character in "+−=<>×÷~":
        return 0.84
    return 0.7 if character.isdigit() else 0.73 if character.islower() else 0.87
