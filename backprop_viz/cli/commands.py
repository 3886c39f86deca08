"""The command line: ``backprop-viz walk``, ``draw``, ``html`` and ``check``."""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import numpy as np

from .. import __version__, interrupt
from ..api import Graph, Walk, graph
from ..errors import BackpropVizError, InputError, ParseError
from ..progress import progress
from ..read.entry import read_value
from ..spell.names import canonical
from ..spell.numbers import format_value, is_between
from ..words import language, one_line, say, shortened, speaking
from ..writing import drafted, path_of, reason
from .arguments import UsageError, language_of, parse

__all__ = ["main", "run"]

PATIENCE = 0.5  # seconds until a progress bar shows
MOST_BYTES = 10_000_000  # of a formula: more than is read, so that it is told to be too long

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status.

    That is 0, 1 (``check``: witnesses differ), 2 (the command cannot be carried out), 130
    (interrupted) or 141 (the reader of the output has left).
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    with _streams(), speaking(language_of(arguments)):
        return _main(arguments)


def _main(arguments: Sequence[str]) -> int:
    try:
        try:
            interrupt.heard()
            options = parse(arguments, COMMANDS, __version__)
            status: int = options.command(options)
            return status
        finally:  # behind --help, too: what cannot be written must fail here, not at exit
            sys.stdout.flush()
    except KeyboardInterrupt as error:  # it brings words where something is half done
        _complain(str(error) or say("usage.interrupted"))
        return 130
    except MemoryError:
        _complain(say("shell.memory"))
        return 2
    except OSError as error:
        if not error.filename:  # of the output
            _drop_stdout()
            if isinstance(error, BrokenPipeError):  # its reader, such as `head`, has seen enough
                return 141
        _complain(_told(error))
        return 2
    except (BackpropVizError, UsageError) as error:
        _complain(str(error))
        return 2
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of a library in Rust is no Exception
        if sys.flags.dev_mode:
            raise
        what = f"{type(error).__name__}: {error}"
        _complain(say("shell.unforeseen", what=shortened(one_line(what))))
        return 1


def run() -> NoReturn:
    """The command as a process of its own: :func:`main`, and a quick end.

    Python would take apart every module of NumPy first, as long as ten pictures take.
    """
    with contextlib.suppress(OSError):  # no file that is opened later may stand for a stream
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(number)
    for name in ("SIGTERM", "SIGHUP"):
        ends = getattr(signal, name, None)
        if ends is not None and signal.getsignal(ends) is signal.SIG_DFL:
            signal.signal(ends, _leave)
    try:
        status = main()
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 0
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


def _leave(number: int, _: object) -> NoReturn:
    """End by a signal, but first take away the drafts of files."""
    sys.exit(128 + number)


@contextlib.contextmanager
def _streams() -> Iterator[None]:
    """Standard output and error that speak UTF-8; where one is closed, one that says nothing."""
    closed = [name for name in ("stdout", "stderr") if getattr(sys, name) is None]
    with contextlib.ExitStack() as stack:
        for name in closed:
            setattr(sys, name, stack.enter_context(open(os.devnull, "w")))
            stack.callback(setattr, sys, name, None)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        yield


