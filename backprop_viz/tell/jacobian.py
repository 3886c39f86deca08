"""The Jacobian of one operation, and the words that tell how it is laid out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from ..jacobian import jacobian
from ..spell.numbers import Value
from ..words import language, say
from .step import Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Jacobian", "jacobian_of"]

_LETTERS = "ijklmnpqrstuvw"


@dataclass(frozen=True, eq=False)
class Jacobian:
    """The slopes of every entry of a value by every entry of an operand.

    ``value`` is in numerator layout: its first axes are those of the value, the others those of the
    operand. ``of`` and ``by`` are the names of the two.
    """

    of: str
    by: str
    value: Value
    shape: tuple[int, ...]
    """The shape of the value, which is how many of the axes are its own."""

    @property
    def matrix(self) -> NDArray[np.float64]:
        """A row for each entry of the value, a column for each of the operand's, in order."""
        rows = math.prod(self.shape)
        columns = math.prod(np.shape(self.value)[len(self.shape) :])
        return np.reshape(self.value, (rows, columns))

    @property
    def layout(self) -> str:
        """How it is laid out, in the current language."""
        return self.sentence()

    def sentence(self, lang: str | None = None) -> str:
        """How it is laid out, in words."""
        lang = language(lang)
        rank = np.ndim(self.value)
        if not rank:
            return say("jacobian.number", lang, of=self.of, by=self.by)
        letters = [*(_LETTERS[:rank] or "")] if rank <= len(_LETTERS) else ["…"] * rank
        first, last = letters[: len(self.shape)], letters[len(self.shape) :]
        slots = {
            "of": self.of + _index(first),
            "by": self.by + _index(last),
            "index": _index(letters),
        }
        return say("jacobian.layout", lang, **slots)

    def __repr__(self) -> str:
        return f"<{self.sentence()}>\n{self.value!r}"


def _index(letters: list[str]) -> str:
    return f"[{', '.join(letters)}]" if letters else ""


def jacobian_of(step: Step) -> Jacobian:
    """That of the operation of a backward step. Raises ``InputError`` for other steps."""
    if step.position is None:
        last = step.walk.step_count - 1
        key = "jacobian.step" if last > step.walk.seed_index else "jacobian.none"
        raise InputError(key, step=step.index, first=step.walk.seed_index + 1)
    if step.block is not None:
        raise InputError("jacobian.block", step=step.index, block=step.block.name)
    assert step.backflow is not None
    value = jacobian(step.operation.op, step.position, step.value, step.operand_values)
    value.flags.writeable = False
    of, by = (step.graph.displayed[i] for i in (step.place.index, step.backflow.edge.operand))
    return Jacobian(of, by, value[()], np.shape(step.value))
