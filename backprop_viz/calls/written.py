"""The functions that ``library.txt`` writes in the language of formulas, as far as a look tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

__all__ = ["LIBRARY", "Written", "written"]

_DEFINITION = re.compile(
    r'^def (\w+)\(([^)]*)\):\n    """(.*?)\n?[ ]*"""\n(?:    [^\n]*\n|\n)+', re.M | re.S
)
_SHORTCUT = re.compile(r"^    Shortcut (\w+):((?:\n {8}.*)+| .*)", re.M)


@dataclass(frozen=True)
class Written:
    """A function of the library: its ``name``, its ``text``, and what stands at its top.

    ``parameters`` are written with their defaults, if they have any. ``source`` says where it is
    known from, and a shortcut, for an argument, what all of the way back comes to: a formula, or
    lines of which the last is it, of the gradient ``g``, the result ``out`` and the arguments.
    """

    name: str
    text: str = field(repr=False)
    told: str
    source: str
    parameters: Mapping[str, str] = field(repr=False, hash=False)
    shortcuts: Mapping[str, str] = field(repr=False, hash=False)

    @cached_property
    def form(self) -> str:
        """How it is called."""
        given = (f"{n}={d}" if d else n for n, d in self.parameters.items())
        return f"{self.name}({', '.join(given)})"


def written(text: str) -> Mapping[str, Written]:
    """The functions of a text by their names."""
    return MappingProxyType({one.name: one for one in _written(text)})


def _written(text: str) -> Iterator[Written]:
    for match in _DEFINITION.finditer(text):
        name, parameters, told = match.groups()
        pairs = (one.strip().partition("=") for one in parameters.split(","))
        found = _SHORTCUT.finditer(told)
        shortcuts = {one[1]: re.sub(r"\n {8}", "\n", one[2]).strip() for one in found}
        said, _, rest = told.partition("\n\n    Source: ")
        yield Written(
            name,
            match[0],
            re.sub(r"\n +", "\n", said),
            rest.partition("\n")[0],
            MappingProxyType({name: default for name, _, default in pairs}),
            MappingProxyType(shortcuts),
        )


LIBRARY = written(Path(__file__).with_name("library.txt").read_text("utf-8"))
"""The larger functions by their names."""
