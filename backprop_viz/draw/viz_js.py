"""Graphviz in a browser's Python, where no program can be started: ``@viz-js/viz`` beside it.

Who loads Python there loads that engine, too, and keeps as ``globalThis.backpropVizEngine`` what
makes an output of a DOT text: ``(dot, format) => viz.renderString(dot, { format })``.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable

from ..errors import EngineError

__all__ = ["NAME", "engine", "run"]

NAME = "@viz-js/viz"


def engine() -> Callable[[str, str], str] | None:
    """The engine that is beside this Python; None where there is none."""
    if sys.platform != "emscripten":
        return None
    return getattr(importlib.import_module("js"), "backpropVizEngine", None)


def run(dot: str, output: str) -> str:
    """What it makes of the DOT text in the output format. Raises ``EngineError`` if it fails."""
    here = engine()
    try:
        return str(here(dot, output)) if here else ""
    except Exception as error:  # whatever JavaScript throws, a WebAssembly that failed among it
        said = " ".join(str(error).split())[:300]
        raise EngineError("engine.failed", program=NAME, status=1, said=said) from None
