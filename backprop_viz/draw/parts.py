"""The blocks of a graph in a picture: closed ones as boxes with ports, open ones as frames."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..blocks.owned import found_around, owned_ports, way_of_owned
from ..core.graph import Edge, Graph
from ..parts import Block
from ..spell.names import bare, display
from ..words import Message
from .widths import even, text_width

__all__ = ["Frame", "Part", "Seen", "seen"]

PORT = 11.0  # size of the type of a port's name
ROW, LEAST = 18.0, 48.0  # points: the height of a port, and of a box at least
SIGN = 9.0  # the size of the sign that a box opens
LONGEST = 22  # characters of a name that are shown
OWNED = 105.0  # points for what it says of its parameters, in any language
SIDE = 8.0


@dataclass(frozen=True, slots=True)
class Part:
    """A closed block: a box with a name, and the names of its ports from top to bottom.

    ``arguments`` are the ports on the left, ``givers`` what enters by them, and ``outputs`` the
    ports on the right. ``owned`` are the parameters that it alone uses, which stand in it, and
    ``passed`` the ports of blocks around it through which they come.
    """

    name: str
    shown: str
    arguments: tuple[int, ...]
    givers: tuple[int, ...]
    outputs: tuple[int, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    owned: tuple[int, ...]
    passed: tuple[int, ...]
    width: float
    height: float

    @property
    def id(self) -> str:
        """Of its thing in a plan."""
        return f"ob{self.outputs[-1]}"

    @property
    def all_owned(self) -> tuple[int, ...]:
        """The parameters that it owns, and the ports through which they come."""
        return (*self.owned, *self.passed)

    @property
    def mark(self) -> Message | None:
        """What it says of the parameters that it owns: how many there are."""
        if not self.owned:
            return None
        count = len(self.owned)
        return Message("owned.more", count=count) if count > 1 else Message("owned.one")

    @property
    def edges(self) -> tuple[Edge, ...]:
        """What enters it, by its ports."""
        pairs = zip(self.givers, self.arguments, strict=True)
        return tuple(Edge(giver, port, 0) for giver, port in pairs)

    def row(self, node: int, *, is_in: bool) -> float:
        """How far below the middle of the box the port of a node is."""
        ports = self.arguments if is_in else self.outputs
        step = self.height / len(ports)
        return (ports.index(node) + 0.5) * step - self.height / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """An open block: what is ``inside`` it are nodes, those of its ports and of inner ones too.

    ``part`` is the box that it closes to, ``depth`` how many frames are around it.
    """

    part: Part
    inside: frozenset[int]
    depth: int


@dataclass(frozen=True)
class Seen:
    """What of a graph is seen: ``hidden`` nodes are not.

    ``takers`` lead from the edge by which something enters a closed block, and ``makers`` from the
    port by which something leaves it, to the block. ``owned`` lead from the ports by which open
    blocks get what they own to the parameter, which is drawn there alone.
    """

    hidden: frozenset[int]
    takers: Mapping[Edge, Part]
    makers: Mapping[int, Part]
    frames: tuple[Frame, ...]
    owned: Mapping[int, int]

    def uses(self, graph: Graph, node: int) -> tuple[Edge, ...]:
        """The uses of a node that are seen."""
        if not self.hidden:
            return graph.uses[node]
        found = [e for e in graph.uses[node] if e in self.takers or e.node not in self.hidden]
        return tuple(found)


def seen(graph: Graph) -> Seen:
    """What of a graph is seen, by the blocks that are open."""
    view = graph.view
    if view is None:
        return Seen(frozenset(), {}, {}, (), {})
    hidden: set[int] = set()
    found = found_around(graph)
    takers: dict[Edge, Part] = {}
    makers: dict[int, Part] = {}
    for block in view.closed:
        hidden |= _inside(graph, block) - {*block.outputs}
        if block.outputs:
            part = _part(graph, block, found)
            hidden.update(part.owned, part.passed)
            makers |= dict.fromkeys(block.outputs, part)
            takers |= dict.fromkeys(part.edges, part)
    given = {edge.operand for edge in takers}
    for node in (node for node in graph.nodes if node.value is not None):
        uses = graph.uses[node.index]
        if uses and node.index not in given and all(use.node in hidden for use in uses):
            hidden.add(node.index)
    frames: list[Frame] = []
    around: list[Block] = []  # of the one that is looked at, the outermost first
    for block in view.opened:
        while around and block.operations.start >= around[-1].operations.stop:
            around.pop()
        if block.outputs:
            frames.append(Frame(_part(graph, block, found), _inside(graph, block), len(around)))
        around.append(block)
    ways = owned_ports(graph, (block for block in view.opened if block.outputs))
    hidden.update(*ways.values())
    owned = {port: way[-1] for port, way in ways.items() if port not in hidden}
    return Seen(frozenset(hidden), takers, makers, tuple(frames), owned)


def _inside(graph: Graph, block: Block) -> frozenset[int]:
    """The nodes that it computes, its ports among them."""
    inside = graph.operations[block.operations.start : block.operations.stop]
    return frozenset(node.index for node in inside)


def _part(graph: Graph, block: Block, found: Collection[int]) -> Part:
    ways = {port: way_of_owned(graph, port, found) for _, port in block.arguments}
    owned = [way[-1] for way in ways.values() if way]
    passed = [port for way in ways.values() for port in way[:-1]]
    arguments = [(own, node) for own, node in block.arguments if not ways[node]]
    left = [_short(display(own)) for own, _ in arguments]
    right = [_short(_inner(graph, block, node)) for node in block.outputs]
    if len(right) == 1:
        right = [""]
    shown = display(block.own)
    if not block.own.startswith(block.function):
        shown = f"{shown}: {block.function}"
    shown = shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
    sides = sum(max((text_width(n, PORT) for n in names), default=0.0) for names in (left, right))
    middle = max(text_width(shown), OWNED * bool(owned))
    width = even(max(sides + middle + 4 * SIDE, middle + 2 * SIDE + 2 * SIGN))
    rows = max(len(left), len(right))
    return Part(
        block.name,
        shown,
        tuple(node for _, node in arguments),
        tuple(graph.nodes[node].operands[0] for _, node in arguments),
        block.outputs,
        tuple(left),
        tuple(right),
        tuple(owned),
        tuple(passed),
        width,
        max(LEAST + ROW * bool(owned), ROW * rows + SIDE),
    )


def _inner(graph: Graph, block: Block, output: int) -> str:
    """What is returned is called so inside."""
    (inner,) = graph.nodes[output].operands
    name = graph.nodes[inner].name
    own = name.removeprefix(f"{block.name}.")
    return display(own) if own != name and inner not in graph.unnamed else ""


def _short(name: str) -> str:
    shown = bare(name)
    return shown if len(shown) <= 8 else shown[:7] + "…"
