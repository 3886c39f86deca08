"""A graph as straight-line code: one function from the inputs to the output and all gradients.

The code is generated from the formulas of the operations and compiled twice: over :mod:`math` for
plain floats, over :mod:`numpy` for arrays and wherever :mod:`math` would raise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from .graph import Graph
from .numbers import Value
from .ops import MATH, NUMPY, Op
from .words import say

__all__ = ["gradient_function", "gradient_source"]

_WORD = re.compile(r"\b(?:a|b|n|out)\b")
_ATOM = re.compile(r"[\w.]+")


def gradient_function(graph: Graph) -> Callable[..., tuple[Value, tuple[Value, ...]]]:
    """A function of the inputs, in the order of ``graph.inputs``, to (output, gradients).

    On numbers it gives plain floats. On arrays, which must broadcast against each other, it is
    vectorised as a NumPy ufunc is: every position is an evaluation of its own, and the output
    and every gradient have the common shape (unlike a walk, which sums the gradient of an operand
    that was broadcast). Undefined arithmetic gives nan and infinities, as in a walk.
    """
    scalar = _compile(graph, MATH)
    general = _compile(graph, NUMPY)
    count = len(graph.inputs)
    constants = [
        np.shape(node.value)
        for node in graph.nodes
        if node.is_constant and graph.reaches_output[node.index]
    ]
    if any(constants):  # a constant array widens the output

        def scalar(*inputs: Any) -> Any:
            raise ArithmeticError

    def gradient(*inputs: Any) -> tuple[Value, tuple[Value, ...]]:
        for value in inputs:
            if value.__class__ is not float:
                break
        else:
            try:
                return scalar(*inputs)  # type: ignore[no-any-return]
            except (ArithmeticError, ValueError):
                pass
        if len(inputs) != count:
            known = ", ".join(graph.inputs) or say("inputs.nothing")
            raise TypeError(say("usage.inputs", count=count, known=known, given=len(inputs)))
        arrays = [np.asarray(value, dtype=np.float64) for value in inputs]
        if all(array.ndim == 0 for array in arrays):
            floats = [float(array) for array in arrays]
            try:
                return scalar(*floats)  # type: ignore[no-any-return]
            except (ArithmeticError, ValueError):
                with np.errstate(all="ignore"):
                    output, gradients = general(*map(np.float64, floats))
                if any(constants):
                    shape = np.broadcast_shapes(*constants)
                    return _filled(output, shape), tuple(_filled(g, shape) for g in gradients)
                return float(output), tuple(map(float, gradients))
        shape = np.broadcast_shapes(*(array.shape for array in arrays), *constants)
        with np.errstate(all="ignore"):
            output, gradients = general(*arrays)
        return _filled(output, shape), tuple(_filled(g, shape) for g in gradients)

    gradient.__doc__ = (
        f"({', '.join(graph.inputs)}) to ({graph.output}, its gradients in the same order)."
    )
    return gradient


def gradient_source(graph: Graph) -> str:
    """The generated code: a function ``gradient`` of ``x0, x1, ...`` in the order of the inputs."""
    spelled: list[str] = []
    lines: list[str] = []
    inputs = iter(range(len(graph.inputs)))
    for node in graph.nodes:
        if node.op is None:
            spelled.append(f"x{next(inputs)}" if node.is_input else f"c{node.index}")
            continue
        slots = _slots(node.op, [spelled[i] for i in node.operands])
        spelled.append(f"v{node.index}")
        lines.append(f"v{node.index} = {_put(node.op.formula, slots)}")

    totals: dict[int, str] = {graph.output_node.index: "1.0"}
    for edge in graph.backward_edges:
        op = graph.nodes[edge.node].op
        assert op is not None
        operands = graph.nodes[edge.node].operands
        slots = _slots(op, [spelled[i] for i in operands])
        local = _put(op.local[edge.position], {**slots, "out": spelled[edge.node]})
        term = _times(totals[edge.node], local)
        name = f"d{edge.operand}"
        if edge.operand in totals:
            lines.append(f"{name} = {totals[edge.operand]} + {term}")
        elif _ATOM.fullmatch(term):  # nothing to compute: another name for a number known already
            totals[edge.operand] = term
            continue
        else:
            lines.append(f"{name} = {term}")
        totals[edge.operand] = name
    gradients = "".join(f"{totals.get(graph.names[name], '0.0')}, " for name in graph.inputs)
    result = f"{spelled[graph.output_node.index]}, ({gradients})"
    parameters = ", ".join(f"x{i}" for i in range(len(graph.inputs)))
    body = "\n    ".join([*lines, f"return {result}"])
    return f"def gradient({parameters}):\n    {body}\n"


def _compile(graph: Graph, names: Mapping[str, Any]) -> Callable[..., Any]:
    is_math = names is MATH
    space = dict(names)
    for node in graph.nodes:
        if node.is_constant:
            space[f"c{node.index}"] = (
                float(node.value) if is_math and np.ndim(node.value) == 0 else node.value
            )
    exec(compile(gradient_source(graph), "<gradient>", "exec"), space)  # our own text
    return space["gradient"]  # type: ignore[no-any-return]


def _slots(op: Op, operands: Sequence[str]) -> dict[str, str]:
    slots = dict(zip(op.parameters, operands, strict=True))
    if op.exponent is not None:
        finite = math.isfinite(op.exponent)
        slots["n"] = f"({op.exponent!r})" if finite else f"float('{op.exponent}')"
    return slots


def _put(formula: str, slots: Mapping[str, str]) -> str:
    return _WORD.sub(lambda match: slots[match[0]], formula)


def _times(upstream: str, local: str) -> str:
    """The product as code; a factor of 1 or −1 costs nothing."""
    if local == "1.0":
        return upstream
    if local == "-1.0":
        return f"-{upstream}"
    if upstream == "1.0":
        return local
    return f"{upstream} * {local if _ATOM.fullmatch(local) else f'({local})'}"


def _filled(value: Value, shape: tuple[int, ...]) -> Value:
    return value if np.shape(value) == shape else np.broadcast_to(value, shape).copy()
