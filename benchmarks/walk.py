"""All steps of a walk as data, for longer and longer chains."""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterable
from typing import Any

from .peers import library
from .table import Row, aim, heading, print_table, seconds

__all__ = ["run"]

SIZES = (100, 1_000, 10_000, 100_000)
REPEATS = {100: 31, 1_000: 11, 10_000: 5, 100_000: 1}


def run() -> None:
    heading(
        "walk: all steps as data, for chains of n operations",
        "graph: the graph from operators; walk: values and gradients; steps: list(walk.steps);",
        "memory: the peak that Python allocated meanwhile, measured in a run of its own. Every",
        "size in fresh processes. micrograd: forward and backward of the same chain, no steps.",
    )
    rows: list[Row] = []
    per_step: dict[int, float] = {}
    per_byte: dict[int, float] = {}
    for size in SIZES:
        timed, traced = _child("time", size), _child("memory", size)
        total = timed["graph"] + timed["walk"] + timed["steps"]
        per_step[size], per_byte[size] = total / size, traced["peak"] / size
        theirs = timed["micrograd"]
        rows.append(
            (
                f"{size:,}",
                f"{timed['count']:,}",
                seconds(timed["graph"]),
                seconds(timed["walk"]),
                seconds(timed["steps"]),
                seconds(total / size),
                f"{traced['peak'] / 2**20:,.1f} MB",
                f"{traced['peak'] / size:,.0f} B",
                theirs if isinstance(theirs, str) else f"{seconds(theirs / size)}",
            )
        )
    print_table(
        (
            "operations",
            "steps",
            "graph",
            "walk",
            "steps",
            "per operation",
            "memory",
            "per operation",
            "micrograd, per operation",
        ),
        rows,
    )
    small, large = SIZES[1], SIZES[-1]
    what = f"per operation, {large:,} against {small:,} operations"
    aim(f"time {what}", per_step[large] / per_step[small], 2, at_most=True)
    aim(f"memory {what}", per_byte[large] / per_byte[small], 1.5, at_most=True)


def _child(what: str, size: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.walk", what, str(size)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"a chain of {size:,} operations failed:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _chain(inputs: Iterable[Any], size: int) -> Any:
    """A chain that stays among moderate numbers; w and b are used half of the times each."""
    value, w, b = inputs
    for k in range(size):
        value = value * w if k % 2 else value + b
    return value


_POINT = {"x": 0.5, "w": -0.9, "b": 0.25}


def _time(size: int) -> dict[str, Any]:
    import backprop_viz as bv

    times: dict[str, list[float]] = {"graph": [], "walk": [], "steps": []}
    count = 0
    for _ in range(REPEATS[size]):
        gc.collect()
        start = time.perf_counter()
        graph = bv.graph(_chain(bv.variables("x w b"), size))
        built = time.perf_counter()
        walk = graph.walk(_POINT)
        walked = time.perf_counter()
        steps = list(walk.steps)
        done = time.perf_counter()
        for name, taken in zip(times, (built - start, walked - built, done - walked), strict=True):
            times[name].append(taken)
        count = len(steps)
        del graph, walk, steps
    return {
        **{name: statistics.median(taken) for name, taken in times.items()},
        "count": count,
        "micrograd": _micrograd(size),
    }


def _micrograd(size: int) -> float | str:
    engine = library("micrograd.engine")
    if engine is None:
        return "not installed"
    taken = []
    for _ in range(REPEATS[size]):
        start = time.perf_counter()
        output = _chain(map(engine.Value, _POINT.values()), size)
        try:
            output.backward()
        except RecursionError:
            return "RecursionError"
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _memory(size: int) -> dict[str, Any]:
    import backprop_viz as bv

    bv.graph(_chain(bv.variables("x w b"), 10)).walk(_POINT)  # imports and caches
    tracemalloc.start()
    steps = list(bv.graph(_chain(bv.variables("x w b"), size)).walk(_POINT).steps)
    return {"peak": tracemalloc.get_traced_memory()[1], "count": len(steps)}


if __name__ == "__main__":
    print(json.dumps({"time": _time, "memory": _memory}[sys.argv[1]](int(sys.argv[2]))))
