"""Numbers for the inputs of any graph with which a walk is pleasant by hand.

They are drawn from a seed, several times, and the first draw is taken whose values and gradients
have at most three digits, without a kink, a 0 or a number that is not finite; or else the best one.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..arithmetic.shapes import Shape, anywhere
from ..core.graph import Graph
from ..core.walk import Walk
from ..errors import InputError, OptionError
from ..given.inputs import by_name, checked_inputs
from ..spell.names import canonical
from ..spell.numbers import Value
from ..words import quoted

__all__ = ["Chance", "checked_seed", "drawn"]

DRAWS = 24
NODES = 1200  # that are walked for it at most
FEW = 4  # inputs that may all be different
SMALLEST, LARGEST = 0.001, 1000.0

_POOLS: tuple[tuple[float, ...], ...] = (
    (1, 2, 3, 4, 5, -1, -2, -3, -4),
    (1, 2, 3, -1, -2, -3, 0.5, -0.5),
    (1, 2, 3, 4, 5, 0.5),  # where negative numbers have no value
    (0.1, 0.2, 0.4, 0.5, -0.2, -0.5, 1, -1),
)
"""What is drawn from in turn."""


class Chance:
    """A generator whose numbers stay the same in every version of Python."""

    def __init__(self, *seed: object) -> None:
        self._random = random.Random("/".join(map(str, seed)))

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count`` − 1."""
        return int(self._random.random() * count)

    def pick(self, things: Sequence[Any]) -> Any:
        """One of several things."""
        return things[self.below(len(things))]

    def some(self, things: Sequence[Any], count: int) -> list[Any]:
        """Some of them, or all, in some order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in things[:count]]

    def shuffled(self, things: Sequence[Any]) -> list[Any]:
        """All of them in some order."""
        return self.some(things, len(things))


def checked_seed(seed: object) -> int:
    """A seed: a whole number. Raises ``OptionError`` for anything else."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or abs(int(seed)) > 2**53:
        raise OptionError("practice.seed", given=quoted(seed))
    return int(seed)


def drawn(graph: Graph, given: Mapping[str, Any] | None, seed: int) -> dict[str, Value]:
    """The inputs of a walk: what is ``given`` or has a default stays, and the rest is drawn.

    An input is an array where the graph has asked for its shape. Raises ``InputError`` for what is
    no input, and where a graph needs arrays of which it does not know the shapes.
    """
    named = by_name(given)
    known = {**graph.defaults, **{canonical(str(name)): value for name, value in named.items()}}
    missing = [name for name in graph.inputs if name not in known]
    filled = {**named, **dict.fromkeys(missing, 0.0)}  # to be checked, under the names as given
    kept = dict(checked_inputs(graph.inputs, graph.defaults, filled))
    for name in missing:
        del kept[name]
    if not missing:
        return kept
    return nicest(graph, kept, {name: graph.shapes.get(name, ()) for name in missing}, seed)


def nicest(
    graph: Graph, kept: Mapping[str, Any], shapes: Mapping[str, Shape], seed: int
) -> dict[str, Value]:
    """Those of the draws of inputs of these shapes with which the walk is most pleasant."""
    chance = Chance(seed, *(node.name for node in graph.nodes))
    best: tuple[float, dict[str, Value]] | None = None
    draws = max(4, min(DRAWS, NODES // len(graph.nodes)))
    for number in range(draws):
        pool = _POOLS[number * len(_POOLS) // draws]
        inputs = {**kept, **{name: _array(shape, pool, chance) for name, shape in shapes.items()}}
        try:
            walk = Walk(graph, inputs)
        except InputError as error:
            names = ", ".join(shapes)
            raise InputError("practice.shapes", names=names, reason=error.reason) from None
        most = math.inf if best is None else best[0]
        cost = _cost(walk, [name for name in shapes if not shapes[name]], most)
        if best is None or cost < best[0]:
            best = cost, dict(walk.inputs)
        if cost == 0:
            break
    assert best is not None
    return best[1]


def _array(shape: Shape, pool: Sequence[float], chance: Chance) -> Value:
    size = int(np.prod(shape, dtype=int))
    numbers: list[float] = []
    while len(numbers) < size:  # no two are alike while there are enough of them
        numbers += chance.some(pool, size - len(numbers))
    return np.array(numbers, dtype=np.float64).reshape(shape)[()]


def _cost(walk: Walk, drawn_numbers: Sequence[str], most: float) -> float:
    """How unpleasant a walk is, as far as ``most``; 0 where nothing is to be wished for."""
    cost = 0.0
    with np.errstate(all="ignore"):
        for node in walk.graph.operations:
            operands = [walk.node_values[i] for i in node.operands]
            value = walk.node_values[node.index]
            cost += _of(value) + 2.0 * (not np.any(value))
            cost += 10 * anywhere(node.op.is_at_kink(*operands))
            if cost >= most:
                return cost
        for backflow in walk.backflows:
            cost += _of(backflow.contribution) + _hides_turning(backflow.contribution)
            if backflow.use > 1:
                cost += _of(backflow.total)
            if cost >= most:
                return cost
        gradients = [walk.node_gradients[walk.graph.names[name]] for name in walk.graph.inputs]
        zeros = sum(not np.any(gradient) for gradient in gradients)
    cost += 2.0 * (2 * zeros > len(gradients))  # a closed gate is nice, but not if all ends there
    numbers = [abs(float(walk.inputs[name])) for name in drawn_numbers]
    if len(numbers) <= FEW:  # two that are alike, or a 1, hide which of them has been taken
        cost += len(numbers) - len(set(numbers)) + 0.5 * (1.0 in numbers)
    return cost


def _hides_turning(value: Value) -> bool:
    """Whether a matrix is its own transpose."""
    return np.ndim(value) == 2 and np.size(value) > 1 and np.array_equal(value, np.transpose(value))


def _of(value: Value) -> float:
    is_long = is_far = False
    for number in map(abs, np.ravel(value).tolist()):
        if not math.isfinite(number):
            return 100.0
        if number:
            figures = number / 10.0 ** (math.floor(math.log10(number)) - 2)
            is_long = is_long or abs(figures - round(figures)) > 1e-6
            is_far = is_far or not SMALLEST <= number < LARGEST
    return is_long + 3.0 * is_far
