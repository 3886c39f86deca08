"""An animation as WebP, without loss."""

from __future__ import annotations

import io

from .film import Film
from .script import Script

__all__ = ["webp"]

LONGEST = 16_383  # pixels of a side


def webp(script: Script) -> bytes:
    """The animation. Raises ``FontError``."""
    film = Film(script, LONGEST)
    frames = (frame.convert("RGB") for frame in film.frames())
    file = io.BytesIO()
    next(frames).save(
        file,
        "WEBP",
        save_all=True,
        append_images=frames,
        duration=[round(1000 * seconds) for seconds in film.durations],
        loop=0,
        lossless=True,
        quality=60,
        method=3,
    )
    return file.getvalue()
