"""The function that gives all gradients without a walk: of numbers, arrays, or at many places."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from .arithmetic.names import MATH, NUMPY
from .arithmetic.shapes import Shape, checked_shape, summed_to
from .core.graph import Graph, Node, Operation
from .errors import CallError, InputError
from .given.inputs import checked_shapes, real_input
from .gradient_code import compiled
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
    scalar = compiled(graph, MATH, sums=False) if is_of_numbers else None

    @lru_cache(maxsize=2)
    def general(sums: bool) -> Callable[..., Any]:
        return compiled(graph, NUMPY, sums)

    one_by_one = gradient_function(graph) if places and not is_entrywise else None

    @lru_cache(maxsize=8)
    def fit(*shapes: Shape) -> _Fit:
        return _fit(graph, places, dict(zip(graph.inputs, shapes, strict=True)))

    def evaluated(given: Sequence[Value]) -> tuple[Value, tuple[Value, ...]]:
        shapes = fit(*map(np.shape, given))
        if one_by_one is not None:
            return _at_each(one_by_one, [name in places for name in graph.inputs], shapes, given)
        return _evaluated(graph, general(shapes.sums), shapes, given)

    def gradient(*inputs: Any) -> tuple[Number, tuple[Number, ...]]:
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
        given = _checked(graph, inputs)
        if graph.shapes:
            named = zip(graph.inputs, given, strict=True)
            at_one = {name: _ONE if name in places else value for name, value in named}
            checked_shapes(at_one, graph.shapes)
        if has_array or any(map(np.ndim, given)):
            return evaluated(given)
        return gradient(*map(float, given))

    gradient.__doc__ = (
        f"({', '.join(graph.inputs)}) to ({graph.output}, its gradients in the same order)."
    )
    return gradient


_ONE = np.float64(1)  # in place of the many numbers that an input has at many places


def _names(names: str | Iterable[str]) -> Iterator[str]:
    if isinstance(names, str):
        return map(canonical, re.split(r"[\s,]+", names.strip()))
    try:
        return map(canonical, names)
    except TypeError:
        raise InputError("inputs.names", given=quoted(names)) from None


def _live_constants(graph: Graph) -> list[Node]:
    return [node for node in graph.nodes if node.is_constant and graph.reaches_output[node.index]]


def _checked(graph: Graph, inputs: Sequence[Any]) -> list[Value]:
    """The inputs as float64 scalars and arrays; an array of float64 as it is."""
    if len(inputs) != len(graph.inputs):
        known = ", ".join(graph.inputs) or Message("inputs.nothing")
        raise CallError("usage.inputs", count=len(graph.inputs), known=known, given=len(inputs))
    return [
        value if _is_float64(value) else real_input(name, value)
        for name, value in zip(graph.inputs, inputs, strict=True)
    ]


def _is_float64(value: Any) -> bool:
    return type(value) is np.ndarray and value.dtype == np.float64 and value.dtype.isnative


class _Fit(NamedTuple):
    """How arrays of some shapes go together: the axes of the places first, then a walk's own."""

    rank: int  # of a walk's own axes; 0 without places, where NumPy's own broadcasting will do
    sums: bool  # whether a gradient may have to be summed over the axes of a walk
    inputs: tuple[Shape, ...]  # what each input is reshaped to
    padded: tuple[Shape, ...]  # of the output and the gradients as they are computed
    final: tuple[Shape, ...]  # and as they are handed out
    many: Shape = ()  # of the places


def _fit(graph: Graph, places: Collection[str], shapes: Mapping[str, Shape]) -> _Fit:
    own = {name: () if name in places else shape for name, shape in shapes.items()}
    live = [own[name] for name in own if graph.reaches_output[graph.names[name]]]
    live += [np.shape(node.value) for node in _live_constants(graph)]
    rank = max(map(len, [*own.values(), *live]), default=0)
    has_arrays = rank > 0 or not all(node.op.is_entrywise for node in graph.operations)
    try:
        many = np.broadcast_shapes(*(shapes[name] for name in places))
        whole = _shape_of_output(graph, own)
        checked_shape(graph.output, lambda *_: many + whole, *shapes.values(), *live)
    except InputError:
        raise
    except ValueError:
        raise _misfit(shapes) from None
    results = (whole, *own.values())
    if not places:
        return _Fit(0, has_arrays, tuple(shapes.values()), results, results)
    return _Fit(
        rank,
        rank > 0,
        tuple(
            shape + (1,) * rank if name in places else (1,) * (rank - len(shape)) + shape
            for name, shape in shapes.items()
        ),
        tuple(many + (1,) * (rank - len(shape)) + shape for shape in results),
        tuple(many + shape for shape in results),
        many,
    )


def _shape_of_output(graph: Graph, given: Mapping[str, Shape]) -> Shape:
    """Raises ``InputError`` for too large an array, and ``ValueError`` for shapes that misfit."""
    made: list[Shape] = []
    for node in graph.nodes:
        if isinstance(node, Operation):
            shapes = (made[i] for i in node.operands)
            made.append(checked_shape(node.name, node.op.shape_of, *shapes))
        else:
            made.append(given[node.name] if node.is_input else np.shape(node.value))
    return made[graph.output_node.index]


def _misfit(shapes: Mapping[str, Shape]) -> InputError:
    return InputError(
        "inputs.misfit", shapes=", ".join(f"{name} {shape}" for name, shape in shapes.items())
    )


def _evaluated(
    graph: Graph, general: Callable[..., Any], fit: _Fit, given: Sequence[Value]
) -> tuple[Value, tuple[Value, ...]]:
    """The general code on arrays. The results share no memory with anything else."""
    rank = fit.rank

    def back(term: Value, operand: Value) -> Value:
        """As it arrives at the operand: summed where that was stretched, but not over places."""
        size, goal = np.shape(term), np.shape(operand)
        if size == goal:
            return term
        return summed_to(term, size[:-rank] + goal[-rank:] if rank else goal)

    spread = [
        value if np.shape(value) == shape else np.reshape(value, shape)
        for value, shape in zip(given, fit.inputs, strict=True)
    ]
    try:
        with np.errstate(all="ignore"):
            output, gradients = general(*([back] if fit.sums else []), *spread)
    except ValueError:  # of what does not reach the output
        raise _misfit(dict(zip(graph.inputs, map(np.shape, given), strict=True))) from None
    known = [*given, *(node.value for node in _live_constants(graph))]
    taken = {id(_owner(value)) for value in known if isinstance(value, np.ndarray)}
    results: list[Value] = []
    for value, padded, final in zip((output, *gradients), fit.padded, fit.final, strict=True):
        if np.shape(value) != padded:
            value = np.broadcast_to(value, padded).copy()
        if isinstance(value, np.ndarray):
            if id(_owner(value)) in taken or not value.flags.writeable:
                value = value.copy()
            taken.add(id(_owner(value)))
            value = value if padded == final and final else value.reshape(final)[()]
        results.append(value)
    return results[0], tuple(results[1:])


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


def _owner(value: Value) -> Any:
    """The object that owns the memory of a value."""
    base = getattr(value, "base", None)
    return value if base is None else base
