"""The table of operations: one frozen row each, and the only place that knows one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .array_ops import ARRAY_OPS
from .number_ops import NUMBER_OPS
from .operation import Op

__all__ = ["ALIASES", "OF_ENTRIES", "OPS"]

_ROWS = (*NUMBER_OPS, *ARRAY_OPS)

OPS: Mapping[str, Op] = MappingProxyType({row.name: row for row in _ROWS})
"""Every operation by its name."""

ALIASES: Mapping[str, str] = MappingProxyType(
    {alias: row.name for row in _ROWS for alias in row.aliases}
)

OF_ENTRIES: Mapping[str, Op] = MappingProxyType(
    {
        name: op
        for name, op in (*OPS.items(), *((alias, OPS[own]) for alias, own in ALIASES.items()))
        if op.is_entrywise and not op.options and not op.stops and op.arity < 3
    }
)
"""What is called with one number or two, by each of its names, and goes through arrays by entry."""
