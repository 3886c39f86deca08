"""The command line: ``backprop-viz walk``, ``draw`` and ``check``."""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from . import __version__
from .api import Graph, Walk, graph
from .errors import BackpropVizError, InputError
from .names import canonical
from .numbers import format_value
from .theme import THEMES
from .words import LANGUAGES, say

__all__ = ["main", "run"]

_ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
_EXAMPLES = {
    "walk": (
        f"""backprop-viz walk "{_ARTICLE}" x=2 w=3 b=1 "y'=5\"""",
        'backprop-viz walk "sigmoid(w*x + b)" x=1 w=2 b=-1 --step 7 --lang ja',
        'backprop-viz walk "x*x" x=3 --json',
        'echo "maximum(a, b)**2" | backprop-viz walk - a=1 b=2',
    ),
    "draw": (
        f'backprop-viz draw "{_ARTICLE}" x=2 w=3 b=1 y_=5 -o slides',
        'backprop-viz draw "log(1 + exp(x))" x=0.5 -o softplus --format svg,png,pdf --theme dark',
        f'backprop-viz draw "{_ARTICLE}" x=2 w=3 b=1 y_=5 -o walk.gif --pace 2',
        'backprop-viz draw "x*x + sigmoid(x)" x=1.5 -o exercise.pdf --worksheet --lang ja',
    ),
    "html": (
        f'backprop-viz html "{_ARTICLE}" x=2 w=3 b=1 y_=5 -o walk.html',
        'backprop-viz html "w*x" w=2 x=3 + "sigmoid(z)" z=1 -o two.html --slides --lang ja',
    ),
    "check": (
        'backprop-viz check "exp(-x**2)*sin(y)" x=0.3 y=2',
        'backprop-viz check "relu(w*x)" "x=[1,2,3]" w=0.5 --json',
    ),
}
_SOURCE = """
SOURCE is a formula or a program, `-` for standard input, or @FILE. A value of an input is a
number or a list such as [1,2,3] or [[1,2],[3,4]].
"""


def _examples(*commands: str) -> str:
    lines = [f"  {line}" for command in commands for line in _EXAMPLES[command]]
    return "\n".join(["examples:", *lines, _SOURCE])


PATIENCE = 0.5  # seconds until a progress bar shows


_FIELDS = (
    "index",
    "kind",
    "node",
    "operand",
    "upstream",
    "local",
    "contribution",
    "total",
    "complete",
    "latex",
)


