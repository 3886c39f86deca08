"""Which blocks of a graph are open, and so which steps there are to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fnmatch import fnmatchcase
from typing import TypeVar

from ..core.graph import Graph
from ..errors import GraphError
from ..given.inputs import listed
from ..parts import Block, Stop, View, all_blocks
from ..spell.names import canonical
from ..words import quoted
from .owned import owned_ports

__all__ = [
    "Names",
    "entrances",
    "gone_through",
    "names_in",
    "seen",
    "told_names",
    "with_address",
    "with_closed",
    "with_names",
    "with_opened",
]

G = TypeVar("G", bound=Graph)

Names = str | Iterable[str] | None
"""Names of blocks, in a list or in one text; None for those that are open already."""


def gone_through(graph: Graph) -> frozenset[int]:
    """The operations at which nobody stops who opens an entry: those without a name, and in closed
    blocks all but the ports by which something enters."""
    found = set(graph.unnamed)
    for block in () if graph.view is None else graph.view.closed:
        inside = graph.operations[block.operations.start : block.operations.stop]
        found |= {node.index for node in inside} - block.ports - {*block.outputs}
    return frozenset(found)


def entrances(graph: Graph) -> frozenset[int]:
    """The ports by which something enters a block."""
    return frozenset().union(*(block.ports for block in all_blocks(graph.blocks)))


def seen(graph: G, opened: Names) -> G:
    """The graph with the blocks open that are named, in a list or in one text; of none, as it is.

    In a text there are commas or spaces between them; commas where a name has spaces.
    """
    if isinstance(opened, str):
        known = {block.name for block in all_blocks(graph.blocks)}
        whole = opened.strip()
        parts = [whole] if whole in known else [name.strip() for name in opened.split(",")]
        opened = parts if known.issuperset(parts) else opened
    names = listed(opened or ())
    return with_opened(graph, names) if names else graph


def with_opened(graph: G, names: Sequence[str]) -> G:
    """The graph with the blocks of these names open, and what is around them; all without names."""
    found = {block.name for block in _chosen(graph, names)}
    around = {block.name for block in all_blocks(graph.blocks) if _is_around(block, found)}
    return _seen(graph, frozenset(found | around | _open(graph)))


def _is_around(block: Block, names: Collection[str]) -> bool:
    return any(part.name in names for part in all_blocks(block.parts))


def with_closed(graph: G, names: Sequence[str]) -> G:
    """The graph with the blocks of these names closed; all without names."""
    return _seen(graph, _open(graph) - {block.name for block in _chosen(graph, names)})


def with_names(graph: G, names: Iterable[str]) -> G:
    """The graph with just the blocks of these names open, those of them that it has."""
    known = {block.name for block in all_blocks(graph.blocks)}
    return _seen(graph, frozenset(known & {*names}))


def told_names(graph: Graph) -> str:
    """The names of the open blocks with commas between them; a comma in a name is told apart."""
    names = (block.name for block in all_blocks(graph.blocks) if block.name in _open(graph))
    return ",".join(name.replace("%", "%25").replace(",", "%2C") for name in names)


def names_in(told: str) -> list[str]:
    """The names that are told so."""
    return [name.replace("%2C", ",").replace("%25", "%") for name in told.split(",")]


def with_address(graph: G, names: Iterable[str]) -> G:
    """The graph with just those of these blocks open that it has, and what is around them."""
    blocks, asked = [*all_blocks(graph.blocks)], {*names}
    found = {block.name for block in blocks} & asked
    return with_names(graph, found | {block.name for block in blocks if _is_around(block, found)})


def _open(graph: Graph) -> frozenset[str]:
    return frozenset() if graph.view is None else graph.view.names


def _seen(graph: G, names: frozenset[str]) -> G:
    return graph.with_fields(view=_view_of(graph, names)) if graph.blocks else graph


def _chosen(graph: Graph, patterns: Sequence[str]) -> list[Block]:
    """The blocks of those names, in which ``*`` and ``?`` stand for what Unix' shells let them.

    Without a pattern, and of ``*``, all. Raises ``GraphError`` for one that no block has.
    """
    known = [*all_blocks(graph.blocks)]
    if not patterns:
        return known
    found: dict[Block, None] = {}
    for pattern in patterns:
        if not isinstance(pattern, str):
            raise GraphError("names.kind", kind=type(pattern).__name__)
        here = [block for block in known if _is_called(block.name, pattern)]
        if not here and pattern != "*":
            names = ", ".join(quoted(block.name) for block in known)
            key = "source.no_block" if known else "source.no_blocks"
            raise GraphError(key, name=pattern, names=names)
        found |= dict.fromkeys(here)
    return [*found]


def _is_called(name: str, pattern: str) -> bool:
    if pattern in ("*", name):
        return True
    parts, wanted = name.split("."), canonical(pattern).replace("[", "[[]").split(".")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


def _view_of(graph: Graph, names: frozenset[str]) -> View:
    """The graph with the blocks of these ``names`` open, and all else closed."""
    closed, opened = [], []
    waiting = [*reversed(graph.blocks)]
    while waiting:
        block = waiting.pop()
        if block.name in names:
            opened.append(block)
            waiting += reversed(block.parts)
        else:
            closed.append(block)
    return View(
        names,
        tuple(closed),
        tuple(opened),
        tuple(_forward(graph, closed, opened)),
        tuple(_backward(graph, closed, opened)),
    )


def _forward(graph: Graph, closed: Sequence[Block], opened: Sequence[Block]) -> list[Stop]:
    """The steps forward: what goes in comes with the next of them, what comes out with the last."""
    shut = {block.operations.start: block for block in closed}
    entries = {index for block in opened for index in block.ports}
    exits = {index: block for block in opened for index in block.outputs}
    stops: list[Stop] = []
    place, count = 0, len(graph.operations)
    while place < count:
        block, index = shut.get(place), graph.operations[place].index
        if block is not None:
            place = block.operations.stop - 1
            stops.append(Stop(place, place, block))
        elif index in exits and stops and stops[-1].at >= exits[index].operations.start:
            stops[-1] = stops[-1]._replace(last=place)
        elif index not in entries:
            stops.append(Stop(place, place))
        place += 1
    return _to_the_end(stops, count)


def _backward(graph: Graph, closed: Sequence[Block], opened: Sequence[Block]) -> list[Stop]:
    """The steps backward: what comes in at an output comes with the next of them, and so does what
    goes on from an open block to a parameter that it owns, which stands in it."""
    ports = {index: block for block in closed for index in block.ports}
    hidden = {
        node.index
        for b in closed
        for node in graph.operations[b.operations.start : b.operations.stop]
    }
    hidden |= {index for block in opened for index in block.outputs}
    hidden |= owned_ports(graph, opened).keys()
    stops = [
        Stop(place, place, ports.get(edge.node))
        for place, edge in enumerate(graph.backward_edges)
        if edge.node in ports or edge.node not in hidden
    ]
    return _to_the_end(stops, len(graph.backward_edges))


def _to_the_end(stops: list[Stop], count: int) -> list[Stop]:
    """With the last step all has happened."""
    if stops and stops[-1].last < count - 1:
        stops[-1] = stops[-1]._replace(last=count - 1)
    return stops
