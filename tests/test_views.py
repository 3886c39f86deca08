"""Blocks that are open or closed: what is shown changes, and no number."""

from dataclasses import replace
from fnmatch import fnmatchcase

import numpy as np
import pytest

import backprop_viz as bv
import block_programs
from backprop_viz.blocks.view import names_in, told_names
from backprop_viz.calls.written import LIBRARY
from backprop_viz.draw.homes import Homes
from backprop_viz.draw.layout import lay_out
from backprop_viz.draw.picture import canvas
from backprop_viz.draw.plan import plan
from backprop_viz.draw.scene import scene
from backprop_viz.parts import Block
from backprop_viz.quiz.asked import askable, wanted_at
from backprop_viz.quiz.question import question
from backprop_viz.tell.formula import formula, unmarked
from backprop_viz.tell.shortcut import shortcut

NEURONS = "neuron(x, w, b) = tanh(w*x + b)\nh1 = neuron(x, w1, b1)\nneuron(h1, w2, b2)**2"
AT = {"x": 0.5, "w1": 1, "b1": 0.2, "w2": -1, "b2": 0.1}
NESTED = """
cell(x, w) = tanh(w*x)
def layer(x, w, v):
    a = cell(x, w)
    return cell(a, v), a
h, a = layer(x, w, v)
h*a + x
"""


def shown(walk):
    return [repr(step).partition(": ")[2] for step in walk.steps]


def test_a_closed_block_is_one_step_forward_and_one_to_each_argument_backward():
    walk = bv.graph(NEURONS).walk(AT)
    assert shown(walk) == [
        *("graph>", "forward h1>", "forward v1>", "forward f>", "seed f>", "backward f to v1>"),
        *("backward neuron_2.x to h1>", "backward neuron_2.w to w2>", "backward neuron_2.b to b2>"),
        *("backward neuron.x to x>", "backward neuron.w to w1>", "backward neuron.b to b1>"),
    ]
    assert [step.block and step.block.name for step in walk.steps][1:3] == ["neuron", "neuron_2"]


def test_an_open_block_is_walked_and_left_by_its_ports():
    walk = bv.graph(NEURONS).opened("neuron").walk(AT)
    assert shown(walk)[1:5] == [
        *("forward neuron.v1>", "forward neuron.v2>", "forward neuron.v3>", "forward v1>")
    ]
    assert shown(walk)[-3:] == [
        *("backward neuron.x to x>", "backward neuron.w to w1>", "backward neuron.b to b1>")
    ]
    assert walk.steps[-1].block is None
    assert "out of neuron" in walk.steps[-1].sentence("en")


@pytest.mark.parametrize(
    ("patterns", "opened"),
    [
        ((), {"layer", "layer.cell", "layer.cell_2"}),
        (("*",), {"layer", "layer.cell", "layer.cell_2"}),
        (("layer",), {"layer"}),
        (("lay*",), {"layer"}),
        (("layer.cell",), {"layer", "layer.cell"}),  # and what is around it
        (("layer.cell?2",), {"layer", "layer.cell_2"}),
        (("layer.*",), {"layer", "layer.cell", "layer.cell_2"}),
    ],
)
def test_blocks_are_opened_by_their_names(patterns, opened):
    graph = bv.graph(NESTED).opened(*patterns)
    assert {block.name for block in graph.view.opened} == opened
    again = graph.closed()
    assert not again.view.opened
    assert again.view == bv.graph(NESTED).view


@pytest.mark.parametrize("name", ["a, b", "a[1]", "50%2C", "step 3", "x.y"])
def test_a_block_of_any_name_is_opened_alone(name):
    """One with a comma, one that a shell would take for another's, one with the name of what is
    not around it."""

    def parts(x):
        for one in (name, "a1", "a", "x"):
            with bv.block(one):
                x = x * x
        return x

    graph = bv.graph(parts)
    for opened in (graph.opened(name), graph.walk(x=2).picture(opened=name).graph):
        assert [block.name for block in opened.view.opened] == [name]
        assert names_in(told_names(opened)) == [name]
    explorer = bv.explore(graph.opened("a"), x=2, check=False)
    explorer.view.opened = told_names(graph.opened(name))
    assert [block.name for block in explorer.walk.graph.view.opened] == [name]


