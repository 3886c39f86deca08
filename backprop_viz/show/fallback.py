"""What stands in a saved notebook for readers without widgets."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

__all__ = ["Instead", "fallback_of", "with_fallback"]


def fallback_of(shown: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The MIME bundle of a picture or a landscape, and its metadata.

    It has no HTML, which some hosts would prefer to the widget.
    """
    told = shown._repr_mimebundle_(exclude={"text/html"})
    return told if isinstance(told, tuple) else (told, {})


def with_fallback(told: Any, fallback: Mapping[str, Any]) -> dict[str, Any]:
    """What ipywidgets tells of a widget (``_repr_mimebundle_``), with ``fallback`` beside it."""
    data = told[0] if isinstance(told, tuple) else told or {}
    return {**data, **fallback}


class Instead:
    """What a notebook without views of ipywidgets, as marimo, shows in place of a widget.

    ``shown`` is HTML; under it stand the ``words`` that say what to do there.
    """

    def __init__(self, shown: str, words: str, lang: str) -> None:
        self.shown, self.words, self.lang = shown, words, lang

    def _repr_html_(self) -> str:
        return f'{self.shown}<p lang="{self.lang}"><b>{escape(self.words)}</b></p>'
