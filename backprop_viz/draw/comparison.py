"""Two walks of one graph, one over the other: what each number was, and what it has become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import zip_longest

import numpy as np

from ..blocks.view import Names, seen
from ..core.graph import Graph
from ..errors import InputError, OptionError
from ..spell.numbers import Value
from ..tell.walk import Walk
from ..theme import Theme
from ..words import Message, quoted, say
from .cells import Cells
from .picture import Picture, canvas, planned, roles
from .plan import Plan
from .scene import Label, Scene, scene
from .schedule import Mark
from .slots import BETWEEN
from .svg import Canvas

__all__ = ["Comparison", "compare"]

NAMED = 12  # inputs that the words name; of more they say how many there are


class Comparison(Picture):
    """The picture of two walks; a label such as ``3 → 2.84`` is what has changed.

    It shows and saves itself as every picture does, and changes no size with the numbers.
    """

    walk: Walk

    def __init__(
        self,
        walk: Walk,
        other: Walk,
        *,
        theme_name: str | Theme | None = None,
        lang: str | None = None,
        digits: int | None = None,
    ) -> None:
        super().__init__(walk.graph, walk, theme_name=theme_name, lang=lang, digits=digits)
        self.other = other.with_digits(self.digits)

    @cached_property
    def title(self) -> str:
        """Of what it is; in the picture's language."""
        output = self.graph.displayed[self.graph.output_node.index]
        return say("compare.title", self.lang, output=output)

    @cached_property
    def description(self) -> str:
        """What has moved, and what has become of the output and of its gradients."""
        graph, output = self.graph, self.graph.output_node.index
        inputs = [graph.names[name] for name in graph.inputs]
        moved = [i for i in inputs if BETWEEN in self._value(i)]
        marked = [graph.names[name] for name in graph.inputs if name in graph.parameters]
        slopes = marked or inputs
        shown = self.walk.shown
        return say(
            "compare.fixed" if not slopes else "compare.told" if moved else "compare.same",
            self.lang,
            moved=_listed([f"{shown[i]} = {self._value(i)}" for i in moved]),
            output=shown[output],
            value=self._value(output),
            gradients=_listed(
                [f"∂{shown[output]}/∂{shown[i]} = {self._gradient(i)}" for i in slopes]
            ),
        )

    @property
    def _canvas(self) -> Canvas:
        return canvas(self.graph, self._shapes(), self.digits, beside=2)

    @property
    def _plan(self) -> Plan:
        return planned(self.graph, self._shapes(), self.digits, beside=2)

    def _scene(self, drawn: Plan) -> Scene:
        one, two = (scene(drawn, walk, self.step) for walk in (self.walk, self.other))
        return replace(
            one,
            values=_both(one.values, two.values),
            gradients=_both(one.gradients, two.gradients),
            contributions=_both(one.contributions, two.contributions),
            wires=_settled(one.wires),
            branches=_settled(one.branches),
            circles=_settled(one.circles),
            links=_settled(one.links),
        )

    def _wire_titles(self, drawing: Canvas) -> list[str]:
        told = zip(roles(drawing, self.lang), drawing.plan.wires, strict=True)
        return [f"{title} = {self._value(wire.node)}" for title, wire in told]

    def _value(self, node: int) -> str:
        return self._written(self.walk.node_values[node], self.other.node_values[node])

    def _gradient(self, node: int) -> str:
        return self._written(self.walk.node_gradients[node], self.other.node_gradients[node])

    def _written(self, one: Value, two: Value) -> str:
        return _changed(self.walk.written(one), self.walk.written(two))


def compare(
    walk: Walk,
    other: Walk,
    *,
    theme: str | Theme | None = None,
    lang: str | None = None,
    digits: int | None = None,
    opened: Names = None,
) -> Comparison:
    """A picture of two walks of one graph: every value and gradient that changes as ``3 → 2.84``.

    They are at two places, such as before and after a step of a descent. It shows itself in a
    notebook and has all that a picture has, ``save`` above all; ``theme``, ``lang``, ``digits``
    and ``opened`` are those of a picture.

    Raises ``InputError``, which says where they differ, for walks of different graphs or with
    inputs of different shapes, and ``ValueError`` for what is no walk.
    """
    for given in (walk, other):
        if not isinstance(given, Walk):
            raise OptionError("usage.compare", given=quoted(given))
    for one, two in zip_longest(
        _node_by_node(walk.graph), _node_by_node(other.graph), fillvalue=("…",)
    ):
        if one != two:
            raise InputError("inputs.other_graph", one=one[0], other=two[0])
    for name, value in walk.inputs.items():
        shapes = [np.shape(value), np.shape(other.inputs[name])]
        if shapes[0] != shapes[1]:
            one_kind, other_kind = map(_kind, shapes)
            raise InputError("inputs.other_shape", name=name, one=one_kind, other=other_kind)
    walk = walk.with_graph(seen(walk.graph, opened))
    return Comparison(walk, other, theme_name=theme, lang=lang, digits=digits)


def _kind(shape: tuple[int, ...]) -> Message:
    if not shape:
        return Message("predict.number")
    return Message("predict.array", shape="×".join(map(str, shape)))


def _node_by_node(graph: Graph) -> Iterator[tuple[object, ...]]:
    """A graph node by node, as it is written, and what is not seen of that; its output at last."""
    shown = graph.displayed
    for node in graph.nodes:
        if node.op is not None:
            formula = node.op.write(*(shown[i] for i in node.operands))
            yield f"{shown[node.index]} = {formula}", node.op, node.operands
        else:
            constant = None if node.is_input else np.asarray(node.value).tolist()
            yield shown[node.index], constant
    yield shown[graph.output_node.index], "output"


def _both(before: Sequence[Label], after: Sequence[Label]) -> list[Label]:
    return [
        Label(
            tuple(map(_changed, one.lines, two.lines)),
            _plain(one.mark),
            _both_cells(one.cells, two.cells),
        )
        for one, two in zip(before, after, strict=True)
    ]


def _both_cells(before: Cells | None, after: Cells | None) -> Cells | None:
    """The numbers of both, in the tones of the second."""
    if before is None or after is None:
        return after
    return after._replace(texts=tuple(map(_changed, before.texts, after.texts)))


def _changed(one: str, two: str) -> str:
    return one if one == two else f"{one}{BETWEEN}{two}"


def _settled(marks: Sequence[Mark]) -> list[Mark]:
    return list(map(_plain, marks))


def _plain(mark: Mark) -> Mark:
    """No step is on show: nothing is marked but what stays unknown."""
    return mark if mark == "faint" else "plain"


def _listed(parts: Sequence[str]) -> str:
    return ", ".join([*parts[:NAMED], *(["…"] if len(parts) > NAMED else [])])
