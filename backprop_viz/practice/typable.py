"""What judges a typed expression at an edge: numbers for its names, and likely mistakes.

Besides the numbers of the walk there are others, drawn for this edge alone, so that an expression
that is equal by accident is not called right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..arithmetic.shapes import Shape, summed_to
from ..spell.numbers import Value, is_finite
from ..tell.felt import felt
from ..tell.walk import Step
from .evaluated import Misfit, evaluated
from .numbers import Chance
from .typed import Node, Unread, read

__all__ = ["Known", "Numbers", "Typable", "are_equal", "spread", "summed", "typable", "valued"]

FRESH = 3
MOST_ENTRIES = 150  # of all arrays at an edge: a page has them several times
_TINY = 1e-12
_DIGITS = 1e-8
_NAME = re.compile(r"[^\W\d_]\w*['′]*")


@dataclass(frozen=True)
class Numbers:
    """Arrays by name, and what comes back then."""

    names: Mapping[str, Value]
    wanted: Value


@dataclass(frozen=True)
class Known:
    """A wrong expression, as it may be chosen, and its mistake."""

    text: str
    slip: str
    is_summed: bool


@dataclass(frozen=True)
class Typable:
    """An edge at which an expression can be typed.

    ``spellings`` are all names that are known, each with the one that has numbers, and ``offered``
    those of which a learner is told. ``by_entry`` tells what a dot means, and ``is_spread`` that
    fewer entries will do for a gradient in which they are alike. ``share`` is what a
    mean divides by, and ``uses`` at how many places the operand takes part.
    """

    spellings: Mapping[str, str]
    offered: Sequence[str]
    upstream: str
    numbers: tuple[Numbers, ...]
    known: tuple[Known, ...]
    by_entry: bool
    is_spread: bool
    share: int
    uses: int

    @cached_property
    def shape(self) -> Shape:
        """That of the gradient."""
        return np.shape(self.numbers[0].wanted)

    def tree(self, text: str) -> Node:
        """The text as a tree. Raises ``Unread``."""
        return _renamed(read(text, [*self.spellings]), self.spellings)


def typable(step: Step, choices: Mapping[str, str], seed: Sequence[object]) -> Typable | None:
    """What judges an expression that is typed for a backward step; None where it can be chosen
    only: where no text of this small language says what is right, or says what is wrong as well.
    """
    spellings, offered, upstream = _spellings(step)
    right = next(iter(choices), "")
    arrays = (*step.operand_values, step.value, step.upstream)
    if len(choices) < 2 or sum(map(np.size, arrays)) > MOST_ENTRIES:
        return None
    assert step.upstream is not None
    found = [_numbers(step, step.operand_values, step.value, step.upstream)]
    for number in range(FRESH):
        fresh = _fresh(step, number, seed)
        if fresh is None:
            return None
        found.append(fresh)
    made = Typable(
        spellings,
        offered,
        upstream,
        tuple(found),
        tuple(_known(text, slip, step) for text, slip in choices.items() if slip),
        step.is_entrywise,
        not step.is_entrywise and len(step.operand_values) == 1,
        step.share,
        max(np.size(step.value) // max(np.size(step.contribution), 1), 1),
    )
    told = _known(right, "", step)
    is_told = all(_is_right(told, made, numbers) for numbers in made.numbers)
    as_right = [
        known for known in made.known if all(_is_right(known, made, n) for n in made.numbers)
    ]
    # Of vectors NumPy turns what mathematics would have to transpose.
    is_product = not step.is_entrywise and len(step.operand_values) == 2
    has_vectors = is_product and any(np.ndim(array) == 1 for array in arrays)
    if not is_told or (as_right and not has_vectors):
        return None
    return replace(made, known=tuple(known for known in made.known if known not in as_right))


def valued(known: Known, made: Typable, numbers: Numbers) -> Value | None:
    """The value of an expression that can be chosen; None where it has none."""
    try:
        found = evaluated(made.tree(known.text), numbers.names, by_entry=made.by_entry)
    except (Unread, Misfit):
        return None
    return summed(found, made.shape) if known.is_summed else found


def summed(value: Value, own: Shape) -> Value | None:
    """Summed over the places at which the operand takes part; None where there are none."""
    shape = np.shape(value)
    if len(shape) < len(own):
        return None
    pairs = zip(shape[len(shape) - len(own) :], own, strict=True)
    return summed_to(value, own) if all(few in (size, 1) for size, few in pairs) else None


def _is_right(known: Known, made: Typable, numbers: Numbers) -> bool:
    found = valued(known, made, numbers)
    return found is not None and are_equal(spread(found, made), numbers.wanted)


def spread(found: Value, made: Typable) -> Value:
    """Where entries of a gradient are alike, fewer will do."""
    own, shape = np.shape(found), made.shape
    fits = len(own) == len(shape) and all(a in (1, b) for a, b in zip(own, shape, strict=True))
    is_few = made.is_spread and (not own or fits)
    return np.broadcast_to(np.asarray(found), shape) if is_few else found


def are_equal(given: Value, wanted: Value, digits: float = _DIGITS) -> bool:
    """Whether shape and numbers are the same, but for errors of rounding."""
    if np.shape(given) != np.shape(wanted) or not (is_finite(given) and is_finite(wanted)):
        return False
    most = float(np.max(np.abs(wanted), initial=0.0))
    gap = np.max(np.abs(np.subtract(given, wanted)), initial=0.0)
    return bool(gap <= max(digits * most, _TINY))


def _known(text: str, slip: str, step: Step) -> Known:
    """An expression without the word that says that it is summed over the places."""
    is_summed = step.is_summed and slip != "unsummed"
    return Known(text[len("sum(") : -1] if is_summed else text, slip, is_summed)


def _spellings(step: Step) -> tuple[dict[str, str], list[str], str]:
    graph, shown, place = step.graph, step.walk.shown, step.place
    output = graph.output_node.index
    upstream = f"∂{shown[output]}/∂{shown[place.index]}"
    spellings: dict[str, str] = {}
    for index in dict.fromkeys((*place.operands, place.index)):
        if _NAME.match(shown[index]):
            spellings |= {shown[index]: shown[index], graph.nodes[index].name: shown[index]}
    offered = list(dict.fromkeys(spellings.values()))
    short = next((name for name in ("G", "g", "U") if name not in spellings), "")
    name = graph.nodes[place.index].name
    for spelling in (short, upstream, f"d{graph.output}/d{name}", f"d{name}", short.lower()):
        if spelling:
            spellings.setdefault(spelling, upstream)
    return spellings, [*offered, f"{short} = {upstream}" if short else upstream], upstream


def _numbers(step: Step, operands: Sequence[Value], value: Value, upstream: Value) -> Numbers:
    assert step.position is not None
    op, shown = step.operation.op, step.walk.shown
    local = op.partials(value, *operands)[step.position]
    term = op.backs[step.position](upstream, local, value, *operands)
    wanted = summed_to(np.asarray(term)[()], np.shape(operands[step.position]))
    names = {shown[index]: x for index, x in zip(step.place.operands, operands, strict=True)}
    names |= {shown[step.place.index]: value}
    names |= {f"∂{shown[step.graph.output_node.index]}/∂{shown[step.place.index]}": upstream}
    return Numbers(names, wanted)


def _fresh(step: Step, number: int, seed: Sequence[object]) -> Numbers | None:
    """Other numbers: on both sides of a constant beside them or of 0, the second those on the other
    side, as a gate does not do the same there; or where that has no value positive ones.
    """
    for least, most in ((0.5, 2.5), (0.1, 0.9)):
        for side in (*(1.0, -1.0)[number : number + 1], 0.0):
            found = _at(step, _Draw(least, most, side, number, seed))
            if found is not None:
                return found
    return None


@dataclass(frozen=True)
class _Draw:
    """How numbers are drawn: of which size, and on which ``side``, or all positive at 0."""

    least: float
    most: float
    side: float
    number: int
    seed: Sequence[object]

    def array(self, shape: Shape, *key: object, signs: bool = False) -> Value:
        """Numbers by themselves, for a ``key``."""
        chance = Chance("typed", self.least, *key, *self.seed)
        steps, count = round(1000 * (self.most - self.least)), int(np.prod(shape, dtype=int))
        sizes = [self.least + chance.below(steps) / 1000 for _ in range(count)]
        drawn = [-x if signs and chance.below(2) else x for x in sizes]
        return np.array(drawn, dtype=np.float64).reshape(shape)[()]


def _at(step: Step, draw: _Draw) -> Numbers | None:
    """What comes back at numbers that are drawn; None where something has no value there."""
    graph, place, drawn = step.graph, step.place, dict[int, Value]()
    values = dict(zip(place.operands, step.operand_values, strict=True))
    middle = [x for i, x in values.items() if graph.nodes[i].is_constant and not np.ndim(x)]
    for index, value in values.items():
        shape = np.shape(value)
        if graph.nodes[index].is_constant:
            drawn[index] = value
        elif not graph.has_gradient[index] or index not in felt(step.walk):
            drawn[index] = _other_case(value, draw)
        elif draw.side:  # of the first and the second the same, on either side
            about = middle[0] if middle else np.float64(0.0)
            drawn[index] = about + draw.side * draw.array(shape, "sides", index, signs=True)
        else:
            drawn[index] = draw.array(shape, draw.number, index)
    operands = [drawn[index] for index in place.operands]
    upstream = draw.array(np.shape(step.upstream), "upstream", draw.number, signs=True)
    with np.errstate(all="ignore"):
        value = step.operation.op.forward(*operands)
        if np.shape(value) != np.shape(step.value) or not is_finite(value):
            return None
        found = _numbers(step, operands, value, upstream)
    return found if is_finite(found.wanted) else None


def _other_case(value: Value, draw: _Draw) -> Value:
    """What has no gradient stays, such as a label; of conditions others are true."""
    if not np.all((value == 0) | (value == 1)) or not draw.side:
        return value
    is_true = draw.array(np.shape(value), "cases", signs=True) * draw.side > 0
    return np.asarray(is_true, dtype=np.float64)[()]


def _renamed(tree: Node, names: Mapping[str, str]) -> Node:
    parts = tuple(_renamed(part, names) for part in tree.parts)
    return replace(tree, parts=parts, name=names.get(tree.name, tree.name))
