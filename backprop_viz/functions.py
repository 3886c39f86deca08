"""The functions of a formula, by their names: ``exp``, ``maximum`` and all others of the table.

For editors and type checkers their signatures stand in ``functions.pyi``, which ``docs/stub.py``
writes from the same table.
"""

from .core.expression import FUNCTIONS

__all__ = list(FUNCTIONS)

globals().update(FUNCTIONS)
