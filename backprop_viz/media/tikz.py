"""A walk as a LaTeX document: one TikZ picture that shows any step, and a page or overlay for each.

The coordinates are those of every other picture. What changes from step to step stands in
``\\only<first-last>{...}``, which Beamer brings and the article defines, so the picture is written
once and can be edited by hand. Nothing from a name or a title reaches LaTeX but as characters.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..draw.svg import Bounds
from ..tell.formula import formula_of, lit, written
from ..tell.walk import Step
from ..theme import LOOKS, PLAIN, Theme
from .composition import paragraph_height
from .formula import height_of_whole, typeset
from .latex_text import mathematics, words
from .script import Script
from .tikz_things import ink, point, runs, size, things
from .windows import Windows
from .wrapping import wrap

__all__ = ["document"]

TYPE = 14.4  # TeX points of the labels; LaTeX has no size between 12 and this
BEAMER = (430.0, 130.0)  # points that a picture may take on a slide of 16:9
LEGIBLE = 5.8 / TYPE  # its size there, with which labels can be read from the last row
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
    layout = script.canvas.layout
    windows = Windows(script, BEAMER, largest=1.0, legible=LEGIBLE) if script.beamer else None
    views = {k: found[0] for k in script.steps if windows and (found := windows.of(k))}
    whole = (0.0, 0.0, layout.width, layout.height)
    bounds = (views[k].bounds if k in views else whole for k in script.steps)
    body = [
        r"\newcommand{\walkpicture}{\begin{tikzpicture}[x=1bp,y=1bp,walk]",
        *runs((_bounds(script, corners, bool(views)), 1) for corners in bounds),
        *things(script, views),
        r"\end{tikzpicture}}",
    ]
    pages = _overlays(script, windows) if windows else _pages(script)
    source = "\n".join([*_head(script), *body, r"\begin{document}", *pages, r"\end{document}"])
    return _engine(source) + source + "\n"


def _bounds(script: Script, corners: Bounds, is_clipped: bool) -> str:
    left, top, right, bottom = corners
    box = f"{point(script, (left, bottom))} rectangle {point(script, (right, top))}"
    return rf"\useasboundingbox {box};" + (rf"\clip {box};" if is_clipped else "")


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
    unused = () if script.canvas.plan.has_cards else ("minus", "plus")
    for name, colour in theme.colours.items():
        if name in unused:
            continue
        yield rf"\definecolor{{{ink(name)}}}{{HTML}}{{{colour.removeprefix('#').upper()}}}"
    yield rf"\tikzset{{walk/.style={{line width={PLAIN.pen}bp,inner sep=0pt,outer sep=0pt}},"
    for mark, look in LOOKS.items():
        yield rf"  {mark}/.style={{draw={ink(look.line)},line width={look.pen}bp}},"
    yield rf"  label/.style={{anchor=base,font=\sffamily{size(TYPE)}}}}}"
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
    for number, step in enumerate(script.each_step(), start=1):
        heading = f"{script.title} · {script.heading(step.index)}"
        sentence = words(step.remark(script.lang), breakable=True)
        yield rf"\walkstep{{{number}}}{{{words(heading)}}}"
        yield f"  {{{_whole(step, script.theme)}}}"
        yield f"  {{{mathematics(script.mathematics(step))}}}"
        yield f"  {{{sentence}}}"


def _overlays(script: Script, windows: Windows) -> Iterator[str]:
    """One frame with an overlay for each step, behind a title."""
    scales = (found[1] if (found := windows.of(k)) else windows.scale for k in script.steps)
    picture = "".join(runs((rf"\scalebox{{{scale:.4f}}}{{\walkpicture}}", 1) for scale in scales))
    if windows.height > windows.scale * script.canvas.layout.height:  # the same room for all
        picture = rf"\vbox to{windows.height:.2f}bp{{\vss\hbox{{{picture}}}\vss}}"
    yield rf"\title{{{words(script.title, breakable=True)}}}"
    yield rf"\subtitle{{{words(', '.join(script.inputs), breakable=True)}}}"
    yield r"\date{}\begin{frame}\titlepage\end{frame}"
    yield rf"\begin{{frame}}<1-{len(script.steps)}>[t]"
    headings = runs((words(script.heading(k)), 1) for k in script.steps)
    yield rf"\frametitle{{{''.join(headings)}}}"
    told = (_whole(script.walk.steps[k], script.theme) for k in script.steps)
    wholes = "".join(runs((rf"\fitted{{{whole}}}", 1) for whole in told))
    yield rf"{{\small {wholes}\par}}\medskip"
    yield rf"\centerline{{{picture}}}\bigskip"
    for number, step in enumerate(script.each_step(), start=1):
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
    ground = "" if inks == ["ink"] else rf"\color{{{ink('faint')}}}"

    def look(key: str) -> str:
        own = looks.get(marks.get(key, ""), inks[-1])
        inks.append(own)
        return "" if own == inks[-2] else rf"\color{{{ink(own)}}}"

    def back() -> str:
        own = inks.pop()
        return "" if own == inks[-1] else rf"\color{{{ink(inks[-1])}}}"

    page = formula_of(step.walk).page(step)
    return ground + mathematics(written(page, look, back))
