"""Why a number is nan or infinite: the ladders of reasons, read by Python and by the browser.

A rung is an entry of the catalogue and the condition under which it is said. A condition is text
over names of numbers and of other conditions, entry by entry; of one entry no two rungs of a
ladder hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any

import numpy as np

__all__ = ["LADDERS", "TESTS", "all_entries", "any_entry", "reasons"]

TESTS: Mapping[str, Any] = MappingProxyType(
    {"isnan": np.isnan, "isinf": np.isinf, "isfinite": np.isfinite}
)
"""What a condition may ask of a number."""

LADDERS: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = MappingProxyType(
    {
        # A value y; whether it is undefined there, and an operand is nan or infinite.
        "value": (
            ("y", "undefined", "nans", "infinities"),
            {
                "undefined": "~isfinite(y) & undefined & ~nans",
                "overflow": "isinf(y) & ~undefined & ~nans & ~infinities",
                "indeterminate": "isnan(y) & ~undefined & ~nans",
                "carried": "(isnan(y) & nans) | (isinf(y) & ~undefined & ~nans & infinities)",
            },
        ),
        # A local derivative d; whether there is no value, and whether value and operands are
        # finite.
        "slope": (
            ("d", "undefined", "finite"),
            {
                "undefined_slope": "~isfinite(d) & undefined",
                "steep": "~isfinite(d) & ~undefined & finite",
                "carried_slope": "~isfinite(d) & ~undefined & ~finite",
                "no_value": "isfinite(d) & undefined",
            },
        ),
        # What goes back, p, of an upstream gradient u and a local derivative d.
        "product": (
            ("p", "u", "d"),
            {
                "closed": "isfinite(p) & ~isfinite(u * d)",
                "zero_times": "isnan(p) & ~isnan(u) & ~isnan(d)",
                "carried": "~isfinite(p) & ~isfinite(u) & (isinf(p) | isnan(u) | isnan(d))",
                "overflow": "isinf(p) & isfinite(u) & isfinite(d)",
            },
        ),
        # What goes back, p, of whole arrays; whether any of them holds what is not finite.
        "gathered": (
            ("p", "wild"),
            {
                "carried": "~isfinite(p) & wild",
                "overflow_sum": "~isfinite(p) & ~wild",
            },
        ),
        # A sum c; whether some of its terms are nan, are not finite, or overflowed themselves.
        "sum": (
            ("c", "nans", "wild", "overflown"),
            {
                "opposed": "isnan(c) & ~nans",
                "overflow_sum": "isinf(c) & (~wild | overflown)",
            },
        ),
    }
)
"""For each ladder the names that its conditions use, and its rungs."""


def _compiled(names: tuple[str, ...], condition: str) -> Callable[..., Any]:
    code = f"lambda {', '.join(names)}: {condition}"
    return eval(code, dict(TESTS))  # type: ignore[no-any-return]  # the table's own text


_COMPILED = {
    ladder: {key: _compiled(names, condition) for key, condition in rungs.items()}
    for ladder, (names, rungs) in LADDERS.items()
}


def reasons(ladder: str, *given: Any) -> dict[str, Any]:
    """For each rung, where it holds, from what the ladder's names stand for, in their order.

    Numbers are of float64, conditions of NumPy's booleans, in shapes that broadcast.
    """
    with np.errstate(all="ignore"):
        return {key: holds(*given) for key, holds in _COMPILED[ladder].items()}


def any_entry(test: str, values: list[Any]) -> Any:
    """Where a test holds for any of some values that broadcast, entry by entry."""
    return reduce(np.logical_or, map(TESTS[test], values), np.False_)


def all_entries(test: str, values: list[Any]) -> Any:
    """Where it holds for all of them."""
    return reduce(np.logical_and, map(TESTS[test], values), np.True_)
