"""A question as a widget: the picture with its answer open, a field for it, and the reason."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
from collections.abc import Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import traitlets

from ..draw.picture import Picture
from ..errors import BackpropVizError
from ..quiz.judgement import Judgement
from ..quiz.question import Question
from ..quiz.worded import WordedQuestion
from ..theme import Theme, theme
from ..words import paragraph, say
from ..writing import as_json, path_of, write_whole
from .afterwards import Afterwards
from .base import legend
from .fallback import Instead, fallback_of, read_as_page, with_fallback

if TYPE_CHECKING:
    from .referee import Referee

__all__ = ["Prediction"]

SETTLING = 0.3  # seconds between the key Enter and the text that was in the field


class Prediction(widgets.VBox):  # type: ignore[misc]
    """Real ipywidgets to place and observe: see :func:`backprop_viz.predict`.

    ``answers`` lists every attempt as a dictionary, and ``question`` is the one on show. Two traits
    can be observed: ``solved`` turns true when every question has been answered right, ``answered``
    when the answer to the last is on the screen.
    """

    solved = traitlets.Bool(False)
    answered = traitlets.Bool(False)

    def __init__(
        self,
        questions: Sequence[Question | WordedQuestion],
        theme_name: str | Theme | None = None,
    ) -> None:
        super().__init__(layout=widgets.Layout(width="100%"))
        self.questions = questions
        self.walk = questions[0].walk
        self.lang = questions[0].lang
        self.theme = None if theme_name is None else theme(theme_name)
        self.answers: list[dict[str, Any]] = []
        self._number = 0
        self._right: set[int] = set()
        self._answered = self._attempted = False  # the question on show
        self._enter: asyncio.TimerHandle | None = None
        wide = widgets.Layout(width="auto", overflow="auto")
        self.picture = widgets.HTML(layout=wide)
        self.prompt = widgets.HTML(layout=widgets.Layout(width="auto"))
        self.field = widgets.Text(
            continuous_update=False,
            placeholder=self.say("placeholder"),
            tooltip=self.say("answer"),
            layout=widgets.Layout(flex="1 1 12rem", width="auto", max_width="24rem"),
        )
        self.choices = self._radio() if self.question.choices else None
        self.feedback = widgets.HTML(layout=widgets.Layout(width="auto"))
        self.formula = widgets.HTMLMath(layout=wide)
        self.buttons = {key: self._button(key) for key in ("check", "hint", "show", "next")}
        self.buttons["check"].button_style = "primary"
        self.field.on_msg(self._on_message)
        self.field.observe(self._on_value, "value")
        typed = [] if self.choices else [self.field]
        row = widgets.Box(
            [*typed, *self.buttons.values()],
            layout=widgets.Layout(flex_flow="row wrap", align_items="center", width="100%"),
        )
        drawn = [self.picture] if self.walk else []
        picked = [self.choices] if self.choices else []
        self.children = [*drawn, self.prompt, *picked, row, self.feedback, self.formula]
        self.add_class("backprop-viz-prediction")
        self.referee = _referee(self)
        self._open()

    def say(self, key: str, **slots: object) -> str:
        return say(f"predict.{key}", self.lang, **slots)

    @property
    def question(self) -> Question | WordedQuestion:
        """The question on show."""
        return self.questions[self._number]

    def judge(self, answer: Any) -> Judgement:
        """Judge an answer to the question on show as if it had been typed, and record it.

        Raises ``ParseError`` for text that cannot be read; that is no attempt, and not recorded.
        """
        try:
            judged = self.question.judge(answer)
        except BackpropVizError as error:
            self._tell(self.say("unreadable"), "⚠", code=error.say(self.lang))
            raise
        self._record(as_json(answer), judged.right, judged.reason)
        if judged.right:
            self._right.add(self._number)
            self._reveal(judged.sentence, "✓")
        else:
            self._tell(judged.sentence, "✗")
            if not self._answered:
                self._offer(*self._hints, "show")
        return judged

    def show_answer(self) -> None:
        """Show the step, and record that it was shown; only after at least one attempt."""
        if self._attempted and self._number not in self._right:
            self._record("", False, "shown")
            self._reveal(self.question.solution, "")

    def go_on(self) -> None:
        """Ask the next question, if there is one."""
        if self._number + 1 < len(self.questions):
            self._number += 1
            self._open()
            self.field.focus()

    def then(self, *shown: Any) -> Afterwards:
        """A widget that shows things only after the last answer, which they would give away.

        Each is a widget, or a picture or anything else with a representation of its own. A button
        shows it without an answer, for a teacher.
        """
        waiting = Afterwards(shown, self.lang)
        if self.referee is not None:
            self.referee.hold_back(waiting)
        self.observe(lambda _: waiting.show(), "answered")
        if self.answered:
            waiting.show()
        return waiting

    def to_json(self) -> str:
        """The formula, the inputs and all answers as JSON."""
        data: dict[str, Any] = {}
        if self.walk is not None:
            inputs = {name: as_json(value) for name, value in self.walk.inputs.items()}
            data = {"formula": str(self.walk.graph), "inputs": inputs}
        data |= {
            "lang": self.lang,
            "solved": self.solved,
            "answers": self.answers,
        }
        return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write :meth:`to_json` to a file, whole or not at all; return the path."""
        target = path_of(path)
        write_whole(target, (self.to_json() + "\n").encode())
        return target

    # What is on the screen

    def _open(self) -> None:
        """Show the question at the present place, and the picture that does not answer it."""
        self.field.value = ""
        self._answered = self._attempted = False
        self.formula.value = self.feedback.value = ""
        self.prompt.value = self.prompt_as(self._number)
        self.picture.value = self.picture_as(self._number, False)
        self._offer(*self._hints)
        self._keep()

    def _reveal(self, sentence: str, sign: str) -> None:
        """The answer, as the step itself tells it."""
        here = self.question
        parts = [part for part in (sentence, here.explanation) if part]
        if self._number + 1 == len(self.questions) > 1:
            numbers = {"right": len(self._right), "count": len(self.questions)}
            parts.append(self.say("finished", **numbers))
        self._tell(paragraph(self.lang, parts), sign)
        self.formula.value = self.formula_as(self._number)
        self._answered = True
        self.picture.value = self.picture_as(self._number, True)
        self._offer(*(["next"] if self._number + 1 < len(self.questions) else []))
        self.solved = len(self._right) == len(self.questions)
        self.answered = self.answered or self._number + 1 == len(self.questions)
        self._keep()

    def prompt_as(self, number: int) -> str:
        """A question as it stands on the screen."""
        count = len(self.questions)
        told = self.say("progress", number=number + 1, count=count) if count > 1 else ""
        return (
            f'<div lang="{self.lang}" style="font-size:1.15em;line-height:1.6">'
            f'<span style="opacity:.75">{escape(told)}</span> '
            f"{escape(self.questions[number].sentence)}</div>"
        )

    def formula_as(self, number: int) -> str:
        """The mathematics of its answer."""
        latex = self.questions[number].latex
        return f"$${escape(latex)}$$" if latex else ""

    def picture_as(self, number: int, is_answered: bool) -> str:
        """The picture of its step, with the answer or before; empty where there is none."""
        picture = self._picture_of(number, is_answered)
        if picture is None:
            return ""
        try:
            return picture.opened + legend(picture)
        except BackpropVizError as error:
            return f"<pre>{escape(error.say(self.lang))}</pre>"

    def feedback_as(self, text: str, sign: str, code: str = "") -> str:
        """A judgement or a hint as it stands on the screen."""
        quoted = f'<pre style="margin:.3em 0">{escape(code)}</pre>' if code else ""
        return (
            f'<div role="status" aria-live="polite" lang="{self.lang}" '
            f'style="font-size:1.1em;line-height:1.6">'
            f"<b>{sign}</b> {escape(text)}{quoted}</div>"
        )

    @property
    def _hints(self) -> list[str]:
        return ["hint"] if self.question.hint else []

    def _picture_of(self, number: int, is_answered: bool) -> Picture | None:
        """The step with its answer open or, once the answer is on the screen, with it."""
        here = self.questions[number]
        if here.walk is None:
            return None
        asked = "" if is_answered else here.sentence
        return Picture(
            here.walk.graph,
            here.walk,
            here.index,
            theme_name=self.theme,
            lang=self.lang,
            question=asked,
        )

    def _tell(self, text: str, sign: str, code: str = "") -> None:
        self.feedback.value = self.feedback_as(text, sign, code)

    def _keep(self) -> None:
        """Let the browser know how far the questions are, in case it has to go on alone."""
        if self.referee is not None:
            with self.referee.hold_sync():
                self.referee.number, self.referee.answered = self._number, self._answered
                self.referee.attempted = self._attempted
                self.referee.right = sorted(self._right)

    def _radio(self) -> widgets.RadioButtons:
        wide = widgets.Layout(width="auto")
        return widgets.RadioButtons(options=list(self.question.choices), index=None, layout=wide)

    def _button(self, key: str) -> widgets.Button:
        button = widgets.Button(description=self.say(key), layout=widgets.Layout(width="auto"))
        button.add_class(f"backprop-viz-{key}")
        actions = {"check": self._submit, "hint": self._hint, "next": self.go_on}
        action = actions.get(key, self.show_answer)
        button.on_click(lambda _: action())
        return button

    def _offer(self, *keys: str) -> None:
        """Show these buttons beside that of the answer, which may have the focus."""
        for key, button in self.buttons.items():
            button.layout.display = None if key in ("check", *keys) else "none"

    def _hint(self) -> None:
        self._tell(self.question.hint, "→")

    # How an answer comes in

    def _on_message(self, _: Any, content: dict[str, Any], __: Any) -> None:
        """Enter. The browser tells the key first, and only then the text, if that is new."""
        if content.get("event") != "submit":
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no event loop, as in a plain script
            self._submit()
        else:
            self._forget_enter()
            self._enter = loop.call_later(SETTLING, self._submit)

    def _on_value(self, _: Any) -> None:
        if self._enter is not None:
            self._submit()

    def _forget_enter(self) -> None:
        if self._enter is not None:
            self._enter.cancel()
            self._enter = None

    def _submit(self) -> None:
        """Judge what is in the field; once it is answered, go on."""
        self._forget_enter()
        if self._answered:
            self.go_on()
        elif not self._given.strip():
            self._tell(self.say("choose" if self.choices else "empty"), "→")
        else:
            try:
                self.judge(self._given)
            except BackpropVizError:
                return  # told on the screen

    # What is kept

    def _record(self, text: Any, right: bool, reason: str) -> None:
        here = self.question
        entry = {"step": here.index, "question": here.sentence, "text": text}
        self.answers.append({**entry, "right": right, "reason": reason})
        self._attempted = True
        self._keep()

    @property
    def _given(self) -> str:
        """What has been picked or typed."""
        return str((self.choices or self.field).value or "")

    @cached_property
    def _asked(self) -> Any:
        """Itself, where nobody shows ipywidgets; None where anywidget is missing."""
        if importlib.util.find_spec("anywidget") is None:
            return None
        from .asked import Asked

        return Asked(self)

    def _display_(self) -> Any:
        """What marimo shows."""
        return self._asked or self._still()

    def _still(self) -> Instead:
        """The question without a field, and how it is answered all the same."""
        prompt = self.prompt_as(self._number)
        choices = "".join(f"<li>{escape(choice)}</li>" for choice in self.question.choices)
        shown = self.picture_as(self._number, self._answered) + prompt
        words = say("elsewhere.question", self.lang)
        return Instead(shown + (choices and f"<ul>{choices}</ul>"), words, self.lang)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.question.sentence}>"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """The widget, and for readers without one the picture and the question."""
        picture = self._picture_of(self._number, self._answered)
        choices = " / ".join(self.question.choices)
        fallback = {} if picture is None else fallback_of(picture)[0]
        words = self.question.sentence + (f" ({choices})" if choices else "")
        if picture is not None:
            fallback = read_as_page(fallback, picture, words)
        fallback["text/plain"] = words
        return with_fallback(super()._repr_mimebundle_(**options), fallback)


def _referee(asking: Prediction) -> Referee | None:
    """What goes on without a kernel; None where anywidget is missing."""
    if importlib.util.find_spec("anywidget") is None:
        return None
    from .referee import Referee

    return Referee(asking)
