"""Where things stand: one layout per plan, made by Graphviz, or without it where it cannot."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import islice, pairwise

import numpy as np

from ..errors import EngineError
from ..words import Message
from . import engine
from .columns import in_columns
from .fans import fanned
from .framed import framed
from .parts import Part
from .places import MARGIN, Box, Layout, whole
from .plan import Plan
from .things import Link, Terminal

__all__ = [
    "EDGES",
    "Box",
    "Layout",
    "ends",
    "inches",
    "lay_out",
    "shape",
    "spacing",
    "without_frames",
]

POINTS = 72.0  # per inch
LARGE = 150  # wires
LONG = 4_000  # things and the pieces of lines between them
CROWDED = 8_000  # ... from where Graphviz looks for fewer crossings
DOUBLED = 10  # points that the second circle of an output adds at most, and some for rounding
LOOSE = 24  # ... that a line may end beside its box: an arrow head, and some for rounding
ROOMY = 1_000  # ... of the page for each thing on it
BEYOND = 15_000  # ranks that links pass, which are too many for Graphviz
WEAVE = 2_000  # links, from where it is counted ...
TANGLED = 1.4e8  # ... how many pass ranks, times the squares of how many, for lines past each other
STRAIGHT = 2e9  # ... times the things in a rank, from where lines are straight: no way round others
DEEP = 1.9e6  # ranks, times the things beside the first in them, from where nothing is polished
WORK = 6e10  # iterations of its network simplex, times the square of the pieces to place
EDGES = {"arrowsize": "0.7", "penwidth": "1.3"}


def spacing(plan: Plan) -> dict[str, str]:
    """The graph's attributes that decide where things stand. Where wires fork they need room."""
    apart = "0.16" if plan.is_tree and not plan.parts else "0.28"
    return {"rankdir": "LR", "nodesep": "0.16", "ranksep": apart, **_haste(plan)}


def _haste(plan: Plan) -> dict[str, str]:
    """Options that keep Graphviz from polishing a large picture for minutes.

    To place a line it makes a node in each rank that the line passes. So where lines are long, each
    of the iterations, which are counted per node, takes longer, and far fewer have to do. A deep
    picture does without any: even the first tree of all that is to be placed would take seconds,
    each part of it may be as long as there are ranks, and a few iterations leave a long staircase,
    where without them there are rows.
    """
    count = len(plan.ranks)
    size = count + len(plan.links) + 2 * plan.passed
    if len(plan.wires) <= LARGE and size <= LONG:
        return {}
    deep = max(plan.ranks.values()) + 1
    is_deep = deep * (count - deep) > DEEP
    iterations = 0.0 if is_deep else min(2.0, WORK / size**2 / count)
    crossings = "0.3" if size < CROWDED else "0.05"
    haste = {"nslimit": f"{iterations:.2g}", "nslimit1": "2", "mclimit": crossings}
    return haste | {"splines": "line"} if _tangle(plan) * count / deep > STRAIGHT else haste


def ends(link: Link, plan: Plan) -> tuple[str, str, dict[str, str]]:
    """The ends of a link and its attributes; at a wire it goes to the very end of the line.

    Near a trunk all else wants to be shorter than the ways from the trunk, and the trunk straight.
    """
    tail = link.tail + (":e" if link.tail[0] in "wb" else _port(plan, link.tail, link, is_in=False))
    head = link.head + (":w" if link.head[0] in "wb" else _port(plan, link.head, link, is_in=True))
    options = {} if link.arrow else {"dir": "none"}
    if link.tail[0] in "wb":
        options["tailclip"] = "false"
    if link.head[0] in "wb":
        options["headclip"] = "false"
    if plan.knots:
        options["weight"] = "4" if head[0] == "k" else "3" if tail[0] == "k" else "5"
    return tail, head, options


def _port(plan: Plan, name: str, link: Link, *, is_in: bool) -> str:
    """Where a link ends at the box of a closed block."""
    part = plan.parts.get(name)
    if part is None:
        return ""
    if is_in:
        assert link.edge is not None
        return f":i{part.edges.index(link.edge)}:w"
    return f":q{part.outputs.index(link.node)}:e"


def record(part: Part) -> str:
    """The ports of a box, as a record of Graphviz tells them."""
    sides = (("i", part.arguments), ("q", part.outputs))
    return "|".join(
        "{" + "|".join(f"<{side}{n}>" for n, _ in enumerate(ports)) + "}" for side, ports in sides
    )


def shape(terminal: Terminal) -> str:
    """The shape of a terminal in Graphviz."""
    return {"input": "circle", "output": "doublecircle"}.get(terminal.role, "box")


def inches(points: float) -> str:
    """Points as Graphviz wants them."""
    return f"{points / POINTS:.5g}"


