"""The table of a check: each input with its gradient, what the witnesses say, and the verdict."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypedDict

import numpy as np

from ..spell.names import display
from ..spell.numbers import DIGITS, Number, Value, format_number, format_value
from ..spell.tabular import as_html, in_columns
from ..words import Message, language, say

__all__ = ["Check", "Row", "Verdict"]

if TYPE_CHECKING:
    import sympy

Verdict = Literal["agree", "differ", "convention", "unknown"]

_LONG = 60  # characters of a derivative that a table shows


@dataclass(frozen=True)
class Row:
    """One input: its gradient, and what each witness says.

    ``formula`` is SymPy's derivative (None if there is none), ``analytic`` its value, ``numeric``
    the central difference, ``others`` by library. A value that no witness could give is nan, and
    ``note`` says which could not. An array of more than a hundred entries that do not each act
    for themselves is moved as a whole instead, along random directions, ``directions`` of them, and
    ``numeric`` is nan. ``error`` is the largest relative error among those that can be
    compared.

    The verdict is "convention" at a kink, where slopes from the left and the right differ: there
    is no derivative to confirm, and witnesses that agree have made the same choice.
    """

    name: str
    gradient: Value
    formula: sympy.Expr | None
    analytic: Value
    numeric: Value
    others: dict[str, Value]
    error: float
    verdict: Verdict
    note: str = ""
    directions: int = 0


class Data(TypedDict):
    """A table as plain data: for each input its gradient, its witnesses and its verdict."""

    ok: bool
    inputs: dict[str, dict[str, Number | str | None]]


class Check:
    """A table that shows itself in a notebook and at a terminal; true if all agree."""

    def __init__(
        self,
        rows: Sequence[Row],
        lang: str | None = None,
        digits: int = DIGITS,
        differs: Message | None = None,
    ) -> None:
        self.rows, self.lang, self.digits = tuple(rows), language(lang), digits
        self.differs = differs

    @property
    def ok(self) -> bool:
        """Whether nothing differs, and each gradient is confirmed or a convention at a kink.

        True of a formula without inputs, where nothing can differ: the verdict says so.
        """
        is_right = all(row.verdict in ("agree", "convention") for row in self.rows)
        return is_right and self.differs is None

    def __bool__(self) -> bool:
        return self.ok

    @property
    def verdict(self) -> str:
        """The verdict over all inputs in a sentence, or what a model computes otherwise first."""
        if self.differs is not None:
            return self.differs.say(self.lang)
        if not self.rows:
            return say("check.nothing", self.lang)
        chosen = [row for row in self.rows if row.verdict == "convention"]
        if self.ok and chosen:
            names = ", ".join(display(row.name) for row in chosen)
            key = "check.all_chosen" if len(chosen) == len(self.rows) else "check.some_chosen"
            return say(key, self.lang, names=names)
        if self.ok:
            return say("check.agree", self.lang)
        differ = [row for row in self.rows if row.verdict == "differ"]
        rows = differ or [row for row in self.rows if row.verdict == "unknown"]
        names = ", ".join(display(row.name) for row in rows)
        return say("check.differ" if differ else "check.open", self.lang, names=names)

    @cached_property
    def table(self) -> list[list[str]]:
        """The table as text, heading first."""

        def written(value: Value) -> str:
            is_nothing = np.ndim(value) > 0 and np.size(value) > 0 and np.isnan(value).all()
            return "nan" if is_nothing else format_value(value, digits=self.digits)

        libraries = list(self.rows[0].others) if self.rows else []
        keys = ("input", "backprop", "formula", "analytic", "numeric")
        heading = [say(f"check.{key}", self.lang) for key in keys]
        heading += [*libraries, say("check.error", self.lang), say("check.verdict", self.lang)]
        verdicts = {
            "agree": "check.ok",
            "differ": "check.bad",
            "convention": "check.chosen",
            "unknown": "check.unknown",
        }
        body = [
            [
                display(row.name),
                written(row.gradient),
                row.note if row.formula is None else _short(str(row.formula)),
                "–" if _is_untold(row) else written(row.analytic),
                self._along(row) or written(row.numeric),
                *(written(row.others[library]) for library in libraries),
                format_number(row.error, digits=2),
                say(verdicts[row.verdict], self.lang),
            ]
            for row in self.rows
        ]
        return [heading, *body]

    def _along(self, row: Row) -> str:
        """What stands in place of a difference that was taken along directions."""
        return say("check.along", self.lang, count=row.directions) if row.directions else ""

    @property
    def _notes(self) -> list[str]:
        """What the witnesses cannot tell; where there is no formula, that stands in its place."""
        return [
            f"{display(row.name)}: {row.note}"
            for row in self.rows
            if row.note and row.formula is not None
        ]

    def __str__(self) -> str:
        return "\n".join([*in_columns(self.table), *self._notes, self.verdict])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self._html(_formula_html)

    def _mime_(self) -> tuple[str, str]:
        """What marimo shows, which sets no LaTeX in a table."""
        return "text/html", self._html(_formula_code)

    def _html(self, written: Callable[[Row], str]) -> str:
        heading, *body = self.table
        cells = (
            [written(row) if i == 2 else html.escape(cell) for i, cell in enumerate(line)]
            for row, line in zip(self.rows, body, strict=True)
        )
        return (
            as_html(map(html.escape, heading), cells)
            + "".join(f"<p>{html.escape(note)}</p>" for note in self._notes)
            + f"<p>{'✓' if self.ok else '✗'} {html.escape(self.verdict)}</p>"
        )

    def as_data(self) -> Data:
        """The table as plain data for JSON; arrays as lists, the rest as floats and text."""
        return {
            "ok": self.ok,
            "inputs": {
                row.name: {
                    "gradient": row.gradient,
                    "formula": None if row.formula is None else str(row.formula),
                    "analytic": row.analytic,
                    "numeric": row.numeric,
                    **row.others,
                    "relative_error": row.error,
                    "verdict": row.verdict,
                    "directions": row.directions,
                    "note": row.note,
                }
                for row in self.rows
            },
        }


def _is_untold(row: Row) -> bool:
    """Whether there is no formula that would have a value; that is something else than nan."""
    return row.formula is None and bool(np.isnan(row.analytic).all())


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1].rstrip()}…"


def _formula_html(row: Row) -> str:
    if row.formula is None:
        return html.escape(row.note)
    if len(str(row.formula)) > 2 * _LONG:  # a page full of mathematics is no cell of a table
        return _formula_code(row)
    import sympy

    return f"${html.escape(sympy.latex(row.formula))}$"


def _formula_code(row: Row) -> str:
    if row.formula is None:
        return html.escape(row.note)
    return f"<code>{html.escape(_short(str(row.formula)))}</code>"
