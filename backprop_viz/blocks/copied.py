"""A call made again for other arguments, without reading again what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..core.expression import Expr
from ..parts import INSIDE, Call
from .arranged import all_below
from .calls import around

__all__ = ["Pattern"]


class Pattern:
    """A ``call`` that was made for arguments of which nothing was known, and all that it ``made``.

    For others of which nothing is known it makes the same.
    """

    def __init__(self, call: Call[Expr]) -> None:
        parts = (call.arguments.values(), call.names.values(), call.outputs)
        below, _ = all_below([expr for part in parts for expr in part])
        self.call = call
        self.made = [expr for expr in below if call in around(expr)]

    def again(self, given: Mapping[str, Expr]) -> tuple[Call[Expr], dict[Expr, Expr]]:
        """The call with these arguments, and what each expression is in it."""
        now = {port.operands[0]: given[name] for name, port in self.call.arguments.items()}
        calls = {self.call: replace(self.call, outer=INSIDE.get())}
        token, last = INSIDE.set(calls[self.call]), self.call
        try:
            for expr in self.made:
                assert expr.call is not None
                if expr.call is not last:
                    last = expr.call
                    for call in last.line:
                        if call not in calls and call.outer in calls:
                            calls[call] = replace(call, outer=calls[call.outer])
                    INSIDE.set(calls[last])
                operands = tuple([now.get(operand, operand) for operand in expr.operands])
                now[expr] = Expr(expr.op, operands, expr.name, expr.value, expr.sketch)
        finally:
            INSIDE.reset(token)
        for call in calls.values():
            call.arguments = {name: now[expr] for name, expr in call.arguments.items()}
            call.names = {name: now.get(expr, expr) for name, expr in call.names.items()}
            call.given = {name: now.get(expr, expr) for name, expr in call.given.items()}
            call.outputs = [now.get(expr, expr) for expr in call.outputs]
        return calls[self.call], now
