"""A question about one entry of an array, held against the same mistakes as all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..read.entry import read_value
from ..spell.numbers import Value, is_finite
from ..words import say
from .answer import agree, as_number, is_near
from .judgement import Judgement
from .mistakes import Mistake, mistakes
from .question import Question

__all__ = ["EntryQuestion"]


@dataclass(frozen=True)
class EntryQuestion:
    """What is asked of the entry ``at`` a place of what a question ``about`` an array asks for."""

    about: Question
    at: tuple[int, ...]

    @property
    def wanted(self) -> Value:
        """The right answer."""
        return self.of(self.about.wanted)

    def of(self, array: Value) -> Value:
        """The entry of an array of that shape."""
        found: Value = np.asarray(array)[self.at]
        return found

    @property
    def slips(self) -> Iterator[Mistake]:
        """The mistakes that tell something of this entry."""
        about = self.about
        for mistake in mistakes(about.walk, about.index, about.only):
            if np.shape(mistake.value) == np.shape(about.wanted) and is_finite(mistake.value):
                yield mistake

    def judge(self, answer: Any) -> Judgement:
        """Judge a number, which may be typed as a sum such as ``4/3``.

        Raises ``ParseError`` for unreadable text, and ``GraphError`` for what is no number.
        """
        given = read_value(answer) if isinstance(answer, str) else as_number(answer)
        if np.ndim(given):
            about = self.about
            forms = {"wanted": about.form(self.wanted), "given": about.form(given)}
            return about.wrong("shape", **forms)
        if agree(given, self.wanted):
            return Judgement(True, "right", say("predict.right", self.about.lang))
        likely = [slip for slip in self.slips if agree(given, self.of(slip.value))]
        if likely:
            return self.about.mistaken(likely[0], len({slip.reason for slip in likely}) == 1)
        if is_near(given, self.wanted):
            return self.about.wrong("rounded")
        return self.about.wrong("other" if is_finite(self.wanted) else "not_finite")
