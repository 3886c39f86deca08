"""Calls, the expressions that they made, and the ports through which these are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ..core.expression import Expr, apply
from ..core.ops import OPS
from ..parts import INSIDE, Call

__all__ = ["around", "calls_of", "inside", "is_inside", "owner", "port"]


@contextmanager
def inside(call: Call[Expr]) -> Iterator[Call[Expr]]:
    """All expressions that are made here belong to the call."""
    token = INSIDE.set(call)
    try:
        yield call
    finally:
        INSIDE.reset(token)


def port(call: Call[Expr], expr: Expr) -> Expr:
    """A port of the call, through which an expression goes in or comes out."""
    with inside(call):
        return apply(OPS["identity"], expr)


def around(expr: Expr) -> tuple[Call[Expr], ...]:
    """The calls in which an expression was made, the outermost first."""
    return () if expr.call is None else expr.call.line


def calls_of(exprs: Iterable[Expr]) -> dict[Call[Expr], None]:
    """The calls in which expressions were made, as they come, each before those in it."""
    found: dict[Call[Expr], None] = {}
    for expr in exprs:
        call = expr.call
        if call is not None and call not in found:
            found |= dict.fromkeys(call.line)
    return found


def is_inside(expr: Expr, call: Call[Expr] | None) -> bool:
    """Whether a call made an expression; all are outside of any."""
    return call is None or call in around(expr)


def owner(expr: Expr) -> Call[Expr] | None:
    """The innermost call that made an expression and did not return it."""
    call = expr.call
    while call is not None and any(expr is output for output in call.outputs):
        call = call.outer
    return call
