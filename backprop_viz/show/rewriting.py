"""From one formula to the next: what stays of a walk when another formula is typed."""

from __future__ import annotations

from typing import Any

from ..api import Graph, Walk, graph
from ..blocks.view import with_names
from ..read.entry import typed

__all__ = ["FRESH", "rewritten"]

FRESH = 1.0
"""The value of an input that is new and has no default."""


def rewritten(source: Any, walk: Walk) -> Walk:
    """The walk of another formula, in which the inputs that stay keep their values, the parameters
    their part, and blocks of the same names what is open. A value that the formula states, and that
    before did not, is that of the formula. Raises what ``graph`` and ``walk`` raise.
    """
    made: Graph = source if isinstance(source, Graph) else graph(source)
    stays = walk.graph.parameters & set(made.inputs)
    if not stays <= made.parameters:
        made = graph(made, parameters=stays)
    before = {name: typed(value) for name, value in walk.graph.defaults.items()}
    anew = {n: v for n, v in made.defaults.items() if before.get(n) != typed(v)}
    known = {**dict.fromkeys(made.inputs, FRESH), **made.defaults, **walk.inputs, **anew}
    if made.view and walk.graph.view:
        made = with_names(made, made.view.names | walk.graph.view.names)
    return made.walk({name: known[name] for name in made.inputs})
