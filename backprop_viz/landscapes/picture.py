"""The cost as a landscape: a picture that shows itself in a notebook and saves itself to a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from ..api import Walk
from ..descent.path import Path
from ..draw.still import goes_on, image, images, in_one_kind
from ..errors import BackpropVizError, OptionError
from ..given.inputs import replaced
from ..theme import THEMES, Theme
from ..theme import theme as theme_named
from ..words import language, say
from ..writing import path_of, write_whole
from .arguments import cost_of, graph_and_paths, searched, spread_names, standing
from .encode import DPI, encoded, of_few_colours, recoloured
from .figure import figure_of
from .ranges import extent
from .surface import CostSurface, Range

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Ground", "Landscape", "landscape"]

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
    places: Callable[..., NDArray[np.float64]]


@dataclass(frozen=True, eq=False, repr=False)
class Landscape(CostSurface):
    """A picture of the cost over one or two inputs.

    It shows itself in a notebook, saves itself to a file, and is a Matplotlib ``figure``. Unless
    it ``is_themed`` it is as light or dark as the notebook.
    """

    is_themed: bool = True

    @cached_property
    def figure(self) -> Figure:
        """The picture as a Matplotlib ``Figure``; drawn without pyplot, so nothing is left open.

        Raises ``MissingLibraryError`` without Matplotlib, ``FontError`` if no font has the
        characters of the words.
        """
        return figure_of(self)

    def ground(self) -> Ground:
        """The landscape without the place of its ``state``, which the legend explains."""
        figure = figure_of(self, stood_on=False)
        png = encoded(figure, "png", pil_kwargs={"compress_level": 1})
        width, height = (72 * inches for inches in figure.get_size_inches())
        (axes,) = figure.axes
        scale = 72 / figure.dpi
        (left, bottom), (right, top) = axes.get_window_extent().get_points() * scale

        def places(*at: NDArray[np.float64]) -> NDArray[np.float64]:
            if len(at) == 3:
                from mpl_toolkits.mplot3d import Axes3D, proj3d

                assert isinstance(axes, Axes3D)
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
            bundle["text/html"] = self._image(png, width)
        return bundle, {"image/png": {"width": width, "height": height, "alt": self.description}}

    def _mime_(self) -> tuple[str, str]:
        """What marimo shows, which has a tab for each kind in a bundle."""
        told = self._repr_mimebundle_()
        return in_one_kind(told[0] if isinstance(told, tuple) else told)

    def _image(self, png: bytes, width: int) -> str:
        line = goes_on(width, say("picture.goes_on", self.lang))
        if self.is_themed:
            return line + image(png, "png", self.description, width)
        dark = recoloured(png, self.theme, THEMES["dark"])
        return line + images(png, dark, "png", self.description, width)

    def __repr__(self) -> str:
        return f"<landscape of {self.cost.graph.output} over {' and '.join(self.names)}>"


P = ParamSpec("P")
L_co = TypeVar("L_co", covariant=True)


class Explored(Protocol[P, L_co]):
    """An explorer: it has a landscape of its own."""

    def landscape(self, *names: P.args, **options: P.kwargs) -> L_co: ...


# The options stand here once more: an editor that runs nothing completes those of an overload.
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
    ``data``, over which the cost is averaged), a walk, or the path of a descent. ``names`` are
    the inputs to spread out; by default those that the first path moves, or that the graph
    marks as parameters, at most two. The others stay as they are where the path ends, or as
    given. An explorer gives a widget that follows its sliders, with what ``explorer.landscape``
    takes.

    ``path`` adds the path of a descent, or several to compare. ``ranges`` says from where to
    where, by name. ``search=True`` draws beside it a random search in the same region with as
    many evaluations as the (first) descent; a number asks for that number of tries.
    ``surface=True`` draws two inputs as a surface in space. Arrows are the compass: they point
    against the gradient, straight downhill. ``theme`` is one of a picture's, by default light
    and, in a notebook, as light or dark as that; ``lang`` is by default the current language
    (``bv.speak``).

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
    if isinstance(source, Walk):
        source, inputs = source.graph, replaced(source.inputs, inputs)
    made, paths = graph_and_paths(source, path)
    cost = cost_of(made, paths, inputs, data)
    chosen = spread_names(cost, names, paths)
    state = standing(cost, chosen, paths, inputs)
    moved = paths[0].parameters if paths else ()
    spread = extent(dict.fromkeys((*chosen, *moved)), state, paths, ranges)
    region = {name: spread[name] for name in moved or chosen if name in spread}
    return Landscape(
        cost,
        chosen,
        state,
        spread,
        paths,
        searched(search, seed, cost, region, state, paths),
        surface and len(chosen) == 2,
        theme_named("light" if theme is None else theme),
        language(lang),
        theme is not None,
    )
