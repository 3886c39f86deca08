"""Where the contours of a landscape have their labels: on free ground, and inside the frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .panel import Panel

__all__ = ["label_places"]

_ROOM = 0.88  # of the way from the middle to the frame is for labels
_SIZE = 0.17  # of the way from the middle to the frame a label keeps from what is marked
_VERTICES = 12  # of a contour are longer than its label


def label_places(panel: Panel, contours: Sequence[Any]) -> list[NDArray[np.float64]]:
    """A place on each piece of some contours, away from what stands on the ground.

    They are far enough inside that the frame cuts no label.
    """
    ends = np.array([panel.shown.ranges[name] for name in panel.shown.names])
    middle, reach = ends.mean(axis=1), np.diff(ends)[:, 0] / 2
    taken = (_taken(panel) - middle) / reach

    def is_free(place: NDArray[np.float64]) -> bool:
        away = np.hypot(*((place - middle) / reach - taken).T)
        return bool((away > _SIZE).all())

    found: list[NDArray[np.float64]] = []
    for number, contour in enumerate(contours):
        starts = np.flatnonzero(contour.codes == contour.MOVETO)[1:]
        pieces = [
            piece[(np.abs(piece - middle) < _ROOM * reach).all(axis=1)]
            for piece in np.split(contour.vertices, starts)
        ]
        for piece in sorted(pieces, key=len)[-2:]:
            if len(piece) >= _VERTICES:
                best = len(piece) * (1 + number % 2) // 3  # not all in a row
                near = sorted(range(len(piece)), key=lambda i: abs(i - best))
                found += [piece[i] for i in near if is_free(piece[i])][:1]
    return found


def _taken(panel: Panel) -> NDArray[np.float64]:
    """Where a path, a try of a search or the place is marked, of shape (m, 2)."""
    shown = panel.shown
    if not panel.stood_on:
        return np.empty((0, 2))
    if panel.of_search and shown.search is not None:
        return np.column_stack(list(shown.tried(shown.search)[0].values()))
    if not shown.paths:
        return np.array([[shown.state[name] for name in shown.names]])
    ways = []
    for path in shown.paths:
        corners = np.column_stack(list(shown.walked(path)[0].values()))
        along = np.linspace(0, 1, 9)[:, None, None]
        between = corners[:-1] + along * np.diff(corners, axis=0)
        ways += [corners, between.reshape(-1, 2)]
    return np.concatenate(ways)
