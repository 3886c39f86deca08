"""The Python text of an operation as mathematics: ``1.0 / (1.0 + a * a)`` is a fraction in LaTeX.

The result is a template with slots, in the manner of a row's ``latex``.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .numbers import DIGITS, latex_factor, latex_value

__all__ = ["mathematics"]

_SUM, _PRODUCT, _CALL, _SLOT = range(4)  # from loose to tight

_FUNCTIONS: Mapping[str, str] = {
    **{name: rf"\{name}(%s)" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: rf"\{name}(%s)" for name in ("arcsin", "arccos", "arctan")},
    **{"log": r"\ln(%s)", "log2": r"\log_2(%s)", "log10": r"\log_{10}(%s)"},
    **{"exp": "e^{%s}", "sqrt": r"\sqrt{%s}"},
    **{"abs": r"\left|%s\right|", "sign": r"\operatorname{sgn}(%s)"},
    **{"maximum": r"\max(%s, %s)", "minimum": r"\min(%s, %s)"},
}
_NAMES: Mapping[str, str] = {"ln2": r"\ln 2", "ln10": r"\ln 10", "pi": r"\pi"}

_Relation = tuple[Callable[[float, float], bool], str, str]
_RELATIONS: Mapping[type[ast.cmpop], _Relation] = {  # with its sign, and that of its opposite
    ast.Eq: (operator.eq, "=", r"\ne"),
    ast.Lt: (operator.lt, r"\lt", r"\ge"),
    ast.LtE: (operator.le, r"\le", r"\gt"),
    ast.Gt: (operator.gt, r"\gt", r"\le"),
    ast.GtE: (operator.ge, r"\ge", r"\lt"),
}


class _Term(NamedTuple):
    """A part of a formula: its LaTeX without the sign, how tight it is, and its number if any."""

    latex: str
    tight: int = _CALL
    is_negative: bool = False
    number: float | None = None  # with the sign

    @property
    def alone(self) -> str:
        """It stands alone, or first in a sum."""
        if not self.is_negative:
            return self.latex
        return f"-{self.factor if self.number is None else self.latex}"

    @property
    def factor(self) -> str:
        """It stands in a product, without its sign."""
        if self.tight == _SUM:
            return rf"\left({self.latex}\right)"
        if self.tight == _SLOT:
            return self.latex.replace("!", "")
        return self.latex if self.number is None else latex_factor(self.latex)

    @property
    def base(self) -> str:
        """It is raised to a power."""
        is_one = self.tight == _SLOT or self.number is not None
        return self.factor if is_one and not self.is_negative else rf"\left({self.alone}\right)"

    def negated(self) -> _Term:
        number = None if self.number is None else -self.number
        return self._replace(is_negative=not self.is_negative, number=number)


def mathematics(text: str, numbers: Mapping[str, float], is_factor: bool = False) -> str | None:
    """The formula ``text`` in LaTeX, with the ``numbers`` of options in their places.

    One that ``is_factor`` has parentheses where it needs them before a product. None where there
    is no such form, or where the text is written for its digits.

    >>> mathematics("1.0 / (1.0 + a * a)", {}), mathematics("n * pow(a, n - 1.0)", {"n": 3.0})
    ('\\\\frac{1}{1 + <a>^2}', '3<*><a>^{2}')
    """
    try:
        term = _Reader(numbers).read(ast.parse(text, mode="eval").body)
    except _NoMathematicsError:
        return None
    is_loose = term.tight == _SUM or (term.is_negative and term.number is None)
    return rf"\left({term.alone}\right)" if is_factor and is_loose else term.alone


class _NoMathematicsError(Exception):
    pass


class _Reader:
    def __init__(self, numbers: Mapping[str, float]) -> None:
        self.numbers = numbers

    def read(self, node: ast.expr) -> _Term:
        match node:
            case ast.Constant(value=float() | int() as value) if _is_short(value):
                return _number(value)
            case ast.Name(id=name) if name in self.numbers:
                return _number(self.numbers[name])
            case ast.Name(id=name) if name in _NAMES:
                return _Term(_NAMES[name])
            case ast.Name(id=name):
                return _Term(f"<{'y' if name == 'out' else name}!>", _SLOT)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.read(operand).negated()
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return _sum(self.read(left), self.read(right))
            case ast.BinOp(op=ast.Sub(), left=left, right=right):
                return _sum(self.read(left), self.read(right).negated())
            case ast.BinOp(op=ast.Mult()):
                return _product([*map(self.read, _factors(node))])
            case ast.BinOp(op=ast.Div(), left=left, right=right):
                return _fraction(self.read(left), self.read(right))
            case ast.Call(func=ast.Name(id="pow"), args=[base, exponent]):
                return _power(self.read(base), self.read(exponent))
            case ast.Call(func=ast.Name(id="where"), args=[test, yes, no]):
                return self._choice(test, yes, no)
            case ast.Call(func=ast.Name(id=name), args=args) if name in _FUNCTIONS:
                return _Term(_FUNCTIONS[name] % tuple(self.read(arg).alone for arg in args))
        raise _NoMathematicsError

    def _choice(self, test: ast.expr, yes: ast.expr, no: ast.expr) -> _Term:
        """Each side times the indicator of its condition.

        What is said where two things are equal is said of a point, and left out.
        """
        match test:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _RELATIONS:
                first, second = self.read(left), self.read(right)
                holds, sign, opposite = _RELATIONS[type(op)]
                if first.number is not None and second.number is not None:
                    return self.read(yes if holds(first.number, second.number) else no)
                if not isinstance(op, ast.Eq):
                    return _sum(
                        _product([self.read(yes), _indicator(first, sign, second)]),
                        _product([self.read(no), _indicator(first, opposite, second)]),
                    )
        if any(isinstance(part, ast.Eq) for part in ast.walk(test)):
            return self.read(no)
        raise _NoMathematicsError


def _indicator(left: _Term, relation: str, right: _Term) -> _Term:
    return _Term(rf"\mathbf{{1}}[{left.alone} {relation} {right.alone}]")


def _is_short(value: float) -> bool:
    """Whether a number is shown as it is; one like 0.7071067811865476 is written for its digits."""
    return float(f"{value:.{DIGITS}g}") == value


def _number(value: float) -> _Term:
    return _Term(latex_value(abs(value)), is_negative=value < 0, number=value)


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node


def _sum(left: _Term, right: _Term) -> _Term:
    if left.number is not None and right.number is not None:
        return _number(left.number + right.number)
    if 0.0 in (left.number, right.number):
        return right if left.number == 0.0 else left
    return _Term(f"{left.alone} {'-' if right.is_negative else '+'} {right.factor}", _SUM)


def _product(factors: Sequence[_Term]) -> _Term:
    """The number in front, then the others, equal ones as a power."""
    number = math.prod(term.number for term in factors if term.number is not None)
    others = [term for term in factors if term.number is None]
    if not others or number == 0.0:
        return _number(number)
    is_negative = (number < 0) != (sum(term.is_negative for term in others) % 2 == 1)
    bare = [term._replace(is_negative=False) for term in others]
    counted = {term: bare.count(term) for term in bare}
    parts = [t.factor if count == 1 else f"{t.base}^{count}" for t, count in counted.items()]
    latex = " <*> ".join(parts)
    if abs(number) != 1.0:
        sign = r" \cdot " if latex.startswith(r"\mathbf") else "<*>"  # 21 is no product
        latex = f"{_number(abs(number)).factor}{sign}{latex}"
    elif len(bare) == 1:
        return bare[0]._replace(is_negative=is_negative)
    return _Term(latex, _PRODUCT, is_negative)


def _fraction(above: _Term, below: _Term) -> _Term:
    parts = [term._replace(is_negative=False).alone for term in (above, below)]
    return _Term(
        rf"\frac{{{parts[0]}}}{{{parts[1]}}}", is_negative=above.is_negative != below.is_negative
    )


def _power(base: _Term, exponent: _Term) -> _Term:
    if exponent.number == 0.0:
        return _number(1.0)
    if exponent.number == 1.0:
        return base
    script = exponent.alone.replace(" + ", "+").replace(" - ", "-")
    return _Term(f"{base.base}^{{{script}}}", _PRODUCT)
