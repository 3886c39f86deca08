"""The message catalogue: all that the package says, in English and in Japanese."""

from __future__ import annotations

from .errors import ERRORS
from .screens import SCREENS
from .shell import SHELL
from .speech import LANGUAGES, Words, language, speak, speaking
from .steps import STEPS

__all__ = ["CATALOGUE", "LANGUAGES", "Message", "Words", "language", "say", "speak", "speaking"]

CATALOGUE = {**STEPS, **SCREENS, **SHELL, **ERRORS}


def say(key: str, lang: str | None = None, /, **slots: object) -> str:
    """The message ``key`` in ``lang`` with its slots filled."""
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
            name: slot.say(lang) if isinstance(slot, Message | Words) else slot
            for name, slot in self.slots.items()
        }
        return say(self.key, lang, **slots)
