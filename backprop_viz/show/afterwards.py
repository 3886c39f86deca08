"""What shows only after the last answer to a prediction."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from html import escape
from typing import Any

import ipywidgets as widgets

from ..words import say
from .fallback import with_fallback

__all__ = ["Afterwards"]


class Afterwards(widgets.VBox):  # type: ignore[misc]
    """Something that waits for an answer: see :meth:`.predict.Prediction.then`.

    ``waiting`` is what will show; the button ``anyway`` shows it at once.
    """

    def __init__(self, waiting: Iterable[Any], lang: str) -> None:
        super().__init__(layout=widgets.Layout(width="100%"))
        self.waiting, self._words = tuple(waiting), say("predict.then", lang)
        told = widgets.HTML(f'<span lang="{lang}"><i>{escape(self._words)}</i></span>')
        self.anyway = widgets.Button(
            description=say("predict.anyway", lang), layout=widgets.Layout(width="auto")
        )
        self.anyway.add_class("backprop-viz-anyway")
        self.anyway.on_click(lambda _: self.show())
        row = widgets.Layout(flex_flow="row wrap", align_items="center", grid_gap="0 .5rem")
        self.children = [widgets.Box([told, self.anyway], layout=row)]
        self.add_class("backprop-viz-afterwards")

    @cached_property
    def widgets(self) -> list[widgets.Widget]:
        """What waits, as widgets."""
        return [
            thing if isinstance(thing, widgets.Widget) else _output(thing) for thing in self.waiting
        ]

    def show(self) -> None:
        """Show what waits, in place of the words."""
        self.children = self.widgets

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """The widget, and for readers without one that it waits."""
        return with_fallback(super()._repr_mimebundle_(**options), {"text/plain": self._words})


def _output(thing: Any) -> widgets.Output:
    output = widgets.Output()
    output.append_display_data(thing)
    return output
