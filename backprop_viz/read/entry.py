"""A value as it is typed: a number, whatever makes one, such as pi/4, or lists of these.

One reader serves the shell, the fields of an explorer and the answers to a question. The fields of
the browser have its twin (``browser/static/entry.js``).
"""

from __future__ import annotations

import json
import math
import re

import numpy as np

from ..errors import GraphError, ParseError
from ..spell.numbers import Value
from . import read

__all__ = ["not_finite", "parsed", "read_value", "typed"]

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_PLAIN_LIST = re.compile(r"\[[-\d.eE+,\[\] \t]*\]", re.ASCII)
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "∞": math.inf, "infinity": math.inf}
_WORD = re.compile(r"(?<!\w)(nan|inf(inity)?)(?!\w)|∞", re.IGNORECASE)
_SPELLED = {"nan": "nan", "inf": "inf", "∞": "∞", "infinity": "inf"}
_SIGNS = str.maketrans("−－＋", "--+")
# Of a program, which is no number, and of a comment; in the width of a keyboard in Japanese, too.
_NO_PART = re.compile("[=;#\r\n＝；＃]")


def typed(value: Value) -> str:
    """A value as one would type it: the shortest text that reads back as the same float."""
    if np.ndim(value):
        return f"[{', '.join(map(typed, np.asarray(value)))}]"
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e16 else repr(number)


def parsed(text: str, before: Value, *, any_shape: bool = False) -> Value | None:
    """What was typed, if it is finite and of the shape of ``before``; else None.

    With ``any_shape`` it may have another one, but not be empty. An array that had infinities, as a
    mask has, may have them.
    """
    try:
        value = read_value(text)
    except ParseError:
        return None
    is_endless = np.ndim(before) > 0 and bool(np.isinf(before).any())
    bad = np.isnan(value) if is_endless else ~np.isfinite(value)
    if bad.any() or (any_shape and not np.size(value)):
        return None
    return value if any_shape or np.shape(value) == np.shape(before) else None


def read_value(text: str) -> Value:
    """The number or array that a text stands for. Infinities and nan must be written as such.

    Raises ``ParseError`` that shows the place.
    """
    text = text.strip()
    if not text:
        raise ParseError("entry.empty", text=text)
    if other := _NO_PART.search(text):
        raise ParseError("entry.program", text=text, column=other.start() + 1)
    plain = text.translate(_SIGNS)
    value = np.float64(plain) if _PLAIN.fullmatch(plain) else _plain_list(plain)
    if value is None or not np.isfinite(value).all():
        value = _read(text)
    return np.float64(value) if np.ndim(value) == 0 else value


def not_finite(text: str) -> float | None:
    """The infinity or nan that a text names; None if it names none."""
    word = text.strip().lower().translate(_SIGNS)
    number = _NOT_FINITE.get(word[1:] if word[:1] in ("+", "-") else word)
    return -number if number is not None and word.startswith("-") else number


def _plain_list(text: str) -> Value | None:
    """A list of nothing but plain numbers, which may have many; None for any other text."""
    if not _PLAIN_LIST.fullmatch(text):
        return None
    try:
        return np.asarray(json.loads(text), dtype=np.float64)
    except (ValueError, OverflowError, RecursionError):
        return None


def _read(text: str) -> Value:
    """Whatever a formula of numbers makes."""
    spelled = _WORD.sub(lambda word: _SPELLED[word[0].lower()].ljust(len(word[0])), text)
    try:
        value = read(spelled).output.value
    except ParseError as error:
        place = {"line": error.line, "column": error.column}
        raise ParseError(error.reason, text=text, hint=error.advice, **place) from None
    except GraphError as error:  # of arrays that do not fit together
        raise ParseError(error.reason, text=text) from None
    if value is None:
        raise ParseError("entry.name", text=text, name=text)
    if not np.isfinite(value).all() and not _WORD.search(text):
        told = ", ".join(map(str, np.ravel(value)[~np.isfinite(np.ravel(value))][:1]))
        raise ParseError("entry.not_finite", text=text, hint="entry.ask", number=told)
    return value
