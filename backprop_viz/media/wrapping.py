"""Sentences broken into lines, in English and in Japanese."""

from __future__ import annotations

import re
import unicodedata

from ..draw.fonts import text_width

__all__ = ["break_places", "wrap"]

# What Japanese typesetting (JIS X 4051) never puts first in a line, and never last.
NOT_FIRST = frozenset(
    "、。,.・:;!?)」』】〉》]}ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々…′"
    "\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\uff09\uff3d\uff5d"  # the full-width forms of ,.:;!?)]}
)
NOT_LAST = frozenset("(「『【〈《[{\uff08\uff3b\uff5b")  # and of ([{


_WORD = re.compile(r"(?:[=·⊙+−×÷] )?\S+\s*|\s+")  # a sign stays with what follows it


def wrap(text: str, size: float, width: float) -> list[str]:
    """The text in lines of at most ``width`` in the package's font.

    >>> wrap("one two three", 10.0, 50.0)
    ['one two', 'three']
    """
    lines: list[str] = []
    line = ""
    for piece in break_places(text):
        if text_width(line + piece.rstrip(), size) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while text_width(line.rstrip(), size) > width and len(line) > 1:  # one endless word
            fitting = next(
                n for n in range(len(line) - 1, 0, -1) if n == 1 or _fits(line[:n], size, width)
            )
            lines.append(line[:fitting])
            line = line[fitting:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _fits(text: str, size: float, width: float) -> bool:
    return text_width(text, size) <= width


def break_places(text: str) -> list[str]:
    """The text cut at every place where a line may end."""
    pieces: list[str] = []
    for word in _WORD.findall(text):
        start = 0
        for i in range(1, len(word)):
            before, behind = word[i - 1], word[i]
            if (
                (_is_wide(before) or _is_wide(behind))
                and not behind.isspace()
                and behind not in NOT_FIRST
                and before not in NOT_LAST
                and not unicodedata.combining(behind)
            ):
                pieces.append(word[start:i])
                start = i
        pieces.append(word[start:])
    return pieces


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
