"""Reads tokens into statements: each formula in postfix order, so that nothing recurses.

An operator waits until one that binds less comes behind it (Dijkstra's shunting yard).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, takewhile
from typing import Any, NamedTuple, NoReturn

from ..core.expression import FUNCTIONS
from ..core.operation import Op
from ..core.ops import OPS
from ..spell.constants import NUMBERS
from . import hints
from .libraries import is_idle, makes
from .scanner import Source, Token, end_of, scan

__all__ = ["DECLARING", "Instruction", "Parser", "Statement"]

DECLARING = ("input", "param", "const")

_ENDS = (";", "\n", "end")
_NAMES = ("name", "quoted")
_SUM, _PRODUCT, _SIGN, _POWER, _ROOT = range(1, 6)
_BINARY = {
    "+": (_SUM, OPS["add"]),
    "-": (_SUM, OPS["sub"]),
    "*": (_PRODUCT, OPS["mul"]),
    "/": (_PRODUCT, OPS["div"]),
    "**": (_POWER, OPS["pow"]),
}
_CLOSING = {"(": ")", "[": "]", "|": "|"}
_POWER_BEFORE = re.compile(r"([^\W\d]\w*)\s*(?:\*\*|\^)\s*\(?\s*(-?\s*\w+)\s*\)?\s*\Z")
_RAISED = re.compile(r"([+-]?)(\d+|[^\W\d])")
_LIKE_AN_EXPONENT = re.compile(r"[eE](\d|$)")


class Instruction(NamedTuple):
    """What is done next with the operands so far: "number", "name", "call", "list" or "apply".

    ``what`` is a number's value, how many operands a call or list has, or the row to apply.
    """

    does: str
    token: Token
    what: Any = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A line: ``kind`` is "define", "bare", or a word of ``DECLARING`` with its ``names``.

    ``code`` is a formula in postfix order, empty for a declaration without a value.
    """

    kind: str
    names: tuple[Token, ...]
    code: Sequence[Instruction]
    at: int


class _Operator(NamedTuple):
    binds: int
    row: Op
    token: Token


class _Group(NamedTuple):
    """An open parenthesis, bracket or bar; ``called`` is the function of a call."""

    token: Token
    called: Token | None = None


