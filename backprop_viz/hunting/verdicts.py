"""The judgement of what somebody does on a hunt: pure functions of the bug and the move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.graph import Edge
from ..core.walk import Backflow
from ..errors import InputError
from ..quiz.answer import agree, read_answer
from ..quiz.judgement import Judgement
from ..quiz.question import question
from ..spell.numbers import Value, is_finite
from ..words import LANGUAGES, paragraph, quoted, say
from .carried import Bugged, at_one_place, carried
from .checks import slope_along, slope_at
from .planted import same
from .rules import BUGS
from .wires import Wire, edge_of, slots_of, step_of, wire_of

__all__ = [
    "Checked",
    "bug_of",
    "checked",
    "elsewhere",
    "guessed",
    "mended",
    "mending",
    "solution",
]


@dataclass(frozen=True)
class Checked:
    """What a finite difference says of a wire; true if the number there is right.

    ``right`` is None where it cannot tell.
    """

    shown: Value
    numeric: Value
    right: bool | None
    sentence: str

    def __bool__(self) -> bool:
        return self.right is True

    def __repr__(self) -> str:
        return self.sentence


def checked(bugged: Bugged, wire: Wire, lang: str) -> Checked:
    """A gradient check of a wire: of what arrives along an edge, or of all that does at a node."""
    walk, found = bugged.walk, wire_of(bugged.walk, wire)
    shown, output = walk.shown, walk.shown[walk.graph.output_node.index]
    if isinstance(found, Edge):
        numeric, there = slope_along(walk, found), _flow(bugged, found).contribution
        what = f"∂{output}/∂{shown[found.operand]}"
        if walk.graph.live_uses[found.operand] > 1:
            what = say("hunt.part", lang, **slots_of(walk, found))
    else:
        gradient = bugged.gradients[found]
        assert gradient is not None
        numeric, there = slope_at(walk, found), gradient
        what = f"∂{output}/∂{shown[found]}"
    right = None if not is_finite(numeric) else bool(np.all(agree(there, numeric)))
    key = {None: "open", True: "right", False: "wrong"}[right]
    slots = {"what": what, "shown": walk.written(there), "numeric": walk.written(numeric)}
    return Checked(there, numeric, right, say(f"hunt.check_{key}", lang, **slots))


def guessed(bugged: Bugged, wire: Wire, bug: str, lang: str) -> Judgement:
    """Whether the first wrong edge has been found, and the bug been named.

    A bug with the same numbers from the same edge on is as good a guess.
    """
    walk, edge, name = bugged.walk, edge_of(bugged.walk, wire), bug_of(bug)
    if edge not in bugged.bug.edges:
        return elsewhere(bugged, edge, lang)
    bugs = (b for b in at_one_place(walk) if b.name == name and edge in b.edges)
    made = next(filter(None, (carried(walk, b) for b in bugs)), None)
    if made is not None and same(made.gradients, bugged.gradients):
        slots = slots_of(walk, bugged.edge)
        why = say(f"hunt.told_{name}", lang, **slots)
        return Judgement(True, "right", say("hunt.found", lang, why=why))
    told = {"bug": say(f"hunt.{name}", lang)}
    if made is None:
        return Judgement(False, "other_bug", say("hunt.no_such_bug", lang, **told))
    there, mine = _flow(bugged, bugged.edge), _flow(made, bugged.edge)
    numbers = (mine.contribution, there.contribution)
    if np.all(agree(*numbers)):
        numbers = (mine.total, there.total)
    told["number"], told["shown"] = map(walk.written, numbers)
    return Judgement(False, "other_bug", say("hunt.other_bug", lang, **told))


def mended(bugged: Bugged, wire: Wire, value: Any, lang: str) -> Judgement:
    """Whether a number, an array or a formula is what has to stand at the first wrong edge."""
    walk, edge = bugged.walk, edge_of(bugged.walk, wire)
    if edge != bugged.edge:
        return elsewhere(bugged, edge, lang)
    wanted, told, wrong = mending(bugged, lang)
    if wrong is None:
        judged = question(walk, step_of(walk, edge), lang).judge(value)
        return Judgement(True, "right", told) if judged else judged
    given = read_answer(value, walk.graph, list(walk.graph.names)).at(walk)
    fits = np.shape(given) == np.shape(wanted) and np.all(agree(given, wanted))
    return Judgement(True, "right", told) if fits else wrong


def mending(bugged: Bugged, lang: str) -> tuple[Value, str, Judgement | None]:
    """What has to stand at the first wrong edge, and what is said then.

    Where what arrives is right and is added up wrongly, the one judgement of anything else is
    there as well.
    """
    walk, flow = bugged.walk, _flow(bugged, bugged.edge)
    right = walk.backflows[walk.graph.backward_places[bugged.edge]]
    is_sum = bool(np.all(agree(flow.contribution, right.contribution)))
    wanted = right.total if right.complete or is_sum else right.contribution
    told, wrong = say("hunt.mended", lang, answer=walk.written(wanted)), None
    if is_sum and not right.complete:
        why = paragraph(lang, [say("predict.not_yet", lang), say("hunt.not_total", lang)])
        wrong = Judgement(False, "overwritten", why)
    return wanted, told, wrong


def solution(bugged: Bugged, lang: str) -> str:
    """Where the bug is, and what it does."""
    slots = slots_of(bugged.walk, bugged.edge)
    bug, why = (say(f"hunt.{part}{bugged.bug.name}", lang, **slots) for part in ("", "told_"))
    return say("hunt.solution", lang, **slots, bug=bug, why=why)


def bug_of(given: object) -> str:
    """A bug by its name or as any language calls it. Raises ``InputError`` for any other."""
    for name in BUGS:
        if given == name or any(given == say(f"hunt.{name}", lang) for lang in LANGUAGES):
            return name
    raise InputError("hunt.unknown", given=quoted(given), known=", ".join(BUGS))


def _flow(bugged: Bugged, edge: Edge) -> Backflow:
    return bugged.backflows[bugged.walk.graph.backward_places[edge]]


def elsewhere(bugged: Bugged, edge: Edge, lang: str) -> Judgement:
    """Why an edge is not the one: everything is right there, or was wrong before."""
    walk, flow = bugged.walk, _flow(bugged, edge)
    right, step = walk.backflows[walk.graph.backward_places[edge]], step_of(walk, edge)
    if not np.all(agree(flow.contribution, right.contribution)):
        key = "carried"
    else:
        key = "sound" if np.all(agree(flow.total, right.total)) else "harmed"
    lead = say("predict.not_yet", lang)
    told = paragraph(lang, [lead, say(f"hunt.{key}", lang, step=step)])
    return Judgement(False, key, told)
