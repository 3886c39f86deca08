"""Expressions: what operators and functions build before there is a graph.

An expression is immutable and knows only its operation and its operands, in order. Python's
operators, NumPy's functions and those of this package all end in :func:`apply`, and all of them
are made from the table of operations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from ..arithmetic.shapes import Misfit
from ..errors import AttributeGraphError, GraphError
from ..given.real import NUMBERS, no_number, real
from ..given.unknown import Unknown, remedy
from ..spell.names import canonical
from ..spell.numbers import Maybe, Value
from ..words import Message
from .operation import Op
from .ops import OPS
from .sized import Sized, Sketch, sketched

__all__ = [
    "CALLS",
    "METHODS",
    "UFUNCS",
    "Condition",
    "Expr",
    "Operand",
    "apply",
    "computed",
    "constant",
    "refuse",
    "variable",
    "variables",
]

UFUNCS: dict[Any, Callable[..., Any]] = {}
"""How an expression is built by each ufunc of NumPy's that can be traced. ``numpy_calls`` fills it,
``CALLS`` for NumPy's other functions, and ``METHODS`` for an array's methods and attributes."""

CALLS: dict[Any, Callable[..., Any]] = {}
METHODS: dict[str, Callable[..., Any]] = {}


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


def _compared(sign: str) -> Callable[..., Condition]:
    """The method of a comparison."""
    (op,) = (row for row in OPS.values() if row.operator == sign)

    def compare(self: Expr, other: Any) -> Condition:
        if isinstance(other, _OPERANDS):
            return Condition(apply(op, self, other))
        raise GraphError("source.branch")

    return compare


class Expr(Sized, Unknown):
    """An input (``name``), a constant (``value``) or an operation (``op``) on ordered operands.

    ``value`` is known, without any input, for constants and for operations on constants only, and
    the shape, its ``sketch``, where the inputs were given one.
    """

    __slots__ = ("__weakref__", "name", "op", "operands", "sketch", "value")

    name: str
    op: Op | None
    operands: tuple[Expr, ...]
    value: Maybe
    sketch: Sketch | None

    def __init__(
        self,
        op: Op | None,
        operands: tuple[Expr, ...] = (),
        name: str = "",
        value: Maybe = None,
        sketch: Sketch | None = None,
    ) -> None:
        slots = ("op", "operands", "name", "value", "sketch")
        for slot, content in zip(slots, (op, operands, name, value, sketch), strict=True):
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
        call = UFUNCS.get(ufunc)
        if method != "__call__" or call is None:
            refuse(asked)
        for option, value in options.items():
            if option == "out":
                raise GraphError("source.asked", asked=f"{asked}(out=)", remedy=_STORE)
            if _HARMLESS.get(option, refuse) is not value:
                raise GraphError("source.keyword", name=asked, option=option)
        return call(*inputs)

    def __array_function__(self, called: Any, types: Any, operands: Any, options: Any) -> Any:
        asked = f"{str(called.__module__).replace('numpy', 'np', 1)}.{called.__name__}"
        if called not in CALLS:
            return refuse(asked)
        try:
            return CALLS[called](*operands, **options)
        except TypeError as error:
            if isinstance(error, GraphError):
                raise
            return refuse(asked)

    @property
    def T(self) -> Expr:  # noqa: N802  # NumPy's own name
        """With the axes in the reverse order."""
        return apply(OPS["transpose"], self)

    @property
    def mT(self) -> Expr:  # noqa: N802
        """With the last two axes exchanged: each matrix transposed."""
        turned: Expr = METHODS["mT"](self)
        return turned

    def __getitem__(self, index: Any) -> Expr:
        """The entries that an index of whole numbers, slices and lists picks."""
        picked: Expr = METHODS["__getitem__"](self, index)
        return picked

    def __getattr__(self, name: str) -> Callable[..., Expr]:
        """A method of an array, or a function as one, ``x.exp()``, where an array has none of it.

        NumPy calls the ufuncs so on the entries of an array of objects.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        if name in METHODS:
            return partial(METHODS[name], self)
        ufunc = vars(np).get(name)
        call = UFUNCS.get(ufunc if isinstance(ufunc, np.ufunc) else None)
        if call is not None and not hasattr(np.ndarray, name):
            return partial(call, self)
        if isinstance(ufunc, np.ufunc):
            return partial(refuse, f".{name}")
        raise AttributeGraphError("source.asked", asked=f".{name}", remedy=remedy(name, _known()))

    __lt__ = _compared("<")
    __le__ = _compared("<=")
    __gt__ = _compared(">")
    __ge__ = _compared(">=")
    __eq__ = _compared("==")
    __ne__ = _compared("!=")
    __hash__ = object.__hash__

    __add__, __radd__ = _operator("+")
    __sub__, __rsub__ = _operator("-")
    __mul__, __rmul__ = _operator("*")
    __truediv__, __rtruediv__ = _operator("/")
    __pow__, __rpow__ = _operator("**")
    __matmul__, __rmatmul__ = _operator("@")

    def __neg__(self) -> Expr:
        return apply(OPS["neg"], self)


