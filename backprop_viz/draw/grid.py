"""A card as SVG: its frame, what is written over its grid, and its cells or its image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise

from ..theme import LOOKS, Theme
from .cards import HEAD, NOTE, SIDE, Card
from .cells import INFINITE, TONES, UNDEFINED, Cells
from .ink import Ink
from .places import Bounds, Box
from .scene import UNKNOWN, Label
from .schedule import Mark
from .widths import text_width

__all__ = ["INSET", "MARKED", "CardSlot", "edge_colour", "tone", "type_size"]

BASE = 0.35  # of the size of a type, from the middle of a line down to its baseline
INSET = 0.75  # points of a cell that are free on each side
CORNER = 6.0  # points; the radius of a card's corners
MARKED = 6.0  # points; a block of at least this has room for a dot, a sign or a cross


class CardSlot:
    """A half of a card, or one that has no other half: the twin of a slot for a number."""

    def __init__(self, card: Card, box: Box, role: str, name: str = "") -> None:
        self.card, self.role, self.name = card, role, name
        self._is_lower = role == "gradient"
        self.corner = card.corner(box.x, box.y, self._is_lower)
        self._left, self._right = box.x - box.width / 2, box.x + box.width / 2
        self._top = self.corner[1] - HEAD
        self._box = box
        self._kept: tuple[Cells, Theme, str] | None = None  # the last image, as it is written

    @property
    def around(self) -> Bounds:
        """The bounds of all of the card."""
        box = self._box
        return self._left, box.y - box.height / 2, self._right, box.y + box.height / 2

    @property
    def half(self) -> Bounds:
        """The bounds of this half."""
        return self._left, self._top, self._right, self._top + self.card.half

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the grid."""
        (x, y), (width, height) = self.corner, self.card.grid
        return x + width / 2, y + height / 2

    def places(self) -> Iterator[tuple[float, float]]:
        """The left upper corner of each cell, row by row."""
        x, y = self.corner
        return ((x + left, y + top) for top in self.card.tops for left in self.card.lefts)

    def line(self, mark: Mark, ink: Ink) -> str:
        """The outline of all of the card, and the line between its halves."""
        box = self._box
        outline = _rounded(self._left, box.y - box.height / 2, box.width, box.height)
        pen = ink.line[mark]
        if mark not in ("forward", "backward"):
            pen = f'stroke="{ink.theme.between("paper", "faint", 0.6)}" stroke-width="1"'
        frame = f'<path d="{outline}" fill="none" {pen}/>'
        if self.card.halves == 1:
            return frame
        return f'<path d="M{self._left:g},{box.y:g}H{self._right:g}" {ink.line[mark]}/>{frame}'

    def tint(self, label: Label, ink: Ink) -> str:
        """What lies behind a half that the step writes."""
        if label.mark not in ("forward", "backward"):
            return ""
        outline = _rounded(self._left, self._top, self._right - self._left, self.card.half)
        return f'<path d="{outline}" fill="{ink.fill[label.mark]}"/>'

    def text(self, label: Label, ink: Ink, *, is_told: bool = True) -> str:
        """The name and the shape (where ``is_told``), or ∂, over the grid; and the grid."""
        is_value = self.role == "value"
        if self.role == "gradient" and self.card.halves == 1:
            return ""
        look = (ink.value if is_value else ink.gradient)[label.mark]
        head, note = self.name, self.card.told if is_told else ""
        if not is_value:
            head, note = "∂" if label.lines else "", "+ ?" if label.is_partial else ""
        quiet = f'font-size="{NOTE:g}" fill="{ink.theme.faint}"'
        y = self._top + HEAD / 2 + 5.5
        made = [f'<g class="{self.role}">']
        for text, x, anchor, style in (
            (head, self._left + SIDE, "start", look),
            (note, self._right - SIDE, "end", quiet if is_value else look),
        ):
            if text:
                at = f'x="{x:g}" y="{y:.2f}" text-anchor="{anchor}"'
                made.append(f"<text {at} {style}>{text}</text>")
        drawn = self._image if self.card.is_image else self._cells
        return "".join([*made, *drawn(label, ink.theme), "</g>"])

    def _cells(self, label: Label, theme: Theme) -> Iterator[str]:
        card, (width, height) = self.card, self.card.cell
        count = card.count
        texts: Sequence[str] = [""] * count
        tones: Sequence[int | None] = [None] * count
        if label.cells is not None:
            texts, tones = label.cells.texts, label.cells.tones
        elif label.is_unknown:
            texts = ["?"] * count
        edge = edge_colour(theme, self.role != "value")
        size = f'width="{width - 2 * INSET:g}" height="{height - 2 * INSET:g}"'
        yield f'<g stroke="{edge}" stroke-width="0.6">'
        places = list(self.places())
        for (x, y), step in zip(places, tones, strict=True):
            fill = tone(theme, step) if step is not None else theme.paper
            yield f'<rect x="{x + INSET:g}" y="{y + INSET:g}" {size} fill="{fill}"/>'
        ink = theme.faint if label.cells is None else theme.ink
        bold = ' font-weight="bold"' * (label.cells is not None and LOOKS[label.mark].is_bold)
        yield f'</g><g font-size="{card.size:g}" fill="{ink}"{bold}>'
        down = height / 2 + BASE * card.size
        for (x, y), text in zip(places, texts, strict=True):
            if text:
                small = type_size(card, text)
                own = f' font-size="{small:g}"' if small < card.size else ""
                yield f'<text x="{x + width / 2:g}" y="{y + down:.2f}"{own}>{escape(text)}</text>'
        yield "</g>"

    def _image(self, label: Label, theme: Theme) -> Iterator[str]:
        (x, y), (width, height) = self.corner, self.card.grid
        edge = edge_colour(theme, self.role != "value")
        around = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
        yield f'<rect {around} fill="{theme.paper}" stroke="{edge}" stroke-width="0.6"/>'
        if label.cells is None:
            if label.is_unknown:
                across, down = self.middle
                at = f'x="{across:g}" y="{down + 5:.2f}"'
                yield f'<text {at} fill="{theme.faint}">{UNKNOWN[0]}</text>'
            return
        kept = self._kept
        if kept is None or kept[0] is not label.cells or kept[1] != theme:
            kept = label.cells, theme, "".join(self._blocks(label.cells, theme))
            self._kept = kept
        yield kept[2]
        note = f'font-size="{NOTE:g}" fill="{theme.faint}"'
        base = y + height + NOTE + 4
        told = label.cells.told[-1]
        yield f'<text x="{self._box.x:g}" y="{base:.2f}" {note}>{escape(told)}</text>'

    def _blocks(self, shown: Cells, theme: Theme) -> Iterator[str]:
        """A path for each tone, of the runs of blocks that have it, and one for each kind of mark.

        Without colours a sign tells what is negative.
        """
        card, (width, height) = self.card, self.card.cell
        across = len(card.lefts)
        runs: dict[int, list[str]] = {}
        marks: list[str] = []
        has_room = min(width, height) >= MARKED
        x, y = self.corner
        rights = [f"{x + left + width:g}" for left in card.lefts]
        opening = [f"M{x + left:g}," for left in card.lefts]  # thousands of runs share these
        middle = [f"H{right}L{right}," for right in rights]
        closing = [f"H{x + left:g}Z" for left in card.lefts]
        for row, top in enumerate(card.tops):
            tones = shown.tones[row * across : (row + 1) * across]
            if has_room:
                for left, step in zip(card.lefts, tones, strict=True):
                    marks += _sign(step, x + left, y + top, card.cell, theme)
            over, under = f"{y + top:g}", f"{y + top + height:g}"
            changes = [n for n in range(1, across) if tones[n] != tones[n - 1]]
            for start, end in pairwise((0, *changes, across)):
                path = f"{opening[start]}{over}{middle[end - 1]}{under}{closing[start]}"
                runs.setdefault(tones[start], []).append(path)
        for step in sorted(runs):
            if step:
                path = "".join(runs[step])
                yield f'<path d="{path}" fill="{tone(theme, step)}"/>'
        if marks:
            yield (
                f'<path d="{"".join(marks)}" fill="none" stroke="{theme.ink}" stroke-width="0.8"/>'
            )


