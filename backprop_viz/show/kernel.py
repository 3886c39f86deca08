"""The kernel's explorer: plain ipywidgets, and every event goes through the kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

from ..api import Walk
from ..browser.spread import spread
from ..errors import BackpropVizError
from ..given.slider import Slider
from ..spell.numbers import Value
from ..tell.formula import coloured
from ..words import say
from .base import Explorer, legend
from .controls import Control, field_text
from .fallback import Instead

__all__ = ["KernelExplorer"]


_UNSEEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"


class KernelExplorer(Explorer):
    """The explorer in plain ipywidgets, for where nothing else runs.

    It hears its controls in the kernel. A bad value leaves the last good walk and says so. No
    queue builds up: a slider of ipywidgets sends its next value when the last was answered.
    """

    def __init__(self, walk: Walk, given: Mapping[str, Slider], **options: Any) -> None:
        super().__init__(walk, given, **options)
        self.controls.show_more()
        self.step.observe(lambda _: self.show_step(), "value")
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
        self.picture = widgets.HTML(layout=widgets.Layout(width="auto", overflow="auto"))
        self.formula = widgets.HTMLMath(layout=widgets.Layout(width="auto", overflow="auto"))
        self.sentence = widgets.HTML(layout=widgets.Layout(width="auto"))
        self.message = widgets.HTML()
        self.whole = widgets.HTMLMath(layout=widgets.Layout(width="auto", overflow="auto"))
        self.typed = widgets.Text(
            value=self._line(),
            continuous_update=False,
            tooltip=say("editor.edit", self.lang),
            layout=widgets.Layout(width="100%"),
        )
        self.typed.observe(lambda change: self._on_formula(change["new"]), "value")
        parts = [
            self.whole,
            self.typed,
            self.controls.box,
            self.message,
            self._stepper(),
            self.picture,
            self.formula,
            self.sentence,
        ]
        over = [walk.graph.inputs[i] for i in spread(walk, self.spread)]
        parts += [self.landscape(*over)] if over else []
        self.children = [*parts, self.checked] if self.shows_check else parts
        self.show_step()
        self.check_first()

    def _display_(self) -> Instead:
        """What marimo shows."""
        shown = self.picture.value + self.sentence.value
        return Instead(shown, say("elsewhere.explorer", self.lang), self.lang)

    def _stepper(self) -> widgets.Widget:
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
                button("step-forward", "last", lambda: self.step.max),
                self.play,
                self.step,
            ],
            layout=widgets.Layout(flex_flow="row wrap", align_items="center", width="100%"),
        )

    def _go(self, step: int) -> None:
        self.step.value = min(max(step, self.step.min), self.step.max)

    def tell(self, text: str) -> None:
        told = f'<span role="alert" style="white-space:pre-wrap">⚠ {escape(text)}</span>'
        self.message.value = told if text else ""

    def show_step(self) -> None:
        step = self.walk.steps[self.step.value]
        picture = self.walk.picture(step.index, theme=self.theme_name, lang=self.lang)
        try:
            self.picture.value = picture.on_page + legend(picture)
        except BackpropVizError as error:
            self.picture.value = f"<pre>{escape(error.say(self.lang))}</pre>"
        theme, _ = self.look
        whole = coloured(step, theme.forward, theme.backward)
        self.whole.value = f"$${escape(whole)}$$"
        self.formula.value = f"$${escape(step.latex)}$$"
        spoken, remark = (escape(tell(self.lang)) for tell in (step.sentence, step.remark))
        self.sentence.value = (
            f'<div lang="{self.lang}" style="position:relative;font-size:1.15em;line-height:1.6">'
            f'<div aria-hidden="true">{remark}</div>'
            f'<div role="status" aria-live="polite" style="{_UNSEEN}">{spoken}</div></div>'
        )

    def _line(self) -> str:
        """The formula on one line, as it is typed."""
        return "; ".join(line for line in self.text.splitlines() if line.strip())

    def _on_formula(self, text: str) -> None:
        if text == self._line():
            return
        try:
            self.rewrite(text)
        except BackpropVizError as error:
            self.tell(error.say(self.lang))

    def _rewritten(self, shown: Any) -> None:
        self.play.max = self.step.max
        self.typed.value = self._line()
        self.tell("")
        self.show_step()

    def _listen(self, made: Sequence[Control]) -> None:
        for control in made:
            control.field.observe(partial(self._on_typed, control.name), "value")
            if control.slider is not None:
                control.slider.observe(partial(self._on_slide, control.name), "value")

    def _on_slide(self, name: str, change: Any) -> None:
        control = self.controls[name]
        value = control.value
        if self._move(name, value):
            control.field.value = field_text(value)

    def _on_typed(self, name: str, change: Any) -> None:
        text = change["new"]
        control, before = self.controls[name], self.walk.inputs[name]
        if text == field_text(before):
            return
        value = control.read(before)
        if value is None or not self._move(name, value):
            misfit = "bad_number" if name in self.graph.shapes else "bad_shape"
            number = "bad_value" if value is None else misfit
            key = "bad_array" if control.slider is None else number
            kept = {"text": text[:40], "name": self.shown(name), "value": self.walk.written(before)}
            self.tell(self.say(key, **kept))
            control.field.value = field_text(before)
            return
        if control.slider is not None and not np.ndim(value):
            control.place(float(value))
        control.field.value = field_text(value)

    def _move(self, name: str, value: Value) -> bool:
        """Walk again with another value of one input; false, and nothing changed, if it is bad."""
        if np.array_equal(value, self.walk.inputs[name]):
            return True
        try:
            self.walk = self.moved({name: value})
        except BackpropVizError as error:
            self.tell(error.say(self.lang))
            return False
        self.tell("")
        self.show_step()
        self.check_soon()
        return True
