"""Pixels of one step after another, of which each renders only what the step has changed."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable

from PIL import Image

from ..draw.raster import png
from ..draw.scene import scene
from ..theme import FONT_SIZE, FONT_STACK
from .script import Script

__all__ = ["Camera", "rendered"]

Box = tuple[int, int, int, int]

EDGE = 4.0  # points that a thick line or a letter may reach out of its bounds
LARGE = 0.4  # of the picture; where more has changed, all of it is rendered


class Camera:
    """Takes pictures of a script at ``zoom`` pixels per point."""

    def __init__(self, script: Script, zoom: float) -> None:
        self.script, self.zoom = script, zoom
        layout = script.canvas.layout
        self.size = (math.ceil(layout.width * zoom - 1e-6), math.ceil(layout.height * zoom - 1e-6))
        self._bounds = [self._pixels(bounds) for bounds in script.canvas.bounds]
        self._untitled = [""] * len(script.walk.graph.nodes)
        self._parts: list[str] = []
        self._image = Image.new("RGB", (1, 1))

    def picture(self, step: int) -> Image.Image:
        """The picture of a step."""
        canvas, theme = self.script.canvas, self.script.theme
        shown = scene(canvas.plan, self.script.walk, step)
        parts = canvas.parts(shown, theme, self._untitled)
        whole = (0, 0, *self.size)
        boxes = [whole]
        if self._parts:
            boxes = _merged(
                bounds
                for before, part, bounds in zip(self._parts, parts, self._bounds, strict=True)
                if before != part
            )
            if sum(map(_area, boxes)) > LARGE * _area(whole):
                boxes = [whole]
        self._image = Image.new("RGB", self.size) if boxes == [whole] else self._image.copy()
        for box in boxes:
            self._image.paste(self._part(parts, box), box[:2])
        self._parts = parts
        return self._image

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
            f"{drawn}</svg>"
        )

    def _pixels(self, bounds: tuple[float, float, float, float]) -> Box:
        left, top, right, bottom = bounds
        return (
            max(0, math.floor((left - EDGE) * self.zoom)),
            max(0, math.floor((top - EDGE) * self.zoom)),
            min(self.size[0], math.ceil((right + EDGE) * self.zoom)),
            min(self.size[1], math.ceil((bottom + EDGE) * self.zoom)),
        )


def rendered(svg: str) -> Image.Image:
    """An SVG as an image of its own size."""
    return Image.open(io.BytesIO(png(svg, 1.0))).convert("RGB")


def _merged(boxes: Iterable[Box]) -> list[Box]:
    """Boxes of which no two overlap, around the given ones."""
    merged: list[Box] = []
    for box in boxes:
        while touching := [other for other in merged if _area(_common(other, box))]:
            merged = [other for other in merged if other not in touching]
            every = [box, *touching]
            box = (
                min(b[0] for b in every),
                min(b[1] for b in every),
                max(b[2] for b in every),
                max(b[3] for b in every),
            )
        merged.append(box)
    return merged


def _common(one: Box, other: Box) -> Box:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def _area(box: Box) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])
