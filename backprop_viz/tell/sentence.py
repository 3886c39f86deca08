"""A step in words, as a teacher would say it, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..core.graph import Graph
from ..kept import kept
from ..spell.numbers import guard, is_finite
from ..spell.templates import put
from ..words import paragraph, say
from .blocks import closed_count, inner, operation_count, returned
from .causes import CAUSES
from .order import BESIDE, HAPPENS, SENTENCES
from .passage import equals_sign, inputs_told, of_block_backward, of_block_forward, summed_up
from .printed import is_product_told, is_sent_told, is_value_told
from .shortcut import shortcut
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
            entry = instead.get(said, said)
            if said == "<inside>":
                parts += _from_inside(step, lang, slots)
            elif said in CAUSES:
                parts += [text for _, text in CAUSES[said](step, lang, slots)]
            elif entry:
                parts.append(say(entry, lang, **slots))
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
            "short": bool(_shortcut(step)),
            "once": step.block is not None and returned(step.block, step.graph) == 1,
        }
    elif step.kind == "forward":
        facts = {"first": step.index == 1 and bool(step.graph.inputs)}
    elif step.kind == "graph":
        facts = {"shut": closed_count(step.graph) > 0}
    else:
        unreached, stopped = _lost(step.graph)
        facts = {
            "array": np.ndim(step.value) > 0,
            "unreached": bool(unreached),
            "stopped": bool(stopped),
            "fixed": step.graph.is_fixed[step.place.index],
        }
    return {fact for fact, holds in facts.items() if holds}


def _shortcut(step: Step) -> str:
    """What all of the way back through a closed block comes to, if that is said of it."""
    if step.block is None or step.backflow is None:
        return ""
    port, values = step.backflow.edge.node, step.walk.node_values
    return shortcut(step.graph, step.block, port, values)[0]


def _row(condition: str, said: str) -> tuple[frozenset[str], frozenset[str], str]:
    facts = condition.split()
    barred = [fact[1:] for fact in facts if fact.startswith("!")]
    return frozenset(f for f in facts if not f.startswith("!")), frozenset(barred), said


_ROWS = {kind: [_row(*row) for row in rows] for kind, rows in SENTENCES.items()}


# What fills the slots of the entries


def _of_graph(step: Step, lang: str) -> dict[str, Any]:
    graph = step.graph
    output = step.walk.shown[graph.output_node.index]
    return {"output": output, "count": operation_count(graph), "inside": closed_count(graph)}


def _of_seed(step: Step, lang: str) -> dict[str, Any]:
    unreached, stopped = map(", ".join, _lost(step.graph))
    return {**_of_graph(step, lang), "names": unreached, "stopped": stopped}


@kept
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
    formula = step.write(*(walk.shown[i] for i in here.operands))
    value = walk.written(step.value)
    reckoned = step.write(*map(walk.written, step.operand_values))
    first = "" if formula == reckoned else f"{formula} = "
    return {
        "node": walk.shown[here.index],
        "inputs": inputs_told(step) if step.index == 1 else "",
        "formula": formula,
        "reckoned": reckoned,
        "value": value,
        "numbers": f"{first}{reckoned} {equals_sign(is_value_told(step))} {value}",
    }


def _of_backward(step: Step, lang: str) -> dict[str, Any]:
    shown, written = step.walk.shown, step.walk.written
    assert step.backflow is not None
    if not step.is_entrywise:
        texts = map(written, (*step.operand_values, step.value, step.upstream))
        numbers, is_told = put(_template(step), _filled(step, *texts)), is_sent_told(step)
    else:
        is_told = is_product_told(step)
        times = "⊙" if step.is_of_arrays else "·"
        numbers = f"{written(step.local)} {times} {guard(written(step.upstream))}"
    if step.is_summed:
        numbers = say("sum", lang, terms=numbers)
    return {
        "output": shown[step.graph.output_node.index],
        "node": shown[step.place.index],
        "operand": shown[step.backflow.edge.operand],
        "local": _local(step, lang),
        "numbers": f"{numbers} {equals_sign(is_told)} {written(step.contribution)}",
        "place": step.use,
        "uses": step.uses,
        "sum": summed_up(step),
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


# What a closed block says of numbers in it that are nan or infinite: where the first came about.

_INNER = {"forward": ("<value>",), "backward": ("<slope>", "<product>", "<total>")}


def _from_inside(step: Step, lang: str, slots: Mapping[str, Any]) -> list[str]:
    assert step.block is not None
    values = [step.walk.node_values[index] for index in step.block.outputs]
    told = values if step.contribution is None else [step.contribution]
    if all(map(is_finite, (*values, *told))):
        return []
    for one in _steps_inside(step):
        own = _SLOTS[one.manner](one, lang)
        causes = (cause for said in _INNER[one.kind] for cause in CAUSES[said](one, lang, own))
        texts = [text for key, text in causes if not key.startswith("carried")]
        if texts:
            text = paragraph(lang, texts)
            return [say("inside", lang, node=step.walk.shown[one.place.index], text=text)]
    return [] if all(map(is_finite, told)) else [say("carried", lang, **slots)]


def _steps_inside(step: Step) -> Iterator[Step]:
    """The steps in a closed block, were it open, that lead to what the step is about."""
    graph, block = step.graph, step.block
    assert block is not None
    walk = step.walk.with_graph(replace(graph, view=None))
    inside = graph.operations[block.operations.start : block.operations.stop]
    if step.backflow is None:
        yield from (Step(walk, place + 1) for place in block.operations)
        return
    behind = {step.place.index}
    behind.update(node.index for node in inside if not behind.isdisjoint(node.operands))
    for number, edge in enumerate(graph.backward_edges, start=walk.seed_index + 1):
        if edge.operand in behind and edge.node in behind:
            yield Step(walk, number)
