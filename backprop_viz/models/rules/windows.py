"""What goes over windows: convolutions of any number of axes, and pooling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...core.expression import Expr, constant
from .shapes import along, transposed
from .sums import first_greatest
from .table import Made, reshaped, row, rule

__all__: list[str] = []

Sizes = Sequence[int]


def _places(size: Sizes, taps: Sequence[Any]) -> Any:
    """For each window and each entry of it its place, or as many as there are beside the array.

    ``taps`` has an array for each axis: the index at a place of the result and an entry of its
    window, negative beside the array.
    """
    wide = len(size)
    place = np.zeros((1,) * 2 * wide, dtype=int)
    is_beside = np.zeros((1,) * 2 * wide, dtype=bool)
    for axis, (count, tap) in enumerate(zip(size, taps, strict=True)):
        shape = [1] * 2 * wide
        shape[axis], shape[wide + axis] = tap.shape
        at = np.where(tap >= count, -1, tap).reshape(shape)
        place = place * count + at
        is_beside = is_beside | (at < 0)
    found = np.where(is_beside, int(np.prod(size)), place)
    windows = int(np.prod([tap.shape[0] for tap in taps]))
    return found.reshape(windows, -1)


def _windows(a: Expr, places: Any, beside: float) -> Expr:
    """The entries of each window along a last axis, behind one for the windows."""
    size = int(np.prod(a.shape[2:]))
    rows = reshaped(a, (*a.shape[:2], size))
    if (places == size).any():
        rows = row("concat", rows, constant(np.full((*a.shape[:2], 1), beside)), axis=-1)
    made = along(rows, 2, ("list", *map(int, places.ravel())))
    return reshaped(made, (*a.shape[:2], *places.shape))


def _taps(out: int, kernel: int, stride: int, padding: int, dilation: int) -> Any:
    return np.arange(out)[:, None] * stride - padding + np.arange(kernel)[None, :] * dilation


def _taps_back(out: int, kernel: int, stride: int, padding: int, dilation: int) -> Any:
    """Of a transposed convolution: from where an entry of the result is reached."""
    from_ = np.arange(out)[:, None] + padding - np.arange(kernel)[None, :] * dilation
    return np.where((from_ % stride == 0) & (from_ >= 0), from_ // stride, -1)


@rule("convolution", "_convolution", block=True)
def _convolution(
    made: Made,
    a: Expr,
    weight: Expr,
    bias: Expr | None,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    is_transposed: bool,
    output_padding: Sizes,
    groups: int,
    *_: Any,
) -> Expr:
    """A product of the entries of each window with the weights."""
    is_single = len(a.shape) == len(weight.shape) - 1  # no batch
    shape = made.shape[1:] if is_single else made.shape[2:]
    if is_single:
        a = reshaped(a, (1, *a.shape))
    wide = len(shape)
    stride, padding, dilation = (
        tuple(given) * (wide if len(given) == 1 else 1) for given in (stride, padding, dilation)
    )
    kernel = weight.shape[2:]
    taps = _taps_back if is_transposed else _taps
    each = zip(shape, kernel, stride, padding, dilation, strict=True)
    places = _places(a.shape[2:], [taps(*numbers) for numbers in each])
    windows = _windows(a, places, 0.0)  # example, channel, window, entry
    if is_transposed:
        weight = _turned_groups(weight, groups)
    n, channels, count, entries = windows.shape
    inner, outer = channels // groups, weight.shape[0] // groups
    windows = reshaped(windows, (n, groups, inner, count, entries))
    rows = reshaped(transposed(windows, (0, 1, 3, 2, 4)), (n, groups, count, inner * entries))
    columns = transposed(reshaped(weight, (groups, outer, inner * entries)), (0, 2, 1))
    if groups == 1:
        rows, columns = (
            reshaped(rows, (n, count, inner * entries)),
            reshaped(columns, columns.shape[1:]),
        )
        out = transposed(rows @ columns, (0, 2, 1))
    else:
        out = reshaped(transposed(rows @ columns, (0, 1, 3, 2)), (n, groups * outer, count))
    if bias is not None:
        out = out + reshaped(bias, (-1, 1))
    return reshaped(out, made.shape)


def _turned_groups(weight: Expr, groups: int) -> Expr:
    """The weights of a transposed convolution in the order of a plain one."""
    inner, outer, *kernel = weight.shape
    wide = len(kernel)
    parts = reshaped(weight, (groups, inner // groups, outer, *kernel))
    turned = transposed(parts, (0, 2, 1, *range(3, 3 + wide)))
    return reshaped(turned, (groups * outer, inner // groups, *kernel))


# Pooling


def _many(given: Sizes | int, wide: int) -> tuple[int, ...]:
    numbers = (given,) if isinstance(given, int) else tuple(given)
    return numbers * (wide if len(numbers) == 1 else 1)


def _batched(made: Made, a: Expr, wide: int) -> tuple[Expr, tuple[int, ...]]:
    is_single = len(a.shape) == wide + 1
    return (reshaped(a, (1, *a.shape)) if is_single else a), made.shape[-wide:]


def _pooled(
    made: Made, a: Expr, wide: int, numbers: Sequence[Any], beside: float
) -> tuple[Expr, Any]:
    """The entries of each window, and which of them are beside the array."""
    a, out = _batched(made, a, wide)
    kernel, stride, padding, dilation = (_many(one, wide) for one in numbers)
    each = zip(out, kernel, stride, padding, dilation, strict=True)
    places = _places(a.shape[2:], [_taps(*one) for one in each])
    return _windows(a, places, beside), places == int(np.prod(a.shape[2:]))


@rule("max_pool2d_with_indices", "max_pool3d_with_indices", block=True)
def _max_pool(
    made: Made,
    a: Expr,
    kernel: Sizes,
    stride: Sizes = (),
    padding: Any = 0,
    dilation: Any = 1,
    ceil: bool = False,
) -> tuple[Expr, None]:
    wide = 3 if "3d" in str(made.function) else 2
    numbers = (kernel, stride or kernel, padding, dilation)
    windows, _ = _pooled(made, a, wide, numbers, -np.inf)
    return reshaped(first_greatest(windows, 3), made.shape), None


@rule("avg_pool2d", "avg_pool3d", block=True)
def _avg_pool(
    made: Made,
    a: Expr,
    kernel: Sizes,
    stride: Sizes = (),
    padding: Any = 0,
    ceil: bool = False,
    counts_beside: bool = True,
    divisor: int | None = None,
) -> Expr:
    wide = 3 if "3d" in str(made.function) else 2
    windows, is_beside = _pooled(made, a, wide, (kernel, stride or kernel, padding, 1), 0.0)
    if divisor is None and not is_beside.any():
        return reshaped(row("mean", windows, axis=3), made.shape)
    count: Any = np.full(len(is_beside), divisor or is_beside.shape[1])
    if divisor is None:
        count = _counts(a, made, wide, (kernel, stride or kernel, padding), counts_beside)
    return reshaped(row("sum", windows, axis=3) / constant(count.astype(float)), made.shape)


def _counts(a: Expr, made: Made, wide: int, numbers: Sequence[Any], counts_beside: bool) -> Any:
    """How many entries each window has, in the padding or not, but never beyond it."""
    kernel, stride, padding = (_many(one, wide) for one in numbers)
    counts: Any = np.ones((1,) * wide)
    for axis, out in enumerate(made.shape[-wide:]):
        size = a.shape[len(a.shape) - wide + axis]
        taps = _taps(out, kernel[axis], stride[axis], padding[axis], 1)
        low, high = (-padding[axis], size + padding[axis]) if counts_beside else (0, size)
        inside = ((taps >= low) & (taps < high)).sum(1)
        counts = counts * inside.reshape([-1 if i == axis else 1 for i in range(wide)])
    return counts.ravel()


def _adaptive(size: int, out: int) -> Any:
    """The indices in each of ``out`` windows over ``size`` entries, -1 where one has fewer."""
    starts = [i * size // out for i in range(out)]
    ends = [-(-(i + 1) * size // out) for i in range(out)]
    most = max(e - s for s, e in zip(starts, ends, strict=True))
    found = np.full((out, most), -1)
    for window, (start, end) in enumerate(zip(starts, ends, strict=True)):
        found[window, : end - start] = np.arange(start, end)
    return found


@rule("_adaptive_avg_pool2d", "_adaptive_avg_pool3d", block=True)
def _adaptive_avg(made: Made, a: Expr, sizes: Sizes) -> Expr:
    wide = len(sizes)
    a, out = _batched(made, a, wide)
    places = _places(a.shape[2:], [_adaptive(*one) for one in zip(a.shape[2:], out, strict=True)])
    windows = _windows(a, places, 0.0)
    count = (places < int(np.prod(a.shape[2:]))).sum(1).astype(float)
    if (count == places.shape[1]).all():
        return reshaped(row("mean", windows, axis=3), made.shape)
    return reshaped(row("sum", windows, axis=3) / constant(count), made.shape)


@rule("adaptive_max_pool2d", "adaptive_max_pool3d", block=True)
def _adaptive_max(made: Made, a: Expr, sizes: Sizes) -> tuple[Expr, None]:
    wide = len(sizes)
    a, out = _batched(made, a, wide)
    places = _places(a.shape[2:], [_adaptive(*one) for one in zip(a.shape[2:], out, strict=True)])
    return reshaped(first_greatest(_windows(a, places, -np.inf), 3), made.shape), None


@rule("im2col", block=True)
def _im2col(made: Made, a: Expr, kernel: Any, dilation: Any, padding: Any, stride: Any) -> Expr:
    is_single = len(a.shape) == 3
    whole = reshaped(a, (1, *a.shape)) if is_single else a
    kernel, dilation, padding, stride = (
        _many(one, 2) for one in (kernel, dilation, padding, stride)
    )
    out = [
        (size + 2 * p - d * (k - 1) - 1) // s + 1
        for size, k, d, p, s in zip(whole.shape[2:], kernel, dilation, padding, stride, strict=True)
    ]
    each = zip(out, kernel, stride, padding, dilation, strict=True)
    windows = _windows(whole, _places(whole.shape[2:], [_taps(*one) for one in each]), 0.0)
    return reshaped(transposed(windows, (0, 1, 3, 2)), made.shape)
