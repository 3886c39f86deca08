"""``backprop-viz grade``: the attempts of a class, judged anew from their seeds."""

from __future__ import annotations

from ..words import say
from ..writing import path_of
from .arguments import Command, Options, Parser

__all__ = ["GRADE"]


def _add_options(parser: Parser) -> None:
    parser.add_argument("folder", metavar="DIR", help=say("shell.attempts"))
    parser.add_argument("--key", required=True, metavar="FILE", help=say("shell.key"))
    parser.add_argument("--csv", action="store_true", help=say("shell.csv"))


def _run(options: Options) -> int:
    from ..grading.grade import grade  # no other command needs the rooms below it

    grades = grade(path_of(options.folder), path_of(options.key))
    print(grades.csv() if options.csv else grades, end="" if options.csv else "\n")
    return 0


GRADE = Command(
    _run,
    _add_options,
    (
        "backprop-viz grade attempts --key exercise.json",
        "backprop-viz grade attempts --key exercise.json --csv > grades.csv",
    ),
    of_formula=False,
)
