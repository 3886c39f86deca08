"""The formulas of the rows over expressions: the same text that computes makes a circuit.

What a formula names is given here for single quantities, which are expressions or plain numbers.
A step that changes nothing is left out: times 1, plus 0, to the power of 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from ..arithmetic.names import MATH
from ..core.expression import Expr, apply
from ..core.operation import Op
from ..core.ops import OPS

__all__ = ["QUANTITIES", "NoRowError", "Quantity", "applied", "minus", "plus", "times"]

Quantity: TypeAlias = Expr | float
"""One number of a circuit: an expression, or a number that is known."""


class NoRowError(Exception):
    """A formula names what no row of the table computes."""


def applied(op: Op, *operands: Quantity) -> Quantity:
    """An operation on quantities; of numbers alone, the number."""
    if any(isinstance(operand, Expr) for operand in operands):
        return apply(op, *operands, keep_number=True)
    with np.errstate(all="ignore"):
        return float(op.forward(*map(np.float64, operands)))


def plus(a: Quantity, b: Quantity) -> Quantity:
    """The sum; a 0 is left out."""
    if _is(a, 0.0):
        return b
    return a if _is(b, 0.0) else a + b


def minus(a: Quantity, b: Quantity) -> Quantity:
    """The difference; a 0 is left out."""
    if _is(b, 0.0):
        return a
    return negative(b) if _is(a, 0.0) else a - b


def times(a: Quantity, b: Quantity) -> Quantity:
    """The product; a 1 is left out, and −1 is a sign."""
    for one, other in ((a, b), (b, a)):
        if _is(one, 1.0):
            return other
        if _is(one, -1.0):
            return negative(other)
    return a * b


def over(a: Quantity, b: Quantity) -> Quantity:
    """The quotient; a divisor of 1 is left out."""
    if _is(b, 1.0):
        return a
    if isinstance(a, Expr) or isinstance(b, Expr):
        return a / b
    with np.errstate(all="ignore"):
        return float(np.float64(a) / b)


def power(a: Quantity, b: Quantity) -> Quantity:
    """The power; an exponent of 1 is left out, and with one of 0 it is 1."""
    if _is(b, 0.0):
        return 1.0
    if _is(b, 1.0):
        return a
    if isinstance(a, Expr) or isinstance(b, Expr):
        return a**b
    with np.errstate(all="ignore"):
        return float(np.float64(a) ** b)


def negative(a: Quantity) -> Quantity:
    """The opposite."""
    return -a


def _is(a: Quantity, number: float) -> bool:
    return not isinstance(a, Expr) and a == number


def _row(name: str) -> Callable[..., Quantity]:
    """What a formula calls by this name: the row that is called so, or that NumPy's ufunc makes."""
    named = (op for op in OPS.values() if name in (op.name, *op.aliases, *op.ufuncs))
    op = next((op for op in named if op.is_function and op.is_entrywise), None)

    def call(*operands: Quantity) -> Quantity:
        if op is None:
            raise NoRowError
        return applied(op, *operands)

    return call


QUANTITIES: Mapping[str, Any] = MappingProxyType(
    {name: _row(name) for name, thing in MATH.items() if callable(thing)}
    | {name: thing for name, thing in MATH.items() if not callable(thing)}
    | {"pow": power}
)
"""What the formulas of the rows may name, of single quantities."""
