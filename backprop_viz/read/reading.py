"""What every reader hands to the graph: expressions, the output, and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.expression import Expr
from ..spell.numbers import Value

if TYPE_CHECKING:
    from ..blocks.arranged import Arranged

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """``roots`` in the order of their definition, the ``output``, and names for expressions.

    ``defaults`` are the values of inputs where a walk is given none, ``parameters`` the inputs
    that the source itself calls so. Of a ``text``, the ``places`` are where its operations stand,
    of a program that ran the ``lines`` are those of its operations, and ``blocks`` are the
    expressions in an order in which those of each block are together.
    """

    roots: Sequence[Expr]
    output: Expr
    names: Mapping[str, Expr] = field(default_factory=dict)
    defaults: Mapping[str, Value] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset()
    text: str = ""
    places: Mapping[Expr, int] = field(default_factory=dict)
    lines: Mapping[Expr, str] = field(default_factory=dict)
    blocks: Arranged | None = None
