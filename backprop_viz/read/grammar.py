"""What a formula is made of: operators and groups, and a text that is read as far as a place."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from ..core.operation import Op
from ..core.ops import OPS
from ..spell.constants import NUMBERS
from .scanner import Source, Token, scan

__all__ = [
    "BINARY",
    "CLOSING",
    "COMPARING",
    "COMPARISON",
    "DECLARING",
    "ENDS",
    "NAMES",
    "POWER",
    "PRODUCT",
    "ROOT",
    "SIGN",
    "Group",
    "Instruction",
    "Operator",
    "Statement",
    "Unfinished",
]

DECLARING = ("input", "param", "const")
ENDS = (";", "\n", "end")
NAMES = ("name", "quoted")
COMPARISON, SUM, PRODUCT, SIGN, POWER, ROOT = range(6)
"""How much an operator binds."""

BINARY = {
    "+": (SUM, OPS["add"]),
    "-": (SUM, OPS["sub"]),
    "*": (PRODUCT, OPS["mul"]),
    "/": (PRODUCT, OPS["div"]),
    "@": (PRODUCT, OPS["matmul"]),
    "**": (POWER, OPS["pow"]),
}
COMPARING = {row.operator: row for row in OPS.values() if row.operator[:1] in tuple("<>=!")}
CLOSING = {"(": ")", "[": "]", "|": "|"}


class Instruction(NamedTuple):
    """What is done next with the operands: "number", "none", "name", "call", "list" or "apply".

    ``what`` is a number's value, how many operands a call or list has, or the row to apply; a call
    may have ``options``, given by keyword.
    """

    does: str
    token: Token
    what: Any = None
    options: Mapping[str, Any] = MappingProxyType({})

    @property
    def takes(self) -> int:
        """How many operands a call, a list or a row has."""
        return int(self.what.arity if self.does == "apply" else self.what)


@dataclass(frozen=True, slots=True)
class Statement:
    """A line: ``kind`` is "define", "bare", or a word of ``DECLARING`` with its ``names``.

    ``code`` is a formula in postfix order, empty for a declaration without a value.
    """

    kind: str
    names: tuple[Token, ...]
    code: Sequence[Instruction]
    at: int


class Operator(NamedTuple):
    """An operator that waits for its right operand."""

    binds: int
    row: Op
    token: Token


class Group(NamedTuple):
    """An open parenthesis, bracket or bar; ``called`` is a call's function, with its options."""

    token: Token
    called: Token | None = None
    options: Mapping[str, Any] = MappingProxyType({})


class Unfinished(Source):
    """A text that is read up to ``place`` among its ``tokens``.

    Of the formula that began at ``began``, ``written`` is complete, and ``waiting`` are the
    operators and groups that go on. With ``lenient``, as in an answer, a number right before a name
    or a parenthesis multiplies it where nothing else can be meant.
    """

    def __init__(self, text: str, lenient: bool = False, known: Collection[str] = ()) -> None:
        super().__init__(text)
        self.lenient = lenient
        self.tokens = scan(text, known)
        self.place = 0
        self.begin()

    def begin(self) -> None:
        """A formula begins here."""
        self.began = self.place
        self.written: list[Instruction] = []
        self.waiting: list[Operator | Group] = []
        self.counts: list[int] = []  # of operands, for each open group

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    @property
    def following(self) -> Token:
        return self.after(1)

    def after(self, count: int) -> Token:
        return self.tokens[min(self.place + count, len(self.tokens) - 1)]

    @property
    def last(self) -> Operator | Group | None:
        """What waits innermost."""
        return self.waiting[-1] if self.waiting else None

    def value(self, token: Token, is_negative: bool) -> float:
        """The value of a number. Raises ``ParseError`` for one that is too large."""
        value = NUMBERS[token.text] if token.text in NUMBERS else float(token.text)
        if math.isinf(value) and token.text not in NUMBERS:
            self.fail("parse.too_large", token.at, "parse.largest")
        return -value if is_negative else value
