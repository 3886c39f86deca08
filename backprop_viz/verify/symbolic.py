"""The analytic derivatives, by SymPy: the witness that knows calculus and no graph."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.graph import Edge, Graph
from ..core.operation import Op
from ..errors import GraphError

if TYPE_CHECKING:
    import sympy

__all__ = [
    "MAX_TERMS",
    "along",
    "analytic",
    "derivative",
    "evaluate",
    "expressions",
    "in_sympy",
    "is_proved_equal",
    "symbolic",
]

MAX_TERMS = 3000
"""The largest formula, written out as a tree, that is handed to SymPy."""

_DIGITS = (30, 350, 800)  # what cancels down to the least float has lost some 330 digits
_SETTLED = 1e-14
_HUGE = 1e30  # a number beyond it is no longer exact
_MAX_EXPANDED = 2000  # terms of the largest sum that an expansion may lead to


def symbolic(graph: Graph, limit: int = MAX_TERMS) -> tuple[sympy.Expr, dict[str, sympy.Symbol]]:
    """The output as one SymPy expression of real symbols, and those symbols by name.

    Raises ``GraphError`` for a formula of more than ``limit`` terms when it is written out (a
    shared node counts at each use), for which SymPy would take hours or overflow, and for one
    that SymPy cannot express: one with an array in it or an operation on whole arrays, or the
    maximum of complex numbers.
    """
    symbols, built = expressions(graph, limit=limit)
    return built[graph.output_node.index], symbols


def expressions(
    graph: Graph, cut: Collection[Edge] = (), flow: Any = None, limit: int = MAX_TERMS
) -> tuple[dict[str, Any], list[Any]]:
    """The symbols of the inputs by name, and each node as a SymPy expression of them.

    Along the edges in ``cut`` the symbol ``flow`` comes in, instead of the operand. A node that
    the output does not need is None if it is too large. Raises what :func:`symbolic` raises, for
    more than ``limit`` terms.
    """
    for op in (node.op for node in graph.operations):
        if not op.is_entrywise:
            raise GraphError("source.whole", output=graph.output, name=op.name)
    size: list[int] = []
    for node in graph.nodes:
        own, *uses = (1,) if node.op is None else _terms(node.op)
        size.append(own + sum(n * size[i] for n, i in zip(uses, node.operands, strict=True)))
    if size[graph.output_node.index] > limit:
        raise GraphError("source.terms", output=graph.output, limit=f"{limit:,}")
    import sympy

    symbols = {name: sympy.Symbol(name, real=True) for name in graph.inputs}
    built: list[Any] = []
    for node in graph.nodes:
        if node.is_input:
            built.append(symbols[node.name])
        elif node.op is None:
            built.append(_by_sympy(graph, _exact, sympy, node.value, node.name))
        elif size[node.index] <= limit:
            operands = [
                flow if cut and Edge(operand, node.index, position) in cut else built[operand]
                for position, operand in enumerate(node.operands)
            ]
            built.append(_by_sympy(graph, _applied, sympy, node.op, operands))
        else:
            built.append(None)  # a dead end that the output does not need
    return symbols, built


def in_sympy(op: Op, *operands: Any) -> Any:
    """The value of an operation on SymPy expressions: its own formula, read as mathematics.

    What a row says of its own in ``sympy`` goes before it, where the formula is written for the
    sake of its digits.
    """
    if op.sympy is not None:
        import sympy

        return op.sympy(sympy, *operands, *op.chosen)
    exact = {name: _rational(number) for name, number in op.named.items()}
    names = {**_names(), **exact, **dict(zip(op.parameters, operands, strict=True))}
    return eval(_exactly(op.formula), names)  # the table's own text


@cache
def _names() -> Mapping[str, Any]:
    """What formulas name, in SymPy."""
    import sympy

    def where(condition: Any, yes: Any, no: Any) -> Any:
        return sympy.Piecewise((yes, condition), (no, True))

    same = ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sign", "floor")
    return {
        **{name: getattr(sympy, name) for name in (*same, "erf", "erfc", "pi", "Rational")},
        "abs": sympy.Abs,
        "arcsin": sympy.asin,
        "arccos": sympy.acos,
        "arctan": sympy.atan,
        "log1p": lambda a: sympy.log(1 + a),
        "log2": lambda a: sympy.log(a) / sympy.log(2),
        "log10": lambda a: sympy.log(a) / sympy.log(10),
        "maximum": sympy.Max,
        "minimum": sympy.Min,
        "pow": lambda a, b: a**b,
        "where": where,
        "ln2": sympy.log(2),
        "ln10": sympy.log(10),
    }


def _rational(number: float) -> Any:
    """A float as the fraction that its digits say: 0.1 is a tenth."""
    import sympy

    return sympy.nsimplify(number, rational=True)


@lru_cache(maxsize=256)
def _exactly(formula: str) -> Any:
    """The formula as code whose numbers are fractions."""
    tree = ast.fix_missing_locations(_Fractions().visit(ast.parse(formula, mode="eval")))
    return compile(tree, "<formula>", "eval")


class _Fractions(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if not isinstance(node.value, float):
            return node
        exact = Fraction(repr(node.value))
        parts: list[ast.expr] = [ast.Constant(exact.numerator), ast.Constant(exact.denominator)]
        return ast.Call(ast.Name("Rational", ast.Load()), parts, [])


def _by_sympy(graph: Graph, compute: Callable[..., Any], *arguments: Any) -> Any:
    """What SymPy makes of it. Raises ``GraphError`` for whatever error its parts raise."""
    try:
        return compute(*arguments)
    except Exception:  # of Max(nan), an infinite power, a sign of what is complex, and many more
        raise GraphError("source.no_derivative", output=graph.output) from None


def _applied(sympy: Any, op: Op, operands: list[Any]) -> Any:
    """The operation in SymPy, where a number as large as 9**9**9 is not written out in digits."""
    if all(operand.is_number for operand in operands):
        try:
            with np.errstate(all="ignore"):
                value = float(op.forward(*map(np.float64, operands)))
        except (ArithmeticError, TypeError, ValueError):  # a complex number, or none
            value = 1.0
        if not math.isfinite(value):
            return sympy.nan
        if not 1 / _HUGE < abs(value) < _HUGE:
            return sympy.Float(value) if value else sympy.Integer(0)
    value = in_sympy(op, *operands)
    return value if not op.stops or value.is_number else _stopped()(value)


@cache
def _stopped() -> Any:
    """A function in SymPy of what counts as a constant when a derivative is taken."""
    import sympy

    return type("stopped", (sympy.Function,), {"fdiff": lambda self, argindex=1: sympy.Integer(0)})


def _unstopped(expression: Any) -> Any:
    return expression.replace(_stopped(), lambda value: value)


@lru_cache(maxsize=256)
def _terms(op: Op) -> tuple[int, ...]:
    """How many terms an operation adds in SymPy, and how often it writes each operand out."""
    import sympy

    operands = [sympy.Dummy(real=True) for _ in op.parameters]
    parts = list(sympy.preorder_traversal(in_sympy(op, *operands)))
    uses = [parts.count(operand) for operand in operands]
    return (max(len(parts) - sum(uses), 1), *uses)


def along(graph: Graph, edges: Collection[Edge], limit: int = MAX_TERMS) -> Any:
    """The derivative of the output with respect to what a node passes on along some uses.

    Raises what :func:`expressions` raises.
    """
    import sympy

    flow = sympy.Dummy("flow", real=True)
    _, built = expressions(graph, frozenset(edges), flow, limit)
    slope = derivative(graph, built[graph.output_node.index], flow)
    _, whole = expressions(graph, limit=limit)
    return slope.xreplace({flow: whole[next(iter(edges)).operand]})


def is_proved_equal(first: sympy.Expr, second: sympy.Expr) -> bool:
    """Whether two SymPy expressions are equal once their products are multiplied out.

    False proves nothing: the proof may need more, or take too long.
    """
    import sympy

    try:
        difference = first - second
        if difference != 0 and _expanded_terms(difference) <= _MAX_EXPANDED:
            difference = sympy.expand(difference)
        return bool(difference == 0)
    except (ArithmeticError, AttributeError, RecursionError, TypeError, ValueError):
        return False


def _expanded_terms(expression: Any) -> float:
    """How many terms the expression may have when it is multiplied out; an upper bound."""
    import sympy

    terms: dict[Any, float] = {}
    for part in sympy.postorder_traversal(expression):
        counts = [terms[operand] for operand in part.args]
        if part.is_Add:
            count = sum(counts)
        elif part.is_Mul:
            count = math.prod(counts)
        elif part.is_Pow and part.exp.is_Integer and counts[0] > 1:
            count = counts[0] ** min(abs(int(part.exp)), 30)
        else:
            count = max(counts, default=1.0)
        terms[part] = min(count, 1e9)
    return terms[expression]


def analytic(graph: Graph, limit: int = MAX_TERMS) -> dict[str, sympy.Expr]:
    """The derivative of the output with respect to every input: SymPy expressions by name.

    Raises what :func:`symbolic` raises.
    """
    output, symbols = symbolic(graph, limit)
    return {name: derivative(graph, output, symbol) for name, symbol in symbols.items()}


def derivative(graph: Graph, expression: sympy.Expr, symbol: sympy.Symbol) -> sympy.Expr:
    """The derivative of an expression of ``graph``. Raises ``GraphError`` if SymPy has none."""
    import sympy

    return _unstopped(_by_sympy(graph, sympy.diff, expression, symbol))


def evaluate(expression: sympy.Expr, at: dict[str, float]) -> float:
    """The value of a SymPy expression as a float, from enough digits that more change nothing.

    nan where it is not real, and where SymPy or mpmath cannot say.
    """
    import mpmath

    try:
        names, function = _compiled(expression)
        before = math.nan
        for digits in _DIGITS:
            with mpmath.workdps(digits):
                value = function(*(mpmath.mpf(at[name]) for name in names))
                if isinstance(value, mpmath.mpc):
                    return math.nan
                now = float(value)
            if now == before or abs(now - before) <= _SETTLED * abs(now):
                return now
            before = now
    except Exception:  # no code for it, no convergence, a comparison of what is complex ...
        pass
    return math.nan


@lru_cache(maxsize=256)
def _compiled(expression: Any) -> tuple[tuple[str, ...], Callable[..., Any]]:
    import mpmath
    import sympy

    # A branch that holds elsewhere may be infinite; it must not spoil the one that holds here.
    expression = _unstopped(expression).xreplace({sympy.zoo: sympy.nan})
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
