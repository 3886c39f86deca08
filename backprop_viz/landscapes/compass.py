"""The compass over a landscape: needles that point downhill, and the tangent of a curve."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..spell.numbers import format_value
from ..theme import Theme
from .panel import Panel

__all__ = ["draw_compass", "look_of_tangent"]

_ARROW = [(-1, -0.07), (0.35, -0.07), (0.35, -0.3), (1, 0), (0.35, 0.3), (0.35, 0.07), (-1, 0.07)]


def draw_compass(panel: Panel) -> None:
    """Needles all over the ground, and on a curve that is stood on its tangent."""
    if panel.is_curve:
        if panel.stood_on:
            _draw_tangent(panel)
        _below_the_curve(panel)
    elif panel.shown.surface:
        _on_the_surface(panel)
    else:
        _between_the_contours(panel)
    text, colour = panel.shown.say("compass"), panel.colours.gradient
    panel.explain(text, marker=_ARROW, ms=26, mew=0, color=colour)


def look_of_tangent(colours: Theme) -> dict[str, Any]:
    """A dashed line, on the ground as in the legend."""
    return {"color": colours.gradient, "lw": 2.4, "ls": (0, (5, 2))}


def _draw_tangent(panel: Panel) -> None:
    shown = panel.shown
    (x,), (height,) = panel.coordinates(shown.here)
    ((slope,),) = shown.cost.over(shown.state, shown.here)[1].values()
    if not (math.isfinite(slope) and math.isfinite(height)):
        return
    look = look_of_tangent(panel.colours)
    panel.axes.axline((x, height), slope=slope, zorder=3, **look)
    panel.explain(shown.say("tangent", slope=format_value(slope)), **look)


def _below_the_curve(panel: Panel) -> None:
    at, axes, (name,) = panel.shown.needles, panel.axes, panel.shown.names
    low, high = axes.get_ylim()
    bottom = np.full(len(at[name]), low + 0.05 * (high - low))
    axes.quiver(
        *(at[name], bottom, at[f"-{name}"], 0 * bottom),
        color=panel.colours.gradient,
        width=0.006,
        pivot="mid",
        scale=30,
        zorder=4,
    )


def _between_the_contours(panel: Panel) -> None:
    at, (first, second) = panel.shown.needles, panel.shown.names
    panel.axes.quiver(
        *(at[name] for name in (first, second, f"-{first}", f"-{second}")),
        color=panel.colours.gradient,
        alpha=0.8,
        angles="xy",
        scale=20,
        width=0.0048,
        pivot="mid",
        headwidth=4.5,
        headlength=5,
        zorder=3,
    )


def _on_the_surface(panel: Panel) -> None:
    """Needles of one length that lie on it."""
    from mpl_toolkits.mplot3d.art3d import Line3DCollection

    shown, axes = panel.shown, panel.axes
    at = shown.needles
    gradients = shown.cost.over(shown.state, {n: at[n] for n in shown.names})[1]
    across = [at[f"-{n}"] for n in shown.names]
    down = sum(a * gradients[n] for a, n in zip(across, shown.names, strict=True))
    where = np.array(panel.coordinates(at))
    limits = (axes.get_xlim(), axes.get_ylim(), axes.get_zlim())
    span = np.diff(limits)  # heads are drawn in shares of it: costs have another scale
    along = np.array([*across, down]) / span
    along *= 0.085 / np.linalg.norm(along, axis=0)
    seen = where[-1] <= limits[-1][1]
    if not seen.any():
        return
    start, along = where[:, seen] / span, along[:, seen]
    side = np.array([-along[1], along[0], 0 * along[2]])
    side *= 0.022 / np.linalg.norm(side, axis=0)
    tip, neck = start + along, start + 0.6 * along
    lines = [[start, tip], [neck + side, tip, neck - side]]
    needles = [needle for line in lines for needle in (np.array(line) * span).transpose(2, 0, 1)]
    colour = panel.colours.gradient
    axes.add_collection3d(Line3DCollection(needles, colors=colour, linewidths=1.8, zorder=3))
