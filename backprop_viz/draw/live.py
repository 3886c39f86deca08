"""The address at which a walk is live: on the playground of the public site, once there is one."""

from __future__ import annotations

from functools import cache
from html import escape

import numpy as np

from ..errors import BackpropVizError
from ..read.entry import typed
from ..tell.link import Link
from ..tell.walk import Walk
from ..words import say

__all__ = ["address_of", "link_of", "way_to"]

_LONGEST = 4000  # characters of an address that any browser and mail program takes


def link_of(walk: Walk, step: int, lang: str) -> Link:
    """What the address of a walk holds, at a step."""
    inputs = {name: typed(np.asarray(value)) for name, value in walk.inputs.items()}
    marked = tuple(name for name in walk.graph.inputs if name in walk.graph.parameters)
    view = walk.graph.view
    opened = tuple(block.name for block in view.opened) if view and view.opened else None
    return Link(str(walk.graph), inputs, marked, step, lang, opened)


def address_of(walk: Walk, step: int, lang: str) -> str | None:
    """The whole address; None without a site, and for a walk that no address can hold."""
    site = _site()
    if site is None:
        return None
    try:
        address = f"{site.rstrip('/')}/play/#{link_of(walk, step, lang)}"
    except BackpropVizError:
        return None
    return address if len(address) <= _LONGEST else None


def way_to(address: str, lang: str) -> str:
    """A paragraph of HTML that leads there."""
    return f'<p><a href="{escape(address)}">{escape(say("picture.live", lang))}</a></p>'


@cache
def _site() -> str | None:
    """``Site`` under ``[project.urls]`` of pyproject.toml."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        told = metadata("backprop-viz").get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    return dict(line.partition(", ")[::2] for line in told).get("Site")
