"""A laid-out plan and a scene as SVG: the same picture as the DOT text, written in microseconds.

No ids, no style sheet and no references: two pictures in one page can never disturb each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from ..theme import FONT_SIZE, FONT_STACK, Theme
from .layout import Box, Layout
from .plan import LINE, Link, Plan, Terminal, is_italic, isolated
from .scene import Label, Mark, Scene

__all__ = ["Canvas"]

BASELINE = 0.35 * FONT_SIZE  # from the middle of a line of text down to its baseline
ARROW = 7.0  # points
FORK = 40.0  # points; a fork closer to its branch than this is drawn straight over
PIXELS = 4 / 3  # per point


class Canvas:
    """Writes scenes into one layout. All that no step changes is worked out here, once."""

    def __init__(self, plan: Plan, layout: Layout) -> None:
        self.plan, self.layout = plan, layout
        self._curves = [
            _path(self._joined(link, curve))
            for link, curve in zip(plan.links, layout.curves, strict=True)
        ]
        self._arrows = [
            _arrow(curve) if link.arrow else ""
            for link, curve in zip(plan.links, layout.curves, strict=True)
        ]

    @property
    def curves(self) -> list[tuple[str, str]]:
        """For each link, the path of its line and of its arrow head (empty if it has none)."""
        return list(zip(self._curves, self._arrows, strict=True))

    def _joined(
        self, link: Link, curve: Sequence[tuple[float, float]]
    ) -> list[tuple[float, float]]:
        """The curve with its ends on the ends of the lines that it connects."""
        points = list(curve)
        tail, head = self.layout.boxes[link.tail], self.layout.boxes[link.head]
        start, end = (tail.x + tail.width / 2, tail.y), (head.x - head.width / 2, head.y)
        if link.head[0] == "b" and 0 < end[0] - start[0] < FORK:
            # Graphviz runs past such a fork and loops back; nothing lies between to go round.
            middle = (start[0] + end[0]) / 2
            return [start, (middle, start[1]), (middle, end[1]), end]
        if link.tail[0] in "wb":
            points[0] = start
        if link.head[0] in "wb":
            points[-1] = end
        return points

    def draw(
        self, scene: Scene, theme: Theme, title: str, description: str, node_titles: Sequence[str]
    ) -> str:
        """The scene as a standalone SVG document with role, title and description."""
        width, height = self.layout.width, self.layout.height
        ink = _Ink(theme)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="backprop-viz" '
            f'data-step="{scene.step}" width="{width * PIXELS:.0f}" height="{height * PIXELS:.0f}" '
            f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT_STACK}" '
            f'font-size="{FONT_SIZE:g}" text-anchor="middle" style="max-width:100%;height:auto" '
            f'aria-label="{escape(title)}. {escape(description)}">',
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>",
            f'<rect width="{width:g}" height="{height:g}" fill="{theme.paper}"/>',
        ]
        self._links(parts, scene, ink)
        self._wires(parts, scene, ink, node_titles)
        self._branches(parts, scene, ink)
        self._circles(parts, scene, ink)
        for terminal in self.plan.terminals:
            parts.append(_terminal(terminal, self.layout.boxes[terminal.id], theme))
        parts.append("</svg>")
        return "".join(parts)

    def _links(self, parts: list[str], scene: Scene, ink: _Ink) -> None:
        for curve, arrow, mark in zip(self._curves, self._arrows, scene.links, strict=True):
            colour, pen = ink.line[mark]
            parts.append(f'<path d="{curve}" fill="none" stroke="{colour}" stroke-width="{pen}"/>')
            if arrow:
                parts.append(f'<path d="{arrow}" fill="{colour}"/>')

    def _wires(self, parts: list[str], scene: Scene, ink: _Ink, node_titles: Sequence[str]) -> None:
        for wire, value, gradient, mark in zip(
            self.plan.wires, scene.values, scene.gradients, scene.wires, strict=True
        ):
            box = self.layout.boxes[wire.id]
            parts.append(f'<g class="wire {wire.role}" data-node="{wire.node}">')
            parts.append(f"<title>{escape(node_titles[wire.node])}</title>")
            ink.tint(parts, box, value, upper=True)
            ink.tint(parts, box, gradient, upper=False)
            ink.rule(parts, box, mark)
            _text(parts, box, value, True, ink.value[value.mark], "value", wire.name)
            _text(parts, box, gradient, False, ink.gradient[gradient.mark], "gradient")
            parts.append("</g>")

    def _branches(self, parts: list[str], scene: Scene, ink: _Ink) -> None:
        for branch, label, mark in zip(
            self.plan.branches, scene.contributions, scene.branches, strict=True
        ):
            box, edge = self.layout.boxes[branch.id], branch.edge
            parts.append(
                f'<g class="branch" data-edge="{edge.operand}-{edge.node}-{edge.position}">'
            )
            ink.tint(parts, box, label, upper=False)
            ink.rule(parts, box, mark)
            _text(parts, box, label, False, ink.gradient[label.mark], "contribution")
            parts.append("</g>")

    def _circles(self, parts: list[str], scene: Scene, ink: _Ink) -> None:
        for circle, mark in zip(self.plan.circles, scene.circles, strict=True):
            box = self.layout.boxes[circle.id]
            colour, pen = ink.line[mark]
            parts.append(
                f'<g class="operation" data-node="{circle.node}">'
                f'<circle cx="{box.x:g}" cy="{box.y:g}" r="{circle.size / 2:g}" '
                f'fill="{ink.fill[mark]}" stroke="{colour}" stroke-width="{pen}"/>'
                f'<text x="{box.x:g}" y="{box.y + 0.35 * circle.font_size:.2f}" '
                f'font-size="{circle.font_size:.1f}" fill="{ink.glyph[mark]}">'
                f"{escape(circle.glyph)}</text></g>"
            )


class _Ink:
    """How each mark looks in a theme."""

    def __init__(self, theme: Theme) -> None:
        self.line: dict[Mark, tuple[str, str]] = {
            "faint": (theme.faint, "1.3"),
            "plain": (theme.ink, "1.3"),
            "used": (theme.ink, "1.3"),
            "forward": (theme.forward, "2.6"),
            "backward": (theme.backward, "2.6"),
        }
        self.fill: dict[Mark, str] = {
            "faint": theme.paper,
            "plain": theme.paper,
            "used": theme.paper,
            "forward": theme.forward_tint,
            "backward": theme.backward_tint,
        }
        bold = ' font-weight="bold"'
        self.value: dict[Mark, str] = {
            "faint": f'fill="{theme.faint}"',
            "plain": f'fill="{theme.ink}"',
            "used": f'fill="{theme.ink}"{bold}',
            "forward": f'fill="{theme.ink}"{bold}',
            "backward": f'fill="{theme.ink}"{bold}',
        }
        self.gradient: dict[Mark, str] = {
            "faint": f'fill="{theme.faint}"',
            "plain": f'fill="{theme.gradient}"',
            "used": f'fill="{theme.gradient}"{bold}',
            "forward": f'fill="{theme.gradient}"{bold}',
            "backward": f'fill="{theme.gradient}"{bold}',
        }
        self.glyph: dict[Mark, str] = {
            mark: theme.faint if mark == "faint" else theme.ink for mark in self.line
        }

    def tint(self, parts: list[str], box: Box, label: Label, upper: bool) -> None:
        if label.mark in ("forward", "backward"):
            top = box.y - (box.height / 2 if upper else 0)
            parts.append(
                f'<rect x="{box.x - box.width / 2:g}" y="{top:g}" width="{box.width:g}" '
                f'height="{box.height / 2:g}" fill="{self.fill[label.mark]}"/>'
            )

    def rule(self, parts: list[str], box: Box, mark: Mark) -> None:
        colour, pen = self.line[mark]
        left, right = box.x - box.width / 2, box.x + box.width / 2
        parts.append(
            f'<path d="M{left:g},{box.y:g}H{right:g}" stroke="{colour}" stroke-width="{pen}"/>'
        )


def _text(
    parts: list[str], box: Box, label: Label, upper: bool, look: str, role: str, name: str = ""
) -> None:
    lines = [escape(line) for line in label.lines]
    if role != "value" and lines:
        lines[0] = f"∂ {lines[0]}"
    if name:
        shown = escape(isolated(name))
        if is_italic(name):
            shown = f'<tspan font-style="italic">{shown}</tspan>'
        lines = [f"{shown} = {lines[0]}" if lines else shown, *lines[1:]]
    if not lines:
        return
    half = box.height / 2
    middle = box.y + (-half if upper else half) / 2
    top = middle - LINE * (len(lines) - 1) / 2 + BASELINE
    for number, line in enumerate(lines):
        parts.append(
            f'<text class="{role}" x="{box.x:g}" y="{top + LINE * number:.2f}" {look}>{line}</text>'
        )


def _terminal(terminal: Terminal, box: Box, theme: Theme) -> str:
    if terminal.role in ("parameter", "constant"):
        return (
            f'<rect class="terminal {terminal.role}" x="{box.x - box.width / 2:g}" '
            f'y="{box.y - box.height / 2:g}" width="{box.width:g}" height="{box.height:g}" '
            f'fill="{theme.ink}"/>'
        )
    outer = box.width / 2
    look = f'fill="{theme.paper}" stroke="{theme.ink}" stroke-width="1.3"'
    shape = (
        f'<circle class="terminal {terminal.role}" cx="{box.x:g}" cy="{box.y:g}" r="{{}}" {look}/>'
    )
    return shape.format(f"{outer:g}") + (
        shape.format(f"{outer - 3:g}") if terminal.role == "output" else ""
    )


def _path(curve: Sequence[tuple[float, float]]) -> str:
    (x, y), *rest = curve
    triples = (rest[i : i + 3] for i in range(0, len(rest), 3))
    return f"M{x:g},{y:g}" + "".join(
        "C" + " ".join(f"{px:g},{py:g}" for px, py in triple) for triple in triples
    )


def _arrow(curve: Sequence[tuple[float, float]]) -> str:
    """A head that goes on from the end of the curve, where Graphviz left room for it."""
    (x, y) = curve[-1]
    px, py = next((p for p in reversed(curve) if math.dist(p, (x, y)) > 1e-6), (x - 1, y))
    length = math.dist((px, py), (x, y))
    dx, dy = (x - px) / length, (y - py) / length
    half = 0.35 * ARROW
    corners = (
        (x + ARROW * dx, y + ARROW * dy),
        (x - half * dy, y + half * dx),
        (x + half * dy, y - half * dx),
    )
    return "M" + "L".join(f"{cx:.2f},{cy:.2f}" for cx, cy in corners) + "Z"
