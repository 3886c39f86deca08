"""Central differences of a large array, whose entries are too many to move one by one.

All of them are moved at once along a few random directions, the same in every run. What a direction
shows is the sum of the gradient's entries, each times how far it was moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..spell.numbers import Value
from ..tell.walk import Walk
from .difference import MOST_MOVED, OneByOne, Shake, refined

__all__ = ["DIRECTIONS", "Slopes", "is_moved_along", "slopes_along"]

DIRECTIONS = 8

_LEAST = 1e-2  # how far an entry is moved that is smaller, or 0


class Slopes(NamedTuple):
    """For each direction, the slope of the output along it and the estimated error.

    ``directions`` says how far each entry was moved.
    """

    directions: NDArray[np.float64]
    slopes: NDArray[np.float64]
    errors: NDArray[np.float64]

    def along(self, entries: Value) -> NDArray[np.float64]:
        """The sum of the entries of a gradient along each direction."""
        return self._summed(self.directions, entries)

    def at_most(self, entries: Value) -> NDArray[np.float64]:
        """The sum of their sizes, as if no two took away from each other."""
        return self._summed(np.abs(self.directions), np.abs(entries))

    def _summed(self, directions: NDArray[np.float64], entries: Value) -> NDArray[np.float64]:
        with np.errstate(all="ignore"):
            product = (directions * entries).reshape(len(directions), -1)
            return np.asarray(product.sum(axis=1))


def is_moved_along(walk: Walk, name: str) -> bool:
    """Whether an input is an array of too many entries for one after the other."""
    is_entrywise = all(node.op.is_entrywise for node in walk.graph.operations)
    return np.size(walk.inputs[name]) > MOST_MOVED and not is_entrywise


def slopes_along(walk: Walk, name: str) -> Slopes:
    """The slopes of the sum of the output's entries along the directions."""
    x = np.asarray(walk.inputs[name])
    chance = np.random.default_rng(0)
    sizes = np.where(np.isfinite(x), np.maximum(np.abs(x), _LEAST), 1.0)
    # Powers of two, so that moving an entry there and back rounds little.
    far = 2.0 ** np.round(np.log2(sizes))
    directions = np.array([far * chance.choice((-1.0, 1.0), x.shape) for _ in range(DIRECTIONS)])
    found = [refined(np.asarray(1.0), _Along(walk, name, way)) for way in directions]
    slopes, errors = np.array(found, dtype=float).T
    return Slopes(directions, slopes, errors)


class _Along(OneByOne):
    """All entries along one direction."""

    def __init__(self, walk: Walk, name: str, direction: NDArray[np.float64]) -> None:
        super().__init__(walk, name)
        self.direction = direction

    def outputs(self, moves: Sequence[Value], shake: Shake | None = None) -> Value:
        here, found = self.walk.node_values[self.here], []
        for move in moves:
            moved: Value = here + move * self.direction
            if shake:  # where an entry is moved to is rounded, too
                moved = shake(moved)
            found.append(np.sum(self.forward(moved, shake)[0]))
        return np.array(found)
