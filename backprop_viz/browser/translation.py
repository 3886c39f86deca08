"""The text of a formula in JavaScript: of numbers, of whole arrays, of conditions, and of entries
that are expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping

from ..arithmetic.arrays import ARRAYS
from ..arithmetic.names import NUMPY

__all__ = ["arrow", "condition", "number", "quantity", "whole"]


def arrow(
    text: str,
    places: Mapping[str, int],
    translated: Callable[[ast.expr, Mapping[str, int]], str],
    options: Collection[str] = (),
) -> str:
    """A function of a list ``v``, with the places of the values in it that it ``reads``."""
    tree = ast.parse(text, mode="eval").body
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used = [place for name, place in places.items() if name in named]
    reads = ", ".join(str(places[name]) for name in places if name in named.difference(options))
    return f"of([{reads}], ({'v' if used else ''}) => {translated(tree, places)})"


_ARITHMETIC: Mapping[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_ENTRYWISE: Mapping[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
}
_COMPARISON: Mapping[type[ast.AST], str] = {
    ast.Eq: "===",
    ast.NotEq: "!==",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_LOGIC: Mapping[type[ast.AST], str] = {ast.BitAnd: "&&", ast.BitOr: "||"}
_FUNCTIONS = {name for name, known in NUMPY.items() if callable(known)} - set(ARRAYS)
_TESTS: Mapping[str, str] = {
    "isnan": "Number.isNaN({})",
    "isinf": "(Math.abs({}) === Infinity)",
    "isfinite": "Number.isFinite({})",
}


def number(node: ast.expr, places: Mapping[str, int]) -> str:
    """A formula of numbers in JavaScript, in parentheses if it is more than a name or a call."""
    match node:
        case ast.Constant(value=float() | int() as value) if not isinstance(value, bool):
            return repr(value)
        case ast.Name(id=name) if name in places:
            return f"v[{places[name]}]"
        case ast.Name(id=name) if isinstance(NUMPY.get(name), float):
            return f"M.{name}"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"(-{number(operand, places)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return f"({number(left, places)} {_ARITHMETIC[type(op)]} {number(right, places)})"
        case ast.Call(func=ast.Name(id="where"), args=[test, yes, no], keywords=[]):
            return f"({condition(test, places)} ? {number(yes, places)} : {number(no, places)})"
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return f"M.{name}({', '.join(number(arg, places) for arg in args)})"
    raise ValueError(f"no JavaScript for {ast.unparse(node)}")


def whole(node: ast.expr, places: Mapping[str, int]) -> str:
    """A formula of whole arrays in JavaScript."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ENTRYWISE:
            operands = f"{whole(left, places)}, {whole(right, places)}"
            return f"apply(OPS.{_ENTRYWISE[type(op)]}.f, [{operands}])"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"apply(OPS.neg.f, [{whole(operand, places)}])"
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in ARRAYS:
            return f"M.{name}({', '.join(whole(arg, places) for arg in args)})"
        case ast.Call(func=ast.Name(id="where")):  # of what is known, entry by entry
            return f"apply({entrywise(node, places)}, v)"
        case ast.Call(func=ast.Name(id=name), args=[arg], keywords=[]) if name in _FUNCTIONS:
            return f"apply(of([0], (v) => M.{name}(v[0])), [{whole(arg, places)}])"
        case ast.Constant() | ast.Name():
            return number(node, places)
    raise ValueError(f"no JavaScript for {ast.unparse(node)} of whole arrays")


def entrywise(node: ast.expr, places: Mapping[str, int]) -> str:
    """A part of a formula of whole arrays, as a function of each entry of what it names."""
    named = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    reads = ", ".join(str(place) for name, place in places.items() if name in named)
    return f"of([{reads}], (v) => {number(node, places)})"


def condition(node: ast.expr, places: Mapping[str, int]) -> str:
    """A condition in JavaScript."""
    match node:
        case ast.Constant(value=bool() as value):
            return str(value).lower()
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISON:
            return f"({number(left, places)} {_COMPARISON[type(op)]} {number(right, places)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _LOGIC:
            return f"({condition(left, places)} {_LOGIC[type(op)]} {condition(right, places)})"
        case ast.Name(id=name) if name in places:
            return f"v[{places[name]}]"
        case ast.UnaryOp(op=ast.Invert(), operand=operand):
            return f"!{condition(operand, places)}"
        case ast.Call(func=ast.Name(id=name), args=[tested], keywords=[]) if name in _TESTS:
            return _TESTS[name].format(number(tested, places))
    raise ValueError(f"no JavaScript for the condition {ast.unparse(node)}")


def quantity(node: ast.expr, places: Mapping[str, int]) -> str:
    """A formula of expressions, or of arrays of them: every operation is a call of ``E``'s."""
    match node:
        case ast.Constant(value=float() | int() as value) if not isinstance(value, bool):
            return repr(value)
        case ast.Name(id=name) if name in places:
            return f"v[{places[name]}]"
        case ast.Name(id=name) if isinstance(NUMPY.get(name), float):
            return f"M.{name}"
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            return f"-{value!r}"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"E.USub({quantity(operand, places)})"
        case (
            ast.BinOp(left=left, op=op, right=right)
            | ast.Compare(left=left, ops=[op], comparators=[right])
        ) if type(op) in (*_ARITHMETIC, *_COMPARISON, *_LOGIC):
            return f"E.{type(op).__name__}({quantity(left, places)}, {quantity(right, places)})"
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in NUMPY:
            return f"E.{name}({', '.join(quantity(arg, places) for arg in args)})"
    raise ValueError(f"no JavaScript for {ast.unparse(node)} of expressions")
