"""The lines under the picture of a worksheet: to write on, or with the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from .boxes import Box
from .composition import Composition
from .formula import narrowest, typeset
from .paper import FORMULA, MARGIN, Flow, Format, Piece, flow

__all__ = ["TAGS", "AnswerLine", "listed"]

COLUMNS = 4  # of lines, at most
MORE = 28.0  # points of height that a line gets at most where there is room
TAGS = 26.0  # points for the numbers of lines, if there are not fewer
ROUNDS = 20  # halvings, until columns are as even as may be

_typeset = lru_cache(maxsize=4096)(typeset)  # for one column after another


@dataclass(frozen=True, eq=False)
class AnswerLine:
    """A tag, a formula in LaTeX, and at least this much room to write behind it."""

    tag: Box
    latex: str
    size: float = FORMULA
    room: float = 0.0
    tags: float = TAGS

    @cached_property
    def whole(self) -> float:
        """The width that it takes on one line."""
        return self.tags + typeset(self.latex, self.size).width + self.room

    @cached_property
    def least(self) -> float:
        """The width that it takes at least."""
        return self.whole if self.room else self.tags + narrowest(self.latex, self.size)

    def box(self, width: float) -> Box:
        """The formula in a column."""
        return _typeset(self.latex, self.size, width - self.tags - self.room)

    def height(self, width: float) -> float:
        """Its height in a column."""
        return max(self.box(width).height, self.tag.height)

    def piece(self, width: float, height: float) -> Piece:
        """The line as wide and as high as that."""
        box = self.box(width)
        aside = (height - box.height) / 2

        def draw(sheet: Composition, x: float, y: float) -> None:
            base = y + aside + box.above
            sheet.formula(self.tag, x, base - self.tag.above)
            sheet.formula(box, x + self.tags, y + aside)
            if self.room:
                start = x + self.tags + box.width + 4.0
                sheet.line(start, base + 3.0, x + width - start)

        return Piece(height, draw)


def listed(
    head: Sequence[Piece],
    lines: Sequence[AnswerLine],
    page: Format,
    least: float,
    apart: float = 4.0,
) -> Flow:
    """Pieces over the whole width, and under them the lines, in the columns that serve best.

    Each is ``least`` high, and at least this far ``apart`` from the next.
    """
    begun = flow(head, page)
    if not lines:
        return begun
    last, _, y = begun[-1][-1]
    top = y + last.height + 12.0
    widest = max(line.least for line in lines)
    found = []
    for count in range(min(COLUMNS, len(lines)), 0, -1):
        columns = replace(page, columns=count)
        if count == 1 or columns.column >= widest:
            broken = sum(line.whole > columns.column for line in lines)
            pages = _in_columns(lines, columns, top, least, apart)
            found.append((len(pages), broken, pages))
    pages = min(found, key=lambda row: row[:2])[2]
    begun[-1] += pages[0]
    return [*begun, *pages[1:]]


def _in_columns(
    lines: Sequence[AnswerLine], page: Format, top: float, least: float, apart: float
) -> Flow:
    """The lines in columns as even as may be, the first of them from ``top`` on."""
    pages: Flow = [[]]
    heights = [max(line.height(page.column) + apart, least) for line in lines]
    begin = 0
    while begin < len(lines):
        room = page.bottom - top
        shares = _shares(heights[begin:], page.columns, room)
        if not shares and top > MARGIN:
            pages.append([])
            top = MARGIN
            continue
        shares = shares or [(0, 1)]
        taken = begin + shares[-1][1]
        more = 0.0
        if taken == len(lines):  # there may be room to spare
            spare = min((room - sum(heights[begin + a : begin + b])) / (b - a) for a, b in shares)
            more = max(0.0, min(MORE if least else 6.0, spare))
        for column, share in enumerate(shares):
            y = top
            for n in range(begin + share[0], begin + share[1]):
                piece = lines[n].piece(page.column, heights[n] + more)
                pages[-1].append((piece, page.left(column), y))
                y += piece.height
        begin = taken
        if begin < len(lines):
            pages.append([])
            top = MARGIN
    return pages


def _shares(heights: Sequence[float], count: int, room: float) -> list[tuple[int, int]]:
    """Which of the lines stand in each column: all, evenly, or as many as there is room for."""

    def packed(limit: float) -> list[tuple[int, int]]:
        shares: list[tuple[int, int]] = []
        end = 0
        for _ in range(count):
            start, filled = end, 0.0
            while end < len(heights) and filled + heights[end] <= limit:
                filled += heights[end]
                end += 1
            if end > start:
                shares.append((start, end))
        return shares

    def holds_all(limit: float) -> bool:
        shares = packed(limit)
        return bool(shares) and shares[-1][1] == len(heights)

    if not holds_all(room):
        return packed(room)
    least, most = 0.0, room
    for _ in range(ROUNDS):
        middle = (least + most) / 2
        least, most = (least, middle) if holds_all(middle) else (middle, most)
    return packed(most)
