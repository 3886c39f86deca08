"""SVG to PDF: vectors, and text that can be selected, without any library of the system's.

It reads what :mod:`.svg` and the sheets of ``media`` write: paths, rectangles, circles and text, in
groups that move and scale, and an SVG in an SVG.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

from ..errors import MissingLibraryError
from .curves import SHAPES, Curves, numbers_in
from .fonts import characters, font_files, is_invisible

try:
    from fpdf import FPDF
    from fpdf.output import OutputProducer
except ImportError:
    raise MissingLibraryError("library.pdf") from None

__all__ = ["pdf"]

LONGEST = 14_400.0  # points; readers show no longer page
_TRANSFORM = re.compile(r"(translate|scale)\(([^)]*)\)")
_ISOLATE = re.compile("[\u2068\u2069]")
_TURNING = frozenset(("R", "AL", "AN"))


def pdf(pages: Iterable[tuple[Iterable[str], str]], *, title: str = "", lang: str = "") -> bytes:
    """A PDF of SVGs, one on each page, given behind its bookmarks.

    A unit of an SVG's ``viewBox`` is a point. The same pages are the same bytes in every run.
    Raises ``FontError``, and ``MissingLibraryError`` where a script needs uharfbuzz to be set.
    """
    document = _Document()
    if title:
        document.set_title(title)
    if lang:
        document.set_lang(lang)
    for bookmarks, svg in pages:
        _Page(document, ElementTree.fromstring(svg), bookmarks).draw()
    return bytes(document.output(output_producer_class=_Undated))


class _Undated(OutputProducer):
    """Writes no date."""

    def _add_info(self) -> Any:
        info: Any = super()._add_info()
        info.creation_date = None
        return info


class _Document(FPDF):
    """Pages of any size, and the fonts that they have used."""

    def __init__(self) -> None:
        super().__init__(unit="pt")
        self.set_producer("backprop-viz")
        self.set_auto_page_break(False)
        self.alias_nb_pages("")  # else {nb} in a text becomes the number of pages
        self.set_margin(0)
        self.c_margin = 0
        self._families: dict[str, str] = {}

    def file_id(self) -> None:
        """None: it would hold the date."""

    def family(self, file: str) -> str:
        """The name of the font in a file."""
        if file not in self._families:
            self._families[file] = f"font{len(self._families)}"
            self.add_font(self._families[file], fname=file)
        return self._families[file]


@dataclass(frozen=True, slots=True)
class _Pen:
    """What a part of an SVG takes from those around it; ``x`` and ``y`` on the page."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    fill: str = "#000000"
    stroke: str | None = None
    width: float = 1.0
    size: float = 16.0
    anchor: str = "start"
    bold: bool = False
    italic: bool = False
    keeps_spaces: bool = False

    def within(self, part: ElementTree.Element) -> _Pen:
        """The pen inside of a part."""
        known = part.attrib
        pen = replace(
            self,
            fill=known.get("fill", self.fill),
            stroke=known.get("stroke", self.stroke),
            width=float(known.get("stroke-width", self.width)),
            size=float(known.get("font-size", self.size)),
            anchor=known.get("text-anchor", self.anchor),
            bold=self.bold or known.get("font-weight") == "bold",
            italic=self.italic or known.get("font-style") == "italic",
            keeps_spaces=self.keeps_spaces or "preserve" in known.values(),
        )
        for name, values in _TRANSFORM.findall(known.get("transform", "")):
            given = numbers_in(values)
            pen = pen.moved(*given) if name == "translate" else pen.scaled(*given)
        return pen

    def moved(self, x: float, y: float) -> _Pen:
        return replace(self, x=self.x + self.scale * x, y=self.y + self.scale * y)

    def scaled(self, factor: float) -> _Pen:
        return replace(self, scale=self.scale * factor)

    def inside(self, svg: ElementTree.Element) -> _Pen:
        """The pen in an SVG's own coordinates, which are centred in its size."""
        left, top, across, down = numbers_in(svg.attrib["viewBox"])
        width, height = float(svg.attrib["width"]), float(svg.attrib["height"])
        factor = min(width / across, height / down)
        pen = self.moved((width - factor * across) / 2, (height - factor * down) / 2)
        return pen.scaled(factor).moved(-left, -top)


