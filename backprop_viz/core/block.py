"""Blocks: parts of a computation that go by one name, such as a layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .expression import Expr

__all__ = ["INSIDE", "Block", "Call", "inside"]


@dataclass(eq=False, slots=True)
class Call:
    """A use of a ``function`` while its expressions are made, ``outer`` that around it.

    ``arguments`` are by the function's own names for them, ``names`` what it calls its results,
    and ``outputs`` what it returned.
    """

    function: str
    outer: Call | None
    arguments: Mapping[str, Expr]
    names: dict[str, Expr] = field(default_factory=dict)
    outputs: Sequence[Expr] = ()


INSIDE: ContextVar[Call | None] = ContextVar("INSIDE", default=None)
"""The innermost call that is being made."""


@contextmanager
def inside(call: Call) -> Iterator[Call]:
    """All expressions that are made here belong to the call."""
    token = INSIDE.set(call)
    try:
        yield call
    finally:
        INSIDE.reset(token)


@dataclass(frozen=True, slots=True)
class Block:
    """A use of a function in a graph: its operations stand side by side.

    ``name`` is that of the function, with a number from the second use on and the names of the
    blocks around it: ``net.layer_2``. ``operations`` are their places among those of the graph.
    ``arguments`` are the function's names for what goes in, each with the index of its node,
    ``outputs`` the nodes that come out, and ``parts`` the blocks inside.
    """

    name: str
    function: str
    operations: range
    arguments: tuple[tuple[str, int], ...]
    outputs: tuple[int, ...]
    parts: tuple[Block, ...] = ()
