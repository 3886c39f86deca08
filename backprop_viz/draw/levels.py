"""What stands side by side in a picture with open blocks.

Each inside is laid out by itself, and its parent sees a box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from ..core.graph import Edge
from .homes import Homes
from .joined import lines
from .parts import Frame
from .places import Curve, Layout, Line
from .plan import Plan, arranged, box_circle
from .things import Link

__all__ = ["Level", "levels"]


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


def levels(plan: Plan, lay_out: Callable[[Plan], Layout]) -> Level:
    """What stands in no frame of a plan, with what stands in each of its frames."""
    return _Levels(plan, lay_out).level(None)


def _name(frame: Frame | None) -> str:
    return "" if frame is None else frame.part.name


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


def _told(points: Curve) -> Curve:
    """As the browser is told of them, which has to find the same."""
    return tuple((round(x, 4), round(y, 4)) for x, y in points)
