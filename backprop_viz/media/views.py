"""What a page shows of a picture: all of it, or, of one that is too wide, what a step is about.

A picture is cut where nothing stands but lines. All of a wide one is in strips, one below the
other, as music goes on from line to line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from ..draw.layout import Box
from ..draw.svg import PARTS_OF_A_BRANCH, PARTS_OF_A_WIRE, PIXELS, Bounds, Canvas
from ..tell.blocks import given as arguments
from ..tell.walk import Step
from ..theme import FONT_SIZE, FONT_STACK
from .script import Script

__all__ = ["View", "Views", "about"]

EDGE = 2.0  # points that a thick line reaches out of its bounds
ASIDE = 6.0  # points over and under what a step is about, in which its neighbours stand
ROUNDS = 20  # halvings, until strips of as few as possible are as even as possible


@dataclass(frozen=True)
class View:
    """A part of a picture: its bounds in points, and the numbers of the canvas's parts in it."""

    bounds: Bounds
    parts: Sequence[int]

    @property
    def width(self) -> float:
        return self.bounds[2] - self.bounds[0]

    @property
    def height(self) -> float:
        return self.bounds[3] - self.bounds[1]

    def svg(self, parts: Sequence[str]) -> str:
        """The view as SVG, from the parts of the whole picture."""
        left, top, _, _ = self.bounds
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width * PIXELS:.3f}" '
            f'height="{self.height * PIXELS:.3f}" '
            f'viewBox="{left:g} {top:g} {self.width:g} {self.height:g}" '
            f'font-family="{FONT_STACK}" font-size="{FONT_SIZE:g}" text-anchor="middle">'
            f"{''.join(parts[i] for i in self.parts)}</svg>"
        )


