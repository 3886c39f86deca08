"""The functions of a formula, by their names: ``exp``, ``maximum`` and all others of the table.

For editors and type checkers their signatures stand in ``functions.pyi``, which ``docs/stub.py``
writes from the same table.
"""

from .calls import of_numpy  # noqa: F401  # what NumPy calls on an expression
from .calls.library import FUNCTIONS

__all__ = list(FUNCTIONS)

globals().update(FUNCTIONS)
