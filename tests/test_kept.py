"""What is made of a graph goes with it."""

from __future__ import annotations

import gc
import weakref

import pytest

import backprop_viz as bv

USED = {
    "pictures": lambda walk: [walk.picture(step=step).svg for step in (0, 3, -1)],
    "what is told": lambda walk: [(one.sentence(), one.latex) for one in walk.steps],
    "a page": lambda walk: bv.page(walk),
    "a performance": lambda walk: bv.perform(walk, level=3),
    "a hunt": lambda walk: bv.hunt(walk.graph, seed=7),
    "a descent": lambda walk: bv.descend(walk.graph, walk.inputs, "x", steps=2).sentence(),
}
GRAPHS = {
    "numbers": ("(2.5*x + y)**2", {"x": 2, "y": 3}),
    "arrays": ("sum(tanh(x @ y))", {"x": [[1, 2]], "y": [[3], [4]]}),
    "blocks": ("f(a, b) = a*b + a; f(f(x, y), y)", {"x": 2, "y": 3}),
}


OF_NUMBERS = ("a hunt", "a descent")
CASES = [(u, g) for u in USED for g in GRAPHS if not (u in OF_NUMBERS and g == "arrays")]


@pytest.mark.parametrize(("use", "graph"), CASES)
def test_a_graph_and_its_walk_are_let_go_after_use(use, graph):
    text, inputs = GRAPHS[graph]
    walk = bv.graph(text).walk(inputs)
    USED[use](walk)
    left = weakref.ref(walk.graph), weakref.ref(walk)
    del walk
    gc.collect()
    assert [one() for one in left] == [None, None]
