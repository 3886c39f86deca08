"""Expressions: what operators and functions build before there is a graph.

An expression is immutable and knows only its operation and its operands, in order. Python's
operators, NumPy's functions and those of this package all end in :func:`apply`, and all of them
are made from the table of operations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import numpy as np

from ..arithmetic.shapes import Misfit
from ..errors import GraphError
from ..given.in_place import made, used
from ..given.real import NUMBERS, no_number, real
from ..given.sized import Sized, Sketch
from ..given.traced import Traced, refuse
from ..given.unknown import Unknown
from ..parts import INSIDE, Call
from ..spell.names import canonical
from ..spell.numbers import Maybe, Value
from ..words import Message
from .operation import Op
from .ops import OPS
from .sketching import sketched

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Condition", "Expr", "Operand", "apply", "computed", "constant", "variable", "variables"]


def _operator(sign: str) -> tuple[Callable[..., Expr], Callable[..., Expr]]:
    """The methods of a binary operator: for an expression on its left, and on its right."""
    (op,) = (row for row in OPS.values() if row.operator == sign and row.arity == 2)
    method = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "**": "pow", "@": "matmul"}[sign]

    def forward(self: Expr, other: Any, *modulus: object) -> Any:
        if modulus or not isinstance(other, _OPERANDS):
            return _of_its_own(f"__r{method}__", self, other, *modulus)
        return apply(op, self, other)

    def reflected(self: Expr, other: Any, *modulus: object) -> Any:
        if modulus or not isinstance(other, _OPERANDS):
            return _of_its_own("", self, other, *modulus)
        return apply(op, other, self)

    return forward, reflected


def _compared(sign: str) -> Callable[..., Condition]:
    """The method of a comparison."""
    (op,) = (row for row in OPS.values() if row.operator == sign)

    def compare(self: Expr, other: Any) -> Condition:
        if isinstance(other, _OPERANDS):
            return Condition(apply(op, self, other))
        raise GraphError("source.branch")

    return compare


class Expr(Sized, Traced):
    """An input (``name``), a constant (``value``) or an operation (``op``) on ordered operands.

    ``value`` is known, without any input, for constants and for operations on constants only, and
    the shape, its ``sketch``, where the inputs were given one. ``call`` is the use of a block that
    made it, if one did.
    """

    __slots__ = ("__weakref__", "call", "name", "op", "operands", "sketch", "value")

    name: str
    op: Op | None
    operands: tuple[Expr, ...]
    value: Maybe
    sketch: Sketch | None
    call: Call[Expr] | None

    def __init__(
        self,
        op: Op | None,
        operands: tuple[Expr, ...] = (),
        name: str = "",
        value: Maybe = None,
        sketch: Sketch | None = None,
    ) -> None:
        put = object.__setattr__  # as nothing in it changes any more
        put(self, "op", op)
        put(self, "operands", operands)
        put(self, "name", name)
        put(self, "value", value)
        put(self, "sketch", sketch)
        put(self, "call", INSIDE.get())

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

    @property
    def T(self) -> Expr:  # noqa: N802  # NumPy's own name
        """With the axes in the reverse order."""
        return apply(OPS["transpose"], self)

    __lt__ = _compared("<")
    __le__ = _compared("<=")
    __gt__ = _compared(">")
    __ge__ = _compared(">=")
    __eq__ = _compared("==")  # type: ignore[assignment]  # no bool, as NumPy's
    __ne__ = _compared("!=")  # type: ignore[assignment]
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

    def _no_number(self, *_: Any) -> NoReturn:
        raise GraphError("source.condition")

    __mul__ = __add__ = __sub__ = __truediv__ = __pow__ = __matmul__ = __neg__ = _no_number

    def __and__(self, other: Any) -> Condition:
        return Condition(apply(OPS["mul"], self.expr, _truth(other)))

    def __or__(self, other: Any) -> Condition:
        one, another = self.expr, _truth(other)
        both = apply(OPS["mul"], one, another)
        return Condition(apply(OPS["sub"], apply(OPS["add"], one, another), both))

    def __invert__(self) -> Condition:
        return Condition(apply(OPS["equal"], self.expr, 0.0))


def _truth(other: Any) -> Expr:
    """1 where a comparison holds, and 0 elsewhere. Raises ``GraphError`` for anything else."""
    if not isinstance(other, Condition):
        raise GraphError("source.branch")
    return other.expr


Operand: TypeAlias = "Expr | ArrayLike"
"""What an operation is given: an expression, a number or an array."""


def variable(name: str, sketch: Sketch | None = None) -> Expr:
    """An input, as an expression. Two of the same name are the same input of a graph."""
    return Expr(None, name=canonical(name), sketch=sketch)


Variables: TypeAlias = tuple[Expr, ...] | Any
"""A tuple of expressions, or one alone; no type checker insists on a test."""


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
    parts = used(map(constant, operands))
    if op.with_number and not keep_number:
        *parts_before, last = parts
        if last.value is not None and not last.name and np.ndim(last.value) == 0:
            return apply(OPS[op.with_number].choose(last.value), *parts_before)
    if op is OPS["matmul"] and any(p.value is not None and np.ndim(p.value) == 0 for p in parts):
        raise GraphError("source.product")
    values = [part.value for part in parts if part.value is not None]
    if len(values) == len(parts):
        return Expr(op, parts, value=computed(op, values))
    return made(Expr(op, parts, sketch=sketched(op, parts)))  # type: ignore[no-any-return]


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


_OPERANDS = (Expr, *NUMBERS)


def _of_its_own(method: str, self: Expr, other: Any, *modulus: object) -> Any:
    """What the class of ``other`` makes of an operator, as Python would try next, or an error."""
    if modulus:
        raise GraphError("source.operator", operator="pow(_, _, m)")
    if isinstance(other, Condition):
        raise GraphError("source.condition")
    why = no_number(other)
    own = getattr(type(other), method, None)
    if own is not None and why.key == "source.real" and type(other).__module__ != "builtins":
        result = own(other, self)
        if result is not NotImplemented:
            return result
    raise GraphError(why)
