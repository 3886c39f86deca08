"""A picture with open blocks: opening puts an inside where the box was.

What is right of the box moves right and what is below it moves down, no further than it must, and
the rest goes along where that keeps a line straight; so closing it again gives every place back.
What stands over or under the box stays at the left, so that no line to it leads through the inside.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..words import Message
from .bent import bent
from .joined import ARROW, arrow_head
from .levels import Level, levels
from .places import MARGIN, Box, Curve, Layout, Line, whole
from .plan import Plan
from .shifts import Shifts, Tie
from .things import Link

__all__ = ["framed"]

GUTTER = 26.0  # points beside an inside, where lines come from the ports of its frame
HEAD = 26.0  # ... over it, for the name
FOOT = 6.0
BESIDE = 12.0  # ... from there to the end of a wire that goes on to the right
_LEAST = 0.5  # points that a line runs beside what has grown

Point = tuple[float, float]
Map = Callable[[float], float]


@dataclass(frozen=True)
class _Placed:
    """A level with all that is open in it."""

    boxes: dict[str, Box]
    lines: dict[int, Line]
    width: float
    height: float


def framed(plan: Plan, lay_out: Callable[[Plan], Layout]) -> Layout:
    """Where the things of a plan with frames stand; ``lay_out`` is for a plan without any."""
    root = levels(plan, lay_out)
    placed = _placed(root, plan)
    found = tuple(placed.lines[n] for n in range(len(plan.links)))
    return Layout(
        whole(placed.width),
        whole(placed.height),
        placed.boxes,
        tuple(curve for curve, _ in found),
        _note(root),
        found,
    )


def _note(level: Level) -> Message | None:
    notes = (level.layout.note, *map(_note, level.inner))
    return next((note for note in notes if note), None)


def _placed(level: Level, plan: Plan) -> _Placed:
    """A level with what stands in the frames in it, which are links of the whole ``plan``."""
    inner = {f.frame.part.id: _placed(f, plan) for f in level.inner if f.frame is not None}
    before = level.layout.boxes
    if not inner:
        return _Placed(before, level.lines, level.layout.width, level.layout.height)
    sizes = {
        name: (one.width - 2 * MARGIN + 2 * GUTTER, one.height - 2 * MARGIN + HEAD + FOOT)
        for name, one in inner.items()
    }
    ends = {end.id for end in plan.terminals}
    reach = _reach(level, ends)
    spans = [
        (before[n].x, before[n].width, width + _room(n, before, reach))
        for n, (width, _) in sizes.items()
    ]
    across, left = _stretched(spans), _kept(spans)
    grown = {name: height - before[name].height for name, (_, height) in sizes.items()}
    ties = _ties(level, plan, inner, ends)
    things = {name: box for name, box in before.items() if name not in ends}
    down = Shifts(things, list(ties.values()), grown, reach)
    boxes: dict[str, Box] = {}
    for name, by in down.by.items():
        box = before[name]
        width, height = sizes.get(name, (box.width, box.height))
        x, y = box.x - box.width / 2, box.y - box.height / 2
        boxes[name] = Box(left(x) + width / 2, y + by + height / 2, width, height)
    lines: dict[int, Line] = {}
    for number, link in level.links.items():
        curve, head = level.lines[number]
        tie = ties.get(number)
        if tie is None:  # where a wire begins or ends in nothing, that stays beside it
            wire, end = (link.head, link.tail) if link.head in boxes else (link.tail, link.head)
            dx, dy = boxes[wire].x - before[wire].x, down.by[wire]
            boxes[end] = replace(before[end], x=before[end].x + dx, y=before[end].y + dy)
            lines[number] = _shifted(curve, dx, dy), _shifted(head, dx, dy)
            continue
        far = down.by[tie.tail] + tie.start, down.by[tie.head] + tie.end
        curve = bent(curve, tie, far, down, is_pointed=link.arrow)
        line = curve, _shifted(head, 0.0, far[1])
        lines[number] = _moved(link, plan.links[number], line, (before, boxes), across)
    for name, one in inner.items():
        box = boxes[name]
        x = box.x - box.width / 2 + GUTTER - MARGIN
        y = box.y - box.height / 2 + HEAD - MARGIN
        boxes |= {n: replace(b, x=b.x + x, y=b.y + y) for n, b in one.boxes.items()}
        for number, (curve, head) in one.lines.items():
            lines[number] = _shifted(curve, x, y), _shifted(head, x, y)
    for number in level.lines:
        lines[number] = _through(plan.links[number], level.links[number], lines[number], boxes)
    return _trimmed(level, boxes, lines, across(level.layout.width))


def _reach(level: Level, ends: set[str]) -> dict[str, tuple[float, float]]:
    """How far from the left the wires begin and end that do so in nothing."""
    before = level.layout.boxes
    found: dict[str, tuple[float, float]] = {}
    for link in level.links.values():
        wires = {link.tail, link.head} - ends
        if len(wires) == 1:
            (wire,) = wires
            tail, head = before[link.tail], before[link.head]
            start, end = found.get(wire, (math.inf, -math.inf))
            left, right = tail.x - tail.width / 2, head.x + head.width / 2
            found[wire] = min(start, left), max(end, right)
    return found


def _room(name: str, before: Mapping[str, Box], reach: dict[str, tuple[float, float]]) -> float:
    """How much room right of what has been opened is for the ends of wires that were over it or
    under it, so that they are beside it.
    """
    box, room = before[name], 0.0
    left, right = box.x - box.width / 2, box.x + box.width / 2
    for wire, (start, end) in reach.items():
        here = before[wire].x - before[wire].width / 2
        if left < start < right <= here:
            room = max(room, right + BESIDE - start)
            reach[wire] = here, end
    return room


def _ties(level: Level, plan: Plan, inner: Mapping[str, _Placed], ends: set[str]) -> dict[int, Tie]:
    """What ties things to one another, by the numbers of their links."""
    before = level.layout.boxes

    def lift(name: str, port: str, y: float) -> float:
        """How much further than the top of a box the port in it goes, now that it is open."""
        if name == port:
            return 0.0
        box = before[name]
        return box.y - box.height / 2 + HEAD - MARGIN + inner[name].boxes[port].y - y

    found: dict[int, Tie] = {}
    for number, link in sorted(level.links.items()):
        if link.tail in ends or link.head in ends:
            continue
        (curve, _), whole_link = level.lines[number], plan.links[number]
        (_, first), (_, last) = curve[0], curve[-1]
        start = lift(link.tail, whole_link.tail, first)
        end = lift(link.head, whole_link.head, last)
        found[number] = Tie(link.tail, link.head, start, end, last - first)
    return found


def _trimmed(level: Level, boxes: dict[str, Box], lines: dict[int, Line], width: float) -> _Placed:
    """With as much room over and under its boxes, and its lines, as they had before."""
    layout = level.layout
    room = [
        (max(min(old), 0.0) - min(new), max(layout.height - max(old), 0.0) + max(new))
        for old, new in (
            (_sides(layout.boxes.values()), _sides(boxes.values())),
            (_heights(level.lines.values()), _heights(lines.values())),
        )
        if old
    ]
    by = max(over for over, _ in room)
    return _Placed(
        {name: replace(box, y=box.y + by) for name, box in boxes.items()},
        {
            n: (_shifted(curve, 0.0, by), _shifted(head, 0.0, by))
            for n, (curve, head) in lines.items()
        },
        width,
        by + max(under for _, under in room),
    )


def _sides(boxes: Iterable[Box]) -> list[float]:
    return [side for box in boxes for side in (box.y - box.height / 2, box.y + box.height / 2)]


def _heights(lines: Iterable[Line]) -> list[float]:
    return [y for curve, _ in lines for _, y in curve]


def _shifted(points: Curve, x: float, y: float) -> Curve:
    return tuple((a + x, b + y) for a, b in points)


def _moved(
    link: Link,
    ports: Link,
    line: Line,
    around: tuple[Mapping[str, Box], Mapping[str, Box]],
    across: Map,
) -> Line:
    """A line whose ends, and its head, stay where they are at their things; at the side of a frame
    it ends beside the port in it.

    Where its first thing has stayed at the left of what has grown, it runs beside that first.
    """
    before, after = around
    curve, head = line
    places = _spread([x for x, _ in curve], across)
    run: Curve = ()
    for name, port, end, near in (
        (link.tail, ports.tail, 0, 1),
        (link.head, ports.head, -1, -2),
    ):
        old, new = before[name], after[name]
        x, y = curve[end]
        there = (new.x + x - old.x, y)
        if name != port:
            there = (new.x + (-1 if end else 1) * new.width / 2, y)
        dx = there[0] - x
        if end:
            head = _shifted(head, dx, 0.0)
            last = curve[near][0]
            places = [
                min(new, last + dx if old <= last else there[0] + max(0.0, old - x))
                for new, (old, _) in zip(places, curve, strict=True)
            ]
        elif across(x) > there[0] + _LEAST:
            by, over = curve[near][0] - x, curve[near][1] - y
            share = min(1.0, (across(x) - there[0]) / 2 / max(abs(by), _LEAST))
            by, over = share * by, share * over
            run = (there, (there[0] + by, there[1] + over))
            there = (across(x), there[1])
            run = (*run, (there[0] - by, there[1] - over))
            dx = there[0] - x
        if not end:
            places = [
                max(new, there[0] + min(0.0, old - x))
                for new, (old, _) in zip(places, curve, strict=True)
            ]
        places[near], places[end] = curve[near][0] + dx, there[0]
    return (*run, *zip(places, (y for _, y in curve), strict=True)), head


def _spread(old: Sequence[float], across: Map) -> list[float]:
    """Where the points of a line go: its curves reach no further back beyond their ends than
    they did, even where they do so over or under what has grown.
    """
    made = [across(x) for x in old]
    for n in range(0, len(old) - 1, 3):
        (low, least), (high, most) = sorted((old[k], made[k]) for k in (n, n + 3))
        for k in (n + 1, n + 2):
            beyond = max(0.0, low - old[k]), max(0.0, old[k] - high)
            made[k] = min(max(made[k], least - beyond[0]), most + beyond[1])
    return made


def _through(whole_link: Link, link: Link, line: Line, boxes: dict[str, Box]) -> Line:
    """A line that goes on through the side of a frame to the port in it."""
    curve, head = line
    if whole_link.head != link.head:
        port = boxes[whole_link.head]
        curve = (*curve, *_across(curve[-1], (port.x - port.width / 2 - ARROW, port.y)))
        head = arrow_head(curve)
    if whole_link.tail != link.tail:
        port = boxes[whole_link.tail]
        start = (port.x + port.width / 2, port.y)
        curve = (start, *_across(start, curve[0]), *curve[1:])
    return curve, head


def _across(start: Point, end: Point) -> tuple[Point, Point, Point]:
    middle = (start[0] + end[0]) / 2
    return (middle, start[1]), (middle, end[1]), end


def _kept(spans: Sequence[tuple[float, float, float]]) -> Map:
    """Where left sides go: one beside spans that have grown to where the first of these begins."""
    place = _stretched(spans)
    starts: list[float] = []
    ends: list[float] = []
    for left, right in sorted((x - length / 2, x + length / 2) for x, length, _ in spans):
        if ends and left < ends[-1]:
            ends[-1] = max(ends[-1], right)
        else:
            starts.append(left)
            ends.append(right)

    def kept(x: float) -> float:
        n = bisect_right(starts, x) - 1
        is_beside = n >= 0 and x < ends[n]
        return x + place(starts[n]) - starts[n] if is_beside else place(x)

    return kept


def _stretched(spans: Sequence[tuple[float, float, float]]) -> Map:
    """Where places go when spans, each by its middle and length, get new lengths.

    Where several lie beside one another, the one that grows most tells.
    """
    edges = sorted({edge for x, length, _ in spans for edge in (x - length / 2, x + length / 2)})
    grown = [0.0]
    for left, right in pairwise(edges):
        slopes = (
            new / length
            for x, length, new in spans
            if x - length / 2 <= left and right <= x + length / 2
        )
        grown.append(grown[-1] + (right - left) * (max([1.0, *slopes]) - 1.0))

    def place(x: float) -> float:
        n = bisect_right(edges, x)
        if n == 0:
            return x
        if n == len(edges):
            return x + grown[-1]
        left, right = edges[n - 1], edges[n]
        return x + grown[n - 1] + (grown[n] - grown[n - 1]) * (x - left) / (right - left)

    return place if edges else lambda x: x
