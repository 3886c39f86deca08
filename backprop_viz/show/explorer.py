"""The explorer: sliders for the inputs, the steps, and all that a step says.

``explore`` chooses: scalar graphs live in the browser (:mod:`.live`), where anywidget is
installed; graphs with arrays, and ``live=False``, in plain ipywidgets (:mod:`.plain`).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..api import Graph, Walk, graph
from ..draw import engine
from ..errors import EngineError
from ..theme import Theme
from ..words import language
from .base import Explorer
from .controls import settings
from .plain import PlainExplorer

__all__ = ["explore"]


def explore(
    source: Any,
    inputs: Mapping[str, Any] | None = None,
    /,
    *,
    step: int = 0,
    theme: str | Theme | None = None,
    lang: str = "en",
    check: bool = True,
    live: bool | None = None,
    **named: Any,
) -> Explorer:
    """An explorer of a graph (or of anything that :func:`backprop_viz.graph` takes).

    An input is a number, or ``(value, least, greatest, slider step)`` to set its slider, or an
    array, which is typed as a list. Inputs whose names are options here (``step``, ``theme``,
    ...) are given in the mapping. ``live`` computes in the browser, which needs anywidget and
    scalar inputs; by default it is done where it can be. ``theme`` is one of a picture's, and
    follows the notebook's by default. Raises what ``graph`` and ``walk`` raise.
    """
    made = source if isinstance(source, Graph) else graph(source)
    given = settings({**(inputs or {}), **named})
    walk = made.walk({name: setting.value for name, setting in given.items()})
    can_live = _can_live(walk)
    if live and not can_live:
        raise ValueError("live=True needs scalar inputs and anywidget (pip install anywidget)")
    options: dict[str, Any] = {
        "step": step,
        "lang": language(lang),
        "check": check,
        "theme_name": theme,
    }
    kind: type[Explorer] = PlainExplorer
    if can_live and live is not False:
        from .live import LiveExplorer as kind  # noqa: N813
    return kind(walk, given, **options)


def _can_live(walk: Walk) -> bool:
    """Whether the browser can compute this walk: scalars, anywidget, and a layout to write into."""
    if any(np.ndim(value) for value in walk.node_values):
        return False
    if importlib.util.find_spec("anywidget") is None:
        return False
    try:
        engine.find()
    except EngineError:
        return False
    return True
