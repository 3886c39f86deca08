"""Blocks: parts of a computation that go by one name, such as a layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from .expression import Call, Expr

__all__ = ["Block", "blocks_of", "is_inside", "owner"]


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


def is_inside(expr: Expr, call: Call | None) -> bool:
    """Whether a call made an expression; all are outside of any."""
    return call is None or call in _around(expr)


def owner(expr: Expr) -> Call | None:
    """The innermost call that made an expression and did not return it."""
    kept = (c for c in _around(expr) if not any(expr is output for output in c.outputs))
    return next(kept, None)


def blocks_of(
    calls: Mapping[Call, str],
    order: Sequence[Expr],
    index: Mapping[Expr, int],
    names: Sequence[str],
    output: Expr,
) -> tuple[Block, ...]:
    """The tree of the calls, whose operations stand side by side in the order of a graph.

    What a call uses and was not given is one of its arguments, too, and what is used outside of it
    one of its outputs.
    """
    if not calls:
        return ()
    places: dict[Call, list[int]] = {call: [] for call in calls}
    given = {call: {own: index[expr] for own, expr in call.arguments.items()} for call in calls}
    returned = {call: dict.fromkeys(index[expr] for expr in call.outputs) for call in calls}
    operations = (expr for expr in order if expr.op is not None)
    for place, expr in enumerate(operations):
        inside = _around(expr)
        for call in inside:
            places[call].append(place)
        for operand in expr.operands:
            around = _around(operand)
            for call in inside:
                if call not in around and operand.value is None:
                    _give(given[call], index[operand], names)
            for call in around:
                if call not in inside:
                    returned[call][index[operand]] = None
    for call in _around(output):
        returned[call][index[output]] = None
    parts: dict[Call | None, list[Block]] = {}
    for call, name in reversed([*calls.items()]):
        if found := places[call]:
            block = Block(
                name,
                call.function,
                range(found[0], found[-1] + 1),
                tuple(given[call].items()),
                tuple(returned[call]),
                tuple(reversed(parts.get(call, []))),
            )
            parts.setdefault(call.outer, []).append(block)
    return tuple(reversed(parts.get(None, [])))


def _around(expr: Expr) -> tuple[Call, ...]:
    return expr.call.around if expr.call else ()


def _give(given: dict[str, int], node: int, names: Sequence[str]) -> None:
    """Make a node one of the arguments, by the last part of its name."""
    if node not in given.values():
        own = names[node].rpartition(".")[2]
        free = (own if number == 1 else f"{own}_{number}" for number in count(1))
        given[next(name for name in free if name not in given)] = node
