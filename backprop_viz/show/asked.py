"""A question where nobody shows ipywidgets, as in marimo: with a field and buttons of its own."""

from __future__ import annotations

import json
from html import unescape
from typing import Any, Protocol

import anywidget
import ipywidgets as widgets
import traitlets

from ..browser.javascript import asked_source
from ..browser.style import style_sheet

__all__ = ["Asked", "AskingWidgets"]


class AskingWidgets(Protocol):
    """A prediction, as far as it is known here: the widgets that it is made of."""

    lang: str
    picture: widgets.HTML
    prompt: widgets.HTML
    feedback: widgets.HTML
    formula: widgets.HTMLMath
    field: widgets.Text
    choices: widgets.RadioButtons | None
    buttons: dict[str, widgets.Button]


class Asked(anywidget.AnyWidget):
    """A view of a prediction, which judges as ever: it shows what the prediction's widgets hold,
    and uses them as a hand would.

    ``shown`` is all that is on the screen, and ``said`` the last button, with the answer.
    """

    _css = style_sheet("asked")
    _esm = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Unicode().tag(sync=True)
    said: Any = traitlets.Dict().tag(sync=True)

    def __init__(self, asking: AskingWidgets) -> None:
        self._asking = asking
        super().__init__(_esm=asked_source(), shown=self._now())
        self.observe(self._heard, "said")
        for widget in (asking.picture, asking.prompt, asking.feedback, asking.formula):
            widget.observe(self._renew, "value")
        for button in asking.buttons.values():
            button.layout.observe(self._renew, "display")

    def _now(self) -> str:
        here = self._asking
        words = {key: button.description for key, button in here.buttons.items()}
        offered = [key for key in words if here.buttons[key].layout.display != "none"]
        shown = {
            "lang": here.lang,
            "picture": here.picture.value,
            "prompt": here.prompt.value,
            "feedback": here.feedback.value,
            "formula": unescape(here.formula.value).strip("$"),
            "choices": [*here.choices.options] if here.choices else [],
            "name": here.field.tooltip,
            "placeholder": here.field.placeholder,
            "buttons": words,
            "offered": offered,
        }
        return json.dumps(shown, ensure_ascii=False)

    def _renew(self, _: Any) -> None:
        self.shown = self._now()

    def _heard(self, _: Any) -> None:
        here, text = self._asking, str(self.said.get("text", ""))
        button = here.buttons.get(self.said.get("key"))
        if button is None:
            return
        if here.choices is None:
            here.field.value = text
        elif text in here.choices.options:
            here.choices.value = text
        button.click()
