"""Every error that the package raises on purpose: what is wrong, where, and what to do instead."""

from __future__ import annotations

import unicodedata

__all__ = [
    "BackpropVizError",
    "DomainError",
    "EngineError",
    "FontError",
    "GraphError",
    "InputError",
    "MissingLibraryError",
    "ParseError",
]


class BackpropVizError(Exception):
    """Base of all errors of this package."""


class GraphError(BackpropVizError, TypeError):
    """A source that no graph can be made of: an unknown function, a branch on a value, ..."""


class InputError(BackpropVizError, ValueError):
    """Inputs that are missing, unknown, or not numbers."""


class DomainError(BackpropVizError, ArithmeticError):
    """Arithmetic that is undefined or overflows, in a walk with ``strict=True``."""


class EngineError(BackpropVizError, RuntimeError):
    """No Graphviz to lay out a picture, or one that failed."""


class FontError(BackpropVizError, RuntimeError):
    """A picture has a character that no font at hand can draw."""


class MissingLibraryError(BackpropVizError, ImportError):
    """An optional library is asked for and not installed."""


class ParseError(BackpropVizError, ValueError):
    """A formula that cannot be read.

    Attributes: ``message``, ``line`` and ``column`` (both counted from 1), ``source_line`` (the
    offending line) and ``hint`` (what to do instead, may be empty). ``str()`` shows all of it,
    with a caret under the place.
    """

    def __init__(
        self, message: str, *, text: str = "", line: int = 1, column: int = 1, hint: str = ""
    ) -> None:
        self.message, self.line, self.column, self.hint = message, line, column, hint
        lines = text.split("\n")
        self.source_line = lines[line - 1] if 0 < line <= len(lines) else ""
        super().__init__(message)

    def __str__(self) -> str:
        shown, before = _window(self.source_line, self.column - 1)
        parts = [f"{self.message} (line {self.line}, column {self.column})"]
        if self.source_line.strip():
            parts += [f"    {shown}", f"    {' ' * columns(before)}^"]
        if self.hint:
            parts.append(f"hint: {self.hint}")
        return "\n".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.message, self.source_line, self.line, self.column, self.hint)


def _rebuild(message: str, source_line: str, line: int, column: int, hint: str) -> ParseError:
    text = "\n" * (line - 1) + source_line
    return ParseError(message, text=text, line=line, column=column, hint=hint)


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
