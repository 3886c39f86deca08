"""What a worksheet asks for: numbered blanks, with their answers and places in the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ..draw.cards import HEAD, NOTE, SIDE
from ..draw.grid import CardSlot
from ..draw.ink import ink_of
from ..draw.scene import Label
from ..draw.slots import is_italic, isolated
from ..draw.svg import BASELINE, Bounds
from ..spell.names import latex as latex_name
from ..spell.numbers import Value
from ..theme import FONT_SIZE, Theme
from .boxes import Box, beside, text_box
from .formula import BLANK
from .paper import LABEL
from .script import Script

__all__ = ["BETWEEN", "TAG", "Blank", "blanks", "frame", "open_card", "tag"]

TAG = 9.0  # size of the type of a number
FREE = 3.0  # points around a number on a card
MOST_ENTRIES = 12  # of an array, for each of which there is a box
BETWEEN = r",\quad "  # what comes along an edge, and the sum of all that has come


@dataclass(frozen=True)
class Blank:
    """What is to be found: its ``number``, and LaTeX that asks for it and that answers.

    ``parts`` are those of the canvas where its number stands.
    """

    number: int
    question: str
    answer: str
    parts: tuple[int, ...]
    is_gradient: bool = True


def blanks(script: Script) -> Iterator[Blank]:
    """What the worksheet of a script asks for, in the order of its steps."""
    kind, walk, canvas = script.worksheet, script.walk, script.canvas
    graph, number = walk.graph, 0
    ways = {branch.edge: n for n, branch in enumerate(canvas.plan.branches)}
    wires = {wire.node: n for n, wire in enumerate(canvas.plan.wires)}
    output = graph.output_node
    seen: set[int] = set()

    def blank(question: str, answer: str, *parts: int, is_gradient: bool = True) -> Blank:
        nonlocal number
        number += 1
        return Blank(number, question, answer, parts, is_gradient)

    def places(part: Callable[[int], int], node: int) -> list[int]:
        """Where a label of a node stands, unless it is in a closed block."""
        return [part(wires[node])] if node in wires else []

    for step in script.each_step():
        if step.index in seen:
            continue
        seen.add(step.index)
        if step.kind == "forward" and kind in (True, "values"):
            question = " = ".join(step.exercise(BLANK).split(" = ")[:2])
            made = step.block.outputs if step.block else (step.place.index,)
            found = step.value if len(made) == 1 else np.float64(0)  # several have no boxes
            parts = [part for i in made for part in places(canvas.value_part, i)]
            yield blank(_open(question, found), step.latex, *parts, is_gradient=False)
        if kind == "values" or step.kind in ("graph", "forward"):
            continue
        if step.kind == "seed":
            for node in graph.nodes:
                if not graph.has_gradient[node.index] or node.index not in wires:
                    continue
                if node is output or not graph.reaches_output[node.index]:
                    goal = _partial(graph.output, node.name)
                    found = walk.gradient_at(node.index, step.index)[0]
                    parts = places(canvas.gradient_part, node.index)
                    yield blank(_open(goal, found), f"{goal} = {walk.in_latex(found)}", *parts)
            continue
        assert step.backflow is not None
        edge = step.backflow.edge
        total = places(canvas.gradient_part, edge.operand)
        parts = [canvas.contribution_part(ways[edge])] if edge in ways else []
        if kind == "rules":
            parts += total if step.complete else []
            yield blank(step.exercise(BLANK), step.latex, *parts)
            continue
        (along, goal), (way, sum_of_ways) = (
            _along_and_sum(latex, is_shared=step.uses > 1)
            for latex in (step.exercise(BLANK), step.latex)
        )
        if goal:
            yield blank(_open(along.partition(" = ")[0], step.contribution), way, *parts)
        if step.complete:
            question = (goal or along).partition(" = ")[0]
            yield blank(_open(question, step.total), sum_of_ways or way, *total)


def _along_and_sum(latex: str, *, is_shared: bool) -> tuple[str, str]:
    """What comes along an edge, and the sum of all that has come, if there are several."""
    along, _, total = latex.rpartition(BETWEEN) if is_shared else (latex, "", "")
    return along, total


def _open(question: str, value: Value) -> str:
    """LaTeX up to where the value is written: a line, or boxes for the entries of an array."""
    if not 0 < np.size(value) <= MOST_ENTRIES or not np.ndim(value):
        return f"{question} ="
    if np.ndim(value) > 2:
        return f"{question} ="
    rows = [BLANK] * np.atleast_2d(value).shape[1]
    table = r" \\ ".join([" & ".join(rows)] * np.atleast_2d(value).shape[0])
    return rf"{question} = \begin{{bmatrix}}{table}\end{{bmatrix}}"


def _partial(of: str, by: str) -> str:
    return rf"\frac{{\partial {latex_name(of)}}}{{\partial {latex_name(by)}}}"


def frame(bounds: Bounds, name: str, blank: Blank, scale: float, theme: Theme) -> str:
    """A frame with a number, in place of a label that begins with a name or with ∂."""
    left, top, right, bottom = bounds
    top, bottom = top - 2.0, bottom + 1.0
    numbered = tag(blank, max(TAG, LABEL / scale), theme)
    italic = bool(name) and is_italic(name)
    said = [text_box(isolated(name), FONT_SIZE, italic=italic), text_box(" = ", FONT_SIZE)]
    label = beside(said) if name else text_box("∂ ", FONT_SIZE)
    colour = theme.gradient if blank.is_gradient else theme.ink
    start, height = left + 3.0 + label.width, bottom - top
    middle = (top + bottom) / 2
    return (
        f'<g text-anchor="start"><g fill="{colour}">'
        f"{label.at(left + 3.0, middle + BASELINE)}</g>"
        f'<rect x="{start:.2f}" y="{top:.2f}" width="{right - start - 2:.2f}" '
        f'height="{height:.2f}" fill="{theme.paper}" stroke="{colour}" stroke-width="0.8"/>'
        f"{numbered.at(start, middle - (numbered.below - numbered.above) / 2)}</g>"
    )


def open_card(slot: CardSlot, name: str, blank: Blank, scale: float, theme: Theme) -> str:
    """A half of a card whose cells are empty, with a number between its name and its shape.

    Where there is no room for it, it stands in place of the shape, which empty cells show, too.
    """
    numbered = tag(blank, max(TAG, LABEL / scale), theme)
    card, (left, top, right, _) = slot.card, slot.half
    head = (
        text_box(isolated(name), FONT_SIZE, italic=is_italic(name))
        if name
        else text_box("∂", FONT_SIZE)
    )
    note = 0.0 if blank.is_gradient else text_box(card.told, NOTE).width
    least, most = left + SIDE + head.width + FREE, right - SIDE - note - FREE - numbered.width
    x, y = (left + right - numbered.width) / 2, top + HEAD / 2
    is_told = least <= most
    if is_told:
        x = min(max(x, least), most)
    elif card.is_image:  # has no cells, and nothing is written in it
        x, y, is_told = slot.corner[0] + FREE, slot.corner[1] + numbered.height / 2 + FREE, True
    else:
        x = right - FREE - numbered.width
    label = Label(("",) if blank.is_gradient else (), "plain")
    drawn = slot.text(label, ink_of(theme), is_told=is_told)
    at = numbered.at(x, y - (numbered.below - numbered.above) / 2)
    return f'{drawn}<g text-anchor="start">{at}</g>'


def tag(blank: Blank, size: float, theme: Theme) -> Box:
    """The number of a blank, light on dark."""
    number = text_box(str(blank.number), size, bold=True)
    width, above, below = number.width + 0.6 * size, 1.05 * size, 0.35 * size
    colour = theme.gradient if blank.is_gradient else theme.forward
    svg = (
        f'<rect x="0" y="{-above:.2f}" width="{width:.2f}" height="{above + below:.2f}" '
        f'fill="{colour}"/><g fill="{theme.paper}">{number.at(0.3 * size, 0.0)}</g>'
    )
    return Box(width, above, below, svg)