class _UsageError(Exception):
    """A command that cannot be carried out as it was given."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0, 1 (``check``: witnesses differ) or 2 (bad use)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    lang = None
    try:
        try:
            options = _parser().parse_args(arguments)
            lang = options.lang
            command: Callable[[argparse.Namespace], int] = options.command
            return command(options)
        finally:  # behind --help, too: what cannot be written must fail here, not at exit
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        _drop_stdout()
        return 0
    except KeyboardInterrupt:
        return 130
    except (BackpropVizError, _UsageError, OSError) as error:
        if isinstance(error, OSError) and not error.filename:
            _drop_stdout()
        print(f"backprop-viz: {_told(error, lang)}", file=sys.stderr)
        return 2


def run() -> NoReturn:
    """The command as a process of its own: :func:`main`, and a quick end.

    Python would take apart every module of NumPy first, as long as ten pictures take.
    """
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


def _drop_stdout() -> None:
    """Send what is still unwritten nowhere, so that Python does not fail on it at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backprop-viz",
        description="Walk any formula as a computational graph, forward and backward.",
        epilog=_examples(*_EXAMPLES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"backprop-viz {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    walk = _command(commands, "walk", _walk, "print the whole walk, step by step")
    walk.add_argument("--step", type=int, metavar="K", help="print this step only")
    walk.add_argument("--json", action="store_true", help="print the walk as JSON")
    _language(walk)

    draw = _command(
        commands,
        "draw",
        _draw,
        "write numbered pictures of the steps, or all of them in one file",
    )
    draw.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="PATH",
        help="folder for the pictures; or a file: walk.gif, .webp, .apng, .mp4 (animations), .pdf "
        "(handout), .html (live page), .tex, .pptx, .md (every step), .svg, .png, .dot (one step)",
    )
    draw.add_argument("--steps", default="all", help="such as 0,1,5 or all (default)")
    draw.add_argument("--theme", choices=THEMES, help="light by default")
    pictures = draw.add_argument_group("for a folder of pictures")
    pictures.add_argument("--format", help="svg (default), png, pdf, dot, or several")
    pictures.add_argument(
        "--scale",
        type=float,
        help="PNG pixels per CSS pixel (default 2, fewer where the picture would be huge)",
    )
    file = draw.add_argument_group("for one file")
    file.add_argument("--title", help="of the document")
    file.add_argument("--pace", type=float, metavar="SECONDS", help="of a step in an animation")
    file.add_argument("--hold", type=float, metavar="SECONDS", help="of its last step")
    file.add_argument("--width", type=int, metavar="PIXELS", help="of an animation")
    file.add_argument(
        "--no-caption",
        action="store_const",
        const=False,
        dest="caption",
        help="an animation of the pictures alone, without formula and sentence",
    )
    for name, what in (
        ("worksheet", "a .pdf with blanks to fill in, and an answer key"),
        ("beamer", "a .tex of slides with overlays"),
    ):
        file.add_argument(f"--{name}", action="store_const", const=True, help=what)
    _language(draw)

    html = _command(commands, "html", _html, "write a live page that needs nothing but a browser")
    html.add_argument("-o", "--output", required=True, metavar="FILE", help="such as walk.html")
    html.add_argument("--steps", default="all", help="such as 0,1,5 or all (default)")
    html.add_argument("--title", help="of the page")
    html.add_argument("--theme", choices=THEMES, help="the reader's own light or dark by default")
    html.add_argument("--slides", action="store_true", help="open as a presentation")
    _language(html)

    check = _command(commands, "check", _check, "hold every gradient against witnesses")
    check.add_argument(
        "--against", default="", metavar="LIBRARY", help="torch, jax, tensorflow, or several"
    )
    check.add_argument("--json", action="store_true", help="print the table as JSON")
    _language(check)
    return parser


