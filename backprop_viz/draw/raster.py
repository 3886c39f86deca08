"""SVG to PNG and PDF, without any library of the system's."""

from __future__ import annotations

import re
from html import unescape

from ..theme import FONT
from .fonts import font_files

__all__ = ["pdf", "png"]


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
    import svg2pdf_py

    fonts = svg2pdf_py.FontDatabase()
    for file in font_files(_drawn(svg)):
        fonts.load_font_file(file)
    return bytes(svg2pdf_py.svg_to_pdf(svg, fonts))


def _drawn(svg: str) -> str:
    """All text that the SVG draws; its titles and descriptions are not drawn."""
    texts = re.findall(r"<text\b[^>]*>(.*?)</text>", svg, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", "".join(texts)))
