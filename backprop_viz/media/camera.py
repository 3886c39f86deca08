"""Pixels of one step after another, of which each renders only what the step has changed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress

from ..draw.scene import Scene, scene
from ..draw.svg import Bounds
from ..theme import FONT_SIZE, FONT_STACK, PLAIN
from .palette import blank, rendered
from .pixels import Image
from .script import Script

__all__ = ["Camera"]

Box = tuple[int, int, int, int]

EDGE = 1.5  # points that a thick line reaches out of its bounds
ASIDE = 4.0  # ... and that a text may be wider than its cell
LARGE = 0.9  # of the picture; where more has changed, all of it is rendered


class Camera:
    """Takes pictures of a script at ``zoom`` pixels per point."""

    def __init__(self, script: Script, zoom: float) -> None:
        self.script, self.zoom = script, zoom
        layout = script.canvas.layout
        self.size = (math.ceil(layout.width * zoom - 1e-6), math.ceil(layout.height * zoom - 1e-6))
        # resvg moves a curve that leaves the image, if its pen is no wider than a pixel
        self._finer = math.floor(1 / (zoom * PLAIN.pen)) + 1
        self._bounds = [self._pixels(bounds, ASIDE) for bounds in script.canvas.bounds]
        self._untitled = [""] * len(script.walk.graph.nodes)
        self._shown: Scene | None = None
        self._image = blank((1, 1), script.theme, script.has_arrays)

    def picture(self, step: int) -> Image.Image:
        """The picture of a step, in the colours of the theme's palette, by index."""
        canvas, theme = self.script.canvas, self.script.theme
        shown = scene(canvas.plan, self.script.walk, step)
        parts = canvas.parts(shown, theme, self._untitled, self.script.lang)
        whole = (0, 0, *self.size)
        boxes = [whole]
        if self._shown is not None:
            boxes = _merged(self._pixels(b, ASIDE) for b in self._changed(self._shown, shown))
            if sum(map(_area, boxes)) > LARGE * _area(whole):
                boxes = [whole]
        self._image = self._blank() if boxes == [whole] else self._image.copy()
        for box in boxes:
            self._image.paste(self._part(parts, box), box[:2])
        self._shown = shown
        return self._image

    def _blank(self) -> Image.Image:
        return blank(self.size, self.script.theme, self.script.has_arrays)

    def _changed(self, before: Scene, after: Scene) -> Iterator[Bounds]:
        """Where two scenes differ: the halves of cells, the lines between them, and so on."""
        canvas, boxes = self.script.canvas, self.script.canvas.layout.boxes

        def differ(one: Sequence[object], other: Sequence[object]) -> Iterator[bool]:
            return (a != b for a, b in zip(one, other, strict=True))

        yield from compress(canvas.bounds, differ(before.links, after.links))
        wires = [boxes[wire.id] for wire in canvas.plan.wires]
        branches = [boxes[branch.id] for branch in canvas.plan.branches]
        circles = [boxes[circle.id] for circle in canvas.plan.circles]
        framed = {n for n, wire in enumerate(canvas.plan.wires) if wire.card}
        forked = {n for n, branch in enumerate(canvas.plan.branches) if branch.card}
        for places, whole, one, other, top, bottom in (
            (wires, framed, before.values, after.values, -0.5, 0.0),
            (wires, framed, before.gradients, after.gradients, 0.0, 0.5),
            (wires, framed, before.wires, after.wires, 0.0, 0.0),
            (branches, forked, before.contributions, after.contributions, 0.0, 0.5),
            (branches, forked, before.branches, after.branches, 0.0, 0.0),
            (circles, set(), before.circles, after.circles, -0.5, 0.5),
        ):
            for n in compress(range(len(places)), differ(one, other)):
                box = places[n]
                left, right = box.x - box.width / 2, box.x + box.width / 2
                over, under = (-0.5, 0.5) if n in whole else (top, bottom)  # a card has a frame
                yield left, box.y + over * box.height, right, box.y + under * box.height

    def _part(self, parts: list[str], box: Box) -> Image.Image:
        """A part of the picture, from the things that reach into it."""
        left, top, right, bottom = box
        width, height = right - left, bottom - top
        x, y, across, down = (length / self.zoom for length in (left, top, width, height))
        drawn = "".join(
            part
            for part, bounds in zip(parts, self._bounds, strict=True)
            if _area(_common(bounds, box))
        )
        return rendered(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="{x:.6f} {y:.6f} {across:.6f} {down:.6f}" font-family="{FONT_STACK}" '
            f'font-size="{FONT_SIZE:g}" text-anchor="middle"><rect x="{x:.6f}" y="{y:.6f}" '
            f'width="{across:.6f}" height="{down:.6f}" fill="{self.script.theme.paper}"/>'
            f"{drawn}</svg>",
            self.script.theme,
            self.script.has_arrays,
            self._finer,
        )

    def _pixels(self, bounds: Bounds, aside: float) -> Box:
        left, top, right, bottom = bounds
        return (
            max(0, math.floor((left - aside) * self.zoom)),
            max(0, math.floor((top - EDGE) * self.zoom)),
            min(self.size[0], math.ceil((right + aside) * self.zoom)),
            min(self.size[1], math.ceil((bottom + EDGE) * self.zoom)),
        )


def _merged(boxes: Iterable[Box]) -> list[Box]:
    """Fewer boxes that cover the given ones; two become one where that is hardly any larger."""
    merged: list[Box] = []
    for box in boxes:
        while partner := next((b for b in merged if _fit(b, box)), None):
            merged.remove(partner)
            box = _around(partner, box)
        merged.append(box)
    return merged


def _fit(one: Box, other: Box) -> bool:
    return _area(_around(one, other)) <= 1.2 * (_area(one) + _area(other))


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _common(one: Box, other: Box) -> Box:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def _area(box: Box) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])
