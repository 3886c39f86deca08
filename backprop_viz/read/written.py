"""What a formula writes out as it stands: the index in ``x[...]``, and an option, ``axis=0``."""

from __future__ import annotations

from typing import Any, NoReturn

from ..arithmetic.arrays import Index
from ..spell.constants import PYTHON
from .grammar import NAMES, Unfinished
from .scanner import Token, short

__all__ = ["index_at", "option_at"]

_OPTIONS = {
    **{name: name for name in ("axis", "keepdims", "axes", "shape", "index")},
    **{name: name for name in ("start", "size", "stride", "padding", "fill", "kernel_size")},
    "eps": "eps",
    **{"dim": "axis", "keepdim": "keepdims"},  # as PyTorch calls them
}
_WORDS = {"True": True, "False": False, "None": None}


def option_at(so_far: Unfinished) -> tuple[str, Any, int] | None:
    """The option behind the comma that comes next, its value, and the place behind it."""
    name, sign = so_far.after(1), so_far.after(2)
    if name.kind != "name" or sign.kind != "=" or name.text not in _OPTIONS:
        return None
    value, place = _value(so_far, so_far.place + 3)
    return _OPTIONS[name.text], value, place


def _value(so_far: Unfinished, place: int) -> tuple[Any, int]:
    """A number, a word of Python's, a name of a number, or several in brackets, or "..."."""
    tokens = so_far.tokens
    if tokens[place].kind in "([":
        closing, found = ")" if tokens[place].kind == "(" else "]", []
        place += 1
        while tokens[place].kind != closing:
            is_rest = tokens[place].kind == "..."
            item, place = ("...", place + 1) if is_rest else _number(so_far, place)
            found.append(item)
            if tokens[place].kind == ",":
                place += 1
            elif tokens[place].kind != closing:
                _refuse(so_far, tokens[place])
        return tuple(found), place + 1
    if tokens[place].text in _WORDS:
        return _WORDS[tokens[place].text], place + 1
    return _number(so_far, place)


def _number(so_far: Unfinished, place: int) -> tuple[Any, int]:
    tokens, sign = so_far.tokens, 1
    if tokens[place].kind in NAMES and tokens[place].text not in PYTHON:
        return tokens[place], place + 1
    while tokens[place].kind in ("+", "-"):
        sign *= -1 if tokens[place].kind == "-" else 1
        place += 1
    token = tokens[place]
    if token.kind != "number" or not token.text[0].isascii():
        _refuse(so_far, token)
    try:
        return sign * int(token.text), place + 1
    except ValueError:
        return sign * float(token.text), place + 1


def _refuse(so_far: Unfinished, token: Token) -> NoReturn:
    if token.kind == "end":
        so_far.fail("parse.short", token.at, "parse.option_value")
    so_far.fail("parse.token", token.at, "parse.option_value", token=short(token.text))


def index_at(so_far: Unfinished) -> tuple[Index, int]:
    """The index in the bracket that comes next, and the place behind it."""
    place, items = so_far.place + 1, []
    while so_far.tokens[place].kind != "]":
        item, place = _item(so_far, place)
        items.append(item)
        here = so_far.tokens[place]
        if here.kind == ",":
            place += 1
        elif here.kind != "]":
            _refuse_index(so_far, here)
    if not items:
        _refuse_index(so_far, so_far.tokens[place])
    return tuple(items), place + 1


def _item(so_far: Unfinished, place: int) -> tuple[Any, int]:
    here = so_far.tokens[place]
    if here.kind == "...":
        return "...", place + 1
    if here.text == "None":
        return None, place + 1
    if here.kind == "[":
        numbers, place = _value(so_far, place)
        if not numbers or not all(isinstance(number, int) for number in numbers):
            _refuse_index(so_far, here)
        return ("list", *numbers), place
    parts: list[int | None] = [None]
    while True:
        here = so_far.tokens[place]
        if here.kind == ":":
            parts.append(None)
            place += 1
        elif here.kind in ("number", "+", "-") and parts[-1] is None:
            found, place = _number(so_far, place)
            if not isinstance(found, int):
                _refuse_index(so_far, here)
            parts[-1] = found
        else:
            break
    if len(parts) == 1 and parts[0] is not None:
        return parts[0], place
    if not 1 < len(parts) <= 3 or parts[2:] == [0]:
        _refuse_index(so_far, here)
    return ("slice", *parts, *(None,) * (3 - len(parts))), place


def _refuse_index(so_far: Unfinished, token: Token) -> NoReturn:
    if token.kind == "end":
        so_far.fail("parse.short", token.at, "parse.index")
    so_far.fail("parse.token", token.at, "parse.index", token=short(token.text))
