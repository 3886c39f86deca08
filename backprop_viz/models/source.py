"""What is a model of PyTorch, told without importing PyTorch."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

__all__ = ["is_model", "tensors_in"]


def is_model(source: Any, like: Any) -> bool:
    """Whether a source is read by running it: a module, or a function of tensors.

    One exists only where PyTorch is imported already.
    """
    torch = sys.modules.get("torch")
    if torch is None or not callable(source):
        return False
    if isinstance(source, torch.nn.Module):
        return True
    defaults = getattr(source, "__defaults__", None)
    return bool(tensors_in(like)) or (like is None and bool(tensors_in(defaults)))


def tensors_in(given: Any) -> list[Any]:
    """The tensors in nested tuples, lists and mappings."""
    torch = sys.modules.get("torch")
    if torch is None:
        return []
    if isinstance(given, torch.Tensor):
        return [given]
    parts = given.values() if isinstance(given, Mapping) else given
    if not isinstance(given, Mapping | tuple | list):
        return []
    return [tensor for part in parts for tensor in tensors_in(part)]
