"""A question in words of one's own, with a number or one of several choices as its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError
from ..read.entry import read_value
from ..spell.numbers import format_value
from ..words import language, paragraph, quoted, say
from .answer import agree, as_number, is_near
from .choices import Choices, as_choices
from .judgement import Judgement

__all__ = ["WordedQuestion", "worded"]


@dataclass(frozen=True, eq=False)
class WordedQuestion:
    """A question in words. Made by :func:`worded`. It is about no step, and has no hint."""

    sentence: str
    answer: float | str | Callable[..., object]
    choices: Mapping[str, str]
    why: str
    lang: str
    walk: None = None
    index: None = None
    hint: str = ""
    latex: str = ""

    @property
    def solution(self) -> str:
        """The answer in a sentence; nothing where there may be several."""
        if callable(self.answer):
            return ""
        answer = self.answer if isinstance(self.answer, str) else format_value(self.answer)
        return say("predict.solution", self.lang, answer=answer)

    @property
    def explanation(self) -> str:
        """What is said once it is answered: the reason."""
        reason = self.choices.get(self.answer, "") if isinstance(self.answer, str) else ""
        return paragraph(self.lang, [part for part in (reason, self.why) if part])

    def judge(self, answer: Any) -> Judgement:
        """Judge a choice by its text, or a number, which may be typed as a sum such as ``4/3``.

        Raises ``InputError`` for an unknown choice, and ``ParseError`` for unreadable text.
        """
        if self.choices:
            text = str(answer)
            if text not in self.choices:
                raise InputError("question.choice", choices=", ".join(self.choices))
            return self._judged(text == self.answer, "choice", self.choices[text])
        given = read_value(answer) if isinstance(answer, str) else as_number(answer)
        if callable(self.answer):
            return self._judged(bool(np.all(np.asarray(self.answer(given)))), "other", "")
        wanted = np.float64(self.answer)
        if np.ndim(given) == 0 and not agree(given, wanted) and is_near(given, wanted):
            return self._judged(False, "rounded", say("predict.wrong_rounded", self.lang))
        return self._judged(np.ndim(given) == 0 and bool(agree(given, wanted)), "other", "")

    def _judged(self, right: bool, reason: str, said: str) -> Judgement:
        if right:
            return Judgement(True, "right", say("predict.right", self.lang))
        lead = "" if reason == "rounded" else say("predict.not_yet", self.lang)
        return Judgement(False, reason, paragraph(self.lang, [p for p in (lead, said) if p]))


def worded(
    sentence: str,
    answer: float | str | Callable[..., object],
    choices: Choices | None = None,
    why: str = "",
    lang: str | None = None,
) -> WordedQuestion:
    """A question in words, whose answer is a number, a choice, or what a function finds true.

    Raises ``InputError`` if the answer is none of these, or none of the choices.
    """
    lang, shown = language(lang), as_choices(choices)
    if shown:
        answer = str(answer)
        if answer not in shown:
            raise InputError("question.not_among", answer=quoted(answer))
    elif isinstance(answer, str) or not (callable(answer) or np.ndim(answer) == 0):
        raise InputError("question.not_number", answer=quoted(answer))
    return WordedQuestion(sentence, answer, shown, why, lang)
