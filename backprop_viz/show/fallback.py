"""What stands in a saved notebook for readers without widgets."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from ..draw.live import way_to
from ..draw.picture import Picture
from ..draw.still import image

__all__ = ["Instead", "fallback_of", "read_as_page", "with_fallback"]


def fallback_of(shown: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The MIME bundle of a picture or a landscape, and its metadata, without HTML."""
    told = shown._repr_mimebundle_(exclude={"text/html"})
    return told if isinstance(told, tuple) else (told, {})


def read_as_page(saved: Mapping[str, Any], picture: Picture, words: str) -> dict[str, Any]:
    """What is ``saved`` of a picture, with all of it as HTML: picture, ``words`` and a link.

    Of several kinds a reader without widgets, such as GitHub, shows one alone. Every host that
    shows widgets prefers them to HTML. The one picture is light, as that reader is.
    """
    kept = dict(saved)
    if "image/svg+xml" in kept:
        kind, content = "svg+xml", kept["image/svg+xml"].encode()
    elif "image/png" in kept:
        kind, content = "png", kept.pop("image/png")  # of a large picture, which is saved once
    else:
        return kept
    told = f"<p>{escape(words)}</p>"
    if picture.address is not None:
        told += way_to(picture.address, picture.lang)
    return {**kept, "text/html": image(content, kind, picture.title, picture.size[0]) + told}


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
