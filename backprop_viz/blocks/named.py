"""Blocks of Python code: a function's calls, or what a ``with`` statement makes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextvars import Token
from functools import wraps
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, overload

from ..core.expression import Condition, Expr
from ..errors import GraphError
from ..parts import INSIDE, Call
from ..spell.names import canonical
from .calls import inside, port

__all__ = ["NamedBlock", "block"]

P = ParamSpec("P")
R = TypeVar("R")


class NamedBlock:
    """What :func:`block` gives for a name: for ``with``, and as a decorator."""

    def __init__(self, name: str) -> None:
        self.name = canonical(name)
        self._entered: list[Token[Call[Expr] | None]] = []

    def __enter__(self) -> NamedBlock:
        self._entered.append(INSIDE.set(Call(self.name, INSIDE.get())))
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
    ``neuron_2.z``. What it uses and was not given goes in behind its arguments: what was computed
    before, then inputs, then parameters.

    Raises ``GraphError`` for anything but a name or a function.
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
        call: Call[Expr] = Call(name, INSIDE.get(), code=code)
        given = _bound(function, args, kwargs)
        if given is not None:
            call.arguments = {
                canonical(own): port(call, value)
                for own, value in given.arguments.items()
                if isinstance(value, Expr)
            }
            found = {own: call.arguments.get(canonical(own)) for own in given.arguments}
            given.arguments |= {own: new for own, new in found.items() if new is not None}
            args, kwargs = given.args, given.kwargs  # type: ignore[assignment]
        outputs: list[Expr] = []
        with inside(call):
            result = _through(function(*args, **kwargs), call, outputs)
        call.outputs = outputs
        return result  # type: ignore[no-any-return]

    return called


def _bound(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> inspect.BoundArguments | None:
    """The arguments by the function's names for them, where it has any."""
    try:
        return inspect.signature(function).bind(*args, **kwargs)
    except (TypeError, ValueError):  # the call itself tells what is wrong
        return None


def _through(result: Any, call: Call[Expr], outputs: list[Expr]) -> Any:
    """What a function returns, each expression in it through a port, which ``outputs`` gets."""
    if isinstance(result, Expr):
        outputs.append(port(call, result))
        return outputs[-1]
    if isinstance(result, Condition):
        return Condition(_through(result.expr, call, outputs))
    if type(result) is dict:
        return {key: _through(one, call, outputs) for key, one in result.items()}
    if type(result) in (tuple, list):
        return type(result)(_through(one, call, outputs) for one in result)
    return result
