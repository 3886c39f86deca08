"""The tree of a graph's blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from ..core.expression import Expr
from ..core.graph import Graph
from ..parts import Block, Call
from .calls import around

__all__ = ["blocks_of"]


def blocks_of(
    graph: Graph, exprs: Sequence[Expr], output: Expr, calls: Mapping[Call[Expr], str]
) -> tuple[Block, ...]:
    """The calls, by their names, as blocks of the graph that was made of ``exprs``, in that order.

    What a call uses and was not given is one of its arguments, too, and what is used outside of it
    one of its outputs.
    """
    made = [expr for expr in exprs if expr.op is not None]
    index = _indices(graph, made)
    places: dict[Call[Expr], list[int]] = {call: [] for call in calls}
    given = {
        call: {own: index[expr] for own, expr in call.arguments.items() if expr in index}
        for call in calls
    }
    returned = {
        call: dict.fromkeys(index[expr] for expr in call.outputs if expr in index) for call in calls
    }
    for place, expr in enumerate(made):
        inside = around(expr)
        for call in inside:
            places[call].append(place)
        for operand in expr.operands:
            outside = around(operand)
            for call in inside:
                if call not in outside and (operand.op is not None or operand.is_input):
                    _give(given[call], index[operand], graph)
            for call in outside:
                if call not in inside:
                    returned[call][index[operand]] = None
    for call in around(output):
        returned[call][index[output]] = None
    parts: dict[Call[Expr] | None, list[Block]] = {}
    for call, name in reversed([*calls.items()]):
        block = Block(
            name,
            call.function,
            range(places[call][0], places[call][-1] + 1),
            tuple(given[call].items()),
            tuple(returned[call]),
            tuple(reversed(parts.get(call, []))),
            call.form,
        )
        parts.setdefault(call.outer, []).append(block)
    return tuple(reversed(parts.get(None, [])))


def _indices(graph: Graph, made: Sequence[Expr]) -> dict[Expr, int]:
    """The node of each operation and of what it uses, and of inputs by their names."""
    index: dict[Expr, int] = {}
    for expr, node in zip(made, graph.operations, strict=True):
        index |= zip(expr.operands, node.operands, strict=True)
        index[expr] = node.index
    return index


def _give(given: dict[str, int], node: int, graph: Graph) -> None:
    """Make a node one of the arguments, by the last part of its name."""
    if node not in given.values():
        own = graph.nodes[node].name.rpartition(".")[2]
        free = (own if number == 1 else f"{own}_{number}" for number in count(1))
        given[next(name for name in free if name not in given)] = node
