"""The functions of a formula: of expressions they make one, of numbers the value."""

# Written by docs/stub.py from the table of operations.

from typing import overload

from numpy.typing import ArrayLike

from .core.expression import Expr, Operand
from .spell.numbers import Value

__all__ = [
    "square",
    "reciprocal",
    "exp",
    "log",
    "log2",
    "log10",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "sigmoid",
    "relu",
    "leaky_relu",
    "softplus",
    "gelu",
    "abs",
    "sign",
    "maximum",
    "minimum",
    "sum",
    "ln",
    "arcsin",
    "arccos",
    "arctan",
    "max",
    "min",
]

@overload
def square(a: Expr, /) -> Expr:
    """A square brings its exponent down in front: its slope is twice what was squared."""
@overload
def square(a: ArrayLike, /) -> Value: ...

@overload
def reciprocal(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of 1/x at this point."""
@overload
def reciprocal(a: ArrayLike, /) -> Value: ...

@overload
def exp(a: Expr, /) -> Expr:
    """The exponential is its own slope."""
@overload
def exp(a: ArrayLike, /) -> Value: ...

@overload
def log(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of log at this point."""
@overload
def log(a: ArrayLike, /) -> Value: ...

@overload
def log2(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of log₂ at this point."""
@overload
def log2(a: ArrayLike, /) -> Value: ...

@overload
def log10(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of log₁₀ at this point."""
@overload
def log10(a: ArrayLike, /) -> Value: ...

@overload
def sqrt(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of √ at this point."""
@overload
def sqrt(a: ArrayLike, /) -> Value: ...

@overload
def sin(a: Expr, /) -> Expr:
    """The slope of the sine is the cosine."""
@overload
def sin(a: ArrayLike, /) -> Value: ...

@overload
def cos(a: Expr, /) -> Expr:
    """The slope of the cosine is −sine."""
@overload
def cos(a: ArrayLike, /) -> Value: ...

@overload
def tan(a: Expr, /) -> Expr:
    """The slope of the tangent is 1 + tan²."""
@overload
def tan(a: ArrayLike, /) -> Value: ...

@overload
def asin(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of asin at this point."""
@overload
def asin(a: ArrayLike, /) -> Value: ...

@overload
def acos(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of acos at this point."""
@overload
def acos(a: ArrayLike, /) -> Value: ...

@overload
def atan(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of atan at this point."""
@overload
def atan(a: ArrayLike, /) -> Value: ...

@overload
def sinh(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of sinh at this point."""
@overload
def sinh(a: ArrayLike, /) -> Value: ...

@overload
def cosh(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of cosh at this point."""
@overload
def cosh(a: ArrayLike, /) -> Value: ...

@overload
def tanh(a: Expr, /) -> Expr:
    """The slope of tanh is 1 − tanh²: steepest at 0, and it saturates on both sides."""
@overload
def tanh(a: ArrayLike, /) -> Value: ...

@overload
def sigmoid(a: Expr, /) -> Expr:
    """The slope of the sigmoid is σ·(1 − σ): at most ¼, and it saturates on both sides."""
@overload
def sigmoid(a: ArrayLike, /) -> Value: ...

@overload
def relu(a: Expr, /) -> Expr:
    """A ReLU is a gate: above 0 the gradient passes unchanged, below 0 it stops."""
@overload
def relu(a: ArrayLike, /) -> Value: ...

@overload
def leaky_relu(a: Expr, /) -> Expr:
    """A leaky ReLU passes the gradient unchanged above 0 and one hundredth of it below."""
@overload
def leaky_relu(a: ArrayLike, /) -> Value: ...

@overload
def softplus(a: Expr, /) -> Expr:
    """The slope of softplus is the sigmoid."""
@overload
def softplus(a: ArrayLike, /) -> Value: ...

@overload
def gelu(a: Expr, /) -> Expr:
    """GELU is x·Φ(x) with the normal distribution Φ; its slope is Φ(x) + x·φ(x)."""
@overload
def gelu(a: ArrayLike, /) -> Value: ...

@overload
def abs(a: Expr, /) -> Expr:
    """An absolute value passes the gradient on for positive numbers and flips its sign for negative ones."""
@overload
def abs(a: ArrayLike, /) -> Value: ...

@overload
def sign(a: Expr, /) -> Expr:
    """The sign is flat, so no gradient comes through."""
@overload
def sign(a: ArrayLike, /) -> Value: ...

@overload
def maximum(a: Expr, b: Operand, /) -> Expr:
    """A maximum routes the gradient to the operand that it picked; the other gets 0."""
@overload
def maximum(a: ArrayLike, b: Expr, /) -> Expr: ...
@overload
def maximum(a: ArrayLike, b: ArrayLike, /) -> Value: ...

@overload
def minimum(a: Expr, b: Operand, /) -> Expr:
    """A minimum routes the gradient to the operand that it picked; the other gets 0."""
@overload
def minimum(a: ArrayLike, b: Expr, /) -> Expr: ...
@overload
def minimum(a: ArrayLike, b: ArrayLike, /) -> Value: ...

@overload
def sum(a: Expr, /) -> Expr:
    """A sum passes the gradient on unchanged to every entry."""
@overload
def sum(a: ArrayLike, /) -> Value: ...

@overload
def ln(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of log at this point."""
@overload
def ln(a: ArrayLike, /) -> Value: ...

@overload
def arcsin(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of asin at this point."""
@overload
def arcsin(a: ArrayLike, /) -> Value: ...

@overload
def arccos(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of acos at this point."""
@overload
def arccos(a: ArrayLike, /) -> Value: ...

@overload
def arctan(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of atan at this point."""
@overload
def arctan(a: ArrayLike, /) -> Value: ...

@overload
def max(a: Expr, b: Operand, /) -> Expr:
    """A maximum routes the gradient to the operand that it picked; the other gets 0."""
@overload
def max(a: ArrayLike, b: Expr, /) -> Expr: ...
@overload
def max(a: ArrayLike, b: ArrayLike, /) -> Value: ...

@overload
def min(a: Expr, b: Operand, /) -> Expr:
    """A minimum routes the gradient to the operand that it picked; the other gets 0."""
@overload
def min(a: ArrayLike, b: Expr, /) -> Expr: ...
@overload
def min(a: ArrayLike, b: ArrayLike, /) -> Value: ...
