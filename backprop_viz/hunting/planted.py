"""A bug planted in a walk: one that can be seen, and told from every other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from random import Random

from ..api import Graph
from ..errors import InputError
from ..spell.numbers import Value
from ..tell.walk import Walk
from ..words import Message
from .carried import Bug, Bugged, at_one_place
from .fresh import fresh_walks
from .levels import are_same, is_obscure, leads_to, planted_at
from .rules import BUGS, entry_of

__all__ = ["planted"]

_WALKS = 12  # with other numbers, that are tried
_PLACES = 40  # of a bug in one of them


def planted(graph: Graph, like: Mapping[str, Value], bug: str | None, seed: int) -> Bugged:
    """A walk of ``graph`` with a bug, both drawn by ``seed``, that is seen as blocks are closed.

    Raises ``InputError`` where there is no place for it, or none where it makes a difference.
    """
    chance = Random(seed)
    # Another bug in the package leaves the others in their order.
    wanted = [bug] if bug else sorted(BUGS, key=lambda name: Random(f"{seed} {name}").random())
    second: Bugged | None = None
    for walk in islice(fresh_walks(graph, like, seed), _WALKS):
        bugs = list(at_one_place(walk))
        for name in wanted:
            places = sorted(
                (b for b in bugs if b.name == name),
                key=lambda b: chance.random() + _remoteness(walk, b),
            )
            for made in filter(None, (planted_at(walk, one) for one in places[:_PLACES])):
                # Perhaps only one of several parts is off.
                if are_same(walk, made.gradients, walk.node_gradients):
                    continue
                if (bug or not is_obscure(walk, made.bug)) and not _others(made, bugs):
                    return made
                second = second or made
    if second is not None:
        return second
    if bug is None:
        raise InputError("hunt.nowhere")
    raise InputError("hunt.no_place", bug=Message(entry_of(bug)))


def _others(made: Bugged, bugs: Sequence[Bug]) -> bool:
    """Whether another bug leads to the same numbers."""
    near = (b for b in bugs if b != made.bug and _is_near(b, made))
    found = (planted_at(made.walk, bug) for bug in near)
    return any(are_same(made.walk, other.gradients, made.gradients) for other in found if other)


def _remoteness(walk: Walk, bug: Bug) -> float:
    """How late a bug comes: where nothing else is computed from what it leads to, and where it is
    in a block into which nobody looks."""
    goes_on = any(not walk.graph.nodes[edge.operand].is_input for edge in bug.edges)
    return (0.0 if goes_on else 0.5) + (2.0 if is_obscure(walk, bug) else 0.0)


def _is_near(bug: Bug, made: Bugged) -> bool:
    """Whether a bug is at the same edge, or where the same gradient is added up."""
    seen = (edge for inner in bug.edges for edge in leads_to(made.walk, inner))
    return any(e in made.edges or e.operand == made.edge.operand for e in seen)
