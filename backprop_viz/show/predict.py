"""Asks before it shows: the questions of a walk, or one in words, as a widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np

from ..api import Walk
from ..blocks.view import Names, seen
from ..errors import InputError, OptionError
from ..quiz.asked import askable
from ..quiz.choices import Choices
from ..quiz.question import question
from ..quiz.worded import worded
from ..theme import Theme
from ..words import language, quoted
from .prediction import Prediction

__all__ = ["predict"]


def predict(
    walk: Walk | str,
    step: int | Iterable[int] | Literal["all"] | None = None,
    lang: str | None = None,
    *,
    choices: Choices | bool | None = None,
    answer: float | str | Callable[..., object] | None = None,
    why: str = "",
    theme: str | Theme | None = None,
    opened: Names = None,
) -> Prediction:
    """A widget that asks about a step of a walk before the answer shows.

    Several steps are asked about one after the other; ``"all"``, or none, are all backward steps.
    ``lang`` is by default the current language (``bv.speak``), ``theme`` one of a picture's. With
    ``choices`` the answer to the one step is picked; True makes them of the right one and of what
    likely mistakes lead to. A closed block is asked for what comes out and for what comes back to
    each argument; ``opened`` are the names of blocks to go through, as ``walk.opened`` takes them.

    A text instead of a walk is a question of one's own, ``bv.predict("For which x is it 0?",
    answer=0, why="...")``. Its answer is a number, or a function that says whether a number is
    right, or one of the ``choices``; those may be a dictionary with what is said of each.

    Raises ``IndexError`` if there is no such step and ``InputError`` if it has no question.
    """
    if isinstance(walk, str) and answer is not None:
        listed_choices = None if isinstance(choices, bool) else choices
        return Prediction([worded(walk, answer, listed_choices, why, lang)], theme)
    if not isinstance(walk, Walk):
        raise InputError("question.walk", kind=type(walk).__name__)
    walk = walk.with_graph(seen(walk.graph, opened))
    lang = language(lang)
    if step is None or (isinstance(step, str) and step == "all"):
        backward = [k for k in askable(walk) if k > walk.seed_index]
        steps = backward or list(askable(walk)) or [0]
    else:
        try:
            steps = [step] if isinstance(step, (int, np.integer)) else list(step)
        except TypeError:
            raise OptionError("usage.steps", given=quoted(step)) from None
    if not steps:
        raise InputError("question.no_step")
    if choices and len(steps) > 1:
        raise InputError("question.one_step")
    return Prediction([question(walk, k, lang, choices) for k in steps], theme)
