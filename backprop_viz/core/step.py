"""What happens in one step of a walk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..parts import Block
from ..spell.numbers import Maybe
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
    ``backflow`` is what passes backward. ``block`` is the closed one that the step is about, and
    ``manner`` the kind, and whether it is of a closed block, or backward out of an open one.
    """

    walk: Walk
    index: int
    kind: Kind = field(init=False)
    place: Node = field(init=False)
    backflow: Backflow | None = field(init=False)
    block: Block | None = field(init=False)
    manner: str = field(init=False)

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
        is_out = number > 0 and place.op is not None and place.op.is_port
        manner = f"{kind}_block" if block is not None else "backward_port" if is_out else kind
        made = {"kind": kind, "place": place, "backflow": backflow, "block": block}
        vars(self).update(made, manner=manner)  # it is frozen

    def __repr__(self) -> str:
        along = "" if self.operand is None else f" to {self.operand}"
        return f"<step {self.index}: {self.kind}{f' {self.node}' if self.node else ''}{along}>"

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
