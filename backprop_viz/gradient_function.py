"""The function that gives all gradients without a walk: of numbers, arrays, or at many places."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from .arithmetic.misfit import checked_blocks
from .arithmetic.quiet import quietly
from .arithmetic.shapes import Shape, checked_shape
from .core.graph import Graph, Node, Operation
from .errors import CallError, InputError
from .given.inputs import checked_shapes, real_input
from .gradient_code import compiled, function_of
from .spell.names import canonical
from .spell.numbers import Number, Value
from .words import Message, quoted

__all__ = ["gradient_function"]


def gradient_function(
    graph: Graph, over: str | Iterable[str] = ()
) -> Callable[..., tuple[Number, tuple[Number, ...]]]:
    """A function of the inputs, in the order of ``graph.inputs``, that returns (output, gradients).

    They are those of a walk: for arrays, the gradients of the sum of the output's entries, each in
    the shape of its input. Numbers give plain floats. Undefined arithmetic gives nan and
    infinities. The caller may change what is returned.

    ``over`` names inputs that have a number for each of many places, in arrays of shapes that
    broadcast to the places' shape P. Every place is then a walk of its own, with the other inputs
    as they are: the output is of shape P + its shape in a walk, the gradient for an input of
    ``over`` of shape P, and that for another one of shape P + its own.

    Raises ``InputError`` for a name that is no input. The function raises ``TypeError`` for a
    wrong count of inputs, and ``InputError`` for values that are not numbers and arrays that do
    not fit together.
    """
    places = frozenset(_names(over))
    unknown = sorted(places.difference(graph.inputs))
    if unknown:
        raise InputError(
            "inputs.unknown",
            unknown=", ".join(unknown),
            inputs=", ".join(graph.inputs) or Message("inputs.nothing"),
        )
    count = len(graph.inputs)
    is_entrywise = all(node.op.is_entrywise for node in graph.operations)
    has_array = not is_entrywise or any(np.ndim(n.value) for n in graph.nodes if n.is_constant)
    is_of_numbers = not has_array and not any(graph.shapes.values())
    scalar = compiled(graph) if is_of_numbers else None
    one_by_one = gradient_function(graph) if places and not is_entrywise else None

    @lru_cache(maxsize=_SHAPES)
    def at(*shapes: Shape) -> Callable[..., tuple[Value, tuple[Value, ...]]]:
        """The function for inputs of these shapes."""
        fit = _fit(graph, places, dict(zip(graph.inputs, shapes, strict=True)))
        if one_by_one is not None:
            is_many = [name in places for name in graph.inputs]
            return lambda *given: _at_each(one_by_one, is_many, fit, given)
        return _made(graph, fit)

    def evaluated(given: Sequence[Value]) -> tuple[Value, tuple[Value, ...]]:
        return at(*[value.shape for value in given])(*given)

    latest: tuple[list[Any], Callable[..., Any]] = [None], evaluated  # sooner than a look-up

    def gradient(*inputs: Any) -> tuple[Number, tuple[Number, ...]]:
        nonlocal latest
        for value in inputs:
            if value.__class__ is not float:
                break
        else:
            if len(inputs) == count and scalar is not None:
                try:
                    return scalar(*inputs)  # type: ignore[no-any-return]
                except (ArithmeticError, ValueError):  # where NumPy has nan or an infinity
                    output, gradients = evaluated(list(map(np.float64, inputs)))
                    return float(output), tuple(map(float, gradients))
        known, function = latest
        try:
            is_known = list(map(_FORM, inputs)) == known
        except AttributeError:
            is_known = False
        if is_known:
            return function(*inputs)  # type: ignore[no-any-return]
        given = _checked(graph, inputs)
        if graph.shapes:
            named = zip(graph.inputs, given, strict=True)
            at_one = {name: _ONE if name in places else value for name, value in named}
            checked_shapes(at_one, graph.shapes)
        if has_array or any(map(np.ndim, given)):
            if all(map(operator.is_, given, inputs)):
                latest = list(map(_FORM, inputs)), at(*[value.shape for value in given])
            return evaluated(given)
        return gradient(*map(float, given))

    gradient.__doc__ = (
        f"({', '.join(graph.inputs)}) to ({graph.output}, its gradients in the same order)."
    )
    return gradient


_ONE = np.float64(1)  # in place of the many numbers that an input has at many places
_FORM = operator.attrgetter("__class__", "shape", "dtype")
_SHAPES = 32  # of the inputs, that functions are kept for


def _names(names: str | Iterable[str]) -> Iterator[str]:
    if isinstance(names, str):
        return map(canonical, re.split(r"[\s,]+", names.strip()))
    try:
        return map(canonical, names)
    except TypeError:
        raise InputError("inputs.names", given=quoted(names)) from None


def _live_constants(graph: Graph) -> list[Node]:
    return [node for node in graph.nodes if node.is_constant and graph.reaches_output[node.index]]


def _checked(graph: Graph, inputs: Sequence[Any]) -> Sequence[Value]:
    """The inputs as float64 scalars and arrays; an array of float64 as it is."""
    if len(inputs) != len(graph.inputs):
        known = ", ".join(graph.inputs) or Message("inputs.nothing")
        raise CallError("usage.inputs", count=len(graph.inputs), known=known, given=len(inputs))
    return [
        value if _is_array(value) else real_input(name, value)
        for name, value in zip(graph.inputs, inputs, strict=True)
    ]


def _is_array(value: Any) -> bool:
    is_array = type(value) is np.ndarray and value.dtype == np.float64 and value.dtype.isnative
    return is_array and value.ndim > 0


class _Fit(NamedTuple):
    """How arrays of some shapes go together: the axes of the places first, then a walk's own."""

    own: int | None  # how many axes are a walk's own; None without places, where all are
    inputs: tuple[Shape, ...]  # what each input is reshaped to
    padded: tuple[Shape, ...]  # of the output and the gradients as they are computed
    final: tuple[Shape, ...]  # and as they are handed out
    many: Shape = ()  # of the places


