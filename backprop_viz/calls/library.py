"""All functions by name: those of the rows, short ones as NumPy has them, and those of the library,
which ``library.txt`` writes in the language of formulas.
"""

# ruff: noqa: A001

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from inspect import Parameter, Signature, signature
from types import MappingProxyType
from typing import Any

from ..arithmetic.shapes import dot_shape
from ..core.expression import Expr, constant
from ..core.ops import OPS
from ..errors import GraphError
from .rows import ROW_FUNCTIONS, make
from .written import LIBRARY, Written

__all__ = ["FUNCTIONS", "read_by"]

_DOT = replace(OPS["matmul"], shape=dot_shape)
exp, log, detach = (ROW_FUNCTIONS[name] for name in ("exp", "log", "detach"))
sum, mean, max, reshape = (ROW_FUNCTIONS[name] for name in ("sum", "mean", "max", "reshape"))


def var(a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
    """The mean of the squared distances from the mean, as NumPy's."""
    return mean((a - mean(a, axis=axis, keepdims=True)) ** 2, axis=axis, keepdims=keepdims)


def dot(a: Any, b: Any) -> Any:
    """The product of two vectors or matrices, as ``a @ b``."""
    return make(_DOT, a, b)


def outer(a: Any, b: Any) -> Any:
    """Each entry of one vector times each of the other."""
    return make(OPS["mul"], reshape(a, -1, 1), reshape(b, 1, -1))


def logsumexp(a: Any, *, axis: Any = -1, keepdims: bool = False) -> Any:
    """The logarithm of the sum of the exponentials, of numbers of any size."""
    top = detach(max(a, axis=axis, keepdims=True))
    total = log(sum(exp(a - top), axis=axis, keepdims=True)) + top
    return total if keepdims else sum(total, axis=axis)


_READERS: list[Callable[[Written, Mapping[str, Any]], Any]] = []


def read_by(reader: Callable[[Written, Mapping[str, Any]], Any]) -> None:
    """Let a function make what those of the library say, of their arguments by name."""
    _READERS[:] = [reader]


def _default(text: str) -> Any:
    if text in ("", "None"):
        return None if text else Parameter.empty
    return float(text) if "." in text or "e" in text else int(text)


def _larger(written: Written) -> Callable[..., Any]:
    """A function of the library, whose text is read at its first use."""
    parameters = [
        Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=_default(text))
        for name, text in written.parameters.items()
    ]

    def call(*operands: Any, **options: Any) -> Any:
        try:
            given = form.bind(*operands, **options).arguments
        except TypeError:
            raise GraphError("source.call", name=written.name, form=written.form) from None
        return _READERS[0](written, given)

    form = Signature(parameters)
    call.__name__ = call.__qualname__ = written.name
    call.__doc__ = written.told
    call.__signature__ = form  # type: ignore[attr-defined]
    return call


def _called(call: Callable[..., Any]) -> Callable[..., Any]:
    """The function on expressions, numbers and lists of them."""

    @wraps(call)
    def called(*operands: Any, **options: Any) -> Any:
        try:
            signature(call).bind(*operands, **options)
        except TypeError:
            named = (p.replace(annotation=p.empty) for p in signature(call).parameters.values())
            form = f"{call.__name__}({', '.join(map(str, named))})".replace(", *,", ",")
            raise GraphError("source.call", name=call.__name__, form=form) from None
        known = (o if isinstance(o, Expr) else constant(o).value for o in operands)
        return call(*known, **options)

    return called


FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    dict(ROW_FUNCTIONS)
    | {call.__name__: _called(call) for call in (var, dot, outer, logsumexp)}
    | {name: _larger(one) for name, one in LIBRARY.items()}
)
"""All functions by the names that formulas call."""
