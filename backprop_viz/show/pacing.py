"""When to do slow work that is requested often: at a pace, or once it is quiet.

Either way the last request is always heard. Without an event loop, as in a plain script, each
request does the work.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable

__all__ = ["Debounce", "Throttle", "after_cell"]

PAUSE = 0.015  # seconds that are left for messages between two calls, at least


def after_cell(call: Callable[[], None]) -> None:
    """Call a function as soon as what the running cell shows is on its way; now, if none runs.

    It is part of the cell all the same: whoever runs a notebook waits for it.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if not shell or shell.displayhook.exec_result is None:
        call()
        return

    def once(*_: object) -> None:
        shell.events.unregister("post_run_cell", once)
        call()

    shell.events.register("post_run_cell", once)


class Throttle:
    """Calls a function on request: at once or, within a rest after its last call, after the rest.

    The rest is as long as the last call took. In it the kernel handles all messages that have
    arrived, however many values they bring, so that the next call sees the last value.
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
        """Drop a request that is still waiting."""
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


class Debounce:
    """Calls a function once there has been no request for some seconds."""

    def __init__(self, call: Callable[[], None], seconds: float) -> None:
        self._call, self._seconds = call, seconds
        self._timer: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Call after a rest that begins now."""
        if self._timer is not None:
            self._timer.cancel()
        try:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._run)
        except RuntimeError:
            self._run()

    def _run(self) -> None:
        self._timer = None
        self._call()