def test_no_names_open_nothing():
    walk = bv.graph(NESTED).walk(x=1, w=1, v=1)
    for none in ("", [], ()):
        assert not walk.picture(opened=none).graph.view.opened


def test_what_is_open_inside_stays_so_while_it_cannot_be_seen():
    graph = bv.graph(NESTED).opened().closed("layer")
    assert [block.name for block in graph.view.closed] == ["layer"]
    assert len(graph.opened("layer").view.opened) == 3


@pytest.mark.parametrize("name", ["nobody", "cell", "layer.cell.x", "*.*.*"])
def test_a_name_that_no_block_has_is_refused_with_those_that_there_are(name):
    with pytest.raises(bv.GraphError, match=r"layer\.cell_2"):
        bv.graph(NESTED).opened(name)
    assert not any(fnmatchcase(block.name, name) for block in bv.graph(NESTED).blocks)


def test_a_graph_without_blocks_has_nothing_to_open():
    graph = bv.graph("x*y")
    assert graph.opened() is graph
    with pytest.raises(bv.GraphError):
        graph.opened("layer")


def test_one_value_for_several_arguments_has_an_edge_to_each():
    graph = bv.graph("f(q, k, v) = q*k + v\nf(x, x, x)")
    walk = graph.walk(x=3)
    assert [s.place.name for s in walk.steps if s.operand == "x"] == ["f.q", "f.k", "f.v"]
    assert [float(s.contribution) for s in walk.steps if s.operand == "x"] == [3, 3, 1]
    assert [s.complete for s in walk.steps if s.operand == "x"] == [False, False, True]
    assert walk.picture(-2).svg.count('class="branch"') == 3


def test_an_output_that_is_not_used_has_the_gradient_0():
    walk = bv.graph("def f(x): return x*x, 3*x\na, b = f(x)\na + 1").walk(x=2)
    assert walk.gradients["b"] == 0
    assert walk.gradients["x"] == 4


def test_what_is_returned_and_used_inside_too_is_told_apart():
    walk = bv.graph("def f(x):\n    c = 2*x\n    return c*c, c\na, c1 = f(x)\na + c1").walk(x=2)
    assert walk.gradients["c1"] == 1
    assert walk.gradients["f.c"] == 2 * 4 + 1


def test_nothing_lies_on_anything_else_in_frames():
    for one in block_programs.programs(5, 12):
        drawn = plan(one.view, dict(enumerate(one.view.walk(one.at).node_values)))
        layout = lay_out(drawn)
        frames = {frame.part.id for frame in drawn.frames}
        things = [box for name, box in layout.boxes.items() if name not in frames]
        for n, a in enumerate(things):
            for b in things[:n]:
                across = (a.width + b.width) / 2 - abs(a.x - b.x)
                down = (a.height + b.height) / 2 - abs(a.y - b.y)
                assert min(across, down) < 1.0
        for frame in drawn.frames:
            box = layout.boxes[frame.part.id]
            for wire in drawn.wires:
                if wire.node in frame.inside and wire.node not in frame.part.outputs:
                    inner = layout.boxes[wire.id]
                    assert abs(inner.x - box.x) <= (box.width - inner.width) / 2 + 0.1
                    assert abs(inner.y - box.y) <= (box.height - inner.height) / 2 + 0.1


def test_the_picture_of_a_view_is_the_same_in_every_run():
    first = bv.graph(NESTED).opened("layer").walk(x=1, w=2, v=3).picture().svg
    again = bv.graph(NESTED).opened("layer").walk(x=1, w=2, v=3).picture().svg
    assert first == again
    assert 'class="frame" data-block="layer"' in first
    assert first.count('class="operation block"') == 2


