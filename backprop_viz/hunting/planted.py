"""A bug planted in a walk: one that can be seen, and told from every other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from random import Random

import numpy as np

from ..api import Graph
from ..errors import InputError
from ..quiz.answer import agree
from ..spell.numbers import Maybe, Value
from ..tell.walk import Walk
from ..words import Message
from .carried import Bug, Bugged, at_one_place, carried
from .fresh import fresh_walks
from .rules import BUGS, entry_of

__all__ = ["planted", "same"]

_WALKS = 12  # with other numbers, that are tried
_PLACES = 40  # of a bug in one of them


def planted(graph: Graph, like: Mapping[str, Value], bug: str | None, seed: int) -> Bugged:
    """A walk of ``graph`` with a bug, both drawn by ``seed``.

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
                key=lambda b: chance.random() + (0.0 if _goes_on(walk, b) else 0.5),
            )
            for made in filter(None, (carried(walk, one) for one in places[:_PLACES])):
                if same(made.gradients, walk.node_gradients):  # only one of several parts is off
                    continue
                if not _others(made, bugs):
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
    found = (carried(made.walk, bug) for bug in near)
    return any(same(other.gradients, made.gradients) for other in found if other)


def _goes_on(walk: Walk, bug: Bug) -> bool:
    """Whether something else is computed from what the bug leads to."""
    return any(not walk.graph.nodes[edge.operand].is_input for edge in bug.edges)


def _is_near(bug: Bug, made: Bugged) -> bool:
    """Whether a bug is at the same edge, or where the same gradient is added up."""
    return any(e == made.edge or e.operand == made.edge.operand for e in bug.edges)


def same(one: Iterable[Maybe], two: Iterable[Maybe]) -> bool:
    """Whether all gradients of two walks are the same to the eye."""
    return all(
        a is b or (a is not None and b is not None and bool(np.all(agree(a, b))))
        for a, b in zip(one, two, strict=True)
    )
