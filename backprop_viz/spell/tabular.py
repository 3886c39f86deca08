"""A table as text in columns, for a terminal, and as HTML, for a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..errors import columns

__all__ = ["as_html", "in_columns"]


def in_columns(table: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table whose first row is the heading."""
    widths = [max(columns(row[i]) for row in table) for i in range(len(table[0]))]
    lines = [
        "  ".join(
            cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in table
    ]
    return [lines[0], "  ".join("─" * w for w in widths), *lines[1:]]


def as_html(heading: Iterable[str], body: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML; the first one of a row heads it.

    Where it is wider than its place, each row stands by itself, its cells below one another.
    """
    corner, *names = heading
    lines = [[*row] for row in body]
    cells = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in (corner, *names))
    rows = "".join(
        f'<tr role="row"><th role="rowheader" scope="row">{first}</th>'
        + "".join(
            f'<td role="cell" data-name="{name}">{cell}</td>'
            for name, cell in zip(names, rest, strict=True)
        )
        + "</tr>"
        for first, *rest in lines
    )
    wide = _needed([[corner, *names], *lines])
    style = "border-collapse:separate;border-spacing:.7em .3em;text-align:left;word-break:keep-all"
    return (
        f"<style>@container (max-width:{wide}em){{{_in_rows(f'.bpv-table-{wide}')}}}</style>"
        '<div style="container-type:inline-size;overflow-x:auto">'
        f'<table role="table" class="bpv-table-{wide}" style="{style}">'
        f'<thead><tr role="row">{cells}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _in_rows(table: str) -> str:
    """The style of a table whose rows stand by themselves; its heading is read out only."""
    return (
        f"{table}{{display:block}}{table} :is(tbody,tr,th){{display:block}}"
        f"{table} thead{{position:absolute;clip-path:inset(50%);width:1px;height:1px}}"
        f"{table} tr{{margin-bottom:.8em}}{table} tbody th{{text-align:left}}"
        f"{table} td{{display:flex;justify-content:space-between;gap:1em;text-align:right}}"
        f"{table} td::before{{content:attr(data-name);opacity:.75;text-align:left}}"
    )


def _needed(table: Sequence[Sequence[str]]) -> int:
    """How wide it is at most, in ems; of a cell that is HTML, the signs without its marks."""
    texts = [[_MARKS.sub("", cell) for cell in row] for row in table]
    widths = [max(columns(row[i]) for row in texts) for i in range(len(texts[0]))]
    return round(sum(0.5 * width + 0.7 for width in widths) + 0.7)


_MARKS = re.compile(r"<[^<>]*>|&\w+;|\\[A-Za-z]+|[{}$]")
