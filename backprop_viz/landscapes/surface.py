"""The cost over one or two inputs as numbers and in words: what a landscape is drawn from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..descent.cost import Cost
from ..descent.path import Path
from ..spell.numbers import Number, format_number, format_value
from ..theme import THEMES, Theme
from ..words import language, paragraph, say

__all__ = ["CostSurface", "Range", "Search", "in_sight", "random_search"]

Range = tuple[float, float]

_NEEDLES = 11  # compass needles in each direction
_PLACES = 2000  # of a path are drawn
_WORK = 3_000_000  # evaluations of the formula for one picture, about


@dataclass(frozen=True, eq=False)
class Search:
    """Points drawn at random: the numbers of each input, and the costs, all of shape (n,)."""

    inputs: Mapping[str, NDArray[np.float64]]
    costs: NDArray[np.float64]

    @property
    def best(self) -> int:
        """The index of the point with the lowest cost."""
        return int(np.argmin(np.where(np.isfinite(self.costs), self.costs, np.inf)))


def random_search(
    cost: Cost,
    ranges: Mapping[str, Range],
    count: int,
    seed: int = 0,
    state: Mapping[str, Number] | None = None,
) -> Search:
    """The cost at ``count`` points drawn uniformly from ``ranges``.

    The other inputs are as in ``state``, by default where the cost starts. Where it is a fair
    choice: J. Bergstra and Y. Bengio, *Random Search for Hyper-Parameter Optimization*, JMLR 13,
    2012.
    """
    random = np.random.default_rng(seed)
    points = {name: random.uniform(low, high, count) for name, (low, high) in ranges.items()}
    return Search(points, cost.over(cost.start if state is None else state, points)[0])


@dataclass(frozen=True, eq=False, repr=False)
class CostSurface:
    """The cost over ``names`` (one or two) within ``ranges``, all else as ``state``.

    ``paths`` are descents on it, ``search`` a random search beside them; ``surface``, ``theme`` and
    ``lang`` tell how it is drawn.
    """

    cost: Cost
    names: tuple[str, ...]
    state: Mapping[str, Number]
    ranges: Mapping[str, Range]
    paths: tuple[Path, ...] = ()
    search: Search | None = None
    surface: bool = False
    theme: Theme = THEMES["light"]
    lang: str = field(default_factory=language)

    @cached_property
    def axes(self) -> dict[str, NDArray[np.float64]]:
        """The numbers of each of ``names`` at which the cost is drawn."""
        most = 801 if len(self.names) == 1 else 121
        each = (_WORK / self.cost.count) ** (1 / len(self.names))
        count = min(most, max(41, int(each)))
        return {name: np.linspace(*self.ranges[name], count) for name in self.names}

    @cached_property
    def costs(self) -> NDArray[np.float64]:
        """The cost on the grid of the ``axes``, of shape (n,) or (n of second, n of first)."""
        grid = np.meshgrid(*self.axes.values())
        places = {name: g.ravel() for name, g in zip(self.names, grid, strict=True)}
        return self.cost.over(self.state, places)[0].reshape(grid[0].shape)

    @property
    def here(self) -> dict[str, NDArray[np.float64]]:
        """The place of the ``state``: the number of each of ``names``, of shape (1,)."""
        return {name: np.array([self.state[name]]) for name in self.names}

    @cached_property
    def needles(self) -> dict[str, NDArray[np.float64]]:
        """The compass over the landscape: by name places, and by "-name" the unit direction."""
        count = 2 * _NEEDLES if len(self.names) == 1 else 8 if self.surface else _NEEDLES
        inside = (np.arange(count) + 0.5) / count
        sides = [low + (high - low) * inside for low, high in (self.ranges[n] for n in self.names)]
        grid = [g.ravel() for g in np.meshgrid(*sides)]
        return self.compass(dict(zip(self.names, grid, strict=True)))

    def compass(self, places: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
        """Those places where there is a downhill, and its direction: minus the unit gradient."""
        costs, gradients = self.cost.over(self.state, places)
        with np.errstate(all="ignore"):
            length = np.sqrt(sum(g * g for g in gradients.values()))
            real = np.isfinite(costs) & np.isfinite(length) & (length > 0)
            arrows = {f"-{name}": (-g / length)[real] for name, g in gradients.items()}
        return {**{name: places[name][real] for name in self.names}, **arrows}

    @property
    def overview(self) -> str:
        """The picture in words, without the place that is marked on it."""
        ends = [format_value(x) for name in self.names for x in self.ranges[name]]
        slots = dict(zip(("low", "high", "low2", "high2"), ends, strict=False))
        finite = self.costs[np.isfinite(self.costs)]
        least = format_number(finite.min(), digits=2) if finite.size else "nan"
        return self.say("shown" if len(self.names) == 2 else "shown_curve", least=least, **slots)

    @property
    def description(self) -> str:
        """The picture in words, for readers who cannot see it."""
        (height,), gradients = self.cost.over(self.state, self.here)
        given = ", ".join(f"{self.shown(n)} = {format_value(self.state[n])}" for n in self.names)
        slopes = ", ".join(
            f"∂{self.output}/∂{self.shown(n)} = {format_value(gradients[n][0])}" for n in self.names
        )
        steep = math.hypot(*(float(slope[0]) for slope in gradients.values()))
        key = "compass_here" if steep else "flat_here"
        if not (math.isfinite(height) and math.isfinite(steep)):
            key = "undefined_here"
        parts = [
            self.overview,
            *([self.say("in_space")] if self.surface else []),
            self.say(key, inputs=given, gradients=slopes),
            *(path.sentence(self.lang) for path in self.paths),
            *([self.searched] if self.search else []),
        ]
        return paragraph(self.lang, parts)

    @property
    def searched(self) -> str:
        """What became of the random search."""
        assert self.search is not None
        count = len(self.search.costs)
        best = self.search.costs[self.search.best]
        if not math.isfinite(best):
            return self.say("nothing_found", count=count)
        fair = bool(self.paths) and count == self.paths[0].evaluations // self.cost.count
        return self.say("searched" if fair else "best_alone", count=count, value=format_value(best))

    @property
    def title(self) -> str:
        """The heading of the picture."""
        return self.say("title" if len(self.names) == 2 else "title_curve")

    def walked(self, path: Path) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
        """Where a path goes in sight: the numbers of ``names``, and the cost over all data.

        Of very many places, some of them, evenly, with the first and the last.
        """
        count = in_sight(path)
        steps = np.arange(count)
        if count > _PLACES:
            steps = np.unique(np.linspace(0, count - 1, _PLACES).round().astype(int))
        where = {name: np.asarray(path.inputs[name][steps], dtype=float) for name in self.names}
        return where, np.array([path.cost_at(step) for step in steps.tolist()])

    def tried(self, search: Search) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
        """Where a search has been: the numbers of ``names``, and the costs."""
        still = {name: np.full(len(search.costs), self.state[name]) for name in self.names}
        return {name: search.inputs.get(name, still[name]) for name in self.names}, search.costs

    def level(self, height: float) -> list[NDArray[np.float64]]:
        """The lines along which the cost over two inputs is ``height``, of shape (m, 2) each."""
        from contourpy import contour_generator

        x, y = self.axes.values()
        with np.errstate(all="ignore"):
            lines = contour_generator(x, y, np.ma.masked_invalid(self.costs)).lines(height)
        return [np.asarray(line) for line in lines]

    def shown(self, name: str) -> str:
        """A name for the eye."""
        graph = self.cost.graph
        return graph.displayed[graph.names[name]]

    @property
    def output(self) -> str:
        return self.shown(self.cost.graph.output)

    def say(self, key: str, **slots: object) -> str:
        """The message of the landscape in its language."""
        names = dict(zip(("first", "second"), map(self.shown, self.names), strict=False))
        return say(f"landscape.{key}", self.lang, output=self.output, **names, **slots)


def in_sight(path: Path) -> int:
    """How many places a path has until it gets too high to be seen together with its start."""
    outputs = path.outputs
    with np.errstate(all="ignore"):
        hidden = ~(np.abs(outputs) <= 100 * max(abs(outputs[0]), 1.0))
    hidden[0] = False
    return int(np.argmax(hidden)) if hidden.any() else len(outputs)
