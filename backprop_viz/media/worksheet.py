"""A worksheet as PDF: one picture with numbered blanks, a line for each of them, and the key.

What is given (inputs and constants) stays; what is asked for stands nowhere before the key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial

from ..draw.grid import CardSlot
from ..draw.pdf import pdf
from ..draw.scene import Label, Scene, scene
from ..draw.schedule import Mark
from ..theme import Theme
from ..words import paragraph, say
from .answer_lines import AnswerLine, listed
from .blanks import TAG, Blank, blanks, frame, open_card, tag
from .formula import BLANK, typeset
from .handout import Block, Row, block_pieces, given, laid_out, row_pieces
from .paper import (
    FORMULA,
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
from .views import View, Views

__all__ = ["worksheet"]

LINE = "____"  # to write on, on the picture of a step
LEAST_LINE, LEAST_CLOSE = 64.0, 40.0  # points to write a number on; where lines stand close
TALL, CLOSE = 24.0, 16.0  # points of a line to write on, at least
CLASS = 40  # copies of the questions for one of the key
SMALL = 10.5  # size of type of a formula where lines stand close, unless an index has one
BOXES = 14.0  # size of type of a formula with boxes to write in
INSTRUCTION = 10.0  # size of type
OF_A_STEP = 21.0, 14.0  # sizes of type, where a step has a page


def worksheet(script: Script) -> bytes:
    """The worksheet and its key. Raises ``FontError``, ``MissingLibraryError``."""
    title = say("media.worksheet", script.lang, title=script.title)
    sheet = _Steps(script) if script.worksheet == "steps" else _one_picture(script)
    questions, answers = sheet.questions, sheet.answers
    pages = Pages(script, title, len(questions) + len(answers))
    key = say("media.answers", script.lang)

    def all_pages() -> Iterator[tuple[Sequence[str], str]]:
        yield from laid_out(pages, sheet.page, questions, title, has_name=True)
        for number, (_, svg) in enumerate(laid_out(pages, sheet.page, answers, key)):
            yield () if number else (key,), svg
        pages.end()

    return pdf(all_pages(), title=title, lang=script.lang)


def _one_picture(script: Script) -> _OnePicture:
    """On one page, if its lines have to stand close for that."""
    usual = _OnePicture(script)
    if len(usual.questions) == 1:
        return usual
    close = _OnePicture(script, is_close=True)
    return close if len(close.questions) == 1 else usual


class _OnePicture:
    """One picture with numbered blanks, and a line for each below it; and the same with the key."""

    def __init__(self, script: Script, *, is_close: bool = False) -> None:
        self.script, self.views, self.is_close = script, Views(script.canvas), is_close
        self.blanks = list(blanks(script))
        self.page = chosen(
            script.paper,
            self.views,
            1,
            lambda page: len(self._open(page)) * CLASS + len(self._key(page)),
        )
        self.questions, self.answers = self._open(self.page), self._key(self.page)

    def _open(self, page: Format) -> Flow:
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
        if self.is_close:
            return listed(pieces, self._questions, page, CLOSE, apart=2.0)
        return listed(pieces, self._questions, page, TALL)

    def _key(self, page: Format) -> Flow:
        """The pages of the key."""
        pieces = picture_pieces(self._strips(page), page, self._filled_parts)
        return listed(list(pieces), self._answers, page, 0.0)

    def _strips(self, page: Format) -> Sequence[View]:
        return self.views.strips(page.widest)

    @cached_property
    def _questions(self) -> list[AnswerLine]:
        theme, close = self.script.theme, self.is_close
        return [_question(blank, theme, is_close=close) for blank in self.blanks]

    @cached_property
    def _answers(self) -> list[AnswerLine]:
        theme = self.script.theme
        return [AnswerLine(tag(blank, TAG, theme), blank.answer) for blank in self.blanks]

    def _open_parts(self, scale: float) -> list[str]:
        """The parts of the picture, with a numbered frame for each blank."""
        canvas, theme = self.script.canvas, self.script.theme
        parts = self._parts("plain")
        names = {canvas.value_part(i): wire.name for i, wire in enumerate(canvas.plan.wires)}
        for blank in self.blanks:
            for part in blank.parts:
                slot, name = canvas.slots[part], names.get(part, "")
                if isinstance(slot, CardSlot):
                    parts[part] = open_card(slot, blank, scale, theme)
                else:
                    parts[part] = frame(canvas.bounds[part], name, blank, scale, theme)
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
                label._replace(mark=mark)
                if part(i) in asked
                else Label((), "plain")
                if hides
                else label._replace(mark="plain")
                for i, label in enumerate(given)
            ]

        plain = partial(map, lambda _: "plain")
        return canvas.parts(
            replace(
                shown,
                values=labels(shown.values, canvas.value_part, hides=False),
                gradients=labels(shown.gradients, canvas.gradient_part, hides=True),
                contributions=labels(shown.contributions, canvas.contribution_part, hides=True),
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

        self.page = chosen(script.paper, views, 1, lambda page: len(lay(page)))
        self.questions = lay(self.page)
        self.answers = self._key(script, views)

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


def _question(blank: Blank, theme: Theme, *, is_close: bool) -> AnswerLine:
    """Room to write behind a formula, or boxes in it."""
    number = tag(blank, TAG, theme)
    if BLANK in blank.question:
        return AnswerLine(number, blank.question, BOXES)
    if is_close:
        size = FORMULA if r"_{\to " in blank.question else SMALL
        return AnswerLine(number, _FRACTION.sub(r"\1 / \2", blank.question), size, LEAST_CLOSE)
    return AnswerLine(number, blank.question, room=LEAST_LINE)


_PARTIAL = r"\{(\\partial (?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION = re.compile(r"\\frac" + _PARTIAL + _PARTIAL)


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
    row = Row(step.exercise(BLANK) if k else "", words)
    return Block((k,), script.heading(k), partial(_open_scene, script, k), (row,), begins=True)


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
