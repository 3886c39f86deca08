"""Formulas that are taken for another: a softmax over the wrong axis, or twice.

Their gradients are right, of another function; so they are walked, and no rule is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..calls.library import FUNCTIONS
from ..core.expression import Expr, apply, constant, variable
from ..core.graph import Edge, Graph, Node, Operation
from ..core.operation import Op
from ..core.walk import Walk
from ..errors import BackpropVizError
from ..kept import kept
from ..quiz.answer import agree
from ..spell.numbers import Maybe, Value

__all__ = ["OF_FORMULAS", "sent_back", "taken_for"]

OF_FORMULAS = ("other_axis", "other_twice")
"""The mistakes, by name."""


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


def sent_back(walk: Walk, edge: Edge, mistake: str) -> Maybe:
    """What the other formula sends back along the edge by which a softmax takes its scores.

    None for any other edge, and where the formula has no such mistake.
    """
    graph = walk.graph
    softmax = next((one for one in _softmaxes(graph) if one.edge == edge), None)
    if softmax is None:
        return None
    is_twice = mistake == "other_twice"
    along = softmax.along
    turned = frozenset(n for n in along if _turned(graph.operation(n).op) is not None)
    if not is_twice and not turned:
        return None
    again = frozenset((edge.node,)) if is_twice else frozenset[int]()
    try:
        other = Walk(_rebuilt(graph, again, frozenset() if is_twice else turned), walk.inputs)
        taker = other.graph.operation(other.graph.names[graph.nodes[edge.node].name])
    except (BackpropVizError, KeyError):
        return None
    there = Edge(taker.operands[edge.position], taker.index, edge.position)
    if there not in other.graph.backward_places:
        return None
    arrived = other.backflows[other.graph.backward_places[there]].contribution
    if not is_twice:
        return arrived
    shares, axis = other.node_values[there.operand], -1  # what goes back through the inner one
    return shares * (arrived - np.sum(shares * arrived, axis=axis, keepdims=True))


@dataclass(frozen=True)
class _Softmax:
    """A softmax or its logarithm: the edge from its scores to it, and what goes along its axis."""

    edge: Edge
    along: frozenset[int]


@kept
def _softmaxes(graph: Graph) -> tuple[_Softmax, ...]:
    found = []
    for powers in graph.operations:
        if powers.op.local != ("out",):  # what is its own derivative
            continue
        users = [graph.operation(use.node) for use in graph.uses[powers.index]]
        sums = {node.index for node in users if node.op.name == "sum"}
        inner = graph.nodes[powers.operands[0]]
        most = _own_most(graph, inner)
        if sums and most is not None:  # the greatest score has been taken off before
            edge = Edge(inner.operands[0], inner.index, 0)
            found.append(_Softmax(edge, frozenset({*sums, most.index})))
        elif sums & {i for node in users if node.op.operator == "/" for i in node.operands}:
            found.append(_Softmax(Edge(inner.index, powers.index, 0), frozenset(sums)))
    return tuple(found)


def _own_most(graph: Graph, node: Node) -> Operation | None:
    """The greatest entry of what a node is the first operand of, less that, without a gradient."""
    if node.op is None or node.op.arity != 2:
        return None
    z, top = node.operands
    inner = graph.nodes[top]
    most = graph.nodes[inner.operands[0]] if inner.op is not None and inner.op.stops else None
    is_own = isinstance(most, Operation) and most.operands == (z,)
    return most if is_own and isinstance(most, Operation) else None


def _formulas(graph: Graph) -> Iterator[tuple[str, Graph]]:
    nodes = graph.operations
    turned = frozenset(node.index for node in nodes if _turned(node.op) is not None)
    again = frozenset(softmax.edge.node for softmax in _softmaxes(graph))
    if turned:
        yield "other_axis", _rebuilt(graph, frozenset(), turned)
    if again:
        yield "other_twice", _rebuilt(graph, again, frozenset())


def _turned(op: Op) -> Op | None:
    """What goes along the last axis and keeps it, along the first."""
    if "keepdims" not in op.options or not op.named["keepdims"] or op.named["axis"] != -1:
        return None
    chosen = {**op.named, "axis": 0}
    return op.choose(*(chosen[name] for name in op.options))


def _rebuilt(graph: Graph, again: frozenset[int], turned: frozenset[int]) -> Graph:
    """The graph in which what takes scores is given probabilities, or some nodes are turned."""
    made: list[Expr] = []
    for node in graph.nodes:
        if isinstance(node, Operation):
            operands = [made[i] for i in node.operands]
            if node.index in again:
                operands = _again(graph, node, operands[0])
            op = _turned(node.op) if node.index in turned else node.op
            assert op is not None
            made.append(apply(op, *operands))
        else:
            made.append(variable(node.name) if node.is_input else constant(node.value))
    names = {name: made[index] for name, index in graph.names.items()}
    return Graph.build(made, names[graph.output], names)


def _again(graph: Graph, node: Operation, z: Expr) -> list[Expr]:
    """The probabilities of scores, and the greatest of them: a softmax of a softmax begins so."""
    shares = top = FUNCTIONS["softmax"](z)
    if node.op.arity == 1:
        return [shares]
    inner = graph.operation(node.operands[1])
    for one in (graph.operation(inner.operands[0]), inner):
        top = apply(one.op, top)
    return [shares, top]
