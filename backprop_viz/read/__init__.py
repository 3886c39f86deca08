"""Reads a source of any kind into expressions."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from ..core.expression import Expr
from ..errors import GraphError
from ..parts import Call
from ..spell.names import canonical
from .reading import Reading

__all__ = ["Reading", "read", "with_blocks"]


def read(source: Any, like: Any = None, parameters: Collection[str] = ()) -> Reading:
    """Expressions, output and names from text, a SymPy expression, a function or an expression.

    What the parameters of a function are ``like``, it may ask while it runs. In which order what a
    block has found around it goes in depends on which inputs are called ``parameters``.
    Raises ``ParseError`` for text that is no formula, and ``GraphError`` for any other source that
    cannot become a graph.
    """
    return with_blocks(_made(source, like), parameters)


def with_blocks(reading: Reading, parameters: Collection[str] = ()) -> Reading:
    """What was read, led through the ports of its blocks, if there are any."""
    if not Call.exist:
        return reading
    from ..blocks.arranged import arranged

    called = {canonical(name) for name in parameters}
    blocks = arranged(reading.roots, reading.output, reading.names, called)
    if blocks is None:
        return reading
    return replace(
        reading,
        roots=blocks.exprs,
        output=blocks.output,
        names={name: blocks.outside(expr) for name, expr in reading.names.items()},
        places={blocks.now(expr): at for expr, at in reading.places.items()},
        lines={blocks.now(expr): line for expr, line in reading.lines.items()},
        blocks=blocks,
    )


def _made(source: Any, like: Any) -> Reading:
    """What a source of any kind says, as it says it."""
    reading = _read(source)
    if reading is None and callable(source):
        from .python_function import read_function

        return read_function(source, like)
    if like is not None:
        raise GraphError("like.function")
    if reading is None:
        raise GraphError("source.kind", kind=type(source).__name__)
    return reading


def _read(source: Any) -> Reading | None:
    """What is no function; None where it is one, or nothing that can be read."""
    if isinstance(source, str):
        from .text import read_text

        return read_text(source)
    if isinstance(source, Expr):
        return Reading([], source)
    sympy = sys.modules.get("sympy")  # a SymPy expression exists only where SymPy is imported
    if sympy is not None and isinstance(source, sympy.Expr):
        from .sympy_expression import read_sympy

        return read_sympy(source)
    return None
