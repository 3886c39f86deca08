"""The view of a graph's blocks as the browser is told it: its steps, and what they say."""

from __future__ import annotations

from typing import Any

from ..core.graph import Graph, Node
from ..draw.parts import Frame, Part
from ..draw.parts_svg import shift
from ..parts import Block
from ..spell.names import display
from ..spell.names import latex as latex_name
from ..tell.blocks import chain, computed, given, inner, latex_call, listed, returned
from ..tell.shortcut import shortcut

__all__ = ["OF_BLOCKS", "frame_of", "part_of", "port_of", "view_of"]

_STEPS = (
    *("forward_block", "backward_block", "backward_block_shared"),
    *("backward_port", "backward_port_shared"),
)
OF_BLOCKS = (*_STEPS, *(f"{key}_beside" for key in _STEPS))
"""The messages that the steps of a graph with blocks need."""


def view_of(graph: Graph, digits: int) -> dict[str, Any]:
    """The steps of a graph with blocks, and what is said of those that are closed.

    A step is what it is ``at``, an operation by its node or an edge by its place, and the ``last``
    of these that has happened with it; of a closed ``block`` it is by its number.
    """
    view = graph.view
    assert view is not None
    number = {block: place for place, block in enumerate(view.closed)}

    def of(block: Block | None) -> dict[str, int]:
        return {} if block is None else {"block": number[block]}

    return {
        "blocks": [_block(graph, block, digits) for block in view.closed],
        "forward": [
            {"last": stop.last, "at": graph.operations[stop.at].index, **of(stop.block)}
            for stop in view.forward
        ],
        "backward": [
            {
                "last": stop.last,
                "at": stop.at,
                **of(stop.block),
                **_chain(graph, stop.at, stop.block),
            }
            for stop in view.backward
        ],
        "returned": view.reached(forward=False),
        "inner": sorted(inner(graph)),
    }


def _chain(graph: Graph, place: int, block: Block | None) -> dict[str, Any]:
    if block is None:
        return {}
    edge = graph.backward_edges[place]
    short, terms = shortcut(graph, block, edge.node)
    return {"shortcut": [short, terms]} if short else {"chain": chain(graph, block, edge.operand)}


def _block(graph: Graph, block: Block, digits: int) -> dict[str, Any]:
    shown = graph.shown(digits)
    names = [shown[index] for index in block.outputs]
    call = f"{display(block.function)}({', '.join(shown[i] for i in given(block, graph))})"
    latex = [latex_name(graph.nodes[index].name) for index in block.outputs]
    return {
        "name": display(block.name),
        "formula": f"{listed(names)} = {call}",
        "latex": [listed(latex), latex_call(graph, block, digits)],
        "outputs": list(block.outputs),
        "count": computed(block, graph),
        "returned": returned(block, graph),
    }


def port_of(node: Node) -> dict[str, Any]:
    """Of the port of a block: what the block and the port are called."""
    if node.op is None or not node.op.is_port:
        return {}
    block, _, own = node.name.rpartition(".")
    return {"port": [display(block), display(own)]}


def frame_of(frame: Frame) -> dict[str, str]:
    """The frame of an open block."""
    return {"id": frame.part.id, "block": frame.part.name, "shown": frame.part.shown}


def part_of(part: Part) -> dict[str, Any]:
    """The box of a closed block."""
    return {
        "block": part.name,
        "shown": part.shown,
        "left": list(part.left),
        "right": list(part.right),
        "shift": shift(part),
        "mark": part.mark,
        "node": part.outputs[-1],
    }
