"""A step in mathematics, as LaTeX: symbols, then numbers, then the result."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..spell.names import latex as latex_name
from ..spell.numbers import Value, latex_factor
from ..spell.templates import ENTRYWISE, JOINT, Slots, fill
from .blocks import chain, latex_call, listed, partial
from .formula import formula_of
from .printed import (
    is_local_told,
    is_product_told,
    is_sent_told,
    is_total_told,
    is_value_told,
)
from .shortcut import shortcut
from .step import Step
from .under import is_product, under, with_shapes

__all__ = ["exercise", "local_latex", "running_sum", "step_latex"]

ABOUT = r"\approx "


def step_latex(step: Step) -> str:
    """The step: the formula of a bare graph, a value, the seed, or the chain rule."""
    output = latex_name(step.graph.output)
    if step.kind == "graph":
        return formula_of(step.walk).latex
    show = step.walk.in_latex
    if step.kind == "seed":
        return rf"{partial(output, output)} = {show(np.ones_like(step.value))}"
    node = latex_name(step.place.name)
    if step.manner == "forward_block":
        return _call(step)
    if step.kind == "forward":
        template = step.operation.op.value_latex
        sign = {"*": (ENTRYWISE, "")} if step.joins_arrays else {}
        symbols = fill(with_shapes(step, template), {**_symbols(step), **sign})
        numbers = fill(template, {**_numbers(step), **sign})
        if is_product(step, template):
            node = under(node, np.shape(step.value))
        return equals(node, symbols, numbers, about(is_value_told(step), show(step.value)))

    assert step.operand is not None
    operand = latex_name(step.operand)
    goal, upstream = partial(output, operand), partial(output, node)
    part = goal if step.uses == 1 else along(step, goal, node)
    if step.manner != step.kind:
        sides = _passed(step, upstream)
    elif not step.is_entrywise:
        template = _slope(step)
        symbols = fill(with_shapes(step, template), _symbols(step))
        sides = [_summed(step, side) for side in (symbols, _shown(step, _numbers(step)))]
        if is_product(step, template):
            part = under(part, np.shape(step.contribution))
    else:
        sides = _chain(step, partial(node, operand), upstream)
    told = equals(part, *sides, about(_is_told(step), show(step.contribution)))
    if step.manner == "backward_block":
        told += _terms(step)
    if step.uses == 1:
        return told
    terms, *total = running_sum(step, show, latex_factor)
    total = [about(is_total_told(step), one) for one in total]
    return rf"{told},\quad {equals(goal, terms, *total)}"


def _is_told(step: Step) -> bool:
    """Whether the last side but one, as it is printed, gives what arrives."""
    if step.manner != step.kind:
        return True
    if not step.is_entrywise or (_is_one(step.upstream) and not step.is_at_kink):
        return is_sent_told(step)
    return is_product_told(step)


def _call(step: Step) -> str:
    """A closed block with its arguments, and what it gives."""
    return equals(*_called(step), listed([step.walk.in_latex(v) for v in _outputs(step)]))


def _called(step: Step) -> tuple[str, str]:
    """What a closed block gives by name, and the block with its arguments."""
    block, graph = step.block, step.graph
    assert block is not None
    left = listed([latex_name(graph.nodes[i].name) for i in block.outputs])
    return left, latex_call(graph, block, step.walk.digits)


def _outputs(step: Step) -> list[Value]:
    """The values that come out of a closed block."""
    assert step.block is not None
    return [step.walk.node_values[i] for i in step.block.outputs]


def _passed(step: Step, upstream: str) -> list[str]:
    """What comes back out of a block: along its outputs, where these are numbers, or at a port."""
    block, graph, values = step.block, step.graph, step.walk.node_values
    if block is None:
        return [upstream]
    assert step.backflow is not None
    short, _ = shortcut(graph, block, step.backflow.edge.node, values)
    if short:
        return [short]
    nodes = (*block.outputs, step.backflow.edge.operand)
    if step.uses > 1 or any(np.ndim(values[i]) for i in nodes):
        return []
    return [chain(graph, block, step.backflow.edge.operand)]


def _terms(step: Step) -> str:
    """What the names stand for that only a shortcut has."""
    assert step.block is not None
    assert step.backflow is not None
    port, values = step.backflow.edge.node, step.walk.node_values
    return shortcut(step.graph, step.block, port, values)[1]


def _chain(step: Step, here: str, upstream: str) -> list[str]:
    """The chain rule: the local derivative ``here`` times the ``upstream`` gradient."""
    sides = [_product(step, step.walk.in_latex(step.local))]
    if not step.is_at_kink:  # where the symbols do not give the number
        symbols, numbers = local_latex(step), _product(step, _shown(step, _numbers(step)))
        # At the output the chain rule would say that a thing is itself times 1.
        symbols = _product(step, symbols, upstream if step.is_at_output else "")
        sides = [about(is_local_told(step), side) for side in sides]
        sides = [symbols, numbers, *([] if _is_one(step.upstream) else sides)]
    if not step.is_at_output:
        if step.repeated:
            # By this one use of the operand: not the whole derivative, which looks the same.
            here = rf"\left.{here}\right|_{{{step.repeated}}}"
        sides.insert(0, f"{here}{upstream}")
    return sides


def exercise(step: Step, blank: str) -> str:
    """The step for a worksheet: ``blank`` stands for every number that is to be found."""
    if step.kind == "graph":
        return step_latex(step)
    output = latex_name(step.graph.output)
    if step.kind == "seed":
        return rf"{partial(output, output)} = {blank}"
    here = step.operation
    node = latex_name(here.name)
    if step.manner == "forward_block":
        return equals(*_called(step), listed([blank] * len(_outputs(step))))
    if step.kind == "forward":
        blanks = {**_symbols(step), "*": (r" \cdot ", "")}
        for slot, index in zip(here.op.parameters, here.operands, strict=True):
            given = step.graph.nodes[index]
            if not given.is_constant or step.graph.owns(given):
                blanks[slot] = (blank, blank)
        return equals(
            node,
            fill(here.op.value_latex, _symbols(step)),
            fill(here.op.value_latex, blanks),
            blank,
        )
    assert step.operand is not None
    operand = latex_name(step.operand)
    goal = partial(output, operand)
    chain = [] if step.is_at_output else [rf"{partial(node, operand)}{partial(output, node)}"]
    product = [f"{blank} {_times(step)} {blank}"]
    terms = ""
    if step.manner != step.kind:
        chain, product = [], _passed(step, partial(output, node))
        terms = _terms(step) if step.block else ""
    elif not step.is_entrywise:
        chain, product = [], [_summed(step, _shown(step, _symbols(step)))]
    if step.uses == 1:
        return equals(goal, *chain, *product, blank) + terms
    parts = f"{blank} + {blank} = {blank}" if step.complete else f"{blank} + ?"
    told = equals(along(step, goal, node), *product, blank) + terms
    return rf"{told},\quad {goal} = {parts}"


def local_latex(step: Step) -> str:
    """The local derivative in symbols; empty where there is none."""
    return "" if step.local is None else _shown(step, _symbols(step))


def running_sum(
    step: Step, show: Callable[[Value], str], guarded: Callable[[str], str]
) -> list[str]:
    """The running total as an equation: ``8 + ?``, and at last ``8 + 4``, ``12``."""
    total = show(step.total)
    if not step.complete:
        return [f"{total} + ?"]
    return [f"{show(step.before)} + {guarded(show(step.contribution))}", total]


def _shown(step: Step, slots: Slots) -> str:
    """The local derivative, or, of whole arrays, what goes back."""
    return fill(_slope(step), slots)


def _slope(step: Step) -> str:
    assert step.position is not None
    return step.operation.op.slope_latex[step.position]


def _symbols(step: Step) -> dict[str, tuple[str, str]]:
    """The names, and the numbers that have none."""
    graph, here = step.graph, step.operation
    slots = {}
    for slot, index in zip(here.op.parameters, here.operands, strict=True):
        operand = graph.nodes[index]
        if operand.is_constant and not graph.owns(operand):
            slots[slot] = _factor(step, operand.value)
        else:
            slots[slot] = (latex_name(operand.name),) * 2
    upstream = partial(latex_name(graph.output), latex_name(here.name))
    own = {"y": (latex_name(here.name),) * 2, "g": (upstream,) * 2, "n": (str(step.share),) * 2}
    return {**slots, **own, "*": (JOINT, "")}


def _numbers(step: Step) -> dict[str, tuple[str, str]]:
    slots = dict(zip(step.operation.op.parameters, step.operand_values, strict=True))
    slots["y"] = step.value
    if step.upstream is not None:
        slots["g"] = step.upstream
    numbers = {slot: _factor(step, value) for slot, value in slots.items()}
    return {**numbers, "n": (str(step.share),) * 2, "*": (r" \cdot ", "")}


def _factor(step: Step, value: Value) -> tuple[str, str]:
    number = step.walk.in_latex(value)
    return latex_factor(number), number


def _times(step: Step) -> str:
    """Two arrays are multiplied entry by entry."""
    return r"\odot" if step.is_of_arrays else r"\cdot"


def _product(step: Step, local: str, upstream: str = "") -> str:
    upstream = upstream or latex_factor(step.walk.in_latex(step.upstream))
    return _summed(step, f"{local} {_times(step)} {upstream}")


def _summed(step: Step, product: str) -> str:
    """The product, or its sum where the operand was stretched."""
    return rf"\operatorname{{sum}}\left({product}\right)" if step.is_summed else product


def along(step: Step, goal: str, node: str) -> str:
    """The part of a gradient that comes along this edge."""
    which = rf",\,{step.repeated}" if step.repeated else ""
    return rf"\left.{goal}\right|_{{\to {node}{which}}}"


def equals(*sides: str) -> str:
    """The sides joined by equals signs; a side that repeats the one before is left out.

    One that is only about what stands before it (see :func:`about`) has its own sign.
    """
    text, last = "", None
    for side in sides:
        bare = side.removeprefix(ABOUT)
        if bare != last:
            sign = "" if last is None else " " if side.startswith(ABOUT) else " = "
            text, last = f"{text}{sign}{side}", bare
    return text


def about(is_told: bool, side: str) -> str:
    """A side of an equation; with ≈ in front, unless the numbers before it, as printed, give it."""
    return side if is_told else f"{ABOUT}{side}"


def _is_one(value: Value) -> bool:
    return np.ndim(value) == 0 and value == 1.0
