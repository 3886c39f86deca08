"""A walk with a bug at the level that is shown: a closed block is a box, and what goes wrong in it
is seen at the edges to its arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..core.graph import Edge, Graph
from ..kept import kept
from ..parts import Block
from ..practice.blocks import boxes, call
from ..quiz.answer import agree
from ..spell.numbers import Maybe
from ..tell.walk import Walk
from ..words import say
from .carried import Bug, Bugged, carried
from .wires import slots_of, steps_of

__all__ = ["are_same", "is_obscure", "leads_to", "planted_at", "told_of"]


@dataclass(frozen=True)
class _Level:
    """For each node in a closed block its block, and the edges to the arguments of each."""

    holders: Mapping[int, Block]
    edges: Mapping[str, tuple[Edge, ...]]


@kept
def _level(graph: Graph) -> _Level:
    closed = () if graph.view is None else graph.view.closed
    holders = {
        node.index: block
        for block in closed
        for node in graph.operations[block.operations.start : block.operations.stop]
    }
    seen = steps_of(graph)
    edges = {block.name: tuple(e for e in seen if e.node in block.ports) for block in closed}
    return _Level(holders, edges)


def leads_to(walk: Walk, edge: Edge) -> tuple[Edge, ...]:
    """The edges at which it is seen what happens along one: itself, or those out of its block."""
    if edge in steps_of(walk.graph):
        return (edge,)
    level = _level(walk.graph)
    block = level.holders.get(edge.node)
    return () if block is None else level.edges[block.name]


def planted_at(walk: Walk, bug: Bug) -> Bugged | None:
    """The walk with the bug, as it is seen. None where it cannot be made, or is not seen there."""
    made = carried(walk, bug)
    if made is None or not boxes(walk.graph).hidden:
        return made
    places = walk.graph.backward_places
    wrong: dict[Edge, bool] = {}  # and whether what arrives is, or only what it is added to
    for edge in steps_of(walk.graph):
        right, here = walk.backflows[places[edge]], made.backflows[places[edge]]
        if not np.all(agree(here.contribution, right.contribution)):
            wrong[edge] = True
        elif not np.all(agree(here.total, right.total)):
            wrong[edge] = False
    found: set[Edge] = set()
    for edge in bug.edges:
        seen = leads_to(walk, edge)
        found.update(seen if edge in seen else (e for e in seen if wrong.get(e)))
    first = next(iter(wrong), None)
    if first is None or first not in found:
        return None
    return replace(made, edge=first, edges=frozenset(found))


def are_same(walk: Walk, one: Sequence[Maybe], two: Sequence[Maybe]) -> bool:
    """Whether all gradients that are shown are the same to the eye."""
    hidden = boxes(walk.graph).hidden
    pairs = (pair for i, pair in enumerate(zip(one, two, strict=True)) if i not in hidden)
    return all(
        a is b or (a is not None and b is not None and bool(np.all(agree(a, b)))) for a, b in pairs
    )


_OF_ONE_RULE = ("flipped", "upstream", "inner", "swapped")


def is_obscure(walk: Walk, bug: Bug) -> bool:
    """Whether a bug at some operation in a closed block leads to numbers that nobody can explain
    who does not look into it: such are planted only where they are asked for."""
    seen = steps_of(walk.graph)
    return bug.name in _OF_ONE_RULE and not any(edge in seen for edge in bug.edges)


def told_of(bugged: Bugged, lang: str) -> str:
    """What the bug does: at the edge where it is seen, or inside the block behind that."""
    walk, name = bugged.walk, bugged.bug.name
    here = bugged.edge
    if here not in bugged.bug.edges:
        here = next(e for e in walk.graph.backward_edges if e in bugged.bug.edges)
    block = _level(walk.graph).holders.get(here.node)
    is_inside = block is not None and (here not in steps_of(walk.graph) or name == "unordered")
    slots = slots_of(walk, here, inside=is_inside)
    why = say(f"hunt.told_{name}", lang, **slots)
    if block is None or not is_inside:
        return why
    return say("hunt.inside", lang, block=call(walk, block), why=why)
