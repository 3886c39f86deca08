"""Sums and new axes of terms. A sum adds one entry after the other, as that of ``arithmetic/``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from ..arithmetic.arrays import added
from ..arithmetic.shapes import Shape
from .lines import Term

__all__ = ["inserted", "present", "summed", "summed_to", "without"]

_PAIRWISE = 8  # so many neighbours in memory NumPy adds by pairs


def present(a: Term, axes: Iterable[int]) -> tuple[int, ...]:
    """Those of the axes that are there in memory, as they count there."""
    missing = len(a.wide) - len(a.shape)
    return tuple(axis - missing for axis in sorted(axes) if axis >= missing)


def without(shape: Sequence[int], axes: Sequence[int]) -> Shape:
    """The shape where these axes are gone."""
    return tuple(size for axis, size in enumerate(shape) if axis not in axes)


def summed(a: Term, axes: Sequence[int]) -> Term:
    """The sum along axes, one entry after the other."""
    lines, wide = a.lines, without(a.wide, axes)
    if a.constant is not None:
        count = math.prod(a.wide[axis] for axis in axes)
        return lines.number(float(added(np.full(count, a.constant))), wide)
    padded = (1,) * (len(a.wide) - len(a.shape)) + a.shape
    needed = tuple(a.wide[i] if i in axes else size for i, size in enumerate(padded))
    if needed != padded:
        a = lines.full(a, needed).widened(a.wide)
    gone = present(a, axes)
    kept, left = without(range(len(a.shape)), gone), without(a.shape, gone)
    count = math.prod(a.shape[axis] for axis in gone)
    if count == 1:
        made = lines.reshaped(a.narrow, left) + 0.0
    elif len(gone) == 1:
        made = _along(a, gone[0], left)
    else:
        if gone != tuple(range(gone[0], gone[-1] + 1)):
            a = lines.transposed(a.narrow, (*gone, *kept))
            gone = present(a, range(len(gone)))
        at = gone[0]
        rows = lines.reshaped(a.narrow, (*a.shape[:at], count, *a.shape[at + len(gone) :]))
        made = _along(rows, at, left)
    return made.widened(wide)


def _along(a: Term, axis: int, left: Shape) -> Term:
    if a.shape[axis] < _PAIRWISE:
        return a.lines.call("add.reduce", a, shape=left, then=f", {axis}")
    return a.lines.call("added", a, shape=left, then=f", {axis}" * bool(axis))


def inserted(a: Term, axes: Sequence[int]) -> Term:
    """With new axes of size 1, which count as in the result."""
    rank = len(a.wide) + len(axes)
    sizes, meant = iter((1,) * (len(a.wide) - len(a.shape)) + a.shape), iter(a.wide)
    shape = tuple(1 if i in axes else next(sizes) for i in range(rank))
    wide = tuple(1 if i in axes else next(meant) for i in range(rank))
    if a.constant is not None:
        return a.widened(wide)
    while len(shape) > len(a.shape) and shape[0] == 1:  # NumPy stretches along first axes itself
        shape = shape[1:]
    return a.lines.reshaped(a.narrow, shape).widened(wide)


def summed_to(term: Term, goal: Shape) -> Term:
    """The sum over the axes along which an operand of shape ``goal`` was stretched."""
    wide = np.broadcast_shapes(term.wide, goal)
    term = term.widened(wide)
    if wide == goal:
        return term
    extra = len(wide) - len(goal)
    stretched = [i for i, size in enumerate(goal) if size == 1 and wide[extra + i] != 1]
    total = summed(term, (*range(extra), *(extra + i for i in stretched)))
    return inserted(total, stretched)
