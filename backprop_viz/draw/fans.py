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

__all__ = ["fanned"]

FEW = 3  # wires, from which they are a bundle
MOST = 180.0  # points of a gap
STEEP = 6.0  # how much further down than across a wire may go, before its gap is made wider
EACH = 6.0  # points of a gap for each wire
LEVEL = 12.0  # points, below which a way is level, and a thing ends where its column does
HEAD = 12.0  # points in front of a block that stay as they are: those of an arrow head


@dataclass(frozen=True)
class _Gap:
    """From a column to the next, and how much ``wider`` that is made for links to ``ports``."""

    start: float
    end: float
    wider: float
    ports: Mapping[int, float]  # their heights, by the places of the links


def fanned(
    layout: Layout, links: Sequence[tuple[str, str]], rows: Sequence[float | None]
) -> Layout:
    """The layout with wider gaps in front of such blocks; the same where there is none.

    ``links`` are from one thing to another, and ``rows`` tell of each that leads to a port of a
    closed block how far below the middle of the box that is.
    """
    gaps = sorted(_gaps(layout, links, rows), key=lambda gap: gap.start)
    if not gaps:
        return layout
    place = _placing(gaps)
    boxes = {name: replace(box, x=place(box.x)) for name, box in layout.boxes.items()}
    curves = [tuple((place(x), y) for x, y in curve) for curve in layout.curves]
    for gap in gaps:
        for number, port in gap.ports.items():
            tail, head = (boxes[name] for name in links[number])
            begin = tail.x + tail.width / 2, tail.y
            end = head.x - head.width / 2 - ARROW, port
            curves[number] = _way(begin, place(gap.start), end)
    return replace(layout, width=whole(place(layout.width)), boxes=boxes, curves=tuple(curves))


def _gaps(
    layout: Layout, links: Sequence[tuple[str, str]], rows: Sequence[float | None]
) -> Iterator[_Gap]:
    """The gaps that are made wider."""
    boxes = layout.boxes
    entering: dict[float, dict[int, float]] = {}  # heights of ports, by the middle of their column
    for number, ((_, head), row) in enumerate(zip(links, rows, strict=True)):
        if row is not None:
            entering.setdefault(boxes[head].x, {})[number] = boxes[head].y + row
    if all(len(ports) < FEW for ports in entering.values()):
        return
    begins: dict[float, float] = {}  # how far left and right each column goes, by its middle
    ends: dict[float, float] = {}
    for box in boxes.values():
        begins[box.x] = min(begins.get(box.x, box.x), box.x - box.width / 2)
        ends[box.x] = max(ends.get(box.x, box.x), box.x + box.width / 2)
    middles = sorted(ends)
    for middle, ports in entering.items():
        before = middles[max(0, bisect_left(middles, middle) - 1)]
        start, end = ends[before], begins[middle] - HEAD
        near = {n: port for n, port in ports.items() if boxes[links[n][0]].x == before}
        if len(near) >= FEW and start < end:
            steepest = max(abs(boxes[links[n][0]].y - port) for n, port in near.items())
            wanted = min(MOST, max(steepest / STEEP, EACH * len(near)))
            wider = 3.0 * round((wanted - (end - start)) / 3.0)
            if wider > 0:
                yield _Gap(start, end, wider, near)


def _placing(gaps: Sequence[_Gap]) -> Callable[[float], float]:
    """Where places go when gaps are made wider."""

    def place(x: float) -> float:
        shares = (min(1.0, max(0.0, (x - gap.start) / (gap.end - gap.start))) for gap in gaps)
        added = sum(share * gap.wider for share, gap in zip(shares, gaps, strict=True))
        return round(x + added, 2)

    return place


def _way(begin: tuple[float, float], left: float, end: tuple[float, float]) -> Curve:
    """Straight to the gap, which begins at ``left``, and through it like all others.

    One that is level is one piece, so that it has one bend when something is opened beside it.
    """
    (x, y), (last, port) = begin, end
    if left - x < LEVEL or abs(port - y) < LEVEL:
        middle = (x + last) / 2
        return (begin, (middle, y), (middle, port), end)
    middle = (left + last) / 2
    return (begin, begin, (left, y), (left, y), (middle, y), (middle, port), end)
