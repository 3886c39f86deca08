"""A panel of a figure: what is drawn in it, where places stand in it, and what its legend says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..theme import Theme
from ..words import row
from .surface import CostSurface

__all__ = ["Panel"]


@dataclass(frozen=True, eq=False)
class Panel:
    """One pair of Matplotlib ``axes``, with the landscape or (``of_search``) a random search on it.

    If it is ``stood_on``, its place and its paths are drawn; if not, the legend says what moves.
    """

    shown: CostSurface
    axes: Any
    stood_on: bool
    of_search: bool
    legend: list[Any] = field(default_factory=list)

    @property
    def colours(self) -> Theme:
        return self.shown.theme

    @property
    def is_curve(self) -> bool:
        """Whether the cost is over one input."""
        return len(self.shown.names) == 1

    def coordinates(
        self, places: Mapping[str, NDArray[np.float64]], costs: NDArray[np.float64] | None = None
    ) -> list[NDArray[np.float64]]:
        """Where places stand: on the ground, or at costs that other inputs have made."""
        shown = self.shown
        flat = {name: places[name] for name in shown.names}
        if len(flat) == 2 and not shown.surface:
            return list(flat.values())
        if costs is None:
            costs = shown.cost.over(shown.state, flat)[0]
        return [*flat.values(), np.where(np.isfinite(costs), costs, np.nan)]

    def mark(self, at: Sequence[Any], **look: Any) -> None:
        """A mark above all else."""
        self.axes.plot(*at, ls="", zorder=9, **look)

    def explain(self, text: str, **look: Any) -> None:
        """A line of the legend, beside what it is about."""
        from matplotlib.lines import Line2D

        whole_equations = text.replace(" = ", "\u00a0=\u00a0")
        width = row(self.shown.lang).columns  # a longer line would take its room from the ground
        text = "\n".join(wrap(whole_equations, width, break_on_hyphens=False))
        self.legend.append(Line2D([], [], label=text, **{"ls": "", **look}))
