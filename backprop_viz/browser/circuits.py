"""The rows of the table as the browser opens them into circuits of numbers."""

from __future__ import annotations

import ast
import json
from collections.abc import Collection, Iterable, Mapping

from ..arithmetic.arrays import ARRAYS
from ..arithmetic.names import NUMPY
from ..circuits.circuit import MOST
from ..core.operation import Op
from ..core.ops import OPS
from .translation import quantity

__all__ = ["circuits_source", "rows_inside"]


_CLOSED = "{ local: [], back: [] }"  # nothing is inside


def circuits_source(walked: Collection[str]) -> str:
    """``CIRCUITS``: of the rows that are walked their formulas over expressions.

    Beside it stand ``APPLIED``, the row that each function of a formula is, and ``SPELLED``, how
    an operation on numbers is written.
    """
    rows = "".join(f"{name}: {_row(OPS[name])},\n" for name in OPS if name in walked)
    rows += "".join(f"{name}: {_CLOSED},\n" for name in sorted({*walked}.difference(OPS)))
    spelled = {op.name: op.value_latex for op in OPS.values() if op.is_entrywise}
    told = {"APPLIED": _applied(), "SPELLED": spelled, "MOST_TERMS": MOST}
    shared = "".join(
        f"const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, value in told.items()
    )
    return f"{shared}const CIRCUITS = {{\n{rows}}};\n"


def rows_inside(walked: Iterable[Op]) -> list[Op]:
    """The rows of numbers that the circuits of these operations are made of."""
    ops = [*walked]
    inner = (op for op in OPS.values() if op.is_entrywise and not op.stops)
    found = {op.name: op for op in inner if not op.is_function or op.arity > 1}
    found |= {op.name: op for op in ops if op.is_entrywise}
    applied = _applied()
    for op in ops:
        for text in (op.formula, *op.local, *op.back):
            for node in ast.walk(ast.parse(text)):
                name = node.id if isinstance(node, ast.Name) else ""
                row = OPS[applied[name] or ""] if applied.get(name) else None
                if row is not None:
                    found[row.name] = row
    return list(found.values())


def _applied() -> Mapping[str, str | None]:
    """For each function of numbers that a formula may name, the row that it is, if any."""
    found: dict[str, str | None] = {}
    for name in sorted(set(NUMPY) - set(ARRAYS)):
        if callable(NUMPY[name]):
            named = (op for op in OPS.values() if name in (op.name, *op.aliases, *op.ufuncs))
            row = next((op for op in named if op.is_function and op.is_entrywise), None)
            found[name] = row.name if row else None
    return found


def _row(op: Op) -> str:
    names = (*op.parameters, "out", *op.options, "g", "local")
    places = {name: place for place, name in enumerate(names)}

    def of(text: str) -> str:
        return f"(v, E) => {quantity(ast.parse(text, mode='eval').body, places)}"

    local = ", ".join(map(of, op.local))
    back = ", ".join(map(of, op.back or ("g * local",) * op.arity))
    is_open = bool(set(op.back) - {"0.0"}) and not op.is_entrywise
    value = f"value: {of(op.formula)}, " if is_open else ""
    return f"{{ {value}local: [{local}], back: [{back}] }}"
