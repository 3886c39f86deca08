"""The nodes of a graph with blocks, of which there may be many, as lists that a page reads fast.

What follows from them, such as the edges, the browser finds itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["in_lists"]

_FOLLOWING = ("nodes", "operations", "reaches_output", "edges", "uses")


def in_lists(program: Mapping[str, Any]) -> dict[str, Any]:
    """A program whose nodes, and all that is told of them, are ``lists``."""
    nodes, reaches = program["nodes"], program["reaches_output"]
    lists = {
        "name": [node["name"] for node in nodes],
        "shown": [0 if node["shown"] == node["name"] else node["shown"] for node in nodes],
        "latex": [0 if node["latex"] == node["name"] else node["latex"] for node in nodes],
        "row": [node["row"] for node in nodes],
        "operands": [node["operands"] for node in nodes],
        "values": {n: node["value"] for n, node in enumerate(nodes) if node["value"] is not None},
        "ports": {n: node["port"] for n, node in enumerate(nodes) if "port" in node},
        "astray": [n for n, node_reaches in enumerate(reaches) if not node_reaches],
    }
    return {k: v for k, v in program.items() if k not in _FOLLOWING} | {"lists": lists}
