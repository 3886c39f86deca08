"""The browser's walk, in Node."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

import backprop_viz as bv
from backprop_viz.browser.javascript import module_source
from backprop_viz.browser.levels import whole_plan
from backprop_viz.browser.program import program

__all__ = ["walk_in_node"]

SCRIPT = """
import { readFileSync } from "node:fs";
import { run } from "./module.mjs";
const { program, inputs, repeats } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const times = [];
let walk;
for (let i = 0; i < repeats; i += 1) {
  const start = performance.now();
  walk = run(program, inputs);
  times.push(performance.now() - start);
}
const warm = times.slice(Math.floor(repeats / 3)).sort((a, b) => a - b);
const entries = (value) => (typeof value === "number" ? [value] : Array.from(value.data));
console.log(JSON.stringify({
  seconds: warm[Math.floor(warm.length / 2)] / 1000,
  output: entries(walk.values[program.output]),
  gradients: walk.gradients.map((value) => value && entries(value)),
}));
"""


def walk_in_node(
    graph: bv.Graph, inputs: Mapping[str, Any], *, repeats: int = 60
) -> tuple[float, float, dict[str, list[float]]] | str:
    """The seconds of a walk, its output and its gradients, or why there are none."""
    node = shutil.which("node")
    if node is None:
        return "not installed"
    walk = graph.walk(inputs)
    told = {
        "program": program(walk.graph, whole_plan(walk.graph, dict(enumerate(walk.node_values)))),
        "inputs": [_told(walk.inputs[name]) for name in graph.inputs],
        "repeats": repeats,
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "module.mjs").write_text(module_source(), "utf-8")
        (folder / "run.mjs").write_text(SCRIPT, "utf-8")
        (folder / "told.json").write_text(json.dumps(told), "utf-8")
        done = subprocess.run(
            [node, str(folder / "run.mjs"), str(folder / "told.json")],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    found = json.loads(done.stdout)
    gradients = {n: found["gradients"][graph.names[n]] for n in graph.inputs}
    return found["seconds"], found["output"][0], gradients


def _told(value: Any) -> Any:
    if np.ndim(value) == 0:
        return float(value)
    return {"shape": list(np.shape(value)), "data": np.ravel(value).tolist()}
