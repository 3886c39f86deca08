"""The controls of the inputs: their sliders and their typed values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import ipywidgets as widgets
import numpy as np

from ..browser.packing import is_large
from ..draw.still import where_narrow
from ..given.slider import Slider, tidy, widened
from ..read.entry import parsed, typed
from ..spell.numbers import Value
from ..words import say

__all__ = ["Control", "Controls", "field_text"]

FEW = 24  # inputs whose controls are all made at once
FIRST = 8  # inputs whose controls are made first, where there are more than a few
_GRID = "repeat(auto-fit, minmax(min(100%, 18rem), 1fr))"
# Four stand in four columns, or in two; in three the last one would stand alone.
_FOUR = where_narrow("76rem", "50% - 1rem")
_GRID_OF_FOUR = f"repeat(auto-fit, minmax(max(min(100%, 18rem), {_FOUR}), 1fr))"


def field_text(value: Value) -> str:
    """What a field shows: of a large array nothing, but one can be typed there."""
    return "" if is_large(value) else typed(value)


class Looks:
    """The layouts and styles that the rows of an explorer share.

    Each is a model of its own in the browser, and a row waits for its models.
    """

    def __init__(self) -> None:
        self.row = widgets.Layout(width="100%")
        self.slider = widgets.SliderStyle(description_width="initial")
        self.field = widgets.widget_string.TextStyle()
        self.number = widgets.Layout(width="6.5em")


class Control:
    """The widgets of one input; an array has a text field only."""

    def __init__(
        self, index: int, name: str, shown: str, slider: Slider, lang: str, looks: Looks
    ) -> None:
        self.name = name
        is_array = bool(np.ndim(slider.value))
        self.field = widgets.Text(
            value=field_text(slider.value),
            placeholder="×".join(map(str, np.shape(slider.value))),
            continuous_update=False,
            tooltip=say("explore.value_of", lang, name=shown),
            style=looks.field,
            layout=widgets.Layout(width="16em") if is_array else looks.number,
            _dom_classes=["backprop-viz-field"],
        )
        self.slider: Any = None
        if is_array:
            first: Any = widgets.Label(shown)
        else:
            first = self.slider = widgets.FloatSlider(
                value=slider.value,
                min=slider.least,
                max=slider.greatest,
                step=slider.step,
                description=shown,
                readout=False,
                tooltip=say("explore.slider_of", lang, name=shown),
                style=looks.slider,
                layout=widgets.Layout(flex="1 1 12rem", width="auto"),
                _dom_classes=["backprop-viz-slider"],
            )
        self.row = widgets.HBox(
            [first, self.field], layout=looks.row, _dom_classes=self._classes(index)
        )

    @staticmethod
    def _classes(place: int) -> tuple[str, ...]:
        return (f"backprop-viz-input-{place}",)

    def stand_at(self, place: int) -> None:
        """Tell the browser its place among the inputs."""
        self.row._dom_classes = self._classes(place)

    @property
    def widget(self) -> Any:
        """What a user links and observes: the slider, or the field of an array."""
        return self.slider if self.slider is not None else self.field

    @property
    def value(self) -> Value:
        """What the slider says; with all its digits where they are in the field.

        The rounding errors of its steps are removed, but nothing of what was typed.
        """
        slid = np.float64(tidy(self.slider.value))
        exact = parsed(self.field.value, slid)
        return exact if exact is not None and tidy(float(exact)) == slid else slid

    def read(self, before: Value) -> Value | None:
        """What the field says, None if it cannot be: a number may become an array."""
        return parsed(self.field.value, before, any_shape=self.slider is not None)

    def clear(self, value: Value) -> None:
        """Show no list that is too long to be read."""
        if is_large(value):
            self.field.value = field_text(value)

    def place(self, value: float) -> None:
        """Move the slider to a value, widening its range until its steps pass through it."""
        slider = self.slider
        slider.min, slider.max = widened(value, slider.min, slider.max, slider.step)
        slider.value = value


class Controls(Mapping[str, Control]):
    """The controls of all inputs by name, each made on first use.

    A model has hundreds of inputs, and as many sliders would take seconds to appear. ``box`` shows
    the first few, and those that have been used; its button shows more. ``listen`` is called with
    those that are made. The names ``first`` stand before the others, in the order of ``shown``.
    """

    def __init__(
        self,
        shown: Mapping[str, str],
        given: Mapping[str, Slider],
        lang: str,
        listen: Callable[[Sequence[Control]], None],
        first: Collection[str] = (),
    ) -> None:
        self._shown, self._given, self._lang = shown, given, lang
        self._order = sorted(shown, key=lambda name: name not in first)
        self._made: dict[str, Control] = {}
        self._looks = Looks()
        self._listen = listen
        self._grid = widgets.GridBox(layout=widgets.Layout(width="100%", grid_gap="0 1rem"))
        self.box = widgets.VBox(
            [self._grid], layout=self._looks.row, _dom_classes=["backprop-viz-controls"]
        )

    def __getitem__(self, name: str) -> Control:
        if name not in self._made:
            self._make([name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shown)

    def __len__(self) -> int:
        return len(self._shown)

    @property
    def so_far(self) -> list[Control | None]:
        """The controls in the order of the inputs, None where there is none yet."""
        return [self._made.get(name) for name in self]

    def renew(
        self, shown: Mapping[str, str], given: Mapping[str, Slider], first: Collection[str]
    ) -> None:
        """The controls of other inputs; one that stays is the same widget."""
        self._made = {name: control for name, control in self._made.items() if name in shown}
        self._shown, self._given = shown, {**given}
        self._order = sorted(shown, key=lambda name: name not in first)
        for place, control in enumerate(self.so_far):
            if control is not None:
                control.stand_at(place)
        if not self._made or len(self) <= FEW:
            self.show_more()
        else:
            self._listen([])
            self._show()

    def show_more(self) -> None:
        """Make the controls of the next few inputs that have none."""
        count = FEW if self._made or len(self) <= FEW else FIRST
        self._make([name for name in self._order if name not in self._made][:count])

    def _make(self, names: Sequence[str]) -> None:
        places = {name: index for index, name in enumerate(self)}
        for name in names:
            slider = self._given[name]
            self._made[name] = Control(
                places[name], name, self._shown[name], slider, self._lang, self._looks
            )
        self._listen([self._made[name] for name in names])
        self._show()

    def _show(self) -> None:
        rows = [self._made[name].row for name in self._order if name in self._made]
        columns = _GRID_OF_FOUR if len(self) == 4 else _GRID
        self._grid.layout.grid_template_columns = columns
        self._grid.children = rows
        left = len(self) - len(rows)
        if left:
            self._more.description = say("explore.more", self._lang, count=left)
        self.box.children = [self._grid, self._more] if left else [self._grid]

    @cached_property
    def _more(self) -> widgets.Button:
        button = widgets.Button(
            layout=widgets.Layout(width="auto"), _dom_classes=["backprop-viz-more"]
        )
        button.on_click(lambda _: self.show_more())
        return button
