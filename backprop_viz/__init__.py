"""Computational graphs that are walked, one visible step at a time, forward and backward.

>>> import backprop_viz as bv
>>> walk = bv.graph("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2").walk(x=2, w=3, b=1, y_=5)
>>> float(walk.output), float(walk.gradients["w"])
(4.0, 8.0)
"""

from __future__ import annotations

from . import interrupt as _interrupt  # noqa: F401 - listens while all else is imported

# isort: split
from typing import Any

from .api import Graph, Walk, descend, graph, landscape, page
from .errors import (
    BackpropVizError,
    DomainError,
    EngineError,
    FontError,
    GraphError,
    InputError,
    MissingLibraryError,
    OptionError,
    ParseError,
)
from .expression import FUNCTIONS as _FUNCTIONS
from .expression import Expr, variable, variables
from .theme import Theme
from .words import speak

__version__ = "0.1.0"

__all__ = [
    "BackpropVizError",
    "DomainError",
    "EngineError",
    "Expr",
    "FontError",
    "Graph",
    "GraphError",
    "InputError",
    "MissingLibraryError",
    "OptionError",
    "ParseError",
    "Theme",
    "Walk",
    "descend",
    "explore",
    "graph",
    "landscape",
    "page",
    "predict",
    "speak",
    "variable",
    "variables",
    *_FUNCTIONS,
]


def __getattr__(name: str) -> Any:
    """The functions of a formula, and what is too heavy to import before it is asked for."""
    if name in _FUNCTIONS:
        return _FUNCTIONS[name]
    if name in ("explore", "predict"):
        try:
            if name == "explore":
                from .show.explorer import explore

                return explore
            from .show.predict import predict

            return predict
        except ImportError as error:
            if error.name and error.name.startswith(__name__):
                raise
            raise MissingLibraryError(
                "library.explorer" if name == "explore" else "library.question",
                library=error.name or "ipywidgets",
            ) from None
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
