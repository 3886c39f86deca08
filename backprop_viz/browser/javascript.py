"""The explorer as one ES module: the table of operations in JavaScript, and the static parts.

The formulas of the rows are translated from their Python text, so that an operation is known to
its row only. What is the same for every operation stands in ``static/``, a file for each duty. The
parts of ``WALK`` give values, gradients, labels, sentences and mathematics of every step to the
letter as the Python package gives them; they touch no page. No text is compiled, so all of it runs
under a strict Content-Security-Policy.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from ..calls.library import FUNCTIONS
from ..calls.rows import OF_ENTRIES
from ..core.operation import Op
from ..core.ops import ALIASES, OPS
from ..draw.cards import ENDS, HEAD, NOTE, SIDE, TO
from ..draw.cells import INFINITE, TONES, UNDEFINED, ZERO
from ..draw.grid import INSET, MARKED
from ..draw.slots import ENTRY_WIDTH, NUMBER_WIDTH, WIDER
from ..given.slider import DUST, TIDY
from ..read import libraries
from ..read.libraries import LIBRARIES
from ..spell import symbols
from ..spell.constants import CONSTANTS
from ..spell.numbers import DIGITS, WRITTEN_OUT
from ..spell.numbers import SIDE as LONGEST_SIDE
from ..tell.formula import LONG, PAGE
from ..tell.formula import LONGEST as LONGEST_LINE
from ..tell.order import BESIDE, SENTENCES
from ..tell.printed import TIE
from ..tell.reasons import LADDERS
from ..tell.story import COUNTED, LONGEST, MOST, ROUNDING
from ..tell.tightness import ATOM, OPPOSITE, SUM, TERM
from ..theme import OPAQUE
from .circuits import circuits_source, rows_inside
from .packing import LARGE
from .still import is_still, rows
from .translation import arrow, condition, number, whole

__all__ = [
    "STATIC",
    "WALK",
    "ExerciseKind",
    "asked_source",
    "calls_source",
    "cards_source",
    "cargo_source",
    "exercise_source",
    "judge_source",
    "module_source",
    "operations_source",
    "page_source",
    "playground_source",
    "referee_source",
    "source",
    "typed_source",
    "widget_source",
]

STATIC = Path(__file__).parent / "static"
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
    *("tex", "entry", "history", "store", "elements", "shapes", "labels", "drawing"),
    *("offer", "files"),
    *("copy", "minimap", "fit", "player", "bar", "menu", "keys", "around", "theme"),
    *("paths", "explanation", "table", "formula", "view"),
)
_LANDSCAPE = ("ground", "heights", "terrain", "landscape")
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
    names = {name: op.name for name, op in OF_ENTRIES.items()}
    return _constants(TYPED_FUNCTIONS=names) + "".join(map(_part, _TYPED))


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
        made += [_constants(OPAQUE=OPAQUE), _part("opaque")]
    return "".join([*made, _started("Page")])


@lru_cache(maxsize=1)
def playground_source() -> str:
    """The page on which any formula is typed, with all that any graph may need."""
    parts = (*_LANDSCAPE, *_PAGE, "address", "tabs", "playground")
    made = [source(has_lines=False), *map(_part, parts), _started("Playground")]
    return "".join(made)


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
    made = [operations_source(walked), _ladders_source(), numbers_source(), story_source()]
    known = rows(walked)
    needs_arrays = any(not known[name].is_entrywise for name in walked)
    needs_windows = any(_WINDOWED.search(known[name].formula) for name in walked)
    left_out = {*(() if needs_arrays else _WHOLE), *(() if needs_windows else (_WINDOWS,))}
    parts = [part for part in WALK if part not in left_out]
    if of_blocks:
        made.append(lines_source())
        parts += ["insides", "marks", "levels", "bent", "lines", "inside"]
    parts += ["source"] * has_lines
    return "".join([*made, *map(_part, parts), exported])


def cards_source() -> str:
    """What fills the cards of arrays, and draws them."""
    shared = _constants(
        TONES=TONES, INFINITE=INFINITE, UNDEFINED=UNDEFINED, ZERO=ZERO, ENDS=ENDS, TO=TO
    )
    measures = _constants(HEAD=HEAD, SIDE=SIDE, NOTE=NOTE, INSET=INSET, MARKED=MARKED)
    return "".join([shared, measures, *map(_part, _CARDS)])


@cache
def _part(name: str) -> str:
    """A file of ``static/`` as it is sent."""
    return bare((STATIC / f"{name}.js").read_text(encoding="utf-8"))


def bare(text: str) -> str:
    """A program without its indents, its comments, and spaces that nobody needs.

    A line with a text or a slash in it, which may begin an expression to match, keeps its spaces.
    """
    lines = [line.lstrip() for line in text.splitlines()]
    told = (_COMMENT.sub("", line) if "//" in line else line for line in lines)
    tight = (line if _HELD.search(line) else _SPACED.sub(r"\1", line) for line in told)
    return "\n".join(line for line in tight if line) + "\n"


_COMMENT = re.compile(r"(^|(?<=[;,{(\[\])}]) +)// .*")
_HELD = re.compile("[\"'`/]")
_SPACED = re.compile(r" ?(=>|[!=]==|&&|\|\||[=?:,;{}]) ?")


# The table of operations


def operations_source(walked: Collection[str] = OPS) -> str:
    """``const OPS = {...};`` with the formulas of every row.

    For each operation: its value ``f``, and how many operands (``arity``) and ``options`` there
    are; for those that are ``walked`` the local derivatives ``d`` and what goes ``back`` by
    position, and the conditions ``undefined`` and ``kink``. The formulas are functions of a list
    ``v``: the operands, the result, the options, the upstream gradient and the local derivative.
    Their ``reads`` are the places of the values that they depend on entry by entry. Raises
    ``ValueError`` for a formula that has no translation.
    """
    made = "".join(_row_source(op, op.name in walked) for op in rows(walked).values())
    return f"{_GENERATED}const OPS = {{\n{made}}};\n"


def _ladders_source() -> str:
    """``const LADDERS = {...}``: for each ladder its rungs, an entry and a formula of its names."""
    ladders = ""
    for ladder, (names, rungs) in LADDERS.items():
        places = {name: place for place, name in enumerate(names)}
        lines = "".join(
            f'["{key}", {arrow(text, places, condition)}],\n' for key, text in rungs.items()
        )
        ladders += f"{ladder}: [\n{lines}],\n"
    said = _constants(SENTENCES=dict(SENTENCES), BESIDE=dict(BESIDE))
    return f"{said}const LADDERS = {{\n{ladders}}};\n"


def numbers_source() -> str:
    """The constants of numbers as they are shown: their digits, and the room in the picture."""
    return _constants(
        DIGITS=DIGITS,
        WRITTEN_OUT=WRITTEN_OUT,
        LONGEST_SIDE=LONGEST_SIDE,
        NUMBER_WIDTH=NUMBER_WIDTH,
        ENTRY_WIDTH=ENTRY_WIDTH,
        WIDER=WIDER,
    )


def story_source() -> str:
    """The constants of a story: how much of it is told, and what rounding may make of it."""
    return _constants(MOST=MOST, LONGEST=LONGEST, COUNTED=COUNTED, ROUNDING=ROUNDING, TIE=TIE)


def lines_source() -> str:
    """The constants of a formula: how long its lines are, and how tight an expression is."""
    rooms = {"long": LONG, "longest": LONGEST_LINE, "page": PAGE}
    ranks = {"term": TERM, "sum": SUM, "opposite": OPPOSITE, "atom": ATOM}
    return _constants(FORMULA=rooms | ranks)


def screen_source() -> str:
    """The constants of a slider's steps and of fields."""
    return _constants(TIDY=TIDY, DUST=DUST, LARGE=LARGE)


