"""Reads a SymPy expression into expressions of the package."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from ..calls.library import FUNCTIONS
from ..core.expression import Expr, apply, constant, variable
from ..core.ops import OPS
from ..errors import GraphError
from ..spell.names import canonical
from .grammar import COMPARING
from .reading import Reading

__all__ = ["read_sympy"]

_FUNCTIONS = {
    "Abs": "abs",
    "Max": "maximum",
    "Min": "minimum",
    "exp": "exp",
    "log": "log",
    "sign": "sign",
} | {
    name: name
    for name in [
        *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "erf", "erfc"),
        *("asinh", "acosh", "atanh"),
    ]
}


def read_sympy(expression: Any) -> Reading:
    """The expressions of a SymPy expression; a subexpression that SymPy holds equal is one node.

    Sums and products of many terms become chains of two, a term with a negative coefficient a
    subtraction, a factor with a negative exponent a division; a number is a node wherever it is
    used. Raises ``GraphError`` that names what has no counterpart here, and for symbols that
    differ but have one name.
    """
    import sympy

    _tell_apart(expression)
    built: dict[Any, Expr] = {}
    stack = [(expression, False)]
    while stack:
        node, operands_done = stack.pop()
        if node in built:
            continue
        parts = _parts(sympy, node)
        if operands_done or not parts[1]:
            operands = (_fresh(built[part]) for part in parts[1])
            built[node] = parts[0](*operands)
        else:
            stack.append((node, True))
            stack.extend((part, False) for part in reversed(parts[1]))
    return Reading([], built[expression])


def _fresh(expr: Expr) -> Expr:
    """A constant anew, so that each use of it is a node; anything else as it is."""
    return constant(expr.value, expr.name) if expr.op is None and expr.value is not None else expr


def _tell_apart(expression: Any) -> None:
    symbols: dict[str, Any] = {}
    for symbol in sorted(expression.free_symbols, key=str):
        name = canonical(symbol.name) if hasattr(symbol, "name") else str(symbol)
        if symbols.setdefault(name, symbol) is not symbol:
            raise GraphError("source.two_symbols", name=name)


def _parts(sympy: Any, node: Any) -> tuple[Callable[..., Expr], tuple[Any, ...]]:
    """How to build ``node``, and the SymPy operands to build it from."""
    if node.is_Symbol:
        return lambda: variable(node.name), ()
    if node is sympy.pi:
        return lambda: constant(float(node), "π"), ()
    if node is sympy.E:
        return lambda: constant(float(node), "e"), ()
    if node in (sympy.nan, sympy.oo, -sympy.oo):
        return lambda: constant(math.nan if node is sympy.nan else float(node)), ()
    if node.is_number and node.is_real and not node.args:
        if math.isinf(float(node)):
            raise GraphError("real.too_large", value=str(node)[:60])
        return lambda: constant(float(node)), ()
    if node in (sympy.I, sympy.zoo):
        raise GraphError("source.complex", name=str(node))
    for kind, split in (("is_Add", _add), ("is_Mul", _mul), ("is_Pow", _pow)):
        if getattr(node, kind):
            return split(sympy, node)
    name = type(node).__name__
    if name in ("Max", "Min"):
        return lambda *operands: _chain(_FUNCTIONS[name], operands), node.args
    if name == "Piecewise":
        return _cases(sympy, node)
    if name in _FUNCTIONS and len(node.args) == 1:
        return FUNCTIONS[_FUNCTIONS[name]], node.args
    known = ", ".join(sorted(_FUNCTIONS))
    raise GraphError("source.sympy", name=name, where=str(node)[:60], known=known)


def _cases(sympy: Any, node: Any) -> tuple[Callable[..., Expr], tuple[Any, ...]]:
    """Cases by comparisons, the first that holds; nan where none does."""
    cases = [(value, condition) for value, condition in node.args if condition != sympy.false]
    for _, condition in cases:
        if condition != sympy.true and getattr(condition, "rel_op", "") not in COMPARING:
            known = ", ".join(sorted(_FUNCTIONS))
            raise GraphError("source.sympy", name="Piecewise", where=str(node)[:60], known=known)
    signs = [None if test == sympy.true else COMPARING[test.rel_op] for _, test in cases]

    def build(*operands: Expr) -> Expr:
        rest = constant(math.nan)
        given = list(operands)
        for sign in reversed(signs):
            if sign is None:
                rest = given.pop()
                continue
            value, left, right = given[-3:]
            del given[-3:]
            rest = FUNCTIONS["where"](apply(sign, left, right), value, rest)
        return rest

    operands = [
        [value] if sign is None else [value, test.lhs, test.rhs]
        for (value, test), sign in zip(cases, signs, strict=True)
    ]
    return build, tuple(one for case in operands for one in case)


def _add(sympy: Any, node: Any) -> tuple[Callable[..., Expr], tuple[Any, ...]]:
    """A sum: what is added first, then what is subtracted."""
    negative = [term.as_coeff_Mul()[0].is_negative for term in node.args]
    plus = [term for term, minus in zip(node.args, negative, strict=True) if not minus]
    minus = [-term for term, minus in zip(node.args, negative, strict=True) if minus]

    def build(*operands: Expr) -> Expr:
        total = operands[0] if plus else apply(OPS["neg"], operands[0])
        for number, operand in enumerate(operands[1:], start=1):
            total = apply(OPS["add" if number < len(plus) else "sub"], total, operand)
        return total

    return build, (*plus, *minus)


def _mul(sympy: Any, node: Any) -> tuple[Callable[..., Expr], tuple[Any, ...]]:
    """A product: factors above the line, then one division by those below it."""
    coefficient, _ = node.as_coeff_Mul()
    if coefficient is sympy.S.NegativeOne:
        return lambda operand: apply(OPS["neg"], operand), (-node,)
    above, below = [], []
    for factor in node.args:
        if factor.is_Pow and factor.exp.is_Number and factor.exp.is_negative:
            below.append(factor.base**-factor.exp)
        elif factor.is_Rational and factor.q != 1:
            above += [] if factor.p == 1 else [sympy.Integer(factor.p)]
            below.append(sympy.Integer(factor.q))
        else:
            above.append(factor)

    def build(*operands: Expr) -> Expr:
        top, bottom = operands[: len(above)], operands[len(above) :]
        if not bottom:
            return _chain("mul", top)
        if not top:
            return apply(OPS["reciprocal"], _chain("mul", bottom))
        return apply(OPS["div"], _chain("mul", top), _chain("mul", bottom))

    return build, (*above, *below)


def _pow(sympy: Any, node: Any) -> tuple[Callable[..., Expr], tuple[Any, ...]]:
    if node.exp is sympy.S.Half:
        return FUNCTIONS["sqrt"], (node.base,)
    if node.exp is sympy.S.NegativeOne:
        return FUNCTIONS["reciprocal"], (node.base,)
    return lambda base, exponent: apply(OPS["pow"], base, exponent), (node.base, node.exp)


def _chain(name: str, operands: Sequence[Expr]) -> Expr:
    return reduce(lambda left, right: apply(OPS[name], left, right), operands)
