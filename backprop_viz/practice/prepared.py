"""A task for a browser without a kernel: its picture in parts, and every judgement in advance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from ..browser.program import as_json
from ..draw.scene import Label
from ..quiz.verdicts import OPEN, verdicts
from ..words import paragraph, row, say, texts
from .asking import asked, label, rule_name
from .hints import explained, hint_at
from .judging import (
    is_plain,
    not_ready,
    number_question,
    slots,
    unread,
    wrong_expression,
    wrong_rule,
    wrong_typed,
)
from .performance import Performance
from .pictured import Pictured, marked
from .places import Place
from .task import Task
from .typable import Typable
from .typed_verdict import SLIPS

__all__ = ["is_typed", "place_id", "prepared"]

UNKNOWN = Label(("?",), "faint")


def place_id(place: Place) -> str:
    """A place as the browser calls it."""
    return f"{place.kind} {place.node} {place.position}"


def prepared(task: Task, lang: str) -> dict[str, Any]:
    """All that the browser needs to let a learner perform a task, and to judge the moves."""
    picture = _Picture(task, lang)
    return {
        "lang": lang,
        "exercise": task.exercise,
        "attempt": Performance(task, lang).attempt.as_data(),
        "level": task.level,
        "judged": task.judged,
        "picture": picture.data,
        "given": [place_id(p) for p in task.all_places if p in task.given],
        "places": [_place(task, place, picture, lang) for place in task.places],
        "rules": [[rule, rule_name(rule, lang)] for rule in task.offered],
        "words": _words(task, lang),
    }


def is_typed(data: Mapping[str, Any]) -> bool:
    """Whether there are expressions to type in what is prepared, of whichever exercise."""
    return any("typing" in place for place in data["places"])


def _words(task: Task, lang: str) -> dict[str, str]:
    """What the screen says; ``OPEN`` stands for a number that only the browser knows."""
    start, count = "practice.on_", len(task.places)
    words = {
        key.removeprefix(start): say(key, lang) for key in texts(lang) if key.startswith(start)
    }
    words |= {f"missing_{ask}": say(f"practice.missing_{ask}", lang) for ask in _ASKS}
    for key in ("unreadable", "done_before", "kept"):
        words[key] = say(f"practice.{key}", lang)
    for key in ("over", "over_end"):
        words[key] = say(f"practice.{key}", lang, right=OPEN, first=OPEN, count=count)
    return {
        **words,
        "right": say("predict.right", lang),
        "shown": say("practice.shown", lang, value=OPEN),
        "gap": row(lang).gap,
    }


_ASKS = ("rule", "shape", "expression", "value", "entry")


def _place(task: Task, place: Place, picture: _Picture, lang: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": place_id(place),
        "at": place.as_data(task.walk.graph),
        "label": label(task, place, lang),
        "needs": [place_id(needed) for needed in task.needed[place]],
        "notReady": not_ready(task, place, lang),
        "asks": [[ask, asked(task, place, ask, lang)] for ask in task.asks(place)],
        "hints": [hint_at(task, place, degree, lang) for degree in (1, 2, 3)],
        "why": explained(task, place, lang),
        "shown": task.walk.written(task.wanted(place)),
        "hits": picture.hits(place),
        "parts": picture.parts(place),
        "model": {ask: as_plain(found) for ask, found in task.answer(place).items()},
    }
    asks = task.asks(place)
    if "rule" in asks:
        right = task.rules(place)
        told["rule"] = {
            rule: "" if rule in right else wrong_rule(task, place, rule, lang)
            for rule in task.offered
        }
    if "shape" in asks:
        why = say(f"practice.wrong_shape_{place.kind}", lang, **slots(task, place))
        wrong = paragraph(lang, [say("predict.not_yet", lang), why])
        told["shape"] = [list(np.shape(task.wanted(place))), wrong]
    if "expression" in asks:
        slips = task.expressions(place)
        told["expression"] = [
            [
                text,
                slips[text],
                wrong_expression(task, place, slips[text], lang) if slips[text] else "",
            ]
            for text in task.shuffled(place)
        ]
        typing = task.typing(place)
        if typing is not None:
            told["typing"] = _typing(task, place, typing, lang)
    if "value" in asks or "entry" in asks:
        told["number"] = verdicts(number_question(task, place, lang), as_json)
    if "entry" in asks:
        about = slots(task, place)
        question = say(f"practice.ask_whole_{place.kind}", lang, **about)
        told["whole"] = ["value", question, _whole(task, place, lang)]
    return told


def _typing(task: Task, place: Place, typing: Typable, lang: str) -> dict[str, Any]:
    """The judgement of an expression that is typed."""
    slips = (*(known.slip for known in typing.known), *SLIPS)
    form = task.question(place, lang).form
    return {
        "spellings": dict(typing.spellings),
        "numbers": [
            {
                "names": {name: as_json(value) for name, value in numbers.names.items()},
                "wanted": as_json(numbers.wanted),
            }
            for numbers in typing.numbers
        ],
        "known": [[known.text, known.slip, known.is_summed] for known in typing.known],
        "byEntry": typing.by_entry,
        "isSpread": typing.is_spread,
        "share": typing.share,
        "uses": typing.uses,
        "said": {
            **{slip: wrong_typed(task, place, slip, lang, OPEN) for slip in slips},
            "number": form(np.float64(1.0)),
            "array": say("predict.array", lang, shape=OPEN),
        },
        "unread": unread(typing, lang, OPEN),
    }


def _whole(task: Task, place: Place, lang: str) -> dict[str, Any]:
    """The judgement of all of an array."""
    if not is_plain(task, place):
        return verdicts(task.question(place, lang), as_json)
    return {
        "wanted": as_json(task.wanted(place)),
        "said": {"right": say("predict.right", lang)},
        "only": ["other", say("predict.not_yet", lang)],
        "names": list(task.walk.graph.names),
    }


def as_plain(found: Any) -> Any:
    """An answer of the model as it would be typed."""
    if isinstance(found, str):
        return found
    return list(found) if isinstance(found, list) else as_json(found)


class _Picture(Pictured):
    """The picture of a task, in the parts that a move fills."""

    def __init__(self, task: Task, lang: str) -> None:
        super().__init__(task.walk, lang)
        self.task = task

    @property
    def data(self) -> dict[str, Any]:
        """What does not depend on a move."""
        parts = list(self._open)
        for place in self.task.all_places:
            if place in self.task.given:
                for number in self.filled(place):
                    parts[number] = self._plain[number]
        return self.framed(parts)

    def parts(self, place: Place) -> list[list[Any]]:
        """The parts that a move fills: their numbers, how they look, and how right after it."""
        fresh = self._forward if place.kind == "value" else self._backward
        filled, found = self.filled(place), []
        for number in self._touched(place):
            is_label = number in filled
            found.append([number, self._plain[number] if is_label else None, fresh[number]])
            if self.task.judged == "end":
                found[-1].append(self._typed[number] if is_label else self._open[number])
        return found

    def _touched(self, place: Place) -> list[int]:
        """These, and what is behind them."""
        behind = {self.canvas.value_part(n): -1 for n in range(len(self.plan.wires))}
        behind |= {self.canvas.gradient_part(n): -2 for n in range(len(self.plan.wires))}
        return sorted({n for f in self.filled(place) for n in (f, f + behind.get(f, -1))})

    @cached_property
    def _open(self) -> list[str]:
        """All that is to be found is open."""
        graph, last = self.walk.graph, self.last
        values = zip(self.plan.wires, marked(last.values, "plain"), strict=True)
        gradients = zip(self.plan.wires, marked(last.gradients, "plain"), strict=True)
        return self.drawn(
            replace(
                last,
                values=[
                    label if graph.nodes[w.node].op is None else UNKNOWN for w, label in values
                ],
                gradients=[
                    UNKNOWN if graph.has_gradient[w.node] else label for w, label in gradients
                ],
                contributions=[UNKNOWN for _ in last.contributions],
            )
        )

    @cached_property
    def _typed(self) -> list[str]:
        """All holds what the learner types; of an array its cells stay open."""

        def typed(labels: list[Label]) -> list[Label]:
            return [
                Label((OPEN,), "used") if label.cells is None else UNKNOWN._replace(mark="used")
                for label in labels
            ]

        last = self.last
        return self.drawn(
            replace(
                last,
                values=typed(last.values),
                gradients=typed(last.gradients),
                contributions=typed(last.contributions),
            )
        )

    @cached_property
    def _plain(self) -> list[str]:
        return self.filled_with("plain", "plain")

    @cached_property
    def _forward(self) -> list[str]:
        return self.filled_with("forward", "plain")

    @cached_property
    def _backward(self) -> list[str]:
        return self.filled_with("plain", "backward")
