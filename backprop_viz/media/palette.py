"""Pictures in few colours, worked out from the theme: the same in all of them, and never dithered.

So flat areas and text stay clean, and the files small.
"""

from __future__ import annotations

import io
from functools import lru_cache

from ..draw.cells import TONES, UNDEFINED
from ..draw.grid import edge_colour, tone
from ..draw.raster import png
from ..theme import Theme
from .pixels import Image

__all__ = ["TRANSPARENT", "blank", "palette", "rendered"]

TRANSPARENT = 255
"""The one index that is no colour."""

NEAR = 8
"""Blends as near as this to a colour of the theme are left out: Pillow seeks the nearest colour in
steps of four, and might take them for it."""

Colour = tuple[int, int, int]


SHADES = 4  # of letters on the colours of entries


@lru_cache(maxsize=16)
def palette(theme: Theme, arrays: bool = False) -> tuple[Colour, ...]:
    """At most 255 colours: those of the theme, and the blends at the edges of lines and letters.

    With ``arrays``, those of their entries are among them, and fewer blends.
    """
    grounds = dict.fromkeys((theme.paper, theme.forward_tint, theme.backward_tint))
    inks = dict.fromkeys((theme.ink, theme.faint, theme.gradient, theme.forward, theme.backward))
    pairs = [(_rgb(ground), _rgb(ink)) for ground in grounds for ink in inks]
    fixed = [*map(_rgb, grounds), *map(_rgb, inks)]
    cells: list[Colour] = []
    if arrays:
        steps = [*range(-TONES, 0), *range(1, TONES + 1), UNDEFINED]
        tones = list(dict.fromkeys(_rgb(tone(theme, step)) for step in steps))
        fixed += [*tones, *(_rgb(edge_colour(theme, back)) for back in (False, True))]
        ink = _rgb(theme.ink)
        cells = [
            _blend(ground, ink, n / (SHADES + 1)) for ground in tones for n in range(1, SHADES + 1)
        ]
    levels = (TRANSPARENT - len(fixed) - len(cells)) // len(pairs)
    blends = [
        _blend(ground, ink, level / (levels + 1))
        for ground, ink in pairs
        for level in range(1, levels + 1)
    ]
    blends += cells
    apart = [blend for blend in blends if all(_distance(blend, colour) > NEAR for colour in fixed)]
    return tuple(dict.fromkeys([*fixed, *apart]))


def blank(size: tuple[int, int], theme: Theme, arrays: bool = False) -> Image.Image:
    """Paper, as an image in the colours of :func:`palette`, by index."""
    image = Image.new("P", size)  # the paper is the first of them
    image.putpalette([channel for colour in palette(theme, arrays) for channel in colour])
    return image


def rendered(svg: str, theme: Theme, arrays: bool = False, finer: int = 1) -> Image.Image:
    """An SVG as an image of its own size, each pixel in the nearest of the colours.

    It is painted ``finer`` times as large, and every pixel is the mean of those that it had then.
    """
    image = Image.open(io.BytesIO(png(svg, finer))).convert("RGB").reduce(finer)
    return image.quantize(palette=_sample(theme, arrays), dither=Image.Dither.NONE)


@lru_cache(maxsize=16)
def _sample(theme: Theme, arrays: bool) -> Image.Image:
    return blank((1, 1), theme, arrays)


def _blend(ground: Colour, ink: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(ground, ink, strict=True))
    return red, green, blue


def _distance(one: Colour, other: Colour) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _rgb(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
