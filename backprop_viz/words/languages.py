"""The languages: each is a folder beside this module, with its row and its texts.

A language is imported when it is first used.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType

__all__ = ["ENGLISH", "LANGUAGES", "Language", "quoting", "row", "texts", "texts_of"]

ENGLISH = "en"
"""The language of whatever another one has no text for."""

_HERE = os.path.dirname(__file__)
_CACHE = "__pycache__"

LANGUAGES = tuple(
    sorted(found.name for found in os.scandir(_HERE) if found.name.isalpha() and found.is_dir())
)
"""The codes of all languages, which are the names of their folders."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """The row of a language: everything but its texts.

    ``name`` is what its readers call it, ``tag`` what office programs call it. ``gap`` stands
    between two sentences. ``columns`` is the number of letters on a line of a legend. ``fonts``
    are parts of the names of font files, tried first for a letter that the package's own font
    lacks.
    """

    name: str
    tag: str = ""
    gap: str = " "
    columns: int = 48
    fonts: tuple[str, ...] = ()


@cache
def row(lang: str) -> Language:
    """The row of a language."""
    language: Language = import_module(f".{lang}", __package__).LANGUAGE
    return language


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Every text of a language by its key; English where the language has none."""
    found = {} if lang == ENGLISH else dict(texts(ENGLISH))
    for part in _parts(lang):
        found |= texts_of(lang, part)
    return MappingProxyType(found)


@cache
def quoting() -> frozenset[str]:
    """The keys of the messages that quote what somebody gave, of whatever length: the errors."""
    errors = (part for part in _parts(ENGLISH) if part.startswith("errors."))
    return frozenset(key for part in errors for key in texts_of(ENGLISH, part))


def _parts(lang: str) -> Iterator[str]:
    """The modules of a language's folder, such as ``steps`` and ``errors.formula``.

    They may be compiled, without their source.
    """
    from pathlib import Path

    folder = Path(_HERE, lang)
    files = [file for name in ("[!_]*.py", "[!_]*.pyc") for file in folder.rglob(name)]
    found = {
        file.relative_to(folder).with_suffix("") for file in files if file.parent.name != _CACHE
    }
    for file in sorted(found):
        yield ".".join(file.parts)


def texts_of(lang: str, part: str) -> Mapping[str, str]:
    """The texts of one of a language's modules, such as ``operations``."""
    found: Mapping[str, str] = import_module(f".{lang}.{part}", __package__).TEXTS
    return found
