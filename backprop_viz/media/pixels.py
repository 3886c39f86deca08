"""Pillow, on which all that moves is painted, or the line that installs it."""

from __future__ import annotations

from ..errors import MissingLibraryError

try:
    from PIL import GifImagePlugin, Image, ImageChops
except ImportError:
    raise MissingLibraryError("library.animation") from None

__all__ = ["GifImagePlugin", "Image", "ImageChops"]
