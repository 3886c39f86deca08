"""Operations with places that are numbers: what an index picks, and what is written there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...calls.rows import make
from ...core.expression import Expr, constant
from ...core.ops import OPS
from .shapes import along
from .table import Made, Unread, flat, picked, reshaped, row, rule

__all__ = ["written"]

_MOST = 4_000_000  # entries of a matrix that adds up what comes to the same place


@rule("index", "_unsafe_index")
def _index(made: Made, a: Expr, *_: Any) -> Expr:
    indices = [None if one is None else one.numpy() for one in made.raw[1]]
    known = [one for one in indices if one is not None]
    if any(one.dtype == bool for one in known):
        return picked(a, made.places().numpy())
    shape = np.broadcast_shapes(*(one.shape for one in known))
    sizes = iter(a.shape)
    items: list[Any] = []
    for one in indices:
        size = next(sizes)
        if one is None:
            items.append(("slice", None, None, None))
        else:
            items.append(("list", *map(int, np.broadcast_to(one % size, shape).ravel())))
    return reshaped(make(OPS["take"].choose(tuple(items)), a), made.shape)


@rule("index_select")
def _index_select(made: Made, a: Expr, axis: int, index: Any) -> Expr:
    at = ("list", *map(int, made.raw[2].numpy().ravel()))
    return reshaped(along(a, axis, at), made.shape)


@rule("embedding")
def _embedding(
    made: Made, weight: Expr, labels: Any, padding: int = -1, by_count: bool = False, *_: Any
) -> Expr:
    """The rows at the labels; nothing goes back to that of the padding."""
    if by_count:
        raise Unread
    places = made.raw[1].numpy().ravel()
    found = make(OPS["take"].choose((("list", *map(int, places)),)), weight)
    if (places == padding).any():
        is_padding = constant((places == padding).astype(float).reshape(-1, 1))
        found = row("where", is_padding, row("detach", found), found)
    return reshaped(found, made.shape)


def written(a: Expr, places: Any, values: Expr) -> Expr:
    """``a`` with other entries at some places, which count through all of them."""
    places = np.asarray(places, dtype=int)
    if not places.size:
        return a
    size = int(np.prod(a.shape, dtype=int))
    at = np.arange(size)
    at[places.ravel()] = size + np.arange(places.size)
    if np.array_equal(np.sort(at), size + np.arange(places.size)):
        return picked(values, (at - size).reshape(a.shape))
    if values.shape != places.shape:
        values = row("broadcast_to", values, *places.shape)
    return picked(row("concat", flat(a), flat(values)), at.reshape(a.shape))


def _added(a: Expr, places: Any, values: Expr) -> Expr:
    """``a`` with something added at some places, also several times at one."""
    places = np.asarray(places, dtype=int)
    size = int(np.prod(a.shape, dtype=int))
    if size * places.size > _MOST:
        raise Unread
    if values.shape != places.shape:
        values = row("broadcast_to", values, *places.shape)
    matrix = np.zeros((size, places.size))
    matrix[places.ravel(), np.arange(places.size)] = 1.0
    return a + reshaped(constant(matrix) @ flat(values), a.shape)


def _places(a: Expr) -> Any:
    return np.arange(int(np.prod(a.shape, dtype=int))).reshape(a.shape)


@rule("index_put", "_index_put_impl", "_unsafe_index_put", block=True)
def _index_put(
    made: Made, a: Expr, indices: Sequence[Any], values: Any, accumulate: bool = False, *_: Any
) -> Expr:
    at = tuple(slice(None) if one is None else one.numpy() for one in made.raw[1])
    put = _added if accumulate else written
    return put(a, _places(a)[at], constant(values))


def _scattered(made: Made, a: Expr, axis: int) -> Any:
    """The places that a scatter writes to."""
    index = made.raw[2].numpy()
    at = list(np.indices(index.shape))
    at[axis] = index
    return _places(a)[tuple(at)]


def _source(made: Made, values: Any) -> Expr:
    source: Expr = constant(values)
    shape = tuple(made.raw[2].shape)
    if source.shape and source.shape != shape:
        source = picked(source, _places(source)[tuple(map(slice, shape))])
    return source


@rule("scatter", block=True)
def _scatter(made: Made, a: Expr, axis: int, index: Any, values: Any, **named: Any) -> Expr:
    if named:
        raise Unread
    return written(a, _scattered(made, a, axis), _source(made, values))


@rule("scatter_add", block=True)
def _scatter_add(made: Made, a: Expr, axis: int, index: Any, values: Any) -> Expr:
    return _added(a, _scattered(made, a, axis), _source(made, values))


@rule("index_add", block=True)
def _index_add(made: Made, a: Expr, axis: int, index: Any, values: Any, *, alpha: Any = 1) -> Expr:
    at = [slice(None)] * len(a.shape)
    at[axis] = made.raw[2].numpy()
    values = constant(values)
    return _added(a, _places(a)[tuple(at)], values if alpha == 1 else values * alpha)


@rule("index_copy", block=True)
def _index_copy(made: Made, a: Expr, axis: int, index: Any, values: Any) -> Expr:
    at = [slice(None)] * len(a.shape)
    at[axis] = made.raw[2].numpy()
    return written(a, _places(a)[tuple(at)], constant(values))


@rule("select_scatter", "slice_scatter", block=True)
def _back_in_place(made: Made, a: Expr, values: Expr, *where: Any, **named: Any) -> Expr:
    """A part that was picked and changed, in its place again."""
    import importlib

    torch = importlib.import_module("torch")
    size = made.raw[0].numel()
    blank = torch.arange(size, dtype=torch.float64).reshape(made.raw[0].shape)
    part = size + torch.arange(made.raw[1].numel(), dtype=torch.float64).reshape(made.raw[1].shape)
    at = made.function(blank, part, *made.raw[2:], **made.named).numpy()
    return picked(row("concat", flat(a), flat(values)), at)
