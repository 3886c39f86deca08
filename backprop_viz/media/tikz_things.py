"""The things of a picture in TikZ, each with its looks over the steps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

from ..draw.grid import CardSlot
from ..draw.layout import Box
from ..draw.parts_svg import shift
from ..draw.scene import Label, contribution, gradient, value
from ..draw.schedule import Mark, Marks
from ..draw.slots import LINE
from ..draw.svg import BASELINE, PARTS_OF_A_BRANCH, PARTS_OF_A_WIRE
from ..draw.things import Circle, Wire
from ..spell.names import latex as latex_name
from ..theme import FONT_SIZE, LOOKS
from .latex_text import mathematics, words
from .script import Script
from .tikz_cards import TikzCard
from .views import View

__all__ = ["ink", "point", "runs", "size", "things"]

SIZES = (5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 10.95, 12.0, 14.4, 17.28, 20.74)


def runs(told: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Texts, each with the number of pages that have it, in ``\\only`` where they differ."""
    merged = [(text, sum(n for _, n in run)) for text, run in groupby(told, key=itemgetter(0))]
    if len(merged) == 1:
        yield merged[0][0]
        return
    last = 0
    for text, count in merged:
        first, last = last + 1, last + count
        if text:
            yield rf"\only<{first}-{last}>{{{text}}}"


def things(script: Script, views: Mapping[int, View]) -> Iterator[str]:
    """All things of the picture, each with its looks over the steps.

    A step of which there is a view shows only what is in it.
    """
    drawn, plan = _Things(script, views), script.canvas.plan
    for n in range(len(plan.links)):
        yield from drawn.link(n)
    for n in range(len(plan.wires)):
        yield from drawn.wire(n)
    for n in range(len(plan.branches)):
        yield from drawn.branch(n)
    for n in range(len(plan.circles)):
        yield from drawn.circle(n)
    boxes = script.canvas.layout.boxes
    for terminal in plan.terminals:
        yield from drawn.still(_terminal(script, boxes[terminal.id], terminal.role))
    for frame in plan.frames:
        yield from drawn.still(_frame(script, boxes[frame.part.id], frame.part.shown))


class _Things:
    """Draws the things in turn, counting the parts of the canvas that each of them is."""

    def __init__(self, script: Script, views: Mapping[int, View]) -> None:
        self._script, self._part = script, 0
        self._seen = {k: frozenset(view.parts) for k, view in views.items()}
        self._told, self._boxes = script.canvas.plan.schedule, script.canvas.layout.boxes

    def _runs(self, changes: Sequence[int], draw: Callable[[int], str]) -> Iterator[str]:
        """A thing on all pages, drawn anew where a step touches it, and only where it is seen."""

        def look(k: int) -> tuple[bool, int]:
            return k not in self._seen or self._part in self._seen[k], bisect_right(changes, k)

        def alike() -> Iterator[tuple[str, int]]:
            for (is_seen, _), pages in groupby(self._script.steps, key=look):
                first, *rest = pages
                yield draw(first) if is_seen else "", 1 + len(rest)

        return runs(alike())

    def _looks(self, marks: Marks, draw: Callable[[Mark], str]) -> Iterator[str]:
        return self._runs(marks.changes(), lambda k: draw(marks.at(k)))

    def link(self, n: int) -> Iterator[str]:
        line, head = self._script.canvas.lines[n]
        yield from self._looks(self._told.links[n], partial(_link, self._script, line, head))
        self._part += 1

    def wire(self, n: int) -> Iterator[str]:
        script, wire = self._script, self._script.canvas.plan.wires[n]
        over, under, rule = self._told.values[n], self._told.gradients[n], self._told.wires[n]
        canvas, walk = script.canvas, script.walk
        name, box = _wire_name(script, wire), self._boxes[wire.id]

        def upper(k: int) -> Label:
            return value(wire, walk, k, over.at(k))

        def lower(k: int) -> Label:
            return gradient(wire, walk, k, under.at(k))

        if wire.card is not None:
            top, low = (_card(script, slots[n]) for slots in (canvas.values, canvas.gradients))
            yield from self._looks(over, top.tint)
            if wire.card.halves == 2:
                yield from self._looks(under, low.tint)
            yield from self._looks(rule, top.frame)
            yield from self._runs(over.changes(), lambda k: top.text(upper(k), name))
            if wire.card.halves == 2:
                yield from self._runs(under.changes(), lambda k: low.text(lower(k), ""))
        else:
            yield from self._looks(over, partial(_tint, script, box, is_upper=True))
            yield from self._looks(under, partial(_tint, script, box, is_upper=False))
            yield from self._looks(rule, partial(_rule, script, box))
            yield from self._runs(over.changes(), lambda k: _value(script, box, name, upper(k)))
            yield from self._runs(under.changes(), lambda k: _gradient(script, box, lower(k)))
        self._part += PARTS_OF_A_WIRE

    def branch(self, n: int) -> Iterator[str]:
        script, branch = self._script, self._script.canvas.plan.branches[n]
        under, rule = self._told.contributions[n], self._told.branches[n]
        box = self._boxes[branch.id]

        def lower(k: int) -> Label:
            return contribution(branch, script.walk, k, under.at(k))

        if branch.card is not None:
            half = _card(script, script.canvas.contributions[n])
            yield from self._looks(under, half.tint)
            yield from self._looks(rule, half.frame)
            yield from self._runs(under.changes(), lambda k: half.text(lower(k), ""))
        else:
            yield from self._looks(under, partial(_tint, script, box, is_upper=False))
            yield from self._looks(rule, partial(_rule, script, box))
            yield from self._runs(under.changes(), lambda k: _gradient(script, box, lower(k)))
        self._part += PARTS_OF_A_BRANCH

    def circle(self, n: int) -> Iterator[str]:
        script, circle = self._script, self._script.canvas.plan.circles[n]
        box = self._boxes[circle.id]
        if circle.part is None:
            draw = partial(_circle, circle, point(script, (box.x, box.y)))
        else:
            draw = partial(_part, script, circle, box)
        yield from self._looks(self._told.circles[n], draw)
        self._part += 1

    def still(self, text: str) -> Iterator[str]:
        """What looks the same at every step."""
        yield from self._runs((), lambda _: text)
        self._part += 1


