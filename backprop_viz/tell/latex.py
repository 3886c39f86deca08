"""A step in mathematics, as LaTeX: symbols, then numbers, then the result."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..core.graph import Graph
from ..core.step import Step
from ..spell.names import latex as latex_name
from ..spell.numbers import Value, latex_factor, latex_value
from ..spell.templates import JOINT, Slots, fill

__all__ = ["exercise", "local_latex", "running_sum", "signature", "step_latex"]

NAMED = 12  # inputs that a signature names; of more, it leaves some out


def signature(graph: Graph) -> str:
    """The output as a function of its inputs."""
    output = latex_name(graph.output)
    names = [latex_name(name) for name in graph.inputs]
    if len(names) > NAMED:
        names[NAMED - 2 : -1] = [r"\ldots"]
    return rf"{output} = {output}({', '.join(names)})"


def step_latex(step: Step) -> str:
    """The step: the signature of a bare graph, a value, the seed, or the chain rule."""
    output = latex_name(step.graph.output)
    if step.kind == "graph":
        return signature(step.graph)
    if step.kind == "seed":
        return rf"{partial(output, output)} = {latex_value(np.ones_like(step.value))}"
    node = latex_name(step.place.name)
    if step.kind == "forward":
        formula = step.operation.op.latex
        symbols, numbers = fill(formula, _symbols(step)), fill(formula, _numbers(step))
        return equals(node, symbols, numbers, latex_value(step.value))

    assert step.operand is not None
    operand = latex_name(step.operand)
    goal, upstream = partial(output, operand), partial(output, node)
    sides = [_product(step, latex_value(step.local))]
    if not step.is_at_kink:  # where the symbols do not give the number
        symbols, numbers = local_latex(step), _product(step, _local(step, _numbers(step)))
        # At the output the chain rule would say that a thing is itself times 1.
        symbols = _product(step, symbols, upstream if step.is_at_output else "")
        sides = [symbols, numbers, *([] if _is_one(step.upstream) else sides)]
    if not step.is_at_output:
        here = partial(node, operand)
        if step.repeated:
            # By this one use of the operand: not the whole derivative, which looks the same.
            here = rf"\left.{here}\right|_{{{step.repeated}}}"
        sides.insert(0, f"{here}{upstream}")
    result = latex_value(step.contribution)
    if step.uses == 1:
        return equals(goal, *sides, result)
    total = running_sum(step, latex_value, latex_factor)
    return rf"{equals(along(step, goal, node), *sides, result)},\quad {equals(goal, *total)}"


def exercise(step: Step, blank: str) -> str:
    """The step for a worksheet: ``blank`` stands for every number that is to be found."""
    if step.kind == "graph":
        return step_latex(step)
    output = latex_name(step.graph.output)
    if step.kind == "seed":
        return rf"{partial(output, output)} = {blank}"
    here = step.operation
    node = latex_name(here.name)
    if step.kind == "forward":
        blanks = {**_symbols(step), "*": (r" \cdot ", "")}
        for slot, index in zip(here.op.parameters, here.operands, strict=True):
            given = step.graph.nodes[index]
            if not given.is_constant or step.graph.owns(given):
                blanks[slot] = (blank, blank)
        return equals(node, fill(here.op.latex, _symbols(step)), fill(here.op.latex, blanks), blank)
    assert step.operand is not None
    operand = latex_name(step.operand)
    goal = partial(output, operand)
    chain = [] if step.is_at_output else [rf"{partial(node, operand)}{partial(output, node)}"]
    product = f"{blank} {_times(step)} {blank}"
    if step.uses == 1:
        return equals(goal, *chain, product, blank)
    parts = f"{blank} + {blank} = {blank}" if step.complete else f"{blank} + ?"
    return rf"{equals(along(step, goal, node), product, blank)},\quad {goal} = {parts}"


def local_latex(step: Step) -> str:
    """The local derivative in symbols; empty except in a backward step."""
    return _local(step, _symbols(step)) if step.kind == "backward" else ""


def running_sum(
    step: Step, show: Callable[[Value], str], guarded: Callable[[str], str]
) -> list[str]:
    """The running total as an equation: ``8 + ?``, and at last ``8 + 4``, ``12``."""
    total = show(step.total)
    if not step.complete:
        return [f"{total} + ?"]
    return [f"{show(step.before)} + {guarded(show(step.contribution))}", total]


def _local(step: Step, slots: Slots) -> str:
    assert step.position is not None
    return fill(step.operation.op.shown[step.position], slots)


def _symbols(step: Step) -> dict[str, tuple[str, str]]:
    """The names, and the numbers that have none."""
    graph, here = step.graph, step.operation
    slots = {}
    for slot, index in zip(here.op.parameters, here.operands, strict=True):
        operand = graph.nodes[index]
        if operand.is_constant and not graph.owns(operand):
            slots[slot] = _factor(operand.value)
        else:
            slots[slot] = (latex_name(operand.name),) * 2
    return {**slots, "y": (latex_name(here.name),) * 2, "*": (JOINT, "")}


def _numbers(step: Step) -> dict[str, tuple[str, str]]:
    slots = (*step.operation.op.parameters, "y")
    values = map(_factor, (*step.operand_values, step.value))
    return {**dict(zip(slots, values, strict=True)), "*": (r" \cdot ", "")}


def _factor(value: Value) -> tuple[str, str]:
    number = latex_value(value)
    return latex_factor(number), number


def _times(step: Step) -> str:
    """Arrays are multiplied entry by entry."""
    return r"\odot" if step.is_of_arrays else r"\cdot"


def _product(step: Step, local: str, upstream: str = "") -> str:
    product = f"{local} {_times(step)} {upstream or latex_factor(latex_value(step.upstream))}"
    return rf"\operatorname{{sum}}\left({product}\right)" if step.is_summed else product


def along(step: Step, goal: str, node: str) -> str:
    """The part of a gradient that comes along this edge."""
    which = rf",\,{step.repeated}" if step.repeated else ""
    return rf"\left.{goal}\right|_{{\to {node}{which}}}"


def equals(*sides: str) -> str:
    """The sides joined by equals signs; a side that repeats the one before is left out."""
    kept = [side for i, side in enumerate(sides) if i == 0 or side != sides[i - 1]]
    return " = ".join(kept)


def partial(of: str, by: str) -> str:
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def _is_one(value: Value) -> bool:
    return np.ndim(value) == 0 and value == 1.0
