"""The output and all gradients at new inputs, and over the whole of a cost surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np

import backprop_viz as bv

from .peers import (
    ARTICLE_POINT,
    MIDDLE,
    Network,
    Point,
    agree,
    article,
    article_by_hand,
    article_graph,
    library,
    micrograd_run,
    points,
)
from .table import Row, aim, heading, interleave, print_table, ratio, seconds

__all__ = ["run"]

SIDE = 200  # of the cost surface
SAMPLE = 400  # points of it that micrograd is measured on

Gradient = Callable[[Any], Any]
"""From inputs, prepared as its owner likes them, to output and gradients."""


class Way:
    """One way to the gradients. Inputs are made ready before the clock starts.

    ``read`` turns what ``call`` returns into the output and the gradients by name.
    """

    def __init__(
        self,
        call: Gradient,
        prepare: Callable[[Point], Any],
        read: Callable[[Any, Point], dict[str, float]],
    ) -> None:
        self.call, self.prepare, self.read = call, prepare, read

    def repeated(self, inputs: Sequence[Point]) -> Callable[[], object]:
        ready = cycle([self.prepare(point) for point in inputs])
        call = self.call
        return lambda: call(next(ready))


def run() -> None:
    heading(
        "gradient: the output and all gradients at new inputs",
        "ours: graph.gradient_function(). Plain floats in, whatever a way returns out; inputs",
        "change with every call. PyTorch and autograd take the MLP as vectors and matrices, all",
        "others number by number; SymPy shares common subexpressions. All ways gave the same",
        "numbers before they were measured.",
    )
    ratios: dict[str, float] = {}
    cases = (
        ("article", article_graph(), list(ARTICLE_POINT), _article_ways(), 41),
        ("MLP 3-6-6-1", MIDDLE.graph(), MIDDLE.names, _network_ways(MIDDLE), 15),
    )
    for name, graph, names, others, repeats in cases:
        ways: dict[str, Way | str] = {"ours": _ours(graph), **others}
        inputs = points(names)
        usable = {who: way for who, way in ways.items() if isinstance(way, Way)}
        for point in inputs[:5]:
            walk = graph.walk(point)
            expected = {"output": float(walk.output)}
            expected |= {n: float(walk.gradients[n]) for n in names}
            for who, way in usable.items():
                agree(who, way.read(way.call(way.prepare(point)), point), expected)
        median = interleave(
            {who: way.repeated(inputs) for who, way in usable.items()},
            repeats=repeats,
            sample=0.004,
        )
        rows: list[Row] = [
            (who, seconds(median[who]), ratio(median[who], median["ours"]))
            if isinstance(way, Way)
            else (who, way, "–")
            for who, way in ways.items()
        ]
        nodes, count = len(graph.nodes), len(names)
        print_table((f"{name} ({nodes} nodes, {count} inputs)", "time", "ours is faster by"), rows)
        if name == "article":
            ratios = {who: median[who] / median["ours"] for who in median}
    if "micrograd" in ratios:
        aim("faster than micrograd, article", ratios["micrograd"], 5, at_most=False)
    aim("of hand-written Python's time, article", 1 / ratios["by hand"], 4, at_most=True)
    _surface()


def _ours(graph: bv.Graph) -> Way:
    function, names = graph.gradient_function(), graph.inputs
    return Way(
        lambda values: function(*values),
        lambda point: tuple(point[name] for name in names),
        lambda result, _: {"output": result[0], **dict(zip(names, result[1], strict=True))},
    )


# -- the article's formula ---------------------------------------------------------------------


def _article_ways() -> dict[str, Way | str]:
    order = ("w", "x", "b", "y'")

    def values(point: Point) -> tuple[float, ...]:
        return tuple(point[name] for name in order)

    def flat(result: Any, _: Point) -> dict[str, float]:
        return {
            "output": float(result[0]),
            **{name: float(g) for name, g in zip(order, result[1], strict=True)},
        }

    return {
        "by hand": Way(lambda inputs: article_by_hand(*inputs), values, flat),
        "micrograd": _micrograd(article),
        "SymPy lambdify": Way(_lambdified(article, order), values, flat),
        "HIPS autograd": _article_autograd(values, flat),
        "PyTorch": _article_torch(values, flat),
    }


def _article_autograd(values: Callable[[Point], Any], flat: Callable[..., Any]) -> Way | str:
    autograd = library("autograd")
    if autograd is None:
        return "not installed"
    function = autograd.value_and_grad(
        lambda w, x, b, target: (target - (w * x + b)) ** 2, (0, 1, 2, 3)
    )
    return Way(lambda inputs: function(*inputs), values, flat)


def _article_torch(values: Callable[[Point], Any], flat: Callable[..., Any]) -> Way | str:
    torch = library("torch")
    if torch is None:
        return "not installed"

    def call(inputs: tuple[float, ...]) -> Any:
        leaves = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in inputs]
        w, x, b, target = leaves
        output = (target - (w * x + b)) ** 2
        output.backward()
        return output.item(), [leaf.grad.item() for leaf in leaves]

    return Way(call, values, flat)


# -- a network ---------------------------------------------------------------------------------


def _network_ways(net: Network) -> dict[str, Way | str]:
    names = tuple(net.names)

    def flat(result: Any, _: Point) -> dict[str, float]:
        return {"output": float(result[0]), **dict(zip(names, result[1], strict=True))}

    def shaped(result: Any, _: Point) -> dict[str, float]:
        return {"output": float(result[0]), **net.named(result[1])}

    return {
        "by hand": Way(net.by_hand, net.matrices, shaped),
        "micrograd": _micrograd(net.loss),
        "SymPy lambdify": Way(
            _lambdified(net.loss, names), lambda point: tuple(point[n] for n in names), flat
        ),
        "HIPS autograd": _network_autograd(net, shaped),
        "PyTorch": _network_torch(net, shaped),
    }


def _network_autograd(net: Network, shaped: Callable[..., Any]) -> Way | str:
    autograd, numpy = library("autograd"), library("autograd.numpy")
    if autograd is None:
        return "not installed"
    depth = len(net.sizes) - 1

    def loss(*parts: Any) -> Any:
        layer = parts[0]
        for k in range(depth):
            layer = numpy.dot(parts[1 + 2 * k], layer) + parts[2 + 2 * k]
            if k < depth - 1:
                layer = numpy.maximum(layer, 0.0)
        return (layer[0] - parts[-1]) ** 2

    function = autograd.value_and_grad(loss, tuple(range(2 * depth + 2)))
    return Way(lambda parts: function(*(np.array(part) for part in parts)), net.matrices, shaped)


def _network_torch(net: Network, shaped: Callable[..., Any]) -> Way | str:
    torch = library("torch")
    if torch is None:
        return "not installed"
    depth = len(net.sizes) - 1

    def call(parts: Sequence[Any]) -> Any:
        leaves = [torch.tensor(p, dtype=torch.float64, requires_grad=True) for p in parts]
        layer = leaves[0]
        for k in range(depth):
            layer = leaves[1 + 2 * k] @ layer + leaves[2 + 2 * k]
            if k < depth - 1:
                layer = torch.relu(layer)
        output = (layer[0] - leaves[-1]) ** 2
        output.backward()
        return output.item(), [leaf.grad.tolist() for leaf in leaves]

    return Way(call, net.matrices, shaped)


# -- for any formula ---------------------------------------------------------------------------


def _micrograd(formula: Callable[..., Any]) -> Way | str:
    if library("micrograd.engine") is None:
        return "not installed"
    return Way(
        lambda point: micrograd_run(formula, point),
        lambda point: point,
        lambda result, _: {
            "output": float(result[0].data),
            **{name: float(value.grad) for name, value in result[1].items()},
        },
    )


def _lambdified(formula: Callable[..., Any], names: Sequence[str]) -> Gradient:
    """SymPy's derivatives, with common subexpressions shared, over plain floats."""
    sympy = library("sympy")
    symbols = [sympy.Symbol(f"s{i}", real=True) for i in range(len(names))]

    def relu(expression: Any) -> Any:
        return sympy.Max(expression, 0)

    output = formula(dict(zip(names, symbols, strict=True)), relu)
    derivatives = [sympy.diff(output, symbol) for symbol in symbols]
    modules = [{"Heaviside": lambda x, at_zero: 1.0 if x > 0.0 else 0.0}, "math"]
    function = sympy.lambdify(symbols, [output, derivatives], modules=modules, cse=True)
    return lambda inputs: function(*inputs)


