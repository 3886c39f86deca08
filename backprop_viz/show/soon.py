"""What is slow and asked for often: done soon or after a rest, for the latest asking only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

__all__ = ["Rest", "Soon"]

PAUSE = 0.015  # seconds that are left for messages between two calls, at least


class Soon:
    """Calls a function when it is asked to, at once if it has rested, else once it has.

    It rests as long as its last call took. The kernel hears its messages one after the other
    between two calls, so however many values wait there, a rest hears them all, and the call after
    it sees the last. Without an event loop, as in a plain script, every asking is a call.
    """

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self._rested = 0.0
        self._timer: tuple[asyncio.AbstractEventLoop, asyncio.TimerHandle] | None = None

    def ask(self) -> None:
        """Call now or soon."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._run()
            return
        if self._timer is not None and self._timer[0] is loop:
            return
        wait = self._rested - time.monotonic()
        if wait <= 0:
            self._run()
        else:
            self._timer = (loop, loop.call_later(wait, self._run))

    def cancel(self) -> None:
        """Forget what was asked for and not done."""
        if self._timer is not None:
            self._timer[1].cancel()
        self._timer = None

    def _run(self) -> None:
        self.cancel()
        start = time.monotonic()
        try:
            self._call()
        finally:
            end = time.monotonic()
            self._rested = end + max(PAUSE, end - start)


class Rest:
    """Calls a function once nobody has asked for it for some seconds.

    Without an event loop, as in a plain script, every asking is a call.
    """

    def __init__(self, call: Callable[[], None], seconds: float) -> None:
        self._call, self._seconds = call, seconds
        self._timer: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Call after the rest, which begins anew."""
        if self._timer is not None:
            self._timer.cancel()
        try:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._run)
        except RuntimeError:
            self._run()

    def _run(self) -> None:
        self._timer = None
        self._call()
