"""The explorer: sliders for the inputs, a slider for the step, and all that the step says.

Nothing is computed here: an event makes a new walk, and the walk's picture and words are shown.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

from ..api import Graph, Walk, graph
from ..errors import BackpropVizError, InputError
from ..names import canonical
from ..numbers import Value, format_value
from ..theme import Theme, theme
from ..words import language, say

__all__ = ["Explorer", "explore"]

RANGE = 10.0  # a slider goes this far to both sides, if its value does not lie beyond
SLIDER_STEP = 0.1
_GRID = "repeat(auto-fit, minmax(min(100%, 18rem), 1fr))"


def explore(
    source: Any,
    inputs: Mapping[str, Any] | None = None,
    /,
    *,
    step: int = 0,
    theme: str | Theme = "light",
    lang: str = "en",
    check: bool = True,
    **named: Any,
) -> Explorer:
    """An explorer of a graph (or of anything that :func:`backprop_viz.graph` takes).

    An input is a number, or ``(value, least, greatest, slider step)`` to set its slider, or an
    array, which is typed as a list. Inputs whose names are options here (``step``, ``theme``,
    ...) are given in the mapping. Raises what ``graph`` and ``walk`` raise.
    """
    made = source if isinstance(source, Graph) else graph(source)
    given = {**(inputs or {}), **named}
    return Explorer(made, given, step=step, theme_name=theme, lang=lang, check=check)


class Explorer(widgets.VBox):  # type: ignore[misc]
    """Real ipywidgets to link, observe and place.

    ``inputs`` are the sliders by name (text fields for arrays), ``step`` is the slider of the
    step, ``walk`` the walk that is shown. A bad value leaves the last good walk and says so.
    """

    def __init__(
        self,
        made: Graph,
        inputs: Mapping[str, Any],
        *,
        step: int,
        theme_name: str | Theme,
        lang: str,
        check: bool,
    ) -> None:
        self.graph, self.lang = made, language(lang)
        self.theme = theme(theme_name)
        settings = {canonical(name): _setting(name, value) for name, value in inputs.items()}
        self.walk: Walk = made.walk({name: setting[0] for name, setting in settings.items()})
        self.inputs: dict[str, Any] = {}
        self.typed: dict[str, widgets.Text] = {}
        rows = [self._input_row(name, settings[name]) for name in made.inputs]

        last = len(self.walk.steps) - 1
        self.step = widgets.IntSlider(
            value=range(last + 1)[step],
            min=0,
            max=last,
            description=self._say("step"),
            layout=widgets.Layout(flex="1 1 14rem", width="auto"),
        )
        self.play = widgets.Play(
            value=self.step.value,
            min=0,
            max=last,
            interval=1500,
            show_repeat=False,
            layout=widgets.Layout(width="auto"),
            tooltip=self._say("play"),
        )
        widgets.link((self.play, "value"), (self.step, "value"))
        self.step.observe(self._on_step, "value")

        self.picture = widgets.HTML(layout=widgets.Layout(width="100%", overflow="auto"))
        self.formula = widgets.HTMLMath(layout=widgets.Layout(width="100%", overflow="auto"))
        self.sentence = widgets.HTML(layout=widgets.Layout(width="100%"))
        self.message = widgets.HTML()
        self.checked = widgets.HTMLMath(layout=widgets.Layout(width="100%", overflow="auto"))
        self.shows_check = check
        parts = [
            widgets.GridBox(rows, layout=widgets.Layout(width="100%", grid_template_columns=_GRID)),
            self.message,
            self._stepper(last),
            self.picture,
            self.formula,
            self.sentence,
        ]
        if check:
            parts.append(self.checked)
        super().__init__(parts, layout=widgets.Layout(width="100%"))
        self._show()

    def _say(self, key: str, **slots: object) -> str:
        return say(f"explore.{key}", self.lang, **slots)

    def _shown(self, name: str) -> str:
        return self.graph.displayed[self.graph.names[name]]

    def _input_row(self, name: str, setting: tuple[Value, float, float, float]) -> widgets.Widget:
        value, least, greatest, slider_step = setting
        shown = self._shown(name)
        typed = widgets.Text(
            value=_typed(value),
            continuous_update=False,
            tooltip=self._say("value_of", name=shown),
            layout=widgets.Layout(width="6.5em" if np.ndim(value) == 0 else "16em"),
        )
        self.typed[name] = typed
        typed.observe(lambda change: self._on_typed(name, change["new"]), "value")
        if np.ndim(value):
            self.inputs[name] = typed
            return widgets.HBox([widgets.Label(shown), typed])
        slider = widgets.FloatSlider(
            value=value,
            min=least,
            max=greatest,
            step=slider_step,
            description=shown,
            readout=False,
            tooltip=self._say("slider_of", name=shown),
            style={"description_width": "initial"},
            layout=widgets.Layout(flex="1 1 12rem", width="auto"),
        )
        slider.observe(lambda change: self._on_slide(name, change["new"]), "value")
        self.inputs[name] = slider
        return widgets.HBox([slider, typed], layout=widgets.Layout(width="100%"))

    def _stepper(self, last: int) -> widgets.Widget:
        def button(icon: str, key: str, go: Any) -> widgets.Button:
            made = widgets.Button(
                icon=icon, tooltip=self._say(key), layout=widgets.Layout(width="2.6rem")
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

    def _on_step(self, change: Any) -> None:
        self._show(checked=False)

    def _on_slide(self, name: str, value: float) -> None:
        value = float(f"{value:.12g}")  # a slider counts in steps, and 0.1 is no binary number
        if self._move(name, np.float64(value)):
            self.typed[name].value = _typed(value)

    def _on_typed(self, name: str, text: str) -> None:
        before = self.walk.inputs[name]
        if text == _typed(before):
            return
        value = _parsed(text, before)
        if value is None or not self._move(name, value):
            key = "bad_array" if np.ndim(before) else "bad_value"
            kept = {"text": text[:40], "name": self._shown(name), "value": format_value(before)}
            self._tell(self._say(key, **kept))
            self.typed[name].value = _typed(before)
            return
        slider = self.inputs[name]
        if slider is not self.typed[name]:
            slider.min, slider.max = min(slider.min, value), max(slider.max, value)
            slider.value = value

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
        return True

    def _tell(self, text: str) -> None:
        self.message.value = f'<span role="alert">⚠ {escape(text)}</span>' if text else ""

    def _show(self, checked: bool = True) -> None:
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
        if checked and self.shows_check:
            table = self.walk.check(lang=self.lang)
            caption = f"<p><b>{escape(self._say('check'))}</b></p>"
            self.checked.value = caption + table._repr_html_()

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """The widget, and for readers without one the picture and the sentence."""
        bundle = super()._repr_mimebundle_(**options) or {}
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        shown = self.walk.picture(self.step.value, theme=self.theme, lang=self.lang)
        return {**shown._repr_mimebundle_(), **{k: v for k, v in data.items() if k != "text/plain"}}


def _setting(name: str, value: Any) -> tuple[Value, float, float, float]:
    """A value with the least, greatest and step of its slider."""
    if isinstance(value, tuple):
        if len(value) != 4:
            raise InputError(
                f"{name} = {value!r}: a slider is set by (value, least, greatest, step)"
            )
        start, least, greatest, step = map(float, value)
        if not (least <= start <= greatest and least < greatest and step > 0):
            raise InputError(
                f"{name} = {value!r}: least ≤ value ≤ greatest and step > 0 are needed"
            )
        return np.float64(start), least, greatest, step
    if np.ndim(value):
        return np.asarray(value), 0.0, 0.0, 0.0
    try:
        size = abs(float(value))
    except (TypeError, ValueError):
        return value, 0.0, 0.0, 0.0  # the walk says what is wrong with it
    if not math.isfinite(size):
        raise InputError(f"{name} = {value}: a slider needs a finite number to start from")
    if size <= RANGE:
        return np.float64(value), -RANGE, RANGE, SLIDER_STEP
    reach = 10.0 ** math.ceil(math.log10(size))
    return np.float64(value), -reach, reach, reach / 100


def _typed(value: Value) -> str:
    """A value as one would type it: the shortest text that reads back as the same float."""
    if np.ndim(value):
        return json.dumps(np.asarray(value).tolist())
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e16 else repr(number)


def _parsed(text: str, before: Value) -> Value | None:
    text = text.strip().replace("−", "-")
    try:
        value = np.asarray(json.loads(text) if np.ndim(before) else float(text), dtype=np.float64)
    except (ValueError, TypeError, RecursionError):
        return None
    return value[()] if value.shape == np.shape(before) and np.isfinite(value).all() else None


def _legend(made: Graph, lang: str) -> str:
    roles = ["input"] if set(made.inputs) - made.parameters else []
    roles += ["parameter"] if made.parameters else []
    roles += ["constant"] if any(node.is_constant for node in made.nodes) else []
    words = (say(f"legend.{key}", lang) for key in [*roles, "output", "gradient", "unknown"])
    return f'<div style="opacity:.75;font-size:.85em">{" · ".join(map(escape, words))}</div>'
