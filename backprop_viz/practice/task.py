"""A task: a walk, how much of it is the learner's to do, and what is asked at each place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from ..api import Walk, graph
from ..errors import InputError, OptionError
from ..given.inputs import by_name, replaced
from ..parts import Block
from ..quiz.question import Question
from ..spell.names import canonical
from ..spell.numbers import Value
from ..tell.walk import Step
from ..words import quoted
from ..writing import as_json
from .blocks import at_level, boxes
from .expressions import expressions
from .numbers import Chance, checked_seed, drawn
from .places import Place, before, places
from .rules import NUMBER_RULES, RULES, rules_at
from .typable import Typable, typable

__all__ = ["LEVELS", "Ask", "Judged", "Task", "made_task", "task_of"]

LEVELS = (1, 2, 3, 4)
TYPED = 3  # the level from which on an expression is typed where it can be
MOST = 200  # places of a task

Judged = Literal["steps", "end"]
Ask = Literal["rule", "shape", "expression", "value", "entry"]


@dataclass(frozen=True, eq=False)
class Task:
    """What a learner does of a ``walk``. Made by :func:`made_task`.

    At ``level`` 1 every number is shown and the rule is asked for; at 2 the last steps are the
    learner's, at 3 the backward pass, at 4 all of it. It is ``judged`` step by step or at the end.
    """

    walk: Walk
    seed: int = 1
    level: int = 3
    judged: Judged = "steps"
    fixed: frozenset[str] = frozenset()  # the inputs that no seed has drawn

    @cached_property
    def all_places(self) -> list[Place]:
        """Everything that there is to do in the walk, in its order."""
        return places(self.walk.graph)

    @cached_property
    def needed(self) -> Mapping[Place, tuple[Place, ...]]:
        """For each place, those that must be done before it."""
        return before(self.walk.graph, self.all_places)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """What the learner is to do, in the order in which the walk does it."""
        backward = [place for place in self.all_places if place.kind != "value"]
        if self.level == 4:
            return tuple(self.all_places)
        if self.level == 3:
            return tuple(backward)
        backward = [place for place in backward[1:] if self.level == 2 or not self.block(place)]
        return tuple(backward if self.level == 1 else backward[len(backward) // 2 :])

    @cached_property
    def given(self) -> frozenset[Place]:
        """What is shown from the beginning."""
        return frozenset(self.all_places) - frozenset(self.places)

    def step(self, place: Place) -> Step:
        """The step of the walk at a place; of a sum, the one that completes it."""
        walk, here = self.walk, self.walk.graph
        if place.kind == "value":
            return walk.steps[here.computed_at[place.node]]
        if place.kind == "seed":
            return walk.steps[walk.seed_index]
        if place.kind == "sum":
            return walk.steps[walk.arrivals[place.node][0][-1]]
        return walk.steps[self._edge_steps[place]]

    @cached_property
    def _edge_steps(self) -> dict[Place, int]:
        edges = zip(self.walk.graph.returned_at, self.walk.graph.backward_edges, strict=True)
        return {Place("edge", edge.node, edge.position): step for step, edge in edges}

    def block(self, place: Place) -> Block | None:
        """The closed block that is gone through at a place, if it is one."""
        here = boxes(self.walk.graph)
        through = {"value": here.outputs, "edge": here.ports}.get(place.kind, {})
        return through.get(place.node)

    def question(self, place: Place, lang: str) -> Question:
        """What is asked at a place that is no seed."""
        only: Any = {"edge": "way", "sum": "sum"}.get(place.kind, "")
        return Question(self.walk, self.step(place).index, lang, only=only)

    def wanted(self, place: Place) -> Value:
        """The right value."""
        if place.kind == "seed":
            return np.ones_like(self.walk.output)[()]
        step = self.step(place)
        if place.kind == "value":
            return self.walk.node_values[place.node]
        found = step.contribution if place.kind == "edge" else step.total
        assert found is not None
        return found

    def asks(self, place: Place) -> tuple[Ask, ...]:
        """What a move there has to tell, in the order in which it is asked for."""
        is_array = np.ndim(self.wanted(place)) > 0
        has_rule = place.kind in ("edge", "sum") and self.block(place) is None
        rule: tuple[Ask, ...] = ("rule",) if has_rule else ()
        if self.level == 1:
            return rule
        if not is_array:
            return (*rule, "value")
        shape: tuple[Ask, ...] = ("shape",) if place.kind in ("edge", "value") else ()
        chosen: tuple[Ask, ...] = ("expression",) if len(self.expressions(place)) > 1 else ()
        return (*shape, *rule, *chosen, "entry")

    def rules(self, place: Place) -> tuple[str, ...]:
        """The rule at an edge or a sum, and behind it what may be said as well."""
        return ("adds",) if place.kind == "sum" else rules_at(self.step(place))

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The rules to choose from: those of numbers, and of arrays where there are any,
        or operations on such."""
        has_arrays = any(np.ndim(value) for value in self.walk.node_values)
        is_whole = any(not node.op.is_entrywise for node in self.walk.graph.operations)
        return RULES if has_arrays or is_whole else NUMBER_RULES

    def expressions(self, place: Place) -> Mapping[str, str]:
        """What may be chosen for what goes back, each with its mistake; the right one is first."""
        if place.kind != "edge" or self.block(place) is not None:
            return {}
        if place not in self._expressions:
            self._expressions[place] = expressions(self.step(place))
        return self._expressions[place]

    def typing(self, place: Place) -> Typable | None:
        """What judges an expression that is typed; None where one is chosen: at the first levels,
        and where no text of that small language tells it.
        """
        if self.level < TYPED or "expression" not in self.asks(place):
            return None
        if place not in self._typing:
            key = self.seed, *self._key(place)
            self._typing[place] = typable(self.step(place), self.expressions(place), key)
        return self._typing[place]

    @cached_property
    def _typing(self) -> dict[Place, Typable | None]:
        return {}

    @cached_property
    def _expressions(self) -> dict[Place, Mapping[str, str]]:
        return {}

    def entry(self, place: Place) -> tuple[int, ...]:
        """The entry of an array that is asked for: not 0, if there is one."""
        wanted = np.asarray(self.wanted(place))
        chosen = np.argwhere(wanted != 0) if np.any(wanted) else np.argwhere(wanted == 0)
        chance = Chance("entry", self.seed, *self._key(place))
        return tuple(map(int, chance.pick([*chosen])))

    def answer(self, place: Place) -> dict[str, Any]:
        """What the model answers there."""
        wanted = self.wanted(place)
        found: dict[Ask, Any] = {
            "rule": self.rules(place)[0] if "rule" in self.asks(place) else "",
            "shape": [*np.shape(wanted)],
            "expression": next(iter(self.expressions(place)), ""),
        }
        asks = self.asks(place)
        if "entry" in asks:
            found["entry"] = np.asarray(wanted)[self.entry(place)]
        else:
            found["value"] = wanted
        return {ask: found[ask] for ask in asks}

    def shuffled(self, place: Place) -> list[str]:
        """The expressions in the order in which they are offered."""
        return Chance("order", self.seed, *self._key(place)).shuffled([*self.expressions(place)])

    def _key(self, place: Place) -> tuple[object, ...]:
        return place.kind, place.node, place.position

    @property
    def exercise(self) -> dict[str, Any]:
        """The task as plain data; :func:`task_of` reads it again."""
        return {
            "graph": str(self.walk.graph),
            "inputs": {name: as_json(value) for name, value in self.walk.inputs.items()},
            "seed": self.seed,
            "level": self.level,
            "judged": self.judged,
        }


