"""Writes ``backprop_viz/functions.pyi`` from the table of operations: ``python docs/stub.py``.

A type checker and an editor run nothing, so they cannot see functions that are made from a table.
The lists of functions in the README and in the reference are brought up to date as well.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Sequence
from inspect import Parameter, signature
from pathlib import Path

import backprop_viz
from backprop_viz.calls.library import FUNCTIONS
from backprop_viz.calls.written import LIBRARY, Written
from backprop_viz.core.ops import ALIASES, OPS
from backprop_viz.read.libraries import ARRAY_FUNCTIONS
from backprop_viz.read.library import options_of

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

from collections.abc import Sequence
from types import EllipsisType
from typing import overload

from numpy.typing import ArrayLike

from .core.expression import Condition, Expr, Operand
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


_TYPES = {
    **{"axis": "int | tuple[int, ...] | None", "keepdims": "bool", "eps": "float"},
    "shape": "int | Sequence[int]",
    "axes": "int | Sequence[int | EllipsisType] | None",
    "order": "int | EllipsisType | Sequence[int | EllipsisType] | None",
    **{"size": "int | tuple[int, int]", "stride": "int | tuple[int, int] | None"},
    **{"kernel_size": "int | tuple[int, int]", "heads": "int"},
    **{"padding": "int | tuple[int, int]", "fill": "float", "start": "int"},
    "condition": "Condition | Expr | ArrayLike",
}


def _declared_larger(written: Written) -> str:
    """A signature for each place of the first argument that is an expression, and one for none."""
    parameters = signature(FUNCTIONS[written.name]).parameters.values()
    options = options_of(written)
    operands = [one.name for one in parameters if one.name not in options]
    needed = [one.name for one in parameters if one.name in operands and one.default is one.empty]
    count = written.text.rpartition("return ")[2].count(", memory") + 1  # results
    told = f'\n    """{written.told}"""'.replace("\n\n", "\n\n    ")
    text = ""
    for first in [*needed, None]:
        kind, place = ("Operand", needed.index(first)) if first else ("ArrayLike", len(needed))
        kinds = {name: "ArrayLike" if n < place else kind for n, name in enumerate(operands)}
        kinds |= {first: "Expr"} if first else {}
        taken = (
            _typed(one, kinds.get(one.name, "") + " | None" * (one.default is None))
            for one in parameters
        )
        made = "Expr" if first else "Value"
        made = made if count == 1 else f"tuple[{', '.join([made] * count)}]"
        text += f"\n@overload\ndef {written.name}({', '.join(taken)}) -> {made}:{told}"
        told = " ..."
    return f"{text}\n"


def _declared_of_arrays(name: str) -> str:
    """A signature of expressions and one of numbers, as the function itself has it."""
    call = FUNCTIONS[name]
    told = f'\n    """{call.__doc__}"""'
    parameters = list(signature(call).parameters.values())
    if any(one.name in ("arrays", "operands") for one in parameters):
        options = [_typed(one, "") for one in parameters if one.kind is Parameter.KEYWORD_ONLY]
        ways = {
            "first: Expr, /, *others: Operand": "Expr",
            "first: ArrayLike, second: Expr, /, *others: Operand": "Expr",
            "arrays: Sequence[Expr], /": "Expr",
            "*arrays: ArrayLike": "Value",
        }
        starts = {way: ", ".join([way if "*" in way else f"{way}, *", *options]) for way in ways}
        made = [(starts[way], result) for way, result in ways.items()]
    else:
        made = [(_signature(parameters, "Expr"), "Expr"), (_signature(parameters, ""), "Value")]
    text = ""
    for taken, result in made:
        text += f"\n@overload\ndef {name}({taken}) -> {result}:{told}"
        told = " ..."
    return f"{text}\n"


def _signature(parameters: Sequence[Parameter], first: str) -> str:
    """The parameters with their types, the first of which is of one type."""
    others = "Operand" if first else "ArrayLike"
    taken: list[str] = []
    for one in parameters:
        if one.kind is Parameter.KEYWORD_ONLY and not any(text.startswith("*") for text in taken):
            taken.append("*")
        taken.append(_typed(one, first or others))
        first = first if one.name == "condition" else ""
    return ", ".join(taken)


def _typed(one: Parameter, kind: str) -> str:
    return str(one.replace(annotation=_Written(_TYPES.get(one.name, kind))))


class _Written:
    """An annotation that is written as it is."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _declared(name: str) -> str:
    """A signature for each place of the first operand that is an expression, and one for none."""
    if name in LIBRARY:
        return _declared_larger(LIBRARY[name])
    op = OPS.get(ALIASES.get(name, name))
    is_made = "operands" in signature(FUNCTIONS[name]).parameters  # from the row alone
    if op is None or (name in ARRAY_FUNCTIONS and (op.is_entrywise or not is_made)):
        return _declared_of_arrays(name)
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
