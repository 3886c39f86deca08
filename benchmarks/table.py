"""Measuring side by side, and printing what was measured."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata

__all__ = ["Row", "aim", "heading", "interleave", "machine", "print_table", "ratio", "seconds"]

Row = Sequence[str]


def interleave(
    contestants: Mapping[str, Callable[[], object]],
    *,
    repeats: int,
    sample: float = 0.0,
    warm_up: bool = True,
) -> dict[str, float]:
    """The median seconds of a call of each, measured in turns: A B C A B C ...

    A turn calls a contestant as often as fills about ``sample`` seconds, at least once. Whatever
    slows the machine for a while so slows all of them alike.
    """
    calls: dict[str, int] = {}
    for name, call in contestants.items():
        once = _timed(call, 1) if warm_up else 0.0
        if warm_up and once < sample:
            once = min(once, _timed(call, 3))
        calls[name] = max(1, round(sample / once)) if once else 1
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(repeats):
        for name, call in contestants.items():
            times[name].append(_timed(call, calls[name]))
    return {name: statistics.median(taken) for name, taken in times.items()}


def _timed(call: Callable[[], object], calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        call()
    return (time.perf_counter() - start) / calls


def seconds(value: float) -> str:
    """A time with its unit, three significant digits."""
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= scale:
            return f"{value / scale:.3g} {unit}" if value / scale < 100 else _round(value, unit)
    return f"{value / 1e-9:.3g} ns"


def _round(value: float, unit: str) -> str:
    return f"{value / {'s': 1.0, 'ms': 1e-3, 'µs': 1e-6}[unit]:,.0f} {unit}"


def ratio(theirs: float, ours: float) -> str:
    """How many times as long they take as we do."""
    times = theirs / ours
    return f"{times:,.0f}×" if times >= 100 else f"{times:.1f}×" if times >= 10 else f"{times:.2f}×"


def heading(title: str, *notes: str) -> None:
    print(f"\n{title}\n{'=' * _width(title)}")
    for note in notes:
        print(note)
    print(flush=True)


def print_table(columns: Row, rows: Sequence[Row]) -> None:
    """The first column to the left, all others to the right."""
    table = [columns, *rows]
    widths = [max(_width(row[i]) for row in table) for i in range(len(columns))]
    for number, row in enumerate(table):
        cells = [
            text + " " * (width - _width(text)) if i == 0 else " " * (width - _width(text)) + text
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))
    print(flush=True)


def aim(what: str, measured: float, limit: float, *, unit: str = "times", at_most: bool) -> None:
    """One line that holds a measured number against its aim."""
    reached = measured <= limit if at_most else measured >= limit
    shown = f"{measured:,.0f}" if measured >= 100 else f"{measured:.3g}"
    bound = "at most" if at_most else "at least"
    verdict = "reached" if reached else "MISSED"
    print(f"aim {verdict}: {what}: {shown} {unit} ({bound} {limit:g})", flush=True)


_LIBRARIES = ("backprop-viz", "numpy", "sympy", "micrograd", "autograd", "torch", "jax", "graphviz")


def machine() -> str:
    """The machine, the Python, the libraries and the engine that the numbers are of."""
    from backprop_viz.draw import engine
    from backprop_viz.errors import EngineError

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    try:
        program = engine.find()
        told = subprocess.run([program, "-V"], capture_output=True, text=True, check=False)
        drawn = (told.stderr + told.stdout).strip().splitlines()[:1]
        drawing = " ".join(drawn) or os.path.basename(program)
    except (EngineError, OSError):
        drawing = "none"
    libraries = ", ".join(
        f"{name} {version}"
        for name in (
            "backprop-viz",
            "numpy",
            "sympy",
            "micrograd",
            "autograd",
            "torch",
            "jax",
            "graphviz",
        )
        if (version := _version(name))
    )
    return (
        f"machine: {platform.system()} {platform.machine()}, {cores} cores; "
        f"{platform.python_implementation()} {platform.python_version()}\n"
        f"libraries: {libraries}\n"
        f"engine: {drawing}"
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _width(text: str) -> int:
    """Columns of a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )
