"""Operations that move entries: into another shape, to other places, or several together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...arithmetic.arrays import Index
from ...calls.rows import make
from ...core.expression import Expr, constant
from ...core.ops import OPS
from .table import Made, Unread, flat, picked, reshaped, row, rule

__all__ = ["along", "transposed"]

_ALL = ("slice", None, None, None)


def transposed(a: Expr, axes: Sequence[int]) -> Expr:
    """The axes in another order."""
    order = tuple(axis % len(a.shape) for axis in axes)
    if order == tuple(range(len(order))):
        return a
    is_reverse = order == tuple(reversed(range(len(order))))
    return make(OPS["transpose"].choose(None if is_reverse else order), a)  # type: ignore[no-any-return]


def along(a: Expr, axis: int, item: Any) -> Expr:
    """What an item of an index picks along one axis."""
    index: Index = (*(_ALL,) * (axis % len(a.shape)), item)
    return make(OPS["take"].choose(index), a)  # type: ignore[no-any-return]


@rule("t", "numpy_T")
def _t(made: Made, a: Expr) -> Expr:
    return transposed(a, range(len(a.shape))[::-1])


@rule("transpose", "swapaxes")
def _transpose(made: Made, a: Expr, one: int, other: int) -> Expr:
    axes = list(range(len(a.shape)))
    if axes:
        axes[one], axes[other] = axes[other], axes[one]
    return transposed(a, axes)


@rule("permute")
def _permute(made: Made, a: Expr, axes: Sequence[int]) -> Expr:
    return transposed(a, axes)


@rule(
    *("view", "_unsafe_view", "reshape", "_reshape_alias", "unsqueeze", "squeeze", "flatten"),
    *("view_as", "unflatten", "_reshape_copy", "view_copy"),
)
def _reshape(made: Made, a: Expr, *_: Any, **__: Any) -> Expr:
    return reshaped(a, made.shape)


@rule("expand", "expand_as")
def _expand(made: Made, a: Expr, *_: Any, **__: Any) -> Expr:
    return a if a.shape == made.shape else row("broadcast_to", a, *made.shape)


@rule("slice", "narrow")
def _slice(
    made: Made,
    a: Expr,
    axis: int = 0,
    start: int | None = None,
    end: int | None = None,
    step: int = 1,
) -> Expr:
    size = a.shape[axis]
    first, last, _ = slice(start, end).indices(size)
    if (first, last, step) == (0, size, 1):
        return a
    item = ("slice", first or None, None if last == size else last, None if step == 1 else step)
    return along(a, axis, item)


@rule("select")
def _select(made: Made, a: Expr, axis: int, at: int) -> Expr:
    return along(a, axis, int(at))


@rule(
    "split", "split_with_sizes", "unsafe_split", "unsafe_split_with_sizes", "chunk", "unsafe_chunk"
)
def _split(made: Made, a: Expr, sizes: Any, axis: int = 0, **named: Any) -> list[Expr]:
    axis = named.get("dim", axis)
    ends = np.cumsum([one.shape[axis] for one in made.out])
    starts = [0, *ends[:-1]]
    return [_slice(made, a, axis, int(s), int(e)) for s, e in zip(starts, ends, strict=True)]


@rule("unbind")
def _unbind(made: Made, a: Expr, axis: int = 0) -> list[Expr]:
    return [along(a, axis, at) for at in range(a.shape[axis])]


@rule("cat", "concat")
def _cat(made: Made, arrays: Sequence[Expr], axis: int = 0) -> Expr:
    some = [one for one in arrays if one.shape != (0,)]
    return row("concat", *some, axis=axis)


@rule("stack")
def _stack(made: Made, arrays: Sequence[Expr], axis: int = 0) -> Expr:
    return row("stack", *arrays, axis=axis)


@rule("constant_pad_nd", block=True)
def _pad(made: Made, a: Expr, sizes: Sequence[int], value: float = 0.0) -> Expr:
    """With some more entries, or fewer, before and after those along the last axes."""
    for number in range(len(sizes) // 2):
        axis = len(a.shape) - 1 - number
        ahead, behind = sizes[2 * number : 2 * number + 2]
        size = a.shape[axis]
        if min(ahead, behind) < 0:
            a = _slice(made, a, axis, max(-ahead, 0), size - max(-behind, 0))
        parts = [a]
        for count, at in ((ahead, 0), (behind, len(parts) + 1)):
            if count > 0:
                shape = [*a.shape]
                shape[axis] = count
                parts.insert(at, constant(np.full(shape, float(value))))
        if len(parts) > 1:
            a = row("concat", *parts, axis=axis)
    return a


def _triangle(made: Made, a: Expr, keep: Any) -> Expr:
    return row("where", constant(np.asarray(keep, float)), a, 0.0)


@rule("tril")
def _tril(made: Made, a: Expr, k: int = 0) -> Expr:
    return _triangle(made, a, np.tril(np.ones(a.shape), k))


@rule("triu")
def _triu(made: Made, a: Expr, k: int = 0) -> Expr:
    return _triangle(made, a, np.triu(np.ones(a.shape), k))


@rule(
    *("repeat", "tile", "roll", "flip", "rot90", "unfold", "diagonal", "pixel_shuffle"),
    *(
        "diagonal_copy",
        "pixel_unshuffle",
        "channel_shuffle",
        "native_channel_shuffle",
        "repeat_interleave",
    ),
    *("gather", "take", "masked_select", "movedim", "upsample_nearest1d", "upsample_nearest2d"),
    *("upsample_nearest3d", "reflection_pad1d", "reflection_pad2d", "reflection_pad3d"),
    *("replication_pad1d", "replication_pad2d", "replication_pad3d", "take_along_dim"),
)
def _moved(made: Made, a: Expr, *_: Any, **__: Any) -> Expr:
    """Entries of ``a`` and nothing else, wherever they went."""
    places = made.places()
    if not hasattr(places, "numpy"):
        raise Unread
    return picked(a, places.numpy())


@rule("sort", "topk", "kthvalue", "median", "mode", "cummax", "cummin")
def _by_order(made: Made, a: Expr, *options: Any, **named: Any) -> tuple[Expr, None]:
    """Entries by their order, which is that of the example."""
    if not isinstance(made.out, tuple | list):
        raise Unread
    axis = _axis_of(made)
    at = made.out[1].numpy()
    if at.ndim < len(a.shape):
        at = np.expand_dims(at, axis)
    places = np.arange(int(np.prod(a.shape, dtype=int))).reshape(a.shape)
    return reshaped(picked(a, np.take_along_axis(places, at, axis)), made.shape), None


def _axis_of(made: Made) -> int:
    """The axis that was gone along, by the operation's own default where none was given."""
    arguments = made.function._schema.arguments
    (place,) = (i for i, one in enumerate(arguments) if one.name == "dim")
    if place < len(made.raw):
        return int(made.raw[place])
    return int(made.named.get("dim", arguments[place].default_value))


@rule("diag_embed", block=True)
def _diag_embed(made: Made, a: Expr, *_: Any, **__: Any) -> Expr:
    """Entries of ``a`` among zeros."""
    places = made.function(made.places_from(1), *made.raw[1:], **made.named).numpy().astype(int)
    return picked(row("concat", constant(np.zeros(1)), flat(a)), places)


@rule(
    *("upsample_bilinear2d", "upsample_bicubic2d", "upsample_linear1d", "upsample_trilinear3d"),
    *("_upsample_bilinear2d_aa", "_upsample_bicubic2d_aa"),
    block=True,
)
def _upsampled(made: Made, a: Expr, *_: Any, **__: Any) -> Expr:
    """The same combinations of entries in each channel, as a matrix."""
    channels, size = a.shape[:2], int(np.prod(a.shape[2:]))
    if size * size > 4_000_000:
        raise Unread
    each = made.entries(size, (1, *a.shape[2:]))
    matrix = made.function(each, *made.raw[1:], **made.named).numpy().reshape(size, -1)
    return reshaped(reshaped(a, (*channels, size)) @ constant(matrix), made.shape)
