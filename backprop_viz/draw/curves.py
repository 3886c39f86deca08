"""The shapes of an SVG as the curves that a PDF draws."""

from __future__ import annotations

import re
from xml.etree import ElementTree

__all__ = ["SHAPES", "Curves", "numbers_in"]

ROUND = 0.5522847498  # of a radius: the control points of a quarter of a circle
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMAND = re.compile(r"([A-DF-Za-df-z])([^A-DF-Za-df-z]*)")

Curves = list[tuple[str, list[tuple[float, float]]]]
"""Operators of PDF, each with its points."""


def _rectangle(part: ElementTree.Element) -> Curves:
    x, y = float(part.get("x", 0)), float(part.get("y", 0))
    right, bottom = x + float(part.attrib["width"]), y + float(part.attrib["height"])
    corners = [(right, y), (right, bottom), (x, bottom)]
    return [("m", [(x, y)]), *(("l", [corner]) for corner in corners), ("h", [])]


def _circle(part: ElementTree.Element) -> Curves:
    x, y, r = (float(part.attrib[name]) for name in ("cx", "cy", "r"))
    k = ROUND * r
    return [
        ("m", [(x + r, y)]),
        ("c", [(x + r, y + k), (x + k, y + r), (x, y + r)]),
        ("c", [(x - k, y + r), (x - r, y + k), (x - r, y)]),
        ("c", [(x - r, y - k), (x - k, y - r), (x, y - r)]),
        ("c", [(x + k, y - r), (x + r, y - k), (x + r, y)]),
        ("h", []),
    ]


def _path(part: ElementTree.Element) -> Curves:
    curves: Curves = []
    x = y = 0.0
    for command, values in _COMMAND.findall(part.attrib["d"]):
        numbers = numbers_in(values)
        if command == "Z":
            curves.append(("h", []))
            continue
        if command == "H":
            numbers = [numbers[0], y]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "Q":  # the cubic that is the same curve
            (cx, cy), end = points
            points = [_between(start, (cx, cy), 2 / 3) for start in ((x, y), end)] + [end]
        operator, count = _OPERATORS[command]
        curves += ((operator, points[n : n + count]) for n in range(0, len(points), count))
        x, y = points[-1]
    return curves


_OPERATORS = {"M": ("m", 1), "L": ("l", 1), "H": ("l", 1), "C": ("c", 3), "Q": ("c", 3)}
SHAPES = {"rect": _rectangle, "circle": _circle, "path": _path}
"""The curves of each kind of shape, by its tag."""


def _between(
    start: tuple[float, float], end: tuple[float, float], share: float
) -> tuple[float, float]:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def numbers_in(text: str) -> list[float]:
    """The numbers in an attribute."""
    return [float(number) for number in _NUMBER.findall(text)]
