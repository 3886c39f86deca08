"""A worksheet as PDF: one picture with numbered blanks, a line for each of them, and the key.

What is given (inputs and constants) stays; what is asked for stands nowhere before the key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial

import numpy as np

from ..draw.pdf import pdf
from ..draw.plan import is_italic, isolated
from ..draw.scene import Label, Scene, scene
from ..draw.schedule import Mark
from ..draw.svg import BASELINE, Bounds, Canvas
from ..spell.names import latex as latex_name
from ..spell.numbers import Value, latex_value
from ..theme import FONT_SIZE, Theme
from ..words import paragraph, say
from .boxes import Box, beside, text_box
from .formula import BLANK, narrowest, typeset
from .handout import Block, Row, block_pieces, given, laid_out, row_pieces
from .paper import (
    FORMULA,
    LABEL,
    MARGIN,
    Flow,
    Format,
    Pages,
    Piece,
    chosen,
    flow,
    paragraph_piece,
    picture_pieces,
)
from .script import Script
from .sheet import Sheet
from .views import View, Views

__all__ = ["Blank", "blanks", "worksheet"]

LINE = "____"  # to write on, on the picture of a step
COLUMNS = 4  # of lines, at most
LEAST_LINE = 64.0  # points to write a number on
TALL = 24.0  # points of a line to write on, at least ...
MORE = 28.0  # ... and so much more, where there is room
MOST_ENTRIES = 12  # of an array, for each of which there is a box
BOXES = 14.0  # size of type of a formula with boxes to write in
TAG = 9.0  # size of the type of a number
INSTRUCTION = 10.0  # size of type
OF_A_STEP = 21.0, 14.0  # sizes of type, where a step has a page
TAGS = 26.0  # points for the numbers of lines
BETWEEN = r",\quad "  # what comes along an edge, and the sum of all that has come
ROUNDS = 20  # halvings, until columns are as even as may be


@dataclass(frozen=True)
class Blank:
    """What is to be found: its ``number``, and LaTeX that asks for it and that answers.

    ``parts`` are those of the canvas where its number stands.
    """

    number: int
    asked: str
    answer: str
    parts: tuple[int, ...]
    is_gradient: bool = True


def worksheet(script: Script) -> bytes:
    """The worksheet and its key. Raises ``FontError``, ``MissingLibraryError``."""
    title = say("media.worksheet", script.lang, title=script.title)
    made = _Steps(script) if script.worksheet == "steps" else _OnePicture(script)
    asked, answered = made.asked, made.answered
    pages = Pages(script, title, len(asked) + len(answered))
    key = say("media.answers", script.lang)

    def all_pages() -> Iterator[tuple[Sequence[str], str]]:
        yield from laid_out(pages, made.page, asked, title, has_name=True)
        for number, (_, svg) in enumerate(laid_out(pages, made.page, answered, key)):
            yield () if number else (key,), svg
        pages.end()

    return pdf(all_pages(), title=title, lang=script.lang)


class _OnePicture:
    """One picture with numbered blanks, and a line for each below it; and the same with the key."""

    def __init__(self, script: Script) -> None:
        self.script, self.views = script, Views(script.canvas)
        self.blanks = list(blanks(script))
        self.page = chosen(
            self.views, 1, lambda page: len(self._asked(page)) + len(self._key(page))
        )
        self.asked, self.answered = self._asked(self.page), self._key(self.page)

    def _asked(self, page: Format) -> Flow:
        """The pages of questions."""
        script = self.script
        lang, kind = script.lang, "both" if script.worksheet is True else script.worksheet
        task = paragraph_piece(say(f"media.ask_{kind}", lang), page.room, INSTRUCTION)
        box = typeset(script.walk.steps[0].latex, FORMULA, page.room)
        pieces = [
            Piece(box.height, lambda sheet, x, y: sheet.formula(box, x, y), after=8.0),
            replace(task, after=8.0),
            *picture_pieces(self._strips(page), page, lambda: self._open_parts(page.scale)),
        ]
        return _listed(pieces, self._questions, page, TALL)

    def _key(self, page: Format) -> Flow:
        """The pages of the key."""
        pieces = picture_pieces(self._strips(page), page, self._filled_parts)
        return _listed(list(pieces), self._answers, page, 0.0)

    def _strips(self, page: Format) -> Sequence[View]:
        return self.views.strips(page.widest)

    @cached_property
    def _questions(self) -> list[_Line]:
        return [_question(blank, self.script.theme) for blank in self.blanks]

    @cached_property
    def _answers(self) -> list[_Line]:
        theme = self.script.theme
        return [_Line(_tag(blank, TAG, theme), blank.answer) for blank in self.blanks]

    def _open_parts(self, scale: float) -> list[str]:
        """The parts of the picture, with a numbered frame for each blank."""
        canvas, theme = self.script.canvas, self.script.theme
        parts = self._parts("plain")
        names = {_value_part(canvas, i): wire.name for i, wire in enumerate(canvas.plan.wires)}
        for blank in self.blanks:
            for part in blank.parts:
                name = names.get(part, "")
                parts[part] = _frame(canvas.bounds[part], name, blank, scale, theme)
        return parts

    def _filled_parts(self) -> list[str]:
        """The same with what was to be found, in bold type."""
        return self._parts("used")

    def _parts(self, mark: Mark) -> list[str]:
        """The parts of the picture with all values and the gradients that are asked for."""
        script, canvas = self.script, self.script.canvas
        walk, plan = script.walk, canvas.plan
        shown = scene(plan, walk, len(walk.steps) - 1)
        asked = {part for blank in self.blanks for part in blank.parts}

        def labels(given: list[Label], part: Callable[[int], int], *, hides: bool) -> list[Label]:
            return [
                Label(label.lines, mark)
                if part(i) in asked
                else Label(() if hides else label.lines, "plain")
                for i, label in enumerate(given)
            ]

        plain = partial(map, lambda _: "plain")
        return canvas.parts(
            replace(
                shown,
                values=labels(shown.values, partial(_value_part, canvas), hides=False),
                gradients=labels(shown.gradients, partial(_gradient_part, canvas), hides=True),
                contributions=labels(shown.contributions, partial(_way_part, canvas), hides=True),
                wires=list(plain(shown.wires)),
                branches=list(plain(shown.branches)),
                circles=list(plain(shown.circles)),
                links=list(plain(shown.links)),
            ),
            script.theme,
            [""] * len(walk.graph.nodes),
        )


class _Steps:
    """A step a page, and behind them the key."""

    def __init__(self, script: Script) -> None:
        views = Views(script.canvas)
        blocks = [_open_block(script, k) for k in script.steps]

        def lay(page: Format) -> Flow:
            pieces: list[Piece] = []
            for block in blocks:
                pieces += block_pieces(script, block, views, page)
                pieces += row_pieces(block.rows, page.column, *OF_A_STEP)
            return flow(pieces, page)

        self.page = chosen(views, 1, lambda page: len(lay(page)))
        self.asked = lay(self.page)
        self.answered = self._key(script, views)

    def _key(self, script: Script, views: Views) -> Flow:
        """The picture after the last step, and the steps."""
        page, canvas, last = self.page, script.canvas, script.steps[-1]
        nothing = [""] * len(script.walk.graph.nodes)

        def parts() -> list[str]:
            return canvas.parts(scene(canvas.plan, script.walk, last), script.theme, nothing)

        steps = (script.walk.steps[k] for k in script.steps)
        rows = [Row(s.latex, number=str(s.index)) for s in steps if s.kind != "graph"]
        pieces = [*picture_pieces(views.strips(page.widest), page, parts)]
        return flow([*pieces, *row_pieces(rows, page.column)], page)


_typeset = lru_cache(maxsize=4096)(typeset)  # for one column after another

# What is asked


def blanks(script: Script) -> Iterator[Blank]:
    """What the worksheet of a script asks for, in the order of its steps."""
    kind, walk, canvas = script.worksheet, script.walk, script.canvas
    graph, number = walk.graph, 0
    ways = {branch.edge: n for n, branch in enumerate(canvas.plan.branches)}
    output = graph.output_node
    seen: set[int] = set()

    def blank(asked: str, answer: str, *parts: int, is_gradient: bool = True) -> Blank:
        nonlocal number
        number += 1
        return Blank(number, asked, answer, parts, is_gradient)

    for step in script.told():
        if step.index in seen:
            continue
        seen.add(step.index)
        here = step.place.index
        if step.kind == "forward" and kind in (True, "values"):
            asked = " = ".join(step.exercise(BLANK).split(" = ")[:2])
            part = _value_part(canvas, here)
            yield blank(_open(asked, step.value), step.latex, part, is_gradient=False)
        if kind == "values" or step.kind in ("graph", "forward"):
            continue
        if step.kind == "seed":
            for node in graph.nodes:
                if not graph.has_gradient[node.index]:
                    continue
                if node is output or not graph.reaches_output[node.index]:
                    goal = _partial(graph.output, node.name)
                    found = walk.gradient_at(node.index, step.index)[0]
                    part = _gradient_part(canvas, node.index)
                    yield blank(_open(goal, found), f"{goal} = {latex_value(found)}", part)
            continue
        assert step.passage is not None
        edge = step.passage.edge
        total = _gradient_part(canvas, edge.operand)
        parts = [_way_part(canvas, ways[edge])] if edge in ways else []
        if kind == "rules":
            parts += [total] if step.complete else []
            yield blank(step.exercise(BLANK), step.latex, *parts)
            continue
        (along, _, goal), (way, _, sum_of_ways) = (
            latex.partition(BETWEEN) for latex in (step.exercise(BLANK), step.latex)
        )
        if goal:
            yield blank(_open(along.partition(" = ")[0], step.contribution), way, *parts)
        if step.complete:
            asked = (goal or along).partition(" = ")[0]
            yield blank(_open(asked, step.total), sum_of_ways or way, total)


def _open(asked: str, value: Value) -> str:
    """LaTeX up to where the value is written: a line, or boxes for the entries of an array."""
    if not 0 < np.size(value) <= MOST_ENTRIES or not np.ndim(value):
        return f"{asked} ="
    return f"{asked} = {latex_value(np.zeros(np.shape(value))).replace('0', BLANK + ' ')}"


def _partial(of: str, by: str) -> str:
    return rf"\frac{{\partial {latex_name(of)}}}{{\partial {latex_name(by)}}}"


# The parts of a canvas where labels stand


def _value_part(canvas: Canvas, wire: int) -> int:
    return len(canvas.plan.links) + 4 * wire + 1


def _gradient_part(canvas: Canvas, wire: int) -> int:
    return len(canvas.plan.links) + 4 * wire + 2


def _way_part(canvas: Canvas, branch: int) -> int:
    return len(canvas.plan.links) + 4 * len(canvas.plan.wires) + 3 * branch + 1


def _frame(bounds: Bounds, name: str, blank: Blank, scale: float, theme: Theme) -> str:
    """A frame with a number, in place of a label that begins with a name or with ∂."""
    left, top, right, bottom = bounds
    top, bottom = top - 2.0, bottom + 1.0
    tag = _tag(blank, max(TAG, LABEL / scale), theme)
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
        f"{tag.at(start, middle - (tag.below - tag.above) / 2)}</g>"
    )


def _tag(blank: Blank, size: float, theme: Theme) -> Box:
    """The number of a blank, light on dark."""
    number = text_box(str(blank.number), size, bold=True)
    width, above, below = number.width + 0.6 * size, 1.05 * size, 0.35 * size
    colour = theme.gradient if blank.is_gradient else theme.forward
    svg = (
        f'<rect x="0" y="{-above:.2f}" width="{width:.2f}" height="{above + below:.2f}" '
        f'fill="{colour}"/><g fill="{theme.paper}">{number.at(0.3 * size, 0.0)}</g>'
    )
    return Box(width, above, below, svg)


# The lines under the picture


@dataclass(frozen=True, eq=False)
class _Line:
    """A tag, a formula in LaTeX, and so much room to write behind it, at least."""

    tag: Box
    latex: str
    size: float = FORMULA
    room: float = 0.0

    @cached_property
    def whole(self) -> float:
        """The width that it takes on one line."""
        return TAGS + typeset(self.latex, self.size).width + self.room

    @cached_property
    def least(self) -> float:
        """The width that it takes at least."""
        return self.whole if self.room else TAGS + narrowest(self.latex, self.size)

    def box(self, width: float) -> Box:
        """The formula in a column."""
        return _typeset(self.latex, self.size, width - TAGS - self.room)

    def height(self, width: float) -> float:
        """Its height in a column."""
        return max(self.box(width).height, self.tag.height)

    def piece(self, width: float, height: float) -> Piece:
        """The line as wide and as high as that."""
        box = self.box(width)
        aside = (height - box.height) / 2

        def draw(sheet: Sheet, x: float, y: float) -> None:
            base = y + aside + box.above
            sheet.formula(self.tag, x, base - self.tag.above)
            sheet.formula(box, x + TAGS, y + aside)
            if self.room:
                start = x + TAGS + box.width + 4.0
                sheet.line(start, base + 3.0, x + width - start)

        return Piece(height, draw)


def _question(blank: Blank, theme: Theme) -> _Line:
    """Room to write behind a formula, or boxes in it."""
    tag = _tag(blank, TAG, theme)
    if BLANK in blank.asked:
        return _Line(tag, blank.asked, BOXES)
    return _Line(tag, blank.asked, room=LEAST_LINE)


def _listed(head: Sequence[Piece], lines: Sequence[_Line], page: Format, least: float) -> Flow:
    """Pieces over the whole width, and under them the lines, in the columns that serve best."""
    begun = flow(head, page)
    if not lines:
        return begun
    last, _, y = begun[-1][-1]
    top = y + last.height + 12.0
    widest = max(line.least for line in lines)
    found = []
    for count in range(min(COLUMNS, len(lines)), 0, -1):
        columns = replace(page, columns=count)
        if count == 1 or columns.column >= widest:
            broken = sum(line.whole > columns.column for line in lines)
            pages = _in_columns(lines, columns, top, least)
            found.append((len(pages), broken, pages))
    pages = min(found, key=lambda row: row[:2])[2]
    begun[-1] += pages[0]
    return [*begun, *pages[1:]]


def _in_columns(lines: Sequence[_Line], page: Format, top: float, least: float) -> Flow:
    """The lines in columns as even as may be, the first of them from ``top`` on."""
    pages: Flow = [[]]
    heights = [max(line.height(page.column) + 4.0, least) for line in lines]
    begin = 0
    while begin < len(lines):
        room = page.bottom - top
        shares = _shares(heights[begin:], page.columns, room)
        if not shares and top > MARGIN:
            pages.append([])
            top = MARGIN
            continue
        shares = shares or [(0, 1)]
        taken = begin + shares[-1][1]
        more = 0.0
        if taken == len(lines):  # there may be room to spare
            spare = min((room - sum(heights[begin + a : begin + b])) / (b - a) for a, b in shares)
            more = max(0.0, min(MORE if least else 6.0, spare))
        for column, share in enumerate(shares):
            y = top
            for n in range(begin + share[0], begin + share[1]):
                piece = lines[n].piece(page.column, heights[n] + more)
                pages[-1].append((piece, page.left(column), y))
                y += piece.height
        begin = taken
        if begin < len(lines):
            pages.append([])
            top = MARGIN
    return pages


def _shares(heights: Sequence[float], count: int, room: float) -> list[tuple[int, int]]:
    """Which of the lines stand in each column: all, evenly, or as many as there is room for."""

    def packed(limit: float) -> list[tuple[int, int]]:
        shares: list[tuple[int, int]] = []
        end = 0
        for _ in range(count):
            start, filled = end, 0.0
            while end < len(heights) and filled + heights[end] <= limit:
                filled += heights[end]
                end += 1
            if end > start:
                shares.append((start, end))
        return shares

    def holds_all(limit: float) -> bool:
        shares = packed(limit)
        return bool(shares) and shares[-1][1] == len(heights)

    if not holds_all(room):
        return packed(room)
    least, most = 0.0, room
    for _ in range(ROUNDS):
        middle = (least + most) / 2
        least, most = (least, middle) if holds_all(middle) else (middle, most)
    return packed(most)


# A step a page


def _open_block(script: Script, k: int) -> Block:
    """A step with lines on its picture and boxes in its formula, on a page of its own.

    The answers of earlier steps are open, too, so that no page gives away another.
    """
    step = script.walk.steps[k]
    words = step.reason(script.lang)
    if step.kind == "graph":
        told = [step.sentence(script.lang), given(script), say("media.fill", script.lang)]
        words = paragraph(script.lang, told)
    row = Row(step.exercise(BLANK), words)
    return Block((k,), script.place(k), partial(_open_scene, script, k), (row,), begins=True)


def _open_scene(script: Script, k: int) -> Scene:
    plan, nodes = script.canvas.plan, script.walk.graph.nodes
    shown = scene(plan, script.walk, k)
    return replace(
        shown,
        values=[
            label if nodes[wire.node].op is None else _open_label(label)
            for wire, label in zip(plan.wires, shown.values, strict=True)
        ],
        gradients=list(map(_open_label, shown.gradients)),
        contributions=list(map(_open_label, shown.contributions)),
    )


def _open_label(label: Label) -> Label:
    if not label.lines or label.lines == ("?",):
        return label
    more = " + ?" if label.lines[-1].endswith(" + ?") else ""
    return Label((LINE + more,), label.mark)
