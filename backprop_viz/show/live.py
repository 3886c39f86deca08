"""The live explorer: the browser computes, the kernel is told and not waited for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anywidget
import ipywidgets as widgets
import numpy as np
import traitlets

from ..api import Walk
from ..browser.program import STATIC, frame_of, program_of, source
from ..setting import Setting, tidy
from .base import Explorer
from .controls import Control, Controls
from .soon import Rest
from .through_kernel import KernelExplorer

__all__ = ["ArrayExplorer", "LiveExplorer", "LiveView"]

REST = 0.15  # seconds after the browser's last question


class LiveView(anywidget.AnyWidget):
    """The picture, the steps and the words, as the browser's own.

    ``program`` goes to the browser once; afterwards only ``step``, ``lang`` and ``theme`` travel.
    ``shown_theme`` comes back: what the page made of "auto". ``sliders`` and ``fields`` are
    references to the ipywidgets that the browser listens to. For graphs with arrays the kernel
    computes: it sends a ``frame`` for each step and each change.
    """

    _css = STATIC / "explorer.css"
    _esm = traitlets.Unicode().tag(sync=True)
    # As text: ipywidgets goes through all of a state in search of buffers, here and in the browser.
    program = traitlets.Dict().tag(sync=True, to_json=lambda value, _: json.dumps(value))
    opening: Any = traitlets.List().tag(sync=True)
    sliders: Any = traitlets.List().tag(sync=True)
    fields: Any = traitlets.List().tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    theme = traitlets.Unicode("auto").tag(sync=True)
    shown_theme = traitlets.Unicode().tag(sync=True)
    frame: Any = traitlets.Dict().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(_esm=source(), **traits)

    @classmethod
    def of(cls, explorer: Explorer) -> LiveView:
        """The view of an explorer, its program yet to come."""
        name = getattr(explorer.theme_name, "name", explorer.theme_name)
        return cls(step=explorer.step.value, lang=explorer.lang, theme=name or "auto")

    def refer(self, controls: Controls) -> None:
        """Tell the browser of the controls that there are; of the others, an empty reference."""

        def references(kind: str) -> list[str]:
            made = (getattr(control, kind, None) for control in controls.made)
            return [f"IPY_MODEL_{widget.model_id}" if widget else "" for widget in made]

        with self.hold_sync():
            self.fields, self.sliders = references("field"), references("slider")


class LiveExplorer(Explorer):
    """The explorer that follows the hand: see :func:`backprop_viz.explore`.

    The kernel's ``walk`` follows the sliders; the browser does not wait for it.
    """

    def __init__(self, walk: Walk, given: Mapping[str, Setting], **options: Any) -> None:
        super().__init__(walk, given, **options)
        with ThreadPoolExecutor(1) as beside:  # Graphviz runs while the controls are made
            program = beside.submit(program_of, walk)
            self.view = LiveView.of(self)
            self.view.opening = [float(given[name].value) for name in self.graph.inputs]
            self.follow_look(self.view)
            # In the browser, so that it holds without a kernel, and no late echo moves a step back.
            self._link = widgets.jslink((self.view, "step"), (self.step, "value"))
            self.controls.heard.append(self._listen)
            self.controls.show_more()
            parts = [self.controls.box, self.view]
            self.children = [*parts, self.checked] if self.shows_check else parts
            self.view.program = program.result()
        self.show_check()

    def _listen(self, control: Control) -> None:
        self.view.refer(self.controls)

        def moved(change: Any) -> None:
            value = np.float64(tidy(change["new"]))
            if value != self.walk.inputs[control.name]:
                self.walk = self.graph.walk({**self.walk.inputs, control.name: value})
                self.check_soon()

        control.slider.observe(moved, "value")


class ArrayExplorer(KernelExplorer):
    """The same picture and steps for graphs with arrays, computed in the kernel."""

    def __init__(self, walk: Walk, given: Mapping[str, Setting], **options: Any) -> None:
        super().__init__(walk, given, **options)
        self.view = LiveView.of(self)
        self.view.program = program_of(walk)
        self._at, self._explains, self._answers = self.step.value, False, 0
        self._asking = Rest(self._catch_up, REST)
        self.show_step()
        self.follow_look(self.view)
        self._link = widgets.jslink((self.view, "step"), (self.step, "value"))
        self.view.refer(self.controls)
        self.controls.heard.append(lambda _: self.view.refer(self.controls))
        self.view.on_msg(self._on_question)
        self.view.observe(self._on_step, "step")
        parts = [self.controls.box, self.view]
        self.children = [*parts, self.checked] if self.shows_check else parts
        self.show_check()

    def _on_step(self, change: Any) -> None:
        self._at = change["new"]
        self.show_step()

    def _on_question(self, _: Any, asked: Mapping[str, Any], __: Any) -> None:
        """The browser's latest inputs and step; a widget's own messages may come much later."""
        if "nudge" in asked:
            return
        self._answers += 1
        self._asking.ask()
        self._explains = bool(asked.get("explain", self._explains))
        self._at = min(max(int(asked.get("step", self._at)), 0), self.step.max)
        with self.view.hold_sync():  # one frame for all of it
            for place, value in asked.get("inputs", {}).items():
                self._move(self.graph.inputs[int(place)], np.float64(value))
            self.show_step()

    def _on_slide(self, name: str, value: float) -> None:
        """While the browser asks, a slider's own message would only make a frame of its own."""
        if not self._asking.is_waiting:
            super()._on_slide(name, value)

    def _catch_up(self) -> None:
        """Once the browser rests, take over whatever the sliders say that it did not ask for."""
        for control in filter(None, self.controls.made):
            if control.slider is not None:
                self._on_slide(control.name, control.slider.value)

    def show_step(self) -> None:
        frame = frame_of(self.walk, self._at, explained=self._explains)
        self.view.frame = {**frame, "answers": self._answers}

    def tell(self, text: str) -> None:
        self.view.message = text
