"""Expressions: what operators and functions build before there is a graph.

An expression is immutable and knows only its operation and its operands, in order. Python's
operators, NumPy's ufuncs and the functions of this package all end in :func:`apply`, and all of
them are made from the table of operations.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from ..errors import AttributeGraphError, GraphError
from ..given.real import NUMBERS, no_number, real
from ..given.unknown import Unknown, remedy
from ..spell.names import canonical
from ..spell.numbers import Maybe, Value
from ..words import ENGLISH, Message
from .operation import Op
from .ops import ALIASES, OPS

__all__ = ["FUNCTIONS", "Expr", "Operand", "apply", "constant", "function", "variable", "variables"]


def _operator(sign: str) -> tuple[Callable[..., Expr], Callable[..., Expr]]:
    """The method of an operator of two operands, and the one where an expression is the second."""
    (op,) = (row for row in OPS.values() if row.operator == sign and row.arity == 2)
    method = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "**": "pow", "@": "matmul"}[sign]

    def check(modulus: object) -> None:
        if modulus is not None:
            raise GraphError("source.operator", operator="pow(_, _, m)")

    def forward(self: Expr, other: Any, modulus: None = None) -> Any:
        check(modulus)
        if isinstance(other, _OPERANDS):
            return apply(op, self, other)
        return _of_its_own(f"__r{method}__", self, other)

    def reflected(self: Expr, other: Any, modulus: None = None) -> Any:
        check(modulus)
        if isinstance(other, _OPERANDS):
            return apply(op, other, self)
        raise GraphError(no_number(other))

    return forward, reflected


class Expr(Unknown):
    """An input (``name``), a constant (``value``) or an operation (``op``) on ordered operands.

    ``value`` is known, without any input, for constants and for operations on constants only.
    """

    __slots__ = ("__weakref__", "name", "op", "operands", "value")

    name: str
    op: Op | None
    operands: tuple[Expr, ...]
    value: Maybe

    def __init__(
        self, op: Op | None, operands: tuple[Expr, ...] = (), name: str = "", value: Maybe = None
    ) -> None:
        for slot, content in zip(
            ("op", "operands", "name", "value"), (op, operands, name, value), strict=True
        ):
            object.__setattr__(self, slot, content)

    def __repr__(self) -> str:
        if self.op is not None:
            return f"<{self.op.name} of {len(self.operands)} operand(s)>"
        return f"<{self.name or 'constant'}{'' if self.value is None else f' = {self.value}'}>"

    @property
    def is_input(self) -> bool:
        """Whether its value is given to a walk."""
        return self.op is None and self.value is None

    def __pos__(self) -> Expr:
        return self

    def __abs__(self) -> Expr:
        return apply(OPS["abs"], self)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        own = getattr(np, ufunc.__name__, None) is ufunc
        asked = f"{'np.' * own}{ufunc.__name__}{'' if method == '__call__' else f'.{method}'}"
        call = _UFUNCS.get(ufunc)
        if method != "__call__" or call is None:
            _refuse(asked)
        for option, value in options.items():
            if option == "out":
                raise GraphError("source.asked", asked=f"{asked}(out=)", remedy=_STORE)
            if _HARMLESS.get(option, _refuse) is not value:
                raise GraphError("source.keyword", name=asked, option=option)
        return call(*inputs)

    def __array_function__(self, called: Any, types: Any, operands: Any, options: Any) -> Any:
        if called in _CALLS:
            return _CALLS[called](*operands, **options)
        module = str(called.__module__).replace("numpy", "np", 1)
        return _refuse(f"{module}.{called.__name__}")

    @property
    def T(self) -> Expr:  # noqa: N802  # NumPy's own name
        """With the axes in the reverse order."""
        return apply(OPS["transpose"], self)

    def sum(self, *options: object, **named: object) -> Expr:
        """The sum of all entries."""
        return _of_all("sum", self, *options, **named)

    def transpose(self, *options: object, **named: object) -> Expr:
        """With the axes in the reverse order."""
        return _of_all("transpose", self, *options, **named)

    def __getattr__(self, name: str) -> Callable[..., Expr]:
        """A function as a method, ``x.exp()``, unless an array has a method of that name.

        NumPy calls the ufuncs so on the entries of an array of objects.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        ufunc = vars(np).get(name)
        call = FUNCTIONS.get(name) or _UFUNCS.get(ufunc if isinstance(ufunc, np.ufunc) else None)
        if call is not None and not hasattr(np.ndarray, name):
            return partial(call, self)
        if isinstance(ufunc, np.ufunc):
            return partial(_refuse, f".{name}")
        raise AttributeGraphError("source.asked", asked=f".{name}", remedy=remedy(name, _known()))

    __add__, __radd__ = _operator("+")
    __sub__, __rsub__ = _operator("-")
    __mul__, __rmul__ = _operator("*")
    __truediv__, __rtruediv__ = _operator("/")
    __pow__, __rpow__ = _operator("**")
    __matmul__, __rmatmul__ = _operator("@")

    def __neg__(self) -> Expr:
        return apply(OPS["neg"], self)


Operand: TypeAlias = Expr | ArrayLike
"""What an operation is given: an expression, a number or an array."""


def variable(name: str) -> Expr:
    """An input, as an expression. Two of the same name are the same input of a graph."""
    return Expr(None, name=canonical(name))


Variables: TypeAlias = tuple[Expr, ...] | Any
"""A tuple of expressions, or one alone; a type checker asks nobody to tell which."""


def variables(names: str) -> Variables:
    """A tuple of inputs by their names, separated by spaces or commas; one input for one name.

    >>> x, w = variables("x w")
    """
    if not isinstance(names, str):
        raise GraphError("names.kind", kind=type(names).__name__)
    found = [variable(name) for name in re.split(r"[\s,]+", names) if name]
    if not found:
        raise GraphError("source.no_variable")
    return found[0] if len(found) == 1 and "," not in names else tuple(found)