def _skeleton(plan: Plan, called: Callable[[str], str]) -> str:
    """The plan as DOT with nothing but sizes and links: all that decides where things stand."""

    def node(name: str, width: float, height: float, kind: str = "box", more: str = "") -> str:
        more += " group=spine" if name in plan.spine else ""
        size = f"width={inches(width)} height={inches(height)}"
        return f"{called(name)}[shape={kind} {size}{more}]"

    def edge(link: Link) -> str:
        tail, head, options = ends(link, plan)
        tail, head = (
            called(name) + end.removeprefix(name)
            for name, end in ((link.tail, tail), (link.head, head))
        )
        return f"{tail}->{head}[{' '.join(f'{key}={value}' for key, value in options.items())}]"

    def row(names: Iterable[str], between: str) -> str:
        return between.join(map(called, names))

    options = spacing(plan)
    lines = [f"{key}={value}" for key, value in options.items()]
    if "nslimit" in options:
        # Graphviz's older way to find the ranks takes a time that grows as the square of the links.
        # Not in the text that is given away: a cluster that someone adds would mean something else.
        lines.append("newrank=true")
    lines.append('node[label="" fixedsize=true]')
    lines.append(f"edge[{' '.join(f'{key}={value}' for key, value in EDGES.items())}]")
    lines += [node(wire.id, wire.width, wire.height) for wire in plan.wires]
    lines += [node(branch.id, branch.width, branch.height) for branch in plan.branches]
    for c in plan.circles:
        more = " ordering=in" if c.ordered else ""
        if c.part is None:
            lines.append(node(c.id, c.size, c.size, "circle", more))
        else:
            more += f' fontsize=1 label="{{{record(c.part)}}}"'
            lines.append(node(c.id, c.width, c.height, "record", more))
    lines += [node(t.id, t.width, t.height, shape(t)) for t in plan.terminals]
    lines += [f"{called(knot.id)}[shape=point width=0 height=0]" for knot in plan.knots]
    lines += map(edge, plan.links)
    lines += [f"{{rank=same {row(names, '->')}[style=invis]}}" for names in plan.rows]
    for rank, gates in zip(("source", "sink"), plan.gates, strict=True):
        if gates:
            lines.append(f"{{rank={rank} {row(gates, ' ')}}}")
    return "digraph{\n" + "\n".join(lines) + "\n}\n"


def lay_out(plan: Plan) -> Layout:
    """Where the things of a plan stand. Raises ``EngineError`` where there is no Graphviz at all.

    Where Graphviz fails, or would take too long, the things stand in columns, and the layout's note
    tells why. Plans of the same form share one layout of Graphviz's: it is kept by its DOT text. So
    do the insides of blocks, whatever their numbers are.
    """
    return framed(plan, without_frames) if plan.frames else without_frames(plan)


def without_frames(plan: Plan) -> Layout:
    """The same of a plan without frames."""
    program = engine.find()
    if _is_beyond(plan):
        return replace(in_columns(plan), note=Message("picture.beyond"))
    names = _numbers(plan) if any(plan.gates) else {}

    def called(name: str) -> str:
        return names.get(name, name)

    boxes = [(called(wire.id), wire.width, wire.height) for wire in plan.wires]
    boxes += [(called(branch.id), branch.width, branch.height) for branch in plan.branches]
    boxes += [(called(circle.id), circle.width, circle.height) for circle in plan.circles]
    boxes += [(called(end.id), end.width, end.height) for end in plan.terminals]
    links = tuple((called(link.tail), called(link.head)) for link in plan.links)
    try:
        rows = tuple(_row(plan, link) for link in plan.links)
        found = _lay_out(_skeleton(plan, called), tuple(boxes), links, rows, program)
        if names:
            olds = {new: old for old, new in names.items()}
            found = replace(found, boxes={olds[name]: box for name, box in found.boxes.items()})
        return found
    except EngineError as error:
        return replace(in_columns(plan), note=Message("picture.instead", trouble=error.reason))


def _row(plan: Plan, link: Link) -> float | None:
    """How far below the middle of a closed block the port is that a link leads to."""
    part = plan.parts.get(link.head)
    if part is None or link.edge is None:
        return None
    return part.row(part.arguments[part.edges.index(link.edge)], is_in=True)


def _numbers(plan: Plan) -> dict[str, str]:
    """What the things of a plan are called where they are numbered anew."""
    kinds = plan.wires, plan.branches, plan.circles, plan.terminals, plan.knots
    olds = (one.id for kind in kinds for one in kind)
    return {old: f"{old[0]}{n}" for n, old in enumerate(olds)}


def _is_beyond(plan: Plan) -> bool:
    """Whether Graphviz would draw the lines for too long, whatever its options.

    To draw a line it finds a way through the room that other lines leave in each rank on it.
    """
    if plan.passed > BEYOND:
        return True
    return _tangle(plan) > TANGLED


