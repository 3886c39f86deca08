"""A card as a table of Graphviz: its cells with their numbers; an image is told in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from ..theme import LOOKS, Theme
from .cards import HEAD, NOTE, SIDE, Card
from .grid import edge_colour, tone, type_size
from .scene import UNKNOWN, Label
from .schedule import Mark

__all__ = ["Half", "card_table"]


class Half(NamedTuple):
    """A half of a card: its label, and the HTML that stands left and right over its grid."""

    label: Label
    left: str
    right: str
    is_gradient: bool


BORDER = 2  # points that a frame takes at most
_BARE = 'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'


def card_table(card: Card, mark: Mark, halves: Sequence[Half], theme: Theme) -> str:
    """The HTML label of a card, of the value's half and of the gradient's, if it has both."""
    is_touched = mark in ("forward", "backward")
    colour = theme.between("paper", "faint", 0.6)
    colour = theme.colour(LOOKS[mark].line) if is_touched else colour
    pen = BORDER if is_touched else 1
    rows = [f"<TR>{_half(card, half, pen, theme)}</TR>" for half in halves]
    return (
        f'<<TABLE BORDER="{pen}" STYLE="ROUNDED" COLOR="{colour}" CELLBORDER="0" CELLSPACING="0" '
        f'CELLPADDING="0">{"<HR/>".join(rows)}</TABLE>>'
    )


def _half(card: Card, half: Half, pen: int, theme: Theme) -> str:
    label, left, right, is_gradient = half
    look = LOOKS[label.mark]
    tint = f' BGCOLOR="{theme.colour(look.fill)}"' if look.is_tinted else ""
    width, height = card.width - 2 * pen, card.half - (2 * pen) / card.halves
    side = _size((width - 2 * SIDE) / 2, HEAD - 2)
    edge = f"<TD {_size(SIDE - 2, HEAD - 2)}></TD>"
    head = "".join(
        f'<TD {side} ALIGN="{where}">{text}</TD>'
        for text, where in ((left, "LEFT"), (right, "RIGHT"))
    )
    made = _words(card, label, theme) if card.is_image else _rows(card, label, theme, is_gradient)
    grid = f"<TABLE {_BARE} {_size(*card.grid)}>{''.join(made)}</TABLE>"
    parts = (f"<TABLE {_BARE}><TR>{edge}{head}{edge}</TR></TABLE>", grid)
    rows = "".join(f"<TR><TD>{part}</TD></TR>" for part in parts)
    below = f"<TR><TD {_size(width - SIDE, SIDE / 2)}></TD></TR>"
    return f"<TD {_size(width, height)}{tint}><TABLE {_BARE}>{rows}{below}</TABLE></TD>"


def _rows(card: Card, label: Label, theme: Theme, is_gradient: bool) -> Iterator[str]:
    across, (width, height) = len(card.lefts), card.cell
    edge = edge_colour(theme, is_gradient)
    texts = label.cells.texts if label.cells else [UNKNOWN[0] * label.is_unknown] * card.count
    tones = label.cells.tones if label.cells else [None] * card.count
    for row, top in enumerate(card.tops):
        if row and (gap := top - card.tops[row - 1] - height) > 0:
            yield f"<TR><TD {_size(width, gap)}></TD></TR>"
        cells = ""
        for n in range(row * across, (row + 1) * across):
            step = tones[n]
            fill = theme.paper if step is None else tone(theme, step)
            ink = theme.faint if label.cells is None else theme.ink
            text = escape(texts[n])
            if LOOKS[label.mark].is_bold and label.cells:
                text = f"<B>{text}</B>"
            if text:
                size = type_size(card, texts[n])
                text = f'<FONT POINT-SIZE="{size:g}" COLOR="{ink}">{text}</FONT>'
            look = f'BORDER="1" COLOR="{edge}" BGCOLOR="{fill}"'
            cells += f"<TD {look} {_size(width, height)}>{text}</TD>"
        yield f"<TR>{cells}</TR>"


def _words(card: Card, label: Label, theme: Theme) -> Iterator[str]:
    """What an image shows, told: the norm, and the least and the greatest entry."""
    told = label.cells.told if label.cells else UNKNOWN if label.is_unknown else ("",)
    lines = "<BR/>".join(map(escape, told))
    if lines:
        ink = theme.ink if label.cells else theme.faint
        lines = f'<FONT POINT-SIZE="{NOTE:g}" COLOR="{ink}">{lines}</FONT>'
    yield f"<TR><TD {_size(card.width - 2 * SIDE, card.grid[1])}>{lines}</TD></TR>"


def _size(width: float, height: float) -> str:
    return f'FIXEDSIZE="TRUE" WIDTH="{int(width)}" HEIGHT="{int(height)}"'
