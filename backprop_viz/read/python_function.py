"""Reads a Python function into expressions: its parameters are the inputs, its locals are names."""

from __future__ import annotations

import dis
import inspect
import os
import re
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from numbers import Real
from types import CodeType, FrameType
from typing import Any

import numpy as np

from ..blocks.calls import is_inside, owner
from ..core.expression import Expr, constant, variable
from ..errors import BackpropVizError, GraphError, noting
from ..given.in_place import WRITES, Writes
from ..given.real import real
from ..given.sized import Sketch
from ..parts import INSIDE, Call
from ..spell.names import canonical
from ..words import Message, quoted
from .called import held
from .examples import Example, examples
from .reading import Reading

__all__ = ["Locals", "read_function"]


def read_function(function: Callable[..., Any], like: Any = None) -> Reading:
    """Call ``function`` once on variables and watch what its local names are bound to.

    A name that is bound again (in a loop, say) gets subscripts: h, h_2, h_3. As in a call, a
    default stands where no value is given: a number or an array makes its parameter an input that
    opens there; with any other (None, text, a truth value) the function runs as it is. What the
    parameters are ``like``, shapes or examples, the function may ask; examples become defaults.
    Raises ``GraphError`` if the function branches on a value, returns no expression, takes
    ``*args``, or gives other numbers where it is called with numbers (:func:`called.held`).
    """
    parameters = _parameters(function)
    known = {} if like is None else examples(like, list(parameters))
    free = [name for name, p in parameters.items() if name in known or _may_be_input(p.default)]
    defaults = {
        name: _kept(parameters[name].default)
        for name in free
        if parameters[name].default is not inspect.Parameter.empty
    }
    if like is not None:
        known = {name: Example(np.shape(value), value) for name, value in defaults.items()} | known
        fitting = {n: v for n, v in defaults.items() if np.shape(v) == known[n].shape}
        defaults = fitting | {n: one.value for n, one in known.items() if one.value is not None}
    asked: dict[Expr, None] = {}
    inputs: dict[str, Expr] = {
        name: variable(name, Sketch(known[name].shape, asked) if name in known else None)
        for name in free
    }
    watch = Locals(getattr(function, "__code__", None), inputs.values())
    arguments: dict[str, Any] = {
        name: inputs.get(name, p.default) for name, p in parameters.items()
    }
    run = partial(_run, function, parameters)
    result = _called(partial(run, arguments), watch)
    if not isinstance(result, (Expr, int, float, Real, Decimal, np.number, np.ndarray)):
        raise GraphError("source.returned", kind=type(result).__name__)
    output = constant(result)
    held(lambda given: run({**arguments, **given}), output, inputs, defaults)
    names = {canonical(name): expr for name, expr in watch.names.items()}
    return Reading([*inputs.values(), *names.values(), output], output, names, defaults)


def _run(
    function: Callable[..., Any],
    parameters: Mapping[str, inspect.Parameter],
    arguments: Mapping[str, Any],
) -> Any:
    """What a function returns, its arguments by their places where they may be."""
    named = {name for name, p in parameters.items() if p.kind is p.KEYWORD_ONLY}
    positional = [arguments[name] for name in parameters if name not in named]
    return function(*positional, **{name: arguments[name] for name in named})


def _called(run: Callable[[], Any], watch: Locals) -> Any:
    """What a function returns, or why it has no graph as a ``GraphError``."""
    before, writes = sys.gettrace(), Writes()
    token = WRITES.set(writes)
    with noting() as refused:
        sys.settrace(watch.on_call)
        try:
            result = run()
            if isinstance(result, Expr):
                writes.check([result])
        except BackpropVizError:
            raise
        except RecursionError:
            raise GraphError("source.recursion") from None
        except Exception as error:
            refused = _behind(error) or [e for e in refused if not isinstance(e, AttributeError)]
            if not refused:
                if _is_its_own(error):
                    raise
                told = GraphError("source.failed", kind=type(error).__name__, error=str(error))
                raise told.with_traceback(error.__traceback__) from error
        finally:
            sys.settrace(before)
            WRITES.reset(token)
    if refused:
        raise refused[0] from None
    return result


