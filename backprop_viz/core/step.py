"""One step of a walk: a small frozen value that describes itself in mathematics and in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..spell.names import latex as latex_name
from ..spell.numbers import Maybe, Value, format_value, guard, is_finite, latex_factor, latex_value
from ..words import language, paragraph, say
from .graph import Graph

__all__ = ["Kind", "Step", "Watch", "signature"]

Kind = Literal["graph", "forward", "seed", "backward"]
Watch = Callable[[Sequence[int]], Iterable[int]]
"""Goes through the numbers of steps and may show how far it is."""

NAMED = 12  # inputs that a signature names; of more, it leaves some out


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One visible step.

    ``node`` is the operation that is computed (forward) or passed backward through; ``operand``
    is the node that receives the gradient, and ``position`` its place among the operands. A
    backward step holds the ``upstream`` gradient ∂f/∂node, the ``local`` derivative
    ∂node/∂operand, their product ``contribution`` (of the operand's shape), the running ``total``
    of ∂f/∂operand and whether that total is ``complete``. In other kinds of steps all of these are
    None.
    """

    index: int
    kind: Kind
    node: str | None = None
    operand: str | None = None
    position: int | None = None
    upstream: Maybe = None
    local: Maybe = None
    contribution: Maybe = None
    total: Maybe = None
    complete: bool | None = None
    _graph: Graph = field(repr=False, kw_only=True)
    _values: Sequence[Value] = field(repr=False, kw_only=True)
    _node: int = field(repr=False, kw_only=True)
    _use: int = field(default=0, repr=False, kw_only=True)  # which of the operand's uses, from 1
    _uses: int = field(default=0, repr=False, kw_only=True)
    _before: Maybe = field(default=None, repr=False, kw_only=True)  # the total without this part

    @property
    def local_latex(self) -> str:
        """The local derivative in symbols, as LaTeX; empty except in a backward step."""
        return self._shown(_symbols(self)) if self.kind == "backward" else ""

    @property
    def latex(self) -> str:
        """The step in LaTeX: symbols, then numbers, then the result."""
        output = latex_name(self._graph.output)
        if self.kind == "graph":
            return signature(self._graph)
        if self.kind == "seed":
            seed = np.ones_like(self._values[self._node])
            return rf"{_partial(output, output)} = {latex_value(seed)}"
        node = latex_name(self._graph.nodes[self._node].name)
        if self.kind == "forward":
            op = self._graph.operation(self._node).op
            result = latex_value(self._values[self._node])
            symbols, numbers = (
                _fill(op.latex, slots) for slots in (_symbols(self), _numbers(self))
            )
            return _equals(node, symbols, numbers, result)

        assert self.operand is not None
        operand = latex_name(self.operand)
        goal = _partial(output, operand)
        upstream = _partial(output, node)
        symbols, numbers = self._shown(_symbols(self)), self._shown(_numbers(self))
        if self._is_at_output:  # its chain rule would say that a thing is itself times 1
            chain = [self._product(symbols, upstream), self._product(numbers)]
        else:
            here = _partial(node, operand)
            if self._which:
                # By this one use of the operand: not the whole derivative, which looks the same.
                here = rf"\left.{here}\right|_{{{(self.position or 0) + 1}}}"
            chain = [f"{here}{upstream}", self._product(symbols), self._product(numbers)]
        op = self._graph.operation(self._node).op
        operands = [self._values[i] for i in self._graph.nodes[self._node].operands]
        if not _is_one(self.upstream) or _somewhere(op.is_at_kink(*operands)):
            chain.append(self._product(latex_value(self.local)))
        result = latex_value(self.contribution)
        if self._uses == 1:
            return _equals(goal, *chain, result)
        along = rf"\left.{goal}\right|_{{\to {node}{self._which}}}"
        return _equals(along, *chain, result) + rf",\quad {_equals(goal, *self._sum(latex_value))}"

    def exercise(self, blank: str) -> str:
        """:attr:`latex` for a worksheet: ``blank`` stands for every number that is to be found."""
        if self.kind == "graph":
            return self.latex
        output = latex_name(self._graph.output)
        if self.kind == "seed":
            return rf"{_partial(output, output)} = {blank}"
        here = self._graph.operation(self._node)
        node = latex_name(here.name)
        if self.kind == "forward":
            blanks = {**_symbols(self), "*": (r" \cdot ", "")}
            for slot, index in zip(here.op.parameters, here.operands, strict=True):
                given = self._graph.nodes[index]
                if not given.is_constant or self._graph.owns(given):
                    blanks[slot] = (blank, blank)
            return _equals(
                node, _fill(here.op.latex, _symbols(self)), _fill(here.op.latex, blanks), blank
            )
        assert self.operand is not None
        operand = latex_name(self.operand)
        goal = _partial(output, operand)
        chain = rf"{_partial(node, operand)}{_partial(output, node)}"
        product = f"{blank} {_TIMES[self._times]} {blank}"
        if self._uses == 1:
            return _equals(goal, *([] if self._is_at_output else [chain]), product, blank)
        along = rf"\left.{goal}\right|_{{\to {node}{self._which}}}"
        parts = f"{blank} + ?" if not self.complete else f"{blank} + {blank} = {blank}"
        return rf"{_equals(along, product, blank)},\quad {goal} = {parts}"

    def reason(self, lang: str | None = None) -> str:
        """Why the local derivative of a backward step is what it is; empty in other kinds."""
        op = self._graph.nodes[self._node].op
        return op.why.say(lang) if self.kind == "backward" and op is not None else ""

    def sentence(self, lang: str | None = None) -> str:
        """The step in a plain sentence as a teacher would say it, with the reason.

        ``lang`` is a language such as ``"ja"``, by default the current one (``bv.speak``). Raises
        ``ValueError`` for an unknown one.
        """
        lang = language(lang)
        graph, output = self._graph, self._graph.displayed[self._graph.output_node.index]
        node = graph.displayed[self._node]
        if self.kind == "graph":
            return say("graph", lang, output=output, count=len(graph.operations))
        if self.kind == "seed":
            return paragraph(lang, self._seed_parts(lang, output))
        op = graph.operation(self._node).op
        if self.kind == "forward":
            return paragraph(lang, self._forward_parts(lang, node))

        operand = graph.displayed[graph.nodes[self._node].operands[self.position or 0]]
        numbers = f"{format_value(self.local)} {self._times} {guard(format_value(self.upstream))}"
        if self._stretched:
            numbers = say("sum", lang, terms=numbers)
        numbers += f" = {format_value(self.contribution)}"
        slots = {"output": output, "node": node, "operand": operand}
        local = self._local_written(lang)
        parts = [
            say(
                "backward_output" if self._is_at_output else "backward",
                lang,
                numbers=numbers,
                local=local,
                **slots,
            )
            if self._uses == 1
            else say(
                "backward_shared",
                lang,
                numbers=numbers,
                local=local,
                place=self._use,
                uses=self._uses,
                **slots,
            ),
            op.why.say(lang),
            *self._backward_notes(lang, dict(slots)),
        ]
        if self._uses > 1:
            key = "shared_complete" if self.complete else "shared_partial"
            parts.append(say(key, lang, sum=" = ".join(self._sum(format_value)), **slots))
            parts += self._total_notes(lang)
        return paragraph(lang, parts)

    def _local_written(self, lang: str) -> str:
        """The local derivative in symbols, on one line; in words where they do not give it."""
        graph, here = self._graph, self._graph.operation(self._node)
        assert self.position is not None
        template = here.op.local_written[self.position]
        operands = [self._values[i] for i in here.operands]
        if template is None or _somewhere(here.op.is_at_kink(*operands)):
            return say("local", lang)
        names = [graph.displayed[i] for i in here.operands]
        slots = {
            slot: (guard(name), name) for slot, name in zip(here.op.parameters, names, strict=True)
        }
        slots |= {"y": (graph.displayed[self._node],) * 2}
        slots |= {"*": ("" if len(names[0].rstrip(_TAIL)) == 1 else " · ", "")}
        return _put(template, slots)

    def _seed_parts(self, lang: str, output: str) -> list[str]:
        graph = self._graph
        parts = [say("seed", lang, output=output)]
        if np.ndim(self._values[self._node]):
            parts.append(say("seed_array", lang, output=output))
        unreached = [
            graph.displayed[node.index]
            for node in graph.nodes
            if not graph.reaches_output[node.index] and graph.has_gradient[node.index]
        ]
        if unreached:
            parts.append(say("unreached", lang, names=", ".join(unreached), output=output))
        if graph.is_fixed[self._node]:
            parts.append(say("fixed", lang, output=output))
        return parts

    def _forward_parts(self, lang: str, node: str) -> list[str]:
        graph, here = self._graph, self._graph.operation(self._node)
        operands = [self._values[i] for i in here.operands]
        value = self._values[self._node]
        numbers = f"{here.op.write(*map(format_value, operands))} = {format_value(value)}"
        formula = here.op.write(*(graph.displayed[i] for i in here.operands))
        parts = [say("forward", lang, node=node, formula=formula, numbers=numbers)]
        if self.index == 1 and graph.inputs:
            given = ", ".join(
                f"{graph.displayed[graph.names[name]]} = "
                f"{format_value(self._values[graph.names[name]])}"
                for name in graph.inputs
            )
            parts.insert(0, say("inputs", lang, inputs=given))
        return parts + self._forward_notes(lang, node, operands, value)

    # Why a number is nan or infinite: each reason that holds for some entry is told once.

    def _forward_notes(
        self, lang: str, node: str, operands: list[Value], value: Value
    ) -> list[str]:
        if is_finite(value):
            return []
        op = self._graph.operation(self._node).op
        with np.errstate(all="ignore"):
            from_nan = _any_entry(np.isnan, operands)
            from_infinity = _any_entry(np.isinf, operands)
            undefined = op.is_undefined(*operands) & ~from_nan & ~np.isfinite(value)
        new = ~undefined & ~from_nan
        reasons = {
            "undefined": undefined,
            "overflow": np.isinf(value) & new & ~from_infinity,
            "indeterminate": np.isnan(value) & new,
            "carried": np.isnan(value) & from_nan | np.isinf(value) & new & from_infinity,
        }
        slots = {
            "node": node,
            "why": "" if op.domain is None else op.domain.say(lang),
            "formula": op.write(*map(format_value, operands)),
            "value": format_value(value),
        }
        return _told(lang, reasons, slots)

    def _backward_notes(self, lang: str, slots: dict[str, str]) -> list[str]:
        here = self._graph.operation(self._node)
        op, operands = here.op, [self._values[i] for i in here.operands]
        with np.errstate(all="ignore"):
            undefined = op.is_undefined(*operands)
            at_kink = op.is_at_kink(*operands)
        notes = []
        if op.kink is not None and _somewhere(at_kink):
            notes.append(_of_entries(lang, op.kink.say(lang), at_kink))
        if _somewhere(undefined) or not is_finite(self.local):
            undefined = undefined & ~_any_entry(np.isnan, operands)
            finite = np.isfinite(self.local)
            carried = ~_all_entries(np.isfinite, [*operands, self._values[self._node]])
            reasons = {
                "undefined_slope": ~finite & undefined,
                "steep": ~finite & ~undefined & ~carried,
                "carried_slope": ~finite & ~undefined & carried,
                "no_value": finite & undefined,
            }
            why = "" if op.domain is None else op.domain.say(lang)
            slots |= {"why": why, "value": format_value(self.local)}
            notes += _told(lang, reasons, slots)
        notes += self._product_notes(lang, slots)
        if self._stretched:
            notes.append(say("broadcast", lang, **slots))
        return notes

    def _product_notes(self, lang: str, slots: dict[str, str]) -> list[str]:
        """Why the product is not finite where its factors are, or is finite where one is not."""
        contribution, upstream, local = self.contribution, self.upstream, self.local
        if is_finite(upstream) and is_finite(local) and is_finite(contribution):
            return []
        here = self._graph.operation(self._node)
        values = [self._values[i] for i in (here.index, *here.operands)]
        with np.errstate(all="ignore"):
            back = here.op.backs[self.position or 0](upstream, local, *values)
            multiplied = np.asarray(upstream * local)
        product = np.broadcast_to(back, multiplied.shape)
        bare = np.isnan(product) & ~np.isnan(upstream) & ~np.isnan(local)
        grown = np.isinf(product) & np.isfinite(upstream) & np.isfinite(local)
        reasons = {
            "closed": np.isfinite(product) & ~np.isfinite(multiplied),
            "zero_times": bare,
            "carried": ~np.isfinite(product) & ~np.isfinite(upstream) & ~bare,
        }
        if self._stretched:
            shape = np.shape(contribution)
            no_nan, calm = (
                ~_gathered(x, shape) for x in (np.isnan(product), ~np.isfinite(product))
            )
            reasons["opposed"] = np.isnan(contribution) & no_nan
            reasons["overflow_sum"] = np.isinf(contribution) & (calm | _gathered(grown, shape))
        else:
            reasons["overflow"] = grown
        return _told(lang, reasons, {**slots, "value": format_value(contribution)})

    def _total_notes(self, lang: str) -> list[str]:
        if self._before is None or is_finite(self.total):
            return []
        parts = [self._before, self.contribution]
        reasons = {
            "opposed": np.isnan(self.total) & ~_any_entry(np.isnan, parts),
            "overflow_sum": np.isinf(self.total) & _all_entries(np.isfinite, parts),
        }
        return _told(lang, reasons, {"value": format_value(self.total)})

    @property
    def _which(self) -> str:
        """Tells the edges apart where one operation uses the operand more than once."""
        operands = self._graph.nodes[self._node].operands
        assert self.position is not None
        twice = operands.count(operands[self.position]) > 1
        return rf",\,{self.position + 1}" if twice else ""

    @property
    def _stretched(self) -> bool:
        return np.shape(self.contribution) != np.shape(self._values[self._node])

    @property
    def _times(self) -> str:
        return "⊙" if np.ndim(self.upstream) or np.ndim(self.local) else "·"

    def _shown(self, slots: dict[str, tuple[str, str]]) -> str:
        op = self._graph.operation(self._node).op
        assert self.position is not None
        return _fill(op.shown[self.position], slots)

    @property
    def _is_at_output(self) -> bool:
        return self._node == self._graph.output_node.index

    def _product(self, local: str, upstream: str = "") -> str:
        times = _TIMES[self._times]
        product = rf"{local} {times} {upstream or latex_factor(latex_value(self.upstream))}"
        return rf"\operatorname{{sum}}\left({product}\right)" if self._stretched else product

    def _sum(self, show: Any) -> list[str]:
        """The running total as an equation: ``8 + ?``, and at last ``8 + 4``, ``12``."""
        total = show(self.total)
        if not self.complete:
            return [f"{total} + ?"]
        addend = show(self.contribution)
        addend = latex_factor(addend) if show is latex_value else guard(addend)
        return [f"{show(self._before)} + {addend}", total]


