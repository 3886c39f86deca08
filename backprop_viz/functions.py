"""The functions of a formula, by their names: ``exp``, ``maximum`` and all others of the table.

For editors and type checkers their signatures stand in ``functions.pyi``, which ``docs/stub.py``
writes from the same table.
"""

from collections.abc import Mapping as _Mapping
from typing import Any as _Any

from .calls import of_numpy  # noqa: F401  # what NumPy calls on an expression
from .calls.library import FUNCTIONS
from .calls.library import read_by as _read_by
from .calls.written import Written as _Written

__all__ = list(FUNCTIONS)

globals().update(FUNCTIONS)


def _made(written: _Written, given: _Mapping[str, _Any]) -> _Any:
    from .read.library import made  # at the first use of any

    return made(written, given)


_read_by(_made)
