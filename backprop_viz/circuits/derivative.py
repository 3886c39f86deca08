"""The derivative of a graph of single numbers, as a graph of its own.

It is the backward pass written down: what each row says of its slope, over expressions in place of
numbers. Only what certainly changes nothing is left out, so the graph is as long as the pass is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from operator import is_
from typing import Any

import numpy as np

from ..arithmetic.names import NUMPY
from ..core.array_ops import COMPARISONS
from ..core.expression import Expr, apply, constant, variable
from ..core.graph import Graph, Node, topological_order
from ..core.operation import Op
from ..core.ops import OPS
from ..errors import GraphError
from ..spell.names import canonical, slope_name
from ..words import Message, quoted
from .entries import Entries
from .vocabulary import NoRowError, Quantity, applied, minus, negative, plus, times
from .whole import vocabulary

__all__ = ["Derivative", "derivative"]


@dataclass(frozen=True)
class Derivative:
    """What the graph of a derivative is made of; ``roots`` keep inputs that drop out."""

    roots: Sequence[Expr]
    output: Expr
    names: Mapping[str, Expr]


def derivative(graph: Graph, name: str) -> Derivative:
    """The gradient of a graph's output by an input; see :meth:`backprop_viz.Graph.derivative`."""
    by = canonical(name)
    if by not in graph.names or not graph.nodes[graph.names[by]].is_input:
        known = ", ".join(graph.inputs) or Message("inputs.nothing")
        raise GraphError("derivative.input", given=quoted(name), known=known)
    _check(graph)
    exprs = [*_expressions(graph)]
    follows = _follows(graph, graph.names[by])
    totals: dict[int, Quantity] = {graph.output_node.index: 1.0}
    for edge in graph.backward_edges:
        upstream = totals.get(edge.node)
        if upstream is None or not follows[edge.operand]:
            continue
        node = graph.operation(edge.node)
        local = _local(node, edge.position, exprs)
        if isinstance(local, Expr) or local != 0.0:
            before = totals.get(edge.operand, 0.0)
            totals[edge.operand] = plus(before, times(local, upstream))
    slope = totals.get(graph.names[by], 0.0)
    exprs, output = _shared(exprs, slope if isinstance(slope, Expr) else constant(slope))
    used = set(topological_order([output]))
    names = {
        name: exprs[index]
        for name, index in graph.names.items()
        if exprs[index] in used and exprs[index].op is not None and index not in graph.unnamed
    }
    inputs = [exprs[graph.names[one]] for one in graph.inputs]
    return Derivative(inputs, output, {**names, _called(graph, by): output})


def _check(graph: Graph) -> None:
    """Raise ``GraphError`` for a graph that is not of single numbers."""
    for name, value in graph.defaults.items():
        if np.ndim(value):
            raise GraphError("derivative.arrays", name=name)
    for name, shape in graph.shapes.items():
        if shape:
            raise GraphError("derivative.arrays", name=name)
    for node in graph.nodes:
        if np.ndim(node.value) and node.value is not None:
            raise GraphError("derivative.arrays", name=node.name)
        if node.op is not None and not node.op.is_entrywise:
            raise GraphError("derivative.row", name=node.name, row=node.op.name)


def _expressions(graph: Graph) -> Iterator[Expr]:
    """The nodes as expressions."""
    exprs: list[Expr] = []
    for node in graph.nodes:
        if node.is_input:
            exprs.append(variable(node.name))
        elif node.op is None:
            exprs.append(constant(node.value, node.name if graph.owns(node) else ""))
        else:
            exprs.append(apply(node.op, *(exprs[i] for i in node.operands), keep_number=True))
        yield exprs[-1]


