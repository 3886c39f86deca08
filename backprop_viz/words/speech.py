"""How a message is said: in English or in Japanese, by default as :func:`speak` has it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LANGUAGES", "Words", "language", "speak"]

LANGUAGES = ("en", "ja")

_spoken = "en"


def speak(lang: str) -> None:
    """Speak ``"en"`` or ``"ja"`` from now on, wherever no ``lang`` is asked for, errors included.

    What was made before keeps its language. Raises ``ValueError`` for any other language.
    """
    global _spoken
    _spoken = _checked(lang)


def language(lang: str | None = None) -> str:
    """``lang``, or the language that is spoken. Raises ``ValueError`` that lists those there are."""
    return _spoken if lang is None else _checked(lang)


def _checked(lang: str) -> str:
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    return lang


@dataclass(frozen=True)
class Words:
    """One message in every language; ``{slots}`` are filled by :meth:`say`."""

    en: str
    ja: str

    def say(self, lang: str | None = None, **slots: object) -> str:
        template: str = getattr(self, language(lang))
        return template.format(**slots)
