"""The computational graph: immutable nodes in topological order, each knowing its operands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from types import MappingProxyType
from typing import Self

import numpy as np

from ..errors import GraphError
from ..spell.names import canonical, display
from ..spell.numbers import Maybe, Value, format_value
from ..words import Message, quoted, say
from .expression import Expr
from .operation import Op
from .ops import OPS
from .spelling import CONSTANTS, is_symbol, spell_names, spell_value

__all__ = [
    "Edge",
    "Graph",
    "Node",
    "Operation",
    "checked_parameters",
    "listed",
    "names_free",
    "topological_order",
]


@dataclass(frozen=True, slots=True)
class Node:
    """An input, a constant or an operation. ``operands`` are indices of earlier nodes, in order.

    ``name`` is canonical; an unnamed constant goes by its number. ``value`` is a constant's.
    """

    index: int
    name: str
    op: Op | None = None
    operands: tuple[int, ...] = ()
    value: Maybe = None

    @property
    def is_constant(self) -> bool:
        """Whether it is a number or an array of the formula."""
        return self.value is not None

    @property
    def is_input(self) -> bool:
        """Whether its value is given to a walk."""
        return self.op is None and self.value is None


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """A node that is computed."""

    op: Op


@dataclass(frozen=True, slots=True)
class Edge:
    """The use of a node as operand number ``position`` of an operation."""

    operand: int
    node: int
    position: int


def topological_order(roots: Iterable[Expr]) -> list[Expr]:
    """Every expression below ``roots``, operands before their users, left before right.

    Depth first without recursion, so that a chain of any length works.
    """
    order: list[Expr] = []
    done: set[Expr] = set()
    for root in roots:
        stack = [(root, False)]
        while stack:
            expr, operands_done = stack.pop()
            if operands_done:
                order.append(expr)
            elif expr not in done:
                done.add(expr)
                stack.append((expr, True))
                stack.extend((operand, False) for operand in reversed(expr.operands))
    return order


@dataclass(frozen=True, eq=False)
class Graph:
    """A formula as a graph. Made by :meth:`build`; nothing in it ever changes.

    ``nodes`` are in topological order, ``output`` names the one whose gradient is sought, and
    ``names`` leads from each name (there may be several for a node) to the node's index.
    ``parameters`` are the inputs that learning would change; the picture marks them. ``defaults``
    are the values of inputs where a walk is given none, as a Python function may have them.
    """

    nodes: tuple[Node, ...]
    output: str
    names: Mapping[str, int] = field(repr=False)
    parameters: frozenset[str] = frozenset()
    defaults: Mapping[str, Value] = field(default_factory=dict, repr=False)

    @classmethod
    def build(
        cls,
        roots: Sequence[Expr],
        output: Expr,
        names: Mapping[str, Expr] | None = None,
        parameters: Iterable[str] = (),
        defaults: Mapping[str, Value] | None = None,
    ) -> Self:
        """The graph of everything below ``roots`` and ``output``.

        ``names`` gives names to expressions; an operation without one becomes v1, v2, ..., or
        u1, z1, ... where there are such names already.
        Raises ``GraphError`` if a parameter is not an input.
        """
        order = _in_order([*roots, output])
        names = _apart(names or {}, order)
        taken = set(names) | {expr.name for expr in order if expr.op is None and expr.value is None}
        symbols = {expr: expr.name for expr in order if expr.value is not None and expr.name}
        for expr, symbol in symbols.items():
            if symbol in taken:  # what is π, where an input goes by that name
                symbols[expr] = names_free((), symbol, taken)
                taken.add(symbols[expr])
        named: dict[Expr, str] = {}
        for name, expr in names.items():
            named.setdefault(expr, name)
        if output not in named and not output.name:
            used = taken | set(symbols.values())
            named[output] = names_free(("f", "g", "h"), _stem("f", used), used)
            taken.add(named[output])
        taken |= set(symbols.values())
        stem = _stem("v", taken)
        fresh = (f"{stem}{number}" for number in count(1))

        nodes: list[Node] = []
        index: dict[Expr, int] = {}
        found: dict[str, int] = {}
        for expr in order:
            name = named.get(expr) or symbols.get(expr) or expr.name
            if expr.op is None and expr.value is None:
                if expr.name in found:  # another object for the same input
                    index[expr] = found[expr.name]
                    continue
                name = expr.name
            elif expr.op is None:
                name = name or format_value(expr.value)
            else:
                name = name or next(fresh)
            index[expr] = len(nodes)
            if expr.op is not None or expr.value is None or expr in named or expr in symbols:
                found.setdefault(name, len(nodes))
            if expr.op is None:
                nodes.append(Node(len(nodes), name, value=expr.value))
            else:
                operands = tuple(index[operand] for operand in expr.operands)
                nodes.append(Operation(len(nodes), name, expr.op, operands))
        found.update({name: index[expr] for name, expr in names.items()})
        output_name = next(
            (name for name in reversed(names) if names[name] is output),
            nodes[index[output]].name,
        )
        found.setdefault(output_name, index[output])
        return cls(
            tuple(nodes),
            output_name,
            MappingProxyType(found),
            checked_parameters(parameters, nodes),
            MappingProxyType({canonical(name): value for name, value in (defaults or {}).items()}),
        )

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order of their first appearance."""
        return tuple(node.name for node in self.nodes if node.is_input)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The nodes that are computed, in the order of the forward pass."""
        return tuple(node for node in self.nodes if isinstance(node, Operation))

    def operation(self, index: int) -> Operation:
        """The node of that index, which is known to be computed."""
        node = self.nodes[index]
        assert isinstance(node, Operation), node.name
        return node

    @cached_property
    def seed_index(self) -> int:
        """The index of the seed step of a walk: the bare graph, then an operation a step."""
        return len(self.operations) + 1

    @cached_property
    def computed_at(self) -> tuple[int, ...]:
        """For each node, the step of a walk at which its value becomes known."""
        known = [0 if node.is_constant else 1 for node in self.nodes]
        for step, node in enumerate(self.operations, start=1):
            known[node.index] = step
        return tuple(known)

    @cached_property
    def output_node(self) -> Node:
        """The node whose gradient is sought."""
        return self.nodes[self.names[self.output]]

    @cached_property
    def reaches_output(self) -> tuple[bool, ...]:
        """For each node, whether the output depends on it."""
        reaches = [False] * len(self.nodes)
        reaches[self.output_node.index] = True
        for node in reversed(self.nodes):
            if reaches[node.index]:
                for operand in node.operands:
                    reaches[operand] = True
        return tuple(reaches)

    @cached_property
    def is_fixed(self) -> tuple[bool, ...]:
        """For each node, whether it depends on no input: a constant, or computed from such."""
        fixed: list[bool] = []
        for node in self.nodes:
            fixed.append(not node.is_input and all(fixed[i] for i in node.operands))
        return tuple(fixed)

    @cached_property
    def has_gradient(self) -> tuple[bool, ...]:
        """For each node, whether a gradient belongs to it: to all that inputs change, and to an
        output that is computed."""
        return tuple(
            not fixed or (node.op is not None and node is self.output_node)
            for node, fixed in zip(self.nodes, self.is_fixed, strict=True)
        )

    @cached_property
    def backward_edges(self) -> tuple[Edge, ...]:
        """The edges along which a gradient flows, in the order of the backward pass."""
        return tuple(
            Edge(operand, node.index, position)
            for node in reversed(self.nodes)
            if self.reaches_output[node.index]
            for position, operand in enumerate(node.operands)
            if not self.is_fixed[operand]
        )

    @cached_property
    def backward_places(self) -> Mapping[Edge, int]:
        """The place of each of those edges in that order."""
        return {edge: place for place, edge in enumerate(self.backward_edges)}

    @cached_property
    def live_uses(self) -> tuple[int, ...]:
        """For each node, the number of those edges that arrive at it."""
        counts = [0] * len(self.nodes)
        for edge in self.backward_edges:
            counts[edge.operand] += 1
        return tuple(counts)

    @cached_property
    def uses(self) -> tuple[tuple[Edge, ...], ...]:
        """For each node, the edges that leave it, dead ends included, in forward order."""
        uses: list[list[Edge]] = [[] for _ in self.nodes]
        for node in self.nodes:
            for position, operand in enumerate(node.operands):
                uses[operand].append(Edge(operand, node.index, position))
        return tuple(map(tuple, uses))

    @cached_property
    def displayed(self) -> tuple[str, ...]:
        """For each node, its name for the eye; two that would look alike stay as typed."""
        shown = [display(node.name) for node in self.nodes]
        owner: dict[str, str] = {}
        clash = {
            text
            for node, text in zip(self.nodes, shown, strict=True)
            if owner.setdefault(text, node.name) != node.name
        }
        return tuple(
            node.name if text in clash else text
            for node, text in zip(self.nodes, shown, strict=True)
        )

    def __str__(self) -> str:
        """The graph as a program that is the same graph when it is read again.

        First the inputs, if any has a default or is a parameter, or if their order needs it; then
        the named constants, one operation a line, and further names.
        """
        spelled = spell_names([*(node.name for node in self.nodes), *self.names])
        lines = self._declarations(spelled)
        lines += [
            f"const {spelled[node.name]} = {spell_value(node.value)}"
            for node in self.nodes
            if node.is_constant and self.owns(node) and not is_symbol(node.name, node.value)
        ]
        for node in self.operations:
            operands = [self._spelled(i, spelled) for i in node.operands]
            if node.op is OPS["neg"] and self._is_number(node.operands[0]):
                operands = [f"({operands[0].strip('()')})"]  # no minus sign of the number's own
            lines.append(f"{spelled[node.name]} = {node.op.spell(*operands)}")
        lines += [
            f"{spelled[name]} = {self._spelled(index, spelled)}"
            for name, index in self.names.items()
            if self.nodes[index].name != name
        ]
        if not lines or not self._ends_with_output(lines[-1], spelled[self.output]):
            lines.append(spelled[self.output])
        return "\n".join(lines + self._losses())

    def _losses(self) -> list[str]:
        """Comments on what a program cannot carry: behind a first 0, lists have no shape."""
        values = [*self.defaults.values(), *(n.value for n in self.nodes if n.is_constant)]
        shapes = {np.shape(v) for v in values if np.size(v) == 0}
        return [
            f"# {say('graph.lost_shape', shape=shape, written=written, other=kept)}"
            for shape in sorted(shapes)
            if (kept := shape[: shape.index(0) + 1]) != shape
            and (written := spell_value(np.empty(kept)))
        ]

    def _declarations(self, spelled: Mapping[str, str]) -> list[str]:
        """The lines that tell the inputs, where the rest of the program does not."""
        used = (self.nodes[i] for node in self.operations for i in node.operands)
        met = dict.fromkeys(node.name for node in used if node.is_input)
        if self.output_node.is_input:
            met.setdefault(self.output_node.name)
        is_plain = tuple(met) == self.inputs and not CONSTANTS.keys() & set(self.inputs)
        if is_plain and not self.parameters and not self.defaults:
            return []
        lines: list[str] = []
        last = ""
        for name in self.inputs:
            kind = "param" if name in self.parameters else "input"
            if name in self.defaults:
                start = "param " if kind == "param" else ""
                lines.append(f"{start}{spelled[name]} = {spell_value(self.defaults[name])}")
                kind = ""
            elif kind == last:
                lines[-1] += f", {spelled[name]}"
            else:
                lines.append(f"{kind} {spelled[name]}")
            last = kind
        return lines

    def _ends_with_output(self, line: str, output: str) -> bool:
        return line.startswith((f"{output} =", f"const {output} =", f"param {output} ="))

    def _is_number(self, index: int) -> bool:
        node = self.nodes[index]
        return node.is_constant and not self.owns(node) and not np.ndim(node.value)

    def owns(self, node: Node) -> bool:
        """Whether the node goes by a name of its own, as an unnamed constant does not."""
        return self.names.get(node.name) == node.index

    def _spelled(self, index: int, spelled: Mapping[str, str]) -> str:
        node = self.nodes[index]
        if node.is_constant and is_symbol(node.name, node.value):
            return node.name
        if node.is_constant and not self.owns(node):
            text = spell_value(node.value)
            return f"({text})" if text.startswith("-") else text
        return spelled[node.name]


def _in_order(roots: Sequence[Expr]) -> list[Expr]:
    """Every expression below ``roots`` as a program lists them: operations in their order, and
    before each what it is the first to use. An input never comes before one that is met earlier.
    """
    met = topological_order(roots)
    inputs = [expr for expr in met if expr.op is None and expr.value is None]
    place = {expr: number for number, expr in enumerate(inputs)}
    order: list[Expr] = []
    listed: set[Expr] = set()
    count_inputs = 0
    for expr in met:
        if expr.op is None:
            continue
        for operand in expr.operands:
            if operand in place and place[operand] >= count_inputs:
                order += inputs[count_inputs : place[operand] + 1]
                count_inputs = place[operand] + 1
            elif operand.op is None and operand not in place and operand not in listed:
                order.append(operand)
                listed.add(operand)
        order.append(expr)
    order += inputs[count_inputs:]
    return order + [e for e in met if e.op is None and e not in place and e not in listed]


def _apart(names: Mapping[str, Expr], order: Sequence[Expr]) -> dict[str, Expr]:
    """The names, with others for those that are names of inputs already."""
    inputs = {expr.name for expr in order if expr.op is None and expr.value is None}
    apart: dict[str, Expr] = {}
    for name, expr in names.items():
        is_free = name not in inputs or (expr.op is None and expr.name == name)
        apart[name if is_free else names_free((), f"{name}_", {*inputs, *names, *apart})] = expr
    return apart


def listed(names: str | Iterable[str]) -> list[str]:
    """Names in a list or in one text, separated by commas or spaces."""
    if isinstance(names, str):
        return names.replace(",", " ").split()
    try:
        return list(names)
    except TypeError:
        raise GraphError("source.parameter_names", given=quoted(names)) from None


def checked_parameters(parameters: str | Iterable[str], nodes: Sequence[Node]) -> frozenset[str]:
    """The parameters by canonical names. Raises ``GraphError`` for one that is no input."""
    chosen = frozenset(map(canonical, listed(parameters)))
    inputs = [node.name for node in nodes if node.is_input]
    unknown = sorted(chosen.difference(inputs))
    if unknown:
        raise GraphError(
            "source.parameters",
            names=", ".join(unknown),
            inputs=", ".join(inputs) or Message("inputs.nothing"),
        )
    return chosen


_STEMS = "vuzhrqmndgkjlopswtcabyxf"
_NUMBERED = re.compile(r"(.*[^\W\d_])_?\d+'*")


def _stem(usual: str, taken: Iterable[str]) -> str:
    """A stem for names with numbers: the usual one, unless some of its numbers are taken.

    The other stem is no name itself, so that the numbered names do not seem to belong to it.
    """
    numbered = {match[1] for name in taken if (match := _NUMBERED.fullmatch(name))}
    others = {*numbered, *(name.rstrip("'") for name in taken)}
    if usual not in numbered:
        return usual
    longer = (letter * times for times in count(2) for letter in _STEMS)
    return next(stem for stem in chain(_STEMS, longer) if stem not in others)


def names_free(preferred: Iterable[str], stem: str, taken: Iterable[str]) -> str:
    """The first preferred name that is not taken, else ``stem`` with the first free number."""
    used = set(taken)
    return next(
        name for name in chain(preferred, (f"{stem}{n}" for n in count(1))) if name not in used
    )
