"""Puts what each call made side by side, and names it: ``layer.z``, ``layer_2.z``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import TypeAlias

from ..core.expression import Expr
from ..core.graph import topological_order
from ..errors import GraphError
from ..parts import Call, Inside
from ..spell.fresh import free_name
from .calls import around, calls_of
from .crossing import Crossing

__all__ = ["Arranged", "all_below", "arranged"]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Expressions in an order in which those of each call are together, and the calls' names.

    ``changed`` leads from expressions of the source to those that are led through ports, and
    ``arguments`` and ``outputs`` are the ports of each call, ``signature`` the names of those
    arguments that it was given; ``leaving`` is what was not returned
    and is used outside all the same, with its name inside, and ``left`` leads from what has no
    other use to the outermost of its ports.
    """

    exprs: Sequence[Expr]
    output: Expr
    calls: Mapping[Call[Expr], str]
    changed: Mapping[Expr, Expr]
    arguments: Mapping[Call[Expr], Mapping[str, Expr]]
    signature: Mapping[Call[Expr], Sequence[str]]
    outputs: Mapping[Call[Expr], Sequence[Expr]]
    leaving: Mapping[Expr, str]
    left: Mapping[Expr, Expr]

    def now(self, expr: Expr) -> Expr:
        """What an expression of the source has become."""
        return self.changed.get(expr, expr)

    def outside(self, expr: Expr) -> Expr:
        """What a name of the source is that of: of what only leaves its block, the port."""
        return self.left.get(self.now(expr), self.now(expr))

    def inside(self, taken: Iterable[str]) -> Inside[Expr]:
        """What is made in the calls is called so, and what leaves them by no name in ``taken``."""
        outer_first = sorted(self.calls.items(), key=lambda item: item[1].count("."))
        out = {port.operands[0]: port for ports in self.outputs.values() for port in ports}
        names = {
            f"{name}.{own}": self._within(call, expr, out)
            for call, name in outer_first
            for own, expr in (*call.names.items(), *self.arguments[call].items())
        }
        before = self._before()
        if self.leaving:
            used = {*names, *taken, *(e.name for e in self.exprs if e.is_input)}
            known = {(expr, name.rpartition(".")[0]) for name, expr in names.items()}
        for expr, own in self.leaving.items():
            first = before[expr]
            if (expr, first.removesuffix(".")) in known:
                continue
            name = free_name((first + own,), f"{first}{own}_", used)
            names[name] = expr
            used.add(name)
        return Inside(names, before)

    def _within(self, call: Call[Expr], expr: Expr, out: Mapping[Expr, Expr]) -> Expr:
        """What a call knows an expression by: of what is made in one inside, the port ``out``."""
        expr = self.now(expr)
        while expr in out:
            owner = expr.call
            if owner is not None and any(expr is port for port in self.outputs[owner]):
                owner = owner.outer
            if owner is call:
                break
            expr = out[expr]
        return expr

    def _before(self) -> dict[Expr, str]:
        """For each expression the name of the call that it is in, which has not returned it."""
        first: dict[Call[Expr] | None, str] = {call: f"{n}." for call, n in self.calls.items()}
        first[None] = ""
        before = {expr: first[expr.call] for expr in self.exprs}
        for port in (port for ports in self.outputs.values() for port in ports):
            call = port.call
            while call is not None and any(port is output for output in self.outputs[call]):
                call = call.outer
            if port in before:
                before[port] = first[call]
        return before


def arranged(
    roots: Sequence[Expr], output: Expr, names: Mapping[str, Expr], parameters: Collection[str] = ()
) -> Arranged | None:
    """Everything below ``roots``, arranged by calls, if there are any.

    ``names`` are those of the source, ``parameters`` the names of inputs that are called so.
    Raises ``GraphError`` where a call needs what is made of its own results.
    """
    order, has_calls = all_below([*roots, output])
    if not has_calls:
        return None
    crossing = Crossing(order, names, output, parameters)
    kept = (expr for expr in order if expr.op is not None or not crossing.is_copied(expr))
    made = [*map(crossing.now, kept), *crossing.made, crossing.output]
    exprs = _in_order(topological_order(made), 0, crossing)
    left = _left(exprs, crossing)
    named = {left[e] for e in map(crossing.now, names.values()) if e in left}
    return Arranged(
        exprs,
        crossing.output,
        _named(exprs),
        crossing.changed,
        crossing.arguments,
        crossing.signature,
        crossing.outputs,
        {e: name for e, name in crossing.leaving.items() if e not in named},
        left,
    )


def _left(exprs: Sequence[Expr], crossing: Crossing) -> dict[Expr, Expr]:
    """For what only leaves its block, the port by which it does, or that of a block around it."""
    left: dict[Expr, Expr] = {}
    uses = dict.fromkeys((inner for port in crossing.leaving_ports for inner in port.operands), 0)
    for expr in exprs if uses else ():
        for operand in expr.operands:
            if operand in uses:
                uses[operand] += 1
    for port in reversed([*crossing.leaving_ports]):
        (inner,) = port.operands
        if uses[inner] == 1:
            left[inner] = left.get(port, port)
    return left


