"""Gradient descent: from some inputs downhill, step by step, along the negative gradient.

The plain rule ``w <- w - rate * dC/dw`` is A. Cauchy's (1847). Following the gradient of a few
examples instead of all is H. Robbins and S. Monro's stochastic approximation (Annals of
Mathematical Statistics 22, 1951).
"""

from __future__ import annotations

import math
import re
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from ..api import Graph, Walk, graph
from ..errors import CallError, InputError, OptionError, StepError
from ..given.inputs import by_name
from ..gradient_code import gradient_function
from ..progress import progress
from ..spell.names import canonical
from ..spell.numbers import DIGITS, Number, format_number, format_value, is_finite
from ..tell.walk import Watch
from ..words import Message, language, paragraph, quoted, say
from .columns import Columns
from .motion import WINDOW, Motion, motion

__all__ = ["METHODS", "Cost", "Path", "Place", "descend", "whole"]

COST = ""  # the name of the cost among the columns of a path; no input is called so
ROOM = 2**29  # bytes that the numbers of a path may take
AT_HAND = 4096  # places of a path that are kept once they have been made
BACK = 0.01  # of its drop, what the cost must rise again to be told
CRAWL = 1e-3  # of a cost, what changes too little to be seen
TOO_FAR = 1e12  # a cost this many times the one at the start (at least 1) is on its way to infinity
_AT_ONCE = 1_000_000  # entries of an array that are computed in one go

Rows = int | slice | NDArray[Any]
Rule = Callable[[Number, Any, float, int], tuple[Number, Any]]


# How a gradient becomes a move: (gradient, memory, rate, number of the step, from 1) to (move,
# memory). All are taken entry by entry.


def plain(gradient: Number, memory: None, rate: float, count: int) -> tuple[Number, None]:
    """``-rate * gradient``: downhill, and the further the steeper."""
    return -rate * gradient, None


def momentum(gradient: Number, memory: Number, rate: float, count: int) -> tuple[Number, Number]:
    """A heavy ball: 0.9 of the last move, and the plain one.

    B. T. Polyak, *Some methods of speeding up the convergence of iteration methods*, USSR
    Computational Mathematics and Mathematical Physics 4(5), 1964; 0.9 is the customary value.
    """
    move = 0.9 * memory - rate * gradient
    return move, move


def adam(
    gradient: Number, memory: tuple[Number, Number], rate: float, count: int
) -> tuple[Number, tuple[Number, Number]]:
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
    """A graph as a cost to lower: one number, and its gradient by each input.

    The number is the output; of an output that is an array, the sum of its entries (whose
    gradients a walk computes, too); with ``data``, the average over the examples.

    ``inputs`` are the same for all examples: numbers or, without data, arrays.
    ``data`` has columns of n numbers each, by name. ``start`` and ``columns`` are the two,
    checked, by canonical names. Raises ``InputError`` for inputs that are missing, unknown, given
    twice or not numbers, and for columns that are empty, of different lengths or not lists.
    """

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        inputs, data = by_name(inputs), None if data is None else by_name(data)
        self.graph = graph
        columns = [] if data is None else _checked_columns(graph, inputs, data)
        given = Walk(graph, {**inputs, **(data or {})}).inputs
        self.columns = {name: np.asarray(given[name]) for name in given if name in columns}
        self.start = {name: _plain(given[name]) for name in given if name not in columns}
        self._gradient = gradient_function(graph)
        self._over: dict[frozenset[str], Callable[..., Any]] = {}

    @property
    def count(self) -> int:
        """The number of examples; 1 without data."""
        return len(next(iter(self.columns.values()))) if self.columns else 1

    def inputs(self, state: Mapping[str, Number], rows: Rows) -> dict[str, Number]:
        """All inputs: ``state``, and those rows of the columns (a single one as numbers)."""
        if not self.columns:
            return dict(state)
        batch = {name: _plain(column[rows]) for name, column in self.columns.items()}
        return {name: batch[name] if name in batch else state[name] for name in self.graph.inputs}

    def at(self, inputs: Mapping[str, Number]) -> tuple[float, dict[str, Number]]:
        """The cost at these inputs, and its gradient by each that is no column, in its shape."""
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
        self, state: Mapping[str, Number], axes: Mapping[str, NDArray[Any]]
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
    inputs: Mapping[str, Number]
    output: float
    _cost: Cost = field(repr=False)

    @cached_property
    def gradients(self) -> Mapping[str, Number]:
        with np.errstate(all="ignore"):
            return self._cost.at(self.inputs)[1]

    @cached_property
    def walk(self) -> Walk:
        """The walk at these inputs, made on first use.

        With a batch of several examples it walks through all of them at once, as arrays: its
        gradients by the parameters are sums over the examples, which ``gradients`` divides by
        their number.
        """
        return self._cost.graph.walk(self.inputs)


