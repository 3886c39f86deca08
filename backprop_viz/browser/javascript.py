"""The way into the browser: the table of operations and a graph, as JavaScript and as JSON.

The formulas of the rows are translated from their Python text, so that an operation is known to
its row only. ``static/core.js`` holds everything that is the same for every operation.
"""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..draw.plan import Link, Plan
from ..expression import FUNCTIONS
from ..graph import Edge, Graph, Node
from ..names import latex as latex_name
from ..numbers import Number, latex_value
from ..ops import ALIASES, NUMPY, OPS, Op
from ..read import libraries
from ..read.libraries import LIBRARIES
from ..spelling import CONSTANTS
from ..step import signature
from ..words import LANGUAGES, Message, row, texts

__all__ = ["as_json", "calls_source", "module_source", "operations_source", "program", "templates"]

CORE = Path(__file__).with_name("static") / "core.js"

MESSAGES = (
    "graph",
    "inputs",
    "forward",
    "seed",
    "seed_array",
    "unreached",
    "fixed",
    "backward",
    "backward_output",
    "backward_shared",
    "local",
    "shared_partial",
    "shared_complete",
    "sum",
    "broadcast",
    "some_entries",
    "overflow",
    "undefined",
    "undefined_slope",
    "no_value",
    "steep",
    "carried",
    "carried_slope",
    "indeterminate",
    "closed",
    "zero_times",
    "opposed",
    "overflow_sum",
)
"""The messages that the steps of a graph need."""


def module_source() -> str:
    """The ES module that walks a graph; it ends in its ``export``."""
    return operations_source() + CORE.read_text("utf-8")


# The table of operations


def operations_source() -> str:
    """``const OPS = {...};`` with the formulas of every row.

    For each operation: its value ``f``, the local derivatives ``d`` and what goes ``back`` by
    position, the conditions ``undefined`` and ``kink``, and how many ``options`` there are. The
    formulas are functions of a list ``v``: the operands, the result, the options, the upstream
    gradient and the local derivative. Their ``reads`` are the places of the values that they
    depend on. Raises ``ValueError`` for a formula
    that has no translation.
    """
    rows = "".join(map(_row_source, OPS.values()))
    return f"{_GENERATED}const OPS = {{\n{rows}}};\n\n"


def calls_source() -> str:
    """``const CALLS = {...}`` with the row of every function, by the names that call it, and
    ``NAMED_NUMBERS`` with the value of every constant.
    """
    rows = {name: ALIASES.get(name, name) for name in FUNCTIONS}
    numbers = {name: value for name, (value, _) in CONSTANTS.items()}
    for library in LIBRARIES:
        for name, (value, _) in libraries.CONSTANTS.items():
            if math.isfinite(value):
                numbers[f"{library}.{name}"] = value
    return "".join(
        f"const {name} = {json.dumps(table, ensure_ascii=False)};\n"
        for name, table in (("CALLS", rows), ("NAMED_NUMBERS", numbers))
    )


_GENERATED = """\
// Generated from the table of operations.
const of = (reads, formula) => Object.assign(formula, { reads });
"""


def _row_source(op: Op) -> str:
    names = (*op.parameters, "out", *op.options, "g", "local")
    if len(set(names)) < len(names):
        raise ValueError(f"{op.name}: an option has the name of something else")
    places = {name: place for place, name in enumerate(names)}
    options = {places[name] for name in op.options}

    def arrow(text: str, *, condition: bool = False) -> str:
        tree = ast.parse(text, mode="eval").body
        body = (_condition if condition else _number)(tree, places)
        named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        used = {place for name, place in places.items() if name in named}
        reads = ", ".join(map(str, sorted(used - options)))
        return f"of([{reads}], ({'v' if used else ''}) => {body})"

    local = ", ".join(map(arrow, op.local))
    back = ", ".join(map(arrow, op.back or ("g * local",) * op.arity))
    return (
        f"  {op.name}: {{\n"
        f"    f: {arrow(op.formula)},\n"
        f"    d: [{local}],\n"
        f"    back: [{back}],\n"
        f"    undefined: {arrow(op.undefined, condition=True)},\n"
        f"    kink: {arrow(op.at_kink, condition=True)},\n"
        f"    options: {len(op.options)},\n"
        "  },\n"
    )