def test_a_block_owns_parameters_that_nothing_else_uses():
    def network(x, w, b):
        with bv.block("layer"):
            h = bv.tanh(w * x + b)
        return h * x

    graph = bv.graph(network, parameters="w b")
    (block,) = graph.blocks
    assert block.signature == 0
    walk = graph.walk(x=1, w=2, b=3)
    assert {step.operand for step in walk.steps if step.block} == {None, "w", "x", "b"}
    drawn = plan(graph, {})
    assert {wire.name for wire in drawn.wires} == {"x", "h", "f"}  # w and b stand in the box
    (part,) = drawn.parts.values()
    assert [graph.nodes[i].name for i in part.owned] == ["w", "b"]
    for lang, told in (("en", "2 parameters"), ("ja", "パラメータ 2 個")):
        assert f">{told}</text>" in walk.picture(lang=lang).svg
        assert told.replace(" ", r"\ ") in walk.picture(lang=lang).dot


def test_a_way_back_says_how_long_it_was_where_no_shortcut_says_what_it_comes_to():
    text = "f(x) = tanh(x)*x\ng(x) = x*2\ncross_entropy(g(f(z)), y)"
    steps = bv.graph(text).walk(z=[1, 2], y=1).steps
    back = {
        (s.block.name, s.operand): s for s in steps if s.block is not None and s.kind == "backward"
    }
    told = {name: step.sentence("en").split(". ")[1:] for name, step in back.items()}
    assert told == {
        ("cross_entropy", "v2"): [],
        ("cross_entropy", "y"): ["Walked inside, 12 steps."],
        ("f", "z"): ["Walked inside, 3 steps."],
        ("g", "v1"): ["Walked inside, 1 step."],
    }
    assert "softmax" in back["cross_entropy", "v2"].latex
    assert back["f", "z"].sentence("ja").endswith("中を 3 ステップでたどりました。")


def owning(parameters=("w", "b", "v")):
    """Blocks in blocks that find parameters around them: w and b the inner one alone, v both."""
    w, b, v = bv.variables("w b v")

    @bv.block
    def inner(x):
        return bv.tanh(w * x + b) * w * v

    @bv.block
    def outer(x):
        return inner(x) + v

    x = bv.variables("x")
    return bv.graph(outer(x) ** 2, parameters=parameters)


def test_a_parameter_that_a_block_owns_is_drawn_once_where_it_is_used():
    """However many open blocks it comes through; its value is known from the start, and what comes
    back to it arrives there."""
    at = {"x": 0.5, "w": 1.2, "b": -0.3, "v": 0.7}
    for names, names_drawn in (
        ((), []),
        (("outer",), ["v"]),
        (("outer.inner",), ["b", "v", "w"]),
    ):
        graph = owning().opened(*names) if names else owning()
        walk = graph.walk(at)
        drawn = plan(graph, dict(enumerate(walk.node_values)))
        wires = [wire for wire in drawn.wires if wire.role == "parameter"]
        assert sorted(wire.name for wire in wires) == names_drawn
        for wire in wires:
            assert drawn.graph.has_gradient[wire.node]
            number = drawn.wires.index(wire)
            last = len(walk.steps) - 1
            for step in (1, last):
                assert scene(drawn, walk, step).values[number].mark != "faint", wire.name
            label = scene(drawn, walk, last).gradients[number]
            assert label.lines == (walk.written(walk.gradients[wire.name]),)
    graph = owning().opened()
    homes = {wire.name: Homes(drawn).of[wire.id].part.name for wire in wires}
    assert homes == {"w": "outer.inner", "b": "outer.inner", "v": "outer"}
    operands = [step.operand for step in graph.walk(at).steps if step.kind == "backward"]
    assert not {"outer.w", "outer.b", "w", "b", "v"} & {*operands}, "no step to what is not drawn"
    lines = [unmarked(line.equation) for line in formula(graph).lines]
    assert any(r"x + b)" in line for line in lines), "b has its own name inside, and no line"
    assert not any(r"{.}b" in line for line in lines)
    bare = owning(parameters=()).opened()
    assert sum(wire.name == "w" for wire in plan(bare, {}).wires) == 3, (
        "an input goes through ports"
    )


def test_what_is_asked_are_operations_and_closed_blocks():
    walk = bv.graph(NEURONS).walk(AT)
    assert askable(walk) == (1, 2, 3, 5, 6, 7, 8, 9, 10, 11)
    assert len(askable(walk.opened())) == 7 + 11  # operations, and their edges
    walk = walk.opened("neuron")
    assert question(walk, 1).judge("0.5").right
    for k in askable(walk):
        assert question(walk, k).judge(repr(float(wanted_at(walk.steps[k])))).right


