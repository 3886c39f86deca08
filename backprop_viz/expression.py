"""Expressions: what operators and functions build before there is a graph.

An expression is immutable and knows only its operation and its operands, in order. Python's
operators, NumPy's ufuncs and the functions of this package all end in :func:`apply`, and all of
them are made from the table of operations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

import numpy as np

from .errors import GraphError
from .names import canonical
from .numbers import Value
from .ops import ALIASES, OPS, Op, power
from .words import quoted, say

__all__ = ["FUNCTIONS", "Expr", "apply", "constant", "function", "variable", "variables"]


class Expr:
    """An input (``name``), a constant (``value``) or an operation (``op``) on ordered operands.

    ``value`` is known, without any input, for constants and for operations on constants only.
    """

    __slots__ = ("__weakref__", "name", "op", "operands", "value")

    name: str
    op: Op | None
    operands: tuple[Expr, ...]
    value: Value

    def __init__(
        self, op: Op | None, operands: tuple[Expr, ...] = (), name: str = "", value: Value = None
    ) -> None:
        for slot, content in zip(
            ("op", "operands", "name", "value"), (op, operands, name, value), strict=True
        ):
            object.__setattr__(self, slot, content)

    def __setattr__(self, slot: str, content: object) -> NoReturn:
        raise AttributeError(say("usage.immutable"))

    def __repr__(self) -> str:
        if self.op is not None:
            return f"<{self.op.name} of {len(self.operands)} operand(s)>"
        return f"<{self.name or 'constant'}{'' if self.value is None else f' = {self.value}'}>"

    def __pos__(self) -> Expr:
        return self

    def __abs__(self) -> Expr:
        return apply(OPS["abs"], self)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        name = _UFUNCS.get(ufunc.__name__)
        if ufunc.__name__ == "positive":
            return self
        if method != "__call__":
            raise GraphError("source.reduction", ufunc=ufunc.__name__, method=method)
        if name is None or options:
            known = ", ".join(f"np.{known}" for known in sorted(_UFUNCS))
            raise GraphError("source.ufunc", ufunc=ufunc.__name__, known=known)
        return function(name)(*inputs)

    def _no_branch(self, *_: object) -> NoReturn:
        raise GraphError("source.branch")

    __bool__ = __lt__ = __le__ = __gt__ = __ge__ = _no_branch
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return True if other is self else self._no_branch()

    def __matmul__(self, other: object) -> NoReturn:
        """A matrix product is not among the operations, which act entry by entry."""
        raise GraphError("source.matrix")

    __rmatmul__ = __matmul__

    def _no_number(self) -> NoReturn:
        raise GraphError("source.traced")

    __float__ = __int__ = __index__ = __complex__ = _no_number

    # The arithmetic operators; the bodies come from the table below.
    __add__: Callable[[Expr, Any], Expr]
    __radd__: Callable[[Expr, Any], Expr]
    __sub__: Callable[[Expr, Any], Expr]
    __rsub__: Callable[[Expr, Any], Expr]
    __mul__: Callable[[Expr, Any], Expr]
    __rmul__: Callable[[Expr, Any], Expr]
    __truediv__: Callable[[Expr, Any], Expr]
    __rtruediv__: Callable[[Expr, Any], Expr]
    __pow__: Callable[[Expr, Any], Expr]
    __rpow__: Callable[[Expr, Any], Expr]
    __neg__: Callable[[Expr], Expr]


def variable(name: str) -> Expr:
    """One input. Two variables of the same name are the same input of a graph."""
    return Expr(None, name=canonical(name))


def variables(names: str) -> Any:
    """Inputs by their names, separated by spaces or commas; a single name gives one variable.

    >>> x, w = variables("x w")
    """
    found = [variable(name) for name in re.split(r"[\s,]+", names) if name]
    if not found:
        raise GraphError("source.no_variable")
    return found[0] if len(found) == 1 and "," not in names else tuple(found)


def constant(value: Any, name: str = "") -> Expr:
    """A number or an array of numbers as a constant, of float64."""
    if isinstance(value, Expr):
        return value
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            raise TypeError
        return Expr(None, name=name, value=array.astype(np.float64)[()])
    except (TypeError, ValueError, OverflowError):
        raise GraphError("source.real", value=quoted(value)) from None


def apply(op: Op, *operands: Any, keep_exponent: bool = False) -> Expr:
    """``op`` on ``operands`` (expressions, numbers or arrays), as a new expression.

    A constant exponent becomes part of the operation, unless ``keep_exponent``.
    """
    parts = tuple(constant(operand) for operand in operands)
    if op is OPS["pow"] and not keep_exponent:
        exponent = parts[1]
        if exponent.value is not None and not exponent.name and np.ndim(exponent.value) == 0:
            return apply(power(float(exponent.value)), parts[0])
    value = None
    if all(part.value is not None for part in parts):
        with np.errstate(all="ignore"):
            value = op.forward(*(part.value for part in parts))
    return Expr(op, parts, value=value)


def function(name: str) -> Callable[..., Any]:
    """The function of that name: on expressions it builds one, on numbers it computes."""
    op = OPS[ALIASES.get(name, name)]

    def call(*operands: Any) -> Any:
        if len(operands) != op.arity:
            raise GraphError("source.operands", name=name, arity=op.arity, count=len(operands))
        if any(isinstance(operand, Expr) for operand in operands):
            return apply(op, *operands)
        with np.errstate(all="ignore"):
            return op.forward(*(constant(operand).value for operand in operands))

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"{op.why.en} On numbers it returns the value."
    return call


_UFUNCS = {ufunc: op.name for op in OPS.values() for ufunc in op.ufuncs}

FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {name: function(name) for name in [*OPS, *ALIASES] if not OPS[ALIASES.get(name, name)].operator}
)
"""The functions by name, as a formula calls them."""

_METHODS = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "**": "pow"}


def _overload(op: Op) -> None:
    if op.arity == 1:
        setattr(Expr, "__neg__", lambda self: apply(op, self))  # noqa: B010
        return
    method = _METHODS[op.operator]

    def forward(self: Expr, other: Any) -> Any:
        return apply(op, self, other) if _liftable(other) else NotImplemented

    def reflected(self: Expr, other: Any) -> Any:
        return apply(op, other, self) if _liftable(other) else NotImplemented

    setattr(Expr, f"__{method}__", forward)
    setattr(Expr, f"__r{method}__", reflected)


def _liftable(other: Any) -> bool:
    return isinstance(other, (Expr, bool, int, float, np.ndarray, np.number, list))


for _op in OPS.values():
    if _op.operator:
        _overload(_op)