def _told(lang: str, reasons: dict[str, Any], slots: dict[str, str]) -> list[str]:
    """The reasons that hold somewhere, in words."""
    return [
        _of_entries(lang, say(key, lang, **slots), where)
        for key, where in reasons.items()
        if _somewhere(where)
    ]


def _somewhere(where: Any) -> bool:
    """True if a condition holds for any entry."""
    is_one = where.__class__ in (bool, np.bool_)  # most are, and np.any takes longer to find out
    return bool(where) if is_one else bool(np.any(where))


def _of_entries(lang: str, text: str, where: Any) -> str:
    """What is said of some entries only says so."""
    return text if np.all(where) else say("some_entries", lang, text=text)


def _any_entry(test: Any, values: Sequence[Value]) -> Any:
    """Where ``test`` holds for any of some values that broadcast, entry by entry."""
    return reduce(np.logical_or, map(test, values), np.False_)


def _all_entries(test: Any, values: Sequence[Value]) -> Any:
    """Where ``test`` holds for all of them."""
    return reduce(np.logical_and, map(test, values), np.True_)


def _gathered(where: NDArray[Any], shape: tuple[int, ...]) -> Any:
    """For each entry of an operand of ``shape``, whether any entry that it was stretched to is."""
    extra = where.ndim - len(shape)
    axes = [*range(extra), *(extra + i for i, size in enumerate(shape) if size == 1)]
    return where.any(axis=tuple(axes)).reshape(shape)


