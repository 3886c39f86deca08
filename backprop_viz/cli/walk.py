"""``backprop-viz walk``: the steps of a walk in words, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..api import Walk
from ..words import say
from .arguments import ARTICLE, Command, Options, Parser
from .data import as_json
from .given import steps_of, walked

__all__ = ["WALK"]

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


def _add_options(parser: Parser) -> None:
    parser.add_argument("--step", type=int, metavar="K", help=say("shell.step"))
    parser.add_argument("--json", action="store_true", help=say("shell.walk_json"))


def _run(options: Options) -> int:
    text, walk = walked(options)
    indices = steps_of(walk, "all" if options.step is None else str(options.step))
    if options.json:
        print(as_json(_as_data(text, walk, indices)))
        return 0
    width = len(str(len(walk.steps) - 1))
    for k in indices:
        print(f"{k:>{width}}  {walk.steps[k].sentence()}")
    if options.step is None:
        print()
        for name in walk.graph.inputs:
            shown = walk.graph.displayed[walk.graph.names[name]]
            output = walk.graph.displayed[walk.graph.output_node.index]
            print(f"∂{output}/∂{shown} = {walk.written(walk.gradients[name])}")
    return 0


def _as_data(text: str, walk: Walk, indices: Sequence[int]) -> dict[str, Any]:
    steps = []
    for k in indices:
        step = walk.steps[k]
        told = {field: getattr(step, field) for field in _FIELDS}
        steps.append({**told, "sentence": step.sentence()})
    return {
        "source": text,
        "inputs": dict(walk.inputs),
        "output": walk.output,
        "values": dict(walk.values),
        "gradients": dict(walk.gradients),
        "steps": steps,
    }


WALK = Command(
    _run,
    _add_options,
    (
        f"""backprop-viz walk "{ARTICLE}" x=2 w=3 b=1 "y'=5\"""",
        'backprop-viz walk "sigmoid(w*x + b)" x=1 w=2 b=-1 --step 7 --lang ja',
        'backprop-viz walk "x*x" x=3 --json',
        'echo "maximum(a, b)**2" | backprop-viz walk - a=1 b=2',
    ),
)
