"""Why a text is no formula at the place where its reading stops, and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, takewhile
from typing import NoReturn

from ..calls.library import FUNCTIONS
from . import hints
from .grammar import BINARY, CLOSING, COMPARING, ENDS, Group, Unfinished
from .scanner import Token, end_of, short

__all__ = ["left_open", "no_operand", "no_operator", "no_power", "not_open", "unexpected"]

_POWER_BEFORE = re.compile(r"([^\W\d]\w*)\s*(?:\*\*|\^)\s*\(?\s*(-?\s*\w+)\s*\)?\s*\Z")


def unexpected(so_far: Unfinished, hint: str, **slots: object) -> NoReturn:
    """A token that nothing can do with where it stands."""
    token = so_far.here
    if token.kind == "text" or token.text in ("<", ">"):
        _with_option(so_far)
    if token.kind in ("wrong", "text"):
        _wrong_character(so_far)
    if token.kind in ENDS:
        so_far.fail("parse.short", token.at, hint, **slots)
    so_far.fail_at("parse.token", token, hint, **slots)


def _wrong_character(so_far: Unfinished) -> NoReturn:
    at = so_far.here.at
    hint, plain = hints.for_character(so_far.text, at)
    so_far.fail("parse.character", at, hint, character=repr(so_far.text[at]), plain=plain)


def no_operand(so_far: Unfinished) -> NoReturn:
    """What stands where an operand has to begin."""
    here = so_far.here
    before = so_far.tokens[so_far.place - 1] if so_far.place else None
    is_behind = before is not None and end_of(before) == here.at
    if here.kind in ENDS:
        unexpected(so_far, "parse.go_on")
    if here.kind == "=" and before is None:
        unexpected(so_far, "parse.leave_out")  # as in a spreadsheet
    if here.kind == "=" and before is not None and is_behind and before.kind in BINARY:
        _augmented(so_far, before)
    if here.kind == "/" and before is not None and is_behind and before.kind == "/":
        unexpected(so_far, "parse.whole_quotient")
    group = so_far.last
    if here.kind in (",", "]") and isinstance(group, Group) and group.token.kind == "[":
        so_far.fail("answer.entry", here.at, "answer.list", token=here.text)
    known = {"=": "parse.equals", ",": "parse.comma"}
    if here.kind == "=" and is_behind and before is not None and before.kind == "=":
        unexpected(so_far, "parse.no_comparison")
    if here.kind in ("]", "power"):
        _wrong_character(so_far)
    unexpected(so_far, known.get(here.kind, "parse.belongs"))


def _augmented(so_far: Unfinished, operator: Token) -> NoReturn:
    """``c += 1``, where a name is defined once."""
    start = so_far.tokens[so_far.began]
    name = start.text if start.kind == "name" else "c"
    form = f"{name}_2 = {name} {operator.text} ..."
    unexpected(so_far, "parse.new_name", form=form)


def no_operator(so_far: Unfinished) -> NoReturn:
    """What stands behind an operand, and neither goes on nor ends."""
    here, before = so_far.here, so_far.tokens[so_far.place - 1]
    if here.kind in ("name", "dotted", "quoted", "number", "(", "√"):
        _two_operands(so_far, before)
    if here.kind == "=":
        if any(opened.token.kind == "(" for opened in so_far.waiting):
            _with_option(so_far)
            unexpected(so_far, "parse.no_option")
        if before.kind == "method":  # x.requires_grad = True
            start = so_far.tokens[so_far.began]
            line = f"{short(start.text)}{short(before.text)} = ..."
            so_far.fail("parse.not_here", before.at, "parse.leave_out", token=line)
        is_comparison = so_far.following.kind == "=" and so_far.following.at == end_of(here)
        unexpected(so_far, "parse.no_comparison" if is_comparison else "parse.equals")
    if here.kind == "[":
        hint = "parse.parentheses" if before.text.lower() in FUNCTIONS else "parse.entry"
        so_far.fail("parse.character", here.at, hint, character=repr("["), plain="")
    if here.kind == ",":
        rest = islice(so_far.tokens, so_far.place, None)
        kinds = {token.kind for token in takewhile(lambda t: t.kind not in ENDS, rest)}
        unexpected(so_far, "parse.lines" if "=" in kinds else "parse.comma")
    if here.kind in COMPARING:
        _with_option(so_far)
        is_arrow = so_far.text[here.at : here.at + 2] == "<-"
        unexpected_sign = "parse.only_equals" if is_arrow else "parse.no_comparison"
        so_far.fail("parse.token", here.at, unexpected_sign, token=here.text)
    unexpected(so_far, "parse.belongs")


def _with_option(so_far: Unfinished) -> None:
    """Fail for a call with an option, as in ``softplus(x, beta=2)`` and ``gelu(x, 'tanh')``."""
    here = so_far.here
    groups = (opened for opened in reversed(so_far.waiting) if isinstance(opened, Group))
    called = next(groups, Group(here)).called
    if called is None:
        return
    last = called.text.rpartition(".")[2]
    name, find = last.lower(), hints.for_layer if last[:1].isupper() else hints.with_options
    form = find(name, so_far.text, called.at, called.text)
    if form:
        so_far.fail("parse.token", here.at, "parse.option", token=here.text, form=form)
    name = called.text if called.text in hints.OTHERS else name
    if name in hints.OTHERS:
        slots = {"token": called.text, "known": hints.KNOWN}
        so_far.fail("parse.not_here", called.at, hints.OTHERS[name], **slots)


def _two_operands(so_far: Unfinished, before: Token) -> NoReturn:
    """Two operands and no operator between them: a word of Python's, ``ln x``, ``2x``."""
    here = so_far.here
    for word in (before, here):
        hint = hints.for_word(word.text)
        if hint:
            so_far.fail("parse.token", word.at, hint, token=word.text)
    if here.kind == "name" and so_far.following.kind == "=":
        if before.text in hints.TYPES:
            so_far.fail("parse.token", before.at, "parse.leave_out", token=before.text)
        unexpected(so_far, "parse.lines")
    if here.text.lower() in hints.REMAINDERS:
        unexpected(so_far, "parse.no_remainder")
    _power_of_function(so_far)
    if before.kind == "name" and here.kind in ("name", "number"):
        _function_without(so_far, before)
    last = so_far.written[-1]
    if here.kind == "(" and last.does == "call":
        at, shown = last.token.at, last.token.text
        form = hints.for_layer(shown.rpartition(".")[2].lower(), so_far.text, at, shown)
        if form:
            so_far.fail("parse.not_here", at, "parse.write", token=shown, form=form)
    is_behind = end_of(before) == here.at
    if is_behind and before.kind == here.kind == "number" and here.text.startswith("."):
        so_far.fail("parse.character", here.at, "parse.one_point", character=repr("."))
    if is_behind and before.kind == "number" and here.text in ("j", "J", "i"):
        form = f"{short(before.text)}*{here.text}"
        unexpected(so_far, "parse.imaginary", form=form)
    meant = _number_meant(before.text + here.text) if end_of(before) == here.at else ""
    if meant:
        so_far.fail("parse.no_operator", here.at, "parse.write", token=here.text, form=meant)
    form, called = "2*x", "(...)" if so_far.following.kind == "(" else ""
    if {before.kind, here.kind} <= {"name", "dotted", "number"}:
        form = f"{short(before.text)}*{short(here.text)}{called}"
    elif here.kind == "name":
        form = f"(...)*{short(here.text)}{called}"
    elif here.kind == "(" and before.kind in ("name", "number"):
        form = f"{short(before.text)}*(...)"
    hint = "parse.product"
    if before.kind == "number" and so_far.lenient and end_of(before) == here.at:
        hint = "parse.unclear_product"
    so_far.fail_at("parse.no_operator", here, hint, form=form)


