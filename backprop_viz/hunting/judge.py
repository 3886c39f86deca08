"""Gradients of one's own are judged by those of a walk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..api import Walk
from ..attempts.attempt import Attempt, Exercise
from ..errors import InputError
from ..quiz.answer import NOTHING, agree, is_near
from ..quiz.question import question
from ..spell.numbers import Value, is_finite
from ..tell.felt import felt
from ..verify.difference import rounding
from ..words import language, say
from .explained import Explanation, explained
from .formulas import OF_FORMULAS, taken_for
from .judged import Judged, JudgedRow, Verdict
from .own import Answers, Own, owned
from .wires import slots_of, step_of

__all__ = ["judge"]

_DOUBLE = 2.0**-52
_CLOSE = 1e-8  # of a gradient: errors of rounding on another way to it
_MOST_LOST = 1e-3  # ... in numbers of few bits, or two steps from one such to the next
_LEAST = 1e-6  # what may be left of a gradient of 0 in them
_DOUBTS = 10  # estimated rounding errors, at most, that a gap is put down to
_MOST_DOUBT = 1e-3  # of the gradient, that such an error is believed to be


def judge(walk: Walk, answers: Answers, *, lang: str | None = None) -> Judged:
    """Judge gradients of one's own by those of ``walk``: a table that is true if all are right.

    ``answers`` are numbers or arrays by name (of inputs, and of any other nodes); a function of the
    inputs that returns them, by name or in the order of its parameters; or objects that have a
    ``.grad``, as micrograd's values and PyTorch's tensors have. Wanted are those of the parameters,
    or of all inputs where none are marked. Right is what is exact or off by rounding errors alone,
    as large as they are in float32 where the answer is.

    Of wrong ones the first in the order of the backward pass is named, with the mistake that leads
    to it. Raises ``InputError`` for a name without a gradient, for what is no real number, and for
    a function that fails. ``lang`` is by default the current language (``bv.speak``).
    """
    if not isinstance(walk, Walk):
        raise InputError("judge.walk", kind=type(walk).__name__)
    lang, own = language(lang), owned(walk, answers)
    rows = _rows(walk, own)
    wrong = [row for row in rows if row.verdict in ("wrong", "shape", "rounded")]
    exercise = Exercise.of("judge", walk.graph, walk.inputs)
    attempt = Attempt(exercise)
    for row in rows:
        if row.given is not None:
            answer = {"name": row.name, "value": row.given}
            attempt.note("answer", answer, row.ok, row.verdict, 0.0)
    missing = ", ".join(_gradient(walk, row.name) for row in rows if row.verdict == "missing")
    told, found = list[str](), _Found()
    if wrong:
        first = min(wrong, key=lambda row: _completed(walk, row.name))
        found = _diagnosis(walk, rows, first, lang)
        told += [say("judge.first", lang, gradient=_gradient(walk, first.name)), found.sentence]
    elif not rows:
        told.append(say("judge.nothing", lang))
    elif not missing:
        is_exact = all(row.verdict == "exact" for row in rows)
        told.append(say("judge.all_exact" if is_exact else "judge.all_right", lang))
    if missing:
        none = [name for name, one in own.items() if one.value is None]
        told += [say("judge.missing", lang, names=missing)]
        told += [say("judge.none_there", lang, name=_shown(walk, name)) for name in none]
    named = first if wrong else None
    return Judged(rows, named, found.step, found.reason, told, attempt, lang, walk.digits)


@dataclass(frozen=True)
class _Found:
    """What went wrong, where, and in words."""

    reason: str = ""
    step: int | None = None
    sentence: str = ""


def _rows(walk: Walk, own: Mapping[str, Own]) -> list[JudgedRow]:
    """The gradients that are wanted, in the order of the inputs, and what else was given."""
    graph = walk.graph
    inputs = [name for name in graph.inputs if name in graph.parameters] or [
        name for name in graph.inputs if graph.names[name] in felt(walk)
    ]
    names = dict.fromkeys([*inputs, *own])
    doubts: dict[str, Value] = {}
    if any(_gap(walk, name, own) > 0 for name in names):
        nodes = [graph.names[name] for name in names]
        doubts = dict(zip(names, rounding(walk, nodes)[0], strict=True))
    return [_row(walk, name, own.get(name, Own(None)), doubts.get(name)) for name in names]


def _gap(walk: Walk, name: str, own: Mapping[str, Own]) -> float:
    """The greatest difference; nan where there is none to be told."""
    given, right = own[name].value if name in own else None, walk.gradients[name]
    if given is None or np.shape(given) != np.shape(right):
        return float("nan")
    with np.errstate(all="ignore"):
        same = (given == right) | (np.isnan(given) & np.isnan(right))
        return float(np.max(np.where(same, 0.0, np.abs(given - right)), initial=0.0))


def _row(walk: Walk, name: str, own: Own, doubt: Value | None) -> JudgedRow:
    right, gap = walk.gradients[name], _gap(walk, name, {name: own})
    return JudgedRow(name, own.value, right, _verdict(own, right, gap, doubt), gap)


def _verdict(own: Own, right: Value, gap: float, doubt: Value | None) -> Verdict:
    given = own.value
    if given is None:
        return "missing"
    if np.shape(given) != np.shape(right):
        return "shape"
    if gap == 0:
        return "exact"
    with np.errstate(all="ignore"):
        size, gaps = np.abs(right), np.abs(given - right)
        lost = own.precision / _DOUBLE
        rate, nothing = _CLOSE, NOTHING
        if lost > 1:  # as float32 has it, and what is computed in it
            rate = min(64 * own.precision, max(_MOST_LOST, 2 * own.precision))
            nothing = min(4 * own.precision, _LEAST)
        allowed = np.where(right == 0, nothing, rate * size)
        if doubt is not None:
            excused = np.minimum(_DOUBTS * lost * doubt, _MOST_DOUBT * np.max(size, initial=0.0))
            allowed = np.fmax(allowed, excused)
        same = (given == right) | (np.isnan(given) & np.isnan(right))
        is_number = np.isfinite(given) & np.isfinite(right)  # no infinity is close to another
        if np.all(same | (is_number & (gaps <= allowed))):
            return "close"
        return "rounded" if np.all(agree(given, right) | is_near(given, right)) else "wrong"


def _diagnosis(walk: Walk, rows: list[JudgedRow], first: JudgedRow, lang: str) -> _Found:
    """The bug that all numbers come of; else what a question says of the first wrong one."""
    node, given = walk.graph.names[first.name], first.given
    assert given is not None
    step = _completed(walk, first.name)
    numbers = {walk.graph.names[row.name]: row.given for row in rows if row.given is not None}
    right = walk.node_gradients
    fits = all(np.shape(x) == np.shape(right[n]) and is_finite(x) for n, x in numbers.items())
    found = explained(walk, numbers, node) if fits else None
    is_formula = found is None or found.bugged.bug.name in OF_FORMULAS
    other = taken_for(walk, numbers) if fits and is_formula else ""
    if other:
        return _Found(other, None, say(f"judge.{other}", lang))
    if found is not None:
        return _explained(walk, found, lang)
    if first.verdict == "rounded":
        told = say("judge.rounded", lang, number=walk.written(first.right))
        return _Found("rounded", step, told)
    if not fits and first.verdict != "shape":
        count = int(np.sum(~np.isfinite(given)))
        if count and is_finite(first.right):
            told = say("judge.nan", lang, count=count, size=np.size(given))
            return _Found("not_finite", step, told)
    if step == walk.seed_index:
        return _Found("seed", step, say("judge.is_seed", lang))
    whole = walk.with_graph(replace(walk.graph, view=None))  # a closed block asks nothing
    asked = question(whole, _completed(whole, first.name), lang)
    judged = asked.judge(given)
    if judged.reason == "shape":
        told = say("judge.shape", lang, wanted=asked.form(first.right), given=asked.form(given))
        return _Found("shape", step, told)
    if judged.reason in ("other", "not_finite"):
        return _Found("other", step, say("judge.look", lang, step=step))
    return _Found(judged.reason, step, judged.sentence)


def _explained(walk: Walk, found: Explanation, lang: str) -> _Found:
    bugged = found.bugged
    is_inside = bugged.bug.name == "unordered"  # of a port, that others use
    slots = slots_of(walk, bugged.edge, inside=is_inside)
    name, key = bugged.bug.name, "likely" if found.alone else "perhaps"
    if found.everywhere:
        key = "likely_in" if found.rule else "likely_all"
    why, bug = say(f"hunt.told_{name}", lang, **slots), say(f"hunt.{name}", lang)
    slots |= {"why": why, "bug": bug, "rule": found.rule}
    return _Found(name, step_of(walk, bugged.edge), say(f"judge.{key}", lang, **slots))


def _completed(walk: Walk, name: str) -> int:
    """The step at which a gradient is known."""
    steps = walk.arrivals[walk.graph.names[name]][0]
    return steps[-1] if steps else walk.seed_index


def _shown(walk: Walk, name: str) -> str:
    return walk.shown[walk.graph.names[name]]


def _gradient(walk: Walk, name: str) -> str:
    return f"∂{walk.shown[walk.graph.output_node.index]}/∂{_shown(walk, name)}"
