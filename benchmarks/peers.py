"""The formulas that are measured, and the ways of others to evaluate and to draw them."""

from __future__ import annotations

import importlib
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import backprop_viz as bv

__all__ = [
    "ARTICLE",
    "ARTICLE_POINT",
    "ARTICLE_STEPS",
    "LARGE",
    "MIDDLE",
    "Network",
    "Point",
    "agree",
    "article",
    "article_by_hand",
    "article_graph",
    "draw_micrograd",
    "library",
    "micrograd_reason",
    "micrograd_run",
    "points",
]

ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
ARTICLE_POINT = {"x": 2.0, "w": 3.0, "b": 1.0, "y'": 5.0}
ARTICLE_STEPS = (0, 1, 5, 6, 7, 8, 9, 12, 14)  # the nine slides

Point = Mapping[str, float]
"""An input's value by its name."""


def library(name: str) -> Any:
    """The module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def micrograd_reason() -> str:
    """Why micrograd's way of drawing cannot be measured here; empty if it can."""
    for name in ("micrograd.engine", "graphviz"):
        if library(name) is None:
            return f"{name.partition('.')[0]} not installed"
    return "" if shutil.which("dot") else "no dot on the PATH"


def article_graph(tag: str = "") -> bv.Graph:
    """The article's graph. A tag, in the names of the intermediates, makes it a new one."""
    text = ARTICLE
    if tag:
        text = f"p{tag} = w*x; y = p{tag} + b; s = -y; t = y' + s; f = t**2"
    return bv.graph(text)


def article(values: Mapping[str, Any], relu: Callable[[Any], Any] | None = None) -> Any:
    """The article's formula over anything with operators."""
    p = values["w"] * values["x"]
    y = p + values["b"]
    s = -y
    t = values["y'"] + s
    return t**2


def article_by_hand(
    w: float, x: float, b: float, target: float
) -> tuple[float, tuple[float, float, float, float]]:
    """The article's output and gradients as one writes them for speed, for (w, x, b, y′)."""
    t = target - (w * x + b)
    dt = 2.0 * t
    return t * t, (-dt * x, -dt * w, -dt, dt)


@dataclass(frozen=True)
class Network:
    """A multilayer perceptron with relu and a squared error, every number a scalar of its own.

    ``sizes`` are the widths of the layers, from the inputs to the single output.
    """

    sizes: tuple[int, ...]

    @property
    def layers(self) -> Iterator[tuple[int, int, int]]:
        """(number, width below, width) of each layer."""
        return (
            (k, below, width)
            for k, (below, width) in enumerate(zip(self.sizes, self.sizes[1:], strict=False))
        )

    @property
    def names(self) -> list[str]:
        names = [f"x{i}" for i in range(self.sizes[0])]
        for k, below, width in self.layers:
            for j in range(width):
                names += [f"b{k}_{j}", *(f"w{k}_{j}_{i}" for i in range(below))]
        return [*names, "y'"]

    def loss(self, values: Mapping[str, Any], relu: Callable[[Any], Any]) -> Any:
        """The squared error over anything with operators."""
        below = [values[f"x{i}"] for i in range(self.sizes[0])]
        last = len(self.sizes) - 2
        for k, _, width in self.layers:
            layer = []
            for j in range(width):
                total = values[f"b{k}_{j}"]
                for i, value in enumerate(below):
                    total = total + values[f"w{k}_{j}_{i}"] * value
                layer.append(total if k == last else relu(total))
            below = layer
        return (below[0] - values["y'"]) ** 2

    def graph(self, tag: str = "") -> bv.Graph:
        """The same as a graph. A tag, in the names of the inputs, makes it a new one."""
        inputs = {name: bv.variable(f"{tag}{name}") for name in self.names}
        return bv.graph(self.loss(inputs, lambda value: bv.relu(value)))

    def matrices(self, point: Point) -> tuple[Any, ...]:
        """(x, W₀, b₀, W₁, b₁, ..., y′) as lists, for libraries that think in tensors."""
        parts: list[Any] = [[point[f"x{i}"] for i in range(self.sizes[0])]]
        for k, below, width in self.layers:
            parts.append([[point[f"w{k}_{j}_{i}"] for i in range(below)] for j in range(width)])
            parts.append([point[f"b{k}_{j}"] for j in range(width)])
        return (*parts, point["y'"])

    def named(self, parts: Sequence[Any]) -> dict[str, float]:
        """Numbers by name from arrays of the shapes of :meth:`matrices`."""
        named = {f"x{i}": float(value) for i, value in enumerate(parts[0])}
        for k, below, width in self.layers:
            weights, biases = parts[1 + 2 * k], parts[2 + 2 * k]
            for j in range(width):
                named[f"b{k}_{j}"] = float(biases[j])
                for i in range(below):
                    named[f"w{k}_{j}_{i}"] = float(weights[j][i])
        named["y'"] = float(parts[-1])
        return named

    def by_hand(self, parts: Sequence[Any]) -> tuple[float, list[Any]]:
        """The output and the gradients in loops over lists, as one writes back propagation."""
        activations, target = [parts[0]], parts[-1]
        depth = len(self.sizes) - 1
        for k in range(depth):
            below = activations[-1]
            layer = []
            for row, bias in zip(parts[1 + 2 * k], parts[2 + 2 * k], strict=True):
                total = bias
                for weight, value in zip(row, below, strict=True):
                    total += weight * value
                layer.append(total if k == depth - 1 or total > 0.0 else 0.0)
            activations.append(layer)
        error = activations[-1][0] - target
        gradients: list[Any] = [-2.0 * error]
        upstream = [2.0 * error]
        for k in reversed(range(depth)):
            below, weights = activations[k], parts[1 + 2 * k]
            if k < depth - 1:
                upstream = [
                    g if a > 0.0 else 0.0 for g, a in zip(upstream, activations[k + 1], strict=True)
                ]
            gradients += [upstream, [[g * value for value in below] for g in upstream]]
            down = [0.0] * len(below)
            for g, row in zip(upstream, weights, strict=True):
                for i, weight in enumerate(row):
                    down[i] += g * weight
            upstream = down
        return error * error, [*reversed([*gradients, upstream])]


