"""What a program writes for a number instead of its digits, and what is never a quantity."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from .numbers import Value

__all__ = ["CONSTANTS", "NUMBERS", "PYTHON", "is_symbol"]

CONSTANTS: Mapping[str, tuple[float, str]] = MappingProxyType(
    {"pi": (math.pi, "π"), "π": (math.pi, "π"), "e": (math.e, "e")}
)
"""What stands for a number where nothing else goes by that name, and its name in a graph."""

NUMBERS: Mapping[str, float] = MappingProxyType({"inf": math.inf, "∞": math.inf, "nan": math.nan})
"""What is always a number."""

PYTHON = frozenset(("True", "False", "None"))
"""What is Python's, and no quantity unless it is quoted."""


def is_symbol(name: str, value: Value) -> bool:
    """Whether a constant of this name and value is written by its name alone, as π is."""
    return np.ndim(value) == 0 and CONSTANTS.get(name) == (float(value), name)
