"""The nodes of a graph with blocks, of which there may be many, as lists that a page reads fast.

What follows from them, such as the edges, the browser finds itself. They are told in runs, one
after the other, in which all names begin alike, as they do in a block. How it goes on there, and
how far before it the operands of each node are, is the form of a run: that of alike ones is one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby
from typing import Any

__all__ = ["in_lists"]

_FOLLOWING = ("nodes", "operations", "reaches_output", "edges", "uses")
_CALLED = {"name": ".", "shown": ".", "latex": "{.}"}  # and what stands between a name's parts


def in_lists(program: Mapping[str, Any]) -> dict[str, Any]:
    """A program whose nodes, and all that is told of them, are ``lists``."""
    nodes, reaches = program["nodes"], program["reaches_output"]
    forms: dict[str, int] = {}
    runs: list[list[Any]] = []
    begun = [[_first(node[key], sign) for key, sign in _CALLED.items()] for node in nodes]
    for first, places in groupby(range(len(nodes)), begun.__getitem__):
        form = json.dumps(_form(nodes, [*places]), ensure_ascii=False)
        runs.append([*first, forms.setdefault(form, len(forms))])
    ports = {n: node for n, node in enumerate(nodes) if "port" in node}
    lists = {
        "runs": runs,
        "forms": [*map(json.loads, forms)],
        "values": {n: node["value"] for n, node in enumerate(nodes) if node["value"] is not None},
        "ports": {n: [*node["port"], *node["operands"]] for n, node in ports.items()},
        "astray": [n for n, node_reaches in enumerate(reaches) if not node_reaches],
    }
    return {k: v for k, v in program.items() if k not in _FOLLOWING} | {"lists": lists}


def _form(nodes: list[dict[str, Any]], places: list[int]) -> list[list[Any]]:
    """Of some nodes how their names go on, their rows and their operands, but those of ports.

    0 is what they are called by as a rule: what is shown is the name, and in LaTeX, too.
    """
    here = [nodes[n] for n in places]
    names = [
        [node[key].removeprefix(_first(node[key], sign)) for node in here]
        for key, sign in _CALLED.items()
    ]
    usual = [[0 if a == b else a for a, b in zip(one, names[0], strict=True)] for one in names[1:]]
    back = [[n - i for i in node["operands"]] for n, node in zip(places, here, strict=True)]
    operands = [0 if "port" in node else one for node, one in zip(here, back, strict=True)]
    return [names[0], *usual, [node["row"] for node in here], operands]


def _first(name: str, sign: str) -> str:
    """What stands before a name's own part, with the sign between them."""
    first, found, _ = name.rpartition(sign)
    return first + found
