"""Gradients of one's own beside those of a walk: a table, the first wrong one, the likely bug."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Literal, TypedDict

import numpy as np

from ..attempts.attempt import Attempt
from ..spell.names import display
from ..spell.numbers import DIGITS, Maybe, Value, format_number, format_value
from ..spell.tabular import as_html, in_columns
from ..words import paragraph, say

__all__ = ["Judged", "JudgedRow", "Verdict"]

Verdict = Literal["exact", "close", "rounded", "wrong", "shape", "missing"]


@dataclass(frozen=True)
class JudgedRow:
    """One gradient: what was ``given`` for it (None: nothing), what is ``right``, and the verdict.

    ``gap`` is the greatest difference between the two; nan where they cannot be compared.
    """

    name: str
    given: Maybe
    right: Value
    verdict: Verdict
    gap: float

    @property
    def ok(self) -> bool:
        """Whether it is right: to the last digit, or as close as rounding errors let it be."""
        return self.verdict in ("exact", "close")


class JudgedData(TypedDict):
    """The judgement as plain data."""

    ok: bool
    first: str | None
    reason: str
    step: int | None
    gradients: dict[str, dict[str, object]]


class Judged:
    """The judgement of gradients of one's own; true if all of them are there and right.

    ``first`` is the first wrong one in the order of the backward pass, and ``step`` where it went
    wrong, as far as that can be told; ``reason`` is the likely mistake: a bug of ``Hunt.bugs``, or
    what a question calls it. Both are empty where nothing is wrong.
    """

    def __init__(
        self,
        rows: Sequence[JudgedRow],
        first: JudgedRow | None,
        step: int | None,
        reason: str,
        sentences: Sequence[str],
        attempt: Attempt,
        lang: str,
        digits: int = DIGITS,
    ) -> None:
        self.rows, self.first, self.step, self.reason = tuple(rows), first, step, reason
        self.sentence = paragraph(lang, sentences)
        self.attempt, self.lang, self.digits = attempt, lang, digits

    @property
    def ok(self) -> bool:
        """Whether every gradient that is wanted is there and right."""
        return all(row.ok for row in self.rows)

    def __bool__(self) -> bool:
        return self.ok

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the answers as JSON, for ``backprop-viz grade``; return the path."""
        return self.attempt.save(path)

    @cached_property
    def table(self) -> list[list[str]]:
        """The table as text, heading first."""
        keys = ("name", "given", "right", "exact", "close", "gap", "verdict")
        return [
            [say(f"judge.{key}", self.lang) for key in keys],
            *([display(row.name), *self._cells(row)] for row in self.rows),
        ]

    def _cells(self, row: JudgedRow) -> list[str]:
        def answered(yes: bool) -> str:
            return say("judge.yes" if yes else "judge.no", self.lang)

        given = "" if row.given is None else format_value(row.given, digits=self.digits)
        if row.verdict == "shape":
            shapes = {"given": np.shape(row.given), "wanted": np.shape(row.right)}
            given = say("judge.shapes", self.lang, **shapes)
        is_known = row.verdict != "missing"
        return [
            given,
            format_value(row.right, digits=self.digits),
            answered(row.verdict == "exact") if is_known else "",
            answered(row.ok) if is_known else "",
            "" if np.isnan(row.gap) else format_number(row.gap, digits=2),
            say(f"judge.is_{row.verdict}", self.lang),
        ]

    def __str__(self) -> str:
        table = in_columns(self.table) if self.rows else []
        return "\n".join([*table, self.sentence])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        heading, *body = self.table
        table = as_html(map(escape, heading), ([*map(escape, line)] for line in body))
        return f"{table}<p>{'✓' if self.ok else '✗'} {escape(self.sentence)}</p>"

    def as_data(self) -> JudgedData:
        """The judgement as plain data for JSON; arrays stay arrays."""
        return {
            "ok": self.ok,
            "first": None if self.first is None else self.first.name,
            "reason": self.reason,
            "step": self.step,
            "gradients": {
                row.name: {
                    "given": row.given,
                    "right": row.right,
                    "difference": row.gap,
                    "verdict": row.verdict,
                }
                for row in self.rows
            },
        }
