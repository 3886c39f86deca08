"""Reads tokens into formulas: each in postfix order, so that nothing recurses."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from itertools import pairwise
from typing import Any

from ..calls.written import LIBRARY
from ..core.array_ops import LAST_TWO
from ..core.ops import OPS
from ..spell.constants import NUMBERS
from . import refusals
from .grammar import (
    BINARY,
    CLOSING,
    COMPARING,
    COMPARISON,
    ENDS,
    PRODUCT,
    ROOT,
    SIGN,
    SUM,
    Group,
    Instruction,
    Operator,
)
from .identifiers import RESERVED
from .libraries import is_idle, is_otherwise, makes, shared_array_function
from .raised import raised
from .scanner import Token, end_of, short
from .waiting import Waiting
from .written import index_at, option_at

__all__ = ["Parser"]

_TURNED: dict[str, tuple[Any, ...]] = {".T": (None,), ".mT": (LAST_TWO,)}
_LIKE_AN_EXPONENT = re.compile(r"[eE](\d|$)")


class Parser(Waiting):
    """Reads the formulas of a text. Raises ``ParseError`` that shows the place.

    ``stars`` are the places of the signs that were left out in a lenient text.
    """

    def __init__(self, text: str, lenient: bool = False, known: Collection[str] = ()) -> None:
        super().__init__(text, lenient, known)
        self.stars: list[int] = []
        self.functions: set[str] = set()  # that the text defines

    def formula(self, is_definition: bool = False, is_in_list: bool = False) -> list[Instruction]:
        self.begin()
        self.is_definition = is_definition
        while True:
            self._operand()
            while self._goes_on_behind():
                pass
            here = self.here
            if here.kind in BINARY:
                binds, row = BINARY[here.kind]
                self._wait(binds, row, here)
            elif here.kind in COMPARING and self._compares():
                self._wait(COMPARISON, COMPARING[here.kind], here)
            elif here.kind == "," and self._separates():
                self._comes_before_options()
                self.counts[-1] += 1
            elif here.kind in ENDS or (here.kind == "," and is_in_list and not self.waiting):
                self._release()
                if self.waiting:
                    refusals.left_open(self, here.at)
                return self.written
            else:
                refusals.no_operator(self)
            self.place += 1

    def _operand(self) -> None:
        """All that may stand before an operand, and the operand itself."""
        while True:
            here = self.here
            if here.kind in ("+", "-"):
                if self._signs():
                    return
                continue
            if here.kind == "number":
                if self._number(here):
                    return
                continue
            if here.kind in ("name", "dotted", "quoted"):
                if self.following.kind == "=" and self._is_keyword():
                    continue
                self.place += 1
                is_quantity = here.kind == "quoted" and here.text not in self.functions
                if self.here.kind != "(" or is_quantity:
                    self.written.append(Instruction("name", here))
                    return self._under_root()
                if self.following.kind == ")" and self.after(2).kind == "(":
                    here = here._replace(kind="layer")  # nn.ReLU()(x)
                    self.place += 2
                self._open(Group(self.here, here))
            elif here.kind in CLOSING:
                if here.kind == "|" and self.following.kind == "|":
                    self.fail("parse.bars", here.at, "parse.call_abs")
                self._open(Group(here))
                if here.kind == "[" and self.here.kind == "]":
                    self.counts[-1] = 0
                    return
            elif here.kind == "√":
                self.waiting.append(Operator(ROOT, OPS["sqrt"], here))
                self.place += 1
            else:
                refusals.no_operand(self)

    def _is_keyword(self) -> bool:
        """Take the name of an argument, as in ``neuron(x, b=1)``, where one stands."""
        group = self.last
        called = group.called if isinstance(group, Group) else None
        if called is None or not self._has_arguments(called):
            return False
        assert isinstance(group, Group)
        keywords = {**group.options.get("keywords", {}), self.counts[-1] - 1: self.here}
        self.waiting[-1] = group._replace(options={**group.options, "keywords": keywords})
        self.place += 2
        return True

    def _has_arguments(self, called: Token) -> bool:
        """Whether the arguments of a function have names: of the text's own, or the library's."""
        if called.kind == "dotted":
            return shared_array_function(called.text) in LIBRARY
        return called.text in self.functions or called.text in LIBRARY

    def _signs(self) -> bool:
        """Signs in a row. Before a number they belong to it, unless that has an exponent."""
        first = self.here
        minuses = 0
        while self.here.kind in ("+", "-"):
            minuses += self.here.kind == "-"
            self.place += 1
        if self._is_under_root():
            self.fail("parse.root", first.at, "parse.call_root")
        here = self.here
        if here.kind == "number" and self.following.kind not in ("**", "power"):
            return self._number(here, minuses % 2 == 1)
        self.waiting += [Operator(SIGN, OPS["neg"], first)] * minuses
        return False

    def _number(self, token: Token, is_negative: bool = False) -> bool:
        """Write a number; tell whether the operand ends with it."""
        self.place += 1
        self.written.append(Instruction("number", token, self.value(token, is_negative)))
        if not (self.lenient and self._multiplies(token)):
            self._under_root()
            return True
        self.stars.append(self.here.at)
        self._wait(PRODUCT, OPS["mul"], Token("*", "*", self.here.at))
        return False

    def _multiplies(self, number: Token) -> bool:
        """Whether a number stands right before a factor, and 2t can only mean 2*t."""
        here, before = self.here, self.last
        return (
            here.kind in ("name", "dotted", "(", "√")
            and here.at == end_of(number)
            and number.text not in NUMBERS
            and not _LIKE_AN_EXPONENT.match(here.text)
            and not (isinstance(before, Operator) and before.token.kind in ("/", "**", "√"))
        )

    def _goes_on_behind(self) -> bool:
        """Take what may stand behind an operand: a raised exponent, a method, a group's end."""
        here = self.here
        if here.kind == "method":
            self._method(here)
            return True
        if here.kind == "," and self._is_idle_option():
            self.place += 4
            return True
        if here.kind == "," and (found := self._option()):
            self._take(*found)
            return True
        if here.kind == "," and self.following.kind in (")", "]") and self._separates():
            self._trail()
            return True
        if here.kind == "[" and not self._is_function():
            index, self.place = index_at(self)
            self.written.append(Instruction("apply", here, OPS["take"].choose(index)))
            return True
        if here.kind == "power":
            raised(self, here)
            self.place += 1
            return True
        if here.kind not in (")", "]", "|"):
            return False
        self._release()
        group = self.last
        if not isinstance(group, Group) or CLOSING[group.token.kind] != here.kind:
            refusals.not_open(self)
        self.waiting.pop()
        count = self.counts.pop()
        if group.called is not None:
            if not self._makes(group.called, count):
                self.written.append(Instruction("call", group.called, count, group.options))
        elif here.kind == "]" or (here.kind == ")" and (count > 1 or group.options)):
            self.written.append(Instruction("list", group.token, count))
        elif here.kind == "|":
            self.written.append(Instruction("apply", group.token, OPS["abs"]))
        self.place += 1
        self._under_root()
        return True

    def _method(self, token: Token) -> None:
        """``x.pow(2)`` is ``pow(x, 2)``: x is written, and is the first operand of the call."""
        self.place += 1
        if self.here.kind != "(":
            order = _TURNED.get(token.text)
            does = ("apply", OPS["transpose"].choose(*order)) if order else ("call", 1)
            self.written.append(Instruction(does[0], token._replace(kind="attribute"), does[1]))
            return
        self._open(Group(self.here, token))
        if self.here.kind == ")":
            return
        self.place -= 1
        if found := option_at(self):  # behind the parenthesis as behind a comma
            self._take(*found)
            return
        self.place += 1
        self.counts[-1] = 2
        self._operand()

    def _take(self, name: str, value: Any, place: int) -> None:
        """Take an option of the call that is open, which goes on at a place."""
        group = self.last
        assert isinstance(group, Group)
        assert group.called is not None
        keyword = self.after(1)
        if is_otherwise(group.called.text, (), [keyword.text]):
            last = group.called.text.rpartition(".")[2]
            self.fail_at("parse.otherwise", group.called, "parse.without_library", name=last)
        if name in group.options:
            form = f"{short(group.called.text)}(x, {short(keyword.text)}=0)"
            self.fail_at("parse.given_twice", keyword, "parse.write", form=form)
        self.waiting[-1] = group._replace(options={**group.options, name: value})
        self.place = place

    def _trail(self) -> None:
        """Take a comma behind the last operand; it makes a list of a single one."""
        group = self.last
        assert isinstance(group, Group)
        if group.called is None:
            self.waiting[-1] = group._replace(options={"comma": True})
        self.place += 1

    def _makes(self, called: Token, count: int) -> bool:
        """Whether a call stands for its only operand, a number or a list: ``Value(2.0)``."""
        does = self.written[-1].does
        is_maker = count == 1 and does in ("number", "list") and makes(called.text, does)
        return is_maker and called.text not in self._quantities

    @cached_property
    def _quantities(self) -> set[str]:
        """The names that stand anywhere else than before a parenthesis."""
        pairs = pairwise(self.tokens)
        return {one.text for one, other in pairs if one.kind == "name" and other.kind != "("}

    def _is_idle_option(self) -> bool:
        """Whether ``, requires_grad=True`` and its kind comes next."""
        group = self.last
        *option, behind = self.tokens[self.place + 1 : self.place + 5] or [self.here]
        return (
            isinstance(group, Group)
            and group.called is not None
            and self._makes(group.called, self.counts[-1])
            and behind.kind in (",", ")")
            and is_idle("".join(token.text for token in option))
        )

    def _comes_before_options(self) -> None:
        """Raise ``ParseError`` for an operand without a name behind an option."""
        group = self.last
        assert isinstance(group, Group)
        if (
            group.called is not None
            and group.options.keys() - {"keywords"}
            and self.after(2).kind != "="
        ):
            self.fail("parse.after_keyword", self.following.at, "parse.option_last")

    def _is_function(self) -> bool:
        """Whether what stands before is a function, whose operands stand in parentheses."""
        last = self.written[-1]
        return last.does == "name" and last.token.text in RESERVED

    def _compares(self) -> bool:
        """Whether a comparison may stand here: as all of a definition, or first in ``where``."""
        self._release(SUM)
        waiting = list(self.waiting)
        while waiting and isinstance(group := waiting[-1], Group):
            if group.called is not None:
                return self.counts[-1] == 1 and group.called.text.rpartition(".")[2] == "where"
            waiting.pop()
        return not waiting and self.is_definition

    def _option(self) -> tuple[str, Any, int] | None:
        """The name and the value of ``, axis=0`` in a call, and the place behind it."""
        group = self.last
        while isinstance(group, Operator):
            self._release()
            group = self.last
        called = group.called if isinstance(group, Group) else None
        return None if called is None or called.text in self.functions else option_at(self)
