"""What moves over a landscape, as SVG: the place with its level and compass, descents, a search."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..landscapes.picture import Ground, Landscape
from ..theme import Theme

__all__ = ["Standpoint", "marks", "picture", "ways"]

_NEEDLE = 46.0  # points
_MOST = 400  # places of a path, and tries, that are drawn


@dataclass(frozen=True, eq=False)
class Standpoint:
    """Where one stands: the numbers by name, the cost there, and its slopes by name."""

    here: Mapping[str, float]
    height: float
    slopes: Mapping[str, float]


def picture(ground: Ground) -> str:
    """The picture of the ground as HTML, over which all else is drawn."""
    width, height = ground.size
    data = base64.b64encode(ground.png).decode("ascii")
    style = f"width:100%;max-width:{width:g}px;aspect-ratio:{width:g}/{height:g};display:block"
    return f'<img alt="" decoding="sync" style="{style}" src="data:image/png;base64,{data}">'


def marks(shown: Landscape, ground: Ground, at: Standpoint, ways: str) -> str:
    """The place with its level, tangent and compass, as an SVG of the size of the ground.

    ``ways`` are a descent from it and a random search, as SVG.
    """
    here = {name: np.array([x]) for name, x in at.here.items()}
    with np.errstate(all="ignore"):
        (spot,) = _placed(shown, ground, here, np.array([at.height]))
        parts = [*_level(shown, ground, at), *_compass(shown, ground, at, spot)]
    parts.append(ways)  # over the needle, which may be longer than it
    if np.isfinite(spot).all():
        c, (x, y) = shown.theme, spot
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{c.paper}" stroke="{c.ink}" '
            'stroke-width="3.2"/>'
        )
    return _framed(ground, "".join(parts), shown.overview)


def _framed(ground: Ground, drawn: str, label: str) -> str:
    """An SVG of the size of the ground, cut at its frame; ``label`` is it in words."""
    left, top, right, bottom = ground.frame
    width, height = ground.size
    # A window of its own, of the frame's size, clips without an id.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-label="{escape(label, quote=True)}" '
        f'viewBox="0 0 {width:g} {height:g}" '
        f'style="width:100%;max-width:{width:g}px;display:block">'
        f'<svg x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
        f'height="{bottom - top:.1f}" '
        f'viewBox="{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}" '
        f'overflow="hidden">{drawn}</svg></svg>'
    )


def _level(shown: Landscape, ground: Ground, at: Standpoint) -> Iterator[str]:
    """The contours of the height where one stands, over two inputs."""
    c = shown.theme
    if len(at.here) == 1 or not math.isfinite(at.height):
        return
    for line in shown.level(at.height):
        places = dict(zip(at.here, line.T, strict=True))
        where = _placed(shown, ground, places, np.full(len(line), at.height))
        yield _line(where, c.paper, 5.0) + _line(where, c.ink, 2.4)


def _compass(shown: Landscape, ground: Ground, at: Standpoint, spot: NDArray[Any]) -> Iterator[str]:
    """The needle from where one stands and, on a curve, the tangent, if there is a downhill."""
    c = shown.theme
    arrow = _downhill(shown, ground, at, spot)
    if arrow is None:
        return
    if len(at.here) == 1:
        along = 1e4 * arrow / _NEEDLE
        yield _line(np.array([spot - along, spot + along]), c.gradient, 2.4, "10 4")
    yield _arrow(spot, spot + arrow, c)


def ways(shown: Landscape, ground: Ground) -> Iterator[str]:
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
    is_solid = len(places) == 1 or shown.surface
    with np.errstate(all="ignore"):
        return ground.places(*places.values(), *([costs] if is_solid else []))


def _mark(at: NDArray[Any], reach: Sequence[float], fill: str, edge: str) -> str:
    """A star or a diamond: corners around ``at``, the first one above it."""
    if not np.isfinite(at).all():
        return ""
    turns = 2 * np.pi * np.arange(len(reach)) / len(reach) - np.pi / 2
    corners = at + np.array(reach)[:, None] * np.column_stack([np.cos(turns), np.sin(turns)])
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon points="{points}" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'


def _downhill(
    shown: Landscape, ground: Ground, at: Standpoint, spot: NDArray[Any]
) -> NDArray[Any] | None:
    """The compass in the picture: a needle of one length, if there is a downhill."""
    here, height, slopes = at.here, at.height, at.slopes
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