@dataclass(frozen=True, slots=True)
class _Run:
    """Text in one style; ``x`` is where it begins, if that is said."""

    text: str
    pen: _Pen
    x: float | None


class _Page:
    """One SVG becomes one page."""

    def __init__(
        self, document: _Document, svg: ElementTree.Element, bookmarks: Iterable[str]
    ) -> None:
        self.document, self.svg = document, svg
        left, top, width, height = numbers_in(svg.attrib["viewBox"])
        factor = min(1.0, LONGEST / max(width, height))
        self.pen = _Pen(scale=factor).moved(-left, -top)
        self.height = factor * height
        self.fonts = font_files("".join("".join(text.itertext()) for text in _texts(svg)))
        document.dw_pt, document.dh_pt = size = factor * width, self.height
        document.add_page(format=size)
        for bookmark in bookmarks:
            document.start_section(bookmark)

    def draw(self) -> None:
        self._out("0 J 4 M")  # the ends of lines, and the longest mitre, of an SVG
        self._parts(self.svg, self.pen.within(self.svg))

    def _parts(self, parent: ElementTree.Element, pen: _Pen) -> None:
        for part in parent:
            name, inner = _local(part), pen.within(part)
            if name == "g":
                self._parts(part, inner)
            elif name == "svg":
                self._clipped(part, inner)
            elif name == "text":
                self._text(part, inner)
            elif name not in ("title", "desc"):
                self._shape(SHAPES[name](part), part, inner)

    def _clipped(self, svg: ElementTree.Element, pen: _Pen) -> None:
        """An SVG in an SVG, of which nothing shows beyond its own size."""
        width, height = (pen.scale * float(svg.attrib[side]) for side in ("width", "height"))
        with self.document.rect_clip(pen.x, pen.y, width, height):
            self._parts(svg, pen.inside(svg))

    def _out(self, operators: str) -> None:
        self.document._out(operators)

    def _place(self, pen: _Pen, x: float, y: float) -> str:
        return f"{pen.x + pen.scale * x:.2f} {self.height - pen.y - pen.scale * y:.2f}"

    def _shape(self, curves: Curves, part: ElementTree.Element, pen: _Pen) -> None:
        is_filled = pen.fill != "none" and curves[-1][0] == "h"  # a line has no inside
        look = []
        if is_filled:
            look.append(f"{_colour(pen.fill)} rg")
        if pen.stroke:
            look.append(f"{_colour(pen.stroke)} RG {pen.scale * pen.width:.3f} w")
        drawn = [
            " ".join([*(self._place(pen, *point) for point in points), operator])
            for operator, points in curves
        ]
        paint = ("B" if pen.stroke else "f") if is_filled else "S"
        self._out(" ".join(["q", *look, *drawn, paint, "Q"]))

    def _text(self, part: ElementTree.Element, pen: _Pen) -> None:
        x, y = float(part.get("x", 0)), float(part.get("y", 0))
        for runs in _chunks(_runs(part, pen, x)):
            start = runs[0].x or 0.0
            if pen.anchor != "start":
                width = sum(self._width(run) for run in runs) / pen.scale
                start -= width / 2 if pen.anchor == "middle" else width
            at = pen.moved(start, y)
            for run in runs:
                at = replace(at, x=at.x + self._set(run, at.x, at.y))

    def _width(self, run: _Run) -> float:
        return self._set(run, 0.0, 0.0, draws=False)

    def _set(self, run: _Run, x: float, y: float, *, draws: bool = True) -> float:
        """Set a run with its baseline beginning at a place of the page; return its width."""
        document, size, start = self.document, run.pen.scale * run.pen.size, x
        document.set_text_color(run.pen.fill)
        if _is_shaped(run.text):
            return self._shape_text(run, x, y, size, draws)
        for file, piece in self._pieces(run):
            document.set_font(document.family(file), size=size)
            if draws and piece.strip():
                document.text(x, y, piece)
            x += document.get_string_width(piece)
        return x - start

    def _shape_text(self, run: _Run, x: float, y: float, size: float, draws: bool) -> float:
        """The same for a script whose letters change with their neighbours, or turn the line."""
        document = self.document
        try:
            import uharfbuzz  # noqa: F401 - fpdf2 takes it
        except ImportError:
            raise MissingLibraryError("library.script", text=run.text) from None
        own, *others = (document.family(f) for f in _in_style(self.fonts, run.pen))
        document.set_font(own, size=size)
        document.set_fallback_fonts(others)
        document.set_text_shaping()
        try:
            width = document.get_string_width(run.text)
            if draws:
                document.x, document.y = x, y - 0.8 * size  # so fpdf2 comes to the baseline
                document.cell(w=width, h=size, text=run.text)
        finally:
            document.set_text_shaping(False)
        return width

    def _pieces(self, run: _Run) -> Iterator[tuple[str, str]]:
        """The run in pieces of one font each, without what no font draws."""
        fonts = _in_style(self.fonts, run.pen)
        found = ((c, _font_of(c, fonts)) for c in run.text)
        drawn = ((c, file) for c, file in found if file)
        for file, pairs in groupby(drawn, key=lambda pair: pair[1]):
            yield file, "".join(c for c, _ in pairs)


