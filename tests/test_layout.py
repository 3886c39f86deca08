"""Where things stand: any shape has a picture, written order is kept, and no line is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import pytest

import backprop_viz as bv
from backprop_viz.draw import engine as engines
from backprop_viz.draw.columns import in_columns
from backprop_viz.draw.picture import canvas, planned
from backprop_viz.draw.scene import scene
from engines import ENGINES, chosen
from unfriendly import SHAPES

RECURRENCE = "; ".join(f"h{t} = tanh(w*x{t} + u*h{t - 1} + b)" for t in range(1, 6))
NEURONS = (
    "; ".join(f"h{j} = sigmoid(w{j}1*x1 + w{j}2*x2 + b{j})" for j in (1, 2, 3))
    + "; y = v1*h1 + v2*h2 + v3*h3 + c"
)
CELL = (
    "i = sigmoid(wi*x + ui*h + bi); f = sigmoid(wf*x + uf*h + bf); o = sigmoid(wo*x + uo*h + bo); "
    "g = tanh(wg*x + ug*h + bg); c2 = f*c + i*g; h2 = o*tanh(c2)"
)
STAGED = "(x + sigmoid(y)) / (sigmoid(x) + (x + y)**2)"
BEYOND = {"determinants", "late_inputs", "softmax"}  # at a thousand operations


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    """Every engine in turn, given as long as a busy machine may take."""
    with pytest.MonkeyPatch.context() as patch, chosen(request.param) as found:
        patch.setattr(engines, "TIMEOUT", 600.0)
        yield found


@pytest.fixture(scope="module", params=ENGINES[:2])
def program(request):
    """The engines that are programs: where it takes long, they stand for the browser's, too."""
    with pytest.MonkeyPatch.context() as patch, chosen(request.param) as found:
        patch.setattr(engines, "TIMEOUT", 600.0)
        yield found


def assert_is_layout(plan, layout):
    """Everything is there, on the page and on nothing else, and leads from left to right."""
    things = (*plan.wires, *plan.branches, *plan.circles, *plan.terminals, *plan.knots)
    assert set(layout.boxes) == {thing.id for thing in things}
    boxes = layout.boxes.values()
    for box in boxes:
        assert box.width / 2 <= box.x <= layout.width - box.width / 2
        assert box.height / 2 <= box.y <= layout.height - box.height / 2
    by_left = sorted(boxes, key=lambda box: box.x - box.width / 2)
    near = []
    for box in by_left:
        near = [b for b in near if b.x + b.width / 2 > box.x - box.width / 2 + 1]
        for other in near:
            assert abs(box.y - other.y) >= (box.height + other.height) / 2 - 1
        near.append(box)
    assert len(layout.curves) == len(plan.links)
    for link in plan.links:
        assert layout.boxes[link.tail].x < layout.boxes[link.head].x


def heights(graph, layout, names):
    return [layout.boxes[f"w{graph.names[name]}"].y for name in names]


# Any shape has a picture


@pytest.mark.parametrize("shape", SHAPES)
def test_a_thousand_operations_of_any_shape_have_a_picture(program, shape):
    graph = bv.graph(SHAPES[shape](1000))
    assert 800 <= len(graph.operations) <= 1010
    drawing = canvas(graph, {})
    assert_is_layout(drawing.plan, drawing.layout)
    note = drawing.layout.note
    assert bool(note) == (shape in BEYOND), note and note.say()
    assert graph.picture().svg.endswith("</svg>")


@pytest.mark.parametrize("shape", SHAPES)
def test_fewer_operations_of_any_shape_are_left_to_graphviz(program, shape):
    for count in (10, 60, 150):
        graph = bv.graph(SHAPES[shape](count))
        drawing = canvas(graph, {})
        assert drawing.layout.note is None
        assert_is_layout(drawing.plan, drawing.layout)