def _behind(error: BaseException | None) -> list[GraphError]:
    """What an expression told NumPy, which has put an error of its own in its place."""
    while error is not None and not isinstance(error, GraphError):
        error = error.__cause__ or error.__context__
    return [] if error is None else [error]


def _is_its_own(error: Exception) -> bool:
    """Whether a function fails for itself: by a ``raise``, but of NumPy's, or by a rare error."""
    if not isinstance(error, TypeError | ValueError | AttributeError | LookupError | BufferError):
        return True
    trace = error.__traceback__
    assert trace is not None
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    is_raise = code.co_code[trace.tb_lasti] == dis.opmap["RAISE_VARARGS"]
    return is_raise and not code.co_filename.startswith(os.path.dirname(np.__file__))


def _may_be_input(default: Any) -> bool:
    if default is inspect.Parameter.empty:
        return True
    if isinstance(default, bool | np.bool_):
        return False
    try:
        return np.asarray(default).dtype.kind in "iuf"
    except (TypeError, ValueError):
        return False


def _kept(default: Any) -> Any:
    """A default for good: a read-only copy of an array, whoever changes it later.

    What is no number, such as a masked array, stays for the walk to refuse.
    """
    value = real(default)
    return default if isinstance(value, Message) else value


def _parameters(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    if isinstance(function, np.ufunc):
        raise GraphError("source.signature", function=quoted(function))
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        raise GraphError("source.signature", function=quoted(function)) from None
    for name, parameter in signature.parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise GraphError("source.starred", name=name)
    return dict(signature.parameters)


class Locals:
    """Watches the frames of a function, and of blocks in it, and names what locals are bound to.

    ``names`` are those of the function; what a block makes and keeps goes to the block's own.
    """

    def __init__(self, code: CodeType | None, known: Any) -> None:
        self.code = code
        self.names: dict[str, Expr] = {}
        self._inputs = {expr.name for expr in known}
        self._named: set[tuple[int, Expr]] = {(id(self.names), expr) for expr in known}
        self._bound: dict[tuple[int, str], int] = {}

    def on_call(self, frame: FrameType, event: str, argument: Any) -> Any:
        call = INSIDE.get()
        if frame.f_code is self.code:
            return partial(self._on_line, None, {})
        if call is not None and frame.f_code is call.code:
            return partial(self._on_line, call, {})
        return None

    def _on_line(
        self,
        call: Call[Expr] | None,
        seen: dict[str, Any],
        frame: FrameType,
        event: str,
        argument: Any,
    ) -> Any:
        for name, value in frame.f_locals.items():
            if value is not seen.get(name):
                seen[name] = value
                if isinstance(value, Expr):
                    self.bind(name, value, call)
        return partial(self._on_line, call, seen)

    def bind(self, name: str, value: Expr, call: Call[Expr] | None) -> None:
        """Name what a local is bound to in a call, if it was made there."""
        if value.op is None or not is_inside(value, call):
            return
        call = owner(value)
        names = self.names if call is None else call.names
        if (id(names), value) not in self._named:
            self._named.add((id(names), value))
            names[self._free(canonical(name), names)] = value

    def _free(self, name: str, names: Mapping[str, Expr]) -> str:
        taken = {*names, *self._inputs} if names is self.names else names
        if name not in taken:
            return name
        stem = name.rstrip("'")
        primes = name[len(stem) :]
        joint = "_" if not re.search(r"_\d*$", stem) else ""
        while True:
            key = id(names), name
            self._bound[key] = number = self._bound.get(key, 1) + 1
            free = f"{stem}{joint}{number}{primes}"
            if free not in taken:
                return free