def calls_source() -> str:
    """``const CALLS = {...}`` with the row of every function, by the names that call it, and
    ``NAMED_NUMBERS`` with the value of every constant; behind the name of one of ``LIBRARIES`` it
    may be one of ``THEIR_NUMBERS``.
    """
    named = {name: ALIASES.get(name, name) for name in FUNCTIONS}
    calls = {name: row for name, row in named.items() if row in OPS and OPS[row].is_entrywise}
    numbers = {name: value for name, (value, _) in CONSTANTS.items()}
    theirs = {name: v for name, (v, _) in libraries.CONSTANTS.items() if math.isfinite(v)}
    return _constants(
        CALLS=calls, NAMED_NUMBERS=numbers, LIBRARIES=list(LIBRARIES), THEIR_NUMBERS=theirs
    )


def symbols_source() -> str:
    """The LaTeX that ``tex.js`` knows: ``TEX_SYMBOLS``, ``TEX_FUNCTIONS`` and ``TEX_SPACES``."""
    return _constants(
        TEX_SYMBOLS=symbols.SYMBOLS,
        TEX_FUNCTIONS=symbols.FUNCTIONS,
        TEX_SPACES=symbols.SPACES,
    )


def _constants(**values: object) -> str:
    return "".join(
        f"const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, value in values.items()
    )


_GENERATED = """\
const of = (reads, formula) => Object.assign(formula, { reads });
const never = of([], () => false);
"""
_NEVER = "of([], () => false)"


def _row_source(op: Op, is_walked: bool) -> str:
    names = (*op.parameters, "out", *op.options, "g", "local")
    if len(set(names)) < len(names):
        raise ValueError(f"{op.name}: an option has the name of something else")
    places = {name: place for place, name in enumerate(names)}
    translated, fixed = (number, op.options) if op.is_entrywise else (whole, names)
    value, *arrows = (
        arrow(text, places, translated, fixed)
        for text in (op.formula, *op.local, *(op.back or ("g * local",) * op.arity))
    )
    counts = f"arity: {op.arity}, options: {len(op.options)}"
    if not is_walked:
        return f"{op.name}: {{ f: {value}, {counts} }},\n"
    local, back = (", ".join(part) for part in (arrows[: -op.arity], arrows[-op.arity :]))
    return (
        f"{op.name}: {{\n"
        f"f: {value},\n"
        f"d: [{local}],\n"
        f"back: [{back}],\n"
        f"undefined: {_never_or(arrow(op.undefined, places, condition, op.options))},\n"
        f"kink: {_never_or(arrow(op.at_kink, places, condition, op.options))},\n"
        f"{counts},\n"
        "},\n"
    )


def _never_or(condition: str) -> str:
    return "never" if condition == _NEVER else condition
