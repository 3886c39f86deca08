"""How a number is shown: one formatter for pictures, words and tables.

At most four significant digits, or as many as are asked for, ties away from zero (as JavaScript's
``toPrecision`` rounds), trailing zeros gone, a true minus sign, ``1.2e−5`` beyond a sensible range.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ..errors import OptionError
from ..words import quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "DIGITS",
    "MOST_DIGITS",
    "Maybe",
    "Number",
    "Value",
    "checked_digits",
    "format_lines",
    "format_number",
    "format_value",
    "guard",
    "is_between",
    "is_finite",
    "is_written_out",
    "latex_factor",
    "latex_value",
]

Value: TypeAlias = np.float64 | np.ndarray[tuple[Any, ...], np.dtype[np.float64]]
"""What a walk holds: a float64 scalar or a float64 array."""

Number: TypeAlias = float | Value
"""The same, or a plain float."""

Maybe: TypeAlias = Value | Any
"""A value, or None where there is none; no type checker insists on a test."""

DIGITS = 4
MOST_DIGITS = 12  # that can be asked for; beyond, they tell of rounding errors
WRITTEN_OUT, SIDE = 9, 5  # entries of an array that is written out, and of its longest side

_CONTEXTS = {
    digits: Context(prec=digits, rounding=ROUND_HALF_UP) for digits in range(1, MOST_DIGITS + 1)
}


def checked_digits(digits: object) -> int:
    """A number of significant digits that was asked for. Raises ``OptionError`` for any other."""
    if not is_between(digits, 1, MOST_DIGITS) or digits != int(digits):  # type: ignore[call-overload]
        raise OptionError("usage.digits", given=quoted(digits), most=MOST_DIGITS)
    return int(digits)  # type: ignore[call-overload, no-any-return]


def guard(number: str) -> str:
    """A negative number in parentheses, any other text as it is."""
    return f"({number})" if number.startswith("−") else number


def is_between(value: object, least: float, most: float) -> bool:
    """True for a number from ``least`` to ``most``; false for any other, and for all else."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.number)):
        return False
    return bool(least <= value <= most)


def is_finite(value: Number) -> bool:
    """True if no entry of ``value`` is nan or infinite."""
    if isinstance(value, float):  # a NumPy float64 is one, too
        return math.isfinite(value)
    return bool(np.isfinite(value).all())


def format_number(x: float, width: int = 0, digits: int = DIGITS) -> str:
    """``x`` with at most ``digits`` significant digits, fewer if it must fit ``width`` characters.

    >>> format_number(-2.0), format_number(1 / 3), format_number(0.0000123456)
    ('−2', '0.3333', '1.235e−5')
    >>> format_number(-0.00123456, width=8)
    '−0.00123'
    """
    x = float(x)
    if math.isnan(x):
        return "nan"
    if math.isinf(x):
        return "∞" if x > 0 else "−∞"
    if x == 0:
        return "0"
    text = _rounded(x, digits)
    while width and len(text) > width and digits > 1:
        digits -= 1
        text = _rounded(x, digits)
    return text


@lru_cache(maxsize=65536)
def _rounded(x: float, digits: int) -> str:
    mantissa, _, power = f"{x:.{digits - 1}e}".partition("e")
    if f"{x:.{digits}e}".partition("e")[0][-1] == "5":  # perhaps a tie, which Python rounds to even
        rounded = _CONTEXTS[digits].create_decimal_from_float(x)
        mantissa, _, power = f"{rounded:.{digits - 1}e}".partition("e")
    sign = "−" if x < 0 else ""
    figures = mantissa.lstrip("-").replace(".", "").rstrip("0")
    exponent = int(power)
    # A number as large as 12345 is not shown as 12350: that would look exact and be wrong.
    if -4 <= exponent < digits or (0 <= exponent < 6 and float(f"{mantissa}e{power}") == x):
        if exponent < 0:
            return f"{sign}0.{'0' * (-exponent - 1)}{figures}"
        whole, fraction = figures[: exponent + 1].ljust(exponent + 1, "0"), figures[exponent + 1 :]
        return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
    point = f"{figures[0]}.{figures[1:]}" if len(figures) > 1 else figures
    return f"{sign}{point}e{'−' if exponent < 0 else ''}{abs(exponent)}"


def format_lines(value: Number, width: int = 0, digits: int = DIGITS) -> list[str]:
    """``value`` as one line, or an array of up to nine entries as one line per row.

    A larger array is told by its shape and its Euclidean norm.
    """
    if isinstance(value, float):  # a NumPy float64 is one, too
        return [format_number(value, width, digits)]
    array = np.asarray(value)
    if array.ndim == 0:
        return [format_number(float(array), width, digits)]
    if not is_written_out(array):
        shape = "×".join(map(str, array.shape)) or "1"
        return [f"{shape} ‖{format_number(_norm(array), width, digits)}‖"]
    rows = np.atleast_2d(array)
    return [f"[{', '.join(format_number(float(x), width, digits) for x in row)}]" for row in rows]


def format_value(value: Number, width: int = 0, digits: int = DIGITS) -> str:
    """``value`` on one line; the rows of a matrix are separated by semicolons."""
    lines = format_lines(value, width, digits)
    return lines[0] if len(lines) == 1 else "[" + "; ".join(row[1:-1] for row in lines) + "]"


def latex_value(value: Number, digits: int = DIGITS) -> str:
    """``value`` in LaTeX mathematics: ``1.2 \\times 10^{-5}``, ``\\infty``, a matrix."""
    array = np.asarray(value)
    if array.ndim == 0:
        return _latex_number(float(array), digits)
    if not is_written_out(array):
        shape = r" \times ".join(map(str, array.shape))
        return rf"[{shape},\ \lVert\cdot\rVert = {_latex_number(_norm(array), digits)}]"
    rows = (
        " & ".join(_latex_number(float(x), digits) for x in row) for row in np.atleast_2d(array)
    )
    return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"


def latex_factor(number: str) -> str:
    """A number in LaTeX as it stands in a product: in parentheses where it needs them."""
    if number.startswith((r"\begin", "[")):
        return number
    return f"({number})" if number.startswith("-") or r"\times" in number else number


def _latex_number(x: float, digits: int) -> str:
    text = format_number(x, digits=digits).replace("−", "-").replace("∞", r"\infty")
    if text == "nan":
        return r"\mathrm{nan}"
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \times 10^{{{exponent}}}" if exponent else mantissa


def is_written_out(value: Number) -> bool:
    """Whether a number, or every entry of an array, is written."""
    if np.ndim(value) == 0:
        return True
    array = np.asarray(value)
    return 0 < array.size <= WRITTEN_OUT and array.ndim <= 2 and max(array.shape) <= SIDE


def _norm(array: NDArray[Any]) -> float:
    with np.errstate(all="ignore"):
        return float(np.linalg.norm(array.ravel()))
