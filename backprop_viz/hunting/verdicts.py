"""The judgement of what somebody does on a hunt: pure functions of the bug and the move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from ..core.graph import Edge
from ..core.walk import Backflow
from ..errors import InputError
from ..practice.blocks import boxes, call
from ..quiz.answer import agree, read_answer
from ..quiz.judgement import Judgement
from ..quiz.question import question
from ..spell.names import display
from ..spell.numbers import Value, is_finite
from ..tell.walk import Walk
from ..words import LANGUAGES, paragraph, quoted, say
from .carried import Bugged, at_one_place
from .checks import slope_along, slope_at
from .levels import are_same, leads_to, planted_at, told_of
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
    "task_of",
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
    if edge not in bugged.edges:
        return elsewhere(bugged, edge, lang)
    bugs = (b for b in at_one_place(walk) if b.name == name)
    here = (b for b in bugs if any(edge in leads_to(walk, inner) for inner in b.edges))
    found = [made for made in map(partial(planted_at, walk), here) if made is not None]
    for made in found:
        if are_same(walk, made.gradients, bugged.gradients):
            return Judgement(True, "right", say("hunt.found", lang, why=told_of(made, lang)))
    told = {"bug": say(f"hunt.{name}", lang)}
    if not found:
        return Judgement(False, "other_bug", say("hunt.no_such_bug", lang, **told))
    block = boxes(walk.graph).ports.get(bugged.edge.node)
    if block is not None:
        told["block"] = call(walk, block)
        return Judgement(False, "other_bug", say("hunt.other_bug_in", lang, **told))
    there, mine = _flow(bugged, bugged.edge), _flow(found[0], bugged.edge)
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
    bug, why = say(f"hunt.{bugged.bug.name}", lang), told_of(bugged, lang)
    return say("hunt.solution", lang, **slots, bug=bug, why=why)


def task_of(walk: Walk, lang: str) -> str:
    """What is to be done, and at which level: what is closed."""
    closed = () if walk.graph.view is None else walk.graph.view.closed
    if not closed:
        return say("hunt.task", lang)
    blocks = ", ".join(display(block.name) for block in closed)
    return paragraph(lang, [say("hunt.task", lang), say("hunt.closed", lang, blocks=blocks)])


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
    if edge in bugged.edges - bugged.bug.edges:
        key = "beside"  # another way out of the closed block
    elif not np.all(agree(flow.contribution, right.contribution)):
        key = "carried"
    else:
        key = "sound" if np.all(agree(flow.total, right.total)) else "harmed"
    lead = say("predict.not_yet", lang)
    first = step_of(walk, bugged.edge)
    told = paragraph(lang, [lead, say(f"hunt.{key}", lang, step=step, first=first)])
    return Judgement(False, key, told)
