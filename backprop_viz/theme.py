"""The colours and the type of a picture."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields

from .errors import OptionError
from .words import quoted

__all__ = ["LOOKS", "OPAQUE", "OWN", "PLAIN", "THEMES", "Look", "Theme", "key", "theme"]

FONT = "DejaVu Sans"
FONT_STACK = (
    f"'{FONT}', Verdana, 'Noto Sans', 'Noto Sans CJK JP', 'Hiragino Sans', Meiryo, sans-serif"
)
FONT_SIZE = 14.0


@dataclass(frozen=True)
class Theme:
    """Colours as ``#rrggbb``. ``forward`` and ``backward`` mark what the step works on.

    ``minus`` and ``plus`` are behind the least and the greatest entries of an array. ``name`` is
    what a chooser of themes calls it. Raises ``ValueError`` for what is no colour, and for a name
    that is no text.
    """

    name: str
    paper: str
    ink: str
    faint: str  # what the walk has not reached
    gradient: str
    forward: str
    forward_tint: str
    backward: str
    backward_tint: str
    minus: str = "#4a9be0"
    plus: str = "#ee7f1a"

    @property
    def colours(self) -> dict[str, str]:
        """The colours by their names, such as ``"forward_tint"``."""
        return {field.name: getattr(self, field.name) for field in fields(self)[1:]}

    def colour(self, name: str) -> str:
        """The colour of that name."""
        return str(getattr(self, name))

    def between(self, ground: str, colour: str, share: float) -> str:
        """A blend of two of the colours: so much of the second one."""
        pairs = zip(_channels(self.colour(ground)), _channels(self.colour(colour)), strict=True)
        return "#" + bytes(math.floor(a + (b - a) * share + 0.5) for a, b in pairs).hex()

    def __post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise OptionError("usage.theme_name", given=quoted(self.name))
        for field in fields(self)[1:]:
            given = getattr(self, field.name)
            if not (isinstance(given, str) and re.fullmatch("#[0-9a-fA-F]{6}", given)):
                raise OptionError("usage.colour", field=field.name, given=quoted(given))


def _channels(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))


THEMES = {
    row.name: row
    for row in (
        Theme(
            "light",
            paper="#ffffff",
            ink="#1a1f27",
            faint="#6b7380",
            gradient="#c4002b",
            forward="#0b5cd5",
            forward_tint="#dfeaff",
            backward="#c4002b",
            backward_tint="#ffe3e6",
        ),
        Theme(
            "dark",
            paper="#15181e",
            ink="#eceff4",
            faint="#8b94a3",
            gradient="#ff7b86",
            forward="#6fb1ff",
            forward_tint="#1c3657",
            backward="#ff7b86",
            backward_tint="#55222c",
            minus="#2468a8",
            plus="#9c5210",
        ),
        Theme(
            "print",
            paper="#ffffff",
            ink="#000000",
            faint="#6f6f6f",
            gradient="#000000",
            forward="#000000",
            forward_tint="#e2e2e2",
            backward="#000000",
            backward_tint="#e2e2e2",
            minus="#c4c4c4",
            plus="#c4c4c4",
        ),
        # Vermilion and blue of M. Okabe and K. Ito, "Color Universal Design" (2008), the
        # vermilion darkened until small type reaches the contrast of WCAG AA on white.
        Theme(
            "colorblind",
            paper="#ffffff",
            ink="#1a1a1a",
            faint="#6d6d6d",
            gradient="#b34700",
            forward="#0072b2",
            forward_tint="#d9edf8",
            backward="#b34700",
            backward_tint="#ffe8d6",
            minus="#56b4e9",
            plus="#e69f00",
        ),
    )
}


@dataclass(frozen=True)
class Look:
    """How a thing is drawn that has a mark. Colours are named as in a :class:`Theme`.

    ``line`` and ``fill`` are those of a line, and of a circle or behind a number; ``text`` is that
    of a text, or empty where it keeps its own. ``pen`` is the width of a line in points.
    """

    line: str = "ink"
    fill: str = "paper"
    text: str = ""
    pen: float = 1.3
    is_bold: bool = False

    @property
    def is_tinted(self) -> bool:
        """Whether what is behind a number has a colour of its own."""
        return self.fill != "paper"


LOOKS = {
    "faint": Look(line="faint", text="faint"),
    "plain": Look(),
    "used": Look(is_bold=True),
    "forward": Look("forward", "forward_tint", pen=2.6, is_bold=True),
    "backward": Look("backward", "backward_tint", pen=2.6, is_bold=True),
}
"""The look of each mark: the one table from which pictures, style sheets and TikZ take it."""

PLAIN = LOOKS["plain"]

OPAQUE = 3.0
"""Points between the two rings of an operation that another framework computes."""


OWN = "own"
"""The key in the browser of a theme that is none of ``THEMES``, whatever its name is."""


def key(chosen: Theme) -> str:
    """What the browser calls a theme."""
    return chosen.name if THEMES.get(chosen.name) == chosen else OWN


def theme(name: str | Theme) -> Theme:
    """The theme of that name. Raises ``ValueError`` that lists the known names."""
    if isinstance(name, Theme):
        return name
    try:
        return THEMES[name]
    except (KeyError, TypeError):
        known = ", ".join(THEMES)
        raise OptionError("usage.theme", given=quoted(name), known=known) from None
