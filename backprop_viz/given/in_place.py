"""What a Python function writes in place while it is traced: ``y += 1``.

An expression never changes, so ``y += 1`` makes a new one. Where y is an array, NumPy writes into
it instead, and all that shares its entries has other numbers from then on: another name of it, what
it is a view of, other views. Where y is a number, nothing else changes. So whoever uses what shared
its entries is refused, unless y is known to be a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any, TypeAlias

from ..errors import GraphError

__all__ = ["WRITES", "InPlace", "Writes", "made", "used"]

Expr: TypeAlias = Any  # an expression, which imports this


class Writes:
    """The writes of one trace."""

    def __init__(self) -> None:
        self._before: dict[Expr, Expr] = {}  # by the value of now, the one that it was written over
        self._written: dict[Expr, list[Expr]] = {}  # by the whole, its places
        self._fresh: set[Expr] = set()

    def over(self, old: Expr, new: Expr) -> None:
        """Take in that a value was written over by another."""
        is_number = old.sketch is not None and not old.sketch.shape
        if old is new or old.value is not None or is_number or new.value is not None:
            return
        path = self._path(old)
        self._fresh = {one for one in self._fresh if _are_apart(self._path(one), path)}
        self._fresh.add(new)
        self._before[new] = self._before.get(old, old)
        self._written.setdefault(path[0], []).append(old)

    def check(self, used: Any) -> None:
        """Raise ``GraphError`` for what was used after it, or a part of it, was written over."""
        for expr in used if self._written else ():
            path = self._path(expr)
            places = self._written.get(path[0], ())
            if expr not in self._fresh and not all(
                _are_apart(path, self._path(place)) for place in places
            ):
                raise GraphError("source.in_place")

    def made(self, expr: Expr) -> None:
        """Take in a new expression: a view of what is as it was written shares that."""
        if self._written and _is_view(expr) and expr.operands[0] in self._fresh:
            self._fresh.add(expr)

    def _path(self, expr: Expr) -> list[Expr]:
        """The array that an expression is a part of, the view of that, and so on down to it."""
        path = []
        while True:
            expr = self._before.get(expr, expr)
            path.append(expr)
            if not _is_view(expr):
                return path[::-1]
            expr = expr.operands[0]


def _is_view(expr: Expr) -> bool:
    if expr.op is None or not expr.op.is_view:
        return False
    is_number = expr.sketch is not None and not expr.sketch.shape
    copies = any(isinstance(item, tuple) and item[0] == "list" for item in _index(expr))
    return not copies and not (is_number and _index(expr))


def _index(expr: Expr) -> Any:
    """What picks its entries; empty of anything else."""
    return () if expr.op is None else expr.op.named.get("index", ())


def _are_apart(path: list[Expr], other: list[Expr]) -> bool:
    """Whether two parts of an array have no entry in common: ``x[0]`` and ``x[1]``."""
    for one, another in zip(path, other, strict=False):
        if one is not another:
            return _lead_apart(_index(one), _index(another))
    return False


def _lead_apart(items: Any, others: Any) -> bool:
    """Whether two indices differ in a whole number, at an axis that is the same in both."""
    for one, other in zip(items, others, strict=False):
        if type(one) is type(other) is int and one != other and (one < 0) == (other < 0):
            return True
        if one != other and not (_is_along(one) and _is_along(other)):
            return False
    return False


def _is_along(item: Any) -> bool:
    """Whether an item of an index is of one axis."""
    return isinstance(item, int) or (isinstance(item, tuple) and item[0] == "slice")


_NONE = Writes()
WRITES: ContextVar[Writes] = ContextVar("writes", default=_NONE)
"""Those of the function that is being traced."""


def used(parts: Iterable[Expr]) -> tuple[Expr, ...]:
    """What an operation is made of. Raises ``GraphError`` if it was written over."""
    found = tuple(parts)
    WRITES.get().check(found)
    return found


def made(expr: Expr) -> Expr:
    """An operation that is new."""
    WRITES.get().made(expr)
    return expr


def _writing(method: str) -> Callable[..., Any]:
    """The method of an operator that writes, such as ``+=``."""

    def write(self: Expr, other: Any) -> Any:
        new, writes = getattr(self, method)(other), WRITES.get()
        if writes is not _NONE and isinstance(new, type(self)):
            writes.over(self, new)
        return new

    return write


class InPlace:
    """What operators that write make: a new expression, in place of the old one."""

    __slots__ = ()

    __iadd__, __isub__, __imul__ = map(_writing, ("__add__", "__sub__", "__mul__"))
    __itruediv__, __ipow__ = map(_writing, ("__truediv__", "__pow__"))
    __imatmul__ = _writing("__matmul__")
