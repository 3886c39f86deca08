"""What a command tells as data: JSON."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

__all__ = ["as_json"]


def as_json(data: Any) -> str:
    """Data as JSON over many lines."""
    return json.dumps(_plain(data), ensure_ascii=False, indent=1)


def _plain(data: Any) -> Any:
    """Data for JSON: floats in full precision; nan and infinities, which it lacks, as text."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_plain(value) for value in data]
    if isinstance(data, np.ndarray):
        return _plain(data.tolist())
    if isinstance(data, float):
        number = float(data)
        return number if math.isfinite(number) else str(number)
    return data
