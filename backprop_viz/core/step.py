"""What happens in one step of a walk."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from ..arithmetic.shapes import anywhere
from ..parts import Block
from ..spell.numbers import Maybe, Value
from .graph import Graph, Node, Operation
from .walk import Backflow, Walk

__all__ = ["Kind", "Step"]

Kind = Literal["graph", "forward", "seed", "backward"]


@dataclass(frozen=True, eq=False, repr=False)
class Step:
    """One visible step of ``walk``, by its number ``index``, and of which ``kind`` it is.

    ``node`` is the operation that is computed (forward) or passed backward through; ``operand``
    is the node that receives the gradient, and ``position`` its place among the operands. A
    backward step holds the ``upstream`` gradient ∂f/∂node, the ``local`` derivative
    ∂node/∂operand, their product ``contribution`` (of the operand's shape), the running ``total``
    of ∂f/∂operand and whether that total is ``complete``. In other kinds of steps all of these are
    None, and so is ``local`` of an operation on whole arrays.

    ``place`` is the node that the step is at: the operation, or the output in the other kinds.
    ``backflow`` is what passes backward. ``block`` is the closed one that the step is about.
    """

    walk: Walk
    index: int
    kind: Kind = field(init=False)
    place: Node = field(init=False)
    backflow: Backflow | None = field(init=False)
    block: Block | None = field(init=False)

    def __post_init__(self) -> None:
        walk, graph, number = self.walk, self.walk.graph, self.index - self.walk.seed_index
        kind: Kind = "seed" if number == 0 else "backward" if number > 0 else "forward"
        place, backflow, at, block = graph.output_node, None, self.index - 1, None
        if graph.view is not None and self.index and number:
            stops = graph.view.forward if number < 0 else graph.view.backward
            _, at, block = stops[at if number < 0 else number - 1]
        elif number > 0:
            at = number - 1
        if number > 0:
            backflow = walk.backflows[at]
            place = graph.nodes[backflow.edge.node]
        elif self.index == 0:
            kind = "graph"
        elif number < 0:
            place = graph.operations[at]
        vars(self).update(kind=kind, place=place, backflow=backflow, block=block)  # it is frozen

    def __repr__(self) -> str:
        along = "" if self.operand is None else f" to {self.operand}"
        return f"<step {self.index}: {self.kind}{f' {self.node}' if self.node else ''}{along}>"

    @property
    def manner(self) -> str:
        """The kind, and whether it is of a closed ``block``, or backward out of an open one."""
        if self.block is not None:
            return f"{self.kind}_block"
        is_out = self.kind == "backward" and self.operation.op.name == "port"
        return "backward_port" if is_out else self.kind

    @property
    def graph(self) -> Graph:
        """The graph that is walked."""
        return self.walk.graph

    @property
    def operation(self) -> Operation:
        """The operation that a forward or backward step is at."""
        assert isinstance(self.place, Operation)
        return self.place

    @property
    def node(self) -> str | None:
        """The name of that node; None for the bare graph."""
        if self.kind == "seed":
            return self.graph.output
        return None if self.kind == "graph" else self.place.name

    @property
    def operand(self) -> str | None:
        """The name of the node that receives the gradient."""
        return None if self.backflow is None else self.graph.nodes[self.backflow.edge.operand].name

    @property
    def position(self) -> int | None:
        """Its place among the operands, from 0."""
        return None if self.backflow is None else self.backflow.edge.position

    @property
    def upstream(self) -> Maybe:
        """The gradient of the output with respect to the node."""
        return None if self.backflow is None else self.backflow.upstream

    @property
    def local(self) -> Maybe:
        """The derivative of the node with respect to the operand, entry by entry."""
        return None if self.backflow is None else self.backflow.local

    @property
    def contribution(self) -> Maybe:
        """What arrives at the operand, in its shape."""
        return None if self.backflow is None else self.backflow.contribution

    @property
    def total(self) -> Maybe:
        """The sum of all that has arrived at the operand."""
        return None if self.backflow is None else self.backflow.total

    @property
    def complete(self) -> bool | None:
        """Whether that sum is the operand's gradient already."""
        return None if self.backflow is None else self.backflow.complete

    # What sentences and formulas need.

    @cached_property
    def value(self) -> Value:
        """The value of the node that the step is at."""
        return self.walk.node_values[self.place.index]

    @cached_property
    def operand_values(self) -> list[Value]:
        """The values of its operands."""
        return [self.walk.node_values[i] for i in self.place.operands]

    @property
    def is_at_output(self) -> bool:
        """Whether the step is at the output."""
        return self.place is self.graph.output_node

    @cached_property
    def is_at_kink(self) -> bool:
        """Whether the operation has no slope at some entry of its operands."""
        return anywhere(self.operation.op.is_at_kink(*self.operand_values))

    @cached_property
    def is_summed(self) -> bool:
        """Whether the contribution is a sum, since the operand was stretched to a larger shape."""
        if self.backflow is None:
            return False
        if self.local is not None:
            return np.shape(self.contribution) != np.shape(self.value)
        return np.shape(self.contribution) != np.shape(self.passed_back)

    @property
    def passed_back(self) -> Value:
        """What the operation passes back, before a stretched operand sums it."""
        assert self.backflow is not None
        back = self.operation.op.backs[self.backflow.edge.position]
        with np.errstate(all="ignore"):
            return back(self.upstream, self.local, self.value, *self.operand_values)

    @property
    def share(self) -> int:
        """How many entries of the first operand there are for each of the value's."""
        return int(np.size(self.operand_values[0]) // (np.size(self.value) or 1))

    @property
    def is_entrywise(self) -> bool:
        """Whether the operation acts entry by entry, so that there is a local derivative."""
        return self.operation.op.is_entrywise

    @property
    def is_of_arrays(self) -> bool:
        """Whether both factors of the chain rule are arrays."""
        return bool(np.ndim(self.upstream) and np.ndim(self.local))

    @property
    def joins_arrays(self) -> bool:
        """Whether the operation joins two arrays or more."""
        return sum(np.ndim(value) > 0 for value in self.operand_values) > 1

    def write(self, *operands: str) -> str:
        """The operation of the step on its operands, as a reader writes it."""
        return self.operation.op.write(*operands, of_arrays=self.joins_arrays)

    @property
    def repeated(self) -> int | None:
        """The operand's place from 1, where the operation uses it more than once."""
        if self.backflow is None:
            return None
        edge, operands = self.backflow.edge, self.place.operands
        return edge.position + 1 if operands.count(edge.operand) > 1 else None

    @property
    def use(self) -> int:
        """Which of the parts of the operand's gradient arrives, from 1."""
        return 0 if self.backflow is None else self.backflow.use

    @property
    def uses(self) -> int:
        """How many parts there are."""
        return 0 if self.backflow is None else self.graph.live_uses[self.backflow.edge.operand]

    @property
    def before(self) -> Maybe:
        """The total without this part; None if it is the first."""
        return None if self.backflow is None else self.walk.before(self.backflow)
