"""Where things stand: one layout per plan, made by Graphviz, kept by its DOT text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from ..errors import EngineError
from . import engine

__all__ = ["Box", "Layout", "lay_out"]

POINTS = 72.0  # per inch
MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Box:
    """The centre and the size of a thing, in points, y downward."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """The picture's size, the box of each thing by its id, and the curve of each link in turn.

    A curve is the control points of a chain of cubic Bézier curves.
    """

    width: float
    height: float
    boxes: dict[str, Box]
    curves: tuple[tuple[tuple[float, float], ...], ...]


def lay_out(dot: str, links: tuple[tuple[str, str], ...]) -> Layout:
    """The layout of a DOT text with these links. Raises ``EngineError`` without an engine."""
    return _lay_out(dot, links, engine.find())


@lru_cache(maxsize=64)
def _lay_out(dot: str, links: tuple[tuple[str, str], ...], program: str) -> Layout:
    try:
        return _read(engine.run(program, dot, "plain"), links)
    except (KeyError, IndexError, ValueError):
        raise EngineError(f"{program} wrote no layout of the picture") from None


def _read(text: str, links: tuple[tuple[str, str], ...]) -> Layout:
    boxes: dict[str, Box] = {}
    curves: dict[tuple[str, str], list[tuple[tuple[float, float], ...]]] = {}
    width = height = 0.0

    def point(x: str, y: str) -> tuple[float, float]:
        return round(float(x) * POINTS + MARGIN, 2), round(height - float(y) * POINTS + MARGIN, 2)

    for line in text.split("\n"):
        kind, *words = line.split(" ")
        if kind == "graph":
            width, height = float(words[1]) * POINTS, float(words[2]) * POINTS
        elif kind == "node":
            size = (round(float(words[3]) * POINTS, 2), round(float(words[4]) * POINTS, 2))
            boxes[words[0]] = Box(*point(words[1], words[2]), *size)
        elif kind == "edge":
            count = int(words[2])
            numbers = words[3 : 3 + 2 * count]
            curve = tuple(point(*numbers[i : i + 2]) for i in range(0, 2 * count, 2))
            curves.setdefault((words[0], words[1]), []).append(curve)
    found = tuple(curves[link].pop(0) for link in links)
    return Layout(_whole(width + 2 * MARGIN), _whole(height + 2 * MARGIN), boxes, found)


def _whole(points: float) -> float:
    """Rounded up to whole CSS pixels, so that no seam is left beside the paper."""
    return 0.75 * math.ceil(round(points / 0.75, 3))
