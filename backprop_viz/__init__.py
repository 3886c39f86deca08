"""Computational graphs that are walked, one visible step at a time, forward and backward.

>>> import backprop_viz as bv
>>> walk = bv.graph("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2").walk(x=2, w=3, b=1, y_=5)
>>> float(walk.output), float(walk.gradients["w"])
(4.0, 8.0)
"""

from __future__ import annotations

from . import interrupt as _interrupt  # noqa: F401 - listens while all else is imported

# isort: split
import sys as _sys
from importlib import import_module
from typing import TYPE_CHECKING

from . import functions
from .api import Graph, Walk, graph
from .calls.written import library
from .core.expression import Expr, variable, variables
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
from .functions import *  # noqa: F403
from .given.nice import nice
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
    "block",
    "compare",
    "descend",
    "exercise",
    "explore",
    "graph",
    "hunt",
    "judge",
    "landscape",
    "library",
    "nice",
    "page",
    "perform",
    "predict",
    "speak",
    "variable",
    "variables",
]
__all__ += functions.__all__


if TYPE_CHECKING:
    from .blocks.named import block
    from .descent.path import descend
    from .draw.comparison import compare
    from .hunting.judge import judge
    from .landscapes.picture import landscape
    from .media.page import page
    from .practice.kinds import exercise
    from .show.explorer import explore
    from .show.hunt import hunt
    from .show.perform import perform
    from .show.predict import predict
else:
    _LATER = {
        "block": "blocks.named",
        "compare": "draw.comparison",
        "descend": "descent.path",
        "exercise": "practice.kinds",
        "explore": "show.explorer",
        "hunt": "show.hunt",
        "judge": "hunting.judge",
        "landscape": "landscapes.picture",
        "page": "media.page",
        "perform": "show.perform",
        "predict": "show.predict",
    }

    def __getattr__(name: str) -> object:
        """What is too heavy to import before it is used, from its module."""
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        try:
            return getattr(import_module(f".{_LATER[name]}", __name__), name)
        except ImportError as error:
            is_widget = name in ("explore", "perform", "predict")
            if not is_widget or (error.name and error.name.startswith(__name__)):
                raise
            key = "library.explorer" if name == "explore" else "library.question"
            raise MissingLibraryError(key, library=error.name or "ipywidgets") from None


if "ipykernel" in _sys.modules:
    from .show import ahead as _ahead

    _ahead.begin()


def __dir__() -> list[str]:
    return sorted(__all__)
