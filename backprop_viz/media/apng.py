"""An animation as APNG: a PNG that moves, its colours by index, of each frame what has changed.

The format: W3C, *Portable Network Graphics (PNG) Specification (Third Edition)*, 2025.
"""

from __future__ import annotations

import struct
import zlib

from .film import Film
from .palette import TRANSPARENT, palette
from .pixels import Image
from .script import Script

__all__ = ["apng"]

STAYS, OVER = 0, 1  # a frame stays under the next, which is laid over it


def apng(script: Script) -> bytes:
    """The animation. Raises ``FontError``."""
    film = Film(script)
    colours = b"".join(map(bytes, palette(script.theme, script.has_arrays))).ljust(3 * 256, b"\0")
    parts = [
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", *film.size, 8, 3, 0, 0, 0)),
        _chunk(b"acTL", struct.pack(">II", len(script.steps), 0)),
        _chunk(b"PLTE", colours),
        _chunk(b"tRNS", b"\xff" * TRANSPARENT + b"\0"),
    ]
    number = 0
    for (shown, corner), seconds in zip(film.changes(), film.durations, strict=True):
        time = (round(seconds * 100), 100)
        control = (number, *shown.size, *corner, *time, STAYS, OVER if number else 0)
        parts.append(_chunk(b"fcTL", struct.pack(">IIIIIHHBB", *control)))
        if number == 0:
            parts.append(_chunk(b"IDAT", _packed(shown)))
            number = 1
        else:
            parts.append(_chunk(b"fdAT", struct.pack(">I", number + 1) + _packed(shown)))
            number += 2
    return b"".join([*parts, _chunk(b"IEND", b"")])


def _packed(image: Image.Image) -> bytes:
    """The rows compressed, each behind the byte that says it is not filtered."""
    width, height = image.size
    data = image.tobytes()
    rows = b"".join(b"\0" + data[y * width : (y + 1) * width] for y in range(height))
    return zlib.compress(rows, 9)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
