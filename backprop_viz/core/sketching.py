"""What is known of an operation before there is a walk, where its operands have shapes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arithmetic.misfit import explained, rows_of_stack
from ..errors import GraphError
from ..given.sized import Sized, Sketch, Written
from ..spell.names import display
from ..spell.numbers import format_value
from .operation import Op

__all__ = ["sketched"]


def sketched(op: Op, parts: Sequence[Sized]) -> Sketch | None:
    """What is known of an operation, if all is of its operands.

    Raises ``GraphError`` for shapes that do not go together.
    """
    known = [part.sketch for part in parts if part.sketch is not None and part.value is None]
    if not known or len(known) < sum(part.value is None for part in parts):
        return None
    try:
        return Sketch(op.shape_of(*map(_shape, parts)), known[0].asked)
    except ValueError as error:
        rows = rows_of_stack(op, parts, _made)
        joined = rows or parts
        names, shapes = [*map(_called, joined)], [*map(_shape, joined)]
        written = [""] * len(rows)  # there may be more rows behind these
        told = explained(op, names, shapes, error, written=written, is_stack=bool(rows))
        raise GraphError(told) from None


def _shape(part: Sized) -> tuple[int, ...]:
    return np.shape(part.value) if part.sketch is None else part.sketch.shape


def _made(part: Sized) -> tuple[Written, Sequence[Sized]] | None:
    return None if part.op is None or part.name else (part.op, part.operands)


def _called(expr: Sized) -> str:
    """An expression in a message: by its name or number, or as the operation that it is."""
    if expr.op is None:
        return display(expr.name) if expr.name else format_value(expr.value)
    is_plain = all(part.op is None for part in expr.operands)
    text = expr.op.write(*(_called(part) if is_plain else "…" for part in expr.operands))
    return f"({text})" if expr.op.operator else text