def _function_without(so_far: Unfinished, before: Token) -> None:
    """A function and no parentheses, as in ``ln x``, ``σ z`` and ``log₂ x``."""
    is_function = unicodedata.normalize("NFKC", before.text) in FUNCTIONS
    if not is_function and before.text not in hints.SIGMA:
        return
    here, after = so_far.here, so_far.following
    inside = short(here.text)
    if here.kind == "number" and after.kind == "name" and after.at == end_of(here):
        inside += f"*{short(after.text)}"
    form, product = f"{before.text}({inside})", f"{before.text}*{inside}"
    if is_function:
        so_far.fail("parse.function", before.at, "parse.write", token=before.text, form=form)
    hint = "parse.call_or_product"
    so_far.fail("parse.no_operator", here.at, hint, token=inside, form=form, product=product)


def _power_of_function(so_far: Unfinished) -> None:
    """``sin^2(x)``, ``sin**-1 x``."""
    at = so_far.here.at
    match = _POWER_BEFORE.search(so_far.text, max(0, at - 80), at)
    if match is not None and (match[1] in FUNCTIONS or match[1] in hints.FORMS):
        no_power(so_far, match[1], match[2].replace(" ", ""), match.start(1), match[0].rstrip())


def no_power(so_far: Unfinished, function: str, raised: str, at: int, shown: str) -> NoReturn:
    """A function that is raised where its value is meant, or its inverse."""
    inverse, called = hints.inverse_of(function), f"{function}(x)"
    is_inverse = raised == "-1"
    hint = "parse.inverse" if is_inverse and inverse else "parse.write"
    form = f"1/{called}" if is_inverse else f"{called}**{raised}"
    told = "parse.power_of_function"
    so_far.fail(told, at, hint, token=short(shown), form=form, inverse=inverse)


def left_open(so_far: Unfinished, at: int) -> NoReturn:
    """A group that should have ended before a place."""
    opened = so_far.waiting[-1].token.kind
    if opened == "[":
        so_far.fail("answer.open", at, "answer.list")
    told = "parse.open_bar" if opened == "|" else "parse.open"
    so_far.fail(told, at, "parse.close_it", closing=CLOSING[opened])


def not_open(so_far: Unfinished) -> NoReturn:
    """The end of a group that is not the one open, if any is."""
    here = so_far.here
    if so_far.waiting and here.kind in ("]", ")"):
        left_open(so_far, end_of(here))
    if here.kind == "|":
        so_far.fail("parse.bars", here.at, "parse.call_abs")
    if here.kind == "]":
        so_far.fail("answer.bracket", here.at, "answer.list")
    so_far.fail("parse.closed", here.at, "parse.open_it")


def _number_meant(text: str) -> str:
    """What Python takes for a number, or a number before a name, as it is written here."""
    if re.fullmatch(r"\d+(_\d+)+", text):
        return text.replace("_", "")
    if re.fullmatch(r"0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+", text):
        return str(int(text, 0))
    factor = re.fullmatch(r"([\d.]+[eE]\d+)([^\W\d]\w*)", text)
    return f"{factor[1]}*{factor[2]}" if factor else ""
