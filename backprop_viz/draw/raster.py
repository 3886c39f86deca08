"""SVG to PNG and PDF, without any library of the system's."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import Any

from ..theme import FONT
from .fonts import font_files

__all__ = ["pdf", "pdf_of_pages", "png"]


def png(svg: str, scale: float = 2.0) -> bytes:
    """The SVG as PNG, ``scale`` pixels per CSS pixel. Raises ``FontError``, ``ValueError``."""
    import resvg_py

    if not 0 < scale <= 20:
        raise ValueError(f"the scale is {scale}; it must be above 0 and at most 20")
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            skip_system_fonts=True,
            font_files=font_files(_drawn(svg)),
            font_family=FONT,
            sans_serif_family=FONT,
        )
    )


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
