"""Arrays that do not go together in a graph: which operation, on what, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from ..arithmetic.shapes import Misfit, Shape
from ..errors import InputError, pointed
from ..words import Message
from .graph import Graph, Operation

__all__ = ["misfit"]


def misfit(graph: Graph, node: Operation, shapes: Sequence[Shape], error: ValueError) -> InputError:
    """The error for operands of these shapes; of a text with a caret under the operation."""
    if isinstance(error, Misfit):
        told = Message(error.key, node=node.name, **error.slots)
    else:
        *others, last = map(str, shapes)
        told = Message("inputs.shapes", node=node.name, others=", ".join(others), last=last)
    names = [graph.displayed[i] for i in node.operands]
    formula = node.op.write(*names)
    listed = ", ".join(f"{name} {shape}" for name, shape in zip(names, shapes, strict=True))
    told = Message("inputs.operation", what=told, node=node.name, formula=formula, operands=listed)
    turned = _turned(node, names, shapes)
    if turned:
        told = Message("inputs.turned", what=told, form=turned)
    if node.index not in graph.places:
        return InputError(told)
    at = graph.places[node.index]
    start = graph.text.rfind("\n", 0, at) + 1
    line = graph.text[start:].partition("\n")[0]
    shown, caret = pointed(line, at - start)
    return InputError("inputs.at", what=told, line=shown, caret=caret)


def _turned(node: Operation, names: Sequence[str], shapes: Sequence[Shape]) -> str:
    """The operation with one operand transposed, where that fits."""
    if node.op.is_entrywise or len(shapes) != 2:
        return ""
    for place in (1, 0):
        tried, told = list(shapes), list(names)
        tried[place], told[place] = shapes[place][::-1], f"{names[place]}.T"
        try:
            node.op.shape_of(*tried)
        except ValueError:
            continue
        return node.op.spell(*told) if len(shapes[place]) == 2 else ""
    return ""
