"""A function called with numbers, as a witness of what was traced.

A traced function runs on variables, which are of a type of their own. One that asks what its
argument is (``isinstance``, ``type``, ``hasattr``, ``np.isscalar``, ``str``) may be another program
there than on numbers, and no tracer hears the question.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from copy import copy
from typing import Any

import numpy as np

from ..core.expression import Expr, constant
from ..core.graph import topological_order
from ..core.ops import OPS
from ..errors import GraphError
from ..given.nice import nice
from ..spell.numbers import DIGITS, Value, format_value

__all__ = ["held"]

Call = Callable[[dict[str, Any]], Any]

CLOSE = 1e-6  # relative to the larger of two numbers
_NOISE = 1e-9  # relative to the largest that they were made of


def held(call: Call, output: Expr, inputs: Mapping[str, Expr], known: Mapping[str, Value]) -> None:
    """Hold the ``output`` of a traced function against what a ``call`` of it gives.

    It is called with what is ``known`` of its inputs, and else with numbers of their shapes. What
    fails with numbers, gives no number, or other ones in each call, tells nothing. Raises
    ``GraphError`` where the two differ.
    """
    given: dict[str, Any] = {
        name: known[name] if name in known else _numbers(expr, n)
        for n, (name, expr) in enumerate(inputs.items())
    }
    order = topological_order([output])
    if not any(expr.op is OPS["equal"] for expr in order):
        # As Python has them. Where there may be a ~, NumPy has to: ~True is -2, and so true.
        given = {name: v if np.ndim(v) else float(v) for name, v in given.items()}
    try:
        told = _number(call, given)
        if told is None:
            return
        own, largest = _own(order, {inputs[name]: value for name, value in given.items()})
        if _is_close(own, told, largest):
            return
        again = _number(call, given)
    except Exception:  # a function may fail as it likes where it is given numbers
        return
    if again is None or not _is_close(again, told, 0.0):
        return
    at = ", ".join(f"{name} = {format_value(value, DIGITS)}" for name, value in given.items())
    shown = (format_value(value, DIGITS) for value in (told, own))
    raise GraphError("source.other", at=at, called=next(shown), traced=next(shown))


def _numbers(expr: Expr, n: int) -> Value:
    """Positive, and no whole number, so that most functions have a value there."""
    if expr.sketch is None or not expr.sketch.shape:
        return np.float64(1.25 + 0.5 * n)
    return np.abs(nice(*expr.sketch.shape, seed=n + 1)) + 0.25


def _number(call: Call, given: Mapping[str, Any]) -> Value | None:
    """What a call gives, without a word of it, if that is real numbers."""
    silent = io.StringIO()
    with (
        np.errstate(all="ignore"),
        warnings.catch_warnings(),
        redirect_stdout(silent),
        redirect_stderr(silent),
    ):
        warnings.simplefilter("ignore")
        return constant(call({name: copy(value) for name, value in given.items()})).value


def _own(order: Sequence[Expr], values: dict[Expr, Value]) -> tuple[Value, float]:
    """The value of the last expression, and the largest number that it is made of."""
    largest = 0.0
    with np.errstate(all="ignore"):
        for expr in order:
            if expr.value is not None:
                values[expr] = expr.value
            elif expr.op is not None:
                values[expr] = expr.op.forward(*(values[one] for one in expr.operands))
            numbers = np.abs(values[expr])
            largest = max(largest, float(np.max(numbers, initial=0.0, where=np.isfinite(numbers))))
    return values[order[-1]], largest


def _is_close(one: Value, other: Value, largest: float) -> bool:
    if np.shape(one) != np.shape(other):
        return False
    allowed = np.fmax(np.abs(one), np.abs(other)) * CLOSE + largest * _NOISE
    with np.errstate(all="ignore"):
        is_same = (one == other) | (np.isnan(one) & np.isnan(other))
        return bool(np.all(is_same | (np.abs(np.subtract(one, other)) <= allowed)))
