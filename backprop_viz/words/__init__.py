"""The message catalogue: all that the package says, in English and in Japanese."""

from __future__ import annotations

from .errors import ERRORS
from .quote import one_line, quoted, shortened, slot
from .screens import SCREENS
from .shell import SHELL, WRONG
from .speech import LANGUAGES, Words, language, speak, speaking
from .steps import STEPS

__all__ = [
    "CATALOGUE",
    "LANGUAGES",
    "Message",
    "Words",
    "language",
    "one_line",
    "quoted",
    "say",
    "shortened",
    "speak",
    "speaking",
]

CATALOGUE = {**STEPS, **SCREENS, **SHELL, **ERRORS}
_QUOTING = ERRORS.keys() | WRONG.keys()  # they quote what somebody gave, of whatever length


def say(key: str, lang: str | None = None, /, **slots: object) -> str:
    """The message ``key`` in ``lang`` with its slots filled."""
    if key in _QUOTING:
        slots = {name: slot(name, filling) for name, filling in slots.items()}
    return CATALOGUE[key].say(lang, **slots)


class Message:
    """An entry of the catalogue and what fills its slots, to be said later in any language.

    A slot may be filled by what says itself, such as another message. A text that is no entry
    stands as it is.
    """

    def __init__(self, key: str, /, **slots: object) -> None:
        self.key, self.slots = key, slots

    def say(self, lang: str | None = None) -> str:
        if self.key not in CATALOGUE:
            return self.key
        slots = {
            name: filling.say(lang) if isinstance(filling, Message | Words) else filling
            for name, filling in self.slots.items()
        }
        return say(self.key, lang, **slots)