class Batches:
    """The rows that each step looks at: all of ``count``, or ``size`` of them, shuffled."""

    def __init__(self, count: int, size: int | None, seed: int) -> None:
        self.count, self.size = count, size
        self._random = np.random.default_rng(seed)
        self._orders = array("q")  # of the rounds, one after the other

    def rows(self, step: int) -> Rows:
        """Those of a step: a slice, a number (of a single one) or several."""
        if self.size is None:
            return slice(None)
        round_, place = divmod(step, -(-self.count // self.size))
        first, end = place * self.size, min((place + 1) * self.size, self.count)
        while len(self._orders) <= round_ * self.count:
            order = self._random.permutation(self.count)
            self._orders.frombytes(order.astype(np.int64).tobytes())
        chosen = self._orders[round_ * self.count + first : round_ * self.count + end]
        return chosen[0] if self.size == 1 else np.array(chosen)

    def seen(self, steps: int) -> int:
        """How many examples the first ``steps`` steps look at; each counts every time."""
        if self.size is None:
            return steps * self.count
        rounds, rest = divmod(steps, -(-self.count // self.size))
        return rounds * self.count + rest * self.size


_BEYOND = {
    None: "path.step",
    "grew": "path.grew",
    "fell": "path.fell",
    "undefined": "path.undefined",
    "interrupted": "path.interrupted",
    "full": "path.full",
    "settled": "path.settled",
}


@dataclass(frozen=True, eq=False, repr=False)
class Path(Sequence[Place]):
    """A descent: its places by step, 0 being the start.

    ``ending`` is None, or tells why the path stopped early. It diverged: the cost "grew" or "fell"
    without bound, or it became "undefined" (it or a gradient was no finite number any more). Or it
    was "interrupted"; it had too many places to keep ("full"); or it had "settled" where nothing
    changes any more, and the rest, the same place again and again, was too long to keep. The
    place where that happened is the path's last. ``settled`` is the first of the steps at the end
    that all stay at the same place, if there are several.
    """

    graph: Graph
    parameters: tuple[str, ...]
    rate: float
    method: str
    cost: Cost = field(repr=False)
    batch: int | None = None
    ending: str | None = None
    steps: int = 0
    seed: int = 0
    settled: int | None = None
    _columns: Columns = field(kw_only=True)
    _batches: Batches = field(kw_only=True)
    _places: dict[int, Place] = field(default_factory=dict, kw_only=True)  # the latest

    def again(self, inputs: Mapping[str, Any], steps: int | None = None) -> Path:
        """The same descent from other ``inputs``, by default of the same number of ``steps``.

        Raises ``InputError`` for inputs with other names.
        """
        return descend(
            self.graph,
            inputs,
            self.parameters,
            self.rate,
            self.steps if steps is None else steps,
            self.method,
            self.cost.columns or None,
            self.batch,
            self.seed,
            watch=iter,
        )

    def __len__(self) -> int:
        return len(self._columns)

    def _beyond(self, index: int) -> Message:
        """Why there is no such step."""
        key = _BEYOND[self.ending]
        return Message(key, step=index, last=len(self) - 1)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Place, ...]: ...
    def __getitem__(self, index: int | slice) -> Place | tuple[Place, ...]:
        if isinstance(index, slice):
            return tuple(self[step] for step in range(*index.indices(len(self))))
        try:
            step = range(len(self))[index]
        except IndexError:
            raise StepError(self._beyond(index)) from None
        except TypeError:
            raise CallError("usage.step_kind", given=quoted(index)) from None
        if step not in self._places:
            if len(self._places) >= AT_HAND:
                del self._places[next(iter(self._places))]
            self._places[step] = self._place(step)
        return self._places[step]

    def _place(self, step: int) -> Place:
        row = self._columns.row(step)
        output = float(row.pop(COST))
        state = {**self.cost.start, **{name: _plain(value) for name, value in row.items()}}
        inputs = self.cost.inputs(state, self._batches.rows(step))
        return Place(step, inputs, output, self.cost)

    @property
    def diverged(self) -> bool:
        """Whether the path was stopped because the cost left all bounds."""
        return self.ending in ("grew", "fell", "undefined")

    @cached_property
    def inputs(self) -> dict[str, NDArray[Any]]:
        """By input that is no column: its values over the steps, of shape (steps + 1, ...)."""
        return {
            name: self._columns.column(name)
            if name in self.parameters
            else np.broadcast_to(value, (len(self), *np.shape(value)))
            for name, value in self.cost.start.items()
        }

    @cached_property
    def gradients(self) -> dict[str, NDArray[Any]]:
        """By input that is no column: its gradients over the steps, of shape (steps + 1, ...).

        Computed step by step on first use.
        """
        every = [self._place(step).gradients for step in range(len(self))]
        return {name: _stacked(at[name] for at in every) for name in self.cost.start}

    @cached_property
    def outputs(self) -> NDArray[Any]:
        """The cost that each step saw, of shape (steps + 1,); with batches, an estimate."""
        return self._columns.column(COST)

    @cached_property
    def costs(self) -> NDArray[Any]:
        """The cost over all data at each step, of shape (steps + 1,), which batches only estimate.

        Computed on first use: it is the work that a batch saves.
        """
        return self.outputs if self.batch is None else _stacked(map(self.cost_at, range(len(self))))

    def cost_at(self, step: int) -> float:
        """The cost over all data at one step."""
        place = self[step]
        if self.batch is None:
            return place.output
        return self.cost.at(self.cost.inputs(place.inputs, slice(None)))[0]

    @property
    def evaluations(self) -> int:
        """How many times the formula was evaluated, counting every example."""
        return self._batches.seen(len(self))

    def sentence(self, lang: str | None = None) -> str:
        """What became of the cost and, if the path was stopped, why and what to try.

        ``lang`` is by default the current language (``bv.speak``). Raises ``ValueError`` for an
        unknown one.
        """
        lang = language(lang)
        last = self[-1]
        before, after = self.cost_at(0), self.cost_at(-1)
        lowest = 0 if self.diverged else int(np.argmin(self.outputs))
        slots = {
            "step": last.step,
            "steps": self.steps,
            "settled": self.settled,
            "output": self._shown(self.graph.output),
            "before": format_value(before),
            "after": format_value(last.output if self.diverged else after),
            "rate": format_number(self.rate, digits=2 * DIGITS),
            "smaller": format_number(self.rate / 10),
            "half": format_number(self.rate / 2),
            "larger": format_number(self.rate * 10),
            "method": say(f"descent.{self.method}", lang),
            "inputs": self._standing(last),
            "other": self._standing(self[max(last.step - 1, 0)]),
            "other_output": format_value(self.outputs[max(last.step - 1, 0)]),
            "slope": format_value(_size(last.gradients[name] for name in self.parameters)),
            "lowest": format_value(self.outputs[lowest]),
            "lowest_step": lowest,
            "count": self.cost.count,
            "batch": self.batch,
            "room": ROOM >> 20,
        }
        keys = self._told(before, after, lowest)
        if self.cost.columns:
            keys.append("batches" if self._sees_some else "all_data")
        return paragraph(lang, (say(f"descent.{key}", lang, **slots) for key in keys))

    def _told(self, before: float, after: float, lowest: int) -> list[str]:
        """The messages of what happened, by their keys."""
        last = len(self) - 1
        columns = self.cost.columns.values()
        if self.ending == "undefined" and not all(np.isfinite(c).all() for c in columns):
            return ["undefined_data"]
        if self.diverged:
            return [f"{self.ending}{'' if last else '_start'}"]
        lead = [self.ending] if self.ending in ("interrupted", "full") else []
        if last == 0 and self.settled is None:
            return [*lead, "no_step"]
        gradients = self[-1].gradients
        is_level = not any(np.any(gradients[name]) for name in self.parameters)
        reach = _size(np.ptp(self.inputs[name], axis=0) for name in self.parameters)
        rest = ["left_out"] if self.ending == "settled" else []
        if reach == 0.0:
            return [*lead, "flat" if is_level else "stuck", *rest]
        notes = []
        how = "" if self._sees_some else self._motion(reach)
        is_still = format_value(before) == format_value(after)
        nearly = "" if before == after else "_nearly"
        outcome = f"still{nearly}" if is_still else "done"
        if how == "flips":
            return [*lead, outcome, how]
        if after > before and not is_still:
            notes.append("risen")
        elif how:
            notes.append(how)
        elif is_still and self._has_turned():
            notes.append(f"across{nearly}")
        elif is_still and np.ptp(self.outputs) <= CRAWL * abs(before):
            notes.append("crawls")
        if not (self._sees_some or how) and 0 < lowest < last:
            drop = max(before, after) - self.outputs[lowest]
            if after - self.outputs[lowest] > BACK * drop:
                notes.append("back")
        if self.settled is not None:
            notes.append("settled" if is_level else "settled_short")
        return [*lead, outcome, *notes, *rest]

    def _motion(self, reach: float) -> Motion:
        places = self._columns.flat(self.parameters, WINDOW)
        return motion(places, self.outputs[-WINDOW:], reach)

    def _has_turned(self) -> bool:
        """Whether the last step has led to where the gradient points back."""
        here, there = self[-1], self[-2]
        back = 0.0
        for name in self.parameters:
            move = np.subtract(here.inputs[name], there.inputs[name])
            back += float(np.sum(move * here.gradients[name]))
        return back > 0

    def _standing(self, place: Place) -> str:
        """The inputs that move, where they are."""
        return ", ".join(
            f"{self._shown(name)} = {format_value(place.inputs[name])}" for name in self.parameters
        )

    def __str__(self) -> str:
        return self.sentence()

    def _repr_markdown_(self) -> str:
        return re.sub(r"([\\`*_\[\]<>$#|~])", r"\\\1", self.sentence())

    def __repr__(self) -> str:
        moved = ", ".join(self.parameters)
        last = self[-1]
        ending = f", {self.ending}" if self.ending else ""
        return (
            f"<descent of {self.graph.output} along {moved}: {last.step} steps of {self.method}, "
            f"{format_value(self[0].output)} to {format_value(last.output)}{ending}>"
        )

    @property
    def _sees_some(self) -> bool:
        """Whether a step looked at some of the examples only."""
        return self.batch is not None and self.batch < self.cost.count

    def _shown(self, name: str) -> str:
        return self.graph.displayed[self.graph.names[name]]


def descend(
    source: Any,
    inputs: Mapping[str, Any] | None = None,
    parameters: str | Iterable[str] | None = None,
    rate: float = 0.1,
    steps: int = 50,
    method: str = "plain",
    data: Mapping[str, Any] | None = None,
    batch: int | None = None,
    seed: int = 0,
    watch: Watch | None = None,
) -> Path:
    """Go downhill from ``inputs``: in each step every parameter moves against its gradient.

    ``source`` is a graph, or anything that :func:`backprop_viz.graph` takes, and ``inputs`` are
    numbers or arrays by name. ``parameters`` names those that move (a list, or text such as
    "w, b"; "all" moves every input); by default those that the graph marks. ``method`` is
    "plain", "momentum" or "adam", and ``rate`` its learning rate.

    ``data`` has one list of n numbers per input that changes from example to example; the cost
    is then the average over the examples, and "all" does not move those inputs. Each step looks
    at all examples or, with ``batch``, at that number of them: shuffled with ``seed``, each once
    before any comes again, the last batch of a round being smaller if ``batch`` does not divide n.
    A long descent shows a progress bar; ``watch`` replaces it, and goes through the numbers of the
    steps as ``tqdm.tqdm`` does.

    Returns a :class:`Path` of ``steps`` + 1 places, fewer if it diverged: if the cost or a
    gradient left the finite numbers, or the cost its start by a factor of 1e12. An interrupted
    descent gives the path so far, and so does one of more places than half a gigabyte holds.
    Where nothing changes any more, the remaining places are the same, and cost no time.

    Raises ``InputError`` for inputs or data as :class:`Cost` does, without any parameter, for one
    that is no input, and for a rate, a number of steps or a batch that makes no sense;
    ``ValueError`` for an unknown method.

    >>> path = descend("(w - 3)**2", {"w": 0}, "w", rate=0.5, steps=1)
    >>> path.inputs["w"].tolist(), path.outputs.tolist()
    ([0.0, 3.0], [9.0, 0.0])
    """
    made = source if isinstance(source, Graph) else graph(source)
    if not isinstance(method, str) or method not in METHODS:
        raise OptionError("usage.method", given=quoted(method), known=", ".join(METHODS))
    is_number = isinstance(rate, int | float | np.number) and not isinstance(rate, bool)
    if not (is_number and 0 < rate <= sys.float_info.max):
        raise InputError("descend.rate", rate=quoted(rate))
    rate, steps = float(rate), whole("steps", steps, 0)
    cost = Cost(made, inputs, data)
    moved = _parameters(made, parameters, cost)
    if batch is not None:
        if not cost.columns:
            raise InputError("descend.no_data")
        batch = whole("batch", batch, 1, cost.count)
    seed = whole("seed", seed, 0)
    rule, memory = METHODS[method]
    memories = dict.fromkeys(moved, memory)
    batches = Batches(cost.count, batch, seed)
    state, settled = dict(cost.start), None
    with np.errstate(all="ignore"):
        here = cost.inputs(state, batches.rows(0))
        output, gradients = start = cost.at(here)
        columns = Columns({**{name: state[name] for name in moved}, COST: output})
        most = max(1, ROOM // (columns.row_size + 8 * (batch or 0)))
        ending = _ending(start[0], output, gradients, here, moved)
        try:
            numbers = range(1, min(steps, sys.maxsize - 1) + 1)
            for _ in () if ending else _watched(progress if watch is None else watch, numbers):
                step = len(columns)
                if step >= most:
                    ending = "full"
                    break
                is_still = batch is None
                for name in moved:
                    move, memory = rule(gradients[name], memories[name], rate, step)
                    place = _plain(state[name] + move)
                    if is_still:
                        is_still = _is_same(place, state[name]) and _is_same(memory, memories[name])
                    state[name], memories[name] = place, memory
                if is_still and not (method == "adam" and any(map(np.any, memories.values()))):
                    settled = step - 1
                    if steps >= most:
                        ending = "settled"
                    else:
                        columns.repeat(steps - settled)
                    break
                here = cost.inputs(state, batches.rows(step))
                output, gradients = cost.at(here)
                columns.append({**state, COST: output})
                ending = _ending(start[0], output, gradients, here, moved)
                if ending:
                    break
        except KeyboardInterrupt:
            ending = ending or "interrupted"
        except MemoryError:
            ending = "full"
    if ending is None and len(columns) <= steps:
        ending = "interrupted"  # whoever watched has had enough
    return Path(
        made,
        moved,
        rate,
        method,
        cost,
        batch,
        ending,
        steps,
        seed,
        settled,
        _columns=columns,
        _batches=batches,
    )


def _ending(
    first: float,
    output: float,
    gradients: Mapping[str, Number],
    inputs: Mapping[str, Number],
    moved: Iterable[str],
) -> str | None:
    """Why the path should stop here, if it should; ``first`` is the cost at its start."""
    limit = TOO_FAR * max(abs(first), 1.0)
    if output > limit and output != first:
        return "grew"
    if output < -limit and output != first:
        return "fell"
    numbers = (output, *(x[n] for n in moved for x in (gradients, inputs)))
    return None if all(map(is_finite, numbers)) else "undefined"


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values, or pairs of them, are the same to the last bit."""
    if one.__class__ is float and other.__class__ is float:
        return one == other and math.copysign(1.0, one) == math.copysign(1.0, other)
    if one is None or other is None:
        return one is other
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    return a.shape == b.shape and a.tobytes() == b.tobytes()


def _size(values: Iterable[Number]) -> float:
    """The length of all the numbers together as one vector."""
    numbers = [np.abs(np.asarray(value, dtype=float)).ravel() for value in values]
    whole = np.concatenate(numbers) if numbers else np.zeros(1)
    greatest = float(whole.max(initial=0.0))
    if not 0 < greatest < math.inf:
        return greatest
    return greatest * float(np.linalg.norm(whole / greatest))


def _watched(watch: Watch, steps: range) -> Iterator[int]:
    try:
        return iter(watch(steps))
    except TypeError:
        raise OptionError("usage.watch", given=quoted(watch), step=1) from None


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
        try:
            names = frozenset(map(canonical, chosen))
        except TypeError:
            raise InputError("inputs.names", given=quoted(chosen)) from None
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
            raise InputError("data.column", name=name, column=quoted(column)) from None
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


def whole(name: str, number: Any, low: int, high: int | None = None) -> int:
    """The argument ``name``, if it is a whole number from ``low`` to ``high``; else an error."""
    is_whole = isinstance(number, int | np.integer) and not isinstance(number, bool)
    if is_whole and low <= number and (high is None or number <= high):
        return int(number)
    raise InputError(
        "descend.at_least" if high is None else "descend.between",
        name=name,
        number=quoted(number),
        low=low,
        high=high,
    )


def _plain(value: Number) -> Number:
    """A number as a float, an array read-only."""
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        return float(value)
    value.flags.writeable = False
    return value


def _stacked(values: Iterable[Number]) -> NDArray[Any]:
    array = np.array(list(values), dtype=np.float64)
    array.flags.writeable = False
    return array
