"""300 random programs in which blocks call one another, each with a random set of them open.

They are made once, and every claim is proved on all of them.
"""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from autograd import grad

import backprop_viz as bv
import block_programs
import engines
from backprop_viz.browser import program
from backprop_viz.browser.levels import whole_plan
from backprop_viz.browser.nodes import in_lists
from backprop_viz.draw.layout import lay_out
from backprop_viz.draw.levels import levels
from backprop_viz.draw.picture import canvas, planned
from backprop_viz.draw.plan import plan
from backprop_viz.tell.formula import formula, formula_of, products_of, unmarked
from block_programs import every
from test_javascript import as_links, as_program, in_node, is_settled, jsonable, node, told

__all__ = ["in_node", "node"]  # fixtures

COUNT = 300
STEPS = 8  # of each that are said in every word


@pytest.fixture(scope="module")
def proved():
    return block_programs.programs(18, COUNT)


@pytest.fixture(scope="module")
def walked(proved):
    """Each with its walk where all is closed, and where some of it is open."""
    return [(one, one.graph.walk(one.at), one.view.walk(one.at)) for one in proved]


def same(one, other):
    return np.array_equal(one, other, equal_nan=True)


def test_the_programs_are_of_every_kind(proved):
    """Of each there are many, so that what follows is said of all of them."""
    counts = dict.fromkeys(
        (
            *("text", "python", "numbers", "arrays", "open", "closed", "half open"),
            *("blocks in blocks", "an input of several blocks", "one value for two arguments"),
            *("several outputs", "an output used twice", "an unused output", "passed through"),
            *("a parameter of several blocks", "parameters of its own", "used inside and outside"),
        ),
        0,
    )
    for one in proved:
        graph, blocks = one.graph, every(one.graph.blocks)
        outputs = [node for block in blocks for node in block.outputs]
        givers = [
            (block, [graph.nodes[node].operands[0] for _, node in block.arguments])
            for block in graph.blocks
        ]
        users = {
            name: [b.name for b, given in givers if graph.names[name] in given]
            for name in graph.inputs
        }
        view = graph.view and one.view.view
        found = {
            "text": bool(graph.text),
            "python": not graph.text,
            "numbers": not any(map(np.ndim, one.at.values())),
            "arrays": any(map(np.ndim, one.at.values())),
            "open": view and not view.closed,
            "closed": view and not view.opened,
            "half open": view and view.closed and view.opened,
            "blocks in blocks": any(block.parts for block in blocks),
            "an input of several blocks": any(len(names) > 1 for names in users.values()),
            "one value for two arguments": any(len({*g}) < len(g) for _, g in givers),
            "several outputs": any(len(block.outputs) > 1 for block in blocks),
            "an output used twice": any(len(graph.uses[node]) > 1 for node in outputs),
            "an unused output": any(
                not graph.uses[node] and graph.nodes[node] is not graph.output_node
                for node in outputs
            ),
            "passed through": any(
                graph.nodes[node].operands[0] in block.ports
                for block in blocks
                for node in block.outputs
            ),
            "a parameter of several blocks": any(
                len(names) > 1 for name, names in users.items() if name in graph.parameters
            ),
            "parameters of its own": any(circle.part.owned for circle in boxes(graph)),
            "used inside and outside": any(
                len(graph.uses[graph.nodes[node].operands[0]]) > 1
                for block in blocks
                for node in block.outputs
                if graph.nodes[node].operands[0] not in block.ports
            ),
        }
        assert found.keys() == counts.keys()
        for kind, has_it in found.items():
            counts[kind] += bool(has_it)
    assert min(counts.values()) >= 20, counts


def boxes(graph):
    return [circle for circle in plan(graph, {}).circles if circle.part]


def test_numbers_do_not_depend_on_what_is_open(walked):
    for one, closed, shown in walked:
        assert all(map(same, closed.node_values, shown.node_values)), one
        pairs = zip(closed.node_gradients, shown.node_gradients, strict=True)
        assert all(a is b or same(a, b) for a, b in pairs), one
        assert closed.opened().inputs is closed.inputs


