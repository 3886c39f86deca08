"""Where arithmetic leaves the finite numbers first, and why."""

from __future__ import annotations

import numpy as np

from ..core.graph import Operation
from ..core.walk import Walk
from ..errors import DomainError
from ..spell.numbers import Value, format_value, is_finite
from ..words import Message

__all__ = ["check_finite"]


def check_finite(walk: Walk) -> None:
    """Raise ``DomainError`` for the first value or gradient of a walk that is not finite."""
    for node in walk.graph.operations:
        value = walk.node_values[node.index]
        if not is_finite(value) and all(map(is_finite, _operands(walk, node))):
            raise _error("domain.value", walk, node, value)
    for backflow in walk.backflows:
        if not is_finite(backflow.total):
            node = walk.graph.operation(backflow.edge.node)
            operand = walk.graph.nodes[backflow.edge.operand].name
            raise _error("domain.gradient", walk, node, backflow.total, operand)


def _operands(walk: Walk, node: Operation) -> list[Value]:
    return [walk.node_values[i] for i in node.operands]


def _error(key: str, walk: Walk, node: Operation, value: Value, operand: str = "") -> DomainError:
    operands = _operands(walk, node)
    named = [walk.graph.nodes[i] for i in node.operands]
    given = ", ".join(
        f"{one.name} = {format_value(number)}"
        for one, number in zip(named, operands, strict=True)
        if walk.graph.owns(one)
    )
    what = Message(
        key,
        node=node.name,
        formula=node.op.write(*(one.name for one in named)),
        value=format_value(value),
        operand=operand,
        given=given,
    )
    with np.errstate(all="ignore"):
        is_undefined = np.any(node.op.is_undefined(*operands))
    if is_undefined and node.op.domain is not None:
        return DomainError("domain.because", what=what, why=node.op.domain)
    return DomainError(what)
