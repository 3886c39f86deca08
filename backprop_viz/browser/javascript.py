"""The explorer as one ES module: the table of operations in JavaScript, and the static parts.

The formulas of the rows are translated from their Python text, so that an operation is known to
its row only. What is the same for every operation stands in ``static/``, a file for each duty. The
parts of ``WALK`` give values, gradients, labels, sentences and mathematics of every step to the
letter as the Python package gives them; they touch no page. No text is compiled, so all of it runs
under a strict Content-Security-Policy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from ..core.ops import OPS
from .bare import STATIC, bare_script
from .circuits import circuits_source, rows_inside
from .generated import (
    calls_source,
    ladders_source,
    lines_source,
    measures_source,
    numbers_source,
    opaque_source,
    operations_source,
    screen_source,
    story_source,
    symbols_source,
    typed_names_source,
)
from .still import is_still, rows

__all__ = [
    "WALK",
    "ExerciseKind",
    "asked_source",
    "cards_source",
    "cargo_source",
    "exercise_source",
    "judge_source",
    "listener",
    "module_source",
    "page_source",
    "playground_source",
    "referee_source",
    "source",
    "typed_source",
    "widget_source",
]

_WINDOWS = "window_places"
WALK = (
    *("functions", "arrays", "array_language", "product", _WINDOWS, "numbers", "walk"),
    *("templates", "printed", "reasons", "sentence", "under", "latex", "story", "scene"),
)
"""The parts that walk a graph and tell of it."""
_WHOLE = ("array_language", "product", "under")  # those that only operations on whole arrays need
_WINDOWED = re.compile(r"\b(windowed|first)\(")  # what that part is needed for
_JUDGE = ("functions", "arrays", "entry", "judge")
ExerciseKind: TypeAlias = Literal["perform", "hunt"]
_TREE = ("around", "around_tree")
_TYPED = ("typed", "evaluated", "typing")
_EXERCISES = {"perform": ("perform", "performing"), "hunt": ("hunt", "hunting")}
_SCREEN = (
    *("tex", "entry", "history", "store", "elements"),
    *("shapes", "labels", "spot", "ways", "drawing", "offer", "files"),
    *("copy", "minimap", "fit", "player", "bar", "menu", "keys", "around", "theme"),
    *("paths", "explanation", "table", "formula", "view"),
)
_LANDSCAPE = ("ground", "heights", "terrain", "reach", "landscape")
_CARDS = ("cells", "cards")
_ENTRIES = ("packed", "entries", "zoom", "spelling", "circuit", "columns")
_HANDS = ("hand", "sketch", "lens", "opened", "batch", "pointing")
_PAGE = ("inputs", "slides", "page")
_WIDGET = (
    *_LANDSCAPE,
    *("inputs", "controls", "outbox", "kernel", "carrying", "notebook", "editor"),
)
_EXPORTED = (
    *("M", "OPS", "allows", "formatNumber", "fromJson", "lastStep", "latex", "latexNumber"),
    *("nudge", "remark", "run", "scene", "sentence", "step", "story"),
)


def source(walked: Collection[str] = OPS, *, arrays: bool = True, has_lines: bool = True) -> str:
    """The ES module of the explorer, in one text that imports nothing.

    Where there are no ``arrays``, it has no cards, and nothing that opens entries, and what tells
    the lines of a program goes only where it ``has_lines``.
    """
    known = rows(walked)
    inside = rows_inside(known[name] for name in walked) if arrays else ()
    made = [module_source({*walked, *(op.name for op in inside)}, has_lines=has_lines)]
    made += [calls_source(), symbols_source(), screen_source()]
    of_arrays = [cards_source(), circuits_source(walked), *map(_part, (*_ENTRIES, *_HANDS))]
    of_blocks = ["blocks", "opening"] * _has_blocks(walked)
    return "".join([*made, *map(_part, (*_SCREEN, *of_blocks)), *(arrays * of_arrays)])


@lru_cache(maxsize=1)
def widget_source() -> str:
    """The same as a widget of a notebook, where a kernel reads formulas."""
    return "".join([source(), *map(_part, _WIDGET)])


@lru_cache(maxsize=1)
def cargo_source() -> str:
    """The ES module that takes the widget, and large arrays, as bytes."""
    return _part("cargo")


@lru_cache(maxsize=1)
def referee_source() -> str:
    """The ES module that judges answers where no kernel is."""
    return "".join([judge_source(), _part("referee")])


@lru_cache(maxsize=1)
def asked_source() -> str:
    """The ES module that shows a question where nobody shows ipywidgets."""
    return "".join([symbols_source(), *map(_part, ("elements", *_TREE, "tex", "asked"))])


@lru_cache(maxsize=8)
def exercise_source(
    kind: ExerciseKind, where: Literal["page", "widget"], *, typed: bool = False
) -> str:
    """The ES module in which a learner performs a walk or hunts, on a page or in a notebook.

    What reads expressions of arrays is sent only where some are ``typed``.
    """
    read = typed_source() if typed else ""
    parts = ["elements", "offer", *(_TREE * (where == "widget")), "exercise"]
    parts += [*_EXERCISES[kind], f"exercise_{where}"]
    return "".join([judge_source(), read, *map(_part, parts)])


def typed_source() -> str:
    """What reads and judges a typed expression of arrays, behind what judges an answer."""
    return typed_names_source() + "".join(map(_part, _TYPED))


def judge_source() -> str:
    """What reads and judges an answer; it exports nothing."""
    return "".join([operations_source(()), calls_source(), *map(_part, _JUDGE)])


def page_source(
    walked: Collection[str] = OPS,
    *,
    arrays: bool = True,
    has_landscape: bool = False,
    has_lines: bool = True,
) -> str:
    """The same as a page of its own, which it fills as soon as it is read.

    Its graphs have no other operations than those ``walked``. What draws cards is sent only where
    there are ``arrays``, and a landscape beside the graph only where it is asked for.
    """
    parts = [*(_LANDSCAPE if has_landscape else ()), *_PAGE]
    made = [source(walked, arrays=arrays, has_lines=has_lines), *map(_part, parts)]
    if any(map(is_still, walked)):
        made += [opaque_source(), _part("opaque")]
    return "".join([*made, _started("Page")])


@lru_cache(maxsize=1)
def playground_source() -> str:
    """The page on which any formula is typed, with all that any graph may need."""
    parts = (*_LANDSCAPE, *_PAGE, "address", "tabs", "playground")
    beside = f"View.prototype.beside = {json.dumps(listener())};\n"
    made = [source(has_lines=False), *map(_part, parts), beside, _started("Playground")]
    return "".join(made)


@cache
def listener() -> str:
    """What stands beside a frame in somebody else's page."""
    return f"\n<script>\n{_part('frames')}</script>\n"


