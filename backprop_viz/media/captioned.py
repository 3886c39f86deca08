"""A picture of its own, the formula over it and what its step says under it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from html import escape

from ..draw.picture import Picture
from ..draw.svg import PIXELS
from ..errors import OptionError
from ..theme import Theme
from .composition import LEADING, Composition, paragraph_height
from .formula import height_of_whole, typeset, whole
from .script import Script
from .wrapping import wrap

__all__ = ["CaptionedPicture", "captioned_svg"]

NARROWEST = 480.0  # points, so that words have room
TYPE, PER_WIDTH = 14.0, 72.0  # the type in points, and how much larger it is in a wide picture
FORMULA, PADDING = 1.15, 0.5  # in sizes of the type: that of formulas, and the room round one


class CaptionedPicture(Picture):
    """The picture of the first step of a script, with the formula and what the step says."""

    def __init__(self, script: Script, title: str = "") -> None:
        self._script = script
        super().__init__(
            script.walk.graph,
            script.walk,
            script.steps[0],
            theme_name=script.theme if script.is_themed else None,
            lang=script.lang,
            digits=script.walk.digits,
            title=title,
        )

    @cached_property
    def _sheet(self) -> tuple[str, tuple[float, float]]:
        return captioned_svg(self._script)

    def _drawn(self, colours: Theme) -> str:
        is_own = colours == self.theme
        sheet = self._sheet if is_own else captioned_svg(replace(self._script, theme=colours))
        told = f"><title>{escape(self.own_title)}</title>" if self.own_title else ">"
        return sheet[0].replace(">", told, 1)

    @property
    def size(self) -> tuple[float, float]:
        return self._sheet[1]

    @cached_property
    def dot(self) -> str:
        raise OptionError("usage.option", option="caption", known=".svg, .png, .pdf", given=".dot")

    def pdf(self) -> bytes:
        from ..draw.pdf import pdf

        return pdf([((), self.svg)], title=self._script.title, lang=self.lang)


def captioned_svg(script: Script) -> tuple[str, tuple[float, float]]:
    """The SVG, and its size in CSS pixels.

    What stands over the picture is as high at every step.
    """
    layout, theme, walk = script.canvas.layout, script.theme, script.walk
    step = walk.steps[script.steps[0]]
    width = max(layout.width, NARROWEST)
    size = max(TYPE, width / PER_WIDTH)
    pad, margin = PADDING * size, 1.2 * size
    room = width - 2 * margin
    above = height_of_whole(walk, FORMULA * size, room) + 2 * pad
    formula = typeset(script.mathematics(step), FORMULA * size, room)
    lines = wrap(step.remark(script.lang), size, room)
    base = above + layout.height + pad
    words = base + formula.height + pad
    sheet = Composition(width, words + paragraph_height(len(lines), size) + pad, theme)
    sheet.formula(whole(step, theme, FORMULA * size, room), margin, pad)
    picture = script.picture(step.index).svg
    sheet.picture(picture, (width - layout.width) / 2, above)
    sheet.formula(formula, margin, base)
    for n, line in enumerate(lines):
        sheet.text(line, margin, words + size * (1.0 + LEADING * n), size)
    pixels = sheet.width * PIXELS, sheet.height * PIXELS
    return sheet.svg(*pixels), pixels
