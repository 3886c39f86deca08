"""An expression of arrays as a learner types it, as a tree: ``X.T @ G``, ``XᵀG``, ``sum(G, 0)``.

It is a small language of its own, which a browser reads as well (``static/typed.js``, its twin):
the names at one step of a walk, numbers, operators, and some functions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..calls.rows import OF_ENTRIES

__all__ = ["LONGEST", "UNREAD", "Node", "Unread", "pointed", "read"]

UNREAD = (
    "practice.typed_name",
    "practice.typed_stray",
    "practice.typed_end",
    "practice.typed_function",
    "practice.typed_long",
)
"""What may be wrong with a text: the entries of what is said of it."""

LONGEST, DEEPEST = 200, 30
REACH = 15  # signs on either side of a fault that are shown: so many go on a phone
OF_TWO = ("outer", "matmul", "dot")
REDUCING = ("sum", "mean")
_TURNING = "transpose"
_NUMBER = re.compile(r"(?:[0-9]+(?:\.(?![A-Za-z])[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SIGNS = ("**", "<=", ">=", "==", "!=", *"+-*/@()[],.<>=^ᵀ²³·⊙×−≤≥≠")
_SAME = {"−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "==": "=", "⊙": "*", "×": "*", "^": "**"}
_SPACES = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)  # what JavaScript takes for one
_COMPARED = ("<", ">", "<=", ">=", "=", "!=")


class Unread(Exception):  # noqa: N818 - no error of the package
    """A text that is none: why, by an entry of the catalogue, where, and what fills its slot."""

    def __init__(self, key: str, at: int, sign: str = "") -> None:
        super().__init__(key)
        self.key, self.at, self.sign = key, at, sign


@dataclass(frozen=True)
class Node:
    """A part of an expression: a ``kind``, its ``parts``, and a number or a name."""

    kind: str
    parts: tuple[Node, ...] = ()
    number: float = 0.0
    name: str = ""
    axes: tuple[int, ...] | None = None
    keeps: bool = False
    id: int = field(default=0)


class _Token(NamedTuple):
    kind: str  # "number", "name", "known", "mark" or "end"
    text: str
    at: int


def plain(text: str) -> str:
    """The text sign by sign as it is read: of a Japanese keyboard's wide signs the usual ones."""
    signs = unicodedata.normalize("NFC", text).strip(_SPACES)
    return "".join(
        " " if c in _SPACES else chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c
        for c in signs
    )


def pointed(text: str, at: int) -> str:
    """The text around a place, and under it a caret there."""
    shown, start, end = plain(text), max(0, at - REACH), at + REACH
    left, right = "…" if start else "", "…" if end < len(shown) else ""
    before = "".join("\u3000" if ord(c) >= 0x2E80 else " " for c in left + shown[start:at])
    return f"{left}{shown[start:end]}{right}\n{before}^"


def _is_of_name(c: str) -> bool:
    is_letter = c.isalpha() or c.isdecimal() or unicodedata.category(c).startswith("M")
    return (is_letter and c != "ᵀ") or c in "_'′" or "₀" <= c <= "₉"


def _tokens(text: str, names: Sequence[str]) -> list[_Token]:
    found: list[_Token] = []
    at, longest = 0, sorted(names, key=len, reverse=True)
    while at < len(text):
        rest = text[at:]
        if rest[0] == " ":
            at += 1
            continue
        name = next((n for n in longest if rest.startswith(n) and _ends(rest, len(n))), "")
        number = _NUMBER.match(rest)
        if name:
            found.append(_Token("known", name, at))
        elif number:
            found.append(_Token("number", number[0], at))
        elif _is_of_name(rest[0]):
            size = next((i for i, c in enumerate(rest) if not _is_of_name(c)), len(rest))
            found.append(_Token("name", rest[:size], at))
        else:
            sign = next((s for s in _SIGNS if rest.startswith(s)), "")
            if not sign:
                raise Unread("practice.typed_stray", at, rest[0])
            found.append(_Token("mark", sign, at))
        at += len(found[-1].text)
    return [*found, _Token("end", "", len(text))]


def _ends(rest: str, size: int) -> bool:
    """Whether a name ends there: it is not the beginning of a longer one."""
    return len(rest) == size or not _is_of_name(rest[size])


