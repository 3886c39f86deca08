"""What a landscape is of: its graph, paths, cost, inputs and search, from what a user gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..api import Graph, graph
from ..descent.arguments import whole
from ..descent.cost import Cost
from ..descent.path import Path
from ..errors import InputError
from ..spell.names import canonical
from ..spell.numbers import Number
from ..words import Message, quoted
from .surface import Range, Search, in_sight, random_search

__all__ = ["cost_of", "graph_and_paths", "searched", "spread_names", "standing"]

MOST_TRIES = 1_000_000  # of a random search


def graph_and_paths(source: Any, path: Any) -> tuple[Graph, tuple[Path, ...]]:
    """The graph of a landscape, and its paths: the ``source``, if it is one, first."""
    paths = (path,) if isinstance(path, Path) else _all_paths(path)
    if isinstance(source, Path):
        return source.graph, (source, *paths)
    return source if isinstance(source, Graph) else graph(source), paths


def _all_paths(given: Any) -> tuple[Path, ...]:
    try:
        paths = tuple(given)
    except TypeError:
        paths = (given,)
    for one in paths:
        if not isinstance(one, Path):
            raise InputError("landscape.no_path", value=quoted(one))
    return paths


def cost_of(
    made: Graph,
    paths: Sequence[Path],
    inputs: Mapping[str, Any] | None,
    data: Mapping[str, Any] | None,
) -> Cost:
    """The cost that is shown, by default that of the first path; all paths must be of it."""
    if paths and inputs is None and data is None:
        cost = paths[0].cost
    else:
        cost = Cost(made, inputs, (paths[0].cost.columns or None) if paths and not data else data)
    if not all(_fits(path, made, cost) for path in paths):
        raise InputError("landscape.path")
    return cost


def _fits(path: Path, graph: Graph, cost: Cost) -> bool:
    """Whether a path is one of this formula and these data."""
    same = path.graph is graph or str(path.graph) == str(graph)
    mine, its = cost.columns, path.cost.columns
    return (
        same
        and path.cost.start.keys() == cost.start.keys()
        and mine.keys() == its.keys()
        and all(np.array_equal(mine[name], its[name], equal_nan=True) for name in mine)
    )


def spread_names(cost: Cost, names: Sequence[str], paths: Sequence[Path]) -> tuple[str, ...]:
    """One or two inputs to spread out: those asked for or, by default, those that move."""
    marked = [n for n in cost.graph.inputs if n in cost.graph.parameters and n in cost.start]
    starts = [cost.start, *(path[0].inputs for path in paths)]
    can = [name for name in cost.start if not any(np.ndim(start[name]) for start in starts)]
    usual = [name for name in (paths[0].parameters if paths else marked) if name in can]
    chosen = tuple(map(canonical, names)) or tuple(usual[:2])
    wrong = [name for name in chosen if name not in can]
    if wrong or not 1 <= len(set(chosen)) == len(chosen) <= 2:
        raise InputError(
            "landscape.names" if wrong else "landscape.count",
            can=", ".join(can) or Message("landscape.nothing"),
            wrong=", ".join(wrong),
            count=len(chosen),
        )
    return chosen


def standing(
    cost: Cost, names: Sequence[str], paths: Sequence[Path], inputs: Mapping[str, Any] | None
) -> dict[str, Number]:
    """All inputs as given or, those that are not spread out, where the first path ends."""
    state = dict(cost.start)
    if paths and inputs is None:
        last = paths[0][in_sight(paths[0]) - 1]
        state |= {n: last.inputs[n] for n in paths[0].parameters if n not in names}
    return state


def searched(
    search: bool | int,
    seed: int,
    cost: Cost,
    region: Mapping[str, Range],
    state: Mapping[str, Number],
    paths: Sequence[Path],
) -> Search | None:
    """A random search in a region: as many tries as asked for or, if True, as the first path."""
    if not search:
        return None
    if search is True and not paths:
        raise InputError("landscape.search")
    tries = (
        min(paths[0].evaluations // cost.count, MOST_TRIES)
        if search is True
        else whole("search", search, 1, MOST_TRIES)
    )
    return random_search(cost, region, max(1, tries), whole("seed", seed, 0), state)
