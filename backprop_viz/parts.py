"""Blocks: parts of a computation that go by one name, such as a layer, while they are made and in
a graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, ClassVar, Generic, TypeVar

__all__ = ["INSIDE", "Block", "Call", "Inside"]

E = TypeVar("E")
"""What is made: expressions."""


@dataclass(eq=False, slots=True)
class Call(Generic[E]):
    """A use of a ``function`` while its expressions are made, ``outer`` that around it.

    ``arguments`` are by the function's own names for them, ``names`` what it calls its results,
    and ``outputs`` what it returned. ``code`` is that of a function of Python's, and ``form`` how a
    function that everybody knows is called: ``softmax({z}, axis=0)``.
    """

    function: str
    outer: Call[E] | None
    arguments: Mapping[str, E]
    names: dict[str, E] = field(default_factory=dict)
    outputs: Sequence[E] = ()
    code: CodeType | None = None
    form: str = ""

    exist: ClassVar[bool] = False
    """Whether there have been any: where there were none, nobody looks for them."""

    def __post_init__(self) -> None:
        Call.exist = True


INSIDE: ContextVar[Call[Any] | None] = ContextVar("INSIDE", default=None)
"""The innermost call that is being made."""


@dataclass(frozen=True, slots=True)
class Inside(Generic[E]):
    """How what is made in blocks is called: by ``names``, and else with something ``before``."""

    names: Mapping[str, E] = field(default_factory=dict)
    before: Mapping[E, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A use of a function in a graph: its operations stand side by side.

    ``name`` is that of the function, with a number from the second use on and the names of the
    blocks around it: ``net.layer_2``. ``operations`` are their places among those of the graph.
    ``arguments`` are the function's names for what goes in, each with the index of its node,
    ``outputs`` the nodes that come out, and ``parts`` the blocks inside. ``form`` is how a function
    of the library is called, with names of arguments in braces.
    """

    name: str
    function: str
    operations: range
    arguments: tuple[tuple[str, int], ...]
    outputs: tuple[int, ...]
    parts: tuple[Block, ...] = ()
    form: str = ""
