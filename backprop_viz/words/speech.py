"""How a message is said: in English or in Japanese, by default as :func:`speak` has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .quote import quoted, shortened

__all__ = ["LANGUAGES", "UNKNOWN", "Words", "language", "refused", "speak", "speaking"]

LANGUAGES = ("en", "ja")

_spoken = "en"


def speak(lang: str) -> None:
    """Speak ``"en"`` or ``"ja"`` from now on, wherever no ``lang`` is asked for, errors included.

    What was made before keeps its language. Raises ``ValueError`` for any other language.
    """
    global _spoken
    _spoken = _checked(lang)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak ``lang`` for a while."""
    before = _spoken
    speak(lang)
    try:
        yield
    finally:
        speak(before)


def language(lang: str | None = None) -> str:
    """``lang``, or the language that is spoken. Raises ``ValueError`` that lists those there are."""
    return _spoken if lang is None else _checked(lang)


def _checked(lang: str) -> str:
    if not isinstance(lang, str) or lang not in LANGUAGES:
        raise _refusal("usage.language", given=quoted(lang), known=", ".join(LANGUAGES))
    return lang


def refused(refusal: Callable[..., Exception]) -> None:
    """What makes the error for a language that there is not: errors speak, so they stand above."""
    global _refusal
    _refusal = refusal


def _refusal(_: str, **slots: str) -> Exception:
    return ValueError(UNKNOWN.say(**{name: shortened(text) for name, text in slots.items()}))


@dataclass(frozen=True)
class Words:
    """One message in every language; ``{slots}`` are filled by :meth:`say`."""

    en: str
    ja: str

    def say(self, lang: str | None = None, **slots: object) -> str:
        template: str = getattr(self, language(lang))
        return template.format(**slots)


UNKNOWN = Words(
    en="no language {given}; there are {known}",
    ja="{given} という言語はありません。使えるのは {known} です。",
)
