"""Straight-line code in the making: its terms, of known shapes, and the lines that it becomes.

A term is made once: what two formulas share is computed once, and what nothing needs in the end is
not computed at all. A term may be narrower than what it stands for: what is the same along an axis
is stretched there only where that is needed.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arithmetic.shapes import Shape

__all__ = ["Lines", "Term"]

_WIDTH = 88  # of a line, as far as it grows by what is written into it

# How tightly a text binds: a name or call, a sign, a product, a sum, whatever else
_NAME, _SIGN, _PRODUCT, _SUM, _LOOSE = range(5)


class _Line(NamedTuple):
    """How a term is computed: a text with a slot for each part."""

    text: str
    binds: int
    parts: tuple[int, ...] = ()
    takes: tuple[int, ...] = ()  # how loosely each part may bind without parentheses
    base: int | None = None  # the line whose memory it shares; -1: that of somebody else


class _Sign(NamedTuple):
    """An operator: its text, how tightly it binds, and its parts."""

    text: str
    binds: int
    takes: tuple[int, int]
    compute: Callable[[Any, Any], Any]


class Term:
    """A value in the code: a line, or a constant. Formulas of rows compute with it."""

    __slots__ = ("constant", "is_bool", "line", "lines", "opposite", "shape", "wide")

    def __init__(
        self,
        lines: Lines,
        line: int,
        shape: Shape,
        wide: Shape,
        constant: float | None = None,
        is_bool: bool = False,
        opposite: Term | None = None,
    ) -> None:
        self.lines, self.line = lines, line
        self.shape = shape  # as it is computed
        self.wide = wide  # of what it stands for
        self.constant, self.is_bool = constant, is_bool
        self.opposite = opposite  # what it is the negative of

    def __add__(self, other: Any) -> Term:
        return self.lines.joined("+", self, other)

    def __radd__(self, other: Any) -> Term:
        return self.lines.joined("+", other, self)

    def __sub__(self, other: Any) -> Term:
        return self.lines.joined("-", self, other)

    def __rsub__(self, other: Any) -> Term:
        return self.lines.joined("-", other, self)

    def __mul__(self, other: Any) -> Term:
        return self.lines.joined("*", self, other)

    def __rmul__(self, other: Any) -> Term:
        return self.lines.joined("*", other, self)

    def __truediv__(self, other: Any) -> Term:
        return self.lines.joined("/", self, other)

    def __rtruediv__(self, other: Any) -> Term:
        return self.lines.joined("/", other, self)

    def __lt__(self, other: Any) -> Any:
        return self.lines.compared("<", self, other)

    def __le__(self, other: Any) -> Any:
        return self.lines.compared("<=", self, other)

    def __gt__(self, other: Any) -> Any:
        return self.lines.compared(">", self, other)

    def __ge__(self, other: Any) -> Any:
        return self.lines.compared(">=", self, other)

    def __eq__(self, other: Any) -> Any:
        return self.lines.compared("==", self, other)

    def __ne__(self, other: Any) -> Any:
        return self.lines.compared("!=", self, other)

    def __and__(self, other: Any) -> Any:
        return self.lines.compared("&", self, other)

    def __rand__(self, other: Any) -> Any:
        return self.lines.compared("&", other, self)

    def __or__(self, other: Any) -> Any:
        return self.lines.compared("|", self, other)

    def __ror__(self, other: Any) -> Any:
        return self.lines.compared("|", other, self)

    __hash__ = None  # type: ignore[assignment]  # equality is a comparison in the code

    def __neg__(self) -> Term:
        if self.constant is not None:
            return self.lines.number(-self.constant, self.wide)
        line = self.lines.add("-{}", _SIGN, self, takes=(_SIGN,))
        return Term(self.lines, line, self.shape, self.wide, opposite=self)

    @property
    def narrow(self) -> Term:
        """The same, standing for no more than what is computed."""
        return self.widened(self.shape)

    def widened(self, wide: Shape) -> Term:
        """The same, standing for something at least as wide."""
        if wide == self.wide:
            return self
        kept = self.constant, self.is_bool, self.opposite
        return Term(self.lines, self.line, self.shape, wide, *kept)


_SIGNS = {
    "+": _Sign("{} + {}", _SUM, (_SUM, _PRODUCT), operator.add),
    "-": _Sign("{} - {}", _SUM, (_SUM, _PRODUCT), operator.sub),
    "*": _Sign("{} * {}", _PRODUCT, (_PRODUCT, _SIGN), operator.mul),
    "/": _Sign("{} / {}", _PRODUCT, (_PRODUCT, _SIGN), operator.truediv),
    "@": _Sign("{} @ {}", _PRODUCT, (_PRODUCT, _SIGN), operator.matmul),
    "<": _Sign("{} < {}", _LOOSE, (_SUM, _SUM), operator.lt),
    "<=": _Sign("{} <= {}", _LOOSE, (_SUM, _SUM), operator.le),
    ">": _Sign("{} > {}", _LOOSE, (_SUM, _SUM), operator.gt),
    ">=": _Sign("{} >= {}", _LOOSE, (_SUM, _SUM), operator.ge),
    "==": _Sign("{} == {}", _LOOSE, (_SUM, _SUM), operator.eq),
    "!=": _Sign("{} != {}", _LOOSE, (_SUM, _SUM), operator.ne),
    "&": _Sign("{} & {}", _LOOSE, (_NAME, _NAME), operator.and_),
    "|": _Sign("{} | {}", _LOOSE, (_NAME, _NAME), operator.or_),
}


def _is_power_of_two(*numbers: float) -> bool:
    return all(abs(math.frexp(number)[0]) == 0.5 for number in numbers)


class Lines:
    """The lines, in the order in which they were first needed."""

    def __init__(self) -> None:
        self._lines: list[_Line] = []
        self._known: dict[tuple[str, tuple[int, ...]], int] = {}
        self._names: dict[int, str] = {}
        self.numbers: dict[str, NDArray[np.float64]] = {}  # by the names that they have in the code

    # What terms are made of

    def add(
        self, text: str, binds: int, *parts: Term, takes: tuple[int, ...] = (), base: Any = None
    ) -> int:
        """The line of that text and these parts, the one from before if there is one."""
        key = text, tuple(part.line for part in parts)
        if key not in self._known:
            self._known[key] = len(self._lines)
            self._lines.append(_Line(text, binds, key[1], takes, base))
        return self._known[key]

    def given(self, name: str, shape: Shape) -> Term:
        """What the code is given under that name; its memory is somebody else's."""
        return Term(self, self.add(name, _NAME, base=-1), shape, shape)

    def number(self, value: float, wide: Shape = ()) -> Term:
        value = float(value)
        is_plain = math.copysign(1.0, value) > 0 or value != value
        line = self.add(repr(value), _NAME if is_plain else _SIGN)
        return Term(self, line, (), wide, constant=value)

    def call(
        self,
        name: str,
        *parts: Term,
        shape: Shape,
        wide: Shape | None = None,
        then: str = "",
        is_bool: bool = False,
    ) -> Term:
        """A call of a function, with further arguments as text. It makes something new."""
        text = f"{name}({', '.join(['{}'] * len(parts))}{then})"
        line = self.add(text, _NAME, *parts, takes=(_LOOSE,) * len(parts))
        return Term(self, line, shape, shape if wide is None else wide, is_bool=is_bool)

    def seen(self, term: Term, then: str, shape: Shape) -> Term:
        """The same memory in another way: ``then`` follows the term."""
        line = self.add("{}" + then, _NAME, term, takes=(_NAME,), base=self._base(term))
        return Term(self, line, shape, shape, is_bool=term.is_bool)

    def compared(self, sign: str, left: Any, right: Any) -> Any:
        """A condition of the two, or of two conditions; a bool where it is known already."""
        if isinstance(left, bool) or isinstance(right, bool):
            known, other = (left, right) if isinstance(left, bool) else (right, left)
            return other if known == (sign == "&") else known
        a, b = self.term(left), self.term(right)
        if a.constant is not None and b.constant is not None:
            return bool(_SIGNS[sign].compute(a.constant, b.constant))
        return self._infix(sign, a, b)

    def joined(self, sign: str, left: Any, right: Any) -> Term:
        """The two as the operator joins them, entry by entry."""
        a, b = self.term(left), self.term(right)
        wide = np.broadcast_shapes(a.wide, b.wide)
        if a.constant is not None and b.constant is not None:
            with np.errstate(all="ignore"):
                numbers = np.float64(a.constant), np.float64(b.constant)
                return self.number(_SIGNS[sign].compute(*numbers), wide)
        if sign == "*" and not (a.is_bool or b.is_bool):
            for factor, other in ((a, b), (b, a)):
                if factor.constant == 1.0:
                    return other.widened(wide)
                if factor.constant == -1.0:
                    return (-other).widened(wide)
        if sign == "/" and b.constant == 1.0:
            return a.widened(wide)
        if sign == "/" and b.constant and _is_power_of_two(b.constant, 1.0 / b.constant):
            return self._infix("*", a, self.number(1.0 / b.constant, b.wide))  # the same, sooner
        if sign in "*/" and a.opposite is not None and math.prod(b.shape) < math.prod(a.shape):
            a, b = a.opposite.widened(a.wide), -b  # the same numbers, and fewer of them are negated
        return self._infix(sign, a, b)

    def _infix(self, sign: str, a: Term, b: Term) -> Term:
        text, binds, takes, _ = _SIGNS[sign]
        if a.shape or b.shape:
            a, b = self._boxed(a), self._boxed(b)
        line = self.add(text, binds, a, b, takes=takes)
        shape, wide = (np.broadcast_shapes(*two) for two in ((a.shape, b.shape), (a.wide, b.wide)))
        return Term(self, line, shape, wide, is_bool=binds == _LOOSE)

    def _boxed(self, term: Term) -> Term:
        """A number as an array, which NumPy joins with another one sooner."""
        if term.constant is None:
            return term
        name = f"n{term.line}"
        self.numbers[name] = np.array(term.constant)
        return self.given(name, ()).widened(term.wide)

    def product(self, a: Term, b: Term, shape: Shape) -> Term:
        """The matrix product."""
        text, binds, takes, _ = _SIGNS["@"]
        line = self.add(text, binds, self.full(a), self.full(b), takes=takes)
        return Term(self, line, shape, shape)

    def term(self, value: Any) -> Term:
        return value if isinstance(value, Term) else self.number(value)

    # Shapes

    def full(self, term: Term, shape: Shape | None = None) -> Term:
        """As wide in memory as what it stands for, or at least of a shape."""
        shape = term.wide if shape is None else shape
        if term.constant is not None:
            if not shape:
                return self.call("float64", shape=shape, then=repr(term.constant))
            if term.constant == 0.0:
                return self.call("zeros", shape=shape, then=f"{shape}")
            return self.call("full", shape=shape, then=f"{shape}, {term.constant!r}")
        if term.shape == shape:
            return term
        if math.prod(term.shape) == math.prod(shape):  # further axes of size 1
            return self.reshaped(term.narrow, shape)
        text = f"broadcast_to({{}}, {shape}).copy()"
        return Term(self, self.add(text, _NAME, term, takes=(_LOOSE,)), shape, shape)

    def reshaped(self, term: Term, shape: Shape) -> Term:
        """The same entries in another shape."""
        if term.constant is not None:
            return self.number(term.constant, shape)
        term = self.full(term)
        if term.shape == shape:
            return term
        if len(term.shape) == 1 and shape == (*term.shape, 1):
            return self.seen(term, "[:, None]", shape)
        if not shape:
            return self.seen(term, f"[{', '.join('0' * len(term.shape))}]", shape)
        return self.seen(term, f".reshape({', '.join(map(str, shape))})", shape)

    def transposed(self, term: Term, order: tuple[int, ...]) -> Term:
        """The axes in another order."""
        shape, axes = tuple(term.wide[i] for i in order), tuple(range(len(order)))
        if term.constant is not None or order == axes:
            return term.widened(shape)
        then = ".T" if order == axes[::-1] else f".transpose({', '.join(map(str, order))})"
        return self.seen(self.full(term), then, shape)

    def fresh(self, term: Term) -> Term:
        """A copy of its own, row after row in memory."""
        self._lines.append(_Line("{}.copy()", _NAME, (term.line,), (_NAME,)))
        return Term(self, len(self._lines) - 1, term.shape, term.wide)

    # What it becomes

    def name(self, term: Term, name: str) -> None:
        """How a term goes by, if it gets a line of its own."""
        self._names.setdefault(term.line, name)

    def handed_out(
        self, terms: Sequence[Term], padded: Sequence[Shape], final: Sequence[Shape]
    ) -> list[Term]:
        """The terms as results, each of its own memory; they come in one shape, and get another."""
        taken = {-1}
        results = []
        for term, wide, shape in zip(terms, padded, final, strict=True):
            term = self.full(term, shape if term.constant is not None else wide)
            if term.shape and self._base(term) in taken:
                term = self.fresh(term)
            taken.add(self._base(term))
            results.append(self.reshaped(term.narrow, shape))
        return results

    def _base(self, term: Term) -> int:
        base = self._lines[term.line].base
        return term.line if base is None else base

    def written(self, results: Sequence[Term]) -> tuple[list[str], list[str]]:
        """The lines that the results need, and the results as they are spelled behind them."""
        uses = self._uses(results)
        spelled: list[tuple[str, int]] = []
        lines: list[str] = []
        for index, (text, binds, parts, takes, _) in enumerate(self._lines):
            if not uses[index]:
                spelled.append(("", _NAME))
                continue
            filled = (
                text_of if loose <= taken else f"({text_of})"
                for (text_of, loose), taken in zip((spelled[i] for i in parts), takes, strict=True)
            )
            made = text.format(*filled) if parts else text
            if parts and (uses[index] > 1 or len(made) > _WIDTH):
                name = self._names.get(index, f"t{index}")
                lines.append(f"{name} = {made}")
                made, binds = name, _NAME
            spelled.append((made, binds))
        return lines, [spelled[term.line][0] for term in results]

    def _uses(self, results: Sequence[Term]) -> list[int]:
        uses = [0] * len(self._lines)
        for term in results:
            uses[term.line] += 1
        for index in range(len(self._lines) - 1, -1, -1):
            if uses[index]:
                for part in self._lines[index].parts:
                    uses[part] += 1
        return uses
