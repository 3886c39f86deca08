"""Gradient descent: from some inputs downhill, step by step, along the negative gradient.

The plain rule ``w <- w - rate * dC/dw`` is A. Cauchy's (1847). Following the gradient of a few
examples instead of all is H. Robbins and S. Monro's stochastic approximation (Annals of
Mathematical Statistics 22, 1951).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from .errors import InputError
from .gradient_code import gradient_function
from .graph import Graph
from .names import canonical
from .numbers import Value, format_number, format_value, is_finite
from .walk import Walk
from .words import Message, language, say

__all__ = ["METHODS", "Cost", "Path", "Place", "descend", "whole"]

TOO_FAR = 1e12  # a cost this many times the one at the start (at least 1) is on its way to infinity
_AT_ONCE = 1_000_000  # entries of an array that are computed in one go

Rows = int | slice | NDArray[Any]
Rule = Callable[[Value, Any, float, int], tuple[Value, Any]]


# How a gradient becomes a move: (gradient, memory, rate, number of the step, from 1) to (move,
# memory). All are taken entry by entry.


def plain(gradient: Value, memory: None, rate: float, count: int) -> tuple[Value, None]:
    """``-rate * gradient``: downhill, and the further the steeper."""
    return -rate * gradient, None


def momentum(gradient: Value, memory: Value, rate: float, count: int) -> tuple[Value, Value]:
    """A heavy ball: 0.9 of the last move, and the plain one.

    B. T. Polyak, *Some methods of speeding up the convergence of iteration methods*, USSR
    Computational Mathematics and Mathematical Physics 4(5), 1964; 0.9 is the customary value.
    """
    move = 0.9 * memory - rate * gradient
    return move, move


def adam(
    gradient: Value, memory: tuple[Value, Value], rate: float, count: int
) -> tuple[Value, tuple[Value, Value]]:
    """The running mean of the gradient over the root of that of its square: about ``rate`` a step.

    D. P. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015, algorithm 1,
    with its beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8. (Its rate for deep networks is 0.001.)
    """
    mean = 0.9 * memory[0] + (1 - 0.9) * gradient
    square = 0.999 * memory[1] + (1 - 0.999) * (gradient * gradient)
    mean_hat, square_hat = mean / (1 - 0.9**count), square / (1 - 0.999**count)
    return -rate * mean_hat / (square_hat**0.5 + 1e-8), (mean, square)


METHODS: dict[str, tuple[Rule, Any]] = {
    "plain": (plain, None),
    "momentum": (momentum, 0.0),
    "adam": (adam, (0.0, 0.0)),
}
"""Each rule, and its memory before the first step."""


class Cost:
    """A graph as what is to be lowered: one number, and its gradient by each input.

    The number is the output; of an output that is an array, the sum of its entries (whose
    gradients a walk computes, too); with ``data``, the average over the examples.

    ``inputs`` are those that are the same for all examples: numbers or, without data, arrays.
    ``data`` has columns of n numbers each, by name. ``start`` and ``columns`` are the two,
    checked, by canonical names. Raises ``InputError`` for inputs that are missing, unknown, given
    in both or no numbers, and for columns that are empty, of different lengths or no lists.
    """

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        inputs, data = dict(inputs or {}), None if data is None else dict(data)
        self.graph = graph
        columns = [] if data is None else _checked_columns(graph, inputs, data)
        given = Walk(graph, {**inputs, **(data or {})}).inputs
        self.columns = {name: given[name] for name in given if name in columns}
        self.start = {name: _plain(given[name]) for name in given if name not in columns}
        self._gradient = gradient_function(graph)
        self._over: dict[frozenset[str], Callable[..., Any]] = {}

    @property
    def count(self) -> int:
        """The number of examples; 1 without data."""
        return len(next(iter(self.columns.values()))) if self.columns else 1

    def inputs(self, state: Mapping[str, Value], rows: Rows) -> dict[str, Value]:
        """All inputs: ``state``, and those rows of the columns (a single one as numbers)."""
        if not self.columns:
            return dict(state)
        batch = {name: _plain(column[rows]) for name, column in self.columns.items()}
        return {name: batch[name] if name in batch else state[name] for name in self.graph.inputs}

    def at(self, inputs: Mapping[str, Value]) -> tuple[float, dict[str, Value]]:
        """The cost at all inputs, and its gradient by each that is no column, in its shape."""
        names = self.graph.inputs
        output, by_input = self._gradient(*[inputs[name] for name in names])
        if output.__class__ is float:
            return output, {
                name: gradient
                for name, gradient in zip(names, by_input, strict=True)
                if name not in self.columns
            }
        share = np.size(output) if self.columns else 1
        with np.errstate(all="ignore"):
            gradients = {
                name: _plain(gradient / share)
                for name, gradient in zip(names, by_input, strict=True)
                if name not in self.columns
            }
            return float(np.sum(output)) / share, gradients

    def over(
        self, state: Mapping[str, Value], axes: Mapping[str, NDArray[Any]]
    ) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
        """The cost at m places, and its gradients by the ``axes``, all of the shape (m,).

        ``axes`` has the m numbers of some inputs; the others are as in ``state``, and all
        examples count.
        """
        others = self.inputs(state, slice(None))
        size = math.prod(
            np.broadcast_shapes(*(np.shape(others[n]) for n in others if n not in axes))
        )
        names = frozenset(axes)
        if names not in self._over:
            self._over[names] = gradient_function(self.graph, over=names)
        length = len(next(iter(axes.values())))
        chunk = max(1, _AT_ONCE // max(size, 1))
        parts: list[list[NDArray[Any]]] = []
        for first in range(0, length or 1, chunk):
            piece = {name: values[first : first + chunk] for name, values in axes.items()}
            output, by_input = self._over[names](
                *({**others, **piece}[name] for name in self.graph.inputs)
            )
            by_name = dict(zip(self.graph.inputs, by_input, strict=True))
            with np.errstate(all="ignore"):
                summed = output.reshape(len(output), math.prod(output.shape[1:]))
                share = summed.shape[1] if self.columns else 1
                parts.append(
                    [summed.sum(axis=1) / share, *(by_name[name] / share for name in axes)]
                )
        costs, *gradients = (np.concatenate(part) for part in zip(*parts, strict=True))
        return costs, dict(zip(axes, gradients, strict=True))


@dataclass(frozen=True, eq=False)
class Place:
    """Where a path is after ``step`` updates.

    ``inputs`` has all inputs there; of a column of data, the rows that this step looked at.
    ``output`` is the cost at them, and ``gradients`` are its gradients by every input that is no
    column, each in the shape of its input.
    """

    step: int
    inputs: Mapping[str, Value]
    output: float
    gradients: Mapping[str, Value]
    _graph: Graph = field(repr=False)
    _make: Callable[[Graph, Mapping[str, Value]], Any] = field(repr=False)

    @cached_property
    def walk(self) -> Any:
        """The walk here, made when it is first asked for.

        With a batch of several examples it walks through all of them at once, as arrays: its
        gradients by the parameters are sums over the examples, which ``gradients`` divides by
        their number.
        """
        return self._make(self._graph, self.inputs)


@dataclass(frozen=True, eq=False, repr=False)
class Path(Sequence[Place]):
    """A descent: its places by step, 0 being the start.

    ``ending`` is None, or tells why the path stopped early: the cost "grew" or "fell" without
    bound, or it became "undefined" (it or a gradient was no finite number any more). The place
    where that happened is the path's last.
    """

    graph: Graph
    parameters: tuple[str, ...]
    rate: float
    method: str
    places: tuple[Place, ...] = field(repr=False)
    cost: Cost = field(repr=False)
    batch: int | None = None
    ending: str | None = None
    steps: int = 0
    seed: int = 0

    def again(self, inputs: Mapping[str, Any]) -> Path:
        """The same descent, of as many ``steps`` as were asked for, from other ``inputs``.

        Raises ``InputError`` for inputs that are not those of this one.
        """
        return descend(
            self.graph,
            inputs,
            self.parameters,
            self.rate,
            self.steps,
            self.method,
            self.cost.columns or None,
            self.batch,
            self.seed,
            walk=self.places[0]._make,
        )

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Place, ...]: ...
    def __getitem__(self, index: int | slice) -> Place | tuple[Place, ...]:
        try:
            return self.places[index]
        except IndexError:
            key = f"path.{self.ending}" if self.ending else "path.step"
            raise IndexError(say(key, step=index, last=len(self) - 1)) from None

    @property
    def diverged(self) -> bool:
        """Whether the path was stopped because it led nowhere."""
        return self.ending is not None

    @cached_property
    def inputs(self) -> dict[str, NDArray[Any]]:
        """By input that is no column: its values over the steps, of shape (steps + 1, ...)."""
        return {n: _stacked(place.inputs[n] for place in self.places) for n in self.cost.start}

    @cached_property
    def gradients(self) -> dict[str, NDArray[Any]]:
        """By input that is no column: its gradients over the steps, of shape (steps + 1, ...)."""
        return {n: _stacked(place.gradients[n] for place in self.places) for n in self.cost.start}

    @cached_property
    def outputs(self) -> NDArray[Any]:
        """The cost that each step saw, of shape (steps + 1,); with batches, an estimate."""
        return _stacked(place.output for place in self.places)

    @cached_property
    def costs(self) -> NDArray[Any]:
        """The cost over all data at each step, of shape (steps + 1,), which batches only estimate.

        Computed when first asked for: it is the price that a batch saves.
        """
        return self.outputs if self.batch is None else _stacked(map(self._cost_at, self.places))

    @property
    def evaluations(self) -> int:
        """How many times the formula was evaluated, counting every example."""
        if not self.cost.columns:
            return len(self)
        column = next(iter(self.cost.columns))
        return sum(np.size(place.inputs[column]) for place in self.places)

    def sentence(self, lang: str | None = None) -> str:
        """What became of the cost, and if the path was stopped why, and what to try.

        ``lang`` is by default the language that is spoken (``bv.speak``). Raises ``ValueError``
        for a language there is not.
        """
        lang = language(lang)
        first, last = self.places[0], self.places[-1]
        before, after = self._cost_at(first), self._cost_at(last)
        output = self._shown(self.graph.output)
        slots = {
            "step": last.step,
            "output": output,
            "before": format_value(before),
            "after": format_value(after if self.ending is None else last.output),
            "rate": format_number(self.rate),
            "smaller": format_number(self.rate / 10),
            "method": say(f"descent.{self.method}", lang),
            "inputs": ", ".join(
                f"{self._shown(n)} = {format_value(last.inputs[n])}" for n in self.parameters
            ),
        }
        columns = self.cost.columns.values()
        if self.ending == "undefined" and not all(np.isfinite(c).all() for c in columns):
            keys = ["descent.undefined_data"]
        elif self.ending is not None:
            keys = [f"descent.{self.ending}{'' if last.step else '_start'}"]
        elif last.step == 0:
            keys = ["descent.no_step"]
        elif all(not np.any(self.gradients[name]) for name in self.parameters):
            keys = ["descent.flat"]
        else:
            keys = ["descent.done", *(["descent.risen"] if after > before else [])]
        if self.cost.columns:
            keys.append("descent.batches" if self._sees_some else "descent.all_data")
        slots |= {"count": self.cost.count, "batch": self.batch}
        return ("" if lang == "ja" else " ").join(say(key, lang, **slots) for key in keys)

    def __str__(self) -> str:
        return self.sentence()

    def _repr_markdown_(self) -> str:
        return re.sub(r"([\\`*_\[\]<>$#|~])", r"\\\1", self.sentence())

    def __repr__(self) -> str:
        moved = ", ".join(self.parameters)
        last = self.places[-1]
        ending = f", {self.ending}" if self.ending else ""
        return (
            f"<descent of {self.graph.output} along {moved}: {last.step} steps of {self.method}, "
            f"{format_value(self.places[0].output)} to {format_value(last.output)}{ending}>"
        )

    @property
    def _sees_some(self) -> bool:
        """Whether a step looked at some of the examples only."""
        return self.batch is not None and self.batch < self.cost.count

    def _cost_at(self, place: Place) -> float:
        if self.batch is None:
            return place.output
        return self.cost.at(self.cost.inputs(place.inputs, slice(None)))[0]

    def _shown(self, name: str) -> str:
        return self.graph.displayed[self.graph.names[name]]


def descend(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    parameters: str | Iterable[str] | None = None,
    rate: float = 0.1,
    steps: int = 50,
    method: str = "plain",
    data: Mapping[str, Any] | None = None,
    batch: int | None = None,
    seed: int = 0,
    *,
    walk: Callable[[Graph, Mapping[str, Value]], Any] = Walk,
) -> Path:
    """Go downhill from ``inputs``: in each step every parameter moves against its gradient.

    ``inputs`` are numbers or arrays by name. ``parameters`` names those that move (a list, or
    text such as "w, b"; "all" moves every input); the default are those that the graph marks.
    ``method`` is "plain", "momentum" or "adam", and ``rate`` its learning rate.

    ``data`` has one list of n numbers per input that changes from example to example; the cost
    is then the average over the examples, and "all" does not move those inputs. Each step looks
    at all examples or, with ``batch``, at so many: shuffled with ``seed``, each once before any
    comes again, the last batch of a round being smaller if ``batch`` does not divide n.
    ``walk`` makes the walk of a place.

    Returns a :class:`Path` of ``steps`` + 1 places, fewer if it diverged: if the cost or a
    gradient left the finite numbers, or the cost its start by a factor of 1e12.

    Raises ``InputError`` for inputs or data as :class:`Cost` does, for parameters that are none
    or no inputs, and for a rate, a number of steps or a batch that makes no sense; ``ValueError``
    for an unknown method.

    >>> from backprop_viz import graph
    >>> path = descend(graph("(w - 3)**2", parameters="w"), {"w": 0}, rate=0.5, steps=1)
    >>> path.inputs["w"].tolist(), path.outputs.tolist()
    ([0.0, 3.0], [9.0, 0.0])
    """
    if method not in METHODS:
        raise ValueError(say("usage.method", given=repr(method), known=", ".join(METHODS)))
    is_number = isinstance(rate, int | float | np.number) and not isinstance(rate, bool)
    if not (is_number and 0 < rate < math.inf):
        raise InputError("descend.rate", rate=repr(rate))
    rate, steps = float(rate), whole("steps", steps, 0)
    cost = Cost(graph, inputs, data)
    moved = _parameters(graph, parameters, cost)
    if batch is not None:
        if not cost.columns:
            raise InputError("descend.no_data")
        batch = whole("batch", batch, 1, cost.count)
    seed = whole("seed", seed, 0)
    rule, memory = METHODS[method]
    memories = dict.fromkeys(moved, memory)
    batches = _batches(cost.count, batch, seed)
    state, places, ending = dict(cost.start), list[Place](), None
    with np.errstate(all="ignore"):
        for step in range(steps + 1):
            here = cost.inputs(state, next(batches))
            output, gradients = cost.at(here)
            places.append(Place(step, here, output, gradients, graph, walk))
            ending = _ending(places, moved)
            if ending or step == steps:
                break
            for name in moved:
                move, memories[name] = rule(gradients[name], memories[name], rate, step + 1)
                state[name] = _plain(state[name] + move)
    return Path(graph, moved, rate, method, tuple(places), cost, batch, ending, steps, seed)


def _ending(places: Sequence[Place], moved: Iterable[str]) -> str | None:
    """Why the path should stop at its last place, if it should."""
    first, last = places[0], places[-1]
    limit = TOO_FAR * max(abs(first.output), 1.0)
    if last is not first and last.output > limit:
        return "grew"
    if last is not first and last.output < -limit:
        return "fell"
    numbers = (last.output, *(x[n] for n in moved for x in (last.gradients, last.inputs)))
    return None if all(map(is_finite, numbers)) else "undefined"


def _parameters(graph: Graph, chosen: str | Iterable[str] | None, cost: Cost) -> tuple[str, ...]:
    """The inputs that move, in the graph's order."""
    if chosen is None:
        names = graph.parameters
    elif isinstance(chosen, str):
        names = frozenset(
            cost.start
            if chosen.strip() == "all"
            else map(canonical, chosen.replace(",", " ").split())
        )
    else:
        names = frozenset(map(canonical, chosen))
    if not names:
        some = ", ".join(map(repr, list(cost.start)[:2]))
        raise InputError("descend.nothing_moves", names=some)
    columns, others = names.intersection(cost.columns), names.difference(graph.inputs)
    if columns or others:
        raise InputError(
            "descend.columns" if columns else "descend.no_inputs",
            names=", ".join(sorted(columns or others)),
            inputs=", ".join(cost.start) or Message("inputs.nothing"),
        )
    return tuple(name for name in graph.inputs if name in names)


