"""A walk as Markdown, as GitHub and blogs show it: pictures, mathematics and words.

GitHub reads ``$$`` blocks as Markdown before it reads them as mathematics: ``\\,``, ``\\{`` and
``\\_`` lose their backslash, ``}_{`` begins italics, and brackets may make a link. So mathematics
is spelled without all these; other readers take it as well.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from ..tell.formula import coloured
from .files import Folder
from .script import Script

__all__ = ["markdown"]

SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~")

# LaTeX that means the same, and nothing to Markdown.
_SPELLED = {
    r"\,": r"\thinspace ",
    r"\;": r"\thickspace ",
    r"\{": r"\lbrace ",
    r"\}": r"\rbrace ",
    r"\\": r"\cr ",
    r"\_": r"\underline{\hspace{0.5em}}",
    # There is no word for these; their wide forms mean nothing to TeX and to Markdown.
    **{rf"\{sign}": wide for sign, wide in zip("#$%&", "\uff03\uff04\uff05\uff06", strict=True)},
    "`": "\uff40",
    "*": r"\ast ",
    "<": r"\lt ",
    ">": r"\gt ",
    "[": r"\lbrack ",
    "]": r"\rbrack ",
    "|": r"\vert ",
}
_MATHEMATICS = re.compile(r"\\[^A-Za-z\s]|[`*<>\[\]|]")
_INDEX = re.compile(r"(\\mathrm\{[^{}]*\w)\}_(\{\d+\})")  # of a name of several letters
# What Markdown and HTML would take for themselves: anywhere, and at the beginning of a line.
_MARKS = re.compile(r"[\\`*_\[\]|~<>&$]")
_FIRST = re.compile(r"(\d*)([#+=>.)-])")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "<span>$</span>"}


def markdown(script: Script, folder: str) -> Folder:
    """The text, and the pictures for the folder of that name beside it."""
    digits = max(2, len(str(script.steps[-1])))
    names = {k: f"step-{k:0{digits}}.svg" for k in script.steps}
    parts = [f"# {_words(script.title)}"]
    if script.inputs:
        parts.append(_words(", ".join(script.inputs)))
    for k in script.steps:
        step = script.walk.steps[k]
        picture = f"{_address(folder)}/{names[k]}"
        parts += [
            f"## {_words(script.heading(k))}",
            _block(coloured(step, "blue", "red")),
            f"![{_words(script.picture(k).title)}]({picture})",
            *map(_block, filter(None, [script.mathematics(step)])),
            _words(step.remark(script.lang)),
        ]

    def pictures() -> Iterator[tuple[str, bytes]]:
        for step in script.each_step():
            yield names[step.index], script.picture(step.index).svg.encode()

    return Folder(("\n\n".join(parts) + "\n").encode(), folder, pictures())


def _words(text: str) -> str:
    """Text that no mark-up is read into, neither Markdown's nor HTML's nor mathematics'."""
    shown = _MARKS.sub(lambda mark: _ENTITIES.get(mark[0], f"\\{mark[0]}"), text)
    if first := _FIRST.match(shown):
        return f"{first[1]}\\{shown[len(first[1]) :]}"
    return shown


def _block(latex: str) -> str:
    return f"$$\n{_mathematics(latex)}\n$$"


def _mathematics(latex: str) -> str:
    spelled = _MATHEMATICS.sub(lambda mark: _SPELLED.get(mark[0], mark[0]), latex)
    return _INDEX.sub(r"\1_\2}", spelled).replace(r"\vert _", r"\vert_")


def _address(name: str) -> str:
    """A name of a file as part of an address."""
    return "".join(chr(byte) if chr(byte) in SAFE else f"%{byte:02X}" for byte in os.fsencode(name))
