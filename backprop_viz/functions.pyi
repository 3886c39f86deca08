"""The functions of a formula: of expressions they make one, of numbers the value."""

# Written by docs/stub.py from the table of operations.

from collections.abc import Sequence
from types import EllipsisType
from typing import overload

from numpy.typing import ArrayLike

from .core.expression import Condition, Expr, Operand
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
    "erf",
    "abs",
    "sign",
    "maximum",
    "minimum",
    "log1p",
    "expm1",
    "asinh",
    "acosh",
    "atanh",
    "erfc",
    "hypot",
    "logaddexp",
    "one_hot_like",
    "where",
    "detach",
    "ln",
    "arcsin",
    "arccos",
    "arctan",
    "max",
    "min",
    "arcsinh",
    "arccosh",
    "arctanh",
    "sum",
    "mean",
    "norm",
    "size",
    "amax",
    "reshape",
    "broadcast_to",
    "transpose",
    "concat",
    "stack",
    "one_hot_max",
    "windows",
    "windows_like",
    "var",
    "dot",
    "outer",
    "logsumexp",
    "softmax",
    "log_softmax",
    "cross_entropy",
    "binary_cross_entropy",
    "mse",
    "linear",
    "embedding",
    "dropout",
    "swish",
    "silu",
    "layer_norm",
    "batch_norm",
    "batch_norm2d",
    "rms_norm",
    "attention",
    "multi_head",
    "conv2d",
    "max_pool",
    "avg_pool",
    "rnn_cell",
    "lstm_cell",
    "gru_cell",
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
def erf(a: Expr, /) -> Expr:
    """The slope of erf is the bell curve 2/√π · exp(−t²)."""