def _fit(graph: Graph, places: Collection[str], shapes: Mapping[str, Shape]) -> _Fit:
    own = {name: () if name in places else shape for name, shape in shapes.items()}
    live = [own[name] for name in own if graph.reaches_output[graph.names[name]]]
    live += [np.shape(node.value) for node in _live_constants(graph)]
    try:
        many = np.broadcast_shapes(*(shapes[name] for name in places))
        whole = _shapes_of_nodes(graph, own)[graph.output_node.index]
        checked_shape(graph.output, lambda *_: many + whole, *shapes.values(), *live)
    except InputError:
        raise
    except ValueError:
        raise _misfit(shapes) from None
    results = (whole, *own.values())
    if not places:
        return _Fit(None, tuple(shapes.values()), results, results)
    rank = max(map(len, [*own.values(), *live]), default=0)
    return _Fit(
        rank,
        tuple(
            shape + (1,) * rank if name in places else (1,) * (rank - len(shape)) + shape
            for name, shape in shapes.items()
        ),
        tuple(many + (1,) * (rank - len(shape)) + shape for shape in results),
        tuple(many + shape for shape in results),
        many,
    )


def _shapes_of_nodes(graph: Graph, given: Mapping[str, Shape]) -> list[Shape]:
    """Raises ``InputError`` for too large an array, and ``ValueError`` for shapes that misfit."""
    made: list[Shape] = []
    for node in graph.nodes:
        if isinstance(node, Operation):
            shapes = (made[i] for i in node.operands)
            made.append(checked_shape(node.name, node.op.shape_of, *shapes))
        else:
            made.append(given[node.name] if node.is_input else np.shape(node.value))
    checked_blocks(graph, made.__getitem__)
    return made


def _misfit(shapes: Mapping[str, Shape]) -> InputError:
    return InputError(
        "inputs.misfit", shapes=", ".join(f"{name} {shape}" for name, shape in shapes.items())
    )


def _made(graph: Graph, fit: _Fit) -> Callable[..., tuple[Value, tuple[Value, ...]]]:
    """The code for arrays that go together so. Its results share no memory with anything else."""
    from .shaped.gradient import shaped_source  # when there are arrays

    made = _shapes_of_nodes(graph, dict(zip(graph.inputs, fit.inputs, strict=True)))
    source, names = shaped_source(graph, fit.inputs, made, fit.padded, fit.final, fit.own)
    function = function_of(source, names)
    if fit.own is not None:
        return quietly(lambda *given: function(*map(np.reshape, given, fit.inputs)))
    return quietly(function)


def _at_each(
    gradient: Callable[..., Any], is_many: Sequence[bool], fit: _Fit, given: Sequence[Value]
) -> tuple[Value, tuple[Value, ...]]:
    """One place after the other: operations on whole arrays know of no further axes."""
    spread: list[Any] = [
        np.broadcast_to(value, fit.many) if many else value
        for value, many in zip(given, is_many, strict=True)
    ]
    results: list[list[Value]] = [[] for _ in fit.final]
    for at in np.ndindex(fit.many):
        here = (value[at] if many else value for value, many in zip(spread, is_many, strict=True))
        output, gradients = gradient(*here)
        for found, value in zip(results, (output, *gradients), strict=True):
            found.append(value)
    output, *rest = (
        np.array(found, dtype=np.float64).reshape(shape)[()]
        for found, shape in zip(results, fit.final, strict=True)
    )
    return output, tuple(rest)
