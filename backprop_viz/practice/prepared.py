"""A task for a browser without a kernel: its picture in parts, and every judgement in advance."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from ..browser.program import as_json
from ..core.graph import Edge
from ..draw.picture import canvas, roles
from ..draw.scene import Label, Scene, scene
from ..draw.schedule import Mark
from ..draw.svg import PIXELS, Canvas
from ..quiz.verdicts import OPEN, verdicts
from ..theme import Theme
from ..words import paragraph, row, say, texts
from .asking import asked, label, rule_name
from .hints import explained, hint_at
from .judging import not_ready, number_question, slots, wrong_expression, wrong_rule
from .places import Place
from .task import Task

__all__ = ["VARIABLES", "place_id", "prepared"]


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

UNKNOWN = Label(("?",), "faint")


def place_id(place: Place) -> str:
    """A place as the browser calls it."""
    return f"{place.kind} {place.node} {place.position}"


def prepared(task: Task, lang: str) -> dict[str, Any]:
    """All that the browser needs to let a learner perform a task, and to judge the moves."""
    picture = _Picture(task, lang)
    return {
        "lang": lang,
        "exercise": task.exercise,
        "level": task.level,
        "judged": task.judged,
        "picture": picture.data,
        "given": [place_id(p) for p in task.all_places if p in task.given],
        "places": [_place(task, place, picture, lang) for place in task.places],
        "rules": [[rule, rule_name(rule, lang)] for rule in task.offered],
        "words": _words(task, lang),
    }


def _words(task: Task, lang: str) -> dict[str, str]:
    """What the screen says; ``OPEN`` stands for a number that only the browser knows."""
    start, count = "practice.on_", len(task.places)
    words = {
        key.removeprefix(start): say(key, lang) for key in texts(lang) if key.startswith(start)
    }
    words |= {f"missing_{ask}": say(f"practice.missing_{ask}", lang) for ask in _ASKS}
    for key in ("unreadable", "done_before", "kept"):
        words[key] = say(f"practice.{key}", lang)
    for key in ("over", "over_end"):
        words[key] = say(f"practice.{key}", lang, right=OPEN, first=OPEN, count=count)
    return {
        **words,
        "right": say("predict.right", lang),
        "shown": say("practice.shown", lang, value=OPEN),
        "gap": row(lang).gap,
    }


_ASKS = ("rule", "shape", "expression", "value", "entry")


def _place(task: Task, place: Place, picture: _Picture, lang: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": place_id(place),
        "at": place.as_data(task.walk.graph),
        "label": label(task, place, lang),
        "needs": [place_id(needed) for needed in task.needed[place]],
        "notReady": not_ready(task, place, lang),
        "asks": [[ask, asked(task, place, ask, lang)] for ask in task.asks(place)],
        "hints": [hint_at(task, place, degree, lang) for degree in (1, 2, 3)],
        "why": explained(task, place, lang),
        "shown": task.walk.written(task.wanted(place)),
        "hits": picture.hits(place),
        "parts": picture.parts(place),
        "model": {ask: as_plain(found) for ask, found in task.answer(place).items()},
    }
    asks = task.asks(place)
    if "rule" in asks:
        right = task.rules(place)
        told["rule"] = {
            rule: "" if rule in right else wrong_rule(task, place, rule, lang)
            for rule in task.offered
        }
    if "shape" in asks:
        why = say(f"practice.wrong_shape_{place.kind}", lang, **slots(task, place))
        wrong = paragraph(lang, [say("predict.not_yet", lang), why])
        told["shape"] = [list(np.shape(task.wanted(place))), wrong]
    if "expression" in asks:
        slips = task.expressions(place)
        told["expression"] = [
            [
                text,
                slips[text],
                wrong_expression(task, place, slips[text], lang) if slips[text] else "",
            ]
            for text in task.shuffled(place)
        ]
    if "value" in asks or "entry" in asks:
        told["number"] = verdicts(number_question(task, place, lang), as_json)
    return told


def as_plain(found: Any) -> Any:
    """An answer of the model as it would be typed."""
    if isinstance(found, str):
        return found
    return list(found) if isinstance(found, list) else as_json(found)


class _Picture:
    """The picture of a task, in the parts that a move fills."""

    def __init__(self, task: Task, lang: str) -> None:
        self.task, self.walk, self.lang = task, task.walk, lang
        self.canvas: Canvas = canvas(
            self.walk.graph, dict(enumerate(self.walk.node_values)), self.walk.digits
        )
        self.plan = self.canvas.plan
        self.branches: dict[Edge, int] = {b.edge: n for n, b in enumerate(self.plan.branches)}

    @property
    def data(self) -> dict[str, Any]:
        """What does not depend on a move."""
        layout, parts = self.canvas.layout, list(self._open)
        for place in self.task.all_places:
            if place in self.task.given:
                for number in self._filled(place):
                    parts[number] = self._plain[number]
        return {
            "width": round(layout.width * PIXELS),
            "height": round(layout.height * PIXELS),
            "box": f"0 0 {layout.width:g} {layout.height:g}",
            "parts": parts,
        }

    def parts(self, place: Place) -> list[list[Any]]:
        """The parts that a move fills: their numbers, how they look, and how right after it."""
        fresh = self._forward if place.kind == "value" else self._backward
        filled, found = self._filled(place), []
        for number in self._touched(place):
            is_label = number in filled
            found.append([number, self._plain[number] if is_label else None, fresh[number]])
            if self.task.judged == "end":
                found[-1].append(self._typed[number] if is_label else self._open[number])
        return found

    def hits(self, place: Place) -> dict[str, Any]:
        """Where a place is clicked at: along lines, and in boxes."""
        graph, bounds = self.walk.graph, self.canvas.bounds
        boxes = [bounds[number] for number in self._filled(place)]
        lines = []
        if place.kind == "edge":
            edge = self._edge(place)
            for link, (curve, _) in zip(self.plan.links, self.canvas.curves, strict=True):
                if link.edge == edge:
                    lines.append(curve)
        if place.kind == "value":
            circle = self.canvas.layout.boxes[f"o{graph.nodes[place.node].index}"]
            half = circle.width / 2
            boxes.append((circle.x - half, circle.y - half, circle.x + half, circle.y + half))
        return {"lines": lines, "boxes": [[round(x, 1) for x in box] for box in boxes]}

    def _edge(self, place: Place) -> Edge:
        operand = self.walk.graph.nodes[place.node].operands[place.position]
        return Edge(operand, place.node, place.position)

    def _filled(self, place: Place) -> list[int]:
        """The numbers of the labels that a place fills."""
        graph, here = self.walk.graph, self.canvas
        if place.kind == "value":
            return [here.value_part(place.node)]
        if place.kind == "edge":
            edge = self._edge(place)
            found = [here.contribution_part(self.branches[edge])] if edge in self.branches else []
            alone = graph.live_uses[edge.operand] == 1
            return [*found, here.gradient_part(edge.operand)] if alone else found
        found = [here.gradient_part(place.node)]
        if place.kind == "seed":  # and what the output does not depend on
            found += [
                here.gradient_part(node.index)
                for node in graph.nodes
                if graph.has_gradient[node.index] and not graph.reaches_output[node.index]
            ]
        return found

    def _touched(self, place: Place) -> list[int]:
        """These, and what is behind them."""
        behind = {self.canvas.value_part(n): -1 for n in range(len(self.plan.wires))}
        behind |= {self.canvas.gradient_part(n): -2 for n in range(len(self.plan.wires))}
        return sorted({n for f in self._filled(place) for n in (f, f + behind.get(f, -1))})

    @cached_property
    def _last(self) -> Scene:
        return scene(self.plan, self.walk, len(self.walk.steps) - 1)

    @cached_property
    def _open(self) -> list[str]:
        """All that is to be found is open."""
        graph = self.walk.graph
        last = self._last
        values = zip(self.plan.wires, _marked(last.values, "plain"), strict=True)
        gradients = zip(self.plan.wires, _marked(last.gradients, "plain"), strict=True)
        return self._drawn(
            replace(
                last,
                values=[
                    label if graph.nodes[w.node].op is None else UNKNOWN for w, label in values
                ],
                gradients=[
                    UNKNOWN if graph.has_gradient[w.node] else label for w, label in gradients
                ],
                contributions=[UNKNOWN for _ in last.contributions],
            )
        )

    @cached_property
    def _typed(self) -> list[str]:
        """All holds what the learner types; of an array its cells stay open."""

        def typed(labels: list[Label]) -> list[Label]:
            return [
                Label((OPEN,), "used") if label.cells is None else UNKNOWN._replace(mark="used")
                for label in labels
            ]

        last = self._last
        return self._drawn(
            replace(
                last,
                values=typed(last.values),
                gradients=typed(last.gradients),
                contributions=typed(last.contributions),
            )
        )

    @cached_property
    def _plain(self) -> list[str]:
        return self._with("plain", "plain")

    @cached_property
    def _forward(self) -> list[str]:
        return self._with("forward", "plain")

    @cached_property
    def _backward(self) -> list[str]:
        return self._with("plain", "backward")

    def _with(self, values: Mark, gradients: Mark) -> list[str]:
        """All is filled, with these marks."""
        last = self._last
        return self._drawn(
            replace(
                last,
                values=_marked(last.values, values),
                gradients=_marked(last.gradients, gradients),
                contributions=_marked(last.contributions, gradients),
            )
        )

    def _drawn(self, shown: Scene) -> list[str]:
        plain = replace(
            shown,
            wires=["plain"] * len(shown.wires),
            branches=["plain"] * len(shown.branches),
            circles=["plain"] * len(shown.circles),
            links=["plain"] * len(shown.links),
        )
        return self.canvas.parts(plain, VARIABLES, roles(self.canvas, self.lang))


def _marked(labels: list[Label], mark: Mark) -> list[Label]:
    return [label._replace(mark=mark) for label in labels]
