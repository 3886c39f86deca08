"""Writes ``backprop_viz/functions.pyi`` from the table of operations: ``python docs/stub.py``.

A type checker and an editor run nothing, so they cannot see functions that are made from a table.
"""

from __future__ import annotations

from pathlib import Path

import backprop_viz
from backprop_viz.core.library import FUNCTIONS
from backprop_viz.core.ops import ALIASES, OPS

STUB = Path(backprop_viz.__file__).with_name("functions.pyi")

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
