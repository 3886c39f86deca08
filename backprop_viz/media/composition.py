"""A composition: a picture, formulas and text put on one surface, written as SVG."""

from __future__ import annotations

from html import escape
from itertools import groupby
from unicodedata import east_asian_width

from ..draw.fonts import text_width
from ..draw.slots import isolated
from ..theme import FONT_STACK, Theme
from .formula import Box

__all__ = ["LEADING", "Composition", "paragraph_height"]

LEADING = 1.45  # from line to line, in sizes of the type


class Composition:
    """Takes things from top to bottom. All lengths are in points of the sheet."""

    def __init__(self, width: float, height: float, theme: Theme) -> None:
        self.width, self.height, self.theme = width, height, theme
        self._parts = [f'<rect width="{width:g}" height="{height:g}" fill="{theme.paper}"/>']

    def picture(self, svg: str, x: float, y: float, scale: float = 1.0) -> None:
        """A picture with its corner at a place; at the scale 1 its points are the sheet's."""
        # A nested SVG takes its size in pixels, of which a point has 4/3.
        self._parts.append(
            f'<g transform="translate({x:.3f},{y:.3f}) scale({0.75 * scale:.6f})">{svg}</g>'
        )

    def formula(self, box: Box, x: float, y: float) -> None:
        """A formula with its top at ``y``."""
        self._parts.append(f'<g fill="{self.theme.ink}">{box.at(x, y + box.above)}</g>')

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = "",
        right: bool = False,
    ) -> None:
        """One line with its baseline at ``y``; with ``right``, it ends at ``x``."""
        if not text.strip():
            return
        start = x - text_width(text, size, bold=bold) if right else x
        weight = ' font-weight="bold"' * bold
        runs = ""
        for run in _runs(isolated(text)):
            runs += f'<tspan x="{start:.2f}">{escape(run)}</tspan>'
            start += text_width(run, size, bold=bold)
        self._parts.append(
            f'<text y="{y:.2f}" font-size="{size:.2f}"{weight} '
            f'fill="{colour or self.theme.ink}" xml:space="preserve">{runs}</text>'
        )

    def line(self, x: float, y: float, width: float) -> None:
        """A thin rule."""
        self._parts.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="0.6" '
            f'fill="{self.theme.faint}"/>'
        )

    def svg(self, width: float | None = None, height: float | None = None) -> str:
        """The sheet as an SVG document, ``width`` and ``height`` in pixels."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width or self.width:g}" '
            f'height="{height or self.height:g}" viewBox="0 0 {self.width:g} {self.height:g}" '
            f'font-family="{FONT_STACK}">{"".join(self._parts)}</svg>'
        )


def _runs(text: str) -> list[str]:
    """The text cut where wide characters begin and end.

    Each run then finds its own font: else a renderer takes the signs and letters between Japanese
    from the Japanese font, too, where ∂ is as wide as a kanji.
    """
    return ["".join(run) for _, run in groupby(text, key=lambda c: east_asian_width(c) in "WF")]


def paragraph_height(lines: int, size: float) -> float:
    """The height of a paragraph of ``count`` lines."""
    return size * (1.3 + LEADING * (lines - 1))
