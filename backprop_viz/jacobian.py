"""The Jacobian of an operation by one of its operands, from what its row passes back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .arithmetic.shapes import summed_to
from .core.operation import Op
from .errors import InputError
from .spell.numbers import Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_SLOPES", "jacobian"]

MOST_SLOPES = 4_000_000
"""The numbers, at most, that a Jacobian is made of: 32 MB."""


def jacobian(op: Op, position: int, out: Value, operands: Sequence[Value]) -> NDArray[np.float64]:
    """∂out[i, ...] / ∂operand[j, ...], with the axes of the value first, then the operand's.

    Each row is what comes back of an upstream gradient that is 1 at one entry and 0 elsewhere; of
    an operation that acts entry by entry, it is the local derivative at its place. Raises
    ``InputError`` where that would take more than ``MOST_SLOPES`` numbers.
    """
    shape, own = np.shape(out), np.shape(operands[position])
    entries, columns = math.prod(shape), math.prod(own)
    count = entries * (columns if op.is_entrywise else max(columns, entries))
    if count > MOST_SLOPES:
        counted = {"count": f"{count:,}", "most": f"{MOST_SLOPES:,}"}
        raise InputError("jacobian.size", shape=shape, other=own, **counted)
    found = np.zeros((*shape, *own))
    with np.errstate(all="ignore"):
        if op.is_entrywise:
            local = np.broadcast_to(op.partials(out, *operands)[position], shape)
            numbers = np.arange(columns).reshape(own)
            columns_of = np.broadcast_to(numbers, shape).ravel()
            found.reshape(entries, columns)[np.arange(entries), columns_of] = local.ravel()
            return found
        unit = np.zeros(shape)
        for place in np.ndindex(shape):
            unit[place] = 1.0
            found[place] = summed_to(op.backs[position](unit[()], None, out, *operands), own)
            unit[place] = 0.0
    return found
