"""The landscape under the explorer's sliders: the ground is drawn, the place on it moves.

The picture of the ground goes to the browser only when the ground changes, which is when an input
moves that it is not spread over. The place, its level, compass and tangent are a small SVG on top,
and so are a descent from there and a random search.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np
from numpy.typing import NDArray

from ..api import Walk
from ..descent.path import Path
from ..errors import BackpropVizError, InputError
from ..landscapes.picture import Ground, Landscape, landscape
from ..landscapes.surface import random_search
from ..spell.names import canonical
from ..spell.numbers import format_value
from ..theme import Theme
from ..theme import theme as theme_named
from ..words import language, paragraph, quoted
from .soon import Soon
from .still import still_of, with_still

__all__ = ["LiveLandscape"]

_NEEDLE = 46.0  # points
_MOST = 400  # places of a path, and tries, that are drawn
_LONG = 10_000  # steps of a descent that is taken again whenever a slider moves
_FEW, _WORK = 50, 2_000_000  # ... which take longer of a large graph, but of these not too long
_BEYOND = 0.08  # of its width, what a range grows beyond a place that leaves it


class LiveLandscape(widgets.VBox):  # type: ignore[misc]
    """The cost over one or two inputs, with the place where an explorer's inputs are.

    Made by ``explorer.landscape()``. ``still`` is it as a picture of now.
    """

    def __init__(
        self,
        explorer: Any,
        *names: str,
        ranges: Mapping[str, tuple[float, float]],
        surface: bool,
        path: Path | None,
        search: bool | int,
        seed: int,
        theme: str | Theme | None,
        lang: str | None,
    ) -> None:
        self._explorer, self._soon = explorer, Soon(self._follow)
        self._path, self._search, self._seed = path, search, seed
        self._theme = None if theme is None else theme_named(theme)
        self._lang = None if lang is None else language(lang)
        made: Landscape = landscape(
            explorer.graph,
            *names,
            inputs=explorer.walk.inputs,
            path=() if path is None else self._again(explorer.walk),
            search=search,
            seed=seed,
            ranges=ranges,
            surface=surface,
            theme=self._look[0],
            lang=self._look[1],
        )
        given = set(map(canonical, ranges))
        sliders = {n: explorer.controls[n].slider for n in made.ranges if n not in given}
        reach = {name: (slider.min, slider.max) for name, slider in sliders.items() if slider}
        self._shown = replace(made, ranges={**made.ranges, **reach})
        self._ground: Ground | None = None
        same_place = widgets.Layout(grid_area="1 / 1", width="100%")
        self.ground, self.place = (widgets.HTML(layout=same_place) for _ in range(2))
        self.words = widgets.HTML(layout=widgets.Layout(width="auto"))
        stack = widgets.GridBox([self.ground, self.place], layout=widgets.Layout(width="100%"))
        super().__init__([stack, self.words], layout=widgets.Layout(width="100%"))
        self.add_class("backprop-viz-landscape")
        self._draw()
        explorer.observe(self._on_change, ["walk", "look"])

    @property
    def still(self) -> Landscape:
        """The landscape as a picture of where the explorer is now."""
        return self._standing(self._explorer.walk)

    def close(self) -> None:
        self._soon.cancel()
        with suppress(ValueError):  # it never came to observe
            self._explorer.unobserve(self._on_change, ["walk", "look"])
        super().close()

    @property
    def _look(self) -> tuple[Theme, str]:
        colours, lang = self._explorer.look
        return self._theme or colours, self._lang or lang

    def _on_change(self, _: Any) -> None:
        self._soon.ask()

    def _follow(self) -> None:
        try:
            self._draw()
        except BackpropVizError as error:
            told = self._shown.say("held_back", error=error.say(self._shown.lang))
            self.words.value = f'<p role="alert">⚠ {escape(told)}</p>'

    def _draw(self) -> None:
        """Draw what has changed; all of it or, after an error, nothing."""
        walk = self._explorer.walk
        shown = standing = self._standing(walk)
        ground, picture = self._ground, ""
        if ground is None or not _same_ground(standing, self._shown):
            ground = standing.ground()
            picture = _picture(ground)
        else:
            shown = self._shown  # with all that it has computed
        here = {name: float(walk.inputs[name]) for name in shown.names}
        height = float(np.sum(walk.output))
        slopes = {name: float(walk.gradients[name]) for name in shown.names}
        way = "".join(_way(standing, ground))
        marks = _marks(shown, ground, here, height, slopes, way)
        told = _told(standing, here, height, slopes)
        self._shown, self._ground = shown, ground
        if picture:
            self.ground.value = picture
        self.place.value = marks
        self.words.value = told

    def _standing(self, walk: Walk) -> Landscape:
        """The landscape where a walk is, as wide as before unless the place has left it."""
        ranges = dict(self._shown.ranges)
        for name in self._shown.names:
            low, high = ranges[name]
            value, room = float(walk.inputs[name]), _BEYOND * (high - low)
            if math.isfinite(value) and not low <= value <= high:
                ranges[name] = min(low, value - room), max(high, value + room)
        colours, lang = self._look
        shown = replace(
            self._shown, state=dict(walk.inputs), ranges=ranges, theme=colours, lang=lang
        )
        if self._path is not None:
            shown = replace(shown, paths=(self._again(walk),))
        if shown.search is not None:
            region = {name: ranges[name] for name in shown.search.inputs}
            count = len(shown.search.costs if self._search is not True else shown.paths[0])
            found = random_search(shown.cost, region, count, self._seed, shown.state)
            shown = replace(shown, search=found)
        return shown

    def _again(self, walk: Walk) -> Path:
        """The descent from where a walk is."""
        path = self._path
        if not isinstance(path, Path):
            raise InputError("terrain.no_path", value=quoted(path))
        if path.cost.columns:
            raise InputError("terrain.over_data")
        if path.cost.start.keys() != walk.inputs.keys():
            raise InputError("terrain.path")
        steps = min(path.steps, _LONG, max(_FEW, _WORK // _size(walk)))
        return path.again(walk.inputs, steps)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and for readers without one the picture and its description."""
        still, metadata = still_of(self.still)
        return with_still(super()._repr_mimebundle_(**options), still), metadata


