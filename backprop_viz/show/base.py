"""What every explorer has: the controls, the walk on show, and the check."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import ipywidgets as widgets
import traitlets

from ..api import Graph, Walk
from ..theme import Theme, theme
from ..words import say
from .controls import Control, Setting

__all__ = ["Explorer", "legend"]


class Explorer(widgets.VBox):  # type: ignore[misc]
    """Real ipywidgets to link, observe and place.

    ``inputs`` are the sliders by name (text fields for arrays), ``step`` is the slider of the
    step, and ``walk``, which can be observed, the walk at the inputs on show.
    """

    walk = traitlets.Any()

    def __init__(
        self,
        walk: Walk,
        given: Mapping[str, Setting],
        *,
        step: int,
        lang: str,
        check: bool,
        theme_name: str | Theme | None,
    ) -> None:
        super().__init__(layout=widgets.Layout(width="100%"))
        self.graph: Graph = walk.graph  # type: ignore[assignment]
        self.lang, self.shows_check = lang, check
        self.theme_name = theme_name
        self.walk = walk
        self.controls = {
            name: Control(name, self.shown(name), given[name], lang) for name in self.graph.inputs
        }
        self.inputs = {name: control.widget for name, control in self.controls.items()}
        last = len(walk.steps) - 1
        self.step = widgets.IntSlider(
            value=range(last + 1)[step],
            min=0,
            max=last,
            description=self.say("step"),
            layout=widgets.Layout(flex="1 1 14rem", width="auto"),
        )
        self.checked = widgets.HTMLMath(layout=widgets.Layout(width="100%", overflow="auto"))
        self.add_class("backprop-viz-explorer")

    def say(self, key: str, **slots: object) -> str:
        return say(f"explore.{key}", self.lang, **slots)

    def shown(self, name: str) -> str:
        return self.graph.displayed[self.graph.names[name]]

    def show_check(self) -> None:
        """Hold the walk on show against its witnesses, if that is wanted."""
        if self.shows_check:
            table = self.walk.check(lang=self.lang)
            caption = f"<p><b>{escape(self.say('check'))}</b></p>"
            self.checked.value = caption + table._repr_html_()

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """The widget, and for readers without one the picture and the sentence."""
        bundle = super()._repr_mimebundle_(**options) or {}
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        colours = theme(self.theme_name or "light")
        shown = self.walk.picture(self.step.value, theme=colours, lang=self.lang)
        return {**shown._repr_mimebundle_(), **{k: v for k, v in data.items() if k != "text/plain"}}


def legend(made: Graph, lang: str) -> str:
    """What the marks of a picture mean, as HTML."""
    roles = ["input"] if set(made.inputs) - made.parameters else []
    roles += ["parameter"] if made.parameters else []
    roles += ["constant"] if any(node.is_constant for node in made.nodes) else []
    words = (say(f"legend.{key}", lang) for key in [*roles, "output", "gradient", "unknown"])
    return f'<div style="opacity:.75;font-size:.85em">{" · ".join(map(escape, words))}</div>'
