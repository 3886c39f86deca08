"""A worksheet as PDF: one picture with numbered blanks, a line for each of them, and the key.

What is given (inputs and constants) stays; what is asked for stands nowhere before the key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from ..draw.grid import CardSlot
from ..draw.pdf import pdf
from ..draw.scene import Label, Scene, scene
from ..draw.schedule import Mark
from ..draw.things import source
from ..theme import Theme
from ..words import paragraph, say
from .answer_lines import TAGS, AnswerLine, listed
from .blanks import BETWEEN, TAG, Blank, blanks, frame, open_card, tag
from .formula import BLANK, typeset
from .handout import Block, Row, block_pieces, given, laid_out, row_pieces
from .paper import (
    BETWEEN_COLUMNS,
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
CLASS = 40  # copies of the questions for one of the key
SMALLER = 11.2  # size of type of a long key
INSTRUCTION = 10.0  # size of type
OF_A_STEP = 21.0, 14.0  # sizes of type, where a step has a page


@dataclass(frozen=True)
class _Look:
    """How close the lines of a worksheet stand; all lengths are points.

    ``line`` is the height of one to write on and ``room`` its width, both at least, ``tags`` the
    room of its number. Types have the sizes ``formula`` at the top of the page, ``size`` on a
    line, and ``boxes`` where there are boxes to write in. A ``flat`` line has no fractions, and
    a ``short`` one says only what it asks for.
    """

    line: float = 24.0
    room: float = 64.0
    apart: float = 4.0
    between: float = BETWEEN_COLUMNS
    tags: float = TAGS
    formula: float = FORMULA
    size: float = FORMULA
    boxes: float = 14.0
    flat: bool = False
    short: bool = False


_LOOKS = (
    _Look(),
    _Look(line=16.0, room=40.0, apart=2.0, size=10.5, boxes=13.0, flat=True),
    _Look(15.0, 28.0, 2.0, 14.0, 21.0, 10.0, 9.0, 12.0, flat=True, short=True),
)


def worksheet(script: Script) -> bytes:
    """The worksheet and its key. Raises ``FontError``, ``MissingLibraryError``."""
    title = say("media.worksheet", script.lang, title=script.title)
    sheet = _Steps(script) if script.worksheet == "steps" else _one_picture(script)
    questions, answers = sheet.questions, sheet.answers
    pages = Pages(script, title, len(questions) + len(answers))
    key = say("media.answers", script.lang)

    def all_pages() -> Iterator[tuple[Sequence[str], str]]:
        yield from laid_out(pages, sheet.page, questions, title, has_name=True)
        for number, (_, svg) in enumerate(laid_out(pages, sheet.key_page, answers, key)):
            yield () if number else (key,), svg
        pages.end()

    return pdf(all_pages(), title=title, lang=script.lang)


def _one_picture(script: Script) -> _OnePicture:
    """On as few pages as can be, and its lines no closer than that needs."""
    best = _OnePicture(script, _LOOKS[0])
    for look in _LOOKS[1:]:
        if len(best.questions) == 1:
            break
        closer = _OnePicture(script, look)
        best = closer if len(closer.questions) < len(best.questions) else best
    return best


class _OnePicture:
    """One picture with numbered blanks, and a line for each below it; and the same with the key."""

    def __init__(self, script: Script, look: _Look) -> None:
        self.script, self.views, self.look = script, Views(script.canvas), look
        self.blanks = list(blanks(script))
        self.page = chosen(
            script.paper,
            self.views,
            1,
            lambda page: len(self._open(page)) * CLASS + len(self._key(page)),
        )
        self.questions, self.answers = self._open(self.page), self._key(self.page)
        self.key_page = self.page
        if len(self.answers) > 1:  # the other way round there may be fewer
            turned = chosen(script.paper, self.views, 1, lambda page: len(self._key(page)))
            if len(found := self._key(turned)) < len(self.answers):
                self.key_page, self.answers = turned, found

    def _open(self, page: Format) -> Flow:
        """The pages of questions."""
        script = self.script
        lang, kind = script.lang, "both" if script.worksheet is True else script.worksheet
        task = paragraph_piece(say(f"media.ask_{kind}", lang), page.room, INSTRUCTION)
        look = self.look
        box = typeset(script.walk.steps[0].latex, look.formula, page.room)
        pieces = [
            Piece(box.height, lambda sheet, x, y: sheet.formula(box, x, y), after=8.0),
            replace(task, after=8.0),
            *picture_pieces(self._strips(page), page, lambda: self._open_parts(page.scale)),
        ]
        page = replace(page, between=look.between)
        return listed(pieces, self._questions, page, look.line, apart=look.apart)

    def _key(self, page: Format) -> Flow:
        """The pages of the key, in smaller type if there are fewer then."""
        pieces = [*picture_pieces(self._strips(page), page, self._filled_parts)]
        usual = listed(pieces, self._answers(FORMULA, TAGS), page, 0.0)
        if len(usual) == 1:
            return usual
        close = _LOOKS[-1]
        lines = self._answers(SMALLER, close.tags)
        smaller = listed(pieces, lines, replace(page, between=close.between), 0.0)
        return smaller if len(smaller) < len(usual) else usual

    def _strips(self, page: Format) -> Sequence[View]:
        return self.views.strips(page.widest)

    @cached_property
    def _questions(self) -> list[AnswerLine]:
        theme, look = self.script.theme, self.look
        return [_question(blank, theme, look) for blank in self.blanks]

    def _answers(self, size: float, tags: float) -> list[AnswerLine]:
        theme = self.script.theme
        return [
            AnswerLine(tag(blank, TAG, theme), _readable(blank.answer, size), size, tags=tags)
            for blank in self.blanks
        ]

    def _open_parts(self, scale: float) -> list[str]:
        """The parts of the picture, with a numbered frame for each blank."""
        canvas, theme = self.script.canvas, self.script.theme
        parts = self._parts("plain")
        names = {canvas.value_part(i): wire.name for i, wire in enumerate(canvas.plan.wires)}
        for blank in self.blanks:
            for part in blank.parts:
                slot, name = canvas.slots[part], names.get(part, "")
                if isinstance(slot, CardSlot):
                    parts[part] = open_card(slot, name, blank, scale, theme)
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
            script.lang,
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

        self.page = self.key_page = chosen(script.paper, views, 1, lambda page: len(lay(page)))
        self.questions = lay(self.page)
        self.answers = self._key(script, views)

    def _key(self, script: Script, views: Views) -> Flow:
        """The picture after the last step, and the steps."""
        page, canvas, last = self.page, script.canvas, script.steps[-1]
        nothing = [""] * len(script.walk.graph.nodes)

        def parts() -> list[str]:
            shown = scene(canvas.plan, script.walk, last)
            return canvas.parts(shown, script.theme, nothing, script.lang)

        steps = (script.walk.steps[k] for k in script.steps)
        rows = [Row(s.latex, number=str(s.index)) for s in steps if s.kind != "graph"]
        pieces = [*picture_pieces(views.strips(page.widest), page, parts)]
        return flow([*pieces, *row_pieces(rows, page.column)], page)


def _question(blank: Blank, theme: Theme, look: _Look) -> AnswerLine:
    """Room to write behind a formula, or boxes in it."""
    number, latex = tag(blank, TAG, theme), blank.question
    if BLANK in latex:
        size = look.boxes
        if look.short and BLANK in (asked := _only_factors(blank)):
            latex, size = _FRACTION.sub(r"\1 / \2", asked), look.size
        return AnswerLine(number, _readable(latex, size), size, tags=look.tags)
    if look.flat:
        latex = _FRACTION.sub(r"\1 / \2", latex)
    if look.short and not blank.is_gradient:
        latex = f"{latex.partition(' = ')[0]} ="
    return AnswerLine(number, _readable(latex, look.size), look.size, look.room, look.tags)


def _only_factors(blank: Blank) -> str:
    """What is to be multiplied or added, without what that is in symbols: a fork is added up only
    where it is complete, and results stand in the picture. Empty where that would not do.
    """
    shown = []
    equations = [told for told in blank.question.split(BETWEEN) if not told.endswith("?")]
    for equation in equations:
        goal, *sides = equation.split(" = ")
        factors = [side for side in sides if BLANK in side][:-1]
        if not factors:
            return ""
        shown.append(" = ".join([goal, *factors]))
    return BETWEEN.join(shown) if len(blank.parts) == len(equations) else ""


def _readable(latex: str, size: float) -> str:
    """A formula in which a way of a gradient has no index whose own index could not be read."""
    return latex if size >= FORMULA else _WAY.sub(r"\1\\;(\2)", latex)


_PARTIAL = r"\{(\\partial (?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION = re.compile(r"\\frac" + _PARTIAL + _PARTIAL)
_WAY = re.compile(r"\\left\.(.*?)\\right\|_\{(\\to (?:[^{}]|\{[^{}]*\})*)\}")


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
    plan, graph = script.canvas.plan, script.walk.graph
    shown = scene(plan, script.walk, k)
    return replace(
        shown,
        values=[
            label if source(graph, wire).op is None else _open_label(label)
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
