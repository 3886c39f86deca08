"""Blocks: parts of a computation that go by one name, such as a layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .expression import Expr

__all__ = ["INSIDE", "Block", "Call", "blocks_of", "inside"]


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


def blocks_of(
    calls: Mapping[Call, str], order: Sequence[Expr], index: Mapping[Expr, int]
) -> tuple[Block, ...]:
    """The tree of the calls, whose operations stand side by side in the order of a graph."""
    first: dict[Call, int] = {}
    last: dict[Call, int] = {}
    operations = (expr for expr in order if expr.op is not None)
    for place, expr in enumerate(operations):
        call = expr.call
        while call is not None:
            first.setdefault(call, place)
            last[call] = place
            call = call.outer
    parts: dict[Call | None, list[Block]] = {}
    for call, name in reversed([*calls.items()]):
        if call in first:
            block = Block(
                name,
                call.function,
                range(first[call], last[call] + 1),
                tuple((own, index[expr]) for own, expr in call.arguments.items()),
                tuple(index[expr] for expr in call.outputs),
                tuple(reversed(parts.get(call, []))),
            )
            parts.setdefault(call.outer, []).append(block)
    return tuple(reversed(parts.get(None, [])))