class Condition(Unknown):
    """A comparison, for :func:`numpy.where`: it has no truth value that an ``if`` could ask for.

    ``expr`` is 1 where it holds and 0 elsewhere. What NumPy does with truth values other than to
    choose by them and to combine them is refused.
    """

    __slots__ = ("expr",)

    def __init__(self, expr: Expr) -> None:
        object.__setattr__(self, "expr", expr)

    expr: Expr

    def __array_ufunc__(self, ufunc: Any, *_: Any, **__: Any) -> NoReturn:
        refuse(f"np.{ufunc.__name__}")

    def __array_function__(self, called: Any, types: Any, operands: Any, options: Any) -> Any:
        return self.expr.__array_function__(called, types, operands, options)

    def __and__(self, other: Any) -> Condition:
        if not isinstance(other, Condition):
            raise GraphError("source.branch")
        return Condition(apply(OPS["mul"], self.expr, other.expr))

    def __or__(self, other: Any) -> Condition:
        if not isinstance(other, Condition):
            raise GraphError("source.branch")
        both = apply(OPS["mul"], self.expr, other.expr)
        return Condition(apply(OPS["sub"], apply(OPS["add"], self.expr, other.expr), both))

    def __invert__(self) -> Condition:
        return Condition(apply(OPS["equal"], self.expr, 0.0))


Operand: TypeAlias = Expr | ArrayLike
"""What an operation is given: an expression, a number or an array."""


def variable(name: str, sketch: Sketch | None = None) -> Expr:
    """An input, as an expression. Two of the same name are the same input of a graph."""
    return Expr(None, name=canonical(name), sketch=sketch)


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
        value = computed(op, [part.value for part in parts])
    return Expr(op, parts, value=value, sketch=sketched(op, parts))


def computed(op: Op, operands: list[Value]) -> Value:
    """The value of an operation. Raises ``GraphError`` for shapes that do not go together."""
    try:
        op.shape_of(*map(np.shape, operands))
        with np.errstate(all="ignore"):
            return op.forward(*operands)
    except Misfit as error:
        raise GraphError(error.key, node=op.name, **error.slots) from None
    except ValueError:
        shapes = ", ".join(str(np.shape(operand)) for operand in operands)
        raise GraphError("source.shapes", name=op.name, shapes=shapes) from None


_HARMLESS = {"where": True, "casting": "same_kind", "order": "K", "dtype": None, "subok": True}
_STORE = Message("remedy.store")


def _known() -> str:
    names = {call.__name__ for call in (*UFUNCS, *CALLS)}
    return ", ".join(f"np.{name}" for name in sorted(names))


def refuse(asked: str, *_: object, **__: object) -> NoReturn:
    """Raise the ``GraphError`` for what can't be traced, which names what can."""
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
