"""What stands in a saved notebook for readers without widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["with_still"]


def with_still(told: Any, still: Mapping[str, Any]) -> dict[str, Any]:
    """What ipywidgets tells of a widget (``_repr_mimebundle_``), with ``still`` beside it."""
    data = told[0] if isinstance(told, tuple) else told or {}
    return {**data, **still}
