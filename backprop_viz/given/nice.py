"""Numbers for an array that nobody wants to type."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..errors import OptionError
from ..words import quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["nice"]

MOST = 1_000_000  # entries
_STEPS = (1.0, 0.5, 0.25, 0.1, 0.05, 0.01)


def nice(*shape: int, seed: int = 0) -> NDArray[np.float64]:
    """An array of that shape whose numbers are pleasant by hand: float64, the same for a ``seed``.

    They have few digits, lie between −2 and 2, and half of them are negative, so that no layer of
    ReLUs is dead all over. None is 0, and no two are equal while there are enough of them, so that
    no maximum is a tie. Raises ``OptionError`` for what is no shape.

    >>> nice(2, 3, seed=1).tolist()
    [[0.5, -0.5, 2.0], [-1.5, -2.0, 1.0]]
    """
    sizes = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple | list) else shape
    is_shape = all(isinstance(n, int | np.integer) and not isinstance(n, bool) for n in sizes)
    if not is_shape or min(sizes, default=1) < 1 or math.prod(sizes) > MOST:
        raise OptionError("usage.shape", given=quoted(sizes), most=f"{MOST:,}")
    count = math.prod(sizes)
    step = next((h for h in _STEPS if 2 * round(2 / h) >= count), _STEPS[-1])
    half = np.arange(1, round(2 / step) + 1)
    chance = np.random.default_rng(seed)
    drawn = [
        chance.choice(half, size, replace=size > len(half)) * sign
        for sign, size in ((1, count - count // 2), (-1, count // 2))
    ]
    numbers = chance.permutation(np.concatenate(drawn)) * step
    return np.round(numbers, 2).reshape(tuple(sizes))
