"""The kinds of exercises that are graded: how each is prepared, and an attempt at it judged anew.

Of a file only what somebody did is believed, never what it says of right and wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias

from ..api import graph
from ..attempts.attempt import Exercise
from ..errors import BackpropVizError, InputError
from ..hunting.carried import Bugged
from ..hunting.judge import judge
from ..hunting.moves import judgement
from ..hunting.planted import planted
from ..hunting.rules import BUGS
from ..hunting.verdicts import bug_of
from ..practice.blocks import at_level
from ..practice.performance import judged as performed
from ..practice.task import task_of
from ..quiz.answer import as_number
from ..spell.numbers import Value
from ..words import language, quoted, say

__all__ = ["KINDS", "Judge", "Result", "called"]


@dataclass(frozen=True)
class Result:
    """What an attempt comes to: solved or not, and the reason of each wrong move."""

    solved: bool
    right: int
    reasons: Sequence[str] = field(default_factory=tuple)


Move: TypeAlias = Mapping[str, Any]
Judge: TypeAlias = Callable[[int | None, Sequence[Move]], Result]
"""Judges the moves at an exercise, whose numbers are drawn by the seed."""


def called(reason: str) -> str:
    """A reason in words; of two, the bug that there was and the one that it was taken for."""
    bug, taken, other = reason.partition(_TAKEN)
    if taken:
        return say("grade.taken", bug=called(bug), other=called(other))
    try:
        return say(f"hunt.{reason}" if reason in BUGS else f"slip.{reason}")
    except KeyError:
        return reason


_TAKEN = ">"


def _of_hunt(exercise: Exercise) -> Judge:
    made, like = at_level(graph(exercise.graph)), _values(exercise)
    bug = exercise.options.get("bug")
    name = None if bug is None else bug_of(bug)

    @cache
    def drawn(seed: int) -> Bugged:
        return planted(made, like, name, seed)

    def judged(seed: int | None, moves: Sequence[Move]) -> Result:
        if seed is None:
            raise InputError("attempt.field", field="seed", given="null", wanted=_seed())
        bugged, done, right = drawn(seed), set[str](), 0
        reasons: list[str] = []
        for move in moves:
            if move.get("move") == "check":  # which is no answer
                continue
            verdict = judgement(bugged, move, language())
            if verdict:
                done.add(str(move["move"]))
                right += 1
                continue
            is_taken = verdict.reason == "other_bug"
            taken = f"{bugged.bug.name}{_TAKEN}{bug_of(move['bug'])}" if is_taken else ""
            reasons.append(taken or verdict.reason)
        return Result(done == {"guess", "mend"}, right, reasons)

    return judged


def _of_judge(exercise: Exercise) -> Judge:
    made = graph(exercise.graph)
    walk = made.walk(_values(exercise))

    def judged(_: int | None, moves: Sequence[Move]) -> Result:
        answers: dict[str, Value] = {}
        unreadable = 0
        for move in moves:
            name, value = move.get("name"), move.get("value")
            try:
                if not isinstance(name, str) or name not in walk.gradients:
                    raise InputError("judge.unknown", unknown=quoted(name), known="")
                answers[name] = as_number(value)
            except BackpropVizError:
                unreadable += 1
        told = judge(walk, answers)
        right = sum(row.ok for row in told.rows)
        missing = [row.verdict for row in told.rows if row.verdict == "missing"]
        reasons = [told.reason] if told.reason else []
        return Result(bool(told), right, [*reasons, *missing, *["unreadable"] * unreadable])

    return judged


def _of_perform(exercise: Exercise) -> Judge:
    own = {"graph": exercise.graph, "inputs": dict(exercise.inputs), **exercise.options}
    task_of(own)  # an exercise that is none is refused at once

    def judged(seed: int | None, moves: Sequence[Move]) -> Result:
        performance = performed({**own, "seed": seed}, moves)
        reasons = [v.reason for v in performance.verdicts if v is not None and not v.right]
        score = performance.score
        return Result(score.right == score.count, score.right, reasons)

    return judged


def _values(exercise: Exercise) -> dict[str, Value]:
    return {str(name): as_number(value) for name, value in exercise.inputs.items()}


def _seed() -> str:
    return say("attempt.a_seed", most=2**53)


KINDS: Mapping[str, Callable[[Exercise], Judge]] = MappingProxyType(
    {"hunt": _of_hunt, "judge": _of_judge, "perform": _of_perform}
)
"""What is graded, by its kind."""
