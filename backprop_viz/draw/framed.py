"""A picture with open blocks: each inside is laid out by itself, and its parent sees a box.

Opening puts the inside where the box was. What is right of the box moves right, what is below it
moves down, and nothing else changes; so closing it again gives every place back. What stands over
or under the box stays at the left, so that no line to it leads through the inside.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol, TypeVar

from ..core.graph import Edge
from ..words import Message
from .bent import Beside
from .homes import Homes
from .joined import ARROW, arrow_head, lines
from .parts import Frame
from .places import MARGIN, Box, Curve, Layout, Line, whole
from .plan import Plan, arranged, box_circle
from .things import Link

__all__ = ["Level", "framed", "levels"]

GUTTER = 26.0  # points beside an inside, where lines come from the ports of its frame
HEAD = 26.0  # ... over it, for the name
FOOT = 6.0
_LEAST = 0.5  # points that a line runs beside what has grown

Point = tuple[float, float]
Map = Callable[[float], float]


class _Thing(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Thing)


@dataclass(frozen=True)
class Level:
    """What stands side by side in a frame, or in none, where all in it is closed.

    ``links`` are by their places in the whole plan, and so are their ``lines``; what goes into an
    ``inner`` frame or comes out of it ends at its box.
    """

    frame: Frame | None
    links: dict[int, Link]
    layout: Layout
    lines: dict[int, Line]
    inner: tuple[Level, ...]


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


def levels(plan: Plan, lay_out: Callable[[Plan], Layout]) -> Level:
    """What stands in no frame of a plan, with what stands in each of its frames."""
    return _Levels(plan, lay_out).level(None)


def _name(frame: Frame | None) -> str:
    return "" if frame is None else frame.part.name


def _note(level: Level) -> Message | None:
    notes = (level.layout.note, *map(_note, level.inner))
    return next((note for note in notes if note), None)


class _Levels(Homes):
    def __init__(self, plan: Plan, lay_out: Callable[[Plan], Layout]) -> None:
        super().__init__(plan)
        self.lay_out = lay_out
        self.drawn: dict[int, tuple[Sequence[Curve], Sequence[Line]]] = {}
        self.inner: dict[str, list[Frame]] = {}
        for frame in self.frames:
            self.inner.setdefault(_name(self.parent[frame.part.name]), []).append(frame)
        self.links: dict[str, list[tuple[int, Link]]] = {}
        for number, link in enumerate(plan.links):
            self.links.setdefault(_name(self._home_of(link)), []).append((number, link))
        self.circles, self.wires = self._by_home(plan.circles), self._by_home(plan.wires)
        self.branches, self.knots = self._by_home(plan.branches), self._by_home(plan.knots)
        self.terminals = self._by_home(plan.terminals)

    def _home_of(self, link: Link) -> Frame | None:
        """The frame that it is drawn in: what goes into an inner one ends at its side."""
        tail, head = self.of[link.tail], self.of[link.head]
        is_entering = head is not None and self.parent[head.part.name] is tail
        return tail if is_entering else head

    def _by_home(self, things: Iterable[_T]) -> dict[str, list[_T]]:
        found: dict[str, list[_T]] = {}
        for thing in things:
            found.setdefault(_name(self.of[thing.id]), []).append(thing)
        return found

    def level(self, frame: Frame | None) -> Level:
        """A frame by itself."""
        inner = self.inner.get(_name(frame), [])
        plan, links = self._plan_of(frame, inner)
        layout = self.lay_out(plan)
        numbers = (number for number, _ in links)
        found = dict(zip(numbers, self._lines(plan, layout), strict=True))
        return Level(frame, dict(links), layout, found, tuple(map(self.level, inner)))

    def _lines(self, plan: Plan, layout: Layout) -> Sequence[Line]:
        """The lines of a level, made once for all that have the very same layout."""
        curves, found = self.drawn.get(id(layout.curves), ((), ()))
        if curves is not layout.curves:
            found = tuple((_told(curve), _told(head)) for curve, head in lines(plan, layout))
            self.drawn[id(layout.curves)] = layout.curves, found
        return found

    def _plan_of(
        self, frame: Frame | None, inner: Sequence[Frame]
    ) -> tuple[Plan, list[tuple[int, Link]]]:
        """The plan of one level, where the frames in it are boxes, and which links it has.

        It is the very plan that there is where they are closed.
        """
        plan, homes, here = self.plan, self.of, _name(frame)
        doors = {f"o{node}": f.part for f in inner for node in (*f.part.arguments, *f.part.outputs)}
        links: list[tuple[int, Link]] = []
        entering: dict[str, dict[Edge | None, tuple[int, Link]]] = {f.part.id: {} for f in inner}
        for number, link in self.links.get(here, ()):
            tail, head = homes[link.tail] is frame, homes[link.head] is frame
            if tail and head:
                links.append((number, link))
            elif tail and link.head in doors:
                part = doors[link.head]
                entering[part.id][link.edge] = number, replace(link, head=part.id)
            elif head and link.tail in doors:
                part = doors[link.tail]
                links += [entering[part.id].pop(e) for e in part.edges if e in entering[part.id]]
                links.append((number, replace(link, tail=part.id)))
        own = [*self.circles.get(here, ()), *(box_circle(f.part) for f in inner)]
        own.sort(key=lambda c: c.part.outputs[0] if c.part else c.node)
        gates: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        if frame is not None:
            part, known = frame.part, {circle.id for circle in own}
            left, right = (
                tuple(f"o{node}" for node in nodes if f"o{node}" in known)
                for nodes in (part.arguments, part.outputs)
            )
            gates = (left, right)
        made = replace(
            plan, circles=tuple(own), links=tuple(link for _, link in links), gates=gates
        )
        made = replace(
            made,
            wires=tuple(self.wires.get(here, ())),
            branches=tuple(self.branches.get(here, ())),
            terminals=tuple(self.terminals.get(here, ())),
            knots=tuple(self.knots.get(here, ())),
            frames=(),
        )
        return arranged(made), links


def _placed(level: Level, plan: Plan) -> _Placed:
    """A level with what stands in the frames in it, which are links of the whole ``plan``.

    Where a wire begins or ends in nothing, that stays beside it.
    """
    inner = {f.frame.part.id: _placed(f, plan) for f in level.inner if f.frame is not None}
    sizes = {
        name: (one.width - 2 * MARGIN + 2 * GUTTER, one.height - 2 * MARGIN + HEAD + FOOT)
        for name, one in inner.items()
    }
    before = level.layout.boxes
    spans = [(before[n].x, before[n].width, sizes[n][0]) for n in sizes]
    across, left = _stretched(spans), _kept(spans)
    down = _stretched([(before[n].y, before[n].height, sizes[n][1]) for n in sizes])
    boxes: dict[str, Box] = {}
    for name, box in before.items():
        width, height = sizes.get(name, (box.width, box.height))
        x = left(box.x - box.width / 2) + width / 2
        boxes[name] = Box(x, down(box.y), width, height)
    ends = {end.id for end in plan.terminals}
    beside: dict[int, Point] = {}
    for number, link in level.links.items():
        if link.tail in ends or link.head in ends:
            wire, end = (link.head, link.tail) if link.tail in ends else (link.tail, link.head)
            old, new = before[wire], boxes[wire]
            beside[number] = dx, dy = new.x - old.x, new.y - old.y
            boxes[end] = replace(before[end], x=before[end].x + dx, y=before[end].y + dy)
    lines: dict[int, Line] = {}
    for name, one in inner.items():
        box = boxes[name]
        x = box.x - box.width / 2 + GUTTER - MARGIN
        y = box.y - box.height / 2 + HEAD - MARGIN
        boxes |= {n: replace(b, x=b.x + x, y=b.y + y) for n, b in one.boxes.items()}
        for number, (curve, head) in one.lines.items():
            lines[number] = _shifted(curve, x, y), _shifted(head, x, y)
    middles = ((before[name].y, before[name].height / 2) for name in sizes)
    around = Beside(before, boxes, [(y - half, y + half) for y, half in middles], down)
    for number, (curve, head) in level.lines.items():
        link = level.links[number]
        if number in beside:
            line = _shifted(curve, *beside[number]), _shifted(head, *beside[number])
        else:
            ports = plan.links[number]
            line = _moved(link, ports, (curve, head), around, across)
        lines[number] = _through(plan.links[number], link, line, boxes)
    return _Placed(boxes, lines, across(level.layout.width), down(level.layout.height))


def _told(points: Curve) -> Curve:
    """As the browser is told of them, which has to find the same."""
    return tuple((round(x, 4), round(y, 4)) for x, y in points)


def _shifted(points: Curve, x: float, y: float) -> Curve:
    return tuple((a + x, b + y) for a, b in points)


def _moved(
    link: Link,
    ports: Link,
    line: Line,
    around: Beside,
    across: Map,
) -> Line:
    """A line whose ends, and its head, stay where they are at their things; at the side of a frame
    it ends beside the port in it.

    Where its first thing has stayed at the left of what has grown, it runs beside that first.
    """
    before, after = around.before, around.after
    curve, head = line
    sides = (link.tail, ports.tail, 0), (link.head, ports.head, -1)
    now = [
        after[name].y + curve[end][1] - before[name].y if name == port else after[port].y
        for name, port, end in sides
    ]
    places = [across(x) for x, _ in curve]
    run: Curve = ()
    for name, port, end, near in (
        (link.tail, ports.tail, 0, 1),
        (link.head, ports.head, -1, -2),
    ):
        old, new = before[name], after[name]
        x, y = curve[end]
        if name == port:
            there = (new.x + x - old.x, new.y + y - old.y)
        else:
            side = -1 if end else 1
            there = (new.x + side * new.width / 2, after[port].y)
        dx, dy = there[0] - x, there[1] - y
        if end:
            head = _shifted(head, dx, dy)
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
    heights = around.heights(curve, places, (now[0], now[1]), (link.tail, link.head))
    return (*run, *zip(places, heights, strict=True)), head


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
