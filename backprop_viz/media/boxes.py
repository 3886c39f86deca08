"""Boxes of type with their SVG, and how they are put beside, over and into each other.

As in D. E. Knuth, *The TeXbook* (1984), chapters 11 and 17, in round numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import NamedTuple

from ..draw.fonts import text_width

__all__ = [
    "FRACTION",
    "SMALL",
    "TINY",
    "Box",
    "Light",
    "beside",
    "blank",
    "fenced",
    "fraction",
    "lit",
    "matrix",
    "root",
    "text_box",
    "under",
    "underset",
    "with_scripts",
]

# In units of the type's size
AXIS = 0.31  # of fractions and fences, above the baseline
ABOVE, BELOW = 0.76, 0.22  # of a line of text
RULE = 0.055
SMALL = 0.7  # an index or exponent
FRACTION = 0.85
TINY = 0.6  # what stands under something
TALL = 1.25  # a fence around more than this is drawn, not written


@dataclass(frozen=True, slots=True)
class Box:
    """Something typeset: its reach from its place on the baseline, and its SVG around there.

    ``kind`` is "relation", "binary", "function", "fraction", "comma", "open", "close", "quad" or
    "" and decides the room beside it.
    """

    width: float
    above: float
    below: float
    svg: str
    kind: str = ""

    @property
    def height(self) -> float:
        return self.above + self.below

    def at(self, x: float, y: float) -> str:
        """Its SVG with its baseline beginning at a place."""
        if not self.svg:
            return ""
        return f'<g transform="translate({x:.2f},{y:.2f})">{self.svg}</g>'

    def scaled(self, factor: float) -> Box:
        """It, smaller or larger."""
        svg = f'<g transform="scale({factor:.4f})">{self.svg}</g>'
        sizes = (self.width * factor, self.above * factor, self.below * factor)
        return Box(*sizes, svg, self.kind)


class Light(NamedTuple):
    """How a part of a formula is lit: the colours of its text, of what is behind it, and of a line
    round it; an empty one is none.
    """

    text: str = ""
    fill: str = ""
    line: str = ""


def lit(boxes: Sequence[Box], light: Light, size: float) -> list[Box]:
    """Boxes that stand on one baseline, lit; they keep their places."""
    width = sum(box.width for box in boxes)
    above = max((box.above for box in boxes), default=0.0)
    below = max((box.below for box in boxes), default=0.0)
    svg, rule = "", RULE * size
    if light.fill:
        svg += f'<g fill="{light.fill}">{_rectangle(0.0, -above, width, above + below)}</g>'
    if light.line:
        sides = (
            (-rule, -above - rule, width + 2 * rule, rule),
            (-rule, below, width + 2 * rule, rule),
            (-rule, -above, rule, above + below),
            (width, -above, rule, above + below),
        )
        svg += f'<g fill="{light.line}">{"".join(_rectangle(*side) for side in sides)}</g>'
    behind = Box(0.0, above, below, svg, boxes[0].kind if boxes else "")
    if light.text:
        boxes = [
            replace(box, svg=f'<g fill="{light.text}">{box.svg}</g>' if box.svg else "")
            for box in boxes
        ]
    return [behind, *boxes]


def beside(boxes: Sequence[Box]) -> Box:
    """Boxes on one baseline, one after the other."""
    if len(boxes) == 1:
        return boxes[0]
    x, svg = 0.0, []
    for box in boxes:
        svg.append(box.at(x, 0.0))
        x += box.width
    above = max((box.above for box in boxes), default=0.0)
    below = max((box.below for box in boxes), default=0.0)
    return Box(x, above, below, "".join(svg))


def under(rows: Sequence[Box], indent: float, gap: float) -> Box:
    """Rows under each other; the first keeps the baseline, the others are indented."""
    svg, y = [rows[0].at(0.0, 0.0)], rows[0].below
    for row in rows[1:]:
        y += gap + row.above
        svg.append(row.at(indent, y))
        y += row.below
    width = max(row.width + indent * (n > 0) for n, row in enumerate(rows))
    return Box(width, rows[0].above, y, "".join(svg))


def with_scripts(base: Box, sub: Box | None, sup: Box | None, size: float) -> Box:
    """A box with an index, an exponent, or both behind it."""
    svg, width = base.svg, base.width
    above, below = base.above, base.below
    if sub is not None:
        drop = max(0.18 * size, base.below - 0.1 * size)
        svg += sub.at(base.width + 0.04 * size, drop)
        width = max(width, base.width + sub.width + 0.08 * size)
        below = max(below, drop + sub.below)
    if sup is not None:
        rise = max(0.4 * size, base.above - 0.36 * size)
        svg += sup.at(base.width + 0.04 * size, -rise)
        width = max(width, base.width + sup.width + 0.08 * size)
        above = max(above, rise + sup.above)
    kind = base.kind if base.kind in ("function", "fraction") else ""
    return Box(width, above, below, svg, kind)


def underset(base: Box, small: Box, size: float) -> Box:
    """A box with a small one under its middle."""
    width = max(base.width, small.width)
    drop = max(base.below, BELOW * size) + 0.12 * size + small.above
    svg = base.at((width - base.width) / 2, 0.0) + small.at((width - small.width) / 2, drop)
    kind = base.kind if base.width == width else ""
    return Box(width, base.above, drop + small.below, svg, kind)


def fraction(over: Box, under: Box, size: float) -> Box:
    """One box over another, and a line between them."""
    pad, gap = 0.08 * size, 0.14 * size
    width = max(over.width, under.width) + 2 * pad
    rise, drop = AXIS * size + gap + over.below, gap + under.above - AXIS * size
    line = _rectangle(0.4 * pad, -AXIS * size - RULE * size / 2, width - 0.8 * pad, RULE * size)
    svg = over.at((width - over.width) / 2, -rise) + line
    svg += under.at((width - under.width) / 2, drop)
    return Box(width, rise + over.above, drop + under.below, svg, "fraction")


def root(inside: Box, size: float) -> Box:
    """A box under the sign of a square root."""
    rule, hook = RULE * size, 0.62 * size
    top, bottom = inside.above + 0.14 * size, max(inside.below, 0.1 * size)
    middle = (bottom - top) / 2 + 0.12 * size
    points = (
        (0.04 * size, middle + 0.04 * size),
        (0.2 * size, middle - 0.06 * size),
        (0.36 * size, bottom - 0.2 * size),
        (hook - rule, -top),
        (hook + inside.width + 0.08 * size, -top),
        (hook + inside.width + 0.08 * size, -top + rule),
        (hook - 0.3 * rule, -top + rule),
        (0.36 * size, bottom),
        (0.14 * size, middle + 0.04 * size),
        (0.06 * size, middle + 0.08 * size),
    )
    outline = "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points) + "Z"
    svg = f'<path d="{outline}"/>' + inside.at(hook + 0.04 * size, 0.0)
    return Box(hook + inside.width + 0.12 * size, top + rule, bottom, svg)


def matrix(rows: Sequence[Sequence[Box]], size: float) -> Box:
    """Rows of boxes in brackets."""
    columns = [max(row[i].width for row in rows if i < len(row)) for i in range(len(rows[0]))]
    highest = max((box.height for row in rows for box in row), default=0.0)
    line = max(1.3 * size, highest + 0.12 * size)
    height = line * len(rows)
    svg, x = "", 0.0
    for i, width in enumerate(columns):
        for n, row in enumerate(rows):
            if i < len(row):
                baseline = -AXIS * size - height / 2 + line * n + line / 2 + 0.36 * size
                svg += row[i].at(x + (width - row[i].width) / 2, baseline)
        x += width + 0.7 * size
    inside = Box(x - 0.7 * size, height / 2 + AXIS * size, height / 2 - AXIS * size, svg)
    return fenced("[", inside, "]", size)


def fenced(opening: str, inside: Box, closing: str, size: float) -> Box:
    """A box between fences, written or, around something tall, drawn; an empty one is none."""
    if inside.height <= TALL * size:
        parts = [text_box(opening, size, kind="open")] if opening else []
        parts.append(inside)
        parts += [text_box(closing, size, kind="close")] if closing else []
        return beside(parts)
    # As far above the axis as below it.
    reach = max(inside.above - AXIS * size, inside.below + AXIS * size) + 0.05 * size
    above, below = reach + AXIS * size, reach - AXIS * size
    width = 0.36 * size
    svg = _drawn_fence(opening, width, above, below, size) if opening else ""
    start = width if opening else 0.0
    svg += inside.at(start, 0.0)
    total = start + inside.width
    if closing:
        drawn = _drawn_fence(closing, width, above, below, size)
        svg += f'<g transform="translate({total:.2f},0)">{drawn}</g>'
        total += width
    return Box(total, above, below, svg)


def _drawn_fence(mark: str, width: float, above: float, below: float, size: float) -> str:
    rule, middle = 1.3 * RULE * size, width / 2
    if mark == "|":
        return _rectangle(middle - rule / 2, -above, rule, above + below)
    inner, outer = (0.9 * width, 0.3 * width) if mark in "([" else (0.1 * width, 0.7 * width)
    if mark in "[]":
        left = min(inner, outer)
        reach = abs(inner - outer)
        upright = outer if mark == "[" else outer - rule
        return (
            _rectangle(upright, -above, rule, above + below)
            + _rectangle(left, -above, reach, rule)
            + _rectangle(left, below - rule, reach, rule)
        )
    centre = (below - above) / 2
    bulge = 2 * outer - inner  # the control point of a curve that comes as far as ``outer``
    thick = rule if mark == "(" else -rule
    return (
        f'<path d="M{inner:.2f},{-above:.2f}Q{bulge:.2f},{centre:.2f} {inner:.2f},{below:.2f}'
        f'Q{bulge + 2 * thick:.2f},{centre:.2f} {inner:.2f},{-above:.2f}Z"/>'
    )


def blank(size: float) -> Box:
    """A frame to write a number in."""
    width, above, below, rule = 3.0 * size, 0.95 * size, 0.45 * size, 0.6 * RULE * size
    svg = (
        _rectangle(0.1 * size, -above, width - 0.2 * size, rule)
        + _rectangle(0.1 * size, below - rule, width - 0.2 * size, rule)
        + _rectangle(0.1 * size, -above, rule, above + below)
        + _rectangle(width - 0.1 * size - rule, -above, rule, above + below)
    )
    return Box(width, above, below, svg)


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"/>'


@lru_cache(maxsize=4096)
def text_box(
    text: str, size: float, *, bold: bool = False, italic: bool = False, kind: str = ""
) -> Box:
    """A text on a line."""
    look = ' font-weight="bold"' * bold + ' font-style="italic"' * italic
    svg = f'<text font-size="{size:.2f}"{look}>{escape(text)}</text>' if text.strip() else ""
    width = text_width(text, size, bold=bold, italic=italic)
    return Box(width, ABOVE * size, BELOW * size, svg, kind)
