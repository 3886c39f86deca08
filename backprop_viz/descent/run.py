"""The run of a descent: step by step downhill, until it ends or something stops it."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import OptionError
from ..progress import progress
from ..spell.numbers import Number, is_finite
from ..tell.walk import Watch
from ..words import quoted
from .batches import Batches
from .columns import COST, Columns
from .cost import Cost, frozen
from .rules import Method

__all__ = ["ROOM", "Run", "run"]

ROOM = 2**29  # bytes that the numbers of a path may take
TOO_FAR = 1e12  # a cost this many times the one at the start (at least 1) is on its way to infinity


@dataclass(frozen=True, eq=False)
class Run:
    """What a run has left: the numbers of its places, and how it ended.

    ``ending`` and ``settled`` are those of a path.
    """

    columns: Columns
    ending: str | None
    settled: int | None


def run(
    cost: Cost,
    moved: tuple[str, ...],
    method: Method,
    rate: float,
    steps: int,
    batches: Batches,
    watch: Watch | None,
) -> Run:
    """Take ``steps`` steps from where the cost starts, fewer if something stops it.

    One that stays where it is, and would for good, is not taken again: the rest is repeated.
    """
    memories = dict.fromkeys(moved, method.memory)
    state, settled = dict(cost.start), None
    with np.errstate(all="ignore"):
        here = cost.inputs(state, batches.rows(0))
        output, gradients = cost.at(here)
        first = output
        columns = Columns({**{name: state[name] for name in moved}, COST: output})
        most = max(1, ROOM // (columns.row_size + 8 * (batches.size or 0)))
        ending = _ending(first, output, gradients, here, moved)
        try:
            for _ in () if ending else _watched(watch, steps):
                step = len(columns)
                if step >= most:
                    ending = "full"
                    break
                is_still = batches.size is None
                for name in moved:
                    move, memory = method.rule(gradients[name], memories[name], rate, step)
                    place = frozen(state[name] + move)
                    if is_still:
                        is_still = _is_same(place, state[name]) and _is_same(memory, memories[name])
                    state[name], memories[name] = place, memory
                if is_still and not (method.counts and any(map(np.any, memories.values()))):
                    settled = step - 1
                    if steps >= most:
                        ending = "settled"
                    else:
                        columns.repeat(steps - settled)
                    break
                here = cost.inputs(state, batches.rows(step))
                output, gradients = cost.at(here)
                columns.append({**state, COST: output})
                ending = _ending(first, output, gradients, here, moved)
                if ending:
                    break
        except KeyboardInterrupt:
            ending = ending or "interrupted"
        except MemoryError:
            ending = "full"
    if ending is None and len(columns) <= steps:
        ending = "interrupted"  # whoever watched has had enough
    return Run(columns, ending, settled)


def _ending(
    first: float,
    output: float,
    gradients: Mapping[str, Number],
    inputs: Mapping[str, Number],
    moved: Iterable[str],
) -> str | None:
    """Why the path should stop here, if it should; ``first`` is the cost at its start."""
    limit = TOO_FAR * max(abs(first), 1.0)
    if output > limit and output != first:
        return "grew"
    if output < -limit and output != first:
        return "fell"
    numbers = (output, *(x[n] for n in moved for x in (gradients, inputs)))
    return None if all(map(is_finite, numbers)) else "undefined"


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values, or pairs of them, are the same to the last bit."""
    if one.__class__ is float and other.__class__ is float:
        return one == other and math.copysign(1.0, one) == math.copysign(1.0, other)
    if one is None or other is None:
        return one is other
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    return a.shape == b.shape and a.tobytes() == b.tobytes()


def _watched(watch: Watch | None, steps: int) -> Iterator[int]:
    """The numbers of the steps, from 1, as ``watch`` goes through them."""
    numbers = range(1, min(steps, sys.maxsize - 1) + 1)
    try:
        return iter((progress if watch is None else watch)(numbers))
    except TypeError:
        raise OptionError("usage.watch", given=quoted(watch), step=1) from None
