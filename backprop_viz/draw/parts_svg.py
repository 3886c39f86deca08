"""Blocks as SVG: the box of a closed one, and the frame of one that is open."""

from __future__ import annotations

from html import escape

from ..theme import FONT_SIZE, PLAIN, Theme
from .ink import Ink
from .parts import PORT, SIDE, SIGN, Frame, Part
from .places import Box
from .schedule import Mark
from .things import Circle
from .widths import text_width

__all__ = ["box_of", "frame_of", "shift"]

ROUND = 8.0
LOW = 3.0  # points that a name stands below the middle, so that the sign has room over it


def box_of(circle: Circle, box: Box, mark: Mark, ink: Ink, lang: str) -> str:
    """A closed block: its name, its ports, and the sign that it opens."""
    part = circle.part
    assert part is not None
    left, top = box.x - part.width / 2, box.y - part.height / 2
    colour = ink.glyph[mark]
    texts = [
        _text(left + SIDE / 2, box.y + part.row(node, is_in=True), name, "start", colour)
        for node, name in zip(part.arguments, part.left, strict=True)
    ]
    texts += [
        _text(
            left + part.width - SIDE / 2, box.y + part.row(node, is_in=False), name, "end", colour
        )
        for node, name in zip(part.outputs, part.right, strict=True)
    ]
    x = box.x + shift(part)
    owned = part.mark.say(lang) if part.mark else ""
    return (
        f'<g class="operation block" data-node="{circle.node}" data-block="{escape(part.name)}">'
        f"<title>{escape(part.name)}</title>"
        f'<path d="{_rounded(left, top, part.width, part.height)}" '
        f'fill="{ink.fill[mark]}" {ink.line[mark]}/>'
        f"{''.join(texts)}"
        f'<text x="{x:g}" y="{box.y + LOW + 0.35 * FONT_SIZE:.2f}" fill="{colour}">'
        f"{escape(part.shown)}</text>"
        f"{_text(x, box.y + LOW + 1.2 * FONT_SIZE, owned, 'middle', colour)}"
        f"{_sign(x, top + SIGN - 1, colour, is_open=False)}</g>"
    )


def frame_of(frame: Frame, box: Box, theme: Theme) -> str:
    """The frame of an open block, with its name and the sign that it closes."""
    left, top = box.x - box.width / 2, box.y - box.height / 2
    name = escape(frame.part.shown)
    corner = left + SIDE + SIGN / 2, top + SIDE + FONT_SIZE / 2
    return (
        f'<g class="frame" data-block="{escape(frame.part.name)}">'
        f'<path d="{_rounded(left, top, box.width, box.height)}" fill="none" '
        f'stroke="{theme.faint}" stroke-width="{PLAIN.pen:g}"/>'
        f'<text x="{left + 2 * SIDE + SIGN:g}" y="{top + SIDE + 0.8 * FONT_SIZE:g}" '
        f'text-anchor="start" fill="{theme.faint}">{name}</text>'
        f"{_sign(*corner, theme.faint, is_open=True)}</g>"
    )


def shift(part: Part) -> float:
    """How far right of the middle its name stands, between the names of its ports."""
    return (_side(part.left) - _side(part.right)) / 2


def _side(names: tuple[str, ...]) -> float:
    return max((text_width(name, PORT) for name in names), default=0.0)


def _text(x: float, y: float, name: str, anchor: str, colour: str) -> str:
    if not name:
        return ""
    return (
        f'<text x="{x:g}" y="{y + 0.35 * PORT:.2f}" font-size="{PORT:g}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(name)}</text>'
    )


def _sign(x: float, y: float, colour: str, *, is_open: bool) -> str:
    """A small square with plus or minus."""
    half, arm = SIGN / 2, SIGN / 2 - 2
    left, right, top, bottom = x - half, x + half, y - half, y + half
    lines = [f"M{left:g},{top:g}L{right:g},{top:g}L{right:g},{bottom:g}L{left:g},{bottom:g}Z"]
    lines.append(f"M{x - arm:g},{y:g}L{x + arm:g},{y:g}")
    lines += [] if is_open else [f"M{x:g},{y - arm:g}L{x:g},{y + arm:g}"]
    return (
        f'<path class="sign" d="{"".join(lines)}" fill="none" stroke="{colour}" stroke-width="1"/>'
    )


def _rounded(left: float, top: float, width: float, height: float) -> str:
    """A rectangle with round corners."""
    right, bottom, r, c = left + width, top + height, ROUND, ROUND * 0.448
    return (
        f"M{left + r:g},{top:g}L{right - r:g},{top:g}"
        f"C{right - c:g},{top:g} {right:g},{top + c:g} {right:g},{top + r:g}"
        f"L{right:g},{bottom - r:g}"
        f"C{right:g},{bottom - c:g} {right - c:g},{bottom:g} {right - r:g},{bottom:g}"
        f"L{left + r:g},{bottom:g}"
        f"C{left + c:g},{bottom:g} {left:g},{bottom - c:g} {left:g},{bottom - r:g}"
        f"L{left:g},{top + r:g}C{left:g},{top + c:g} {left + c:g},{top:g} {left + r:g},{top:g}Z"
    )
