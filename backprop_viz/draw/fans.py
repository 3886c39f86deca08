"""More room in front of closed blocks into which several wires lead from far above and below.

Graphviz leaves the same gap between all columns, in which such wires would run as one bundle. In a
wider one each has a way of its own, and two that begin one above the other stay so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .joined import ARROW
from .places import Curve, Layout, whole
from .plan import Plan
from .things import Link

__all__ = ["fanned"]

FEW = 3  # wires, from which they are a bundle
MOST = 180.0  # points of a gap
STEEP = 6.0  # how much further down than across a wire may go, before its gap is made wider
EACH = 6.0  # points of a gap for each wire
HEAD = 12.0  # points in front of a block that stay as they are: those of an arrow head


@dataclass(frozen=True)
class _Gap:
    """From a column to the next, and how much ``wider`` that is made for which ``links``."""

    start: float
    end: float
    wider: float
    links: Mapping[int, float]  # by their places, with the height of the port that each leads to


def fanned(plan: Plan, layout: Layout) -> Layout:
    """The layout with wider gaps in front of such blocks; the same where there is none."""
    gaps = sorted(_gaps(plan, layout), key=lambda gap: gap.start)
    if not gaps:
        return layout
    place = _placing(gaps)
    boxes = {name: replace(box, x=place(box.x)) for name, box in layout.boxes.items()}
    curves = [tuple((place(x), y) for x, y in curve) for curve in layout.curves]
    for gap in gaps:
        for number, port in gap.links.items():
            link = plan.links[number]
            tail, head = boxes[link.tail], boxes[link.head]
            begin = tail.x + tail.width / 2, tail.y
            end = head.x - head.width / 2 - ARROW, port
            curves[number] = _way(begin, (place(gap.start), place(gap.end)), end)
    return replace(layout, width=whole(place(layout.width)), boxes=boxes, curves=tuple(curves))


def _gaps(plan: Plan, layout: Layout) -> Iterator[_Gap]:
    """The gaps that are made wider."""
    entering: dict[float, list[int]] = {}  # what leads into blocks, by the middle of their column
    for number, link in enumerate(plan.links):
        if link.head in plan.parts:
            entering.setdefault(layout.boxes[link.head].x, []).append(number)
    if all(len(links) < FEW for links in entering.values()):
        return
    begins: dict[float, float] = {}  # how far left and right each column goes, by its middle
    ends: dict[float, float] = {}
    for box in layout.boxes.values():
        begins[box.x] = min(begins.get(box.x, box.x), box.x - box.width / 2)
        ends[box.x] = max(ends.get(box.x, box.x), box.x + box.width / 2)
    middles = sorted(ends)
    for middle, links in entering.items():
        before = middles[max(0, bisect_left(middles, middle) - 1)]
        start, end = ends[before], begins[middle] - HEAD
        near = [n for n in links if layout.boxes[plan.links[n].tail].x == before]
        if len(near) >= FEW and start < end:
            ports = {n: _height(plan, layout, plan.links[n]) for n in near}
            ways = (abs(layout.boxes[plan.links[n].tail].y - port) for n, port in ports.items())
            wanted = min(MOST, max(max(ways) / STEEP, EACH * len(near)))
            wider = 3.0 * round((wanted - (end - start)) / 3.0)
            if wider > 0:
                yield _Gap(start, end, wider, ports)


def _height(plan: Plan, layout: Layout, link: Link) -> float:
    """How high the port is that a link leads to."""
    part = plan.parts[link.head]
    assert link.edge is not None
    port = part.arguments[part.edges.index(link.edge)]
    return layout.boxes[link.head].y + part.row(port, is_in=True)


def _placing(gaps: Sequence[_Gap]) -> Callable[[float], float]:
    """Where places go when gaps are made wider."""

    def place(x: float) -> float:
        shares = (min(1.0, max(0.0, (x - gap.start) / (gap.end - gap.start))) for gap in gaps)
        added = sum(share * gap.wider for share, gap in zip(shares, gaps, strict=True))
        return round(x + added, 2)

    return place


def _way(begin: tuple[float, float], gap: tuple[float, float], end: tuple[float, float]) -> Curve:
    """Straight to the gap, through it like all others, and straight to the end."""
    (x, y), (left, right), (last, port) = begin, gap, end
    middle = (left + right) / 2
    return (
        *((x, y), (x, y), (left, y), (left, y)),
        *((middle, y), (middle, port), (right, port)),
        *((right, port), (last, port), (last, port)),
    )
