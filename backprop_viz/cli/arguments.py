"""The arguments of the command line, and its help in the chosen language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from ..theme import THEMES
from ..words import ENGLISH, LANGUAGES, say

__all__ = ["EXAMPLES", "UsageError", "language_of", "parse"]

_ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
EXAMPLES = {
    "walk": (
        f"""backprop-viz walk "{_ARTICLE}" x=2 w=3 b=1 "y'=5\"""",
        'backprop-viz walk "sigmoid(w*x + b)" x=1 w=2 b=-1 --step 7 --lang ja',
        'backprop-viz walk "x*x" x=3 --json',
        'echo "maximum(a, b)**2" | backprop-viz walk - a=1 b=2',
    ),
    "draw": (
        f'backprop-viz draw "{_ARTICLE}" x=2 w=3 b=1 y_=5 --parameters "w b" -o slides',
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


class UsageError(Exception):
    """A command that cannot be carried out as it was given."""


def language_of(arguments: Sequence[str]) -> str:
    """The language that is chosen (last), wherever the option stands; English by default."""
    found = ENGLISH
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if word == "--":
            break
        name, _, joined = word.partition("=")
        if name == "--lang" and (joined or following) in LANGUAGES:
            found = joined or following
    return found


def parse(
    arguments: Sequence[str] | None, commands: dict[str, Callable[..., int]], version: str
) -> argparse.Namespace:
    """What the arguments say; ``command`` is the function among ``commands`` to be called with it.

    Raises ``UsageError``; leaves the program after ``--help`` and ``--version``.
    """
    parser = _parser(commands, version)
    options: argparse.Namespace
    options, unknown = parser.parse_known_args(arguments)
    if unknown and not any(word.startswith("-") for word in unknown):
        options.inputs += unknown  # behind an option, where some versions do not look for them
    elif unknown:
        given = " ".join(unknown)
        raise UsageError(say("shell.unknown", given=given, program=parser.prog))
    return options


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        prefix = f"{say('shell.usage')} " if prefix is None else prefix
        super().add_usage(usage, actions, groups, prefix)


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in the words of the catalogue.

    A formula such as ``-x**2`` is no option: only what looks like a known one is.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
            **options,
        )
        self._negative_number_matcher = re.compile(r"-[^-]")
        self._positionals.title = say("shell.arguments")
        self._optionals.title = say("shell.options")
        self.add_argument("-h", "--help", action="help", help=say("shell.help"))
        self.add_argument(
            "--lang", default=argparse.SUPPRESS, choices=LANGUAGES, help=say("shell.lang")
        )

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        try:
            return super().parse_known_args(args, namespace)
        except argparse.ArgumentError as error:
            if error.argument_name:
                raise UsageError(say("shell.takes_none", option=error.argument_name)) from None
            missing = error.message.rpartition(": ")[2]
            raise UsageError(say("shell.missing", missing=missing, program=self.prog)) from None

    def error(self, message: str) -> NoReturn:  # of what is missing, in some versions of Python
        raise argparse.ArgumentError(None, message)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write the help or the version; argparse itself would not fail if that is impossible."""
        if message:
            (file or sys.stderr).write(message)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = ", ".join(map(str, action.choices))
            raise UsageError(say("shell.choice", option=_name(action), given=value, known=known))

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        try:
            return super()._get_value(action, arg_string)
        except argparse.ArgumentError:
            told = say("shell.value", option=_name(action), given=arg_string)
            raise UsageError(told) from None

    def _match_argument(self, action: argparse.Action, arg_strings_pattern: str) -> int:
        try:
            return super()._match_argument(action, arg_strings_pattern)
        except argparse.ArgumentError:
            raise UsageError(say("shell.needs_value", option=_name(action))) from None


def _name(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or str(action.metavar)


def _parser(commands: dict[str, Callable[..., int]], version: str) -> _Parser:
    parser = _Parser(
        prog="backprop-viz", description=say("shell.about"), epilog=_examples(*EXAMPLES)
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"{parser.prog} {version}",
        help=say("shell.version"),
    )
    below = parser.add_subparsers(metavar="COMMAND", required=True)
    describe = {"walk": _walk, "draw": _draw, "html": _html, "check": _check}
    for name, run in commands.items():
        what = say(f"shell.{name}")
        described = f"{what[0].upper()}{what[1:]}{say('shell.end')}"
        command = below.add_parser(name, help=what, description=described, epilog=_examples(name))
        command.add_argument("source", metavar="SOURCE", help=say("shell.source"))
        command.add_argument(
            "inputs", metavar="NAME=VALUE", nargs="*", default=[], help=say("shell.inputs")
        )
        command.add_argument(
            "--parameters", default="", metavar="NAMES", help=say("shell.parameters")
        )
        describe[name](command)
        command.set_defaults(command=run)
    return parser


def _examples(*commands: str) -> str:
    lines = [f"  {line}" for command in commands for line in EXAMPLES[command]]
    return "\n".join([say("shell.examples"), *lines, "", say("shell.sources")])


def _walk(command: _Parser) -> None:
    command.add_argument("--step", type=int, metavar="K", help=say("shell.step"))
    command.add_argument("--json", action="store_true", help=say("shell.walk_json"))


def _draw(command: _Parser) -> None:
    command.add_argument("-o", "--output", required=True, metavar="PATH", help=say("shell.output"))
    command.add_argument("--steps", default="all", help=say("shell.steps"))
    command.add_argument("--theme", choices=THEMES, help=say("shell.theme"))
    pictures = command.add_argument_group(say("shell.pictures"))
    pictures.add_argument("--format", help=say("shell.format"))
    pictures.add_argument("--scale", type=float, help=say("shell.scale"))
    file = command.add_argument_group(say("shell.file"))
    file.add_argument("--title", help=say("shell.title"))
    file.add_argument("--pace", type=float, metavar="SECONDS", help=say("shell.pace"))
    file.add_argument("--hold", type=float, metavar="SECONDS", help=say("shell.hold"))
    file.add_argument("--width", type=int, metavar="PIXELS", help=say("shell.width"))
    file.add_argument(
        "--no-caption",
        action="store_const",
        const=False,
        dest="caption",
        help=say("shell.no_caption"),
    )
    for name in ("worksheet", "beamer"):
        file.add_argument(f"--{name}", action="store_const", const=True, help=say(f"shell.{name}"))


def _html(command: _Parser) -> None:
    command.add_argument("-o", "--output", required=True, metavar="FILE", help=say("shell.page"))
    command.add_argument("--steps", default="all", help=say("shell.steps"))
    command.add_argument("--title", help=say("shell.page_title"))
    command.add_argument("--theme", choices=THEMES, help=say("shell.page_theme"))
    command.add_argument("--slides", action="store_true", help=say("shell.slides"))


def _check(command: _Parser) -> None:
    command.add_argument("--against", default="", metavar="LIBRARY", help=say("shell.against"))
    command.add_argument("--json", action="store_true", help=say("shell.check_json"))
