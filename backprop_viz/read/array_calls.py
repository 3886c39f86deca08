"""Calls of functions that go through an array, with their options, and lists of quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

import numpy as np

from ..calls.library import FUNCTIONS
from ..calls.written import LIBRARY
from ..core.expression import Expr, constant
from ..errors import GraphError
from ..spell.numbers import Value
from ..words import Message
from .functions import NOTHING, Outputs
from .grammar import Instruction
from .identifiers import RESERVED, Identifiers
from .libraries import (
    ARRAY_FUNCTIONS,
    array_method,
    asks_for_axis,
    goes_over_all,
    shared_array_function,
)
from .scanner import Token, short

__all__ = ["ArrayCalls", "Entries", "plain"]


def _made_of(results: Sequence[Expr], operands: Sequence[Expr]) -> list[Expr]:
    """All that a call has made of its operands."""
    known, found = set(operands), [*results]
    for expr in found:
        found += [one for one in expr.operands if one not in known]
        known.update(expr.operands)
    return found


class Entries(NamedTuple):
    """A list that has more than plain numbers in it."""

    token: Token
    items: list[Expr | Entries]


def plain(value: Value) -> Any:
    """A fixed value as an option has it: a number, whole if it can be, or several."""
    if np.ndim(value):
        return tuple(map(plain, np.asarray(value)))
    return int(value) if float(value).is_integer() else float(value)


_ALONG = frozenset(("sum", "mean", "max", "min", "var", "norm", "logsumexp"))
_FORMS = {
    **{name: f"{name}(x)`, `{name}(x, axis=0)" for name in _ALONG},
    **{"reshape": "reshape(x, 2, 3)", "broadcast_to": "broadcast_to(x, 2, 3)"},
    **{"transpose": "transpose(x, 1, 0)", "concat": "concat(a, b, axis=0)"},
    **{"stack": "stack(a, b, axis=0)", "where": "where(x > 0, a, b)", "size": "size(x, axis=0)"},
    **{"dot": "dot(a, b)", "outer": "outer(a, b)"},
    **{"windows": "windows(x, size=2)", "windows_like": "windows_like(x, w, stride=1)"},
    **{name: one.form for name, one in LIBRARY.items()},
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

    def option(self, given: Any) -> Any:
        """An option's value: as it is written, or what the names in it stand for."""
        raise NotImplementedError

    def whole(self, operand: Expr | Entries) -> Expr:
        """A list with inputs in it as an array."""
        if isinstance(operand, Expr):
            return operand
        (made,) = self._checked(operand.token, "stack", list(map(self.whole, operand.items)))
        return made

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

    def array_call(
        self, name: str, step: Instruction, given: list[Expr | Entries]
    ) -> Expr | Outputs:
        options = {name: self.option(one) for name, one in step.options.items()}
        if keywords := options.pop("keywords", {}):
            given, by_name = self._by_name(name, step.token, given, keywords)
            options = by_name | options
        is_elsewhere = step.token.kind != "name"
        if is_elsewhere and name in _ALONG and len(given) == 2 and "axis" not in options:
            *given, axis = given  # x.sum(0), as everywhere but here
            options["axis"] = axis
        if step.token.text.rpartition(".")[2] in ("ravel", "flatten") and len(given) == 1:
            given = [*given, constant(-1.0)]
        if is_elsewhere and goes_over_all(step.token.text) and len(given) == 1:
            options.setdefault("axis", None)
        if asks_for_axis(step.token.text) and len(given) == 1 and "axis" not in options:
            self.fail_at("parse.otherwise", step.token, "parse.write", name=name, form=f"{name}(x)")
        if name in ("concat", "stack") and given and isinstance(listed := given[0], Entries):
            if is_elsewhere and len(given) == 2 and "axis" not in options:
                options["axis"] = given.pop()  # np.stack([x, y], 1)
            if len(given) == 1:
                given = listed.items
        made = self._checked(step.token, name, list(map(self.whole, given)), options)
        form = ", ".join(LIBRARY[name].parameters) if name in LIBRARY else ""
        return made[0] if len(made) == 1 else Outputs(step.token, f"{name}({form})", made)

    def _by_name(
        self,
        name: str,
        token: Token,
        given: list[Expr | Entries],
        keywords: Mapping[int, Token],
    ) -> tuple[list[Expr | Entries], dict[str, Any]]:
        """What is given by place, and what by name."""
        others = [one for place, one in enumerate(given) if place not in keywords]
        if len(others) > min(keywords):
            self.fail_at("parse.after_keyword", token, "parse.write", form=_FORMS[name])
        named: dict[str, Any] = {}
        for place, keyword in keywords.items():
            if keyword.text in named:
                self.fail_at("parse.given_twice", keyword, "parse.write", form=_FORMS[name])
            named[keyword.text] = self.whole(given[place])
        return others, named

    def _checked(
        self,
        token: Token,
        name: str,
        operands: list[Expr],
        options: Mapping[str, object] = MappingProxyType({}),
    ) -> Sequence[Expr]:
        given: list[Any] = [None if operand is NOTHING else operand for operand in operands]
        if "shape" in options:
            given += [options["shape"]]
            options = {n: one for n, one in options.items() if n != "shape"}
        try:
            result = FUNCTIONS[name](*given, **options)
        except TypeError as error:  # a GraphError is one, too
            told = error.reason if isinstance(error, GraphError) else None
            self._fail_array_call(token, name, told)
        results = result if isinstance(result, tuple) else (result,)
        operands += [one for one in options.values() if isinstance(one, Expr)]
        if not self.by_name.isdisjoint(operands):
            self.by_name.update(results)
        for inner in _made_of(results, operands):
            self.places.setdefault(inner, token.at)
        return results

    def _fail_array_call(self, token: Token, name: str, told: Message | None) -> NoReturn:
        slots = {"token": short(token.text), "form": _FORMS.get(name, f"{name}(x)")}
        self.fail(told or "parse.call", token.at, "parse.called_so", **slots)
