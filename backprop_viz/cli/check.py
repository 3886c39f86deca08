"""``backprop-viz check``: every gradient beside what other ways to it give."""

from __future__ import annotations

from ..words import say
from .arguments import Command, Options, Parser
from .data import as_json
from .given import walked

__all__ = ["CHECK"]


def _add_options(parser: Parser) -> None:
    parser.add_argument("--against", default="", metavar="LIBRARY", help=say("shell.against"))
    parser.add_argument("--json", action="store_true", help=say("shell.check_json"))


def _run(options: Options) -> int:
    _, walk = walked(options)
    libraries = [name.strip() for name in options.against.split(",") if name.strip()]
    table = walk.check(against=libraries)
    if options.json:
        print(as_json(table.as_data()))
    else:
        print(table)
    return 0 if table.ok else 1


CHECK = Command(
    _run,
    _add_options,
    (
        'backprop-viz check "exp(-x**2)*sin(y)" x=0.3 y=2',
        'backprop-viz check "relu(w*x)" "x=[1,2,3]" w=0.5 --json',
    ),
)
