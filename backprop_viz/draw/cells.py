"""What stands in the cells of a card: the numbers of an array, and how far each is from 0.

How far is told in a few tones on each side of 0, by a scale that is rounded up to 1, 2 or 5 and so
stands still while the numbers change a little. Tone 0 is an exact 0 and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.walk import Walk
from ..kept import kept
from ..spell.numbers import DIGITS, Number, Value, format_number
from .cards import CELLS, ENDS, TO, Card

__all__ = [
    "INFINITE",
    "TONES",
    "UNDEFINED",
    "ZERO",
    "Cells",
    "Scales",
    "cells",
    "scale_of",
    "scales",
]

TONES = 8  # on each side of 0
INFINITE, UNDEFINED = 9, 10  # the tones of what no scale can tell, ∞ with the sign
ZERO = "·"  # how an exact 0 stands in a cell


class Cells(NamedTuple):
    """What an array shows: ``texts`` of its entries row by row, and their ``tones``, of an image
    those of its blocks.

    ``scale`` is what the deepest tone stands for, and ``told`` says what an image cannot show: its
    norm, and its least and greatest entries.
    """

    texts: tuple[str, ...]
    tones: tuple[int, ...]
    scale: str
    told: tuple[str, ...] = ()


def cells(card: Card, value: Value, scale: float, digits: int = DIGITS) -> Cells:
    """The cells of a card with a ``value`` of its shape."""
    shown = f"±{format_number(scale)}"
    tones = _tones(value, scale)
    if card.is_image:
        return Cells((), _blocks(card, tones), shown, _told(value))
    texts = tuple(
        ZERO if x == 0 else format_number(x, card.chars, digits) for x in value.ravel().tolist()
    )
    return Cells(texts, tuple(tones.ravel().tolist()), shown)


class Scales(NamedTuple):
    """For each node of a walk the scale of its values, and of all gradients that come to it."""

    values: list[float]
    gradients: list[float]
    known: dict[tuple[object, ...], tuple[Value, tuple[str, ...], Cells]]
    """What a scene has made of a value, which is the same at every step that shows it."""


@kept
def scales(walk: Walk) -> Scales:
    """The scales of all nodes at all steps, found once for each walk.

    That of a gradient is right for every part and every sum on the way to it, too.
    """
    arrived: list[list[Value]] = [[] for _ in walk.node_values]
    for node, total in enumerate(walk.node_gradients):
        if total is not None:
            arrived[node].append(total)
    for backflow in walk.backflows:
        arrived[backflow.edge.operand] += (backflow.contribution, backflow.total)
    values = [_scale([value]) for value in walk.node_values]
    return Scales(values, list(map(_scale, arrived)), {})


def said(value: Value, digits: int = DIGITS) -> str:
    """An array in words for those who do not see its card: its shape, and its entries or, of many,
    the norm, the least and the greatest.
    """
    shape = "×".join(map(str, value.shape))
    if value.size > CELLS * CELLS or not value.size:
        return f"{shape} {', '.join(_told(value))}" if value.size else shape
    rows = value.reshape(-1, value.shape[-1]).tolist()
    lines = (", ".join(format_number(x, digits=digits) for x in row) for row in rows)
    return f"{shape} [{'; '.join(lines)}]"


def scale_of(value: Value) -> float:
    """The scale of a value that is alone."""
    return _scale([value])


def _scale(values: Iterable[Number]) -> float:
    return _rounded_up(max((_greatest(value) for value in values), default=0.0))


def _greatest(value: Number) -> float:
    """The greatest size of the finite entries."""
    sizes = np.abs(np.asarray(value))
    return float(np.max(sizes, initial=0.0, where=np.isfinite(sizes)))


def _rounded_up(size: float) -> float:
    """1, 2 or 5 times a power of ten that is not less; 1 for a size of 0."""
    if not size:
        return 1.0
    power = int(f"{size:.16e}".partition("e")[2])
    steps = (float(f"{lead}e{power}") for lead in (1, 2, 5, 10))
    return min(next(step for step in steps if step >= size), sys.float_info.max)


def _tones(value: Value, scale: float) -> NDArray[np.int64]:
    with np.errstate(all="ignore"):
        sizes = np.ceil(np.abs(value) / scale * TONES)
    tones: NDArray[np.float64] = np.sign(value) * np.clip(sizes, 1, TONES)
    if not np.isfinite(value).all():
        tones = np.where(np.isinf(value), np.sign(value) * INFINITE, tones)
        tones = np.where(np.isnan(value), UNDEFINED, tones)
    return tones.astype(np.int64)


def _blocks(card: Card, tones: NDArray[np.int64]) -> tuple[int, ...]:
    """Of each block the mean of its tones, rounded away from 0; what is no number wins."""
    grid = tones.reshape(card.table)
    starts = [
        [n * size // count for n in range(count)]
        for size, count in zip(card.table, (len(card.tops), len(card.lefts)), strict=True)
    ]

    def joined(how: np.ufunc, table: NDArray[np.int64]) -> NDArray[np.int64]:
        rows = how.reduceat(table, starts[0], axis=0)
        return np.asarray(how.reduceat(rows, starts[1], axis=1))

    sums = joined(np.add, grid)
    down, across = (np.diff([*begun, size]) for begun, size in zip(starts, card.table, strict=True))
    found = np.sign(sums) * -(-np.abs(sums) // np.outer(down, across))
    if grid.max() >= INFINITE or grid.min() <= -INFINITE:
        least, greatest = joined(np.minimum, grid), joined(np.maximum, grid)
        found = np.where(least == -INFINITE, least, found)
        found = np.where(greatest >= INFINITE, greatest, found)
    return tuple(found.ravel().tolist())


def _told(value: Value) -> tuple[str, ...]:
    with np.errstate(all="ignore"):
        norm = format_number(float(np.linalg.norm(value.ravel())))
    ends = (format_number(float(x), ENDS) for x in (np.min(value), np.max(value)))
    return f"‖{norm}‖", TO.join(ends)