def made_task(
    source: Any,
    inputs: Mapping[str, Any] | None = None,
    seed: int = 1,
    level: int = 3,
    judged: Judged = "steps",
) -> Task:
    """The task of walking through a graph, or whatever makes one, or a walk at its inputs.

    Inputs that are not given and have no default are drawn from the seed. Raises ``InputError``
    where there is nothing to do, or too much, and ``OptionError`` for an option that is not
    allowed.
    """
    seed = checked_seed(seed)
    if isinstance(level, bool) or level not in LEVELS:
        raise OptionError("practice.level", given=quoted(level))
    if judged not in ("steps", "end"):
        raise OptionError("practice.judged", given=quoted(judged))
    given = by_name(inputs)
    if isinstance(source, Walk):
        source, given = source.graph, replaced(source.inputs, given)
    made = graph(source)
    made = at_level(made)
    walk = made.walk(drawn(made, given, seed))
    task = Task(walk, seed, int(level), judged, frozenset(map(canonical, given)))
    for node, value in zip(walk.graph.displayed, walk.node_values, strict=True):
        if np.size(value) == 0:
            raise InputError("practice.no_entries", name=node)
    if made.opaque:
        raise InputError("practice.opaque", name=made.opaque[0].op.name)
    if walk.graph.output_node.is_input:
        raise InputError("practice.is_input", output=walk.graph.output)
    if not walk.backflows:
        raise InputError("practice.nothing", output=walk.graph.output)
    if len(task.all_places) > MOST:
        raise InputError("practice.large", count=len(task.all_places), most=MOST)
    return task


def task_of(exercise: object) -> Task:
    """The task in plain data. Raises ``InputError`` for what is no exercise, and what a graph, a
    walk or :func:`made_task` raise.
    """
    if not isinstance(exercise, Mapping) or not isinstance(exercise.get("graph"), str):
        raise InputError("practice.exercise", given=quoted(exercise))
    chosen = {name: exercise[name] for name in ("seed", "level", "judged") if name in exercise}
    inputs = exercise.get("inputs")
    if inputs is not None and not isinstance(inputs, Mapping):
        raise InputError("practice.exercise", given=quoted(inputs))
    return made_task(exercise["graph"], inputs, **chosen)
