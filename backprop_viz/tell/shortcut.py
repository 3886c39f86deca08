"""What all of the way back through a block of the library comes to, in LaTeX."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

import numpy as np

from ..arithmetic.patterns import first_off
from ..calls.written import LIBRARY
from ..core.graph import Graph
from ..parts import Block
from ..spell.names import latex as latex_name
from ..spell.numbers import Maybe, latex_value
from .blocks import given as entering
from .blocks import partial

__all__ = ["holds_where", "shortcut"]

_SUM, _PRODUCT, _ATOM = range(3)
_SIGNS = {ast.Add: "+", ast.Sub: "-"}


def shortcut(
    graph: Graph, block: Block, port: int, values: Sequence[Maybe] = ()
) -> tuple[str, str]:
    """The shortcut of an argument in the names of the graph, and what names of its own stand for.

    Both are empty where the library has none, or none that holds for arrays of such ``values``.
    """
    own = _argument(block, port)
    text = LIBRARY[block.function].shortcuts.get(own, "") if block.form else ""
    needed = holds_where(block, port)
    if not text or (values and not all(_holds(one, block, values) for one in needed)):
        return "", ""
    lines = [ast.parse(line).body[0] for line in text.split("\n")]
    writer = _Writer(_names(graph, block), _options(block))
    *made, result = (writer.line(line) for line in lines)
    return result, "".join(rf",\quad {line}" for line in made)


def holds_where(block: Block, port: int) -> list[str]:
    """For which shapes the shortcut of an argument holds, one line of text after the other."""
    known = LIBRARY[block.function].holds_where if block.form else {}
    return [text for text in (block.shapes, known.get(_argument(block, port), "")) if text]


def _holds(needed: str, block: Block, values: Sequence[Maybe]) -> bool:
    ports = dict(block.arguments)
    shapes = {name: np.shape(values[index]) for name, index in ports.items()}
    return first_off(needed, shapes, lambda name: values[ports[name]]) is None


def _argument(block: Block, port: int) -> str:
    return next((name for name, index in block.arguments if index == port), "")


def _names(graph: Graph, block: Block) -> dict[str, str]:
    """What stands for the gradient, the result and the arguments."""
    outside = zip(block.arguments, entering(block, graph), strict=True)
    names = {name: latex_name(graph.nodes[index].name) for (name, _), index in outside}
    out = latex_name(graph.nodes[block.outputs[0]].name)
    return {**names, "out": out, "g": partial(latex_name(graph.output), out)}


def _options(block: Block) -> dict[str, str]:
    """The numbers that the call gives, or that stand there where it gives none."""
    stated = dict(re.findall(r"(\w+)=([^,(){}]+)", block.form))
    return {**LIBRARY[block.function].parameters, **stated}


def _number(text: str) -> str:
    """An option as it is given: a number, or several."""
    try:
        return latex_value(float(text))
    except ValueError:
        return text


class _Writer:
    def __init__(self, names: Mapping[str, str], options: Mapping[str, str]) -> None:
        self.names, self.options = names, options

    def line(self, line: ast.stmt) -> str:
        match line:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return f"{latex_name(name)} = {self.term(value)[0]}"
            case ast.Expr(value=value):
                return self.term(value)[0]
        raise ValueError(ast.unparse(line))

    def term(self, node: ast.expr) -> tuple[str, int]:
        """A term, and how tightly it holds together."""
        match node:
            case ast.Constant(value=int() | float() as value):
                return latex_value(float(value)), _ATOM
            case ast.Name(id=name) if name in self.options and name not in self.names:
                return _number(self.options[name]), _ATOM
            case ast.Name(id=name):
                return self.names.get(name, latex_name(name)), _ATOM
            case ast.BinOp(left=left, right=right) if self.is_left_out(right):
                return self.term(left)
            case ast.BinOp(left=left, right=right) if self.is_left_out(left):
                return self.term(right)
            case ast.Attribute(value=value, attr="T" | "mT"):
                return rf"{self.inside(value, _ATOM)}^\top", _ATOM
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return rf"\frac{{{self.term(left)[0]}}}{{{self.term(right)[0]}}}", _ATOM
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return f"{self.inside(left, _ATOM)}^{{{self.term(right)[0]}}}", _ATOM
            case ast.BinOp(left=left, op=ast.Mult() | ast.MatMult() as op, right=right):
                is_plain = isinstance(op, ast.MatMult) or isinstance(left, ast.Constant)
                sign = r"\," if is_plain else r" \odot "
                return self.inside(left, _PRODUCT) + sign + self.inside(right, _PRODUCT), _PRODUCT
            case ast.BinOp(left=left, op=op, right=right):
                behind = _PRODUCT if isinstance(op, ast.Sub) else _SUM
                return f"{self.term(left)[0]} {_SIGNS[type(op)]} {self.inside(right, behind)}", _SUM
            case ast.Call(func=ast.Name(id="sqrt"), args=[inner]):
                return rf"\sqrt{{{self.term(inner)[0]}}}", _ATOM
            case ast.Call(func=ast.Name(id="exp"), args=[inner]):
                return rf"e^{{{self.term(inner)[0]}}}", _ATOM
            case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
                given = ", ".join(self.term(one)[0] for one in args)
                along = (self.term(one.value)[0] for one in keywords if one.arg == "axis")
                below = "".join(f"_{{{axis}}}" for axis in along)
                shown = name.replace("_", r"\_")
                return rf"\operatorname{{{shown}}}{below}\left({given}\right)", _ATOM
            case ast.Tuple(elts=elements):
                return ", ".join(self.term(element)[0] for element in elements), _ATOM
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"-{self.inside(operand, _PRODUCT)}", _SUM
        raise ValueError(ast.unparse(node))

    def is_left_out(self, node: ast.expr) -> bool:
        """Whether it is an argument that was not given."""
        if not isinstance(node, ast.Name) or node.id in self.names:
            return False
        return self.options.get(node.id) == "None"

    def inside(self, node: ast.expr, least: int) -> str:
        """A term in parentheses, where it is looser than its place."""
        text, tight = self.term(node)
        return text if tight >= least else rf"\left({text}\right)"
