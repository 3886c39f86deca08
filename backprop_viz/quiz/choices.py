"""The choices of a question: by what stands beside each, or made of mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ..errors import InputError
from ..read.entry import typed
from ..spell.numbers import Value, is_finite
from ..tell.walk import Walk
from .answer import agree
from .asked import wanted_at
from .mistakes import mistakes

__all__ = ["Choices", "as_choices", "offered"]

Choices = Mapping[Any, str] | Iterable[Any]

OFFERED = 4
"""Choices that are made, at most."""


def as_choices(choices: Choices | None) -> dict[str, str]:
    """Choices by their text, each with what is said of it.

    Raises ``InputError`` if there is only one.
    """
    if choices is None:
        return {}
    given = choices if isinstance(choices, Mapping) else dict.fromkeys(choices, "")
    shown = {str(choice): said for choice, said in given.items()}
    if len(shown) < 2:
        raise InputError("question.choices")
    return shown


def offered(walk: Walk, index: int) -> list[str]:
    """The right answer at a step and those that the likeliest mistakes lead to, by their size."""
    wanted = wanted_at(walk.steps[index])
    found: list[Value] = [wanted]
    for mistake in mistakes(walk, index):
        value = mistake.value
        if np.shape(value) != np.shape(wanted) or not is_finite(value):
            continue
        if len(found) < OFFERED and not any(np.all(agree(value, known)) for known in found):
            found.append(value)
    found.sort(key=lambda value: np.nan_to_num(value, nan=np.inf).ravel().tolist())
    return [typed(_rounded(value)) for value in found]


def _rounded(value: Value) -> Value:
    """To four significant digits, more than an answer needs."""
    numbers = [float(f"{number:.4g}") for number in np.ravel(value)]
    return np.reshape(numbers, np.shape(value))[()]
