"""How a program spells names and numbers, so that it can be read again to the last digit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np

from ..spell.names import is_plain, look
from ..spell.numbers import Value
from .expression import FUNCTIONS

__all__ = ["CONSTANTS", "NUMBERS", "PYTHON", "is_symbol", "spell_names", "spell_value"]

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


def spell_names(names: Iterable[str]) -> dict[str, str]:
    """Each name as a program has it: in quotes where it would be read as something else.

    >>> spell_names(["x", "a b", "exp"])
    {'x': 'x', 'a b': '`a b`', 'exp': '`exp`'}
    """
    names = list(dict.fromkeys(names))
    looks = Counter(map(look, names))
    return {name: name if _stands_alone(name, looks) else _quoted(name) for name in names}


def _stands_alone(name: str, looks: Mapping[str, int]) -> bool:
    seen = look(name)
    is_known = seen in FUNCTIONS or name in NUMBERS or name in PYTHON
    is_constant = seen != name and seen in CONSTANTS
    return is_plain(name) and not is_known and not is_constant and looks[seen] == 1


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def spell_value(value: Value) -> str:
    """A number, or an array as nested lists.

    >>> spell_value(-0.5), spell_value([[1, 2]]), spell_value(np.inf)
    ('-0.5', '[[1.0, 2.0]]', 'inf')
    """
    array = np.asarray(value, dtype=np.float64)
    if array.ndim:
        return f"[{', '.join(map(spell_value, array))}]"
    number = float(array)
    if math.isnan(number):  # whose sign Python does not show
        return "-nan" if math.copysign(1.0, number) < 0 else "nan"
    return repr(number)
