"""Random programs on arrays: their shapes fit, and their numbers stay moderate.

``exact`` ones are of sums, products and matrix products of small multiples of a quarter, so every
number in them is exact, in whatever order it is added up.
"""

from __future__ import annotations

import random

import numpy as np

import backprop_viz as bv
from backprop_viz.core.expression import apply, constant
from backprop_viz.core.ops import OPS
from strategies import AUTOGRAD

SHAPES = ((), (2,), (3,), (2, 3), (3, 2), (2, 2), (3, 3), (1, 3), (2, 1), (2, 2, 3), (4, 3, 2))
SMOOTH = ("tanh", "sigmoid", "sin", "softplus", "neg", "square", "transpose", "sum")
EXACT = ("neg", "transpose", "sum", "square")
PAIRS = ("add", "sub", "mul", "matmul", "matmul", "matmul")


def array_graph(chance: random.Random, *, exact: bool = False) -> tuple[bv.Graph, dict]:
    """A graph and its inputs; nodes are shared, used twice by one operation, or dead ends."""
    inputs = {name: values(chance, chance.choice(SHAPES), exact) for name in "xyzw"}
    known = [(bv.variable(name), value) for name, value in inputs.items()]
    if chance.random() < 0.4:
        fixed = values(chance, chance.choice(SHAPES), exact)
        known.append((constant(fixed), fixed))
    used: list = []
    for _ in range(chance.randint(2, 8)):
        made = _one(chance, known, exact)
        if made is not None:
            known.append(made)
            used.append(made[0])
    output = used[-1] if used else known[0][0]
    graph = type(bv.graph("x")).build([e for e in used if chance.random() < 0.2], output, {}, ())
    return graph, {name: inputs[name] for name in graph.inputs}


def values(chance: random.Random, shape: tuple[int, ...], exact: bool):
    count = int(np.prod(shape))
    numbers = [
        chance.randint(-4, 4) / 2 if exact or chance.random() < 0.3 else chance.uniform(-1.5, 1.5)
        for _ in range(count)
    ]
    return np.array(numbers, dtype=float).reshape(shape)[()]


def _one(chance, known, exact):
    """Another operation on what is there, if its shapes fit and its numbers stay small."""
    for _ in range(20):
        name = chance.choice((*PAIRS, *(EXACT if exact else SMOOTH)))
        operands = [chance.choice(known[-chance.choice((2, 4, 99)) :]) for _ in "ab"]
        operands = operands[: OPS[name].arity]
        try:
            value = OPS[name].forward(*(value for _, value in operands))
        except ValueError:
            continue
        if np.size(value) <= 64 and np.all(np.abs(value) < 40):
            return apply(OPS[name], *(expr for expr, _ in operands)), value
    return None


def by_autograd(graph: bv.Graph, *inputs):
    """The output over HIPS autograd, by the formulas of the rows."""
    known = dict(zip(graph.inputs, inputs, strict=True))
    found: list = []
    for node in graph.nodes:
        if node.op is None:
            found.append(known[node.name] if node.is_input else node.value)
        else:
            operands = [found[i] for i in node.operands]
            slots = dict(zip(node.op.parameters, operands, strict=True))
            found.append(eval(node.op.formula, {**AUTOGRAD, **node.op.numbers}, slots))
    return found[graph.output_node.index]