def read(text: str, names: Sequence[str]) -> Node:
    """The tree of an expression in which these names are known. Raises ``Unread``."""
    signs = plain(text)
    if len(signs) > LONGEST:
        raise Unread("practice.typed_long", LONGEST)
    return _Reader(_tokens(signs, names)).whole()


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.at, self.depth, self.count = tokens, 0, 0, 0

    def whole(self) -> Node:
        found = self.compared()
        if self.here.kind != "end":
            raise self.astray()
        return found

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def astray(self) -> Unread:
        kind, text, at = self.here
        if kind == "end":
            return Unread("practice.typed_end", at)
        key = "practice.typed_name" if kind == "name" else "practice.typed_stray"
        return Unread(key, at, text)

    def takes(self, *signs: str) -> str:
        """The sign, if it is one of these."""
        kind, text, _ = self.here
        sign = _SAME.get(text, text) if kind == "mark" else ""
        if sign and sign in signs:
            self.at += 1
            return sign
        return ""

    def needs(self, sign: str) -> None:
        if not self.takes(sign):
            raise self.astray()

    def made(self, kind: str, *parts: Node, **own: object) -> Node:
        self.count += 1
        return Node(kind, parts, id=self.count, **own)  # type: ignore[arg-type]

    def compared(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unread("practice.typed_long", self.here.at)
        left = self.summed()
        sign = self.takes(*_COMPARED)
        found = self.made(sign, left, self.summed()) if sign else left
        self.depth -= 1
        return found

    def summed(self) -> Node:
        found = self.term()
        while sign := self.takes("+", "-"):
            found = self.made(sign, found, self.term())
        return found

    def term(self) -> Node:
        found = self.signed()
        while True:
            sign = self.takes("*", "/", "@", "·")
            kind, text, _ = self.here
            if sign:
                found = self.made(sign, found, self.signed())
            elif kind in ("name", "known") or (kind == "mark" and text == "("):
                found = self.made("·", found, self.power())
            else:
                return found

    def signed(self) -> Node:
        minus, signs = False, 0
        while sign := self.takes("+", "-"):
            minus ^= sign == "-"
            signs += 1
            if signs > DEEPEST:
                raise Unread("practice.typed_long", self.here.at)
        found = self.power()
        return self.made("minus", found) if minus else found

    def power(self) -> Node:
        found = self.postfixed()
        if self.takes("**"):
            if self.here.kind == "name" and self.here.text == "T":
                self.at += 1
                return self.made("T", found)
            negative = bool(self.takes("-"))
            exponent = self.postfixed()
            exponent = self.made("minus", exponent) if negative else exponent
            return self.made("**", found, exponent)
        return found

    def postfixed(self) -> Node:
        found = self.primary()
        while True:
            if self.takes("ᵀ"):
                found = self.made("T", found)
            elif sign := self.takes("²", "³"):
                exponent = self.made("number", number=2.0 if sign == "²" else 3.0)
                found = self.made("**", found, exponent)
            elif self.takes("."):
                found = self.method(found)
            else:
                return found

    def method(self, of: Node) -> Node:
        kind, name, at = self.here
        if kind not in ("name", "known"):
            raise self.astray()
        self.at += 1
        if name == "T":
            return self.made("T", of)
        if name not in (*REDUCING, _TURNING, "dot"):
            raise Unread("practice.typed_function", at, name)
        self.needs("(")
        return self.called(name, at, [of])

    def primary(self) -> Node:
        kind, text, at = self.here
        if kind == "number":
            self.at += 1
            if text == "1" and self.here.text == "[":  # 1 where it is so, 0 elsewhere
                self.at += 1
                found = self.compared()
                self.needs("]")
                return found
            return self.made("number", number=float(text))
        if kind == "known":
            self.at += 1
            return self.made("name", name=text)
        if self.takes("("):
            found = self.compared()
            self.needs(")")
            return found
        if kind != "name":
            raise self.astray()
        self.at += 1
        if text == "np" and self.takes("."):
            kind, text, at = self.here
            self.at += kind != "end"
        if text in ("pi", "π"):
            return self.made("number", number=3.141592653589793)
        if text not in (*OF_ENTRIES, *OF_TWO, *REDUCING, _TURNING):
            raise Unread("practice.typed_name", at, text)
        if not self.takes("("):
            raise Unread("practice.typed_function", at, text)
        return self.called(text, at, [])

    def called(self, name: str, at: int, given: list[Node]) -> Node:
        """A function with its arguments, behind its opening parenthesis."""
        axes: tuple[int, ...] | None = None
        keeps = False
        while not self.takes(")"):
            if given and not (self.takes(",") or self.tokens[self.at - 1].text == "("):
                raise self.astray()
            option = self.option() if name in REDUCING and given else None
            if option is None:
                given.append(self.compared())
            elif option[0] == "axis":
                axes = option[1]
            else:
                keeps = bool(option[1])
        wanted = OF_ENTRIES[name].arity if name in OF_ENTRIES else 1 + (name in OF_TWO)
        if len(given) != wanted:
            raise Unread("practice.typed_function", at, name)
        if name == _TURNING:
            return self.made("T", *given)
        if name in ("matmul", "dot"):
            return self.made("@", *given)
        if name in REDUCING:
            return self.made(name, *given, axes=axes, keeps=keeps)
        return self.made("call", *given, name=name)

    def option(self) -> tuple[str, tuple[int, ...] | None] | None:
        """An axis or ``keepdims``; a bare number is an axis, too."""
        kind, text, _ = self.here
        following = self.tokens[min(self.at + 1, len(self.tokens) - 1)].text
        if kind in ("name", "known") and text in ("axis", "keepdims", "dim") and following == "=":
            self.at += 2
            if text == "keepdims":
                return text, (0,) if self.truth() else None
            if self.here.text == "None":
                self.at += 1
                return "axis", None
        return "axis", self.axes()

    def truth(self) -> bool:
        text = self.here.text
        if text not in ("True", "False", "1", "0"):
            raise self.astray()
        self.at += 1
        return text in ("True", "1")

    def axes(self) -> tuple[int, ...]:
        if not self.takes("("):
            return (self.axis(),)
        found = [self.axis()]
        while not self.takes(")"):
            self.needs(",")
            if self.here.text != ")":
                found.append(self.axis())
        return tuple(found)

    def axis(self) -> int:
        is_negative = bool(self.takes("-"))
        kind, text, _ = self.here
        if kind != "number" or not (text.isascii() and text.isdigit()) or len(text) > 2:
            raise self.astray()
        self.at += 1
        return -int(text) if is_negative else int(text)
