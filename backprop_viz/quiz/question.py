"""A question that a learner answers before the answer shows, at any step of any walk.

A forward step asks for the value of its node. A backward step asks for what arrives along its
edge, upstream gradient times local derivative; the last one to arrive at a node that is used more
than once asks for the sum. An answer is a number, an array or a formula; a wrong one is held
against the mistakes that :mod:`.mistakes` computes from the walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from ..arithmetic.shapes import summed_to
from ..core.graph import Edge
from ..core.walk import Backflow
from ..errors import GraphError, InputError
from ..spell.numbers import Value, is_finite
from ..tell.felt import targets
from ..tell.walk import Step, Walk
from ..verify.symbolic import along, expressions
from ..words import Message, language, paragraph, say
from .answer import Answer, agree, is_near, read_answer
from .asked import askable, asked_of, wanted_at
from .choices import Choices, as_choices, offered
from .judgement import Judgement
from .mistakes import Mistake, Only, mistakes
from .slots import slots_of

__all__ = ["Question", "question"]

MAX_PROVED = 100
"""Terms of the largest formula that SymPy is asked about; its kinks make it slow beyond."""

Asks = Literal["value", "gradient", "part", "total", "sum"]


def question(
    walk: Walk, step: int, lang: str | None = None, choices: Choices | bool | None = None
) -> Question:
    """The question at a step; a negative one counts from the last.

    ``lang`` is by default the current language (``bv.speak``).

    With ``choices`` one of them is picked, each being an answer that could be typed; with True they
    are the right one and what likely mistakes lead to.

    Raises ``IndexError`` if there is no such step, and ``InputError`` if it has no question, which
    names the nearest step with one, or if none of the choices is right.
    """
    step = walk.steps.number(step)
    steps = askable(walk)
    if step in steps:
        given = offered(walk, step) if choices is True else choices or None
        asked = Question(walk, step, language(lang), as_choices(given))
        if asked.choices and not any(map(asked.judge, asked.choices)):
            raise InputError("question.no_right", choices=", ".join(asked.choices))
        return asked
    what = Message("question.graph" if step == 0 else "question.port")
    if step == walk.seed_index:
        what = Message("question.seed")
    if not steps:
        raise InputError("question.nothing", step=step, what=what)
    nearest = min(steps, key=lambda k: (abs(k - step), -k))
    raise InputError("question.nearest", step=step, what=what, nearest=nearest)


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked at a step of a walk. Made by :func:`question`.

    ``only`` asks for what comes along the step's edge alone, or for the sum of what has come.
    """

    walk: Walk
    index: int
    lang: str = field(default_factory=language)
    choices: Mapping[str, str] = field(default_factory=dict)
    only: Only = ""

    @cached_property
    def step(self) -> Step:
        """The step that shows the answer; the picture before it does not."""
        return self.walk.steps[self.index]

    @property
    def latex(self) -> str:
        """The step in LaTeX."""
        return self.step.latex

    @property
    def explanation(self) -> str:
        """What is said once it is answered: the reasons. The mathematics stands below."""
        return self.step.grounds(self.lang)

    @property
    def solution(self) -> str:
        """The answer in a sentence."""
        return say("predict.solution", self.lang, answer=self.walk.written(self.wanted))

    @property
    def wanted(self) -> Value:
        """The right answer."""
        return wanted_at(self.step, self.only)

    @property
    def asks(self) -> Asks:
        """For a value, for a gradient, or for one part or the total of one that is a sum."""
        if self.step.backflow is None:
            return "value"
        if self.step.uses == 1:
            return "gradient"
        if self.only:
            return "part" if self.only == "way" else "sum"
        return "total" if self.step.complete else "part"

    @property
    def sentence(self) -> str:
        """The question in words."""
        block = self.step.block
        is_one = self.asks == "value" and block is not None and len(block.outputs) > 1
        key = "output" if is_one else self.asks
        parts = [say(f"predict.ask_{key}", self.lang, **self._slots)]
        wanted = self.wanted
        if np.ndim(wanted):
            parts.append(say("predict.ask_array", self.lang, form=self.form(wanted)))
        return self._join(*parts)

    @property
    def hint(self) -> str:
        """What the answer is made of, without a number."""
        slots = self._slots
        key: str = self.asks if slots["names"] or self.asks != "value" else "constant"
        if self.step.block is not None and self.asks != "sum":
            key = {"value": "block_value", "total": "block_total"}.get(self.asks, "block")
        elif self.asks not in ("value", "sum") and not self.step.is_entrywise:
            key = "whole_total" if self.asks == "total" else "whole"
        parts = [say(f"predict.hint_{key}", self.lang, **slots)]
        has_reason = self.asks != "sum" and self.step.block is None
        parts.append(self.step.reason(self.lang) if has_reason else "")
        if not is_finite(self.wanted):
            parts.append(say("predict.hint_not_finite", self.lang))
        return self._join(*parts)

    def judge(self, answer: Any) -> Judgement:
        """Judge a number, an array, or text: a number, a nested list, or a formula.

        A formula uses the names of the graph (forward: those that are known before the step), and
        is right if it is equal to the analytic answer for all inputs. Text such as ``2t`` is read
        as ``2*t`` where nothing else can be meant, and the sentence says so. Raises ``ParseError``
        for text that cannot be read, and ``GraphError`` for anything else that is no answer.
        """
        read = read_answer(answer, self.walk.graph, self._known)
        judged = self._judgement(read)
        if not read.read_as:
            return judged
        told = say("predict.read_as", self.lang, form=read.read_as)
        return replace(judged, sentence=self._join(judged.sentence, told))

    def _judgement(self, read: Answer) -> Judgement:
        given, wanted = read.at(self.walk), self.wanted
        is_shaped = np.shape(given) == np.shape(wanted)
        fits = agree(given, wanted) if is_shaped else np.False_
        if np.all(fits) and self._holds_everywhere(read):
            return Judgement(True, "right", say("predict.right", self.lang), self.latex)
        here = [m for m in mistakes(self.walk, self.index, self.only) if _is_outcome(m, given)]
        likely = self._everywhere(read, here)
        if np.all(fits) and not likely:
            return self.wrong("coincidence")
        if here:
            is_sure = len({mistake.reason for mistake in likely}) == 1
            return self.mistaken((likely or here)[0], is_sure)
        if not is_shaped:
            return self.wrong("shape", wanted=self.form(wanted), given=self.form(given))
        if read.formula is None and np.all(fits | is_near(given, wanted)):
            return self.wrong("rounded")
        if np.any(fits):
            return self.wrong("entries", right=int(np.sum(fits)), count=np.size(wanted))
        return self.wrong("other" if is_finite(wanted) else "not_finite")

    # How it is judged

    def _holds_everywhere(self, answer: Answer) -> bool:
        """Whether a formula that is right here is right for all inputs.

        The step's own line, x · 4, has the upstream gradient as a number, and so may an answer.
        """
        if answer.formula is None or self._is_proved(answer):
            return True
        follows_graph = follows_step = True
        for walk in self._elsewhere:
            given = answer.at(walk)
            there = wanted_at(walk.steps[self.index], self.only)
            follows_graph &= _never_differ(given, there)
            follows_step &= _never_differ(given, self._from_numbers(walk.steps[self.index]))
        return follows_graph or follows_step

    def _from_numbers(self, there: Step) -> Value:
        """The answer from the local derivative elsewhere and the upstream gradient here."""
        here = self.step
        if here.position is None:
            return wanted_at(there)
        operands = there.operand_values
        back = there.operation.op.backs[here.position]
        with np.errstate(all="ignore"):
            term = back(here.upstream, there.local, there.value, *operands)
            contribution = summed_to(term, np.shape(operands[here.position]))
            is_sum = self.asks in ("total", "sum")
            return here.before + contribution if is_sum else contribution

    def _is_proved(self, answer: Answer) -> bool:
        graph = self.walk.graph
        if any(np.ndim(value) for value in self.walk.node_values):
            return False
        if not answer.is_light(graph):
            return False
        try:
            backflow = self.step.backflow
            if backflow is None:
                expression = expressions(graph, limit=MAX_PROVED)[1][asked_of(self.step)]
            else:
                expression = along(graph, self._edges(backflow), MAX_PROVED)
        except (GraphError, RecursionError, ValueError, TypeError):
            return False
        return expression is not None and answer.is_proved(expression, graph, MAX_PROVED)

    def _edges(self, backflow: Backflow) -> list[Edge]:
        if self.asks not in ("total", "sum"):
            return [backflow.edge]
        return [arrived.edge for arrived in self.walk.arrivals[backflow.edge.operand][1]]

    def _everywhere(self, answer: Answer, likely: list[Mistake]) -> list[Mistake]:
        """Those of the mistakes that lead to a formula at other inputs as well."""
        if answer.formula is None or not likely:
            return likely
        for walk in self._elsewhere:
            value = answer.at(walk)
            fits: dict[tuple[str, str, str], bool] = {}
            for mistake in mistakes(walk, self.index, self.only):
                key = (mistake.reason, mistake.detail, mistake.part)
                led_here = not is_finite(mistake.value) or _is_outcome(mistake, value)
                fits[key] = fits.get(key, False) or led_here
            likely = [m for m in likely if fits.get((m.reason, m.detail, m.part), True)]
        return likely

    @cached_property
    def _elsewhere(self) -> list[Walk]:
        """The same walk at other inputs, near and far, the same ones each time. Labels and
        probabilities stay, which are not just any numbers.
        """
        random = np.random.default_rng(0)
        still = {name: self.walk.inputs[name] for name in targets(self.walk.graph)}
        walks = []
        for reach in (0.1, 0.1, 0.3, 0.3, 1.0, 1.0, 2.0, 2.0):
            inputs = {
                name: value + reach * (1 + np.abs(value)) * random.uniform(-1, 1, np.shape(value))
                for name, value in self.walk.inputs.items()
            }
            walks.append(Walk(self.walk.graph, inputs | still))
        return walks

    # What it says

    def wrong(self, reason: str, **slots: object) -> Judgement:
        """The judgement of an answer that is wrong for a reason of the catalogue."""
        lead = say("predict.not_yet", self.lang)
        why = say(f"predict.wrong_{reason}", self.lang, **{**self._slots, **slots})
        parts = [lead, why, self.hint] if reason in ("other", "entries") else [lead, why]
        return Judgement(False, reason, self._join(*parts))

    def mistaken(self, mistake: Mistake, is_sure: bool) -> Judgement:
        """The judgement of an answer that a mistake has led to."""
        lead = say("predict.not_yet" if is_sure else "predict.perhaps", self.lang)
        return Judgement(False, mistake.reason, self._join(lead, self.why(mistake)))

    def why(self, mistake: Mistake) -> str:
        """What went wrong in a mistake."""
        slots = {**self._slots, "detail": mistake.detail}
        if self.step.backflow is not None:
            slots |= self._factors(mistake.is_summed)
        why = say(f"predict.wrong_{mistake.reason}", self.lang, **slots)
        if mistake.part:
            before, rest = self.walk.written(self.step.before), self.walk.written(mistake.rest)
            key = f"predict.in_{mistake.part}"
            why = say(key, self.lang, **slots, before=before, rest=rest, why=why)
        return why

    def _factors(self, is_summed: bool) -> dict[str, object]:
        """The two factors by name; ``is_summed`` tells that of one the sum is meant."""
        slots = self._slots
        local = say("predict.local_derivative", self.lang)
        upstream = f"∂{slots['output']}/∂{slots['node']}"
        slope = f" ∂{slots['node']}/∂{slots['operand']}"
        if self.step.repeated:  # it is by one use alone
            slope = ""

        def summed(terms: str) -> str:
            return say("sum", self.lang, terms=terms) if is_summed else terms

        return {"that_local": summed(local), "that_upstream": summed(upstream), "slope": slope}

    def form(self, value: Value) -> str:
        """What kind of a value it is, in words."""
        if not np.ndim(value):
            return say("predict.number", self.lang)
        return say("predict.array", self.lang, shape="×".join(map(str, np.shape(value))))

    @cached_property
    def _slots(self) -> dict[str, object]:
        return slots_of(self.step, of_value=self.asks == "value")

    def _join(self, *parts: str) -> str:
        return paragraph(self.lang, parts)

    @property
    def _known(self) -> list[str]:
        """The names an answer may use: in a forward step those that are computed before it."""
        graph = self.walk.graph
        if self.step.kind == "backward":
            return list(graph.names)
        return [
            name
            for name, index in graph.names.items()
            if graph.nodes[index].op is None or graph.computed_at[index] < self.index
        ]


def _never_differ(given: Value, wanted: Value) -> bool:
    """Whether both agree wherever both are finite."""
    return bool(np.all(agree(given, wanted) | ~np.isfinite(given) | ~np.isfinite(wanted)))


def _is_outcome(mistake: Mistake, given: Value) -> bool:
    """Whether a mistake has led to the answer.

    Of a total, three digits may tell nothing of its last part: that must be recognised, too.
    """
    value = mistake.value
    if np.shape(value) != np.shape(given) or not is_finite(value):
        return False
    if mistake.part == "last" and np.any(np.abs(given - value) > 0.01 * np.abs(mistake.rest)):
        return False
    return bool(np.all(agree(given, value)))
