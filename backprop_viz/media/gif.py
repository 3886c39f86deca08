"""An animation as GIF: one palette for all frames, and of each frame only what has changed."""

from __future__ import annotations

import struct

from PIL import GifImagePlugin, Image, ImageChops

from .film import TRANSPARENT, Film, palette
from .script import Script

__all__ = ["gif"]

LOOP = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"  # for ever


def gif(script: Script) -> bytes:
    """The animation. Raises ``FontError``."""
    film = Film(script)
    colours = b"".join(map(bytes, palette(script.theme))).ljust(3 * 256, b"\0")
    # A global table of 2^8 colours, of eight bits each.
    parts = [b"GIF89a", struct.pack("<HHBBB", *film.size, 0xF7, 0, 0), colours, LOOP]
    before: Image.Image | None = None
    for frame, seconds in zip(film.indexed(), film.durations, strict=True):
        shown, corner = frame, (0, 0)
        if before is not None:
            shown, corner = _changed(before, frame)
        parts += GifImagePlugin.getdata(
            shown,
            corner,
            duration=round(seconds * 100) * 10,
            disposal=1,  # it stays under the next
            **({} if before is None else {"transparency": TRANSPARENT}),
        )
        before = frame
    return b"".join([*parts, b";"])


def _changed(before: Image.Image, frame: Image.Image) -> tuple[Image.Image, tuple[int, int]]:
    """What of the frame has changed, all else transparent, and the place of its corner."""
    difference = ImageChops.difference(_plain(before), _plain(frame))
    left, top, right, bottom = box = difference.getbbox() or (0, 0, 1, 1)
    shown = frame.crop(box)
    same = difference.crop(box).point([255] + [0] * 255)
    shown.paste(TRANSPARENT, (0, 0, right - left, bottom - top), same)
    return shown, (left, top)


def _plain(frame: Image.Image) -> Image.Image:
    """The indices as a grey image: with them one can reckon."""
    return Image.frombytes("L", frame.size, frame.tobytes())
