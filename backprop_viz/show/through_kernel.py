"""An explorer whose events go through the kernel: the latest value is walked, bad ones are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..api import Walk
from ..errors import BackpropVizError
from ..numbers import Value, format_value
from ..setting import Setting, parsed, tidy, typed
from .base import Explorer
from .controls import Control

__all__ = ["KernelExplorer"]


class KernelExplorer(Explorer):
    """Hears its controls in the kernel. A bad value leaves the last good walk and says so.

    No queue builds up: a slider of ipywidgets sends its next value when the last was answered.
    """

    def __init__(self, walk: Walk, given: Mapping[str, Setting], **options: Any) -> None:
        super().__init__(walk, given, **options)
        self.controls.heard.append(self._listen)
        self.controls.show_more()

    def show_step(self) -> None:
        """Show the walk at the step."""
        raise NotImplementedError

    def tell(self, text: str) -> None:
        """Say what is wrong with an input; an empty text takes it back."""
        raise NotImplementedError

    def _listen(self, control: Control) -> None:
        name = control.name
        control.field.observe(lambda change: self._on_typed(name, change["new"]), "value")
        if control.slider is not None:
            control.slider.observe(lambda change: self._on_slide(name, change["new"]), "value")

    def _on_slide(self, name: str, value: float) -> None:
        value = tidy(value)
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
            self.tell(self.say(key, **kept))
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
            self.tell(str(error))
            return False
        self.tell("")
        self.show_step()
        self.check_soon()
        return True
