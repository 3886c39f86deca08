"""Formulas that are taken for another: a softmax over the wrong axis, or twice.

Their gradients are right, of another function; so they are walked, and no rule is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ..calls.library import FUNCTIONS
from ..core.expression import Expr, apply, constant, variable
from ..core.graph import Graph, Operation
from ..core.operation import Op
from ..errors import BackpropVizError
from ..quiz.answer import agree
from ..spell.numbers import Value
from ..tell.walk import Walk

__all__ = ["taken_for"]


def taken_for(walk: Walk, given: Mapping[int, Value]) -> str:
    """Whether the gradients ``given`` by node are those of such a formula: which, or nothing."""
    names = {node: walk.graph.nodes[node].name for node in given}
    for mistake, graph in _formulas(walk.graph):
        try:
            other = Walk(graph, walk.inputs)
            found = {node: other.gradients[name] for node, name in names.items()}
        except (BackpropVizError, KeyError):
            continue
        if all(np.shape(found[n]) == np.shape(x) for n, x in given.items()) and all(
            np.all(agree(x, found[n])) for n, x in given.items()
        ):
            return mistake
    return ""


def _formulas(graph: Graph) -> Iterator[tuple[str, Graph]]:
    scored = {z for node in graph.operations for z in _scores(graph, node)}
    if any(_turned(node.op) is not node.op for node in graph.operations):
        yield "axis", _rebuilt(graph, frozenset(), is_turned=True)
    if scored:
        yield "twice", _rebuilt(graph, frozenset(scored), is_turned=False)


def _scores(graph: Graph, node: Operation) -> Iterator[int]:
    """The scores of a softmax: what is less its own greatest entry, which has no gradient."""
    if node.op.arity != 2:
        return
    z, top = node.operands
    inner = graph.nodes[top]
    if inner.op is not None and inner.op.stops:
        most = graph.nodes[inner.operands[0]]
        if most.op is not None and "keepdims" in most.op.options and most.operands == (z,):
            yield z


def _turned(op: Op) -> Op:
    """What goes along the last axis and keeps it, along the first."""
    if "keepdims" not in op.options or not op.named["keepdims"] or op.named["axis"] != -1:
        return op
    chosen = {**op.named, "axis": 0}
    return op.choose(*(chosen[name] for name in op.options))


def _rebuilt(graph: Graph, scored: frozenset[int], is_turned: bool) -> Graph:
    made: list[Expr] = []
    for node in graph.nodes:
        if isinstance(node, Operation):
            operands = [made[i] for i in node.operands]
            if scored and {*_scores(graph, node)} & scored:
                operands = _again(graph, node, operands[0])
            made.append(apply(_turned(node.op) if is_turned else node.op, *operands))
        else:
            made.append(variable(node.name) if node.is_input else constant(node.value))
    names = {name: made[index] for name, index in graph.names.items()}
    return Graph.build(made, names[graph.output], names)


def _again(graph: Graph, node: Operation, z: Expr) -> list[Expr]:
    """The probabilities of scores, and the greatest of them: a softmax of a softmax begins so."""
    shares = top = FUNCTIONS["softmax"](z)
    inner = graph.operation(node.operands[1])
    for one in (graph.operation(inner.operands[0]), inner):
        top = apply(one.op, top)
    return [shares, top]
