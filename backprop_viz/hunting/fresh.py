"""Fresh numbers for a graph: the same for a seed on every machine, and pleasant by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

import numpy as np

from ..api import Graph, Walk
from ..errors import InputError
from ..spell.numbers import Value, is_finite
from ..tell.felt import felt, targets

__all__ = ["fresh_walks"]

_DRAWS = 120
_MOST, _LEAST = 1000.0, 0.01  # of a value or a gradient that can be read
_NUMBERS = (1.0, 2.0, 3.0, 0.5, 1.5, 4.0, 5.0, 2.5)
_PER_ENTRY = (0.5, 1.0, 1.5, 2.0, 0.25, 0.75, 3.0, 1.25)


def fresh_walks(graph: Graph, like: Mapping[str, Value], seed: int) -> Iterator[Walk]:
    """Walks at numbers drawn by ``seed``, those first that are pleasant: finite, no kink, nothing
    tiny, no gradient of 0.

    ``like`` tells the shapes; an input without a gradient, such as a label, keeps its value.
    """
    chance = Random(seed)  # its ``random()`` is the same in every version of Python
    second: list[Walk] = []
    still = _still(graph, {**graph.defaults, **like})
    for draw in range(_DRAWS):
        inputs = {
            name: still[name] if name in still else _drawn(graph, name, like, chance, draw)
            for name in graph.inputs
        }
        try:
            walk = graph.walk(inputs)
        except InputError:
            if draw == 0 and not like:
                raise
            continue
        if _is_pleasant(walk):
            yield walk
        elif len(second) < 3 and _is_known(walk):
            second.append(walk)
    yield from second


def _still(graph: Graph, known: Mapping[str, Value]) -> dict[str, Value]:
    """The inputs that no gradient goes to, and probabilities, of those whose values are known."""
    others = {n: np.ones(graph.shapes.get(n, ())) for n in graph.inputs if n not in known}
    try:
        found = felt(graph.walk({**others, **known}))
    except InputError:
        found = frozenset({graph.names[name] for name in graph.inputs})
    still = {n for n in graph.inputs if graph.names[n] not in found} | targets(graph)
    return {name: known[name] for name in graph.inputs if name in known and name in still}


def _drawn(graph: Graph, name: str, like: Mapping[str, Value], chance: Random, draw: int) -> Value:
    given = like.get(name, graph.defaults.get(name))
    shape = graph.shapes.get(name, ()) if given is None else np.shape(given)
    count = int(np.prod(shape, dtype=int))
    numbers = _PER_ENTRY if shape else _NUMBERS
    drawn = np.empty(count)
    for i in range(count):
        size = numbers[int(chance.random() * len(numbers))]
        is_negative = chance.random() < 0.4 and draw % 4 != 3  # a logarithm has none of them
        drawn[i] = -size if is_negative else size
    return drawn.reshape(shape)[()]


def _is_known(walk: Walk) -> bool:
    known = [*walk.node_values, *(g for g in walk.node_gradients if g is not None)]
    return all(map(is_finite, known))


def _is_pleasant(walk: Walk) -> bool:
    if not _is_known(walk):
        return False
    flows = [flow.contribution for flow in walk.backflows]
    sizes = [np.max(np.abs(x), initial=0.0) for x in (*walk.node_values, *flows)]
    if max(sizes, default=0.0) > _MOST or any(0 < size < _LEAST for size in sizes):
        return False
    found = felt(walk)
    if any(flow.edge.operand in found and not np.any(flow.total) for flow in walk.backflows):
        return False
    values = walk.node_values
    return not any(
        np.any(node.op.is_at_kink(*(values[i] for i in node.operands)))
        for node in walk.graph.operations
    )