def all_below(roots: Sequence[Expr]) -> tuple[list[Expr], bool]:
    """Every expression that is needed or that a call names, and whether there is any call."""
    known: dict[Call[Expr], None] = {}
    before: Sequence[Expr] = ()
    asked = roots
    while True:
        order = topological_order(roots, before)
        made = calls_of(expr for expr in order[len(before) :] if expr.op is not None)
        found = {call: None for call in made if call not in known}
        if not found:
            return (_as_called([*asked, *before, *roots]) if known else order), bool(known)
        known |= found
        parts = ([*c.arguments.values(), *c.names.values(), *c.outputs] for c in found)
        before, roots = order, [expr for part in parts for expr in part]


def _as_called(roots: Sequence[Expr]) -> list[Expr]:
    """Every expression below ``roots``, what goes into a call in the order of its signature."""
    order: list[Expr] = []
    entered: set[Expr] = set()
    done: set[Expr] = set()
    called: set[Call[Expr]] = set()
    for root in roots:
        stack = [root]
        while stack:
            expr = stack[-1]
            if expr not in entered:
                entered.add(expr)
                needed = expr.operands
                if expr.call is not None and expr.call not in called:
                    for call in expr.call.line:
                        if call not in called:
                            given = call.arguments.values()
                            needed = (*(one for port in given for one in port.operands), *needed)
                    called.update(expr.call.line)
                if waiting := [one for one in needed if one not in entered]:
                    stack += reversed(waiting)
                    continue
            stack.pop()
            if expr not in done:
                done.add(expr)
                order.append(expr)
    return order


Item: TypeAlias = Expr | Call[Expr]


def _in_order(exprs: Sequence[Expr], depth: int, crossing: Crossing) -> list[Expr]:
    """These expressions, each after what it needs, and those of an inner call together.

    A call's ports come first, the last of its signature before all, so that gradients come back to
    them in the order of the signature.

    ``depth`` is how many calls are around all of them. Raises ``GraphError`` where a call needs
    what is made of its own results.
    """
    if not any(len(expr.call.line) > depth for expr in exprs if expr.call is not None):
        return list(exprs)
    items: dict[Expr, Item] = {}
    members: dict[Item, list[Expr]] = {}
    for expr in exprs:
        calls = around(expr)
        items[expr] = calls[depth] if len(calls) > depth else expr
        members.setdefault(items[expr], []).append(expr)
    order: list[Expr] = []
    begun: set[Item] = set()
    ended: set[Item] = set()
    for first in members:
        stack: list[tuple[Item, bool]] = [(first, False)]
        while stack:
            item, is_ready = stack.pop()
            if is_ready:
                ended.add(item)
                if isinstance(item, Expr):
                    order.append(item)
                else:
                    order += _in_order(
                        _ports_first(item, members[item], crossing), depth + 1, crossing
                    )
            elif item not in begun:
                begun.add(item)
                stack.append((item, True))
                stack.extend((other, False) for other in reversed(_needs(item, members, items)))
            elif item not in ended:
                waiting = (one for one, _ in reversed(stack) if isinstance(one, Call))
                raise GraphError("source.block", name=next(waiting).function)
    return order


def _ports_first(call: Call[Expr], members: Sequence[Expr], crossing: Crossing) -> list[Expr]:
    """What a call made: its ports, what it computes, and the ports of what comes out."""
    known = dict.fromkeys(members)
    first = [p for p in reversed(crossing.arguments[call].values()) if p in known]
    last = [p for p in crossing.outputs[call] if p in known]
    ports = dict.fromkeys((*first, *last))
    return [*first, *(expr for expr in members if expr not in ports), *last]


def _needs(
    item: Item, members: Mapping[Item, Sequence[Expr]], items: Mapping[Expr, Item]
) -> list[Item]:
    """What has to be there before, each once, in the order of its use."""
    found: dict[Item, None] = {}
    for expr in members[item]:
        for operand in expr.operands:
            other = items.get(operand)
            if other is not None and other is not item:
                found[other] = None
    return list(found)


def _named(order: Sequence[Expr]) -> dict[Call[Expr], str]:
    """Each call with its full name, in the order in which they come."""
    named: dict[Call[Expr], str] = {}
    met = calls_of(order)
    taken: set[str] = set()
    tried: dict[str, Iterator[str]] = {}
    for call in met:
        outer = f"{named[call.outer]}." if call.outer else ""
        stem = outer + (call.name or call.function)
        if stem not in tried:
            tried[stem] = chain((stem,), map(f"{stem}_".__add__, map(str, count(2))))
        named[call] = next(name for name in tried[stem] if name not in taken)
        taken.add(named[call])
    return named
