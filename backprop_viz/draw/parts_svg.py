"""Blocks as SVG: the box of a closed one, and the frame of one that is open."""

from __future__ import annotations

from html import escape

from ..theme import FONT_SIZE, PLAIN, Theme
from .ink import Ink
from .parts import PORT, SIDE, SIGN, Frame
from .places import Box
from .schedule import Mark
from .things import Circle

__all__ = ["box_of", "frame_of"]

ROUND = 8.0


def box_of(circle: Circle, box: Box, mark: Mark, ink: Ink) -> str:
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
        _text(left + part.width - SIDE / 2, box.y + part.row(node, is_in=False), name, "end", colour)
        for node, name in zip(part.outputs, part.right, strict=True)
    ]
    x = box.x + (_side(part.left) - _side(part.right)) / 2
    return (
        f'<g class="operation block" data-node="{circle.node}" data-block="{escape(part.name)}">'
        f'<rect x="{left:g}" y="{top:g}" width="{part.width:g}" height="{part.height:g}" '
        f'rx="{ROUND:g}" fill="{ink.fill[mark]}" {ink.line[mark]}/>'
        f"{''.join(texts)}"
        f'<text x="{x:g}" y="{box.y + 0.35 * FONT_SIZE:.2f}" fill="{colour}">'
        f"{escape(part.shown)}</text>"
        f"{_sign(x, top + SIGN, colour, is_open=False)}</g>"
    )


def frame_of(frame: Frame, box: Box, theme: Theme) -> str:
    """The frame of an open block, with its name and the sign that it closes."""
    left, top = box.x - box.width / 2, box.y - box.height / 2
    name = escape(frame.part.shown)
    return (
        f'<g class="frame" data-block="{escape(frame.part.name)}">'
        f'<rect x="{left:g}" y="{top:g}" width="{box.width:g}" height="{box.height:g}" '
        f'rx="{ROUND:g}" fill="none" stroke="{theme.faint}" stroke-width="{PLAIN.pen:g}" '
        f'stroke-dasharray="5 4"/>'
        f'<text x="{left + 2 * SIDE + SIGN:g}" y="{top + SIDE + 0.8 * FONT_SIZE:g}" '
        f'text-anchor="start" fill="{theme.faint}">{name}</text>'
        f"{_sign(left + SIDE + SIGN / 2, top + SIDE + FONT_SIZE / 2, theme.faint, is_open=True)}</g>"
    )


def _side(names: tuple[str, ...]) -> float:
    from .widths import text_width

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
    across = f"M{x - arm:g},{y:g}H{x + arm:g}"
    down = "" if is_open else f"M{x:g},{y - arm:g}V{y + arm:g}"
    return (
        f'<path class="sign" d="M{x - half:g},{y - half:g}h{SIGN:g}v{SIGN:g}h{-SIGN:g}Z{across}{down}" '
        f'fill="none" stroke="{colour}" stroke-width="1"/>'
    )
