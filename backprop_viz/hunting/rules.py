"""What can be wrong with the rule of an edge: every bug by its name, with what arrives then.

Nothing is known of any formula: what a bug leads to is computed from the row of the operation and
from what is there, so that all that follows can be carried on from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from ..arithmetic.shapes import summed_to
from ..core.graph import Edge
from ..core.operation import Op
from ..practice.blocks import boxes
from ..quiz.of_blocks import returned
from ..quiz.slips import slips_of_factors, slips_of_shapes, slips_of_shares
from ..spell.numbers import Maybe, Value
from ..tell.walk import Walk
from .formulas import OF_FORMULAS, sent_back

__all__ = ["BUGS", "OF_ORDER", "RULES", "Site", "entry_of", "site", "wrong"]


@dataclass(frozen=True)
class Site:
    """An edge with all that its rule is given."""

    walk: Walk
    edge: Edge
    op: Op
    position: int
    upstream: Value
    local: Maybe
    out: Value
    operands: list[Value]

    @property
    def own(self) -> Value:
        """The value of the operand that the edge leads to."""
        return self.operands[self.position]

    @property
    def term(self) -> Value:
        """What the operation passes back, before a stretched operand sums it."""
        return self.back(self.upstream, self.operands)

    @property
    def contribution(self) -> Value:
        """What arrives by the right rule."""
        return self.summed(self.term)

    def back(self, upstream: Value, operands: list[Value]) -> Value:
        """What is passed back of another upstream gradient, or of other operands."""
        return self.op.backs[self.position](upstream, self.local, self.out, *operands)

    def summed(self, term: Value) -> Value:
        """In the shape of the operand."""
        return summed_to(np.asarray(term)[()], np.shape(self.own))


def site(walk: Walk, edge: Edge, upstream: Value) -> Site:
    """The edge, when the gradient ``upstream`` goes back along it."""
    values, node = walk.node_values, walk.graph.operation(edge.node)
    operands = [values[i] for i in node.operands]
    local = node.op.partials(values[edge.node], *operands)[edge.position]
    return Site(walk, edge, node.op, edge.position, upstream, local, values[edge.node], operands)


def _flipped(at: Site) -> Maybe:
    return -at.contribution


def _upstream(at: Site) -> Maybe:
    return at.summed(at.back(np.ones_like(at.upstream)[()], at.operands))


def _inner(at: Site) -> Maybe:
    return at.summed(at.upstream) if at.op.is_entrywise else None


def _swapped(at: Site) -> Maybe:
    if at.op.arity != 2:
        return None
    if at.op.is_entrywise:
        other = at.op.partials(at.out, *at.operands)[1 - at.position]
        return None if other is None else at.summed(at.upstream * other)
    # Only the last has both factors as they should be, and merely the other way round.
    right_way = slips_of_factors(at.op, at.position, at.upstream, at.operands)
    return next((value for _, value in right_way), None)


def _transposed(at: Site) -> Maybe:
    if at.op.is_entrywise:
        return None
    if at.op.arity == 1:  # what only turns its operand, and does not turn the gradient back
        is_turn = np.ndim(at.upstream) > 1 and np.array_equal(at.contribution.T, at.upstream)
        return at.upstream if is_turn else None
    operands = [x if i == at.position else x.T for i, x in enumerate(at.operands)]
    return at.summed(at.back(at.upstream, operands)) if at.op.operator else None


def _unsummed(at: Site) -> Maybe:
    slips = slips_of_shapes(at.term, at.contribution)
    return next((value for reason, value in slips if reason == "one_of_many"), None)


def _axis(at: Site) -> Maybe:
    """The sum along another axis of the same length, as in a softmax over the wrong one."""
    term, shape = np.asarray(at.term), np.shape(at.own)
    if term.ndim != len(shape):
        return None
    summed = [axis for axis, size in enumerate(shape) if size == 1 < term.shape[axis]]
    others = [axis for axis, size in enumerate(shape) if size == term.shape[axis] > 1]
    for axis in summed:
        for other in others:
            if term.shape[axis] == term.shape[other]:
                return at.summed(np.swapaxes(term, axis, other))
    return None


def _keepdims(at: Site) -> Maybe:
    if "keepdims" not in at.op.options or not isinstance(at.op.named["axis"], int):
        return None
    shape, axis = np.shape(at.own), at.op.named["axis"]
    slope = at.back(np.ones_like(at.upstream)[()], at.operands)
    lost = np.squeeze(at.upstream, axis) if at.op.named["keepdims"] else at.upstream
    return slope * np.broadcast_to(lost, shape)


def _undivided(at: Site) -> Maybe:
    share = int(np.size(at.own) // (np.size(at.out) or 1))
    return next((v for _, v in slips_of_shares(at.op, at.contribution, share)), None)


def _of_another(mistake: str, at: Site) -> Maybe:
    """What comes back to the scores of a softmax from the formula that was taken for this one."""
    flow = at.walk.backflows[at.walk.graph.backward_places[at.edge]]
    return sent_back(at.walk, at.edge, mistake) if at.upstream is flow.upstream else None


RULES: Mapping[str, Callable[[Site], Maybe]] = MappingProxyType(
    {
        "swapped": _swapped,
        "upstream": _upstream,
        "flipped": _flipped,
        "inner": _inner,
        "transposed": _transposed,
        "unsummed": _unsummed,
        "axis": _axis,
        "keepdims": _keepdims,
        "undivided": _undivided,
        **{mistake: partial(_of_another, mistake) for mistake in OF_FORMULAS},
    }
)
"""What arrives by a wrong rule, or None (or a ``ValueError``) where it cannot be made."""

OF_ORDER = ("overwritten", "unordered", "kept")
"""The bugs that leave every rule right, and add up wrongly or too late."""

BUGS: tuple[str, ...] = (*OF_ORDER, *RULES)


def _through(name: str, at: Site) -> Maybe:
    """What arrives out of a closed block, which is one step, by a wrong rule for all of it."""
    block = boxes(at.walk.graph).ports.get(at.edge.node)
    totals = at.walk.node_gradients
    if block is None or name not in ("upstream", "swapped"):
        return RULES[name](at)
    if name == "upstream":
        came = {i: total for i in block.outputs if (total := totals[i]) is not None}
        ones = {i: np.ones_like(total)[()] for i, total in came.items()}
        return next(returned(at.walk, block, at.edge.node, ones), None)
    others = (totals[port] for _, port in block.arguments if port != at.edge.node)
    return next((x for x in others if x is not None and np.shape(x) == np.shape(at.own)), None)


def wrong(name: str, at: Site) -> Maybe:
    """What arrives by a wrong rule; None where there is nothing of the operand's shape."""
    try:
        found = _through(name, at)
    except (ValueError, IndexError):
        return None
    if found is None or np.shape(found) != np.shape(at.own):
        return None
    return found


def entry_of(name: str) -> str:
    """The entry of the catalogue that calls a bug by its name."""
    return f"hunt.{name}"