def test_which_way_is_taken_is_counted_and_not_timed(monkeypatch):
    def forbidden(*_):
        raise AssertionError("an engine was asked")

    monkeypatch.setattr(engines, "run", forbidden)
    graph = bv.graph(SHAPES["late_inputs"](1000))
    told = graph.picture(lang="ja").note
    assert "Graphviz" in told
    assert told != graph.picture().note != ""


def test_large_labels_and_dead_ends_have_a_picture_in_columns_too():
    walk = bv.graph("A = W*x + b; lost = A*A; A*x").walk(
        W=[[1, 2, 3], [4, 5, 6], [7, 8, 9]], x=[1, 2, 3], b=1
    )
    plan = planned(walk.graph, dict(enumerate(walk.node_values)))
    assert_is_layout(plan, in_columns(plan))


# In columns, without Graphviz


PROGRAMS = [
    *(RECURRENCE, NEURONS, CELL, STAGED, "x", "3", "a*a", "d = a*b; c = a + b; a*2"),
    *(SHAPES[name](60) for name in SHAPES),
]


def on_way(points):
    """Points along a chain of cubic curves."""
    for k in range(0, len(points) - 1, 3):
        corners = points[k : k + 4]
        for n in range(11):
            t = n / 10
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield tuple(
                sum(w * c[i] for w, c in zip(weights, corners, strict=True)) for i in (0, 1)
            )


@pytest.mark.parametrize("source", PROGRAMS)
def test_in_columns_no_line_runs_through_a_label_or_a_circle(source):
    plan = planned(bv.graph(source), {})
    layout = in_columns(plan)
    assert_is_layout(plan, layout)
    for link, curve in zip(plan.links, layout.curves, strict=True):
        assert len(curve) % 3 == 1
        others = [b for name, b in layout.boxes.items() if name not in (link.tail, link.head)]
        for x, y in on_way(curve):
            assert 0 <= x <= layout.width
            assert 0 <= y <= layout.height
            for box in others:
                inside = abs(x - box.x) < box.width / 2 - 1 and abs(y - box.y) < box.height / 2 - 1
                assert not inside, (link, box)


@pytest.mark.parametrize("source", PROGRAMS)
def test_in_columns_a_line_ends_where_its_ends_are(source):
    plan = planned(bv.graph(source), {})
    layout = in_columns(plan)
    for link, curve in zip(plan.links, layout.curves, strict=True):
        tail, head = layout.boxes[link.tail], layout.boxes[link.head]
        assert curve[0] == pytest.approx((tail.x + tail.width / 2, tail.y), abs=0.02)
        gap = head.x - head.width / 2 - curve[-1][0]
        assert gap <= 7.02
        assert abs(curve[-1][1] - head.y) <= head.height / 2


def test_in_columns_the_first_operand_of_a_difference_arrives_on_top():
    graph = bv.graph("a = x*y; b = x + y; c = b - a")
    plan = planned(graph, {})
    layout = in_columns(plan)
    circle = next(c for c in plan.circles if c.node == graph.names["c"])
    first, second = (
        curve[-1][1]
        for link, curve in zip(plan.links, layout.curves, strict=True)
        if link.head == circle.id
    )
    assert first < second


