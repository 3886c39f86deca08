"""What is made at once and stays is not searched for garbage while it is made, nor right after."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]

MANY, MOST = 5_000, 1_000_000  # objects that are made at once; and in all, before a search

_unsearched = 0
"""How many objects have been put among the old ones since all were searched."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the garbage collector in a block. As a decorator it would stand in every traceback.

    Many new objects make Python go through all that a session holds, again and again: a third of
    the time that a graph of 20,000 operations takes.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _put_among_the_old()
            gc.enable()


def _put_among_the_old() -> None:
    """Spare many new objects the search that Python would begin at the very next of them.

    They wait for one of all objects, which old ones wait for, and which comes at last when there
    have been so many. Where someone has frozen objects themselves, all is left to Python.
    """
    global _unsearched
    made = gc.get_count()[0]
    if made < MANY or gc.get_freeze_count():
        return
    _unsearched += made
    if _unsearched > MOST:
        _unsearched = 0
        gc.collect()
    else:
        gc.freeze()
        gc.unfreeze()
