"""Exercises: graphs of a stated kind, with nice numbers for their inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

import numpy as np

from ..api import Graph, graph
from ..arithmetic.shapes import Shape
from ..core import graph as core
from ..errors import GraphError
from ..words import quoted
from .numbers import Chance, checked_seed, nicest

__all__ = ["KINDS", "exercise"]


@dataclass(frozen=True)
class Pattern:
    """A formula, with the shapes of its arrays by name."""

    text: str
    shapes: Mapping[str, Shape] = field(default_factory=dict)


KINDS: Mapping[str, tuple[Pattern, ...]] = MappingProxyType(
    {
        "chain": (
            Pattern("u = a*x; v = u + b; f = v**2"),
            Pattern("u = x - a; v = u**2; f = b*v"),
            Pattern("u = x + a; v = b*u; w = -v; f = w**2"),
            Pattern("u = x**2; v = a*u; f = v - b"),
        ),
        "sum times a number": (
            Pattern("s = x + y; f = s*z"),
            Pattern("s = x - y; f = z*s"),
            Pattern("s = x + y; t = s - w; f = t*z"),
            Pattern("p = x*y; s = p + z; f = s*w"),
        ),
        "shared node": (
            Pattern("u = x + y; v = u*x; f = v*z"),
            Pattern("u = x*y; v = u + x; f = u*v"),
            Pattern("u = x - y; v = u*z; w = u**2; f = v + w"),
            Pattern("u = x*y; v = 2*u; w = u + z; f = v*w"),
        ),
        "gates": (
            Pattern("p = x*y; m = max(p, z); f = m*w"),
            Pattern("s = x + y; m = max(z, w); f = s*m"),
            Pattern("p = w*x; r = relu(p); s = r + b; f = s*y"),
            Pattern("m = min(x, y); s = m + z; f = s*w"),
        ),
        "neuron": (
            Pattern("z = w1*x1 + w2*x2 + b; y = relu(z); L = (y - t)**2"),
            Pattern("z = w*x + b; y = sigmoid(z); L = (y - t)**2"),
            Pattern("z = w1*x1 + w2*x2 + b; y = tanh(z)"),
            Pattern("z = w @ x + b; L = (z - t)**2", {"w": (3,), "x": (3,)}),
        ),
        "matrix product": (
            Pattern("Y = X @ W; L = sum(Y * T)", {"X": (2, 2), "W": (2, 2), "T": (2, 2)}),
            Pattern("Y = X @ W; L = sum(Y**2)", {"X": (2, 3), "W": (3, 2)}),
            Pattern("Y = X @ W; D = Y - T; L = sum(D**2)", {"X": (2, 3), "W": (3, 1), "T": (2, 1)}),
        ),
        "bias over a batch": (
            Pattern("Z = X + b; L = sum(Z**2)", {"X": (3, 2), "b": (2,)}),
            Pattern(
                "Z = X @ W + b; L = sum(Z * T)",
                {**{"X": (3, 2), "W": (2, 2)}, "b": (2,), "T": (3, 2)},
            ),
            Pattern("Z = X + b; D = Z - T; L = sum(D**2)", {"X": (3, 2), "b": (2,), "T": (3, 2)}),
        ),
        "softmax with cross entropy": (
            Pattern("e = exp(z); s = sum(e); p = e / s; q = p[0]; L = -log(q)", {"z": (3,)}),
            Pattern(
                "e = exp(z); s = sum(e); p = e / s; L = -sum(t * log(p))", {"z": (3,), "t": (3,)}
            ),
            Pattern(
                "z = W @ x; e = exp(z); s = sum(e); p = e / s; q = p[1]; L = -log(q)",
                {"W": (2, 2), "x": (2,)},
            ),
        ),
    }
)
"""The patterns of each kind."""

_PROBABILITIES = "t"  # of a cross entropy: one of them is 1


def exercise(kind: str | core.Graph, seed: int = 1) -> Graph:
    """A graph to practise on, with nice numbers as the defaults of its inputs.

    ``kind`` is ``"chain"``, ``"sum times a number"``, ``"shared node"``, ``"gates"``, ``"neuron"``,
    ``"matrix product"``, ``"bias over a batch"`` or ``"softmax with cross entropy"``; or a graph,
    whose inputs then have fresh numbers, in the shapes of its defaults. The same ``seed`` always
    gives the same exercise, and another one other numbers.

    Raises ``GraphError`` for an unknown kind, which lists them, and ``OptionError`` for what is no
    seed.

    >>> str(exercise("chain", seed=3).walk().output) == str(exercise("chain", seed=3).walk().output)
    True
    """
    seed = checked_seed(seed)
    if isinstance(kind, core.Graph):
        shapes = {name: np.shape(value) for name, value in kind.defaults.items()}
        return _numbered(graph(kind), {**kind.shapes, **shapes}, {}, seed)
    if not isinstance(kind, str) or kind not in KINDS:
        raise GraphError("practice.kind", given=quoted(kind), known=", ".join(KINDS))
    chance = Chance(kind, seed)
    pattern = chance.pick(KINDS[kind])
    made = graph(pattern.text)
    given = {}
    if kind.startswith("softmax") and _PROBABILITIES in made.inputs:
        right = chance.below(pattern.shapes[_PROBABILITIES][0])
        given[_PROBABILITIES] = np.eye(pattern.shapes[_PROBABILITIES][0])[right]
    return _numbered(made, pattern.shapes, given, seed)


def _numbered(
    made: Graph, shapes: Mapping[str, Shape], given: Mapping[str, np.ndarray], seed: int
) -> Graph:
    """The graph whose inputs have drawn numbers of these shapes as defaults."""
    wanted = {name: shapes.get(name, ()) for name in made.inputs if name not in given}
    own = {field.name: getattr(made, field.name) for field in fields(core.Graph)}
    return Graph(**{**own, "defaults": MappingProxyType(nicest(made, given, wanted, seed))})
