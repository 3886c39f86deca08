"""The analytic derivatives, by SymPy: the witness that knows calculus and no graph."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from .errors import GraphError
from .graph import Graph

__all__ = ["MAX_TERMS", "analytic", "evaluate", "symbolic"]

MAX_TERMS = 3000
"""The largest formula, written out as a tree, that is handed to SymPy."""


def symbolic(graph: Graph) -> tuple[Any, dict[str, Any]]:
    """The output as one SymPy expression of real symbols, and those symbols by name.

    Raises ``GraphError`` for a formula of more than ``MAX_TERMS`` terms when it is written out
    (a shared node counts at each use): SymPy would take hours or overflow.
    """
    size = [1] * len(graph.nodes)
    for node in graph.nodes:
        size[node.index] += sum(size[i] for i in node.operands)
    if size[graph.output_node.index] > MAX_TERMS:
        raise GraphError(
            f"written out, {graph.output} has more than {MAX_TERMS:,} terms: "
            "too many for a derivative by SymPy"
        )
    import sympy

    symbols = {name: sympy.Symbol(name, real=True) for name in graph.inputs}
    built: list[Any] = []
    for node in graph.nodes:
        if node.is_input:
            built.append(symbols[node.name])
        elif node.op is None:
            built.append(_exact(sympy, node.value, node.name))
        elif size[node.index] <= MAX_TERMS:
            built.append(node.op.symbolic(sympy, *(built[i] for i in node.operands)))
        else:
            built.append(None)  # a dead end that the output does not need
    return built[graph.output_node.index], symbols


def analytic(graph: Graph) -> dict[str, Any]:
    """The derivative of the output by every input, as SymPy expressions by name.

    Raises what :func:`symbolic` raises.
    """
    import sympy

    output, symbols = symbolic(graph)
    return {name: sympy.diff(output, symbol) for name, symbol in symbols.items()}


def evaluate(expression: Any, at: dict[str, float]) -> float:
    """A SymPy expression as a float64, computed with 30 digits; nan where it is not real."""
    import mpmath

    try:
        names, function = _compiled(expression)
    except (KeyError, TypeError, ValueError, NotImplementedError):  # SymPy has no code for it
        return float("nan")
    with mpmath.workdps(30):
        try:
            value = function(*(mpmath.mpf(at[name]) for name in names))
            return float(value) if not isinstance(value, mpmath.mpc) else float("nan")
        except (ArithmeticError, ValueError, TypeError, NameError):
            return float("nan")


@lru_cache(maxsize=256)
def _compiled(expression: Any) -> tuple[tuple[str, ...], Callable[..., Any]]:
    import mpmath
    import sympy

    # A branch that holds elsewhere may be infinite; it must not spoil the one that holds here.
    expression = expression.xreplace({sympy.zoo: sympy.nan})
    symbols = sorted(expression.free_symbols, key=str)
    step = {"Heaviside": lambda x, at_zero=0.5: mpmath.mpf(x > 0) if x != 0 else at_zero}
    function = sympy.lambdify(symbols, expression, modules=[step, "mpmath"])
    return tuple(map(str, symbols)), function


def _exact(sympy: Any, value: Any, name: str) -> Any:
    if name in ("π", "e") and value in (float(sympy.pi), float(sympy.E)):
        return sympy.pi if name == "π" else sympy.E
    number = float(value)  # an array has no place in a formula of SymPy's
    if number.is_integer() and abs(number) < 1e15:
        return sympy.Integer(int(number))
    return sympy.Float(number)
