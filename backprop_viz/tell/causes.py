"""Why a number of a step is nan or infinite, in words: each reason that holds for some entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arithmetic.shapes import anywhere
from ..spell.numbers import Value, is_finite
from ..words import say
from .reasons import all_entries, any_entry, reasons
from .step import Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CAUSES", "Told"]

Told = list[tuple[str, str]]
"""What is told, each text behind the name of its reason."""


def _why(step: Step, lang: str, slots: dict[str, Any]) -> Told:
    return [("why", step.operation.op.why.say(lang))]


def _why_value(step: Step, lang: str, slots: dict[str, Any]) -> Told:
    if is_finite(step.value):
        return []
    op, operands = step.operation.op, step.operand_values
    nans, infinities = (_among(step, test, operands) for test in ("isnan", "isinf"))
    undefined = _condition(op.is_undefined, operands)
    found = reasons("value", step.value, undefined, nans, infinities)
    return _holding(step, lang, found, {**slots, "formula": slots["reckoned"]})


def _why_kink(step: Step, lang: str, slots: dict[str, Any]) -> Told:
    op = step.operation.op
    if op.kink is None:
        return []
    where = _condition(op.is_at_kink, step.operand_values)
    return _of_entries("kink", lang, op.kink.say(lang), where)


def _why_slope(step: Step, lang: str, slots: dict[str, Any]) -> Told:
    op, operands = step.operation.op, step.operand_values
    undefined = _condition(op.is_undefined, operands)
    if step.local is None or (is_finite(step.local) and not anywhere(undefined)):
        return []
    undefined = undefined & ~any_entry("isnan", operands)
    finite = all_entries("isfinite", [*operands, step.value])
    found = reasons("slope", step.local, undefined, finite)
    return _holding(step, lang, found, {**slots, "value": step.walk.written(step.local)})


def _why_product(step: Step, lang: str, slots: dict[str, Any]) -> Told:
    """Why the product is not finite where its factors are, or is finite where one is not."""
    contribution, upstream, local = step.contribution, step.upstream, step.local
    if local is None:
        return _why_gathered(step, lang, slots)
    if is_finite(upstream) and is_finite(local) and is_finite(contribution):
        return []
    with np.errstate(all="ignore"):
        product = np.broadcast_to(step.passed_back, np.shape(upstream * local))
    found = reasons("product", product, upstream, local)
    if step.is_summed:
        shape = np.shape(contribution)
        nans, wild, overflown = (
            _gathered(where, shape)
            for where in (np.isnan(product), ~np.isfinite(product), found.pop("overflow"))
        )
        found |= reasons("sum", contribution, nans, wild, overflown)
    return _holding(step, lang, found, {**slots, "value": step.walk.written(contribution)})


def _why_gathered(step: Step, lang: str, slots: dict[str, Any]) -> Told:
    """Why what goes back of whole arrays is not finite."""
    if is_finite(step.contribution):
        return []
    others = [v for place, v in enumerate(step.operand_values) if place != step.position]
    is_wild = not all(map(is_finite, [step.upstream, *others]))
    found = reasons("gathered", step.contribution, np.bool_(is_wild))
    return _holding(step, lang, found, {**slots, "value": step.walk.written(step.contribution)})


def _why_total(step: Step, lang: str, slots: dict[str, Any]) -> Told:
    if step.before is None or is_finite(step.total):
        return []
    parts = [step.before, step.contribution]
    wild = ~all_entries("isfinite", parts)
    found = reasons("sum", step.total, any_entry("isnan", parts), wild, np.False_)
    return _holding(step, lang, found, {**slots, "value": step.walk.written(step.total)})


CAUSES: Mapping[str, Callable[[Step, str, dict[str, Any]], Told]] = {
    "<why>": _why,
    "<value>": _why_value,
    "<kink>": _why_kink,
    "<slope>": _why_slope,
    "<product>": _why_product,
    "<total>": _why_total,
}


def _among(step: Step, test: str, values: list[Value]) -> Any:
    """Where a test holds for any of the operands: entry by entry, or for any entry at all."""
    if step.is_entrywise:
        return any_entry(test, values)
    return np.bool_(any(anywhere(any_entry(test, [value])) for value in values))


def _holding(step: Step, lang: str, found: dict[str, Any], slots: dict[str, Any]) -> Told:
    """The reasons that hold somewhere, in words."""
    domain = step.operation.op.domain
    slots = {**slots, "why": "" if domain is None else domain.say(lang)}
    return [
        told
        for key, where in found.items()
        if anywhere(where)
        for told in _of_entries(key, lang, say(key, lang, **slots), where)
    ]


def _condition(holds: Callable[..., Any], operands: list[Value]) -> Any:
    """A condition of a row as NumPy's own boolean: of Python's, ``~`` is another thing."""
    with np.errstate(all="ignore"):
        where = holds(*operands)
    return np.bool_(where) if where.__class__ is bool else where


def _of_entries(key: str, lang: str, text: str, where: Any) -> Told:
    """What is said where a condition holds; of some entries only it says so."""
    if not anywhere(where):
        return []
    return [(key, text if np.all(where) else say("some_entries", lang, text=text))]


def _gathered(where: NDArray[Any], shape: tuple[int, ...]) -> Any:
    """For each entry of an operand of ``shape``, whether any entry that it was stretched to is."""
    extra = where.ndim - len(shape)
    axes = [*range(extra), *(extra + i for i, size in enumerate(shape) if size == 1)]
    return where.any(axis=tuple(axes)).reshape(shape)