def test_a_closed_step_passes_on_the_last_total_at_its_port(walked):
    """That of the walk inside; and what is complete at a step of a view is so for good."""
    for one, closed, shown in walked:
        opened = closed.with_graph(one.graph.opened())
        last = {step.operand: step for step in opened.steps if step.operand is not None}
        for walk in (closed, shown):
            for step in walk.steps:
                if step.block is None or step.kind != "backward":
                    continue
                inside = last.get(step.place.name)
                total = opened.gradients[step.place.name] if inside is None else inside.total
                assert inside is None or inside.complete
                assert same(step.contribution, total), (one, step)
            end = len(walk.steps) - 1
            for index, total in enumerate(walk.node_gradients):
                known, complete = walk.gradient_at(index, end)
                assert complete or total is None
                assert total is known or same(known, total), one


def test_steps_come_in_order_and_leave_nothing_out(proved):
    for one in proved:
        for graph in (one.graph, one.view):
            if graph.view is None:
                continue
            for stops, count in (
                (graph.view.forward, len(graph.operations)),
                (graph.view.backward, len(graph.backward_edges)),
            ):
                lasts = [stop.last for stop in stops]
                assert lasts == sorted({*lasts})
                assert (lasts[-1] if lasts else -1) == count - 1
                assert all(stop.at <= stop.last for stop in stops)


@pytest.mark.filterwarnings("ignore:Output seems independent")
def test_values_and_gradients_are_those_of_autograd(walked):
    for one, closed, _ in walked:
        values = [np.asarray(one.at[name], dtype=float) for name in one.graph.inputs]
        np.testing.assert_allclose(closed.output, one.by_autograd(values), rtol=1e-12, atol=1e-14)
        for name, wanted in zip(one.graph.inputs, grad(one.by_autograd)(values), strict=True):
            np.testing.assert_allclose(closed.gradients[name], wanted, rtol=1e-10, atol=1e-12)


def test_closing_gives_every_place_back(walked):
    """What stands around a block is where it was, and where it is open all is on its side."""
    with engines.one_dot():
        for one, closed, shown in walked:
            values = dict(enumerate(closed.node_values))
            before, opened = (canvas(walk.graph, values).layout for walk in (closed, shown))
            root = levels(planned(shown.graph, values), lay_out)
            assert root.layout.boxes == before.boxes, one
            assert opened.note is None, "Graphviz has laid it out"
            kept = [name for name in before.boxes if name in opened.boxes]
            for left, right in pairwise(kept):
                was = before.boxes[left].x - before.boxes[right].x
                now = opened.boxes[left].x - opened.boxes[right].x
                assert was * now >= -1e-6, one
            assert lay_out(plan(shown.graph.closed(), values)) == before, one


def test_javascript_finds_what_follows_from_the_nodes(walked, in_node):
    cases = []
    for one, _, _ in walked:
        if one.graph.blocks:
            whole = as_program(one.graph)
            cases.append({"about": str(one.graph), "lists": in_lists(whole), "whole": whole})
    assert len(cases) > 0.8 * COUNT
    assert any(False in case["whole"]["reaches_output"] for case in cases)
    assert any(case["whole"]["levels"]["text"]["fixed"] for case in cases)
    in_node("lists", cases)


def test_javascript_says_and_shows_the_same(walked, in_node):
    """Closed, open and half open: the steps, what they say, and what marks the things."""
    chance, cases = random.Random(20), []
    for one, _, shown in walked:
        if not is_settled(one.graph, one.at):
            continue
        drawn = planned(shown.graph, {})
        numbers = [jsonable(shown.inputs[name]) for name in shown.graph.inputs]
        count = len(shown.steps)
        some = {0, count - 1, *chance.sample(range(count), min(count, STEPS))}
        walks = [{"inputs": numbers, "steps": list(told(shown, drawn, some))}]
        told_as = as_program(shown.graph, products_of(shown))
        told_as = in_lists(told_as) if shown.graph.blocks else told_as
        case = {"about": str(shown.graph), "program": told_as}
        pages = [[line.equation for line in page] for page in formula_of(shown).pages]
        cases.append({**case, "links": as_links(drawn), "pages": pages, "walks": walks})
    assert len(cases) > 0.75 * COUNT
    in_node("graphs", cases)


