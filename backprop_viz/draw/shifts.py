"""How far down each thing of a level goes when something in it has been opened.

A thing goes as far as what it is joined to, so that what was straight stays straight: what is
computed goes with what it is computed from, from left to right, and then what is given with what it
is given to. Things over one another in a column come no nearer to each other than they were; where
they would, they share the way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .places import Box

__all__ = ["Column", "Shifts", "Tie", "shared"]

APART = 16.0  # points from one column to the next, at least


@dataclass(frozen=True)
class Tie:
    """A line between two things: how much further than they its ends go, and how much lower its
    end is than its start.
    """

    tail: str
    head: str
    start: float = 0.0
    end: float = 0.0
    drop: float = 0.0


@dataclass
class Column:
    """Things over one another, from the top to the bottom, and how far from the left they reach."""

    left: float
    right: float
    names: list[str]
    stops: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def between(self, y: float) -> tuple[float, float]:
        """How far down what is at this height, between two things, goes at least and at most."""
        n = bisect_left(self.stops, (y,))
        least = self.stops[n - 1][2] if n else -float("inf")
        return least, self.stops[n][1] if n < len(self.stops) else float("inf")

    def around(self, name: str) -> tuple[float, float]:
        """How far down what is at the height of one of them goes at least and at most."""
        n = self.names.index(name)
        least = self.stops[n - 1][2] if n else -float("inf")
        return least, self.stops[n + 1][1] if n + 1 < len(self.stops) else float("inf")


class Shifts:
    """How far down the top of each thing goes (``by``), by the columns in which they stand.

    ``grown`` are the things that have been opened, by how much higher they are now, and ``reach``
    is how far from the left a thing's wire begins and ends, where that is beside it.
    """

    def __init__(
        self,
        boxes: Mapping[str, Box],
        ties: Sequence[Tie],
        grown: Mapping[str, float],
        reach: Mapping[str, tuple[float, float]],
    ) -> None:
        self.boxes, self.grown, self.reach = boxes, grown, reach
        self.by: dict[str, float] = {}
        self.columns = self._columns()
        self.column = {name: n for n, one in enumerate(self.columns) for name in one.names}
        self.into: dict[str, list[Tie]] = {}
        self.out: dict[str, list[Tie]] = {}
        for tie in ties:
            self.into.setdefault(tie.head, []).append(tie)
            self.out.setdefault(tie.tail, []).append(tie)
        for column in self.columns:
            self._settle(column.names, self._computed)
        for column in reversed(self.columns):
            self._settle([name for name in column.names if name not in self.by], self._given)
        self._push()

    def _columns(self) -> list[Column]:
        found: list[Column] = []
        for name in sorted(self.boxes, key=self._sides):
            left, right = self._sides(name)
            if not found or left >= found[-1].right + APART:
                found.append(Column(left, right, []))
            found[-1].right = max(found[-1].right, right)
            found[-1].names.append(name)
        for column in found:
            column.names.sort(key=self._height)
        return found

    def _sides(self, name: str) -> tuple[float, float]:
        box = self.boxes[name]
        return box.x - box.width / 2, box.x + box.width / 2

    def _height(self, name: str) -> tuple[float, float]:
        return self.boxes[name].y, self.boxes[name].x

    def _computed(self, name: str) -> float | None:
        """As far as that from which it is computed; the first operation stays where it is."""
        ties = self.into.get(name, [])
        found = [self.by[t.tail] + t.start - t.end for t in ties if t.tail in self.by]
        if found or name[0] != "o":
            return sum(found) / len(found) if found else None
        return -ties[0].end if ties else 0.0

    def _given(self, name: str) -> float:
        """As far as that which is computed from it, or to the port of what has been opened,
        between what is there; the trunk of a fork as far as what is near.
        """
        ties = self.out.get(name, [])
        ties = [tie for tie in ties if tie.head[0] != "k"] or ties
        found = [
            self.by[t.head] + t.end + (t.drop if t.head in self.grown else 0.0)
            for t in ties
            if t.head in self.by
        ]
        wanted = sum(found) / len(found) if found else 0.0
        return self._within(name, wanted)

    def _within(self, name: str, wanted: float) -> float:
        y = self._height(name)
        for column in self._passed(name):
            for other in column.names:
                if other in self.by and self._height(other) > y:
                    wanted = min(wanted, self.by[other])
        for column in self._passed(name):
            for other in column.names:
                if other in self.by and self._height(other) < y:
                    wanted = max(wanted, self.by[other] + self.grown.get(other, 0.0))
        return wanted

    def _passed(self, name: str) -> Sequence[Column]:
        """The columns in which it or its wire is."""
        left, right = self._sides(name)
        start, end = self.reach.get(name, (left, right))
        first = last = self.column[name]
        while first > 0 and self.columns[first - 1].right > min(left, start):
            first -= 1
        while last + 1 < len(self.columns) and self.columns[last + 1].left < max(right, end):
            last += 1
        return self.columns[first : last + 1]

    def _settle(self, names: Iterable[str], wish: Callable[[str], float | None]) -> None:
        """Those that wish for something, in one column, as near to that as they can all be."""
        here, over = [], 0.0
        for name in names:
            if (wanted := wish(name)) is not None:
                here.append((name, wanted, over))
                over += self.grown.get(name, 0.0)
        far = shared([wanted for _, wanted, _ in here], [over for _, _, over in here])
        self.by |= {name: by for (name, _, _), by in zip(here, far, strict=True)}

    def _push(self) -> None:
        """Down, where something would come nearer to what is over it."""
        least = {id(column): -float("inf") for column in self.columns}
        for name in sorted(self.boxes, key=self._height):
            passed = self._passed(name)
            self.by[name] = max(self.by[name], *(least[id(column)] for column in passed))
            below = self.by[name] + self.grown.get(name, 0.0)
            for column in passed:
                least[id(column)] = below
        for column in self.columns:
            column.stops = [
                (self.boxes[n].y, self.by[n], self.by[n] + self.grown.get(n, 0.0))
                for n in column.names
            ]


def shared(wanted: Sequence[float], room: Sequence[float]) -> list[float]:
    """As near to what is wanted, from the top to the bottom, as all can be: each at least as much
    further than the one over it as there is more ``room`` before it. Those that would come nearer
    share the way.
    """
    runs: list[tuple[float, int]] = []  # their sum without the room, and how many they are
    for far, before in zip(wanted, room, strict=True):
        runs.append((far - before, 1))
        while len(runs) > 1 and _mean(runs[-1]) < _mean(runs[-2]):
            total, count = runs.pop()
            runs[-1] = runs[-1][0] + total, runs[-1][1] + count
    means = (_mean(run) for run in runs for _ in range(run[1]))
    return [mean + before for mean, before in zip(means, room, strict=True)]


def _mean(run: tuple[float, int]) -> float:
    return run[0] / run[1]
