"""The frames of an animation: every step as an image of few colours, and how long it is shown.

The colours are worked out from the theme, so they are the same in all frames without looking at
any, and nothing is dithered: flat areas and text stay clean, and the files small.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cached_property

from PIL import Image

from ..draw.raster import png
from ..theme import Theme
from .formula import Box, typeset
from .lines import wrap
from .script import Script
from .sheet import Sheet, paragraph_height

__all__ = ["TRANSPARENT", "Film", "palette"]

WIDEST = 1600  # pixels, if nothing is said
NARROWEST = 480.0  # points, so that a caption has room
TRANSPARENT = 255
"""The one index that is no colour."""


class Film:
    """A script as images, all of one size. ``size`` is in pixels."""

    def __init__(self, script: Script) -> None:
        self.script = script
        layout = script.canvas.layout
        self._picture = (layout.width, layout.height)
        self._width = max(layout.width, NARROWEST) if script.caption else layout.width
        self._type = max(14.0, self._width / 72)
        self._height = layout.height + self._caption_height
        pixels = script.width or min(round(self._width * 8 / 3), WIDEST)
        self.size = (_even(pixels), _even(pixels * self._height / self._width))

    @property
    def durations(self) -> list[float]:
        """The seconds of each frame."""
        return [self.script.pace] * (len(self.script.steps) - 1) + [self.script.hold]

    def frames(self) -> Iterator[Image.Image]:
        """The frames in full colour, made one by one."""
        for step in self.script.told():
            yield Image.open(io.BytesIO(self.still(step.index))).convert("RGB")

    def indexed(self) -> Iterator[Image.Image]:
        """The frames in the colours of :func:`palette`, by index."""
        colours = Image.new("P", (1, 1))
        colours.putpalette([channel for colour in palette(self.script.theme) for channel in colour])
        for frame in self.frames():
            yield frame.quantize(palette=colours, dither=Image.Dither.NONE)

    def still(self, step: int) -> bytes:
        """One frame as PNG."""
        return png(self._sheet(step).svg(*self.size), 1.0)

    def _sheet(self, step: int) -> Sheet:
        script, (width, height) = self.script, self._picture
        # A whole number of pixels may need a little more than the sheet.
        sheet = Sheet(self._width, self._width * self.size[1] / self.size[0], script.theme)
        sheet.picture(script.picture(step).svg, (self._width - width) / 2, 0.0)
        if script.caption:
            formula, lines = self._captions[step]
            size, margin = self._type, self._margin
            y = height + 0.3 * size
            last = len(script.walk.steps) - 1
            place = f"{step} / {last}"
            sheet.text(
                place,
                self._width - margin,
                y + size,
                0.8 * size,
                colour=script.theme.faint,
                right=True,
            )
            sheet.formula(formula, margin, y)
            y += formula.height + 0.5 * size
            for n, line in enumerate(lines):
                sheet.text(line, margin, y + size * (1.0 + 1.45 * n), size)
        return sheet

    @property
    def _margin(self) -> float:
        return 1.2 * self._type

    @cached_property
    def _captions(self) -> dict[int, tuple[Box, list[str]]]:
        """For each step its formula and its sentence, broken into lines."""
        script, size = self.script, self._type
        room = self._width - 2 * self._margin
        captions = {}
        for k in script.steps:
            step = script.walk.steps[k]
            formula = typeset(step.latex, 1.15 * size, room - 5 * size)
            captions[k] = formula, wrap(step.sentence(script.lang), size, room)
        return captions

    @cached_property
    def _caption_height(self) -> float:
        """Room for the tallest, so that nothing moves from frame to frame."""
        if not self.script.caption:
            return 0.0
        tallest = max(
            formula.height + paragraph_height(len(lines), self._type)
            for formula, lines in self._captions.values()
        )
        return tallest + 2.0 * self._type


def palette(theme: Theme) -> list[tuple[int, int, int]]:
    """At most 255 colours: those of the theme, and the blends at the edges of lines and letters."""
    grounds = list(dict.fromkeys((theme.paper, theme.forward_tint, theme.backward_tint)))
    inks = list(
        dict.fromkeys((theme.ink, theme.faint, theme.gradient, theme.forward, theme.backward))
    )
    fixed = [*map(_rgb, grounds), *map(_rgb, inks)]
    pairs = [(_rgb(ground), _rgb(ink)) for ground in grounds for ink in inks]
    levels = (TRANSPARENT - len(fixed)) // len(pairs)
    blends = [
        tuple(round(a + (b - a) * level / (levels + 1)) for a, b in zip(ground, ink, strict=True))
        for ground, ink in pairs
        for level in range(1, levels + 1)
    ]
    return list(dict.fromkeys([*fixed, *blends]))  # type: ignore[list-item]


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _even(pixels: float) -> int:
    """Rounded up to twos, which videos need."""
    return 2 * int(-(-round(pixels, 6) // 2))
