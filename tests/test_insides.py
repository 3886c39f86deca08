"""What stands in blocks, as a browser is told it: insides that are alike once."""

from __future__ import annotations

import json

import backprop_viz as bv
from backprop_viz.browser.program import layout_of, program_of
from backprop_viz.draw.picture import planned
from test_javascript import as_links, as_program, in_node, jsonable, node, told

__all__ = ["in_node", "node"]


def chain(count: int, *functions: str) -> bv.Walk:
    """Blocks of forty operations, one after the other."""
    lines = []
    for number, function in enumerate(functions):
        sides = [f"{function}(t{n - 1}) + {'x' if n % 3 else 'w'}" for n in range(1, 20)]
        body = [f"  t{n} = {side}" for n, side in enumerate(sides, start=1)]
        lines += [f"def cell{number}(x, w):", "  t0 = x*w", *body, "  return t19"]
    lines.append("h0 = cell0(a, b)")
    lines += [f"h{n} = cell{n % len(functions)}(h{n - 1}, b)" for n in range(1, count)]
    return bv.graph("\n".join([*lines, f"h{count - 1}*a"])).walk(a=0.5, b=0.25)


def test_insides_that_are_alike_travel_once():
    """A block more costs what is told of its box and of its nodes, not of its inside."""
    few, many = chain(10, "tanh"), chain(40, "tanh")
    lengths = []
    for walk in (few, many):
        plan, places = program_of(walk)["plan"], layout_of(walk)
        assert len(plan["insides"]) == len(places["insides"]) == 2  # around the blocks, and in each
        assert len(plan["levels"]) == len(places["levels"]) == len(walk.graph.blocks) + 1
        lengths.append(len(json.dumps([plan, places])))
    assert lengths[1] - lengths[0] < 30 * 1500


def test_insides_that_differ_do_not():
    walk = chain(12, "tanh", "sin")
    assert len(program_of(walk)["plan"]["insides"]) == 3


def test_a_view_keeps_what_follows_from_the_nodes():
    """And the steps, which are others, it reckons anew."""
    graph = chain(3, "tanh").graph
    assert graph.uses
    opened = graph.opened("cell0")
    assert opened.backward_edges is graph.backward_edges
    assert opened.uses is graph.uses
    assert opened.step_count > graph.step_count
    assert opened.computed_at != graph.computed_at


def owning(x, w, v):
    with bv.block("outer"):
        with bv.block("inner"):
            h = bv.tanh(w * x)
        g = h * v
    return g * x


def test_a_gradient_marks_a_box_also_where_it_comes_to_what_that_owns(in_node):
    """Through the ports of the blocks around it."""
    graph = bv.graph(owning, parameters="w v")
    cases = []
    for shown in (graph, graph.opened("outer"), graph.opened("outer.inner")):
        walk = shown.walk(x=1, w=2, v=3)
        drawn = planned(shown, {})
        numbers = [jsonable(walk.inputs[name]) for name in shown.inputs]
        case = {"about": str(len(walk.steps)), "program": as_program(shown)}
        walks = [{"inputs": numbers, "steps": list(told(walk, drawn))}]
        cases.append({**case, "links": as_links(drawn), "walks": walks})
    in_node("graphs", cases)
