"""The Graphviz program that places things: a system ``dot``, or the one that pip brings.

Where no program can be started, in a browser, :mod:`.viz_js` serves.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ..errors import EngineError
from ..words import Message
from . import viz_js

__all__ = ["VARIABLE", "find", "run"]

VARIABLE = "BACKPROP_VIZ_ENGINE"
"""The environment variable that chooses the engine: one of ``NAMES``, or the path of a Graphviz."""

EMBEDDED = "graphviz-pure"
NAMES = ("dot", EMBEDDED)
TIMEOUT, PACE = 6.0, 4e4  # seconds that any graph may take; bytes of DOT text a second more
LONGEST = 60.0  # seconds, on a busy machine too
IDLE = 0.05  # of the time a program computes at least, if it does anything
INSTALL = Message("engine.load" if sys.platform == "emscripten" else "engine.install")


def find() -> str:
    """The program to use: the one that the environment names, a system ``dot``, the embedded one.

    Raises ``EngineError`` with the line to install one where there is none, and where the
    environment names a program that is no Graphviz.
    """
    if viz_js.engine() is not None:
        return viz_js.NAME
    return _find(os.environ.get(VARIABLE, "").strip(), os.environ.get("PATH", ""))


@lru_cache(maxsize=16)
def _find(chosen: str, path: str) -> str:
    if chosen:
        found = shutil.which(chosen) or (_embedded() if chosen == EMBEDDED else None)
        if found is None:
            raise EngineError(
                "engine.not_there", variable=VARIABLE, program=repr(chosen), install=INSTALL
            )
        is_path = os.path.basename(chosen) != chosen
        is_known = is_path or chosen.lower().removesuffix(".exe") in NAMES
        if not (is_known and _is_graphviz(found)):  # of another name it is not even asked
            raise EngineError(
                "engine.no_graphviz",
                variable=VARIABLE,
                program=repr(chosen),
                names=", ".join(NAMES),
            )
        return found
    found = shutil.which("dot") or _embedded()
    if found is None:
        raise EngineError("engine.none", install=INSTALL)
    return found


def _is_graphviz(program: str) -> bool:
    """Whether a program says so when it is asked for its version."""
    done = _done([program, "-V"], b"")
    said = (done.stdout + done.stderr).decode(errors="replace")
    return done.returncode == 0 and re.search(r"\bgraphviz\S* version \d", said) is not None


def _embedded() -> str | None:
    """The embedded program: beside this Python, which need not be on the PATH."""
    places = [sysconfig.get_path("scripts"), str(Path(sys.executable).parent)]
    with contextlib.suppress(ValueError):  # in a browser a user has no place of their own
        user = sysconfig.get_preferred_scheme("user")
        places.append(sysconfig.get_path("scripts", user))
    return shutil.which(EMBEDDED, path=os.pathsep.join(places)) or shutil.which(EMBEDDED)


def run(program: str, dot: str, output: str) -> str:
    """What ``program`` makes of the DOT text in the output format, as text.

    Raises ``EngineError`` if it fails, or takes many times as long as it should.
    """
    if program == viz_js.NAME:
        return viz_js.run(dot, output)
    done = _done([program, "-Kdot", f"-T{output}"], dot.encode())
    if done.returncode != 0 or not done.stdout:
        said = " ".join(done.stderr.decode(errors="replace").strip().splitlines()[:3])[:300]
        if not said:
            raise EngineError("engine.silent", program=program, status=done.returncode)
        raise EngineError("engine.failed", program=program, status=done.returncode, said=said)
    try:
        return done.stdout.decode()
    except UnicodeDecodeError:
        raise EngineError("engine.no_text", program=program) from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program, and what it has started: an engine may be a script around another."""
    process.kill()
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _computed(process: subprocess.Popen[bytes]) -> float:
    """The seconds that a program has computed so far; 0 where the system does not say so."""
    try:
        told = Path(f"/proc/{process.pid}/stat").read_text()
        fields = told.rpartition(")")[2].split()  # a name may have blanks
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError, IndexError):
        return 0.0


def _communicate(
    process: subprocess.Popen[bytes], given: bytes, seconds: float
) -> tuple[bytes, bytes]:
    """What a program writes within its time to compute; one that only waits has no more.

    So its turn among many programs does not decide how a picture looks.
    """
    began = time.monotonic()
    text: bytes | None = given
    left = seconds
    while True:
        try:
            return process.communicate(text, left)
        except subprocess.TimeoutExpired:
            taken, computed = time.monotonic() - began, _computed(process)
            left = min(seconds - computed, max(seconds, LONGEST) - taken)
            if computed < IDLE * taken or left <= 0:
                raise
            left = max(left, 0.1)
            text = None  # it goes on to be given what it has not read yet


@contextlib.contextmanager
def _unbroken() -> Iterator[None]:
    """Ctrl-C is heard at the end: what has been started and is not known yet could not be ended."""
    is_ours = threading.current_thread() is threading.main_thread()
    if not is_ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if heard:
        raise KeyboardInterrupt


def _done(command: list[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    seconds = min(TIMEOUT + len(given) / PACE, max(TIMEOUT, LONGEST))
    pipe, process = subprocess.PIPE, None
    try:
        try:
            with _unbroken():
                process = subprocess.Popen(
                    command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
                )
            stdout, stderr = _communicate(process, given, seconds)
        except BaseException:  # also Ctrl-C, which a session of its own does not hear
            if process is not None:
                with process:
                    _end(process)
            raise
        return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)
    except OSError as error:
        raise EngineError(
            "engine.cannot_run", program=command[0], reason=error.strerror, install=INSTALL
        ) from None
    except subprocess.TimeoutExpired:
        raise EngineError("engine.slow", program=command[0], seconds=f"{seconds:.0f}") from None