# -- the surface -------------------------------------------------------------------------------


def _surface() -> None:
    heading(
        f"gradient: a cost surface of {SIDE} × {SIDE} points (w, b), with all gradients",
        f"micrograd was measured on {SAMPLE} points of the grid, and its time scaled to all "
        f"{SIDE * SIDE:,}.",
    )
    graph = article_graph()
    function, names = graph.gradient_function(over="w b"), graph.inputs
    w, b = np.meshgrid(np.linspace(-4.0, 8.0, SIDE), np.linspace(-6.0, 6.0, SIDE))
    grid: dict[str, Any] = {**ARTICLE_POINT, "w": w, "b": b}
    arrays = tuple(grid[name] for name in names)
    cells = [divmod(k * (SIDE * SIDE // SAMPLE), SIDE) for k in range(SAMPLE)]
    sample = [{**ARTICLE_POINT, "w": float(w[i, j]), "b": float(b[i, j])} for i, j in cells]

    output, gradients = function(*arrays)
    by_name: Mapping[str, Any] = {"output": output, **dict(zip(names, gradients, strict=True))}
    contestants: dict[str, Callable[[], object]] = {
        "ours": lambda: function(*arrays),
        "by hand, over NumPy": lambda: article_by_hand(w, grid["x"], b, grid["y'"]),  # type: ignore[arg-type]
    }
    micrograd = _micrograd(article)
    if isinstance(micrograd, Way):
        for (i, j), point in zip(cells, sample, strict=True):
            expected = {name: float(array[i, j]) for name, array in by_name.items()}
            agree("micrograd", micrograd.read(micrograd.call(point), point), expected)
        call = micrograd.call
        contestants["micrograd"] = lambda: [call(point) for point in sample]
    median = interleave(contestants, repeats=21, sample=0.004)
    if "micrograd" in median:
        median["micrograd"] *= SIDE * SIDE / SAMPLE
    rows: list[Row] = [
        (who, seconds(time), ratio(time, median["ours"])) for who, time in median.items()
    ]
    if isinstance(micrograd, str):
        rows.append(("micrograd", micrograd, "–"))
    print_table(("surface", "time", "ours is faster by"), rows)
    if "micrograd" in median:
        faster = median["micrograd"] / median["ours"]
        aim("faster than looping over micrograd, surface", faster, 100, at_most=False)
