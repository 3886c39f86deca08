"""The walk: a graph and its inputs become values and gradients.

The values are computed forward in topological order, the gradients backward in its reverse, one
operand edge at a time (reverse mode: S. Linnainmaa, 1970; A. Griewank and A. Walther, *Evaluating
Derivatives*, SIAM 2008, chapter 3). Nothing recurses, and nothing is stored in the graph, so a
second walk starts clean.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, Self

import numpy as np

from ..arithmetic.misfit import checked_blocks, misfit
from ..arithmetic.shapes import MOST_ENTRIES, checked_shape, summed_to
from ..errors import InputError
from ..given.inputs import ByName, checked_inputs, checked_shapes
from ..given.real import read_only
from ..spell.numbers import DIGITS, Maybe, Value, checked_digits, format_value, latex_value
from ..uncollected import uncollected
from .graph import Edge, Graph, Operation

__all__ = ["Backflow", "Walk"]


class Backflow(NamedTuple):
    """What passes backward along one edge, and the total at its end afterwards."""

    edge: Edge
    use: int  # how many have arrived at the operand, this one included
    upstream: Value
    local: Maybe  # None of an operation on whole arrays
    contribution: Value
    total: Value
    complete: bool


class Walk:
    """All values and gradients of a graph at some inputs, and when each of them is known.

    ``values`` and ``gradients`` map names to float64 scalars or arrays; a gradient has the shape
    of its value. What depends on no input, a constant above all, has no gradient. Raises
    ``InputError`` for inputs that are missing, unknown or no real numbers.
    """

    digits: int = DIGITS
    """How many significant digits of a number are shown; see :meth:`with_digits`."""

    def __init__(self, graph: Graph, inputs: Mapping[str, Any]) -> None:
        self.graph = graph
        self.inputs: Mapping[str, Value] = checked_inputs(
            graph.inputs, graph.defaults, inputs, is_raised=graph.raises
        )
        checked_shapes(self.inputs, graph.shapes)
        with np.errstate(all="ignore"), uncollected():
            try:
                self.node_values = self._forward()
                self.backflows, self.node_gradients = self._backward()
            except MemoryError:
                raise InputError("inputs.memory", most=f"{MOST_ENTRIES:,}") from None
        self.values = ByName(graph.names, self.node_values)
        self.gradients = ByName(graph.names, self.node_gradients)

    @property
    def output(self) -> Value:
        """The value of the output."""
        return self.node_values[self.graph.output_node.index]

    def with_digits(self, digits: int) -> Self:
        """The same walk, shown with this number of significant digits, 1 to 12, instead of four.

        Pictures and media have them as well. Raises ``ValueError`` for any
        other number.
        """
        digits = checked_digits(digits)
        if digits == self.digits:
            return self
        walk = copy(self)
        vars(walk).pop("shown", None)  # which is made of the digits
        walk.digits = digits
        return walk

    def with_graph(self, graph: Graph) -> Self:
        """The same walk of the same graph, of which other blocks are open."""
        walk = copy(self)
        vars(walk).pop("arrivals", None)  # which are of the steps that are shown
        walk.graph = graph
        return walk

    def written(self, value: Value) -> str:
        """A value on one line, in the digits of the walk."""
        return format_value(value, digits=self.digits)

    def in_latex(self, value: Value) -> str:
        """The same in LaTeX."""
        return latex_value(value, self.digits)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """For each node its name as it is displayed, or its number."""
        return self.graph.shown(self.digits)

    def __repr__(self) -> str:
        given = ", ".join(f"{name} = {self.written(v)}" for name, v in self.inputs.items())
        return f"<walk of {self.graph.output} at {given}: {self.step_count} steps>"

    def _forward(self) -> list[Value]:
        values: list[Value] = []
        for node in self.graph.nodes:
            if isinstance(node, Operation):
                try:
                    value = self._computed(node, [values[i] for i in node.operands])
                except InputError:  # a ValueError, too
                    raise
                except ValueError as error:
                    raise misfit(self.graph, node, values, error) from None
            else:
                value = self.inputs[node.name] if node.is_input else node.value
            values.append(read_only(value))
        checked_blocks(self.graph, lambda index: np.shape(values[index]))
        return values

    def _computed(self, node: Operation, operands: list[Value]) -> Value:
        is_wide = len(operands) > 1 and np.ndarray in map(type, operands)
        if is_wide or not node.op.is_entrywise:
            checked_shape(node.name, node.op.shape_of, *map(np.shape, operands))
        return node.op.forward(*operands)

    def _backward(self) -> tuple[list[Backflow], list[Maybe]]:
        graph, values = self.graph, self.node_values
        expected, arrived = graph.live_uses, [0] * len(graph.nodes)
        totals: list[Maybe] = [None] * len(graph.nodes)
        output = graph.output_node.index
        if graph.has_gradient[output]:
            totals[output] = read_only(np.ones_like(values[output])[()])
        backflows: list[Backflow] = []
        for index, edges in groupby(graph.backward_edges, attrgetter("node")):
            op, out, upstream = graph.operation(index).op, values[index], totals[index]
            operands = [values[i] for i in graph.nodes[index].operands]
            locals_ = op.partials(out, *operands)
            for edge in edges:
                operand, _, position = edge
                local = locals_[position]
                if local.__class__ is float:  # a slope that is the same everywhere
                    local = np.float64(local)
                term = op.backs[position](upstream, local, out, *operands)
                if term.__class__ is float:
                    term = np.float64(term)
                before = totals[operand]
                if not term.__class__ is values[operand].__class__ is np.float64:  # most are
                    term = read_only(summed_to(term, np.shape(values[operand])))
                total = term if before is None else read_only(before + term)
                totals[operand] = total
                use = arrived[operand] = arrived[operand] + 1
                complete = use == expected[operand]
                backflows.append(Backflow(edge, use, upstream, local, term, total, complete))
        for index, total in enumerate(totals):
            if total is None and graph.has_gradient[index]:
                totals[index] = read_only(np.zeros_like(values[index])[()])
        return backflows, totals

    # What is known at step k: the state of a step is a function of (graph, inputs, k) alone.

    @property
    def seed_index(self) -> int:
        """The index of the seed step: everything forward is known there."""
        return self.graph.seed_index

    @property
    def step_count(self) -> int:
        """How many steps there are, from the bare graph to the last gradient."""
        return self.graph.step_count

    @cached_property
    def arrivals(self) -> tuple[tuple[Sequence[int], Sequence[Backflow]], ...]:
        """For each node, the steps at which contributions arrive, and what arrives."""
        steps: list[list[int]] = [[] for _ in self.graph.nodes]
        what: list[list[Backflow]] = [[] for _ in self.graph.nodes]
        for step, backflow in zip(self.graph.returned_at, self.backflows, strict=True):
            steps[backflow.edge.operand].append(step)
            what[backflow.edge.operand].append(backflow)
        return tuple(zip(steps, what, strict=True))

    def before(self, backflow: Backflow) -> Maybe:
        """The total at the operand before the backflow has arrived; None if it is the first."""
        places, uses = self.graph.backward_places, self.graph.uses[backflow.edge.operand]
        arrived = sorted(places[edge] for edge in uses if edge in places)
        return self.backflows[arrived[backflow.use - 2]].total if backflow.use > 1 else None

    def gradient_at(self, node: int, step: int) -> tuple[Maybe, bool]:
        """The gradient of a node as known at a step, and whether it is complete.

        None while nothing has arrived, and for what depends on no input.
        """
        if step >= self.step_count - 1:  # all has arrived, and nobody has to know when
            return self.node_gradients[node], True
        steps, backflows = self.arrivals[node]
        if steps:
            seen = bisect_right(steps, step)
            return (
                (backflows[seen - 1].total, backflows[seen - 1].complete) if seen else (None, False)
            )
        known = step >= self.seed_index
        return (self.node_gradients[node] if known else None), known
