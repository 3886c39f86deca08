"""Sheets of paper, and how pieces flow down their columns: as few pages as stay legible."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..draw.fonts import text_width
from ..tell.walk import Step
from ..theme import FONT_SIZE
from ..words import say
from .composition import LEADING, Composition, paragraph_height
from .script import PAPERS, Script
from .views import View, Views
from .wrapping import wrap

__all__ = [
    "BETWEEN_COLUMNS",
    "BOLD",
    "FORMULA",
    "LABEL",
    "MARGIN",
    "SMALLEST",
    "WORDS",
    "Flow",
    "Format",
    "Pages",
    "Piece",
    "chosen",
    "flow",
    "paragraph_piece",
    "picture_pieces",
]

SMALLEST = 6.0
"""Points: no letter on paper is smaller, be it in a circle or the index of an index."""

LABEL = 7.0  # points, at least, of names and numbers in a picture
FORMULA, WORDS, TITLE, FOOT = 12.5, 9.5, 15.0, 8.0  # sizes of type
MARGIN = 36.0
HEAD, BELOW = 30.0, 22.0  # points of a title over the columns, and of the foot under them
BETWEEN_COLUMNS = 28.0  # between columns
SCALES = (1.25, 1.1, 1.0, 0.9, 0.8, 0.7, 0.6)  # of a picture
CONTEXT = 600.0  # points of a picture, at least, that a window shows
LARGEST = 14_000.0  # points; readers of PDF show no longer page
BOLD = 1.1  # bold type is wider
GAP = 4.0  # between strips of a picture


@dataclass(frozen=True)
class Format:
    """A page, its columns, and the scale at which pictures stand in them."""

    width: float
    height: float
    columns: int = 1
    scale: float = 1.0
    between: float = BETWEEN_COLUMNS

    @property
    def room(self) -> float:
        """The width without the margins."""
        return self.width - 2 * MARGIN

    @property
    def column(self) -> float:
        """The width of a column."""
        return (self.room - self.between * (self.columns - 1)) / self.columns

    @property
    def widest(self) -> float:
        """How much of a picture stands in a column, in points of the picture."""
        return self.column / self.scale

    @property
    def bottom(self) -> float:
        """Where columns end."""
        return self.height - MARGIN - BELOW

    @property
    def depth(self) -> float:
        """The height of a column under a title."""
        return self.bottom - MARGIN - HEAD

    def left(self, column: int) -> float:
        """Where a column begins."""
        return MARGIN + column * (self.column + self.between)


@dataclass(frozen=True)
class Piece:
    """What stands in a column: its height, and what draws it with its corner at a place.

    One that ``sticks`` is in the same column as the next; ``after`` is the room behind it, where
    another follows. With ``begins`` a new page begins. ``steps`` is how many it draws.
    """

    height: float
    draw: Callable[[Composition, float, float], None]
    sticks: bool = False
    after: float = 0.0
    begins: bool = False
    steps: int = 0


Flow = list[list[tuple[Piece, float, float]]]
"""For each page the pieces and their corners."""


def flow(pieces: Sequence[Piece], page: Format) -> Flow:
    """The pieces down the columns of as many pages as it takes."""
    pages: Flow = [[]]
    column, top = 0, MARGIN + HEAD
    y, after = top, 0.0
    start = 0
    while start < len(pieces):
        end = start
        while pieces[end].sticks and end + 1 < len(pieces):
            end += 1
        cluster = pieces[start : end + 1]
        while len(cluster) > 1 and _height(cluster) > page.bottom - top:
            cluster = cluster[:-1]  # more than a column: it goes on in the next
        height = _height(cluster)
        is_full = y + after + height > page.bottom + 0.01
        if (is_full or cluster[0].begins) and (y > top or column):
            column, after = column + 1, 0.0
            if column == page.columns or cluster[0].begins:
                column, top = 0, MARGIN
                pages.append([])
            y = top
        for piece in cluster:
            y += after
            pages[-1].append((piece, page.left(column), y))
            y, after = y + piece.height, piece.after
        start += len(cluster)
    return pages


def _height(pieces: Sequence[Piece]) -> float:
    return sum(piece.height + piece.after for piece in pieces) - pieces[-1].after


def chosen(paper: str, views: Views, most: int, pages_of: Callable[[Format], int]) -> Format:
    """The format of a sheet, of at most ``most`` columns, that takes the fewest pages.

    Among equals the picture is as large as possible, and then in the fewest strips. It is whole in
    a column, if any column can hold it so that it can be read; else it is in strips, and in windows
    of some context. Where no page holds a strip, the paper grows, from A4 to A3 and so on; only the
    largest makes it smaller.
    """
    layout, least = views.canvas.layout, _least(views)
    scales = [*(scale for scale in SCALES if scale > least), least]
    growth = 1.0
    sheet = PAPERS[paper]
    while growth * max(sheet) <= LARGEST:
        formats = list(_formats(sheet, most, growth, scales))
        whole = [page for page in formats if layout.width * page.scale <= page.column]
        found = whole or [
            page for page in formats if page.scale == least and page.column >= least * CONTEXT
        ]
        found = [page for page in found if _holds(page, views)]
        if found:
            return min(
                found,
                key=lambda page: (
                    pages_of(page),
                    -page.scale,
                    len(views.strips(page.widest)),
                    page.columns,
                ),
            )
        growth *= 2**0.5
    page = Format(LARGEST, LARGEST)
    return replace(page, scale=min(page.room / layout.width, 0.9 * page.depth / layout.height))


def _holds(page: Format, views: Views) -> bool:
    """Whether each strip has room on the page, with a heading over it and a formula under it."""
    room = page.depth - 6 * FORMULA
    return all(
        strip.width * page.scale <= page.column + 0.01 and strip.height * page.scale <= room
        for strip in views.strips(page.widest)
    )


def _least(views: Views) -> float:
    """The scale at which all letters of the picture can still be read."""
    circles = (circle.font_size for circle in views.canvas.plan.circles)
    return max(LABEL / FONT_SIZE, SMALLEST / min(circles, default=FONT_SIZE))


def _formats(
    sheet: tuple[float, float], most: int, growth: float, scales: Sequence[float]
) -> Iterator[Format]:
    for width, height in (sheet, sheet[::-1]):
        for columns in range(1, most + 1):
            for scale in scales:
                yield Format(width * growth, height * growth, columns, scale)


def paragraph_piece(
    text: str, width: float, size: float = WORDS, *, bold: bool = False, indent: float = 0.0
) -> Piece:
    """A paragraph as a piece."""
    lines = wrap(text, size * (BOLD if bold else 1.0), width - indent)

    def draw(sheet: Composition, x: float, y: float) -> None:
        for n, line in enumerate(lines):
            sheet.text(line, x + indent, y + size * (1.0 + LEADING * n), size, bold=bold)

    return Piece(paragraph_height(len(lines), size), draw)


def picture_pieces(
    shown: Sequence[View], page: Format, parts: Callable[[], Sequence[str]]
) -> Iterator[Piece]:
    """Views of a picture, which stick to what follows; ``parts`` makes the parts of the whole."""
    made: list[Sequence[str]] = []

    def draw(view: View, scale: float, sheet: Composition, x: float, y: float) -> None:
        if not made:
            made.append(parts())
        sheet.picture(view.svg(made[0]), x, y, scale)
        if view is shown[-1]:
            made.clear()  # all steps together would fill the memory

    for view in shown:
        scale = min(page.scale, page.column / view.width)
        yield Piece(view.height * scale, partial(draw, view, scale), sticks=True, after=GAP)


class Pages:
    """Pages with their titles and feet; ``count`` is all that there will be."""

    def __init__(self, script: Script, title: str, count: int) -> None:
        self.script, self.title, self.count = script, title, count
        self.number = 0
        self._steps: Iterator[Step] | None = None

    def next_step(self) -> int:
        """The next step, which is being drawn."""
        if self._steps is None:
            self._steps = self.script.each_step()
        return next(self._steps).index

    def end(self) -> None:
        """All steps have been drawn: a progress bar is put away."""
        if self._steps is not None:
            next(self._steps, None)

    def sheet(self, page: Format, heading: str, *, has_name: bool = False) -> Composition:
        """The next page."""
        self.number += 1
        sheet = Composition(page.width, page.height, self.script.theme)
        lang, faint = self.script.lang, self.script.theme.faint
        right, name = page.width - MARGIN, 190.0 if has_name else 0.0
        size = TITLE
        while text_width(heading, size, bold=True) > page.room - name and size > WORDS:
            size -= 0.5
        lines = wrap(heading, BOLD * size, page.room - name)
        told = lines[0] + "…" * (len(lines) > 1)
        sheet.text(told, MARGIN, MARGIN + TITLE, size, bold=True)
        if has_name:
            sheet.text(say("media.name", lang), right - 180.0, MARGIN + TITLE, 10.0)
            sheet.line(right - 140.0, MARGIN + TITLE + 2.0, 140.0)
        foot = page.height - MARGIN + 2.0
        sheet.line(MARGIN, foot - 12.0, page.room)
        title = wrap(self.title, FOOT, page.room - 120.0)
        told = title[0] + "…" * (len(title) > 1)
        sheet.text(told, MARGIN, foot, FOOT, colour=faint)
        place = say("media.page", lang, page=self.number, pages=self.count)
        sheet.text(place, right, foot, FOOT, colour=faint, right=True)
        return sheet
