"""Goes on with questions where no kernel answers: after a cull, and on a page of a saved notebook.

While the kernel is there, it judges, and this waits. All that can be said without it travels to the
browser in advance: of each question how numbers and choices are judged, and what of the picture
changes, first by the answer and then by the next question.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Protocol

import anywidget
import ipywidgets as widgets
import traitlets

from ..browser.javascript import referee_source
from ..browser.program import as_json
from ..quiz.question import Question
from ..quiz.verdicts import OPEN, verdicts
from ..quiz.worded import WordedQuestion
from ..tell.walk import Walk
from ..words import row
from .afterwards import Afterwards
from .asked import AskingWidgets

__all__ = ["Referee", "reference"]

AT_ONCE = 2  # questions that are prepared before anything shows
MOST = 24  # ... and later ...
NODES = 1_500  # ... with this many nodes in all
SIGN = "\ue001"  # what stands for the sign before a judgement

# Where what is the same in number at every step begins: lines, groups, ends, and the picture.
_PIECE = re.compile(
    r'(?=<svg |<g class=|<path d="[^"]*" fill="none"|<\w+ class="terminal|<rect width=)'
)


class Asking(AskingWidgets, Protocol):
    """A prediction, as far as it is known here: its widgets, and how a question stands on them."""

    questions: Sequence[Question | WordedQuestion]
    walk: Walk | None

    def say(self, key: str, **slots: object) -> str: ...
    def prompt_as(self, number: int) -> str: ...
    def formula_as(self, number: int) -> str: ...
    def picture_as(self, number: int, is_answered: bool) -> str: ...
    def feedback_as(self, text: str, sign: str, code: str = "") -> str: ...
    def add_class(self, className: str) -> Any: ...  # noqa: N803


class Referee(anywidget.AnyWidget):
    """What the browser needs to go on with a prediction, and how far that is.

    It has no view of its own: it hears the buttons of the prediction, by its class.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    prepared = traitlets.Unicode().tag(sync=True)
    root = traitlets.Unicode().tag(sync=True)
    parts: Any = traitlets.Dict().tag(sync=True)
    waiting: Any = traitlets.List().tag(sync=True)
    number = traitlets.Int(0).tag(sync=True)
    answered = traitlets.Bool(False).tag(sync=True)
    attempted = traitlets.Bool(False).tag(sync=True)
    right: Any = traitlets.List().tag(sync=True)

    def __init__(self, asking: Asking) -> None:
        shown = {"picture": asking.picture, "prompt": asking.prompt, "feedback": asking.feedback}
        shown |= {"formula": asking.formula, "field": asking.choices or asking.field}
        super().__init__(
            _esm=referee_source(),
            parts={name: reference(widget) for name, widget in {**shown, **asking.buttons}.items()},
        )
        self._asking = asking
        self._prepare()
        self.root = f"backprop-viz-{self.model_id}"
        asking.add_class(self.root)

    def _prepare(self) -> None:
        """Prepare a few questions and, once the cell has shown, the others one by one."""
        asking = _prepared(self._asking)
        prepared = deque(islice(asking, AT_ONCE), 1)[0]  # which grows with every question
        self.prepared = _as_text(prepared)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no event loop, as in a plain script
            deque(asking, 0)
            self.prepared = _as_text(prepared)
            return

        def go_on() -> None:
            if next(asking, None):
                loop.call_soon(go_on)
            else:
                self.prepared = _as_text(prepared)

        loop.call_soon(go_on)

    def hold_back(self, waiting: Afterwards) -> None:
        """Let the browser show, too, what waits for the last answer."""
        things = [reference(widget) for widget in waiting.widgets]
        self.waiting = [*self.waiting, [reference(waiting), things]]
        waiting.add_class(f"backprop-viz-{waiting.model_id}")


def reference(widget: widgets.Widget) -> str:
    """What the browser finds a widget by."""
    return f"IPY_MODEL_{widget.model_id}"


def _as_text(prepared: dict[str, Any]) -> str:
    return json.dumps(prepared, ensure_ascii=False)


def _prepared(asking: Asking) -> Iterator[dict[str, Any]]:
    """What is prepared, each time that it is one question more."""
    size = 1 if asking.walk is None else len(asking.walk.graph.nodes)
    ready = asking.questions[: min(MOST, max(1, NODES // size))]
    count = len(asking.questions)
    words = ("empty", "choose", "no_kernel", "needs_kernel")
    questions: list[dict[str, Any]] = []
    changes: list[dict[int, str]] = []
    prepared = {
        "count": count,
        "gap": row(asking.lang).gap,
        "feedback": asking.feedback_as(OPEN, SIGN),
        "finished": asking.say("finished", right=OPEN, count=count) if count > 1 else "",
        "words": {key: asking.say(key) for key in words},
        "questions": questions,
        "changes": changes,
    }
    before = asking.picture_as(0, False)
    for number, asked in enumerate(ready):
        questions.append(
            {
                "verdicts": verdicts(asked, as_json),
                "prompt": asking.prompt_as(number),
                "hint": asked.hint,
                "explanation": asked.explanation,
                "solution": asked.solution,
                "formula": asking.formula_as(number),
            }
        )
        for place, is_answered in ((number, True), (number + 1, False)):
            if place < len(ready):
                after = asking.picture_as(place, is_answered)
                changes.append(_changes(before, after))
                before = after
        yield prepared


def _changes(before: str, after: str) -> dict[int, str]:
    """The pieces of a picture that change, by their place; of other pictures all is one piece."""
    one, other = _PIECE.split(before), _PIECE.split(after)
    if len(one) != len(other):
        return {-1: after}
    places = enumerate(zip(one, other, strict=True))
    return {place: piece for place, (was, piece) in places if was != piece}
