"""The computational graph: immutable nodes in topological order, each knowing its operands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Self

from ..arithmetic.shapes import Shape
from ..given.inputs import checked_parameters
from ..spell.names import canonical, display
from ..spell.numbers import DIGITS, Maybe, Value, format_value
from .expression import Expr
from .naming import given_names, node_names
from .operation import Op
from .sized import shapes_asked

__all__ = [
    "Edge",
    "Graph",
    "Node",
    "Operation",
    "topological_order",
]


@dataclass(frozen=True, slots=True)
class Node:
    """An input, a constant or an operation: an expression that has its place in a graph.

    ``operands`` are indices of earlier nodes, in order.

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
    ``unnamed`` are the operations that nobody has named, by their indices, and ``shapes`` those of
    inputs that the graph holds for alone: a derivative is of numbers, and a function may have asked
    for a shape. Of a graph that was read from a ``text``, ``places`` says where in it an operation
    stands.
    """

    nodes: tuple[Node, ...]
    output: str
    names: Mapping[str, int] = field(repr=False)
    parameters: frozenset[str] = frozenset()
    defaults: Mapping[str, Value] = field(default_factory=dict, repr=False)
    unnamed: frozenset[int] = field(default=frozenset(), repr=False)
    shapes: Mapping[str, Shape] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)
    places: Mapping[int, int] = field(default_factory=dict, repr=False)

    @classmethod
    def build(
        cls,
        roots: Sequence[Expr],
        output: Expr,
        names: Mapping[str, Expr] | None = None,
        parameters: Iterable[str] = (),
        defaults: Mapping[str, Value] | None = None,
        shapes: Mapping[str, Shape] | None = None,
        text: str = "",
        places: Mapping[Expr, int] | None = None,
    ) -> Self:
        """The graph of everything below ``roots`` and ``output``.

        ``names`` gives names to expressions; an operation without one becomes v1, v2, ..., or
        u1, z1, ... where there are such names already.
        Raises ``GraphError`` if a parameter is not an input.
        """
        order = _in_order([*roots, output])
        names = given_names(names or {}, order)
        own = node_names(order, names, output)
        nodes: list[Node] = []
        index: dict[Expr, int] = {}
        found: dict[str, int] = {}
        for expr in order:
            here = len(nodes)
            if expr.is_input and expr.name in found:  # another object for the same input
                index[expr] = found[expr.name]
                continue
            index[expr] = here
            name = own[expr] if expr in own else format_value(expr.value)
            if expr in own:
                found.setdefault(name, here)
            if expr.op is None:
                nodes.append(Node(here, name, value=expr.value))
            else:
                operands = tuple(index[operand] for operand in expr.operands)
                nodes.append(Operation(here, name, expr.op, operands))
        called = {*names.values(), output}
        asked = shapes_asked(expr for expr in order if expr.is_input) if shapes is None else shapes
        found.update({name: index[expr] for name, expr in names.items()})
        last = (name for name in reversed(names) if names[name] is output)
        output_name = next(last, nodes[index[output]].name)
        found.setdefault(output_name, index[output])
        return cls(
            tuple(nodes),
            output_name,
            MappingProxyType(found),
            checked_parameters(parameters, [node.name for node in nodes if node.is_input]),
            MappingProxyType({canonical(name): value for name, value in (defaults or {}).items()}),
            frozenset(index[expr] for expr in order if expr.op is not None and expr not in called),
            MappingProxyType({name: asked[name] for name in found if name in asked}),
            text,
            {index[expr]: at for expr, at in (places or {}).items() if expr in index},
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
        """For each node, whether the output depends on it, other than where gradients stop."""
        reaches = [False] * len(self.nodes)
        reaches[self.output_node.index] = True
        for node in reversed(self.nodes):
            if reaches[node.index] and not (node.op is not None and node.op.stops):
                for operand in node.operands:
                    reaches[operand] = True
        return tuple(reaches)

    @cached_property
    def is_fixed(self) -> tuple[bool, ...]:
        """For each node, whether no input moves it: a constant, computed from such, or stopped."""
        fixed: list[bool] = []
        for node in self.nodes:
            stops = node.op is not None and node.op.stops
            fixed.append(stops or (not node.is_input and all(fixed[i] for i in node.operands)))
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
            if self.reaches_output[node.index] and not self.is_fixed[node.index]
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

    def raises(self, name: str) -> bool:
        """Whether a node of that name is an exponent."""
        exponents = (n.operands[1] for n in self.operations if n.op.operator == "**")
        return name in self.names and self.names[name] in exponents

    def shown(self, digits: int) -> tuple[str, ...]:
        """For each node its name for the eye; an unnamed constant is its number in these digits."""
        if digits == DIGITS:
            return self.displayed
        return tuple(
            format_value(node.value, digits=digits)
            if node.is_constant and not self.owns(node)
            else name
            for node, name in zip(self.nodes, self.displayed, strict=True)
        )

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

    def owns(self, node: Node) -> bool:
        """Whether the node goes by a name of its own, as an unnamed constant does not."""
        return self.names.get(node.name) == node.index


def _in_order(roots: Sequence[Expr]) -> list[Expr]:
    """Every expression below ``roots`` as a program lists them: operations in their order, and
    before each the inputs and constants that it uses first. An input never comes before one that is
    met earlier, so that a graph keeps its order of inputs when its program is read again.
    """
    met = topological_order(roots)
    inputs = [expr for expr in met if expr.is_input]
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
