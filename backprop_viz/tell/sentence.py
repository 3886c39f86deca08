"""A step in words, as a teacher would say it, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.step import Step
from ..spell.numbers import format_value, guard, is_finite
from ..words import paragraph, say
from .latex import running_sum
from .reasons import all_entries, any_entry, reasons
from .templates import put

__all__ = ["step_reason", "step_sentence"]


def step_sentence(step: Step, lang: str) -> str:
    """The step in the language of that code."""
    output = step.graph.displayed[step.graph.output_node.index]
    if step.kind == "graph":
        return say("graph", lang, output=output, count=len(step.graph.operations))
    told = {"seed": _seed, "forward": _forward, "backward": _backward}[step.kind]
    return paragraph(lang, list(told(step, lang)))


def step_reason(step: Step, lang: str | None) -> str:
    """Why the local derivative of a backward step is what it is; empty in other kinds."""
    return step.operation.op.why.say(lang) if step.kind == "backward" else ""


def _seed(step: Step, lang: str) -> Iterable[str]:
    graph = step.graph
    output = graph.displayed[step.place.index]
    yield say("seed", lang, output=output)
    if np.ndim(step.value):
        yield say("seed_array", lang, output=output)
    unreached = [
        graph.displayed[node.index]
        for node in graph.nodes
        if not graph.reaches_output[node.index] and graph.has_gradient[node.index]
    ]
    if unreached:
        yield say("unreached", lang, names=", ".join(unreached), output=output)
    if graph.is_fixed[step.place.index]:
        yield say("fixed", lang, output=output)


def _forward(step: Step, lang: str) -> Iterable[str]:
    graph, here = step.graph, step.operation
    if step.index == 1 and graph.inputs:
        inputs = [graph.names[name] for name in graph.inputs]
        given = (f"{graph.displayed[i]} = {format_value(step.walk.node_values[i])}" for i in inputs)
        yield say("inputs", lang, inputs=", ".join(given))
    node, value = graph.displayed[here.index], format_value(step.value)
    formula = here.op.write(*(graph.displayed[i] for i in here.operands))
    reckoned = here.op.write(*map(format_value, step.operand_values))
    yield say("forward", lang, node=node, formula=formula, numbers=f"{reckoned} = {value}")
    yield from _why_value(step, lang, {"node": node, "formula": reckoned, "value": value})


def _backward(step: Step, lang: str) -> Iterable[str]:
    graph, here = step.graph, step.operation
    assert step.passage is not None
    times = "⊙" if step.is_of_arrays else "·"
    numbers = f"{format_value(step.local)} {times} {guard(format_value(step.upstream))}"
    if step.is_summed:
        numbers = say("sum", lang, terms=numbers)
    slots = {
        "output": graph.displayed[graph.output_node.index],
        "node": graph.displayed[here.index],
        "operand": graph.displayed[step.passage.edge.operand],
    }
    key = "backward_output" if step.is_at_output else "backward"
    yield say(
        key if step.uses == 1 else "backward_shared",
        lang,
        numbers=f"{numbers} = {format_value(step.contribution)}",
        local=_local(step, lang),
        place=step.use,
        uses=step.uses,
        **slots,
    )
    yield here.op.why.say(lang)
    yield from _why_slope(step, lang, slots)
    yield from _why_product(step, lang, slots)
    if step.is_summed:
        yield say("broadcast", lang, **slots)
    if step.uses > 1:
        key = "shared_complete" if step.complete else "shared_partial"
        total = running_sum(step, format_value, guard)
        yield say(key, lang, sum=" = ".join(total), **slots)
        yield from _why_total(step, lang)


def _local(step: Step, lang: str) -> str:
    """The local derivative in symbols, on one line; in words where they do not give it."""
    graph, here = step.graph, step.operation
    assert step.position is not None
    template = here.op.local_written[step.position]
    if template is None or step.is_at_kink:
        return say("local", lang)
    names = [graph.displayed[i] for i in here.operands]
    slots = {
        slot: (guard(name), name) for slot, name in zip(here.op.parameters, names, strict=True)
    }
    is_letter = len(names[0].rstrip(_TAIL)) == 1
    slots |= {"y": (graph.displayed[here.index],) * 2, "*": ("" if is_letter else " · ", "")}
    return put(template, slots)


_TAIL = "₀₁₂₃₄₅₆₇₈₉′"  # a letter with these is still one symbol: 2x₁, but 2 · cost


# Why a number is nan or infinite: each reason that holds for some entry is told once.


def _why_value(step: Step, lang: str, slots: dict[str, str]) -> Iterable[str]:
    if is_finite(step.value):
        return []
    op, operands = step.operation.op, step.operand_values
    nans, infinities = any_entry("isnan", operands), any_entry("isinf", operands)
    with np.errstate(all="ignore"):
        undefined = _condition(op.is_undefined(*operands))
    found = reasons("value", step.value, undefined, nans, infinities)
    return _told(lang, found, {**slots, "why": _domain(step, lang)})


def _why_slope(step: Step, lang: str, slots: dict[str, str]) -> Iterable[str]:
    op, operands = step.operation.op, step.operand_values
    with np.errstate(all="ignore"):
        undefined, at_kink = (_condition(f(*operands)) for f in (op.is_undefined, op.is_at_kink))
    if op.kink is not None and _somewhere(at_kink):
        yield _of_entries(lang, op.kink.say(lang), at_kink)
    if _somewhere(undefined) or not is_finite(step.local):
        undefined = undefined & ~any_entry("isnan", operands)
        finite = all_entries("isfinite", [*operands, step.value])
        found = reasons("slope", step.local, undefined, finite)
        value = format_value(step.local)
        yield from _told(lang, found, {**slots, "why": _domain(step, lang), "value": value})


def _why_product(step: Step, lang: str, slots: dict[str, str]) -> Iterable[str]:
    """Why the product is not finite where its factors are, or is finite where one is not."""
    contribution, upstream, local = step.contribution, step.upstream, step.local
    if is_finite(upstream) and is_finite(local) and is_finite(contribution):
        return
    here = step.operation
    with np.errstate(all="ignore"):
        term = here.op.terms[step.position or 0](upstream, local, step.value, *step.operand_values)
        product = np.broadcast_to(term, np.shape(upstream * local))
    found = reasons("product", product, upstream, local)
    slots = {**slots, "value": format_value(contribution)}
    if step.is_summed:
        shape = np.shape(contribution)
        nans, wild, overflown = (
            _gathered(where, shape)
            for where in (np.isnan(product), ~np.isfinite(product), found.pop("overflow"))
        )
        found |= reasons("sum", contribution, nans, wild, overflown)
    yield from _told(lang, found, slots)


def _why_total(step: Step, lang: str) -> Iterable[str]:
    if step.before is None or is_finite(step.total):
        return []
    parts = [step.before, step.contribution]
    wild = ~all_entries("isfinite", parts)
    found = reasons("sum", step.total, any_entry("isnan", parts), wild, np.False_)
    return _told(lang, found, {"value": format_value(step.total)})


def _domain(step: Step, lang: str) -> str:
    domain = step.operation.op.domain
    return "" if domain is None else domain.say(lang)


def _told(lang: str, found: dict[str, Any], slots: dict[str, str]) -> list[str]:
    """The reasons that hold somewhere, in words."""
    return [
        _of_entries(lang, say(key, lang, **slots), where)
        for key, where in found.items()
        if _somewhere(where)
    ]


def _condition(where: Any) -> Any:
    """A condition of a row as NumPy's own boolean: of Python's, ``~`` is another thing."""
    return np.bool_(where) if where.__class__ is bool else where


def _somewhere(where: Any) -> bool:
    """True if a condition holds for any entry."""
    is_one = where.__class__ is np.bool_  # most are, and np.any takes longer to find out
    return bool(where) if is_one else bool(np.any(where))


def _of_entries(lang: str, text: str, where: Any) -> str:
    """What is said of some entries only says so."""
    return text if np.all(where) else say("some_entries", lang, text=text)


def _gathered(where: NDArray[Any], shape: tuple[int, ...]) -> Any:
    """For each entry of an operand of ``shape``, whether any entry that it was stretched to is."""
    extra = where.ndim - len(shape)
    axes = [*range(extra), *(extra + i for i, size in enumerate(shape) if size == 1)]
    return where.any(axis=tuple(axes)).reshape(shape)
