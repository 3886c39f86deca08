"""A circuit of numbers as it grows: its quantities, what they are called, and their numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ..core.expression import Expr, constant, variable
from ..core.graph import topological_order
from ..spell.numbers import Value
from .vocabulary import Quantity, plus

__all__ = ["MOST", "Circuit", "Circuits"]

MOST = 12
"""Terms of a sum that are written out; more are added up in parts."""

_SAME = 1e-13  # of their size, by which two ways to compute a slope may differ


@dataclass(frozen=True)
class Circuit:
    """What a graph of numbers is made of, and the numbers to walk it at."""

    output: Expr
    names: Mapping[str, Expr]
    parameters: Collection[str]
    values: Mapping[str, Value]


class Circuits:
    """The quantities of circuits: a manner of evaluating rows in which every number is known.

    A branch is the one that is taken at these numbers. A sum of more than ``most`` terms is one of
    parts, each a quantity with a number of its own, whose terms are kept in ``parts``.
    """

    def __init__(self, taken: Collection[str], most: int) -> None:
        self.most = most
        self.inputs: dict[str, Expr] = {}
        self.names: dict[str, Expr] = {}
        self.parts: dict[str, Sequence[Quantity]] = {}
        self._numbers: dict[Expr, np.float64] = {}
        self._called: dict[str, object] = dict.fromkeys(taken)
        stems = ("s", "p", "part", "sum_of_part")
        numbered = (re.compile(rf"{stem}_?\d.*") for stem in stems)
        free = (not any(map(one.fullmatch, taken)) for one in numbered)
        self._stem = next((s for s, is_free in zip(stems, free, strict=True) if is_free), "Σ")

    def called(self, names: Iterable[str], owner: object) -> str:
        """The first of the names that nothing else goes by."""
        choice = [*names]
        for name in choice:
            if self._called.setdefault(name, owner) == owner:
                return name
        primed = choice[-1]
        while self._called.setdefault(primed, owner) != owner:
            primed += "'"
        return primed

    def known(self, name: str, number: np.float64) -> Expr:
        """A quantity whose number is given."""
        if name not in self.inputs:
            self.inputs[name] = variable(name)
            self._numbers[self.inputs[name]] = number
        return self.inputs[name]

    def number(self, quantity: Quantity) -> np.float64:
        """The number of a quantity."""
        if not isinstance(quantity, Expr):
            return np.float64(quantity)
        waiting = [quantity]
        with np.errstate(all="ignore"):
            while waiting:
                expr = waiting[-1]
                missing = [one for one in expr.operands if one not in self._numbers]
                if expr.value is not None:
                    self._numbers[expr] = np.float64(expr.value)
                elif expr.op is not None and missing:
                    waiting += missing
                    continue
                elif expr.op is not None:
                    operands = [self._numbers[one] for one in expr.operands]
                    self._numbers[expr] = np.float64(expr.op.forward(*operands))
                waiting.pop()
        return self._numbers[quantity]

    # How the rows are evaluated

    def compare(self, sign: str, a: Quantity, b: Quantity) -> bool:
        left, right = self.number(a), self.number(b)
        match sign:
            case "<":
                return bool(left < right)
            case "<=":
                return bool(left <= right)
            case ">":
                return bool(left > right)
            case ">=":
                return bool(left >= right)
            case "==":
                return bool(left == right)
        return bool(left != right)

    def where(self, condition: Any, yes: Quantity, no: Quantity) -> Quantity:
        """The branch that is taken; of two that come to the same, the one that is named first."""
        if condition or not (isinstance(yes, Expr) and isinstance(no, Expr)):
            return yes if condition else no
        one, other = self.number(yes), self.number(no)
        return yes if other != 0 and abs(one - other) <= _SAME * abs(other) else no

    def total(self, terms: Sequence[Quantity], within: str = "") -> Quantity:
        """The sum of the terms, or of their parts, which are named after what they are parts of."""
        terms = [term for term in terms if isinstance(term, Expr) or term != 0.0]
        if len(terms) > self.most:
            terms = self._parts(terms, f"{within}_" if within else self._stem)
        found: Quantity = 0.0
        for term in terms:
            found = plus(found, term)
        return found

    def _parts(self, terms: Sequence[Quantity], stem: str) -> list[Quantity]:
        count = min(self.most, -(-len(terms) // self.most))
        ends = [len(terms) * i // count for i in range(count + 1)]
        found: list[Quantity] = []
        first = sum(name.startswith(stem) and name[len(stem) :].isdigit() for name in self.parts)
        for number, (start, end) in enumerate(pairwise(ends), first + 1):
            part = terms[start:end]
            name = self.called((f"{stem}{number}",), stem)
            self.parts[name] = part
            value = np.float64(0.0)
            with np.errstate(all="ignore"):
                for term in part:
                    value = value + self.number(term)
            found.append(self.known(name, value))
        return found

    def keep_parts(self, count: int) -> None:
        """Forget the parts but the first ones: what they add up was not there yet."""
        for name in [*self.parts][count:]:
            del self.parts[name], self.inputs[name]

    def circuit(self, output: Quantity, name: str, parameters: Collection[str]) -> Circuit:
        """The circuit of one quantity."""
        last = output if isinstance(output, Expr) else constant(output)
        below = set(topological_order([last]))
        used = {key: expr for key, expr in self.inputs.items() if expr in below}
        names = {key: x for key, x in self.names.items() if x in below and x is not last}
        return Circuit(
            last,
            {**{key: expr for key, expr in names.items() if key not in used}, name: last},
            [key for key in parameters if key in used],
            {key: self._numbers[expr] for key, expr in used.items()},
        )
