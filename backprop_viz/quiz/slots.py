"""What fills the slots of a question's words."""

from __future__ import annotations

from ..spell.names import display
from ..tell.blocks import given, listed
from ..tell.walk import Step
from .asked import asked_of
from .of_blocks import call_of

__all__ = ["slots_of"]


def slots_of(step: Step, *, of_value: bool) -> dict[str, object]:
    """The names at a step; the node of a closed block is all outputs, or the one asked for."""
    graph, node, shown, block = step.graph, step.operation, step.walk.shown, step.block
    entering = node.operands if block is None else given(block, graph)
    told = [shown[i] for i in entering]
    named = (shown[i] for i in entering if not graph.nodes[i].is_constant)
    slots: dict[str, object] = {
        "output": shown[graph.output_node.index],
        "node": shown[node.index],
        "formula": step.write(*told) if block is None else call_of(block, told),
        "names": ", ".join(dict.fromkeys(named)),
    }
    if block is not None:
        outputs = listed([shown[i] for i in block.outputs])
        slots |= {"block": display(block.name), "outputs": outputs}
        slots["node"] = shown[asked_of(step)] if of_value else outputs
    if step.backflow is not None:
        operand = shown[step.backflow.edge.operand]
        slots |= {"operand": operand, "use": step.use, "uses": step.uses}
    return slots