def _command(commands: Any, name: str, run: Any, what: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=f"{what[0].upper()}{what[1:]}.",
        epilog=_examples(name),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    # A formula such as -x**2 is no option: only what looks like a known one is.
    command._negative_number_matcher = re.compile(r"-[^-]")
    command.add_argument("source", metavar="SOURCE", help="the formula, - or @FILE")
    command.add_argument("inputs", metavar="NAME=VALUE", nargs="*", help="a value for every input")
    command.add_argument(
        "--parameters", default="", metavar="NAMES", help="inputs to be marked as parameters: w,b"
    )
    command.set_defaults(command=run)
    return command


def _language(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", default="en", choices=LANGUAGES, help="en by default")


def _walk(options: argparse.Namespace) -> int:
    text, walk = _walked(options)
    indices = _steps(walk, "all" if options.step is None else str(options.step))
    if options.json:
        print(json.dumps(_as_data(text, walk, indices, options.lang), ensure_ascii=False, indent=1))
        return 0
    width = len(str(len(walk.steps) - 1))
    for k in indices:
        print(f"{k:>{width}}  {walk.steps[k].sentence(options.lang)}")
    if options.step is None:
        print()
        for name in walk.graph.inputs:
            shown = walk.graph.displayed[walk.graph.names[name]]
            output = walk.graph.displayed[walk.graph.output_node.index]
            print(f"∂{output}/∂{shown} = {format_value(walk.gradients[name])}")
    return 0


_OF_PICTURES = ("format", "scale")
_OF_A_FILE = ("title", "pace", "hold", "width", "caption", "worksheet", "beamer")


def _draw(options: argparse.Namespace) -> int:
    from .media.save import kind_of

    is_file = bool(kind_of(options.output)) and not Path(options.output).is_dir()
    other = "a folder of pictures" if is_file else "a file such as walk.gif or walk.pdf"
    for name in _OF_PICTURES if is_file else _OF_A_FILE:
        if getattr(options, name) is not None:
            option = "--no-caption" if name == "caption" else f"--{name}"
            raise _UsageError(f"{option} is for {other}, not for {options.output}")
    return _draw_file(options) if is_file else _draw_pictures(options)


def _draw_file(options: argparse.Namespace) -> int:
    _, walk = _walked(options)
    chosen = None if options.steps == "all" else _steps(walk, options.steps)
    try:
        path = walk.save(
            options.output,
            steps=chosen,
            theme=options.theme,
            lang=options.lang,
            watch=_progress,
            **{name: getattr(options, name) for name in _OF_A_FILE},
        )
    except ValueError as error:
        raise _UsageError(str(error)) from None
    print(path)
    return 0


def _draw_pictures(options: argparse.Namespace) -> int:
    from .draw.picture import write_whole
    from .media.script import Script
    from .media.stills import stills

    _, walk = _walked(options)
    kinds = _kinds(options.format or "svg")
    indices = _steps(walk, options.steps)
    theme = options.theme or "light"
    if options.scale is not None and not 0 < options.scale <= 20:
        raise _UsageError(f"--scale {options.scale}: it must be above 0 and at most 20")
    folder = Path(options.output)
    if folder.exists() and not folder.is_dir():
        raise _UsageError(f"{folder} is a file; name a folder")
    digits = max(2, len(str(len(walk.steps) - 1)))
    first = walk.picture(indices[0], theme=theme, lang=options.lang)
    if set(kinds) != {"dot"}:
        _ = first.svg  # fails, if it must, before anything is written
    last = walk.picture(theme=theme)  # has every character that any step draws
    if "png" in kinds:
        last.png()
    if "pdf" in kinds:
        last.pdf()
    folder.mkdir(parents=True, exist_ok=True)
    script = Script.of(walk, indices, theme, options.lang)
    pixels: Iterator[bytes] = iter(())
    if "png" in kinds:
        scale = first.usual_scale if options.scale is None else options.scale
        pixels = iter(stills(script, scale))
    for k in _progress(indices, len(kinds)):
        picture = walk.picture(k, theme=theme, lang=options.lang)
        for kind in kinds:
            path = folder / f"step-{k:0{digits}}.{kind}"
            if kind == "png":
                write_whole(path, next(pixels))
            else:
                picture.save(path)
    count = len(indices) * len(kinds)
    print(f"{count} picture{'s' * (count > 1)} in {folder}")
    return 0


def _html(options: argparse.Namespace) -> int:
    from .media.page import Chapter, Page
    from .media.script import title_of

    target = Path(options.output)
    if target.suffix.lower() not in (".html", ".htm"):
        raise _UsageError(f"{target.name}: a page ends in .html")
    words = [options.source, *options.inputs]
    marked = {canonical(name) for name in options.parameters.replace(",", " ").split()}
    several = "+" in words
    chapters = []
    while words:  # each chapter is a SOURCE and its inputs, up to a + that stands alone
        end = words.index("+") if "+" in words else len(words)
        (text, *pairs), words = words[:end] or [""], words[end + 1 :]
        text = _source(text)
        mine = marked.intersection(graph(text).inputs) if several else marked
        walk = graph(text, parameters=mine).walk(_inputs(pairs))
        chapters.append((" ".join(text.split()), walk))
    heading = options.title
    if heading is None:
        first = chapters[0][1]
        heading = say("page.title", options.lang) if several else title_of(first, options.lang)
    page = Page(
        [Chapter(walk, title, _steps(walk, options.steps)) for title, walk in chapters],
        heading,
        options.lang,
        options.theme,
        options.slides,
    )
    print(page.save(target))
    return 0


def _check(options: argparse.Namespace) -> int:
    _, walk = _walked(options)
    libraries = [name.strip() for name in options.against.split(",") if name.strip()]
    try:
        table = walk.check(against=libraries, lang=options.lang)
    except ValueError as error:
        raise _UsageError(str(error)) from None
    if options.json:
        print(json.dumps(_plain(table.as_data()), ensure_ascii=False, indent=1))
    else:
        print(table)
    return 0 if table.ok else 1


def _walked(options: argparse.Namespace) -> tuple[str, Walk]:
    text = _source(options.source)
    made: Graph = graph(text, parameters=options.parameters)
    return text, made.walk(_inputs(options.inputs))


def _source(source: str) -> str:
    try:
        if source == "-":
            if sys.stdin is None:
                raise _UsageError("there is no standard input to read the formula from")
            return sys.stdin.buffer.read().decode("utf-8-sig")
        if source.startswith("@"):
            return Path(source[1:]).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _UsageError(f"the formula is no UTF-8 text (byte {error.start})") from None
    return source


def _inputs(pairs: Sequence[str]) -> dict[str, Any]:
    inputs: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.rpartition("=")
        if not equals or not name.strip():
            raise _UsageError(f"{pair!r}: an input is given as NAME=VALUE, such as x=2")
        key = canonical(name)
        if key in inputs:
            raise InputError("inputs.twice", name=key)
        inputs[key] = _value(pair, text)
    return inputs


def _value(pair: str, text: str) -> Any:
    text = text.strip().replace("−", "-")
    try:
        if "null" in text:  # NumPy would take it for nan
            raise ValueError
        value = json.loads(text) if text.startswith("[") else float(text.replace("∞", "inf"))
        return np.asarray(value, dtype=np.float64)[()]
    except (ValueError, TypeError, RecursionError):
        raise _UsageError(
            f"{pair!r}: a number is needed, such as 2 or 1e-3, or a list [1,2]"
        ) from None


def _steps(walk: Walk, text: str) -> list[int]:
    last = len(walk.steps) - 1
    if text == "all":
        return list(range(last + 1))
    chosen = []
    for word in text.split(","):
        try:
            k = int(word)
        except ValueError:
            raise _UsageError(
                f"{word!r} is no step; give numbers from 0 to {last}, or all"
            ) from None
        if not -last - 1 <= k <= last:
            raise _UsageError(f"there is no step {k}; the steps are 0 to {last}")
        chosen.append(range(last + 1)[k])
    return chosen


def _kinds(text: str) -> list[str]:
    from .draw.picture import FORMATS

    kinds = [kind.strip().lower().removeprefix(".") for kind in text.split(",") if kind.strip()]
    unknown = [kind for kind in kinds if kind not in FORMATS]
    if unknown or not kinds:
        raise _UsageError(
            f"no format {', '.join(unknown) or text!r}; there are {', '.join(FORMATS)}"
        )
    return list(dict.fromkeys(kinds))


def _progress(indices: Sequence[int], kinds: int = 1) -> Iterator[int]:
    """The indices; at a terminal, with a bar as soon as they take more than a moment."""
    shown = False
    began = time.monotonic()
    try:
        for done, k in enumerate(indices):
            if sys.stderr.isatty() and (
                len(indices) * kinds >= 20 or time.monotonic() > began + PATIENCE
            ):
                shown = True
                filled = 30 * done // len(indices)
                bar = "█" * filled + "░" * (30 - filled)
                print(f"\r{bar} {done}/{len(indices)}", end="", file=sys.stderr, flush=True)
            yield k
    finally:
        if shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _as_data(text: str, walk: Walk, indices: Sequence[int], lang: str) -> dict[str, Any]:
    steps = []
    for k in indices:
        step = walk.steps[k]
        told = {field: getattr(step, field) for field in _FIELDS}
        steps.append({**told, "sentence": step.sentence(lang)})
    data = {
        "source": text,
        "inputs": dict(walk.inputs),
        "output": walk.output,
        "values": dict(walk.values),
        "gradients": dict(walk.gradients),
        "steps": steps,
    }
    plain: dict[str, Any] = _plain(data)
    return plain


def _plain(data: Any) -> Any:
    """Data for JSON: floats in full precision; nan and infinities, which it lacks, as text."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_plain(value) for value in data]
    if isinstance(data, np.ndarray):
        return _plain(data.tolist())
    if isinstance(data, float):
        number = float(data)
        return number if math.isfinite(number) else str(number)
    return data


def _told(error: Exception, lang: str | None) -> str:
    if isinstance(error, BackpropVizError):
        return error.say(lang)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}"
    return str(error)
