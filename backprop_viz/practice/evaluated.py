"""The value of an expression that was read by :mod:`.typed`, at numbers for its names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..calls.rows import OF_ENTRIES
from .typed import Node

__all__ = ["Change", "Misfit", "evaluated", "leaves", "products", "sums"]

Array = NDArray[np.float64]


class Misfit(Exception):  # noqa: N818 - no error of the package
    """Shapes that do not go together."""


@dataclass(frozen=True)
class Change:
    """What is otherwise in an expression: the node that is turned, the product that is, and the
    sum along another axis.
    """

    turned: int = 0
    swapped: int = 0
    along: int = 0


@dataclass(frozen=True)
class _Value:
    """An array; a vector may be a row, when it was transposed."""

    array: Array
    is_row: bool = False


_SIGNS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "+": np.add,
        "-": np.subtract,
        "*": np.multiply,
        "/": np.divide,
        "**": np.power,
        "<": np.less,
        ">": np.greater,
        "<=": np.less_equal,
        ">=": np.greater_equal,
        "=": np.equal,
        "!=": np.not_equal,
    }
)


def leaves(tree: Node) -> list[Node]:
    """The names in it, from left to right."""
    return _of_kind(tree, ("name",))


def products(tree: Node) -> list[Node]:
    """The products of matrices in it, those inside before those around them."""
    return _of_kind(tree, ("@", "·"))


def sums(tree: Node) -> list[Node]:
    """The sums and means in it."""
    return _of_kind(tree, ("sum", "mean"))


def _of_kind(tree: Node, kinds: tuple[str, ...]) -> list[Node]:
    found = [one for part in tree.parts for one in _of_kind(part, kinds)]
    return [*found, tree] if tree.kind in kinds else found


def evaluated(
    tree: Node, names: Mapping[str, Any], *, by_entry: bool, change: Change | None = None
) -> Array:
    """The value of a tree. Raises ``Misfit`` where shapes do not go together.

    A dot, or nothing, between two factors is a product of matrices, or ``by_entry``.
    """
    with np.errstate(all="ignore"):
        return _Evaluation(names, by_entry, change or Change()).of(tree).array


class _Evaluation:
    def __init__(self, names: Mapping[str, Any], by_entry: bool, change: Change) -> None:
        self.names, self.by_entry, self.change = names, by_entry, change

    def of(self, tree: Node) -> _Value:
        parts = [self.of(part) for part in tree.parts]
        if tree.id == self.change.swapped:
            parts.reverse()
        found = self.made(tree, parts)
        return _turned(found) if tree.id == self.change.turned else found

    def made(self, tree: Node, parts: list[_Value]) -> _Value:
        kind = tree.kind
        if kind == "number":
            return _Value(np.asarray(tree.number))
        if kind == "name":
            return _Value(np.asarray(self.names[tree.name], dtype=np.float64))
        if kind == "minus":
            return _Value(-parts[0].array, parts[0].is_row)
        if kind == "T":
            return _turned(parts[0])
        if kind in ("sum", "mean"):
            return _reduced(tree, parts[0].array, is_other=tree.id == self.change.along)
        if kind == "·" and (self.by_entry or not all(part.array.ndim for part in parts)):
            kind = "*"
        if kind in ("@", "·"):
            return _product(*parts)
        if tree.name == "outer":
            one, other = (part.array for part in parts)
            if one.ndim != 1 or other.ndim != 1:
                raise Misfit
            return _Value(np.multiply.outer(one, other))
        return _by_entry(OF_ENTRIES[tree.name].forward if tree.name else _SIGNS[kind], parts)


def _turned(given: _Value) -> _Value:
    if given.array.ndim > 2:
        raise Misfit
    return _Value(given.array.T, given.array.ndim == 1 and not given.is_row)


def _by_entry(function: Callable[..., Any], parts: list[_Value]) -> _Value:
    arrays = [part.array for part in parts]
    try:
        np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError:
        raise Misfit from None
    rows = [part.is_row for part in parts if part.array.ndim]
    return _Value(np.asarray(function(*arrays), dtype=np.float64), bool(rows) and all(rows))


def _product(one: _Value, other: _Value) -> _Value:
    a, b = one.array, other.array
    if not 1 <= a.ndim <= 2 or not 1 <= b.ndim <= 2:
        raise Misfit
    if a.ndim == b.ndim == 1 and other.is_row and not one.is_row:
        return _Value(np.multiply.outer(a, b))
    if a.shape[-1] != b.shape[0]:
        raise Misfit
    return _Value(np.asarray(a @ b), a.ndim == 1 and one.is_row and b.ndim == 2)


def _reduced(tree: Node, array: Array, *, is_other: bool) -> _Value:
    axes = tree.axes
    if is_other:
        if array.ndim != 2 or axes is None:
            raise Misfit
        axes = (1 - axes[0] % 2,)
    if axes is not None:
        if any(not -array.ndim <= axis < array.ndim for axis in axes):
            raise Misfit
        axes = tuple(axis % array.ndim for axis in axes)
        if len({*axes}) < len(axes):
            raise Misfit
    function = np.sum if tree.kind == "sum" else np.mean
    return _Value(np.asarray(function(array, axis=axes, keepdims=tree.keeps)))
