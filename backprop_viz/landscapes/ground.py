"""The ground of a landscape: the cost as a curve, as contours or as a surface in space."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..draw.slots import is_italic
from ..spell.numbers import format_number
from .labels import label_places
from .panel import Panel
from .style import mixed
from .surface import CostSurface, Range

__all__ = ["draw_ground"]

_EVEN = np.linspace(0, 1, 13) ** 2  # contours at even distances in a round bowl


def draw_ground(panel: Panel) -> None:
    """The axes, and the cost over them."""
    shown = panel.shown
    low, high = _heights(shown, panel.stood_on)
    _scale(panel, "x", shown.shown(shown.names[0]), shown.ranges[shown.names[0]])
    if panel.is_curve:
        room = 0.1 * (high - low)
        _scale(panel, "y", shown.output, (low - 2 * room, high + room))
        _draw_curve(panel)
        return
    _scale(panel, "y", shown.shown(shown.names[1]), shown.ranges[shown.names[1]])
    if shown.surface:
        _scale(panel, "z", shown.output, (low, high))
        _draw_surface(panel, low, high)
    else:
        _draw_contours(panel, low, high)


def _heights(shown: CostSurface, stood_on: bool) -> Range:
    """From where to where the cost is drawn; walls out of all proportion are cut."""
    finite = shown.costs[np.isfinite(shown.costs)]
    if not finite.size:
        return 0.0, 1.0
    if not stood_on:  # the mark that comes later may stand anywhere
        low, high, wall = (float(x) for x in np.quantile(finite, (0, 0.97, 1)))
        high = wall if wall - low <= 2 * (high - low) else high
        return (low, high) if high > low else (low - 0.5, low + 0.5)
    stood = np.concatenate(
        [
            shown.cost.over(shown.state, shown.here)[0],
            *(shown.walked(path)[1] for path in shown.paths),
        ]
    )
    low = float(finite.min())
    high = max(np.quantile(finite, 0.97), *stood[np.isfinite(stood)], low)
    return (low, float(high)) if high > low else (low - 0.5, low + 0.5)


def _scale(panel: Panel, axis: str, name: str, span: Range) -> None:
    """An axis with its name and its numbers."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    in_space = panel.shown.surface
    upright: dict[str, Any] = {} if axis == "x" else {"rotation": 0, "labelpad": 16}
    if in_space:
        upright = {"labelpad": 10}
    panel.axes.set(**{f"{axis}lim": span})
    style = "italic" if is_italic(name) else "normal"
    getattr(panel.axes, f"set_{axis}label")(name, style=style, **upright)
    ruler = getattr(panel.axes, f"{axis}axis")
    ruler.set_major_locator(MaxNLocator(4 if in_space else 5))
    ruler.set_major_formatter(FuncFormatter(lambda x, _: format_number(x)))


def _draw_curve(panel: Panel) -> None:
    shown, axes = panel.shown, panel.axes
    axes.plot(*shown.axes.values(), shown.costs, color=panel.colours.forward, lw=3.5)
    axes.grid()
    axes.spines[["top", "right"]].set_visible(False)


def _draw_surface(panel: Panel, low: float, high: float) -> None:
    """The cost in space, up to a height of ``high``."""
    shown, axes = panel.shown, panel.axes
    x, y = shown.axes.values()
    z = np.ma.masked_invalid(shown.costs)
    axes.plot_surface(
        *np.meshgrid(x, y),
        np.ma.masked_greater(z, high).filled(np.nan),
        cmap=_depth(panel),
        vmin=low,
        vmax=high,
        rcount=60,
        ccount=60,
        alpha=0.9,
        linewidth=0,
        zorder=1,
    )
    levels = _levels(z, low, high)
    if levels:
        axes.contour(x, y, z, levels, colors=panel.colours.faint, linewidths=0.8, zorder=2)
    axes.view_init(elev=52, azim=-60)
    axes.set_box_aspect((1, 1, 0.8), zoom=0.9)


def _draw_contours(panel: Panel, low: float, high: float) -> None:
    """The cost from above: bands of colour, and lines with their heights."""
    shown, axes, c = panel.shown, panel.axes, panel.colours
    x, y = shown.axes.values()
    z = np.ma.masked_invalid(shown.costs)
    sides = [end - start for start, end in (shown.ranges[name] for name in shown.names)]
    if max(sides) <= 3 * min(sides):
        axes.set_aspect("equal")
    axes.patch.set(hatch="///", edgecolor=c.faint, alpha=0.5)  # seen where there is no value
    share = np.minimum((z - low) / (high - low), 10)  # of the height drawn: numbers of any size
    axes.contourf(x, y, share, _EVEN, cmap=_depth(panel), extend="both", zorder=1)
    levels = [(level - low) / (high - low) for level in _levels(z, low, high)]
    if levels:
        lines = axes.contour(
            *(x, y, share, levels),
            colors=c.faint,
            linewidths=1.0,
            linestyles="solid",
            zorder=2,
        )
        _label(panel, lines, low, high)


def _label(panel: Panel, lines: Any, low: float, high: float) -> None:
    """Write their heights on some contours."""
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=3.5, foreground=panel.colours.paper)]
    # A label is of the line that it stands on: of fewer levels 3.10 makes an error.
    for text in panel.axes.clabel(
        lines,
        fmt=lambda share: format_number(float(f"{low + share * (high - low):.2g}")),
        fontsize=13,
        colors=panel.colours.ink,
        zorder=5,
        manual=label_places(panel, lines.get_paths()[2::3]),
    ):
        text.set_path_effects(halo)


def _levels(z: Any, low: float, high: float) -> list[float]:
    """The heights of the contours between ``low`` and ``high``."""
    levels = low + (high - low) * _EVEN[1:]
    return [level for level in levels if z.count() and z.min() < level < z.max()]


def _depth(panel: Panel) -> Any:
    """The colours from low to high."""
    from matplotlib.colors import LinearSegmentedColormap

    c = panel.colours
    return LinearSegmentedColormap.from_list("depth", [mixed(c.forward, c.paper, 0.5), c.paper])
