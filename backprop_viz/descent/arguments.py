"""The arguments of a descent: taken as they are meant, or refused with a reason."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import numpy as np

from ..api import Graph
from ..errors import InputError, OptionError
from ..spell.names import canonical
from ..words import Message, quoted
from .cost import Cost
from .rules import METHODS

__all__ = ["batch_size", "known_method", "moving", "positive_rate", "whole"]


def whole(name: str, number: Any, low: int, high: int | None = None) -> int:
    """The argument ``name``, if it is a whole number from ``low`` to ``high``; else an error."""
    is_whole = isinstance(number, int | np.integer) and not isinstance(number, bool)
    if is_whole and low <= number and (high is None or number <= high):
        return int(number)
    raise InputError(
        "descend.at_least" if high is None else "descend.between",
        name=name,
        number=quoted(number),
        low=low,
        high=high,
    )


def moving(graph: Graph, chosen: str | Iterable[str] | None, cost: Cost) -> tuple[str, ...]:
    """The inputs that move, in the graph's order."""
    if chosen is None:
        names = graph.parameters
    elif isinstance(chosen, str):
        names = frozenset(
            cost.start
            if chosen.strip() == "all"
            else map(canonical, chosen.replace(",", " ").split())
        )
    else:
        try:
            names = frozenset(map(canonical, chosen))
        except TypeError:
            raise InputError("inputs.names", given=quoted(chosen)) from None
    if not names:
        some = ", ".join(map(repr, list(cost.start)[:2]))
        raise InputError("descend.nothing_moves", names=some)
    columns, others = names.intersection(cost.columns), names.difference(graph.inputs)
    if columns or others:
        raise InputError(
            "descend.columns" if columns else "descend.no_inputs",
            names=", ".join(sorted(columns or others)),
            inputs=", ".join(cost.start) or Message("inputs.nothing"),
        )
    return tuple(name for name in graph.inputs if name in names)


def known_method(method: Any) -> str:
    """The name of a rule, if it is one."""
    if isinstance(method, str) and method in METHODS:
        return method
    raise OptionError("usage.method", given=quoted(method), known=", ".join(METHODS))


def positive_rate(rate: Any) -> float:
    """A learning rate, if it is a number above 0."""
    is_number = isinstance(rate, int | float | np.number) and not isinstance(rate, bool)
    if is_number and 0 < rate <= sys.float_info.max:
        return float(rate)
    raise InputError("descend.rate", rate=quoted(rate))


def batch_size(batch: Any, cost: Cost) -> int | None:
    """How many examples a step looks at, if it is not all of them."""
    if batch is None:
        return None
    if not cost.columns:
        raise InputError("descend.no_data")
    return whole("batch", batch, 1, cost.count)
