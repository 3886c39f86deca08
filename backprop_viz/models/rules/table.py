"""The table of rules, and what a rule is given."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import numpy as np

from ...blocks.calls import inside
from ...calls.rows import ROW_FUNCTIONS, make
from ...core.expression import Expr, constant
from ...core.ops import OPS
from ...parts import INSIDE, Call

__all__ = ["RULES", "Made", "Unread", "flat", "picked", "reshaped", "row", "rule", "rule_of"]

Exprs: TypeAlias = Expr | Sequence[Expr | None]
Rule: TypeAlias = Callable[..., Exprs]
R = TypeVar("R")

RULES: dict[str, Rule] = {}
"""By the names of PyTorch's operations without their overloads."""


class Unread(Exception):  # noqa: N818  # no fault, but what a rule does not know
    """An option of an operation that its rule has nothing for."""


@dataclass(frozen=True)
class Made:
    """An operation as it ran: its function, what it was given, and what it gave."""

    function: Any
    raw: Sequence[Any]
    named: dict[str, Any]
    out: Any

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the (first) result."""
        out = self.out[0] if isinstance(self.out, tuple | list) else self.out
        return tuple(out.shape)

    def places(self) -> Any:
        """What came from where: the operation on the places of the entries of its first operand."""
        return self.function(self.places_from(0), *self.raw[1:], **self.named)

    def places_from(self, start: int) -> Any:
        """The places of the entries of the first operand, in its shape."""
        torch, first = importlib.import_module("torch"), self.raw[0]
        numbers = torch.arange(start, start + first.numel(), dtype=torch.float64)
        return numbers.reshape(first.shape)

    def entries(self, size: int, shape: tuple[int, ...]) -> Any:
        """For each entry of such a shape an array that has a 1 there, and zeros."""
        torch = importlib.import_module("torch")
        return torch.eye(size, dtype=torch.float64).reshape(size, *shape)


def rule(*names: str, block: bool = False) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Enter a function in the table; of a ``block`` the expressions belong together."""

    def enter(made: Callable[..., R]) -> Callable[..., R]:
        for name in names:
            found: Any = _block(made, name) if block else made
            RULES[name] = found
        return made

    return enter


def _block(made: Callable[..., Any], name: str) -> Rule:
    own = name.strip("_").removeprefix("native_").removesuffix("_forward")
    own = own.removesuffix("_with_indices").removesuffix("_for_cpu")

    def called(*operands: Any, **options: Any) -> Exprs:
        call: Call[Expr] = Call(own, INSIDE.get(), {})
        with inside(call):
            result: Exprs = made(*operands, **options)
        results = [result] if isinstance(result, Expr) else result
        call.outputs = tuple(one for one in results if one is not None)
        return result

    return called


def rule_of(name: str) -> Rule | None:
    """The rule for an operation, also for its form that writes into its operand."""
    return RULES.get(name) or RULES.get(name.removesuffix("_"))


# Words of the rules


def row(name: str, *operands: Any, **options: Any) -> Expr:
    """An operation of the table, or one of the functions over it, on expressions and numbers."""
    if name in ROW_FUNCTIONS:
        found = ROW_FUNCTIONS[name](*operands, **options)
    else:
        found = make(OPS[name], *operands)
    return constant(found)


def reshaped(a: Expr, shape: Sequence[int]) -> Expr:
    """The same entries in another shape; nothing where it is that already."""
    if a.shape == tuple(shape):
        return a
    return make(OPS["reshape"].choose(tuple(map(int, shape))), a)  # type: ignore[no-any-return]


def flat(a: Expr) -> Expr:
    """All entries in one row."""
    return reshaped(a, (int(np.prod(a.shape, dtype=int)),))


def picked(a: Expr, places: Any) -> Expr:
    """The entries of ``a`` at places that count through all of them."""
    places = np.asarray(places)
    if places.shape == a.shape and np.array_equal(places.ravel(), np.arange(places.size)):
        return a
    index = (("list", *map(int, places.ravel())),)
    return reshaped(make(OPS["take"].choose(index), flat(a)), places.shape)
