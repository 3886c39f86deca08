"""An attempt at an exercise, as it is kept: what was done when, and nothing about the person.

What a file claims of the verdicts is for its reader's eyes: who grades it judges all of it anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..spell.numbers import Value
from ..writing import as_json, path_of, write_whole

__all__ = ["FORMAT", "VERSION", "Attempt", "Exercise"]

FORMAT = "backprop-viz attempt"
VERSION = 1


@dataclass(frozen=True)
class Exercise:
    """What was to be done, of which ``kind``: in which graph, as text, at which inputs.

    Where numbers are drawn by a ``seed``, the inputs tell the shapes alone. What else belongs to an
    exercise of that kind are its ``options``.
    """

    kind: str
    graph: str
    inputs: Mapping[str, Any]
    seed: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        kind: str,
        graph: object,
        inputs: Mapping[str, Value],
        seed: int | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Exercise:
        """The exercise in a graph, which writes itself as text."""
        plain = {name: as_json(value) for name, value in inputs.items()}
        return cls(kind, str(graph), plain, seed, dict(options or {}))

    def as_data(self) -> dict[str, Any]:
        """The exercise as JSON holds it."""
        own = {"graph": self.graph, "inputs": dict(self.inputs), "seed": self.seed}
        return {"kind": self.kind, **own, **self.options}


class Attempt:
    """The moves at an exercise, with what was said of each, and the seconds since its begin."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.moves: list[dict[str, Any]] = []

    def note(
        self, move: str, told: Mapping[str, Any], right: bool, reason: str, seconds: float
    ) -> None:
        """Another move, and what was said of it."""
        plain = {key: x if isinstance(x, int) else as_json(x) for key, x in told.items()}
        said = {"right": right, "reason": reason, "seconds": round(seconds, 1)}
        self.moves.append({"move": move, **plain, **said})

    def as_data(self) -> dict[str, Any]:
        """The attempt as JSON holds it."""
        head = {"format": FORMAT, "version": VERSION}
        return {**head, "exercise": self.exercise.as_data(), "moves": self.moves}

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it as JSON, whole or not at all; return the path."""
        place = path_of(path)
        text = json.dumps(self.as_data(), ensure_ascii=False, indent=1, allow_nan=False)
        write_whole(place, (text + "\n").encode())
        return place
