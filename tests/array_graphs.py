"""Random programs on arrays: their shapes fit, and their numbers stay moderate.

``exact`` ones are of sums, products and matrix products of small multiples of a quarter, so every
number in them is exact, in whatever order it is added up.
"""

from __future__ import annotations

import random

import numpy as np

import backprop_viz as bv
from backprop_viz.core.array_ops import COMPARISONS, LAST_TWO
from backprop_viz.core.expression import apply, constant
from backprop_viz.core.ops import OPS
from strategies import AUTOGRAD

NETWORK = "Z = X @ W + b; H = tanh(Z); L = sum((H @ v - y)**2)"
BATCH = {
    "X": [[1.0, 2.0], [0.0, 1.0], [3.0, -1.0]],
    "W": [[0.5, 0.0], [-1.0, 1.0]],
    "b": [0.25, -0.5],
    "v": [1.0, 2.0],
    "y": [1.0, 0.0, 0.5],
}

SHAPES = ((), (2,), (3,), (2, 3), (3, 2), (2, 2), (3, 3), (1, 3), (2, 1), (2, 2, 3), (4, 3, 2))
MOVING = ("transpose", "sum", "take", "take", "reshape", "broadcast_to", "windows", "one_hot_max")
SMOOTH = (
    "tanh",
    "sigmoid",
    "sin",
    "softplus",
    "erf",
    "neg",
    "square",
    "mean",
    "norm",
    "amax",
    "size",
    *MOVING,
)
EXACT = ("neg", "square", "amax", "detach", *MOVING)
PAIRS = (
    *("add", "sub", "mul", "matmul", "matmul", "matmul", "concat", "where", "one_hot_like"),
    "windows_like",
)


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
        operands = [chance.choice(known[-chance.choice((2, 4, 99)) :]) for _ in "abc"]
        operands = operands[: OPS[name].arity]
        shapes = [np.shape(value) for _, value in operands]
        op = OPS[name]
        if op.defaults:
            op = op.choose(*_options(chance, name, shapes[0]))
        if name == "where":
            operands[0] = _compared(chance, operands[0])
        try:
            op.shape_of(*shapes)
            value = op.forward(*(value for _, value in operands))
        except ValueError:
            continue
        if name == "norm" and np.min(value, initial=1.0) < 1e-2:
            continue  # it has a kink at 0
        if np.size(value) <= 64 and np.all(np.abs(value) < 40):
            return apply(op, *(expr for expr, _ in operands)), value
    return None


def _compared(chance, operand):
    """Whether an operand is above a number that none of its entries is near."""
    expr, value = operand
    bound = chance.choice((-0.9, 0.3, 1.1)) + 0.01
    if np.min(np.abs(value - bound), initial=1.0) < 1e-3:
        bound = 77.0
    row = chance.choice(COMPARISONS)
    return apply(row, expr, bound), row.forward(value, bound)


def _options(chance, name, shape):
    """Options of an operation, which need not fit the shape."""
    rank = len(shape)
    if name in ("sum", "mean", "norm", "amax"):
        axes = [None, *range(-rank, rank), tuple(range(rank)), (0, -1)[:rank]]
        return chance.choice(axes), chance.random() < 0.5
    if name == "size":
        return (chance.choice((None, *range(-rank, rank))),)
    if name == "concat":
        return (chance.choice((0, -1, 1)),)
    if name == "transpose":
        order = list(range(rank))
        chance.shuffle(order)
        return (chance.choice((None, tuple(order), LAST_TWO if rank > 1 else None)),)
    if name == "reshape":
        size = int(np.prod(shape))
        inner = chance.choice(((-1,), (size,), (1, -1), (2, -1), (-1, 3), (size, 1)))
        return inner, chance.choice((0, 0, 1, -1))
    if name == "one_hot_max":
        return (chance.choice((-1, 0)),)
    if name == "windows":
        size, stride = chance.choice(((1, 2), 2, (2, 1))), chance.choice((None, 1, (2, 1)))
        return size, stride, chance.choice((0, 1, (1, 0))), chance.choice((0.0, -1.5))
    if name == "windows_like":
        return chance.choice((1, 2)), chance.choice((0, 1))
    if name == "broadcast_to":
        return (chance.choice(((2, *shape), shape, (3, 2), (2, 2, 3))),)
    items = [0, -1, None, "...", ("slice", 1, None, None), ("slice", None, None, -1)]
    items += [("slice", None, None, None), ("slice", -2, None, None), ("list", 0, -1, 0)]
    index = tuple(chance.choice(items) for _ in range(chance.randint(1, rank + 1)))
    return (index if index.count("...") < 2 else index[:1],)


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
            found.append(eval(node.op.formula, {**AUTOGRAD, **node.op.named}, slots))
    return found[graph.output_node.index]
