"""A step in words, as a teacher would say it, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arithmetic.shapes import anywhere
from ..core.graph import Graph
from ..spell.numbers import Value, guard, is_finite
from ..spell.templates import put
from ..words import paragraph, say
from .blocks import inner, operation_count
from .latex import running_sum
from .order import BESIDE, HAPPENS, SENTENCES
from .passage import inputs_told, of_block_backward, of_block_forward
from .reasons import all_entries, any_entry, reasons
from .step import Step

__all__ = ["step_grounds", "step_reason", "step_remark", "step_sentence"]


def step_sentence(step: Step, lang: str) -> str:
    """The step in the language of that code."""
    return _said(step, lang, {})


def step_remark(step: Step, lang: str) -> str:
    """What happens in the step and why, where the mathematics stands beside it."""
    return _said(step, lang, BESIDE)


def step_grounds(step: Step, lang: str) -> str:
    """Why the step is so, where what happens is asked above it."""
    return _said(step, lang, {**BESIDE, **dict.fromkeys(HAPPENS, "")})


def _said(step: Step, lang: str, instead: Mapping[str, str]) -> str:
    facts, slots = _facts(step), _SLOTS[step.manner](step, lang)
    parts: list[str] = []
    for needed, barred, said in _ROWS[step.manner]:
        if needed <= facts and not barred & facts:
            own = _TOLD.get(said)
            entry = instead.get(said, said)
            if entry:
                parts += [say(entry, lang, **slots)] if own is None else own(step, lang, slots)
    if step.graph.lines and step.source:
        parts.append(say("source", lang, source=step.source))
    return paragraph(lang, parts)


def step_reason(step: Step, lang: str | None) -> str:
    """Why the local derivative of a backward step is what it is; empty in other kinds."""
    return step.operation.op.why.say(lang) if step.kind == "backward" else ""


def _facts(step: Step) -> set[str]:
    """Of what the conditions of :mod:`.order` ask, all that holds."""
    if step.kind == "backward":
        facts = {
            "output": step.is_at_output,
            "shared": step.uses > 1,
            "summed": step.is_summed,
            "complete": step.complete,
            "entrywise": step.is_entrywise,
        }
    elif step.kind == "forward":
        facts = {"first": step.index == 1 and bool(step.graph.inputs)}
    else:
        unreached, stopped = _lost(step.graph)
        facts = {
            "array": np.ndim(step.value) > 0,
            "unreached": bool(unreached),
            "stopped": bool(stopped),
            "fixed": step.graph.is_fixed[step.place.index],
        }
    return {fact for fact, holds in facts.items() if holds}


def _row(condition: str, said: str) -> tuple[frozenset[str], frozenset[str], str]:
    facts = condition.split()
    barred = [fact[1:] for fact in facts if fact.startswith("!")]
    return frozenset(f for f in facts if not f.startswith("!")), frozenset(barred), said


_ROWS = {kind: [_row(*row) for row in rows] for kind, rows in SENTENCES.items()}


# What fills the slots of the entries


def _of_graph(step: Step, lang: str) -> dict[str, Any]:
    graph = step.graph
    output = step.walk.shown[graph.output_node.index]
    return {"output": output, "count": operation_count(graph)}


def _of_seed(step: Step, lang: str) -> dict[str, Any]:
    unreached, stopped = map(", ".join, _lost(step.graph))
    return {**_of_graph(step, lang), "names": unreached, "stopped": stopped}


@lru_cache(maxsize=8)
def _lost(graph: Graph) -> tuple[list[str], list[str]]:
    """The names of what nothing comes back to: it does not lead to the output, or only by stops."""
    found = _without_flow(graph)
    stopped = behind_stops(graph) if found else frozenset()
    names = graph.displayed
    return [names[i] for i in found if i not in stopped], [names[i] for i in found if i in stopped]


def _without_flow(graph: Graph) -> list[int]:
    flows = zip(graph.has_gradient, graph.reaches_output, strict=True)
    found = [index for index, (has, reaches) in enumerate(flows) if has and not reaches]
    hidden = inner(graph) if found else frozenset()
    return [index for index in found if index not in hidden]


def behind_stops(graph: Graph) -> frozenset[int]:
    """The nodes that the output depends on, but only by what stops gradients."""
    leads = {graph.output_node.index}
    for node in reversed(graph.nodes):
        if node.index in leads:
            leads.update(node.operands)
    return frozenset(index for index in leads if not graph.reaches_output[index])


def _of_forward(step: Step, lang: str) -> dict[str, Any]:
    walk, here = step.walk, step.operation
    value, reckoned = (
        walk.written(step.value),
        step.write(*map(walk.written, step.operand_values)),
    )
    return {
        "node": walk.shown[here.index],
        "inputs": inputs_told(step) if step.index == 1 else "",
        "formula": step.write(*(walk.shown[i] for i in here.operands)),
        "reckoned": reckoned,
        "value": value,
        "numbers": f"{reckoned} = {value}",
    }


def _of_backward(step: Step, lang: str) -> dict[str, Any]:
    shown, written = step.walk.shown, step.walk.written
    assert step.backflow is not None
    if not step.is_entrywise:
        texts = map(written, (*step.operand_values, step.value, step.upstream))
        numbers = put(_template(step), _filled(step, *texts))
    else:
        times = "⊙" if step.is_of_arrays else "·"
        numbers = f"{written(step.local)} {times} {guard(written(step.upstream))}"
    if step.is_summed:
        numbers = say("sum", lang, terms=numbers)
    total = running_sum(step, written, guard) if step.uses > 1 else []
    return {
        "output": shown[step.graph.output_node.index],
        "node": shown[step.place.index],
        "operand": shown[step.backflow.edge.operand],
        "local": _local(step, lang),
        "numbers": f"{numbers} = {written(step.contribution)}",
        "place": step.use,
        "uses": step.uses,
        "sum": " = ".join(total),
    }


_SLOTS: Mapping[str, Callable[[Step, str], dict[str, Any]]] = {
    "graph": _of_graph,
    "seed": _of_seed,
    "forward": _of_forward,
    "backward": _of_backward,
    "forward_block": of_block_forward,
    "backward_block": of_block_backward,
    "backward_port": of_block_backward,
}


def _local(step: Step, lang: str) -> str:
    """The local derivative, or what goes back, in symbols; in words where they do not give it."""
    shown, here = step.walk.shown, step.operation
    if not _template(step) or step.is_at_kink:
        return say("local", lang)
    names = [shown[i] for i in here.operands]
    is_letter = len(names[0].rstrip(_TAIL)) == 1
    node, output = shown[here.index], shown[step.graph.output_node.index]
    slots = _filled(step, *names, node, f"∂{output}/∂{node}")
    return put(_template(step), {**slots, "*": ("" if is_letter else " · ", "")})


def _template(step: Step) -> str:
    """What the row shows of a backward step, on one line; empty if there is no such text."""
    assert step.position is not None
    return step.operation.op.local_written[step.position] or ""


def _filled(step: Step, *texts: str) -> dict[str, tuple[str, str]]:
    """The slots of that template: the operands, the value, the upstream gradient, the share."""
    slots = zip((*step.operation.op.parameters, "y", "g"), texts, strict=True)
    return {slot: (guard(text), text) for slot, text in (*slots, ("n", str(step.share)))}


_TAIL = "₀₁₂₃₄₅₆₇₈₉′"  # a letter with these is still one symbol: 2x₁, but 2 · cost


# Why a number is nan or infinite: each reason that holds for some entry is told once.


def _why(step: Step, lang: str, slots: dict[str, Any]) -> list[str]:
    return [step.operation.op.why.say(lang)]


def _why_value(step: Step, lang: str, slots: dict[str, Any]) -> list[str]:
    if is_finite(step.value):
        return []
    op, operands = step.operation.op, step.operand_values
    nans, infinities = (_among(step, test, operands) for test in ("isnan", "isinf"))
    undefined = _condition(op.is_undefined, operands)
    found = reasons("value", step.value, undefined, nans, infinities)
    return _holding(step, lang, found, {**slots, "formula": slots["reckoned"]})


def _why_kink(step: Step, lang: str, slots: dict[str, Any]) -> list[str]:
    op = step.operation.op
    if op.kink is None:
        return []
    return _of_entries(lang, op.kink.say(lang), _condition(op.is_at_kink, step.operand_values))


def _why_slope(step: Step, lang: str, slots: dict[str, Any]) -> list[str]:
    op, operands = step.operation.op, step.operand_values
    undefined = _condition(op.is_undefined, operands)
    if step.local is None or (is_finite(step.local) and not anywhere(undefined)):
        return []
    undefined = undefined & ~any_entry("isnan", operands)
    finite = all_entries("isfinite", [*operands, step.value])
    found = reasons("slope", step.local, undefined, finite)
    return _holding(step, lang, found, {**slots, "value": step.walk.written(step.local)})


def _why_product(step: Step, lang: str, slots: dict[str, Any]) -> list[str]:
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


def _why_gathered(step: Step, lang: str, slots: dict[str, Any]) -> list[str]:
    """Why what goes back of whole arrays is not finite."""
    if is_finite(step.contribution):
        return []
    others = [v for place, v in enumerate(step.operand_values) if place != step.position]
    is_wild = not all(map(is_finite, [step.upstream, *others]))
    found = reasons("gathered", step.contribution, np.bool_(is_wild))
    return _holding(step, lang, found, {**slots, "value": step.walk.written(step.contribution)})


def _why_total(step: Step, lang: str, slots: dict[str, Any]) -> list[str]:
    if step.before is None or is_finite(step.total):
        return []
    parts = [step.before, step.contribution]
    wild = ~all_entries("isfinite", parts)
    found = reasons("sum", step.total, any_entry("isnan", parts), wild, np.False_)
    return _holding(step, lang, found, {**slots, "value": step.walk.written(step.total)})


_TOLD: Mapping[str, Callable[[Step, str, dict[str, Any]], list[str]]] = {
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


def _holding(step: Step, lang: str, found: dict[str, Any], slots: dict[str, Any]) -> list[str]:
    """The reasons that hold somewhere, in words."""
    domain = step.operation.op.domain
    slots = {**slots, "why": "" if domain is None else domain.say(lang)}
    return [
        text
        for key, where in found.items()
        if anywhere(where)
        for text in _of_entries(lang, say(key, lang, **slots), where)
    ]


def _condition(holds: Callable[..., Any], operands: list[Value]) -> Any:
    """A condition of a row as NumPy's own boolean: of Python's, ``~`` is another thing."""
    with np.errstate(all="ignore"):
        where = holds(*operands)
    return np.bool_(where) if where.__class__ is bool else where


def _of_entries(lang: str, text: str, where: Any) -> list[str]:
    """What is said where a condition holds; of some entries only it says so."""
    if not anywhere(where):
        return []
    return [text if np.all(where) else say("some_entries", lang, text=text)]


def _gathered(where: NDArray[Any], shape: tuple[int, ...]) -> Any:
    """For each entry of an operand of ``shape``, whether any entry that it was stretched to is."""
    extra = where.ndim - len(shape)
    axes = [*range(extra), *(extra + i for i, size in enumerate(shape) if size == 1)]
    return where.any(axis=tuple(axes)).reshape(shape)
