"""A graph as straight-line code: one function from the inputs to the output and all gradients.

The code is generated from the formulas of the operations, for plain floats over :mod:`math`; for
arrays, and wherever :mod:`math` would raise, ``shaped/`` makes it over :mod:`numpy`.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from .arithmetic.names import MATH
from .core.graph import Graph
from .core.operation import Op

__all__ = ["compiled", "function_of", "gradient_source"]

_WORD = re.compile(r"\b[A-Za-z_]\w*")
_ATOM = re.compile(r"[\w.]+")


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

    output = spelled[graph.output_node.index]
    totals: dict[int, str] = {graph.output_node.index: "1.0"}
    for edge in graph.backward_edges:
        op = graph.operation(edge.node).op
        operands = graph.nodes[edge.node].operands
        slots = {**_slots(op, [spelled[i] for i in operands]), "out": spelled[edge.node]}
        upstream = totals[edge.node]
        local = _put(op.local[edge.position], slots)
        if op.back:
            slots |= {"g": _atom(upstream), "local": _atom(local)}
            term = _put(op.back[edge.position], slots)
        else:
            term = _times(upstream, local)
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
    body = "\n    ".join([*lines, f"return {output}, ({gradients})"])
    return f"def gradient({', '.join(f'x{i}' for i in range(len(graph.inputs)))}):\n    {body}\n"


def compiled(graph: Graph) -> Callable[..., Any]:
    """The function of that code."""
    constants = {f"c{node.index}": float(node.value) for node in graph.nodes if node.is_constant}
    return function_of(gradient_source(graph), {**MATH, **constants})


def function_of(source: str, names: Mapping[str, Any]) -> Callable[..., Any]:
    """The function ``gradient`` of generated code, which names these things."""
    space = dict(names)
    exec(compile(source, "<gradient>", "exec"), space)  # our own text
    return space["gradient"]  # type: ignore[no-any-return]


def _slots(op: Op, operands: Sequence[str]) -> dict[str, str]:
    slots = dict(zip(op.parameters, operands, strict=True))
    for name, option in op.named.items():
        is_finite = not isinstance(option, float) or math.isfinite(option)
        slots[name] = f"({option!r})" if is_finite else f"float('{option}')"
    return slots


def _put(formula: str, slots: Mapping[str, str]) -> str:
    return _WORD.sub(lambda match: slots.get(match[0], match[0]), _branching(formula))


@lru_cache(maxsize=1024)
def _branching(formula: str) -> str:
    """The formula with Python's own ``yes if condition else no``, which computes one only."""
    tree = _Branching().visit(ast.parse(formula, mode="eval").body)
    return f"({ast.unparse(tree)})" if isinstance(tree, ast.IfExp) else ast.unparse(tree)


class _Branching(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        is_where = isinstance(node.func, ast.Name) and node.func.id == "where"
        return ast.IfExp(*node.args) if is_where else node


def _times(upstream: str, local: str) -> str:
    """The product as code; a factor of 1 or −1 costs nothing."""
    if local == "1.0":
        return upstream
    if local == "-1.0":
        return f"-{upstream}"
    if upstream == "1.0":
        return local
    return f"{upstream} * {_atom(local)}"


def _atom(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"
