"""SVG to PNG, without any library of the system's."""

from __future__ import annotations

import math
import re
import sys
from functools import lru_cache
from html import unescape
from pathlib import Path
from threading import local
from typing import Any
from zlib import crc32

from ..errors import MissingLibraryError, OptionError
from ..spell.numbers import is_between
from ..theme import FONT
from .fonts import font_files

__all__ = ["SCALES", "png"]

SCALES = (0.01, 20.0)  # pixels per CSS pixel
HEAD = 33  # bytes of a PNG before what may stand next
BYTES = 12  # of memory that a pixel needs
MOST = 500e6  # pixels; for more there may be no memory, and the library would end the process


def png(svg: str, scale: float = 2.0, title: str = "") -> bytes:
    """The SVG as PNG, ``scale`` pixels per CSS pixel, with a ``title`` among what is told of it.

    Raises ``FontError``, ``OptionError``, and ``MissingLibraryError`` without resvg.
    """
    if not is_between(scale, *SCALES):
        raise OptionError("usage.scale", scale=scale)
    try:
        from resvg import render, usvg
    except ImportError:
        is_there = sys.platform == "emscripten"
        raise MissingLibraryError("library.png_there" if is_there else "library.png") from None
    tree = usvg.Tree.from_str(svg, _here.options(tuple(font_files(_drawn(svg)))))
    width, height = (math.ceil(length * scale - 1e-6) for length in tree.int_size())
    try:
        if width * height > MOST:
            raise MemoryError
        bytearray(BYTES * width * height)  # given back at once: without it, Rust would abort
    except MemoryError:
        raise OptionError("usage.png", width=f"{width:,}", height=f"{height:,}") from None
    made = render(tree, (scale, 0, 0, 0, scale, 0), None, None, (width, height))
    return made[:HEAD] + (_told(title) if title else b"") + made[HEAD:]


def _told(title: str) -> bytes:
    """A title as a chunk of a PNG: text in UTF-8 under a keyword."""
    data = b"iTXtTitle\0\0\0\0\0" + title.encode()
    return (len(data) - 4).to_bytes(4, "big") + data + crc32(data).to_bytes(4, "big")


def _options(files: tuple[str, ...]) -> Any:
    """How resvg reads an SVG, with the fonts held in memory: from a file it reads them for every
    text anew.
    """
    from resvg import usvg

    options = usvg.Options.default()
    options.font_family = FONT
    for file in files:
        options.load_font_data(Path(file).read_bytes())
    return options


class _Here(local):
    """What belongs to this thread alone: resvg refuses options that another has made."""

    def __init__(self) -> None:
        self.options = lru_cache(maxsize=4)(_options)


_here = _Here()


def _drawn(svg: str) -> str:
    """All text that the SVG draws; its titles and descriptions are not drawn."""
    texts = re.findall(r"<text\b[^>]*>(.*?)</text>", svg, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", "".join(texts)))