_ARITHMETIC: Mapping[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
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


def _number(node: ast.expr, places: Mapping[str, int]) -> str:
    """A formula of numbers in JavaScript, in parentheses if it is more than a name or a call."""
    match node:
        case ast.Constant(value=float() | int() as value) if not isinstance(value, bool):
            return repr(value)
        case ast.Name(id=name) if name in places:
            return f"v[{places[name]}]"
        case ast.Name(id=name) if isinstance(NUMPY.get(name), float):
            return f"M.{name}"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"(-{_number(operand, places)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return f"({_number(left, places)} {_ARITHMETIC[type(op)]} {_number(right, places)})"
        case ast.Call(func=ast.Name(id="where"), args=[test, yes, no], keywords=[]):
            return f"({_condition(test, places)} ? {_number(yes, places)} : {_number(no, places)})"
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if callable(NUMPY.get(name)):
            return f"M.{name}({', '.join(_number(arg, places) for arg in args)})"
    raise ValueError(f"no JavaScript for {ast.unparse(node)}")


def _condition(node: ast.expr, places: Mapping[str, int]) -> str:
    match node:
        case ast.Constant(value=bool() as value):
            return str(value).lower()
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISON:
            return f"({_number(left, places)} {_COMPARISON[type(op)]} {_number(right, places)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _LOGIC:
            return f"({_condition(left, places)} {_LOGIC[type(op)]} {_condition(right, places)})"
    raise ValueError(f"no JavaScript for the condition {ast.unparse(node)}")


# A graph


def program(graph: Graph, plan: Plan) -> dict[str, Any]:
    """All that the module needs to know of a graph, ready for JSON.

    Nodes are told by their index, and edges by their place in the backward pass.
    """
    rows = list(dict.fromkeys(node.op for node in graph.operations if node.op is not None))
    place = {op: number for number, op in enumerate(rows)}
    return {
        "nodes": [
            {
                "name": node.name,
                "shown": graph.displayed[node.index],
                "latex": _symbol(graph, node),
                "row": None if node.op is None else place[node.op],
                "operands": list(node.operands),
                "value": as_json(node.value),
                "has_gradient": graph.has_gradient[node.index],
            }
            for node in graph.nodes
        ],
        "rows": [_row(op) for op in rows],
        "inputs": [graph.names[name] for name in graph.inputs],
        "parameters": [graph.names[n] for n in graph.inputs if n in graph.parameters],
        "output": graph.output_node.index,
        "output_name": graph.output,
        "output_latex": latex_name(graph.output),
        "signature": signature(graph),
        "operations": [node.index for node in graph.operations],
        "output_is_fixed": graph.is_fixed[graph.output_node.index],
        "reaches_output": list(graph.reaches_output),
        "computed_at": list(graph.computed_at),
        "edges": [
            {"operand": edge.operand, "node": edge.node, "position": edge.position}
            for edge in graph.backward_edges
        ],
        "uses": list(graph.live_uses),
        "plan": _plan(plan, graph.backward_places),
        "languages": {lang: _language(lang) for lang in LANGUAGES},
        "words": {key: templates(key) for key in MESSAGES},
    }


def _symbol(graph: Graph, node: Node) -> str:
    """A node in LaTeX; an unnamed constant is its number."""
    if node.is_constant and not graph.owns(node):
        return latex_value(node.value)
    return latex_name(node.name)


def as_json(value: Number) -> Any:
    """A value for JSON, an array by its shape and its entries row by row.

    JSON knows no nan and no infinities: these become strings.
    """
    if value is None:
        return None
    if np.ndim(value):
        array = np.asarray(value)
        return {"shape": list(array.shape), "data": [as_json(x) for x in array.ravel()]}
    number = float(value)
    return number if math.isfinite(number) else str(number)


def _row(op: Op) -> dict[str, Any]:
    return {
        "op": op.name,
        "parameters": list(op.parameters),
        "options": [as_json(number) for number in op.chosen],
        "glyph": op.glyph,
        "written": op.written,
        "latex": op.latex,
        "shown": list(op.shown),
        "local_written": list(op.local_written),
        "why": _said(op.why),
        "domain": None if op.domain is None else _said(op.domain),
        "kink": None if op.kink is None else _said(op.kink),
    }


def _plan(plan: Plan, place: Mapping[Edge, int]) -> dict[str, Any]:
    return {
        "wires": [
            {
                "id": wire.id,
                "node": wire.node,
                "role": wire.role,
                "name": wire.name,
                "title": wire.title,
                "constant": list(wire.constant),
            }
            for wire in plan.wires
        ],
        "branches": [
            {"id": branch.id, "node": branch.edge.operand, "edge": place[branch.edge]}
            for branch in plan.branches
        ],
        "circles": [
            {"id": circle.id, "node": circle.node, "glyph": circle.glyph} for circle in plan.circles
        ],
        "links": [_link(link, place) for link in plan.links],
        "turns": {f"{e.node}-{e.position}": turn for e, turn in plan.turns.items() if turn},
    }


def _link(link: Link, place: Mapping[Edge, int]) -> dict[str, Any]:
    """``into`` is the operation that the operand edge leads to, ``edge`` its backward place.

    Both are None for a link that is no part of an operand edge; ``edge`` also where no gradient
    comes back. A piece of a trunk has a ``turn``; ``turns`` tells how far along it an edge goes.
    """
    return {
        "tail": link.tail,
        "head": link.head,
        "node": link.node,
        "into": None if link.edge is None else link.edge.node,
        "edge": None if link.edge is None else place.get(link.edge),
        "turn": link.turn,
    }


def _language(lang: str) -> dict[str, str]:
    """What the browser asks of a language besides its texts."""
    return {"name": row(lang).name, "gap": row(lang).gap}


def _said(message: Message) -> dict[str, str]:
    return {lang: message.say(lang) for lang in LANGUAGES}


def templates(key: str) -> dict[str, str]:
    """A message in every language, its slots open."""
    return {lang: texts(lang)[key] for lang in LANGUAGES}
