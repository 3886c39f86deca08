"""A picture of one step: it shows itself in a notebook and saves itself to a file."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from ..core.graph import Graph
from ..errors import BackpropVizError, OptionError
from ..kept import kept
from ..spell.numbers import DIGITS, Value, checked_digits
from ..tell.blocks import closed_count, operation_count
from ..tell.walk import Walk
from ..theme import Theme, theme
from ..uncollected import uncollected
from ..words import language, say
from ..writing import path_of, write_whole
from . import engine
from .cards import Card
from .cells import said
from .layout import lay_out
from .plan import Plan, plan, role_of
from .scene import Scene, open_scene, scene
from .still import as_around, fitted, goes_on, image, images, in_one_kind, smallest
from .svg import PIXELS, Canvas
from .things import source

__all__ = ["FORMATS", "Picture", "canvas", "planned", "roles"]

FORMATS = ("svg", "png", "pdf", "dot")
LARGEST = 64e6  # pixels of a PNG, if no scale is asked for
LARGEST_SHARP = 5e5  # CSS pixels of a picture that brings one with twice as many on each side
LARGEST_SHOWN = 8e6  # CSS pixels of a picture that brings a PNG into a notebook


class Picture:
    """The graph at one step of a walk, or the bare graph.

    Everything is computed on first use. The size and all positions are the same for every
    step and all inputs of the same shapes. ``step`` is the number of the step, 0 for a bare graph.
    ``digits`` of its numbers are significant, by default as many as the walk tells.
    Without a theme it is light, and on a page light or dark as all around it.
    With a ``question``, which stands for the step's sentence, what the step finds is left open.
    """

    def __init__(
        self,
        graph: Graph,
        walk: Walk | None = None,
        step: int | None = None,
        *,
        theme_name: str | Theme | None = None,
        lang: str | None = None,
        digits: int | None = None,
        question: str = "",
        title: str = "",
    ) -> None:
        self.own_title = title
        if digits is None:
            digits = DIGITS if walk is None else walk.digits
        self.digits = checked_digits(digits)
        walk = None if walk is None else walk.with_digits(digits)
        self.graph, self.walk, self.question = graph, walk, question
        self.theme, self.is_themed = (
            theme("light" if theme_name is None else theme_name),
            theme_name is not None,
        )
        self.lang = language(lang)
        if walk is None:
            self.step = 0
        else:
            self.step = walk.steps.number(-1 if step is None else step)

    @cached_property
    def title(self) -> str:
        """That of its own or, in its language, which step of how many, and of what."""
        if self.own_title:
            return self.own_title
        output = self.graph.displayed[self.graph.output_node.index]
        last = 0 if self.walk is None else len(self.walk.steps) - 1
        return say("picture.title", self.lang, step=self.step, last=last, output=output)

    @cached_property
    def description(self) -> str:
        """The step's sentence, or the question."""
        if self.question:
            return self.question
        if self.walk is None:
            output = self.graph.displayed[self.graph.output_node.index]
            count, inside = operation_count(self.graph), closed_count(self.graph)
            key = "graph_closed" if inside else "graph"
            return say(key, self.lang, output=output, count=count, inside=inside)
        return self.walk.steps[self.step].sentence(self.lang)

    @cached_property
    def svg(self) -> str:
        """The picture as an SVG document. Raises ``EngineError`` without a Graphviz."""
        return self._drawn(self.theme)

    def _drawn(self, colours: Theme) -> str:
        with uncollected():
            drawing = self._canvas
            return drawing.draw(
                self._scene(drawing.plan),
                colours,
                self.title,
                self.description,
                repr(self),
                self._wire_titles(drawing),
                self.lang,
            )

    @property
    def inline(self) -> str:
        """The SVG for a page, where it shrinks with its column as far as it can be read."""
        return self._fitted(self.svg)

    def _fitted(self, svg: str) -> str:
        return svg.replace("max-width:100%;", fitted(self.size[0]), 1)

    @property
    def on_page(self) -> str:
        """The same as HTML; without a theme it is light or dark as all around it."""
        if self.is_themed:
            return self.inline
        return as_around(self.inline, self._fitted(self._drawn(theme("dark"))))

    @property
    def opened(self) -> str:
        """The same, scrolled at first to its step where it is wider than its column.

        Without a script only style sheets can do that: the place is one to snap to for a moment.
        """
        moment = "@keyframes backprop-viz-open{from,to{scroll-snap-align:center}}"
        width = self.size[0]
        shown = f"max(min(100%,{width:.0f}px),{smallest(width)})"
        place = f"left:calc({self._focus:.3f}*{shown});width:1px;height:1px"
        return (
            f"<style>{moment}</style>{goes_on(width, say('picture.goes_on', self.lang))}"
            '<div tabindex="0" style="width:0;min-width:100%;overflow-x:auto;'
            'scroll-snap-type:x mandatory">'  # keys scroll it where it has the focus
            f'<div style="position:relative">{self.on_page}<span style="position:absolute;top:0;'
            f'{place};animation:backprop-viz-open .4s"></span></div></div>'
        )

    @property
    def _focus(self) -> float:
        """How far across the picture, from 0 to 1, stands what its step is about."""
        drawing = self._canvas
        plan, layout = drawing.plan, drawing.layout
        marked = zip(plan.circles, self._scene(plan).circles, strict=True)
        about = [c.id for c, mark in marked if mark in ("forward", "backward")]
        if not about and self.step:
            about = [w.id for w in plan.wires if w.node == self.graph.output_node.index]
        return layout.boxes[about[0]].x / layout.width if about else 0.0

    @property
    def note(self) -> str:
        """Why it was not Graphviz that laid the picture out; empty where it was."""
        note = self._canvas.layout.note
        return note.say(self.lang) if note else ""

    @cached_property
    def dot(self) -> str:
        """The picture as complete Graphviz source; no engine is needed for it."""
        from .dot import dot_source

        drawn = self._plan
        shown = self._scene(drawn)
        return dot_source(drawn, shown, self.theme, self.lang, self.title, self.description)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in CSS pixels. Raises ``EngineError`` without a Graphviz."""
        layout = self._canvas.layout
        return layout.width * PIXELS, layout.height * PIXELS

    def png(self, scale: float | None = None) -> bytes:
        """The picture as PNG, ``scale`` pixels per CSS pixel.

        By default 2, and for the picture of a large graph fewer, so that it has no more than 64
        million pixels. Raises ``FontError`` if a character is in no font at hand.
        """
        from .raster import png

        return png(self.svg, self.usual_scale if scale is None else scale, self.own_title)

    @property
    def usual_scale(self) -> float:
        """The pixels of a PNG per CSS pixel, if none are asked for."""
        width, height = self.size
        return min(2.0, math.sqrt(LARGEST / (width * height)))

    def pdf(self) -> bytes:
        """The picture as a PDF of one page, in vectors, its text selectable.

        Raises ``FontError`` if a character is in no font at hand, and ``MissingLibraryError``, with
        the line that installs it, without fpdf2 (or, for scripts whose letters join, uharfbuzz).
        """
        from .pdf import pdf

        return pdf([((), self.svg)], title=self.own_title)

    def save(self, path: str | os.PathLike[str], scale: float | None = None) -> Path:
        """Write the picture in the format that the file's ending tells; return the path.

        The file appears whole or not at all. Raises ``ValueError`` for an unknown ending.
        """
        target = path_of(path)
        kind = target.suffix.lower().removeprefix(".")
        if kind not in FORMATS:
            known = ", ".join(f".{k}" for k in FORMATS)
            raise OptionError("usage.picture_ending", name=target.name, known=known)
        if kind == "png":
            content = self.png(scale)
        elif kind == "pdf":
            content = self.pdf()
        else:
            content = (self.svg if kind == "svg" else self.dot).encode()
        write_whole(target, content)
        return target

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        try:
            width, height = self.size
            if "text/html" not in (exclude or ()):
                bundle["text/html"] = self._image(width)
            if self.note:
                bundle["text/plain"] += f"\n({self.note})"
            if self.note and "text/html" in bundle:
                bundle["text/html"] += f'<div style="opacity:.75">{escape(self.note)}</div>'
            self._add_live(bundle)
            bundle["image/svg+xml"] = self.svg
            if width * height <= LARGEST_SHOWN:  # a larger one is for a file, not for a page
                bundle["image/png"] = self.png(None if width * height <= LARGEST_SHARP else 1.0)
        except BackpropVizError as error:  # the words remain, and say what is missing
            bundle["text/plain"] += f"\n({error.say(self.lang)})"
        return bundle

    def _mime_(self) -> tuple[str, str]:
        """What marimo shows, which has a tab for each kind in a bundle."""
        return in_one_kind(self._repr_mimebundle_())

    def _add_live(self, bundle: dict[str, Any]) -> None:
        """For whoever reads a saved notebook: where the walk is live, if it is anywhere."""
        if self.address is None:
            return
        bundle["text/plain"] += f"\n{self.address}"
        if "text/html" in bundle:
            from .live import way_to

            bundle["text/html"] += way_to(self.address, self.lang)

    @cached_property
    def address(self) -> str | None:
        """Where the walk is live at this step; None for a question, which it would answer."""
        from .live import address_of

        if self.walk is None or self.question:
            return None
        return address_of(self.walk, self.step, self.lang)

    def _image(self, width: float) -> str:
        told, kind = repr(self), "svg+xml"
        line = goes_on(width, say("picture.goes_on", self.lang))
        if self.is_themed:
            return line + image(self.svg.encode(), kind, told, width)
        dark = self._drawn(theme("dark"))
        return line + images(self.svg.encode(), dark.encode(), kind, told, width)

    def __repr__(self) -> str:
        return say("picture.told", self.lang, title=self.title, sentence=self.description)

    @property
    def _canvas(self) -> Canvas:
        return canvas(self.graph, self._shapes(), self.digits)

    @property
    def _plan(self) -> Plan:
        return planned(self.graph, self._shapes(), self.digits)

    def _shapes(self) -> dict[int, Value]:
        if self.walk is None:
            return {n.index: n.value for n in self.graph.nodes if n.is_constant}
        return dict(enumerate(self.walk.node_values))

    def _scene(self, drawn: Plan) -> Scene:
        if self.question and self.walk is not None:
            return open_scene(drawn, self.walk, self.step)
        return scene(drawn, self.walk, self.step)

    def _wire_titles(self, drawing: Canvas) -> list[str]:
        """For each wire its role and name, and its value where the step knows it."""
        titles = list(roles(drawing, self.lang))
        if self.walk is not None:
            told = self.step - bool(self.question)
            for place, wire in enumerate(drawing.plan.wires):
                if self.graph.computed_at[source(self.graph, wire).index] <= told:
                    value = self.walk.node_values[wire.node]
                    written = (
                        said(value, self.digits) if np.ndim(value) else self.walk.written(value)
                    )
                    titles[place] += f" = {written}"
        return titles


@kept
def roles(drawing: Canvas, lang: str) -> tuple[str, ...]:
    """For each wire its role in words, and its name."""
    graph = drawing.plan.graph
    titles = []
    for node in (source(graph, wire) for wire in drawing.plan.wires):
        shown = graph.displayed[node.index]
        shown = shown if not node.is_constant or graph.owns(node) else ""
        titles.append(f"{say(f'role.{role_of(graph, node)}', lang)} {shown}".rstrip())
    return tuple(titles)


_Shapes = tuple[tuple[int, ...], ...]
_Sizes = tuple[tuple[float, float, Card | None], ...]


@kept
def _plans(graph: Graph) -> dict[tuple[_Shapes, int, int], Plan]:
    return {}


@kept
def _canvases(graph: Graph) -> dict[tuple[_Sizes, int, int, str], Canvas]:
    return {}


def planned(
    graph: Graph, values: Mapping[int, Value], digits: int = DIGITS, beside: int = 1
) -> Plan:
    """The plan of ``graph`` with values of these shapes, digits and sides, made once."""
    key = tuple(getattr(values.get(n.index), "shape", ()) for n in graph.nodes), digits, beside
    plans = _plans(graph)
    if key not in plans:
        plans[key] = plan(graph, values, digits, beside)
    return plans[key]


def canvas(
    graph: Graph, values: Mapping[int, Value], digits: int = DIGITS, beside: int = 1
) -> Canvas:
    """What writes pictures of ``graph`` with values of these shapes; one per graph and engine.

    Raises ``EngineError`` without a Graphviz.
    """
    with uncollected():
        drawn = planned(graph, values, digits, beside)
        canvases = _canvases(graph)
        cards = tuple((w.width, w.height, w.card) for w in drawn.wires)
        key = (cards, digits, beside, engine.find())
        if key not in canvases:
            canvases[key] = Canvas(drawn, lay_out(drawn))
        return canvases[key]
