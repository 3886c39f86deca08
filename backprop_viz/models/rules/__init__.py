"""What each operation of PyTorch is in the operations of this package."""

from __future__ import annotations

from .table import RULES, Made, rule_of

__all__ = ["RULES", "Made", "rule_of"]

from . import entrywise, layers, losses, places, shapes, sums, windows  # noqa: F401  # they fill RULES
