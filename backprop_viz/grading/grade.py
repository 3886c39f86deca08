"""A folder of attempts beside the key: a row for each, and the misconceptions of the class."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from ..attempts.attempt import Exercise
from ..attempts.reading import Read, read_attempt
from ..errors import BackpropVizError, InputError
from ..spell.tabular import in_columns
from ..words import one_line, say, shortened
from ..writing import reason as reason_of
from .kinds import KINDS, Judge, Result, called

__all__ = ["Grades", "Row", "grade"]

_MOST_FILES = 5000
_MOST_SECONDS = 1e7
_FIELDS = ("file", "seed", "verdict", "right", "wrong", "seconds", "mistakes", "note")


@dataclass(frozen=True)
class Row:
    """An attempt: what it comes to, or why it is refused (``note``, and no ``result``)."""

    file: str
    seed: int | None
    result: Result | None
    seconds: float | None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Solved, unsolved or refused."""
        if self.result is None:
            return "refused"
        return "solved" if self.result.solved else "unsolved"


class Grades:
    """The table of a class, and its misconceptions by how often they are met."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)

    @property
    def misconceptions(self) -> list[tuple[str, int, int]]:
        """Each reason, with the number of attempts that have it, and how often it is met in all."""
        attempts, times = Counter[str](), Counter[str]()
        for row in self.rows:
            reasons = () if row.result is None else row.result.reasons
            attempts.update(set(reasons))
            times.update(reasons)
        found = ((reason, attempts[reason], times[reason]) for reason in attempts)
        return sorted(found, key=lambda one: (-one[1], -one[2], one[0]))

    def __str__(self) -> str:
        keys = ("file", "seed", "verdict", "right", "wrong", "time", "mistakes", "note")
        table = [[say(f"grade.{key}") for key in keys]]
        for row in self.rows:
            file, seed, _, right, wrong, seconds, _, note = row_texts(row)
            reasons = () if row.result is None else dict.fromkeys(row.result.reasons)
            told = reduce(_and, map(called, reasons)) if reasons else ""
            verdict = say(f"grade.{row.verdict}")
            table.append([file, seed, verdict, right, wrong, seconds, told, note])
        lines = in_columns(table)
        if self.misconceptions:
            heading = [say(f"grade.{key}") for key in ("reason", "attempts", "times")]
            body = [[called(reason), str(n), str(m)] for reason, n, m in self.misconceptions]
            lines += ["", *in_columns([heading, *body])]
        count = Counter(row.verdict for row in self.rows)
        slots = {"solved": count["solved"], "refused": count["refused"], "count": len(self.rows)}
        return "\n".join([*lines, "", say("grade.summary", **slots)])

    def csv(self) -> str:
        """The table as CSV, whose columns are called the same in every language."""
        text = io.StringIO()
        written = csv.writer(text, lineterminator="\n")
        written.writerow(_FIELDS)
        written.writerows([*map(_plain, row_texts(row))] for row in self.rows)
        return text.getvalue()


def _and(one: str, other: str) -> str:
    return say("grade.and", one=one, other=other)


def row_texts(row: Row) -> tuple[str, ...]:
    """The cells of an attempt, in the order of the CSV's columns."""
    seed = "" if row.seed is None else str(row.seed)
    seconds = "" if row.seconds is None else f"{row.seconds:.0f}"
    if row.result is None:
        return (row.file, seed, row.verdict, "", "", seconds, "", row.note)
    reasons = row.result.reasons
    numbers = str(row.result.right), str(len(reasons))
    told = " ".join(dict.fromkeys(reasons))
    return (row.file, seed, row.verdict, *numbers, seconds, told, row.note)


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def grade(folder: Path, key: Path) -> Grades:
    """Judge every attempt in a folder anew, by the exercise of the key.

    Raises ``InputError`` for a key that is none, or a folder without a file.
    """
    exercise, judge = _key(key)
    if not folder.is_dir():
        raise InputError("attempt.no_folder", folder=shortened(str(folder)))
    files = sorted(name for name in os.listdir(folder) if name.endswith(".json"))
    files = [name for name in files if not _is_same(folder / name, key)]
    if not files:
        raise InputError("attempt.nothing", folder=shortened(str(folder)))
    if len(files) > _MOST_FILES:
        raise InputError("attempt.files", folder=shortened(str(folder)), most=f"{_MOST_FILES:,}")
    return Grades([_row(folder / name, exercise, judge) for name in files])


def _is_same(file: Path, key: Path) -> bool:
    return not file.is_symlink() and file.exists() and key.exists() and os.path.samefile(file, key)


def _key(path: Path) -> tuple[Exercise, Judge]:
    file = shortened(str(path))
    try:
        exercise = read_attempt(path).exercise
        if exercise.kind not in KINDS:
            known = ", ".join(KINDS)
            raise InputError("attempt.kind", given=exercise.kind, known=known)
        return exercise, KINDS[exercise.kind](exercise)
    except BackpropVizError as error:
        raise InputError("attempt.key", file=file, why=error.reason) from None


def _row(path: Path, key: Exercise, judge: Judge) -> Row:
    file = shortened(one_line(path.name))
    seed: int | None = None
    try:
        read = read_attempt(path)
        seed = read.exercise.seed
        _same_exercise(read.exercise, key)
        result = judge(seed, read.moves)
    except BackpropVizError as error:
        return Row(file, seed, None, None, one_line(str(error)))
    except OSError as error:
        return Row(file, seed, None, None, reason_of(error))
    except Exception as error:  # one file must not keep a class from its grades
        what = shortened(one_line(f"{type(error).__name__}: {error}"))
        return Row(file, seed, None, None, say("attempt.limit", what=what))
    is_other = key.seed is not None and seed != key.seed
    note = say("grade.other_seed") if is_other else ""
    return Row(file, seed, result, _seconds(read), note)


def _same_exercise(given: Exercise, key: Exercise) -> None:
    for field in ("kind", "graph", "inputs", "options"):
        is_drawn = field == "inputs" and not key.inputs  # ... anew: what the file has is not used
        if not is_drawn and getattr(given, field) != getattr(key, field):
            raise InputError("attempt.other", field=field)


def _seconds(read: Read) -> float | None:
    """When the last move was made, as the file has it: nobody else has looked at a clock."""
    given: list[Any] = [move.get("seconds") for move in read.moves[-1:]]
    seconds = given[0] if given else None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    return float(seconds) if 0 <= seconds <= _MOST_SECONDS else None
