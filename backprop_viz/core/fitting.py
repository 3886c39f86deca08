"""Why operands of some shapes do not fit an operation, and what would."""

from __future__ import annotations

from collections.abc import Sequence

from ..arithmetic.shapes import Misfit, Shape
from ..words import Message
from .operation import Op

__all__ = ["explained"]


def explained(
    op: Op, names: Sequence[str], shapes: Sequence[Shape], error: ValueError, node: str = ""
) -> Message:
    """Why operands of these names and shapes do not fit, and what would, of a ``node`` if named."""
    if isinstance(error, Misfit):
        told = Message(error.key, node=node or op.name, **error.slots)
    else:
        *others, last = map(str, shapes)
        told = Message("inputs.shapes", node=node or op.name, others=", ".join(others), last=last)
    formula = op.write(*names)
    listed = ", ".join(f"{name} {shape}" for name, shape in zip(names, shapes, strict=True))
    key = "inputs.operation" if node else "source.operation"
    told = Message(key, what=told, node=node, formula=formula, operands=listed)
    turned = _turned(op, names, shapes)
    return Message("inputs.turned", what=told, form=turned) if turned else told


def _turned(op: Op, names: Sequence[str], shapes: Sequence[Shape]) -> str:
    """The operation with one operand transposed, where that fits."""
    if op.is_entrywise or len(shapes) != 2:
        return ""
    for place in (1, 0):
        tried, told = list(shapes), list(names)
        tried[place], told[place] = shapes[place][::-1], f"{names[place]}.T"
        try:
            op.shape_of(*tried)
        except ValueError:
            continue
        return op.spell(*told) if len(shapes[place]) == 2 else ""
    return ""
