"""Slides for PowerPoint and its kin: one step a slide, its sentence in the notes."""

from __future__ import annotations

import io
import math
import zipfile
from datetime import datetime
from typing import Any

from ..draw.scene import scene
from ..errors import MissingLibraryError
from ..tell.formula import formula_of
from ..theme import FONT, FONT_SIZE
from ..words import row, shortened
from .composition import LEADING, Composition
from .formula import Box, height_of_whole, typeset, whole
from .script import Script
from .windows import Windows
from .wrapping import wrap

try:
    from .camera import Camera
    from .palette import rendered
    from .pixels import Image
except MissingLibraryError:  # the one line brings both libraries
    raise MissingLibraryError("library.slides") from None

__all__ = ["powerpoint"]

EMU = 12700  # per point
SLIDE = (960.0, 540.0)  # points, 16:9
MARGIN = 40.0
TITLE = (MARGIN, 24.0, SLIDE[0] - 2 * MARGIN, 56.0)
OPENING = (MARGIN, 170.0, SLIDE[0] - 2 * MARGIN, 100.0)
INSET = 8.0  # of a text in its box
SMALLEST = 12.0  # size of the type of a title
MOST_OF_A_PROPERTY = 255  # characters
TOP, BOTTOM = 84.0, SLIDE[1] - 30.0
ROOM = SLIDE[0] - 2 * MARGIN
FORMULA, WHOLE = 28.0, 22.0  # sizes of the type
HIGHEST = 72.0  # of the formula
SHARPNESS = 2.5  # pixels per point of the slide
GAP = 20.0
LEGIBLE = 12.0 / FONT_SIZE  # the size of a picture whose labels can be read from the last row
EARLIEST = datetime(1980, 1, 1)  # that a ZIP file can tell


def powerpoint(script: Script) -> bytes:
    """The slides. Raises ``MissingLibraryError`` without python-pptx, ``FontError``."""
    try:
        from pptx import Presentation
    except ImportError:
        raise MissingLibraryError("library.slides") from None
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = (round(side * EMU) for side in SLIDE)
    properties = deck.core_properties
    properties.title, properties.author = shortened(script.title, MOST_OF_A_PROPERTY), ""
    properties.last_modified_by = ""
    properties.language = script.lang
    properties.created = properties.modified = EARLIEST
    heading, size = _fitted(script.title, 40.0, OPENING)
    slide = _slide(deck, script, 0, heading, size)
    opening = slide.placeholders[1]
    _place(slide.shapes.title, OPENING)
    _place(opening, (MARGIN, 280.0, ROOM, 120.0))
    _write(opening, ", ".join(script.inputs), 24.0, script, script.theme.faint)
    shown = _Pictures(script)
    for step in script.each_step():
        slide = _slide(deck, script, 5, script.heading(step.index), 28.0)
        _place(slide.shapes.title, TITLE)
        _show(slide, script, step.index, shown)
        slide.notes_slide.notes_text_frame.text = step.sentence(script.lang)
    file = io.BytesIO()
    deck.save(file)
    return _timeless(file.getvalue())


def _fitted(text: str, size: float, box: tuple[float, float, float, float]) -> tuple[str, float]:
    """A text and the size of its type with which it has room in a box; cut off where none has."""
    width, height = (side - 2 * INSET for side in box[2:])
    while True:
        lines = wrap(text, size, width)
        fitting = max(1, int(height / (LEADING * size)))
        if len(lines) <= fitting:
            return text, size
        if size <= SMALLEST:
            return " ".join(lines[:fitting])[:-1] + "…", size
        size = max(SMALLEST, 0.85 * size)


def _slide(deck: Any, script: Script, layout: int, title: str, size: float) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _rgb(script.theme.paper)
    _write(slide.shapes.title, title, size, script, script.theme.ink)
    return slide