MIDDLE = Network((3, 6, 6, 1))
LARGE = Network((4, 14, 17, 1))


def points(names: Sequence[str], count: int = 64, seed: int = 1) -> list[dict[str, float]]:
    """Inputs to be gone through in turn, so that no call is made twice in a row."""
    chance = random.Random(seed)
    return [{name: chance.uniform(-2.0, 2.0) for name in names} for _ in range(count)]


def micrograd_run(
    formula: Callable[[Mapping[str, Any], Callable[[Any], Any]], Any], point: Point
) -> tuple[Any, dict[str, Any]]:
    """micrograd's output and inputs after a forward and a backward pass on fresh values."""
    value = library("micrograd.engine").Value
    inputs = {name: value(number) for name, number in point.items()}
    output = formula(inputs, lambda v: v.relu())
    output.backward()
    return output, inputs


def draw_micrograd(root: Any) -> str:
    """SVG in the manner of micrograd's notebooks.

    A record with data and gradient for every value, a node for every operation, and one run of
    ``dot`` for every picture.
    """
    graphviz = library("graphviz")
    picture = graphviz.Digraph(graph_attr={"rankdir": "LR"})
    numbers: dict[Any, str] = {root: "v0"}
    waiting = [root]
    while waiting:
        value = waiting.pop()
        name = numbers[value]
        label = f"{{ data {value.data:.4f} | grad {value.grad:.4f} }}"
        picture.node(name, label, shape="record")
        if value._op:
            picture.node(f"{name}_op", value._op)
            picture.edge(f"{name}_op", name)
        for operand in value._prev:
            if operand not in numbers:
                numbers[operand] = f"v{len(numbers)}"
                waiting.append(operand)
            picture.edge(numbers[operand], f"{name}_op")
    svg: str = picture.pipe(format="svg", encoding="utf-8")
    return svg


def agree(who: str, found: Mapping[str, float], expected: Mapping[str, float]) -> None:
    """Raise ``SystemExit`` if numbers by name differ by more than rounding."""
    if found.keys() != expected.keys():
        raise SystemExit(f"{who} has other names: {sorted(found.keys() ^ expected.keys())[:5]}")
    for name, number in expected.items():
        if abs(found[name] - number) > 1e-9 * max(1.0, abs(number)):
            raise SystemExit(f"{who} disagrees on {name}: {found[name]!r}, not {number!r}")
