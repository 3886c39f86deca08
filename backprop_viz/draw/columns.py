"""A layout without Graphviz, for a graph that it cannot lay out: quick for any shape.

The things of a rank stand in a column, in the order of the formula where nothing speaks against
it, and as near as there is room to the height of what they are connected with. A link to the next
column bends in the gap between the two. A longer one runs straight in a lane: past the things
between if there is room at the height of one of its ends, else above or below all of them. So
it bends in gaps only and never runs through a label, however long it is.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

import numpy as np

from .places import MARGIN, Box, Curve, Layout, whole
from .plan import Plan
from .things import Link

__all__ = ["in_columns"]

APART = 11.5  # points between things one above the other
GAP = 20.0  # ... between columns, and more for each line that bends there
BEND, WIDEST = 1.5, 60.0
LANE = 9.0  # ... between lines side by side
ARROW = 7.0  # ... that the end of a line leaves free
SWEEPS = 8  # over all columns, in turn from the left and from the right
NEAR = 12  # columns that a line may pass between things


def in_columns(plan: Plan) -> Layout:
    """Where the things of a plan stand, in columns from left to right."""
    return _Columns(plan).layout()


@dataclass(slots=True)
class _Thing:
    column: int
    written: tuple[int, int]  # its place in the formula
    width: float
    height: float
    y: float = 0.0
    weight: float = 1.0  # how firmly it stands: the more, the longer the way that leads to it


class _Columns:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.things = _things(plan)
        last = max(thing.column for thing in self.things.values())
        self.columns: list[list[_Thing]] = [[] for _ in range(last + 1)]
        knots = {knot.id for knot in plan.knots}
        for name, thing in self.things.items():
            if name not in knots:  # these stand in the lane of their trunk
                self.columns[thing.column].append(thing)
        self._stack()
        self.taken = [sorted(_span(thing) for thing in column) for column in self.columns]
        self.top = np.array([min((t for t, _ in spans), default=0.0) for spans in self.taken])
        self.bottom = np.array([max((b for _, b in spans), default=0.0) for spans in self.taken])

    def layout(self) -> Layout:
        trunks = self._place_trunks()
        lanes = [self._lane(link, trunks) for link in self.plan.links]
        left, right = self._across(lanes)
        up = MARGIN - float(self.top.min())
        boxes = {
            name: Box(
                round((left[thing.column] + right[thing.column]) / 2, 2),
                round(thing.y + up, 2),
                thing.width,
                thing.height,
            )
            for name, thing in self.things.items()
        }
        arrivals = self._arrivals()
        curves = tuple(
            _curve(link, boxes, arrivals.get(n, 0.0), None if y is None else y + up, between)
            for n, (link, y) in enumerate(zip(self.plan.links, lanes, strict=True))
            for between in [_gaps(self.things[link.tail], self.things[link.head], left, right)]
        )
        height = up + float(self.bottom.max()) + MARGIN
        return Layout(whole(right[-1] + MARGIN), whole(height), boxes, curves)

    def _stack(self) -> None:
        """Find the order in each column, and the heights."""
        self._weigh()
        before: dict[int, list[_Thing]] = {}
        after: dict[int, list[_Thing]] = {}
        for link in self.plan.links:
            tail, head = self.things[link.tail], self.things[link.head]
            if "k" not in (link.tail[0], link.head[0]):
                before.setdefault(id(head), []).append(tail)
                after.setdefault(id(tail), []).append(head)
        for column in self.columns:
            column.sort(key=lambda thing: thing.written)
            _settle(column, [0.0] * len(column))
        for sweep in range(SWEEPS):
            sides = [before] if sweep % 2 == 0 else [after]
            if sweep >= SWEEPS - 2:
                sides = [before, after]
            for column in self.columns if sweep % 2 == 0 else reversed(self.columns):
                wanted = [_middle(thing, sides) for thing in column]
                if sweep < SWEEPS - 2:
                    pairs = list(zip(wanted, column, strict=True))
                    pairs.sort(key=lambda pair: (pair[0], pair[1].written))
                    wanted, column[:] = [want for want, _ in pairs], [thing for _, thing in pairs]
                _settle(column, wanted)

    def _weigh(self) -> None:
        """So a long way stays straight, and what comes to it makes room."""
        length = dict.fromkeys(self.things, 0)
        for link in sorted(self.plan.links, key=lambda link: self.things[link.tail].column):
            if link.tail[0] != "k":
                length[link.head] = max(length[link.head], length[link.tail] + 1)
        for name, thing in self.things.items():
            thing.weight = 1.0 + length[name] ** 2

    def _place_trunks(self) -> dict[int, float]:
        """The height of each trunk, by its node; its knots stand there."""
        knots: dict[int, list[_Thing]] = {}
        for knot in self.plan.knots:
            knots.setdefault(knot.node, []).append(self.things[knot.id])
        wanted: dict[int, list[float]] = {}
        for link in self.plan.links:
            if link.tail[0] == "k" and link.head[0] != "k":
                wanted.setdefault(link.node, []).append(self.things[link.head].y)
        heights: dict[int, float] = {}
        starts = {node: self.things[f"w{node}"] for node in knots}
        for node in sorted(knots, key=lambda n: (knots[n][-1].column - starts[n].column, n)):
            ends = (starts[node].y, fmean(wanted[node]))
            first, last = starts[node].column + 1, knots[node][-1].column + 1
            heights[node] = self._outside(first, last, ends)
            for thing in knots[node]:
                thing.y = heights[node]
        return heights

    def _lane(self, link: Link, trunks: dict[int, float]) -> float | None:
        """The height at which a link passes the columns between its ends, if there are any."""
        tail, head = self.things[link.tail], self.things[link.head]
        first, last = tail.column + 1, head.column
        if link.turn is not None:
            return trunks[link.node]
        if first == last:
            return None
        if last - first <= NEAR:
            for y in (head.y, tail.y):
                if all(_is_free(self.taken[c], y) for c in range(first, last)):
                    for c in range(first, last):
                        insort(self.taken[c], (y, y))
                    self.top[first:last] = np.minimum(self.top[first:last], y)
                    self.bottom[first:last] = np.maximum(self.bottom[first:last], y)
                    return y
        return self._outside(first, last, (tail.y, head.y))

    def _outside(self, first: int, last: int, ends: Sequence[float]) -> float:
        """The height of a new lane above or below all in these columns, what is nearer."""
        above = float(self.top[first:last].min()) - LANE
        below = float(self.bottom[first:last].max()) + LANE
        way = [sum(abs(y - end) for end in ends) for y in (above, below)]
        if way[0] <= way[1]:
            self.top[first:last] = above
            return above
        self.bottom[first:last] = below
        return below

    def _across(self, lanes: Sequence[float | None]) -> tuple[list[float], list[float]]:
        """The left and the right edge of each column."""
        bends = [0] * (len(self.columns) + 1)
        for link, lane in zip(self.plan.links, lanes, strict=True):
            tail, head = self.things[link.tail], self.things[link.head]
            if lane is None:
                bends[head.column] += tail.y != head.y
            else:
                bends[tail.column + 1] += lane != tail.y
                bends[head.column] += lane != head.y
        left, right, x = [], [], MARGIN
        for number, column in enumerate(self.columns):
            if number:
                x += min(GAP + BEND * bends[number], WIDEST)
            left.append(x)
            x += max((thing.width for thing in column), default=0.0)
            right.append(x)
        return left, right

    def _arrivals(self) -> dict[int, float]:
        """How far from the middle of its circle each link ends there: the first operand on
        top where that is asked for, else the upper one."""
        into: dict[str, list[int]] = {}
        for number, link in enumerate(self.plan.links):
            if link.head[0] == "o":
                into.setdefault(link.head, []).append(number)
        ordered = {circle.id for circle in self.plan.circles if circle.ordered}
        found = {}
        for circle, numbers in into.items():
            if circle not in ordered:
                numbers.sort(key=lambda n: self.things[self.plan.links[n].tail].y)
            step = self.things[circle].height / 2
            for place, number in enumerate(numbers):
                found[number] = step * ((place + 0.5) / len(numbers) - 0.5)
        return found


def _things(plan: Plan) -> dict[str, _Thing]:
    found: dict[str, _Thing] = {}

    def add(name: str, written: tuple[int, int], width: float, height: float) -> None:
        found[name] = _Thing(plan.ranks[name], written, width, height)

    for wire in plan.wires:
        add(wire.id, (wire.node, 0), wire.width, wire.height)
    for branch in plan.branches:
        add(branch.id, (branch.edge.node, branch.edge.position), branch.width, branch.height)
    for circle in plan.circles:
        add(circle.id, (circle.node, 0), circle.width, circle.height)
    for terminal in plan.terminals:
        add(terminal.id, (terminal.node, 0), terminal.width, terminal.height)
    for knot in plan.knots:
        add(knot.id, (knot.node, 0), 0.0, 0.0)
    return found


def _span(thing: _Thing) -> tuple[float, float]:
    return thing.y - thing.height / 2, thing.y + thing.height / 2


def _is_free(taken: Sequence[tuple[float, float]], y: float) -> bool:
    after = bisect_left(taken, (y, y))
    above = after == 0 or taken[after - 1][1] + LANE <= y
    return above and (after == len(taken) or y <= taken[after][0] - LANE)


def _middle(thing: _Thing, sides: Sequence[dict[int, list[_Thing]]]) -> float:
    """The mean height of what a thing is connected with."""
    near = [other for side in sides for other in side.get(id(thing), ())]
    return fmean((t.y for t in near), (t.weight for t in near)) if near else thing.y


def _settle(column: Sequence[_Thing], wanted: Sequence[float]) -> None:
    """Give the things of a column, from top to bottom, the heights that they want, or near it.

    None on another: the least sum of squares, found by pooling neighbours (isotonic regression).
    """
    offsets, below = [], 0.0
    for thing in column:
        offsets.append(below + thing.height / 2)
        below += thing.height + APART
    pools: list[tuple[float, float, int]] = []  # the height, weight and number of the members
    for thing, want, offset in zip(column, wanted, offsets, strict=True):
        height, weight, count = want - offset, thing.weight, 1
        while pools and pools[-1][0] >= height:
            other, more, others = pools.pop()
            height = (height * weight + other * more) / (weight + more)
            weight, count = weight + more, count + others
        pools.append((height, weight, count))
    place = 0
    for height, _, count in pools:
        for n in range(place, place + count):
            column[n].y = height + offsets[n]
        place += count


def _gaps(
    tail: _Thing, head: _Thing, left: Sequence[float], right: Sequence[float]
) -> tuple[float, float, float, float]:
    """The edges of the gap after the tail's column, and of that before the head's."""
    return right[tail.column], left[tail.column + 1], right[head.column - 1], left[head.column]


def _curve(
    link: Link,
    boxes: dict[str, Box],
    arrival: float,
    lane: float | None,
    between: tuple[float, float, float, float],
) -> Curve:
    tail, head = boxes[link.tail], boxes[link.head]
    y = head.y + arrival
    end = head.x - head.width / 2
    if link.head[0] == "o" and link.head[1] != "b":
        end = head.x - (head.width**2 / 4 - arrival**2) ** 0.5
    end -= ARROW if link.arrow else 0.0
    stops = [(tail.x + tail.width / 2, tail.y), (between[0], tail.y)]
    if lane is not None:
        stops += [(between[1], lane), (between[2], lane)]
    stops += [(min(between[3], end), y), (end, y)]
    points = [stops[0]]
    for here, there in pairwise(stops):
        if there[0] - here[0] > 0.01 or there[1] != here[1]:
            middle = (here[0] + there[0]) / 2
            points += [(middle, here[1]), (middle, there[1]), there]
    if len(points) == 1:
        points *= 4
    return tuple((round(x, 2), round(y, 2)) for x, y in points)
