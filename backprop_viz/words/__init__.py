"""The message catalogue: all that the package says to a learner, in English and in Japanese."""

from __future__ import annotations

from .screens import SCREENS
from .speech import LANGUAGES, Words, language
from .steps import STEPS

__all__ = ["CATALOGUE", "LANGUAGES", "Words", "language", "say"]

CATALOGUE = {**STEPS, **SCREENS}


def say(key: str, lang: str, **slots: object) -> str:
    """The message ``key`` in ``lang`` with its slots filled."""
    return CATALOGUE[key].say(lang, **slots)
