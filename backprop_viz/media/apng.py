"""An animation as APNG: a PNG that moves, its colours by index, of each frame what has changed.

The format: W3C, *Portable Network Graphics (PNG) Specification (Third Edition)*, 2025.
"""

from __future__ import annotations

import struct
import zlib

from PIL import Image, ImageChops

from .film import Film, palette
from .script import Script

__all__ = ["apng"]


def apng(script: Script) -> bytes:
    """The animation. Raises ``FontError``."""
    film = Film(script)
    width, height = film.size
    parts = [
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        _chunk(b"acTL", struct.pack(">II", len(script.steps), 0)),
        _chunk(b"PLTE", b"".join(map(bytes, palette(script.theme)))),
    ]
    before: Image.Image | None = None
    number = 0
    for frame, seconds in zip(film.indexed(), film.durations, strict=True):
        grey = Image.frombytes("L", frame.size, frame.tobytes())
        box = (0, 0, width, height)
        if before is not None:
            box = ImageChops.difference(before, grey).getbbox() or (0, 0, 1, 1)
        size = (box[2] - box[0], box[3] - box[1])
        time = (round(seconds * 100), 100)
        control = struct.pack(">IIIIIHHBB", number, *size, *box[:2], *time, 0, 0)
        parts.append(_chunk(b"fcTL", control))
        number += 1
        data = _packed(grey.crop(box))
        if before is None:
            parts.append(_chunk(b"IDAT", data))
        else:
            parts.append(_chunk(b"fdAT", struct.pack(">I", number) + data))
            number += 1
        before = grey
    return b"".join([*parts, _chunk(b"IEND", b"")])


def _packed(grey: Image.Image) -> bytes:
    """The rows compressed, each behind the byte that says it is not filtered."""
    width, height = grey.size
    data = grey.tobytes()
    rows = b"".join(b"\0" + data[y * width : (y + 1) * width] for y in range(height))
    return zlib.compress(rows, 9)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
