"""A walk as a LaTeX document: one TikZ picture that shows any step, and a page or overlay for each.

The coordinates are those of every other picture. What changes from step to step stands in
``\\only<first-last>{...}``, which Beamer brings and the article defines, so the picture is written
once and can be edited by hand. Nothing from a name or a title reaches LaTeX but as characters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from ..draw.layout import Box
from ..draw.plan import LINE
from ..draw.scene import Label, contribution, gradient, value
from ..draw.schedule import Mark, Marks
from ..draw.svg import BASELINE
from ..draw.things import Circle, Wire
from ..spell.names import latex as latex_name
from ..tell.formula import formula, lit, written
from ..tell.walk import Step
from ..theme import LOOKS, PLAIN, Theme
from .composition import paragraph_height
from .formula import height_of_whole, typeset
from .latex_text import mathematics, words
from .script import Script
from .wrapping import wrap

__all__ = ["document"]

TYPE = 14.4  # TeX points of the labels; LaTeX has no size between 12 and this
SIZES = (5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 10.95, 12.0, 14.4, 17.28, 20.74)
BEAMER = (430.0, 130.0)  # points that a picture may take on a slide of 16:9
MARGIN = 24.0
NARROWEST = 420.0

_PREAMBLE = r"""
\usepackage{iftex,amsmath,tikz}
\ifPDFTeX\else
  \usepackage{fontspec}
  % Fonts for what the document's own has not, such as Japanese.
  \newcommand{\walkfonts}{}
  \newcommand{\walkfont}[2]{\IfFontExistsTF{#1}{\edef\walkfonts{\walkfonts"#1:mode=node;",}}{#2}}
  \ifLuaTeX
    \walkfont{Noto Sans CJK JP}{\walkfont{HaranoAjiGothic-Regular}{}}\walkfont{DejaVu Sans}{}
    \directlua{luaotfload.add_fallback("walkfallback", {\walkfonts})}
    \setmainfont{Latin Modern Sans}[RawFeature={fallback=walkfallback}]
    \setsansfont{Latin Modern Sans}[RawFeature={fallback=walkfallback}]
  \fi
  \catcode"200B=\active % a place where a line may end
  \protected\def^^^^200b{\hskip0pt plus0.3pt\relax}
\fi
\ifLuaTeX\newcommand{\rl}[1]{{\textdir TRT #1}}\else\newcommand{\rl}[1]{#1}\fi % right to left
\providecommand{\lt}{<}\providecommand{\gt}{>}
% A formula as wide as it is, or else as wide as the page.
\newcommand{\fitted}[1]{\sbox0{$\displaystyle #1$}%
  \ifdim\wd0>\linewidth\resizebox{\linewidth}{!}{\usebox0}\else\usebox0\fi}
"""


def document(script: Script) -> str:
    """The LaTeX source. pdfLaTeX reads it, but LuaLaTeX where it has more than Latin and Greek."""
    body = [
        r"\newcommand{\walkpicture}{\begin{tikzpicture}[x=1bp,y=1bp,walk]",
        rf"\useasboundingbox (0,0) rectangle {_point(script, (script.canvas.layout.width, 0.0))};",
        *_things(script),
        r"\end{tikzpicture}}",
    ]
    pages = _overlays(script) if script.beamer else _pages(script)
    source = "\n".join([*_head(script), *body, r"\begin{document}", *pages, r"\end{document}"])
    return _engine(source) + source + "\n"


def _engine(source: str) -> str:
    program = "pdflatex" if source.isascii() else "lualatex"
    return f"% !TeX program = {program}\n"


def _head(script: Script) -> Iterator[str]:
    theme, layout = script.theme, script.canvas.layout
    if script.beamer:
        yield r"\documentclass[aspectratio=169]{beamer}"
    else:
        yield r"\documentclass[12pt]{article}"
    yield _PREAMBLE.strip("\n")
    for name, colour in theme.colours.items():
        yield rf"\definecolor{{{_ink(name)}}}{{HTML}}{{{colour.removeprefix('#').upper()}}}"
    yield rf"\tikzset{{walk/.style={{line width={PLAIN.pen}bp,inner sep=0pt,outer sep=0pt}},"
    for mark, look in LOOKS.items():
        yield rf"  {mark}/.style={{draw={_ink(look.line)},line width={look.pen}bp}},"
    yield rf"  label/.style={{anchor=base,font=\sffamily{_size(TYPE)}}}}}"
    if script.beamer:
        yield r"\setbeamercolor{background canvas}{bg=walkpaper}"
        yield r"\setbeamercolor{normal text}{fg=walkink}\setbeamercolor{frametitle}{fg=walkink}"
        yield r"\setbeamercolor{title}{fg=walkink}\setbeamertemplate{navigation symbols}{}"
        yield r"\setbeamertemplate{footline}[frame number]"
        return
    width = max(layout.width, NARROWEST)
    tallest = max(
        typeset(step.latex, 14.0, width).height
        + paragraph_height(len(wrap(step.remark(script.lang), 12.5, width)), 12.5)
        for step in map(script.walk.steps.__getitem__, script.steps)
    )
    tallest += height_of_whole(script.walk, 14.0, width)
    height = layout.height + tallest + 100.0
    yield (
        rf"\usepackage[paperwidth={width + 2 * MARGIN:g}bp,paperheight={height:g}bp,"
        rf"margin={MARGIN:g}bp]{{geometry}}"
    )
    yield r"\pagestyle{empty}\setlength{\parindent}{0pt}\pagecolor{walkpaper}\color{walkink}"
    yield r"\renewcommand{\familydefault}{\sfdefault}"
    yield r"% What only some pages show; \slide is the number of the page."
    yield r"\newcount\slide"
    yield r"\long\def\only<#1-#2>#3{\ifnum\slide<#1 \else\ifnum\slide>#2 \else#3\fi\fi}"
    yield r"\newcommand{\walkstep}[5]{\slide=#1 {\bfseries #2}\par\bigskip\fitted{#3}\par\medskip"
    yield r"  \centerline{\walkpicture}\bigskip\fitted{#4}\par\medskip #5\clearpage}"


def _pages(script: Script) -> Iterator[str]:
    """A page for each step."""
    for number, step in enumerate(script.told(), start=1):
        heading = f"{script.title} · {script.heading(step.index)}"
        sentence = words(step.remark(script.lang), breakable=True)
        yield rf"\walkstep{{{number}}}{{{words(heading)}}}"
        yield f"  {{{_whole(step, script.theme)}}}"
        yield f"  {{{mathematics(script.mathematics(step))}}}"
        yield f"  {{{sentence}}}"


def _overlays(script: Script) -> Iterator[str]:
    """One frame with an overlay for each step, behind a title."""
    layout = script.canvas.layout
    scale = min(BEAMER[0] / layout.width, BEAMER[1] / layout.height, 1.0)
    yield rf"\title{{{words(script.title, breakable=True)}}}"
    yield rf"\subtitle{{{words(', '.join(script.inputs), breakable=True)}}}"
    yield r"\date{}\begin{frame}\titlepage\end{frame}"
    yield rf"\begin{{frame}}<1-{len(script.steps)}>[t]"
    headings = _runs((words(script.heading(k)), 1) for k in script.steps)
    yield rf"\frametitle{{{''.join(headings)}}}"
    told = (_whole(script.walk.steps[k], script.theme) for k in script.steps)
    wholes = "".join(_runs((rf"\fitted{{{whole}}}", 1) for whole in told))
    yield rf"{{\small {wholes}\par}}\medskip"
    yield rf"\centerline{{\scalebox{{{scale:.4f}}}{{\walkpicture}}}}\bigskip"
    for number, step in enumerate(script.told(), start=1):
        sentence = words(step.remark(script.lang), breakable=True)
        said = mathematics(script.mathematics(step))
        yield rf"\only<{number}-{number}>{{\fitted{{{said}}}\par\medskip"
        yield rf"  \small {sentence}}}"
    yield r"\end{frame}"


def _whole(step: Step, theme: Theme) -> str:
    """The formula, the part that a step is about in the colour of its pass; as nothing groups it,
    nothing moves. Where that colour is the ink's, the rest is faint.
    """
    looks = {"forward": "forward", "back": "backward"}
    marks = lit(step)
    inks = ["faint" if marks and theme.forward == theme.ink else "ink"]
    ground = "" if inks == ["ink"] else rf"\color{{{_ink('faint')}}}"

    def look(key: str) -> str:
        ink = looks.get(marks.get(key, ""), inks[-1])
        inks.append(ink)
        return "" if ink == inks[-2] else rf"\color{{{_ink(ink)}}}"

    def back() -> str:
        ink = inks.pop()
        return "" if ink == inks[-1] else rf"\color{{{_ink(inks[-1])}}}"

    page = formula(step.graph, step.walk.digits).page(step)
    return ground + mathematics(written(page, look, back))


def _runs(told: Iterable[tuple[str, int]]) -> Iterator[str]:
    """What is told on so many pages each, in ``\\only`` for those that it is the same on."""
    runs = [(text, sum(n for _, n in run)) for text, run in groupby(told, key=itemgetter(0))]
    if len(runs) == 1:
        yield runs[0][0]
        return
    last = 0
    for text, count in runs:
        first, last = last + 1, last + count
        if text:
            yield rf"\only<{first}-{last}>{{{text}}}"


def _things(script: Script) -> Iterator[str]:
    """All things of the picture, each with its looks over the steps."""
    canvas, plan, boxes = script.canvas, script.canvas.plan, script.canvas.layout.boxes
    walk, told = script.walk, script.canvas.plan.schedule

    def alike(marks: Marks) -> Iterator[tuple[int, Mark, int]]:
        """A step, its mark, and on how many pages from there on nothing touches the thing."""
        changes = marks.changes()
        for _, pages in groupby(script.steps, key=lambda k: bisect_right(changes, k)):
            first, *rest = pages
            yield first, marks.at(first), 1 + len(rest)

    for (line, head), marks in zip(canvas.lines, told.links, strict=True):
        yield from _runs(
            (_link(script, line, head, mark), pages) for _, mark, pages in alike(marks)
        )
    for n, wire in enumerate(plan.wires):
        box, name = boxes[wire.id], _wire_name(script, wire)
        over, under = list(alike(told.values[n])), list(alike(told.gradients[n]))
        yield from _runs((_tint(script, box, mark, True), pages) for _, mark, pages in over)
        yield from _runs((_tint(script, box, mark, False), pages) for _, mark, pages in under)
        yield from _runs(
            (_rule(script, box, mark), pages) for _, mark, pages in alike(told.wires[n])
        )
        yield from _runs(
            (_value(script, box, name, value(wire, walk, k, mark)), pages)
            for k, mark, pages in over
        )
        yield from _runs(
            (_gradient(script, box, gradient(wire, walk, k, mark)), pages)
            for k, mark, pages in under
        )
    for branch, marks, rules in zip(plan.branches, told.contributions, told.branches, strict=True):
        box, under = boxes[branch.id], list(alike(marks))
        yield from _runs((_tint(script, box, mark, False), pages) for _, mark, pages in under)
        yield from _runs((_rule(script, box, mark), pages) for _, mark, pages in alike(rules))
        yield from _runs(
            (_gradient(script, box, contribution(branch, walk, k, mark)), pages)
            for k, mark, pages in under
        )
    for circle, marks in zip(plan.circles, told.circles, strict=True):
        at = _point(script, (boxes[circle.id].x, boxes[circle.id].y))
        yield from _runs((_circle(circle, at, mark), pages) for _, mark, pages in alike(marks))
    for terminal in plan.terminals:
        yield _terminal(script, boxes[terminal.id], terminal.role)


def _ink(colour: str) -> str:
    """What a colour of the theme is called in the document."""
    return f"walk{colour.replace('_', '')}"


def _circle(circle: Circle, at: str, mark: Mark) -> str:
    size = max(s for s in SIZES if s <= max(1.15 * circle.font_size, SIZES[0]))
    look = LOOKS[mark]
    return (
        rf"\filldraw[{mark},fill={_ink(look.fill)}] {at} circle[radius={circle.size / 2:g}bp];"
        rf"\node[anchor=center,font=\sffamily{_size(size)},"
        rf"text={_ink(look.text or 'ink')}] at {at} "
        rf"{{{words(circle.glyph)}}};"
    )


def _link(
    script: Script,
    line: Sequence[tuple[float, float]],
    head: Sequence[tuple[float, float]],
    mark: Mark,
) -> str:
    start, *rest = (_point(script, point) for point in line)
    curve = "".join(
        f" .. controls {rest[i]} and {rest[i + 1]} .. {rest[i + 2]}" for i in range(0, len(rest), 3)
    )
    drawn = rf"\draw[{mark}] {start}{curve};"
    if head:
        corners = " -- ".join(_point(script, corner) for corner in head)
        drawn += rf"\fill[{_ink(LOOKS[mark].line)}] {corners} -- cycle;"
    return drawn


def _rule(script: Script, box: Box, mark: Mark) -> str:
    left = _point(script, (box.x - box.width / 2, box.y))
    right = _point(script, (box.x + box.width / 2, box.y))
    return rf"\draw[{mark}] {left} -- {right};"


def _tint(script: Script, box: Box, mark: Mark, is_upper: bool) -> str:
    if not LOOKS[mark].is_tinted:
        return ""
    left, right = box.x - box.width / 2, box.x + box.width / 2
    far = box.y - box.height / 2 if is_upper else box.y + box.height / 2
    corners = f"{_point(script, (left, box.y))} rectangle {_point(script, (right, far))}"
    return rf"\fill[{_ink(LOOKS[mark].fill)}] {corners};"


def _value(script: Script, box: Box, name: str, label: Label) -> str:
    lines = [words(line) for line in label.lines]
    if name:
        lines = [f"{name} $=$ {lines[0]}" if lines else name, *lines[1:]]
    return _text(script, box, lines, label.mark, "ink", True)


def _gradient(script: Script, box: Box, label: Label) -> str:
    lines = [words(line) for line in label.lines]
    if lines:
        lines[0] = rf"$\partial$ {lines[0]}"
    return _text(script, box, lines, label.mark, "gradient", False)


def _text(
    script: Script, box: Box, lines: list[str], mark: Mark, colour: str, is_upper: bool
) -> str:
    middle = box.y + (-box.height if is_upper else box.height) / 4
    top = middle - LINE * (max(len(lines), 1) - 1) / 2 + BASELINE
    # \boldmath leaves something to do behind its group, which must not be the path's.
    look = LOOKS[mark]
    bold, close = (r"{\bfseries\boldmath ", "}") if look.is_bold else ("", "")
    ink = _ink(look.text or colour)
    return "".join(
        rf"\node[label,text={ink}] at {_point(script, (box.x, top + LINE * n))} "
        rf"{{{bold}{line}{close}}};"
        for n, line in enumerate(lines)
    )


def _terminal(script: Script, box: Box, role: str) -> str:
    at = _point(script, (box.x, box.y))
    if role in ("parameter", "constant"):
        x, y = box.width / 2, box.height / 2
        corner, opposite = (box.x - x, box.y - y), (box.x + x, box.y + y)
        return rf"\fill[walkink] {_point(script, corner)} rectangle {_point(script, opposite)};"
    outer = box.width / 2
    look = r"\filldraw[plain,fill=walkpaper]"
    drawn = rf"{look} {at} circle[radius={outer:g}bp];"
    return drawn + (rf"{look} {at} circle[radius={outer - 3:g}bp];" if role == "output" else "")


def _wire_name(script: Script, wire: Wire) -> str:
    """The name as mathematics; one that was cut short as text."""
    if not wire.name:
        return ""
    if wire.name != wire.title:
        return rf"\textit{{{words(wire.name)}}}"
    return f"${mathematics(latex_name(script.walk.graph.nodes[wire.node].name))}$"


def _point(script: Script, point: tuple[float, float]) -> str:
    """A place in TikZ, whose y goes upward."""
    x, y = point[0], script.canvas.layout.height - point[1]
    return f"({x:.2f},{y:.2f})".replace(".00", "")


def _size(points: float) -> str:
    return rf"\fontsize{{{points:g}}}{{{1.2 * points:g}}}\selectfont"
