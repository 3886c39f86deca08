"""The first picture of graphs that are hard to lay out, with either engine."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import backprop_viz as bv
from backprop_viz.draw import engine, layout

from .table import Row, aim, heading, print_table, seconds

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from unfriendly import SHAPES

__all__ = ["run"]

OPERATIONS = 1000
ENGINES = ("dot", "graphviz-pure")


def run() -> None:
    heading(
        f"layout: the first picture of a graph of about {OPERATIONS:,} operations",
        "from its text to its SVG, once: reading, walking, the layout, and the picture.",
        "columns: it is counted that Graphviz would take too long, so it is not asked.",
    )
    rows: list[Row] = []
    slowest = 0.0
    for name, shape in SHAPES.items():
        cells = [name]
        for program in ENGINES:
            os.environ[engine.VARIABLE] = program
            layout._lay_out.cache_clear()
            began = time.perf_counter()
            graph = bv.graph(shape(OPERATIONS))
            picture = graph.walk(dict.fromkeys(graph.inputs, 0.5)).picture()
            size = len(picture.svg)
            taken = time.perf_counter() - began
            slowest = max(slowest, taken)
            cells.append(f"{seconds(taken)}, {'columns' if picture.note else 'Graphviz'}")
        rows.append((*cells, f"{len(graph.nodes):,}", f"{size / 1e6:.1f} MB"))
    del os.environ[engine.VARIABLE]
    print_table(("shape", *ENGINES, "nodes", "SVG"), rows)
    aim("first picture of any of them", slowest, 3, unit="s", at_most=True)
