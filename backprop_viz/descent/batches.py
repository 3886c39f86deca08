"""The examples that each step of a descent looks at."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

__all__ = ["Batches", "Rows"]

Rows = int | slice | NDArray[np.intp]


class Batches:
    """The rows that each step looks at: all of ``count``, or ``size`` of them, shuffled."""

    def __init__(self, count: int, size: int | None, seed: int) -> None:
        self.count, self.size = count, size
        self._random = np.random.default_rng(seed)
        self._orders = array("q")  # of the rounds, one after the other

    def rows(self, step: int) -> Rows:
        """Those of a step: a slice, a number (of a single one) or several."""
        if self.size is None:
            return slice(None)
        round_, place = divmod(step, -(-self.count // self.size))
        first, end = place * self.size, min((place + 1) * self.size, self.count)
        while len(self._orders) <= round_ * self.count:
            order = self._random.permutation(self.count)
            self._orders.frombytes(order.astype(np.int64).tobytes())
        chosen = self._orders[round_ * self.count + first : round_ * self.count + end]
        return chosen[0] if self.size == 1 else np.array(chosen)

    def seen(self, steps: int) -> int:
        """How many examples the first ``steps`` steps look at; each counts every time."""
        if self.size is None:
            return steps * self.count
        rounds, rest = divmod(steps, -(-self.count // self.size))
        return rounds * self.count + rest * self.size