def test_a_story_through_ports_alone_has_the_factor_1():
    walk = bv.graph("f(x) = x; f(a)").walk(a=2)
    assert walk.story("a").latex.endswith(" = 1")
    assert walk.story("a").ways[0].product == 1.0


def test_a_story_goes_through_blocks_and_names_no_port():
    walk = bv.graph(NEURONS).walk(AT)
    told, flat = walk.story("x"), bv.graph("h1 = tanh(w1*x + b1); tanh(w2*h1 + b2)**2").walk(AT)
    assert told.ways[0].product == pytest.approx(flat.story("x").ways[0].product)
    assert told.latex.count(r"\cdot") == flat.story("x").latex.count(r"\cdot")
    assert "?" in walk.story("x", 8).latex


def test_a_shortcut_stands_in_the_chain_rule_of_a_closed_step():
    at = {"X": [[1, 2], [0, 1]], "W": [[1, 0, -1], [0.5, 0.2, 0]], "y": [0, 2]}
    walk = bv.graph("L = cross_entropy(X @ W, y)").walk(at)
    step, of_labels = (s for s in walk.steps if s.block and s.kind == "backward")
    assert "softmax" not in of_labels.latex
    assert r"\operatorname{softmax}\left(v_{1}\right) - \operatorname{one\_hot\_like}" in step.latex
    assert step.latex.endswith(
        r",\quad n = \frac{\operatorname{size}\left(v_{1}\right)}"
        r"{\operatorname{size}_{-1}\left(v_{1}\right)}"
    )
    step = bv.graph("sum(silu(x))").walk(x=[1, -2]).steps[-1]
    assert r"s + v_{1} \odot \left(1 - s\right)" in step.latex


def test_no_line_leads_through_an_open_block_that_has_nothing_to_do_with_it():
    """What stands over or under it stays at the left, and its result runs along beside it."""
    text = "n(x, w, b) = tanh(w @ x + b)\nn(x, u, a)*n(x, v, b)*n(x, w, c)"
    given = {"x": [1, 2], "u": [1, 0], "v": [0, 1], "w": [1, 1], "a": 0, "b": 0, "c": 0}
    walk = bv.graph(text).walk(given)
    values = dict(enumerate(walk.node_values))
    graph, closed = walk.graph.opened("n_2"), walk.graph.closed()
    made, before = (canvas(one, values) for one in (graph, closed))
    (frame,), homes = made.plan.frames, Homes(made.plan).of
    box, was = made.layout.boxes[frame.part.id], before.layout.boxes[frame.part.id]
    middle, half = np.array([box.x, box.y]), np.array([box.width, box.height]) / 2
    t = np.linspace(0, 1, 40)[:, None]
    strange = 0
    for link, (curve, _) in zip(made.plan.links, made.layout.lines, strict=True):
        if {homes[end] for end in (link.tail, link.head)} != {None}:
            continue
        points = np.array(curve)
        for n in range(0, len(points) - 1, 3):
            a, b, c, d = points[n : n + 4]
            at = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
            strange += 1
            assert not np.any(np.all(np.abs(at - middle) < half, axis=1)), link
    assert strange > 20
    for other in ("n", "n_3"):
        (name,) = (c.id for c in before.plan.circles if c.part and c.part.name == other)
        assert made.layout.boxes[name].x == before.layout.boxes[name].x < box.x
    assert box.x - box.width / 2 == was.x - was.width / 2


@pytest.mark.parametrize(
    ("call", "shape", "is_told"),
    [
        ("linear(x, W, b)", (2, 3), True),
        *(("linear(x, W, b)", shape, False) for shape in ((3,), (2, 2, 3))),
        *(("conv2d(x, W, b)", shape, len(shape) == 4) for shape in ((2, 3, 3, 3), (3, 3, 3))),
    ],
)
def test_a_shortcut_is_told_where_it_holds(call, shape, is_told):
    """Of one example g.T @ x is no gradient of the weights, and so nothing is said of it."""
    weight = (4, 3) if "linear" in call else (2, 3, 2, 2)
    at = {"x": np.ones(shape), "W": np.ones(weight), "b": np.ones(weight[0])}
    steps = bv.graph(f"sum({call})").walk(at).steps
    (step,) = (s for s in steps if s.block and s.kind == "backward" and s.operand == "b")
    assert (r"\operatorname{sum}_{" in step.latex) is is_told


