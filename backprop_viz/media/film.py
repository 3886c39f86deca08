"""The frames of an animation: every step as an image under the formula, over all that it says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property

from ..errors import OptionError
from ..tell.walk import Step
from .camera import Camera
from .composition import LEADING, Composition, paragraph_height
from .formula import Box, height_of_whole, typeset, whole
from .palette import TRANSPARENT, blank, rendered
from .pixels import Image, ImageChops
from .script import Script
from .wrapping import wrap

__all__ = ["Film"]

WIDEST = 1600  # pixels, if nothing is said
SHARPNESS = 8 / 3  # pixels per point, if they are not too many
LARGEST = 200e6  # pixels of a frame; for more there may be no memory
FORMULA, PADDING = 1.15, 0.5  # in sizes of the type: that of formulas, and the room round one
NARROWEST = 480.0  # points, so that a caption has room


class Film:
    """A script as images, all of one ``size`` in pixels, their pictures ``above`` from the top.

    Raises ``OptionError`` where a side is longer than ``longest``, or where all would be too large.
    """

    def __init__(self, script: Script, longest: int = 2**31 - 1) -> None:
        self.script = script
        layout = script.canvas.layout
        width = max(layout.width, NARROWEST) if script.caption else layout.width
        pixels = _even(script.width or min(round(width * SHARPNESS), WIDEST))
        self._zoom = pixels / width
        self._width = width
        self._type = max(14.0, width / 72)
        self._camera = Camera(script, self._zoom)
        self.above = math.ceil(self._heading_height * self._zoom)
        self._below = self.above + self._camera.size[1]
        self.size = (pixels, _even(self._below + self._caption_height * self._zoom))
        shown = {"width": f"{self.size[0]:,}", "height": f"{self.size[1]:,}"}
        if math.prod(self.size) > LARGEST:
            raise OptionError("usage.film", **shown)
        if max(self.size) > longest:
            most = f"{longest:,}"
            raise OptionError("usage.side", most=most, **shown)

    @property
    def durations(self) -> list[float]:
        """The seconds of each frame."""
        return [self.script.pace] * (len(self.script.steps) - 1) + [self.script.hold]

    def frames(self) -> Iterator[Image.Image]:
        """The frames, made one by one, in the colours of the theme's palette, by index."""
        for step in self.script.each_step():
            frame = blank(self.size, self.script.theme, self.script.has_arrays)
            picture = self._camera.picture(step.index)
            frame.paste(picture, ((self.size[0] - picture.width) // 2, self.above))
            if self.script.caption:
                frame.paste(self._heading(step), (0, 0))
                frame.paste(self._caption(step.index), (0, self._below))
            yield frame

    def changes(self) -> Iterator[tuple[Image.Image, tuple[int, int]]]:
        """Of each frame what has changed since the one before, and where its corner lies.

        Pixels in between that have not changed are ``TRANSPARENT``.
        """
        before: Image.Image | None = None
        for frame in self.frames():
            yield (frame, (0, 0)) if before is None else _changed(before, frame)
            before = frame

    def _heading(self, step: Step) -> Image.Image:
        """The formula, with the part lit that the step is about."""
        theme, width, height = self.script.theme, self.size[0], self.above
        sheet = Composition(self._width, height / self._zoom, theme)
        room = self._width - 2 * self._margin
        formula = whole(step, theme, FORMULA * self._type, room)
        sheet.formula(formula, self._margin, PADDING * self._type)
        return rendered(sheet.svg(width, height), theme, self.script.has_arrays)

    @cached_property
    def _heading_height(self) -> float:
        """Room for the tallest page of the formula, so that nothing moves."""
        if not self.script.caption:
            return 0.0
        size, room = FORMULA * self._type, self._width - 2 * self._margin
        return height_of_whole(self.script.walk, size, room) + 2 * PADDING * self._type

    def _caption(self, step: int) -> Image.Image:
        script, size, margin = self.script, self._type, self._margin
        width, height = self.size[0], self.size[1] - self._below
        sheet = Composition(self._width, height / self._zoom, script.theme)
        formula, lines = self._captions[step]
        y = 0.3 * size
        place = f"{step} / {len(script.walk.steps) - 1}"
        faint = script.theme.faint
        sheet.text(place, self._width - margin, y + size, 0.8 * size, colour=faint, right=True)
        sheet.formula(formula, margin, y)
        y += formula.height + 0.5 * size
        for n, line in enumerate(lines):
            sheet.text(line, margin, y + size * (1.0 + LEADING * n), size)
        return rendered(sheet.svg(width, height), script.theme, script.has_arrays)

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
            formula = typeset(script.mathematics(step), FORMULA * size, room - 5 * size)
            captions[k] = formula, wrap(step.remark(script.lang), size, room)
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


def _changed(before: Image.Image, frame: Image.Image) -> tuple[Image.Image, tuple[int, int]]:
    difference = ImageChops.difference(_grey(before), _grey(frame))
    left, top, right, bottom = box = difference.getbbox() or (0, 0, 1, 1)
    shown = frame.crop(box)
    same = difference.crop(box).point([255] + [0] * 255)
    shown.paste(TRANSPARENT, (0, 0, right - left, bottom - top), same)
    return shown, (left, top)


def _grey(frame: Image.Image) -> Image.Image:
    """The indices as a grey image: with them one can reckon."""
    return Image.frombytes("L", frame.size, frame.tobytes())


def _even(pixels: float) -> int:
    """Rounded up to twos, which videos need."""
    return 2 * int(-(-round(pixels, 6) // 2))
