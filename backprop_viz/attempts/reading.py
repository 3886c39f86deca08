"""An attempt read from a file that anybody may have written: nothing in it runs, and it is small.

What is no attempt is refused by a reason; what it claims is not looked at here.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ..errors import InputError
from ..words import Message, quoted
from .attempt import FORMAT, VERSION, Exercise

__all__ = ["MOST_MOVES", "MOST_SEED", "Read", "read_attempt"]

MOST_SEED = 2**53
MOST_MOVES = 300
_MOST_BYTES = 1_000_000
_MOST_DEEP = 12
_MOST_DIGITS = 30
_MOST_TEXT = 100_000

# A string, to the end where it has none: so nothing is looked at twice.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|([\[{])|[\]}]', re.DOTALL)


@dataclass(frozen=True)
class Read:
    """An exercise, and the moves as they stand in the file."""

    exercise: Exercise
    moves: list[dict[str, Any]]


def read_attempt(path: Path) -> Read:
    """The attempt in a file. Raises ``InputError``, which says why it is none."""
    return _checked(_parsed(_text(path)))


def _text(path: Path) -> str:
    """The text of an ordinary, small file; no link is followed, no pipe waited for."""
    kind = os.lstat(path).st_mode
    if stat.S_ISDIR(kind):
        raise InputError("attempt.folder")
    if not stat.S_ISREG(kind):
        raise InputError("attempt.no_file")
    safely = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | safely)
    with os.fdopen(handle, "rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        size = f"{max(os.lstat(path).st_size, len(content)):,}"
        raise InputError("attempt.size", size=size, most=f"{_MOST_BYTES:,}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("attempt.text") from None


def _parsed(text: str) -> Any:
    deep = 0
    for token in _TOKEN.finditer(text):
        if token[0][0] != '"':
            deep += 1 if token[1] else -1
        if deep > _MOST_DEEP:
            raise InputError("attempt.deep", most=_MOST_DEEP)
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_whole,
            parse_float=_real,
        )
    except InputError:
        raise
    except (ValueError, RecursionError) as error:
        raise InputError("attempt.json", what=str(error)) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise InputError("attempt.twice", key=quoted(twice))
    return found


def _constant(given: str) -> NoReturn:
    raise InputError("attempt.constant", given=given)


def _whole(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise InputError("attempt.digits", count=len(text))
    return int(text)


def _real(text: str) -> float:
    if len(text) > 2 * _MOST_DIGITS:
        raise InputError("attempt.digits", count=len(text))
    number = float(text)
    if not math.isfinite(number):
        raise InputError("attempt.constant", given=text)
    return number


def _checked(data: Any) -> Read:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError("attempt.format")
    version = data.get("version")
    if version != VERSION or isinstance(version, bool):
        raise InputError("attempt.version", given=quoted(version), known=VERSION)
    given: Any = data.get("exercise")
    moves: Any = data.get("moves")
    _needed(isinstance(given, dict), "exercise", given, _OBJECT)
    kind, graph, inputs, seed = (given.get(key) for key in _OWN)
    _needed(isinstance(kind, str), "kind", kind, _TEXT)
    is_short = isinstance(graph, str) and len(graph) <= _MOST_TEXT
    _needed(is_short, "graph", graph, _TEXT)
    inputs = {} if inputs is None else inputs  # all of them are drawn
    _needed(isinstance(inputs, dict), "inputs", inputs, _OBJECT)
    is_whole = isinstance(seed, int) and not isinstance(seed, bool)
    _needed(seed is None or (is_whole and 0 <= seed <= MOST_SEED), "seed", seed, _SEED)
    is_list = isinstance(moves, list) and all(isinstance(move, dict) for move in moves)
    _needed(is_list, "moves", moves, _LIST)
    if len(moves) > MOST_MOVES:
        raise InputError("attempt.many", count=len(moves), most=MOST_MOVES)
    options = {key: value for key, value in given.items() if key not in _OWN}
    return Read(Exercise(kind, graph, inputs, seed, options), moves)


_OWN = ("kind", "graph", "inputs", "seed")
_TEXT = Message("attempt.a_text")
_OBJECT = Message("attempt.a_object")
_LIST = Message("attempt.a_list")
_SEED = Message("attempt.a_seed", most=MOST_SEED)


def _needed(is_there: bool, field: str, given: object, wanted: Message) -> None:
    if not is_there:
        raise InputError("attempt.field", field=field, given=quoted(given), wanted=wanted)