def _shared(exprs: Sequence[Expr], output: Expr) -> tuple[list[Expr], Expr]:
    """The same with one expression for what is the same operation on the same operands."""
    made: dict[Expr, Expr] = {}
    kept: dict[tuple[object, ...], Expr] = {}
    for expr in topological_order([*exprs, output]):
        operands = tuple(made[one] for one in expr.operands)
        key: tuple[object, ...] = (expr.op, *map(id, operands), expr.name, str(expr.value))
        if key not in kept:
            if expr.op is None or all(map(is_, operands, expr.operands)):
                kept[key] = expr
            else:
                kept[key] = apply(expr.op, *operands, keep_number=True)
        made[expr] = kept[key]
    return [made[expr] for expr in exprs], made[output]


def _follows(graph: Graph, start: int) -> list[bool]:
    """For each node, whether it depends on one."""
    follows: list[bool] = []
    for node in graph.nodes:
        follows.append(node.index == start or any(follows[i] for i in node.operands))
    return follows


def _called(graph: Graph, by: str) -> str:
    """The name of the derivative: f′ with one input, ∂f/∂x with several."""
    primed = f"{graph.output}'"
    if len(graph.inputs) == 1 and primed not in graph.names:
        return primed
    return slope_name(graph.output, by)


# The slope of a row as an expression


def _local(node: Node, position: int, exprs: Sequence[Expr]) -> Quantity:
    op = node.op
    assert op is not None
    given = (exprs[node.index], *(exprs[i] for i in node.operands))
    try:
        branches = _branches(op, position)
        if branches is not None:
            return _evaluated(op, position, given, _Choosing(branches))
        try:
            return _by_sign(op, position, given)
        except NoRowError:
            return _evaluated(op, position, given, _Written(()))
    except NoRowError:
        raise GraphError("derivative.slope", row=op.name, name=node.name) from None


def _evaluated(op: Op, position: int, given: Sequence[Expr], manner: _Choosing) -> Quantity:
    slots = ("out", *op.parameters)
    text = op.over(vocabulary(manner), op.local[position], *slots)
    found = text(*(_alone(manner, expr) for expr in given))
    return found.at(()) if isinstance(found, Entries) else float(found)


def _alone(manner: _Choosing, expr: Expr) -> Entries:
    return Entries(manner, (), lambda _: expr)


class _Choosing:
    """A manner of evaluating a row in which its branches are chosen one by one."""

    def __init__(self, branches: Sequence[bool]) -> None:
        self.branches = iter(branches)

    def compare(self, sign: str, a: Quantity, b: Quantity) -> bool:
        return False

    def where(self, condition: Any, yes: Quantity, no: Quantity) -> Quantity:
        return yes if next(self.branches) else no

    def total(self, terms: Sequence[Quantity]) -> Quantity:
        raise NoRowError


@lru_cache(maxsize=1024)
def _branches(op: Op, position: int) -> tuple[bool, ...] | None:
    """Branches of a slope that are right everywhere, as the other is for its digits alone.

    Found by trying them out. None where the slope needs its branches.
    """
    text, slots = op.local[position], ("out", *op.parameters)
    count = text.count("where(")
    points = _points(op)
    with np.errstate(all="ignore"):
        out = op.forward(*points)
        expected = np.broadcast_to(op.partials(out, *points)[position], np.shape(out))
        for branches in product((False, True), repeat=count):
            chosen = iter(branches)
            names = {
                **NUMPY,
                "where": lambda _, yes, no, chosen=chosen: yes if next(chosen) else no,
            }
            found = op.over(names, text, *slots)(out, *points)
            gap = np.abs(found - expected)
            is_same = (found == expected) | (np.isnan(found) & np.isnan(expected))
            if np.all(is_same | (gap <= _SAME * np.abs(expected))):
                return branches
    return None


_SAME = 1e-12
_POINTS = 40


