"""A value as it is typed: a number, whatever makes one, such as pi/4, or lists of these.

One reader serves the shell, the fields of an explorer and the answers to a question. The fields of
the browser have its twin (``browser/static/entry.js``).
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from .errors import ParseError
from .numbers import Value
from .read import read
from .words import Message

__all__ = ["not_finite", "parsed", "read_list", "read_value", "typed"]

MOST_AXES = 32  # which every NumPy can have

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "∞": math.inf, "infinity": math.inf}
# Of a program, which is no number, and of a comment; in the width of a keyboard in Japanese, too.
_NO_PART = re.compile("[=;#\r\n＝；＃]")


def typed(value: Value) -> str:
    """A value as one would type it: the shortest text that reads back as the same float."""
    if np.ndim(value):
        return f"[{', '.join(map(typed, value))}]"
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e16 else repr(number)


def parsed(text: str, before: Value) -> Value | None:
    """What was typed, if it is finite and of the shape of ``before``; else None."""
    try:
        value = read_value(text)
    except ParseError:
        return None
    return value if np.shape(value) == np.shape(before) and np.isfinite(value).all() else None


def read_value(text: str) -> Value:
    """The number or array that a text stands for. Infinities and nan have to be asked for.

    Raises ``ParseError`` that shows the place.
    """
    text = text.strip()
    return read_list(text) if text.startswith(("[", "［")) else np.float64(_number(text, text, 0))


def read_list(text: str) -> Value:
    """Nested lists as an array; an entry is anything that makes a number, such as 1/3.

    Raises ``ParseError`` that shows the place.
    """
    return _ListReader(text).array()


def not_finite(text: str) -> float | None:
    """The infinity or nan that a text names; None if it names none."""
    word = text.strip().lower().translate(_SIGNS)
    number = _NOT_FINITE.get(word[1:] if word[:1] in ("+", "-") else word)
    return -number if number is not None and word.startswith("-") else number


_SIGNS = str.maketrans("−－＋", "--+")
_BRACKETS = str.maketrans("［］，", "[],")


def _number(piece: str, text: str, start: int) -> float:
    """The number that a piece of ``text`` makes, which stands there at ``start``."""
    word = piece.strip()
    column = start + len(piece) - len(piece.lstrip())
    if not word:
        raise _error("entry.empty", text, column)
    plain = word.translate(_SIGNS)
    if _PLAIN.fullmatch(plain):
        number = float(plain)
        if math.isinf(number):
            raise _error("parse.too_large", text, column, "parse.largest")
        return number
    named = not_finite(word)
    if named is not None:
        return named
    if other := _NO_PART.search(word):
        raise _error("entry.program", text, column + other.start())
    try:
        value = read(word).output.value
    except ParseError as error:
        raise _error(error.told, text, column + error.column - 1, error.advice) from None
    if value is None:
        raise _error("entry.name", text, column, name=word)
    if not math.isfinite(value):
        raise _error("entry.not_finite", text, column, "entry.ask", number=str(value))
    return float(value)


def _error(
    told: str | Message, text: str, at: int, hint: str | Message = "", **slots: object
) -> ParseError:
    return ParseError(
        told,
        text=text,
        line=text.count("\n", 0, at) + 1,
        column=at - (text.rfind("\n", 0, at) + 1) + 1,
        hint=hint,
        **slots,
    )


class _ListReader:
    def __init__(self, text: str) -> None:
        self.text = text

    def array(self) -> Value:
        whole: list[Any] = []
        open_lists, depth, start = [whole], 0, 0
        has_entry = False  # whether a list or an entry stands since the last comma or bracket
        for at, character in enumerate(self.text.translate(_BRACKETS) + "\n"):
            ends = depth == 0 and character in "[],\n"
            if not ends:
                depth += (character in "(（") - (character in ")）")
                continue
            piece = self.text[start:at]
            if piece.strip():
                if has_entry or character == "[" or len(open_lists) == 1:
                    raise self._error("answer.separator", start, piece)
                open_lists[-1].append(_number(piece, self.text, start))
                has_entry = True
            start = at + 1
            if character == "[":
                if has_entry or (len(open_lists) == 1 and whole):
                    raise self._error("answer.comma", at)
                if len(open_lists) > MOST_AXES:
                    raise self._error("entry.deep", at)
                inner: list[Any] = []
                open_lists[-1].append(inner)
                open_lists.append(inner)
            elif character == "]":
                if len(open_lists) == 1 or (open_lists[-1] and not has_entry):
                    raise self._error("answer.bracket", at)
                open_lists.pop()
                has_entry = True
            elif character == ",":
                if not has_entry or len(open_lists) == 1:
                    raise self._error("answer.entry", at)
                has_entry = False
        if len(open_lists) > 1 or depth:
            raise self._error("answer.open", len(self.text.rstrip()))
        try:
            return np.asarray(whole[0], dtype=np.float64)
        except ValueError:
            raise self._error("answer.ragged", 0) from None

    def _error(self, told: str, at: int, piece: str = "") -> ParseError:
        return _error(told, self.text, at + len(piece) - len(piece.lstrip()), "answer.list")
