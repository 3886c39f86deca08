"""The explorer: sliders for the inputs, the steps, and all that a step says.

``explore`` chooses: where anywidget is installed, the explorer lives in the browser
(:mod:`.live`); elsewhere, and with ``live=False``, plain ipywidgets do (:mod:`.kernel`).
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from ..api import Graph, Walk, graph
from ..blocks.view import Names, seen
from ..browser.packing import has_large
from ..browser.program import layout_of, plan_of
from ..browser.spread import Spread
from ..draw import engine
from ..errors import EngineError, OptionError
from ..given.inputs import united
from ..given.nice import nice
from ..given.slider import sliders
from ..theme import Theme
from ..theme import theme as find_theme
from ..uncollected import uncollected
from ..words import language
from .base import Explorer
from .kernel import KernelExplorer

__all__ = ["explore"]

T = TypeVar("T")


def explore(
    source: Any,
    inputs: Mapping[str, Any] | None = None,
    /,
    *,
    step: int = 0,
    theme: str | Theme | None = None,
    lang: str | None = None,
    check: bool | None = None,
    live: bool | None = None,
    digits: int | None = None,
    landscape: Spread = None,
    opened: Names = None,
    **named: Any,
) -> Explorer:
    """An explorer, as a widget, of a graph, of anything that :func:`backprop_viz.graph` takes, or
    of a walk, whose inputs it begins with.

    An input is a number, or ``(value, least, greatest, slider step)`` to set its slider, or an
    array, which is typed as a list. One that the graph was told a shape of (``like=``) begins, if
    nothing is given, with the numbers of :func:`backprop_viz.nice`. Inputs whose names are options
    here (``step``, ``theme``, ...) are given in the mapping. ``live=False`` asks for plain
    ipywidgets; by default these serve only where anywidget is missing, and for what PyTorch alone
    computes (``opaque``).
    ``theme`` is one of a picture's, by default the notebook's; ``lang`` is by default the current
    language (``bv.speak``). ``digits`` is how many significant ones numbers have, 1 to 12, by
    default four. ``landscape`` opens the output over one
    or two inputs, ``"w b"``, beside the graph, where the place can be dragged; True takes the first
    parameters. The menu of the explorer opens it, too. ``opened`` are the names of blocks that are
    open at first, as ``graph.opened`` takes them. ``check`` asks for the table of witnesses, which
    is there by default but for arrays of more than 1,000 entries, where it takes seconds. Raises
    what ``graph`` and ``walk`` raise, ``IndexError`` if there is no such step and ``ValueError``
    for an unknown theme.
    """
    at: Mapping[str, Any] = {}
    if isinstance(source, Walk):
        source, at, digits = source.graph, source.inputs, digits or source.digits
    made = source if isinstance(source, Graph) else graph(source)
    made = seen(made, opened)
    drawn = {
        name: nice(*shape, seed=place)
        for place, (name, shape) in enumerate(made.sketched.items(), 1)
        if name not in made.defaults
    }
    given = sliders({**drawn, **made.defaults, **at}) | sliders(united(inputs, named))
    walk = made.walk({name: slider.value for name, slider in given.items()})
    walk = walk if digits is None else walk.with_digits(digits)
    options: dict[str, Any] = {
        "step": walk.steps.number(step),
        "lang": language(lang),
        "check": not has_large(walk) if check is None else check,
        "theme_name": theme if theme is None else find_theme(theme),
        "text": source if isinstance(source, str) else "",
        "spread": landscape,
    }
    opaque = made.opaque
    if live is False or opaque or not _can_live():
        if live:
            key = "models.no_live" if opaque else "usage.live"
            raise OptionError(key, **({"name": opaque[0].op.name} if opaque else {}))
        return KernelExplorer(walk, given, **options)
    beside = _Here() if sys.platform == "emscripten" else ThreadPoolExecutor(1)
    try:
        with uncollected():
            # Graphviz first: it runs while all else is imported, made and sent. What it is given
            # is made before, as two threads that compute wait for one another.
            plan_of(walk)
            layout = beside.submit(layout_of, walk)
            from .live import LiveExplorer

            return LiveExplorer(walk, given, layout, **options)
    finally:
        beside.shutdown(wait=False)  # an interrupt does not wait for a long layout


class _Here(Executor):
    """Does at once what it is given: in a browser no thread can be started."""

    def submit(self, act: Callable[..., T], /, *given: Any, **named: Any) -> Future[T]:
        done: Future[T] = Future()
        done.set_result(act(*given, **named))
        return done


def _can_live() -> bool:
    """Whether there are anywidget, and an engine for the layout that the browser writes into."""
    try:
        engine.find()
    except EngineError:
        return False
    return importlib.util.find_spec("anywidget") is not None
