"""A handout as PDF: as many steps on a page as stay legible, in vectors, its text selectable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise

from ..draw.fonts import text_width
from ..draw.pdf import pdf
from ..draw.plan import Plan
from ..draw.scene import Scene, scene
from ..draw.schedule import Mark
from ..spell.numbers import is_finite
from ..tell.walk import Walk
from ..words import say
from .composition import Composition
from .formula import Box, line_of_whole, typeset
from .paper import (
    BOLD,
    FORMULA,
    WORDS,
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
from .views import Views, about

__all__ = [
    "FEW",
    "Block",
    "Row",
    "block_pieces",
    "blocks_of",
    "given",
    "handout",
    "laid_out",
    "row_pieces",
]

COLUMNS = 3  # at most
FEW = 2  # strips of a picture that may stand twice, one after the other
HEADING = 10.5  # size of type
NUMBER = 20.0  # points for the number of a step before its formula
BETWEEN, CLOSE = 14.0, 4.0  # points from block to block, and from row to row


@dataclass(frozen=True)
class Row:
    """A formula, and what is said of it; ``number`` stands before it."""

    latex: str
    words: str = ""
    number: str = ""

    @property
    def indent(self) -> float:
        """Where the formula and the words begin."""
        return NUMBER if self.number else 0.0


@dataclass(frozen=True)
class Block:
    """What stands together under a heading: a step, or a forward pass.

    ``things`` are what it is about, by their ids, where that is not all of the picture. With
    ``again`` the next block shows the same picture, so a long one does not stand here.
    """

    steps: tuple[int, ...]
    heading: str
    scene: Callable[[], Scene]
    rows: tuple[Row, ...]
    things: tuple[str, ...] = ()
    begins: bool = False
    again: bool = False


def handout(script: Script) -> bytes:
    """The handout. Raises ``FontError``, ``MissingLibraryError``."""
    views = Views(script.canvas)
    blocks = list(blocks_of(script))

    @lru_cache(maxsize=8)
    def texts(width: float) -> list[list[Piece]]:
        return [list(row_pieces(block.rows, width)) for block in blocks]

    def lay(page: Format) -> Flow:
        pieces: list[Piece] = []
        for block, text in zip(blocks, texts(page.column), strict=True):
            pieces += block_pieces(script, block, views, page)
            pieces += text
        return flow(pieces, page)

    page = chosen(script.paper, views, COLUMNS, lambda page: len(lay(page)))
    laid = lay(page)
    pages = Pages(script, script.title, len(laid))
    made = laid_out(pages, page, laid, script.title)
    content = pdf(made, title=script.title, lang=script.lang)
    pages.end()
    return content


def laid_out(
    pages: Pages, page: Format, laid: Flow, heading: str, *, has_name: bool = False
) -> Iterator[tuple[list[str], str]]:
    """The pages as SVG behind their bookmarks; the steps on them are told as they are drawn."""
    script = pages.script
    for number, placed in enumerate(laid):
        is_first = not number
        sheet = pages.sheet(page, heading if is_first else "", has_name=has_name and is_first)
        marks = []
        for piece, x, y in placed:
            marks += [script.heading(pages.next_step()) for _ in range(piece.steps)]
            piece.draw(sheet, x, y)
        yield marks, sheet.svg()


def block_pieces(script: Script, block: Block, views: Views, page: Format) -> Iterator[Piece]:
    """A block as pieces, without its formulas and words: its heading, and what it is about."""
    canvas, nothing = script.canvas, [""] * len(script.walk.graph.nodes)
    first, *others = _heading(script, block, page.column)
    yield replace(first, sticks=True, after=4.0, begins=block.begins, steps=len(block.steps))
    for piece in others:
        yield replace(piece, sticks=True, after=4.0)
    shown = views.strips(page.widest)
    if len(shown) > FEW and block.again:
        return
    if len(shown) > 1 and block.things:
        shown = [views.window(block.things, page.widest)]
    yield from picture_pieces(
        shown, page, lambda: canvas.parts(block.scene(), script.theme, nothing, script.lang)
    )


def _heading(script: Script, block: Block, width: float) -> list[Piece]:
    """The heading; beside it, or below where it has no room, the formula: all of it over the bare
    graph, and over a step the line with the part that it is about.
    """
    step, heading = script.walk.steps[block.steps[0]], block.heading
    words = paragraph_piece(heading, width, HEADING, bold=True)
    if step.kind == "graph":
        box = typeset(step.latex, FORMULA, width)
    elif len(block.steps) == 1:
        box = line_of_whole(step, script.theme, HEADING, width)
    else:
        return [words]
    if BOLD * text_width(heading, HEADING) + 3 * NUMBER + box.width > width:
        return [words, Piece(box.height, lambda sheet, x, y: sheet.formula(box, x, y))]

    def draw(sheet: Composition, x: float, y: float) -> None:
        words.draw(sheet, x, y + box.above - HEADING)
        sheet.formula(box, x + width - box.width, y)

    return [Piece(max(words.height, box.height), draw)]


def row_pieces(
    rows: Sequence[Row], width: float, formula: float = FORMULA, words: float = WORDS
) -> Iterator[Piece]:
    """Formulas and words of a block, in type of these sizes."""

    def draw(row: Row, box: Box, sheet: Composition, x: float, y: float) -> None:
        sheet.text(row.number, x, y + box.above, WORDS, bold=True)
        sheet.formula(box, x + row.indent, y)

    for row in rows:
        after = BETWEEN if row is rows[-1] else CLOSE
        if row.latex:
            box = typeset(row.latex, formula, width - row.indent)
            behind = CLOSE if row.words else after
            yield Piece(box.height, partial(draw, row, box), bool(row.words), behind)
        if row.words:
            told = paragraph_piece(row.words, width, words, indent=row.indent)
            yield replace(told, after=after)


def given(script: Script) -> str:
    """The inputs and their values; empty where there are none."""
    if not script.walk.graph.inputs:
        return ""
    return say("media.given", script.lang, inputs=", ".join(script.inputs))


def blocks_of(script: Script) -> Iterator[Block]:
    """The steps in turn, those of a forward pass in one block."""
    walk, plan, lang = script.walk, script.canvas.plan, script.lang
    for steps, after in pairwise([*_passes(script), ()]):
        first, last = walk.steps[steps[0]], walk.steps[steps[-1]]
        if len(steps) == 1:
            rows = [Row(first.latex if first.index else "", first.remark(lang))]
            yield Block(
                steps,
                script.heading(first.index),
                partial(scene, plan, walk, first.index),
                tuple(rows),
                about(script, first),
                again=first.kind == "graph" and len(after) > 1,
            )
            continue
        rows = [Row("", given(script))] if first.index == 1 and walk.graph.inputs else []
        for k in steps:
            step = walk.steps[k]
            # The formula says it all, unless something must be explained.
            words = "" if is_finite(step.value) else step.remark(lang)
            rows.append(Row(step.latex, words, str(k)))
        kind = say("media.forward", lang)
        heading = say(
            "media.steps",
            lang,
            first=first.index,
            to=last.index,
            last=len(walk.steps) - 1,
            kind=kind,
        )
        yield Block(steps, heading, partial(_passed, plan, walk, steps), tuple(rows))


def _passes(script: Script) -> Iterator[tuple[int, ...]]:
    """The steps one by one, but forward steps that follow each other together."""
    run: list[int] = []
    for k in script.steps:
        is_forward = script.walk.steps[k].kind == "forward"
        if run and not (is_forward and k == run[-1] + 1):
            yield tuple(run)
            run = []
        run.append(k)
        if not is_forward:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _passed(plan: Plan, walk: Walk, steps: Sequence[int]) -> Scene:
    """The scene after forward steps, with all that they computed marked."""
    shown = scene(plan, walk, steps[-1])
    found = {walk.steps[k].place.index for k in steps}

    def quiet(mark: Mark) -> Mark:
        return "faint" if mark == "faint" else "plain"

    def marked(node: int, mark: Mark) -> Mark:
        return "forward" if node in found else quiet(mark)

    return replace(
        shown,
        values=[
            label._replace(mark=marked(wire.node, label.mark))
            for wire, label in zip(plan.wires, shown.values, strict=True)
        ],
        wires=list(map(quiet, shown.wires)),
        branches=list(map(quiet, shown.branches)),
        links=list(map(quiet, shown.links)),
        circles=[
            marked(circle.node, mark)
            for circle, mark in zip(plan.circles, shown.circles, strict=True)
        ],
    )
