"""Which of a plan's things stand one after the other: a rank for each, from the left."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

__all__ = ["ranks", "spine"]


class _Link(Protocol):
    @property
    def tail(self) -> str: ...
    @property
    def head(self) -> str: ...


def ranks(links: Sequence[_Link], held: Collection[str] = ()) -> dict[str, int]:
    """The rank of everything that ``links`` connect, as Graphviz finds it or nearly so.

    All is as far to the left as it can be, but what nothing holds there: an input, and what only
    inputs of its own and trunks lead to, stands right before what needs it, unless it is ``held``.
    """
    tails: dict[str, list[str]] = {}
    heads: dict[str, list[str]] = {}
    for link in links:
        tails.setdefault(link.head, []).append(link.tail)
        heads.setdefault(link.tail, []).append(link.head)
    order = _in_order(tails, heads)
    rank: dict[str, int] = {}
    for name in order:
        rank[name] = max((rank[tail] for tail in tails.get(name, ())), default=-1) + 1
    latest = dict(rank)
    for name in reversed(order):
        if name in heads:
            latest[name] = min(latest[head] for head in heads[name]) - 1
    trunks = {link.tail for link in links if link.head[0] == "k"}
    trunks.update(name for name in heads if name[0] == "k")
    is_loose: dict[str, bool] = {}

    def lets_go(tail: str) -> bool:
        if tail[0] == "b":
            (wire,) = tails[tail]
            return wire in trunks or (is_loose[wire] and latest[wire] > rank[wire])
        return tail in trunks or (is_loose[tail] and len(heads[tail]) == 1)

    for name in order:
        is_free = name not in held and all(map(lets_go, tails.get(name, ())))
        is_loose[name] = name[0] in "bk" or is_free
    for name in reversed(order):
        if name in heads and is_loose[name]:
            rank[name] = min(rank[head] for head in heads[name]) - 1
    least = min(rank.values())
    return {name: place - least for name, place in rank.items()}


def _in_order(tails: Mapping[str, list[str]], heads: Mapping[str, list[str]]) -> list[str]:
    """All names, each after those of its ``tails``."""
    waiting = {name: len(before) for name, before in tails.items()}
    order = [name for name in heads if name not in waiting]
    for name in order:  # which grows
        for head in heads.get(name, ()):
            waiting[head] -= 1
            if not waiting[head]:
                order.append(head)
    return order


def spine(links: Sequence[_Link], rank: Mapping[str, int]) -> frozenset[str]:
    """The circles of the longest way through the graph, and the wires between them."""
    length: dict[str, int] = {}
    before: dict[str, str] = {}
    for link in sorted(links, key=lambda link: rank[link.tail]):
        way = length.setdefault(link.tail, 0) + 1
        if way > length.get(link.head, 0):
            length[link.head], before[link.head] = way, link.tail
    name = max(length, key=lambda name: length[name])
    found = []
    while name in before:
        if name[0] == "o" or before[name][0] == "o":
            found.append(name)
        name = before[name]
    return frozenset(found)