def _size(walk: Walk) -> int:
    """The numbers of a walk."""
    return max(1, sum(np.size(value) for value in walk.node_values))


def _same_ground(one: Landscape, other: Landscape) -> bool:
    """Whether two landscapes differ in nothing but where one stands on them."""
    if (one.ranges, one.theme, one.lang) != (other.ranges, other.theme, other.lang):
        return False
    held = [name for name in one.state if name not in one.names]
    return all(np.array_equal(one.state[name], other.state[name]) for name in held)


# What is shown


def _picture(ground: Ground) -> str:
    width, height = ground.size
    data = base64.b64encode(ground.png).decode("ascii")
    style = f"width:100%;max-width:{width:g}px;aspect-ratio:{width:g}/{height:g};display:block"
    return f'<img alt="" decoding="sync" style="{style}" src="data:image/png;base64,{data}">'


def _told(
    shown: Landscape, here: Mapping[str, float], height: float, slopes: Mapping[str, float]
) -> str:
    gradients = ", ".join(
        f"∂{shown.output}/∂{shown.shown(name)} = {format_value(slope)}"
        for name, slope in slopes.items()
    )
    inputs = ", ".join(f"{shown.shown(name)} = {format_value(x)}" for name, x in here.items())
    parts = [
        shown.say("stand", inputs=inputs, value=format_value(height), gradients=gradients),
        *(path.sentence(shown.lang) for path in shown.paths),
        *([shown.searched] if shown.search else []),
    ]
    text = paragraph(shown.lang, parts)
    return f'<div role="status" lang="{shown.lang}" style="font-size:1.15em">{escape(text)}</div>'


def _marks(
    shown: Landscape,
    ground: Ground,
    here: Mapping[str, float],
    height: float,
    slopes: Mapping[str, float],
    way: str,
) -> str:
    """The place with its level, tangent and compass, as an SVG of the size of the ground.

    ``way`` is a descent from it and a random search, as SVG.
    """
    c = shown.theme
    flat = [np.array([x]) for x in here.values()]
    solid = len(flat) == 1 or shown.surface
    parts = []
    with np.errstate(all="ignore"):
        if len(flat) == 2 and math.isfinite(height):
            for line in shown.level(height):
                over = [np.full(len(line), height)] if solid else []
                where = ground.places(line[:, 0], line[:, 1], *over)
                parts.append(_line(where, c.paper, 5.0) + _line(where, c.ink, 2.4))
        (spot,) = ground.places(*flat, *([np.array([height])] if solid else []))
        arrow = _downhill(shown, ground, here, height, slopes, spot)
        if arrow is not None and len(flat) == 1:
            along = 1e4 * arrow / _NEEDLE
            tangent = np.array([spot - along, spot + along])
            parts.append(_line(tangent, c.gradient, 2.4, "10 4"))
        if arrow is not None:
            parts.append(_arrow(spot, spot + arrow, c))
    parts.append(way)  # over the needle, which may be longer than it
    if np.isfinite(spot).all():
        x, y = spot
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{c.paper}" stroke="{c.ink}" '
            'stroke-width="3.2"/>'
        )
    left, top, right, bottom = ground.frame
    width, height_ = ground.size
    label = escape(shown.overview, quote=True)
    # A window of its own, of the frame's size, clips without an id.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" '
        f'viewBox="0 0 {width:g} {height_:g}" '
        f'style="width:100%;max-width:{width:g}px;display:block">'
        f'<svg x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
        f'height="{bottom - top:.1f}" '
        f'viewBox="{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}" '
        f'overflow="hidden">{"".join(parts)}</svg></svg>'
    )


