"""A graph as a program, in which names and numbers stand so that they are read again exactly."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..calls.library import FUNCTIONS
from ..core.graph import Graph
from ..spell.constants import CONSTANTS, NUMBERS, PYTHON, is_symbol
from ..spell.names import is_plain, look
from ..spell.numbers import Value
from ..words import say

if TYPE_CHECKING:
    from .definitions import Definitions

__all__ = ["in_brief", "program", "spell_names", "spell_value"]


_LARGE = 1000  # entries of an array
_LONG = 300  # signs of a line


def program(graph: Graph) -> str:
    """The graph as a program that is the same graph when it is read again.

    First the inputs, if any has a default or is a parameter, or if their order needs it; then
    the named constants, the functions of its blocks, an operation or a call a line, and further
    names.
    """
    from .definitions import Definitions

    spelled = spell_names([*(node.name for node in graph.nodes), *graph.names])
    names = {node.index: spelled[node.name] for node in graph.nodes if graph.owns(node)}
    blocks = Definitions(graph, spell_names, lambda index, level: _operand(graph, index, level))
    steps = blocks.lines(names)
    lines = _declarations(graph, spelled, blocks)
    lines += [
        f"const {spelled[node.name]} = {spell_value(node.value)}"
        for node in graph.nodes
        if node.is_constant
        and graph.owns(node)
        and not is_symbol(node.name, node.value)
        and not _is_inside(node.name, graph)
    ]
    lines += [*blocks.functions, *steps]
    lines += [
        f"{spelled[name]} = {_operand(graph, index, names)}"
        for name, index in graph.names.items()
        if graph.nodes[index].name != name and not _is_inside(name, graph)
    ]
    if not lines or not _ends_with_output(lines[-1], spelled[graph.output]):
        lines.append(spelled[graph.output])
    return "\n".join(lines + _losses(graph))


def in_brief(graph: Graph) -> str:
    """The program without what is long, for a notebook to keep: a large array is left out."""
    small = {name: x for name, x in graph.defaults.items() if np.size(x) <= _LARGE}
    if len(small) == len(graph.defaults):
        return program(graph)
    lines = program(replace(graph, defaults=small)).splitlines()
    return "\n".join(line if len(line) <= _LONG else f"{line[: _LONG - 1]}…" for line in lines)


def _is_inside(name: str, graph: Graph) -> bool:
    """Whether a name belongs to a function."""
    from .definitions import is_function

    return name.startswith(tuple(f"{block.name}." for block in graph.blocks if is_function(block)))


def _losses(graph: Graph) -> list[str]:
    """Comments on what a program cannot carry: behind a first 0, lists have no shape, and which
    shapes the graph holds for.
    """
    wanted = ", ".join(f"{name} {shape}" for name, shape in graph.shapes.items())
    held = [f"# {say('graph.shapes', shapes=wanted)}"] if any(graph.shapes.values()) else []
    values = [*graph.defaults.values(), *(n.value for n in graph.nodes if n.is_constant)]
    shapes = {np.shape(v) for v in values if np.size(v) == 0}
    return held + [
        f"# {say('graph.lost_shape', shape=shape, written=written, other=kept)}"
        for shape in sorted(shapes)
        if (kept := shape[: shape.index(0) + 1]) != shape
        and (written := spell_value(np.empty(kept)))
    ]


def _declarations(graph: Graph, spelled: Mapping[str, str], rest: Definitions) -> list[str]:
    """The lines that tell the inputs, where the rest of the program does not."""
    used = (graph.nodes[index] for index in rest.used())
    met = dict.fromkeys(node.name for node in used if node.is_input)
    if graph.output_node.is_input:
        met.setdefault(graph.output_node.name)
    is_told = tuple(met) == graph.inputs and not CONSTANTS.keys() & set(graph.inputs)
    is_told &= rest.called.isdisjoint(spelled[name] for name in graph.inputs)
    if is_told and not graph.parameters and not graph.defaults:
        return []
    lines: list[str] = []
    last = ""
    for name in graph.inputs:
        kind = "param" if name in graph.parameters else "input"
        if name in graph.defaults:
            start = "param " if kind == "param" else ""
            lines.append(f"{start}{spelled[name]} = {spell_value(graph.defaults[name])}")
            kind = ""
        elif kind == last:
            lines[-1] += f", {spelled[name]}"
        else:
            lines.append(f"{kind} {spelled[name]}")
        last = kind
    return lines


def _ends_with_output(line: str, output: str) -> bool:
    return line.startswith((f"{output} =", f"const {output} =", f"param {output} ="))


def _operand(graph: Graph, index: int, names: Mapping[int, str]) -> str:
    """A node by its name, or a constant as its number."""
    node = graph.nodes[index]
    if node.is_constant and is_symbol(node.name, node.value):
        return node.name
    if index in names:
        return names[index]
    text = spell_value(node.value)
    return f"({text})" if text.startswith("-") else text


def spell_names(names: Iterable[str]) -> dict[str, str]:
    """Each name as a program has it: in quotes where it would be read as something else.

    >>> spell_names(["x", "a b", "exp"])
    {'x': 'x', 'a b': '`a b`', 'exp': '`exp`'}
    """
    names = list(dict.fromkeys(names))
    looks = Counter(map(look, names))
    return {name: name if _stands_alone(name, looks) else _quoted(name) for name in names}


def _stands_alone(name: str, looks: Mapping[str, int]) -> bool:
    seen = look(name)
    is_known = seen in FUNCTIONS or name in NUMBERS or name in PYTHON
    is_constant = seen != name and seen in CONSTANTS
    return is_plain(name) and not is_known and not is_constant and looks[seen] == 1


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def spell_value(value: Value) -> str:
    """A number, or an array as nested lists.

    >>> spell_value(-0.5), spell_value([[1, 2]]), spell_value(np.inf)
    ('-0.5', '[[1.0, 2.0]]', 'inf')
    """
    array = np.asarray(value, dtype=np.float64)
    if array.ndim:
        return f"[{', '.join(map(spell_value, array))}]"
    number = float(array)
    if math.isnan(number):  # whose sign Python does not show
        return "-nan" if math.copysign(1.0, number) < 0 else "nan"
    return repr(number)
