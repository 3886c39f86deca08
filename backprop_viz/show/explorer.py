"""The explorer: sliders for the inputs, the steps, and all that a step says.

``explore`` chooses: scalar graphs live in the browser (:mod:`.live`), where anywidget is
installed; graphs with arrays, and ``live=False``, in plain ipywidgets here, through the kernel.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np
import traitlets

from ..api import Graph, Walk, graph
from ..draw import engine
from ..errors import BackpropVizError, EngineError
from ..numbers import Value, format_value
from ..theme import Theme, theme
from ..words import language, say
from .controls import Control, Setting, grid, parsed, settings, typed

__all__ = ["Explorer", "PlainExplorer", "explore"]


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


class PlainExplorer(Explorer):
    """The explorer in plain ipywidgets; every event goes through the kernel.

    A bad value leaves the last good walk and says so.
    """

    def __init__(self, walk: Walk, given: Mapping[str, Setting], **options: Any) -> None:
        super().__init__(walk, given, **options)
        self.theme = theme(self.theme_name or "light")
        for name, control in self.controls.items():
            self._listen(name, control)
        self.step.observe(lambda _: self._show(), "value")
        last = self.step.max
        self.play = widgets.Play(
            value=self.step.value,
            min=0,
            max=last,
            interval=1500,
            show_repeat=False,
            layout=widgets.Layout(width="auto"),
            tooltip=self.say("play"),
        )
        widgets.link((self.play, "value"), (self.step, "value"))
        self.picture = widgets.HTML(layout=widgets.Layout(width="100%", overflow="auto"))
        self.formula = widgets.HTMLMath(layout=widgets.Layout(width="100%", overflow="auto"))
        self.sentence = widgets.HTML(layout=widgets.Layout(width="100%"))
        self.message = widgets.HTML()
        parts = [
            grid(list(self.controls.values())),
            self.message,
            self._stepper(last),
            self.picture,
            self.formula,
            self.sentence,
        ]
        self.children = [*parts, self.checked] if self.shows_check else parts
        self._show()
        self.show_check()

    def _listen(self, name: str, control: Control) -> None:
        control.field.observe(lambda change: self._on_typed(name, change["new"]), "value")
        if control.slider is not None:
            control.slider.observe(lambda change: self._on_slide(name, change["new"]), "value")

    def _stepper(self, last: int) -> widgets.Widget:
        def button(icon: str, key: str, go: Any) -> widgets.Button:
            made = widgets.Button(
                icon=icon, tooltip=self.say(key), layout=widgets.Layout(width="2.6rem")
            )
            made.add_class(f"backprop-viz-{key}")
            made.on_click(lambda _: self._go(go()))
            return made

        return widgets.Box(
            [
                button("step-backward", "first", lambda: 0),
                button("chevron-left", "previous", lambda: self.step.value - 1),
                button("chevron-right", "next", lambda: self.step.value + 1),
                button("step-forward", "last", lambda: last),
                self.play,
                self.step,
            ],
            layout=widgets.Layout(flex_flow="row wrap", align_items="center", width="100%"),
        )

    def _go(self, step: int) -> None:
        self.step.value = min(max(step, self.step.min), self.step.max)

    def _on_slide(self, name: str, value: float) -> None:
        value = float(f"{value:.12g}")  # a slider counts in steps, and 0.1 is no binary number
        if self._move(name, np.float64(value)):
            self.controls[name].field.value = typed(value)

    def _on_typed(self, name: str, text: str) -> None:
        control, before = self.controls[name], self.walk.inputs[name]
        if text == typed(before):
            return
        value = parsed(text, before)
        if value is None or not self._move(name, value):
            key = "bad_array" if np.ndim(before) else "bad_value"
            kept = {"text": text[:40], "name": self.shown(name), "value": format_value(before)}
            self._tell(self.say(key, **kept))
            control.field.value = typed(before)
        elif control.slider is not None:
            control.place(float(value))

    def _move(self, name: str, value: Value) -> bool:
        """Walk again with another value of one input; false, and nothing changed, if it is bad."""
        if np.array_equal(value, self.walk.inputs[name]):
            return True
        try:
            self.walk = self.graph.walk({**self.walk.inputs, name: value})
        except BackpropVizError as error:
            self._tell(str(error))
            return False
        self._tell("")
        self._show()
        self.show_check()
        return True

    def _tell(self, text: str) -> None:
        self.message.value = f'<span role="alert">⚠ {escape(text)}</span>' if text else ""

    def _show(self) -> None:
        step = self.walk.steps[self.step.value]
        picture = self.walk.picture(step.index, theme=self.theme, lang=self.lang)
        try:
            self.picture.value = picture.svg + _legend(self.graph, self.lang)
        except BackpropVizError as error:
            self.picture.value = f"<pre>{escape(str(error))}</pre>"
        self.formula.value = f"$${escape(step.latex)}$$"
        sentence = escape(step.sentence(self.lang))
        self.sentence.value = (
            f'<div role="status" aria-live="polite" lang="{self.lang}" '
            f'style="font-size:1.15em;line-height:1.6">{sentence}</div>'
        )


def _legend(made: Graph, lang: str) -> str:
    roles = ["input"] if set(made.inputs) - made.parameters else []
    roles += ["parameter"] if made.parameters else []
    roles += ["constant"] if any(node.is_constant for node in made.nodes) else []
    words = (say(f"legend.{key}", lang) for key in [*roles, "output", "gradient", "unknown"])
    return f'<div style="opacity:.75;font-size:.85em">{" · ".join(map(escape, words))}</div>'