def _card(script: Script, slot: object) -> TikzCard:
    assert isinstance(slot, CardSlot)

    def font(points: float) -> str:
        return size(max(s for s in SIZES if s <= max(1.03 * points, SIZES[0])))

    return TikzCard(slot, partial(point, script), ink, font)


def ink(colour: str) -> str:
    """What a colour of the theme is called in the document."""
    return f"walk{colour.replace('_', '')}"


def _circle(circle: Circle, at: str, mark: Mark) -> str:
    kind = max(s for s in SIZES if s <= max(1.15 * circle.font_size, SIZES[0]))
    look = LOOKS[mark]
    rings = (
        rf"\filldraw[{mark},fill={ink(look.fill)}] {at} circle[radius={radius:g}bp];"
        for radius in circle.rings
    )
    return "".join(rings) + (
        rf"\node[anchor=center,font=\sffamily{size(kind)},"
        rf"text={ink(look.text or 'ink')}] at {at} "
        rf"{{{words(circle.glyph)}}};"
    )


def _part(script: Script, circle: Circle, box: Box, mark: Mark) -> str:
    """The box of a closed block, with the names of its ports."""
    part = circle.part
    assert part is not None
    look, left = LOOKS[mark], box.x - box.width / 2
    right, top, bottom = left + box.width, box.y - box.height / 2, box.y + box.height / 2
    corners = f"{point(script, (left, top))} rectangle {point(script, (right, bottom))}"
    drawn = rf"\filldraw[{mark},rounded corners=6bp,fill={ink(look.fill)}] {corners};"
    colour = ink(look.text or "ink")
    ports = [
        (left + 3, part.row(node, is_in=True), name, "west")
        for node, name in zip(part.arguments, part.left, strict=True)
    ]
    ports += [
        (right - 3, part.row(node, is_in=False), name, "east")
        for node, name in zip(part.outputs, part.right, strict=True)
    ]
    drawn += "".join(
        rf"\node[anchor={anchor},font=\sffamily{size(9)},text={colour},inner sep=1bp] at "
        rf"{point(script, (x, box.y + down))} {{{words(name)}}};"
        for x, down, name, anchor in ports
        if name
    )
    x = box.x + shift(part)
    drawn += rf"\node[anchor=center,font=\sffamily,text={colour}] at "
    drawn += rf"{point(script, (x, box.y))} {{{words(part.shown)}}};"
    if part.mark:
        at = point(script, (x, box.y + 1.2 * FONT_SIZE))
        drawn += rf"\node[anchor=center,font=\sffamily{size(9)},text={colour},inner sep=1bp] at "
        drawn += rf"{at} {{{words(part.mark.say(script.lang))}}};"
    return drawn