@pytest.mark.parametrize(
    "source", [RECURRENCE, SHAPES["fibonacci"](400), SHAPES["late_inputs"](400), NEURONS]
)
def test_a_picture_is_the_same_in_every_process(source):
    code = (
        "import hashlib, sys, backprop_viz as bv; from backprop_viz.draw.columns import in_columns;"
        "from backprop_viz.draw.picture import planned; graph = bv.graph(sys.argv[1]);"
        "told = graph.picture().svg + repr(in_columns(planned(graph, {})));"
        "print(hashlib.sha256(told.encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code, source],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


# Written order


def test_neurons_stand_from_top_to_bottom(engine):
    for source in (
        NEURONS,
        "h1 = relu(w1*x + b1); h2 = relu(w2*x + b2); h3 = relu(w3*x + b3); v1*h1 + v2*h2 + v3*h3",
        "h1 = tanh(a*x + b); h2 = tanh(c*x + d); h3 = tanh(r*x + s); y = u*h1 + v*h2 + w*h3;"
        "(t - y)**2",
    ):
        graph = bv.graph(source)
        layout = canvas(graph, {}).layout
        tops = heights(graph, layout, ("h1", "h2", "h3"))
        assert tops == sorted(tops)


def test_the_layers_of_a_network_keep_their_order(engine):
    rows = [f"h{j} = tanh(a{j}*x + b{j}*y)" for j in range(4)]
    rows += [f"k{j} = tanh({' + '.join(f'c{j}{i}*h{i}' for i in range(4))})" for j in range(4)]
    graph = bv.graph("; ".join([*rows, "f = k0 + k1 + k2 + k3"]))
    layout = canvas(graph, {}).layout
    for layer in "hk":
        tops = heights(graph, layout, [f"{layer}{j}" for j in range(4)])
        assert tops == sorted(tops)


def test_the_inputs_of_a_network_stand_in_the_order_of_the_formula(engine):
    layers = [["x1", "x2", "x3"], ["g1", "g2", "g3"], ["h1", "h2", "h3"]]
    rows = [
        f"{to} = sigmoid({' + '.join(f'w{to}{of}*{of}' for of in before)} + b{to})"
        for before, after in pairwise(layers)
        for to in after
    ]
    graph = bv.graph("; ".join([*rows, "f = c1*h1 + c2*h2 + c3*h3"]))
    layout = canvas(graph, {}).layout
    for names in (("x1", "x2"), *layers[1:]):
        tops = heights(graph, layout, names)
        assert tops == sorted(tops)


def test_a_long_sum_runs_at_one_height(engine):
    for source in (SHAPES["many_inputs"](30), SHAPES["products"](40)):
        graph = bv.graph(source)
        boxes = canvas(graph, {}).layout.boxes
        steps = [boxes[f"o{node.index}"] for node in graph.operations]
        assert len({step.y for step in steps}) == 1
        assert canvas(graph, {}).layout.height < 200
    assert planned(bv.graph("((((a + b) + c) + d) + e) + f"), {}).spine == frozenset()


@pytest.mark.parametrize(
    "shape", ["squares", "sines", "horner", "fibonacci", "products", "one_input"]
)
def test_a_deep_picture_is_a_few_rows_and_no_staircase(engine, shape):
    layout = canvas(bv.graph(SHAPES[shape](1000)), {}).layout
    assert layout.note is None
    assert layout.height < 500


def test_the_gates_of_a_cell_stand_from_top_to_bottom(engine):
    graph = bv.graph(CELL)
    tops = heights(graph, canvas(graph, {}).layout, "ifog")
    assert tops == sorted(tops)


def test_the_operands_of_a_division_keep_their_places_against_the_written_order(engine):
    graph = bv.graph("a = exp(sin(x)); b = exp(sin(y)); f = b / a")
    layout = canvas(graph, {}).layout
    assert heights(graph, layout, "ba") == sorted(heights(graph, layout, "ba"))
    assert planned(graph, {}).rows == ()


def test_single_operations_on_inputs_are_left_to_graphviz():
    assert planned(bv.graph("x*x + 3*x**2*y - pi*x"), {}).rows == ()
    assert planned(bv.graph(STAGED), {}).rows == ()


def test_the_steps_of_a_recurrence_go_to_the_right_at_one_height(engine):
    for count in (3, 5, 20):
        source = "; ".join(f"h{t} = tanh(w*x{t} + u*h{t - 1} + b)" for t in range(1, count + 1))
        graph = bv.graph(source)
        drawing = canvas(graph, {})
        boxes = drawing.layout.boxes
        steps = [boxes[f"w{graph.names[f'h{t}']}"] for t in range(1, count + 1)]
        assert len({step.y for step in steps}) == 1
        assert all(one.x < other.x for one, other in pairwise(steps))
        for t in range(2, count + 1):  # what a step reads stands beside it
            read = boxes[f"w{graph.names[f'x{t}']}"]
            assert steps[t - 2].x - 200 < read.x < steps[t - 1].x
        trunks = {boxes[knot.id].y < steps[0].y for knot in drawing.plan.knots}
        assert trunks == {True, False}  # weights above and below
        for knot in drawing.plan.knots:
            assert abs(boxes[knot.id].y - steps[0].y) > 20


def test_the_dot_text_asks_for_the_same_order_and_the_same_trunks(engine):
    for source in (RECURRENCE, NEURONS, CELL):
        graph = bv.graph(source)
        told = {}
        for row in map(str.split, engines.run(engine, graph.picture().dot, "plain").splitlines()):
            if row[0] == "node":
                told[row[1]] = (float(row[2]) * 72, float(row[3]) * 72)
        drawing = canvas(graph, {})
        top = drawing.layout.height - 8
        assert set(told) == set(drawing.layout.boxes)
        for name, box in drawing.layout.boxes.items():
            x, y = told[name]
            assert (x + 8, top - y) == pytest.approx((box.x, box.y), abs=3)
        assert "newrank" not in graph.picture().dot


# Trunks


def test_a_wire_becomes_a_trunk_where_it_is_read_far_apart():
    def trunks(source):
        graph = bv.graph(source)
        return {graph.nodes[knot.node].name for knot in planned(graph, {}).knots}

    assert trunks(RECURRENCE) == {"w", "u", "b"}
    assert trunks(NEURONS) == trunks(CELL) == trunks(STAGED) == set()
    assert trunks("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2") == set()
    assert trunks("+".join(f"x**{i}" for i in range(1, 20))) == set()  # one sum is one place
    assert trunks("; ".join(["x0 = a", *(f"x{i} = x{i - 1}**2 + a" for i in range(1, 6))])) == {"a"}


def test_a_step_marks_the_way_along_the_trunk_and_no_more():
    graph = bv.graph(RECURRENCE)
    walk = graph.walk(dict.fromkeys(graph.inputs, 0.5))
    plan = planned(graph, dict(enumerate(walk.node_values)))
    into = {}
    for n, link in enumerate(plan.links):
        into[link.head] = n
    for k, step in enumerate(walk.steps):
        marked = scene(plan, walk, k).links
        kind = "backward" if step.kind == "backward" else "forward"
        ways = set()
        for branch in plan.branches:
            edge = branch.edge
            is_here = (
                edge == walk.backflows[k - walk.seed_index - 1].edge
                if step.kind == "backward"
                else step.kind == "forward" and graph.operations[k - 1].index == edge.node
            )
            name = branch.id
            while is_here and name in into:
                link = plan.links[into[name]]
                if link.node != edge.operand or link.tail[0] in "to":
                    break
                ways.add(into[name])
                name = link.tail
        trunk = {n for n, link in enumerate(plan.links) if link.turn is not None}
        found = {n for n in trunk if marked[n] == kind}
        assert found == ways & trunk, k


def test_no_two_forks_side_by_side_turn_at_one_place(engine):
    for source in (NEURONS, CELL):
        drawing = canvas(bv.graph(source), {})
        turns = {}
        for link, (line, _) in zip(drawing.plan.links, drawing.lines, strict=True):
            upright = {
                round(a[0], 2)
                for a, b in pairwise(line)
                if a[0] == b[0] and a[1] != b[1] and link.head[0] == "b"
            }
            if upright:
                turns.setdefault(link.tail, set()).update(upright)
        assert len(turns) == 2
        one, other = turns.values()
        assert len(one) == len(other) == 1
        assert one != other
