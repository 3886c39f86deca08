"""What somebody does on a hunt, as plain data, judged anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import BackpropVizError
from ..quiz.judgement import Judgement
from ..words import say
from .carried import Bugged
from .verdicts import checked, guessed, mended

__all__ = ["KINDS", "judgement"]

KINDS = ("check", "guess", "mend")
_MOST_TEXT = 2000  # characters of an answer


def judgement(bugged: Bugged, move: Mapping[str, Any], lang: str) -> Judgement:
    """The judgement of a move, whatever it holds, and whatever it says of itself.

    A check is right where the number on the wire is, and has no reason.
    """
    kind = move.get("move")
    wire: Any = move.get("wire" if kind == "check" else "edge")
    try:
        if kind == "check":
            found = checked(bugged, wire, lang)
            return Judgement(bool(found), "", found.sentence)
        if kind == "guess":
            return guessed(bugged, wire, str(move.get("bug")), lang)
        value = move.get("value")
        is_long = isinstance(value, str) and len(value) > _MOST_TEXT
        if kind == "mend" and not is_long:
            return mended(bugged, wire, value, lang)
    except (BackpropVizError, ArithmeticError, TypeError, ValueError, RecursionError):
        pass
    return Judgement(False, "unreadable", say("practice.unreadable", lang))
