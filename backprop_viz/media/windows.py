"""What a slide shows of a step: all of the picture, or a window on one too wide to be read."""

from __future__ import annotations

from functools import cached_property

from .script import Script
from .views import View, Views, about

__all__ = ["Windows"]


class Windows:
    """The windows of a script's steps; ``scale`` is the size of what is shown as a whole.

    ``room`` is the width and height in points that a picture may take, ``largest`` the most that
    it is enlarged; where it would be smaller than ``legible``, steps have windows.
    """

    def __init__(
        self, script: Script, room: tuple[float, float], *, largest: float, legible: float
    ) -> None:
        self._script, self._room, self._legible = script, room, legible
        layout = script.canvas.layout
        self.scale = min(room[0] / layout.width, room[1] / layout.height, largest)
        self._views = Views(script.canvas) if self.scale < legible else None

    @cached_property
    def height(self) -> float:
        """The points that the highest picture of all steps takes."""
        told = filter(None, map(self.of, range(len(self._script.walk.steps))))
        whole = self._script.canvas.layout.height * self.scale
        return max([whole, *(view.height * scale for view, scale in told)])

    def of(self, step: int) -> tuple[View, float] | None:
        """What a step is about, and its size; nothing where all of the picture is shown."""
        things = about(self._script, self._script.walk.steps[step]) if self._views else ()
        if self._views is None or not things:
            return None
        width, height = self._room
        view = self._views.window(things, width / self._legible)
        return view, min(self._legible, width / view.width, height / view.height)
