"""Central differences, and the rounding errors of a walk: how far its numbers can be trusted.

A difference knows nothing of local derivatives. It is taken at many distances h at once, and
believed only where the finer ones confirm it: as h shrinks, what a smooth function leaves over
shrinks with it, down to the rounding error of the function. That is found by shaking: every result
on the way is moved by about its last bit, at random but the same way in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.shapes import summed_to
from ..spell.numbers import Value
from ..tell.walk import Walk

__all__ = ["central_difference", "outputs", "rounding"]

_SCALES = 2.0 ** -np.arange(10, 51, 5)  # h, relative to the input: from a thousandth to its ulps
_LEAST = 1e-2  # ... or to this, where the input is smaller
_BIT = 2 * np.finfo(float).eps  # a function of the library is off by its last bit or two
_LEAST_FLOAT = 5e-324
_SHAKES = 8
_HARDER = 1024.0  # shaken so much harder, a function has to answer in proportion
_SAFE = 4  # times the largest error that shaking has shown
_CONFIRMING = 2  # finer differences that have to agree with the one that is taken
_AT_ONCE = 200_000  # numbers


def central_difference(walk: Walk, name: str) -> tuple[Value, Value]:
    """(f(x+h) − f(x−h)) / 2h, refined by Richardson's extrapolation, and its estimated error.

    All operations act entry by entry, so all entries of an array are moved at once. nan where it
    cannot tell: where the slopes from the left and from the right differ, so that there is none,
    where no distance resolves the function, and where its values are infinite or undefined.
    """
    x = np.asarray(walk.inputs[name])
    with np.errstate(all="ignore"):
        size = np.abs(x)
        sizes = [np.maximum(size, _LEAST)]
        if np.any((size < _LEAST) & (size > 0)):
            sizes.append(np.where(size > 0, size, _LEAST))
        bases = [2.0 ** np.round(np.log2(one)) for one in sizes]
        steps = np.array([base * scale for base in bases for scale in _SCALES])
        differences, noise, gaps = _measured(walk, name, x, steps)
        coarse, fine = differences
        best = (4 * fine - coarse) / 3
        left_over = np.abs(best - fine)
        doubt = left_over + noise
        believed = _confirmed(steps, best, left_over, noise) & np.isfinite(doubt)
        doubt = np.where(believed, doubt, np.inf)
        chosen = np.argmin(doubt, axis=0)[None]
        value, error = (np.take_along_axis(a, chosen, axis=0)[0] for a in (best, doubt))
        known = np.isfinite(error) & ~_has_kink(steps, gaps, noise)
        return np.where(known, value, np.nan)[()], np.where(known, error, np.nan)[()]


def _measured(
    walk: Walk, name: str, x: NDArray[Any], steps: NDArray[Any]
) -> tuple[tuple[NDArray[Any], NDArray[Any]], NDArray[Any], tuple[NDArray[Any], NDArray[Any]]]:
    """For each step: the differences over it and over its half, their noise, and both slopes."""
    shape = x.shape
    moved = _noise(walk, name)
    chunk = max(1, _AT_ONCE // (4 * max(int(x.size), int(np.size(walk.output)), 1)))
    coarse, fine, right, left, noise = ([] for _ in range(5))
    for first in range(0, len(steps), chunk):
        part = steps[first : first + chunk]
        moves = np.concatenate([part, -part, part / 2, -part / 2])
        ahead, behind, near, before = outputs(walk, name, list(moves)).reshape(
            4, len(part), *np.shape(walk.output)
        )
        for i, h in enumerate(part):
            ends = [(x + h, x - h), (x + h / 2, x - h / 2)]  # what x + h is after rounding
            wide, narrow = (above - below for above, below in ends)
            coarse.append(_slope(ahead[i] - behind[i], wide, shape))
            fine.append(_slope(near[i] - before[i], narrow, shape))
            right.append(_slope(ahead[i] - walk.output, x + h - x, shape))
            left.append(_slope(walk.output - behind[i], x - (x - h), shape))
            there = np.max(np.abs([ahead[i], behind[i], near[i], before[i]]), axis=0)
            error = moved + _BIT * there + _LEAST_FLOAT
            noise.append(_SAFE * np.abs(_slope(2 * error, narrow, shape)))
    as_arrays = [np.array(part) for part in (coarse, fine, noise, right, left)]
    return (as_arrays[0], as_arrays[1]), as_arrays[2], (as_arrays[3], as_arrays[4])


def _noise(walk: Walk, name: str) -> Value:
    """How far rounding errors behind an input may move (each entry of) the output.

    Infinite where a last bit decides over all of it, as in sin(1e16 x).
    """
    nothing = [np.zeros(np.shape(walk.inputs[name]))] * _SHAKES
    chance = np.random.default_rng(0)

    def moved(**options: Any) -> Value:
        shaken = outputs(walk, name, nothing, partial(_shaken, chance, **options))
        furthest: Value = np.max(np.abs(shaken - walk.output), axis=0)
        return furthest

    lightly = moved()
    if np.isnan(lightly).any():
        lightly = np.where(np.isnan(lightly), moved(but_exact=True), lightly)
    least = _BIT * np.abs(walk.output)
    is_deaf = moved(bit=_HARDER * _BIT) < _HARDER / 32 * lightly
    return np.where(is_deaf & (lightly > 1e4 * least), np.inf, lightly) + least


def _slope(rise: Value, run: Value, shape: tuple[int, ...]) -> Value:
    return summed_to(rise / run, shape)


def _confirmed(
    steps: NDArray[Any], best: NDArray[Any], left_over: NDArray[Any], noise: NDArray[Any]
) -> Any:
    """Where the estimate at a step agrees with those at all finer ones, and there are some.

    A step too coarse for a function, such as a thousandth of 1e16 for a sine, may give estimates
    that agree among each other. But what is left over grows, then, as the step shrinks.
    """
    believed = np.ones(best.shape, dtype=bool)
    count = np.zeros(best.shape, dtype=int)
    for j in range(len(steps)):
        is_finer = (steps[j] < steps) & np.isfinite(best[j]) & np.isfinite(noise[j])
        agrees = np.abs(best[j] - best) <= 2 * left_over + _SAFE * (noise[j] + noise)
        shrinks = left_over[j] <= left_over / 2 + _SAFE * noise[j]
        believed &= ~is_finer | (agrees & shrinks)
        count += is_finer
    return believed & (count >= _CONFIRMING)


def _has_kink(
    steps: NDArray[Any], slopes: tuple[NDArray[Any], NDArray[Any]], noise: NDArray[Any]
) -> Any:
    """Where the slopes from the left and from the right stay apart as the step shrinks."""
    right, left = slopes
    gap, scale = np.abs(right - left), np.abs(right) + np.abs(left)
    is_clear = np.isfinite(gap) & (_SAFE * noise <= 1e-3 * scale)
    finest = np.argmin(np.where(is_clear, steps, np.inf), axis=0)[None]
    coarser = np.maximum(finest - 1, 0)
    at, before, size = (
        np.take_along_axis(a, where, axis=0)[0]
        for a, where in ((gap, finest), (gap, coarser), (scale, finest))
    )
    stays = ~np.isfinite(before) | (at > 0.25 * before) | (finest[0] == 0)
    return is_clear.any(axis=0) & stays & (at > 1e-2 * size)


def outputs(
    walk: Walk, name: str, moves: Sequence[Value], shake: Callable[[Value], Value] | None = None
) -> Value:
    """The output where one input is moved, by each of the moves in turn along a new first axis.

    ``shake`` adds a rounding error to each result that follows.
    """
    graph, values = walk.graph, list(walk.node_values)
    here = graph.names[name]
    moved = np.stack([values[here] + move for move in moves])
    before = max(map(np.ndim, values)) - np.ndim(values[here])  # room for the axes of the others
    values[here] = moved.reshape(len(moves), *(1,) * before, *moved.shape[1:])
    follows = {here}
    for node in graph.operations:
        if node.op is not None and not follows.isdisjoint(node.operands):
            value = node.op.forward(*(values[i] for i in node.operands))
            values[node.index] = shake(value) if shake else value
            follows.add(node.index)
    output, shape = values[graph.output_node.index], (len(moves), *np.shape(walk.output))
    reached = graph.output_node.index in follows
    return output.reshape(shape) if reached else np.broadcast_to(output, shape)


def rounding(walk: Walk) -> tuple[list[Value], list[Value]]:
    """For each input, how far rounding errors on the way may have moved its gradient, and the
    sum of the sizes of all that has been added up to it.

    The first is infinite where they decide whether there is a gradient.
    """
    chance = np.random.default_rng(0)
    with np.errstate(all="ignore"):
        widest: list[Value] = [np.zeros(np.shape(value)) for value in walk.inputs.values()]
        for _ in range(_SHAKES // 2):
            lightly, exactly = (
                _backward(walk, partial(_shaken, chance, but_exact=exact))
                for exact in (False, True)
            )
            for i, name in enumerate(walk.inputs):
                moved, other = (np.abs(g[name] - walk.gradients[name]) for g in (lightly, exactly))
                moved = np.where(np.isnan(moved), other, moved)
                widest[i] = np.fmax(widest[i], np.where(np.isnan(moved), np.inf, moved))
        sizes = list(_backward(walk, lambda value: value, sized=True).values())
    return widest, sizes


def _backward(walk: Walk, shake: Callable[[Value], Value], sized: bool = False) -> dict[str, Value]:
    """The gradients of the inputs once more, every result shaken; or of nothing but sizes."""
    graph = walk.graph
    values: list[Value] = []
    for node, value in zip(graph.nodes, walk.node_values, strict=True):
        operands = [values[i] for i in node.operands]
        values.append(value if node.op is None else shake(node.op.forward(*operands)))
    output = graph.output_node.index
    totals: dict[int, Value] = {output: np.ones_like(values[output])}
    for edge in graph.backward_edges:
        node = graph.operation(edge.node)
        given = (values[edge.node], *(values[i] for i in node.operands))
        local = shake(np.float64(node.op.partials(*given)[edge.position]))
        back = node.op.backs[edge.position](totals[edge.node], local, *given)
        term = summed_to(np.abs(back) if sized else back, np.shape(values[edge.operand]))
        before = totals.get(edge.operand)
        totals[edge.operand] = shake(term if before is None else before + term)
    return {name: totals.get(graph.names[name], np.float64(0.0)) for name in graph.inputs}


def _shaken(
    chance: np.random.Generator, value: Value, but_exact: bool = False, bit: float = _BIT
) -> Value:
    """``value`` with a rounding error; ``but_exact`` leaves alone what has few bits.

    Such a result, as 2·3 or exp(0), has perhaps not been rounded; and where its last bit leads out
    of a domain, as that of the exponent in (-2)**(1 + 2), it cannot have been.
    """
    signed = chance.random(np.shape(value)) - 0.5
    moved = value * (1 + np.copysign(bit, signed)) + np.copysign(_LEAST_FLOAT, signed)
    if but_exact:
        bits = np.frexp(value)[0] * 2.0**20
        moved = np.where(bits == np.floor(bits), value, moved)
    return np.where(np.isfinite(value), moved, value)[()]
