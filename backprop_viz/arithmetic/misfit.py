"""Arrays that do not go together in a graph: which operation, on what, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np

from ..errors import InputError, pointed
from ..kept import kept
from ..spell.names import display
from ..spell.numbers import Value
from ..words import Message
from .arrays import new_axis
from .patterns import first_off
from .shapes import Misfit, Shape

__all__ = ["checked_blocks", "explained", "misfit", "placed", "rows_of_stack", "unlike"]

_T = TypeVar("_T")

_ATOM = re.compile(r"[^ +*/@<>=−-]+|\w+\(.*\)")
_DOTTED = re.compile(r"[^\W\d]\w*\.\w")  # a name with that of a block before it
_INSTEAD = {("batch_norm", 4): "batch_norm2d", ("batch_norm2d", 2): "batch_norm"}
"""What the library has for an array with so many axes."""


class Joining(Protocol):
    """What is asked of an operation in a stack."""

    @property
    def name(self) -> str: ...
    @property
    def named(self) -> Mapping[str, Any]: ...


class Shaped(Joining, Protocol):
    """What is asked of an operation here."""

    @property
    def is_entrywise(self) -> bool: ...
    @property
    def operator(self) -> str: ...
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
    def shapes(self) -> str: ...
    @property
    def operations(self) -> range: ...
    @property
    def parts(self) -> Sequence[Part]: ...
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
    around = [*_around(graph.blocks, place)]
    block = around[0] if around else None
    called, ports = (block.name, block.arguments) if block else ("", ())
    unnamed = {one.index: one for one in graph.operations if one.index in graph.unnamed}

    def made(index: int) -> tuple[Joining, Sequence[int]] | None:
        one = unnamed.get(index)
        return None if one is None else (one.op, one.operands)

    parts = rows_of_stack(node.op, node.operands, made)
    operands = parts or node.operands
    written = [_written(graph, i) for i in operands]
    behind = (one.op for one in graph.operations if node.index in one.operands)
    if parts and any(op.name == node.op.name for op in behind):
        written = [""] * len(written)  # there are more rows behind these
    what = explained(
        node.op,
        [graph.displayed[i] for i in operands],
        [shapes[i] for i in operands],
        error,
        node.name,
        called,
        [(name, shapes[i]) for name, i in ports if i < node.index],
        _own(around[-1] if around else None, written),
        is_stack=bool(parts),
    )
    if block and block.form and ports:
        _, first = ports[0]
        count = len(shapes[first]) if first < node.index else 0
        if instead := _INSTEAD.get((block.function, count)):
            what = Message("inputs.instead", what=what, count=count, instead=instead)
    return placed(what, graph.text, graph.places.get(node.index))


def unlike(name: str, off: str, shapes: Mapping[str, Shape], asked: str) -> Message:
    """That the argument ``off`` of a function does not go with the others."""
    given = _listed(shapes.items())
    return Message("shape.unlike", name=name, off=off, given=given, asked=asked)


def checked_blocks(graph: Made, shape_at: Callable[[int], Shape]) -> None:
    """Raise ``InputError`` where a block is given shapes that it is not meant for; ``shape_at``
    tells that of a node.
    """
    for block, place in _asking(graph):
        shapes = {name: shape_at(index) for name, index in block.arguments}
        if (off := first_off(block.shapes, shapes)) is not None:
            what = unlike(display(block.name), off, shapes, block.shapes)
            raise placed(what, graph.text, place)


@kept
def _asking(graph: Made) -> list[tuple[Part, int | None]]:
    """The blocks that ask for shapes, each with its place in the text."""
    nodes, places = graph.operations, graph.places
    found: list[tuple[Part, int | None]] = []
    waiting = [*graph.blocks]
    while waiting:
        block = waiting.pop()
        waiting += block.parts
        if block.shapes:
            inside = (nodes[n].index for n in block.operations)
            found.append((block, next((places[i] for i in inside if i in places), None)))
    return found


def explained(
    op: Shaped,
    names: Sequence[str],
    shapes: Sequence[Shape],
    error: ValueError,
    node: str = "",
    block: str = "",
    given: Sequence[tuple[str, Shape]] = (),
    written: Sequence[str] = (),
    *,
    is_stack: bool = False,
) -> Message:
    """Why operands of these names and shapes do not fit, and what would, of a ``node`` if named.

    Inside a ``block`` it is said what that was ``given``; ``is_stack`` where it is not the operands
    that do not fit, but all of these as the rows of a stack. ``written`` are the operands as
    somebody would write them, by default by their names; "" where that is long.
    """
    if is_stack:
        what = Message("shape.stack", node=node or "stack")
    elif isinstance(error, Misfit):
        what = Message(error.key, node=node or op.name, **error.slots)
    else:
        *others, last = map(str, shapes)
        what = Message("inputs.shapes", node=node or op.name, others=", ".join(others), last=last)
    listed = _listed(zip(names, shapes, strict=True))
    formula = f"stack({', '.join([*names, *_axis_of(op)])})" if is_stack else op.write(*names)
    key = "inputs.operation" if node else "source.operation"
    what = Message(key, what=what, node=node, formula=formula, operands=listed)
    if given:
        what = Message("inputs.in_block", block=block, given=_listed(given), what=what)
    fitting = _restacked if is_stack else _fitting
    form = fitting(op, written or names, shapes) if all(written) else ""
    return Message("inputs.turned", what=what, form=form) if form else what


def _axis_of(op: Shaped) -> list[str]:
    return [f"axis={axis}" for axis in op.named.values() if axis]


def _around(blocks: Sequence[Part], place: int) -> Iterator[Part]:
    """The blocks around an operation, the outermost first."""
    for block in blocks:
        if place in block.operations:
            yield block
            yield from _around(block.parts, place)


def _own(block: Part | None, written: Sequence[str]) -> list[str]:
    """What is written in a ``block``, in the names there; nothing of one that nobody writes in."""
    if block is None:
        return [*written]
    before = f"{display(block.name)}."
    own = [text.replace(before, "") for text in written]
    is_own = not block.form and not any(_DOTTED.search(text) for text in own)
    return own if is_own else [""] * len(own)


def rows_of_stack(
    op: Joining,
    operands: Sequence[_T],
    made: Callable[[_T], tuple[Joining, Sequence[_T]] | None],
) -> list[_T]:
    """What a stack is made of, of which ``op`` joins rows with a new axis; nothing of no stack.

    ``made`` is the operation that an operand is without a name, with the operands of that.
    """
    if list(op.named) != ["axis"] or len(operands) != 2:
        return []
    (axis,) = op.named.values()
    found: list[_T] = []
    waiting = [*operands]
    while waiting:
        part = made(waiting.pop())
        if part is None:
            return []
        inner, inside = part
        if inner.name == op.name and inner.named == op.named:
            waiting += inside
        elif inner.named == {"index": new_axis(axis)}:
            found.append(inside[0])
        else:
            return []
    return found[::-1]


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


def _restacked(op: Shaped, names: Sequence[str], shapes: Sequence[Shape]) -> str:
    """A stack with one of its rows transposed."""
    for place, shape in reversed([*enumerate(shapes)]):
        others = {*shapes[:place], *shapes[place + 1 :]}
        if len(shape) == 2 and others == {shape[::-1]}:
            turned = [*names]
            name = names[place]
            turned[place] = _turn(name if _ATOM.fullmatch(name) else f"({name})")
            return f"stack({', '.join([*turned, *_axis_of(op)])})"
    return ""


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
            yield from _tried(op, names, shapes, place, _turn(names[place]), shapes[place][::-1])


def _turn(name: str) -> str:
    """What is transposed, in text; what has been so already is as it was."""
    turned = name.removesuffix(".T")
    return turned if turned != name else f"{name}.T"


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