def _frame(script: Script, box: Box, name: str) -> str:
    left, right = box.x - box.width / 2, box.x + box.width / 2
    top, bottom = box.y - box.height / 2, box.y + box.height / 2
    corners = f"{point(script, (left, top))} rectangle {point(script, (right, bottom))}"
    at = point(script, (left + 4, top + 4))
    return (
        rf"\draw[faint,rounded corners=6bp] {corners};"
        rf"\node[anchor=north west,font=\sffamily,text=walkfaint,inner sep=1bp] at {at} "
        rf"{{{words(name)}}};"
    )


def _link(
    script: Script,
    line: Sequence[tuple[float, float]],
    head: Sequence[tuple[float, float]],
    mark: Mark,
) -> str:
    start, *rest = (point(script, place) for place in line)
    curve = "".join(
        f" .. controls {rest[i]} and {rest[i + 1]} .. {rest[i + 2]}" for i in range(0, len(rest), 3)
    )
    drawn = rf"\draw[{mark}] {start}{curve};"
    if head:
        corners = " -- ".join(point(script, corner) for corner in head)
        drawn += rf"\fill[{ink(LOOKS[mark].line)}] {corners} -- cycle;"
    return drawn


def _rule(script: Script, box: Box, mark: Mark) -> str:
    left = point(script, (box.x - box.width / 2, box.y))
    right = point(script, (box.x + box.width / 2, box.y))
    return rf"\draw[{mark}] {left} -- {right};"


def _tint(script: Script, box: Box, mark: Mark, is_upper: bool) -> str:
    if not LOOKS[mark].is_tinted:
        return ""
    left, right = box.x - box.width / 2, box.x + box.width / 2
    far = box.y - box.height / 2 if is_upper else box.y + box.height / 2
    corners = f"{point(script, (left, box.y))} rectangle {point(script, (right, far))}"
    return rf"\fill[{ink(LOOKS[mark].fill)}] {corners};"


def _value(script: Script, box: Box, name: str, label: Label) -> str:
    lines = [words(line) for line in label.lines]
    if name:
        lines = [f"{name} $=$ {lines[0]}" if lines else name, *lines[1:]]
    return _text(script, box, lines, label.mark, "ink", True)


def _gradient(script: Script, box: Box, label: Label) -> str:
    lines = [words(line) for line in label.lines]
    if lines:
        lines[0] = rf"$\partial$ {lines[0]}"
    return _text(script, box, lines, label.mark, "gradient", False)


def _text(
    script: Script, box: Box, lines: list[str], mark: Mark, colour: str, is_upper: bool
) -> str:
    middle = box.y + (-box.height if is_upper else box.height) / 4
    top = middle - LINE * (max(len(lines), 1) - 1) / 2 + BASELINE
    # \boldmath leaves something to do behind its group, which must not be the path's.
    look = LOOKS[mark]
    bold, close = (r"{\bfseries\boldmath ", "}") if look.is_bold else ("", "")
    own = ink(look.text or colour)
    return "".join(
        rf"\node[label,text={own}] at {point(script, (box.x, top + LINE * n))} "
        rf"{{{bold}{line}{close}}};"
        for n, line in enumerate(lines)
    )


def _terminal(script: Script, box: Box, role: str) -> str:
    at = point(script, (box.x, box.y))
    if role in ("parameter", "constant"):
        x, y = box.width / 2, box.height / 2
        corner, opposite = (box.x - x, box.y - y), (box.x + x, box.y + y)
        return rf"\fill[walkink] {point(script, corner)} rectangle {point(script, opposite)};"
    outer = box.width / 2
    look = r"\filldraw[plain,fill=walkpaper]"
    drawn = rf"{look} {at} circle[radius={outer:g}bp];"
    return drawn + (rf"{look} {at} circle[radius={outer - 3:g}bp];" if role == "output" else "")


def _wire_name(script: Script, wire: Wire) -> str:
    """The name as mathematics; one that was cut short as text."""
    if not wire.name:
        return ""
    if wire.name != wire.title:
        return rf"\textit{{{words(wire.name)}}}"
    return f"${mathematics(latex_name(script.walk.graph.nodes[wire.node].name))}$"


def point(script: Script, place: tuple[float, float]) -> str:
    """A place in TikZ, whose y goes upward."""
    x, y = place[0], script.canvas.layout.height - place[1]
    return f"({x:.2f},{y:.2f})".replace(".00", "")


def size(points: float) -> str:
    """Type of a size."""
    return rf"\fontsize{{{points:g}}}{{{1.2 * points:g}}}\selectfont"
