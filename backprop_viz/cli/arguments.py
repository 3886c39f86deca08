"""What a command is, the arguments of the command line, and its help in the chosen language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from ..words import ENGLISH, LANGUAGES, say

__all__ = ["ARTICLE", "Command", "Options", "Parser", "UsageError", "language_of", "parse"]

ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
"""The formula of the examples."""


Options = argparse.Namespace


class UsageError(Exception):
    """A command that cannot be carried out as it was given."""


@dataclass(frozen=True)
class Command:
    """One command: what it does, the options that it takes, and examples of its use.

    It returns its exit status. A command ``of_formula`` takes a formula and its inputs, too.
    """

    run: Callable[[Options], int]
    add_options: Callable[[Parser], None]
    examples: tuple[str, ...]
    of_formula: bool = True


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
    arguments: Sequence[str] | None, commands: Mapping[str, Command], version: str
) -> Options:
    """What the arguments say; ``command`` is the one of ``commands`` that was chosen.

    Raises ``UsageError``; leaves the program after ``--help`` and ``--version``.
    """
    parser = _parser(commands, version)
    options: Options
    options, unknown = parser.parse_known_args(arguments)
    is_input = options.command.of_formula and not any(word.startswith("-") for word in unknown)
    if unknown and is_input:
        options.inputs += unknown  # behind an option, where some versions do not look for them
    elif unknown:
        given = " ".join(unknown)
        raise UsageError(say("shell.unknown", given=given, program=parser.prog))
    return options


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        prefix = f"{say('shell.usage')} " if prefix is None else prefix
        super().add_usage(usage, actions, groups, prefix)


class Parser(argparse.ArgumentParser):
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


def _parser(commands: Mapping[str, Command], version: str) -> Parser:
    parser = Parser(
        prog="backprop-viz",
        description=say("shell.about"),
        epilog=_examples(*commands.values()),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"{parser.prog} {version}",
        help=say("shell.version"),
    )
    below = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, command in commands.items():
        what = say(f"shell.{name}")
        described = f"{what[0].upper()}{what[1:]}{say('shell.end')}"
        own = below.add_parser(name, help=what, description=described, epilog=_examples(command))
        if command.of_formula:
            _add_formula(own)
        command.add_options(own)
        own.set_defaults(command=command)
    return parser


def _add_formula(parser: Parser) -> None:
    parser.add_argument("source", metavar="SOURCE", help=say("shell.source"))
    parser.add_argument(
        "inputs", metavar="NAME=VALUE", nargs="*", default=[], help=say("shell.inputs")
    )
    parser.add_argument("--parameters", default="", metavar="NAMES", help=say("shell.parameters"))
    parser.add_argument(
        "--like", action="append", default=[], metavar="NAME=VALUE", help=say("shell.like")
    )
    parser.add_argument("--opaque", action="store_true", help=say("shell.opaque"))
    parser.add_argument("--opened", metavar="NAMES", help=say("shell.opened"))
    parser.add_argument("--digits", type=int, metavar="N", help=say("shell.digits"))


def _examples(*commands: Command) -> str:
    lines = [f"  {line}" for command in commands for line in command.examples]
    sources = ["", say("shell.sources")] if any(c.of_formula for c in commands) else []
    return "\n".join([say("shell.examples"), *lines, *sources])
