"""What is known of an operation before there is a walk, where its operands have shapes."""

from __future__ import annotations

from collections.abc import Sequence

from ..arithmetic.misfit import explained, rows_of_stack
from ..errors import GraphError
from ..given.sized import Sized, Sketch, called, made_of, shape_of
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
        return Sketch(op.shape_of(*map(shape_of, parts)), known[0].asked)
    except ValueError as error:
        rows = rows_of_stack(op, parts, made_of)
        joined = rows or parts
        names, shapes = [*map(called, joined)], [*map(shape_of, joined)]
        written = [""] * len(rows)  # there may be more rows behind these
        told = explained(op, names, shapes, error, written=written, is_stack=bool(rows))
        raise GraphError(told) from None
