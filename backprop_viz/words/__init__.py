"""All that the package says, in every language: a folder beside this module for each."""

from __future__ import annotations

from .languages import ENGLISH, LANGUAGES, Language, row, texts, texts_of
from .quote import one_line, quoted, shortened
from .speech import Message, language, paragraph, say, speak, speaking

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Language",
    "Message",
    "language",
    "one_line",
    "paragraph",
    "quoted",
    "row",
    "say",
    "shortened",
    "speak",
    "speaking",
    "texts",
    "texts_of",
]
