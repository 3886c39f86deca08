"""What there is to do in a walk, and what must be done before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ..core.graph import Graph
from ..errors import GraphError, InputError
from ..spell.names import canonical
from ..tell.blocks import given
from ..words import quoted
from .blocks import boxes

__all__ = ["Kind", "Place", "before", "place_of", "places"]

Kind = Literal["value", "seed", "edge", "sum"]


@dataclass(frozen=True, slots=True)
class Place:
    """What one move is about, by the index of a node.

    It is the ``value`` of an operation, the ``seed`` at the output, what goes back along the
    ``edge`` from an operation to its operand number ``position``, or the ``sum`` of all that comes
    back to a node.
    """

    kind: Kind
    node: int
    position: int = 0

    def as_data(self, graph: Graph) -> dict[str, Any]:
        """The place by names, for JSON."""
        data: dict[str, Any] = {"kind": self.kind, "node": graph.nodes[self.node].name}
        return {**data, "position": self.position} if self.kind == "edge" else data


def places(graph: Graph) -> list[Place]:
    """All that there is to do, in the order of the walk; of what is in a closed block nothing."""
    hidden = boxes(graph).hidden
    found = [Place("value", node.index) for node in graph.operations if node.index not in hidden]
    found.append(Place("seed", graph.output_node.index))
    arrived = [0] * len(graph.nodes)
    for edge in graph.backward_edges:
        if edge.operand in hidden:
            continue
        found.append(Place("edge", edge.node, edge.position))
        arrived[edge.operand] += 1
        if arrived[edge.operand] == graph.live_uses[edge.operand] > 1:
            found.append(Place("sum", edge.operand))
    return found


def before(graph: Graph, all_places: list[Place]) -> dict[Place, tuple[Place, ...]]:
    """For each place, those that must be done first: forward what it is computed from, and
    backward the whole gradient that comes to it.
    """
    here, output = boxes(graph), graph.output_node.index
    edges: dict[int, list[Place]] = {}  # by the node that they lead to
    for place in all_places:
        if place.kind == "edge":
            operand = graph.nodes[place.node].operands[place.position]
            edges.setdefault(operand, []).append(place)
    needed: dict[Place, tuple[Place, ...]] = {}
    for place in all_places:
        if place.kind == "value":
            block = here.outputs.get(place.node)
            operands = graph.nodes[place.node].operands if block is None else given(block, graph)
            needed[place] = tuple(
                Place("value", i)
                for i in dict.fromkeys(operands)
                if graph.nodes[i].op is not None and i not in here.hidden
            )
        elif place.kind == "seed":
            needed[place] = tuple(p for p in all_places if p.kind == "value")
        elif place.kind == "sum":
            needed[place] = tuple(edges[place.node])
        else:
            through = here.ports.get(place.node)
            nodes = (place.node,) if through is None else through.outputs
            whole = [_whole(node, edges.get(node, []), output) for node in nodes]
            needed[place] = tuple(one for one in whole if one is not None)
    return needed


def _whole(node: int, came: list[Place], output: int) -> Place | None:
    """What completes the gradient of a node; None if nothing comes back to it."""
    if node == output:
        return Place("seed", node)
    return Place("sum", node) if len(came) > 1 else next(iter(came), None)


def _index(graph: Graph, name: object) -> int | None:
    """The index of a node by its name; None for anything else."""
    try:
        return graph.names.get(canonical(name)) if isinstance(name, str) else None
    except GraphError:  # of what is no name at all
        return None


def place_of(data: object, graph: Graph) -> Place:
    """The place that is named by data such as those of a move.

    Raises ``InputError`` for what is no place of the graph.
    """
    if isinstance(data, Place):
        return data
    given = data if isinstance(data, Mapping) else {}
    name, position = given.get("node"), given.get("position", 0)
    kinds: tuple[Kind, ...] = get_args(Kind)
    kind = next((known for known in kinds if known == given.get("kind")), None)
    index = _index(graph, name)
    is_number = isinstance(position, int) and not isinstance(position, bool)
    if index is None or kind is None or not is_number:
        raise InputError("practice.no_place", given=quoted(data))
    return Place(kind, index, position if kind == "edge" else 0)
