"""Large arrays on their way to the browser: as bytes, which in a text are written in base64."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import numpy as np

from ..spell.numbers import Number
from ..tell.walk import Walk
from .program import as_json

__all__ = ["LARGE", "as_text", "has_large", "is_large", "laden"]

LARGE = 1000  # entries; an array of more is large
_SAMPLE = 1000  # entries, whose digits tell how long all are


def is_large(value: Number) -> bool:
    """Whether it is shown in no field, and travels as bytes."""
    return np.size(value) > LARGE


def has_large(walk: Walk) -> bool:
    """Whether an input or a constant is a large array."""
    constants = (node.value for node in walk.graph.nodes if node.is_constant)
    return any(map(is_large, (*walk.inputs.values(), *constants)))


def as_text(value: Number) -> Any:
    """A value for JSON; of a large array the shortest text that has every digit.

    That are its numbers, if they are short; else the bytes of its doubles, or of floats of half
    the size where these are the same numbers.
    """
    if value is None or not is_large(value):
        return as_json(value)
    array = np.ascontiguousarray(value, dtype="<f8")
    with np.errstate(over="ignore"):
        half = array.astype("<f4")
    kind, exact = ("float32", half) if np.array_equal(half, array) else ("float64", array)
    start = json.dumps([as_json(x) for x in array.ravel()[:_SAMPLE]], separators=(",", ":"))
    if len(start) * array.size <= 4 / 3 * exact.nbytes * _SAMPLE:
        return as_json(value)
    return {"shape": list(array.shape), kind: b64encode(exact.tobytes()).decode("ascii")}


def laden(told: Any, buffers: list[memoryview]) -> str:
    """JSON in which large arrays are the number of their doubles among ``buffers``."""

    def default(value: Any) -> Any:
        if not is_large(value):
            return as_json(value)
        buffers.append(np.ascontiguousarray(value, dtype="<f8").reshape(-1).data.cast("B"))
        return {"shape": list(np.shape(value)), "buffer": len(buffers) - 1}

    return json.dumps(told, default=default)
