"""The check: every gradient of a walk held against witnesses that know nothing of the graph."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from .analytic import MAX_TERMS, analytic, evaluate
from .errors import GraphError, columns
from .names import display
from .numbers import Value, format_number, format_value, is_finite
from .walk import Walk, unbroadcast
from .witness import gradients_by
from .words import language, say

__all__ = ["Check", "Row", "Verdict", "check"]

Verdict = Literal["agree", "differ", "convention", "unknown"]

EXACT = 1e-9  # allowed relative error against calculus and other libraries
DIFFERENCE = 1e-5  # ... and against a central difference, beyond its own estimated error
WORK = 12_000  # terms of a formula, times its inputs, that SymPy is given: a second or two
_LONG = 60  # characters of a derivative that a table shows
_SOME_POSITIONS = 400  # the analytic derivative of an array is evaluated at no more entries


@dataclass(frozen=True)
class Row:
    """One input: its gradient, and what each witness says.

    ``formula`` is SymPy's derivative (None with the reason in ``note`` if there is none),
    ``analytic`` its value, ``numeric`` the central difference, ``others`` by library. An entry
    that could not be had is nan. ``error`` is the largest relative error among the comparable.

    The verdict is "convention" at a kink, where slopes from the left and the right differ: there
    is no derivative to confirm, and witnesses that agree have made the same choice.
    """

    name: str
    gradient: Value
    formula: Any
    analytic: Value
    numeric: Value
    others: dict[str, Value]
    error: float
    verdict: Verdict
    note: str = ""


class Check:
    """A table that shows itself in a notebook and at a terminal; true if all agree."""

    def __init__(self, rows: Sequence[Row], lang: str | None = None) -> None:
        self.rows, self.lang = tuple(rows), language(lang)

    @property
    def ok(self) -> bool:
        """Whether nothing differs, and each gradient is confirmed or a convention at a kink."""
        return all(row.verdict in ("agree", "convention") for row in self.rows)

    def __bool__(self) -> bool:
        return self.ok

    @property
    def verdict(self) -> str:
        """The verdict over all inputs in a sentence."""
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
                format_value(row.gradient),
                row.note if row.formula is None else _short(str(row.formula)),
                format_value(row.analytic),
                format_value(row.numeric),
                *(format_value(row.others[library]) for library in libraries),
                format_number(row.error, digits=2),
                say(verdicts[row.verdict], self.lang),
            ]
            for row in self.rows
        ]
        return [heading, *body]

    def __str__(self) -> str:
        widths = [max(columns(row[i]) for row in self.table) for i in range(len(self.table[0]))]
        lines = [
            "  ".join(
                cell + " " * (width - columns(cell))
                for cell, width in zip(row, widths, strict=True)
            ).rstrip()
            for row in self.table
        ]
        return "\n".join([lines[0], "  ".join("─" * w for w in widths), *lines[1:], self.verdict])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        heading, *body = self.table
        cells = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in heading)
        rows = "".join(
            "<tr>"
            + f'<th scope="row">{html.escape(line[0])}</th>'
            + "".join(
                f"<td>{_formula_html(row) if i == 2 else html.escape(cell)}</td>"
                for i, cell in enumerate(line)
                if i
            )
            + "</tr>"
            for row, line in zip(self.rows, body, strict=True)
        )
        return (
            '<table style="border-collapse:separate;border-spacing:1.2em .3em;text-align:left;'
            'word-break:keep-all">'
            f"<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{'✓' if self.ok else '✗'} {html.escape(self.verdict)}</p>"
        )

    def as_data(self) -> dict[str, Any]:
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
                    "note": row.note,
                }
                for row in self.rows
            },
        }


def check(walk: Walk, against: str | Iterable[str] | None = None, lang: str | None = None) -> Check:
    """Hold every gradient of ``walk`` against calculus, differences and, if asked, libraries.

    ``against`` names "torch", "jax" or "tensorflow", one or several; see
    :func:`backprop_viz.witness.gradients_by` for the errors. A formula too large for SymPy is
    checked by the other witnesses, and the row's note says so. ``lang`` is by default the language
    that is spoken (``bv.speak``).
    """
    lang = language(lang)
    names = [against] if isinstance(against, str) else list(against or ())
    inputs = list(walk.inputs.values())
    found = {library: gradients_by(library, walk.graph, inputs) for library in names}
    note, formulas = "", dict[str, Any]()
    try:
        formulas = analytic(walk.graph, min(MAX_TERMS, WORK // max(len(inputs), 1)))
    except GraphError as error:
        note = error.say(lang)
    except (TypeError, RecursionError):
        note = say("check.no_derivative", lang)
    rows = []
    for position, name in enumerate(walk.inputs):
        others = {library: gradients[position] for library, gradients in found.items()}
        rows.append(_row(walk, name, formulas.get(name), others, note))
    return Check(rows, lang)


def _row(walk: Walk, name: str, formula: Any, others: dict[str, Value], note: str) -> Row:
    gradient = walk.gradients[name]
    exact = _analytic_value(walk, name, formula)
    numeric, doubt = _central_difference(walk, name)
    verdicts = [_compare(gradient, exact, EXACT)]
    verdicts += [_compare(gradient, other, EXACT) for other in others.values()]
    at_kink = _at_kink(walk)
    if at_kink:  # conventions may differ there, and none is wrong
        verdicts = [v for v in verdicts if v[0] != "differ"]
    numeric_verdict, numeric_error = _compare(gradient, numeric, DIFFERENCE, doubt)
    verdicts.append((numeric_verdict, numeric_error))
    known = [(verdict, error) for verdict, error in verdicts if verdict != "unknown"]
    verdict: Verdict = "unknown"
    if known and is_finite(walk.output):  # where there is no value there is no slope, either
        verdict = "differ" if any(v == "differ" for v, _ in known) else "agree"
    error = max((e for _, e in known), default=math.nan)
    if verdict == "agree" and at_kink and numeric_verdict == "unknown":
        verdict, error = "convention", math.nan
    return Row(name, gradient, formula, exact, numeric, others, error, verdict, note)


def _at_kink(walk: Walk) -> bool:
    """Whether an operation on a way to the output stands where it has no slope."""
    graph, values = walk.graph, walk.node_values
    return any(
        node.op is not None
        and node.op.kink is not None
        and graph.reaches_output[node.index]
        and not graph.is_fixed[node.index]
        and bool(np.any(node.op.is_at_kink(*(values[i] for i in node.operands))))
        for node in graph.nodes
    )


def _analytic_value(walk: Walk, name: str, formula: Any) -> Value:
    """The formula at the walk's inputs; for arrays entry by entry, summed to the input's shape."""
    shape = np.shape(walk.inputs[name])
    if formula is None:
        return np.full(shape, np.nan)[()]
    if np.ndim(walk.output) == 0 and not any(np.ndim(x) for x in walk.inputs.values()):
        return np.float64(evaluate(formula, {k: float(v) for k, v in walk.inputs.items()}))
    common = np.broadcast_shapes(np.shape(walk.output), *map(np.shape, walk.inputs.values()))
    if math.prod(common) > _SOME_POSITIONS or common != np.shape(walk.output):
        return np.full(shape, np.nan)[()]
    spread = {key: np.broadcast_to(value, common) for key, value in walk.inputs.items()}
    values = np.empty(common)
    for where in np.ndindex(common):
        values[where] = evaluate(formula, {key: float(v[where]) for key, v in spread.items()})
    return unbroadcast(values, shape)


def _central_difference(walk: Walk, name: str) -> tuple[Value, Value]:
    """(f(x+h) − f(x−h)) / 2h, refined by Richardson's extrapolation, and its estimated error.

    All operations act entry by entry, so all entries of an array are moved at once. nan where
    the slopes from the left and from the right differ: there is none.
    """
    x = np.asarray(walk.inputs[name])
    shape = x.shape
    with np.errstate(all="ignore"):
        h = 2.0 ** np.round(np.log2(np.finfo(float).eps ** (1 / 5) * np.maximum(np.abs(x), 1e-2)))
        steps = [h, h / 2, h / 4, h * 1e-3]
        ahead, behind = _outputs(walk, name, [*steps, *(-step for step in steps)]).reshape(
            2, len(steps), *np.shape(walk.output)
        )
        coarse, fine, finest = (
            unbroadcast((after - before) / (2 * step), shape)
            for after, before, step in zip(ahead[:3], behind[:3], steps[:3], strict=True)
        )
        first, second = (4 * fine - coarse) / 3, (4 * finest - fine) / 3
        best = (16 * second - first) / 15
        right = unbroadcast((ahead[3] - walk.output) / steps[3], shape)
        left = unbroadcast((walk.output - behind[3]) / steps[3], shape)
        doubt = np.abs(best - second) + np.abs(second - first)
        scale = np.maximum(np.abs(right), np.abs(left))
        smooth = np.isfinite(scale) & (np.abs(right - left) <= 1e-2 * scale + 1e-9)
        return np.where(smooth, best, np.nan)[()], np.where(smooth, doubt, np.nan)[()]


def _outputs(walk: Walk, name: str, moves: Sequence[Value]) -> Value:
    """The output where one input is moved, by each of the moves in turn along a new first axis."""
    graph, values = walk.graph, list(walk.node_values)
    here = graph.names[name]
    moved = np.stack([values[here] + move for move in moves])
    before = max(map(np.ndim, values)) - np.ndim(values[here])  # room for the axes of the others
    values[here] = moved.reshape(len(moves), *(1,) * before, *moved.shape[1:])
    follows = {here}
    for node in graph.operations:
        if node.op is not None and not follows.isdisjoint(node.operands):
            values[node.index] = node.op.forward(*(values[i] for i in node.operands))
            follows.add(node.index)
    output, shape = values[graph.output_node.index], (len(moves), *np.shape(walk.output))
    reached = graph.output_node.index in follows
    return output.reshape(shape) if reached else np.broadcast_to(output, shape)


def _compare(
    gradient: Value, witness: Value, allowed: float, doubt: Value = 0.0
) -> tuple[Verdict, float]:
    """Whether two gradients agree, and their largest relative error."""
    a, b = np.asarray(gradient), np.asarray(witness)
    if a.shape != b.shape:
        return "differ", math.inf
    known = np.isfinite(a) & np.isfinite(b)
    same = (a == b) & ~known  # the same infinity
    if not (known | same).all() or not a.size:
        opposed = np.isinf(a) & np.isinf(b) & ~same
        return ("differ", math.inf) if opposed.any() else ("unknown", math.nan)
    with np.errstate(all="ignore"):
        gap = np.where(same, 0.0, np.abs(a - b))
        scale = np.maximum(np.abs(a), np.abs(b))
        error = np.where(gap == 0, 0.0, gap / np.where(scale == 0, 1.0, scale))
        within = (error <= allowed) | (gap <= allowed * 1e-3) | (gap <= 10 * np.asarray(doubt))
    return ("agree" if within.all() else "differ"), float(error.max())


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1].rstrip()}…"


def _formula_html(row: Row) -> str:
    if row.formula is None:
        return html.escape(row.note)
    text = str(row.formula)
    if len(text) > 2 * _LONG:  # a page full of mathematics is no cell of a table
        return f"<code>{html.escape(_short(text))}</code>"
    import sympy

    return f"${html.escape(sympy.latex(row.formula))}$"
