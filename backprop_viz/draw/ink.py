"""How a mark looks in a theme, as the attributes of an SVG."""

from __future__ import annotations

from functools import lru_cache

from ..theme import LOOKS, Theme

__all__ = ["Ink", "ink_of"]


class Ink:
    """How each mark looks in a theme, as attributes."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

        def text(colour: str) -> dict[str, str]:
            bold = ' font-weight="bold"'
            return {
                mark: f'fill="{theme.colour(look.text or colour)}"' + bold * look.is_bold
                for mark, look in LOOKS.items()
            }

        self.colour = {mark: theme.colour(look.line) for mark, look in LOOKS.items()}
        self.line = {
            mark: f'stroke="{self.colour[mark]}" stroke-width="{look.pen}"'
            for mark, look in LOOKS.items()
        }
        self.fill = {mark: theme.colour(look.fill) for mark, look in LOOKS.items()}
        self.glyph = {mark: theme.colour(look.text or "ink") for mark, look in LOOKS.items()}
        self.value, self.gradient = text("ink"), text("gradient")


@lru_cache(maxsize=16)
def ink_of(theme: Theme) -> Ink:
    """The ink of a theme, worked out once."""
    return Ink(theme)
