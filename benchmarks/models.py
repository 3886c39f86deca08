"""A model of PyTorch with a million parameters: how soon it is read, and drawn when closed."""

from __future__ import annotations

import importlib.util
import json
import statistics
import subprocess
import sys

from .table import Row, aim, heading, print_table, seconds

__all__ = ["run"]

TIMES = 5

_READ = """\
import json, time
import torch
from torch import nn
layers = [part for _ in range(3) for part in (nn.Linear(512, 512), nn.ReLU())]
net = nn.Sequential(nn.Linear(400, 512), nn.ReLU(), *layers, nn.Linear(512, 10))
def loss(x, y):
    return nn.functional.cross_entropy(net(x), y)
x, y = torch.randn(16, 400), torch.randint(0, 10, (16,))
start = time.perf_counter()
import backprop_viz as bv
walk = bv.graph(loss, like=(x, y)).walk()
read = time.perf_counter()
svg = walk.picture().svg
drawn = time.perf_counter()
count = sum(parameter.numel() for parameter in net.parameters())
print(json.dumps([read - start, drawn - read, count, len(svg)]))
"""


def run() -> None:
    heading(
        "models: from a model of PyTorch to its first picture, in fresh processes",
        f"After `import torch`: this package, reading, walk and picture; median of {TIMES}.",
    )
    if importlib.util.find_spec("torch") is None:
        print("PyTorch is not installed")
        return
    runs = []
    for _ in range(TIMES):
        command = [sys.executable, "-c", _READ]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        runs.append(json.loads(done.stdout))
    read, drawn, count, size = (statistics.median(column) for column in zip(*runs, strict=True))
    rows: list[Row] = [
        (f"{count:,.0f} parameters, read and walked", seconds(read), ""),
        ("its picture, blocks closed", seconds(drawn), f"{size / 1000:.0f} kB"),
    ]
    print_table(("what", "time", "SVG"), rows)
    aim("a model of 10^6 parameters is drawn after", read + drawn, 3, unit="s", at_most=True)
    print()
