"""Blocks: parts of a graph that go by one name, such as a layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .expression import Expr

__all__ = ["Block", "Inside"]


@dataclass(frozen=True, slots=True)
class Block:
    """A use of a function in a graph: its operations stand side by side.

    ``name`` is that of the function, with a number from the second use on and the names of the
    blocks around it: ``net.layer_2``. ``operations`` are their places among those of the graph.
    ``arguments`` are the function's names for what goes in, each with the index of its node,
    ``outputs`` the nodes that come out, and ``parts`` the blocks inside.
    """

    name: str
    function: str
    operations: range
    arguments: tuple[tuple[str, int], ...]
    outputs: tuple[int, ...]
    parts: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """How what is made in blocks is called: by ``names``, and else with something ``before``."""

    names: Mapping[str, Expr] = field(default_factory=dict)
    before: Mapping[Expr, str] = field(default_factory=dict)
