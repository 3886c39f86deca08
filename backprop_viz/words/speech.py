"""How a message is said: in English or in Japanese."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LANGUAGES", "Words", "language"]

LANGUAGES = ("en", "ja")


def language(lang: str) -> str:
    """``lang`` if there is a catalogue for it. Raises ``ValueError`` that lists the languages."""
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    return lang


@dataclass(frozen=True)
class Words:
    """One message in every language; ``{slots}`` are filled by :meth:`say`."""

    en: str
    ja: str

    def say(self, lang: str, **slots: object) -> str:
        template: str = getattr(self, language(lang))
        return template.format(**slots)
