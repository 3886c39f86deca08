"""``backprop-viz html``: one live page of one walk or of several."""

from __future__ import annotations

from pathlib import Path

from ..api import graph
from ..spell.names import canonical
from ..theme import THEMES
from ..words import language, say
from ..writing import path_of
from .arguments import ARTICLE, Command, Options, Parser, UsageError
from .given import (
    OF_A_TASK,
    add_task,
    in_digits,
    inputs_of,
    made_of,
    steps_of,
    task_given,
)

__all__ = ["HTML"]


def _add_options(parser: Parser) -> None:
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=say("shell.page"))
    parser.add_argument("--steps", default="all", help=say("shell.steps"))
    parser.add_argument("--title", help=say("shell.page_title"))
    parser.add_argument("--theme", choices=THEMES, help=say("shell.page_theme"))
    parser.add_argument("--slides", action="store_true", help=say("shell.slides"))
    parser.add_argument("--landscape", metavar="NAMES", help=say("shell.landscape"))
    parser.add_argument("--perform", action="store_true", help=say("shell.perform"))
    add_task(parser)
    parser.add_argument("--hunt", action="store_true", help=say("shell.hunt"))
    parser.add_argument("--bug", metavar="NAME", help=say("shell.bug"))
    parser.add_argument("--from-link", action="store_true", help=say("shell.from_link"))


def _run(options: Options) -> int:
    from ..browser.spread import spreads
    from ..media.page import Chapter, Page
    from ..media.script import title_of

    target = path_of(options.output)
    if target.suffix.lower() not in (".html", ".htm"):
        raise UsageError(say("shell.page_ending", name=target.name))
    if options.from_link:
        return _of_link(options)
    words = [options.source, *options.inputs]
    if options.perform or options.hunt:
        both = options.perform and options.hunt
        if both or "+" in words or options.slides or options.landscape or options.steps != "all":
            raise UsageError(say("shell.exercise_alone"))
    for name in (*OF_A_TASK, "bug"):
        wanted = _EXERCISES_OF[name]
        if getattr(options, name) is not None and not any(getattr(options, w) for w in wanted):
            one, *more = (f"--{exercise}" for exercise in wanted)
            needed = say("shell.or", one=one, other=more[0]) if more else one
            raise UsageError(say("shell.exercise_only", option=f"--{name}", needed=needed))
    if options.perform or options.hunt:
        return (_perform if options.perform else _hunt)(options, target)
    marked = {canonical(name) for name in options.parameters.replace(",", " ").split()}
    several = "+" in words
    chapters = []
    while words:  # each chapter is a SOURCE and its inputs, up to a + that stands alone
        end = words.index("+") if "+" in words else len(words)
        (text, *pairs), words = words[:end] or [""], words[end + 1 :]
        text, made = made_of(text, options)
        mine = marked.intersection(made.inputs) if several else marked
        walk = in_digits(graph(made, parameters=mine).walk(inputs_of(pairs)), options)
        chapters.append((" ".join(text.split()), walk))
    heading = options.title
    if heading is None:
        first = chapters[0][1]
        heading = say("page.title") if several else title_of(first, language())
    over = spreads([walk for _, walk in chapters], options.landscape)
    page = Page(
        [
            Chapter(walk, title, steps_of(walk, options.steps), landscape=shown)
            for (title, walk), shown in zip(chapters, over, strict=True)
        ],
        heading,
        language(),
        options.theme,
        options.slides,
    )
    print(page.save(target))
    return 0


def _perform(options: Options, target: Path) -> int:
    """A page on which the walk is to be done."""
    from ..practice.page import TaskPage

    text, task = task_given(options)
    heading = " ".join(text.split()) if options.title is None else options.title
    print(TaskPage(task, heading, language(), options.theme).save(target))
    return 0


def _hunt(options: Options, target: Path) -> int:
    """A page on which a bug is to be found."""
    from ..hunting.hunt import Hunt

    options.seed = 1 if options.seed is None else options.seed
    text, made = made_of(options.source, options)
    given = inputs_of(options.inputs)
    chosen = options.bug, options.seed, given, language(), options.digits, options.opened
    hunt = Hunt.made(made, *chosen)
    heading = " ".join(text.split()) if options.title is None else options.title
    print(hunt.page(heading, options.theme).save(target))
    return 0


_EXERCISES_OF = {
    "level": ("perform",),
    "judged": ("perform",),
    "seed": ("perform", "hunt"),
    "bug": ("hunt",),
}
"""For each option the exercises that it is for."""


def _of_link(options: Options) -> int:
    """The page of an address of the playground, open where it points."""
    from ..media.page import Chapter, Page
    from ..playground.typed import walked
    from ..tell.link import read_link

    link = read_link(options.source)
    if link.in_python:
        raise UsageError(say("shell.link_python"))
    walk = in_digits(walked(link.text, link.inputs, link.parameters, link.opened), options)
    lang = link.lang or language()
    title = " ".join(link.text.split()) if options.title is None else options.title
    chapter = Chapter(
        walk,
        title,
        steps_of(walk, options.steps),
        min(link.step, len(walk.steps) - 1),
        landscape=options.landscape,
    )
    page = Page([chapter], title, lang, options.theme, options.slides)
    print(page.save(options.output))
    return 0


HTML = Command(
    _run,
    _add_options,
    (
        f'backprop-viz html "{ARTICLE}" x=2 w=3 b=1 y_=5 -o walk.html',
        'backprop-viz html "w*x" w=2 x=3 + "sigmoid(z)" z=1 -o two.html --slides --lang ja',
        'backprop-viz html "shared node" --seed 7 --perform -o exercise.html',
        'backprop-viz html "a = x*y; b = a + x; a*b" --hunt --seed 7 -o hunt.html',
        "backprop-viz html --from-link 'https://HOST/play/#f=w*x&w=2&x=3' -o walk.html",
    ),
)