class Views:
    """The views of a canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self._reach = np.array(list(_reach(canvas))).reshape(-1, 4)

    def strips(self, widest: float) -> list[View]:
        """All of the picture in as few strips as possible, of that width if it can be cut so."""
        layout = self.canvas.layout
        if layout.width <= widest:
            return [View((0.0, 0.0, layout.width, layout.height), range(len(self._reach)))]
        ends = [*self._breaks, layout.width]
        borders = _borders(ends, widest)
        least, most = widest / 2, widest
        for _ in range(ROUNDS):
            middle = (least + most) / 2
            narrower = _borders(ends, middle)
            if len(narrower) == len(borders) and _widest(narrower) <= middle:
                borders, most = narrower, middle
            else:
                least = middle
        return [self._strip(left, right) for left, right in pairwise(borders)]

    def window(self, things: Iterable[str], widest: float) -> View:
        """Some things, and of what stands around them as much as that width holds.

        What stands beside them is whole, but for the frames of open blocks: these are as high as
        all that is in them, most of which is far away.
        """
        boxes = [self.canvas.layout.boxes[name] for name in things]
        left, right = self._around(boxes, widest)
        top = min(box.y - box.height / 2 for box in boxes) - ASIDE
        bottom = max(box.y + box.height / 2 for box in boxes) + ASIDE
        near = self._within(left, right, top, bottom)
        frames = len(self.canvas.plan.frames)
        things_near = near[(near >= self._links) & (near < len(self._reach) - frames)]
        if len(things_near):
            top = min(top, self._reach[things_near, 1].min() - EDGE)
            bottom = max(bottom, self._reach[things_near, 3].max() + EDGE)
        top, bottom = max(0.0, top), min(self.canvas.layout.height, bottom)
        return self._view((left, top, right, bottom))

    @property
    def _links(self) -> int:
        return len(self.canvas.plan.links)

    def _strip(self, left: float, right: float) -> View:
        height = self.canvas.layout.height
        near = self._within(left, right, 0.0, height)
        top = max(0.0, self._reach[near, 1].min() - EDGE)
        bottom = min(height, self._reach[near, 3].max() + EDGE)
        return View((left, top, right, bottom), near.tolist())

    def _view(self, bounds: Bounds) -> View:
        """A view without the things that it would cut through, and what belongs to these alone."""
        links, (left, top, right, bottom) = self.canvas.plan.links, bounds
        near = self._within(left, right, top, bottom)
        whole = (self._reach[near, 1] > top - 1e-6) & (self._reach[near, 3] < bottom + 1e-6)
        things = near[whole & (near >= len(links))].tolist()
        plan = self.canvas.plan
        last_end = len(self._reach) - len(plan.frames)
        ends = range(last_end - len(plan.terminals), last_end)
        shown = {self._names[i] for i in things if i not in ends}
        things = [i for i in things if i not in ends or self._names[i] in shown]
        shown |= {
            knot.id
            for knot in self.canvas.plan.knots
            if left < (box := self.canvas.layout.boxes[knot.id]).x < right and top < box.y < bottom
        }
        lines = [
            i for i in near[near < len(links)].tolist() if shown & {links[i].tail, links[i].head}
        ]
        return View(bounds, [*lines, *things])

    @cached_property
    def _names(self) -> list[str]:
        """Of each part, the thing that it belongs to; of the end of a wire, the wire."""
        plan = self.canvas.plan
        return [
            *("" for _ in plan.links),
            *(wire.id for wire in plan.wires for _ in range(PARTS_OF_A_WIRE)),
            *(branch.id for branch in plan.branches for _ in range(PARTS_OF_A_BRANCH)),
            *(circle.id for circle in plan.circles),
            *(f"w{terminal.node}" for terminal in plan.terminals),
            *(frame.part.id for frame in plan.frames),
        ]

    def _within(self, left: float, right: float, top: float, bottom: float) -> np.ndarray:
        reach = self._reach
        inside = (reach[:, 0] < right) & (reach[:, 2] > left)
        return np.flatnonzero(inside & (reach[:, 1] < bottom) & (reach[:, 3] > top))

    def _around(self, boxes: Sequence[Box], widest: float) -> tuple[float, float]:
        gaps = [0.0, *(x for x, _ in self._gaps), self.canvas.layout.width]
        first = bisect_right(gaps, min(box.x - box.width / 2 for box in boxes) + 1e-6) - 1
        last = bisect_left(gaps, max(box.x + box.width / 2 for box in boxes) - 1e-6)
        grows = True
        while grows:
            grows = False
            if last + 1 < len(gaps) and gaps[last + 1] - gaps[first] <= widest:
                last, grows = last + 1, True
            if first and gaps[last] - gaps[first - 1] <= widest:
                first, grows = first - 1, True
        return gaps[first], gaps[last]

    @cached_property
    def _breaks(self) -> list[float]:
        """Where a strip may end: before operations, or else at any gap."""
        return [x for x, is_before in self._gaps if is_before] or [x for x, _ in self._gaps]

    @cached_property
    def _gaps(self) -> list[tuple[float, bool]]:
        """Where nothing stands but lines, and whether that is before an operation."""
        columns: list[tuple[float, float, set[str]]] = []
        frames = {frame.part.id for frame in self.canvas.plan.frames}
        boxes = [item for item in self.canvas.layout.boxes.items() if item[0] not in frames]
        for name, box in sorted(boxes, key=lambda item: item[1].x):
            left, right, kinds = box.x - box.width / 2, box.x + box.width / 2, {name[0]}
            while columns and columns[-1][1] > left:
                before, behind, others = columns.pop()
                left, right, kinds = min(left, before), max(right, behind), kinds | others
            columns.append((left, right, kinds))
        ends = {"t"}  # a wire keeps its end
        return [
            ((one[1] + other[0]) / 2, "o" in other[2])
            for one, other in pairwise(columns)
            if one[2] != ends and other[2] != ends
        ]


def _reach(canvas: Canvas) -> Iterator[Bounds]:
    """The bounds of all parts: of each, those of the thing that it belongs to."""
    bounds, plan = canvas.bounds, canvas.plan
    start = 0
    for count, parts in (
        (len(plan.links), 1),
        (len(plan.wires), PARTS_OF_A_WIRE),
        (len(plan.branches), PARTS_OF_A_BRANCH),
    ):
        for n in range(count):
            yield from [bounds[start + parts * n]] * parts
        start += count * parts
    yield from bounds[start:]


def _borders(ends: Sequence[float], widest: float) -> list[float]:
    """The borders of as few strips as possible, each as wide as allowed or as it must be."""
    borders = [0.0]
    for end, after in _followed(ends):
        if after - borders[-1] > widest:
            borders.append(end)
    return borders


def _followed(ends: Sequence[float]) -> Iterator[tuple[float, float]]:
    yield from pairwise(ends)
    yield ends[-1], float("inf")


def _widest(borders: Sequence[float]) -> float:
    return max(right - left for left, right in pairwise(borders))


def about(script: Script, step: Step) -> tuple[str, ...]:
    """What a step is about: an operation with its wires; nothing where that is all of the graph."""
    if step.kind == "graph" or step.index == len(script.walk.steps) - 1:
        return ()
    here = step.place.index
    things = [f"w{here}"]
    if step.place.op is not None:
        things.append(f"o{here}")
    if step.block is not None:
        parts = script.canvas.plan.parts.items()
        things += [name for name, part in parts if part.name == step.block.name]
    if step.kind == "forward":
        block = step.block
        operands = arguments(block, step.graph) if block else step.place.operands
        things += (f"w{operand}" for operand in operands)
    if step.backflow is not None:
        edge = step.backflow.edge
        ways = [b.id for b in script.canvas.plan.branches if b.edge == edge]
        things += [f"w{edge.operand}", *ways]
    return tuple(name for name in things if name in script.canvas.layout.boxes)
