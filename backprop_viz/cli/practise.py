"""``backprop-viz practise``: a walk that is done by hand, at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..words import language, paragraph, say
from .arguments import Command, Options
from .given import add_task, task_given

if TYPE_CHECKING:
    from ..practice.performance import Performance
    from ..practice.places import Place

__all__ = ["PRACTISE"]

LEAVE = ("q", "quit", "exit")


def _run(options: Options) -> int:
    from ..practice.performance import Performance

    _, task = task_given(options)
    _Terminal(Performance(task, language())).run()
    return 0


class _Left(Exception):  # noqa: N818 - no error
    """The learner has left."""


class _Terminal:
    """A performance as a dialogue: a question, an answer, what is to be said of it."""

    def __init__(self, performance: Performance) -> None:
        self.performance, self.task = performance, performance.task
        self.lang, self.degree = performance.lang, 0

    def say(self, key: str, **slots: object) -> str:
        return say(f"practice.{key}", self.lang, **slots)

    def run(self) -> None:
        """Ask until all is done, or the learner leaves."""
        self._tell_given()
        try:
            while not self.performance.done:
                self._perform(self._next())
        except _Left:
            score = self.performance.score
            print(self.say("left", right=score.right, count=score.count))
            return
        self._tell_end()

    def _tell_given(self) -> None:
        walk, graph = self.task.walk, self.task.walk.graph
        for line in str(graph).split("\n"):
            if line.partition(" = ")[0] not in graph.inputs:
                print(line)
        inputs = [graph.names[name] for name in graph.inputs]
        shown = (f"{walk.shown[i]} = {walk.written(walk.node_values[i])}" for i in inputs)
        print(self.say("given", inputs=", ".join(shown)))
        for place in self.task.all_places:
            if place in self.task.given:
                print(f"  {self._solved(place)}")
        print(self.say("keys"))

    def _solved(self, place: Place) -> str:
        """A place with its number."""
        from ..practice.asking import label

        told = label(self.task, place, self.lang)
        return f"{told}: {self.task.walk.written(self.task.wanted(place))}"

    def _next(self) -> Place:
        """The place that the learner chooses, or the only one."""
        from ..practice.asking import label

        performance = self.performance
        if self.task.level < 3 or len(performance.next_places) + len(self._waiting()) == 1:
            return performance.next_places[0]
        places = [p for p in self.task.places if p not in performance.done_places]
        places.sort(key=lambda p: (p.kind != "value", p.node))
        names = [label(self.task, place, self.lang) for place in places]
        while True:
            place = places[self._choose(self.say("ask_next"), names, None)]
            if not performance.missing(place) or self.task.judged == "end":
                return place
            print(f"✗ {performance.try_(place).sentence}")

    def _waiting(self) -> list[Place]:
        done, possible = self.performance.done_places, self.performance.next_places
        return [p for p in self.task.places if p not in done and p not in possible]

    def _perform(self, place: Place) -> None:
        """Ask for all that a move there has to tell, one answer after the other."""
        from ..practice.asking import asked, label
        from ..practice.hints import explained

        performance, task = self.performance, self.task
        number = len(performance.done_places) - len(task.given) + 1
        print(f"\n[{number}/{len(task.places)}] {label(task, place, self.lang)}")
        if task.level == 1:
            print(f"  {self._solved(place)}")
        answers: dict[str, Any] = {}
        self.degree = 0
        asks = task.asks(place)
        for ask in asks:
            sentence = asked(task, place, ask, self.lang)
            while True:
                answers[ask] = self._answer(place, ask, sentence)
                sentence = ""  # said once, for what is tried again
                verdict = performance.peek(place, **answers)
                if verdict.reason == "missing" and ask != asks[-1]:
                    break
                if task.judged == "end" and verdict.reason not in ("unreadable", "missing"):
                    break
                if ask == asks[-1] or verdict.reason not in ("missing", "unreadable"):
                    performance.try_(place, **answers)
                told = [verdict.sentence, explained(task, place, self.lang) if verdict else ""]
                print(f"{'✓' if verdict else '✗'} {paragraph(self.lang, told)}")
                if verdict:
                    break
        if task.judged == "end":
            performance.try_(place, **answers)
            print(self.say("kept"))

    def _answer(self, place: Place, ask: str, sentence: str) -> str:
        from ..practice.asking import rule_name

        if ask == "rule":
            rules = self.task.offered
            names = [rule_name(rule, self.lang) for rule in rules]
            return rules[self._choose(sentence, names, place)]
        if ask == "expression" and self.task.typing(place) is None:
            texts = self.task.shuffled(place)
            return texts[self._choose(sentence, texts, place)]
        if sentence:
            print(sentence)
        return self._read(place)

    def _choose(self, sentence: str, names: Sequence[str], place: Place | None) -> int:
        """The number, from 0, of what is chosen by its number or its name."""
        if sentence:
            print(sentence)
            for number, name in enumerate(names, start=1):
                print(f"  {number:>2}  {name}")
        while True:
            text = self._read(place)
            if text in names:
                return names.index(text)
            if text.isdecimal() and 1 <= int(text) <= len(names):
                return int(text) - 1
            print(self.say("no_choice"))

    def _read(self, place: Place | None) -> str:
        """A line that is no hint and does not leave. Raises ``_Left``."""
        while True:
            print("> ", end="", flush=True)
            line = "" if sys.stdin is None else sys.stdin.readline()
            if not line:
                print()
                raise _Left
            text = line.strip()
            if text.lower() in LEAVE:
                raise _Left
            if text in ("?", "？"):
                self.degree = self.degree + 1 if place else 1
                print(f"→ {self.performance.hint(self.degree, place)}")
            elif text:
                return text

    def _tell_end(self) -> None:
        """How it went, and the walk of the model beside it."""
        performance, score = self.performance, self.performance.score
        key = "over_end" if self.task.judged == "end" else "over"
        print(f"\n{self.say(key, right=score.right, first=score.first, count=score.count)}")
        last = {}
        for move, verdict in zip(performance.moves, performance.verdicts, strict=True):
            if verdict is not None and verdict.reason != "not_ready":
                last[move["kind"], move["node"], move.get("position")] = verdict
        for place in self.task.places:
            data = place.as_data(self.task.walk.graph)
            verdict = last[data["kind"], data["node"], data.get("position")]
            print(f"{'✓' if verdict else '✗'} {self._solved(place)}")
            if not verdict:
                print(f"    {verdict.sentence}")


PRACTISE = Command(
    _run,
    add_task,
    (
        'backprop-viz practise "x*y + z" --level 2',
        'backprop-viz practise "shared node" --seed 7 --lang ja',
    ),
)