def _points(op: Op) -> list[Any]:
    """Points in the row's domain, whole numbers, ties and zeros among them."""
    chance = np.random.default_rng(0)
    axes = []
    for low, high in op.sample[: op.arity]:
        whole = np.arange(np.ceil(low), np.floor(high) + 1)
        axes.append(np.concatenate([[0.0], whole, chance.uniform(low, high, _POINTS)]))
    points = [grid.ravel() for grid in np.meshgrid(*axes)]
    outside = np.broadcast_to(op.is_undefined(*points), points[0].shape)
    return [grid[~outside] for grid in points]


def _by_sign(op: Op, position: int, given: Sequence[Expr]) -> Quantity:
    """A slope that is a number on each side of a kink and at it, by the sign of a difference."""
    values = []
    seen: list[tuple[Any, Any]] = []
    for side in (-1, 0, 1):
        manner = _OnSide(side, seen)
        value = _evaluated(op, position, given, manner)
        if isinstance(value, Expr):
            raise NoRowError
        values.append(value)
    side_of = applied(OPS["sign"], minus(*seen[0]))
    return _interpolated(values, side_of)


def _interpolated(values: Sequence[float], sign: Any) -> Quantity:
    """The first value where the sign is −1, the second where it is 0, the third where it is 1."""
    below, here, above = values
    forms: list[Callable[[Any], Quantity]] = [
        lambda s: plus(here, times((above - below) / 2, s)),
        lambda s: plus(below, times(above - below, applied(OPS["maximum"], s, 0.0))),
        lambda s: plus(above, times(below - above, applied(OPS["maximum"], negative(s), 0.0))),
        lambda s: plus(
            plus(here, _scaled((above - below) / 2, s)),
            _scaled((above + below) / 2 - here, applied(OPS["abs"], s)),
        ),
    ]
    for form in forms:
        if [float(form(side)) for side in (-1.0, 0.0, 1.0)] == [*values]:
            return form(sign)
    raise NoRowError


def _scaled(factor: float, sign: Any) -> Quantity:
    return times(factor, sign) if factor else 0.0


class _OnSide(_Choosing):
    """One in which the first of two compared quantities is less, equal or greater: −1, 0, 1."""

    def __init__(self, side: int, seen: list[tuple[Any, Any]]) -> None:
        self.side, self.seen = side, seen

    def compare(self, sign: str, a: Quantity, b: Quantity) -> bool:
        if not self.seen:
            self.seen.append((a, b))
        first, second = self.seen[0]
        side = self.side if _same(a, first) and _same(b, second) else -self.side
        if not ((_same(a, first) and _same(b, second)) or (_same(a, second) and _same(b, first))):
            raise NoRowError
        return {
            "<": side < 0,
            "<=": side <= 0,
            ">": side > 0,
            ">=": side >= 0,
            "==": side == 0,
            "!=": side != 0,
        }[sign]

    def where(self, condition: Any, yes: Quantity, no: Quantity) -> Quantity:
        return yes if condition else no


class _When:
    """A comparison: 1 where it ``holds`` and 0 elsewhere, a number where that is known."""

    def __init__(self, holds: Quantity) -> None:
        is_known = isinstance(holds, Expr) and holds.value is not None
        self.holds = float(holds.value) if is_known else holds  # type: ignore[union-attr]

    def __and__(self, other: _When) -> _When:
        never = any(not isinstance(one.holds, Expr) and not one.holds for one in (self, other))
        return _When(0.0 if never else times(self.holds, other.holds))


class _Written(_Choosing):
    """One in which branches stay, as an operation that chooses where it is walked."""

    def compare(self, sign: str, a: Quantity, b: Quantity) -> Any:
        (row,) = (row for row in COMPARISONS if row.operator == sign)
        return _When(applied(row, a, b))

    def where(self, condition: Any, yes: Quantity, no: Quantity) -> Quantity:
        if not isinstance(condition.holds, Expr):
            return yes if condition.holds else no
        return applied(OPS["where"], condition.holds, yes, no)


def _same(a: Quantity, b: Quantity) -> bool:
    if isinstance(a, Expr) or isinstance(b, Expr):
        return a is b
    return a == b
