"""What an error quotes of its user: on one line, and never more of it than can be looked through."""

from __future__ import annotations

import re

__all__ = ["one_line", "quoted", "shortened"]

MOST = 200  # characters of one thing that is quoted
MOST_NAMES = 1200  # ... of a list of what there is
MOST_DIGITS = 60  # ... of a number
LARGE = 10**MOST_DIGITS
TAIL = 40  # of these, what is kept of the end

# What stands in these slots is the package's own, and whole.
_WHOLE = frozenset(("message", "hint", "what", "why", "install", "reason"))

# A direction of writing or a joiner of letters is part of a text; these are of none.
_BREAKS = r"\s*[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+\s*"


def quoted(value: object) -> str:
    """``repr(value)``, also of what has none: a list in itself, a whole number of 5,000 digits."""
    try:
        return repr(value)
    except Exception:
        return f"<{type(value).__name__}>"


def one_line(text: str) -> str:
    """The text without line ends and control characters, which no file and no terminal takes."""
    return re.sub(_BREAKS, " ", text).strip()


def shortened(text: str, most: int = MOST) -> str:
    """A text that is too long, without its middle."""
    if len(text) > most:
        text = f"{text[: most - TAIL - 1]}…{text[-TAIL:]}"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def slot(name: str, filling: object) -> object:
    """What fills a slot of an error."""
    if name in _WHOLE:
        return filling
    if isinstance(filling, int):
        return shortened(quoted(filling), MOST_DIGITS) if abs(filling) >= LARGE else filling
    if not isinstance(filling, str):
        try:
            return shortened(str(filling))
        except Exception:
            return shortened(quoted(filling))
    return shortened(filling, MOST_NAMES if name == "known" else MOST)
