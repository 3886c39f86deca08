"""The card of an array: room for a cell for each entry or, where they are many, for an image.

A card is what the label of a wire grows to where the value has a shape: the name and the numbers
stand over the line and the gradient under it, as those of a number do. How large it is depends on
shapes alone, and all cards of a picture have cells of one size, so that rows and columns that
belong together are as long as each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..core.graph import Graph
from ..spell.numbers import DIGITS
from .vectors import columns
from .widths import even, text_width

__all__ = [
    "CELLS",
    "ENDS",
    "HEAD",
    "NOTE",
    "SIDE",
    "TO",
    "Card",
    "Deck",
    "Shape",
    "deck",
    "has_card",
]

Shape = tuple[int, ...]

CELLS = 8  # rows, and columns, that an array with a cell for each entry has at most
BLOCKS = 32  # ... and an image: of more, several entries share a block
FEW = 4  # columns, of which each has room for a digit more
IMAGE, SLIM = 96.0, 14.0  # points of the longer side of an image, and of the shorter at least
APART = 6.0  # points between the matrices of a stack
HEAD = 22.0  # points over the grid, for the name and the shape
SIDE = 8.0  # ... beside it, and below
NOTE = 11.0  # size of the type of a shape and of a scale
GAP = 12.0  # points between a name and a shape
TO, ENDS = " … ", 6  # between the least and the greatest entry, and the characters of both


@dataclass(frozen=True, slots=True)
class Card:
    """Where the entries of an array of this ``shape`` stand, in a ``table`` of rows and columns.

    ``lefts`` and ``tops`` are those of the columns and rows, from the corner of the grid, of
    which each is as large as ``cell``. A cell has room for a number of ``chars`` characters of the
    type ``size``; an image has no numbers. Of two ``halves`` the lower one is the gradient's.
    """

    shape: Shape
    table: tuple[int, int]
    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    cell: tuple[float, float]
    size: float
    chars: int
    halves: int
    width: float
    half: float  # points from the top to the bottom of a half

    @property
    def is_image(self) -> bool:
        """Whether the entries have no cells of their own."""
        return not self.size

    @property
    def count(self) -> int:
        """How many cells there are, or blocks."""
        return len(self.tops) * len(self.lefts)

    @property
    def grid(self) -> tuple[float, float]:
        """The width and the height of all rows and columns."""
        return self.lefts[-1] + self.cell[0], self.tops[-1] + self.cell[1]

    @property
    def told(self) -> str:
        """The shape as it is written on the card."""
        return "×".join(map(str, self.shape))

    def corner(self, x: float, y: float, is_lower: bool) -> tuple[float, float]:
        """The left upper corner of the grid in a half of a card whose centre is at ``x``, ``y``."""
        top = y - self.halves * self.half / 2 + (self.halves - 1) * is_lower * self.half
        return x - self.grid[0] / 2, top + HEAD


@dataclass(frozen=True)
class Deck:
    """The cards of a picture, whose cells are of one size: they have room for ``chars`` of type."""

    shapes: Sequence[Shape]
    upright: frozenset[int]
    size: float
    chars: int
    cell: tuple[float, float]

    def card(self, node: int, halves: int, name: str = "") -> Card | None:
        """The card of a node with that name; None for a number, and where there are no entries."""
        shape = self.shapes[node]
        if not has_card(shape):
            return None
        pages, rows, columns = _paged(shape, node in self.upright)
        head = text_width(name) + GAP * bool(name) + text_width("×".join(map(str, shape)), NOTE)
        size, chars, cell, below, between = self.size, self.chars, self.cell, SIDE, APART
        if not _is_small(pages * rows, columns):
            size, chars, cell = 0.0, 0, _block(pages * rows, columns)
            below += NOTE + SIDE
            between = APART / 2 if pages * rows <= BLOCKS else 0.0
            head = max(head, text_width(TO.join(["−0.111"] * 2), NOTE))
        lefts = _places(min(columns, BLOCKS), cell[0])
        tops = _places(min(pages * rows, BLOCKS), cell[1], rows, between)
        width = max(lefts[-1] + cell[0], head, text_width("∂ + ?") if halves == 2 else 0.0)
        return Card(
            shape,
            (pages * rows, columns),
            lefts,
            tops,
            cell,
            size,
            chars,
            halves,
            even(width + 2 * SIDE),
            even(HEAD + tops[-1] + cell[1] + below),
        )


def deck(
    graph: Graph, shapes: Sequence[Shape], digits: int, beside: int = 1, between: str = ""
) -> Deck:
    """The cards of a graph whose nodes have values of these shapes.

    A cell has room for numbers of ``digits`` digits, and for ``beside`` of them in a row.
    """
    if not any(shapes):
        return Deck(shapes, frozenset(), 0.0, 0, (0.0, 0.0))
    upright = columns(graph, shapes)
    tables = [_paged(shape, n in upright) for n, shape in enumerate(shapes) if has_card(shape)]
    most = max((c for p, r, c in tables if _is_small(p * r, c)), default=0)
    size, chars, height = (12.0, 5, 22.0) if most <= FEW else (10.5, 4, 19.0)
    chars += max(0, digits - DIGITS)
    widest = "−0." + "1" * (chars - 3)
    width = text_width(between.join([widest] * beside), size)
    return Deck(shapes, upright, size, chars, (2 * math.ceil(width / 2) + 4, height))


def has_card(shape: Shape) -> bool:
    """Whether a value of that shape has entries to be shown, and is no number."""
    return bool(shape) and 0 not in shape


def _paged(shape: Shape, upright: bool) -> tuple[int, int, int]:
    """An array as pages of rows and columns; a vector is a row, or ``upright`` a column."""
    if len(shape) == 1:
        return (1, shape[0], 1) if upright else (1, 1, shape[0])
    *pages, rows, columns = shape
    return math.prod(pages), rows, columns


def _is_small(rows: int, columns: int) -> bool:
    return rows <= CELLS and columns <= CELLS


def _places(count: int, size: float, page: int = 0, between: float = 0.0) -> tuple[float, ...]:
    """Where rows or columns begin; after each page there is room ``between``."""
    return tuple(n * size + (n // page if page else 0) * between for n in range(count))


def _block(rows: int, columns: int) -> tuple[float, float]:
    """The size of a block of an image: square, unless that makes it too slim."""
    side = IMAGE / max(rows, columns)
    down, across = min(rows, BLOCKS), min(columns, BLOCKS)
    width, height = max(columns * side, SLIM), max(rows * side, SLIM)
    return round(width / across, 4), round(height / down, 4)
