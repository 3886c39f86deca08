"""A picture of its own, the formula over it and what its step says under it."""

from __future__ import annotations

import math

from ..draw.picture import LARGEST
from ..draw.svg import PIXELS
from .composition import LEADING, Composition, paragraph_height
from .formula import height_of_whole, typeset, whole
from .script import Script
from .wrapping import wrap

__all__ = ["captioned", "captioned_svg"]

NARROWEST = 480.0  # points, so that words have room
TYPE, PER_WIDTH = 14.0, 72.0  # the type in points, and how much larger it is in a wide picture
FORMULA, PADDING = 1.15, 0.5  # in sizes of the type: that of formulas, and the room round one


def captioned(script: Script, kind: str) -> bytes:
    """The first step of a script as ``svg``, ``png`` or ``pdf``.

    Raises ``FontError``, ``MissingLibraryError``.
    """
    svg, area = captioned_svg(script)
    if kind == "png":
        from ..draw.raster import png

        return png(svg, min(2.0, math.sqrt(LARGEST / area)))
    if kind == "pdf":
        from ..draw.pdf import pdf

        return pdf([((), svg)], title=script.title, lang=script.lang)
    return svg.encode()


def captioned_svg(script: Script) -> tuple[str, float]:
    """The SVG, and its CSS pixels. What stands over the picture is as high at every step."""
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
    return sheet.svg(*pixels), math.prod(pixels)
