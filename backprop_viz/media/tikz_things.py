"""The things of a picture in TikZ, each with its looks over the steps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

from ..draw.grid import CardSlot
from ..draw.layout import Box
from ..draw.parts_svg import shift
from ..draw.scene import Label, contribution, gradient, value
from ..draw.schedule import Mark, Marks
from ..draw.slots import LINE
from ..draw.svg import BASELINE
from ..draw.things import Circle, Wire
from ..spell.names import latex as latex_name
from ..theme import LOOKS
from .latex_text import mathematics, words
from .script import Script
from .tikz_cards import TikzCard

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


def things(script: Script) -> Iterator[str]:
    """All things of the picture, each with its looks over the steps."""
    canvas, plan, boxes = script.canvas, script.canvas.plan, script.canvas.layout.boxes
    walk, told = script.walk, script.canvas.plan.schedule

    def alike(marks: Marks) -> Iterator[tuple[int, Mark, int]]:
        """A step, its mark, and on how many pages from there on nothing touches the thing."""
        changes = marks.changes()
        for _, pages in groupby(script.steps, key=lambda k: bisect_right(changes, k)):
            first, *rest = pages
            yield first, marks.at(first), 1 + len(rest)

    for (line, head), marks in zip(canvas.lines, told.links, strict=True):
        yield from runs((_link(script, line, head, mark), pages) for _, mark, pages in alike(marks))
    for n, wire in enumerate(plan.wires):
        box, name = boxes[wire.id], _wire_name(script, wire)
        over, under = list(alike(told.values[n])), list(alike(told.gradients[n]))
        if wire.card is not None:
            upper, lower = (_card(script, slots[n]) for slots in (canvas.values, canvas.gradients))
            yield from runs((upper.tint(mark), pages) for _, mark, pages in over)
            if wire.card.halves == 2:
                yield from runs((lower.tint(mark), pages) for _, mark, pages in under)
            yield from runs((upper.frame(mark), pages) for _, mark, pages in alike(told.wires[n]))
            yield from runs(
                (upper.text(value(wire, walk, k, mark), name), pages) for k, mark, pages in over
            )
            if wire.card.halves == 2:
                yield from runs(
                    (lower.text(gradient(wire, walk, k, mark), ""), pages)
                    for k, mark, pages in under
                )
            continue
        yield from runs((_tint(script, box, mark, True), pages) for _, mark, pages in over)
        yield from runs((_tint(script, box, mark, False), pages) for _, mark, pages in under)
        yield from runs(
            (_rule(script, box, mark), pages) for _, mark, pages in alike(told.wires[n])
        )
        yield from runs(
            (_value(script, box, name, value(wire, walk, k, mark)), pages)
            for k, mark, pages in over
        )
        yield from runs(
            (_gradient(script, box, gradient(wire, walk, k, mark)), pages)
            for k, mark, pages in under
        )
    for n, branch in enumerate(plan.branches):
        marks, rules = told.contributions[n], told.branches[n]
        box, under = boxes[branch.id], list(alike(marks))
        if branch.card is not None:
            half = _card(script, canvas.contributions[n])
            yield from runs((half.tint(mark), pages) for _, mark, pages in under)
            yield from runs((half.frame(mark), pages) for _, mark, pages in alike(rules))
            yield from runs(
                (half.text(contribution(branch, walk, k, mark), ""), pages)
                for k, mark, pages in under
            )
            continue
        yield from runs((_tint(script, box, mark, False), pages) for _, mark, pages in under)
        yield from runs((_rule(script, box, mark), pages) for _, mark, pages in alike(rules))
        yield from runs(
            (_gradient(script, box, contribution(branch, walk, k, mark)), pages)
            for k, mark, pages in under
        )
    for circle, marks in zip(plan.circles, told.circles, strict=True):
        box = boxes[circle.id]
        at = point(script, (box.x, box.y))
        draw = (
            partial(_circle, circle, at)
            if circle.part is None
            else partial(_part, script, circle, box)
        )
        yield from runs((draw(mark), pages) for _, mark, pages in alike(marks))
    for terminal in plan.terminals:
        yield _terminal(script, boxes[terminal.id], terminal.role)
    for frame in plan.frames:
        yield _frame(script, boxes[frame.part.id], frame.part.shown)


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
    if part.owned:  # the mark of a parameter, and how many
        left, top = x - 10, box.y + 14
        corners = f"{point(script, (left, top))} rectangle {point(script, (left + 5, top + 5))}"
        at = point(script, (left + 7, top + 2.5))
        drawn += rf"\fill[{colour}] {corners};\node[anchor=west,font=\sffamily{size(9)},"
        drawn += rf"text={colour},inner sep=1bp] at {at} {{{len(part.owned)}}};"
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
