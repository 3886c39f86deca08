"""The names of a graph's nodes: those that are given, and for all else the next free one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from ..parts import Inside
from ..spell.fresh import FRESH, free_name, free_stem
from .expression import Expr

__all__ = ["Names"]


class Names:
    """The names of the expressions in ``order``, of which one is the ``output``.

    ``given`` leads from a name to its expression, which may have several; ``own`` leads from an
    expression to the one name of its node. Constants without a name have none. What is ``inside``
    a block has the block's name before its own.
    """

    def __init__(
        self, order: Sequence[Expr], names: Mapping[str, Expr], output: Expr, inside: Inside[Expr]
    ) -> None:
        self.given = _told_apart(order, {**names, **inside.names})
        self.own = _own(order, self.given, output, inside.before)
        last = (n for n, e in reversed(self.given.items()) if e is output and n not in inside.names)
        self.output = next(last, self.own[output])
        named = {*self.given.values(), output}
        self.unnamed = [expr for expr in order if expr.op is not None and expr not in named]

    def indices(self, index: Mapping[Expr, int]) -> dict[str, int]:
        """For each name, the index of its node, from the indices of the expressions."""
        found: dict[str, int] = {}
        for expr, place in index.items():
            if expr in self.own:
                found.setdefault(self.own[expr], place)
        return found | {name: index[expr] for name, expr in self.given.items()}


def _told_apart(order: Sequence[Expr], names: Mapping[str, Expr]) -> dict[str, Expr]:
    """The names, with others for those that are names of inputs already."""
    inputs = {expr.name for expr in order if expr.is_input}
    apart: dict[str, Expr] = {}
    for name, expr in names.items():
        is_free = name not in inputs or (expr.is_input and expr.name == name)
        apart[name if is_free else free_name((), f"{name}_", {*inputs, *names, *apart})] = expr
    return apart


def _own(
    order: Sequence[Expr], names: dict[str, Expr], output: Expr, before: Mapping[Expr, str]
) -> dict[Expr, str]:
    """A name for every expression but constants without one.

    Where ``names`` has none, a symbol such as π keeps its own, the output is f, and an operation
    is v1, v2, ..., or u1, z1, ... where there are such names already, with what comes before it.
    """
    inputs = {expr: expr.name for expr in order if expr.is_input}
    taken = {*names, *inputs.values()}
    symbols: dict[Expr, str] = {}
    for expr in order:
        if expr.value is not None and expr.name:
            symbols[expr] = expr.name
            if expr.name in taken:  # what is π, where an input goes by that name
                symbols[expr] = free_name((), expr.name, taken)
                taken.add(symbols[expr])
    taken.update(symbols.values())
    own = symbols | {expr: name for name, expr in reversed(names.items())} | inputs
    if output not in own:
        own[output] = free_name(("f", "g", "h"), free_stem("f", taken), taken)
        taken.add(own[output])
    beside = _beside(taken, {"", *before.values()})
    fresh: dict[str, Iterator[str]] = {}
    for expr in order:
        if expr.op is not None and expr not in own:
            first = before.get(expr, "")
            if first not in fresh:
                stem = free_stem(FRESH, beside[first])
                fresh[first] = map(f"{first}{stem}".__add__, map(str, count(1)))
            own[expr] = next(fresh[first])
    return own


def _beside(names: Iterable[str], beginnings: Iterable[str]) -> dict[str, list[str]]:
    """By the ``beginnings``, which end with a point or are empty, how these names go on there."""
    found: dict[str, list[str]] = {one: [] for one in beginnings} | {"": [*names]}
    for name in found[""] if len(found) > 1 else ():
        end = 0
        while end := name.find(".", end) + 1:
            if name[:end] in found:
                found[name[:end]].append(name[end:])
    return found
