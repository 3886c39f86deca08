"""What another framework computes, for a browser, which cannot ask it: as it was then."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ..core.operation import Op
from ..core.ops import OPS
from ..spell.numbers import Value
from ..tell.walk import Walk
from ..words import Message

__all__ = ["Still", "is_still", "rows", "still"]

_NAME = re.compile(r"still(\d+)")


@dataclass(frozen=True, eq=False)
class Still:
    """A value, as an option of an operation: equal to itself alone."""

    value: Value


def rows(walked: Collection[str]) -> Mapping[str, Op]:
    """The table of operations, and those of still numbers among the ``walked``."""
    more = sorted(name for name in walked if name not in OPS and is_still(name))
    return {**OPS, **{name: _row(int(name.removeprefix("still"))) for name in more}}


def is_still(name: str) -> bool:
    """Whether an operation of that name gives numbers that were computed before."""
    return bool(_NAME.fullmatch(name))


def still(walk: Walk) -> Walk:
    """The same walk of a graph that gives the numbers of its opaque operations as they are."""
    graph = walk.graph
    if not graph.opaque:
        return walk
    came = {(flow.edge.node, flow.edge.position): flow.contribution for flow in walk.backflows}
    nodes = list(graph.nodes)
    for node in graph.opaque:
        own, row, values = node.op, _row(node.op.arity), walk.node_values
        parts = (
            came.get((node.index, place), values[operand])
            for place, operand in enumerate(node.operands)
        )
        kept = (Still(values[node.index]), *map(Still, parts))
        op = replace(
            row,
            glyph=own.glyph,
            latex=own.latex,
            shown=own.shown,
            text=own.written,
            why=own.why,
            framework=own.framework,
            defaults=kept,
            chosen=kept,
        )
        nodes[node.index] = replace(node, op=op)
    return walk.with_graph(replace(graph, nodes=tuple(nodes)))


def _row(arity: int) -> Op:
    given = tuple(f"r{place}" for place in range(1, arity + 1))
    return Op(
        name=f"still{arity}",
        glyph="",
        formula="value",
        back=given,
        shape=lambda *shapes, **kept: (),
        shown=("",) * arity,
        options=("value", *given),
        defaults=(0.0,) * (arity + 1),
        why=Message("opaque.legend"),
    )