def _sign(step: int, x: float, y: float, size: tuple[float, float], theme: Theme) -> Iterator[str]:
    """The mark in a block: a dot for 0, a cross for nan, a bar for ∞, and for − without colours."""
    (across, down), reach = (x + size[0] / 2, y + size[1] / 2), min(size) / 4
    left, right, top, bottom = across - reach, across + reach, down - reach, down + reach
    if step == 0:
        yield f"M{across - 0.4:g},{down:g}H{across + 0.4:g}"
    elif step == UNDEFINED:
        yield f"M{left:g},{top:g}L{right:g},{bottom:g}M{left:g},{bottom:g}L{right:g},{top:g}"
    elif abs(step) == INFINITE:
        yield f"M{left:g},{top:g}H{right:g}L{right:g},{bottom:g}H{left:g}Z"
    elif step < 0 and theme.minus == theme.plus:
        yield f"M{left:g},{down:g}H{right:g}"


def edge_colour(theme: Theme, is_gradient: bool) -> str:
    """The colour of the edges of cells, which tells a gradient from a value."""
    if is_gradient:
        return theme.between("paper", "gradient", 0.5)
    return theme.between("paper", "ink", 0.2)


@lru_cache(maxsize=512)
def tone(theme: Theme, step: int) -> str:
    """The colour of a tone: that of 0 is paper, and what is no number has the colour of faint."""
    if step == UNDEFINED:
        return theme.between("paper", "faint", 0.4)
    share = min(abs(step), TONES) / TONES
    return theme.between("paper", "minus" if step < 0 else "plus", share)


def type_size(card: Card, text: str) -> float:
    """The size of the type of a number in its cell: smaller where it would be too long."""
    return min(card.size, round((card.cell[0] - 3) / text_width(text, 1.0), 2))


def _rounded(x: float, y: float, width: float, height: float) -> str:
    """The outline of a box with round corners."""
    right, bottom, r = x + width, y + height, CORNER
    return (
        f"M{x + r:g},{y:g}H{right - r:g}Q{right:g},{y:g} {right:g},{y + r:g}"
        f"L{right:g},{bottom - r:g}Q{right:g},{bottom:g} {right - r:g},{bottom:g}"
        f"H{x + r:g}Q{x:g},{bottom:g} {x:g},{bottom - r:g}"
        f"L{x:g},{y + r:g}Q{x:g},{y:g} {x + r:g},{y:g}Z"
    )
