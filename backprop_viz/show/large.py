"""The view of large arrays, which travel as bytes and are not saved in the notebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from ..browser.javascript import cargo_source, widget_source
from ..browser.packing import laden
from ..draw.picture import Picture
from ..errors import BackpropVizError
from ..spell.numbers import Value
from ..words import say
from .view import LiveView

__all__ = ["LargeView"]

SHARPEST = 0.75  # pixels of the saved picture per CSS pixel
WIDEST = 1600  # pixels that it has at most
_PARTS = ("program", "geometry", "opening")


def _load(_: int, view: LargeView) -> dict[str, Any]:
    return view.load()


def _kept(_: Any, view: LargeView) -> int:
    """The browser takes what came out of the notebook, and not away from the kernel."""
    return view.cargo


class LargeView(LiveView):
    """A view whose ``program``, ``geometry`` and ``opening`` travel as a ``cargo`` of bytes.

    The browser keeps that in memory. What a notebook saves is small, and shows a picture without
    numbers and a sentence, the ``still``, until the cell runs again.
    """

    program = traitlets.Dict()
    geometry = traitlets.Dict()
    opening: Any = traitlets.List()
    cargo = traitlets.Int(0).tag(sync=True, to_json=_load, from_json=_kept)
    still = traitlets.Dict().tag(sync=True)

    entries = staticmethod(lambda value: value)

    def __init__(self, **traits: Any) -> None:
        self.current: Callable[[], list[Value]] = list  # the inputs on show
        self._versions = dict.fromkeys(_PARTS, 0)
        super().__init__(_esm=cargo_source(), **traits)
        self.observe(self._renewed, _PARTS)

    def _renewed(self, change: Any) -> None:
        self._versions[change["name"]] += 1
        if self.program and self.geometry:
            self.cargo += 1

    def saved(self, picture: Picture) -> dict[str, Any]:
        """Few dots of it; where the view was, the graph without its numbers."""
        told: dict[str, Any] = {"text/plain": repr(picture)}
        try:
            scale = min(SHARPEST, WIDEST / picture.size[0])
            told["image/png"] = picture.png(scale)
            bare = Picture(picture.graph, picture.walk, 0, theme_name=picture.theme)
            words = say("elsewhere.large", self.lang)
            self.still = {"svg": bare.svg, "told": bare.title, "words": words, "lang": self.lang}
        except BackpropVizError as error:  # the words remain, and say what is missing
            told["text/plain"] += f"\n({error.say(self.lang)})"
        return told

    def load(self) -> dict[str, Any]:
        """All that the explorer is made of."""
        if not self.program:
            return {}
        buffers: list[memoryview] = []
        parts = {
            name: (self._versions[name], laden(getattr(self, name), buffers)) for name in _PARTS
        }
        parts["now"] = (self.cargo, laden(self.current(), buffers))
        return {"source": widget_source(), "parts": parts, "entries": buffers}
