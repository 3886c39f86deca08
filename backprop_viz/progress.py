"""A progress bar for long computations, at a terminal or in a notebook."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence

__all__ = ["progress"]

_WIDTH = 30  # characters of the bar
_PAUSE = 0.1  # seconds between two of its pictures
_SOON = 0.01  # seconds within which the clock is not asked again


def progress(steps: Sequence[int], patience: float = 5.0) -> Iterator[int]:
    """The steps; with a bar on stderr once they take more than ``patience`` seconds.

    Nothing is written where nobody would see it, such as to a file. Quick steps do not wait for
    the clock.
    """
    total, told = len(steps), ""
    every, asked = 1, time.monotonic()
    due = asked + patience
    try:
        for done, step in enumerate(steps):
            is_last = done == total - 1
            if done % every == 0 or is_last:
                now = time.monotonic()
                if (now >= due or (told and is_last)) and _is_seen():
                    filled = _WIDTH * done // total
                    bar = "█" * filled + "░" * (_WIDTH - filled)
                    told = f"{bar} {done:,}/{total:,}"
                    _show(f"\r{told}")
                    due = now + _PAUSE
                if now - asked < _SOON:
                    every *= 2
                elif now - asked > _PAUSE:
                    every = max(1, every // 4)
                asked = now
            yield step
    finally:
        if told:
            _show(f"\r{' ' * len(told)}\r" + ("" if _is_notebook() else "\033[K"))


def _is_seen() -> bool:
    if sys.stderr is None or sys.stderr.closed:
        return False
    return _is_notebook() or sys.stderr.isatty()


def _is_notebook() -> bool:
    return type(sys.stderr).__module__.startswith("ipykernel")


def _show(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):  # the terminal has been closed
        print(text, end="", file=sys.stderr, flush=True)