def _tangle(plan: Plan) -> int:
    """How much work it is to lead long lines past one another, counted where there are many."""
    if len(plan.links) <= WEAVE:
        return 0
    long = [passed for link in plan.links if (passed := plan.passes(link))]
    return len(long) * sum(n * n for n in long)


@lru_cache(maxsize=64)
def _lay_out(
    dot: str,
    boxes: tuple[tuple[str, float, float], ...],
    links: tuple[tuple[str, str], ...],
    rows: tuple[float | None, ...],
    program: str,
) -> Layout:
    text = engine.run(program, dot, "plain")
    try:
        layout = _read(text, links)
        if _is_of(layout, boxes, links):
            return fanned(layout, links, rows)
    except (KeyError, IndexError, ValueError, OverflowError):
        pass
    raise EngineError("engine.no_layout", program=program)


def _is_of(
    layout: Layout, boxes: tuple[tuple[str, float, float], ...], links: tuple[tuple[str, str], ...]
) -> bool:
    """Whether a layout can be that of these things.

    Everything has its size, is on the page and on nothing else; each line goes from left to right,
    from its one end to the other.
    """
    found = layout.boxes
    return (
        all(0 <= edge < ROOMY * (len(found) + 1) for edge in (layout.width, layout.height))
        and all(0 <= b.x <= layout.width and 0 <= b.y <= layout.height for b in found.values())
        and all(-1 <= found[name].width - width < DOUBLED for name, width, _ in boxes)
        and all(-1 <= found[name].height - height < DOUBLED for name, _, height in boxes)
        and all(found[tail].x < found[head].x for tail, head in links)
        and all(len(curve) % 3 == 1 and len(curve) > 1 for curve in layout.curves)
        and all(math.isfinite(x + y) for curve in layout.curves for x, y in curve)
        and all(
            _is_at(curve[0], found[tail]) and _is_at(curve[-1], found[head])
            for (tail, head), curve in zip(links, layout.curves, strict=True)
        )
        and _is_apart(layout)
    )


def _is_at(point: tuple[float, float], box: Box) -> bool:
    """Whether a line can end here, beside or in a box."""
    across, down = abs(point[0] - box.x), abs(point[1] - box.y)
    return across <= box.width / 2 + LOOSE and down <= box.height / 2 + LOOSE


def _is_apart(layout: Layout) -> bool:
    """Whether nothing lies on anything else: columns side by side, and in each one by one."""
    columns: dict[float, list[Box]] = {}
    for box in layout.boxes.values():
        columns.setdefault(box.x, []).append(box)
    end = -math.inf
    for x in sorted(columns):
        half = max(box.width for box in columns[x]) / 2
        if x - half < end - LOOSE:
            return False
        end = x + half
        column = sorted(columns[x], key=lambda box: box.y)
        if any(b.y - a.y < (a.height + b.height) / 2 - 1 for a, b in pairwise(column)):
            return False
    return True


def _read(text: str, links: tuple[tuple[str, str], ...]) -> Layout:
    """A layout from Graphviz's "plain" text, whose y goes upward from the lower end."""
    width = height = 0.0
    nodes: list[list[str]] = []
    edges: list[list[str]] = []
    for line in text.split("\n"):
        kind, *words = line.split(" ")
        if kind == "graph":
            width, height = float(words[1]) * POINTS, float(words[2]) * POINTS
        elif kind == "node":
            nodes.append(words)
        elif kind == "edge":
            edges.append(words)

    def points(places: list[str]) -> list[tuple[float, float]]:
        x, y = (np.array(list(map(float, places[i::2]))) * POINTS for i in (0, 1))
        across, down = (x + MARGIN).round(2).tolist(), (height - y + MARGIN).round(2).tolist()
        return list(zip(across, down, strict=True))

    centres = points([place for words in nodes for place in words[1:3]])
    boxes = {
        words[0]: Box(*centre, *(round(float(size) * POINTS, 2) for size in words[3:5]))
        for words, centre in zip(nodes, centres, strict=True)
    }
    counts = [2 * int(words[2]) for words in edges]
    ways = [words[3 : 3 + count] for words, count in zip(edges, counts, strict=True)]
    corners = iter(points([place for way in ways for place in way]))
    curves: dict[tuple[str, str], list[tuple[tuple[float, float], ...]]] = {}
    for words, count in zip(edges, counts, strict=True):
        curve = tuple(islice(corners, count // 2))
        curves.setdefault((words[0], words[1]), []).append(curve)
    found = tuple(curves[link].pop(0) for link in links)
    return Layout(whole(width + 2 * MARGIN), whole(height + 2 * MARGIN), boxes, found)
