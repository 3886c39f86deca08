"""A learner's performance: the moves that were made, each judged, and what is possible next.

It is a function of its task and its moves alone: :func:`judged` makes it anew from plain data.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..attempts.attempt import Attempt, Exercise
from ..errors import InputError
from ..words import language, quoted, say
from ..writing import as_json
from .hints import hint_at
from .judging import Verdict, verdict_of
from .places import Place, place_of
from .task import Task, task_of

__all__ = ["Performance", "Score", "Verdict", "judged"]

NO_ATTEMPT = ("unreadable", "missing", "done_before")


@dataclass(frozen=True)
class Score:
    """How many places are ``right``, how many at the ``first`` attempt and without a hint, of how
    many (``count``), and how many ``hints`` were taken.
    """

    right: int
    first: int
    count: int
    hints: int


class Performance:
    """The moves of a learner in a task, in the language ``lang``.

    ``moves`` are plain data, and ``verdicts`` has one for each; that of a hint is None.
    """

    def __init__(self, task: Task, lang: str | None = None) -> None:
        self.task, self.lang = task, language(lang)
        self.moves: list[dict[str, Any]] = []
        self.verdicts: list[Verdict | None] = []
        self._done: dict[Place, bool] = dict.fromkeys(task.given, True)  # and whether it is right
        self._helped: set[Place] = set()  # those that were not right at once, or with a hint

    def __repr__(self) -> str:
        score = self.score
        return f"<performance: {score.right} of {score.count} right>"

    @property
    def done_places(self) -> frozenset[Place]:
        """What is done, or was given."""
        return frozenset(self._done)

    @property
    def done(self) -> bool:
        """Whether everything is."""
        return len(self._done) == len(self.task.all_places)

    @property
    def next_places(self) -> tuple[Place, ...]:
        """All that is possible next, in the order in which the walk does it."""
        return tuple(p for p in self.task.places if p not in self._done and not self.missing(p))

    def missing(self, place: Place) -> tuple[Place, ...]:
        """What must be done before a place is possible."""
        return tuple(p for p in self.task.needed[place] if p not in self._done)

    @property
    def score(self) -> Score:
        """How far it is, and how well it went."""
        right = [place for place in self.task.places if self._done.get(place)]
        first = sum(place not in self._helped for place in right)
        hints = sum("hint" in move for move in self.moves)
        return Score(len(right), first, len(self.task.places), hints)

    def try_(
        self, place: object, rule: str | None = None, value: Any = None, **answers: Any
    ) -> Verdict:
        """Make a move and judge it. ``place`` is one, or plain data such as a move's.

        Of an array ``value`` is all of it, or else there are a ``shape``, an ``expression`` and
        an ``entry``. Raises ``InputError`` for what is no place of the graph.
        """
        at = place_of(place, self.task.walk.graph)
        given = {"rule": rule, "value": value, **answers}
        told = {name: _plain(answer) for name, answer in given.items() if answer is not None}
        verdict = self.record({**at.as_data(self.task.walk.graph), **told})
        assert verdict is not None
        return verdict

    def peek(self, place: Place, **answers: Any) -> Verdict:
        """The verdict of a move that is not made."""
        return verdict_of(self.task, place, answers, self.missing(place), self.lang)

    def hint(self, degree: int, place: object = None) -> str:
        """A hint: 1 says where one may go on, 2 which rule applies, 3 the expression.

        It is of a ``place`` that is possible, by default the next. Empty where all is done.
        """
        possible = self.next_places
        if not possible:
            return ""
        at = possible[0] if place is None else place_of(place, self.task.walk.graph)
        at = at if at in possible else possible[0]
        self.record({**at.as_data(self.task.walk.graph), "hint": degree})
        return hint_at(self.task, at, degree, self.lang)

    @property
    def attempt(self) -> Attempt:
        """What has been done, with nothing about the person. Without a move it is an exercise."""
        told = {**self.task.exercise}
        kind, graph, inputs, seed = "perform", *(told.pop(k) for k in ("graph", "inputs", "seed"))
        fixed = {name: value for name, value in inputs.items() if name in self.task.fixed}
        attempt = Attempt(Exercise(kind, graph, fixed, seed, told))
        for move, verdict in zip(self.moves, self.verdicts, strict=True):
            said = {} if verdict is None else {"right": verdict.right, "reason": verdict.reason}
            attempt.moves.append({**move, **said})
        return attempt

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the :attr:`attempt` as JSON, for ``backprop-viz grade``; return the path."""
        return self.attempt.save(path)

    def own(self) -> Performance:
        """The model's performance of the same task, in the order of the walk."""
        model = Performance(self.task, self.lang)
        for place in self.task.places:
            model.try_(place, **self.task.answer(place))
        return model

    def record(self, move: object) -> Verdict | None:
        """Make a move that is plain data, whatever it holds. None for a hint."""
        data = {**move} if isinstance(move, Mapping) else {"unreadable": quoted(move)[:80]}
        verdict = self._verdict(data)
        self.moves.append(data)
        self.verdicts.append(verdict)
        return verdict

    def _verdict(self, move: Mapping[str, Any]) -> Verdict | None:
        try:
            at = place_of(move, self.task.walk.graph)
        except InputError as error:
            return Verdict(False, "no_place", error.say(self.lang))
        if at not in self.task.needed:
            return Verdict(False, "no_place", say("practice.no_way", self.lang))
        if "hint" in move:
            self._helped.add(at)
            return None
        if at in self._done and (self.task.judged == "steps" or at in self.task.given):
            return Verdict(False, "done_before", say("practice.done_before", self.lang))
        verdict = verdict_of(self.task, at, move, self.missing(at), self.lang)
        if verdict.reason in NO_ATTEMPT:
            return verdict
        if verdict.right or self.task.judged == "end":
            self._done[at] = verdict.right
        else:
            self._helped.add(at)
        return verdict


def _plain(answer: Any) -> Any:
    """An answer as JSON holds it."""
    if isinstance(answer, str | bool | int):
        return answer
    if isinstance(answer, tuple | list) and all(isinstance(n, int) for n in answer):
        return [*answer]
    return as_json(answer)


def judged(exercise: object, moves: Iterable[object], lang: str | None = None) -> Performance:
    """The performance that moves make, judged anew from the exercise alone.

    Nothing that a move says of itself is believed. Raises what :func:`.task.task_of` raises.
    """
    performance = Performance(task_of(exercise), lang)
    for move in moves:
        performance.record(move)
    return performance
