"""An animation as GIF: one palette for all frames, and of each frame only what has changed."""

from __future__ import annotations

import struct

from .film import Film
from .palette import TRANSPARENT, palette
from .pixels import GifImagePlugin
from .script import Script

__all__ = ["gif"]

LONGEST = 65_535  # pixels of a side
LOOP = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"  # for ever


def gif(script: Script) -> bytes:
    """The animation. Raises ``FontError``."""
    film = Film(script, LONGEST)
    colours = b"".join(map(bytes, palette(script.theme, script.has_arrays))).ljust(3 * 256, b"\0")
    # A global table of 2^8 colours, of eight bits each.
    parts = [b"GIF89a", struct.pack("<HHBBB", *film.size, 0xF7, 0, 0), colours, LOOP]
    for (shown, corner), seconds in zip(film.changes(), film.durations, strict=True):
        parts += GifImagePlugin.getdata(
            shown,
            corner,
            duration=round(seconds * 100) * 10,
            disposal=1,  # it stays under the next
            transparency=TRANSPARENT,
        )
    return b"".join([*parts, b";"])
