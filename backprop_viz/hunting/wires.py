"""The wires of a walk on the way back: how they are called, and what is shown of them."""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np

from ..core.graph import Edge
from ..core.walk import Backflow
from ..errors import BackpropVizError, InputError
from ..spell.names import canonical
from ..tell.walk import Walk
from ..words import quoted

__all__ = ["Wire", "edge_of", "slots_of", "step_of", "wire_of"]

Wire: TypeAlias = "int | str | tuple[str, str]"
"""A backward step by its number, an edge by its ends (``"y -> x"``), or a node by its name."""

_ARROW = re.compile(r"\s*(?:->|→)\s*")


def step_of(walk: Walk, edge: Edge) -> int:
    """The step at which the gradient goes back along an edge."""
    return walk.graph.returned_at[walk.graph.backward_places[edge]]


def edge_of(walk: Walk, wire: object) -> Edge:
    """The edge that is named by its step or its ends, ``"y -> x"`` or ``("y", "x")``.

    Raises ``InputError`` for anything else, and where several edges have these ends.
    """
    flow = _flow_at(walk, wire)
    if flow is not None:
        return flow.edge
    ends = _ends(walk, wire)
    if ends is None:
        raise _refusal("hunt.edge", walk, wire)
    found = [e for e in walk.graph.backward_edges if (e.node, e.operand) == ends]
    if not found:
        raise _refusal("hunt.edge", walk, wire)
    if len(found) > 1:
        known = ", ".join(str(step_of(walk, edge)) for edge in found)
        raise InputError("hunt.several", given=quoted(wire), known=known)
    return found[0]


def wire_of(walk: Walk, wire: object) -> Edge | int:
    """The same, or the index of a node, whose total gradient is meant."""
    if isinstance(wire, str) and not _ARROW.search(wire):
        index = _node(walk, wire)
        if index is None or not walk.graph.live_uses[index]:
            raise _refusal("hunt.wire", walk, wire)
        return index
    return edge_of(walk, wire)


def slots_of(walk: Walk, edge: Edge) -> dict[str, object]:
    """What fills the slots of a message about an edge."""
    node, shown = walk.graph.operation(edge.node), walk.shown
    return {
        "node": shown[edge.node],
        "operand": shown[edge.operand],
        "output": shown[walk.graph.output_node.index],
        "formula": node.op.write(*(shown[i] for i in node.operands)),
        "step": step_of(walk, edge),
    }


def _flow_at(walk: Walk, wire: object) -> Backflow | None:
    if isinstance(wire, bool) or not isinstance(wire, int | np.integer):
        return None
    place = int(wire) - walk.seed_index - 1
    if not 0 <= place < len(walk.backflows):
        raise _refusal("hunt.edge", walk, wire)
    return walk.backflows[place]


def _ends(walk: Walk, wire: object) -> tuple[int, int] | None:
    parts = _ARROW.split(wire) if isinstance(wire, str) else wire
    if not isinstance(parts, tuple | list) or len(parts) != 2:
        return None
    node, operand = (_node(walk, part) for part in parts)
    return None if node is None or operand is None else (node, operand)


def _node(walk: Walk, name: object) -> int | None:
    """The index of a node by its name, as it is typed or as it is shown."""
    if not isinstance(name, str):
        return None
    if name.strip() in walk.graph.displayed:
        return walk.graph.displayed.index(name.strip())
    try:
        return walk.graph.names.get(canonical(name))
    except BackpropVizError:
        return None


def _refusal(key: str, walk: Walk, wire: object) -> InputError:
    first, last = walk.seed_index + 1, walk.seed_index + len(walk.backflows)
    return InputError(key, given=quoted(wire), first=first, last=last)
