"""The blocks of a graph as functions of a program, and the lines that call them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from ..core.graph import Graph, Operation
from ..core.ops import OPS
from ..parts import Block
from ..spell.fresh import free_name

__all__ = ["Definitions", "is_function"]

Spell: TypeAlias = Callable[[Sequence[str]], Mapping[str, str]]
Operand: TypeAlias = Callable[[int, Mapping[int, str]], str]
Step: TypeAlias = Operation | Block


def is_function(block: Block) -> bool:
    """Whether a block can be called: something goes in, and something comes out."""
    return bool(block.arguments and block.outputs)


class _Local(NamedTuple):
    """The names inside a block: of its arguments, of nodes, and further ones for nodes."""

    parameters: Sequence[str]
    names: dict[int, str]
    aliases: Sequence[tuple[str, int]]


class Definitions:
    """Writes the lines of a program level by level, and on its way the ``functions`` they call.

    ``spell`` gives names as a program has them, and ``operand`` a node by the names of a level, or
    a constant by its number.
    """

    def __init__(self, graph: Graph, spell: Spell, operand: Operand) -> None:
        self.graph, self.spell = graph, spell
        self.functions: list[str] = []
        self._leaf = operand
        self._known = {*_of_the_library(graph.blocks)}
        self._called: dict[tuple[str, ...], str] = {}  # the function that has such lines
        self._open = frozenset(_ports(graph.blocks))
        self._names: dict[int, list[str]] = {node.index: [node.name] for node in graph.nodes}
        for name, index in graph.names.items():
            if name not in self._names[index]:
                self._names[index].append(name)

    def lines(self, names: Mapping[int, str]) -> list[str]:
        """The operations and calls that stand outside of all blocks; ``names`` are spelled."""
        blocks, count = self.graph.blocks, len(self.graph.operations)
        return [self._line(step, names) for step in self._steps(blocks, range(count))]

    @property
    def called(self) -> frozenset[str]:
        """The names of the functions that the lines so far call."""
        return frozenset(self._called.values())

    def used(self) -> Iterator[int]:
        """The nodes that these lines name as operands, in the order in which they are read."""
        for step in self._steps(self.graph.blocks, range(len(self.graph.operations))):
            if isinstance(step, Block):
                yield from (self._source(self._given(index)) for _, index in step.arguments)
            else:
                yield from map(self._source, step.operands)

    def _source(self, index: int) -> int:
        """A node, or what goes through the port of a block that is no function."""
        while index in self._open:
            (index,) = self.graph.nodes[index].operands
        return index

    def _operand(self, index: int, names: Mapping[int, str]) -> str:
        return self._leaf(self._source(index), names)

    def _steps(self, blocks: Sequence[Block], operations: range) -> list[Step]:
        starts = {b.operations.start: b for b in _functions(blocks)}
        found: list[Step] = []
        at = operations.start
        while at < operations.stop:
            block, node = starts.get(at), self.graph.operations[at]
            if block is not None:
                found.append(block)
            elif node.index not in self._open:
                found.append(node)
            at = at + 1 if block is None else block.operations.stop
        return found

    def _made(self, step: Step) -> list[int]:
        """The nodes that a step gives to its level."""
        return [*step.outputs] if isinstance(step, Block) else [step.index]

    def _line(self, step: Step, names: Mapping[int, str]) -> str:
        made = ", ".join(names[index] for index in self._made(step))
        return f"{made} = {self._right(step, names)}"

    def _right(self, step: Step, names: Mapping[int, str]) -> str:
        if isinstance(step, Block) and step.form:
            return step.form.format_map(
                {n: self._operand(self._given(i), names) for n, i in step.arguments}
            )
        if isinstance(step, Block):
            given = (self._operand(self._given(index), names) for _, index in step.arguments)
            return f"{self._function(step)}({', '.join(given)})"
        operands = [self._operand(index, names) for index in step.operands]
        if step.op is OPS["neg"] and operands[0].strip("(-")[:1].isdigit():
            operands = [f"({operands[0].strip('()')})"]  # no minus sign of the number's own
        return step.op.spell(*operands)

    def _given(self, index: int) -> int:
        """What an argument is, outside of its block."""
        return self.graph.nodes[index].operands[0]

    def _operations(self, block: Block) -> Sequence[Operation]:
        return self.graph.operations[block.operations.start : block.operations.stop]

    def _function(self, block: Block) -> str:
        """The name of the function of a block, which is written if none is like it."""
        head, *lines = self._definition(block)
        key = (block.function, head, *lines)
        if key not in self._called:
            own = block.own
            taken = self._called.values()
            spelled = self.spell([n for n in (block.function, own) if n not in self._known])
            name = free_name(spelled.values(), f"{block.function}_", taken)
            self._called[key] = name
            self.functions.append("\n".join([head.replace("\0", name, 1), *lines]))
        return self._called[key]

    def _definition(self, block: Block) -> list[str]:
        """Its lines, with a mark where its name goes."""
        parameters, names, aliases = self._local(block)
        ports = {*block.outputs, *(index for _, index in block.arguments)}
        steps = [
            step
            for step in self._steps(block.parts, block.operations)
            if isinstance(step, Block) or step.index not in ports
        ]
        returned = [self._given(index) for index in block.outputs]
        formulas: dict[int, str] = {}
        fresh = [i for step in steps[:-1] for i in self._made(step) if i in self.graph.unnamed]
        is_last = steps and self._made(steps[-1]) == returned[-1:] and not fresh
        if is_last and self._is_inlined(block, returned[-1]):
            formulas[returned[-1]] = self._right(steps.pop(), names)
        fixed = (node for node in self.graph.nodes if node.is_constant and node.index in names)
        lines = [f"{names[node.index]} = {self._leaf(node.index, {})}" for node in fixed]
        lines += [self._line(step, names) for step in steps]
        lines += [f"{alias} = {self._operand(index, names)}" for alias, index in aliases]
        result = ", ".join(formulas.get(i) or self._operand(i, names) for i in returned)
        if not lines and len(returned) == 1:
            return [f"\0({', '.join(parameters)}) = {result}"]
        lines.append(f"return {result}")
        return [f"def \0({', '.join(parameters)}):", *(f"    {line}" for line in lines)]

    def _is_inlined(self, block: Block, index: int) -> bool:
        """Whether a node has no name, and is what one output returns and nothing else."""
        uses = [use.node in block.outputs for use in self.graph.uses[index]]
        is_formula = self.graph.operation(index).op.operator[:1] not in tuple("<>=!")
        return index in self.graph.unnamed and uses == [True] and is_formula

    def _is_apart(self, block: Block, port: int, name: str) -> bool:
        """Whether a port is called so only as an input has the name that it would have had: another
        name, which nobody gave, comes by itself where there is such an input again."""
        wanted = next(f"{block.name}.{own}" for own, index in block.arguments if index == port)
        number = name.removeprefix(f"{wanted}_")
        is_taken = (
            wanted in self.graph.names and self.graph.nodes[self.graph.names[wanted]].is_input
        )
        return is_taken and number.isdecimal() and name == self._names[port][-1]

    def _local(self, block: Block) -> _Local:
        """What the nodes of a block are called in it."""
        prefix = f"{block.name}."
        inner = tuple(f"{part.name}." for part in _functions(block.parts))
        given = {index: name for name, index in block.arguments}
        names: dict[int, str] = {}
        aliases: list[tuple[str, int]] = []
        for node in self._operations(block):
            index = node.index
            for name in self._names[index]:
                if not name.startswith(prefix) or name.startswith(inner) or index in self._open:
                    continue
                own = name[len(prefix) :]
                if index in given and (own == given[index] or self._is_apart(block, index, name)):
                    continue
                if index in given or index in names:
                    aliases.append((own, index))
                else:
                    names[index] = own
        for fixed in filter(self.graph.owns, self.graph.nodes):
            if fixed.is_constant and fixed.name.startswith(prefix):
                own = fixed.name[len(prefix) :]
                names |= {} if fixed.name.startswith(inner) else {fixed.index: own}
        taken = {*names.values(), *(alias for alias, _ in aliases)}
        parameters: list[str] = []
        for name, index in block.arguments:
            parameters.append(free_name((name, f"{name}_in"), f"{name}_", taken))
            taken.add(parameters[-1])
            names[index] = parameters[-1]
        spelled = self.spell([*names.values(), *(alias for alias, _ in aliases)])
        return _Local(
            [spelled[name] for name in parameters],
            {index: spelled[name] for index, name in names.items()},
            [(spelled[alias], index) for alias, index in aliases],
        )


def _functions(blocks: Sequence[Block]) -> Iterator[Block]:
    """The outermost of these blocks that can be called."""
    for block in blocks:
        if is_function(block):
            yield block
        else:
            yield from _functions(block.parts)


def _ports(blocks: Sequence[Block]) -> Iterator[int]:
    """The ports of blocks that cannot be called, and so are not told."""
    for block in blocks:
        if not is_function(block):
            yield from block.outputs
            yield from (index for _, index in block.arguments)
        yield from _ports(block.parts)


def _of_the_library(blocks: Sequence[Block]) -> Iterator[str]:
    """The functions that are called by names which no other may have then."""
    for block in blocks:
        if block.form:
            yield block.function
        else:
            yield from _of_the_library(block.parts)
