"""A picture with open blocks: each inside is laid out by itself, and its parent sees a box.

Opening puts the inside where the box was. What is right of the box moves right, what is below it
moves down, and nothing else changes; so closing it again gives every place back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol, TypeVar

from ..core.graph import Edge
from ..words import Message
from .parts import Frame
from .places import MARGIN, Box, Curve, Layout, whole
from .plan import Plan, arranged, box_circle
from .things import Link

__all__ = ["framed"]

GUTTER = 26.0  # points beside an inside, where lines come from the ports of its frame
HEAD = 26.0  # ... over it, for the name
FOOT = 6.0
ARROW = 7.0

Point = tuple[float, float]


class _Thing(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Thing)


def framed(plan: Plan, lay_out: Callable[[Plan], Layout]) -> Layout:
    """Where the things of a plan with frames stand; ``lay_out`` is for a plan without any."""
    return _Framed(plan, lay_out).layout()


@dataclass(frozen=True)
class _Level:
    """What stands side by side: things, the frames among them, and the links, by their places."""

    boxes: dict[str, Box]
    curves: dict[int, Curve]
    width: float
    height: float


class _Framed:
    def __init__(self, plan: Plan, lay_out: Callable[[Plan], Layout]) -> None:
        self.plan, self.lay_out = plan, lay_out
        self.note: Message | None = None
        self.frames = sorted(plan.frames, key=lambda frame: frame.depth)
        self.parent = {frame.part.name: self._around(frame) for frame in self.frames}
        self.homes = self._homes()

    def layout(self) -> Layout:
        level = self._level(None)
        curves = tuple(level.curves[n] for n in range(len(self.plan.links)))
        return Layout(whole(level.width), whole(level.height), level.boxes, curves, self.note)

    def _around(self, frame: Frame) -> Frame | None:
        outer = [f for f in self.frames if f.depth < frame.depth and frame.inside < f.inside]
        return outer[-1] if outer else None

    def _home(self, node: int) -> Frame | None:
        """The innermost frame that a node is computed in."""
        inside = [frame for frame in self.frames if node in frame.inside]
        return inside[-1] if inside else None

    def _entered(self, node: int) -> Frame | None:
        """From where a node is entered: a port from outside of its frame."""
        home = self._home(node)
        if home is not None and node in home.part.arguments:
            return self.parent[home.part.name]
        return home

    def _homes(self) -> dict[str, Frame | None]:
        """In which frame each thing stands."""
        plan, graph = self.plan, self.plan.graph
        exits = {node: frame for frame in self.frames for node in frame.part.outputs}
        owners = {node: frame for frame in self.frames for node in frame.part.owned}

        def of_wire(node: int) -> Frame | None:
            if graph.nodes[node].is_constant:
                return self._common([self._entered(use.node) for use in graph.uses[node]])
            if node in owners:
                return owners[node]
            if node in exits:
                return self.parent[exits[node].part.name]
            return self._home(node)

        homes = {wire.id: of_wire(wire.node) for wire in plan.wires}
        homes |= {branch.id: homes[f"w{branch.edge.operand}"] for branch in plan.branches}
        homes |= {knot.id: homes[f"w{knot.node}"] for knot in plan.knots}
        homes |= {end.id: homes[f"w{end.node}"] for end in plan.terminals}
        for circle in plan.circles:
            home = self._home(circle.node)
            homes[circle.id] = homes[f"w{circle.node}"] if circle.part else home
        return homes

    def _common(self, homes: Iterable[Frame | None]) -> Frame | None:
        """The innermost frame around all of these."""
        lines = [self._line(home) for home in homes]
        found = None
        for frames in zip(*lines, strict=False):
            if any(frame is not frames[0] for frame in frames):
                break
            found = frames[0]
        return found

    def _line(self, frame: Frame | None) -> list[Frame]:
        line: list[Frame] = []
        while frame is not None:
            line.append(frame)
            frame = self.parent[frame.part.name]
        return line[::-1]

    def _level(self, frame: Frame | None) -> _Level:
        """What stands in a frame, with what stands in the frames in it."""
        inner = [f for f in self.frames if self.parent[f.part.name] is frame]
        plan, links = self._plan_of(frame, inner)
        found = self.lay_out(plan)
        self.note = self.note or found.note
        levels = {f.part.id: self._level(f) for f in inner}
        sizes = {
            name: (level.width - 2 * MARGIN + 2 * GUTTER, level.height - 2 * MARGIN + HEAD + FOOT)
            for name, level in levels.items()
        }
        boxes = {name: found.boxes[name] for name in levels}
        across = _stretched([(b.x, b.width, sizes[n][0]) for n, b in boxes.items()])
        down = _stretched([(b.y, b.height, sizes[n][1]) for n, b in boxes.items()])
        placed = {
            name: Box(
                round(across(box.x), 2),
                round(down(box.y), 2),
                *sizes.get(name, (box.width, box.height)),
            )
            for name, box in found.boxes.items()
        }
        curves = {
            number: self._moved(link, curve, found.boxes, placed, (across, down))
            for (number, link), curve in zip(links, found.curves, strict=True)
        }
        for name, level in levels.items():
            box = placed[name]
            x = box.x - box.width / 2 + GUTTER - MARGIN
            y = box.y - box.height / 2 + HEAD - MARGIN
            placed |= {n: replace(b, x=b.x + x, y=b.y + y) for n, b in level.boxes.items()}
            for number, curve in level.curves.items():
                curves[number] = tuple((a + x, b + y) for a, b in curve)
        for number, link in links:
            curves[number] = self._through(self.plan.links[number], link, curves[number], placed)
        width, height = across(found.width), down(found.height)
        return _Level(placed, curves, width, height)

    def _plan_of(
        self, frame: Frame | None, inner: Sequence[Frame]
    ) -> tuple[Plan, list[tuple[int, Link]]]:
        """The plan of one level, where the frames in it are boxes, and which links it has.

        It is the very plan that there is where they are closed.
        """
        plan, homes = self.plan, self.homes
        doors = {f"o{node}": f.part for f in inner for node in (*f.part.arguments, *f.part.outputs)}
        links: list[tuple[int, Link]] = []
        entering: dict[str, dict[Edge | None, tuple[int, Link]]] = {f.part.id: {} for f in inner}
        for number, link in enumerate(plan.links):
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

        def here(things: Iterable[_T]) -> tuple[_T, ...]:
            return tuple(thing for thing in things if homes[thing.id] is frame)

        own = [*here(plan.circles), *(box_circle(f.part) for f in inner)]
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
            wires=here(plan.wires),
            branches=here(plan.branches),
            terminals=here(plan.terminals),
            knots=here(plan.knots),
            frames=(),
        )
        return arranged(made), links

    def _moved(
        self,
        link: Link,
        curve: Curve,
        before: dict[str, Box],
        after: dict[str, Box],
        maps: tuple[Callable[[float], float], Callable[[float], float]],
    ) -> Curve:
        """A curve whose ends stay where they are at their things."""
        across, down = maps
        points = [(across(x), down(y)) for x, y in curve]
        for name, end, near in ((link.tail, 0, 1), (link.head, -1, -2)):
            old, new = before[name], after[name]
            x, y = curve[end]
            if old.width == new.width and old.height == new.height:
                there = (new.x + x - old.x, new.y + y - old.y)
            else:
                side = -1 if end else 1
                there = (
                    new.x + side * new.width / 2,
                    new.y + (y - old.y) * new.height / old.height,
                )
            dx, dy = there[0] - x, there[1] - y
            points[near] = (curve[near][0] + dx, curve[near][1] + dy)
            points[end] = there
        return tuple((round(x, 2), round(y, 2)) for x, y in points)

    def _through(self, whole_link: Link, link: Link, curve: Curve, placed: dict[str, Box]) -> Curve:
        """A curve that goes on through the side of a frame to the port in it."""
        if whole_link.head != link.head:
            port = placed[whole_link.head]
            arrow = ARROW if whole_link.arrow else 0.0
            curve = (*curve, *_across(curve[-1], (port.x - port.width / 2 - arrow, port.y)))
        if whole_link.tail != link.tail:
            port = placed[whole_link.tail]
            start = (port.x + port.width / 2, port.y)
            curve = (start, *_across(start, curve[0]), *curve[1:])
        return curve


def _across(start: Point, end: Point) -> tuple[Point, Point, Point]:
    middle = (start[0] + end[0]) / 2
    return (middle, start[1]), (middle, end[1]), end


def _stretched(spans: Sequence[tuple[float, float, float]]) -> Callable[[float], float]:
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
