"""The windows that are moved over the last two axes of an array, as convolution and pooling do."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

__all__ = ["Sizes", "window_counts", "window_of", "windowed", "windowed_back"]

Sizes: TypeAlias = int | tuple[int, ...]
"""One number for both axes, or one for each."""


def _pair(sizes: Sizes) -> tuple[int, ...]:
    return sizes if isinstance(sizes, tuple) else (sizes, sizes)


def window_counts(
    shape: tuple[int, ...], size: Sizes, stride: Sizes | None, padding: Sizes
) -> tuple[int, int]:
    """How many windows there are along either axis. Raises ``ValueError`` where none fits in.

    >>> window_counts((5, 8), 2, None, 0), window_counts((5, 8), (3, 2), 1, (1, 0))
    ((2, 4), (5, 7))
    """
    sizes, margins = _pair(size), _pair(padding)
    strides = sizes if stride is None else _pair(stride)
    if len(shape) < 2 or not len(sizes) == len(strides) == len(margins) == 2:
        raise ValueError
    rooms = [
        whole + 2 * margin - one
        for whole, margin, one in zip(shape[-2:], margins, sizes, strict=True)
    ]
    if min(*sizes, *strides) < 1 or min(*margins, *rooms) < 0:
        raise ValueError
    rows, columns = (room // step + 1 for room, step in zip(rooms, strides, strict=True))
    return rows, columns


def windowed(a: Any, size: Sizes, stride: Sizes | None, padding: Sizes, fill: float) -> Any:
    """The entries of each window along a new last axis, row by row; ``fill`` is round the array."""
    a = np.asarray(a)
    window_counts(a.shape, size, stride, padding)
    (height, width), (above, left) = _pair(size), _pair(padding)
    down, right = _pair(size if stride is None else stride)
    *stack, rows, columns = a.shape
    wide = np.full((*stack, rows + 2 * above, columns + 2 * left), fill, dtype=a.dtype)
    wide[..., above : above + rows, left : left + columns] = a
    seen = np.lib.stride_tricks.sliding_window_view(wide, (height, width), axis=(-2, -1))
    seen = seen[..., ::down, ::right, :, :]
    return seen.reshape(*seen.shape[:-2], height * width)


def windowed_back(g: Any, a: Any, size: Sizes, stride: Sizes | None, padding: Sizes) -> Any:
    """``g`` added up where ``windowed`` took it from."""
    count = np.size(a)
    places = windowed(np.arange(1, count + 1).reshape(np.shape(a)), size, stride, padding, 0)
    found = np.zeros(count + 1, dtype=np.asarray(g).dtype)
    np.add.at(found, places, g)
    return found[1:].reshape(np.shape(a))


def window_of(b: Any) -> tuple[int, ...]:
    """The last two sizes of an array, as those of a window."""
    return tuple(np.shape(b)[-2:])
