"""Reads a source of any kind into expressions."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

from ..blocks.arranged import arranged
from ..core.expression import Expr
from ..errors import GraphError
from .reading import Reading

__all__ = ["Reading", "read"]


def read(source: Any) -> Reading:
    """Expressions, output and names from text, a SymPy expression, a function or an expression.

    Raises ``ParseError`` for text that is no formula, and ``GraphError`` for any other source
    that cannot become a graph.
    """
    reading = _read(source)
    return replace(reading, blocks=arranged([*reading.roots, reading.output]))


def _read(source: Any) -> Reading:
    if isinstance(source, str):
        from .text import read_text

        return read_text(source)
    if isinstance(source, Expr):
        return Reading([], source)
    sympy = sys.modules.get("sympy")  # a SymPy expression exists only where SymPy is imported
    if sympy is not None and isinstance(source, sympy.Expr):
        from .sympy_expression import read_sympy

        return read_sympy(source)
    if callable(source):
        from .python_function import read_function

        return read_function(source)
    raise GraphError("source.kind", kind=type(source).__name__)
