"""What stands on the ground of a landscape: a place, the paths of descents, a random search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..descent.path import Path
from ..spell.numbers import format_number, format_value
from ..words import say
from .compass import look_of_tangent
from .panel import Panel
from .surface import CostSurface, in_sight

__all__ = ["draw_path", "draw_place", "draw_search"]

_STYLES = (  # of paths beside each other
    *(("o", "-"), ("s", (0, (4, 1.5))), ("^", (0, (1, 1.2)))),
    *(("D", (0, (8, 2))), ("v", (0, (4, 1.5, 1, 1.5))), ("P", (0, (2, 2)))),
)


def draw_place(panel: Panel) -> None:
    """Where one stands, unless a path starts there; or what moves over a ground without it."""
    shown, c = panel.shown, panel.colours
    if panel.stood_on and shown.paths:
        return
    if panel.stood_on:
        at = panel.coordinates(shown.here)
        panel.mark(at, marker="o", ms=14, mfc=c.paper, mec=c.ink, mew=3.2)
    elif panel.is_curve:
        panel.explain(shown.say("slope"), **look_of_tangent(c))
    else:
        panel.explain(shown.say("level"), color=c.ink, lw=2.4, ls="-")
    panel.explain(shown.say("here"), marker="o", ms=12, mfc=c.paper, mec=c.ink, mew=3)
    if not panel.stood_on:
        _explain_what_moves(panel)


def _explain_what_moves(panel: Panel) -> None:
    """Explain what is drawn on top from wherever one stands."""
    shown, c = panel.shown, panel.colours
    for path in shown.paths:
        method = say(f"descent.{path.method}", shown.lang)
        text = shown.say("from_here", method=method, rate=format_number(path.rate))
        panel.explain(text, marker="o", ms=8, color=c.ink, lw=2.2, ls="-")
        panel.explain(shown.say("arrived"), marker="*", ms=18, color=c.ink)
    if shown.search is not None:
        panel.explain(shown.say("tried"), marker="x", ms=9, mew=2.6, color=c.ink)
        panel.explain(shown.say("best_tried"), marker="D", ms=11, color=c.forward)


@dataclass(frozen=True)
class _Look:
    """How a path is told from others: its colour, its dashes and its dots."""

    colour: str
    dashes: Any
    dots: dict[str, Any]


def _look(panel: Panel, number: int, count: int) -> _Look:
    """The look of the path of this number, from 0, with ``count`` places."""
    c = panel.colours
    solid, blue, hollow = (c.ink, c.ink), (c.forward, c.forward), (c.ink, c.paper)
    looks = (solid, hollow) if panel.is_curve else (solid, blue, hollow)  # the curve is blue
    colour, fill = looks[number % len(looks)]
    marker, dashes = _STYLES[number % len(_STYLES)]
    size = 8 if count <= 30 else 6
    dots = {"marker": marker, "ms": size, "mfc": fill, "mec": c.paper, "mew": 1.0}
    if fill == c.paper:
        dots |= {"mec": colour, "mew": 1.6}
    return _Look(colour, dashes, dots)


def draw_path(panel: Panel, path: Path, number: int) -> None:
    """A path, its start and, if it arrives in sight, its end; of several this ``number``."""
    from matplotlib import patheffects

    shown, axes, paper = panel.shown, panel.axes, panel.colours.paper
    where = panel.coordinates(*shown.walked(path))
    look = _look(panel, number, len(where[0]))
    halo = [patheffects.withStroke(linewidth=5.5, foreground=paper)]
    axes.plot(
        *where,
        color=look.colour,
        ls=look.dashes,
        lw=1.3 if panel.is_curve else 2.2,
        zorder=6,
        path_effects=None if panel.is_curve else halo,
    )
    axes.plot(*where, ls="", zorder=7, **look.dots)
    start, end = [w[:1] for w in where], [w[-1:] for w in where]
    panel.mark(start, marker="o", ms=14, mfc=paper, mec=look.colour, mew=3.2)
    if number == 0:
        text = shown.say("start")
        panel.explain(text, marker="o", ms=12, mfc=paper, mec=look.colour, mew=3)
    if in_sight(path) == len(path) and not path.diverged:
        panel.mark(end, marker="*", ms=23, mfc=look.colour, mec=paper, mew=1.5)
    dots = {**look.dots, "ms": 9}
    panel.explain(_story(shown, path), color=look.colour, lw=2.2, ls=look.dashes, **dots)


def _story(shown: CostSurface, path: Path) -> str:
    """What a legend says of a path: its method, and where it has led."""
    rate = format_number(path.rate)
    method = say(f"descent.{path.method}", shown.lang)
    if path.batch is not None:
        method = shown.say("batch", method=method, batch=path.batch)
    if len({other.rate for other in shown.paths}) > 1 and not path.diverged:
        method = shown.say("rate", method=method, rate=rate)
    if path.diverged:
        key = "undefined" if path.ending == "undefined" else "diverges"
        return shown.say(key, method=method, rate=rate, step=path[-1].step)
    value = format_value(path.cost_at(-1))
    return shown.say("end", method=method, steps=path[-1].step, value=value)


def draw_search(panel: Panel) -> None:
    """All tries of a random search, and the best."""
    shown, c = panel.shown, panel.colours
    assert shown.search is not None
    found, best = shown.search, shown.search.best
    where = panel.coordinates(*shown.tried(found))
    for size, width, colour in ((11, 5.5, c.paper), (9, 2.6, c.ink)):
        panel.axes.plot(*where, marker="x", ls="", ms=size, mew=width, color=colour, zorder=6)
    panel.explain(shown.say("tried"), marker="x", ms=9, mew=2.6, color=c.ink)
    at = [w[best : best + 1] for w in where]
    panel.mark(at, marker="*", ms=23, mfc=c.ink, mec=c.paper, mew=1.5)
    text = shown.say("best", count=len(found.costs), value=format_value(found.costs[best]))
    panel.explain(text, marker="*", ms=18, color=c.ink)
