"""Reads lines: ``y = w*x``, ``a, b = f(x)``, ``param w = 3``, and a formula without a name."""

from __future__ import annotations

from collections.abc import Sequence

from .grammar import DECLARING, ENDS, NAMES, Instruction, Statement
from .parser import Parser
from .refusals import unexpected
from .scanner import Token, end_of

__all__ = ["statement"]


def statement(so_far: Parser) -> Statement:
    """The line that begins here, which is no definition of a function."""
    first = so_far.here
    if first.kind in NAMES and so_far.following.kind == "=":
        so_far.place += 2
        return Statement("define", (first,), so_far.formula(is_definition=True), first.at)
    if first.text in DECLARING and so_far.following.kind in NAMES:
        return _declaration(so_far)
    if several := _several(so_far):
        return Statement("define", several, so_far.formula(), first.at)
    return Statement("bare", (), so_far.formula(), first.at)


def _several(so_far: Parser) -> tuple[Token, ...]:
    """The names in ``a, b = f(x)``, where they come next."""
    tokens, place = so_far.tokens, so_far.place
    while tokens[place].kind in NAMES and tokens[place + 1].kind == ",":
        place += 2
    names = tokens[so_far.place : place + 1 : 2]
    equals, called, opening = ([t.kind for t in tokens[place + 1 : place + 4]] + [""] * 3)[:3]
    is_call = equals == "=" and called in NAMES and opening == "("
    if names[-1].kind not in NAMES or not is_call or len(names) < 2:
        return ()
    so_far.place = place + 2
    return tuple(names)


def _declaration(so_far: Parser) -> Statement:
    """``input x, y``, ``param w = 3``, ``const k = 1/3``."""
    first = so_far.here
    names: list[Token] = []
    while not names or so_far.here.kind == ",":
        so_far.place += 1
        if so_far.here.kind not in NAMES:
            unexpected(so_far, "parse.name_here")
        names.append(so_far.here)
        so_far.place += 1
    code: Sequence[Instruction] = ()
    if so_far.here.kind == "=" and len(names) == 1:
        so_far.place += 1
        code = so_far.formula()
    elif so_far.here.kind not in ENDS:
        unexpected(so_far, "parse.declare")
    elif first.text == "const":
        so_far.fail("parse.no_value", end_of(names[-1]), "parse.declare", token=names[-1].text)
    return Statement(first.text, tuple(names), code, first.at)
