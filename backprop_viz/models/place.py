"""Where in the user's program an operation stands, and what came of it there."""

from __future__ import annotations

import linecache
import os
from dataclasses import dataclass
from typing import Any

from ..core.expression import Expr
from ..errors import GraphError
from ..words import Message

__all__ = ["Event", "Place"]

_LONGEST = 80  # signs of a line that is shown

_INSTEAD = {
    "_linalg_det": "models.instead_det",
    "linalg_inv_ex": "models.instead_inverse",
    "_linalg_solve_ex": "models.instead_inverse",
    "_embedding_bag": "models.instead_bag",
    "col2im": "models.instead_fold",
    "scatter_reduce": "models.instead_scatter",
    "_pack_padded_sequence": "models.instead_packed",
}


@dataclass(frozen=True)
class Place:
    """An operation, where in the user's program it stands, and in which module it ran."""

    operation: str
    file: str
    line: int
    module: str

    @property
    def source(self) -> str:
        """The line itself, and the name of its file; that of a cell of a notebook tells nothing."""
        line = linecache.getline(self.file, self.line).strip()
        line = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
        is_cell = "ipykernel" in self.file or self.file.startswith("<")
        at = "" if is_cell else f"{os.path.basename(self.file)}:{self.line}"
        return ": ".join(part for part in (at, line) if part)

    def slots(self) -> dict[str, object]:
        """What a message says of it."""
        where = Message("models.place", file=os.path.basename(self.file), line=self.line)
        if self.module:
            where = Message("models.place_in", where=where, module=self.module)
        return {"operation": self.operation, "where": where}

    def without_row(self) -> GraphError:
        """That the operation has no row, and what to write instead."""
        instead = Message(_INSTEAD.get(self.operation, "models.instead"))
        return GraphError("models.no_row", instead=instead, **self.slots())


@dataclass(eq=False, slots=True)
class Event:
    """What an operation made: a tensor, what it stands for, and the numbers that it had then."""

    place: Place
    tensor: Any
    expr: Expr
    numbers: Any
    version: int
