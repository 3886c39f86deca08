"""Blocks: parts of a computation that go by one name, such as a layer, while they are made and in
a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import CodeType, MappingProxyType
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

__all__ = ["INSIDE", "Block", "Call", "Inside", "Stop", "View", "all_blocks"]

E = TypeVar("E")
"""What is made: expressions."""


@dataclass(eq=False, slots=True)
class Call(Generic[E]):
    """A use of a ``function`` while its expressions are made, ``outer`` that around it.

    ``arguments`` are its ports by the function's own names for them, ``names`` what it calls its
    results, and ``outputs`` the ports of what it returned. ``code`` is that of a function of
    Python's, and ``form`` how a function that everybody knows is called: ``softmax({z}, axis=0)``.
    Such a one may ask for ``shapes`` that go together, as a line of text says.
    It goes by a ``name`` of its own, if it has one, and ``given`` is what has no port so far.
    """

    function: str
    outer: Call[E] | None
    arguments: Mapping[str, E] = field(default_factory=dict)
    names: dict[str, E] = field(default_factory=dict)
    outputs: Sequence[E] = ()
    code: CodeType | None = None
    name: str = ""
    given: Mapping[str, E] = field(default_factory=dict)
    form: str = ""
    shapes: str = ""
    line: tuple[Call[E], ...] = field(init=False)
    """The calls around it and itself, the outermost first."""

    exist: ClassVar[bool] = False
    """Whether there have been any: where there were none, nobody looks for them."""

    def __post_init__(self) -> None:
        Call.exist = True
        self.line = (*(self.outer.line if self.outer else ()), self)


INSIDE: ContextVar[Call[Any] | None] = ContextVar("INSIDE", default=None)
"""The innermost call that is being made."""


class Inside(NamedTuple, Generic[E]):
    """How what is made in blocks is called: by ``names``, and else with something ``before``."""

    names: Mapping[str, E] = MappingProxyType({})
    before: Mapping[E, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Block:
    """A use of a function in a graph: its operations stand side by side.

    ``name`` is that of the function, with a number from the second use on and the names of the
    blocks around it: ``net.layer_2``. ``operations`` are their places among those of the graph.
    ``arguments`` are the function's names for what goes in, each with the index of its port;
    those from ``signature`` on are not in it, but used all the same. ``outputs`` are
    the ports of what comes out, and ``parts`` the blocks inside. ``form`` is how a function of the
    library is called, with names of arguments in braces, and ``own`` its name without that of
    the block around it. ``shapes`` says which go together, if not all that the operations take.
    """

    name: str
    function: str
    operations: range
    arguments: tuple[tuple[str, int], ...]
    outputs: tuple[int, ...]
    parts: tuple[Block, ...] = ()
    signature: int = 0
    form: str = ""
    own: str = ""
    shapes: str = ""

    @property
    def ports(self) -> frozenset[int]:
        """The nodes through which something goes in."""
        return frozenset(index for _, index in self.arguments)


def all_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks and all in them, each before its parts."""
    for block in blocks:
        yield block
        yield from all_blocks(block.parts)


class Stop(NamedTuple):
    """A step that is shown: what is ``at`` it, and the ``last`` that has happened with it.

    Both are places among the operations of a graph, or among its edges backward. Of a closed
    ``block`` it is the one step forward, or that to one of its arguments.
    """

    last: int
    at: int
    block: Block | None = None


class View(NamedTuple):
    """What of a graph is shown: blocks that are ``closed`` and ``opened``, and the steps.

    Numbers do not depend on it. In what is closed there are further blocks, which are neither;
    ``names`` are those of all that are open, or would be if what is around them were.
    """

    names: frozenset[str]
    closed: tuple[Block, ...]
    opened: tuple[Block, ...]
    forward: tuple[Stop, ...]
    backward: tuple[Stop, ...]

    def reached(self, *, forward: bool) -> list[int]:
        """For each place, the number of the step with which it has happened, from 0."""
        steps: list[int] = []
        for number, stop in enumerate(self.forward if forward else self.backward):
            steps += [number] * (stop.last + 1 - len(steps))
        return steps
