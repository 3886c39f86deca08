"""The entries of arrays opened in the browser: the circuits of Python's ``zoom``, and lines."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

import backprop_viz as bv
from array_graphs import array_graph
from backprop_viz.blocks.view import gone_through
from backprop_viz.browser import javascript, program
from backprop_viz.browser.bare import STATIC, bare_script
from backprop_viz.browser.circuits import circuits_source
from backprop_viz.circuits.zoom import zoom
from backprop_viz.core.ops import OPS
from backprop_viz.draw.picture import planned
from backprop_viz.draw.plan import plan
from backprop_viz.draw.scene import scene
from backprop_viz.errors import GraphError, InputError
from test_javascript import in_node, node  # noqa: F401

PARTS = ("entries", "zoom", "spelling", "circuit", "columns")


@pytest.fixture(scope="module")
def opened(in_node):  # noqa: F811
    parts = "".join(bare_script((STATIC / f"{name}.js").read_text("utf-8")) for name in PARTS)
    exported = "export { Circuit, circuitProgram, lineOf, numberOf };\n"
    source = javascript.module_source() + circuits_source(OPS) + parts + exported
    (in_node.folder / "circuits.mjs").write_text(source, "utf-8")
    return in_node


def as_program(walk):
    graph = walk.graph
    told = program.program(graph, planned(graph, dict(enumerate(walk.node_values)), walk.digits))
    return told | {"circuits": program._circuits(graph)}


def written(expr, numbers):
    if expr.op is None and not expr.name:
        numbers.append(program.as_json(float(expr.value)))
        return "#"
    if expr.op is None:
        return expr.name
    operands = [written(one, numbers) for one in expr.operands]
    numbers += map(float, expr.op.chosen)
    return f"({' '.join([expr.op.name, *operands])})"


def test_an_entry_has_the_same_circuit_in_the_browser(opened):
    """And so the same entries of the operands are lit that it is made of."""
    chance, cases, rows = random.Random(17), [], set()
    for _ in range(205):
        graph, inputs = array_graph(chance)
        walk = graph.walk(inputs)
        found = []
        for one in graph.nodes:
            shape = np.shape(walk.node_values[one.index])
            places = list(np.ndindex(shape))
            if not graph.owns(one) or not places:
                continue
            for kind in ("value", "gradient"):
                at, depth = chance.choice(places), chance.choice((0, 0, 1, 2))
                try:
                    circuit = zoom(walk, one.name, at, gradient=kind == "gradient", depth=depth)
                except (GraphError, InputError):
                    continue
                numbers = []
                array = walk.node_values if kind == "value" else walk.node_gradients
                found.append(
                    {
                        "kind": kind,
                        "node": one.index,
                        "beyond": depth,
                        "place": int(np.ravel_multi_index(at, shape)) if shape else 0,
                        "told": written(circuit.output, numbers),
                        "numbers": numbers,
                        "value": program.as_json(float(np.asarray(array[one.index])[at])),
                        "leaves": list(circuit.values),
                    }
                )
        rows |= {one.op.name for one in graph.operations}
        values = [program.as_json(walk.inputs[name]) for name in graph.inputs]
        case = {"about": str(graph), "program": as_program(walk), "inputs": values}
        cases.append(case | {"opened": found})
    assert sum(len(case["opened"]) for case in cases) > 1000
    assert {name for name in OPS if not OPS[name].is_entrywise} <= rows
    opened("circuits", cases)


NETWORK = "Z = X@W + b; H = relu(Z); S = H@V; M = max(S, axis=1); f = mean((M - y)**2)"
D = r"\frac{\partial f}{\partial %s}"
LINES = (
    ("value", "Z", 1, "Z_{01}", r"\sum_{k} X_{0k} W_{k1} + b_{1}",
     r"1 \cdot 2 + 2 \cdot (-1) + (-3) \cdot 0 + 0.5"),
    ("value", "H", 1, "H_{01}", r"\mathrm{relu}(Z_{01})", r"\mathrm{relu}(0.5)"),
    ("value", "S", 3, "S_{11}", r"H_{10} V_{01} + H_{11} V_{11}", r"5.5 \cdot 1 + 0 \cdot (-1)"),
    ("value", "M", 0, "M_{0}", r"\max(S_{00}, S_{01})", r"\max(0.75, 0)"),
    ("value", "f", 0, "f", r"\frac{(M_{0} - y_{0})^2 + (M_{1} - y_{1})^2}{2}",
     r"\frac{(0.75 - 1)^2 + (5.5 - (-1))^2}{2}"),
    ("value", "X", 2, "X_{02}", "X_{02}", "-3"),
    ("gradient", "W", 1, D % "W_{01}",
     rf"X_{{00}} {D % 'Z_{01}'} + X_{{10}} {D % 'Z_{11}'}", r"1 \cdot (-0.375) + 0 \cdot 0"),
    ("gradient", "b", 1, D % "b_{1}", rf"{D % 'Z_{01}'} + {D % 'Z_{11}'}", "-0.375 + 0"),
    ("gradient", "f", 0, D % "f", "1", "1"),
)  # fmt: skip
LONG = (
    ("value", "Z", 1, "Z_{01}", r"\sum_{k} X_{0,k} W_{k,1}",
     r"0 \cdot 0.5 + 1 \cdot 0.5 + 2 \cdot 0.5 + \cdots + \text{37 more}"),
    ("value", "f", 0, "f", r"\sum_{k,m} Z_{km}^2",
     "390^2 + 390^2 + 1190^2 + 1190^2 + 1990^2 + 1990^2"),
)  # fmt: skip

INPUTS, WEIGHTS = r"\mathrm{inputs}_{%s}", r"\mathrm{weights}_{%s}"
NAMED = (
    ("value", "Z1", 1, "Z_{1,01}",
     rf"{INPUTS % '00'}\,{WEIGHTS % '01'} + {INPUTS % '01'}\,{WEIGHTS % '11'}"
     r" + {x_{2,1}}' + \alpha_{1} + {y_{1}}'", r"1 \cdot (-1) + 2 \cdot 0 + 6 + 8 + 4"),
    ("gradient", "weights", 1, rf"\frac{{\partial L}}{{\partial {WEIGHTS % '01'}}}",
     rf"{INPUTS % '00'}\,\frac{{\partial L}}{{\partial Z_{{1,01}}}}"
     rf" + {INPUTS % '10'}\,\frac{{\partial L}}{{\partial Z_{{1,11}}}}",
     r"1 \cdot 34 + 3 \cdot 30"),
)  # fmt: skip


def named():
    """Names of several letters, with indices and primes of their own."""
    return bv.graph("Z1 = inputs@weights + x2' + alpha + y'; L = sum(Z1**2)").walk(
        {"y'": [3, 4], "x2'": [5, 6]}, inputs=[[1, 2], [3, 4]], weights=[[7, -1], [2, 0]],
        alpha=[7, 8],
    )  # fmt: skip


def test_a_line_says_what_an_entry_is_made_of(opened):
    network = bv.graph(NETWORK, parameters="W b V").walk(
        X=[[1, 2, -3.0], [0, 1, 4]], W=[[1, 2.0], [1, -1], [1, 0]], b=[0.5, 0.5],
        V=[[0, 1.0], [1.5, -1]], y=[1.0, -1],
    )  # fmt: skip
    long = bv.graph("Z = X @ W; f = sum(Z**2)").walk(
        X=np.arange(120.0).reshape(3, 40), W=np.full((40, 2), 0.5)
    )
    thirds = bv.graph("Z = X @ W").walk(X=[[1 / 3, 1 / 3], [0.5, 2]], W=[[1, 3], [1, 0]])
    told = {id(thirds): [[0, False], [1, False], [2, True], [3, True]], id(long): [[0, True]]}
    cases = []
    for walk, lines in ((network, LINES), (long, LONG), (named(), NAMED), (thirds, ())):
        names = walk.graph.names
        cases.append(
            {
                "program": as_program(walk),
                "inputs": [program.as_json(walk.inputs[name]) for name in walk.graph.inputs],
                "lines": [[kind, names[name], *line] for kind, name, *line in lines],
                "told": [[names["Z"], *one] for one in told.get(id(walk), [])],
            }
        )
    opened("spelled", cases)


def test_every_row_that_is_walked_is_told_to_the_browser():
    """A formula of any row, also of one that is new, has its translation."""
    source = circuits_source(OPS)
    assert set(re.findall(r"^(\w+): \{", source, re.MULTILINE)) == set(OPS)
    assert circuits_source(["mul"]).count("=>") == 4


def test_an_entry_opens_into_a_walk_that_says_and_shows_what_python_says(opened):
    chance, cases = random.Random(5), []
    network = bv.graph(NETWORK, parameters="W b V").walk(
        X=[[1, 2, -3.0], [0, 1, 4]], W=[[1, 2.0], [1, -1], [1, 0]], b=[0.5, 0.5],
        V=[[0, 1.0], [1.5, -1]], y=[1.0, -1],
    )  # fmt: skip
    walks = [network]
    for _ in range(35):
        graph, inputs = array_graph(chance, exact=True)
        walks.append(graph.walk(inputs))
    walks.append(named())
    layers = bv.graph("scores = linear(x, W, b); L = sum(softmax(scores)[:, 0])").walk(
        x=[[1.0, 2], [0, 1]], W=[[2, 0.5], [1, -1], [0.5, 4]], b=[1, 0, 2]
    )
    walks += [layers, layers.opened("*"), layers.opened("softmax")]
    for walk in walks:
        graph = walk.graph
        outer = as_program(walk) | {"layout": {"font": "", "font_size": 14, "line": 20}}
        outer["view"] = {"through": sorted(gone_through(graph))}
        for one in graph.nodes:
            shape = np.shape(walk.node_values[one.index])
            places = list(np.ndindex(shape))
            if not graph.owns(one) or not places:
                continue
            for kind in ("value", "gradient"):
                at, depth = chance.choice(places), chance.choice((0, 0, 1))
                try:
                    inner = walk.zoom(one.name, at, gradient=kind == "gradient", depth=depth)
                except (GraphError, InputError):
                    continue
                few = 24 if graph.blocks else 40  # of many with many uses some run along trunks
                if not inner.graph.operations or len(inner.graph.nodes) > few:
                    continue
                cases.append(
                    {
                        "about": f"{kind} of {one.name}{at} of {graph}",
                        "outer": outer,
                        "inputs": [program.as_json(walk.inputs[name]) for name in graph.inputs],
                        "kind": kind,
                        "node": one.index,
                        "beyond": depth,
                        "part": "",
                        "place": int(np.ravel_multi_index(at, shape)) if shape else 0,
                        **told(inner),
                    }
                )
    assert len(cases) > 100
    long = bv.graph("Z = X @ W; f = sum(Z**2)").walk(
        X=np.arange(120.0).reshape(3, 40), W=np.full((40, 2), 0.5)
    )
    for part in ("s1", "s4"):
        cases.append(
            {
                "about": f"part {part} of a long sum",
                "outer": as_program(long) | {"layout": {"font": "", "font_size": 14, "line": 20}},
                "inputs": [program.as_json(long.inputs[name]) for name in long.graph.inputs],
                **{"kind": "value", "node": long.graph.names["Z"], "place": 3, "beyond": 0},
                "part": part,
                **told(long.zoom("Z", (1, 1), part=part)),
            }
        )
    opened("opened", cases)


def told(walk):
    graph = walk.graph
    made = plan(graph, dict(enumerate(walk.node_values)))
    return {
        "shown": list(graph.shown(walk.digits)),
        "given": [program.as_json(walk.inputs[name]) for name in graph.inputs],
        "steps": [
            {
                "en": step.sentence("en"),
                "ja": step.sentence("ja"),
                "latex": step.latex,
                **drawn(scene(made, walk, step.index)),
            }
            for step in walk.steps
        ],
    }


def drawn(now):
    def labels(found):
        return ["|".join([*label.lines, label.mark]) for label in found]

    return {
        "values": labels(now.values),
        "gradients": labels(now.gradients),
        "contributions": sorted(labels(now.contributions)),
        "marks": [",".join(now.wires), ",".join(now.circles)],
        "links": ",".join(sorted(now.links)),
    }
