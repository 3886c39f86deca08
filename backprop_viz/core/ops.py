"""The table of operations: one frozen row each, and the only place that knows one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .array_ops import ARRAY_OPS
from .number_ops import NUMBER_OPS
from .operation import Op

__all__ = ["ALIASES", "OPS"]

_ROWS = (*NUMBER_OPS, *ARRAY_OPS)

OPS: Mapping[str, Op] = MappingProxyType({row.name: row for row in _ROWS})
"""Every operation by its name."""

ALIASES: Mapping[str, str] = MappingProxyType(
    {alias: row.name for row in _ROWS for alias in row.aliases}
)
