"""Blocks of Python code: a function's calls, or what a ``with`` statement makes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from contextvars import Token
from functools import wraps
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, overload

from ..core.expression import Condition, Expr
from ..errors import GraphError
from ..parts import INSIDE, Call
from ..spell.names import canonical
from .calls import inside

__all__ = ["NamedBlock", "block"]

P = ParamSpec("P")
R = TypeVar("R")


class NamedBlock:
    """What :func:`block` gives for a name: for ``with``, and as a decorator."""

    def __init__(self, name: str) -> None:
        self.name = canonical(name)
        self._entered: list[Token[Call[Expr] | None]] = []

    def __enter__(self) -> NamedBlock:
        self._entered.append(INSIDE.set(Call(self.name, INSIDE.get(), {})))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        INSIDE.reset(self._entered.pop())

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        return _called(function, self.name)


@overload
def block(source: str) -> NamedBlock: ...
@overload
def block(source: Callable[P, R]) -> Callable[P, R]: ...
def block(source: str | Callable[P, R]) -> NamedBlock | Callable[P, R]:
    """Name a part of a graph: each call of a Python function, or what a ``with`` statement makes.

    >>> @bv.block
    ... def neuron(x, w, b):
    ...     return bv.tanh(w @ x + b)
    >>> with bv.block("step 3"):
    ...     h = neuron(h, w, b)

    Numbers do not depend on it. The parts of a graph are its ``blocks``, and what is computed in
    one has its name before its own, ``neuron.z``, from the second time on with a number,
    ``neuron_2.z``. Raises ``GraphError`` for anything but a name or a function.
    """
    if isinstance(source, str):
        return NamedBlock(source)
    if not callable(source):
        raise GraphError("names.kind", kind=type(source).__name__)
    return _called(source, canonical(getattr(source, "__name__", type(source).__name__)))


def _called(function: Callable[P, R], name: str) -> Callable[P, R]:
    """The function, each of whose calls is a block."""

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        code = getattr(function, "__code__", None)
        call = Call(name, INSIDE.get(), _arguments(function, args, kwargs), code=code)
        with inside(call):
            result = function(*args, **kwargs)
        call.outputs = tuple(_expressions(result))
        return result

    return called


def _arguments(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> dict[str, Expr]:
    """The expressions among the arguments, by the function's names for them."""
    try:
        given = inspect.signature(function).bind(*args, **kwargs).arguments
    except (TypeError, ValueError):  # the call itself tells what is wrong
        return {}
    return {canonical(name): one for name, one in given.items() if isinstance(one, Expr)}


def _expressions(result: Any) -> Iterable[Expr]:
    """All expressions in what a function returns."""
    if isinstance(result, Expr):
        yield result
    elif isinstance(result, Condition):
        yield result.expr
    elif isinstance(result, Mapping):
        for one in result.values():
            yield from _expressions(one)
    elif isinstance(result, tuple | list):
        for one in result:
            yield from _expressions(one)
