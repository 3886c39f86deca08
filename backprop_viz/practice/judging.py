"""The judgement of a move: whether it is possible, and whether what it tells is right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arithmetic.shapes import Shape
from ..errors import BackpropVizError
from ..quiz.answer import agree, as_number
from ..quiz.entry import EntryQuestion
from ..quiz.judgement import Judgement
from ..quiz.mistakes import Mistake
from ..quiz.worded import WordedQuestion
from ..read.entry import read_value
from ..words import paragraph, say
from .blocks import call
from .evaluated import evaluated
from .places import Place
from .rules import RULES, rules_of_one
from .task import Ask, Task
from .typable import Typable
from .typed import UNREAD, Unread, pointed
from .typed_verdict import slip_of

__all__ = [
    "Verdict",
    "is_plain",
    "not_ready",
    "number_question",
    "slots",
    "unread",
    "verdict_of",
    "wrong_rule",
    "wrong_typed",
]

MOST_CHARACTERS = 2000
_SIGN = "⟦⟧"  # stands for what may be no sign to be printed, which only a browser knows

_SHAPE = re.compile(r"[(\[]?\s*(\d+(?:\s*[x×*, ]\s*\d+)*)?\s*,?\s*[)\]]?", re.ASCII)


@dataclass(frozen=True)
class Verdict:
    """The judgement of a move.

    ``reason`` is a key that does not depend on the language: ``right``, a mistake as predictions
    name it, or ``not_ready``, ``rule``, ``shape``, ``no_place``, ``done_before``; and ``missing``
    or ``unreadable`` for what is no attempt.
    """

    right: bool
    reason: str
    sentence: str

    def __bool__(self) -> bool:
        return self.right


def verdict_of(
    task: Task, place: Place, move: Mapping[str, Any], missing: Sequence[Place], lang: str
) -> Verdict:
    """The verdict of a move at a place, of which what is ``missing`` must be done before."""
    if missing:
        return Verdict(False, "not_ready", not_ready(task, place, lang))
    asks = task.asks(place)
    if "entry" in asks and "value" in move:
        asks = (*(ask for ask in asks if ask == "rule"), "value")
    for ask in asks:
        answer = move.get(ask)
        if answer is None or (isinstance(answer, str) and not answer.strip()):
            return Verdict(False, "missing", say(f"practice.missing_{ask}", lang))
        try:
            judged = _JUDGES[ask](task, place, answer, lang)
        except BackpropVizError as error:
            told = paragraph(lang, [say("predict.unreadable", lang), error.say(lang)])
            return Verdict(False, "unreadable", told)
        except (TypeError, ValueError, OverflowError, RecursionError):
            return Verdict(False, "unreadable", say("practice.unreadable", lang))
        if not judged.right:
            return Verdict(False, judged.reason, judged.sentence)
    return Verdict(True, "right", say("predict.right", lang))


def not_ready(task: Task, place: Place, lang: str) -> str:
    """Why a place is not possible yet."""
    return say(f"practice.not_ready_{place.kind}", lang, **slots(task, place))


def slots(task: Task, place: Place) -> dict[str, object]:
    """What is said of a place: its node, how it is computed, its operand, the output."""
    graph, shown = task.walk.graph, task.walk.shown
    node = graph.nodes[place.node]
    found: dict[str, object] = {
        "output": shown[graph.output_node.index],
        "node": shown[place.node],
        "uses": graph.live_uses[place.node],
        "formula": "",
        "operand": "",
    }
    block = task.block(place)
    if block is not None:
        found["formula"] = call(task.walk, block)
        outputs = [i for i in block.outputs if graph.live_uses[i] or i == graph.output_node.index]
        found["node"] = shown[place.node if place.kind == "value" else outputs[0]]
    elif node.op is not None:
        step = task.step(Place("value", place.node))
        found["formula"] = step.write(*(shown[i] for i in node.operands))
    if place.kind == "edge":
        found["operand"] = shown[node.operands[place.position]]
    return found


def wrong_rule(task: Task, place: Place, rule: str, lang: str) -> str:
    """Why a rule is not the one that applies."""
    told, about = [say("predict.not_yet", lang)], slots(task, place)
    step = task.step(place)
    if place.kind == "edge" and step.is_summed and step.is_entrywise and rule in rules_of_one(step):
        told.append(say("practice.not_summed", lang, **about))
    else:
        told.append(say(f"practice.not_{rule}", lang))
        told.append(say(f"practice.here_{place.kind}", lang, **about))
    return paragraph(lang, told)


def number_question(task: Task, place: Place, lang: str) -> Any:
    """What asks for the number at a place, or for an entry of the array there."""
    if place.kind == "seed":
        sentence = say("practice.ask_seed", lang, **slots(task, place))
        why = say("seed_beside", lang, output=task.walk.shown[place.node])
        return WordedQuestion(sentence, 1.0, {}, why, lang)
    if task.block(place) is not None:
        wanted = task.wanted(place)
        sentence = say(f"practice.ask_block_{place.kind}", lang, **slots(task, place))
        answer = np.asarray(wanted)[task.entry(place)] if np.ndim(wanted) else wanted
        return WordedQuestion(sentence, float(answer), {}, "", lang)
    question = task.question(place, lang)
    if np.ndim(question.wanted):
        return EntryQuestion(question, task.entry(place))
    return question


def is_plain(task: Task, place: Place) -> bool:
    """Whether nothing is known of the mistakes there: at the seed, and at a closed block."""
    return place.kind == "seed" or task.block(place) is not None


def _number(task: Task, place: Place, answer: Any, lang: str) -> Judgement:
    _check(answer)
    return number_question(task, place, lang).judge(answer)  # type: ignore[no-any-return]


def _whole(task: Task, place: Place, answer: Any, lang: str) -> Judgement:
    """All of an array, or a number."""
    _check(answer)
    if is_plain(task, place):
        wanted = task.wanted(place)
        if np.ndim(wanted):
            given = read_value(answer) if isinstance(answer, str) else as_number(answer)
            right = np.shape(given) == np.shape(wanted) and bool(np.all(agree(given, wanted)))
            key = "predict.right" if right else "predict.not_yet"
            return Judgement(right, "right" if right else "other", say(key, lang))
        return _number(task, place, answer, lang)
    return task.question(place, lang).judge(answer)


def _check(answer: Any) -> None:
    """Raise ``ValueError`` for what no learner would answer."""
    if isinstance(answer, bool | Mapping):
        raise ValueError(answer)
    if isinstance(answer, str) and len(answer) > MOST_CHARACTERS:
        raise ValueError(len(answer))


def _rule(task: Task, place: Place, answer: Any, lang: str) -> Judgement:
    if answer not in RULES:
        raise ValueError(answer)
    if answer in task.rules(place):
        return Judgement(True, "right", "")
    return Judgement(False, "rule", wrong_rule(task, place, answer, lang))


def _shape(task: Task, place: Place, answer: Any, lang: str) -> Judgement:
    if shape_of(answer) == np.shape(task.wanted(place)):
        return Judgement(True, "right", "")
    why = say(f"practice.wrong_shape_{place.kind}", lang, **slots(task, place))
    return Judgement(False, "shape", paragraph(lang, [say("predict.not_yet", lang), why]))


def shape_of(answer: Any) -> Shape:
    """A shape as a list, or as text such as ``3×2`` or ``(3, 2)``.

    Raises ``ValueError`` for anything else.
    """
    if isinstance(answer, str):
        found = _SHAPE.fullmatch(answer.strip())
        if found is None or len(answer) > 60:
            raise ValueError(answer)
        return tuple(map(int, re.findall(r"\d+", answer)))
    sizes = [answer] if isinstance(answer, int) else [*answer]
    if len(sizes) > 8 or any(isinstance(n, bool) or n != int(n) for n in sizes):
        raise ValueError(answer)
    return tuple(map(int, sizes))


def _expression(task: Task, place: Place, answer: Any, lang: str) -> Judgement:
    slip = task.expressions(place)[str(answer)] if answer in task.expressions(place) else None
    typing = task.typing(place)
    if slip is None and typing is not None and isinstance(answer, str):
        return typed_judgement(task, place, typing, answer, lang)
    if slip is None:
        raise ValueError(answer)
    if not slip:
        return Judgement(True, "right", "")
    return Judgement(False, slip, wrong_expression(task, place, slip, lang))


def wrong_expression(task: Task, place: Place, slip: str, lang: str) -> str:
    """What a mistake in an expression is."""
    why = task.question(place, lang).why(Mistake(slip, np.float64(0.0)))
    return paragraph(lang, [say("predict.not_yet", lang), why])


def typed_judgement(task: Task, place: Place, typing: Typable, answer: str, lang: str) -> Judgement:
    """The judgement of a typed expression; one that cannot be read says where."""
    try:
        tree = typing.tree(answer)
    except Unread as fault:
        told = unread(typing, lang, fault.sign)[fault.key]
        return Judgement(False, "unreadable", f"{told}\n{pointed(answer, fault.at)}")
    slip = slip_of(typing, tree)
    if not slip:
        return Judgement(True, "right", "")
    if slip != "shape":
        return Judgement(False, slip, wrong_typed(task, place, slip, lang))
    numbers = typing.numbers[0]
    given = evaluated(tree, numbers.names, by_entry=typing.by_entry)
    form = task.question(place, lang).form(given)
    return Judgement(False, slip, wrong_typed(task, place, slip, lang, form))


def unread(typing: Typable, lang: str, sign: str) -> dict[str, str]:
    """Why a text is no expression, by the entry of what is said, with the sign that is wrong."""
    names = ", ".join(typing.offered)
    told = {key: say(key, lang, sign=_SIGN, names=names) for key in UNREAD}
    return {key: text.replace(_SIGN, sign) for key, text in told.items()}


def wrong_typed(task: Task, place: Place, slip: str, lang: str, given: str = "") -> str:
    """What is wrong with a typed expression; ``given`` is the form that it has."""
    if slip not in ("misfit", "rounded", "coincidence", "shape", "other"):
        return wrong_expression(task, place, slip, lang)
    if slip == "shape":
        wanted = task.question(place, lang).form(task.wanted(place))
        why = say("predict.wrong_shape", lang, wanted=wanted, given=given)
    else:
        why = say(f"practice.typed_{slip}", lang, **slots(task, place))
    return paragraph(lang, [say("predict.not_yet", lang), why])


_JUDGES: Mapping[Ask, Any] = {
    "rule": _rule,
    "shape": _shape,
    "expression": _expression,
    "entry": _number,
    "value": _whole,
}