def _way(shown: Landscape, ground: Ground) -> Iterator[str]:
    """The descent from here, and a random search beside it."""
    c = shown.theme
    if shown.search is not None:
        where = _placed(shown, ground, *shown.tried(shown.search))
        for colour, width in ((c.paper, 5.0), (c.ink, 2.4)):
            for x, y in where[np.isfinite(where).all(axis=1)][:_MOST]:
                yield _line(np.array([[x - 4, y - 4], [x + 4, y + 4]]), colour, width)
                yield _line(np.array([[x - 4, y + 4], [x + 4, y - 4]]), colour, width)
        yield _mark(where[shown.search.best], [9.0] * 4, c.forward, c.paper)
    for path in shown.paths:
        where = _placed(shown, ground, *shown.walked(path))
        arrived, where = where[-1], where[:: 1 + len(where) // _MOST]
        yield _line(where, c.paper, 5.0) + _line(where, c.ink, 2.2)
        for x, y in where[np.isfinite(where).all(axis=1)]:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{c.ink}" stroke="{c.paper}"/>'
        if not path.diverged:
            yield _mark(arrived, [11.5, 5.0] * 5, c.ink, c.paper)


def _placed(
    shown: Landscape, ground: Ground, places: Mapping[str, NDArray[Any]], costs: NDArray[Any]
) -> NDArray[Any]:
    """Where places with their costs are in the picture."""
    solid = len(places) == 1 or shown.surface
    with np.errstate(all="ignore"):
        return ground.places(*places.values(), *([costs] if solid else []))


def _mark(at: NDArray[Any], reach: Sequence[float], fill: str, edge: str) -> str:
    """A star or a diamond: corners around ``at``, the first one above it."""
    if not np.isfinite(at).all():
        return ""
    turns = 2 * np.pi * np.arange(len(reach)) / len(reach) - np.pi / 2
    corners = at + np.array(reach)[:, None] * np.column_stack([np.cos(turns), np.sin(turns)])
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon points="{points}" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'


def _downhill(
    shown: Landscape,
    ground: Ground,
    here: Mapping[str, float],
    height: float,
    slopes: Mapping[str, float],
    spot: NDArray[Any],
) -> NDArray[Any] | None:
    """The compass in the picture: a needle of one length, if there is a downhill."""
    steepness = math.hypot(*slopes.values())
    if not (math.isfinite(steepness) and steepness > 0 and math.isfinite(height)):
        return None
    reach = 1e-4 * min(high - low for low, high in (shown.ranges[name] for name in here))
    moved = [np.array([x - reach * slopes[name] / steepness]) for name, x in here.items()]
    if len(here) == 1 or shown.surface:
        moved.append(np.array([height - reach * steepness]))
    direction: NDArray[Any] = ground.places(*moved)[0] - spot
    length = float(np.hypot(*direction))
    return direction * (_NEEDLE / length) if math.isfinite(length) and length > 0 else None


def _line(where: NDArray[Any], colour: str, width: float, dashes: str = "") -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in where if math.isfinite(x + y))
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width:g}"'
        f"{dashed}/>"
    )


def _arrow(start: NDArray[Any], end: NDArray[Any], colours: Theme) -> str:
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]])
    head = [end, end - 15 * along + 8 * across, end - 15 * along - 8 * across]
    shaft = np.array([start, end - 13 * along])
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in head)
    return (
        _line(shaft, colours.paper, 8.5)
        + f'<polygon points="{points}" fill="{colours.gradient}" stroke="{colours.paper}" '
        'stroke-width="3" paint-order="stroke"/>' + _line(shaft, colours.gradient, 4.5)
    )
