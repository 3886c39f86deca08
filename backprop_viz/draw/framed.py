"""A picture with open blocks: opening puts an inside where the box was.

What is right of the box moves right and what is below it moves down, no further than it must, and
the rest goes along where that keeps a line straight; so closing it again gives every place back.
What stands over or under the box stays at the left, so that no line to it leads through the inside.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..words import Message
from .bent import bent, cut
from .joined import ARROW, arrow_head, turned
from .levels import Level, levels
from .places import MARGIN, Box, Curve, Layout, Line, Point, whole
from .plan import Plan
from .shifts import Shifts, Tie, shared
from .things import Link

__all__ = ["framed"]

GUTTER = 26.0  # points beside an inside, where lines come from the ports of its frame
HEAD = 26.0  # ... over it, for the name
FOOT = 6.0
BESIDE = 12.0  # ... from there to the end of a wire that goes on to the right
APART = 6.0  # ... from one line over or under an inside to the next
_LEAST = 0.5  # points that a line runs beside what has grown


@dataclass(frozen=True)
class _Placed:
    """A level with all that is open in it."""

    boxes: dict[str, Box]
    lines: dict[int, Line]
    width: float
    height: float


@dataclass(frozen=True)
class _Growth:
    """What has been opened in a column: its sides before, and how much further right it ends."""

    left: float
    right: float
    by: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


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
    growths = _growths(
        (*_across(before[name]), width + _room(name, before, reach))
        for name, (width, _) in sizes.items()
    )
    grown = {name: height - before[name].height for name, (_, height) in sizes.items()}
    ties = _ties(level, plan, inner, ends)
    things = {name: box for name, box in before.items() if name not in ends}
    down = Shifts(things, list(ties.values()), grown, reach)
    boxes: dict[str, Box] = {}
    for name, by in down.by.items():
        box = before[name]
        width, height = sizes.get(name, (box.width, box.height))
        x, y = box.x - box.width / 2, box.y - box.height / 2
        x += sum(one.by for one in growths if one.right <= x)  # beside one it stays at the left
        boxes[name] = Box(x + width / 2, y + by + height / 2, width, height)
    far = {n: (down.by[t.tail] + t.start, down.by[t.head] + t.end) for n, t in ties.items()}
    led = _led(
        {
            n: bent(level.lines[n][0], tie, far[n], down, is_pointed=level.links[n].arrow)
            for n, tie in ties.items()
        },
        growths,
    )
    lines: dict[int, Line] = {}
    for number, link in level.links.items():
        curve, head = level.lines[number]
        if number not in ties:  # where a wire begins or ends in nothing, that stays beside it
            wire, end = (link.head, link.tail) if link.head in boxes else (link.tail, link.head)
            dx, dy = boxes[wire].x - before[wire].x, down.by[wire]
            boxes[end] = replace(before[end], x=before[end].x + dx, y=before[end].y + dy)
            lines[number] = _shifted(curve, dx, dy), _shifted(head, dx, dy)
            continue
        sides = curve[0][0], curve[-1][0]
        line = led[number], _shifted(head, 0.0, far[number][1])
        lines[number] = _moved(link, plan.links[number], line, sides, (before, boxes))
    for name, one in inner.items():
        box = boxes[name]
        x = box.x - box.width / 2 + GUTTER - MARGIN
        y = box.y - box.height / 2 + HEAD - MARGIN
        boxes |= {n: replace(b, x=b.x + x, y=b.y + y) for n, b in one.boxes.items()}
        for number, (curve, head) in one.lines.items():
            lines[number] = _shifted(curve, x, y), _shifted(head, x, y)
    for number in level.lines:
        lines[number] = _through(plan.links[number], level.links[number], lines[number], boxes)
    return _trimmed(level, boxes, lines, level.layout.width + sum(one.by for one in growths))


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
    room = 0.0
    left, right = _across(before[name])
    for wire, (start, end) in reach.items():
        here = before[wire].x - before[wire].width / 2
        if left < start < right <= here:
            room = max(room, right + BESIDE - start)
            reach[wire] = here, end
    return room


def _across(box: Box) -> tuple[float, float]:
    return box.x - box.width / 2, box.x + box.width / 2


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


def _led(curves: Mapping[int, Curve], growths: Sequence[_Growth]) -> dict[int, list[Point]]:
    """Lines that are level over and under what has been opened, and keep their shape beside it.

    They are so in its middle: lines cross one another between columns, and in the middle of one
    they are apart. Where they are not, they are made so.
    """
    points = {number: [*curve] for number, curve in curves.items()}
    cuts: dict[int, list[tuple[int, float]]] = {number: [] for number in points}
    for one in growths:
        passing = []
        for number, line in points.items():
            if line[0][0] + _LEAST < one.middle < line[-1][0] - _LEAST:
                n = cuts[number][-1][0] if cuts[number] else 0
                for side in (one.left, one.middle):
                    n = cut(line, n, side)
                cut(line, n, one.right)
                cuts[number].append((n, one.by))
                passing.append((line[n][1], number))
        passing.sort()
        heights = shared([y for y, _ in passing], [APART * n for n in range(len(passing))])
        for y, (_, number) in zip(heights, passing, strict=True):
            line, (n, _) = points[number], cuts[number][-1]
            line[n - 1 : n + 2] = ((x, y) for x, _ in line[n - 1 : n + 2])
    return {number: _run(points[number], cuts[number], growths) for number in points}


def _run(
    points: Sequence[Point], cuts: Iterable[tuple[int, float]], growths: Iterable[_Growth]
) -> list[Point]:
    """A line that runs on to the right where it has been cut, so far."""
    by = sum(one.by for one in growths if one.middle <= points[0][0] + _LEAST)
    made: list[Point] = []
    done = 0
    for n, more in cuts:
        made += ((x + by, y) for x, y in points[done : n + 1])
        x, y = made[-1]
        made += (x + more / 3, y), (x + more * 2 / 3, y)
        done, by = n, by + more
    return [*made, *((x + by, y) for x, y in points[done:])]


def _moved(
    link: Link,
    ports: Link,
    line: tuple[list[Point], Curve],
    sides: tuple[float, float],
    around: tuple[Mapping[str, Box], Mapping[str, Box]],
) -> Line:
    """A line whose ends, and its head, stay where they are at their things; at the side of a frame
    it ends beside the port in it. ``sides`` is how far from the left the ends were.

    Where its first thing has stayed at the left of what has grown, it runs beside that first.
    """
    before, after = around
    points, head = line
    (x, y), (to, down) = points[0], points[-1]
    start, end = after[link.tail], after[link.head]
    left = start.x + start.width / 2
    if link.tail == ports.tail:
        left = start.x + sides[0] - before[link.tail].x
    if x > left + _LEAST:
        points[1] = points[1][0], y
        points[:0] = (left, y), ((2 * left + x) / 3, y), ((left + 2 * x) / 3, y)
    right = end.x - end.width / 2
    if link.head == ports.head:
        right = end.x + sides[1] - before[link.head].x
    points[-2:] = (points[-2][0] + right - to, points[-2][1]), (right, down)
    return tuple(points), _shifted(head, right - sides[1], 0.0)


def _through(whole_link: Link, link: Link, line: Line, boxes: dict[str, Box]) -> Line:
    """A line that goes on through the side of a frame to the port in it."""
    curve, head = line
    if whole_link.head != link.head:
        port = boxes[whole_link.head]
        curve = (*curve, *turned(curve[-1], (port.x - port.width / 2 - ARROW, port.y))[1:])
        head = arrow_head(curve)
    if whole_link.tail != link.tail:
        port = boxes[whole_link.tail]
        start = (port.x + port.width / 2, port.y)
        curve = (*turned(start, curve[0]), *curve[1:])
    return curve, head


def _growths(spans: Iterable[tuple[float, float, float]]) -> list[_Growth]:
    """Of things by their left and right sides and their new lengths, in each column as one."""
    found: list[_Growth] = []
    for left, right, new in sorted(spans):
        end = left + new
        if found and left < found[-1].right:
            last = found.pop()
            end = max(end, last.right + last.by)
            left, right = last.left, max(last.right, right)
        found.append(_Growth(left, right, end - right))
    return found