def _checked_columns(graph: Graph, inputs: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    """The canonical names of the columns."""
    names = [canonical(name) for name in data]
    both = sorted({*map(canonical, inputs)}.intersection(names))
    if both:
        raise InputError("data.both", names=", ".join(both))
    lengths: dict[str, int] = {}
    for name, column in data.items():
        try:
            (lengths[name],) = np.shape(column)
        except (TypeError, ValueError):
            raise InputError("data.column", name=name, column=repr(column)) from None
    if not lengths or min(lengths.values()) == 0:
        raise InputError("data.empty")
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise InputError("data.lengths", lengths=told)
    arrays = [name for name, value in inputs.items() if np.ndim(np.asarray(value, dtype=object))]
    if arrays:
        raise InputError("data.arrays", names=", ".join(arrays))
    if any(np.ndim(node.value) for node in graph.nodes if node.is_constant):
        raise InputError("data.array_inside")
    return names


def _batches(count: int, size: int | None, seed: int) -> Iterator[Rows]:
    """The rows that each step looks at, without end."""
    random = np.random.default_rng(seed)
    while True:
        if size is None:
            yield slice(None)
            continue
        order = random.permutation(count)
        if size == 1:
            yield from order.tolist()
        else:
            yield from (order[first : first + size] for first in range(0, count, size))


def whole(name: str, number: Any, low: int, high: int | None = None) -> int:
    """The argument ``name``, if it is a whole number from ``low`` to ``high``; else an error."""
    is_whole = isinstance(number, int | np.integer) and not isinstance(number, bool)
    if is_whole and low <= number and (high is None or number <= high):
        return int(number)
    raise InputError(
        "descend.at_least" if high is None else "descend.between",
        name=name,
        number=repr(number),
        low=low,
        high=high,
    )


def _plain(value: Value) -> Value:
    """A number as a float, an array read-only."""
    if np.ndim(value) == 0:
        return float(value)
    value.flags.writeable = False
    return value


def _stacked(values: Iterable[Value]) -> NDArray[Any]:
    array = np.array(list(values), dtype=np.float64)
    array.flags.writeable = False
    return array
