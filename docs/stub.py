"""Writes ``backprop_viz/functions.pyi`` from the table of operations: ``python docs/stub.py``.

A type checker and an editor run nothing, so they cannot see functions that are made from a table.
The lists of functions in the README and in the reference are brought up to date as well.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection
from pathlib import Path

import backprop_viz
from backprop_viz.core.library import FUNCTIONS
from backprop_viz.core.ops import ALIASES, OPS

DOCS = Path(__file__).parent
STUB = Path(backprop_viz.__file__).with_name("functions.pyi")
README, REFERENCE = DOCS.parent / "README.md", DOCS / "reference.md"

# Of each file with a list: where that stands, the functions that belong to it, and how each is
# written.
LISTS = {
    README: (r"(?<=and the functions `)[^`]*(?=`)", FUNCTIONS.keys() - ALIASES.keys(), "{}"),
    REFERENCE: (r"(?<=compute on numbers:\n\n)(?:`\w+`\s)+(?=\n)", FUNCTIONS.keys(), "`{}`"),
}

_HEAD = '''\
"""The functions of a formula: of expressions they make one, of numbers the value."""

# Written by docs/stub.py from the table of operations.

from typing import overload

from numpy.typing import ArrayLike

from .core.expression import Expr, Operand
from .spell.numbers import Value

'''


def written() -> str:
    """What the file should be."""
    names = "".join(f'    "{name}",\n' for name in FUNCTIONS)
    return f"{_HEAD}__all__ = [\n{names}]\n" + "".join(map(_declared, FUNCTIONS))


def listed(file: Path) -> str:
    """What a file with a list should be: new functions stand at its end."""
    text = file.read_text(encoding="utf-8")
    place, names, form = LISTS[file]
    found = re.search(place, text)
    assert found, file.name
    return text[: found.start()] + _list(found, names, form) + text[found.end() :]


def _list(found: re.Match[str], names: Collection[str], form: str) -> str:
    there = re.findall(r"\w+", found[0])
    if set(there) == set(names):
        return found[0]
    kept = [name for name in there if name in names]
    new = [name for name in FUNCTIONS if name in names and name not in there]
    before = found.start() - (found.string.rfind("\n", 0, found.start()) + 1)
    line = textwrap.fill(" ".join(map(form.format, kept + new)), 100, initial_indent="." * before)
    return line[before:] + "\n" * found[0].endswith("\n")


def _declared(name: str) -> str:
    """A signature for each place of the first operand that is an expression, and one for none."""
    op = OPS[ALIASES.get(name, name)]
    rest = ["/", *(f"{option}: float" for option in op.options)]
    told = f'\n    """{op.why.say("en")}"""'
    text = ""
    for first in range(op.arity + 1):
        kinds = ["ArrayLike"] * first + ["Expr", *["Operand"] * op.arity]
        operands = map("{}: {}".format, op.parameters, kinds)
        made, body = ("Expr", told) if first < op.arity else ("Value", " ...")
        text += f"\n@overload\ndef {name}({', '.join([*operands, *rest])}) -> {made}:{body}"
        told = " ..."
    return f"{text}\n"


if __name__ == "__main__":
    STUB.write_text(written(), encoding="utf-8")
    for file in LISTS:
        file.write_text(listed(file), encoding="utf-8")
