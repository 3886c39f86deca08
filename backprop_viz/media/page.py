"""One self-contained HTML file: the live explorer without kernel, server or network.

The file carries its own Content Security Policy: nothing is loaded, nothing is evaluated, and the
one script and the one style sheet run because their hashes are named.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from ..blocks.view import Names, seen
from ..browser.blocks import OF_BLOCKS
from ..browser.javascript import page_source
from ..browser.packing import as_text
from ..browser.program import (
    layout_of,
    program_of,
    screen_of,
    screen_words,
    templates,
    themes_of,
    words_of,
)
from ..browser.spread import Spread, spread, spreads
from ..browser.style import style_sheet
from ..draw.picture import Picture
from ..errors import GraphError, OptionError
from ..given.inputs import by_name, listed
from ..given.slider import RANGE, SLIDER_STEP, sliders
from ..spell.names import canonical
from ..spell.numbers import is_between, is_finite
from ..tell.walk import Walk
from ..theme import Theme, key, theme
from ..words import Message, language, one_line, quoted, say
from ..writing import path_of, write_whole
from .script import title_of

__all__ = ["Chapter", "Page", "chapter_data", "document", "in_script", "page", "shared_data"]

_SHARED = ("languages", "words", "screen", "themes")  # of a program: the same for every graph


@dataclass(frozen=True)
class Chapter:
    """A walk on a page: its title, the steps to show (None for all), and where it opens.

    ``ranges`` are the sliders' (least, greatest, step) by the name of the input, where the usual
    ones do not serve, ``landscape`` the inputs of the landscape that stands beside the graph.
    """

    walk: Walk
    title: str
    steps: Sequence[int] | None = None
    step: int = 0
    ranges: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    landscape: Spread = None


@dataclass(frozen=True)
class Page:
    """The chapters as one HTML document; ``slides`` opens it as a presentation.

    ``theme_name`` None follows the reader's own light or dark.
    """

    chapters: Sequence[Chapter]
    title: str
    lang: str = field(default_factory=language)
    theme_name: str | Theme | None = None
    slides: bool = False

    @cached_property
    def html(self) -> str:
        """The file's text, the same in every run.

        Raises ``EngineError`` without a Graphviz, ``InputError`` for a range that no slider can
        have.
        """
        chosen = None if self.theme_name is None else theme(self.theme_name)
        title = one_line(self.title)
        told = [chapter_data(chapter) for chapter in self.chapters]
        has_landscape = any(chapter["landscape"] for chapter in told)
        rooms = [*["ground."] * has_landscape, *["tones.", "entries."] * self._has_cards]
        rooms += ["blocks."] * self._has_blocks
        rooms += ["opaque."] * any(chapter.walk.graph.opaque for chapter in self.chapters)
        words = shared_data(self.chapters[0].walk, rooms, chosen, arrays=self._has_cards)
        data = {
            "title": title,
            "lang": self.lang,
            "theme": "auto" if chosen is None else key(chosen),
            "slides": self.slides,
            "words": words,
            "chapters": told,
        }
        parts = [*["landscape"] * has_landscape, *["cards"] * self._has_cards]
        parts += ["blocks"] * self._has_blocks
        style = style_sheet("explorer", "inputs", "page", *parts)
        walked = {row["op"] for chapter in told for row in chapter["program"]["rows"]}
        script = page_source(
            walked,
            arrays=self._has_cards,
            has_landscape=has_landscape,
            has_lines=any(chapter.walk.graph.lines for chapter in self.chapters),
        )
        return document(
            lang=self.lang,
            title=title,
            style=style,
            still="".join(_still(chapter, self.lang) for chapter in self.chapters),
            data=data,
            script=script,
        )

    @property
    def _has_cards(self) -> bool:
        """Whether any chapter has arrays."""
        return any(np.ndim(value) for c in self.chapters for value in c.walk.node_values)

    @property
    def _has_blocks(self) -> bool:
        """Whether any chapter has blocks."""
        return any(chapter.walk.graph.blocks for chapter in self.chapters)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the file, whole or not at all; return its path."""
        target = path_of(path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise OptionError("usage.page_ending", name=target.name)
        write_whole(target, self.html.encode())
        return target


def page(
    walks: Mapping[str, Walk] | Iterable[Walk],
    *,
    title: str | None = None,
    lang: str | None = None,
    theme: str | Theme | None = None,
    slides: bool = False,
    ranges: Mapping[str, tuple[float, float, float]] | None = None,
    digits: int | None = None,
    landscape: Spread = None,
    opened: Names = None,
) -> Page:
    """One live HTML page of several walks, its chapters; ``.save("walks.html")`` writes it.

    ``walks`` are given by their titles, or in a list and are named by their outputs. ``title`` is
    the page's, ``lang`` by default the current language (``bv.speak``), and without a ``theme`` the
    page follows its reader's light or dark. ``slides=True`` opens it as a presentation. ``ranges``
    are the sliders' (least, greatest, step) by input, and ``digits`` is how many significant ones
    numbers have, by default those of each walk. ``landscape`` opens beside the graph the output
    over one or two inputs, ``"w b"``; True over the first parameters of each walk. ``opened`` are
    the names of blocks that are open at first, in each walk that has them. Raises ``ValueError``
    without any walk, and for an option that makes no sense.
    """
    lang = language(lang)
    found = walks.values() if isinstance(walks, Mapping) else walks
    try:
        given = list(found)
    except TypeError:
        given = [found]
    if isinstance(found, str) or not all(isinstance(walk, Walk) for walk in given):
        raise OptionError("usage.walks", given=quoted(walks))
    if digits is not None:
        given = [walk.with_digits(digits) for walk in given]
    given = _seen(given, opened)
    titles = walks if isinstance(walks, Mapping) else [title_of(walk, lang) for walk in given]
    chapters, ranges = [], by_name(ranges, "inputs.ranges_by_name")
    for heading, walk, over in zip(titles, given, spreads(given, landscape), strict=True):
        if not isinstance(heading, str):
            raise OptionError("usage.text", name="title", given=quoted(heading))
        known = {n: r for n, r in ranges.items() if canonical(n) in walk.inputs}
        chapters.append(Chapter(walk, heading, ranges=known, landscape=over))
    if not chapters:
        raise OptionError("usage.no_chapter")
    inputs = {name for chapter in chapters for name in chapter.walk.inputs}
    for name in ranges:
        if canonical(name) not in inputs:
            raise OptionError("usage.range_of", name=name, known=", ".join(sorted(inputs)))
    if title is None:
        title = chapters[0].title if len(chapters) == 1 else say("page.title", lang)
    if not isinstance(title, str):
        raise OptionError("usage.text", name="title", given=quoted(title))
    return Page(tuple(chapters), title, lang, theme, slides)


def _seen(walks: list[Walk], opened: Names) -> list[Walk]:
    """The walks with those of the blocks open that they have. Each must be in one of them."""
    if opened is None or len(walks) == 1:
        return [walk.with_graph(seen(walk.graph, opened)) for walk in walks]
    for name in listed(opened):
        having = []
        for place, walk in enumerate(walks):
            with suppress(GraphError):
                walks[place] = walk.with_graph(seen(walk.graph, [name]))
                having.append(place)
        if not having:
            seen(walks[0].graph, [name])  # raises, and says why
    return walks


def document(
    *, lang: str, title: str, style: str, still: str, data: Mapping[str, Any], script: str
) -> str:
    """A page that runs one script on its data, under a policy that allows nothing else.

    ``still`` is the HTML for readers without scripts.
    """
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "img-src blob: data:; base-uri 'none'; form-action 'none'"
    )
    return _DOCUMENT.format(
        lang=lang,
        policy=escape(policy),
        title=escape(title),
        style=style,
        still=still,
        data=in_script(json.dumps(data, ensure_ascii=False, separators=(",", ":"))),
        script=script,
    )


