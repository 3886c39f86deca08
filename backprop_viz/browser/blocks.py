"""What the browser says of blocks, and how it draws them."""

from __future__ import annotations

from typing import Any

from ..arithmetic.patterns import asked
from ..core.graph import Graph, Node
from ..draw.parts import Part
from ..draw.parts_svg import shift
from ..parts import Block
from ..spell.names import display
from ..spell.names import latex as latex_name
from ..tell.blocks import chain, computed, given, latex_call, listed, returned
from ..tell.shortcut import holds_where, shortcut
from ..words import LANGUAGES

__all__ = ["OF_BLOCKS", "part_of", "port_of", "told_of"]

_STEPS = (
    *("forward_block", "backward_block", "backward_block_shared"),
    *("backward_port", "backward_port_shared"),
)
OF_BLOCKS = (
    *_STEPS,
    *(f"{key}_beside" for key in _STEPS),
    *("walked_inside", "walked_inside_once", "inside", "graph_closed"),
)
"""The messages that the steps of a graph with blocks need."""


def told_of(graph: Graph, block: Block, digits: int) -> dict[str, Any]:
    """What is said of a block where it is closed; the ``ways`` back are by its ports."""
    shown = graph.shown(digits)
    names = [shown[index] for index in block.outputs]
    call = f"{display(block.function)}({', '.join(shown[i] for i in given(block, graph))})"
    latex = [latex_name(graph.nodes[index].name) for index in block.outputs]
    return {
        "name": display(block.name),
        "formula": f"{listed(names)} = {call}",
        "latex": [listed(latex), latex_call(graph, block, digits)],
        "ways": {port: _way(graph, block, port) for _, port in block.arguments},
        "outputs": list(block.outputs),
        "count": computed(block, graph),
        "returned": returned(block, graph),
        **({"asked": _asked(block, block.shapes)} if block.shapes else {}),
    }


def _way(graph: Graph, block: Block, port: int) -> dict[str, Any]:
    (operand,) = graph.nodes[port].operands
    short, terms = shortcut(graph, block, port)
    needed = holds_where(block, port)
    if short and not needed:
        return {"shortcut": [short, terms]}
    told = {"chain": chain(graph, block, operand)}
    where = [_asked(block, text) for text in needed]
    return {**told, "shortcut": [short, terms], "where": where} if short else told


def _asked(block: Block, text: str) -> list[Any]:
    """What a line of text asks of which port, in turn; of None that axes have several places."""
    ports = dict(block.arguments)
    items = (one for one in asked(text) if not one.name or one.name in ports)
    return [[ports.get(one.name), [list(map(list, form)) for form in one.forms]] for one in items]


def port_of(node: Node) -> dict[str, Any]:
    """Of the port of a block: what the block and the port are called."""
    if node.op is None or not node.op.is_port:
        return {}
    block, _, own = node.name.rpartition(".")
    return {"port": [display(block), display(own)]}


def part_of(part: Part) -> dict[str, Any]:
    """The box of a closed block."""
    return {
        "block": part.name,
        "shown": part.shown,
        "left": list(part.left),
        "right": list(part.right),
        "shift": shift(part),
        "owned": {k: part.mark.say(k) for k in LANGUAGES} if part.mark else None,
        "node": part.outputs[-1],
    }
