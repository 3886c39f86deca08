"""The Jacobian of an operation by one of its operands, from what its row passes back."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..spell.numbers import Value
from .operation import Op
from .shapes import summed_to

__all__ = ["MOST_SLOPES", "jacobian"]

MOST_SLOPES = 1_000_000
"""The entries of a Jacobian, at most; 8 MB, and as many numbers come back at a time."""


def jacobian(op: Op, position: int, out: Value, operands: Sequence[Value]) -> NDArray[np.float64]:
    """∂out[i, ...] / ∂operand[j, ...], with the axes of the value first, then the operand's.

    Each row is what comes back of an upstream gradient that is 1 at one entry and 0 elsewhere; of
    an operation that acts entry by entry, it is the local derivative at its places. Raises
    ``InputError`` for more than ``MOST_SLOPES`` numbers.
    """
    shape, own = np.shape(out), np.shape(operands[position])
    entries, columns = math.prod(shape), math.prod(own)
    if entries * columns > MOST_SLOPES:
        raise InputError(
            "jacobian.size",
            shape=shape,
            other=own,
            count=f"{entries * columns:,}",
            most=f"{MOST_SLOPES:,}",
        )
    found = np.zeros((*shape, *own))
    with np.errstate(all="ignore"):
        local = op.partials(out, *operands)[position]
        for place in np.ndindex(shape):
            unit = np.zeros(shape)
            unit[place] = 1.0
            if local is None:
                term = op.backs[position](unit[()], None, out, *operands)
            else:  # not a product: 0 times an infinite slope is nothing here
                term = np.where(unit == 1.0, local, 0.0)
            found[place] = summed_to(term, own)
    return found
