"""A landscape as a Matplotlib figure: its panels side by side, the title, and room for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import MissingLibraryError
from ..spell.numbers import format_value
from .compass import draw_compass
from .ground import draw_ground
from .marks import draw_path, draw_place, draw_search
from .panel import Panel
from .style import style_of
from .surface import CostSurface

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["figure_of"]

_ROOM = 0.08  # inches below a legend
_GROUND = 4.0  # inches of height the ground has at least
_AXIS_ROOM = 0.58  # inches for the numbers and the name of an axis


def figure_of(shown: CostSurface, *, stood_on: bool = True) -> Figure:
    """A Matplotlib ``Figure`` of a landscape, with its place, paths and search if ``stood_on``."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingLibraryError("library.landscape") from None
    with matplotlib.rc_context(style_of(shown)):
        count = 2 if shown.search and stood_on else 1
        size = (7.0 if count == 1 else 12.4, 7.2)
        figure = Figure(figsize=size, layout="constrained")
        space = {"projection": "3d", "computed_zorder": False} if shown.surface else {}
        for number in range(count):
            axes = figure.add_subplot(1, count, number + 1, **space)
            _draw(Panel(shown, axes, stood_on, of_search=number == 1))
        figure.suptitle("\n".join([shown.title, *_beside(shown)]), fontsize=18)
        _settle(figure, grows=bool(shown.paths or shown.search))
    return figure


def _draw(panel: Panel) -> None:
    """All that a panel shows, from the ground up."""
    draw_ground(panel)
    if panel.of_search:
        draw_search(panel)
    else:
        draw_compass(panel)
        draw_place(panel)
        for number, path in enumerate(panel.shown.paths if panel.stood_on else ()):
            draw_path(panel, path, number)
    _head(panel)
    _legend(panel)


def _head(panel: Panel) -> None:
    """What a panel cost, if there is another to compare it with."""
    shown = panel.shown
    if shown.search is None or not panel.stood_on:
        return
    if panel.of_search:
        key, count = "search_panel", len(shown.search.costs) * shown.cost.count
    else:
        key, count = "descent_panel", shown.paths[0].evaluations if shown.paths else 0
    if count:
        panel.axes.set_title(shown.say(key, count=count))


def _legend(panel: Panel) -> None:
    """The legend, below the axis with its numbers and its name."""
    from matplotlib.transforms import ScaledTranslation

    axes = panel.axes
    down = -0.2 if panel.shown.surface else -_AXIS_ROOM
    below = ScaledTranslation(0, down, axes.figure.dpi_scale_trans)
    axes.legend(
        handles=panel.legend,
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        bbox_transform=axes.transAxes + below,
        frameon=False,
        handlelength=2.4,
    )


def _beside(shown: CostSurface) -> list[str]:
    """What else the cost depends on."""
    told = []
    held = [name for name in shown.cost.start if name not in shown.names]
    if held:
        values = ", ".join(f"{shown.shown(n)} = {format_value(shown.state[n])}" for n in held)
        told.append(shown.say("held", inputs=values))
    if shown.cost.columns:
        told.append(shown.say("averaged", count=shown.cost.count))
    return [" · ".join(told)] if told else []


def _settle(figure: Any, *, grows: bool) -> None:
    """Lay out until nothing moves: Matplotlib's layout finds its place in several goes.

    If it ``grows``, until no legend is cut or takes the ground's room: they are of any length.
    """
    before: list[Any] = []
    for go in range(6):
        if go == 0:
            figure.draw_without_rendering()  # what is drawn once knows where its parts are
        else:
            figure.get_layout_engine().execute(figure)
        places = [tuple(axes.get_position().bounds) for axes in figure.axes]
        short = _short(figure) if grows else 0.0
        if short > 0:
            width, height = figure.get_size_inches()
            figure.set_size_inches(width, height + short + _ROOM)
        elif before and np.allclose(places, before, atol=1e-4):
            break
        before = places


def _short(figure: Any) -> float:
    """The inches of height that are missing; none is less than nothing."""
    legends = [axes.get_legend().get_window_extent() for axes in figure.axes]
    ground = min(axes.get_window_extent().height for axes in figure.axes)
    lowest = min(legend.y0 for legend in legends)
    return float(max(_ROOM - lowest / figure.dpi, _GROUND - ground / figure.dpi))