def _colour(colour: str) -> str:
    return " ".join(f"{value / 255:.4g}" for value in bytes.fromhex(colour[1:]))


def _local(part: ElementTree.Element) -> str:
    return part.tag.rpartition("}")[2]


def _texts(svg: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return (part for part in svg.iter() if _local(part) == "text")


def _runs(part: ElementTree.Element, pen: _Pen, x: float | None) -> Iterator[_Run]:
    """The text of a part, and of the parts in it; what is isolated in it is a run of its own."""

    def cut(text: str | None, x: float | None) -> Iterator[_Run]:
        for n, piece in enumerate(_ISOLATE.split(text or "")):
            yield _Run(piece, pen, None if n else x)

    yield from cut(part.text, x)
    for inner in part:
        place = float(inner.attrib["x"]) if "x" in inner.attrib else None
        yield from _runs(inner, pen.within(inner), place)
        yield from cut(inner.tail, None)


def _chunks(runs: Iterable[_Run]) -> Iterator[Sequence[_Run]]:
    """The runs from one place to the next, without the spaces that an SVG does not draw."""
    chunks: list[list[_Run]] = []
    for run in runs:
        if run.x is not None:
            chunks.append([])
        chunks[-1].append(run)
    for chunk in chunks:
        text = "".join(run.text for run in chunk)
        if not text.strip():
            continue
        if not chunk[0].pen.keeps_spaces:
            first, last = chunk[0], chunk[-1]
            chunk[0] = replace(first, text=first.text.lstrip(" "))
            chunk[-1] = replace(last, text=last.text.rstrip(" "))
        yield chunk


def _in_style(fonts: Sequence[str], pen: _Pen) -> list[str]:
    """The fonts, the package's own in the style first (they are regular, bold, oblique, both)."""
    own = fonts[pen.bold + 2 * pen.italic]
    return [own, *(file for file in fonts if file != own)]


def _font_of(character: str, fonts: Sequence[str]) -> str:
    """The first font that has a character; none for what is invisible."""
    if is_invisible(character):
        return ""
    return next((file for file in fonts if ord(character) in characters(file)), "")


def _is_shaped(text: str) -> bool:
    """Whether letters join or turn the line, or carry marks that have no place of their own."""
    return any(
        unicodedata.bidirectional(c) in _TURNING
        or (unicodedata.category(c)[0] == "M" and not is_invisible(c))
        for c in text
    )
