"""What a command is given: a formula, its inputs, and which steps."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..api import Graph, Walk, graph
from ..errors import InputError, ParseError
from ..given.nice import nice
from ..read.entry import read_value
from ..spell.names import canonical
from ..words import say
from ..writing import path_of
from .arguments import Options, Parser, UsageError

if TYPE_CHECKING:
    from ..practice.task import Task

__all__ = [
    "OF_A_TASK",
    "add_task",
    "in_digits",
    "inputs_of",
    "made_of",
    "steps_of",
    "task_given",
    "text_of",
    "walked",
]

MOST_BYTES = 10_000_000  # of a formula: more than is read, so that it is told to be too long

OF_A_TASK = ("level", "seed", "judged")


def walked(options: Options) -> tuple[str, Walk]:
    """The text of the formula, and its walk at the inputs.

    With a seed what is not given is drawn, and the text may be a kind of exercise.
    """
    text, made = made_of(options.source, options)
    made = graph(made, parameters=options.parameters) if options.parameters else made
    return text, in_digits(made.walk(_inputs(made, options)), options)


def _inputs(made: Graph, options: Options) -> dict[str, Any]:
    """The inputs that are given and, with a seed, the others, drawn."""
    given = inputs_of(options.inputs)
    if getattr(options, "seed", None) is None:
        return given
    from ..practice.numbers import drawn

    return drawn(made, given, options.seed)


def add_task(parser: Parser) -> None:
    """The options of a task."""
    parser.add_argument("--level", type=int, metavar="N", help=say("shell.level"))
    parser.add_argument("--seed", type=int, metavar="N", help=say("shell.seed"))
    parser.add_argument("--judged", choices=("steps", "end"), help=say("shell.judged"))


def task_given(options: Options) -> tuple[str, Task]:
    """The text of the formula, or a kind of exercise, and the task of walking through it."""
    from ..blocks.view import seen
    from ..practice.task import made_task

    options.seed = 1 if options.seed is None else options.seed
    text, made = made_of(options.source, options)
    made = graph(made, parameters=options.parameters) if options.parameters else made
    made = seen(made, options.opened)
    given = inputs_of(options.inputs)
    chosen = {name: getattr(options, name) for name in OF_A_TASK}
    told = {name: value for name, value in chosen.items() if value is not None}
    task = made_task(made, given, **told)
    if options.digits is not None:
        task = replace(task, walk=task.walk.with_digits(options.digits))
    return text, task


def made_of(source: str, options: Options) -> tuple[str, Graph]:
    """The text of a source, and its graph; ``model.py:loss`` names a function of a program.

    With a seed the text may be a kind of exercise.
    """
    from .program import in_program

    made = in_program(source, options.like, inputs_of(options.like), opaque=options.opaque)
    if made is not None:
        return source, made
    text = text_of(source)
    if getattr(options, "seed", None) is not None:
        from ..practice.kinds import KINDS, exercise

        if text in KINDS:
            return text, exercise(text, options.seed)
    return text, graph(text)


def in_digits(walk: Walk, options: Options) -> Walk:
    """The walk as it is asked for: in these digits, with these blocks open."""
    from ..blocks.view import seen

    walk = walk.with_graph(seen(walk.graph, options.opened))
    return walk if options.digits is None else walk.with_digits(options.digits)


def text_of(source: str) -> str:
    """The text of a formula: what is given, a file's behind ``@``, standard input's for ``-``."""
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


def inputs_of(pairs: Sequence[str]) -> dict[str, Any]:
    """The inputs that are given as NAME=VALUE."""
    inputs: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.rpartition("=")
        if not equals or not name.strip():
            raise UsageError(say("shell.pair", pair=repr(pair)))
        key = canonical(name)
        if key in inputs:
            raise InputError("inputs.twice", name=key)
        inputs[key] = _value(pair, text, seed=len(inputs) + 1)
    return inputs


_SHAPE = re.compile(r"\s*~\s*(\d+(?:\s*[x×]\s*\d+)*)\s*")


def _value(pair: str, text: str, seed: int) -> Any:
    """A value as it is typed; ``~3x2`` are nice numbers of that shape."""
    if shape := _SHAPE.fullmatch(text):
        return nice(*map(int, re.split("[x×]", shape[1])), seed=seed)
    try:
        return read_value(text)
    except ParseError as error:
        reason = error.message
        raise UsageError(say("shell.number", pair=repr(pair), reason=reason)) from None


def steps_of(walk: Walk, text: str) -> list[int]:
    """The steps in a list such as ``0,5,-1``, or all."""
    last = len(walk.steps) - 1
    if text == "all":
        return list(range(last + 1))
    chosen = []
    for word in text.split(","):
        try:
            chosen.append(walk.steps.number(int(word)))
        except ValueError:
            raise UsageError(say("shell.no_step", given=repr(word), last=last)) from None
        except IndexError as error:
            raise UsageError(str(error)) from None
    return chosen
