"""A graph's blocks as the browser is told them, so that it opens and closes them by itself.

The plan that it gets is that of all blocks open. For each thing it is told in which block that
stands, and of each block the box that it closes to. A level is what stands side by side, in a
block or in none, where all in it is closed; the browser puts the levels of open blocks in place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..blocks.view import with_opened
from ..calls.rows import part_of_stack
from ..core.graph import Graph
from ..core.operation import Op
from ..draw.layout import without_frames
from ..draw.levels import Level, levels
from ..draw.parts import Frame
from ..draw.picture import planned
from ..draw.places import Box, Line
from ..draw.plan import Plan, box_circle
from ..kept import kept
from ..parts import Block, all_blocks
from ..spell.names import latex as latex_name
from ..spell.numbers import DIGITS, Value
from ..tell.lines import leaf, of_own_line
from ..tell.tightness import template_of
from ..words import LANGUAGES, Message
from .blocks import part_of, told_of
from .insides import Inside, as_texts, insides, runs

__all__ = ["levels_of", "places_of", "sides", "whole_plan"]


@kept
def _opened(graph: Graph) -> Graph:
    return with_opened(graph, ())


def whole_plan(graph: Graph, values: Mapping[int, Value], digits: int = DIGITS) -> Plan:
    """The plan of a graph where all of its blocks are open."""
    if not graph.blocks:
        return planned(graph, values, digits)
    return planned(_opened(graph), values, digits)


def levels_of(
    graph: Graph, plan: Plan, rows: Sequence[Op], products: Collection[int] = ()
) -> dict[str, Any]:
    """The blocks, each after what is around it, with the number of that (0 is none).

    With what the formula on top is made of, which the browser writes anew for what is open.
    """
    frames = {frame.part.name: frame for frame in plan.frames}
    blocks = [block for block in all_blocks(graph.blocks) if block.name in frames]
    number = {block.name: n for n, block in enumerate(blocks, start=1)}
    inside = {part.name: number[block.name] for block in blocks for part in block.parts}
    view = graph.view
    return {
        "open": [] if view is None else [b.name for b in blocks if b.name in view.names],
        "blocks": [
            {
                **_block(graph, place, block, frames[block.name], plan.digits),
                "inside": inside.get(block.name, 0),
            }
            for place, block in enumerate(blocks)
        ],
        "text": _text(graph, plan.digits, rows, products),
    }


def _text(
    graph: Graph, digits: int, rows: Sequence[Op], products: Collection[int]
) -> dict[str, Any]:
    """The rows' templates, which nodes have a line, which no gradient; what numbers are like."""
    numbers = [n for n in graph.nodes if n.is_constant and not graph.owns(n)]
    leaves = {node.index: leaf(graph, node, digits) for node in numbers}
    return {
        "lines": runs(sorted(of_own_line(graph))),
        "templates": [_template(row, rows) for row in rows],
        "fixed": [node.index for node in graph.nodes if graph.is_fixed[node.index]],
        "numbers": {str(index): [text.size, text.rank] for index, text in leaves.items()},
        **({"products": sorted(products)} if products else {}),
    }


def _template(row: Op, rows: Sequence[Op]) -> list[Any]:
    """Of what joins, with its name and the place among the rows of that of each part of a stack."""
    pieces, rank, size = template_of(row)
    part = part_of_stack(row)
    if part is None:
        return [pieces, rank, size]
    return [pieces, rank, size, row.name, rows.index(part) if part in rows else None]


def _block(graph: Graph, place: int, block: Block, frame: Frame, digits: int) -> dict[str, Any]:
    circle = box_circle(frame.part)
    return {
        "block": block.name,
        **told_of(graph, block, digits),
        "called": [latex_name(block.function), len(block.function)],
        "operations": [block.operations.start, block.operations.stop],
        "ports": [node for _, node in block.arguments],
        "arguments": list(frame.part.arguments),
        "circle": {
            "id": circle.id,
            "node": circle.node,
            "glyph": circle.glyph,
            "size": circle.size,
            "font_size": circle.font_size,
            "part": {**part_of(frame.part), "number": place},
        },
    }


def places_of(plan: Plan) -> dict[str, Any]:
    """Where everything stands in its level: the text of each, by its place among the ``insides``.

    Each is told in the numbers of that level.
    """
    found: dict[str, Level] = {}
    waiting = [levels(plan, without_frames)]
    root = waiting[0]
    notes: list[Message] = []
    while waiting:
        level = waiting.pop()
        if level.layout.note is not None:
            notes.append(level.layout.note)
        if level.frame is not None:
            found[level.frame.part.name] = level
        waiting += level.inner
    inside = insides(plan)
    placed = (root, *(found[block.name] for block in inside.blocks))
    forms = list(map(_form, placed, inside.levels))
    known = {form: n for n, form in enumerate(dict.fromkeys(forms))}
    texts, numbers = as_texts(map(_places, known))
    return {
        "insides": texts,
        "levels": [numbers[known[form]] for form in forms],
        "note": {lang: notes[0].say(lang) for lang in LANGUAGES} if notes else None,
    }


_Form = tuple[float, float, tuple[tuple[str, Box], ...], tuple[Line, ...]]


def _form(level: Level, inside: Inside) -> _Form:
    """Where everything stands in a level, in the numbers of that level."""
    layout = level.layout
    boxes = tuple((inside.names[name], box) for name, box in layout.boxes.items())
    return layout.width, layout.height, boxes, tuple(level.lines[n] for n in inside.links)


def _places(form: _Form) -> dict[str, Any]:
    width, height, boxes, lines = form
    return {
        "width": width,
        "height": height,
        "boxes": {name: sides(box) for name, box in boxes},
        "lines": [
            [[_plain(round(x, 4)) for point in part for x in point] for part in line]
            for line in lines
        ],
    }


def sides(box: Box) -> list[float]:
    """A box by its middle and its size."""
    return [_plain(size) for size in (box.x, box.y, box.width, box.height)]


def _plain(size: float) -> float:
    """Without a fraction that is none, which JSON would write."""
    return int(size) if size == int(size) else size
