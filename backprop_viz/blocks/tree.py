"""The tree of a graph's blocks."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.expression import Expr
from ..core.graph import Graph
from ..parts import Block, Call
from .arranged import Arranged
from .calls import around

__all__ = ["blocks_of"]


def blocks_of(graph: Graph, arranged: Arranged) -> tuple[Block, ...]:
    """The calls as blocks of the graph that was made of what is arranged."""
    made = [expr for expr in arranged.exprs if expr.op is not None]
    index = _indices(graph, made)
    begin: dict[Call[Expr], int] = {}
    end: dict[Call[Expr], int] = {}
    for place, expr in enumerate(made):
        for call in around(expr):
            begin.setdefault(call, place)
            end[call] = place + 1
    parts: dict[Call[Expr] | None, list[Block]] = {}
    for call, name in reversed([*arranged.calls.items()]):
        given = arranged.arguments[call].items()
        block = Block(
            name,
            call.function,
            range(begin[call], end[call]),
            tuple((own, index[expr]) for own, expr in given if expr in index),
            tuple(index[expr] for expr in arranged.outputs[call] if expr in index),
            tuple(reversed(parts.get(call, []))),
            sum(own in arranged.signature[call] and expr in index for own, expr in given),
            call.form,
            name.removeprefix(f"{arranged.calls[call.outer]}." if call.outer else ""),
            call.shapes,
        )
        parts.setdefault(call.outer, []).append(block)
    return tuple(reversed(parts.get(None, [])))


def _indices(graph: Graph, made: Sequence[Expr]) -> dict[Expr, int]:
    """The node of each operation and of what it uses, and of inputs by their names."""
    index: dict[Expr, int] = {}
    for expr, node in zip(made, graph.operations, strict=True):
        index[expr] = node.index
        for one, place in zip(expr.operands, node.operands, strict=True):
            if one.op is None:
                index[one] = place
    return index
