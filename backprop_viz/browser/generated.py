"""What is generated of the explorer: the table of operations in JavaScript, and shared constants.

The formulas of the rows are translated from their Python text, so that an operation is known to
its row only; what both sides go by has its number in Python.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection

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
from ..tell.formula import PAGE
from ..tell.lines import LONG
from ..tell.lines import LONGEST as LONGEST_LINE
from ..tell.order import BESIDE, SENTENCES
from ..tell.printed import TIE
from ..tell.reasons import LADDERS
from ..tell.story import COUNTED, LONGEST, MOST, ROUNDING
from ..tell.tightness import ATOM, OPPOSITE, PRODUCT, SUM, TERM
from ..theme import OPAQUE
from .packing import LARGE
from .still import rows
from .translation import arrow, condition, number, whole

__all__ = [
    "calls_source",
    "ladders_source",
    "lines_source",
    "measures_source",
    "numbers_source",
    "opaque_source",
    "operations_source",
    "screen_source",
    "story_source",
    "symbols_source",
    "typed_names_source",
]


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


def ladders_source() -> str:
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
    ranks = {"term": TERM, "sum": SUM, "opposite": OPPOSITE, "product": PRODUCT, "atom": ATOM}
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


def measures_source() -> str:
    """The constants of cards: the tones of their cells, and the room around them."""
    shared = _constants(
        TONES=TONES, INFINITE=INFINITE, UNDEFINED=UNDEFINED, ZERO=ZERO, ENDS=ENDS, TO=TO
    )
    return shared + _constants(HEAD=HEAD, SIDE=SIDE, NOTE=NOTE, INSET=INSET, MARKED=MARKED)


def typed_names_source() -> str:
    """The functions that a typed expression of arrays may call, with their rows."""
    return _constants(TYPED_FUNCTIONS={name: op.name for name, op in OF_ENTRIES.items()})


def opaque_source() -> str:
    """What an opaque operation is marked by."""
    return _constants(OPAQUE=OPAQUE)


def _constants(**values: object) -> str:
    """``const NAME = value;`` for each of them."""
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
