"""How a figure looks: the colours of its theme, the sizes of its letters, and their fonts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..draw.fonts import font_files, own_fonts
from ..theme import FONT
from ..words import texts
from .surface import CostSurface

__all__ = ["mixed", "style_of"]


def style_of(shown: CostSurface) -> Any:
    """A dictionary: the settings of Matplotlib for a landscape."""
    c = shown.theme
    spoken = "".join(
        text
        for key, text in texts(shown.lang).items()
        if key.startswith(("descent.", "landscape."))
    )
    names = "".join(shown.cost.graph.displayed)
    inks = ("text.color", "axes.edgecolor", "axes.labelcolor", "axes.titlecolor")
    panes = (f"axes3d.{axis}axis.panecolor" for axis in "xyz")
    papers = ("figure.facecolor", "axes.facecolor", "savefig.facecolor", *panes)
    return {
        "font.family": [FONT, *_families(spoken + names)],
        "font.size": 15,
        "axes.titlesize": 16,
        "axes.labelsize": 20,
        "xtick.labelsize": 14,
        "ytick.labelsize": 14,
        "legend.fontsize": 14.5,
        "axes.linewidth": 1.2,
        "figure.constrained_layout.w_pad": 0.1,
        "figure.constrained_layout.h_pad": 0.1,
        "grid.color": mixed(c.faint, c.paper, 0.5),
        "text.parse_math": False,  # a $ in a name is a $
        **dict.fromkeys((*inks, "xtick.color", "ytick.color"), c.ink),
        **dict.fromkeys(papers, c.paper),
    }


def mixed(colour: str, other: str, share: float) -> str:
    """``share`` of a ``#rrggbb`` colour, the rest of another."""
    pairs = [[int(c[i : i + 2], 16) for c in (colour, other)] for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _families(text: str) -> list[str]:
    """The font families beyond the usual one that have the characters of ``text``."""
    own = {str(file) for file in own_fonts()}
    return [_family(file) for file in font_files(text) if file not in own]


@lru_cache(maxsize=64)
def _family(file: str) -> str:
    from matplotlib.font_manager import FontProperties, fontManager

    fontManager.addfont(file)
    return str(FontProperties(fname=file).get_name())
