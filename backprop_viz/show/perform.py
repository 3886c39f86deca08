"""A walk that a learner does: the picture with its edges open, as a widget."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..practice.performance import Performance, Score, judged
from ..practice.prepared import prepared
from ..practice.task import Judged, Task, made_task
from ..theme import Theme
from ..theme import theme as theme_named
from ..words import language
from .exercise import OnPicture

__all__ = ["Performing", "perform"]


class Performing(OnPicture):
    """The widget of a performance: see :func:`backprop_viz.perform`.

    ``moves`` are those of the learner as plain data, and can be observed.
    """

    def __init__(self, task: Task, lang: str, chosen: Theme | None = None) -> None:
        self.task, self.lang = task, lang
        super().__init__("perform", task.walk.graph, prepared(task, lang), chosen)

    @property
    def performance(self) -> Performance:
        """What has been done so far, judged anew."""
        return judged(self.task.exercise, self.moves, self.lang)

    @property
    def score(self) -> Score:
        """How far it is, and how well it went."""
        return self.performance.score

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write what has been done as JSON, for ``backprop-viz grade``; return the path."""
        return self.performance.save(path)


def perform(
    graph: Any,
    inputs: Mapping[str, Any] | None = None,
    seed: int = 1,
    level: int = 3,
    *,
    judged: Judged = "steps",
    lang: str | None = None,
    theme: str | Theme | None = None,
) -> Performing:
    """A widget in which a learner does the walk: what comes next, by which rule, which number.

    ``graph`` is a graph, a formula, whatever else makes a graph, or a walk. ``inputs`` that are not
    given and have no default are nice numbers, drawn from the ``seed``. At ``level`` 1 all numbers
    are shown and the rule is asked for, at 2 the last steps are the learner's, at 3 the backward
    pass, and at 4 all of it. A closed block is gone through in one step, forward and back to each
    of its arguments; ``graph.opened()`` opens them all. Every edge whose upstream gradient is
    complete may come next. It is ``judged`` step by step, ``"steps"``, or at the ``"end"``;
    ``moves`` and ``score`` tell how it went. ``lang`` is by default the current language
    (``bv.speak``), ``theme`` one of a picture's.

    Raises ``InputError`` where there is nothing to do or too much, or where a graph needs arrays
    of which nobody told the shapes, and ``OptionError`` for an option that is not allowed.
    """
    task = made_task(graph, inputs, seed, level, judged)
    return Performing(task, language(lang), None if theme is None else theme_named(theme))
