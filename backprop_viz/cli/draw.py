"""``backprop-viz draw``: a walk as a file of any medium, or as a folder of pictures."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

from ..api import Walk
from ..progress import progress
from ..spell.numbers import is_between
from ..theme import THEMES
from ..words import say
from ..writing import drafted, path_of
from .arguments import ARTICLE, Command, Options, Parser, UsageError
from .given import steps_of, walked

__all__ = ["DRAW"]

PATIENCE = 0.5  # seconds until a progress bar shows
_OF_PICTURES = ("format", "scale")
_OF_A_FILE = ("title", "pace", "hold", "width", "caption", "worksheet", "paper", "beamer")


def _add_options(parser: Parser) -> None:
    from ..media.script import PAPERS, WORKSHEETS

    parser.add_argument("-o", "--output", required=True, metavar="PATH", help=say("shell.output"))
    parser.add_argument("--steps", default="all", help=say("shell.steps"))
    parser.add_argument("--theme", choices=THEMES, help=say("shell.theme"))
    parser.add_argument("--seed", type=int, metavar="N", help=say("shell.drawn"))
    pictures = parser.add_argument_group(say("shell.pictures"))
    pictures.add_argument("--format", help=say("shell.format"))
    pictures.add_argument("--scale", type=float, help=say("shell.scale"))
    file = parser.add_argument_group(say("shell.file"))
    file.add_argument("--title", help=say("shell.title"))
    file.add_argument("--pace", type=float, metavar="SECONDS", help=say("shell.pace"))
    file.add_argument("--hold", type=float, metavar="SECONDS", help=say("shell.hold"))
    file.add_argument("--width", type=int, metavar="PIXELS", help=say("shell.width"))
    file.add_argument("--caption", action="store_const", const=True, help=say("shell.caption"))
    file.add_argument(
        "--no-caption",
        action="store_const",
        const=False,
        dest="caption",
        help=say("shell.no_caption"),
    )
    file.add_argument("--blanks", choices=WORKSHEETS, help=say("shell.blanks"))
    file.add_argument("--paper", choices=PAPERS, help=say("shell.paper"))
    for name in ("worksheet", "beamer"):
        file.add_argument(f"--{name}", action="store_const", const=True, help=say(f"shell.{name}"))


def _run(options: Options) -> int:
    from ..media.save import endings, kind_of

    target = path_of(options.output)
    is_file = bool(kind_of(target)) and not target.is_dir()
    if not is_file and re.fullmatch(r"\.[A-Za-z]\w{1,4}", target.suffix) and not target.is_dir():
        raise UsageError(say("usage.walk_ending", name=target.name, known=", ".join(endings())))
    for name in _OF_PICTURES if is_file else (*_OF_A_FILE, "blanks"):
        if getattr(options, name) is not None:
            option = "--no-caption" if getattr(options, name) is False else f"--{name}"
            key = "shell.for_pictures" if is_file else "shell.for_files"
            raise UsageError(say(key, option=option, output=options.output))
    return _draw_file(options) if is_file else _draw_pictures(options)


def _draw_file(options: Options) -> int:
    _, walk = walked(options)
    chosen = None if options.steps == "all" else steps_of(walk, options.steps)
    options.worksheet = options.blanks or options.worksheet
    path = walk.save(
        options.output,
        steps=chosen,
        theme=options.theme,
        watch=_progress,
        **{name: getattr(options, name) for name in _OF_A_FILE},
    )
    print(path)
    if path.suffix.lower() != ".dot":
        _tell_note(walk)
    return 0


def _tell_note(walk: Walk) -> None:
    """Say why it was not Graphviz that laid the pictures out, where that is so."""
    note = walk.picture().note
    if note:
        print(note, file=sys.stderr)


def _draw_pictures(options: Options) -> int:
    from ..draw.raster import SCALES
    from ..media.script import Script
    from ..media.stills import stills

    _, walk = walked(options)
    kinds = _kinds(options.format or "svg")
    indices = steps_of(walk, options.steps)
    theme = options.theme or "light"
    if options.scale is not None and not is_between(options.scale, *SCALES):
        raise UsageError(say("usage.scale", scale=options.scale))
    folder = path_of(options.output)
    if folder.exists() and not folder.is_dir():
        raise UsageError(say("shell.is_file", folder=folder))
    digits = max(2, len(str(len(walk.steps) - 1)))
    first = walk.picture(indices[0], theme=theme)
    if set(kinds) != {"dot"}:
        _ = first.svg  # fails, if it must, before anything is written
    last = walk.picture(theme=theme)  # has every character that any step draws
    if "png" in kinds:
        last.png()
    if "pdf" in kinds:
        last.pdf()
    script = Script.of(walk, indices, theme)
    pixels: Iterator[bytes] = iter(())
    if "png" in kinds:
        scale = first.usual_scale if options.scale is None else options.scale
        pixels = iter(stills(script, scale))
    with drafted(folder) as draft:
        for k in _progress(indices, len(kinds)):
            picture = walk.picture(k, theme=theme)
            for kind in kinds:
                path = draft / f"step-{k:0{digits}}.{kind}"
                if kind == "png":
                    path.write_bytes(next(pixels))
                else:
                    picture.save(path)
    count = len(indices) * len(kinds)
    key = "shell.one_picture" if count == 1 else "shell.many_pictures"
    print(say(key, count=count, folder=folder))
    if set(kinds) != {"dot"}:
        _tell_note(walk)
    return 0


def _kinds(text: str) -> list[str]:
    from ..draw.picture import FORMATS

    kinds = [kind.strip().lower().removeprefix(".") for kind in text.split(",") if kind.strip()]
    unknown = [kind for kind in kinds if kind not in FORMATS]
    if unknown or not kinds:
        given = ", ".join(unknown) or repr(text)
        raise UsageError(say("shell.no_format", given=given, known=", ".join(FORMATS)))
    return list(dict.fromkeys(kinds))


def _progress(indices: Sequence[int], kinds: int = 1) -> Iterator[int]:
    """The indices, with a bar: of many at once, else as soon as they take more than a moment."""
    return progress(indices, 0.0 if len(indices) * kinds >= 20 else PATIENCE)


DRAW = Command(
    _run,
    _add_options,
    (
        f'backprop-viz draw "{ARTICLE}" x=2 w=3 b=1 y_=5 --parameters "w b" -o slides',
        'backprop-viz draw "log(1 + exp(x))" x=0.5 -o softplus --format svg,png,pdf --theme dark',
        f'backprop-viz draw "{ARTICLE}" x=2 w=3 b=1 y_=5 -o walk.gif --pace 2',
        'backprop-viz draw "x*x + sigmoid(x)" x=1.5 -o exercise.pdf --blanks gradients --lang ja',
        'backprop-viz draw "shared node" --seed 7 -o worksheet.pdf --worksheet',
    ),
)
