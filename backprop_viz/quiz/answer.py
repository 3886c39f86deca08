"""A learner's answer: a number, a list of numbers or a formula, read and held against a value.

An answer is right if it is right to three significant digits, as exact as a learner can compute
with the numbers of a picture. Anything smaller than 1e−12 counts as 0.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..core.graph import Graph
from ..errors import BackpropVizError, GraphError, ParseError
from ..read import Reading, read
from ..read.entry import not_finite
from ..read.text import read_answer_text
from ..spell.names import canonical
from ..spell.numbers import Maybe, Value
from ..tell.walk import Walk
from ..verify.symbolic import expressions, is_proved_equal
from ..words import quoted

__all__ = ["Answer", "agree", "is_near", "read_answer"]

MAX_CHARACTERS = 2000
MAX_NAMES = 20  # that an error lists
NOTHING = 1e-12
NEARLY = 0.03  # of the right value: an error that looks like one of reckoning with few digits
_MAX_WEIGHT = 1e6
_NAME = re.compile(r"[^\W\d]\w*['′’″]*(?!\w)")


def agree(given: Value, wanted: Value) -> Any:
    """Whether ``given`` is ``wanted`` to three significant digits, entry by entry.

    Shapes must be the same. nan agrees with nan, and an infinity with itself.
    """
    given, wanted = np.asarray(given, dtype=float), np.asarray(wanted, dtype=float)
    with np.errstate(all="ignore"):
        size = np.where(wanted == 0, 1.0, np.abs(wanted))
        third_digit = 10.0 ** (np.floor(np.log10(size)) - 2)
        allowed = np.maximum(0.5 * third_digit * (1 + 1e-9), NOTHING)
        near = np.abs(given - wanted) <= np.where(wanted == 0, NOTHING, allowed)
        finite = np.isfinite(given) & np.isfinite(wanted)
        return (near & finite) | (given == wanted) | (np.isnan(given) & np.isnan(wanted))


def is_near(given: Value, wanted: Value) -> Any:
    """Whether ``given`` is ``wanted`` with too few digits, entry by entry.

    It is near within three per cent; and if it is what ``wanted`` is when it is rounded to one or
    two significant digits or cut off after two, provided that two do not suffice to write it.
    """
    given, wanted = np.asarray(given, dtype=float), np.asarray(wanted, dtype=float)
    with np.errstate(all="ignore"):
        tenth = 10.0 ** (np.floor(np.log10(np.abs(wanted))) - 1)  # the place of the second digit
        figures = wanted / tenth  # from 10 to 99.9…
        half = np.copysign(0.5, wanted)
        rounded = tenth * np.trunc(figures + half)
        shortened = (rounded, tenth * np.trunc(figures), 10 * tenth * np.trunc(figures / 10 + half))
        is_short = agree(rounded, wanted)
        is_shortened = np.logical_or.reduce(
            [np.isclose(given, x, rtol=1e-9, atol=0) for x in shortened]
        )
        is_close = np.abs(given - wanted) <= NEARLY * np.abs(wanted)
        is_number = np.isfinite(given) & np.isfinite(wanted) & (wanted != 0)
        return is_number & (is_close | (is_shortened & ~is_short)) & ~agree(given, wanted)


@dataclass(frozen=True)
class Answer:
    """An answer as it was read: a ``number`` (or array), or a ``formula`` in names of the graph.

    ``read_as`` is its text with what was left out, ``2*t`` for ``2t``, and empty if nothing was.
    """

    text: str
    number: Maybe = None
    formula: Graph | None = None
    read_as: str = ""

    def at(self, walk: Walk) -> Maybe:
        """Its value where the names have the values of ``walk``.

        Raises ``ParseError`` if arrays in the formula do not fit together.
        """
        if self.formula is None:
            return self.number
        values = {name: walk.node_values[walk.graph.names[name]] for name in self.formula.inputs}
        try:
            return Walk(self.formula, values).output
        except BackpropVizError as error:
            raise ParseError(error.reason, text=self.text) from None

    def is_proved(self, expression: Any, graph: Graph, limit: int) -> bool:
        """Whether SymPy proves the formula equal to an expression of the graph's inputs.

        No proof is tried with more than ``limit`` terms.
        """
        if self.formula is None:
            return False
        try:
            _, built = expressions(graph, limit=limit)
            symbols, mine = expressions(self.formula, limit=limit)
            known = {symbols[name]: built[graph.names[name]] for name in symbols}
            if any(value is None for value in known.values()):
                return False
            given = mine[self.formula.output_node.index].xreplace(known)
        except (ArithmeticError, GraphError, RecursionError, TypeError, ValueError):
            return False
        return is_proved_equal(given, expression)

    def is_light(self, graph: Graph) -> bool:
        """Whether the powers of numbers in the formula, at these names, and in the graph are small.

        SymPy writes them out to the last digit, and 9**9**9 has 370 million.
        """
        fixed, weight = _fixed(graph, {})
        if self.formula is not None:
            names = {name: fixed.get(graph.names[name]) for name in self.formula.inputs}
            weight *= _fixed(self.formula, names)[1]
        return weight <= _MAX_WEIGHT


def _fixed(graph: Graph, given: Mapping[str, float | None]) -> tuple[dict[int, float], float]:
    """The numbers that depend on no input, by node, and the product of all that are operands."""
    fixed: dict[int, float] = {}
    weight = 1.0
    for node in graph.nodes:
        value: Maybe = given.get(node.name) if node.is_input else node.value
        if node.op is not None and node.op.is_entrywise:
            numbers = [fixed[i] for i in node.operands if i in fixed]
            for number in [*numbers, *node.op.chosen]:
                weight *= max(1.0, abs(number))
            if len(numbers) == node.op.arity:
                with np.errstate(all="ignore"):
                    value = node.op.forward(*map(np.float64, numbers))
        if value is not None and not np.ndim(value):
            fixed[node.index] = float(value)
    return fixed, weight


def read_answer(source: Any, graph: Graph, known: Collection[str]) -> Answer:
    """Read an answer; a formula may use the names in ``known``.

    Raises ``ParseError`` that shows the place for text that cannot be read, and ``GraphError``
    for anything that is no answer at all.
    """
    if isinstance(source, str):
        return _read_text(source, graph, known)
    if isinstance(source, (bool, int, float, np.number, np.ndarray, Sequence)):
        return Answer(str(source), number=as_number(source))
    if source is None or isinstance(source, complex):
        raise GraphError("answer.kind", source=quoted(source))
    return _answer(str(source), read(source), known)


def as_number(source: Any) -> Value:
    """A number or an array as float64. Raises ``GraphError`` for anything else."""
    try:
        return np.asarray(source, dtype=np.float64)[()]
    except (TypeError, ValueError, OverflowError):
        raise GraphError("answer.kind", source=quoted(source)) from None


def _read_text(text: str, graph: Graph, known: Collection[str]) -> Answer:
    if len(text) > MAX_CHARACTERS:
        raise ParseError(
            "answer.too_long",
            hint="answer.shorter",
            count=f"{len(text):,}",
            limit=f"{MAX_CHARACTERS:,}",
        )
    number = not_finite(text)
    if number is not None and text.strip().lstrip("+-−").lower() not in graph.names:
        return Answer(text, number=np.float64(number))
    reading, read_as = read_answer_text(text, graph.names)
    return replace(_answer(text, reading, known), read_as=read_as)


def _answer(text: str, reading: Reading, known: Collection[str]) -> Answer:
    if reading.output.value is not None:
        return Answer(text, number=reading.output.value)
    made = Graph.build(reading.roots, reading.output, reading.names)
    for name in made.inputs:
        if name not in known:
            raise _unknown(text, name, known)
    return Answer(text, formula=made)


def _unknown(text: str, name: str, known: Collection[str]) -> ParseError:
    shown = [*known][:MAX_NAMES]
    listed = ", ".join(shown) + ", …" * (len(known) > len(shown))
    places = (m for m in _NAME.finditer(text) if canonical(m[0]) == name)
    at = next((m.start() for m in places), 0)
    return ParseError(
        "answer.unknown",
        text=text,
        line=text.count("\n", 0, at) + 1,
        column=at - (text.rfind("\n", 0, at) + 1) + 1,
        hint="answer.names" if known else "answer.no_names",
        name=name,
        names=listed,
    )
