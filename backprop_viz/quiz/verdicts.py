"""What is said of every number that may be answered, in advance: for a page without a kernel.

The browser reads a number and judges it as the questions do; its twin is ``static/judge.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..spell.numbers import Value, is_finite
from ..words import paragraph, say
from .entry import EntryQuestion
from .mistakes import Mistake, mistakes
from .question import Question
from .worded import WordedQuestion

__all__ = ["OPEN", "verdicts"]

OPEN = "\ue000"
"""What stands in a sentence for a number that only the answer tells."""


def verdicts(
    asked: Question | EntryQuestion | WordedQuestion, written: Callable[[Value], Any]
) -> dict[str, Any]:
    """What the browser needs to judge a choice or a number; empty where only Python can.

    ``written`` makes of a value what JSON can hold.
    """
    if isinstance(asked, EntryQuestion):
        return _of_entry(asked, written)
    if asked.choices:
        judged = {text: asked.judge(text) for text in asked.choices}
        return {"choices": {text: [j.right, j.reason, j.sentence] for text, j in judged.items()}}
    if isinstance(asked, Question):
        return _of_step(asked, written)
    if callable(asked.answer):
        return {}
    wanted = np.float64(asked.answer)
    return {
        "wanted": written(wanted),
        "said": {
            "right": say("predict.right", asked.lang),
            "rounded": say("predict.wrong_rounded", asked.lang),
            "other": say("predict.not_yet", asked.lang),
        },
        "mistakes": [],
        "names": [],
    }


def _of_entry(asked: EntryQuestion, written: Callable[[Value], Any]) -> dict[str, Any]:
    """The same of one entry of an array."""
    slips = [replace(slip, value=asked.of(slip.value), part="") for slip in asked.slips]
    return _judged(asked.about, asked.wanted, slips, written)


def _of_step(asked: Question, written: Callable[[Value], Any]) -> dict[str, Any]:
    return _judged(asked, asked.wanted, mistakes(asked.walk, asked.index, asked.only), written)


def _judged(
    asked: Question, wanted: Value, slips: Iterable[Mistake], written: Callable[[Value], Any]
) -> dict[str, Any]:
    other = "other" if is_finite(wanted) else "not_finite"
    said: Mapping[str, str] = {
        "right": say("predict.right", asked.lang),
        "rounded": asked.wrong("rounded").sentence,
        "entries": asked.wrong("entries", right=OPEN, count=np.size(wanted)).sentence,
        other: asked.wrong(other).sentence,
        "sure": paragraph(asked.lang, [say("predict.not_yet", asked.lang), OPEN]),
        "perhaps": paragraph(asked.lang, [say("predict.perhaps", asked.lang), OPEN]),
        "shape": asked.wrong("shape", wanted=asked.form(wanted), given=OPEN).sentence,
        "number": asked.form(np.float64(0.0)),
        "array": say("predict.array", asked.lang, shape=OPEN),
    }
    found = [
        {
            "reason": mistake.reason,
            "value": written(mistake.value),
            "rest": written(mistake.rest) if mistake.part == "last" else None,
            "why": asked.why(mistake),
        }
        for mistake in slips
        if is_finite(mistake.value)
    ]
    told: list[dict[str, Any]] = []
    for mistake in found:  # of the same number for the same reason the first one is told of
        if not any(_alike(mistake, other) for other in told):
            told.append(mistake)
    names = list(asked.walk.graph.names)
    return {"wanted": written(wanted), "said": dict(said), "mistakes": told, "names": names}


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[key] == other[key] for key in ("reason", "value", "rest"))
