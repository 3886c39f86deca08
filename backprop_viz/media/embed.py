"""A walk in somebody else's page: one line of HTML, with the live page in it or its address.

The page in the frame says how high it is, and is light or dark as all around it. Where the script
beside the frame is taken out, the frame keeps its first height, and scrolls.
"""

from __future__ import annotations

import os
from html import escape
from urllib.parse import urlsplit

from ..browser.javascript import listener
from ..draw.live import link_of
from ..draw.picture import Picture
from ..errors import OptionError
from ..tell.walk import Walk
from ..theme import Theme
from ..words import language, quoted
from .page import Chapter, Page
from .script import title_of

__all__ = ["ALONE", "frame", "framed", "page_of"]

_AROUND = 380.0  # CSS pixels that controls and words take beside a picture, before a page tells


def page_of(
    walk: Walk, step: int | None = None, lang: str | None = None, theme: str | Theme | None = None
) -> Page:
    """The live page that stands in a frame."""
    lang = language(lang)
    title = title_of(walk, lang)
    at = 0 if step is None else walk.steps.number(step)
    return Page((Chapter(walk, title, step=at),), title, lang, theme)


ALONE = 'sandbox="allow-scripts allow-downloads allow-popups"'
"""What the page of one walk needs; a playground has a worker, which is of its own origin."""


def frame(walk: Walk, source: str, lang: str) -> str:
    """The frame, with its page at ``source``, attributes and their values."""
    height = round(Picture(walk.graph, walk, lang=lang).size[1] + _AROUND)
    return (
        f'<iframe class="backprop-viz" title="{escape(title_of(walk, lang))}" loading="lazy" '
        f'style="width:100%;height:{height}px;border:0" '
        f"{source}></iframe>{listener()}"
    )


def framed(
    walk: Walk,
    address: str | os.PathLike[str] | None = None,
    *,
    step: int | None = None,
    lang: str | None = None,
    theme: str | Theme | None = None,
) -> str:
    """See :meth:`backprop_viz.Walk.embed`."""
    lang = language(lang)
    if address is None:
        page = page_of(walk, step, lang, theme)
        return frame(walk, f'{ALONE} srcdoc="{escape(page.html)}"', lang)
    place = os.fspath(address)
    if not isinstance(place, str) or urlsplit(place).scheme not in ("", "http", "https"):
        raise OptionError("usage.address", given=quoted(address))
    if walk.graph.opaque:
        raise OptionError("models.no_link", name=walk.graph.opaque[0].op.name)
    link = link_of(walk, 0 if step is None else walk.steps.number(step), lang)
    return frame(walk, f'src="{escape(f"{place}#{link}&embed=")}"', lang)
