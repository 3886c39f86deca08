"""Which expression each tensor stands for, also where tensors share their memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..core.expression import Expr, constant
from ..errors import GraphError
from .rules.places import written
from .rules.table import picked

__all__ = ["Memory", "Record", "Shared", "as_numpy", "check_dense", "version"]


class Shared(Exception):  # noqa: N818
    """A tensor in memory that others have written to, of which too little is known."""


@dataclass(eq=False, slots=True)
class Record:
    """A tensor and its expression; ``flows`` if a gradient goes back from it.

    What is ``stale`` was written to by way of another tensor; ``pending`` is what was written to
    some of its places. ``stopped`` is the expression behind a stop, once one was asked for.
    """

    tensor: Any
    expr: Expr
    flows: bool
    is_stale: bool = False
    stopped: Expr | None = None
    pending: list[tuple[Any, Expr]] = field(default_factory=list)

    def settle(self) -> Record:
        """Take in what is pending."""
        for at, expr in self.pending:
            self.expr = written(self.expr, at, expr)
        self.pending.clear()
        return self


class Memory:
    """The tensors of a run. All are kept, so that none takes the place of another."""

    def __init__(self, on_write: Callable[[int], None]) -> None:
        self._records: dict[int, Record] = {}
        self._storages: dict[int, list[Record]] = {}
        self._constants: dict[int, tuple[Any, Expr]] = {}
        self._on_write = on_write

    def put(self, tensor: Any, expr: Expr, flows: bool) -> Record:
        """Let a tensor stand for an expression."""
        old = self._records.get(id(tensor))
        if old is not None:
            old.is_stale = True
        record = Record(tensor, expr, flows)
        self._records[id(tensor)] = record
        self._storages.setdefault(storage(tensor), []).append(record)
        return record

    def peek(self, tensor: Any) -> Record | None:
        """What is known of this very tensor."""
        record = self._records.get(id(tensor))
        return None if record is None or record.is_stale else record

    def find(self, tensor: Any) -> Record | None:
        """The same, or what follows from what shares its memory. Raises ``Shared``."""
        record = self.peek(tensor)
        if record is not None:
            return record.settle()
        others = [one for one in self._storages.get(storage(tensor), []) if not one.is_stale]
        for one in reversed(others):
            if _layout(one.tensor) == _layout(tensor):
                one.settle()
                return self.put(tensor, one.expr, one.flows)
        if not others:
            return None
        wanted = _positions(tensor)
        for one in reversed(others):
            at = _index_in(one.tensor, wanted)
            if one.tensor.dtype == tensor.dtype and (at >= 0).all():
                return self.put(tensor, picked(one.settle().expr, at), one.flows)
        raise Shared

    def constant(self, tensor: Any, name: str = "") -> Expr:
        """A tensor that depends on no input, as it is now."""
        known, numbers = self._constants.get(id(tensor)), as_numpy(tensor)
        # PyTorch does not count its own writes, as to the running mean of a norm
        if known is not None and np.array_equal(known[1].value, numbers, equal_nan=True):
            return known[1]
        made = constant(numbers.copy(), name)
        self._constants[id(tensor)] = (tensor, made)
        return made

    def before_write(self, tensor: Any) -> None:
        """Get ready for a write: what it leaves as it is has to be known."""
        key = storage(tensor)
        self._on_write(key)
        known = [one for one in self._storages.get(key, []) if not one.is_stale]
        if _is_whole(tensor) or any(_is_whole(one.tensor) for one in known):
            return
        size = tensor.untyped_storage().nbytes() // tensor.element_size()
        whole = tensor.detach().as_strided((size,), (1,), 0)
        expr = constant(as_numpy(whole).copy())
        for one in known:
            expr = written(expr, _positions(one.tensor), one.settle().expr)
        self.put(whole, expr, any(one.flows for one in known))

    def write(self, tensor: Any, expr: Expr, flows: bool) -> list[Any]:
        """Let a tensor have become an expression, and all that shares its memory follow.

        Returns the other tensors that a gradient came back from.
        """
        key, places = storage(tensor), _positions(tensor)
        touched = []
        for one in list(self._storages.get(key, [])):
            if one.is_stale or one.tensor is tensor:
                continue
            at = _index_in(one.tensor, places)
            if not (at >= 0).any():
                continue
            if one.flows:
                touched.append(one.tensor)
            if (at >= 0).all() and _is_whole(one.tensor) and not _is_whole(tensor):
                one.pending.append((at, expr))
                one.flows, one.stopped = one.flows or flows, None
            else:
                one.is_stale = True
        self.put(tensor, expr, flows)
        return touched


def check_dense(tensor: Any) -> None:
    """Raise ``GraphError`` for a tensor that is not all there in the memory of the CPU."""
    if tensor.device.type != "cpu":
        raise GraphError("models.device", device=str(tensor.device))
    if tensor.is_nested or str(tensor.layout) != "torch.strided":
        layout = "nested" if tensor.is_nested else str(tensor.layout).removeprefix("torch.")
        raise GraphError("models.layout", layout=layout)


def storage(tensor: Any) -> int:
    """What tells memory apart."""
    return tensor.untyped_storage()._cdata  # type: ignore[no-any-return]


def version(tensor: Any) -> int:
    """How often a tensor was written to, where that is counted."""
    return 0 if tensor.is_inference() else int(tensor._version)


def as_numpy(tensor: Any) -> Any:
    """The numbers of a tensor, where it has them."""
    return tensor.detach().resolve_conj().resolve_neg().numpy()


def _layout(tensor: Any) -> tuple[Any, ...]:
    return tensor.storage_offset(), tensor.shape, tensor.stride(), tensor.dtype


def _positions(tensor: Any) -> Any:
    """For each entry its place in the memory."""
    found = np.full(tuple(tensor.shape), tensor.storage_offset())
    for axis, (size, stride) in enumerate(zip(tensor.shape, tensor.stride(), strict=True)):
        shape = [-1 if i == axis else 1 for i in range(tensor.ndim)]
        found = found + (np.arange(size) * stride).reshape(shape)
    return found


def _index_in(tensor: Any, places: Any) -> Any:
    """Which entry of a tensor is at a place of its memory; -1 for none."""
    size = tensor.untyped_storage().nbytes() // tensor.element_size()
    index = np.full(max(size, int(places.max(initial=0)) + 1), -1)
    index[_positions(tensor).ravel()] = np.arange(tensor.numel())
    return index[places]


def _is_whole(tensor: Any) -> bool:
    size = tensor.untyped_storage().nbytes() // tensor.element_size()
    return tensor.numel() == size and len(np.unique(_positions(tensor))) == size  # type: ignore[no-any-return]
