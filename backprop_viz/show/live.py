"""The live explorer: the browser computes and tells the kernel, but does not wait for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

import ipywidgets as widgets
import numpy as np

from ..api import Walk
from ..blocks.view import names_in, told_names, with_names
from ..browser.packing import has_large
from ..browser.program import layout_of, program_of, screen_words, themes_of
from ..browser.spread import spread
from ..draw.picture import Picture
from ..errors import BackpropVizError, InputError
from ..given.slider import Slider
from ..read.entry import typed
from ..spell.numbers import Value
from ..theme import key, theme
from .base import Explorer
from .controls import Control
from .large import LargeView
from .view import LiveView

__all__ = ["LiveExplorer"]


class LiveExplorer(Explorer):
    """The explorer that follows the hand: see :func:`backprop_viz.explore`.

    The kernel's ``walk`` follows the sliders; the browser does not wait for it.
    """

    def __init__(
        self,
        walk: Walk,
        given: Mapping[str, Slider],
        layout: Future[dict[str, Any]],
        **options: Any,
    ) -> None:
        self._waiting: dict[str, Value] = {}
        super().__init__(walk, given, **options)
        self._chosen = chosen = None if self.theme_name is None else theme(self.theme_name)
        kind = LargeView if has_large(walk) else LiveView
        self.view = kind(
            step=self.step.value,
            lang=self.lang,
            theme="auto" if chosen is None else key(chosen),
            text=self.text,
            landscape=spread(walk, self.spread),
            opened=told_names(walk.graph),
        )
        self.view.opening = self._opening(walk)
        self.view.current = lambda: [*self.walk.inputs.values()]
        self.view.observe(self._seen, "opened")
        self.view.on_msg(self._heard)
        self.follow_look(self.view)
        # In the browser, so that it holds without a kernel, and no late echo moves a step back.
        self._link = widgets.jslink((self.view, "step"), (self.step, "value"))
        self.view.stepper = f"IPY_MODEL_{self.step.model_id}"
        self.view.observe(self._alone, "has_views")
        self.controls.show_more()
        parts = [self.controls.box, self.view]
        self.children = [*parts, self.checked] if self.shows_check else parts
        self.view.program = self._program(walk)
        self.view.geometry = layout.result()
        self.check_first()

    def observe(self, *told: Any, **options: Any) -> None:
        super().observe(*told, **options)
        if hasattr(self, "view"):  # traitlets observes, too, as it makes one
            self._is_heard()

    def _is_heard(self) -> None:
        """Someone listens; else no slider is told while it moves, which costs a notebook frames."""
        self.view.is_heard = True

    def _tell_if_heard(self, slider: Any) -> None:
        """It stays an ``ipywidgets.FloatSlider``, of no class of ours."""
        observe = slider.observe

        def heard(*told: Any, **options: Any) -> None:
            observe(*told, **options)
            self._is_heard()

        slider.observe = heard

    def _display_(self) -> Any:
        """What marimo shows, which has no views of ipywidgets: the view, with its own sliders."""
        return self.view

    def _fallback(self, picture: Picture) -> dict[str, Any]:
        return self.view.saved(picture) or super()._fallback(picture)

    def _alone(self, _: Any) -> None:
        """Link here what no browser links."""
        self._link.unlink()
        self._link = widgets.link((self.view, "step"), (self.step, "value"))

    def _seen(self, _: Any) -> None:
        """The browser has opened or closed blocks; that changes the steps, and no number."""
        if self.view.opened == told_names(self.graph):
            return
        walk = self.walk.with_graph(with_names(self.graph, names_in(self.view.opened)))
        self.graph = walk.graph  # type: ignore[assignment]
        self.step.max = len(walk.steps) - 1
        self.walk = walk

    def _opening(self, walk: Walk) -> list[Any]:
        return [self.view.entries(value) for value in walk.inputs.values()]

    def _program(self, walk: Walk) -> dict[str, Any]:
        made = program_of(walk, self.view.entries)
        made["themes"] = themes_of(self._chosen, arrays="cards" in made["plan"])
        made["screen"] |= screen_words("editor.", "ground.")
        return made

    def _heard(self, _: Any, content: Any, buffers: Any) -> None:
        """The browser asks whether someone is here, sends another formula, or entries."""
        if "moved" in content:
            self._carried(self.graph.inputs[content["moved"]], *buffers)
            return
        refused = ""
        try:
            if "formula" in content:
                self.rewrite(content["formula"])
        except BackpropVizError as error:
            refused = error.say(self.view.lang)
        self.view.send({"refused": refused})

    def rewrite(self, source: Any) -> None:
        over = [self.graph.inputs[place] for place in self.view.landscape]
        # The browser gets all of it at once, and then how far the slider of the step goes.
        with self.step.hold_sync(), self.view.hold_sync():
            super().rewrite(source)
            self.view.landscape = self._places(over)

    def _prepared(self, walk: Walk) -> tuple[dict[str, Any], dict[str, Any]]:
        return layout_of(walk), self._program(walk)

    def _rewritten(self, shown: tuple[dict[str, Any], dict[str, Any]]) -> None:
        self._waiting.clear()
        self.view.opening = self._opening(self.walk)
        self.view.step = min(self.view.step, self.step.max)
        self.view.text = self.text
        self.view.opened = told_names(self.graph)
        self.view.geometry, self.view.program = shown

    def _places(self, names: Sequence[str]) -> list[int]:
        """The landscape over inputs of the formula before, if they stay; else none."""
        places = {name: place for place, name in enumerate(self.graph.inputs)}
        return [places[name] for name in names] if places.keys() >= set(names) else []

    def _listen(self, made: Sequence[Control]) -> None:
        """Walk where the browser walks; what cannot be typed, the browser refuses."""
        self.view.refer(self.controls)
        for control in made:
            if control.slider is not None:
                # Both bring it: the field first, with all the digits that were typed.
                control.slider.observe(partial(self._placed, control), "value")
                self._tell_if_heard(control.slider)
            control.field.observe(partial(self._typed, control), "value")

    def _placed(self, control: Control, change: Any) -> None:
        is_list = control.field.value.startswith("[")
        if is_list and _is_told(control.slider):
            return  # the browser's field says what it is, and may have been overtaken
        value = control.value
        self._move(control.name, value)
        if is_list:
            control.field.value = typed(value)  # so that the same list is heard when it comes again

    def _typed(self, control: Control, change: Any) -> None:
        value = control.read(self.walk.inputs[control.name])
        if value is None:
            return
        self._move(control.name, value)
        control.clear(value)

    def _carried(self, name: str, places: Any, numbers: Any) -> None:
        """Entries of a large array, which no field shows."""
        value = np.array(self.walk.inputs[name])
        value.flat[np.frombuffer(places, "<u4")] = np.frombuffer(numbers, "<f8")
        self._move(name, value)

    def _move(self, name: str, value: Value) -> None:
        """Walk with another value; one whose shape does not go with the others waits for these.

        Messages may overtake each other, and the browser refuses what cannot be.
        """
        self._waiting.pop(name, None)
        if not np.array_equal(value, self.walk.inputs[name]) and not self._walks({name: value}):
            self._waiting[name] = value
        if self._waiting and self._walks(self._waiting):
            self._waiting.clear()

    def _walks(self, values: Mapping[str, Value]) -> bool:
        before = self.walk
        try:
            self.walk = self.moved(values)
        except InputError:
            return False
        self.check_soon()
        if any(np.shape(value) != np.shape(before.inputs[name]) for name, value in values.items()):
            self.view.geometry = layout_of(self.walk)
        return True


def _is_told(widget: Any) -> bool:
    """Whether it is the browser that moves a widget."""
    return bool(getattr(widget, "_property_lock", None))
