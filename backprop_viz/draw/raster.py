"""SVG to PNG and PDF, without any library of the system's."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from pathlib import Path
from threading import local
from typing import Any

from ..errors import OptionError
from ..numbers import is_between
from ..theme import FONT
from .fonts import font_files

__all__ = ["SCALES", "pdf", "pdf_of_pages", "png"]

SCALES = (0.01, 20.0)  # pixels per CSS pixel
BYTES = 12  # of memory that a pixel needs
MOST = 500e6  # pixels; for more there may be no memory, and the library would end the process


def png(svg: str, scale: float = 2.0) -> bytes:
    """The SVG as PNG, ``scale`` pixels per CSS pixel. Raises ``FontError``, ``ValueError``."""
    from resvg import render, usvg

    if not is_between(scale, *SCALES):
        raise OptionError("usage.scale", scale=scale)
    tree = usvg.Tree.from_str(svg, _here.options(tuple(font_files(_drawn(svg)))))
    width, height = (math.ceil(length * scale - 1e-6) for length in tree.int_size())
    try:
        if width * height > MOST:
            raise MemoryError
        bytearray(BYTES * width * height)  # given back at once: without it, Rust would abort
    except MemoryError:
        raise OptionError("usage.png", width=f"{width:,}", height=f"{height:,}") from None
    return render(tree, (scale, 0, 0, 0, scale, 0), None, None, (width, height))


def pdf(svg: str) -> bytes:
    """The SVG as a PDF of one page: vectors, and text that can be selected.

    Raises ``FontError``.
    """
    return pdf_of_pages([("", svg)])


def pdf_of_pages(pages: Iterable[tuple[str, str]], *, title: str = "", lang: str = "") -> bytes:
    """A PDF of SVGs, one on each page, given behind their bookmarks (empty for none).

    The same pages are the same bytes in every run. Raises ``FontError``.
    """
    import svg2pdf_py
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter()
    for bookmark, svg in pages:
        page = svg2pdf_py.svg_to_pdf(svg, _fonts(tuple(font_files(_drawn(svg)))))
        reader = PdfReader(io.BytesIO(page))
        _sort(reader.pages[0])
        writer.append(reader, outline_item=bookmark or None, import_outline=False)
    writer.metadata = {"/Producer": "backprop-viz"} | ({"/Title": title} if title else {})
    if lang:
        writer.root_object[NameObject("/Lang")] = TextStringObject(lang)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


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


@lru_cache(maxsize=8)
def _fonts(files: tuple[str, ...]) -> Any:
    import svg2pdf_py

    fonts = svg2pdf_py.FontDatabase()
    for file in files:
        fonts.load_font_file(file)
    return fonts


def _sort(page: Any) -> None:
    """Put every dictionary that a page reaches in order: svg2pdf leaves them in that of a hash."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    waiting: list[Any] = [page]
    seen = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            items = sorted(thing.items())
            thing.clear()
            thing.update(items)
            waiting += [value for _, value in items]
        elif isinstance(thing, ArrayObject):
            waiting += thing


def _drawn(svg: str) -> str:
    """All text that the SVG draws; its titles and descriptions are not drawn."""
    texts = re.findall(r"<text\b[^>]*>(.*?)</text>", svg, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", "".join(texts)))
