"""What a landscape beside the graph is over: one or two inputs, as they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ..errors import InputError
from ..given.inputs import listed
from ..spell.names import canonical
from ..tell.walk import Walk
from ..words import Message, quoted

__all__ = ["Spread", "spread", "spreads"]

Spread = bool | str | Iterable[str] | None
"""Names, in a list or in one text; True for the usual ones, None or False for no landscape."""


def spread(walk: Walk, asked: Spread) -> list[int]:
    """The places among a walk's inputs of those to spread out; none, if nothing is asked for.

    The usual ones are the first two parameters or, without any, the first two inputs, of those
    that are numbers. Raises ``InputError`` for any but one or two inputs that are numbers.
    """
    if asked is None or asked is False:
        return []
    inputs = list(walk.graph.inputs)
    can = [name for name in inputs if not np.ndim(walk.inputs[name])]
    marked = [name for name in can if name in walk.graph.parameters]
    names = (marked or can)[:2] if asked is True else _names(asked)
    wrong = [name for name in names if name not in can]
    if wrong or not 1 <= len(set(names)) == len(names) <= 2:
        raise InputError(
            "landscape.names" if wrong else "landscape.count",
            can=", ".join(can) or Message("landscape.nothing"),
            wrong=", ".join(wrong),
            count=len(names),
        )
    return [inputs.index(name) for name in names]


def spreads(walks: Sequence[Walk], asked: Spread) -> list[Spread]:
    """The same for each of several walks: None for one that cannot show it while others can."""
    asked = asked if isinstance(asked, bool | str | None) else list(asked)

    def can(walk: Walk) -> bool:
        try:
            return bool(spread(walk, asked))
        except InputError:
            return False

    able = [can(walk) for walk in walks]
    return [asked if here or not any(able) else None for here in able]


def _names(asked: str | Iterable[str]) -> list[str]:
    try:
        given = listed(asked) if isinstance(asked, str) else list(asked)
    except TypeError:
        return [quoted(asked)]
    return [canonical(name) if isinstance(name, str) else quoted(name) for name in given]
