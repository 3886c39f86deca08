"""How a descent moves, seen from its last places: whether it jumps to and fro, and gets lower."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["WINDOW", "Motion", "motion"]

Motion = Literal["flips", "bounces", "swings", ""]

WINDOW = 21  # places that are looked at
_NEAR = 1e-6  # of a distance, what is as good as nothing


def motion(places: NDArray[np.float64], costs: NDArray[np.float64], reach: float) -> Motion:
    """What the last steps have in common, if they turn round each time.

    ``places`` are the last ones, of shape (m, numbers), ``costs`` theirs, of shape (m,), and
    ``reach`` is how far the whole path extends. A descent "flips" between two places, it "bounces"
    across the valley and gets no lower, or "swings" across it and does. Otherwise, and where
    its steps have become too short to see, it does none of these.
    """
    with np.errstate(all="ignore"):
        moves = np.diff(places, axis=0)
        lengths = np.linalg.norm(moves, axis=1)
        if len(moves) < 2 or not _NEAR * reach < lengths[-1] < np.inf:
            return ""
        if np.linalg.norm(places[-1] - places[-3]) <= _NEAR * lengths[-1]:
            return "flips"
        turns = np.einsum("ij,ij->i", moves[1:], moves[:-1]) < 0
        if len(turns) < 3 or np.mean(turns) < 0.8:
            return ""
        middle = len(costs) // 2
        before, since = costs[:middle].min(), costs[middle:].min()
        return "swings" if since < before else "bounces"
