"""Puts what each call made side by side, and names it: ``layer.z``, ``layer_2.z``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

from ..core.expression import Expr
from ..core.graph import topological_order
from ..errors import GraphError
from ..parts import Call, Inside
from .calls import around, owner

__all__ = ["Arranged", "arranged"]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Expressions in an order in which those of each call are together, and the calls' names."""

    exprs: Sequence[Expr]
    calls: Mapping[Call[Expr], str]

    @property
    def inside(self) -> Inside[Expr]:
        """What is made in the calls is called so."""
        outer_first = sorted(self.calls.items(), key=lambda item: item[1].count("."))
        names = {
            f"{name}.{own}": expr for call, name in outer_first for own, expr in call.names.items()
        }
        owners = ((expr, owner(expr)) for expr in self.exprs)
        before = {expr: f"{self.calls[call]}." for expr, call in owners if call is not None}
        return Inside(names, before)


def arranged(roots: Sequence[Expr]) -> Arranged | None:
    """Everything below ``roots``, arranged by calls, if there are any.

    Raises ``GraphError`` where a call needs what is made of its own results.
    """
    order, has_calls = _all_below(roots)
    if not has_calls:
        return None
    exprs = _in_order(order, 0)
    return Arranged(exprs, _named(exprs))


def _all_below(roots: Sequence[Expr]) -> tuple[list[Expr], bool]:
    """Every expression that is needed or that a call names, and whether there is any call."""
    known: dict[Call[Expr], None] = {}
    while True:
        order = topological_order(roots)
        calls = (call for expr in order if expr.call for call in around(expr))
        found = {call: None for call in calls if call not in known}
        if not found:
            return order, bool(known)
        known |= found
        parts = ([*c.arguments.values(), *c.names.values(), *c.outputs] for c in found)
        roots = [*order, *(expr for part in parts for expr in part)]


Item: TypeAlias = Expr | Call[Expr]


def _in_order(exprs: Sequence[Expr], depth: int) -> list[Expr]:
    """These expressions, each after what it needs, and those of an inner call together.

    ``depth`` is how many calls are around all of them. Raises ``GraphError`` where a call needs
    what is made of its own results.
    """
    items: dict[Expr, Item] = {}
    members: dict[Item, list[Expr]] = {}
    for expr in exprs:
        calls = around(expr)
        items[expr] = calls[depth] if len(calls) > depth else expr
        members.setdefault(items[expr], []).append(expr)
    if len(members) == len(exprs):
        return list(exprs)
    order: list[Expr] = []
    begun: set[Item] = set()
    ended: set[Item] = set()
    for first in members:
        stack: list[tuple[Item, bool]] = [(first, False)]
        while stack:
            item, is_ready = stack.pop()
            if is_ready:
                ended.add(item)
                order += [item] if isinstance(item, Expr) else _in_order(members[item], depth + 1)
            elif item not in begun:
                begun.add(item)
                stack.append((item, True))
                stack.extend((other, False) for other in reversed(_needs(item, members, items)))
            elif item not in ended:
                waiting = (one for one, _ in reversed(stack) if isinstance(one, Call))
                raise GraphError("source.block", name=next(waiting).function)
    return order


def _needs(
    item: Item, members: Mapping[Item, Sequence[Expr]], items: Mapping[Expr, Item]
) -> list[Item]:
    """What has to be there before, each once, in the order of its use."""
    given = item.arguments.values() if isinstance(item, Call) else ()
    used = (operand for expr in members[item] for operand in expr.operands)
    found = dict.fromkeys(items[expr] for expr in (*given, *used) if expr in items)
    found.pop(item, None)
    return list(found)


def _named(order: Sequence[Expr]) -> dict[Call[Expr], str]:
    """Each call with its full name, in the order in which they come."""
    named: dict[Call[Expr], str] = {}
    met = dict.fromkeys(call for expr in order for call in around(expr))
    taken: set[str] = set()
    for call in met:
        outer = f"{named[call.outer]}." if call.outer else ""
        tried = (call.function if n == 1 else f"{call.function}_{n}" for n in count(1))
        named[call] = next(name for name in (outer + own for own in tried) if name not in taken)
        taken.add(named[call])
    return named
