"""The command line: ``backprop-viz walk``, ``draw`` and the others, and how they end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn

from .. import __version__, interrupt
from ..errors import BackpropVizError
from ..words import one_line, say, shortened, speaking
from ..writing import reason
from .arguments import UsageError, language_of, parse
from .check import CHECK
from .draw import DRAW
from .grade import GRADE
from .html import HTML
from .practise import PRACTISE
from .walk import WALK

__all__ = ["COMMANDS", "main", "run"]

COMMANDS = {
    "walk": WALK,
    "draw": DRAW,
    "html": HTML,
    "check": CHECK,
    "practise": PRACTISE,
    "grade": GRADE,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status.

    That is 0, 1 (``check``: witnesses differ), 2 (the command cannot be carried out), 130
    (interrupted) or 141 (the reader of the output has left).
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    with _streams(), speaking(language_of(arguments)):
        return _main(arguments)


def _main(arguments: Sequence[str]) -> int:
    try:
        try:
            interrupt.heard()
            options = parse(arguments, COMMANDS, __version__)
            status: int = options.command.run(options)
            return status
        finally:  # behind --help, too: what cannot be written must fail here, not at exit
            sys.stdout.flush()
    except KeyboardInterrupt as error:  # it brings words where something is half done
        _complain(str(error) or say("usage.interrupted"))
        return 130
    except MemoryError:
        _complain(say("shell.memory"))
        return 2
    except OSError as error:
        if not error.filename:  # of the output
            _drop_stdout()
            if isinstance(error, BrokenPipeError):  # its reader, such as `head`, has seen enough
                return 141
        _complain(_trouble(error))
        return 2
    except (BackpropVizError, UsageError) as error:
        _complain(str(error))
        return 2
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of a library in Rust is no Exception
        if sys.flags.dev_mode:
            raise
        what = f"{type(error).__name__}: {error}"
        _complain(say("shell.unforeseen", what=shortened(one_line(what))))
        return 1


def run() -> NoReturn:
    """The command as a process of its own: :func:`main`, and a quick end.

    Python would take apart every module of NumPy first, as long as ten pictures take.
    """
    with contextlib.suppress(OSError):  # no file that is opened later may stand for a stream
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(number)
    for name in ("SIGTERM", "SIGHUP"):
        ends = getattr(signal, name, None)
        if ends is not None and signal.getsignal(ends) is signal.SIG_DFL:
            signal.signal(ends, _leave)
    try:
        status = main()
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 0
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


def _leave(number: int, _: object) -> NoReturn:
    """End by a signal, but first take away the drafts of files."""
    sys.exit(128 + number)


@contextlib.contextmanager
def _streams() -> Iterator[None]:
    """Standard output and error that speak UTF-8; where one is closed, one that says nothing."""
    closed = [name for name in ("stdout", "stderr") if getattr(sys, name) is None]
    with contextlib.ExitStack() as stack:
        for name in closed:
            setattr(sys, name, stack.enter_context(open(os.devnull, "w")))
            stack.callback(setattr, sys, name, None)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        yield


def _complain(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        print(f"backprop-viz: {text}", file=sys.stderr, flush=True)


def _drop_stdout() -> None:
    """Discard unwritten output, so that Python does not fail on it at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _trouble(error: OSError) -> str:
    where = f"{shortened(os.fsdecode(error.filename))}: " if error.filename else ""
    return f"{where}{reason(error)}"
