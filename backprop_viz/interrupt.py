"""Ctrl-C while a command still imports what it needs: its quiet end, with nothing half done."""

from __future__ import annotations

import os
import signal
import sys

__all__ = ["heard", "quietly"]


def quietly() -> None:
    """End at Ctrl-C without a traceback from here on, if this process is the command."""
    if _is_command() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def heard() -> None:
    """Let Ctrl-C be a ``KeyboardInterrupt`` again: there is someone to catch it."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(*_: object) -> None:
    os._exit(130)


def _is_command() -> bool:
    """Whether Python was started as ``backprop-viz`` or as ``python -m backprop_viz``."""
    arguments = getattr(sys, "argv", None) or [""]
    name = os.path.basename(arguments[0]).lower()
    if name == "-m":  # as long as the module is looked for
        said = sys.orig_argv[: len(sys.orig_argv) - len(arguments) + 1]
        return bool(said) and said[-1].endswith("backprop_viz")
    called = name.removesuffix(".exe").removesuffix(".py").removesuffix("-script")
    return bool(called == "backprop-viz")


quietly()
