"""Arrays that do not go together in a graph: which operation, on what, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from ..arithmetic.shapes import Shape
from ..errors import InputError, pointed
from .fitting import explained
from .graph import Graph, Operation

__all__ = ["misfit"]


def misfit(graph: Graph, node: Operation, shapes: Sequence[Shape], error: ValueError) -> InputError:
    """The error for operands of these shapes; of a text with a caret under the operation."""
    names = [graph.displayed[i] for i in node.operands]
    told = explained(node.op, names, shapes, error, node.name)
    if node.index not in graph.places:
        return InputError(told)
    at = graph.places[node.index]
    start = graph.text.rfind("\n", 0, at) + 1
    line = graph.text[start:].partition("\n")[0]
    shown, caret = pointed(line, at - start)
    return InputError("inputs.at", what=told, line=shown, caret=caret)
