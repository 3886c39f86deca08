"""The mistakes a learner may make at a step of a walk, each with the number that it leads to.

Nothing is stored about any formula: every number is computed from the walk, with the rows of the
table of operations. So the same mistakes are known for every graph.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, starmap
from typing import Any, Literal

import numpy as np

from ..arithmetic.shapes import summed_to
from ..core.graph import Node, Operation
from ..core.operation import Op
from ..core.ops import OPS
from ..core.walk import Backflow
from ..parts import Block
from ..spell.numbers import Maybe, Value
from ..tell.walk import Step, Walk
from .of_blocks import slips_back, slips_forward
from .slips import (
    slips_of_axes,
    slips_of_batches,
    slips_of_factors,
    slips_of_shapes,
    slips_of_shares,
)

__all__ = ["Mistake", "Only", "mistakes"]


@dataclass(frozen=True)
class Mistake:
    """What went wrong (``reason``, of the catalogue's ``predict.`` messages) and its outcome.

    ``detail`` is what has been computed instead, where a formula can tell that. Where a total is
    asked for, it may have gone wrong in the ``last`` part only: what the reason tells of is then
    ``rest``, the value without what had come back before. Or the value is that part ``alone``.
    ``is_summed`` tells that what the reason names had to be summed to the operand's shape.
    """

    reason: str
    value: Value
    detail: str = ""
    part: Literal["", "last", "alone"] = ""
    rest: Maybe = None
    is_summed: bool = False


Only = Literal["", "way", "sum"]
"""Of a step on the way back: what comes along its edge alone, or the sum of what has come."""


def mistakes(walk: Walk, index: int, only: Only = "") -> list[Mistake]:
    """The mistakes that can be made at step ``index``, the likelier ones first.

    What comes out may coincide with the right answer, or be infinite or nan.
    """
    with np.errstate(all="ignore"):
        step = Step(walk, index)
        backflow, block = step.backflow, step.block
        if backflow is None:
            if block is not None:
                return list(starmap(Mistake, slips_forward(walk, block)))
            return list(_forward(walk, step.operation))
        if only == "sum" and step.uses > 1:
            return list(_sum(walk, backflow))
        along = list(_edge(walk, backflow) if block is None else _block(walk, backflow, block))
        if step.uses == 1:
            return along
        found = _total if backflow.complete and not only else _part
        return list(found(walk, backflow, along))


# Forward


def _forward(walk: Walk, node: Operation) -> Iterator[Mistake]:
    op, values, names = node.op, walk.node_values, walk.graph.displayed
    operands = [values[i] for i in node.operands]
    shown = [names[i] for i in node.operands]
    if not op.commutative and op.arity > 1:
        yield from _instead("order", op, operands[::-1], shown[::-1])
    yield from _precedence(walk, node)
    share = np.size(operands[0]) // (np.size(values[node.index]) or 1)
    yield from starmap(Mistake, slips_of_shares(op, values[node.index], share))
    yield from starmap(Mistake, slips_of_axes(op, operands))
    yield Mistake("flipped_value", -values[node.index])
    exponent = _exponent(op, 0, operands)
    if exponent is not None and np.all((exponent >= 2) & (exponent == np.floor(exponent))):
        yield Mistake("doubled", exponent * operands[0])
    for i in dict.fromkeys(node.operands):
        yield Mistake("unchanged", values[i], names[i])
    for other in OPS.values():
        if other.arity != op.arity or other.options or other.stops or other is op:
            continue
        if other.stops_at(*map(np.shape, operands)):
            continue
        for order in (1, -1)[: 1 if other.commutative else other.arity]:
            for slip in _instead("operation", other, operands[::order], shown[::order]):
                if other.operator or not _is_guess(slip.value, operands):
                    yield slip


def _instead(reason: str, op: Op, operands: list[Value], names: list[str]) -> Iterator[Mistake]:
    """The operation that was computed instead, if the shapes fit it."""
    try:
        op.shape_of(*map(np.shape, operands))
        value = op.forward(*operands)
    except ValueError:
        return
    yield Mistake(reason, value, op.write(*names))


def _is_guess(value: Value, operands: list[Value]) -> bool:
    """Whether a learner would hardly get there by a function such as relu or sgn."""
    guesses = (guess for guess in (0.0, 1.0, -1.0, *operands) if _fits(guess, value))
    return any(np.all(value == guess) for guess in guesses)


def _fits(guess: Value | float, value: Value) -> bool:
    return np.shape(guess) in ((), np.shape(value))


def _precedence(walk: Walk, node: Operation) -> Iterator[Mistake]:
    """The operation before this one and this one, the other way round.

    (a∘b)•c as a∘(b•c), a•(b∘c) as (a•b)∘c, and g(a∘b) as a∘g(b) and g(a)∘b.
    """
    nodes, values, names = walk.graph.nodes, walk.node_values, walk.graph.displayed
    for position, index in enumerate(node.operands):
        inner = nodes[index]
        if inner.op is None or inner.op.is_port:
            continue
        for place, moved in enumerate(inner.operands):
            outer_values = [values[i] for i in node.operands]
            outer_names = [names[i] for i in node.operands]
            outer_values[position], outer_names[position] = values[moved], names[moved]
            inner_values = [values[i] for i in inner.operands]
            inner_names = [names[i] for i in inner.operands]
            for outer in _instead("precedence", node.op, outer_values, outer_names):
                inner_values[place], inner_names[place] = outer.value, f"({outer.detail})"
                yield from _instead("precedence", inner.op, inner_values, inner_names)


# Backward


def _part(walk: Walk, backflow: Backflow, along: list[Mistake]) -> Iterator[Mistake]:
    """The mistakes where the question is one of several contributions."""
    yield from along
    yield Mistake("whole", walk.node_gradients[backflow.edge.operand])
    yield Mistake("whole", backflow.total)


def _total(walk: Walk, backflow: Backflow, along: list[Mistake]) -> Iterator[Mistake]:
    """The mistakes where it is the sum of all contributions, of which the last has just arrived."""
    before = walk.before(backflow)
    *added, multiplied = _sum(walk, backflow)
    yield from added
    shape = np.shape(before)
    for slip in (slip for slip in along if np.shape(slip.value) == shape):
        yield replace(slip, value=before + slip.value, part="last", rest=slip.value)
    for slip in along:  # a value of the forward pass is one whatever it was taken for
        yield slip if slip.reason == "value" else replace(slip, part="alone", rest=slip.value)
    yield multiplied


def _sum(walk: Walk, backflow: Backflow) -> Iterator[Mistake]:
    """The mistakes in adding the contributions up."""
    parts = [arrived.contribution for arrived in walk.arrivals[backflow.edge.operand][1]]
    for part in (parts[-1], *parts[:-1], walk.before(backflow)):
        yield Mistake("overwritten", part)
    yield Mistake("flipped", -backflow.total)
    product = parts[0]
    for part in parts[1:]:
        product = product * part
    yield Mistake("multiplied", product)


def _edge(walk: Walk, backflow: Backflow) -> Iterator[Mistake]:
    """The contribution along one edge: upstream gradient times local derivative."""
    edge, upstream, local = backflow.edge, backflow.upstream, backflow.local
    if local is None:
        yield from _whole(walk, backflow)
        return
    node = walk.graph.operation(edge.node)
    values = walk.node_values
    out, own = values[node.index], values[edge.operand]
    operands = [values[i] for i in node.operands]
    shape = np.shape(own)

    def back(term: Value) -> Value:
        """As it would arrive at the operand: summed where that was stretched."""
        return summed_to(term, shape) if np.ndim(term) or shape else term

    def alone(reason: str, term: Value) -> Mistake:
        """One of the two factors has been taken for the product."""
        wide = np.broadcast_shapes(np.shape(term), shape)
        return Mistake(reason, back(term), is_summed=math.prod(wide) > np.size(own))

    depth = _functions_above(walk, node)
    if depth == 0:
        yield alone("inner", upstream)
    yield Mistake("flipped", -backflow.contribution)
    term = node.op.backs[edge.position](upstream, local, out, *operands)
    yield from starmap(Mistake, slips_of_shapes(term, backflow.contribution))
    yield alone("upstream", local)
    yield alone("local" if depth is None else "inner", upstream)
    if node.op.arity > 1:
        for position, other in enumerate(node.op.partials(out, *operands)):
            if position != edge.position and other is not None:
                yield Mistake("swapped", back(upstream * other))
    for part in _unfinished(walk, node):
        yield Mistake("early", back(local * part))
    exponent = _exponent(node.op, edge.position, operands)
    if exponent is not None:
        yield Mistake("power", back(upstream * local / exponent))
        yield Mistake("power", back(upstream * local * own))
    if node.op.arity == 1:
        yield Mistake("undifferentiated", back(upstream * out))
    yield Mistake("added", back(upstream + local))
    yield Mistake("value", own)
    yield Mistake("value", out)


def _whole(walk: Walk, backflow: Backflow) -> Iterator[Mistake]:
    """The contribution along an edge of an operation on whole arrays."""
    edge, upstream, contribution = backflow.edge, backflow.upstream, backflow.contribution
    node, values = walk.graph.operation(edge.node), walk.node_values
    out, own = values[node.index], values[edge.operand]
    operands = [values[i] for i in node.operands]
    shape = np.shape(own)

    def back(term: Value, given: list[Value], position: int = edge.position) -> Iterator[Value]:
        """What arrives of an upstream gradient and operands, if their shapes fit."""
        try:
            found = node.op.backs[position](term, None, out, *given)
        except (IndexError, ValueError):
            return
        if np.shape(found)[np.ndim(found) - len(shape) :] == shape:
            yield summed_to(found, shape)

    yield Mistake("flipped_value", -contribution)
    term = node.op.backs[edge.position](upstream, None, out, *operands)
    slips = (
        slips_of_shares(node.op, contribution, np.size(own) // (np.size(out) or 1)),
        slips_of_shapes(term, contribution),
        slips_of_batches(node.op, edge.position, upstream, out, operands),
        slips_of_factors(node.op, edge.position, upstream, operands),
    )
    yield from starmap(Mistake, chain(*slips))
    for wrong in back(np.ones_like(upstream)[()], operands):
        yield Mistake("forgotten", wrong)
    for position in range(node.op.arity):
        if position != edge.position:
            for wrong in back(upstream, operands, position):
                yield Mistake("other_operand", wrong)
    for place in range(node.op.arity):
        turned = [value.T if i == place else value for i, value in enumerate(operands)]
        for wrong in back(upstream, turned) if place != edge.position else ():
            yield Mistake("transposed", wrong)
    if contribution.T.shape == shape and len(shape) > 1:
        yield Mistake("transposed", contribution.T)
    if np.shape(upstream) == shape:
        yield Mistake("passed", upstream)
    for part in _unfinished(walk, node):
        for wrong in back(part, operands):
            yield Mistake("early", wrong)
    yield Mistake("value", own)
    yield Mistake("value", out)


def _block(walk: Walk, backflow: Backflow, block: Block) -> Iterator[Mistake]:
    """The contribution to an argument of a closed block."""
    parts = {i: list(_unfinished(walk, walk.graph.nodes[i])) for i in block.outputs}
    yield from starmap(Mistake, slips_back(walk, block, backflow.edge.node, parts))


def _unfinished(walk: Walk, node: Node) -> Iterator[Value]:
    """The gradients of a node that is used several times, before all of them have come back."""
    arrived = walk.arrivals[node.index][1]
    for number, backflow in enumerate(arrived[:-1]):
        yield backflow.total
        if number:
            yield backflow.contribution
    if len(arrived) > 1:
        yield arrived[-1].contribution


def _functions_above(walk: Walk, node: Node) -> int | None:
    """How many operations lie between a node and the next function that it is put into.

    None if there is no function of one operand on the way out; multiples do not count.
    """
    graph, values = walk.graph, walk.node_values
    here, steps = node.index, 0
    while True:
        uses = [use for use in graph.uses[here] if use in graph.backward_places]
        if not uses or here == graph.output_node.index:
            return None
        user = graph.operation(uses[0].node)
        operands = [values[i] for i in user.operands]
        power = _exponent(user.op, uses[0].position, operands)
        if power is not None or (user.op.arity == 1 and not _is_multiple(user.op)):
            return steps
        here, steps = user.index, steps + 1


_PROBES = (2.0, 3.0, 6.0, 1.0)


def _is_multiple(op: Op) -> bool:
    """Whether the operation of one operand only multiplies it by a number, as a sign does."""
    try:
        two, three, six, one = (op.forward(np.float64(x)) for x in _PROBES)
    except (IndexError, ValueError):  # what picks entries of an array leaves them as they are
        return True
    less = op.forward(np.float64(-1.0))
    return bool(two == 2 * one and three == 3 * one and six == 6 * one and less == -one)


def _exponent(op: Op, position: int, operands: list[Value]) -> Any:
    """The n for which the operation is c·xⁿ in one of its operands; None if there is none.

    Found by trying it out. An n of 0 or 1, for which the rule of powers has nothing to do, is
    none.
    """
    if not op.is_entrywise:
        return None
    held: list[Any] = list(operands)

    def at(x: float) -> Value:
        held[position] = np.float64(x)
        return op.forward(*held)

    with np.errstate(all="ignore"):
        two, three, six, one = map(at, _PROBES)
        exponent = np.log2(two / one)
        is_power = np.isclose(two * three, six * one, rtol=1e-9, atol=0) & (
            np.isclose(three / one, 3.0**exponent, rtol=1e-9, atol=0)
        )
        dull = np.isclose(exponent, 0.0, atol=1e-12) | np.isclose(exponent, 1.0)
    if not np.all(is_power) or np.any(dull) or not np.all(np.isfinite(exponent)):
        return None
    return exponent if np.ndim(exponent) else float(exponent)
