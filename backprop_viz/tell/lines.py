"""From the operations of a graph to the lines of its formula.

An operation that is used once stands inside its user's expression; one that is used more often has
a line of its own, as in a program. ``\\at{7}`` ... ``\\ta`` is round what node 7 computes, and
``\\at{7-0}`` ... ``\\ta`` round its first operand, where that is only named there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..blocks.owned import owned_ports
from ..calls.rows import part_of_stack
from ..core.graph import Graph, Node, Operation
from ..core.operation import Op
from ..parts import Block, all_blocks
from ..spell.names import latex as latex_name
from ..spell.numbers import latex_value
from ..spell.templates import ENTRYWISE, JOINT, joined
from .blocks import given, inside, listed
from .tightness import ATOM, OPPOSITE, PRODUCT, SUM, TERM, symbols, template_of, unmarked

__all__ = ["LONG", "LONGEST", "Line", "Text", "leaf", "lines_of", "of_own_line"]

LONG = 16
"""Symbols of a line; a longer one is written as the lines that its named operations make."""

LONGEST = 45
"""Symbols of a line; a longer one is cut, named or not."""


@dataclass(frozen=True)
class Line:
    """A node that has a line, and its expression in LaTeX with marks."""

    node: int
    name: str
    marked: str

    @property
    def equation(self) -> str:
        return self.marked if self.name == unmarked(self.marked) else f"{self.name} = {self.marked}"


class Text(NamedTuple):
    """An expression in LaTeX, its symbols, and how tightly it holds together."""

    latex: str
    size: int
    rank: int
    parts: tuple[str, ...] = ()  # its last operand; of joined ones all, and as a stack
    product: str = ""  # the operation that makes it, where it multiplies arrays


def lines_of(graph: Graph, digits: int, products: Collection[int]) -> Iterator[Line]:
    """The lines of a graph's formula, in the order of the forward pass.

    ``products`` are the operations that multiply arrays with each other.
    """
    own = of_own_line(graph)
    calls = {i: b for b in (graph.view.closed if graph.view else ()) for i in inside(b, graph)}
    own |= {i for block in calls.values() if len(block.outputs) > 1 for i in block.outputs}
    found: dict[int, Text] = {}
    lines: dict[int, str] = {}
    for node in graph.operations:
        block = calls.get(node.index)
        if block is not None and node.index != block.outputs[-1]:
            continue
        operands = node.operands if block is None else given(block, graph)

        def text_of(node: Operation = node, block: Block | None = block) -> Text:
            if block is None:
                return _operation(graph, node, found, digits, products)
            return _call(graph, block, found, digits)

        inner = sorted({i for i in operands if i in found}, key=lambda i: (found[i].size, i))
        text = text_of()
        while inner and text.size > LONGEST:
            cut = inner.pop()
            lines[cut] = found.pop(cut).latex
            text = text_of()
        for i in inner:
            del found[i]
        if node.index in own:
            lines[node.index] = text.latex
        else:
            found[node.index] = text
    output = graph.output_node
    if output.op is None:
        value = None if output.is_input else latex_value(output.value, digits)
        leaf = _marked(output.index, value or latex_name(output.name))
        yield Line(output.index, latex_name(graph.output), leaf)
    for index in sorted(lines):
        names = calls[index].outputs if index in calls else (index,)
        shown = [graph.output if i == output.index else graph.nodes[i].name for i in names]
        yield Line(index, listed(list(map(latex_name, shown))), _marked(index, lines[index]))


def of_own_line(graph: Graph) -> set[int]:
    """The operations that have a line of their own, whatever is closed."""
    uses = [len(edges) for edges in graph.uses]
    own = {n.index for n in graph.operations if uses[n.index] != 1} | {graph.output_node.index}
    own |= _named(graph, own)
    idle = {i for i in own if not uses[i] and _is_idle(graph, i, uses, own)}
    return own - idle if graph.view is not None else own


def _is_idle(graph: Graph, index: int, uses: Sequence[int], own: Collection[int]) -> bool:
    """Whether it is but another name, of an argument that its block does not use."""
    node = graph.nodes[index]
    if node is graph.output_node or node.op is None or not node.op.is_port:
        return False
    source = graph.nodes[node.operands[0]]
    while source.op is not None and source.op.is_port and uses[source.index] == 1:
        source = graph.nodes[source.operands[0]]
    return source.op is None or source.index in own


def _named(graph: Graph, roots: set[int]) -> set[int]:
    """The named operations in expressions that would be long."""
    sizes = [1] * len(graph.nodes)
    for node in graph.operations:
        inside = (1 if i in roots else sizes[i] for i in node.operands)
        sizes[node.index] = template_of(node.op).size + sum(inside)
    is_long = [False] * len(graph.nodes)
    for node in reversed(graph.operations):
        if node.index in roots:
            is_long[node.index] = sizes[node.index] > LONG
        for i in node.operands:
            is_long[i] = is_long[node.index]
    return {index for index in _worth_a_line(graph) if is_long[index]}


def _worth_a_line(graph: Graph) -> list[int]:
    """The operations that have a name which tells something: not where a parameter that a block
    owns comes in, which has one already."""
    owned = owned_ports(graph, all_blocks(graph.blocks))
    indices = (node.index for node in graph.operations)
    return [index for index in indices if index not in graph.unnamed and index not in owned]


def _operation(
    graph: Graph,
    node: Operation,
    found: Mapping[int, Text],
    digits: int,
    products: Collection[int],
) -> Text:
    """An operation with its operands in their places; a port is what goes through it."""
    if node.op.is_port:
        (index,) = node.operands
        text = found.get(index) or leaf(graph, graph.nodes[index], digits)
        key = index if index in found else f"{node.index}-0"
        marked = text.latex if graph.is_fixed[index] else _marked(key, text.latex)
        rank = SUM if text.rank == OPPOSITE else text.rank
        return Text(marked, text.size, rank, product=text.product)
    template = template_of(node.op)
    if (longer := part_of_stack(node.op)) is not None:
        return _joined_parts(graph, node, longer, found, digits)
    made, size = "", template.size
    parts: tuple[str, ...] = ()
    own = node.op.name if node.index in products else ""
    for literal, slot, least in template.pieces:
        made += literal
        if slot is None:
            continue
        index = node.operands[slot]
        is_inside = index in found
        text = found[index] if is_inside else leaf(graph, graph.nodes[index], digits)
        latex, size = text.latex, size + text.size
        is_term = least == TERM and unmarked(latex).startswith("-")
        if is_term and text.rank == OPPOSITE:  # a + (-b) is written a - b
            made, latex, is_term = made.rstrip().removesuffix("+"), f"- {latex[1:]}", False
        is_mixed = template.rank == PRODUCT and text.product not in ("", own)
        is_loose = is_term or text.rank < least or is_mixed  # (A ⊙ B)·C is not A ⊙ (B·C)
        if is_inside or not graph.is_fixed[index]:
            latex = _marked(index if is_inside else f"{node.index}-{slot}", latex)
        made += _in_parentheses(latex) if is_loose else latex
        size += 2 * is_loose
        parts = (latex,)
    factors = made.split(JOINT)
    latex = ENTRYWISE.join(factors) if own else joined(factors, unmarked)
    return Text(latex, size, template.rank, parts, own)


def _joined_parts(
    graph: Graph, node: Operation, row: Op, found: Mapping[int, Text], digits: int
) -> Text:
    """What is joined along an axis, as one call: of parts with a new axis it is a stack."""
    *_, (end, _, _) = template_of(node.op).pieces
    fixed = graph.is_fixed
    whole, stacked, size, saved, bare = "", "", symbols(end), 0, 0
    for slot, index in enumerate(node.operands):
        text = found.get(index) or leaf(graph, graph.nodes[index], digits)
        made = graph.nodes[index].op if index in found else None
        key = index if index in found else f"{node.index}-{slot}"
        part, longer = text.latex, ""
        if made == node.op and not slot:
            part, longer = text.parts
            saved += len("stack" if longer else node.op.name) + symbols(end)
        elif made == row:
            (longer,) = text.parts
            bare += template_of(row).size
        if index in found or not fixed[index]:
            part, longer = _marked(key, part), longer and _marked(key, longer)
        whole = f"{whole}, {part}" if slot else part
        stacked = longer if not slot or not longer else stacked and f"{stacked}, {longer}"
        size += text.size
    name, told = ("stack", stacked) if stacked else (node.op.name, whole)
    latex = rf"\operatorname{{{name}}}({told}{end}"
    size += len(name) - saved - (bare if stacked else 0)
    return Text(latex, size, ATOM, (whole, stacked))


def _call(graph: Graph, block: Block, found: Mapping[int, Text], digits: int) -> Text:
    """A closed block with its arguments."""
    texts, size = [], 2 * len(block.arguments)
    for (_, port), index in zip(block.arguments, given(block, graph), strict=True):
        text = found.get(index) or leaf(graph, graph.nodes[index], digits)
        key = index if index in found else f"{port}-0"
        texts.append(text.latex if graph.is_fixed[index] else _marked(key, text.latex))
        size += text.size
    name = block.function
    return Text(rf"{latex_name(name)}({', '.join(texts)})", size + len(name), ATOM)


def _marked(key: object, latex: str) -> str:
    return rf"\at{{{key}}}{latex}\ta "


def _in_parentheses(latex: str) -> str:
    is_tall = r"\frac" in latex or r"\begin" in latex
    return rf"\left({latex}\right)" if is_tall else f"({latex})"


def leaf(graph: Graph, node: Node, digits: int) -> Text:
    """What stands for an input, a constant, or an operation that has a line of its own."""
    if node.is_constant and not graph.owns(node):
        number = latex_value(node.value, digits)
        is_atom = number.startswith((r"\begin", "[")) or not ("-" in number or r"\times" in number)
        return Text(number, symbols(number), ATOM if is_atom else SUM)
    return Text(latex_name(node.name), len(node.name.rstrip("'0123456789")) or 1, ATOM)