def constant(value: Any, name: str = "") -> Expr:
    """A number or an array of numbers as a constant, of float64."""
    if isinstance(value, Expr):
        return value
    number = real(value)
    if isinstance(number, Message):
        raise GraphError(number)
    return Expr(None, name=name, value=number)


def apply(op: Op, *operands: Any, keep_number: bool = False) -> Expr:
    """``op`` on ``operands`` (expressions, numbers or arrays), as a new expression.

    A number that the row takes as an option, such as a constant exponent, becomes one, unless
    ``keep_number``.
    """
    parts = tuple(constant(operand) for operand in operands)
    if op.with_number and not keep_number:
        *parts_before, last = parts
        if last.value is not None and not last.name and np.ndim(last.value) == 0:
            return apply(OPS[op.with_number].choose(last.value), *parts_before)
    if op is OPS["matmul"] and any(p.value is not None and np.ndim(p.value) == 0 for p in parts):
        raise GraphError("source.product")
    value = None
    if all(part.value is not None for part in parts):
        value = _computed(op, [part.value for part in parts])
    return Expr(op, parts, value=value)


def _computed(op: Op, operands: list[Value]) -> Value:
    try:
        with np.errstate(all="ignore"):
            return op.forward(*operands)
    except ValueError:
        shapes = ", ".join(str(np.shape(operand)) for operand in operands)
        raise GraphError("source.shapes", name=op.name, shapes=shapes) from None


def function(name: str) -> Callable[..., Any]:
    """The function of that name: on expressions it builds one, on numbers it computes."""
    row = OPS[ALIASES.get(name, name)]
    arity = row.arity

    def call(*operands: Any, **options: Any) -> Any:
        for option in options.keys() - set(row.options[max(len(operands) - arity, 0) :]):
            raise GraphError("source.keyword", name=name, option=option)
        count = len(operands) + len(options)
        if count != arity + len(row.options) or len(operands) < arity:
            raise GraphError(
                "source.operands", name=name, arity=arity + len(row.options), count=count
            )
        op = row
        if row.options:
            numbers = dict(zip(row.options, operands[arity:], strict=False)) | options
            op = row.choose(*(_option(name, o, numbers[o]) for o in row.options))
            operands = operands[:arity]
        if any(isinstance(operand, Expr) for operand in operands):
            return apply(op, *operands)
        return _computed(op, [constant(operand).value for operand in operands])

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"{row.why.say(ENGLISH)} On numbers it returns the value."
    return call


def _option(name: str, option: str, given: Any) -> float:
    value = constant(given).value
    if value is None or np.ndim(value):
        raise GraphError("source.option", name=name, option=option)
    return float(value)


FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {name: function(name) for name in [*OPS, *ALIASES] if OPS[ALIASES.get(name, name)].is_function}
)
"""The functions by name, as a formula calls them."""

_DEGREE = math.pi / 180.0

_UFUNCS: Mapping[Any, Callable[..., Any]] = MappingProxyType(
    {getattr(np, name): function(op.name) for op in OPS.values() for name in op.ufuncs}
    | {
        np.positive: lambda a: a,
        np.exp2: lambda a: 2.0**a,
        np.deg2rad: lambda a: a * _DEGREE,
        np.radians: lambda a: a * _DEGREE,
        np.rad2deg: lambda a: a * (180.0 / math.pi),
        np.degrees: lambda a: a * (180.0 / math.pi),
    }
)
"""How an expression is built by each ufunc of NumPy's that can be traced."""

_HARMLESS = {"where": True, "casting": "same_kind", "order": "K", "dtype": None, "subok": True}
_STORE = Message("remedy.store")


def _clip(a: Any, a_min: Any = ..., a_max: Any = ..., out: Any = None, **options: Any) -> Any:
    """What :func:`numpy.clip` is: at least ``a_min``, but then at most ``a_max``."""
    if (a_min is ...) != (a_max is ...) or out is not None or options.keys() - {"min", "max"}:
        _refuse("np.clip")
    low, high = (None if b is ... else b for b in (a_min, a_max))
    low, high = options.get("min", low), options.get("max", high)
    if low is not None:
        a = _UFUNCS[np.maximum](a, low)
    return a if high is None else _UFUNCS[np.minimum](a, high)


def _of_all(name: str, a: Any, *options: object, **named: object) -> Expr:
    """What :func:`numpy.sum` and its kind are without options, of which none is known."""
    if options or any(option is not None for option in named.values()):
        raise GraphError("source.keyword", name=f"np.{name}", option=next(iter(named), "axis"))
    return apply(OPS[name], a)


_CALLS: Mapping[Any, Callable[..., Any]] = MappingProxyType(
    {np.clip: _clip} | {getattr(np, name): partial(_of_all, name) for name in ("sum", "transpose")}
)
"""How an expression is built by each other function of NumPy's that can be traced."""


def _known() -> str:
    names = {call.__name__ for call in (*_UFUNCS, *_CALLS)}
    return ", ".join(f"np.{name}" for name in sorted(names))


def _refuse(asked: str, *_: object, **__: object) -> NoReturn:
    raise GraphError("source.asked", asked=asked, remedy=remedy(asked, _known()))


_OPERANDS = (Expr, *NUMBERS)


def _of_its_own(method: str, self: Expr, other: Any) -> Any:
    """The operation as an unknown class does it, where Python would ask it to, or an error."""
    why = no_number(other)
    own = getattr(type(other), method, None)
    if own is not None and why.key == "source.real" and type(other).__module__ != "builtins":
        result = own(other, self)
        if result is not NotImplemented:
            return result
    raise GraphError(why)
