"""The card of an array in TikZ: its cells with their numbers; an image is told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..draw.cards import HEAD, NOTE, SIDE
from ..draw.cells import TONES, UNDEFINED
from ..draw.grid import CardSlot, type_size
from ..draw.scene import MORE, UNKNOWN, Label
from ..draw.schedule import Mark
from ..theme import LOOKS
from .latex_text import words

__all__ = ["TikzCard"]

Place = Callable[[tuple[float, float]], str]
Size = Callable[[float], str]


class TikzCard:
    """A half of a card: ``point`` tells a place in TikZ, ``ink`` what a colour of the theme is
    called, and ``font`` how type of a size is chosen.
    """

    def __init__(self, slot: CardSlot, point: Place, ink: Callable[[str], str], font: Size) -> None:
        self.slot, self.card = slot, slot.card
        self.point, self.ink, self.font = point, ink, font

    def frame(self, mark: Mark) -> str:
        """The outline of the card, and the line between its halves."""
        left, top, right, bottom = self.slot.around
        is_touched = mark in ("forward", "backward")
        look = mark if is_touched else f"plain,draw={self.ink('faint')}!60!{self.ink('paper')}"
        corners = f"{self.point((left, top))} rectangle {self.point((right, bottom))}"
        drawn = rf"\draw[{look},rounded corners=5bp] {corners};"
        if self.card.halves == 2:
            middle = (top + bottom) / 2
            ends = f"{self.point((left, middle))} -- {self.point((right, middle))}"
            drawn = rf"\draw[{mark}] {ends};{drawn}"
        return drawn

    def tint(self, mark: Mark) -> str:
        """What lies behind a half that the step writes."""
        if not LOOKS[mark].is_tinted:
            return ""
        left, top, right, bottom = self.slot.half
        corners = f"{self.point((left, top))} rectangle {self.point((right, bottom))}"
        return rf"\fill[{self.ink(LOOKS[mark].fill)},rounded corners=5bp] {corners};"

    def text(self, label: Label, name: str) -> str:
        """The name and the shape, or ∂, over the grid; and the grid."""
        is_value = self.slot.role == "value"
        left, top, right, _ = self.slot.half
        look = LOOKS[label.mark]
        own = self.ink(look.text or ("ink" if is_value else "gradient"))
        head, note = name, words(self.card.told)
        quiet = rf",font=\sffamily{self.font(NOTE)},text={self.ink('faint')}"
        if not is_value:
            head = r"$\partial$" if label.lines else ""
            note, quiet = words(MORE.strip()) if label.is_partial else "", f",text={own}"
        y = top + HEAD / 2 + 5.5
        drawn = ""
        if head:
            head = rf"{{\bfseries\boldmath {head}}}" if look.is_bold else head
            drawn += self._node(f",anchor=base west,text={own}", (left + SIDE, y), head)
        if note:
            drawn += self._node(f",anchor=base east{quiet}", (right - SIDE, y), note)
        return drawn + "".join(self._told(label) if self.card.is_image else self._cells(label))

    def _cells(self, label: Label) -> Iterator[str]:
        card, (width, height) = self.card, self.card.cell
        texts = label.cells.texts if label.cells else [UNKNOWN[0] * label.is_unknown] * card.count
        tones = label.cells.tones if label.cells else [None] * card.count
        edge = "ink" if self.slot.role == "value" else "gradient"
        edge = f"{self.ink(edge)}!{20 if edge == 'ink' else 50}!{self.ink('paper')}"
        ink = self.ink("ink" if label.cells else "faint")
        bold = r"\bfseries" if LOOKS[label.mark].is_bold and label.cells else ""
        for (x, y), text, step in zip(self.slot.places(), texts, tones, strict=True):
            corners = f"{self.point((x, y))} rectangle {self.point((x + width, y + height))}"
            yield rf"\filldraw[line width=.5bp,draw={edge},fill={self._tone(step)}] {corners};"
            if text:
                size = type_size(card, text)
                font = rf",font=\sffamily{bold}{self.font(size)},text={ink}"
                middle = x + width / 2, y + height / 2 + 0.35 * size
                yield self._node(font, middle, words(text))

    def _told(self, label: Label) -> Iterator[str]:
        """What an image shows, told: the norm, and the least and the greatest entry."""
        told = label.cells.told if label.cells else UNKNOWN * label.is_unknown
        font = (
            rf",font=\sffamily{self.font(NOTE)},text={self.ink('ink' if label.cells else 'faint')}"
        )
        x, y = self.slot.middle
        for n, line in enumerate(told):
            yield self._node(font, (x, y + 16 * (n - (len(told) - 1) / 2)), words(line))

    def _tone(self, step: int | None) -> str:
        paper = self.ink("paper")
        if not step:
            return paper
        if step == UNDEFINED:
            return f"{self.ink('faint')}!40!{paper}"
        share = 100 * min(abs(step), TONES) / TONES
        return f"{self.ink('minus' if step < 0 else 'plus')}!{share:g}!{paper}"

    def _node(self, look: str, at: tuple[float, float], text: str) -> str:
        return rf"\node[label{look}] at {self.point(at)} {{{text}}};"
