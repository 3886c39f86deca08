"""What stands side by side in each block of a graph, for a browser that shows some of it.

A level is what stands in a block, or in none. It is told in numbers of its own: its nodes, edges,
branches and links are counted anew, and which they are in the graph is told beside it. So insides
that are alike are one text, which travels once, and is read when it is first shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..core.graph import Edge
from ..draw.homes import Homes
from ..draw.plan import Plan
from ..draw.slots import is_italic, isolated
from ..draw.things import Branch, Circle, Link, Terminal, Wire
from ..kept import kept
from ..parts import Block, all_blocks

__all__ = ["Inside", "as_texts", "insides", "runs"]

_ID = re.compile(r"([a-z]+)(\d+)(.*)")


@dataclass
class Inside:
    """The things of one level, in the order of the plan; branches and links by their numbers in it.

    ``boxes`` are the ids of the blocks in it.
    """

    wires: list[Wire] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    terminals: list[Terminal] = field(default_factory=list)
    branches: dict[int, Branch] = field(default_factory=dict)
    links: dict[int, Link] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    nodes: list[int] = field(default_factory=list)

    def count(self) -> None:
        """Give every thing its name, with the number that its node has here."""
        ids = [
            thing.id for things in (self.wires, self.circles, self.terminals) for thing in things
        ]
        ids += [branch.id for branch in self.branches.values()] + self.boxes
        ids += [end for link in self.links.values() for end in (link.tail, link.head)]
        parts = {name: found.groups() for name in ids if (found := _ID.fullmatch(name))}
        self.nodes = sorted({int(node) for _, node, _ in parts.values()})
        place = {str(node): n for n, node in enumerate(self.nodes)}
        self.names = {name: f"{kind}{place[n]}{rest}" for name, (kind, n, rest) in parts.items()}

    def told(self, place: Mapping[Edge, int], card: Callable[[Any], Any]) -> tuple[Any, list[Any]]:
        """What is the same where insides are alike, and which nodes, edges, branches and links of
        the graph it is about. What the browser knows of a node is not told again.
        """
        here = {node: n for n, node in enumerate(self.nodes)}
        used = [link.edge for link in self.links.values()]
        used += [branch.edge for branch in self.branches.values()]
        edges = sorted({place[edge] for edge in used if edge is not None and edge in place})
        number = {edge: n for n, edge in enumerate(edges)}

        def link(one: Link) -> list[Any]:
            ends = [self.names[one.tail], self.names[one.head]]
            if one.turn is not None:
                return [*ends, None, one.turn]
            if one.edge is None or one.edge not in place:
                return ends
            return [*ends, number[place[one.edge]]]

        made = {
            "wires": [_wire(one, here[one.node], card(one.card)) for one in self.wires],
            "circles": [
                [here[one.node], one.glyph, one.size, one.font_size, one.opaque]
                for one in self.circles
            ],
            "terminals": [[here[end.node], end.role] for end in self.terminals],
            "branches": [[number[place[b.edge]], card(b.card)] for b in self.branches.values()],
            "links": [link(one) for one in self.links.values()],
        }
        return made, [*map(runs, (self.nodes, edges, self.branches, self.links))]


class Insides:
    """The levels of a plan, in which all blocks are open: what stands in none, and then in each of
    the ``blocks``, which go by a ``number``.
    """

    def __init__(self, plan: Plan) -> None:
        frames = {frame.part.name: frame for frame in plan.frames}
        self.blocks: list[Block] = [b for b in all_blocks(plan.graph.blocks) if b.name in frames]
        self.number = {block.name: n for n, block in enumerate(self.blocks, start=1)}
        self.levels = [Inside() for _ in range(len(self.blocks) + 1)]
        self.around = {
            self.number[p.name]: self.number[b.name] for b in self.blocks for p in b.parts
        }
        found = Homes(plan).of
        home = {
            name: 0 if frame is None else self.number[frame.part.name]
            for name, frame in found.items()
        }
        for wire in plan.wires:
            self.levels[home[wire.id]].wires.append(wire)
        for circle in plan.circles:
            self.levels[home[circle.id]].circles.append(circle)
        for end in plan.terminals:
            self.levels[home[end.id]].terminals.append(end)
        for n, branch in enumerate(plan.branches):
            self.levels[home[branch.id]].branches[n] = branch
        for n, link in enumerate(plan.links):
            tail, head = home[link.tail], home[link.head]
            is_entering = head != tail and self.around.get(head, 0) == tail and head
            self.levels[tail if is_entering else head].links[n] = link
        for number, block in enumerate(self.blocks, start=1):
            around = self.levels[self.around.get(number, 0)]
            around.boxes.append(frames[block.name].part.id)
        for level in self.levels:
            level.count()

    def told(self, plan: Plan, card: Callable[[Any], Any]) -> dict[str, Any]:
        """All levels: the text of each, by its place among the ``insides``, and what it is about.

        With how far along a trunk the edges that leave one go.
        """
        place = plan.graph.backward_places
        made, about = zip(*(level.told(place, card) for level in self.levels), strict=True)
        turns: list[list[Any]] = [[] for _ in self.levels]
        home = {wire.node: n for n, level in enumerate(self.levels) for wire in level.wires}
        for edge, turn in plan.turns.items():
            if turn:
                turns[home[edge.operand]].append((edge, turn))
        for level, one, found in zip(self.levels, made, turns, strict=True):
            here = {node: n for n, node in enumerate(level.nodes)}
            one["turns"] = [[here[edge.node], edge.position, turn] for edge, turn in found]
        texts, numbers = as_texts(made)
        return {
            "insides": texts,
            "levels": [[n, *told] for n, told in zip(numbers, about, strict=True)],
        }


@kept
def insides(plan: Plan) -> Insides:
    """The levels of a plan, found once."""
    return Insides(plan)


def _wire(wire: Wire, node: int, card: Any) -> list[Any]:
    drawn = isolated(wire.name)
    made = [node, wire.role, wire.name, is_italic(wire.name)]
    return [*made, None if drawn == wire.name else drawn, list(wire.constant), card]


def as_texts(made: Iterable[Any]) -> tuple[list[str], list[int]]:
    """The texts of things for JSON, of equal ones one, and which of them each has."""
    texts: dict[str, int] = {}
    numbers = [
        texts.setdefault(json.dumps(one, ensure_ascii=False, separators=(",", ":")), len(texts))
        for one in made
    ]
    return [*texts], numbers


def runs(numbers: Iterable[int]) -> list[int]:
    """Ascending numbers: the first of those in a row, how many they are, and so on."""
    found: list[int] = []
    after = None
    for number in numbers:
        if number == after:
            found[-1] += 1
        else:
            found += [number, 1]
        after = number + 1
    return found
