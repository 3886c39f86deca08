"""Lines as they are drawn: from the end of one thing to the end of another, with arrow heads."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from .bent import cut
from .places import Box, Curve, Layout, Line, Point
from .plan import Plan
from .things import Link

__all__ = ["ARROW", "arrow_head", "lines", "turned"]

ARROW = 7.0  # points
CORNER = 6.0  # points; the radius of a corner
PLACES = 64  # on a curve, where it is looked what is there
FORK = 40.0  # points; a fork closer to its branch than this is drawn straight over

Way = tuple[str, str]  # from a fork to one of its branches


def lines(plan: Plan, layout: Layout) -> tuple[Line, ...]:
    """For each link, the control points of its line, and the corners of its arrow head."""
    columns = _columns(layout)
    turning = _turning(plan, layout, columns)
    return tuple(
        (
            tuple(_joined(plan, layout, columns, turning, link, curve)),
            arrow_head(curve) if link.arrow else (),
        )
        for link, curve in zip(plan.links, layout.curves, strict=True)
    )


def _columns(layout: Layout) -> dict[float, Point]:
    """The left and the right edge of each column, by its middle, from the left to the right."""
    columns: dict[float, Point] = {}
    for box in layout.boxes.values():
        left, right = columns.get(box.x, (box.x, box.x))
        columns[box.x] = min(left, box.x - box.width / 2), max(right, box.x + box.width / 2)
    return dict(sorted(columns.items()))


def _joined(
    plan: Plan,
    layout: Layout,
    columns: Mapping[float, Point],
    turning: Mapping[Way, float],
    link: Link,
    curve: Curve,
) -> list[Point]:
    """The curve with its ends on the ends of the lines that it connects."""
    points = list(curve)
    tail, head = layout.boxes[link.tail], layout.boxes[link.head]
    start, end = (tail.x + tail.width / 2, tail.y), (head.x - head.width / 2, head.y)
    # Graphviz runs past such a fork and loops back; nothing lies between to go round.
    if (turn := turning.get((link.tail, link.head))) is not None and turn < end[0]:
        if abs(end[1] - start[1]) < 1:
            return [start, start, end, end]
        return _stepped(start, turn, end)
    if link.head[0] == "b" and 0 < end[0] - start[0] < FORK:
        return turned(start, end)
    if link.tail[0] in "wbk":
        points[0] = start
    if link.head[0] in "wbk":
        points[-1] = end
    if part := plan.parts.get(link.head):
        assert link.edge is not None
        down = part.row(part.arguments[part.edges.index(link.edge)], is_in=True)
        gap = max((right for middle, (_, right) in columns.items() if middle < head.x), default=0.0)
        points = _entering(points, (end[0] - ARROW, end[1] + down), gap, _others(layout, link))
    if part := plan.parts.get(link.tail):
        gap = next((left for middle, (left, _) in columns.items() if middle > tail.x), math.inf)
        begin = start[0], start[1] + part.row(link.node, is_in=False)
        points = _leaving(begin, points, gap, _others(layout, link))
    return points


# Graphviz leads lines to and from the middles of blocks, past all that is on the way. A line that
# would run through such a thing turns to the port of a block in the gap beside that only.


def _entering(points: list[Point], end: Point, left: float, others: Sequence[Box]) -> list[Point]:
    """A curve that comes to its end from the left, through a gap that begins at ``left``."""
    room = end[0] - points[0][0]
    if len(points) == 4 and room < FORK:
        return turned(points[0], end)
    before = end[0] - min(2 * ARROW, max(room, 1.0) / 2)
    smooth = [*points[:-2], (before, end[1]), end]
    if not _is_through(smooth[-4:], others):
        return smooth
    cut(points, 0, min(left, end[0] - 2 * ARROW))
    x, y = points[-3]
    return [*points[:-3], (min(x, end[0]), y), (before, end[1]), end]


def _leaving(start: Point, points: list[Point], right: float, others: Sequence[Box]) -> list[Point]:
    """A curve that comes from its start, through a gap that ends at ``right``."""
    if points[-1][0] - start[0] < FORK:
        return turned(start, points[-1])
    smooth = [start, *points[1:]]
    if not _is_through(smooth[:4], others):
        return smooth
    cut(points, 0, max(right, start[0] + 2 * ARROW))
    (x, _), (to, down), knot, *rest = points[1:]
    ahead = min(max(x, start[0]), max(knot[0], start[0]))
    return [start, (ahead, start[1]), (max(to, start[0]), down), knot, *rest]


def _others(layout: Layout, link: Link) -> list[Box]:
    return [box for name, box in layout.boxes.items() if name not in (link.tail, link.head)]


def _is_through(piece: Sequence[Point], others: Sequence[Box]) -> bool:
    """Whether one curve runs through any of these."""
    (x, y), (x1, y1), (x2, y2), (x3, y3) = piece
    across, down = (x, x1, x2, x3), (y, y1, y2, y3)
    near = [
        box
        for box in others
        if min(across) < box.x + box.width / 2
        and box.x - box.width / 2 < max(across)
        and min(down) < box.y + box.height / 2
        and box.y - box.height / 2 < max(down)
    ]
    for n in range(1, PLACES) if near else ():
        t = n / PLACES
        ways = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        a = sum(way * place for way, place in zip(ways, across, strict=True))
        b = sum(way * place for way, place in zip(ways, down, strict=True))
        for box in near:
            if abs(a - box.x) < box.width / 2 and abs(b - box.y) < box.height / 2:
                return True
    return False


def turned(start: Point, end: Point) -> list[Point]:
    """A curve that begins and ends level, and goes over half way."""
    middle = (start[0] + end[0]) / 2
    return [start, (middle, start[1]), (middle, end[1]), end]


def _turning(plan: Plan, layout: Layout, columns: Mapping[float, Point]) -> dict[Way, float]:
    """Where the ways of a fork turn up and down, if there is something beside it.

    Else the ways of two wires into the same layer would run up and down on one another, and one
    from or to a short thing through a longer one in its column.
    """
    gaps: dict[Point, dict[str, list[float]]] = {}  # the heights of each fork in it
    ways: dict[Point, list[Way]] = {}
    for link in plan.links:
        tail, head = layout.boxes[link.tail], layout.boxes[link.head]
        gap = columns[tail.x][1], columns[head.x][0]
        if link.head[0] == "b" and 0 < gap[1] - gap[0] < FORK:
            gaps.setdefault(gap, {}).setdefault(link.tail, [tail.y]).append(head.y)
            ways.setdefault(gap, []).append((link.tail, link.head))
    found: dict[Way, float] = {}
    for (left, right), forks in gaps.items():
        sides = ((tail, layout.boxes[tail], layout.boxes[head]) for tail, head in ways[left, right])
        short = {
            tail
            for tail, start, end in sides
            if start.x + start.width / 2 < left - 1 or end.x - end.width / 2 > right + 1
        }
        turns = {
            name: left + (right - left) * place / (len(crowd) + 1)
            for crowd in _crowds(forks)
            for place, name in enumerate(crowd, start=1)
            if len(crowd) > 1 or name in short
        }
        found |= {way: turns[way[0]] for way in ways[left, right] if way[0] in turns}
    return found


def _crowds(forks: Mapping[str, Sequence[float]]) -> list[list[str]]:
    """The forks, by their own heights and those of their ends, that reach past one another."""
    crowds: list[list[str]] = []
    bottom = -math.inf
    for name in sorted(forks, key=lambda name: (min(forks[name]), name)):
        if min(forks[name]) >= bottom:
            crowds.append([])
        crowds[-1].append(name)
        bottom = max(bottom, *forks[name])
    for crowd in crowds:
        crowd.sort(key=lambda name: (forks[name][0], name))
    return crowds


def _stepped(start: Point, turn: float, end: Point) -> list[Point]:
    """A line that goes up or down at ``turn`` only, its two corners round."""
    (x, y), (to, down) = start, end
    radius = min(CORNER, abs(down - y) / 2, turn - x, to - turn)
    way = math.copysign(radius, down - y)
    points = [start]
    for corner, there in (
        ((turn - radius, y), (turn - radius, y)),
        ((turn, y), (turn, y + way)),
        ((turn, down - way), (turn, down - way)),
        ((turn, down), (turn + radius, down)),
        (end, end),
    ):
        points += [corner, corner, there]
    return points


def arrow_head(curve: Curve) -> Curve:
    """A head that goes on from the end of the curve, where Graphviz left room for it."""
    (x, y) = curve[-1]
    px, py = next((p for p in reversed(curve) if math.dist(p, (x, y)) > 1e-6), (x - 1, y))
    length = math.dist((px, py), (x, y))
    dx, dy = (x - px) / length, (y - py) / length
    half = 0.35 * ARROW
    return (
        (x + ARROW * dx, y + ARROW * dy),
        (x - half * dy, y + half * dx),
        (x + half * dy, y - half * dx),
    )
