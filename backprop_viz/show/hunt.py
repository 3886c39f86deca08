"""A hunt that is played on its picture, in a notebook and where no kernel is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..api import Graph, Walk
from ..blocks.view import Names
from ..errors import BackpropVizError
from ..hunting.hunt import Hunt
from .fallback import Instead, fallback_of, with_fallback

if TYPE_CHECKING:
    from .exercise import OnPicture

__all__ = ["hunt"]


def hunt(
    source: Graph | Walk | str,
    bug: str | None = None,
    seed: int = 1,
    *,
    inputs: Mapping[str, Any] | None = None,
    lang: str | None = None,
    opened: Names = None,
) -> Hunt:
    """A walk with one wrong rule in it, whose numbers are carried on: find it, name it, mend it.

    ``source`` is a graph, a formula as text, or a walk. A closed block is a box: the way back
    through it is one step for each of its arguments, and a bug in it is found at the first of them
    that is wrong. ``opened`` are the names of blocks to open first, as ``graph.opened`` takes them,
    so that the bug is found at an operation in them. The numbers are drawn anew by ``seed``;
    of arrays, ``inputs`` (or those of the walk, or the defaults) tell the shapes. ``bug`` is one of
    ``Hunt.bugs``; without one, one is drawn that the graph makes possible. Never is it one that
    leaves every number right: other numbers are drawn then, and ``InputError`` says where that
    does not help. ``lang`` is by default the current language (``bv.speak``).

    In a notebook it is played on its picture, and ``save("hunt.html")`` writes that as a page.
    """
    return _Played.made(source, bug, seed, inputs, lang, opened=opened)


class _Played(Hunt):
    """A hunt that shows itself as a widget, where there are widgets and it is not too large."""

    @cached_property
    def _widget(self) -> OnPicture | None:
        try:
            from .exercise import OnPicture

            prepared = self.prepared
        except (ImportError, BackpropVizError):
            return None
        made = OnPicture("hunt", self.walk.graph, prepared, None, moves=[*self.attempt.moves])
        made.observe(self._played, "moves")
        return made

    def _played(self, change: Any) -> None:
        if change["new"] != self.attempt.moves:
            self.take(change["new"])

    def _note(self, move: str, told: Mapping[str, Any], right: bool, reason: str) -> None:
        super()._note(move, told, right, reason)
        if "_widget" in vars(self) and self._widget is not None:
            self._widget.moves = [*self.attempt.moves]

    def _display_(self) -> Any:
        """What marimo shows."""
        return self._widget or Instead(self.still, "", self.lang)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and for readers without one the picture and the table."""
        if self._widget is None:
            return {"text/plain": str(self), "text/html": self.still}
        told: Any = self._widget._repr_mimebundle_(**options)
        fallback = {**fallback_of(self.picture())[0], "text/plain": str(self)}
        made = with_fallback(told, fallback)
        return (made, told[1]) if isinstance(told, tuple) else made
