"""The view of a live explorer: what travels between the kernel and the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from ..browser.javascript import widget_source
from ..browser.packing import as_text
from ..browser.style import style_sheet
from ..draw.picture import Picture
from ..spell.numbers import Value
from ..words import ENGLISH
from .controls import Controls

__all__ = ["LiveView"]


def _as_text(value: Any, _: Any) -> str:
    """JSON as a text: ipywidgets looks through a whole state for buffers, here and there."""
    return json.dumps(value)


class LiveView(anywidget.AnyWidget):
    """The picture, the steps and the words, as the browser's own.

    ``program`` and ``geometry`` go to the browser once; afterwards only ``step``, ``lang``,
    ``theme`` and ``opened``, the names of open blocks, travel. ``shown_theme`` comes back: what the
    page made of "auto". ``sliders`` and ``fields`` are references to the ipywidgets that the
    browser listens to, ``stepper`` to the slider of the step. ``text`` is the formula as it is
    typed. ``landscape`` are the places of the inputs of the landscape on show, if any.
    ``has_views`` is what the browser says: whether it shows ipywidgets at all. ``is_heard`` tells
    it that someone here observes the walk or a slider, and wants to hear of a hand that moves.
    """

    _css = style_sheet("explorer", "editor", "landscape", "inputs", "cards", "blocks")
    _esm = traitlets.Unicode().tag(sync=True)
    program = traitlets.Dict().tag(sync=True, to_json=_as_text)
    geometry = traitlets.Dict().tag(sync=True, to_json=_as_text)
    opening: Any = traitlets.List().tag(sync=True)
    sliders: Any = traitlets.List().tag(sync=True)
    fields: Any = traitlets.List().tag(sync=True)
    stepper = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    landscape: Any = traitlets.List().tag(sync=True)
    has_views = traitlets.Bool(True).tag(sync=True)
    is_heard = traitlets.Bool(False).tag(sync=True)
    step = traitlets.Int(0).tag(sync=True, echo_update=False)
    lang = traitlets.Unicode(ENGLISH).tag(sync=True)
    opened = traitlets.Unicode().tag(sync=True)
    theme = traitlets.Unicode("auto").tag(sync=True)
    shown_theme = traitlets.Unicode().tag(sync=True)

    current: Callable[[], list[Value]]  # the inputs on show, of whoever asks for all of it again
    entries = staticmethod(as_text)  # how it is told the entries of an array

    def __init__(self, **traits: Any) -> None:
        super().__init__(**{"_esm": widget_source(), **traits})

    def saved(self, picture: Picture) -> dict[str, Any] | None:
        """What a notebook is to save of a picture, if not all of it."""
        return None

    def refer(self, controls: Controls) -> None:
        """Tell the browser which controls exist; the others are empty references."""

        def references(kind: str) -> list[str]:
            made = (getattr(control, kind, None) for control in controls.so_far)
            return [f"IPY_MODEL_{widget.model_id}" if widget else "" for widget in made]

        with self.hold_sync():
            self.fields, self.sliders = references("field"), references("slider")
