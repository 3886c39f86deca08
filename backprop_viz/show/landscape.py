"""The landscape under the explorer's sliders: the ground is drawn, the place on it moves.

The picture of the ground goes to the browser only when the ground changes, which is when an input
moves that it is not spread over. The place, its level, compass and tangent are a small SVG on top,
and so are a descent from there and a random search.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

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
from .fallback import fallback_of, with_fallback
from .landscape_svg import Standpoint, marks, picture, ways
from .pacing import Throttle

__all__ = ["LiveLandscape"]

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
        self._explorer, self._drawing = explorer, Throttle(self._follow)
        self._path, self._search, self._seed = path, search, seed
        self._theme = None if theme is None else theme_named(theme)
        self._lang = None if lang is None else language(lang)
        self._names, self._ranges, self._is_surface = names, ranges, surface
        self._open()
        same_place = widgets.Layout(grid_area="1 / 1", width="100%")
        self.ground, self.place = (widgets.HTML(layout=same_place) for _ in range(2))
        self.words = widgets.HTML(layout=widgets.Layout(width="auto"))
        stack = widgets.GridBox([self.ground, self.place], layout=widgets.Layout(width="100%"))
        super().__init__([stack, self.words], layout=widgets.Layout(width="100%"))
        self.add_class("backprop-viz-landscape")
        self._draw()
        explorer.observe(self._on_change, ["walk", "look"])

    def _open(self) -> None:
        """The landscape of the explorer's formula, as far as its sliders reach."""
        explorer = self._explorer
        made: Landscape = landscape(
            explorer.graph,
            *self._names,
            inputs=explorer.walk.inputs,
            path=() if self._path is None else self._again(explorer.walk),
            search=self._search,
            seed=self._seed,
            ranges=self._ranges,
            surface=self._is_surface,
            theme=self._look[0],
            lang=self._look[1],
        )
        given = set(map(canonical, self._ranges))
        sliders = {n: explorer.controls[n].slider for n in made.ranges if n not in given}
        reach = {name: (slider.min, slider.max) for name, slider in sliders.items() if slider}
        self._graph = explorer.graph
        self._shown = replace(made, ranges={**made.ranges, **reach})
        self._ground: Ground | None = None

    @property
    def still(self) -> Landscape:
        """The landscape as a picture of where the explorer is now."""
        return self._standing(self._explorer.walk)

    def close(self) -> None:
        self._drawing.cancel()
        with suppress(ValueError):  # it never came to observe
            self._explorer.unobserve(self._on_change, ["walk", "look"])
        super().close()

    @property
    def _look(self) -> tuple[Theme, str]:
        colours, lang = self._explorer.look
        return self._theme or colours, self._lang or lang

    def _on_change(self, _: Any) -> None:
        self._drawing.ask()

    def _follow(self) -> None:
        try:
            if self._explorer.graph is not self._graph:  # another formula was typed
                self._open()
            self._draw()
        except BackpropVizError as error:
            told = self._shown.say("held_back", error=error.say(self._shown.lang))
            self.words.value = f'<p role="alert">⚠ {escape(told)}</p>'

    def _draw(self) -> None:
        """Draw what has changed; all of it or, after an error, nothing."""
        walk = self._explorer.walk
        shown = standing = self._standing(walk)
        ground, image = self._ground, ""
        if ground is None or not _same_ground(standing, self._shown):
            ground = standing.ground()
            image = picture(ground)
        else:
            shown = self._shown  # with all that it has computed
        at = Standpoint(
            {name: float(walk.inputs[name]) for name in shown.names},
            float(np.sum(walk.output)),
            {name: float(walk.gradients[name]) for name in shown.names},
        )
        drawn = marks(shown, ground, at, "".join(ways(standing, ground)))
        told = _status(standing, at)
        self._shown, self._ground = shown, ground
        if image:
            self.ground.value = image
        self.place.value = drawn
        self.words.value = told

    def _standing(self, walk: Walk) -> Landscape:
        """The landscape where a walk is, as wide as before unless the place has left it."""
        ranges = dict(self._shown.ranges)
        for name in self._shown.names:
            if np.ndim(walk.inputs[name]):
                can = ", ".join(n for n, value in walk.inputs.items() if not np.ndim(value))
                raise InputError("landscape.names", can=can, wrong=name)
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
            raise InputError("landscape.no_path", value=quoted(path))
        if path.cost.columns:
            raise InputError("landscape.over_data")
        if path.cost.start.keys() != walk.inputs.keys():
            raise InputError("landscape.path")
        steps = min(path.steps, _LONG, max(_FEW, _WORK // _size(walk)))
        return path.again(walk.inputs, steps)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and for readers without one the picture and its description."""
        fallback, metadata = fallback_of(self.still)
        return with_fallback(super()._repr_mimebundle_(**options), fallback), metadata


def _size(walk: Walk) -> int:
    """The numbers of a walk."""
    return max(1, sum(np.size(value) for value in walk.node_values))


def _same_ground(one: Landscape, other: Landscape) -> bool:
    """Whether two landscapes differ in nothing but where one stands on them."""
    if (one.ranges, one.theme, one.lang) != (other.ranges, other.theme, other.lang):
        return False
    held = [name for name in one.state if name not in one.names]
    return all(np.array_equal(one.state[name], other.state[name]) for name in held)


def _status(shown: Landscape, at: Standpoint) -> str:
    """Where one stands, and what a descent and a search have led to, as HTML."""
    gradients = ", ".join(
        f"∂{shown.output}/∂{shown.shown(name)} = {format_value(slope)}"
        for name, slope in at.slopes.items()
    )
    inputs = ", ".join(f"{shown.shown(name)} = {format_value(x)}" for name, x in at.here.items())
    parts = [
        shown.say("stand", inputs=inputs, value=format_value(at.height), gradients=gradients),
        *(path.sentence(shown.lang) for path in shown.paths),
        *([shown.searched] if shown.search else []),
    ]
    text = paragraph(shown.lang, parts)
    return f'<div role="status" lang="{shown.lang}" style="font-size:1.15em">{escape(text)}</div>'
