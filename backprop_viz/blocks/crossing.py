"""Every way into a call and out of it leads through a port of its own.

What a call is given and what it returns has one from the start. Here whatever else it uses gets
one, such as a parameter of a layer, and whatever else of it is used outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from ..core.expression import Expr
from ..parts import INSIDE, Call
from ..spell.fresh import free_name
from .calls import around, calls_of, port

__all__ = ["Crossing"]


class Crossing:
    """Expressions in topological ``order``, led through ports.

    ``changed`` leads from those that had to be made anew to what they are now, ``arguments`` and
    ``outputs`` are the ports of each call, and ``output`` is the last of all. ``signature`` are the
    names of the arguments that a call was given. ``names`` are what the source calls expressions,
    ``parameters`` the names of inputs that are called so.

    What a call has found around it comes after its signature: what was computed before, then
    inputs, then parameters, those that it alone uses last.
    """

    def __init__(
        self,
        order: Sequence[Expr],
        names: Mapping[str, Expr],
        output: Expr,
        parameters: Collection[str] = (),
    ) -> None:
        self.changed: dict[Expr, Expr] = {}
        self.arguments: dict[Call[Expr], dict[str, Expr]] = {}
        self.outputs: dict[Call[Expr], list[Expr]] = {}
        self.leaving: dict[Expr, str] = {}
        self.leaving_ports: list[Expr] = []
        self._called = {expr: name for name, expr in reversed([*names.items()])}
        self._made: dict[tuple[Call[Expr] | None, Expr, bool], Expr] = {}
        self._passed_as: dict[tuple[Call[Expr], str], Expr] = {}
        for call in calls_of(expr for expr in order if expr.op is not None):
            self._called |= {expr: name for name, expr in call.names.items()}
            self.arguments[call] = dict(call.arguments)
            self.outputs[call] = [out for out in call.outputs if _is_port(out, call)]
        self._ins = {
            p for call in self.arguments for p in call.arguments.values() if p.call is call
        }
        self._outs = {port for ports in self.outputs.values() for port in ports}
        for expr in order:
            self._lead(expr)
        self.arguments = {c: self._now(dict(a)) for c, a in self.arguments.items()}
        self.outputs = {c: [self.now(o) for o in found] for c, found in self.outputs.items()}
        self.output = self._passed(output, ())
        self.signature = {c: self._signature(c, named) for c, named in self.arguments.items()}
        self.arguments = {
            c: {**{name: named[name] for name in self.signature[c]}, **named}
            for c, named in self.arguments.items()
        }
        if any(len(named) > len(self.signature[c]) for c, named in self.arguments.items()):
            self._sort_found(order, parameters)

    @property
    def made(self) -> list[Expr]:
        """The ports that were not there before."""
        return [*self._made.values()]

    def is_copied(self, expr: Expr) -> bool:
        """Whether it is a number of which each use has one of its own."""
        is_number = expr.op is None and expr.value is not None
        return is_number and expr not in self._called

    def now(self, expr: Expr) -> Expr:
        """What an expression has become."""
        return self.changed.get(expr, expr)

    def _now(self, named: dict[str, Expr]) -> dict[str, Expr]:
        return {name: self.now(expr) for name, expr in named.items()}

    def _signature(self, call: Call[Expr], named: Mapping[str, Expr]) -> list[str]:
        """The ports of what a call was given, before what it found around it: by their names, of
        which another may be that of something inside."""
        names = {expr: name for name, expr in named.items()}
        given = (self._passed_as.get((call, own)) for own in call.given)
        return [*call.arguments, *(names[port] for port in given if port is not None)]

    def _sort_found(self, order: Sequence[Expr], parameters: Collection[str]) -> None:
        """What calls have found around them: first what flows in, last what is theirs alone."""
        place = {expr: n for n, expr in enumerate(order) if expr.is_input}
        made = dict.fromkeys((*map(self.now, order), *self._made.values(), self.output))
        uses = Counter(operand for expr in made for operand in expr.operands)
        ports = {
            port: own not in self.signature[call]
            for call, named in self.arguments.items()
            for own, port in named.items()
        }

        def rank(expr: Expr) -> tuple[int, int]:
            is_alone = True
            while expr in ports:
                is_alone, (expr,) = is_alone and ports[expr], expr.operands
                is_alone = is_alone and uses[expr] == 1
            if not expr.is_input:
                return 0, 0
            return (2 + is_alone, 0) if expr.name in parameters else (1, place.get(expr, 0))

        for call, named in self.arguments.items():
            given = self.signature[call]
            found = sorted((own for own in named if own not in given), key=lambda o: rank(named[o]))
            self.arguments[call] = {own: named[own] for own in (*given, *found)}

    def _lead(self, expr: Expr) -> None:
        """Lead the operands of an expression through ports, where they come from elsewhere."""
        is_port = expr in self._ins
        if not is_port and self._is_within(expr):
            return
        calls = around(expr)[:-1] if is_port else around(expr)
        operands = tuple(self._passed(operand, calls) for operand in expr.operands)
        if any(new is not old for new, old in zip(operands, expr.operands, strict=True)):
            self.changed[expr] = _with(expr, operands)

    def _is_within(self, expr: Expr) -> bool:
        """Whether all operands are made in the same call as what uses them, as most are."""
        call, outs, changed = expr.call, self._outs, self.changed
        for one in expr.operands:
            if one.op is None or one.call is not call or one in outs or one in changed:
                return False
        return True

    def _passed(self, operand: Expr, calls: tuple[Call[Expr], ...]) -> Expr:
        """An operand for what is in ``calls``, the outermost first."""
        is_constant = operand.op is None and operand.value is not None
        if is_constant and around(operand) == calls:
            return operand
        if self.is_copied(operand):
            return self._copied(operand, calls)
        left = () if operand.op is None else around(operand)
        if operand in self._outs:
            left = left[:-1]
        common = 0
        while common < min(len(left), len(calls)) and left[common] is calls[common]:
            common += 1
        name, asked = self._called.get(operand, operand.name), operand
        operand = self.now(operand)
        for call in reversed(left[common:]):
            operand = self._port(call, operand, name, is_in=False)
        for call in calls[common:]:
            own = next((own for own, expr in call.given.items() if expr is asked), "")
            operand = self._port(call, operand, own or name, is_in=True)
            if own:
                self._passed_as[call, own] = operand
        return operand

    def _copied(self, constant: Expr, calls: tuple[Call[Expr], ...]) -> Expr:
        """A number that nobody has named, where it is used."""
        key = calls[-1] if calls else None, constant, True
        if key not in self._made:
            token = INSIDE.set(key[0])
            try:
                self._made[key] = Expr(None, name=constant.name, value=constant.value)
            finally:
                INSIDE.reset(token)
        return self._made[key]

    def _port(self, call: Call[Expr], operand: Expr, name: str, *, is_in: bool) -> Expr:
        key = call, operand, is_in
        if key not in self._made:
            self._made[key] = made = port(call, operand)
            if is_in:
                given = self.arguments[call]
                own = name.rpartition(".")[2] or "x"
                given[free_name((own,), f"{own}_", {*given, *call.names})] = made
            else:
                self.outputs[call].append(made)
                self.leaving_ports.append(made)
                if name:
                    self.leaving[made] = name.rpartition(".")[2]
        return self._made[key]


def _is_port(expr: Expr, call: Call[Expr]) -> bool:
    """Whether it is what a call has made to return something."""
    return expr.call is call and expr.op is not None and expr.op.is_port


def _with(expr: Expr, operands: tuple[Expr, ...]) -> Expr:
    """The same expression on other operands."""
    token = INSIDE.set(expr.call)
    try:
        return Expr(expr.op, operands, value=expr.value, sketch=expr.sketch)
    finally:
        INSIDE.reset(token)
