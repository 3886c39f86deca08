"""The computational graph: immutable nodes in topological order, each knowing its operands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from ..arithmetic.shapes import Shape
from ..given.inputs import checked_parameters
from ..given.sized import shapes_asked
from ..parts import Block, Inside, View
from ..spell.names import canonical, displays
from ..spell.numbers import DIGITS, Maybe, Value, format_value
from .expression import Expr
from .naming import Names
from .operation import Op

__all__ = ["Edge", "Graph", "Node", "Operation", "topological_order"]


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


class Edge(NamedTuple):
    """The use of a node as operand number ``position`` of an operation."""

    operand: int
    node: int
    position: int


def topological_order(roots: Iterable[Expr], before: Sequence[Expr] = ()) -> list[Expr]:
    """Every expression below ``roots``, operands before their users, left before right.

    Depth first without recursion, so that a chain of any length works. It goes on from an order
    ``before``, in which there is all that is below what is in it.
    """
    order = dict.fromkeys(before)
    for root in roots:
        stack = [] if root in order else [root]
        while stack:
            expr = stack[-1]
            waiting = [one for one in expr.operands if one not in order]
            if waiting:
                stack += reversed(waiting)
            else:
                order[stack.pop()] = None
    return [*order]


@dataclass(frozen=True, eq=False)
class Graph:
    """A formula as a graph. Made by :meth:`build`; nothing in it ever changes.

    ``nodes`` are in topological order, ``output`` names the one whose gradient is sought, and
    ``names`` leads from each name (there may be several for a node) to the node's index.
    ``parameters`` are the inputs that learning would change; the picture marks them. ``defaults``
    are the values of inputs where a walk is given none, as a Python function may have them.
    ``unnamed`` are the operations that nobody has named, by their indices, and ``shapes`` those of
    inputs that the graph holds for alone: a derivative is of numbers, and a function may have asked
    for a shape; ``sketched`` are all that inputs are like. Of one that was read from a ``text``,
    ``places`` says where in it an operation stands; of one that was read as a program ran,
    ``lines`` gives the line of that. ``blocks`` are its parts that have a name, each with the parts
    in it, and ``view`` is which of them are closed, if any. ``origin`` is what its reader knows.
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
    lines: Mapping[int, str] = field(default_factory=dict, repr=False)
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    view: View | None = field(default=None, repr=False)
    origin: object = field(default=None, repr=False)
    sketched: Mapping[str, Shape] = field(default_factory=dict, repr=False)

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
        inside: Inside[Expr] | None = None,
        lines: Mapping[Expr, str] | None = None,
    ) -> Self:
        """The graph of everything below ``roots`` and ``output``.

        ``names`` gives names to expressions; an operation without one becomes v1, v2, ..., or
        u1, z1, ... where there are such names already.
        Raises ``GraphError`` if a parameter is not an input.
        """
        order = _in_order([*roots, output])
        named = Names(order, names or {}, output, inside or Inside())
        nodes, index = _nodes(order, named.own)
        inputs = [node.name for node in nodes if node.is_input]
        asked = shapes_asked(order) if shapes is None else shapes
        return cls(
            nodes,
            named.output,
            MappingProxyType(named.indices(index)),
            checked_parameters(parameters, inputs),
            MappingProxyType({canonical(name): value for name, value in (defaults or {}).items()}),
            frozenset(index[expr] for expr in named.unnamed),
            MappingProxyType({name: asked[name] for name in inputs if name in asked}),
            text,
            {index[expr]: at for expr, at in (places or {}).items() if expr in index},
            {index[expr]: line for expr, line in (lines or {}).items() if expr in index},
            sketched={one.name: one.sketch.shape for one in order if one.sketch and not one.op},
        )

    def with_fields(self, **fields: Any) -> Self:
        """The same nodes, of which other things are told; what follows from them alone stays."""
        made = replace(self, **fields)
        vars(made).update({name: vars(self)[name] for name in _OF_NODES if name in vars(self)})
        return made

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order of their first appearance."""
        return tuple(node.name for node in self.nodes if node.is_input)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The nodes that are computed, in the order of the forward pass."""
        return tuple(node for node in self.nodes if isinstance(node, Operation))

    @cached_property
    def opaque(self) -> tuple[Operation, ...]:
        """Those whose numbers come from another framework."""
        return tuple(node for node in self.operations if node.op.framework)

    def operation(self, index: int) -> Operation:
        """The node of that index, which is known to be computed."""
        node = self.nodes[index]
        assert isinstance(node, Operation), node.name
        return node

    @cached_property
    def seed_index(self) -> int:
        """The index of the seed step of a walk: the bare graph, then an operation a step."""
        return len(self.operations if self.view is None else self.view.forward) + 1

    @cached_property
    def step_count(self) -> int:
        """How many steps a walk has, from the bare graph to the last gradient."""
        backward = self.backward_edges if self.view is None else self.view.backward
        return self.seed_index + 1 + len(backward)

    @cached_property
    def computed_at(self) -> tuple[int, ...]:
        """For each node, the step of a walk at which its value becomes known."""
        known = [0 if node.is_constant else 1 for node in self.nodes]
        count = len(self.operations)
        steps = range(count) if self.view is None else self.view.reached(forward=True)
        for step, node in zip(steps, self.operations, strict=True):
            known[node.index] = step + 1
        return tuple(known)

    @cached_property
    def returned_at(self) -> Sequence[int]:
        """For each edge of the backward pass, the step at which a gradient comes back along it."""
        first = self.seed_index + 1
        if self.view is None:
            return range(first, first + len(self.backward_edges))
        return tuple(first + step for step in self.view.reached(forward=False))

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
            known = not node.is_input and False not in [fixed[i] for i in node.operands]
            fixed.append(known or (node.op is not None and node.op.stops))
        return tuple(fixed)

    @cached_property
    def has_gradient(self) -> tuple[bool, ...]:
        """For each node, whether it has a gradient: what some input moves, or a computed output."""
        return tuple(
            not fixed or (node.op is not None and node is self.output_node)
            for node, fixed in zip(self.nodes, self.is_fixed, strict=True)
        )

    @cached_property
    def backward_edges(self) -> tuple[Edge, ...]:
        """The edges along which a gradient flows, in the order of the backward pass."""
        reaches, is_fixed = self.reaches_output, self.is_fixed
        back = (node.index for node in reversed(self.operations) if reaches[node.index])
        found = chain.from_iterable(self.edges[node] for node in back if not is_fixed[node])
        return tuple([edge for edge in found if not is_fixed[edge.operand]])

    @cached_property
    def backward_places(self) -> Mapping[Edge, int]:
        """The place of each of those edges in that order."""
        return {edge: place for place, edge in enumerate(self.backward_edges)}

    @cached_property
    def live_uses(self) -> tuple[int, ...]:
        """For each node, the number of those edges that arrive at it."""
        counts = Counter([edge.operand for edge in self.backward_edges])
        return tuple([counts[index] for index in range(len(self.nodes))])

    @cached_property
    def edges(self) -> tuple[tuple[Edge, ...], ...]:
        """For each node, the edges that enter it, by their positions."""
        places = ((node.index, enumerate(node.operands)) for node in self.nodes)
        return tuple(tuple([Edge(one, node, n) for n, one in used]) for node, used in places)

    @cached_property
    def uses(self) -> tuple[tuple[Edge, ...], ...]:
        """For each node, the edges that leave it, dead ends included, in forward order."""
        uses: list[list[Edge]] = [[] for _ in self.nodes]
        for edge in chain.from_iterable(self.edges):
            uses[edge.operand].append(edge)
        return tuple(map(tuple, uses))

    def raises(self, name: str) -> bool:
        """Whether a node of that name is an exponent."""
        exponents = (n.operands[1] for n in self.operations if n.op.operator == "**")
        return name in self.names and self.names[name] in exponents

    def shown(self, digits: int) -> tuple[str, ...]:
        """For each node its name as it is displayed; an unnamed constant is its number."""
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
        """For each node, its name as it is displayed; two that would look alike stay as typed."""
        shown = displays(node.name for node in self.nodes)
        owner = {text: name for name, text in shown}
        clash = {text for name, text in shown if owner[text] != name}
        return tuple([name if text in clash else text for name, text in shown])

    def owns(self, node: Node) -> bool:
        """Whether the node goes by a name of its own, as an unnamed constant does not."""
        return self.names.get(node.name) == node.index


