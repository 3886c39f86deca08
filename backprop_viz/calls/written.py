"""The functions that ``library.txt`` writes in the language of formulas, as far as a look tells."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from types import MappingProxyType

from ..errors import GraphError
from ..words import quoted

__all__ = ["LIBRARY", "Written", "library", "written"]

_SHORTCUT = r"(?m)^    Shortcut (\w+)(?:, where (.*?))?:((?:\n {8}.*)+| .*)"
_END = r"\n\n    (?:Shapes|Options|Source): "


@dataclass(frozen=True)
class Written:
    """A function of the library: its ``name``, its ``text``, and what stands at its top.

    ``signature`` are its parameters as they are written, and ``docstring`` is what it says of
    itself.
    """

    name: str
    text: str = field(repr=False)
    signature: str
    docstring: str = field(repr=False)

    @cached_property
    def parameters(self) -> Mapping[str, str]:
        """The names of its arguments, each with its default, or with nothing."""
        pairs = (one.strip().partition("=") for one in self.signature.split(","))
        return MappingProxyType({name: default for name, _, default in pairs})

    @cached_property
    def form(self) -> str:
        """How it is called: ``softmax(z, axis=-1)``."""
        return f"{self.name}({' '.join(self.signature.split())})"

    @property
    def told(self) -> str:
        """What it is, in words."""
        return re.sub(r"\n +", "\n", re.split(_END, self.docstring)[0])

    @property
    def source(self) -> str:
        """Where it is known from."""
        return self._line("Source")

    @cached_property
    def shapes(self) -> str:
        """Which shapes its arguments have together, as :mod:`.arithmetic.patterns` reads it."""
        return self._line("Shapes")

    @property
    def needs(self) -> str:
        """What holds of its options: that one is at most half of another, or nothing."""
        return self._line("Options")

    def _line(self, head: str) -> str:
        found = re.search(rf"(?m)^    {head}: (.*(?:\n {{8}}.*)*)", self.docstring)
        return re.sub(r"\s+", " ", found[1]) if found else ""

    @cached_property
    def shortcuts(self) -> Mapping[str, str]:
        """For an argument, what all of the way back comes to.

        It is a formula, or lines of which the last is it, of the gradient ``g``, the result ``out``
        and the arguments. Nothing is computed with it.
        """
        found = re.finditer(_SHORTCUT, self.docstring)
        return MappingProxyType({one[1]: re.sub(r"\n {8}", "\n", one[3]).strip() for one in found})

    @cached_property
    def holds_where(self) -> Mapping[str, str]:
        """Of the shortcuts that hold for some shapes only: for which, likewise."""
        found = re.finditer(_SHORTCUT, self.docstring)
        return MappingProxyType({one[1]: one[2] for one in found if one[2]})


def written(text: str) -> Mapping[str, Written]:
    """The functions of a text by their names."""
    found: dict[str, Written] = {}
    for part in f"\n{text}".split("\ndef ")[1:]:  # at every import, so without a pattern
        head, _, body = part.partition("):\n")
        name, _, signature = head.partition("(")
        body = "".join(takewhile(_is_inside, body.splitlines(keepends=True)))
        docstring = body.split('"""')[1]
        found[name] = Written(name, f"def {head}):\n{body}", signature, docstring)
    return MappingProxyType(found)


def _is_inside(line: str) -> bool:
    return line.startswith("    ") or not line.strip()


with open(os.path.join(os.path.dirname(__file__), "library.txt"), encoding="utf-8") as _file:
    LIBRARY = written(_file.read())
"""The larger functions by their names."""


def library(name: str) -> Written:
    """What is written of a larger function, such as ``softmax``: its text, source and shortcuts.

    >>> library("softmax").form
    'softmax(z, axis=-1)'

    Raises ``GraphError`` for a name that the library does not have.
    """
    if name not in LIBRARY:
        raise GraphError("source.no_larger", name=quoted(name), known=", ".join(LIBRARY))
    return LIBRARY[name]
