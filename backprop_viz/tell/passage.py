"""What is said of a way through a block: what fills the slots of its entries."""

from __future__ import annotations

from typing import Any

from ..spell.names import display
from ..spell.numbers import guard
from .blocks import computed, given, listed, returned
from .latex import running_sum
from .printed import is_total_told
from .step import Step

__all__ = ["equals_sign", "inputs_told", "of_block_backward", "of_block_forward", "summed_up"]


def equals_sign(is_told: bool) -> str:
    """What stands before a number: whether those before it, as printed, give it."""
    return "=" if is_told else "≈"


def summed_up(step: Step) -> str:
    """The total so far of a gradient that arrives by several ways; empty for one way."""
    if step.uses <= 1:
        return ""
    terms = running_sum(step, step.walk.written, guard)
    return terms[0] if len(terms) == 1 else f" {equals_sign(is_total_told(step))} ".join(terms)


def inputs_told(step: Step) -> str:
    """All inputs with their values."""
    graph, walk = step.graph, step.walk
    inputs = (graph.names[name] for name in graph.inputs)
    return ", ".join(f"{walk.shown[i]} = {walk.written(walk.node_values[i])}" for i in inputs)


def of_block_forward(step: Step, lang: str) -> dict[str, Any]:
    """The way forward through a closed block."""
    assert step.block is not None
    walk, block = step.walk, step.block
    return {
        **({} if step.index > 1 else {"inputs": inputs_told(step)}),
        "node": display(block.name),
        "formula": f"{listed([walk.shown[i] for i in block.outputs])} = {_call(step)}",
        "value": listed([walk.written(walk.node_values[i]) for i in block.outputs]),
        "count": computed(block, step.graph),
    }


def _call(step: Step) -> str:
    """A closed block with its arguments, for the eye."""
    assert step.block is not None
    names = (step.walk.shown[i] for i in given(step.block, step.graph))
    return f"{display(step.block.function)}({', '.join(names)})"


def of_block_backward(step: Step, lang: str) -> dict[str, Any]:
    """The way back through a closed block, or out of an open one."""
    walk, backflow = step.walk, step.backflow
    assert backflow is not None
    name, _, port = step.place.name.rpartition(".")
    return {
        "output": walk.shown[step.graph.output_node.index],
        "node": display(name),
        "port": display(port),
        "operand": walk.shown[backflow.edge.operand],
        "value": walk.written(step.contribution),
        "place": step.use,
        "uses": step.uses,
        "sum": summed_up(step),
        "count": 0 if step.block is None else returned(step.block, step.graph),
    }