def _symbols(step: Step) -> dict[str, tuple[str, str]]:
    """What fills a LaTeX template: for each slot, its text as a factor and as it stands alone."""
    graph = step._graph
    here = graph.operation(step._node)
    slots = {}
    for slot, index in zip(here.op.parameters, here.operands, strict=True):
        operand = graph.nodes[index]
        if operand.is_constant and not graph.owns(operand):
            number = latex_value(operand.value)
            slots[slot] = (latex_factor(number), number)
        else:
            slots[slot] = (latex_name(operand.name),) * 2
    return {**slots, "y": (latex_name(here.name),) * 2, "*": (_JOINT, "")}


def _numbers(step: Step) -> dict[str, tuple[str, str]]:
    here = step._graph.operation(step._node)
    slots = {}
    parameters = (*here.op.parameters, "y")
    for slot, index in zip(parameters, (*here.operands, here.index), strict=True):
        number = latex_value(step._values[index])
        slots[slot] = (latex_factor(number), number)
    return {**slots, "*": (r" \cdot ", "")}


_TIMES = {"·": r"\cdot", "⊙": r"\odot"}
_SLOT = re.compile(r"<([a-z]\d*)(!?)>| ?<\*> ?")
_JOINT = "\x00"  # stands between two factors until both neighbours are known