class Parser(Source):
    """Reads the statements of a text. Raises ``ParseError`` that shows the place.

    With ``lenient``, as in an answer, a number right before a name or a parenthesis multiplies it
    where nothing else can be meant; ``stars`` are the places of the signs that were left out.
    """

    def __init__(self, text: str, lenient: bool = False) -> None:
        super().__init__(text)
        self.lenient = lenient
        self.stars: list[int] = []
        self._tokens = scan(text)
        self._place = 0

    def statements(self) -> list[Statement]:
        found = []
        while self._here.kind != "end":
            if self._here.kind in _ENDS:
                self._place += 1
            else:
                found.append(self._statement())
        if not found:
            self._fail("parse.empty", 0, "parse.write_one")
        return found

    @property
    def _here(self) -> Token:
        return self._tokens[self._place]

    @property
    def _next(self) -> Token:
        return self._after(1)

    def _statement(self) -> Statement:
        first = self._here
        if first.text in DECLARING and self._next.kind in _NAMES:
            return self._declaration(first)
        if first.kind in _NAMES and self._next.kind == "=":
            self._place += 2
            return Statement("define", (first,), self._formula(), first.at)
        return Statement("bare", (), self._formula(), first.at)

    def _declaration(self, first: Token) -> Statement:
        """``input x, y``, ``param w = 3``, ``const k = 1/3``."""
        names: list[Token] = []
        while not names or self._here.kind == ",":
            self._place += 1
            if self._here.kind not in _NAMES:
                self._unexpected(self._here, "parse.name_here")
            names.append(self._here)
            self._place += 1
        code: Sequence[Instruction] = ()
        if self._here.kind == "=" and len(names) == 1:
            self._place += 1
            code = self._formula()
        elif self._here.kind not in _ENDS:
            self._unexpected(self._here, "parse.declare")
        elif first.text == "const":
            self._fail("parse.no_value", end_of(names[-1]), "parse.declare", token=names[-1].text)
        return Statement(first.text, tuple(names), code, first.at)

    # A formula

    def _formula(self) -> list[Instruction]:
        self._began = self._place
        self._written: list[Instruction] = []
        self._waiting: list[_Operator | _Group] = []
        self._counts: list[int] = []  # of operands, for each open group
        while True:
            self._operand()
            while self._goes_on_behind():
                pass
            here = self._here
            if here.kind in _BINARY:
                binds, row = _BINARY[here.kind]
                self._wait(binds, row, here)
            elif here.kind == "," and self._separates():
                self._counts[-1] += 1
            elif here.kind in _ENDS:
                self._release()
                if self._waiting:
                    self._left_open(here.at)
                return self._written
            else:
                self._no_operator(here)
            self._place += 1

    def _operand(self) -> None:
        """All that may stand before an operand, and the operand itself."""
        while True:
            here = self._here
            if here.kind in ("+", "-"):
                if self._signs():
                    return
                continue
            if here.kind == "number":
                if self._number(here):
                    return
                continue
            if here.kind in ("name", "dotted", "quoted"):
                self._place += 1
                if self._here.kind != "(" or here.kind == "quoted":
                    self._written.append(Instruction("name", here))
                    return self._under_root()
                if self._next.kind == ")" and self._after(2).kind == "(":
                    here = here._replace(kind="layer")  # nn.ReLU()(x)
                    self._place += 2
                self._open(_Group(self._here, here))
            elif here.kind in _CLOSING:
                if here.kind == "|" and self._next.kind == "|":
                    self._fail("parse.bars", here.at, "parse.call_abs")
                self._open(_Group(here))
                if here.kind == "[" and self._here.kind == "]":
                    self._counts[-1] = 0
                    return
            elif here.kind == "√":
                self._waiting.append(_Operator(_ROOT, OPS["sqrt"], here))
                self._place += 1
            else:
                self._no_operand(here)

    def _signs(self) -> bool:
        """Signs in a row. Before a number they belong to it, unless that has an exponent."""
        first = self._here
        minuses = 0
        while self._here.kind in ("+", "-"):
            minuses += self._here.kind == "-"
            self._place += 1
        if self._is_under_root():
            self._fail("parse.root", first.at, "parse.call_root")
        here = self._here
        if here.kind == "number" and self._next.kind not in ("**", "power"):
            return self._number(here, minuses % 2 == 1)
        self._waiting += [_Operator(_SIGN, OPS["neg"], first)] * minuses
        return False

    def _value(self, token: Token, is_negative: bool) -> float:
        value = NUMBERS[token.text] if token.text in NUMBERS else float(token.text)
        if math.isinf(value) and token.text not in NUMBERS:
            self._fail("parse.too_large", token.at, "parse.largest")
        return -value if is_negative else value

    def _number(self, token: Token, is_negative: bool = False) -> bool:
        """Write a number; tell whether the operand ends with it."""
        self._place += 1
        self._written.append(Instruction("number", token, self._value(token, is_negative)))
        if not (self.lenient and self._multiplies(token)):
            self._under_root()
            return True
        self.stars.append(self._here.at)
        self._wait(_PRODUCT, OPS["mul"], Token("*", "*", self._here.at))
        return False

    def _multiplies(self, number: Token) -> bool:
        """Whether a number stands right before a factor, and 2t can only mean 2*t."""
        here, before = self._here, self._waiting[-1] if self._waiting else None
        return (
            here.kind in ("name", "dotted", "(", "√")
            and here.at == end_of(number)
            and number.text not in NUMBERS
            and not _LIKE_AN_EXPONENT.match(here.text)
            and not (isinstance(before, _Operator) and before.token.kind in ("/", "**", "√"))
        )

    def _goes_on_behind(self) -> bool:
        """Take what may stand behind an operand: a raised exponent, a method, a group's end."""
        here = self._here
        if here.kind == "method":
            self._method(here)
            return True
        if here.kind == "," and self._is_idle_option():
            self._place += 4
            return True
        if here.kind == "power":
            self._raise(here)
            self._place += 1
            return True
        if here.kind not in (")", "]", "|"):
            return False
        self._release()
        group = self._waiting[-1] if self._waiting else None
        if not isinstance(group, _Group) or _CLOSING[group.token.kind] != here.kind:
            self._not_open(here)
        self._waiting.pop()
        count = self._counts.pop()
        if group.called is not None:
            if not self._makes(group.called, count):
                self._written.append(Instruction("call", group.called, count))
        elif here.kind == "]":
            self._written.append(Instruction("list", group.token, count))
        elif here.kind == "|":
            self._written.append(Instruction("apply", group.token, OPS["abs"]))
        self._place += 1
        self._under_root()
        return True

    def _method(self, token: Token) -> None:
        """``x.pow(2)`` is ``pow(x, 2)``: x is written, and is the first operand of the call."""
        self._place += 1
        if self._here.kind != "(":
            self._written.append(Instruction("call", token._replace(kind="attribute"), 1))
            return
        self._open(_Group(self._here, token))
        if self._here.kind != ")":
            self._counts[-1] = 2
            self._operand()

    def _makes(self, called: Token, count: int) -> bool:
        """Whether a call stands for its only operand, a number or a list: ``Value(2.0)``."""
        does = self._written[-1].does
        is_maker = count == 1 and does in ("number", "list") and makes(called.text, does)
        return is_maker and called.text not in self._quantities

    @cached_property
    def _quantities(self) -> set[str]:
        """The names that stand anywhere else than before a parenthesis."""
        pairs = pairwise(self._tokens)
        return {one.text for one, other in pairs if one.kind == "name" and other.kind != "("}

    def _is_idle_option(self) -> bool:
        """Whether ``, requires_grad=True`` and its kind comes next."""
        group = self._waiting[-1] if self._waiting else None
        *option, behind = self._tokens[self._place + 1 : self._place + 5] or [self._here]
        return (
            isinstance(group, _Group)
            and group.called is not None
            and self._makes(group.called, self._counts[-1])
            and behind.kind in (",", ")")
            and is_idle("".join(token.text for token in option))
        )

    def _raise(self, token: Token) -> None:
        """The operand to the power that stands raised behind it, as in x², xⁿ, eˣ and x⁻¹."""
        raised = unicodedata.normalize("NFKC", token.text).replace("−", "-")
        base = self._written[-1].token
        if self._written[-1].does == "name" and base.text in FUNCTIONS:
            self._no_power(base.text, raised, token.at, base.text + token.text)
        if raised in ("T", "H"):
            self._fail("parse.transpose", token.at, "parse.entry_by_entry", token=token.text)
        match = _RAISED.fullmatch(raised)
        if match is None and raised in ("+", "-"):
            self._fail("parse.raised", token.at, "parse.raised_sign", token=token.text, sign=raised)
        if match is None:
            form = f"**({raised})"
            self._fail("parse.raised", token.at, "parse.write", token=token.text, form=form)
        sign, exponent = match.groups()
        if exponent.isdecimal():
            number = Token("number", exponent, token.at)
            self._written.append(Instruction("number", number, self._value(number, sign == "-")))
        else:
            self._written.append(Instruction("name", Token("name", exponent, token.at)))
            if sign == "-":
                self._written.append(Instruction("apply", token, OPS["neg"]))
        self._written.append(Instruction("apply", token, OPS["pow"]))

    # What waits

    def _open(self, group: _Group) -> None:
        self._waiting.append(group)
        self._counts.append(1)
        self._place += 1

    def _wait(self, binds: int, row: Op, token: Token) -> None:
        """Let an operator wait for its right operand; powers group to the right."""
        self._release(binds + (binds == _POWER))
        self._waiting.append(_Operator(binds, row, token))

    def _release(self, binds: int = 0) -> None:
        """Write the operators that bind at least so much, as far as the innermost open group."""
        while self._waiting:
            last = self._waiting[-1]
            if isinstance(last, _Group) or last.binds < binds:
                break
            self._waiting.pop()
            self._written.append(Instruction("apply", last.token, last.row))

    def _separates(self) -> bool:
        """Whether a comma stands between the operands of a call or a list."""
        self._release()
        group = self._waiting[-1] if self._waiting else None
        return isinstance(group, _Group) and (group.called is not None or group.token.kind == "[")

    def _is_under_root(self) -> bool:
        last = self._waiting[-1] if self._waiting else None
        return isinstance(last, _Operator) and last.binds == _ROOT

    def _under_root(self) -> None:
        """An operand is complete: draw the roots that stand right before it."""
        while self._is_under_root():
            if self._here.kind in ("**", "power", "method"):
                self._fail("parse.root", self._here.at, "parse.call_root")
            self._release(_ROOT)

    # What is wrong

    def _unexpected(self, token: Token, hint: str, **slots: object) -> NoReturn:
        if token.kind == "text" or token.text in ("<", ">"):
            self._with_option(token)
        if token.kind in ("wrong", "text"):
            self._wrong_character(token)
        if token.kind in _ENDS:
            self._fail("parse.short", token.at, hint, **slots)
        self._fail("parse.token", token.at, hint, token=_short(token.text), **slots)

    def _wrong_character(self, token: Token) -> NoReturn:
        character = self.text[token.at]
        hint, plain = hints.for_character(self.text, token.at)
        self._fail("parse.character", token.at, hint, character=repr(character), plain=plain)

    def _no_operand(self, here: Token) -> NoReturn:
        before = self._tokens[self._place - 1] if self._place else None
        is_behind = before is not None and end_of(before) == here.at
        if here.kind in _ENDS:
            self._unexpected(here, "parse.go_on")
        if here.kind == "=" and before is None:
            self._unexpected(here, "parse.leave_out")  # as in a spreadsheet
        if here.kind == "=" and before is not None and is_behind and before.kind in _BINARY:
            self._augmented(before, here)
        if here.kind == "/" and before is not None and is_behind and before.kind == "/":
            self._unexpected(here, "parse.whole_quotient")
        group = self._waiting[-1] if self._waiting else None
        if here.kind in (",", "]") and isinstance(group, _Group) and group.token.kind == "[":
            self._fail("answer.entry", here.at, "answer.list", token=here.text)
        known = {"=": "parse.equals", ",": "parse.comma"}
        if here.kind == "=" and is_behind and before is not None and before.kind == "=":
            self._unexpected(here, "parse.no_comparison")
        if here.kind in ("]", "power"):
            hint, plain = hints.for_character(self.text, here.at)
            self._fail(
                "parse.character", here.at, hint, character=repr(self.text[here.at]), plain=plain
            )
        self._unexpected(here, known.get(here.kind, "parse.belongs"))

    def _augmented(self, operator: Token, equals: Token) -> NoReturn:
        """``c += 1``, where a name is defined once."""
        start = self._tokens[self._began]
        name = start.text if start.kind == "name" else "c"
        form = f"{name}_2 = {name} {operator.text} ..."
        self._unexpected(equals, "parse.new_name", form=form)

    def _no_operator(self, here: Token) -> NoReturn:
        before = self._tokens[self._place - 1]
        if here.kind in ("name", "dotted", "quoted", "number", "(", "√"):
            self._two_operands(before, here)
        if here.kind == "=":
            if any(opened.token.kind == "(" for opened in self._waiting):
                self._with_option(here)
                self._unexpected(here, "parse.no_option")
            if before.kind == "method":  # x.requires_grad = True
                start = self._tokens[self._began]
                line = f"{_short(start.text)}{_short(before.text)} = ..."
                self._fail("parse.not_here", before.at, "parse.leave_out", token=line)
            called = self._called_on_the_left()
            if called:
                self._unexpected(here, "parse.no_operands", form=f"{called} = ...")
            is_comparison = self._next.kind == "=" and self._next.at == end_of(here)
            self._unexpected(here, "parse.no_comparison" if is_comparison else "parse.equals")
        if here.kind == "[":
            hint = "parse.parentheses" if before.text.lower() in FUNCTIONS else "parse.entry"
            self._fail("parse.character", here.at, hint, character=repr("["), plain="")
        if here.kind == ",":
            rest = islice(self._tokens, self._place, None)
            kinds = {token.kind for token in takewhile(lambda t: t.kind not in _ENDS, rest)}
            self._unexpected(here, "parse.lines" if "=" in kinds else "parse.comma")
        self._unexpected(here, "parse.belongs")

    def _with_option(self, here: Token) -> None:
        """Fail for a call with an option, as in ``softplus(x, beta=2)`` and ``gelu(x, 'tanh')``."""
        groups = (opened for opened in reversed(self._waiting) if isinstance(opened, _Group))
        called = next(groups, _Group(here)).called
        if called is None:
            return
        last = called.text.rpartition(".")[2]
        name, find = last.lower(), hints.for_layer if last[:1].isupper() else hints.with_options
        form = find(name, self.text, called.at, called.text)
        if form:
            self._fail("parse.token", here.at, "parse.option", token=here.text, form=form)
        name = called.text if called.text in hints.OTHERS else name
        if name in hints.OTHERS:
            slots = {"token": called.text, "known": hints.KNOWN}
            self._fail("parse.not_here", called.at, hints.OTHERS[name], **slots)

    def _two_operands(self, before: Token, here: Token) -> NoReturn:
        """Two operands and no operator between them: a word of Python's, ``ln x``, ``2x``."""
        for word in (before, here):
            hint = hints.for_word(word.text)
            if hint:
                self._fail("parse.token", word.at, hint, token=word.text)
        if here.kind == "name" and self._next.kind == "=":
            if before.text in hints.TYPES:
                self._fail("parse.token", before.at, "parse.leave_out", token=before.text)
            self._unexpected(here, "parse.lines")
        if here.text.lower() in hints.REMAINDERS:
            self._unexpected(here, "parse.no_remainder")
        self._power_of_function(here)
        if before.kind == "name" and here.kind in ("name", "number"):
            self._function_without(before, here)
        last = self._written[-1]
        if here.kind == "(" and last.does == "call":
            at, shown = last.token.at, last.token.text
            form = hints.for_layer(shown.rpartition(".")[2].lower(), self.text, at, shown)
            if form:
                self._fail("parse.not_here", at, "parse.write", token=shown, form=form)
        is_behind = end_of(before) == here.at
        if is_behind and before.kind == here.kind == "number" and here.text.startswith("."):
            self._fail("parse.character", here.at, "parse.one_point", character=repr("."))
        if is_behind and before.kind == "number" and here.text in ("j", "J", "i"):
            form = f"{_short(before.text)}*{here.text}"
            self._unexpected(here, "parse.imaginary", form=form)
        meant = _number_meant(before.text + here.text) if end_of(before) == here.at else ""
        if meant:
            self._fail("parse.no_operator", here.at, "parse.write", token=here.text, form=meant)
        form, called = "2*x", "(...)" if self._next.kind == "(" else ""
        if {before.kind, here.kind} <= {"name", "dotted", "number"}:
            form = f"{_short(before.text)}*{_short(here.text)}{called}"
        elif here.kind == "name":
            form = f"(...)*{_short(here.text)}{called}"
        elif here.kind == "(" and before.kind in ("name", "number"):
            form = f"{_short(before.text)}*(...)"
        hint = "parse.product"
        if before.kind == "number" and self.lenient and end_of(before) == here.at:
            hint = "parse.unclear_product"
        self._fail("parse.no_operator", here.at, hint, token=_short(here.text), form=form)

    def _function_without(self, before: Token, here: Token) -> None:
        """A function and no parentheses, as in ``ln x``, ``σ z`` and ``log₂ x``."""
        is_function = unicodedata.normalize("NFKC", before.text) in FUNCTIONS
        if not is_function and before.text not in hints.SIGMA:
            return
        inside, after = _short(here.text), self._next
        if here.kind == "number" and after.kind == "name" and after.at == end_of(here):
            inside += f"*{_short(after.text)}"
        form, product = f"{before.text}({inside})", f"{before.text}*{inside}"
        if is_function:
            self._fail("parse.function", before.at, "parse.write", token=before.text, form=form)
        hint = "parse.call_or_product"
        self._fail("parse.no_operator", here.at, hint, token=inside, form=form, product=product)

    def _power_of_function(self, here: Token) -> None:
        """``sin^2(x)``, ``sin**-1 x``."""
        match = _POWER_BEFORE.search(self.text, max(0, here.at - 80), here.at)
        if match is not None and (match[1] in FUNCTIONS or match[1] in hints.FORMS):
            self._no_power(match[1], match[2].replace(" ", ""), match.start(1), match[0].rstrip())

    def _no_power(self, function: str, raised: str, at: int, shown: str) -> NoReturn:
        inverse, called = hints.inverse_of(function), f"{function}(x)"
        is_inverse = raised == "-1"
        hint = "parse.inverse" if is_inverse and inverse else "parse.write"
        form = f"1/{called}" if is_inverse else f"{called}**{raised}"
        told = "parse.power_of_function"
        self._fail(told, at, hint, token=_short(shown), form=form, inverse=inverse)

    def _after(self, count: int) -> Token:
        return self._tokens[min(self._place + count, len(self._tokens) - 1)]

    def _called_on_the_left(self) -> str:
        """The name in ``f(x, y) = ...``."""
        tokens = self._tokens[self._began : self._place]
        kinds = [token.kind for token in tokens]
        is_call = kinds[1:2] == ["("] and kinds[-1] == ")" and {*kinds[2:-1]} <= {"name", ","}
        return tokens[0].text if kinds[0] == "name" and is_call else ""

    def _left_open(self, at: int) -> NoReturn:
        opened = self._waiting[-1].token.kind
        if opened == "[":
            self._fail("answer.open", at, "answer.list")
        told = "parse.open_bar" if opened == "|" else "parse.open"
        self._fail(told, at, "parse.close_it", closing=_CLOSING[opened])

    def _not_open(self, here: Token) -> NoReturn:
        if self._waiting and here.kind in ("]", ")"):
            self._left_open(end_of(here))
        if here.kind == "|":
            self._fail("parse.bars", here.at, "parse.call_abs")
        if here.kind == "]":
            self._fail("answer.bracket", here.at, "answer.list")
        self._fail("parse.closed", here.at, "parse.open_it")


def _number_meant(text: str) -> str:
    """What Python takes for a number, or a number before a name, as it is written here."""
    if re.fullmatch(r"\d+(_\d+)+", text):
        return text.replace("_", "")
    if re.fullmatch(r"0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+", text):
        return str(int(text, 0))
    factor = re.fullmatch(r"([\d.]+[eE]\d+)([^\W\d]\w*)", text)
    return f"{factor[1]}*{factor[2]}" if factor else ""


def _short(text: str) -> str:
    text = "\\n" if text == "\n" else text
    return text if len(text) <= 40 else f"{text[:39]}…"
