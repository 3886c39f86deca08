"""Arrays that do not go together in a graph: which operation, on what, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from ..errors import InputError, pointed
from ..spell.numbers import Value
from ..words import Message
from .shapes import Misfit, Shape

__all__ = ["explained", "misfit", "placed"]

_ATOM = re.compile(r"[^ +*/@<>=−-]+|\w+\(.*\)")
_INSTEAD = {("batch_norm", 4): "batch_norm2d", ("batch_norm2d", 2): "batch_norm"}
"""What the library has for an array with so many axes."""


class Shaped(Protocol):
    """What is asked of an operation here."""

    @property
    def name(self) -> str: ...
    @property
    def is_entrywise(self) -> bool: ...
    @property
    def operator(self) -> str: ...
    @property
    def named(self) -> Mapping[str, Any]: ...
    def choose(self, *options: Any) -> Shaped: ...
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
    @property
    def unnamed(self) -> Collection[int]: ...


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
        [_written(graph, i) for i in node.operands],
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
    written: Sequence[str] = (),
) -> Message:
    """Why operands of these names and shapes do not fit, and what would, of a ``node`` if named.

    Inside a ``block`` it is said what that was ``given``. ``written`` are the operands as somebody
    would write them, by default by their names; "" where that is long.
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
    form = _fitting(op, written or names, shapes) if all(written) else ""
    return Message("inputs.turned", what=what, form=form) if form else what


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


def _written(graph: Made, index: int) -> str:
    if index not in graph.unnamed:
        return graph.displayed[index]
    node = next(one for one in graph.operations if one.index == index)
    if any(i in graph.unnamed for i in node.operands):
        return ""
    return node.op.spell(*(graph.displayed[i] for i in node.operands))


def _fitting(op: Shaped, names: Sequence[str], shapes: Sequence[Shape]) -> str:
    """The operation with a new axis for one operand, or one transposed, or along another axis."""
    if op.operator:
        names = [name if _ATOM.fullmatch(name) else f"({name})" for name in names]
    for forms in (_widened, _turned, _along):
        found = list(forms(op, names, shapes))
        if found:
            return found[0]
    return ""


def _turned(op: Shaped, names: Sequence[str], shapes: Sequence[Shape]) -> Iterator[str]:
    for place in reversed(range(len(shapes))):
        if len(shapes[place]) == 2:
            turned = names[place].removesuffix(".T")
            turned = turned if turned != names[place] else f"{turned}.T"
            yield from _tried(op, names, shapes, place, turned, shapes[place][::-1])


def _widened(op: Shaped, names: Sequence[str], shapes: Sequence[Shape]) -> Iterator[str]:
    rank = max(map(len, shapes))
    for place, shape in enumerate(shapes):
        if not op.is_entrywise or len(shape) != rank - 1:
            continue
        for at in range(1, rank):
            items = ", ".join([*":" * at, "None", *":" * (rank - 1 - at)])
            wide = (*shape[:at], 1, *shape[at:])
            yield from _tried(op, names, shapes, place, f"{names[place]}[{items}]", wide)


def _tried(
    op: Shaped, names: Sequence[str], shapes: Sequence[Shape], place: int, name: str, shape: Shape
) -> Iterator[str]:
    """The operation with another operand in that place, if it fits."""
    tried, spelled = list(shapes), list(names)
    tried[place], spelled[place] = shape, name
    try:
        made = op.shape_of(*tried)
    except ValueError:
        return
    if not op.is_entrywise or made in tried:
        yield op.spell(*spelled)


def _along(op: Shaped, names: Sequence[str], shapes: Sequence[Shape]) -> Iterator[str]:
    is_stack = any(name.endswith("[None]") for name in names)
    if list(op.named) != ["axis"] or len(shapes) < 2 or is_stack:
        return
    for axis in range(len(shapes[0])):
        other = op.choose(axis)
        try:
            other.shape_of(*shapes)
        except ValueError:
            continue
        yield other.spell(*names)
