"""Closed blocks in a task: each is one thing to do forward, and one for each way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..api import Graph, graph
from ..core import graph as core
from ..draw.parts import seen
from ..kept import kept
from ..parts import Block
from ..spell.names import display
from ..tell.blocks import given
from ..tell.program import program
from ..tell.walk import Walk

__all__ = ["Boxes", "at_level", "boxes", "call", "without_blocks"]


def without_blocks(made: Graph) -> Graph:
    """The same graph, operation by operation: a learner goes through whatever is in a block."""
    return graph(program(replace(made, blocks=()))) if made.blocks else made


def at_level(made: Graph) -> Graph:
    """The same graph with those blocks alone that are closed in it."""
    closed = () if made.view is None else made.view.closed
    if not closed or made.blocks == closed:
        return made if closed else without_blocks(made)
    return graph(program(replace(made, blocks=closed, view=None)))


@dataclass(frozen=True)
class Boxes:
    """The closed blocks of a graph: which nodes are ``hidden`` in them, and to which block lead the
    nodes by which something goes in (``ports``) and those by which it comes out (``outputs``).
    """

    hidden: frozenset[int]
    ports: Mapping[int, Block]
    outputs: Mapping[int, Block]


@kept
def boxes(graph: core.Graph) -> Boxes:
    """The closed blocks of a graph."""
    closed = () if graph.view is None else graph.view.closed
    ports = {port: block for block in closed for port in block.ports}
    outputs = {output: block for block in closed for output in block.outputs}
    return Boxes(seen(graph).hidden, MappingProxyType(ports), MappingProxyType(outputs))


def call(walk: Walk, block: Block) -> str:
    """A closed block with its arguments, for the eye."""
    names = (walk.shown[i] for i in given(block, walk.graph))
    return f"{display(block.function)}({', '.join(names)})"
