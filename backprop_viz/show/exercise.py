"""An exercise on its picture as a widget that needs no kernel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import anywidget
import traitlets

from ..browser.javascript import ExerciseKind, exercise_source
from ..core.graph import Graph
from ..draw.picture import Picture
from ..practice.look import sheet
from ..practice.prepared import is_typed
from ..theme import Theme
from .fallback import fallback_of, with_fallback

__all__ = ["OnPicture"]


class OnPicture(anywidget.AnyWidget):
    """A widget of an exercise, made of what :mod:`..practice.prepared` and its like have prepared.

    ``moves`` are those of the learner as plain data, and can be observed.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    prepared = traitlets.Unicode().tag(sync=True)
    moves: Any = traitlets.List().tag(sync=True)

    def __init__(
        self,
        kind: ExerciseKind,
        graph: Graph,
        prepared: Mapping[str, Any],
        theme: Theme | None,
        **traits: Any,
    ) -> None:
        self._graph, self._theme, self._lang = graph, theme, prepared["lang"]
        super().__init__(
            _esm=exercise_source(kind, "widget", typed=is_typed(prepared)),
            _css=sheet(theme, is_page=False),
            prepared=json.dumps(prepared, ensure_ascii=False),
            **traits,
        )

    @cached_property
    def _picture(self) -> Picture:
        return Picture(self._graph, theme_name=self._theme, lang=self._lang)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and for readers without one the bare graph."""
        told: Any = super()._repr_mimebundle_(**options)
        fallback = with_fallback(told, fallback_of(self._picture)[0])
        return (fallback, told[1]) if isinstance(told, tuple) else fallback
