"""The functions of the library: each is parsed at its first use, and made anew at every use."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, NoReturn

import numpy as np

from ..arithmetic.misfit import unlike
from ..arithmetic.patterns import first_off
from ..blocks.calls import inside, port
from ..calls.written import Written
from ..core.expression import Expr, constant
from ..errors import GraphError
from ..given.sized import shape_of
from ..parts import INSIDE, Call
from ..words import Message
from .array_calls import plain
from .definitions import Definition, lines
from .functions import NOTHING, Function
from .parser import Parser
from .scanner import Token
from .text import Body, Program

__all__ = ["made", "options_of"]


def made(written: Written, given: Mapping[str, Any]) -> Any:
    """What a function makes of arguments: expressions, or of numbers alone numbers.

    Raises ``GraphError`` for what it does not take.
    """
    function = _function(written)
    options = options_of(written)
    arguments: dict[str, Expr] = dict.fromkeys(function.parameters, NOTHING)
    for name, default in zip(function.parameters, function.defaults, strict=True):
        if name in given:
            take = _option if name in options else _operand
            arguments[name] = take(written, name, given[name])
        elif default is not None:
            arguments[name] = default
    stated = {name: one for name, one in arguments.items() if name in given and one is not NOTHING}
    outer = {n: one for n, one in stated.items() if n not in options and not _is_literal(one)}
    nothing = {name for name in given if arguments[name] is NOTHING}
    _check(written, arguments, options)
    form = _form(written, stated, outer, options, nothing)
    call: Call[Expr] = Call(written.name, INSIDE.get(), form=form, shapes=written.shapes)
    ports = {name: port(call, one) for name, one in outer.items()}
    with inside(call):
        body = _Body(_Text(written.text, [function.definition]), function, {**arguments, **ports})
    results = tuple(port(call, one) for one in body.outputs)
    call.arguments, call.names, call.outputs = ports, body.own, results
    if not any(isinstance(one, Expr) for one in given.values()):
        results = tuple(one.value for one in results)  # type: ignore[misc]
    return results if len(results) > 1 else results[0]


def _check(written: Written, arguments: Mapping[str, Expr], options: Collection[str]) -> None:
    """Raise ``GraphError`` for options that do not hold, and for shapes of the other arguments
    that do not go together, if they are known.
    """
    if needs := written.needs:
        small, large = re.findall(r"(\w+) at most half of (\w+)", needs)[0]
        chosen = {name: plain(arguments[name].value) for name in (small, large)}
        if np.any(2 * np.asarray(chosen[small]) > np.asarray(chosen[large])):
            stated = ", ".join(f"{name} = {one}" for name, one in chosen.items())
            raise GraphError("source.needs", name=written.name, needs=needs, given=stated)
    given = {n: one for n, one in arguments.items() if n not in options and one is not NOTHING}
    if any(one.sketch is None and one.value is None for one in given.values()):
        return  # a walk will tell
    shapes = {name: shape_of(one) for name, one in given.items() if not _is_literal(one)}
    if (off := first_off(written.shapes, shapes)) is not None:
        raise GraphError(unlike(written.name, off, shapes, written.shapes))


@lru_cache(maxsize=256)
def _function(written: Written) -> Function:
    (definition,) = lines(Parser(written.text))
    assert isinstance(definition, Definition)
    program = _Text(written.text, [definition])
    token = INSIDE.set(None)  # whatever is being made when it is used first
    try:
        defaults = [program.expression(code) if code else None for code in definition.defaults]
    finally:
        INSIDE.reset(token)
    return Function(written.name, definition, defaults)


@lru_cache(maxsize=256)
def options_of(written: Written) -> frozenset[str]:
    """The arguments that are no quantities, but say how an array is gone through."""
    definition = _function(written).definition
    codes = (*(line.code for line in definition.body), *definition.returns)
    values = [one for code in codes for step in code for one in step.options.values()]
    flat = (one for value in values for one in (value if type(value) is tuple else (value,)))
    return frozenset(one.text for one in flat if isinstance(one, Token))


def _option(written: Written, name: str, given: Any) -> Expr:
    if given is None:
        return NOTHING
    if isinstance(given, Expr) and given.value is None:
        raise GraphError("source.call", name=written.name, form=written.form)
    return constant(given)


def _operand(written: Written, name: str, given: Any) -> Expr:
    if given is None:
        return NOTHING
    if not isinstance(given, Expr) and np.asarray(given).dtype == bool:
        raise GraphError("source.truth", name=written.name, option=name)
    return constant(given)


def _is_literal(one: Expr) -> bool:
    """Whether it is a number that has no name."""
    return one.op is None and one.value is not None and not one.name and np.ndim(one.value) == 0


def _form(
    written: Written,
    stated: Mapping[str, Expr],
    outer: Mapping[str, Expr],
    options: frozenset[str],
    nothing: Collection[str],
) -> str:
    """The call as it is written, with the names of what stands outside in braces.

    What is given as ``nothing`` is said where there would be something else by default.
    """
    parts: list[str] = []
    is_by_name = False
    for name in written.parameters:
        if name not in stated:
            is_by_name = True
            if name in nothing and written.parameters[name] != "None":
                parts.append(f"{name}=None")
            continue
        is_by_name |= name in options
        value = stated[name].value
        text = f"{{{name}}}" if name in outer or value is None else repr(plain(value))
        parts.append(f"{name}={text}" if is_by_name else text)
    return f"{written.name}({', '.join(parts)})"


class _Text(Program):
    """A text of the library, in which nobody looks for a place: what fails is told as it is."""

    def fail(self, told: str | Message, at: int, hint: str, **slots: object) -> NoReturn:
        raise GraphError(told, **slots)


class _Body(Body, _Text):
    """A body that fails likewise."""