def _complain(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        print(f"backprop-viz: {text}", file=sys.stderr, flush=True)


def _drop_stdout() -> None:
    """Discard unwritten output, so that Python does not fail on it at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _walk(options: argparse.Namespace) -> int:
    text, walk = _walked(options)
    indices = _steps(walk, "all" if options.step is None else str(options.step))
    if options.json:
        print(json.dumps(_as_data(text, walk, indices), ensure_ascii=False, indent=1))
        return 0
    width = len(str(len(walk.steps) - 1))
    for k in indices:
        print(f"{k:>{width}}  {walk.steps[k].sentence()}")
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
    from ..media.save import endings, kind_of

    target = path_of(options.output)
    is_file = bool(kind_of(target)) and not target.is_dir()
    if not is_file and re.fullmatch(r"\.[A-Za-z]\w{1,4}", target.suffix) and not target.is_dir():
        raise UsageError(say("usage.walk_ending", name=target.name, known=", ".join(endings())))
    for name in _OF_PICTURES if is_file else _OF_A_FILE:
        if getattr(options, name) is not None:
            option = "--no-caption" if name == "caption" else f"--{name}"
            key = "shell.for_pictures" if is_file else "shell.for_files"
            raise UsageError(say(key, option=option, output=options.output))
    return _draw_file(options) if is_file else _draw_pictures(options)


def _draw_file(options: argparse.Namespace) -> int:
    _, walk = _walked(options)
    chosen = None if options.steps == "all" else _steps(walk, options.steps)
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


def _draw_pictures(options: argparse.Namespace) -> int:
    from ..draw.raster import SCALES
    from ..media.script import Script
    from ..media.stills import stills

    _, walk = _walked(options)
    kinds = _kinds(options.format or "svg")
    indices = _steps(walk, options.steps)
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


def _html(options: argparse.Namespace) -> int:
    from ..media.page import Chapter, Page
    from ..media.script import title_of

    target = path_of(options.output)
    if target.suffix.lower() not in (".html", ".htm"):
        raise UsageError(say("shell.page_ending", name=target.name))
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
        heading = say("page.title") if several else title_of(first, language())
    page = Page(
        [Chapter(walk, title, _steps(walk, options.steps)) for title, walk in chapters],
        heading,
        language(),
        options.theme,
        options.slides,
    )
    print(page.save(target))
    return 0


def _check(options: argparse.Namespace) -> int:
    _, walk = _walked(options)
    libraries = [name.strip() for name in options.against.split(",") if name.strip()]
    table = walk.check(against=libraries)
    if options.json:
        print(json.dumps(_plain(table.as_data()), ensure_ascii=False, indent=1))
    else:
        print(table)
    return 0 if table.ok else 1


COMMANDS = {"walk": _walk, "draw": _draw, "html": _html, "check": _check}


def _walked(options: argparse.Namespace) -> tuple[str, Walk]:
    text = _source(options.source)
    made: Graph = graph(text, parameters=options.parameters)
    return text, made.walk(_inputs(options.inputs))


def _source(source: str) -> str:
    try:
        if source == "-":
            if sys.stdin is None:
                raise UsageError(say("shell.no_input"))
            return _decoded(sys.stdin.buffer.read(MOST_BYTES))
        if source.startswith("@"):
            with path_of(source[1:]).open("rb") as file:
                return _decoded(file.read(MOST_BYTES))
    except UnicodeDecodeError as error:
        raise UsageError(say("shell.no_text", byte=error.start)) from None
    return source


def _decoded(text: bytes) -> str:
    is_cut = len(text) == MOST_BYTES  # perhaps in the middle of a character
    return text.decode("utf-8-sig", "ignore" if is_cut else "strict")


def _inputs(pairs: Sequence[str]) -> dict[str, Any]:
    inputs: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.rpartition("=")
        if not equals or not name.strip():
            raise UsageError(say("shell.pair", pair=repr(pair)))
        key = canonical(name)
        if key in inputs:
            raise InputError("inputs.twice", name=key)
        inputs[key] = _value(pair, text)
    return inputs


def _value(pair: str, text: str) -> Any:
    try:
        return read_value(text)
    except ParseError as error:
        reason = error.message
        raise UsageError(say("shell.number", pair=repr(pair), reason=reason)) from None


def _steps(walk: Walk, text: str) -> list[int]:
    last = len(walk.steps) - 1
    if text == "all":
        return list(range(last + 1))
    chosen = []
    for word in text.split(","):
        try:
            chosen.append(walk.steps.place(int(word)))
        except ValueError:
            raise UsageError(say("shell.no_step", given=repr(word), last=last)) from None
        except IndexError as error:
            raise UsageError(str(error)) from None
    return chosen


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


def _as_data(text: str, walk: Walk, indices: Sequence[int]) -> dict[str, Any]:
    steps = []
    for k in indices:
        step = walk.steps[k]
        told = {field: getattr(step, field) for field in _FIELDS}
        steps.append({**told, "sentence": step.sentence()})
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


def _told(error: OSError) -> str:
    where = f"{shortened(os.fsdecode(error.filename))}: " if error.filename else ""
    return f"{where}{reason(error)}"