_OF_NODES = (
    *("inputs", "operations", "opaque", "output_node", "reaches_output", "is_fixed", "displayed"),
    *("has_gradient", "backward_edges", "backward_places", "live_uses", "edges", "uses"),
)
"""What does not depend on which blocks are open."""


def _nodes(
    order: Sequence[Expr], names: Mapping[Expr, str]
) -> tuple[tuple[Node, ...], dict[Expr, int]]:
    """The nodes, and the index of the node of each expression; inputs of one name share theirs."""
    nodes: list[Node] = []
    index: dict[Expr, int] = {}
    inputs: dict[str, int] = {}
    for expr in order:
        index[expr] = here = len(nodes)
        if expr.op is not None:
            operands = tuple([index[operand] for operand in expr.operands])
            nodes.append(Operation(here, names[expr], expr.op, operands))
        elif not expr.is_input or inputs.setdefault(expr.name, here) == here:
            name = names[expr] if expr in names else format_value(expr.value)
            nodes.append(Node(here, name, value=expr.value))
        else:  # another object for the same input
            index[expr] = inputs[expr.name]
    return tuple(nodes), index


def _in_order(roots: Sequence[Expr]) -> list[Expr]:
    """Every expression below ``roots`` as a program lists them: operations in their order, and
    before each the inputs and constants that it uses first. An input never comes before one that is
    met earlier, so that a graph keeps its order of inputs when its program is read again.
    """
    met = topological_order(roots)
    inputs = iter([expr for expr in met if expr.op is None and expr.is_input])
    order: dict[Expr, None] = {}
    for expr in met:
        if expr.op is None:
            continue
        for operand in expr.operands:
            while operand not in order:
                order[next(inputs) if operand.is_input else operand] = None
        order[expr] = None
    return [*(order | dict.fromkeys(inputs) | dict.fromkeys(met))]
