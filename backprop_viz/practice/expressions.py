"""What may be chosen for what goes back along an edge where there are arrays."""

from __future__ import annotations

import numpy as np

from ..spell.numbers import guard
from ..spell.templates import put
from ..tell.walk import Step

__all__ = ["expressions"]

TRANSPOSED = "ᵀ"
TIMES = " · "


def expressions(step: Step) -> dict[str, str]:
    """Expressions in symbols, each with its mistake; the right one comes first, and has none.

    A single one means that there is nothing to choose from.
    """
    shown = step.walk.shown
    output, node = shown[step.graph.output_node.index], shown[step.place.index]
    upstream = f"∂{output}/∂{node}"
    told = _entrywise(step, upstream) if step.is_entrywise else _whole(step, upstream)
    if step.is_summed:
        summed = {f"sum({text})": slip for text, slip in told.items()}
        right = next(iter(told))
        told = {**summed, right: "unsummed"}
    return told


def _entrywise(step: Step, upstream: str) -> dict[str, str]:
    """The local derivative times the upstream gradient; one of them alone; the other operand's."""
    assert step.position is not None
    own, *others = (
        _written(step, place, upstream)
        for place in (step.position, *_others(step.place.operands, step.position))
    )
    right = _product(own, upstream)
    found = {right: ""}
    if own:
        found.setdefault(own, "upstream")
    found.setdefault(upstream, "local")
    for other in others:
        if other:
            found.setdefault(_product(other, upstream), "swapped")
    return found


def _product(local: str, upstream: str) -> str:
    if not local:
        return upstream
    return f"−{upstream}" if local == "−1" else f"{guard(local)} ⊙ {upstream}"


def _whole(step: Step, upstream: str) -> dict[str, str]:
    """The factors the other way round, one without its transposition, and the parts alone."""
    assert step.position is not None
    right = _written(step, step.position, upstream)
    found = {right: ""}
    factors = right.split(TIMES)
    own = next((factor for factor in factors if factor != upstream), upstream)
    if len(factors) == 2 and np.ndim(step.upstream) and step.operation.op.arity == 2:
        bare = own.removesuffix(TRANSPOSED)
        turned = TIMES.join(bare if factor == own else factor for factor in factors)
        found.setdefault(TIMES.join(reversed(factors)), "factors")
        found.setdefault(turned, "transposed")
        found.setdefault(TIMES.join(reversed(turned.split(TIMES))), "transposed")
        found.setdefault(own, "forgotten")
    else:
        found.setdefault(own, "forgotten" if own != upstream else "passed")
        found.setdefault(upstream, "passed")
    return found


def _others(operands: tuple[int, ...], position: int) -> list[int]:
    return [place for place in range(len(operands)) if place != position]


def _written(step: Step, position: int, upstream: str) -> str:
    """The local derivative, or what goes back, in names; empty for 1."""
    op, shown = step.operation.op, step.walk.shown
    template = op.local_written[position] or ""
    if template == "1":
        return ""
    names = [shown[i] for i in step.place.operands]
    texts = (*names, shown[step.place.index], upstream)
    slots = zip((*op.parameters, "y", "g"), texts, strict=True)
    filling = {slot: (guard(text), text) for slot, text in (*slots, ("n", str(step.share)))}
    if not template:
        return f"∂{shown[step.place.index]}/∂{names[position]}"
    return put(template, {**filling, "*": (TIMES, "")})
