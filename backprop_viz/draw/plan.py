"""The plan of a picture: which wires, circles and forks there are, and the room for each label.

A wire is a thing of its own: it carries the name and the value over its line and the gradient
under it, as on a blackboard. The plan depends on the graph and on the shapes of the values, never
on the values themselves; so one layout serves every step and every position of a slider.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ..core.graph import Edge, Graph, Node
from ..kept import kept
from ..spell.names import bare, display
from ..spell.numbers import DIGITS, Value
from ..theme import FONT_SIZE, OPAQUE
from .cards import Deck, deck
from .cells import cells, scale_of
from .parts import Frame, Part, seen
from .ranks import ranks, spine
from .rows import rows
from .schedule import Schedule, schedule
from .slots import BETWEEN, LINE, Slots, label_lines, slot_width
from .things import Branch, Circle, Knot, Link, Role, Terminal, Wire
from .trunk import Groups, trunks, trunks_in_blocks
from .widths import even, text_width

__all__ = [
    "Plan",
    "arranged",
    "box_circle",
    "glyph_circle",
    "plan",
    "role_of",
]

NAME_WIDTH = 14  # ... of a name
CIRCLE = 40.0
DOT = 8.0  # of a port of an open block
STAIRS = 12  # operations of two operands one after the other, before they are kept at one height
LONG = 4_000  # ranks that links pass, before every wire that can be is a trunk, if that helps


@dataclass(frozen=True)
class Plan:
    """All things of a picture, in the order in which a scene tells of them.

    ``turns`` tells for the operand edges that leave a trunk how many knots come before; ``ranks``,
    for each thing by its id, how many stand to the left of it, one after the other; ``rows``, which
    circles stand one above the other in this order; ``spine``, which things at one height.
    ``frames`` are around what is in open blocks.
    """

    wires: tuple[Wire, ...]
    branches: tuple[Branch, ...]
    circles: tuple[Circle, ...]
    terminals: tuple[Terminal, ...]
    knots: tuple[Knot, ...]
    links: tuple[Link, ...]
    turns: Mapping[Edge, int]
    ranks: Mapping[str, int]
    rows: tuple[tuple[str, ...], ...]
    spine: frozenset[str]
    frames: tuple[Frame, ...]
    is_tree: bool  # nothing is used twice, so no wire forks
    digits: int  # significant, of a number in its slot
    graph: Graph = field(repr=False, compare=False)
    gates: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # circles at the very ends

    @cached_property
    def schedule(self) -> Schedule:
        """How every thing is marked, from step to step."""
        return schedule(self.graph, self.wires, self.branches, self.circles, self.links, self.turns)

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """The closed blocks, by the ids of their circles."""
        return {circle.id: circle.part for circle in self.circles if circle.part is not None}

    @cached_property
    def has_cards(self) -> bool:
        """Whether there are arrays in it."""
        return any(wire.card for wire in self.wires)

    @cached_property
    def passed(self) -> int:
        """How many ranks the links pass in all, without those where they begin and end."""
        return sum(map(self.passes, self.links))

    def passes(self, link: Link) -> int:
        """How many ranks a link passes, without those where it begins and ends."""
        return self.ranks[link.head] - self.ranks[link.tail] - 1


def plan(graph: Graph, values: Mapping[int, Value], digits: int = DIGITS, beside: int = 1) -> Plan:
    """The plan of ``graph`` where the nodes have values of the shapes of ``values``, by index.

    A slot has room for numbers of ``digits`` digits, and for ``beside`` of them in a row.
    """
    room = Slots(digits, beside)
    if graph.view is not None:
        return _plan(graph, values, room, trunks_in_blocks(graph))
    found = _plan(graph, values, room, trunks(graph))
    if found.passed <= LONG:
        return found
    every = _plan(graph, values, room, trunks(graph, every=True))
    return min(found, every, key=lambda p: p.passed)


def _plan(
    graph: Graph, values: Mapping[int, Value], room: Slots, parted: Mapping[int, Groups]
) -> Plan:
    wires: list[Wire] = []
    branches: list[Branch] = []
    circles: list[Circle] = []
    terminals: list[Terminal] = []
    knots: list[Knot] = []
    links: list[Link] = []
    turns: dict[Edge, int] = {}
    into: dict[Edge, Link] = {}
    view = seen(graph)
    frames = {frame.part.name: frame.part.outputs for frame in view.frames}
    shapes = [_shape(values, node) for node in graph.nodes]
    cards = deck(graph, shapes, room.digits, room.beside, BETWEEN)
    for node in graph.nodes:
        if node.index in view.hidden:
            continue
        source = graph.nodes[view.owned.get(node.index, node.index)]
        is_owned = source is not node
        wire = _wire(graph, node, source, cards, room, frames)
        wires.append(wire)
        if node.index in view.makers:
            part = view.makers[node.index]
            if node.index == part.outputs[0]:
                circles.append(box_circle(part))
                links += map(into.__getitem__, part.edges)
            links.append(Link(part.id, wire.id, False, node.index))
        elif node.op is not None and not is_owned:
            glyph = node.op.sign(of_arrays=all(shapes[i] for i in node.operands))
            rings = 2 * OPAQUE if node.op.framework else 0.0
            size, diameter = glyph_circle(glyph, rings)
            diameter = DOT if node.op.is_port else diameter
            circle = Circle(f"o{node.index}", node.index, glyph, diameter, size, ordered=False)
            circles.append(replace(circle, opaque=True) if rings else circle)
            links += [into[Edge(operand, node.index, n)] for n, operand in enumerate(node.operands)]
            links.append(Link(f"o{node.index}", wire.id, False, node.index))
        if source.op is None or wire.role == "output":
            end = Terminal(f"t{node.index}", node.index, wire.role, *_TERMINALS[wire.role])
            terminals.append(end)
            if source.op is None:
                links.append(Link(end.id, wire.id, False, node.index))
            else:
                links.append(Link(wire.id, end.id, False, node.index))
        uses = view.uses(graph, node.index)
        start = dict.fromkeys(uses, wire.id)  # where the way to each use begins
        groups = parted.get(node.index, ())
        groups = _seen_of(uses, groups) if view.hidden else groups
        for turn, group in enumerate(groups):
            turns |= dict.fromkeys(group, turn)
            tail = knots[-1].id if turn > 1 else wire.id
            if turn and (len(group) > 1 or turn + 1 < len(groups)):
                knots.append(Knot(f"k{node.index}_{turn}", node.index))
                links.append(Link(tail, knots[-1].id, False, node.index, turn=turn))
                tail = knots[-1].id
            start |= dict.fromkeys(group, tail)
        live = {use for use in uses if use in graph.backward_places}
        for use in uses:
            operation = view.takers[use].id if use in view.takers else f"o{use.node}"
            if graph.is_fixed[node.index] or use not in live or len(live) == 1:
                into[use] = Link(start[use], operation, True, node.index, use)
                continue
            card = cards.card(node.index, 1)
            branch = Branch(
                f"b{use.node}_{use.position}",
                use,
                card.width if card else slot_width(shapes[node.index], room, "∂ "),
                card.half if card else wire.height,
                card,
            )
            branches.append(branch)
            links.append(Link(start[use], branch.id, False, node.index, use))
            into[use] = Link(branch.id, operation, True, node.index, use)
    made = Plan(
        tuple(wires),
        tuple(branches),
        tuple(circles),
        tuple(terminals),
        tuple(knots),
        tuple(links),
        turns,
        {},
        (),
        frozenset(),
        view.frames,
        False,
        room.digits,
        graph,
    )
    return made if made.frames else arranged(made)  # with frames, level by level


def arranged(plan: Plan) -> Plan:
    """The plan with what its links say of how things are to stand."""
    graph, links = plan.graph, plan.links
    rank = ranks(links, plan.gates[0])
    alone = [*(wire.id for wire in plan.wires), *(circle.id for circle in plan.circles)]
    rank = dict.fromkeys(alone, 0) | rank  # what no link leads to
    ways = Counter(link.tail for link in links if link.edge and link.tail[0] == "w")
    # In a tree any order of operands can be drawn without a crossing.
    is_tree = not plan.knots and all(count < 2 for count in ways.values())
    circles = [
        circle
        if circle.part or (op := graph.nodes[circle.node].op) is None
        else replace(circle, ordered=op.arity > 1 and (is_tree or not op.commutative))
        for circle in plan.circles
    ]
    # Where there are cards, one after the other a little lower would soon be far below.
    has_cards = any(wire.card for wire in plan.wires)
    straight = plan.knots or has_cards or (is_tree and _is_staircase(graph))
    return replace(
        plan,
        circles=tuple(circles),
        ranks=rank,
        rows=rows(graph, rank),
        spine=spine(links, rank) if straight and links else frozenset(),
        is_tree=is_tree,
    )


@kept
def _is_staircase(graph: Graph) -> bool:
    """Whether an operation on another's result, and so on, would go down and down at each of them.

    So does a long sum of inputs, each of which comes in from below.
    """
    steps = [0] * len(graph.nodes)
    for node in graph.operations:
        steps[node.index] = max(steps[i] for i in node.operands) + (len(set(node.operands)) > 1)
    return max(steps) > STAIRS


def _seen_of(uses: Sequence[Edge], groups: Groups) -> Groups:
    """The groups of a trunk, of those uses that are seen."""
    found = (tuple(use for use in group if use in uses) for group in groups)
    return tuple(group for group in found if group)


def box_circle(part: Part) -> Circle:
    """The box of a closed block."""
    node, size = part.outputs[-1], part.height
    return Circle(part.id, node, part.shown, size, FONT_SIZE, len(part.arguments) > 1, part)


_TERMINALS: dict[Role, tuple[float, float]] = {
    "input": (8.0, 8.0),
    "parameter": (8.0, 8.0),
    "constant": (3.0, 16.0),
    "output": (11.0, 11.0),
    "operation": (0.0, 0.0),
}


def role_of(graph: Graph, node: Node) -> Role:
    """What a node is to its graph."""
    if node.index == graph.output_node.index:
        return "output"
    if node.is_constant:
        return "constant"
    if node.op is not None:
        return "operation"
    return "parameter" if node.name in graph.parameters else "input"


def _fitting(name: str) -> str:
    """As much of a name as has room. Its end tells it from others, so the middle goes, or what
    it is in."""
    own = name.rpartition(".")[2]
    if len(name) <= NAME_WIDTH:
        return name
    return f"…{own}" if len(own) < NAME_WIDTH else f"{name[: NAME_WIDTH - 7]}…{name[-6:]}"


def _wire(
    graph: Graph,
    node: Node,
    source: Node,
    cards: Deck,
    room: Slots,
    frames: Mapping[str, Collection[int]],
) -> Wire:
    """The wire of a node, which is called as its ``source`` is: of the port of a parameter, that.

    ``frames`` are by their names, each with what comes out of it.
    """
    role, called = role_of(graph, source), source.name
    shown = bare(graph.displayed[source.index])
    title = shown
    points = [at for at, sign in enumerate(called) if sign == "."] if frames else []
    around = (at for at in reversed(points) if called[:at] in frames)
    start = next((at + 1 for at in around if node.index not in frames[called[:at]]), 0)
    if start:  # the frame says it already
        shown = bare(display(called[start:]))
    name = _fitting(shown)
    is_unnamed = node.is_constant and not graph.owns(node)
    shape = cards.shapes[node.index]
    name = "" if is_unnamed else name
    card = cards.card(node.index, 2 if graph.has_gradient[node.index] else 1, name)
    if card:
        size = card.width, card.halves * card.half
        wire = Wire(f"w{node.index}", node.index, role, name, title, *size, card=card)
        if not is_unnamed:
            return wire
        told = tuple(label_lines(node.value, room.digits))
        filled = cells(card, node.value, scale_of(node.value), room.digits)
        return replace(wire, constant=told, cells=filled)
    if is_unnamed:
        lines = label_lines(node.value, room.digits)
        width = even(max(text_width(line) for line in lines) + 16)
        height = 2 * LINE * len(lines)
        return Wire(f"w{node.index}", node.index, role, "", title, width, height, tuple(lines))
    width = max(
        slot_width(shape, room, f"{name} = "),
        slot_width(shape, room, "∂ " + (" + ?" if len(graph.uses[node.index]) > 1 else "")),
    )
    height = 2 * LINE * len(label_lines(np.zeros(shape)))
    return Wire(f"w{node.index}", node.index, role, name, title, width, height)


def _shape(values: Mapping[int, Value], node: Node) -> tuple[int, ...]:
    return tuple(getattr(values.get(node.index), "shape", ()))


def glyph_circle(glyph: str, rings: float = 0.0) -> tuple[float, float]:
    """The size of an operation's sign, never less than a label's, and its circle's diameter.

    Both are in points, as are the ``rings`` that the circle has room for beside the sign.
    """
    size = max(FONT_SIZE, min(FONT_SIZE + 2, (CIRCLE - 8) / max(1.0, text_width(glyph, 1.0))))
    return size, max(CIRCLE, even(text_width(glyph, size) + 6 + rings))