def test_javascript_gives_lines_to_what_has_a_name(in_node):
    """To nothing else: where an input is called v1, names that nobody gave begin with u."""
    text = "n(x, w) = tanh(w*x + 1)\nh = n(x, w1)*v1 + n(y, w2)*v2\n(h - t)^2 + sin(v1*v2)"
    cases = []
    for graph in (bv.graph(text), bv.graph(text).opened()):
        pages = [[line.equation for line in page] for page in formula(graph).pages]
        assert not any(line.name.startswith("u_") for line in formula(graph).lines)
        case = {"about": str(graph), "program": in_lists(as_program(graph)), "links": None}
        cases.append({**case, "pages": pages, "walks": []})
    in_node("graphs", cases)


def test_javascript_joins_and_stacks_as_python_does(in_node):
    """In blocks and beside them; what is cut out of a long line is another line in both."""
    body = "stack(tanh(a), b, b, axis=1) + concat(a[:, None], b[:, None], a[:, None], axis=1)"
    long = [f"tanh(x + {n})*y" for n in range(12)]
    lines = [f"def n(a, b):\n    return {body}", f"p = stack({', '.join(long)})"]
    lines += [
        "q = concat(concat(x, y), concat(y, x))",
        "k = stack(x, y)",
        "m = concat(k, k, x[None])",
    ]
    text = "\n".join(
        [*lines, "sum(n(x, y)) + sum(p)*sum(q*2) + sum(m)*sum(stack(x, sum(k, axis=0), y))"]
    )
    cases = []
    for graph in (bv.graph(text), bv.graph(text).opened()):
        pages = [[line.equation for line in page] for page in formula(graph).pages]
        case = {"about": str(graph), "program": in_lists(as_program(graph)), "links": None}
        cases.append({**case, "pages": pages, "walks": []})
    assert sum("{stack}" in line for page in pages for line in page) > 3
    in_node("graphs", cases)


def test_javascript_multiplies_arrays_with_the_same_signs(in_node):
    """In blocks and beside them: entry by entry or as matrices, and numbers with neither."""
    text = "n(a, b) = (a*b) @ (2*b)\nsum(n(x, y) * (x @ y) * z + (n(x, z) @ y) * s * s * (x*y @ z))"
    arrays = {name: np.eye(2) for name in "xyz"}
    cases, signs = [], ""
    for graph in (bv.graph(text), bv.graph(text).opened()):
        walk = graph.walk(**arrays, s=2.0)
        pages = [[line.equation for line in page] for page in formula_of(walk).pages]
        program = in_lists(as_program(graph, products=products_of(walk)))
        cases.append(
            {"about": text, "program": program, "links": None, "pages": pages, "walks": []}
        )
        signs += unmarked(str(pages))
    assert signs.count("odot") > 6
    in_node("graphs", cases)


def test_javascript_opens_blocks_where_python_opens_them(walked, in_node):
    """All levels are laid out once; whatever is open, everything stands where Python puts it."""
    cases = []
    with engines.one_dot():
        for one, closed, shown in walked:
            if not one.graph.blocks:
                continue
            views = []
            values = dict(enumerate(closed.node_values))
            for view in (shown.graph, one.graph):
                made = canvas(view, values)
                places = {
                    name: [box.x, box.y, box.width, box.height]
                    for name, box in made.layout.boxes.items()
                }
                size = {"width": made.layout.width, "height": made.layout.height}
                names = sorted(view.view.names)
                layout = {**size, "boxes": places, "curves": made.curves}
                views.append({"open": names, "links": as_links(made.plan), "layout": layout})
            told_as = in_lists(program.program(one.graph, whole_plan(one.graph, values)))
            case = {"about": str(one.graph), "program": told_as, "views": views}
            cases.append({**case, "geometry": program.layout_of(closed)})
    assert len(cases) > 0.8 * COUNT
    in_node("layouts", cases)
