"""The judgement of a typed expression: by its values, and a wrong one by what it was mistaken for.

It is right where it is equal to what comes back at the numbers of the walk and at others. Else it
is held against wrong expressions, and against what it would be with a factor transposed or a
product the other way round. ``static/typing.js`` is its twin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from ..spell.numbers import Value
from .evaluated import Change, Misfit, evaluated, leaves, products, sums
from .typable import Typable, are_equal, spread, summed, valued
from .typed import Node

__all__ = ["SLIPS", "slip_of"]

SLIPS = (
    *("unsummed", "averaged", "undivided", "flipped_value", "reversed", "axis", "factors"),
    *("transposed", "rounded", "coincidence", "shape", "misfit", "other"),
)
"""Mistakes that are told beside those of the expressions to choose from."""
_MOST = 8  # names and products that are turned one by one
_NEAR = 0.01

Values = list[Value | None]


def slip_of(made: Typable, tree: Node) -> str:
    """The mistake in an expression, or nothing."""
    found = _values(made, tree, None)
    if _is_right(made, found):
        return ""
    for known in made.known:
        values = [valued(known, made, numbers) for numbers in made.numbers]
        both = zip(found, values, strict=True)
        if all(a is not None and b is not None and are_equal(a, b) for a, b in both):
            return known.slip
    for slip, change in _derived(made):
        if _is_right(made, [None if value is None else change(value) for value in found]):
            return slip
    for slip, turn in _turns(tree):
        if _is_right(made, _values(made, tree, turn)):
            return slip
    here = found[0]
    if here is None:
        return "misfit"
    wanted = made.numbers[0].wanted
    if are_equal(spread(here, made), wanted):
        return "coincidence"
    if np.shape(spread(here, made)) != np.shape(wanted):
        return "shape"
    pairs = zip(found, made.numbers, strict=True)
    is_near = all(x is not None and are_equal(x, n.wanted, _NEAR) for x, n in pairs)
    return "rounded" if is_near else "other"


def _values(made: Typable, tree: Node, change: Change | None) -> Values:
    def value(names: object) -> Value | None:
        try:
            return evaluated(tree, names, by_entry=made.by_entry, change=change)  # type: ignore[arg-type]
        except Misfit:
            return None

    return [value(numbers.names) for numbers in made.numbers]


def _is_right(made: Typable, found: Values) -> bool:
    pairs = zip(found, made.numbers, strict=True)
    return all(x is not None and are_equal(spread(x, made), n.wanted) for x, n in pairs)


def _derived(made: Typable) -> Iterator[tuple[str, Callable[[Value], Value | None]]]:
    """What would make it right, and the mistake that it was left out by."""

    size = int(np.prod(made.shape, dtype=int))
    yield "unsummed", lambda value: summed(value, made.shape) if np.size(value) > size else None
    if made.uses > 1:
        yield "averaged", lambda value: value * made.uses
    if made.share > 1:
        yield "undivided", lambda value: value / made.share
    yield "flipped_value", lambda value: -value
    yield "reversed", lambda value: np.transpose(value) if np.ndim(value) == 2 else None


def _turns(tree: Node) -> Iterator[tuple[str, Change]]:
    names, matrices = leaves(tree)[:_MOST], products(tree)[:_MOST]
    for one in sums(tree)[:_MOST]:
        if one.axes is not None and len(one.axes) == 1:
            yield "axis", Change(along=one.id)
    yield from (("transposed", Change(turned=name.id)) for name in names)
    yield from (("factors", Change(swapped=one.id)) for one in matrices)
    for one, name in product(matrices, names):
        yield "transposed", Change(turned=name.id, swapped=one.id)
