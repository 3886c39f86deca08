"""Whole processes: how soon the package is there, and how soon the nine slides are."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .peers import ARTICLE, ARTICLE_STEPS, micrograd_reason
from .table import Row, aim, heading, interleave, print_table, ratio, seconds

__all__ = ["run"]

IMPORTS = 41
DRAWINGS = 11

_MICROGRAD = """\
from pathlib import Path
import sys
from micrograd.engine import Value
from graphviz import Digraph

def picture(root, label):
    dot = Digraph(graph_attr={"rankdir": "LR"})
    names, waiting = {root: "v0"}, [root]
    while waiting:
        value = waiting.pop()
        name = names[value]
        text = "{ %s | data %.4f | grad %.4f }" % (label.get(value, ""), value.data, value.grad)
        dot.node(name, text, shape="record")
        if value._op:
            dot.node(name + "_op", value._op)
            dot.edge(name + "_op", name)
        for operand in value._prev:
            if operand not in names:
                names[operand] = "v%d" % len(names)
                waiting.append(operand)
            dot.edge(names[operand], name + "_op")
    return dot.pipe(format="svg")

for slide in range(1, 10):
    x, w, b, target = Value(2.0), Value(3.0), Value(1.0), Value(5.0)
    f = (target - (w * x + b)) ** 2
    if slide > 3:
        f.backward()
    label = {x: "x", w: "w", b: "b", target: "y'", f: "f"}
    Path(sys.argv[1], "slide-%d.svg" % slide).write_bytes(picture(f, label))
"""


def run() -> None:
    heading(
        "start: whole processes, fresh ones in turns",
        f"import: `import backprop_viz` less `import numpy`, median of {IMPORTS}.",
        f"draw: the nine slides, median of {DRAWINGS}: `backprop-viz draw` against a script with",
        "  micrograd that builds, walks backward and runs dot nine times.",
        "Every process finds its modules compiled already, as an installed package does.",
    )
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder, "compiled"))}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _imports(environment)
        _drawings(environment, Path(folder))


def _imports(environment: dict[str, str]) -> None:
    python = [sys.executable, "-c"]
    times: dict[str, list[float]] = {"numpy": [], "backprop_viz": []}
    for number in range(IMPORTS + 2):
        for module, taken in times.items():
            start = time.perf_counter()
            subprocess.run([*python, f"import {module}"], env=environment, check=True)
            if number >= 2:  # the first compile, and fill the disk's cache
                taken.append(time.perf_counter() - start)
    numpy, ours = (statistics.median(taken) for taken in times.values())
    pairs = zip(times["backprop_viz"], times["numpy"], strict=True)
    added = statistics.median(a - b for a, b in pairs)
    rows: list[Row] = [
        ("import numpy", seconds(numpy), ""),
        ("import backprop_viz", seconds(ours), f"+ {seconds(max(added, 0.0))}"),
    ]
    print_table(("process", "time", "added"), rows)
    aim("import backprop_viz adds", added * 1e3, 50, unit="ms", at_most=True)
    print()


def _drawings(environment: dict[str, str], folder: Path) -> None:
    script = shutil.which("backprop-viz", path=sysconfig.get_path("scripts"))
    ours = [script] if script else [sys.executable, "-m", "backprop_viz"]
    steps = ",".join(map(str, ARTICLE_STEPS))
    inputs = ["x=2", "w=3", "b=1", "y_=5"]
    slides, pictures = folder / "slides", folder / "pictures"
    pictures.mkdir()
    commands = {
        "backprop-viz draw": [*ours, "draw", ARTICLE, *inputs, "--steps", steps, "-o", str(slides)]
    }
    missing = micrograd_reason()
    if not missing:
        commands["micrograd and dot"] = [sys.executable, "-c", _MICROGRAD, str(pictures)]
    median = interleave(
        {who: _process(command, environment) for who, command in commands.items()},
        repeats=DRAWINGS,
    )
    for made in (slides, *([] if missing else [pictures])):
        if len(list(made.glob("*.svg"))) != len(ARTICLE_STEPS):
            raise SystemExit(f"{made.name}: not all of the nine slides were drawn")
    first, *_ = median
    rows: list[Row] = [(who, seconds(t), ratio(t, median[first])) for who, t in median.items()]
    if missing:
        rows.append(("micrograd and dot", missing, "–"))
    print_table(("nine slides", "time", "ours is faster by"), rows)
    if not missing:
        faster = median["micrograd and dot"] / median[first]
        aim("faster than micrograd and dot, nine slides", faster, 1, at_most=False)


def _process(command: list[str], environment: dict[str, str]) -> Callable[[], object]:
    return lambda: subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
