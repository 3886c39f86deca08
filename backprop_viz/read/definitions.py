"""Reads a text line by line, with its definitions: ``neuron(x, w) = tanh(w @ x)``, or ``def``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NoReturn

from .grammar import ENDS, NAMES, Instruction, Statement
from .parser import Parser
from .refusals import unexpected
from .scanner import Token, end_of
from .statements import statement

__all__ = ["Definition", "lines"]


@dataclass(frozen=True, slots=True)
class Definition:
    """A function: its ``parameters``, each with the code of its default (which may be empty), the
    statements of its ``body``, and the formulas that it ``returns``.
    """

    name: Token
    parameters: tuple[Token, ...]
    defaults: tuple[Sequence[Instruction], ...]
    body: tuple[Statement, ...]
    returns: tuple[Sequence[Instruction], ...]

    @property
    def form(self) -> str:
        """How it is called."""
        return f"{self.name.text}({', '.join(token.text for token in self.parameters)})"


def lines(parser: Parser) -> list[Statement | Definition]:
    """All that the text says, line by line."""
    found: list[Statement | Definition] = []
    while parser.here.kind != "end":
        if parser.here.kind in ENDS:
            parser.place += 1
            continue
        definition = _definition(parser)
        if definition:
            parser.functions.add(definition.name.text)
        found.append(definition or statement(parser))
    if not found:
        parser.fail("parse.empty", 0, "parse.write_one")
    return found


def _definition(so_far: Parser) -> Definition | None:
    """The definition that begins here, if one does."""
    first = so_far.here
    if first.text == "def" and so_far.following.kind in NAMES:
        so_far.place += 1
        return _written_out(so_far, first)
    if first.kind not in NAMES or so_far.following.kind != "(" or not _is_equation(so_far):
        return None
    parameters, defaults = _parameters(so_far)
    equals = so_far.here
    so_far.place += 1
    formula = so_far.formula(is_in_list=True)
    if so_far.here.kind == ",":
        _several(so_far, first, equals)
    return Definition(first, parameters, defaults, (), (formula,))


def _several(so_far: Parser, first: Token, equals: Token) -> NoReturn:
    """``f(x) = x, 2*x``, which only ``def`` can say; between figures it was to be a point."""
    is_point = so_far.tokens[so_far.place - 1].kind == so_far.following.kind == "number"
    if is_point or so_far.following.kind in ENDS:
        unexpected(so_far, "parse.comma")
    rest = takewhile(lambda t: t.kind not in ENDS, so_far.tokens[so_far.place :])
    end = end_of([*rest][-1])
    told, values = so_far.text[first.at : equals.at], so_far.text[end_of(equals) : end]
    form = f"def {told.strip()}: return {values.strip()}"
    unexpected(so_far, "parse.values", form=form)


def _is_equation(so_far: Parser) -> bool:
    """Whether names in parentheses and ``=`` come next, as in ``f(x, k=2) =``."""
    tokens, place = so_far.tokens, so_far.place + 2
    while tokens[place].kind in (*NAMES, ",", "=", "number", "+", "-"):
        place += 1
    is_list = tokens[so_far.place + 2].kind in (*NAMES, ")") and tokens[place].kind == ")"
    return is_list and tokens[min(place + 1, len(tokens) - 1)].kind == "="


def _parameters(so_far: Parser) -> tuple[tuple[Token, ...], tuple[Sequence[Instruction], ...]]:
    """The names in parentheses that come next, with their defaults."""
    names: list[Token] = []
    defaults: list[Sequence[Instruction]] = []
    so_far.place += 2
    while so_far.here.kind != ")":
        name = so_far.here
        if name.kind not in NAMES:
            unexpected(so_far, "parse.name_here")
        if name.text in [other.text for other in names]:
            so_far.fail_at("parse.twice_here", name, "parse.other_parameter")
        names.append(name)
        so_far.place += 1
        defaults.append(_default(so_far) if so_far.here.kind == "=" else ())
        if len(defaults) > 1 and defaults[-2] and not defaults[-1]:
            so_far.fail_at("parse.no_default", name, "parse.defaults_last")
        if so_far.here.kind == ",":
            so_far.place += 1
        elif so_far.here.kind != ")":
            unexpected(so_far, "parse.definition")
    so_far.place += 1
    return tuple(names), tuple(defaults)


def _default(so_far: Parser) -> list[Instruction]:
    """The number behind ``=``."""
    so_far.place += 1
    if so_far.here.text == "None" and so_far.here.kind == "name":
        so_far.place += 1
        return [Instruction("none", so_far.tokens[so_far.place - 1])]
    is_negative = False
    while so_far.here.kind in ("+", "-"):
        is_negative ^= so_far.here.kind == "-"
        so_far.place += 1
    token = so_far.here
    if token.kind != "number":
        unexpected(so_far, "parse.default_number")
    so_far.place += 1
    return [Instruction("number", token, so_far.value(token, is_negative))]


def _written_out(so_far: Parser, word: Token) -> Definition:
    """``def f(x):``, lines that stand further to the right, and ``return``."""
    name = so_far.here
    if so_far.following.kind != "(":
        so_far.place += 1
        unexpected(so_far, "parse.definition")
    parameters, defaults = _parameters(so_far)
    if so_far.here.kind != ":":
        unexpected(so_far, "parse.definition")
    so_far.place += 1
    is_below = so_far.here.kind == "\n"
    edge = _column(so_far, word)
    body: list[Statement] = []
    indent = None
    while True:
        while so_far.here.kind == ";" or (is_below and so_far.here.kind == "\n"):
            so_far.place += 1
        here = so_far.here
        starts_line = is_below and so_far.tokens[so_far.place - 1].kind != ";"
        if here.kind in ENDS or (starts_line and _column(so_far, here) <= edge):
            written = (t for t in reversed(so_far.tokens[: so_far.place]) if t.kind not in ENDS)
            so_far.fail("parse.short", end_of(next(written)), "parse.ends_so")
        if starts_line:
            indent = _column(so_far, here) if indent is None else indent
            if _column(so_far, here) != indent:
                so_far.fail_at("parse.token", here, "parse.indent")
        if here.text == "return" and here.kind == "name":
            break
        if here.text == "def" and so_far.following.kind == "name":
            so_far.fail_at("parse.token", here, "parse.no_inner")
        read = statement(so_far)
        if read.kind not in ("define", "const"):
            so_far.fail("parse.unnamed", read.at, "parse.line_of_function")
        body.append(read)
    returns = _returned(so_far)
    _check_end(so_far, edge if is_below else None)
    return Definition(name, parameters, defaults, tuple(body), returns)


def _returned(so_far: Parser) -> tuple[Sequence[Instruction], ...]:
    """The formulas behind ``return``, with commas between them."""
    found: list[Sequence[Instruction]] = []
    while not found or so_far.here.kind == ",":
        so_far.place += 1
        found.append(so_far.formula(is_in_list=True))
    return tuple(found)


def _check_end(so_far: Parser, edge: int | None) -> None:
    """Fail for a line of the function behind its ``return``."""
    place = so_far.place
    while so_far.tokens[place].kind in ("\n", ";") and edge is not None:
        place += 1
    here = so_far.tokens[place]
    if edge is not None and here.kind != "end" and _column(so_far, here) > edge:
        so_far.fail_at("parse.token", here, "parse.return_last")


def _column(so_far: Parser, token: Token) -> int:
    return token.at - so_far.text.rfind("\n", 0, token.at) - 1
