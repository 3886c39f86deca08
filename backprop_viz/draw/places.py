"""Where things stand: what every way to lay out comes to."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..words import Message

__all__ = ["MARGIN", "Bounds", "Box", "Curve", "Layout", "Line", "Point", "whole"]

MARGIN = 8.0  # points
Bounds = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]
Curve = tuple[Point, ...]
Line = tuple[Curve, Curve]  # its control points, and the corners of its arrow head


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

    A curve is the control points of a chain of cubic Bézier curves. ``note`` tells why it was not
    Graphviz that laid the picture out. ``lines`` are the links as they are drawn, where they
    are known already.
    """

    width: float
    height: float
    boxes: dict[str, Box]
    curves: tuple[Curve, ...]
    note: Message | None = None
    lines: tuple[Line, ...] = ()


def whole(points: float) -> float:
    """Rounded up to whole CSS pixels, so that no seam is left beside the paper."""
    return 0.75 * math.ceil(round(points / 0.75, 3))
