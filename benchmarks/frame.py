"""One more picture: the next step, or the next position of a slider, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count, cycle
from typing import Any

import backprop_viz as bv
from backprop_viz.draw import layout

from .peers import (
    ARTICLE_POINT,
    LARGE,
    MIDDLE,
    agree,
    article,
    article_graph,
    draw_micrograd,
    micrograd_reason,
    micrograd_run,
    points,
)
from .table import Row, aim, heading, interleave, print_table, ratio, seconds

__all__ = ["run"]

Formula = Callable[[Mapping[str, Any], Callable[[Any], Any]], Any]
Draw = Callable[[], object]

_TAG = count(1)


def run() -> None:
    heading(
        "frame: one more step or slider position as SVG",
        "ours: graph.walk(new inputs).picture(next step).svg; the graph's layout is there already,",
        "  as it is from the second picture of a graph on.",
        "ours, first: the graph from its source, a walk, one run of Graphviz, and the picture.",
        "micrograd's way: forward and backward on new values, a graphviz.Digraph with a record for",
        "  each value and a node for each operation, one run of dot.",
    )
    missing = micrograd_reason()
    rows: list[Row] = []
    article_ratio = 0.0
    networks = (("MLP 3-6-6-1", MIDDLE, 15), ("MLP 4-14-17-1", LARGE, 5))
    cases: list[tuple[str, Formula, Callable[[str], bv.Graph], list[str], int]] = [
        ("article", article, article_graph, list(ARTICLE_POINT), 51),
        *((name, net.loss, net.graph, net.names, repeats) for name, net, repeats in networks),
    ]
    for name, formula, build, names, repeats in cases:
        graph = build("")
        label = (
            f"{name} ({len(graph.nodes)} nodes, {len(graph.walk(points(names)[0]).steps)} steps)"
        )
        ours = _frames(graph, names)
        ours()  # the layout
        contestants: dict[str, Draw] = {"ours": ours, "first": _first_frames(build, names)}
        if not missing:
            _same_numbers(graph, formula, names)
            contestants["micrograd"] = _micrograd_frames(formula, names)
        median = interleave(contestants, repeats=repeats, sample=0.005)
        theirs = median.get("micrograd")
        rows.append(
            (
                label,
                seconds(median["ours"]),
                seconds(median["first"]),
                seconds(theirs) if theirs else missing,
                ratio(theirs, median["ours"]) if theirs else "–",
                ratio(theirs, median["first"]) if theirs else "–",
            )
        )
        if theirs and name == "article":
            article_ratio = theirs / median["ours"]
    print_table(("graph", "ours", "ours, first", "micrograd's way", "ratio", "ratio, first"), rows)
    if article_ratio:
        aim("faster than micrograd's way, article", article_ratio, 50, at_most=False)


def _frames(graph: bv.Graph, names: list[str]) -> Draw:
    """Every call another step and other inputs."""
    inputs = cycle(points(names))
    last = len(graph.walk(next(inputs)).steps)
    # A stride without a common divisor visits all kinds of steps early on.
    stride = next(s for s in (7, 11, 13, 17) if last % s)
    steps: Iterator[int] = (k * stride % last for k in count(1))
    return lambda: graph.walk(next(inputs)).picture(next(steps)).svg


def _first_frames(build: Callable[[str], bv.Graph], names: list[str]) -> Draw:
    """Every call a graph that was never drawn: its names are new."""
    point = points(names)[0]

    def draw() -> object:
        for thing in vars(layout).values():  # no layout is remembered, of whichever graph
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()
        graph = build(f"q{next(_TAG)}")
        # Only the networks rename their inputs; both keep the number of them.
        given = {n: point.get(n) for n in graph.inputs}
        if None in given.values():
            given = dict(zip(graph.inputs, point.values(), strict=True))
        return graph.walk(given).picture().svg

    return draw


def _micrograd_frames(formula: Formula, names: list[str]) -> Draw:
    inputs = cycle(points(names))
    return lambda: draw_micrograd(micrograd_run(formula, next(inputs))[0])


def _same_numbers(graph: bv.Graph, formula: Formula, names: list[str]) -> None:
    point = points(names)[0]
    walk = graph.walk(point)
    output, values = micrograd_run(formula, point)
    found = {"output": output.data, **{name: value.grad for name, value in values.items()}}
    expected = {name: float(walk.gradients[name]) for name in names}
    agree("micrograd", found, {"output": float(walk.output), **expected})
