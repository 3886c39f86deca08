"""Central differences, and the rounding errors of a walk: how far its numbers can be trusted.

A difference knows nothing of local derivatives. Where all operations act entry by entry, all
entries of an array are moved at once; otherwise one after the other, and what is looked at is the
sum of the output's entries. It is taken at many distances h at once, and believed only where the
finer ones confirm it: as h shrinks, what a smooth function leaves over shrinks with it, down to the
rounding error of the function. That is found by shaking: every result on the way is moved by about
its last bit, at random but the same way in every run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..arithmetic.shapes import summed_to
from ..core.graph import Operation
from ..core.operation import Op
from ..spell.numbers import Maybe, Value
from ..tell.walk import Walk

__all__ = [
    "MOST_MOVED",
    "OneByOne",
    "Shake",
    "Together",
    "central_difference",
    "refined",
    "rounding",
]

MOST_MOVED = 100
"""The entries of an array, at most, that are moved one after the other."""

Shake: TypeAlias = Callable[..., Value]
"""What adds a rounding error to a value, of its own size or, behind it, of another."""

_SCALES = 2.0 ** -np.arange(10, 51, 5)  # h, relative to the input: from a thousandth to its ulps
_LEAST = 1e-2  # ... or to this, where the input is smaller
_BIT = 2 * np.finfo(float).eps  # a function of the library is off by its last bit or two
_LEAST_FLOAT = 5e-324
_SHAKES = 8
_HARDER = 1024.0  # shaken this much harder, a function has to answer in proportion
_SAFE = 4  # times the largest error that shaking has shown
_CONFIRMING = 2  # finer differences that have to agree with the one that is taken
_AT_ONCE = 200_000  # numbers


def central_difference(walk: Walk, name: str) -> tuple[Value, Value]:
    """(f(x+h) − f(x−h)) / 2h, refined by Richardson's extrapolation, and its estimated error.

    nan where it cannot tell: where the slopes from the left and from the right differ, so that
    there is none, where no distance resolves the function, where its values are infinite or
    undefined, and for an array of more than ``MOST_MOVED`` entries that are moved one by one.
    """
    x = np.asarray(walk.inputs[name])
    if all(node.op.is_entrywise for node in walk.graph.operations):
        return refined(x, Together(walk, name))
    found = np.full((2, *x.shape), np.nan)
    if x.size <= MOST_MOVED:
        moved = OneByOne(walk, name)
        for at in np.ndindex(x.shape):
            moved.at = at
            found[(slice(None), *at)] = refined(x[at], moved)
    return found[0][()], found[1][()]


def refined(x: NDArray[Any], moved: _Moved) -> tuple[Value, Value]:
    """The slope at ``x`` of what is moved, and its estimated error; nan where it cannot tell."""
    with np.errstate(all="ignore"):
        size = np.abs(x)
        sizes = [np.maximum(size, _LEAST)]
        if np.any((size < _LEAST) & (size > 0)):
            sizes.append(np.where(size > 0, size, _LEAST))
        bases = [2.0 ** np.round(np.log2(one)) for one in sizes]
        steps = np.array([base * scale for base in bases for scale in _SCALES])
        differences, noise, gaps = _measured(moved, x, steps)
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
    moved: _Moved, x: NDArray[Any], steps: NDArray[Any]
) -> tuple[tuple[NDArray[Any], NDArray[Any]], NDArray[Any], tuple[NDArray[Any], NDArray[Any]]]:
    """For each step: the differences over it and over its half, their noise, and both slopes."""
    shape, output = x.shape, moved.output
    shaken = moved.noise
    chunk = max(1, _AT_ONCE // (4 * max(int(x.size), int(np.size(output)), 1)))
    coarse, fine, right, left, noise = ([] for _ in range(5))
    for first in range(0, len(steps), chunk):
        part = steps[first : first + chunk]
        moves = np.concatenate([part, -part, part / 2, -part / 2])
        ahead, behind, near, before = moved.outputs(list(moves)).reshape(
            4, len(part), *np.shape(output)
        )
        for i, h in enumerate(part):
            ends = [(x + h, x - h), (x + h / 2, x - h / 2)]  # what x + h is after rounding
            wide, narrow = (above - below for above, below in ends)
            coarse.append(_slope(ahead[i] - behind[i], wide, shape))
            fine.append(_slope(near[i] - before[i], narrow, shape))
            right.append(_slope(ahead[i] - output, x + h - x, shape))
            left.append(_slope(output - behind[i], x - (x - h), shape))
            there = np.max(np.abs([ahead[i], behind[i], near[i], before[i]]), axis=0)
            error = shaken + _BIT * there + _LEAST_FLOAT
            noise.append(_SAFE * np.abs(_slope(2 * error, narrow, shape)))
    as_arrays = [np.array(part) for part in (coarse, fine, noise, right, left)]
    return (as_arrays[0], as_arrays[1]), as_arrays[2], (as_arrays[3], as_arrays[4])


class _Moved:
    """A walk whose input ``name`` is moved."""

    def __init__(self, walk: Walk, name: str) -> None:
        self.walk = walk
        self.here = walk.graph.names[name]

    @property
    def output(self) -> Value:
        """What is looked at, where nothing is moved."""
        return self.walk.output

    def outputs(self, moves: Sequence[Value], shake: Shake | None = None) -> Value:
        """That where the input is moved, by each of the moves in turn along a new first axis.

        ``shake`` adds a rounding error to each result that follows.
        """
        raise NotImplementedError

    @cached_property
    def noise(self) -> Value:
        """How far rounding errors behind the input may move (each entry of) the output.

        Infinite where a last bit decides over all of it, as in sin(1e16 x).
        """
        nothing = [np.zeros(np.shape(self.start))] * _SHAKES
        chance = np.random.default_rng(0)

        def moved(**options: Any) -> Value:
            shaken = self.outputs(nothing, partial(_shaken, chance, **options))
            furthest: Value = np.max(np.abs(shaken - self.output), axis=0)
            return furthest

        with np.errstate(all="ignore"):
            lightly = moved()
            if np.isnan(lightly).any():
                lightly = np.where(np.isnan(lightly), moved(but_exact=True), lightly)
            least = _BIT * np.abs(self.output)
            is_deaf = moved(bit=_HARDER * _BIT) < _HARDER / 32 * lightly
            return np.where(is_deaf & (lightly > 1e4 * least), np.inf, lightly) + least

    @property
    def start(self) -> Value:
        """What is moved, where it stands."""
        return self.walk.node_values[self.here]

    def forward(self, moved: Value, shake: Shake | None) -> tuple[Value, bool]:
        """The output where the input is ``moved``, and whether it follows it at all."""
        graph, values = self.walk.graph, list(self.walk.node_values)
        values[self.here] = moved
        follows = {self.here}
        for node in graph.operations:
            if carries(self.walk, node, follows):
                operands = [values[i] for i in node.operands]
                value = node.op.forward(*operands)
                values[node.index] = shake(value, _size(node.op, operands)) if shake else value
                follows.add(node.index)
        output = graph.output_node.index
        return values[output], output in follows


def carries(walk: Walk, node: Operation, follows: set[int]) -> bool:
    """Whether a node depends on what ``follows``, other than where a gradient would stop."""
    if node.op.stops or follows.isdisjoint(node.operands):
        return False
    if node.op.is_entrywise:  # as most are, which are asked one after another
        return True
    moved = [position for position, i in enumerate(node.operands) if i in follows]
    return node.op.carries(moved, *(np.shape(walk.node_values[i]) for i in node.operands))


class Together(_Moved):
    """All entries at once."""

    def outputs(self, moves: Sequence[Value], shake: Shake | None = None) -> Value:
        values, here = self.walk.node_values, self.start
        moved = np.stack([here + move for move in moves])
        before = max(map(np.ndim, values)) - np.ndim(here)  # room for the axes of the others
        moved = moved.reshape(len(moves), *(1,) * before, *moved.shape[1:])
        output, follows = self.forward(moved, shake)
        shape = (len(moves), *np.shape(self.output))
        return output.reshape(shape) if follows else np.broadcast_to(output, shape)


class OneByOne(_Moved):
    """The entry ``at`` a place."""

    at: tuple[int, ...] = ()

    @cached_property
    def output(self) -> Value:
        return np.sum(self.walk.output)

    @property
    def start(self) -> Value:
        return np.float64(0.0)

    def outputs(self, moves: Sequence[Value], shake: Shake | None = None) -> Value:
        found = []
        for move in moves:
            moved = np.array(self.walk.node_values[self.here])
            moved[self.at] += move
            found.append(np.sum(self.forward(moved[()], shake)[0]))
        return np.array(found)


def _size(op: Op, operands: Sequence[Value]) -> Maybe:
    """What rounding errors are small beside, where that is not the value but what it sums up."""
    return None if op.is_entrywise or op.framework else op.forward(*map(np.abs, operands))


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


def rounding(walk: Walk, nodes: Sequence[int] | None = None) -> tuple[list[Value], list[Value]]:
    """For each input, how far rounding errors on the way may have moved its gradient, and the
    sum of the sizes of all that has been added up to it; or for each of ``nodes``.

    The first is infinite where they decide whether there is a gradient.
    """
    chance = np.random.default_rng(0)
    if nodes is None:
        nodes = [walk.graph.names[name] for name in walk.inputs]
    gradients = walk.node_gradients
    with np.errstate(all="ignore"):
        widest: list[Value] = [np.zeros(np.shape(gradients[node])) for node in nodes]
        for _ in range(_SHAKES // 2):
            lightly, exactly = (
                _backward(walk, partial(_shaken, chance, but_exact=exact))
                for exact in (False, True)
            )
            for i, node in enumerate(nodes):
                moved, other = (np.abs(g[node] - gradients[node]) for g in (lightly, exactly))
                moved = np.where(np.isnan(moved), other, moved)
                widest[i] = np.fmax(widest[i], np.where(np.isnan(moved), np.inf, moved))
        sized = _backward(walk, lambda value, _=None: value, sized=True)
    return widest, [sized[node] for node in nodes]


def _backward(walk: Walk, shake: Shake, sized: bool = False) -> dict[int, Value]:
    """The gradients once more by node, every result shaken; or of nothing but sizes."""
    graph = walk.graph
    values: list[Value] = []
    for node, value in zip(graph.nodes, walk.node_values, strict=True):
        operands = [values[i] for i in node.operands]
        if node.op is not None:
            value = shake(node.op.forward(*operands), _size(node.op, operands))
        values.append(value)
    output = graph.output_node.index
    totals = defaultdict[int, Value](lambda: np.float64(0.0))
    totals[output] = np.ones_like(values[output])
    for edge in graph.backward_edges:
        node = graph.operation(edge.node)
        given = (values[edge.node], *(values[i] for i in node.operands))
        upstream, local = totals[edge.node], node.op.partials(*given)[edge.position]
        if local is None:
            back = node.op.backs[edge.position]
            sizes = None if node.op.framework else [*map(np.abs, given)]
            size = None if sizes is None else back(abs(upstream), None, *sizes)
            term = shake(back(upstream, None, *given), size)
        else:
            term = node.op.backs[edge.position](upstream, shake(np.float64(local)), *given)
        term = summed_to(np.abs(term) if sized else term, np.shape(values[edge.operand]))
        before = totals.get(edge.operand)
        totals[edge.operand] = shake(term if before is None else before + term)
    return totals


def _shaken(
    chance: np.random.Generator,
    value: Value,
    size: Maybe = None,
    but_exact: bool = False,
    bit: float = _BIT,
) -> Value:
    """``value`` with a rounding error of its ``size``; ``but_exact`` leaves few bits alone.

    Such a result, as 2·3 or exp(0), has perhaps not been rounded; and where its last bit leads out
    of a domain, as that of the exponent in (-2)**(1 + 2), it cannot have been.
    """
    signed = chance.random(np.shape(value)) - 0.5
    if size is None:
        moved = value * (1 + np.copysign(bit, signed)) + np.copysign(_LEAST_FLOAT, signed)
    else:
        moved = value + np.copysign(bit * size + _LEAST_FLOAT, signed)
    if but_exact:
        bits = np.frexp(value)[0] * 2.0**20
        moved = np.where(bits == np.floor(bits), value, moved)
    return np.where(np.isfinite(value), moved, value)[()]
