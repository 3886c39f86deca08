"""What is made of an object once, and goes with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

__all__ = ["kept"]

R = TypeVar("R")


def kept(made: Callable[..., R]) -> Callable[..., R]:
    """Keep the results of a function in its first argument, by the others.

    A weak dictionary by that would never let go of it where what is made knows it, too.
    """
    name = f"_{made.__module__}.{made.__name__}"

    @wraps(made)
    def found(owner: Any, *key: Any) -> R:
        known: dict[Any, R] = vars(owner).setdefault(name, {})
        if key not in known:
            known[key] = made(owner, *key)
        return known[key]

    return found
