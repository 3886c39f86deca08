"""A table as text in columns, for a terminal, and as HTML, for a notebook."""

from __future__ import annotations

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
    """A table of cells that are HTML; the first one of a row heads it. It scrolls in its place."""
    cells = "".join(f'<th scope="col">{cell}</th>' for cell in heading)
    rows = "".join(
        f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"
        for first, *rest in body
    )
    style = "border-collapse:separate;border-spacing:.7em .3em;text-align:left;word-break:keep-all"
    return (
        f'<div style="overflow-x:auto"><table style="{style}"><thead><tr>{cells}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