class _Pictures:
    """The picture of each step, or a window on it, and the one ``height`` of all slides."""

    def __init__(self, script: Script) -> None:
        self._script, layout = script, script.canvas.layout
        self._windows = Windows(script, (ROOM, _room(script)), largest=1.4, legible=LEGIBLE)
        scale = self._windows.scale
        self._size = (layout.width * scale, layout.height * scale)
        self.height = self._windows.height
        self._camera = Camera(script, scale * SHARPNESS)

    def of(self, step: int) -> tuple[Image.Image, float, float]:
        """The picture of a step, with its width and height in points of the slide."""
        if (window := self._windows.of(step)) is None:
            return self._camera.picture(step), *self._size
        (view, scale), script = window, self._script
        shown = scene(script.canvas.plan, script.walk, step)
        nothing = [""] * len(script.walk.graph.nodes)
        parts = script.canvas.parts(shown, script.theme, nothing, script.lang)
        sheet = _sheet(script, view.width * scale, view.height * scale)
        sheet.picture(view.svg(parts), 0.0, 0.0, scale)
        return _painted(script, sheet), sheet.width, sheet.height


def _show(slide: Any, script: Script, step: int, pictures: _Pictures) -> None:
    """The formula, the picture, as large as there is room, and the step's mathematics under it."""
    told = script.walk.steps[step]
    formula = whole(told, script.theme, WHOLE, ROOM)
    _typeset(slide, script, formula, TOP, _whole_height(script), formula_of(told.walk).latex)
    image, width, height = pictures.of(step)
    top = TOP + _whole_height(script) + GAP
    box = ((SLIDE[0] - width) / 2, top + (pictures.height - height) / 2, width, height)
    _add(slide, image, box, repr(script.picture(step)))
    top += pictures.height + GAP
    if latex := script.mathematics(told):
        _typeset(slide, script, typeset(latex, FORMULA, ROOM), top, BOTTOM - top, latex)


def _typeset(slide: Any, script: Script, box: Box, top: float, room: float, text: str) -> None:
    """Mathematics as an image, smaller where it has no room."""
    box = box.scaled(min(1.0, room / box.height))
    sheet = _sheet(script, box.width + 4.0, box.height + 4.0)
    sheet.formula(box, 2.0, 2.0)
    _add(slide, _painted(script, sheet), (MARGIN, top, sheet.width, sheet.height), text)


def _sheet(script: Script, width: float, height: float) -> Composition:
    """A sheet of whole pixels: half of one at an edge would be a grey line."""
    across, down = (math.ceil(side * SHARPNESS - 1e-6) / SHARPNESS for side in (width, height))
    return Composition(across, down, script.theme)


def _painted(script: Script, sheet: Composition) -> Image.Image:
    svg = sheet.svg(round(sheet.width * SHARPNESS), round(sheet.height * SHARPNESS))
    return rendered(svg, script.theme, script.has_arrays)


def _whole_height(script: Script) -> float:
    """The height of the formula, the same on all slides."""
    return min(height_of_whole(script.walk, WHOLE, ROOM), HIGHEST)


def _room(script: Script) -> float:
    """The height that there is for pictures; a third is left for the mathematics."""
    return 0.65 * (BOTTOM - TOP - _whole_height(script))


def _add(
    slide: Any,
    image: Image.Image,
    box: tuple[float, float, float, float],
    text: str,
) -> None:
    """An image with its alternative text."""
    file = io.BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    left, top, width, height = (round(length * EMU) for length in box)
    shape = slide.shapes.add_picture(file, left, top, width, height)
    shape._element.nvPicPr.cNvPr.set("descr", text)


def _place(shape: Any, box: tuple[float, float, float, float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (round(length * EMU) for length in box)


def _write(shape: Any, text: str, size: float, script: Script, colour: str) -> None:
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.util import Pt

    frame = shape.text_frame
    frame.text = text
    font = frame.paragraphs[0].runs[0].font if frame.paragraphs[0].runs else None
    if font is None:
        return
    font.size, font.name, font.color.rgb = Pt(size), FONT, _rgb(colour)
    tag = row(script.lang).tag
    font.language_id = next((known for known in MSO_LANGUAGE_ID if known.xml_value == tag), None)


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    colours: Any = RGBColor
    return colours(*bytes.fromhex(colour.removeprefix("#")))


def _timeless(packed: bytes) -> bytes:
    """The same ZIP file, its members all of the earliest time there is."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            member = zipfile.ZipInfo(name, EARLIEST.timetuple()[:6])
            is_packed = name.endswith(".png")
            member.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            after.writestr(member, before.read(name))
    return file.getvalue()
