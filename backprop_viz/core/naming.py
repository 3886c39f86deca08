"""The names of a graph's nodes: those that are given, and for all else the next free one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count

from .block import owner
from .expression import Call, Expr

__all__ = ["FRESH", "given_names", "names_free", "node_names"]


FRESH = "v"
"""What names of operations without one begin with."""


def given_names(names: Mapping[str, Expr], order: Sequence[Expr]) -> dict[str, Expr]:
    """The names, with others for those that are names of inputs already."""
    inputs = {expr.name for expr in order if expr.is_input}
    apart: dict[str, Expr] = {}
    for name, expr in names.items():
        is_free = name not in inputs or (expr.op is None and expr.name == name)
        apart[name if is_free else names_free((), f"{name}_", {*inputs, *names, *apart})] = expr
    return apart


def node_names(
    order: Sequence[Expr], names: Mapping[str, Expr], output: Expr, calls: Mapping[Call, str]
) -> dict[Expr, str]:
    """A name for every expression but constants without one.

    Where ``names`` has none, a symbol such as π keeps its own, the output is f, and an operation
    is v1, v2, ..., or u1, z1, ... where there are such names already; in a block each with the
    block's name before.
    """
    inputs = {expr: expr.name for expr in order if expr.is_input}
    taken = {*names, *inputs.values()}
    symbols: dict[Expr, str] = {}
    for expr in order:
        if expr.value is not None and expr.name:
            symbols[expr] = expr.name
            if expr.name in taken:  # what is π, where an input goes by that name
                symbols[expr] = names_free((), expr.name, taken)
                taken.add(symbols[expr])
    taken.update(symbols.values())
    named = symbols | {expr: name for name, expr in reversed([*names.items()])} | inputs
    if output not in named:
        named[output] = names_free(("f", "g", "h"), _stem("f", taken), taken)
        taken.add(named[output])
    unnamed = [(e, _before(e, calls)) for e in order if e.op is not None and e not in named]
    fresh: dict[str, Iterator[str]] = {}
    for _, before in unnamed:
        if before not in fresh:
            stem = _stem(FRESH, [n[len(before) :] for n in taken if n.startswith(before)])
            fresh[before] = map(f"{before}{stem}{{}}".format, count(1))
    return named | {expr: next(fresh[before]) for expr, before in unnamed}


def _before(expr: Expr, calls: Mapping[Call, str]) -> str:
    """What stands before a name: that of the innermost block that does not return it."""
    call = owner(expr)
    return f"{calls[call]}." if call is not None and call in calls else ""


_STEMS = "vuzhrqmndgkjlopswtcabyxf"
_NUMBERED = re.compile(r"(.*[^\W\d_])_?\d+(?:_\d+)*'*")


def _stem(usual: str, taken: Collection[str]) -> str:
    """A stem for names with numbers: the usual one, unless some of its numbers are taken.

    The other stem is no name itself, so that the numbered names do not seem to belong to it.
    """
    numbered = {match[1] for name in taken if (match := _NUMBERED.fullmatch(name))}
    others = {*numbered, *(name.rstrip("'") for name in taken)}
    if usual not in numbered:
        return usual
    longer = (letter * times for times in count(2) for letter in _STEMS)
    return next(stem for stem in chain(_STEMS, longer) if stem not in others)


def names_free(preferred: Iterable[str], stem: str, taken: Iterable[str]) -> str:
    """The first preferred name that is not taken, else ``stem`` with the first free number."""
    used = set(taken)
    return next(
        name for name in chain(preferred, (f"{stem}{n}" for n in count(1))) if name not in used
    )
