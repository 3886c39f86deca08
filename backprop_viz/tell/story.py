"""The story of a gradient: the product along each path from the output back to a node."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..core.graph import Edge, Graph
from ..core.walk import Walk
from ..spell.names import latex as latex_name
from ..spell.numbers import Maybe, Value, is_finite, latex_factor
from ..words import Message, language, paragraph
from .blocks import partial
from .latex import about, along, equals, local_latex
from .printed import holds
from .step import Step

__all__ = ["COUNTED", "LONGEST", "MOST", "ROUNDING", "Story", "Way", "story"]

MOST = 12  # paths that are told one by one
LONGEST = 40  # factors of a path that are written out
COUNTED = 10**15  # paths that are counted
ROUNDING = 1e-12  # of the sizes that are added: what it may make of their sum


@dataclass(frozen=True)
class Way:
    """One path from the output back to a node.

    ``edges`` begin at the output; ``names`` are the nodes on it, as shown, from the output on.
    ``product`` is what the local derivatives multiply to, None where that is not known yet or is
    no number that could stand for the path. ``latex`` is empty where a product is not written.
    """

    edges: tuple[Edge, ...]
    names: tuple[str, ...]
    product: float | None
    latex: str


@dataclass(frozen=True, repr=False)
class Story:
    """A gradient as the sum of the products along all paths that lead back to its node.

    ``count`` says how many these are, up to 10¹⁵; as many as twelve are among the ``ways``.
    ``latex`` is empty where the story is not told in mathematics; ``sentence`` then says why.
    """

    count: int
    ways: tuple[Way, ...]
    latex: str
    messages: tuple[Message, ...]

    def sentence(self, lang: str | None = None) -> str:
        """What the story is, in words."""
        lang = language(lang)
        return paragraph(lang, (message.say(lang) for message in self.messages))

    def __repr__(self) -> str:
        return f"<story: {self.sentence()}>"

    def _repr_latex_(self) -> str:
        return f"$${self.latex}$$" if self.latex else self.sentence()


def story(walk: Walk, node: int, step: int, first: Edge | None = None) -> Story:
    """The story of the gradient of a node as far as it is known at a step.

    With ``first``, an edge that the node leaves by, of the part that comes along it.
    """
    if not walk.graph.has_gradient[node]:
        return Story(0, (), "", (Message("no_story", node=walk.graph.displayed[node]),))
    return _Teller(walk, node, step, first).story()


class _Teller:
    def __init__(self, walk: Walk, node: int, step: int, first: Edge | None) -> None:
        self.walk, self.graph, self.step, self.first = walk, walk.graph, step, first
        self.node = node
        is_all_seen = self.graph.view is None
        self.whole = walk if is_all_seen else walk.with_graph(replace(self.graph, view=None))
        self.value: Maybe = walk.node_gradients[node]
        steps, _ = walk.arrivals[node]
        self.known_from = steps[-1] if steps else walk.seed_index
        if first is not None:
            place = self.graph.backward_places[first]
            self.value = walk.backflows[place].contribution
            self.known_from = walk.graph.returned_at[place]

    def story(self) -> Story:
        graph, node = self.graph, self.node
        count = paths(graph, node if self.first is None else self.first.node)
        found = tuple(_ways(graph, node, self.first)) if count <= MOST else ()
        key = self._key(count, found)
        ways = tuple(self._way(edges, key) for edges in found if edges)
        output = graph.displayed[graph.output_node.index]
        slots: dict[str, str | int] = {
            "output": output,
            "node": graph.displayed[node],
            "most": MOST,
        }
        if key == "story.long":
            slots |= {"length": max(map(len, found)), "most": LONGEST}
        slots["count"] = f"{count:,}" if count < COUNTED else "≥ 10¹⁵"
        told = [Message(key, **slots)]
        if self.step < self.known_from:
            told.append(Message("story.later", **slots, step=self.known_from))
        return Story(count, ways, self._latex(key, ways), tuple(told))

    def _key(self, count: int, found: tuple[tuple[Edge, ...], ...]) -> str:
        graph = self.graph
        if self.first is None and self.node == self.graph.output_node.index:
            return "story.output"
        if not count:
            return "story.none"
        if count > MOST:
            return "story.many"
        if any(not graph.operation(edge.node).op.is_entrywise for way in found for edge in way):
            return "story.arrays"
        if any(np.ndim(factor) for edges in found for factor in self._numbers(edges)):
            return "story.arrays"
        if max(map(len, found)) > LONGEST:
            return "story.long"
        if not _is_sum([self._product(edges) for edges in found], self.value):
            return "story.apart"
        return "story.one" if count == 1 else "story.several"

    def _numbers(self, edges: Iterable[Edge]) -> Iterator[Value]:
        """The local derivatives, and what they are taken of."""
        for edge in edges:
            backflow = self.walk.backflows[self.graph.backward_places[edge]]
            yield backflow.local
            yield self.walk.node_values[edge.node]
            yield self.walk.node_values[edge.operand]

    def _product(self, edges: Iterable[Edge]) -> float:
        """What the local derivatives multiply to; nan where one is not finite."""
        product = 1.0
        for edge in edges:
            local = float(self.walk.backflows[self.graph.backward_places[edge]].local)
            product = (
                product * local if math.isfinite(product) and math.isfinite(local) else math.nan
            )
        return product

    def _factors(self, edges: Iterable[Edge]) -> tuple[list[str], list[str]]:
        """The local derivatives of a path in symbols and in numbers; ``?`` is not known yet.

        Those of the ports of blocks are 1 and go without saying, unless there are no others.
        """
        symbols, numbers = [], []
        for edge in edges:
            place = self.graph.backward_places[edge]
            known = self.graph.returned_at[place] <= self.step
            here = Step(self.whole, self.whole.graph.returned_at[place])
            if here.operation.op.is_port:
                continue
            number = self.walk.in_latex(here.local)
            symbols.append((number if here.is_at_kink else local_latex(here)) if known else "?")
            numbers.append(number if known else "?")
        alone = ["1" if self._is_known(edges) else "?"]
        return symbols or alone, numbers or alone

    def _is_known(self, edges: Iterable[Edge]) -> bool:
        places = (self.graph.backward_places[edge] for edge in edges)
        return all(self.graph.returned_at[place] <= self.step for place in places)

    def _way(self, edges: tuple[Edge, ...], key: str) -> Way:
        displayed, output = self.graph.displayed, self.graph.output_node.index
        names = (displayed[output], *(displayed[edge.operand] for edge in edges))
        if key == "story.apart":
            return Way(edges, names, None, _times(self._factors(edges)[0]))
        if key not in ("story.one", "story.several"):
            return Way(edges, names, None, "")
        symbols, numbers = self._factors(edges)
        product = self._product(edges) if self._is_known(edges) else None
        shown = about(product is None or self._is_told(edges), self._shown(product))
        return Way(edges, names, product, equals(_times(symbols), _times(numbers), shown))

    def _is_told(self, edges: Iterable[Edge]) -> bool:
        """Whether the factors as printed give the product as printed."""
        flows = (self.walk.backflows[self.graph.backward_places[edge]] for edge in edges)
        digits, locals_ = self.walk.digits, [flow.local for flow in flows]
        return holds(
            lambda *factors: np.float64(math.prod(factors)),
            np.float64(self._product(edges)),
            *locals_,
            digits=digits,
        )

    def _shown(self, product: float | None) -> str:
        return "?" if product is None else self.walk.in_latex(np.float64(product))

    def _latex(self, key: str, ways: tuple[Way, ...]) -> str:
        graph = self.graph
        output, node = (latex_name(n) for n in (graph.output, graph.nodes[self.node].name))
        goal = partial(output, node)
        if self.first is not None and graph.live_uses[self.node] > 1:
            goal = along(
                Step(self.walk, self.known_from),
                goal,
                latex_name(graph.nodes[self.first.node].name),
            )
        result = self.walk.in_latex(self.value) if self.step >= self.known_from else "?"
        if key in ("story.output", "story.none"):
            return equals(goal, result)
        if key == "story.one":
            return equals(goal, ways[0].latex)
        if key not in ("story.several", "story.apart"):
            return ""
        symbols = _plus([_times(self._factors(way.edges)[0]) for way in ways])
        if key == "story.apart":
            return equals(goal, symbols)
        terms = _plus([self._shown(way.product) for way in ways])
        products = [way.product for way in ways]
        if result != "?" and None not in products:
            given = [np.float64(product) for product in products]
            told = holds(lambda *a: sum(a), self.value, *given, digits=self.walk.digits)
            result = about(told, result)
        return equals(goal, symbols, terms, result)


def paths(graph: Graph, node: int) -> int:
    """How many paths lead from the output back to a node, up to ``COUNTED``."""
    counts = [0] * len(graph.nodes)
    counts[graph.output_node.index] = 1
    for edge in graph.backward_edges:
        counts[edge.operand] = min(counts[edge.operand] + counts[edge.node], COUNTED)
    return counts[node]


def _ways(graph: Graph, node: int, first: Edge | None) -> Iterator[tuple[Edge, ...]]:
    """The edges of each path, from the output on, in the order in which the walk comes to them."""
    leaving: list[list[Edge]] = [[] for _ in graph.nodes]
    for edge in reversed(graph.backward_edges):
        leaving[edge.operand].append(edge)
    stack: list[tuple[int, _Chain]] = [
        (node, None) if first is None else (first.node, (first, None))
    ]
    while stack:
        here, chain = stack.pop()
        if here == graph.output_node.index:
            yield tuple(_links(chain))
        stack += [(edge.node, (edge, chain)) for edge in leaving[here]]


_Chain = tuple[Edge, "_Chain"] | None


def _links(chain: _Chain) -> Iterator[Edge]:
    while chain is not None:
        edge, chain = chain
        yield edge


def _is_sum(products: list[float], value: Value) -> bool:
    """Whether the products add up to a finite value, but for rounding."""
    rest = abs(sum(products) - float(value))
    return is_finite(value) and rest <= ROUNDING * sum(map(abs, products))


def _times(factors: list[str]) -> str:
    if set(factors) == {"?"}:
        return "?"
    return r" \cdot ".join([factors[0], *map(latex_factor, factors[1:])])


def _plus(terms: list[str]) -> str:
    if set(terms) == {"?"}:
        return "?"
    return " + ".join([terms[0], *map(latex_factor, terms[1:])])