_USUAL = [-RANGE, RANGE, SLIDER_STEP]

_DOCUMENT = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<noscript>{still}</noscript>
<div id="backprop-viz"></div>
<script type="application/json" id="backprop-viz-data">{data}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def shared_data(
    walk: Walk, rooms: Sequence[str], chosen: Theme | None = None, *, arrays: bool
) -> dict[str, Any]:
    """What is the same for every chapter of a page, whose screen also says what is in ``rooms``."""
    graph, has_cards = walk.graph, any(map(np.ndim, walk.node_values))
    screen = screen_of(graph, arrays=has_cards, opaque=bool(graph.opaque))
    shared: dict[str, Any] = {
        **words_of(graph),
        "screen": screen | screen_words(*rooms),
        "themes": themes_of(chosen, arrays=arrays),
    }
    if "blocks." in rooms:
        shared["words"] = shared["words"] | {key: templates(key) for key in OF_BLOCKS}
    for room in ("words", "screen"):  # each text in the order of the languages
        shared[room] = {name: list(said.values()) for name, said in shared[room].items()}
    return shared


def chapter_data(chapter: Chapter) -> dict[str, Any]:
    """A chapter for the page, ready for JSON, without what it shares with the others."""
    walk, graph = chapter.walk, chapter.walk.graph
    if graph.opaque and chapter.landscape:
        raise OptionError("models.no_landscape", name=graph.opaque[0].op.name)
    made: dict[str, Any] = {
        "title": one_line(chapter.title),
        "program": {k: v for k, v in program_of(walk, as_text).items() if k not in _SHARED},
        "geometry": layout_of(walk),
        "steps": None if chapter.steps is None else list(chapter.steps),
        "step": chapter.step,
        "opening": [],
        "ranges": [],
        "landscape": spread(walk, chapter.landscape),
    }
    told = by_name(chapter.ranges, "inputs.ranges_by_name")
    ranges = {canonical(name): limits for name, limits in told.items()}
    for name in ranges:
        if name not in walk.inputs or np.ndim(walk.inputs[name]):
            known = ", ".join(n for n in graph.inputs if not np.ndim(walk.inputs[n]))
            raise OptionError("usage.range_of", name=name, known=known or Message("inputs.nothing"))
    given = {
        name: (walk.inputs[name], *_limits(name, ranges[name]))
        if name in ranges
        else walk.inputs[name]
        for name in graph.inputs
        if is_finite(walk.inputs[name])
    }
    found = sliders(given)
    for name, value in walk.inputs.items():
        slider = found.get(name)
        made["opening"].append(as_text(value))
        limits = [slider.least, slider.greatest, slider.step] if slider else _USUAL
        made["ranges"].append(None if np.ndim(value) else limits)
    return made


def _limits(name: str, given: Any) -> tuple[float, ...]:
    try:
        limits = tuple(given)
    except TypeError:
        limits = ()
    if len(limits) != 3 or not all(is_between(limit, -1e300, 1e300) for limit in limits):
        raise OptionError("usage.ranges", name=name, given=quoted(given))
    return limits


def _still(chapter: Chapter, lang: str) -> str:
    """For readers without JavaScript: the last step as it stands, and its sentence."""
    picture = Picture(chapter.walk.graph, chapter.walk, lang=lang)
    svg = picture.svg.replace(' style="max-width:100%;height:auto"', "")
    words = escape(f"{say('page.noscript', lang)} {picture.description}")
    return f"<h2>{escape(one_line(chapter.title))}</h2>{svg}<p>{words}</p>"


def in_script(text: str) -> str:
    """JSON that a script element cannot end in, nor take for a comment."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
