"""The walk: a graph and its inputs become values, gradients and steps.

The values are computed forward in topological order, the gradients backward in its reverse, one
operand edge at a time (reverse mode: S. Linnainmaa, 1970; A. Griewank and A. Walther, *Evaluating
Derivatives*, SIAM 2008, chapter 3). Nothing recurses, and nothing is stored in the graph, so a
second walk starts clean.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from ..errors import DomainError, InputError, NameGraphError, OptionError, StepError
from ..given.real import as_given, no_number, real
from ..spell.names import canonical
from ..spell.numbers import Maybe, Value, format_value, is_finite
from ..words import Message, quoted
from .graph import Edge, Graph, Operation
from .step import Step

__all__ = ["Passage", "Steps", "Walk", "by_name", "checked_size", "real_input", "unbroadcast"]


MOST_ENTRIES = 20_000_000  # of an array that becomes larger than both it is made of; 160 MB


class Passage(NamedTuple):
    """What passes backward along one edge, and the total at its end afterwards."""

    edge: Edge
    use: int  # how many have arrived at the operand, this one included
    upstream: Value
    local: Value
    contribution: Value
    total: Value
    complete: bool


class ByName(Mapping[str, Value]):
    """Numbers by the names of a graph; every spelling of a name is understood."""

    def __init__(self, graph: Graph, numbers: Sequence[Maybe]) -> None:
        self._graph, self._numbers = graph, numbers

    def __getitem__(self, name: str) -> Value:
        index = self._graph.names.get(canonical(name))
        number = None if index is None else self._numbers[index]
        if number is None:
            raise NameGraphError("usage.name", given=quoted(name), known=", ".join(self))
        return number

    def __iter__(self) -> Iterator[str]:
        return (n for n, i in self._graph.names.items() if self._numbers[i] is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))


class Walk:
    """All values and gradients of a graph at some inputs, and the steps that lead there.

    ``values`` and ``gradients`` map names to float64 scalars or arrays; a gradient has the shape
    of its value. What depends on no input, a constant above all, has no gradient. Raises
    ``InputError`` for inputs that are missing, unknown or no real numbers, and with ``strict=True``
    ``DomainError`` where arithmetic leaves the finite numbers.
    """

    def __init__(self, graph: Graph, inputs: Mapping[str, Any], *, strict: bool = False) -> None:
        self.graph = graph
        self.inputs: Mapping[str, Value] = _Inputs(_checked_inputs(graph, inputs))
        with np.errstate(all="ignore"):
            try:
                self.node_values = self._forward(strict)
                self.passages, self.node_gradients = self._backward(strict)
            except MemoryError:
                raise InputError("inputs.memory", most=f"{MOST_ENTRIES:,}") from None
        self.values = ByName(graph, self.node_values)
        self.gradients = ByName(graph, self.node_gradients)

    @property
    def output(self) -> Value:
        """The value of the output."""
        return self.node_values[self.graph.output_node.index]

    @property
    def steps(self) -> Steps:
        """Every step, from the bare graph to the last gradient."""
        return Steps(self)

    def __repr__(self) -> str:
        given = ", ".join(f"{name} = {format_value(v)}" for name, v in self.inputs.items())
        return f"<walk of {self.graph.output} at {given}: {len(self.steps)} steps>"

    def _forward(self, strict: bool) -> list[Value]:
        values: list[Value] = []
        for node in self.graph.nodes:
            if not isinstance(node, Operation):
                values.append(self.inputs[node.name] if node.is_input else node.value)
                continue
            operands = [values[i] for i in node.operands]
            try:
                if len(arrays := [o for o in operands if type(o) is np.ndarray]) > 1:
                    checked_size(node.name, *arrays)
                value = node.op.forward(*operands)
            except InputError:
                raise
            except ValueError:
                *others, last = (str(np.shape(operand)) for operand in operands)
                raise InputError(
                    "inputs.shapes", node=node.name, others=", ".join(others), last=last
                ) from None
            if strict and not is_finite(value) and all(map(is_finite, operands)):
                raise self._domain_error("domain.value", node, operands, value)
            values.append(_read_only(value))
        return values

    def _backward(self, strict: bool) -> tuple[list[Passage], list[Maybe]]:
        graph, values = self.graph, self.node_values
        edges, expected = graph.backward_edges, graph.live_uses
        arrived = [0] * len(graph.nodes)
        totals: list[Maybe] = [None] * len(graph.nodes)
        output = graph.output_node.index
        if graph.has_gradient[output]:
            totals[output] = _read_only(np.ones_like(values[output])[()])
        passages: list[Passage] = []
        current = -1
        locals_: tuple[Value, ...] = ()
        for edge in edges:
            node = graph.operation(edge.node)
            if edge.node != current:
                current = edge.node
                operands = [values[i] for i in node.operands]
                locals_ = node.op.partials(values[edge.node], *operands)
            upstream, local = totals[edge.node], np.float64(locals_[edge.position])
            term = node.op.backs[edge.position](upstream, local, values[edge.node], *operands)
            contribution = unbroadcast(term, np.shape(values[edge.operand]))
            before = totals[edge.operand]
            total = _read_only(contribution if before is None else before + contribution)
            _read_only(contribution)
            if strict and not is_finite(total):
                operand = graph.nodes[edge.operand].name
                raise self._domain_error("domain.gradient", node, operands, total, operand)
            totals[edge.operand] = total
            arrived[edge.operand] += 1
            use = arrived[edge.operand]
            passages.append(
                Passage(
                    edge, use, upstream, local, contribution, total, use == expected[edge.operand]
                )
            )
        for index, total in enumerate(totals):
            if total is None and graph.has_gradient[index]:
                totals[index] = _read_only(np.zeros_like(values[index])[()])
        return passages, totals

    def _domain_error(
        self, key: str, node: Operation, operands: Sequence[Value], value: Value, operand: str = ""
    ) -> DomainError:
        named = [self.graph.nodes[i] for i in node.operands]
        given = ", ".join(
            f"{one.name} = {format_value(number)}"
            for one, number in zip(named, operands, strict=True)
            if self.graph.owns(one)
        )
        what = Message(
            key,
            node=node.name,
            formula=node.op.write(*(one.name for one in named)),
            value=format_value(value),
            operand=operand,
            given=given,
        )
        if node.op.domain is not None and np.any(node.op.is_undefined(*operands)):
            return DomainError("domain.because", what=what, why=node.op.domain)
        return DomainError(what)

    # What is known at step k: the state of a step is a function of (graph, inputs, k) alone.

    @property
    def seed_index(self) -> int:
        """The index of the seed step: everything forward is known there."""
        return self.graph.seed_index

    @property
    def computed_at(self) -> tuple[int, ...]:
        """For each node, the step at which its value becomes known."""
        return self.graph.computed_at

    @cached_property
    def arrivals(self) -> tuple[tuple[tuple[int, ...], tuple[Passage, ...]], ...]:
        """For each node, the steps at which contributions arrive, and what arrives."""
        steps: list[list[int]] = [[] for _ in self.graph.nodes]
        what: list[list[Passage]] = [[] for _ in self.graph.nodes]
        for step, passage in enumerate(self.passages, start=self.seed_index + 1):
            steps[passage.edge.operand].append(step)
            what[passage.edge.operand].append(passage)
        return tuple((tuple(s), tuple(w)) for s, w in zip(steps, what, strict=True))

    def before(self, passage: Passage) -> Maybe:
        """The total at the operand before the passage has arrived; None if it is the first."""
        arrived = self.arrivals[passage.edge.operand][1]
        return arrived[passage.use - 2].total if passage.use > 1 else None

    def gradient_at(self, node: int, step: int) -> tuple[Maybe, bool]:
        """The gradient of a node as known at a step, and whether it is complete.

        None while nothing has arrived, and for what depends on no input.
        """
        steps, passages = self.arrivals[node]
        if steps:
            seen = bisect_right(steps, step)
            return (
                (passages[seen - 1].total, passages[seen - 1].complete) if seen else (None, False)
            )
        known = step >= self.seed_index
        return (self.node_gradients[node] if known else None), known


class Steps(Sequence[Step]):
    """The steps of a walk as a sequence; each is made on access."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def __len__(self) -> int:
        return self._walk.seed_index + 1 + len(self._walk.passages)

    def place(self, index: int) -> int:
        """The number of the step at ``index``, where a negative one counts from the last.

        Raises ``IndexError``, which tells the number of steps, and ``OptionError`` for what is no
        number.
        """
        try:
            return range(len(self))[index]
        except IndexError:
            raise StepError("usage.step", step=index, last=len(self) - 1) from None
        except TypeError:
            raise OptionError("usage.step_kind", given=quoted(index)) from None

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> list[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | list[Step]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        where = self.place(index)
        walk, graph = self._walk, self._walk.graph
        if where == 0 or where == walk.seed_index:
            output = graph.output_node
            return Step(
                where,
                "graph" if where == 0 else "seed",
                node=graph.output if where else None,
                _graph=graph,
                _values=walk.node_values,
                _node=output.index,
            )
        if where < walk.seed_index:
            node = graph.operations[where - 1]
            return Step(
                where,
                "forward",
                node=node.name,
                _graph=graph,
                _values=walk.node_values,
                _node=node.index,
            )
        passage = walk.passages[where - walk.seed_index - 1]
        edge, use = passage.edge, passage.use
        arrived = walk.arrivals[edge.operand][1]
        return Step(
            where,
            "backward",
            node=graph.nodes[edge.node].name,
            operand=graph.nodes[edge.operand].name,
            position=edge.position,
            upstream=passage.upstream,
            local=passage.local,
            contribution=passage.contribution,
            total=passage.total,
            complete=passage.complete,
            _graph=graph,
            _values=walk.node_values,
            _node=edge.node,
            _use=use,
            _uses=len(arrived),
            _before=arrived[use - 2].total if use > 1 else None,
        )

    def __repr__(self) -> str:
        return f"<{len(self)} steps>"


def by_name(given: Mapping[str, Any] | None, told: str = "inputs.by_name") -> dict[str, Any]:
    """What is given by the names of inputs. Raises ``InputError``, as ``told``, for no mapping."""
    try:
        return {} if given is None else {**given}
    except TypeError:
        raise InputError(told, given=quoted(given)) from None


class _Inputs(dict[str, Value]):
    """The inputs by name; another spelling of a name is understood, too."""

    def __missing__(self, name: str) -> Value:
        key = canonical(name)
        if key != name and key in self:
            return self[key]
        raise NameGraphError("usage.name", given=quoted(name), known=", ".join(self))


def _checked_inputs(graph: Graph, inputs: Mapping[str, Any]) -> dict[str, Value]:
    given: dict[str, Any] = {}
    for name, value in inputs.items():
        key = canonical(name)
        if key in given:
            raise InputError("inputs.twice", name=key)
        given[key] = value
    given = {**graph.defaults, **given}
    missing = [name for name in graph.inputs if name not in given]
    unknown = [name for name in given if name not in graph.inputs]
    if missing or unknown:
        key = "inputs.missing" if missing else "inputs.unknown"
        raise InputError(
            "inputs.missing_and_unknown" if missing and unknown else key,
            missing=", ".join(missing),
            unknown=", ".join(unknown),
            inputs=", ".join(graph.inputs) or Message("inputs.nothing"),
        )
    return {name: _read_only(real_input(name, given[name])) for name in graph.inputs}


def real_input(name: str, value: Any) -> Value:
    """A float64 scalar or array of the walk's own, from what is given for an input.

    Raises ``InputError``, which names the input, for anything but real numbers: see
    :mod:`backprop_viz.real`.
    """
    try:
        number = real(as_given(value))
    except Exception:  # other libraries' objects raise anything where they are no numbers
        number = no_number(value)
    if not isinstance(number, Message):
        return number
    if number.key in ("real.masked", "real.too_large"):
        raise InputError("inputs.because", name=name, why=number)
    raise InputError("inputs.number", name=name, value=quoted(value))


def checked_size(name: str, *shapes: Any) -> None:
    """Refuse arrays, or shapes, that together would make too large an array.

    Raises ``InputError``, and ``ValueError`` for shapes that do not fit together.
    """
    sizes = [getattr(shape, "shape", shape) for shape in shapes]
    if not sizes or all(size == sizes[0] for size in sizes):
        return
    entries = math.prod(np.broadcast_shapes(*sizes))
    if entries > MOST_ENTRIES and entries > max(map(math.prod, sizes)):
        raise InputError(
            "inputs.size",
            node=name,
            shapes=", ".join(str(tuple(size)) for size in sizes if size),
            count=f"{entries:,}",
            most=f"{MOST_ENTRIES:,}",
        )


def _read_only(value: Value) -> Value:
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    return value


def unbroadcast(term: Value, shape: tuple[int, ...]) -> Value:
    """Sum ``term`` over the axes along which an operand of ``shape`` was stretched."""
    if np.shape(term) == shape:
        return term
    array = np.asarray(term)
    if math.prod(shape) == 1 and array.ndim >= len(shape):
        return _added(array.ravel(), shape)
    array = np.broadcast_to(array, np.broadcast_shapes(array.shape, shape))
    extra = array.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(
        extra + axis
        for axis, size in enumerate(shape)
        if size == 1 and array.shape[extra + axis] != 1
    )
    kept = [axis for axis in range(array.ndim) if axis not in axes]
    count = math.prod(array.shape[axis] for axis in axes)
    terms = array.transpose(*axes, *kept).reshape(count, *(array.shape[axis] for axis in kept))
    return _added(terms, shape)


def _added(terms: NDArray[np.float64], shape: tuple[int, ...]) -> Value:
    """Along the first axis one after the other, as a reader and the browser add, from 0 on.

    NumPy's own sum goes by pairs.
    """
    total = np.add.accumulate(terms)[-1] + 0.0 if len(terms) else np.zeros(terms.shape[1:])
    made: Value = total.reshape(shape)[()]
    return made