def test_every_shortcut_of_the_library_is_set_in_latex():
    for name, written in LIBRARY.items():
        given = [f"a{n}" for n in range(len(written.parameters))]
        for argument in written.shortcuts:
            block = Block(name, name, range(1), (), (0,), form=f"{name}({', '.join(given)})")
            graph = bv.graph("+".join(["g0", *given]))
            index = [*written.parameters].index(argument)
            ports = tuple((own, n) for n, own in enumerate(written.parameters))
            assert shortcut(_Entered(graph), replace(block, arguments=ports), index)[0]


class _Entered:
    """A graph, each of whose nodes is the port of itself."""

    def __init__(self, graph):
        self.output = graph.output
        self.nodes = [replace(node, operands=(node.index,)) for node in graph.nodes]


def test_an_entry_of_a_closed_block_opens_down_to_its_ports():
    walk = bv.graph("p = softmax(2*z)\np[0]").walk(z=[2, 1, 0])
    assert walk.zoom("p", 0).graph.inputs == ("softmax.z0", "softmax.z1", "softmax.z2")
    assert walk.zoom("p", 0).output == walk.values["p"][0]
    assert walk.zoom("p", 0, depth=1).graph.inputs == ("z0", "z1", "z2")
    inside = walk.opened("softmax").zoom("p", 0).graph.inputs
    assert inside == ("softmax.powers0", "softmax.powers1", "softmax.powers2")


@pytest.mark.parametrize("asked", [True, "values", "gradients", "rules", "steps"])
def test_a_worksheet_asks_for_what_comes_out_of_closed_blocks(tmp_path, asked):
    walk = bv.graph(PAIR).walk(p=0.3, q=0.7)
    half = walk.opened("f")  # where some are open and some are closed
    for k, view in enumerate((half, walk, walk.opened()) if asked is True else (half,)):
        view.save(tmp_path / f"{k}.pdf", worksheet=asked)


PAIR = "def f(x, y):\n  t = x*y\n  return t, t + x\na, b = f(p, q)\nc, d = f(a, b)\nc*d*a"


def test_a_step_of_a_block_is_an_exercise_without_what_is_inside():
    walk = bv.graph(PAIR).walk(p=0.3, q=0.7)
    assert walk.steps[1].exercise("?") == "(a, b) = f(p, q) = (?, ?)"
    b = r"\frac{\partial c}{\partial b}\frac{\partial f}{\partial c}"
    b += r" + \frac{\partial d}{\partial b}\frac{\partial f}{\partial d}"
    assert walk.steps[11].exercise("?") == rf"\frac{{\partial f}}{{\partial b}} = {b} = ?"
    out = walk.opened().steps[-1].exercise("?")
    assert out == r"\frac{\partial f}{\partial q} = \frac{\partial f}{\partial f{.}y} = ?"


def test_a_handout_of_what_is_half_open_is_wider_than_its_pages(tmp_path):
    lines = ["f(x) = x*x", "def g(x):\n  y = f(x)\n  return f(y)*x", "h0 = g(a)"]
    lines += [f"h{n} = g(h{n - 1})" for n in range(1, 4)]
    walk = bv.graph("\n".join(lines)).walk(a=0.9)
    walk.opened("g", "g_2").save(tmp_path / "half.pdf", steps=[0, 2, 3, -3, -1])


def test_what_is_in_a_frame_goes_on_below_where_the_page_ends(tmp_path):
    lines = ["x1 = sin(x)", *(f"x{n} = sin(x{n - 1})*x" for n in range(2, 12)), "return x11"]
    walk = bv.graph("\n  ".join(["def f(x):", *lines]) + "\nf(a)").walk(a=0.9)
    walk.opened().save(tmp_path / "open.pdf", steps=[0, 5], paper="a4")
    assert b"/MediaBox [0 0 595.00 842.00" in (tmp_path / "open.pdf").read_bytes()
