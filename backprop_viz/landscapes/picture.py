"""The cost as a landscape: a relief that shows itself in a notebook and saves itself to a file."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, ParamSpec, Protocol, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from ..api import Graph, graph
from ..core.walk import by_name
from ..descent.arguments import whole
from ..descent.cost import Cost
from ..descent.path import Path
from ..draw.picture import image
from ..errors import BackpropVizError, InputError, OptionError
from ..spell.names import canonical
from ..spell.numbers import Number
from ..theme import Theme
from ..theme import theme as theme_named
from ..words import Message, language, quoted
from ..writing import path_of, write_whole
from .plot import DPI, Plot, encoded, of_few_colours
from .surface import Range, Relief, in_sight, random_search

__all__ = ["Ground", "Landscape", "landscape", "pairs"]

MOST_TRIES = 1_000_000  # of a random search
_MARGIN = 1.25  # how much more than the path is shown


@dataclass(frozen=True, eq=False)
class Ground:
    """A landscape without a place marked on it, for a mark that moves on top.

    ``png`` is its picture of ``size`` points, ``frame`` the (left, top, right, bottom) in it of
    what is drawn, and ``places`` leads from coordinates, an array each, to points of the picture,
    an array of the shape (m, 2).
    """

    png: bytes
    size: tuple[float, float]
    frame: tuple[float, float, float, float]
    places: Callable[..., NDArray[Any]]


@dataclass(frozen=True, eq=False, repr=False)
class Landscape(Relief):
    """A picture of the cost over one or two inputs.

    It shows itself in a notebook, saves itself to a file, and is a Matplotlib ``figure``.
    """

    @cached_property
    def figure(self) -> Any:
        """The picture as a Matplotlib ``Figure``; drawn without pyplot, so nothing is left open.

        Raises ``MissingLibraryError`` without Matplotlib, ``FontError`` if no font has the
        characters of the words.
        """
        return Plot(self).figure

    def ground(self) -> Ground:
        """The landscape without the place of its ``state``, which the legend explains."""
        drawing = Plot(self, stood_on=False)
        png = encoded(drawing.figure, "png", pil_kwargs={"compress_level": 1})
        width, height = (72 * inches for inches in drawing.figure.get_size_inches())
        (axes,) = drawing.figure.axes
        scale = 72 / drawing.figure.dpi
        (left, bottom), (right, top) = axes.get_window_extent().get_points() * scale

        def places(*at: NDArray[Any]) -> NDArray[Any]:
            if len(at) == 3:
                from mpl_toolkits.mplot3d import proj3d

                at = proj3d.proj_transform(*at, axes.get_proj())[:2]
            found = axes.transData.transform(np.column_stack(at)) * scale
            return np.column_stack([found[:, 0], height - found[:, 1]])

        return Ground(png, (width, height), (left, height - top, right, height - bottom), places)

    def png(self) -> bytes:
        """The picture as PNG, two pixels per point."""
        return self._written("png")

    def save(self, path: str | os.PathLike[str]) -> FilePath:
        """Write the picture as png, svg or pdf, which the file's ending tells; return the path.

        Raises ``ValueError`` for another ending.
        """
        target = path_of(path)
        kind = target.suffix.lower().removeprefix(".")
        if kind not in ("png", "svg", "pdf"):
            raise OptionError("usage.landscape_ending", name=target.name)
        write_whole(target, self._written(kind))
        return target

    def _written(self, kind: str) -> bytes:
        return encoded(self.figure, kind)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        try:
            png = of_few_colours(self.png())
        except BackpropVizError as error:  # the words remain, and say what is missing
            return {"text/plain": f"{self.description}\n({error.say(self.lang)})"}
        width, height = (int(inches * DPI / 2) for inches in self.figure.get_size_inches())
        bundle: dict[str, Any] = {"text/plain": self.description, "image/png": png}
        if "text/html" not in (exclude or ()):
            bundle["text/html"] = image(png, "png", self.description, width)
        return bundle, {"image/png": {"width": width, "height": height, "alt": self.description}}

    def __repr__(self) -> str:
        return f"<landscape of {self.cost.graph.output} over {' and '.join(self.names)}>"


P = ParamSpec("P")
L_co = TypeVar("L_co", covariant=True)


class Explored(Protocol[P, L_co]):
    """An explorer: it has a landscape of its own."""

    def landscape(self, *names: P.args, **options: P.kwargs) -> L_co: ...


@overload
def landscape(source: Explored[P, L_co], *names: P.args, **options: P.kwargs) -> L_co: ...
@overload
def landscape(
    source: Any,
    *names: str,
    inputs: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    path: Path | Iterable[Path] = (),
    ranges: Mapping[str, Range] | None = None,
    search: bool | int = False,
    surface: bool = False,
    seed: int = 0,
    theme: str | Theme | None = None,
    lang: str | None = None,
) -> Landscape: ...
def landscape(  # type: ignore[misc]  # an explorer says itself what it takes
    source: Any,
    *names: str,
    inputs: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    path: Path | Iterable[Path] = (),
    ranges: Mapping[str, Range] | None = None,
    search: bool | int = False,
    surface: bool = False,
    seed: int = 0,
    theme: str | Theme | None = None,
    lang: str | None = None,
) -> Any:
    """The cost over one input, as a curve with its tangent, or over two, as contours.

    ``source`` is a graph, or anything that :func:`backprop_viz.graph` takes, at ``inputs`` (and
    ``data``, over which the cost is averaged), or the path of a descent. ``names`` are the inputs
    to spread out; by default those that the first path moves, or that the graph marks as
    parameters, at most two. The others stay as they are where the path ends, or as given. An
    explorer gives a widget that follows its sliders, with what ``explorer.landscape`` takes.

    ``path`` adds the path of a descent, or several to compare. ``ranges`` says from where to
    where, by name. ``search=True`` draws beside it a random search in the same region with as
    many evaluations as the (first) descent; a number asks for that number of tries.
    ``surface=True`` draws two inputs as a surface in space. Arrows are the compass: they point
    against the gradient, straight downhill. ``theme`` is one of a picture's, "light" by default;
    ``lang`` is by default the current language (``bv.speak``).

    Raises ``InputError`` for names that are no inputs, for none or more than two, for missing
    inputs, a path of another formula, an empty range, and a search without a path or a number;
    ``ValueError`` for an unknown theme or language.
    """
    if hasattr(source, "landscape"):  # an explorer
        own = {"inputs": inputs, "data": data}  # which an explorer has, and refuses
        return source.landscape(
            *names,
            ranges=ranges,
            surface=surface,
            path=path or None,
            search=search,
            seed=seed,
            theme=theme,
            lang=lang,
            **{name: given for name, given in own.items() if given is not None},
        )
    paths = (path,) if isinstance(path, Path) else _all_paths(path)
    if isinstance(source, Path):
        paths = (source, *paths)
        made = source.graph
    else:
        made = source if isinstance(source, Graph) else graph(source)
    if paths and inputs is None and data is None:
        cost = paths[0].cost
    else:
        cost = Cost(made, inputs, (paths[0].cost.columns or None) if paths and not data else data)
    if not all(_fits(path, made, cost) for path in paths):
        raise InputError("terrain.path")
    chosen = _names(cost, names, paths)
    state = dict(cost.start)
    if paths and inputs is None:
        last = paths[0][in_sight(paths[0]) - 1]
        state |= {n: last.inputs[n] for n in paths[0].parameters if n not in chosen}
    moved = paths[0].parameters if paths else ()
    spread = _ranges(dict.fromkeys((*chosen, *moved)), state, paths)
    for name, (low, high) in pairs(by_name(ranges, "inputs.ranges_by_name")).items():
        if name not in spread or not -math.inf < low < high < math.inf:
            there = ", ".join(spread)
            raise InputError("terrain.range", name=name, low=low, high=high, names=there)
        spread[name] = low, high
    found = None
    if search:
        if search is True and not paths:
            raise InputError("terrain.search")
        tries = (
            min(paths[0].evaluations // cost.count, MOST_TRIES)
            if search is True
            else whole("search", search, 1, MOST_TRIES)
        )
        region = {name: spread[name] for name in moved or chosen if name in spread}
        found = random_search(cost, region, max(1, tries), whole("seed", seed, 0), state)
    return Landscape(
        cost,
        chosen,
        state,
        spread,
        paths,
        found,
        surface and len(chosen) == 2,
        theme_named("light" if theme is None else theme),
        language(lang),
    )


def pairs(ranges: Mapping[str, Any]) -> dict[str, Range]:
    """Ranges by canonical names. Raises ``InputError`` for one that is not two numbers."""
    checked = {}
    for name, given in ranges.items():
        try:
            low, high = map(float, given)
        except (TypeError, ValueError, OverflowError):
            raise InputError("terrain.pair", name=name, value=quoted(given)) from None
        checked[canonical(name)] = low, high
    return checked


def _all_paths(given: Any) -> tuple[Path, ...]:
    try:
        paths = tuple(given)
    except TypeError:
        paths = (given,)
    for one in paths:
        if not isinstance(one, Path):
            raise InputError("terrain.no_path", value=quoted(one))
    return paths


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


def _names(cost: Cost, names: Sequence[str], paths: Sequence[Path]) -> tuple[str, ...]:
    marked = [n for n in cost.graph.inputs if n in cost.graph.parameters and n in cost.start]
    starts = [cost.start, *(path[0].inputs for path in paths)]
    can = [name for name in cost.start if not any(np.ndim(start[name]) for start in starts)]
    usual = [name for name in (paths[0].parameters if paths else marked) if name in can]
    chosen = tuple(map(canonical, names)) or tuple(usual[:2])
    wrong = [name for name in chosen if name not in can]
    if wrong or not 1 <= len(set(chosen)) == len(chosen) <= 2:
        raise InputError(
            "terrain.names" if wrong else "terrain.count",
            can=", ".join(can) or Message("terrain.nothing"),
            wrong=", ".join(wrong),
            count=len(chosen),
        )
    return chosen


def _ranges(
    names: Iterable[str], state: Mapping[str, Number], paths: Sequence[Path]
) -> dict[str, Range]:
    """Ranges of one size, so that a needle crosses contours at right angles.

    In the middle is where the first path arrives, or the middle of where it roams.
    """
    middle, half = {}, {}
    for name in names:
        if np.ndim(state[name]) or any(np.ndim(path[0].inputs[name]) for path in paths):
            continue
        seen = [path.inputs[name][: in_sight(path)] for path in paths]
        visited = np.concatenate([*seen, [] if paths else [state[name]]])
        visited = visited[np.isfinite(visited)] if np.isfinite(visited).any() else np.zeros(1)
        arrived = paths and paths[0].cost_at(-1) < paths[0].cost_at(0)
        middle[name] = (
            visited[len(seen[0]) - 1] if arrived else visited.min() / 2 + visited.max() / 2
        )
        half[name] = float(np.abs(visited - middle[name]).max())
    widest = max(half.values(), default=0.0) or max(1.0, *map(abs, middle.values()))
    for name, extent in half.items():
        own = extent if 0 < extent < widest / 20 else widest  # of quite another magnitude
        half[name] = _MARGIN * own
    return {name: (middle[name] - half[name], middle[name] + half[name]) for name in middle}
