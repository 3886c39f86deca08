"""Functions that a text defines, and what they are called with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..core.expression import Expr, constant
from .definitions import Definition
from .scanner import Source, Token, canonical_name, short

if TYPE_CHECKING:
    from ..blocks.copied import Pattern

__all__ = ["MAX_DEPTH", "MAX_OPERATIONS", "NOTHING", "Function", "Outputs", "bound"]

MAX_OPERATIONS = 100_000
"""As many operations as a text may make by its functions."""

MAX_DEPTH = 50
"""As deep as functions may call one another."""

NOTHING = constant(math.nan, "None")
"""What an argument is that is None: the sums and products that it is in are left out."""


@dataclass(slots=True)
class Function:
    """A definition that can be called: how many ``operations`` it makes, and how deep it goes.

    ``pattern`` is a call of it, for those of whose arguments nothing is known.
    """

    name: str
    definition: Definition
    defaults: Sequence[Expr | None]
    operations: int = 0
    depth: int = 1
    pattern: Pattern | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The canonical names of its parameters."""
        return tuple(map(canonical_name, self.definition.parameters))


class Outputs(NamedTuple):
    """The several results of a call."""

    token: Token
    form: str
    items: Sequence[Expr]


def bound(
    source: Source,
    token: Token,
    function: Function,
    given: Sequence[Expr],
    keywords: Mapping[int, Token],
) -> dict[str, Expr]:
    """Each parameter with its argument. Raises ``ParseError`` for too many, too few and unknown."""
    names = function.parameters
    found: dict[str, Expr] = {}
    slots: dict[str, object] = {"form": function.definition.form}
    for place, argument in enumerate(given):
        keyword = keywords.get(place)
        if keyword is None and keywords and place > min(keywords):
            source.fail_at("parse.after_keyword", token, "parse.write", **slots)
        if keyword is None and place >= len(names):
            break
        name = names[place] if keyword is None else canonical_name(keyword)
        if keyword is not None and name not in names:
            source.fail_at("parse.no_parameter", keyword, "parse.write", **slots)
        if name in found:
            source.fail_at("parse.given_twice", keyword or token, "parse.write", **slots)
        found[name] = argument
    for name, default in zip(names, function.defaults, strict=True):
        if default is not None:
            found.setdefault(name, default)
    missing = [name for name in names if name not in found]
    if missing or len(given) > len(names):
        told = "parse.operand" if len(names) == 1 else "parse.operands"
        if missing and keywords:
            told = "parse.missing_argument"
        slots |= {"arity": len(names), "count": len(given), "name": missing[0] if missing else ""}
        source.fail(told, token.at, "parse.write", token=short(token.text), **slots)
    return {name: found[name] for name in names}