_TAIL = "₀₁₂₃₄₅₆₇₈₉′"  # a letter with these is still one symbol: 2x₁, but 2 · cost


def _put(template: str, slots: dict[str, tuple[str, str]]) -> str:
    """The template with its slots filled as they are."""

    def one(match: re.Match[str]) -> str:
        if match[1] is None:
            return slots["*"][0]
        return slots[match[1]][1 if match[2] else 0]

    return _SLOT.sub(one, template)


def _fill(template: str, slots: dict[str, tuple[str, str]]) -> str:
    """Fill ``<a>``, ``<a!>`` and ``<*>`` of a row's template."""

    left, *factors = _put(template, slots).split(_JOINT)
    for right in factors:
        if right[:1].isdigit() or right.startswith("("):
            joint = r" \cdot "  # x2 would read as a name, x(2) as a call
        elif r"\mathrm" in left + right:
            joint = r"\,"
        else:
            joint = "" if left[-1:].isdigit() else " "
        left += joint + right
    return left


def signature(graph: Graph) -> str:
    """The output as a function of its inputs, as LaTeX."""
    output = latex_name(graph.output)
    names = [latex_name(name) for name in graph.inputs]
    if len(names) > NAMED:
        names[NAMED - 2 : -1] = [r"\ldots"]
    return rf"{output} = {output}({', '.join(names)})"


def _equals(*sides: str) -> str:
    """The sides joined by equals signs; a side that repeats the one before is left out."""
    kept = [side for i, side in enumerate(sides) if i == 0 or side != sides[i - 1]]
    return " = ".join(kept)


def _partial(of: str, by: str) -> str:
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def _is_one(value: Value) -> bool:
    return np.ndim(value) == 0 and value == 1.0
