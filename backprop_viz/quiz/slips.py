"""What goes wrong with arrays on the way back: a sum left out, a shape, the order of factors.

Each slip is the reason, of the catalogue's ``predict.`` messages, and what it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..arithmetic.shapes import Shape, summed_to
from ..core.operation import Op
from ..spell.numbers import Value

__all__ = [
    "slips_of_axes",
    "slips_of_batches",
    "slips_of_factors",
    "slips_of_shapes",
    "slips_of_shares",
]

Slip: TypeAlias = tuple[str, Value]

_MOST = 12  # examples of a batch, or places, that are tried one by one
_MOST_ENTRIES = 4096  # of a wrong answer that somebody might write


def slips_of_shapes(term: Value, contribution: Value) -> Iterator[Slip]:
    """With what an operation passes back, and what arrives: in the operand's shape, summed."""
    shape = np.shape(contribution)
    if np.shape(term) != shape and np.ndim(term):
        wide = np.asarray(term)
        if wide.size <= _MOST_ENTRIES:
            yield "unsummed", wide
        lost = wide.ndim - len(shape)
        yield from (("axis", wide.sum(axes)) for axes in _other_axes(wide.ndim, lost))
        uses = wide.size // max(np.size(contribution), 1)
        if uses > 1:
            yield "averaged", contribution / uses
            yield from (("one_of_many", one) for one in _slices(wide, shape))
    if np.ndim(contribution) > 1 and shape != shape[::-1]:
        yield "reversed", contribution.T


def _other_axes(rank: int, lost: int) -> list[tuple[int, ...]]:
    """As many axes as are summed over, the first ones, but others."""
    return [*combinations(range(rank), lost)][1:]


def _slices(wide: NDArray[np.float64], shape: Shape) -> Iterator[Value]:
    """What comes back from one of the places that an operand was stretched to."""
    extra = wide.ndim - len(shape)
    free: list[Sequence[Any]] = [range(size) for size in wide.shape[:extra]]
    for few, size in zip(shape, wide.shape[extra:], strict=True):
        free.append([slice(i, i + 1) for i in range(size)] if few != size else [slice(None)])
    for _, place in zip(range(_MOST), product(*free), strict=False):
        yield wide[place].reshape(shape)[()]


def slips_of_batches(
    op: Op, position: int, upstream: Value, out: Value, operands: Sequence[Value]
) -> Iterator[Slip]:
    """Where several examples of a batch meet in an operand: one of them alone, or their mean."""
    shape, parts = np.shape(operands[position]), list[Value]()
    rows = np.atleast_1d(upstream)
    if not np.ndim(upstream) or not 1 < len(rows) <= _MOST:
        return
    for example, row in enumerate(rows):
        alone = np.zeros(rows.shape)
        alone[example] = row
        parts.append(summed_to(op.backs[position](alone, None, out, *operands), shape))
    meetings = np.sum([part != 0 for part in parts], axis=0)
    if np.any(meetings > 1):
        yield from (("one_of_many", part) for part in parts)
        yield "averaged", np.sum(parts, axis=0) / len(parts)


def slips_of_axes(op: Op, operands: Sequence[Value]) -> Iterator[Slip]:
    """The value along another axis, or along all of them."""
    if "axis" not in op.named:
        return
    for axis in (None, *range(np.ndim(operands[0]))):
        other = op.choose(*(axis if name == "axis" else op.named[name] for name in op.options))
        try:
            other.shape_of(*map(np.shape, operands))
            yield "axis", other.forward(*operands)
        except (ValueError, TypeError):  # as one axis is what it needs
            continue


def slips_of_shares(op: Op, value: Value, share: int) -> Iterator[Slip]:
    """What a mean is, or passes back, where nobody has divided by the number of entries."""
    if share > 1 and any("<n!>" in latex for latex in op.slope_latex):
        yield "undivided", value * share


def slips_of_factors(
    op: Op, position: int, upstream: Value, operands: Sequence[Value]
) -> Iterator[Slip]:
    """The factors of what goes back the other way round, which square shapes hide."""
    if op.arity != 2 or not op.operator:
        return
    other = operands[1 - position]
    for turned in (np.transpose(other), other):
        pair = (turned, upstream) if position == 0 else (upstream, turned)
        try:
            found = op.forward(*pair)
        except ValueError:
            continue
        if np.shape(found) == np.shape(operands[position]):
            yield "factors", found
