"""A handout as PDF: one step a page, in vectors, its text selectable; or a worksheet of it."""

from __future__ import annotations

from collections.abc import Iterator

from ..draw.pdf import pdf
from ..words import say
from .formula import Box, typeset
from .lines import wrap
from .script import Script
from .sheet import LEADING, Sheet, paragraph_height
from .worksheet import open_picture, question

__all__ = ["handout"]

PAGE = (842.0, 595.0)  # A4 across, in points
MARGIN = 44.0
TOP = 84.0  # of what is under the heading
BOTTOM = PAGE[1] - 50.0
ROOM = PAGE[0] - 2 * MARGIN
FORMULA, WORDS = 21.0, 15.0  # sizes of type
SHARE = 0.5  # of the page, for the formula and the words
GAP = 20.0


def handout(script: Script) -> bytes:
    """The handout, or with ``script.worksheet`` the worksheet and its answers.

    Raises ``FontError``, ``MissingLibraryError``.
    """
    pages = _Pages(script)
    return pdf(pages.all(), title=pages.title, lang=script.lang)


class _Pages:
    """The pages as SVG. The picture stands in the same place on each."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.title = script.title
        if script.worksheet:
            self.title = say("media.worksheet", script.lang, title=script.title)
        layout = script.canvas.layout
        tallest = max(self._height(*self._content(k, 1.0)) for k in script.steps)
        for_text = min(tallest, SHARE * (BOTTOM - TOP))
        self.scale = min(ROOM / layout.width, (BOTTOM - TOP - for_text - GAP) / layout.height, 1.25)
        self.picture_height = layout.height * self.scale
        answers = list(self._answers()) if script.worksheet else []
        self.answers = answers
        self.count = len(script.steps) + len(answers)

    def all(self) -> Iterator[tuple[str, str]]:
        """Each page behind its bookmark."""
        number = 0
        for step in self.script.told():
            number += 1
            yield self.script.place(step.index), self._page(step.index, number)
        heading = say("media.answers", self.script.lang)
        for n, rows in enumerate(self.answers):
            number += 1
            yield heading if n == 0 else "", self._answer_page(heading, rows, number)

    def _content(self, step: int, scale: float) -> tuple[Box, list[str], float]:
        """The formula and the lines of words in type of that scale, and the size of the words."""
        if self.script.worksheet:
            latex, words = question(self.script, step)
        else:
            told = self.script.walk.steps[step]
            latex, words = told.latex, told.sentence(self.script.lang)
        size = WORDS * scale
        return typeset(latex, FORMULA * scale, ROOM), wrap(words, size, ROOM), size

    def _height(self, formula: Box, lines: list[str], size: float) -> float:
        return formula.height + 1.2 * size + paragraph_height(len(lines), size)

    def _page(self, step: int, number: int) -> str:
        script = self.script
        sheet = self._sheet(script.place(step), number)
        svg = open_picture(script, step) if script.worksheet else script.picture(step).svg
        width = script.canvas.layout.width * self.scale
        sheet.picture(svg, (PAGE[0] - width) / 2, TOP, self.scale)
        y = TOP + self.picture_height + GAP
        scale = 1.0
        formula, lines, size = self._content(step, scale)
        while y + self._height(formula, lines, size) > BOTTOM and scale > 0.1:
            scale *= 0.9
            formula, lines, size = self._content(step, scale)
        sheet.formula(formula, MARGIN, y)
        y += formula.height + 1.2 * size
        for n, line in enumerate(lines):
            sheet.text(line, MARGIN, y + size * (1.0 + LEADING * n), size)
        return sheet.svg()

    def _sheet(self, heading: str, number: int) -> Sheet:
        """A page with its heading and foot."""
        script, sheet = self.script, Sheet(*PAGE, self.script.theme)
        faint = script.theme.faint
        sheet.text(heading, MARGIN, 56.0, 18.0, bold=True)
        if script.worksheet and number == 1:
            sheet.text(say("media.name", script.lang), PAGE[0] - 260.0, 56.0, 13.0)
            sheet.line(PAGE[0] - 212.0, 58.0, 212.0 - MARGIN)
        sheet.line(MARGIN, PAGE[1] - 40.0, ROOM)
        title = wrap(self.title, 9.5, ROOM - 120.0)
        sheet.text(title[0] + "…" * (len(title) > 1), MARGIN, PAGE[1] - 25.0, 9.5, colour=faint)
        page = say("media.page", script.lang, page=number, pages=self.count)
        sheet.text(page, PAGE[0] - MARGIN, PAGE[1] - 25.0, 9.5, colour=faint, right=True)
        return sheet

    def _answers(self) -> Iterator[list[tuple[str, Box]]]:
        """The answers, page by page."""
        rows: list[tuple[str, Box]] = []
        y = TOP + self.picture_height + GAP  # the first page begins with the whole picture
        for k in self.script.steps:
            step = self.script.walk.steps[k]
            if step.kind == "graph":
                continue
            formula = typeset(step.latex, 13.0, ROOM - 60.0)
            if rows and y + formula.height > BOTTOM:
                yield rows
                rows, y = [], TOP
            rows.append((str(k), formula))
            y += formula.height + 9.0
        if rows:
            yield rows

    def _answer_page(self, heading: str, rows: list[tuple[str, Box]], number: int) -> str:
        sheet, y = self._sheet(heading, number), TOP
        if rows is self.answers[0]:
            layout = self.script.canvas.layout
            last = self.script.picture(self.script.steps[-1]).svg
            sheet.picture(last, (PAGE[0] - layout.width * self.scale) / 2, y, self.scale)
            y += self.picture_height + GAP
        for place, formula in rows:
            baseline = y + formula.above
            sheet.text(place, MARGIN + 30.0, baseline, 13.0, bold=True, right=True)
            sheet.formula(formula, MARGIN + 50.0, y)
            y += formula.height + 9.0
        return sheet.svg()
