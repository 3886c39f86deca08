"""The picture of an exercise for a browser, in parts: where they are, and where a place is hit."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from ..core.graph import Edge
from ..draw.picture import canvas, roles
from ..draw.scene import Label, Scene, scene
from ..draw.schedule import Mark
from ..draw.svg import PIXELS, Canvas
from ..tell.walk import Walk
from ..theme import Theme
from .blocks import boxes as closed
from .places import Place

__all__ = ["VARIABLES", "Pictured", "marked"]


class _Variables(Theme):
    """A theme whose colours are those of the style sheet around the picture."""

    def __post_init__(self) -> None:
        """They are no numbers to be checked."""

    def between(self, ground: str, colour: str, share: float) -> str:
        over = f"{self.colour(colour)} {100 * share:g}%"
        return f"color-mix(in srgb, {over}, {self.colour(ground)})"


_NAMES = (
    *("paper", "ink", "faint", "gradient", "forward", "forward_tint"),
    *("backward", "backward_tint", "minus", "plus"),
)
VARIABLES = _Variables("variables", **{n: f"var(--bpv-{n.replace('_', '-')})" for n in _NAMES})
"""The colours as variables: dark or light is told by the page."""


class Pictured:
    """A walk's picture, whose layout depends on its graph and shapes alone."""

    def __init__(self, walk: Walk, lang: str) -> None:
        self.walk, self.lang = walk, lang
        self.canvas: Canvas = canvas(walk.graph, dict(enumerate(walk.node_values)), walk.digits)
        self.plan = self.canvas.plan
        self.wires = {wire.node: n for n, wire in enumerate(self.plan.wires)}
        self.branches: dict[Edge, int] = {b.edge: n for n, b in enumerate(self.plan.branches)}

    def framed(self, parts: list[str]) -> dict[str, Any]:
        """The picture with these parts."""
        layout = self.canvas.layout
        return {
            "width": round(layout.width * PIXELS),
            "height": round(layout.height * PIXELS),
            "box": f"0 0 {layout.width:g} {layout.height:g}",
            "parts": parts,
        }

    def hits(self, place: Place) -> dict[str, Any]:
        """Where a place is clicked at: along lines, and in boxes."""
        graph, bounds = self.walk.graph, self.canvas.bounds
        boxes = [bounds[number] for number in self.filled(place)]
        lines = []
        if place.kind == "edge":
            edge = self.edge(place)
            for link, (curve, _) in zip(self.plan.links, self.canvas.curves, strict=True):
                if link.edge == edge:
                    lines.append(curve)
        if place.kind == "value":
            block = closed(graph).outputs.get(place.node)
            name = f"o{place.node}" if block is None else f"ob{block.outputs[-1]}"
            box = self.canvas.layout.boxes[name]
            wide, high = box.width / 2, box.height / 2
            boxes.append((box.x - wide, box.y - high, box.x + wide, box.y + high))
        return {"lines": lines, "boxes": [[round(x, 1) for x in box] for box in boxes]}

    def edge(self, place: Place) -> Edge:
        """The edge of a place that is one."""
        operand = self.walk.graph.nodes[place.node].operands[place.position]
        return Edge(operand, place.node, place.position)

    def filled(self, place: Place) -> list[int]:
        """The numbers of the labels that a place fills."""
        graph, here = self.walk.graph, self.canvas
        if place.kind == "value":
            return [here.value_part(self.wires[place.node])]
        if place.kind == "edge":
            edge = self.edge(place)
            found = [here.contribution_part(self.branches[edge])] if edge in self.branches else []
            alone = graph.live_uses[edge.operand] == 1
            return [*found, here.gradient_part(self.wires[edge.operand])] if alone else found
        found = [here.gradient_part(self.wires[place.node])]
        if place.kind == "seed":  # and what the output does not depend on
            found += [
                here.gradient_part(wire)
                for node, wire in self.wires.items()
                if graph.has_gradient[node] and not graph.reaches_output[node]
            ]
        return found

    @cached_property
    def last(self) -> Scene:
        """All that there is to show."""
        return scene(self.plan, self.walk, len(self.walk.steps) - 1)

    def filled_with(self, values: Mark, gradients: Mark) -> list[str]:
        """All is filled, with these marks."""
        last = self.last
        return self.drawn(
            replace(
                last,
                values=marked(last.values, values),
                gradients=marked(last.gradients, gradients),
                contributions=marked(last.contributions, gradients),
            )
        )

    def drawn(self, shown: Scene) -> list[str]:
        """A scene in parts, in which no line is marked."""
        plain = replace(
            shown,
            wires=["plain"] * len(shown.wires),
            branches=["plain"] * len(shown.branches),
            circles=["plain"] * len(shown.circles),
            links=["plain"] * len(shown.links),
        )
        return self.canvas.parts(plain, VARIABLES, roles(self.canvas, self.lang), self.lang)


def marked(labels: list[Label], mark: Mark) -> list[Label]:
    """The labels with a mark."""
    return [label._replace(mark=mark) for label in labels]
