"""Makes ready what the first picture of a notebook needs, before anybody asks for it.

The first explorer imports two hundred modules and puts together the program of the browser, which
takes longer than all else about it. A kernel has the time: its user still reads or types. So in a
kernel, and nowhere else, that is done after the cell that imports the package, piece by piece, so
that a cell that comes in between waits for one piece at most.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from ..errors import BackpropVizError

__all__ = ["at_once", "begin"]

REST = 0.01  # seconds between two pieces, in which the kernel hears its messages


def begin() -> None:
    """Start, if an event loop runs, as it does in a kernel."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    pieces = _possible()

    def go_on() -> None:
        if next(pieces, None):
            loop.call_later(REST, go_on)

    loop.call_later(REST, go_on)


def at_once() -> None:
    """All of it, where a kernel is begun before anybody uses it."""
    for _ in _possible():
        pass


def _possible() -> Iterator[bool]:
    """The pieces, as far as nothing is missing, of which whoever needs it is told."""
    try:
        for _ in _pieces():
            yield True
    except (ImportError, BackpropVizError):
        return


def _pieces() -> Iterator[None]:
    """Do one thing after the other, each as short as it can be."""
    from . import controls  # noqa: F401

    yield
    from ..read import text  # noqa: F401

    yield
    from ..draw import picture  # noqa: F401

    yield
    from ..browser import javascript, program  # noqa: F401

    yield
    javascript.source()
    yield
    javascript.widget_source()
    yield
    from . import explorer  # noqa: F401

    yield
    from . import live  # noqa: F401

    yield
    from ..api import graph
    from ..draw import raster

    drawn = graph("f = w*x").walk(w=1, x=1).picture(0).svg
    yield
    raster.png(drawn)  # which reads the fonts
