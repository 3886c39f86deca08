"""The things that a picture is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..core.graph import Edge, Graph, Node
from ..theme import OPAQUE
from .cards import Card
from .cells import Cells
from .parts import Part

__all__ = ["Branch", "Circle", "Knot", "Link", "Role", "Terminal", "Wire", "source"]

Role = Literal["input", "parameter", "constant", "operation", "output"]


@dataclass(frozen=True, slots=True)
class Wire:
    """The wire of a node. ``width`` and ``height`` are in points; the line runs at mid-height.

    ``constant`` is the label of an unnamed constant, which has no ``name``. An array has a
    ``card``, and such a constant its ``cells``.
    """

    id: str
    node: int
    role: Role
    name: str
    title: str
    width: float
    height: float
    constant: tuple[str, ...] = ()
    card: Card | None = None
    cells: Cells | None = None


def source(graph: Graph, wire: Wire) -> Node:
    """The node that a wire is called by: of the port of a parameter in an open block, that."""
    node = graph.nodes[wire.node]
    while wire.role == "parameter" and node.op is not None:
        node = graph.nodes[node.operands[0]]
    return node


@dataclass(frozen=True, slots=True)
class Branch:
    """One of several ways on from a shared wire; it carries its own contribution."""

    id: str
    edge: Edge
    width: float
    height: float
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle of an operation; ``ordered`` asks for its first operand on top.

    That of a closed block is a box, its ``part``. An ``opaque`` one has two rings.
    """

    id: str
    node: int
    glyph: str
    size: float
    font_size: float
    ordered: bool
    part: Part | None = None
    opaque: bool = False

    @property
    def rings(self) -> tuple[float, ...]:
        """The radii of what is drawn, from the outside."""
        outer = self.size / 2
        return (outer, outer - OPAQUE) if self.opaque else (outer,)

    @property
    def width(self) -> float:
        """From the left to the right."""
        return self.size if self.part is None else self.part.width

    @property
    def height(self) -> float:
        """From the top to the bottom."""
        return self.size if self.part is None else self.part.height


@dataclass(frozen=True, slots=True)
class Terminal:
    """The mark at the free end of a wire that tells its role."""

    id: str
    node: int
    role: Role
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Knot:
    """A point of the trunk of ``node``, where some of its ways on leave it."""

    id: str
    node: int


@dataclass(frozen=True, slots=True)
class Link:
    """A curve between two things. ``edge`` is the operand edge that it is part of, if any.

    A piece of a trunk is part of all operand edges of its node whose turn is ``turn`` or later.
    """

    tail: str
    head: str
    arrow: bool
    node: int  # whose value runs along it
    edge: Edge | None = None
    turn: int | None = None
