"""Whether an equation holds for its numbers as they are printed.

Each is rounded by itself, so what is reckoned anew from those on the left may be printed otherwise
than the number on the right: then ≈ stands there, not =. What lies on a tie may be rounded either
way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from ..arithmetic.shapes import summed_to
from ..spell.numbers import Value, format_number, is_written_out
from .step import Step

__all__ = [
    "TIE",
    "as_printed",
    "holds",
    "is_local_told",
    "is_product_told",
    "is_sent_told",
    "is_total_told",
    "is_value_told",
]

TIE = 1e-13  # of a number: how far it may be from a tie, for rounding errors


def is_value_told(step: Step) -> bool:
    """Whether the operands of a forward step, as printed, give its value as printed."""
    op = step.operation.op
    return bool(op.framework) or holds(
        op.forward, step.value, *step.operand_values, digits=step.walk.digits
    )


def is_local_told(step: Step) -> bool:
    """Whether they give the local derivative of a backward step as it is printed."""
    op, position = step.operation.op, step.position
    assert position is not None

    def local(value: Value, *operands: Value) -> Value:
        return op.partials(_meant(step, value, operands), *operands)[position]

    return holds(local, step.local, step.value, *step.operand_values, digits=step.walk.digits)


def is_product_told(step: Step) -> bool:
    """Whether the local derivative and the upstream gradient give what arrives."""

    def product(local: Value, upstream: Value) -> Value:
        return _sent(step, local * upstream)

    digits = step.walk.digits
    return holds(product, step.contribution, step.local, step.upstream, digits=digits)


def is_sent_told(step: Step) -> bool:
    """Whether the operands, the value and the upstream gradient give what arrives."""
    op, position = step.operation.op, step.position
    assert position is not None

    def sent(upstream: Value, value: Value, *operands: Value) -> Value:
        value = _meant(step, value, operands)
        local = op.partials(value, *operands)[position] if step.is_entrywise else None
        return _sent(step, op.backs[position](upstream, local, value, *operands))

    given = (step.upstream, step.value, *step.operand_values)
    return bool(op.framework) or holds(sent, step.contribution, *given, digits=step.walk.digits)


def is_total_told(step: Step) -> bool:
    """Whether the total so far and what arrives give the total as printed."""
    given = step.before, step.contribution
    return holds(lambda a, b: a + b, step.total, *given, digits=step.walk.digits)


def holds(reckon: Callable[..., Value], result: Value, *given: Value, digits: int) -> bool:
    """Whether a result is printed as what is reckoned from what is given, as that is printed.

    True as well where they are not all printed, as entries of large arrays are not.
    """
    if not all(map(is_written_out, (result, *given))):
        return True
    printed = [as_printed(value, digits) for value in given]
    if all(np.array_equal(a, b, equal_nan=True) for a, b in zip(printed, given, strict=True)):
        return True
    with np.errstate(all="ignore"):
        found = np.broadcast_to(reckon(*printed), np.shape(result))
    pairs = zip(found.ravel().tolist(), np.ravel(result).tolist(), strict=True)
    return all(_is_printed_so(x, format_number(y, digits=digits), digits) for x, y in pairs)


def as_printed(value: Value, digits: int) -> Value:
    """The number, or the entries, as they are read where they are printed."""
    if np.ndim(value) == 0:
        return np.float64(_read(float(value), digits))
    entries = [_read(x, digits) for x in np.ravel(value).tolist()]
    return np.array(entries).reshape(np.shape(value))


def _read(x: float, digits: int) -> float:
    if not math.isfinite(x):
        return x
    return float(format_number(x, digits=digits).replace("−", "-"))


def _is_printed_so(x: float, text: str, digits: int) -> bool:
    near = (x, x * (1 + TIE), x * (1 - TIE))
    return any(format_number(one, digits=digits) == text for one in near)


def _meant(step: Step, value: Value, operands: Sequence[Value]) -> Value:
    """The value that a row computes its slope with, where what is shown has operands alone."""
    op = step.operation.op
    shown = op.slope_latex[step.position or 0]
    return value if "<y" in shown else op.forward(*operands)


def _sent(step: Step, passed: Value) -> Value:
    return summed_to(passed, np.shape(step.contribution))
