"""Calls of functions that go through an array, with their options, and lists of quantities."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from ..calls.library import FUNCTIONS
from ..core.expression import Expr, constant
from ..errors import GraphError
from ..words import Message
from .grammar import Instruction
from .identifiers import RESERVED, Identifiers
from .libraries import ARRAY_FUNCTIONS, array_method, shared_array_function
from .scanner import Token, short

__all__ = ["ArrayCalls", "Entries"]


def _made_of(result: Expr, operands: list[Expr]) -> list[Expr]:
    """All that a call has made of its operands."""
    known, found = set(operands), [result]
    for expr in found:
        found += [one for one in expr.operands if one not in known]
        known.update(expr.operands)
    return found


class Entries(NamedTuple):
    """A list that has more than plain numbers in it."""

    token: Token
    items: list[Expr | Entries]


_ALONG = frozenset(
    ("sum", "mean", "max", "min", "var", "norm", "softmax", "log_softmax", "logsumexp")
)
_FORMS = {
    **{name: f"{name}(x), or {name}(x, axis=0)" for name in _ALONG},
    **{"reshape": "reshape(x, 2, 3)", "broadcast_to": "broadcast_to(x, 2, 3)"},
    **{"transpose": "transpose(x, 1, 0)", "concat": "concat(a, b, axis=0)"},
    **{"stack": "stack(a, b, axis=0)", "where": "where(x > 0, a, b)", "size": "size(x, axis=0)"},
    **{"dot": "dot(a, b)", "outer": "outer(a, b)", "cross_entropy": "cross_entropy(z, y)"},
    **{"attention": "attention(q, k, v)"},
}


class ArrayCalls(Identifiers):
    """What of a text builds arrays. Raises ``ParseError`` that shows the place."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.by_name: set[Expr] = set()  # expressions that mention a name of the program
        self.places: dict[Expr, int] = {}  # where the operations stand

    def is_quantity(self, name: str) -> bool:
        """Whether the text has a name anywhere else than before a parenthesis."""
        raise NotImplementedError

    def whole(self, operand: Expr | Entries) -> Expr:
        """A list with inputs in it as an array."""
        if isinstance(operand, Expr):
            return operand
        return self._checked(operand.token, "stack", list(map(self.whole, operand.items)))

    def array_function(self, token: Token, count: int) -> str:
        """The function that goes through an array, where a call is of one."""
        if token.kind == "name":
            name = self.called(token)
            is_theirs = name in RESERVED or not self.is_quantity(name)
            found = name if name in ARRAY_FUNCTIONS and is_theirs else ""
        else:
            find = {"method": array_method, "dotted": shared_array_function}.get(token.kind)
            found = find(token.text) if find else ""
        return "" if found in ("max", "min") and count > 1 and token.kind == "name" else found

    def array_call(self, name: str, step: Instruction, given: list[Expr | Entries]) -> Expr:
        options = dict(step.options)
        is_elsewhere = step.token.kind != "name"
        if is_elsewhere and name in _ALONG and len(given) == 2 and "axis" not in options:
            *given, axis = given  # x.sum(0), as everywhere but here
            options["axis"] = axis
        if step.token.text.rpartition(".")[2] in ("ravel", "flatten") and len(given) == 1:
            given = [*given, constant(-1.0)]
        if name in ("concat", "stack") and len(given) == 1 and isinstance(given[0], Entries):
            given = given[0].items
        return self._checked(step.token, name, list(map(self.whole, given)), options)

    def _checked(
        self,
        token: Token,
        name: str,
        operands: list[Expr],
        options: Mapping[str, object] = MappingProxyType({}),
    ) -> Expr:
        try:
            result = FUNCTIONS[name](*operands, **options)
        except TypeError as error:  # a GraphError is one, too
            told = error.reason if isinstance(error, GraphError) else None
            self._fail_array_call(token, name, told)
        if not self.by_name.isdisjoint(operands):
            self.by_name.add(result)
        for inner in _made_of(result, operands):
            self.places.setdefault(inner, token.at)
        return result  # type: ignore[no-any-return]

    def _fail_array_call(self, token: Token, name: str, told: Message | None) -> NoReturn:
        slots = {"token": short(token.text), "form": _FORMS.get(name, f"{name}(x)")}
        self.fail(told or "parse.call", token.at, "parse.called_so", **slots)
