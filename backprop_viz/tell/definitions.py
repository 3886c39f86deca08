"""The blocks of a graph as functions of a program, and the lines that call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from ..core.graph import Graph, Operation
from ..core.ops import OPS
from ..parts import Block
from ..spell.fresh import free_name

__all__ = ["Definitions"]

Spell: TypeAlias = Callable[[Sequence[str]], Mapping[str, str]]
Operand: TypeAlias = Callable[[int, Mapping[int, str]], str]
Step: TypeAlias = Operation | Block


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
        self.graph, self.spell, self.operand = graph, spell, operand
        self.functions: list[str] = []
        self._called: dict[tuple[str, ...], str] = {}  # the function that has such lines
        self._names: dict[int, list[str]] = {node.index: [node.name] for node in graph.nodes}
        for name, index in graph.names.items():
            if name not in self._names[index]:
                self._names[index].append(name)

    def lines(self, names: Mapping[int, str]) -> list[str]:
        """The operations and calls that stand outside of all blocks; ``names`` are spelled."""
        blocks, count = self.graph.blocks, len(self.graph.operations)
        return [self._line(step, names) for step in self._steps(blocks, range(count))]

    def _steps(self, blocks: Sequence[Block], operations: range) -> list[Step]:
        starts = {block.operations.start: block for block in blocks if block.arguments}
        found: list[Step] = []
        at = operations.start
        while at < operations.stop:
            found.append(starts.get(at, self.graph.operations[at]))
            at = starts[at].operations.stop if at in starts else at + 1
        return found

    def _made(self, step: Step) -> list[int]:
        """The nodes that a step gives to its level."""
        return [step.index] if isinstance(step, Operation) else self._returned(step)

    def _line(self, step: Step, names: Mapping[int, str]) -> str:
        made = ", ".join(names[index] for index in self._made(step))
        return f"{made} = {self._right(step, names)}"

    def _right(self, step: Step, names: Mapping[int, str]) -> str:
        if isinstance(step, Block):
            given = (self.operand(index, names) for _, index in step.arguments)
            return f"{self._function(step)}({', '.join(given)})"
        operands = [self.operand(index, names) for index in step.operands]
        if step.op is OPS["neg"] and operands[0].strip("(-")[:1].isdigit():
            operands = [f"({operands[0].strip('()')})"]  # no minus sign of the number's own
        return step.op.spell(*operands)

    def _returned(self, block: Block) -> list[int]:
        """What comes out of a block and is made in it; its last operation, if nothing else is."""
        inside = {node.index for node in self._operations(block)}
        found = [index for index in dict.fromkeys(block.outputs) if index in inside]
        return found or [self._operations(block)[-1].index]

    def _operations(self, block: Block) -> Sequence[Operation]:
        return self.graph.operations[block.operations.start : block.operations.stop]

    def _function(self, block: Block) -> str:
        """The name of the function of a block, which is written if none is like it."""
        head, *lines = self._definition(block)
        key = (head, *lines)
        if key not in self._called:
            own = block.name.rpartition(".")[2]
            taken = self._called.values()
            spelled = self.spell([block.function, own])
            name = free_name(spelled.values(), f"{block.function}_", taken)
            self._called[key] = name
            self.functions.append("\n".join([head.replace("\0", name, 1), *lines]))
        return self._called[key]

    def _definition(self, block: Block) -> list[str]:
        """Its lines, with a mark where its name goes."""
        parameters, names, aliases = self._local(block)
        steps = self._steps(block.parts, block.operations)
        returned = self._returned(block)
        formulas = {index: names[index] for index in returned if index in names}
        waiting = [index for index in returned if index not in names]
        used = {index for node in self._operations(block) for index in node.operands}
        while waiting and self._made(steps[-1]) == waiting[-1:] and waiting[-1] not in used:
            formulas[waiting.pop()] = self._right(steps.pop(), names)
        for index in waiting:
            names[index] = free_name((), "v", names.values())
            formulas[index] = names[index]
        lines = [self._line(step, names) for step in steps]
        lines += [f"{alias} = {names[index]}" for alias, index in aliases]
        result = ", ".join(formulas[index] for index in returned)
        if not lines and len(returned) == 1:
            return [f"\0({', '.join(parameters)}) = {result}"]
        lines.append(f"return {result}")
        return [f"def \0({', '.join(parameters)}):", *(f"    {line}" for line in lines)]

    def _local(self, block: Block) -> _Local:
        """What the nodes of a block are called in it."""
        parts = [part for part in block.parts if part.arguments]
        prefix, inner = f"{block.name}.", tuple(f"{part.name}." for part in parts)
        given = dict.fromkeys(index for _, index in block.arguments)
        names: dict[int, str] = {}
        aliases: list[tuple[str, int]] = []
        for index in (*given, *(node.index for node in self._operations(block))):
            if self.graph.nodes[index].is_input:  # `layer.weight`, which no block has made
                continue
            for name in self._names[index]:
                if name.startswith(prefix) and not name.startswith(inner):
                    own = name[len(prefix) :]
                    if index in names or index in given:
                        aliases.append((own, index))
                    else:
                        names[index] = own
        taken = {*names.values(), *(alias for alias, _ in aliases)}
        parameters: list[str] = []
        for name, index in block.arguments:
            parameters.append(free_name((name, f"{name}_in"), f"{name}_", taken))
            taken.add(parameters[-1])
            names.setdefault(index, parameters[-1])
        for part in parts:
            for index in self._returned(part):  # which may have its name in there only
                if index not in names and index not in block.outputs:
                    names[index] = free_name((), "v", {*taken, *names.values()})
        spelled = self.spell([*parameters, *names.values(), *(alias for alias, _ in aliases)])
        return _Local(
            [spelled[name] for name in parameters],
            {index: spelled[name] for index, name in names.items()},
            [(spelled[alias], index) for alias, index in aliases],
        )
