"""How high the points of a line go when something beside it has been opened.

What is between its ends stays between them, and a small bend stays small, however much has grown at
that height. Where it would run through something then, it goes as far as all goes there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from .places import Box, Curve

__all__ = ["Beside", "Ends", "between"]

# Points; nothing stands so far from anything else, as places have two digits after the point.
NEAR = 3.0037  # as near as a line may come to a thing
FLAT = 1.0037  # one end of a line is higher than the other from here on
WIDE = 64.0  # strips in which things are looked for
SHARES = (0.0, 0.25, 0.5, 0.75)  # of the way to where all goes, until it is free
STEP = 16.0  # places of a curve at which it is looked whether it is free

Ends = tuple[float, float]


class Beside:
    """The things of a level ``before`` and ``after`` some in it have been opened.

    ``bands`` are the heights, from the top to the bottom, of those that have grown, and ``down``
    leads from heights to those that they have now.
    """

    def __init__(
        self,
        before: Mapping[str, Box],
        after: Mapping[str, Box],
        bands: Sequence[Ends],
        down: Callable[[float], float],
    ) -> None:
        self.before, self.after, self.bands, self.down = before, after, bands, down

    def heights(
        self, curve: Curve, across: Sequence[float], now: Ends, ends: tuple[str, str]
    ) -> list[float]:
        """The heights of the points of a curve, which are ``across`` from the left, where its ends,
        at two things, are ``now`` so high.
        """
        old = [y for _, y in curve]
        far = _at_ends(old, [self.down(y) for y in old], now)
        if any(top < y < bottom for y in old for top, bottom in self.bands):
            near = between(old, now)
            for share in SHARES:
                made = [(1 - share) * a + share * b for a, b in zip(near, far, strict=True)]
                if self._is_free(across, made, ends):
                    return made
        return far

    def _is_free(
        self, across: Sequence[float], heights: Sequence[float], ends: tuple[str, str]
    ) -> bool:
        return not any(
            abs(x - box.x) < box.width / 2 + NEAR and abs(y - box.y) < box.height / 2 + NEAR
            for x, y in _places(across, heights)
            for name, box in self._strips.get(math.floor(x / WIDE), ())
            if name not in ends
        )

    @cached_property
    def _strips(self) -> dict[int, list[tuple[str, Box]]]:
        found: dict[int, list[tuple[str, Box]]] = {}
        for name in self.before:
            box = self.after[name]
            left, right = (box.x + side * (box.width / 2 + NEAR) for side in (-1, 1))
            for strip in range(math.floor(left / WIDE), math.floor(right / WIDE) + 1):
                found.setdefault(strip, []).append((name, box))
        return found


def between(old: Sequence[float], now: Ends) -> list[float]:
    """What is between the ends stays so, and what is beyond them as far from the nearer end.

    Where it turns back on its way, it goes no further back than it did.
    """
    (first, last), (to_first, to_last) = (old[0], old[-1]), now
    least, highest = min(first, last), max(first, last)
    made = []
    left = last  # from where all that follows is between there and the last end
    for n, y in reversed([*enumerate(old)]):
        left = min(max(min(left, y) if first < last else max(left, y), least), highest)
        if abs(last - first) < FLAT:  # it has a step then, half way
            way = n // 3 / ((len(old) - 1) // 3) if n % 3 == 0 else float(2 * n > len(old))
            way = 0.0 if way < 0.5 else 1.0 if way > 0.5 else 0.5
        else:
            way = (left - first) / (last - first)
        made.append(y - first - way * (last - first) + to_first + way * (to_last - to_first))
    return _at_ends(old, made[::-1], now)


def _at_ends(old: Sequence[float], made: list[float], now: Ends) -> list[float]:
    """With the ends where they are now, and the same directions there."""
    made[:2] = now[0], old[1] - old[0] + now[0]
    made[-2:] = old[-2] - old[-1] + now[1], now[1]
    return made


def _places(across: Sequence[float], heights: Sequence[float]) -> Iterator[Ends]:
    """Places of a curve, one beside the other."""
    for n in range(0, len(across) - 1, 3):
        (x, a, b, right), (y, c, d, end) = across[n : n + 4], heights[n : n + 4]
        count = math.ceil((abs(right - x) + abs(end - y)) / STEP) + 1
        for k in range(count + 1):
            t = k / count
            w, u, v, z = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            yield w * x + u * a + v * b + z * right, w * y + u * c + v * d + z * end
