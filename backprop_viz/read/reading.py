"""What every reader hands to the graph: expressions, the output, and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..expression import Expr

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """``roots`` in the order of their definition, the ``output``, and names for expressions."""

    roots: Sequence[Expr]
    output: Expr
    names: Mapping[str, Expr] = field(default_factory=dict)
