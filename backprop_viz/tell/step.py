"""What sentences and formulas need to know of a step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..arithmetic.shapes import anywhere
from ..core import step as core
from ..spell.numbers import Maybe, Value

__all__ = ["Step"]


@dataclass(frozen=True, eq=False, repr=False)
class Step(core.Step):
    """One visible step of a walk, with what follows from its facts."""

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
    def source(self) -> str:
        """The line of the user's program that the step comes from; empty if none is known.

        Of a closed block it is that of all of its operations, if they have one in common.
        """
        graph = self.graph
        if self.kind in ("graph", "seed") or not graph.lines:
            return ""
        if self.block is None:
            return graph.lines.get(self.place.index, "")
        inside = self.block.operations
        nodes = (node.index for node in graph.operations[inside.start : inside.stop])
        found = {graph.lines[index] for index in nodes if index in graph.lines}
        return found.pop() if len(found) == 1 else ""

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
