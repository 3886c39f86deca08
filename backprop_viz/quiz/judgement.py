"""The judgement of an answer."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Judgement"]


@dataclass(frozen=True)
class Judgement:
    """The judgement of an answer.

    ``reason`` is a key that does not depend on the language: ``right``, the mistake it looks like
    (``flipped``, ``upstream``, ``swapped``, ...), or ``other``. ``latex`` is the step's own chain
    rule, and empty while the answer is not right.
    """

    right: bool
    reason: str
    sentence: str
    latex: str = ""

    def __bool__(self) -> bool:
        return self.right
