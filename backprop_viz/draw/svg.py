"""A laid-out plan and a scene as SVG: the same picture as the DOT text, written in microseconds.

No ids, no style sheet and no references: two pictures in one page can never disturb each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from html import escape
from itertools import chain

from ..theme import FONT_SIZE, FONT_STACK, PLAIN, Theme
from .cards import Card
from .grid import CardSlot
from .ink import Ink, ink_of
from .joined import lines
from .layout import Box, Layout
from .parts_svg import box_of, frame_of
from .places import Bounds
from .plan import Plan
from .scene import Label, Scene
from .schedule import Mark
from .slots import LINE, is_italic, isolated
from .things import Terminal

__all__ = ["BASELINE", "Bounds", "Canvas"]

PARTS_OF_A_WIRE, PARTS_OF_A_BRANCH = 4, 3  # the cells and the line, each text, and the end
BASELINE = 0.35 * FONT_SIZE  # from the middle of a line of text down to its baseline
OVER, UNDER = 4.0, 3.0  # points of a half of a cell that are free over and under its text
PIXELS = 4 / 3  # per point


class Canvas:
    """Writes scenes into one layout. All that no step changes is worked out here, once."""

    def __init__(self, plan: Plan, layout: Layout) -> None:
        self.plan, self.layout = plan, layout
        width, height = layout.width, layout.height
        self._opening = (
            f'width="{width * PIXELS:.0f}" height="{height * PIXELS:.0f}" '
            f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT_STACK}" '
            f'font-size="{FONT_SIZE:g}" text-anchor="middle" style="max-width:100%;height:auto" '
        )
        self.lines = layout.lines or lines(plan, layout)
        """For each link, the control points of its line, and the corners of its arrow head."""
        self.curves = [(_path(line), _polygon(head)) for line, head in self.lines]
        """The same as SVG paths; the second is empty where there is no head."""
        boxes = layout.boxes
        self.values = [
            _slot(wire.card, boxes[wire.id], "value", _name(wire.name)) for wire in plan.wires
        ]
        self.gradients = [_slot(wire.card, boxes[wire.id], "gradient") for wire in plan.wires]
        self.contributions = [_slot(b.card, boxes[b.id], "contribution") for b in plan.branches]
        self._terminals: dict[Theme, list[str]] = {}

    def draw(
        self,
        scene: Scene,
        theme: Theme,
        title: str,
        description: str,
        label: str,
        wire_titles: Sequence[str],
        lang: str,
    ) -> str:
        """The scene as a standalone SVG document with role, title, description and label."""
        title, description, label = escape(title), escape(description), escape(label)
        opening = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="backprop-viz" '
            f'data-step="{scene.step}" {self._opening}aria-label="{label}">'
            f"<title>{title}</title><desc>{description}</desc>"
            f'<rect width="{self.layout.width:g}" height="{self.layout.height:g}" '
            f'fill="{theme.paper}"/>'
        )
        return "".join([opening, *self.parts(scene, theme, wire_titles, lang), "</svg>"])

    def parts(self, scene: Scene, theme: Theme, wire_titles: Sequence[str], lang: str) -> list[str]:
        """The scene thing by thing, each with its place in :attr:`bounds`.

        A wire is ``PARTS_OF_A_WIRE``, a branch ``PARTS_OF_A_BRANCH``.
        """
        ink = ink_of(theme)
        parts = []
        for (curve, arrow), mark in zip(self.curves, scene.links, strict=True):
            head = f'<path d="{arrow}" fill="{ink.colour[mark]}"/>' if arrow else ""
            parts.append(f'<path d="{curve}" fill="none" {ink.line[mark]}/>{head}')
        for i, wire in enumerate(self.plan.wires):
            value, gradient = scene.values[i], scene.gradients[i]
            parts += (
                f'<g class="wire {wire.role}" data-node="{wire.node}">'
                f"<title>{escape(wire_titles[i])}</title>"
                f"{self.values[i].tint(value, ink)}{self.gradients[i].tint(gradient, ink)}"
                f"{self.values[i].line(scene.wires[i], ink)}",
                self.values[i].text(value, ink),
                self.gradients[i].text(gradient, ink),
                "</g>",
            )
        for i, branch in enumerate(self.plan.branches):
            edge, label, slot = branch.edge, scene.contributions[i], self.contributions[i]
            parts += (
                f'<g class="branch" data-edge="{edge.operand}-{edge.node}-{edge.position}">'
                f"{slot.tint(label, ink)}{slot.line(scene.branches[i], ink)}",
                slot.text(label, ink),
                "</g>",
            )
        for circle, mark in zip(self.plan.circles, scene.circles, strict=True):
            box = self.layout.boxes[circle.id]
            if circle.part is not None:
                parts.append(box_of(circle, box, mark, ink, lang))
                continue
            rings = (
                f'<circle cx="{box.x:g}" cy="{box.y:g}" r="{radius:g}" '
                f'fill="{ink.fill[mark]}" {ink.line[mark]}/>'
                for radius in circle.rings
            )
            parts.append(
                f'<g class="operation" data-node="{circle.node}">{"".join(rings)}'
                f'<text x="{box.x:g}" y="{box.y + 0.35 * circle.font_size:.2f}" '
                f'font-size="{circle.font_size:.1f}" fill="{ink.glyph[mark]}">'
                f"{escape(circle.glyph)}</text></g>"
            )
        if theme not in self._terminals:
            boxes = self.layout.boxes
            drawn = [_terminal(t, boxes[t.id], theme) for t in self.plan.terminals]
            drawn += [frame_of(frame, boxes[frame.part.id], theme) for frame in self.plan.frames]
            self._terminals[theme] = drawn
        return parts + self._terminals[theme]

    def value_part(self, wire: int) -> int:
        """The number of the part that is the value of a wire."""
        return len(self.plan.links) + 4 * wire + 1

    def gradient_part(self, wire: int) -> int:
        """The number of the part that is the gradient of a wire."""
        return self.value_part(wire) + 1

    def contribution_part(self, branch: int) -> int:
        """The number of the part that is what passes along a branch."""
        return self.value_part(len(self.plan.wires)) + 3 * branch

    @cached_property
    def slots(self) -> dict[int, _Slot | CardSlot]:
        """What writes a label, by the number of its part."""
        found = {self.value_part(n): slot for n, slot in enumerate(self.values)}
        found |= {self.gradient_part(n): slot for n, slot in enumerate(self.gradients)}
        return found | {
            self.contribution_part(n): slot for n, slot in enumerate(self.contributions)
        }

    @cached_property
    def bounds(self) -> list[Bounds]:
        """What each of the :meth:`parts` covers at most: left, top, right and bottom."""
        found: list[Bounds] = []
        for line, head in self.lines:
            xs, ys = zip(*line, *head, strict=True)
            found.append((min(xs), min(ys), max(xs), max(ys)))
        for wire in self.plan.wires:
            whole, upper, lower = _halves(self.layout.boxes[wire.id])
            if wire.card and wire.card.halves == 1:
                upper = lower = whole
            found += whole, upper, lower, whole
        for branch in self.plan.branches:
            whole, _, lower = _halves(self.layout.boxes[branch.id])
            found += whole, whole if branch.card else lower, whole
        names = [circle.id for circle in self.plan.circles]
        names += [terminal.id for terminal in self.plan.terminals]
        names += [frame.part.id for frame in self.plan.frames]
        return found + [_halves(self.layout.boxes[name])[0] for name in names]


def _halves(box: Box) -> tuple[Bounds, Bounds, Bounds]:
    """The bounds of a box, and of the text in its upper and in its lower half.

    No letter reaches nearer to the edges of its half; so a line can change without its texts.
    """
    left, right = box.x - box.width / 2, box.x + box.width / 2
    top, bottom = box.y - box.height / 2, box.y + box.height / 2
    upper = (left, top + OVER, right, box.y - UNDER)
    return (left, top, right, bottom), upper, (left, box.y + OVER, right, bottom - UNDER)


class _Slot:
    """One half of a wire's or branch's box: where its label, its tint and its line go."""

    def __init__(self, box: Box, role: str, name: str = "") -> None:
        upper = role == "value"
        half, left = box.height / 2, box.x - box.width / 2
        self._name = name
        self._mark = "" if upper else "∂ "
        self._is_upper = upper
        self._middle = box.y + (-half if upper else half) / 2
        self._start = f'<text class="{role}" x="{box.x:g}" y="'
        self._tint = (
            f'<rect x="{left:g}" y="{box.y - half if upper else box.y:g}" width="{box.width:g}" '
            f'height="{half:g}" fill="'
        )
        self._rule = f'<path d="M{left:g},{box.y:g}H{left + box.width:g}" '

    def line(self, mark: Mark, ink: Ink) -> str:
        return f"{self._rule}{ink.line[mark]}/>"

    def tint(self, label: Label, ink: Ink) -> str:
        if label.mark in ("forward", "backward"):
            return f'{self._tint}{ink.fill[label.mark]}"/>'
        return ""

    def text(self, label: Label, ink: Ink) -> str:
        lines, look = label.lines, (ink.value if self._is_upper else ink.gradient)[label.mark]
        if self._name:
            first = f"{self._name} = {lines[0]}" if lines else self._name
        elif lines:
            first = self._mark + lines[0]
        else:
            return ""
        top = self._middle - LINE * (max(len(lines), 1) - 1) / 2 + BASELINE
        text = f'{self._start}{top:.2f}" {look}>{first}</text>'
        for number, line in enumerate(lines[1:], start=1):
            text += f'{self._start}{top + LINE * number:.2f}" {look}>{line}</text>'
        return text


def _slot(card: Card | None, box: Box, role: str, name: str = "") -> _Slot | CardSlot:
    return _Slot(box, role, name) if card is None else CardSlot(card, box, role, name)


def _name(name: str) -> str:
    """A name as markup: escaped, and in italics where its script has them."""
    shown = escape(isolated(name))
    return f'<tspan font-style="italic">{shown}</tspan>' if name and is_italic(name) else shown


def _terminal(terminal: Terminal, box: Box, theme: Theme) -> str:
    if terminal.role in ("parameter", "constant"):
        return (
            f'<rect class="terminal {terminal.role}" x="{box.x - box.width / 2:g}" '
            f'y="{box.y - box.height / 2:g}" width="{box.width:g}" height="{box.height:g}" '
            f'fill="{theme.ink}"/>'
        )
    outer = box.width / 2
    look = f'fill="{theme.paper}" stroke="{theme.ink}" stroke-width="{PLAIN.pen}"'
    shape = (
        f'<circle class="terminal {terminal.role}" cx="{box.x:g}" cy="{box.y:g}" r="{{}}" {look}/>'
    )
    return shape.format(f"{outer:g}") + (
        shape.format(f"{outer - 3:g}") if terminal.role == "output" else ""
    )


_FAR = 10_000  # points, from where six digits are too few


def _path(curve: Sequence[tuple[float, float]]) -> str:
    arcs, sides = (len(curve) - 1) // 3, tuple(chain.from_iterable(curve))
    path = "M%g,%g" + "C%g,%g %g,%g %g,%g" * arcs
    return (path if max(sides) < _FAR else path.replace("%g", "%.2f")) % sides


def _polygon(corners: Sequence[tuple[float, float]]) -> str:
    if not corners:
        return ""
    return ("M" + "L".join(["%.2f,%.2f"] * len(corners)) + "Z") % tuple(
        chain.from_iterable(corners)
    )
