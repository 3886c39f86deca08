"""PNG of one step after another, each made of what the step before has left."""

from __future__ import annotations

import io
from collections.abc import Iterator

from ..errors import MissingLibraryError
from .script import Script

__all__ = ["stills"]

PIXELS = 4 / 3  # CSS pixels per point


def stills(script: Script, scale: float) -> Iterator[bytes]:
    """The pictures of the script's steps, ``scale`` pixels per CSS pixel.

    They are as large as ``Picture.png``, in the few colours of their theme, and much quicker; or,
    without Pillow, just these. Raises ``FontError``.
    """
    try:
        from .camera import Camera
    except MissingLibraryError:
        yield from (script.picture(step.index).png(scale) for step in script.each_step())
        return
    camera = Camera(script, scale * PIXELS)
    for step in script.each_step():
        file = io.BytesIO()
        camera.picture(step.index).save(file, "PNG")
        yield file.getvalue()
