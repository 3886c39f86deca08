"""A function of Python as it is typed, with NumPy as ``np``; what is wrong with it has its place.

This package runs no text. The worker of the page does: a Python in the browser that reaches no
other host, and is given nothing that came with an address before its reader says so.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

import numpy as np

from ..errors import BackpropVizError, GraphError, ParseError
from ..words import Message

__all__ = ["Run", "made_of", "placed", "required"]

_FILE = "<function>"

Run = Callable[[str, str, dict[str, Any]], object]
"""Runs a text, as a file of a name, with names that it may use and add to."""


def made_of(text: str, run: Run | None) -> Callable[..., Any]:
    """The last function that a text defines.

    Raises ``GraphError`` if there is none, or nobody to ``run`` it, and whatever the text does.
    """
    if run is None:
        raise GraphError("typed.not_here")
    names: dict[str, Any] = {"np": np, "numpy": np, "__name__": _FILE}
    run(text, _FILE, names)
    found = [
        made
        for made in names.values()
        if isinstance(made, FunctionType) and made.__code__.co_filename == _FILE
    ]
    if not found:
        raise GraphError("typed.no_function")
    return found[-1]


def required(function: Callable[..., Any]) -> list[str]:
    """The parameters that have no default."""
    parameters = inspect.signature(function).parameters.values()
    return [p.name for p in parameters if p.default is p.empty]


@contextmanager
def placed(text: str) -> Iterator[None]:
    """Whatever is wrong becomes a ``ParseError`` that shows its place in the text."""
    try:
        yield
    except SyntaxError as error:
        said = Message("typed.python", said=error.msg)
        raise _error(said, text, (error.lineno or 1, error.offset or 1)) from None
    except (Exception, SystemExit) as error:
        said = Message("typed.python", said=f"{type(error).__name__}: {error}")
        told = error.reason if isinstance(error, BackpropVizError) else said
        place = _place(error, text)
        if place is None and isinstance(error, BackpropVizError):
            raise
        raise _error(told, text, place or (1, 1)) from None


def _error(told: Message, text: str, place: tuple[int, int]) -> ParseError:
    return ParseError(told, text=text, line=place[0], column=max(1, place[1]))


def _place(error: BaseException | None, text: str) -> tuple[int, int] | None:
    """The line and column of the text at which it happened."""
    lines = text.split("\n")
    while error is not None:
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename == _FILE and frame.lineno and frame.lineno <= len(lines):
                before = lines[frame.lineno - 1].encode()[: frame.colno or 0]
                return frame.lineno, len(before.decode(errors="ignore")) + 1
        error = error.__cause__ or error.__context__
    return None
