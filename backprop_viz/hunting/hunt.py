"""A hunt: a walk with one wrong rule in it, shown with all its numbers, and what is done there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from ..api import Graph, Walk, graph
from ..attempts.attempt import Attempt, Exercise
from ..blocks.view import Names, seen
from ..draw.picture import Picture
from ..errors import InputError
from ..given.inputs import by_name, real_input
from ..practice.blocks import at_level, boxes
from ..quiz.judgement import Judgement
from ..spell.names import canonical
from ..spell.numbers import DIGITS, Value
from ..spell.tabular import as_html, in_columns
from ..theme import Theme
from ..words import language, quoted, say
from ..writing import path_of
from .moves import KINDS, judgement
from .planted import planted
from .rules import BUGS
from .verdicts import Checked, bug_of, checked, guessed, mended, solution, task_of
from .wires import Wire, edge_of, slots_of, step_of, steps_of, wire_of

if TYPE_CHECKING:
    from .page import HuntPage

__all__ = ["Hunt"]

MOST_SEED = 2**53


class Hunt:
    """A walk with one wrong rule in it. Made by :func:`backprop_viz.hunt`.

    ``walk`` is what it looks like, for pictures. :meth:`check`, :meth:`guess` and :meth:`mend` are
    noted with their times, for :meth:`save`.
    """

    bugs = BUGS

    def __init__(
        self,
        graph: Graph,
        like: Mapping[str, Value],
        bug: str | None,
        seed: int,
        lang: str,
        digits: int = DIGITS,
    ) -> None:
        self.lang, self.seed = lang, seed
        found = planted(graph, like, bug, seed)
        self._bugged = replace(found, walk=found.walk.with_digits(digits))
        walk = self._bugged.as_walk()
        assert isinstance(walk, Walk)
        self.walk: Walk = walk
        self.attempt = Attempt(Exercise.of("hunt", graph, like, seed, {"bug": bug}))
        self._began = monotonic()

    @classmethod
    def made(
        cls,
        source: Graph | Walk | str,
        bug: str | None,
        seed: int,
        inputs: Mapping[str, Any] | None,
        lang: str | None,
        digits: int | None = None,
        opened: Names = None,
    ) -> Self:
        """The hunt that :func:`backprop_viz.hunt` tells of; ``digits`` are those of its numbers."""
        if isinstance(source, str):
            source = graph(source)
        if not isinstance(source, Graph | Walk):
            raise InputError("hunt.source", kind=type(source).__name__)
        is_whole = isinstance(seed, int | np.integer) and not isinstance(seed, bool)
        if not is_whole or not 0 <= seed <= MOST_SEED:
            raise InputError("hunt.seed", given=quoted(seed), most=MOST_SEED)
        name = None if bug is None else bug_of(bug)
        made = graph(source.graph) if isinstance(source, Walk) else source
        like: dict[str, Value] = dict(source.inputs) if isinstance(source, Walk) else {}
        for given, value in by_name(inputs).items():
            key = canonical(given)
            if key not in made.inputs:
                known = ", ".join(made.inputs)
                raise InputError("inputs.unknown", unknown=key, inputs=known)
            like[key] = real_input(key, value)
        if digits is None:
            digits = source.digits if isinstance(source, Walk) else DIGITS
        return cls(at_level(seen(made, opened)), like, name, int(seed), language(lang), digits)

    @property
    def done(self) -> bool:
        """Whether the edge and the bug have been found, and the right number."""
        return {"guess", "mend"} <= {m["move"] for m in self.attempt.moves if m["right"]}

    def check(self, wire: Wire) -> Checked:
        """A finite difference at a wire, which knows no rule: is the number there right?

        A wire is a backward step by its number, an edge by its ends, ``"y -> x"``, or a node by its
        name, for its whole gradient. Raises ``InputError`` for any other.
        """
        found = checked(self._bugged, wire, self.lang)
        place = wire_of(self.walk, wire)
        named = self.walk.graph.nodes[place].name if isinstance(place, int) else self._step(wire)
        self._note("check", {"wire": named}, bool(found), "")
        return found

    def guess(self, edge: Wire, bug: str) -> Judgement:
        """Is this the first wrong edge, and this the bug? ``bug`` is one of ``bugs``."""
        judged = guessed(self._bugged, edge, bug, self.lang)
        told = {"edge": self._step(edge), "bug": bug_of(bug)}
        self._note("guess", told, judged.right, judged.reason)
        return judged

    def mend(self, edge: Wire, value: Any) -> Judgement:
        """Is this what has to stand there: a number, an array, or a formula as text?"""
        judged = mended(self._bugged, edge, value, self.lang)
        told = {"edge": self._step(edge), "value": value}
        self._note("mend", told, judged.right, judged.reason)
        return judged

    def take(self, moves: Iterable[object]) -> None:
        """Have these moves made in place of those so far; each is judged anew."""
        kept = self.attempt.moves = []
        for move in moves:
            if isinstance(move, Mapping) and move.get("move") in KINDS:
                judged = judgement(self._bugged, move, self.lang)
                kept.append({**move, "right": judged.right, "reason": judged.reason})

    def solution(self) -> str:
        """Where the bug is, and what it does."""
        return solution(self._bugged, self.lang)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write what has been done, with its times, as JSON; return the path.

        Nothing is in it about the person. Without a move it is an exercise, the key of
        ``backprop-viz grade``. As ``.html`` it is a page on which the hunt is played.
        """
        if path_of(path).suffix.lower() in (".html", ".htm"):
            return self.page().save(path)
        return self.attempt.save(path)

    def page(self, title: str | None = None, theme: str | Theme | None = None) -> HuntPage:
        """The hunt as a page of its own, which needs no kernel; its ``save`` writes it."""
        from .page import HuntPage

        title = say("hunt.title", self.lang) if title is None else title
        return HuntPage(self._bugged, self.attempt, title, self.lang, theme)

    @property
    def prepared(self) -> dict[str, Any]:
        """All that a browser needs to play it. Raises ``InputError`` where that is too much."""
        from .prepared import prepared

        return prepared(self._bugged, self.attempt, self.lang)

    def picture(self, step: int | None = None, *, theme: str | Theme | None = None) -> Picture:
        """The picture of a step with the wrong numbers, by default the last."""
        return Picture(self.walk.graph, self.walk, step, theme_name=theme, lang=self.lang)

    def _step(self, edge: Wire) -> int:
        return step_of(self.walk, edge_of(self.walk, edge))

    def _note(self, move: str, told: Mapping[str, Any], right: bool, reason: str) -> None:
        self.attempt.note(move, told, right, reason, monotonic() - self._began)

    @property
    def table(self) -> list[list[str]]:
        """Every step back with what arrives, heading first."""
        walk, keys = self.walk, ("step", "through", "to", "arrives", "total")
        rows = [[say(f"hunt.{key}", self.lang) for key in keys]]
        for edge in steps_of(walk.graph):
            flow, slots = walk.backflows[walk.graph.backward_places[edge]], slots_of(walk, edge)
            ends = [str(slots["step"]), f"{slots['node']} = {slots['formula']}"]
            numbers = map(walk.written, (flow.contribution, flow.total))
            rows.append([*ends, str(slots["operand"]), *numbers])
        return rows

    @property
    def _values(self) -> str:
        """What the forward pass has found, which is right."""
        walk, graph = self.walk, self.walk.graph
        hidden = boxes(graph).hidden
        nodes = (n for n in graph.nodes if not n.is_constant and n.index not in hidden)
        known = ((walk.shown[n.index], walk.node_values[n.index]) for n in nodes)
        values = ", ".join(f"{name} = {walk.written(value)}" for name, value in known)
        return say("hunt.values", self.lang, values=values)

    @property
    def _task(self) -> str:
        """What is to be done, or that it has been."""
        return say("hunt.done", self.lang) if self.done else task_of(self.walk, self.lang)

    def __str__(self) -> str:
        told = [str(self.walk.graph), self._values, "", *in_columns(self.table), ""]
        return "\n".join([*told, self._task])

    __repr__ = __str__

    @property
    def still(self) -> str:
        """The picture and the table as HTML, for readers without widgets."""
        heading, *body = self.table
        return (
            f"{self.picture().opened}<p>{escape(self._values)}</p>"
            + as_html(map(escape, heading), ([*map(escape, row)] for row in body))
            + f"<p>{escape(self._task)}</p>"
        )
