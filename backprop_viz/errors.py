"""Every error that the package raises on purpose: what is wrong, where, and what to do instead."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .words import Message, say
from .words.speech import refused

__all__ = [
    "AttributeGraphError",
    "BackpropVizError",
    "CallError",
    "DomainError",
    "EngineError",
    "FontError",
    "GraphError",
    "InputError",
    "MissingLibraryError",
    "NameGraphError",
    "OptionError",
    "ParseError",
    "StepError",
]


_PACKAGE = os.path.dirname(__file__) + os.sep
_OTHERS = (f"{os.sep}IPython{os.sep}", f"-packages{os.sep}numpy{os.sep}")


class BackpropVizError(Exception):
    """Base of all errors of this package.

    An error is raised with an entry of the catalogue and what fills its slots, or with what
    the ``reason`` of another error. ``str()`` is in the current language.
    """

    def __init__(self, reason: str | Message, /, **slots: object) -> None:
        self.reason = _message(reason, slots)
        super().__init__(self.reason.say())  # for libraries that look at the arguments

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.reason,)

    def say(self, lang: str | None = None) -> str:
        """The error in a language such as ``"ja"``, by default in the current one."""
        return self.reason.say(lang)

    def __str__(self) -> str:
        return self.say()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.reason.say()!r})"

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the lines that led here from outside, and what is wrong.

        Called by IPython in place of a traceback through the package.
        """
        import traceback

        lines = []
        for frame in traceback.extract_tb(self.__traceback__):
            file = frame.filename
            if file.startswith(_PACKAGE) or any(other in file for other in _OTHERS):
                continue
            file = os.path.basename(frame.filename)
            is_cell = "ipykernel" in frame.filename or file.startswith("<")
            key = "error.in_cell" if is_cell else "error.in_file"
            place = say(key, file=file, number=frame.lineno)
            lines.append(f"{place}: {frame.line or frame.name}")
        return [*lines, f"{type(self).__name__}: {self}"]


_noted: ContextVar[list[GraphError] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[list[GraphError]]:
    """The refusals from now on: a function that is traced, or NumPy, may catch one and go on."""
    noted: list[GraphError] = []
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def heard(error: GraphError) -> GraphError:
    """A refusal that counts even where it is caught."""
    if (noted := _noted.get()) is not None:
        noted.append(error)
    return error


class GraphError(BackpropVizError, TypeError):
    """A source that cannot become a graph: an unknown function, a branch on a value, ..."""

    def __init__(self, reason: str | Message, /, **slots: object) -> None:
        super().__init__(reason, **slots)
        if not isinstance(self, AttributeGraphError):
            heard(self)


class AttributeGraphError(GraphError, AttributeError):
    """An attribute that an expression does not have, so that ``hasattr`` works."""


class InputError(BackpropVizError, ValueError):
    """Inputs that are missing, unknown, or not numbers."""


class OptionError(BackpropVizError, ValueError):
    """An option, a path or a size with a value that is not allowed."""


refused(OptionError)


class StepError(BackpropVizError, IndexError):
    """The number of a step that does not exist."""


class NameGraphError(BackpropVizError, KeyError):
    """A name that is not in the graph."""


class CallError(BackpropVizError, TypeError):
    """A call with arguments that it does not take, such as too few inputs."""


class DomainError(BackpropVizError, ArithmeticError):
    """Arithmetic that is undefined or overflows, in a walk with ``strict=True``."""


class EngineError(BackpropVizError, RuntimeError):
    """No Graphviz to lay out a picture, or one that failed."""


class FontError(BackpropVizError, RuntimeError):
    """A picture has a character that no font at hand can draw."""


class MissingLibraryError(BackpropVizError, ImportError):
    """An optional library is needed and not installed."""


class ParseError(BackpropVizError, ValueError):
    """A formula that cannot be read.

    Attributes: ``message``, ``line`` and ``column`` (both counted from 1), ``source_line`` (the
    offending line) and ``hint`` (what to do instead, may be empty). ``str()`` shows all of it,
    with a caret under the place. The key of the hint shares its slots with that of the message.
    """

    def __init__(
        self,
        reason: str | Message,
        /,
        *,
        text: str = "",
        line: int = 1,
        column: int = 1,
        hint: str | Message = "",
        **slots: object,
    ) -> None:
        super().__init__(reason, **slots)
        self.advice = _message(hint, slots)
        self.line, self.column = line, column
        lines = text.split("\n")
        self.source_line = lines[line - 1] if 0 < line <= len(lines) else ""

    @property
    def message(self) -> str:
        return self.reason.say()

    @property
    def hint(self) -> str:
        return self.advice.say()

    def say(self, lang: str | None = None) -> str:
        """The error in a language such as ``"ja"``, by default in the current one."""
        message, hint = self.reason.say(lang), self.advice.say(lang)
        parts = [say("parse.place", lang, message=message, line=self.line, column=self.column)]
        if self.source_line.strip():
            parts += pointed(self.source_line, self.column - 1)
        if hint:
            parts.append(say("parse.hint", lang, hint=hint))
        return "\n".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.reason, self.source_line, self.line, self.column, self.advice)


def _rebuild(
    reason: Message, source_line: str, line: int, column: int, hint: Message
) -> ParseError:
    text = "\n" * (line - 1) + source_line
    return ParseError(reason, text=text, line=line, column=column, hint=hint)


def pointed(line: str, at: int) -> tuple[str, str]:
    """A line, or the part of a long one around a place, and a caret under the place."""
    shown, before = _window(line, at)
    return f"    {shown}", f"    {' ' * columns(before)}^"


def _message(said: str | Message, slots: dict[str, object]) -> Message:
    return said if isinstance(said, Message) else Message(said, **slots)


def _window(line: str, at: int, reach: int = 36) -> tuple[str, str]:
    """The part of a long line around ``at``, and what of it stands before the caret."""
    start, end = max(0, at - reach), at + reach
    left, right = ("…" if start else ""), ("…" if end < len(line) else "")
    shown = "".join(c if c.isprintable() else " " for c in line[start:end])
    return f"{left}{shown}{right}", f"{left}{shown[: at - start]}"


def columns(text: str) -> int:
    """How many terminal columns ``text`` takes: wide characters take two, marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
