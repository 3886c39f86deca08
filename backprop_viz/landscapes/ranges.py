"""From where to where a landscape extends: ranges as they are given, and those that fit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ..descent.path import Path
from ..errors import InputError
from ..given.inputs import by_name
from ..spell.names import canonical
from ..spell.numbers import Number
from ..words import quoted
from .surface import Range, in_sight

__all__ = ["extent", "pairs"]

_MARGIN = 1.25  # how much more than the path is shown


def extent(
    names: Iterable[str],
    state: Mapping[str, Number],
    paths: Sequence[Path],
    given: Mapping[str, Any] | None,
) -> dict[str, Range]:
    """The range of each name that is no array: as ``given``, or so that the ``paths`` fit in.

    Raises ``InputError`` for a given one that is empty or of none of the names.
    """
    spread = _fitting(names, state, paths)
    for name, (low, high) in pairs(by_name(given, "inputs.ranges_by_name")).items():
        if name not in spread or not -math.inf < low < high < math.inf:
            there = ", ".join(spread)
            raise InputError("landscape.range", name=name, low=low, high=high, names=there)
        spread[name] = low, high
    return spread


def pairs(ranges: Mapping[str, Any]) -> dict[str, Range]:
    """Ranges by canonical names. Raises ``InputError`` for one that is not two numbers."""
    checked = {}
    for name, given in ranges.items():
        try:
            low, high = map(float, given)
        except (TypeError, ValueError, OverflowError):
            raise InputError("landscape.pair", name=name, value=quoted(given)) from None
        checked[canonical(name)] = low, high
    return checked


def _fitting(
    names: Iterable[str], state: Mapping[str, Number], paths: Sequence[Path]
) -> dict[str, Range]:
    """Ranges of one size, so that a needle crosses contours at right angles.

    In the middle is where the first path arrives, or the middle of where it roams.
    """
    middle, half = {}, {}
    for name in names:
        if np.ndim(state[name]) or any(np.ndim(path[0].inputs[name]) for path in paths):
            continue
        seen = [path.inputs[name][: in_sight(path)] for path in paths]
        visited = np.concatenate([*seen, [] if paths else [state[name]]])
        visited = visited[np.isfinite(visited)] if np.isfinite(visited).any() else np.zeros(1)
        arrived = paths and paths[0].cost_at(-1) < paths[0].cost_at(0)
        middle[name] = (
            visited[len(seen[0]) - 1] if arrived else visited.min() / 2 + visited.max() / 2
        )
        half[name] = float(np.abs(visited - middle[name]).max())
    widest = max(half.values(), default=0.0) or max(1.0, *map(abs, middle.values()))
    for name, extent in half.items():
        own = extent if 0 < extent < widest / 20 else widest  # of quite another magnitude
        half[name] = _MARGIN * own
    return {name: (middle[name] - half[name], middle[name] + half[name]) for name in middle}