@overload
def erf(a: ArrayLike, /) -> Value: ...

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
def log1p(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of log1p at this point."""
@overload
def log1p(a: ArrayLike, /) -> Value: ...

@overload
def expm1(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of expm1 at this point."""
@overload
def expm1(a: ArrayLike, /) -> Value: ...

@overload
def asinh(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of asinh at this point."""
@overload
def asinh(a: ArrayLike, /) -> Value: ...

@overload
def acosh(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of acosh at this point."""
@overload
def acosh(a: ArrayLike, /) -> Value: ...

@overload
def atanh(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of atanh at this point."""
@overload
def atanh(a: ArrayLike, /) -> Value: ...

@overload
def erfc(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of erfc at this point."""
@overload
def erfc(a: ArrayLike, /) -> Value: ...

@overload
def hypot(a: Expr, b: Operand, /) -> Expr:
    """The gradient is multiplied by the slope of hypot at this point."""
@overload
def hypot(a: ArrayLike, b: Expr, /) -> Expr: ...
@overload
def hypot(a: ArrayLike, b: ArrayLike, /) -> Value: ...

@overload
def logaddexp(a: Expr, b: Operand, /) -> Expr:
    """Each operand has its share of the sum of exponentials: the slope is the sigmoid of how far it is above the other."""
@overload
def logaddexp(a: ArrayLike, b: Expr, /) -> Expr: ...
@overload
def logaddexp(a: ArrayLike, b: ArrayLike, /) -> Value: ...

@overload
def one_hot_like(a: Expr, b: Operand, /) -> Expr:
    """Probabilities stay as they are, and so does their gradient. A label only names a place, so no gradient goes back to it."""
@overload
def one_hot_like(a: ArrayLike, b: Expr, /) -> Expr: ...
@overload
def one_hot_like(a: ArrayLike, b: ArrayLike, /) -> Value: ...

@overload
def where(condition: Condition | Expr | ArrayLike, a: Expr, b: Operand) -> Expr:
    """``a`` where a comparison such as ``x > 0`` holds, and ``b`` elsewhere, entry by entry."""
@overload
def where(condition: Condition | Expr | ArrayLike, a: ArrayLike, b: ArrayLike) -> Value: ...

@overload
def detach(a: Expr, /) -> Expr:
    """Here the gradient is stopped on purpose: the value counts as a constant."""
@overload
def detach(a: ArrayLike, /) -> Value: ...

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
def max(first: Expr, /, *others: Operand, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr:
    """The largest entry of one array, or, entry by entry, of several."""
@overload
def max(first: ArrayLike, second: Expr, /, *others: Operand, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr: ...
@overload
def max(arrays: Sequence[Expr], /, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr: ...
@overload
def max(*arrays: ArrayLike, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Value: ...

@overload
def min(first: Expr, /, *others: Operand, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr:
    """The smallest entry of one array, or, entry by entry, of several."""
@overload
def min(first: ArrayLike, second: Expr, /, *others: Operand, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr: ...
@overload
def min(arrays: Sequence[Expr], /, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr: ...
@overload
def min(*arrays: ArrayLike, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Value: ...

@overload
def arcsinh(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of asinh at this point."""
@overload
def arcsinh(a: ArrayLike, /) -> Value: ...

@overload
def arccosh(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of acosh at this point."""
@overload
def arccosh(a: ArrayLike, /) -> Value: ...

@overload
def arctanh(a: Expr, /) -> Expr:
    """The gradient is multiplied by the slope of atanh at this point."""
@overload
def arctanh(a: ArrayLike, /) -> Value: ...

@overload
def sum(a: Expr, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr:
    """A sum passes the gradient on unchanged to every entry. On numbers it returns the value."""
@overload
def sum(a: ArrayLike, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Value: ...

@overload
def mean(a: Expr, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr:
    """A mean of n entries gives each of them an n-th of the gradient. On numbers it returns the value."""
@overload
def mean(a: ArrayLike, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Value: ...

@overload
def norm(a: Expr, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr:
    """If an entry x grows a little, the length grows x/‖x‖ times as much; at length 0 there is no slope, and by PyTorch's convention it counts as 0. On numbers it returns the value."""
@overload
def norm(a: ArrayLike, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Value: ...

@overload
def size(a: Expr, *, axis: int | tuple[int, ...] | None = None) -> Expr:
    """How many entries there are, or how many along an axis."""
@overload
def size(a: ArrayLike, *, axis: int | tuple[int, ...] | None = None) -> Value: ...

@overload
def amax(a: Expr, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr:
    """Only the largest entry matters, so it gets the gradient and the others get 0; where several are equal, they share it equally. On numbers it returns the value."""
@overload
def amax(a: ArrayLike, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Value: ...

@overload
def reshape(a: Expr, *shape: int | Sequence[int], start: int = 0) -> Expr:
    """The same entries in another shape, or the axes from ``start`` on; one size may be -1."""
@overload
def reshape(a: ArrayLike, *shape: int | Sequence[int], start: int = 0) -> Value: ...

@overload
def broadcast_to(a: Expr, *shape: int | Sequence[int]) -> Expr:
    """The array repeated along axes of size 1, up to a shape."""
@overload
def broadcast_to(a: ArrayLike, *shape: int | Sequence[int]) -> Value: ...

@overload
def transpose(a: Expr, *order: int | EllipsisType | Sequence[int | EllipsisType] | None, axes: int | Sequence[int | EllipsisType] | None = None) -> Expr:
    """The axes in another order, by default the reverse; "..." are all that are not named."""
@overload
def transpose(a: ArrayLike, *order: int | EllipsisType | Sequence[int | EllipsisType] | None, axes: int | Sequence[int | EllipsisType] | None = None) -> Value: ...

@overload
def concat(first: Expr, /, *others: Operand, axis: int | tuple[int, ...] | None = 0) -> Expr:
    """Arrays one behind the other along an axis."""
@overload
def concat(first: ArrayLike, second: Expr, /, *others: Operand, axis: int | tuple[int, ...] | None = 0) -> Expr: ...
@overload
def concat(arrays: Sequence[Expr], /, *, axis: int | tuple[int, ...] | None = 0) -> Expr: ...
@overload
def concat(*arrays: ArrayLike, axis: int | tuple[int, ...] | None = 0) -> Value: ...

@overload
def stack(first: Expr, /, *others: Operand, axis: int | tuple[int, ...] | None = 0) -> Expr:
    """Arrays of one shape along a new axis; of numbers it makes a list."""
@overload
def stack(first: ArrayLike, second: Expr, /, *others: Operand, axis: int | tuple[int, ...] | None = 0) -> Expr: ...
@overload
def stack(arrays: Sequence[Expr], /, *, axis: int | tuple[int, ...] | None = 0) -> Expr: ...
@overload
def stack(*arrays: ArrayLike, axis: int | tuple[int, ...] | None = 0) -> Value: ...

@overload
def one_hot_max(a: Expr, *, axis: int | tuple[int, ...] | None = -1) -> Expr:
    """1 at the largest entry along an axis, at the first of several, and 0 elsewhere."""
@overload
def one_hot_max(a: ArrayLike, *, axis: int | tuple[int, ...] | None = -1) -> Value: ...

@overload
def windows(a: Expr, *, size: int | tuple[int, int] = 2, stride: int | tuple[int, int] | None = None, padding: int | tuple[int, int] = 0, fill: float = 0) -> Expr:
    """The entries of each window on the last two axes, along a new last axis."""
@overload
def windows(a: ArrayLike, *, size: int | tuple[int, int] = 2, stride: int | tuple[int, int] | None = None, padding: int | tuple[int, int] = 0, fill: float = 0) -> Value: ...

@overload
def windows_like(a: Expr, b: Operand, *, stride: int | tuple[int, int] | None = 1, padding: int | tuple[int, int] = 0) -> Expr:
    """The same of windows as large as the last two axes of ``b``."""
@overload
def windows_like(a: ArrayLike, b: ArrayLike, *, stride: int | tuple[int, int] | None = 1, padding: int | tuple[int, int] = 0) -> Value: ...

@overload
def var(a: Expr, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Expr:
    """The mean of the squared distances from the mean, as NumPy's."""
@overload
def var(a: ArrayLike, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Value: ...

@overload
def dot(a: Expr, b: Operand) -> Expr:
    """The product of two vectors or matrices, as ``a @ b``."""
@overload
def dot(a: ArrayLike, b: ArrayLike) -> Value: ...

@overload
def outer(a: Expr, b: Operand) -> Expr:
    """Each entry of one vector times each of the other."""
@overload
def outer(a: ArrayLike, b: ArrayLike) -> Value: ...

@overload
def logsumexp(a: Expr, *, axis: int | tuple[int, ...] | None = -1, keepdims: bool = False) -> Expr:
    """The logarithm of the sum of the exponentials, of numbers of any size."""
@overload
def logsumexp(a: ArrayLike, *, axis: int | tuple[int, ...] | None = -1, keepdims: bool = False) -> Value: ...

@overload
def softmax(z: Expr, axis: int | tuple[int, ...] | None = -1) -> Expr:
    """Positive numbers that sum to 1, in the ratios of the exponentials."""
@overload
def softmax(z: ArrayLike, axis: int | tuple[int, ...] | None = -1) -> Value: ...

@overload
def log_softmax(z: Expr, axis: int | tuple[int, ...] | None = -1) -> Expr:
    """The logarithm of the softmax, of numbers of any size."""
@overload
def log_softmax(z: ArrayLike, axis: int | tuple[int, ...] | None = -1) -> Value: ...

@overload
def cross_entropy(z: Expr, y: Operand) -> Expr:
    """The mean surprise at the right classes: scores z, and labels y, or probabilities.

    PyTorch has the classes of more axes on the second one, so rows are asked for: reshape them."""
@overload
def cross_entropy(z: ArrayLike, y: Expr) -> Expr: ...
@overload
def cross_entropy(z: ArrayLike, y: ArrayLike) -> Value: ...

@overload
def binary_cross_entropy(p: Expr, y: Operand) -> Expr:
    """The mean surprise of probabilities p at the answers y, 0 or 1. A logarithm is at least -100.

    The slope is that of this formula. Where p * (1 - p) is less than 1e-12, that of PyTorch is not:
it is (p - y) / 1e-12 there, while a logarithm of -100 has slope 0 here."""
@overload
def binary_cross_entropy(p: ArrayLike, y: Expr) -> Expr: ...
@overload
def binary_cross_entropy(p: ArrayLike, y: ArrayLike) -> Value: ...

@overload
def mse(x: Expr, y: Operand) -> Expr:
    """The mean of the squared differences."""
@overload
def mse(x: ArrayLike, y: Expr) -> Expr: ...
@overload
def mse(x: ArrayLike, y: ArrayLike) -> Value: ...

@overload
def linear(x: Expr, weight: Operand, bias: Operand | None = None) -> Expr:
    """Each output is a weighted sum of the inputs plus a bias; weight has a row for each output."""
@overload
def linear(x: ArrayLike, weight: Expr, bias: Operand | None = None) -> Expr: ...
@overload
def linear(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None) -> Value: ...

@overload
def embedding(x: Expr, weight: Operand) -> Expr:
    """The rows of weight that the whole numbers in x name; nan for a number that names none."""
@overload
def embedding(x: ArrayLike, weight: Expr) -> Expr: ...
@overload
def embedding(x: ArrayLike, weight: ArrayLike) -> Value: ...

@overload
def dropout(x: Expr, mask: Operand, p: Operand = 0.5) -> Expr:
    """The entries that a given mask of ones and zeros keeps, made larger for those that it drops."""
@overload
def dropout(x: ArrayLike, mask: Expr, p: Operand = 0.5) -> Expr: ...
@overload
def dropout(x: ArrayLike, mask: ArrayLike, p: ArrayLike = 0.5) -> Value: ...

@overload
def swish(x: Expr, beta: Operand | None = None) -> Expr:
    """The number times the sigmoid of itself, or of beta times itself."""
@overload
def swish(x: ArrayLike, beta: ArrayLike | None = None) -> Value: ...

@overload
def silu(x: Expr) -> Expr:
    """The number times its sigmoid."""
@overload
def silu(x: ArrayLike) -> Value: ...

@overload
def layer_norm(x: Expr, weight: Operand | None = None, bias: Operand | None = None, eps: float = 1e-05) -> Expr:
    """Each example's entries with mean 0 and variance 1, times weight, plus bias."""
@overload
def layer_norm(x: ArrayLike, weight: ArrayLike | None = None, bias: ArrayLike | None = None, eps: float = 1e-05) -> Value: ...

@overload
def batch_norm(x: Expr, weight: Operand | None = None, bias: Operand | None = None, eps: float = 1e-05) -> Expr:
    """Each column of a batch with mean 0 and variance 1, times weight, plus bias, as in training.

    Of images it is batch_norm2d."""
@overload
def batch_norm(x: ArrayLike, weight: ArrayLike | None = None, bias: ArrayLike | None = None, eps: float = 1e-05) -> Value: ...

@overload
def batch_norm2d(x: Expr, weight: Operand | None = None, bias: Operand | None = None, eps: float = 1e-05) -> Expr:
    """The same for images: each channel of a batch with mean 0 and variance 1, times its weight."""
@overload
def batch_norm2d(x: ArrayLike, weight: ArrayLike | None = None, bias: ArrayLike | None = None, eps: float = 1e-05) -> Value: ...

@overload
def rms_norm(x: Expr, weight: Operand | None = None, eps: float = 2.220446049250313e-16) -> Expr:
    """Each example's entries over the root of their mean square, times weight."""
@overload
def rms_norm(x: ArrayLike, weight: ArrayLike | None = None, eps: float = 2.220446049250313e-16) -> Value: ...

@overload
def attention(q: Expr, k: Operand, v: Operand, mask: Operand | None = None) -> Expr:
    """Means of the rows of v, each query's by the softmax of its products with the keys.

    The mask is added to the scores: 0 where a query may look, and -inf where it may not."""
@overload
def attention(q: ArrayLike, k: Expr, v: Operand, mask: Operand | None = None) -> Expr: ...
@overload
def attention(q: ArrayLike, k: ArrayLike, v: Expr, mask: Operand | None = None) -> Expr: ...
@overload
def attention(q: ArrayLike, k: ArrayLike, v: ArrayLike, mask: ArrayLike | None = None) -> Value: ...

@overload
def multi_head(q: Expr, k: Operand, v: Operand, w_q: Operand, w_k: Operand, w_v: Operand, w_o: Operand, heads: int, b_q: Operand | None = None, b_k: Operand | None = None, b_v: Operand | None = None, b_o: Operand | None = None, mask: Operand | None = None) -> Expr:
    """Attention by several heads, each with its own part of the columns; then one linear layer.

    The examples of a batch, if there are any, come first, then the places of a sequence, then the
columns."""
@overload
def multi_head(q: ArrayLike, k: Expr, v: Operand, w_q: Operand, w_k: Operand, w_v: Operand, w_o: Operand, heads: int, b_q: Operand | None = None, b_k: Operand | None = None, b_v: Operand | None = None, b_o: Operand | None = None, mask: Operand | None = None) -> Expr: ...
@overload
def multi_head(q: ArrayLike, k: ArrayLike, v: Expr, w_q: Operand, w_k: Operand, w_v: Operand, w_o: Operand, heads: int, b_q: Operand | None = None, b_k: Operand | None = None, b_v: Operand | None = None, b_o: Operand | None = None, mask: Operand | None = None) -> Expr: ...
@overload
def multi_head(q: ArrayLike, k: ArrayLike, v: ArrayLike, w_q: Expr, w_k: Operand, w_v: Operand, w_o: Operand, heads: int, b_q: Operand | None = None, b_k: Operand | None = None, b_v: Operand | None = None, b_o: Operand | None = None, mask: Operand | None = None) -> Expr: ...
@overload
def multi_head(q: ArrayLike, k: ArrayLike, v: ArrayLike, w_q: ArrayLike, w_k: Expr, w_v: Operand, w_o: Operand, heads: int, b_q: Operand | None = None, b_k: Operand | None = None, b_v: Operand | None = None, b_o: Operand | None = None, mask: Operand | None = None) -> Expr: ...
@overload
def multi_head(q: ArrayLike, k: ArrayLike, v: ArrayLike, w_q: ArrayLike, w_k: ArrayLike, w_v: Expr, w_o: Operand, heads: int, b_q: Operand | None = None, b_k: Operand | None = None, b_v: Operand | None = None, b_o: Operand | None = None, mask: Operand | None = None) -> Expr: ...
@overload
def multi_head(q: ArrayLike, k: ArrayLike, v: ArrayLike, w_q: ArrayLike, w_k: ArrayLike, w_v: ArrayLike, w_o: Expr, heads: int, b_q: Operand | None = None, b_k: Operand | None = None, b_v: Operand | None = None, b_o: Operand | None = None, mask: Operand | None = None) -> Expr: ...
@overload
def multi_head(q: ArrayLike, k: ArrayLike, v: ArrayLike, w_q: ArrayLike, w_k: ArrayLike, w_v: ArrayLike, w_o: ArrayLike, heads: int, b_q: ArrayLike | None = None, b_k: ArrayLike | None = None, b_v: ArrayLike | None = None, b_o: ArrayLike | None = None, mask: ArrayLike | None = None) -> Value: ...

@overload
def conv2d(x: Expr, weight: Operand, bias: Operand | None = None, stride: int | tuple[int, int] | None = 1, padding: int | tuple[int, int] = 0) -> Expr:
    """Each output channel looks at every window of the image through weights of its own."""
@overload
def conv2d(x: ArrayLike, weight: Expr, bias: Operand | None = None, stride: int | tuple[int, int] | None = 1, padding: int | tuple[int, int] = 0) -> Expr: ...
@overload
def conv2d(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None, stride: int | tuple[int, int] | None = 1, padding: int | tuple[int, int] = 0) -> Value: ...

@overload
def max_pool(x: Expr, kernel_size: int | tuple[int, int], stride: int | tuple[int, int] | None = None, padding: int | tuple[int, int] = 0) -> Expr:
    """The largest entry of each window, of several the first; by default windows do not overlap."""
@overload
def max_pool(x: ArrayLike, kernel_size: int | tuple[int, int], stride: int | tuple[int, int] | None = None, padding: int | tuple[int, int] = 0) -> Value: ...

@overload
def avg_pool(x: Expr, kernel_size: int | tuple[int, int], stride: int | tuple[int, int] | None = None, padding: int | tuple[int, int] = 0) -> Expr:
    """The mean of each window, with zeros round the image; by default windows do not overlap."""
@overload
def avg_pool(x: ArrayLike, kernel_size: int | tuple[int, int], stride: int | tuple[int, int] | None = None, padding: int | tuple[int, int] = 0) -> Value: ...

@overload
def rnn_cell(x: Expr, h: Operand, w_ih: Operand, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> Expr:
    """The next state h, from an input and the state before."""
@overload
def rnn_cell(x: ArrayLike, h: Expr, w_ih: Operand, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> Expr: ...
@overload
def rnn_cell(x: ArrayLike, h: ArrayLike, w_ih: Expr, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> Expr: ...
@overload
def rnn_cell(x: ArrayLike, h: ArrayLike, w_ih: ArrayLike, w_hh: Expr, b_ih: Operand | None = None, b_hh: Operand | None = None) -> Expr: ...
@overload
def rnn_cell(x: ArrayLike, h: ArrayLike, w_ih: ArrayLike, w_hh: ArrayLike, b_ih: ArrayLike | None = None, b_hh: ArrayLike | None = None) -> Value: ...

@overload
def lstm_cell(x: Expr, h: Operand, c: Operand, w_ih: Operand, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> tuple[Expr, Expr]:
    """The next state h and the next memory c: gates say what is forgotten, kept and shown."""
@overload
def lstm_cell(x: ArrayLike, h: Expr, c: Operand, w_ih: Operand, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> tuple[Expr, Expr]: ...
@overload
def lstm_cell(x: ArrayLike, h: ArrayLike, c: Expr, w_ih: Operand, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> tuple[Expr, Expr]: ...
@overload
def lstm_cell(x: ArrayLike, h: ArrayLike, c: ArrayLike, w_ih: Expr, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> tuple[Expr, Expr]: ...
@overload
def lstm_cell(x: ArrayLike, h: ArrayLike, c: ArrayLike, w_ih: ArrayLike, w_hh: Expr, b_ih: Operand | None = None, b_hh: Operand | None = None) -> tuple[Expr, Expr]: ...
@overload
def lstm_cell(x: ArrayLike, h: ArrayLike, c: ArrayLike, w_ih: ArrayLike, w_hh: ArrayLike, b_ih: ArrayLike | None = None, b_hh: ArrayLike | None = None) -> tuple[Value, Value]: ...

@overload
def gru_cell(x: Expr, h: Operand, w_ih: Operand, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> Expr:
    """The next state h: a mean of the state before and a new one, as the gates say."""
@overload
def gru_cell(x: ArrayLike, h: Expr, w_ih: Operand, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> Expr: ...
@overload
def gru_cell(x: ArrayLike, h: ArrayLike, w_ih: Expr, w_hh: Operand, b_ih: Operand | None = None, b_hh: Operand | None = None) -> Expr: ...
@overload
def gru_cell(x: ArrayLike, h: ArrayLike, w_ih: ArrayLike, w_hh: Expr, b_ih: Operand | None = None, b_hh: Operand | None = None) -> Expr: ...
@overload
def gru_cell(x: ArrayLike, h: ArrayLike, w_ih: ArrayLike, w_hh: ArrayLike, b_ih: ArrayLike | None = None, b_hh: ArrayLike | None = None) -> Value: ...
