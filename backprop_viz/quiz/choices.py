"""The choices of a question, by what stands beside each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import InputError

__all__ = ["Choices", "as_choices"]

Choices = Mapping[Any, str] | Iterable[Any]


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
