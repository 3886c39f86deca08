"""Arrays that do not go together in a graph: which operation, on what, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from ..errors import InputError, pointed
from ..spell.numbers import Value
from ..words import Message
from .shapes import Misfit, Shape

__all__ = ["explained", "misfit", "placed"]

_INSTEAD = {("batch_norm", 4): "batch_norm2d", ("batch_norm2d", 2): "batch_norm"}
"""What the library has for an array with so many axes."""


class Shaped(Protocol):
    """What is asked of an operation here."""

    @property
    def name(self) -> str: ...
    @property
    def is_entrywise(self) -> bool: ...
    def shape_of(self, *shapes: Shape) -> Shape: ...
    def write(self, *operands: str) -> str: ...
    def spell(self, *operands: str) -> str: ...


class Made(Protocol):
    """What is asked of a graph here."""

    @property
    def displayed(self) -> Sequence[str]: ...
    @property
    def operations(self) -> Sequence[Computed]: ...
    @property
    def blocks(self) -> Sequence[Part]: ...
    @property
    def text(self) -> str: ...
    @property
    def places(self) -> Mapping[int, int]: ...


class Part(Protocol):
    """What is asked of a block here."""

    @property
    def name(self) -> str: ...
    @property
    def function(self) -> str: ...
    @property
    def form(self) -> str: ...
    @property
    def operations(self) -> range: ...
    @property
    def arguments(self) -> Sequence[tuple[str, int]]: ...


class Computed(Protocol):
    """What is asked of an operation in a graph here."""

    @property
    def op(self) -> Shaped: ...
    @property
    def index(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def operands(self) -> Sequence[int]: ...


def misfit(graph: Made, node: Computed, values: Sequence[Value], error: ValueError) -> InputError:
    """The error of an operation whose operands do not fit, with its place; ``values`` so far."""
    shapes = list(map(np.shape, values))
    place = graph.operations.index(node)
    block = next((block for block in graph.blocks if place in block.operations), None)
    called, ports = (block.name, block.arguments) if block else ("", ())
    what = explained(
        node.op,
        [graph.displayed[i] for i in node.operands],
        [shapes[i] for i in node.operands],
        error,
        node.name,
        called,
        [(name, shapes[i]) for name, i in ports if i < node.index],
    )
    if block and block.form and ports:
        _, first = ports[0]
        count = len(shapes[first]) if first < node.index else 0
        if instead := _INSTEAD.get((block.function, count)):
            what = Message("inputs.instead", what=what, count=count, instead=instead)
    return placed(what, graph.text, graph.places.get(node.index))


def explained(
    op: Shaped,
    names: Sequence[str],
    shapes: Sequence[Shape],
    error: ValueError,
    node: str = "",
    block: str = "",
    given: Sequence[tuple[str, Shape]] = (),
) -> Message:
    """Why operands of these names and shapes do not fit, and what would, of a ``node`` if named.

    Inside a ``block`` it is said what that was ``given``.
    """
    if isinstance(error, Misfit):
        what = Message(error.key, node=node or op.name, **error.slots)
    else:
        *others, last = map(str, shapes)
        what = Message("inputs.shapes", node=node or op.name, others=", ".join(others), last=last)
    listed = _listed(zip(names, shapes, strict=True))
    formula = op.write(*names)
    key = "inputs.operation" if node else "source.operation"
    what = Message(key, what=what, node=node, formula=formula, operands=listed)
    if given:
        return Message("inputs.in_block", block=block, given=_listed(given), what=what)
    turned = _turned(op, names, shapes)
    return Message("inputs.turned", what=what, form=turned) if turned else what


def _listed(given: Iterable[tuple[str, Shape]]) -> str:
    return ", ".join(f"{name} {shape}" for name, shape in given)


def placed(what: Message, text: str, at: int | None) -> InputError:
    """The error, with a caret under the place in the text that it is about, if there is one."""
    if at is None:
        return InputError(what)
    start = text.rfind("\n", 0, at) + 1
    line = text[start:].partition("\n")[0]
    shown, caret = pointed(line, at - start)
    return InputError("inputs.at", what=what, line=shown, caret=caret)


def _turned(op: Shaped, names: Sequence[str], shapes: Sequence[Shape]) -> str:
    """The operation with one operand transposed, where that fits."""
    if op.is_entrywise or len(shapes) != 2:
        return ""
    for place in (1, 0):
        tried, spelled = list(shapes), list(names)
        tried[place], spelled[place] = shapes[place][::-1], f"{names[place]}.T"
        try:
            op.shape_of(*tried)
        except ValueError:
            continue
        return op.spell(*spelled) if len(shapes[place]) == 2 else ""
    return ""
