"""A source that is a program of the user's own: ``model.py:loss``, which is run."""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..api import Graph, graph
from ..errors import BackpropVizError
from ..words import say
from ..writing import path_of
from .arguments import UsageError

__all__ = ["in_program"]

_PROGRAM = re.compile(r"\s*(.+\.py):(\w+)\s*")
_WHOLE = re.compile(r"\[[\[\]\s,+\-\d]*\]")


def in_program(
    source: str, like: Sequence[str], examples: Mapping[str, Any], *, opaque: bool = False
) -> Graph | None:
    """The graph of a function or module in a file, if the source names one.

    ``like`` are examples as they are typed, NAME=VALUE, and ``examples`` what they say.
    What cannot be read may be ``opaque``.
    """
    found = _PROGRAM.fullmatch(source)
    if found is None:
        if like or opaque:
            raise UsageError(say("shell.like_program"))
        return None
    made = _named(path_of(found[1]), found[2])
    if "torch" in sys.modules:
        import importlib

        torch = importlib.import_module("torch")
        whole = {pair.partition("=")[0].strip() for pair in like if _is_whole(pair)}
        examples = {
            name: torch.as_tensor(np.array(value, dtype=int if name in whole else float))
            for name, value in examples.items()
        }
    return graph(made, like=examples or None, opaque=opaque)


def _is_whole(pair: str) -> bool:
    """Whether an example is a list of whole numbers, such as labels."""
    return bool(_WHOLE.fullmatch(pair.partition("=")[2].strip()))


def _named(path: Path, name: str) -> Any:
    """What a file calls by that name, once it has run."""
    sys.path.insert(0, str(path.resolve().parent))
    try:
        names = runpy.run_path(str(path))
    except (OSError, BackpropVizError):
        raise
    except Exception as error:
        told = say("shell.failed", file=path.name, kind=type(error).__name__, error=str(error))
        raise UsageError(told) from error
    finally:
        sys.path.pop(0)
    if not callable(names.get(name)):
        known = ", ".join(key for key, one in names.items() if callable(one) and key[:1] != "_")
        raise UsageError(say("shell.no_function", file=path.name, name=name, known=known))
    return names[name]
