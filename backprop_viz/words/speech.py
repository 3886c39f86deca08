"""How a message is said: in any of the languages, by default in the current one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from .languages import ENGLISH, LANGUAGES, quoting, row, texts
from .quote import quoted, slot

__all__ = ["Message", "language", "paragraph", "refused", "say", "speak", "speaking"]

_spoken = ENGLISH


def speak(lang: str) -> None:
    """Speak ``lang`` from now on, wherever no other is asked for, errors included.

    It is ``"en"``, ``"ja"`` or another language of the package. What was made before keeps its
    language. Raises ``ValueError`` for an unknown one.
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
    """``lang``, or the current language. Raises ``ValueError`` that lists the known ones."""
    return _spoken if lang is None else _checked(lang)


def _checked(lang: str) -> str:
    if not isinstance(lang, str) or lang not in LANGUAGES:
        raise _refusal("usage.language", given=quoted(lang), known=", ".join(LANGUAGES))
    return lang


def refused(refusal: Callable[..., Exception]) -> None:
    """What makes the error for an unknown language: errors speak, so they stand above."""
    global _refusal
    _refusal = refusal


def _refusal(key: str, **slots: str) -> Exception:
    return ValueError(say(key, **slots))


def say(key: str, lang: str | None = None, /, **slots: object) -> str:
    """The message ``key`` in ``lang`` with its slots filled."""
    if key in quoting():
        slots = {name: slot(name, filling) for name, filling in slots.items()}
    return texts(language(lang))[key].format(**slots)


def paragraph(lang: str, sentences: Iterable[str]) -> str:
    """The sentences one after the other; those that are empty are left out."""
    return row(lang).gap.join(filter(None, sentences))


class Message:
    """An entry of the catalogue and what fills its slots, to be said later in any language.

    A slot may be filled by another message. A text that is no entry stands as it is. A text in
    several languages is a mapping by their codes, from which a language that is missing takes
    English.
    """

    def __init__(self, key: str | Mapping[str, str], /, **slots: object) -> None:
        self.key, self.slots = key, slots

    def say(self, lang: str | None = None) -> str:
        if isinstance(self.key, str):
            if self.key not in texts(ENGLISH):
                return self.key
            slots = {
                name: filling.say(lang) if isinstance(filling, Message) else filling
                for name, filling in self.slots.items()
            }
            return say(self.key, lang, **slots)
        lang = language(lang)
        return self.key[lang if lang in self.key else ENGLISH]