def _started(page: str) -> str:
    data = "JSON.parse(document.getElementById('backprop-viz-data').textContent)"
    return f"new {page}({data}, document.getElementById('backprop-viz')).begin();\n"


def _has_blocks(walked: Collection[str]) -> bool:
    """Whether there are blocks, into which ports lead."""
    known = rows(walked)
    return any(known[name].is_port for name in walked)


def module_source(walked: Collection[str] = OPS, *, has_lines: bool = True) -> str:
    """The ES module that walks a graph; it ends in its ``export``."""
    of_blocks = ("viewed", "placedLayout", "withNodes") if _has_blocks(walked) else ()
    exported = f"export {{ {', '.join((*_EXPORTED, *of_blocks))} }};\n"
    made = [operations_source(walked), ladders_source(), numbers_source(), story_source()]
    known = rows(walked)
    needs_arrays = any(not known[name].is_entrywise for name in walked)
    needs_windows = any(_WINDOWED.search(known[name].formula) for name in walked)
    left_out = {*(() if needs_arrays else _WHOLE), *(() if needs_windows else (_WINDOWS,))}
    parts = [part for part in WALK if part not in left_out]
    if of_blocks:
        made.append(lines_source())
        parts += ["insides", "marks", "levels", "framed", "shifts", "bent", "lines", "inside"]
        parts.append("patterns")
    parts += ["source"] * has_lines
    return "".join([*made, *map(_part, parts), exported])


def cards_source() -> str:
    """What fills the cards of arrays, and draws them."""
    return "".join([measures_source(), *map(_part, _CARDS)])


@cache
def _part(name: str) -> str:
    """A file of ``static/`` as it is sent."""
    return bare_script((STATIC / f"{name}.js").read_text(encoding="utf-8"))
