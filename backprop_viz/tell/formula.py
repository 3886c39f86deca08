"""The formula of a graph as mathematics, in which every step has its part.

Its parts have marks (:mod:`.lines`), which the typesetters know; :func:`written` makes LaTeX of
them for others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from ..core.graph import Graph
from ..core.walk import Walk
from ..kept import kept
from ..spell.numbers import DIGITS
from .lines import Line, lines_of
from .step import Step
from .tightness import MARK, PRODUCT, symbols, template_of, unmarked

__all__ = [
    "PAGE",
    "Formula",
    "coloured",
    "formula",
    "formula_of",
    "lit",
    "products_of",
    "unmarked",
    "written",
]

PAGE = 110
"""Symbols of the lines that are shown at once, about two lines of a screen."""


@dataclass(frozen=True, eq=False)
class Formula:
    """The lines in the order of the forward pass, and in pages of what is shown at once."""

    lines: tuple[Line, ...]

    @cached_property
    def pages(self) -> tuple[tuple[Line, ...], ...]:
        numbers, number, room = [], 0, PAGE
        for line in self.lines:
            room -= (size := symbols(line.equation))
            if room < 0:
                number, room = number + 1, PAGE - size
            numbers.append(number)
        told = groupby(zip(numbers, self.lines, strict=True), key=lambda pair: pair[0])
        return tuple(tuple(line for _, line in page) for _, page in told)

    @cached_property
    def line_of(self) -> Mapping[int, int]:
        """For each operation, which line it stands in."""
        return {
            int(key): number
            for number, line in enumerate(self.lines)
            for key in (str(line.node), *_keys(line.marked))
            if key.isdecimal()
        }

    @cached_property
    def page_of(self) -> tuple[int, ...]:
        """For each line, which page it stands on."""
        return tuple(number for number, page in enumerate(self.pages) for _ in page)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The pages in LaTeX, with their marks."""
        return tuple(_joined(line.equation for line in page) for page in self.pages)

    def line(self, step: Step) -> str:
        """The line that a step is about."""
        return self.lines[self.line_of[_spot(step)]].equation

    def page(self, step: Step) -> str:
        """The page that a step is about."""
        return self.shown[self.page_of[self.line_of[_spot(step)]]]

    @cached_property
    def latex(self) -> str:
        """All of it; of many lines the first few, and the last."""
        first, last = self.pages[0], self.lines[-1]
        told = [line.equation for line in first]
        if len(self.pages) > 1:
            told += [r"\ldots", last.equation]
        return unmarked(_joined(told))


@kept
def formula(graph: Graph, digits: int = DIGITS, products: frozenset[int] = frozenset()) -> Formula:
    """The formula of a graph, with constants of ``digits`` significant digits.

    ``products`` are the operations that multiply arrays with each other.
    """
    return Formula(tuple(lines_of(graph, digits, products)))


def formula_of(walk: Walk) -> Formula:
    """The formula of a walk's graph, as it reads for what the walk was given."""
    return formula(walk.graph, walk.digits, products_of(walk))


@kept
def products_of(walk: Walk) -> frozenset[int]:
    """The operations that multiply arrays with each other, entry by entry or as matrices."""
    arrays = {i for i, value in enumerate(walk.node_values) if np.ndim(value)}
    return frozenset(
        node.index
        for node in walk.graph.operations
        if sum(i in arrays for i in node.operands) > 1 and template_of(node.op).rank == PRODUCT
    )


def lit(step: Step) -> dict[str, str]:
    """What a step is about: the keys of marks, and for each whether it is "forward", what comes
    "back", or the "node" that it comes back through.
    """
    node = _spot(step)
    if step.kind == "graph":
        return {}
    if step.backflow is None:
        return {str(node): "forward" if step.kind == "forward" else "back"}
    edge = step.backflow.edge
    return {str(node): "node", f"{edge.node}-{edge.position}": "back", str(edge.operand): "back"}


def _spot(step: Step) -> int:
    """The node whose expression a step is about: of a closed block, its last output."""
    return step.place.index if step.block is None else step.block.outputs[-1]


def written(marked: str, begin: Callable[[str], str], end: Callable[[], str]) -> str:
    """LaTeX with something else for each mark: for its beginning, by its key, and for its end."""
    return MARK.sub(lambda mark: begin(mark[1]) if mark[1] else end(), marked)


def coloured(step: Step, forward: str, back: str) -> str:
    """The page that a step is about, its part in a colour, as MathJax and Markdown read it."""
    colours, marks = {"forward": forward, "back": back}, lit(step)
    ends: list[str] = []

    def begin(key: str) -> str:
        colour = colours.get(marks.get(key, ""))
        ends.append("}}" if colour else "")
        return rf"{{\color{{{colour}}}{{" if colour else ""  # in both ways to read \color

    told = written(formula_of(step.walk).page(step), begin, ends.pop)
    return told.replace("{- ", "{{}- ")  # behind something, a minus keeps its room


def _keys(marked: str) -> Iterator[str]:
    return (mark[1] for mark in MARK.finditer(marked) if mark[1])


def _joined(equations: Iterable[str]) -> str:
    return r",\quad ".join(equations)
