"""Arrays of True and False among the inputs: as numbers they are 1 and 0, which few sums mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.graph import Graph
from ..errors import InputError
from ..spell.names import canonical

__all__ = ["check_conditions"]


def check_conditions(graph: Graph, given: Mapping[str, Any]) -> None:
    """Raise ``InputError`` where one of the inputs is of conditions, and is added to something.

    What goes through a port of a block is the same input.
    """
    for name, value in given.items():
        if "bool" not in str(getattr(value, "dtype", "")):
            continue
        index = graph.names.get(canonical(name))
        waiting = [] if index is None else [index]
        while waiting:
            for use in graph.uses[waiting.pop()]:
                op = graph.operation(use.node).op
                if op.is_port:
                    waiting.append(use.node)
                elif op.operator in ("+", "-"):
                    raise InputError("inputs.condition", name=name)
