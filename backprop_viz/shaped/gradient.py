"""A graph as straight-line code for arrays of known shapes, over NumPy.

It computes what a walk does, entry by entry, as a person would write it who knows the shapes: no
axis is looked for, and nothing is stretched or summed that need not be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np

from ..arithmetic.shapes import Shape
from ..arithmetic.shapes import summed_to as sum_to
from ..core.graph import Graph
from ..core.operation import Op
from .language import SPACE, Unknown, names
from .lines import Lines, Term
from .sums import summed_to

__all__ = ["shaped_source"]


def shaped_source(
    graph: Graph,
    shapes: Sequence[Shape],
    made: Sequence[Shape],
    padded: Sequence[Shape],
    final: Sequence[Shape],
    own: int | None = None,
) -> tuple[str, dict[str, Any]]:
    """The code of a function ``gradient`` of inputs of ``shapes``, and what it names.

    ``made`` are the shapes of all nodes. The output and the gradients come in the shapes ``padded``
    and are returned in those of ``final``. Only over the last ``own`` axes a gradient is summed to
    the shape of its operand, by default over all.
    """
    lines = Lines()
    space: dict[str, Any] = dict(SPACE)
    known = names(lines)
    terms = _forward(graph, shapes, made, lines, known, space)
    output = graph.output_node.index
    totals = _backward(graph, terms, lines, known, space, own)
    nothing = lines.number(0.0)
    given = (totals.get(graph.names[name], nothing) for name in graph.inputs)
    results = lines.handed_out([terms[output], *given], padded, final)
    written, (value, *gradients) = lines.written(results)
    body = "\n    ".join([*written, f"return {value}, ({''.join(f'{g}, ' for g in gradients)})"])
    parameters = ", ".join(f"x{i}" for i in range(len(shapes)))
    return f"def gradient({parameters}):\n    {body}\n", space | lines.numbers


def _forward(
    graph: Graph,
    shapes: Sequence[Shape],
    made: Sequence[Shape],
    lines: Lines,
    known: Mapping[str, Any],
    space: dict[str, Any],
) -> dict[int, Term]:
    terms: dict[int, Term] = {}
    inputs = 0
    for node in graph.nodes:
        if node.is_input:
            terms[node.index] = lines.given(f"x{inputs}", shapes[inputs])
            inputs += 1
        elif node.op is not None:
            operands = [terms[i] for i in node.operands]
            try:
                term = lines.term(_read(node.op, node.op.formula, known, operands))
            except Unknown:
                space[f"f{node.index}"] = node.op.forward
                parts = map(lines.full, operands)
                term = lines.call(f"f{node.index}", *parts, shape=made[node.index])
            terms[node.index] = term.widened(made[node.index])
            lines.name(term, f"v{node.index}")
        elif np.ndim(node.value) == 0:
            terms[node.index] = lines.number(float(node.value))
        else:
            space[f"c{node.index}"] = node.value
            terms[node.index] = lines.given(f"c{node.index}", np.shape(node.value))
    return terms


def _backward(
    graph: Graph,
    terms: Mapping[int, Term],
    lines: Lines,
    known: Mapping[str, Any],
    space: dict[str, Any],
    own: int | None,
) -> dict[int, Term]:
    output = graph.output_node.index
    totals = {output: lines.number(1.0, terms[output].wide)}
    for index, edges in groupby(graph.backward_edges, attrgetter("node")):
        op = graph.operation(index).op
        operands = [terms[i] for i in graph.nodes[index].operands]
        g, out = totals[index], terms[index]
        for edge in edges:
            goal = terms[edge.operand].wide
            try:
                term = _gone_back(op, edge.position, g, out, operands, known)
                term = _arrived(lines.term(term), goal, own)
            except Unknown:
                name = f"b{index}_{edge.position}"
                space[name] = _whole(op, edge.position, goal)
                parts = map(lines.full, (g, out, *operands))
                term = lines.call(name, *parts, shape=goal)
            before = totals.get(edge.operand)
            totals[edge.operand] = term if before is None else before + term
            lines.name(totals[edge.operand], f"d{edge.operand}")
    return totals


def _read(
    op: Op, text: str, known: Mapping[str, Any], operands: Sequence[Term], **more: Any
) -> Any:
    if op.framework:
        raise Unknown
    return op.over(known, text, *more, *op.parameters)(*more.values(), *operands)


def _gone_back(
    op: Op, at: int, g: Term, out: Term, operands: Sequence[Term], known: Mapping[str, Any]
) -> Any:
    """What goes back to an operand, as it leaves the operation."""
    local = _read(op, op.local[at], known, operands, out=out) if op.is_entrywise else None
    if not op.back:
        return g * local
    return _read(op, op.back[at], known, operands, g=g, local=local, out=out)


def _arrived(term: Term, goal: Shape, own: int | None) -> Term:
    """As it arrives at the operand: summed where that was stretched."""
    if own is None:
        return summed_to(term, goal)
    wide = np.broadcast_shapes(term.wide, goal)
    return summed_to(term.widened(wide), wide[: len(wide) - own] + goal[len(goal) - own :])


def _whole(op: Op, at: int, goal: Shape) -> Any:
    return lambda g, out, *operands: sum_to(op.backs[at](g, None, out, *operands), goal)
