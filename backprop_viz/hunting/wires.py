"""The wires of a walk on the way back: how they are called, and what is shown of them.

Of a closed block there are the edges to its arguments alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from ..core.graph import Edge, Graph
from ..errors import BackpropVizError, InputError
from ..kept import kept
from ..practice.blocks import boxes, call
from ..spell.names import canonical
from ..tell.walk import Walk
from ..words import quoted

__all__ = ["Wire", "edge_of", "is_shown", "slots_of", "step_of", "steps_of", "wire_of"]

Wire: TypeAlias = "int | str | tuple[str, str]"
"""A backward step by its number, an edge by its ends (``"y -> x"``), or a node by its name."""

_ARROW = re.compile(r"\s*(?:->|→)\s*")


def step_of(walk: Walk, edge: Edge) -> int:
    """The step at which the gradient goes back along an edge."""
    return walk.graph.returned_at[walk.graph.backward_places[edge]]


@kept
def steps_of(graph: Graph) -> Mapping[Edge, int]:
    """The edges that are shown, in the order of the way back, each with its step."""
    hidden = boxes(graph).hidden
    found = zip(graph.backward_edges, graph.returned_at, strict=True)
    return MappingProxyType({edge: step for edge, step in found if edge.operand not in hidden})


def is_shown(graph: Graph, node: int) -> bool:
    """Whether a node is shown, and a gradient arrives at it."""
    return bool(graph.live_uses[node]) and node not in boxes(graph).hidden


def edge_of(walk: Walk, wire: object) -> Edge:
    """The edge that is named by its step or its ends, ``"y -> x"`` or ``("y", "x")``.

    Raises ``InputError`` for anything else, and where several edges have these ends.
    """
    edge = _edge_at(walk, wire)
    if edge is not None:
        return edge
    ends = _ends(walk, wire)
    if ends is None:
        raise _refusal("hunt.edge", walk, wire)
    ports = boxes(walk.graph).ports
    found = [
        edge
        for edge in steps_of(walk.graph)
        if edge.operand == ends[1]
        and (ends[0] in ports[edge.node].outputs if edge.node in ports else edge.node == ends[0])
    ]
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
        if index is None or not is_shown(walk.graph, index):
            raise _refusal("hunt.wire", walk, wire)
        return index
    return edge_of(walk, wire)


def slots_of(walk: Walk, edge: Edge, *, inside: bool = False) -> dict[str, object]:
    """What fills the slots of a message about an edge; of one that leads out of a closed block it
    is told of the block, or of what is ``inside``."""
    graph, shown = walk.graph, walk.shown
    node, output = graph.operation(edge.node), graph.output_node.index
    block = None if inside else boxes(graph).ports.get(edge.node)
    if block is None:
        names = [shown[i] for i in node.operands]
        name, formula = edge.node, names[0] if node.op.is_port else node.op.write(*names)
    else:
        live = (i for i in block.outputs if graph.live_uses[i] or i == output)
        name, formula = next(live, block.outputs[0]), call(walk, block)
    return {
        "node": shown[name],
        "operand": shown[edge.operand],
        "output": shown[output],
        "formula": formula,
        "step": step_of(walk, edge),
    }


def _edge_at(walk: Walk, wire: object) -> Edge | None:
    if isinstance(wire, bool) or not isinstance(wire, int | np.integer):
        return None
    found = next((e for e, step in steps_of(walk.graph).items() if step == wire), None)
    if found is None:
        raise _refusal("hunt.edge", walk, wire)
    return found


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
    steps = [*steps_of(walk.graph).values()] or [walk.seed_index + 1]
    first, last = steps[0], steps[-1]
    return InputError(key, given=quoted(wire), first=first, last=last)
