"""What stands side by side in a block or around it is laid out once, whatever is open."""

import json

import pytest

import backprop_viz as bv
import engines
from backprop_viz.draw import engine as drawing
from backprop_viz.draw.homes import Homes
from backprop_viz.draw.layout import lay_out
from backprop_viz.draw.parts import OWNED, PORT
from backprop_viz.draw.plan import plan
from backprop_viz.draw.scene import scene
from backprop_viz.draw.widths import text_width
from backprop_viz.words import LANGUAGES, say


@pytest.fixture(params=engines.ENGINES)
def program(request):
    with engines.chosen(request.param) as found:
        yield found


def owning(x, w, b):
    with bv.block("layer"):
        h = bv.tanh(w * x + b)
    return h * x


def test_a_long_sum_forks_alike_whatever_is_open():
    """Where it stands around blocks and where it stands in one."""
    sums = ["s0 = a + b", *(f"s{n} = s{n - 1} + b" for n in range(1, 60))]
    inner = ["def g(x, w):", "  t0 = x + w", *(f"  t{n} = t{n - 1} + w" for n in range(1, 90))]
    cells = ["h0 = f(s59, b)", *(f"h{n} = f(h{n - 1}, b)" for n in range(1, 60))]
    text = ["f(x, w) = sin(x*w) + tanh(x)*w", *inner, "  return t89*x", *sums, *cells]
    graph = bv.graph("\n".join([*text, "g(h59, a)*b"]))
    closed, opened = plan(graph, {}), plan(graph.opened(), {})
    around = [knot for knot in opened.knots if Homes(opened).of[knot.id] is None]
    assert list(closed.knots) == around
    assert len(around) > 50
    assert len(opened.knots) - len(around) > 80


def test_what_a_block_owns_stands_in_its_frame():
    walk = bv.graph(owning, parameters="w b").walk(x=1, w=2, b=3).opened()
    drawn = plan(walk.graph, {})
    boxes = lay_out(drawn).boxes
    frame = boxes[drawn.frames[0].part.id]
    for wire in drawn.wires:
        if wire.name in ("w", "b"):
            here = boxes[wire.id]
            assert abs(here.x - frame.x) < (frame.width - here.width) / 2


def nested(x, w, b):
    with bv.block("net"):
        with bv.block("first"):
            h = bv.tanh(w * x + b)
        return h * x


def test_what_a_block_in_a_block_owns_stands_in_it():
    """A closed one says how many, wherever it is closed; nothing of them stands around it."""
    graph = bv.graph(nested, parameters="w b")
    for names, box in (((), "net"), (("net",), "net.first")):
        drawn = plan(graph.closed().opened(*names) if names else graph.closed(), {})
        (closed,) = [circle.part for circle in drawn.circles if circle.part]
        assert (closed.name, closed.mark.say("en")) == (box, "2 parameters")
        shown = {graph.nodes[wire.node].name for wire in drawn.wires}
        assert not shown & {"w", "b", "net.w", "net.b"}, names
    opened = plan(graph.opened(), {})
    homes, inner = Homes(opened).of, opened.frames[1]
    for wire in opened.wires:
        if wire.name.rpartition(".")[2] in ("w", "b"):
            assert homes[wire.id] is inner
    boxes = lay_out(opened).boxes
    assert boxes[inner.part.id].width < boxes[opened.frames[0].part.id].width
    walk = graph.walk(x=1, w=2, b=3)
    for shown in (walk.closed(), walk.closed().opened("net")):
        drawn = plan(shown.graph, {})
        (place,) = [n for n, circle in enumerate(drawn.circles) if circle.part]
        for step in shown.steps:
            if step.kind == "backward" and step.operand in ("w", "b"):
                assert scene(drawn, shown, step.index).circles[place] == "backward"


def test_what_a_box_says_of_its_parameters_has_room_in_every_language():
    for lang in LANGUAGES:
        for told in (say("owned.one", lang), say("owned.more", lang, count=12)):
            assert text_width(told, PORT) <= OWNED, (lang, told)


def test_what_more_than_one_block_uses_stands_around_them():
    def shared(x, w):
        with bv.block("net"):
            with bv.block("first"):
                h = w * x
            with bv.block("second"):
                return bv.tanh(w * h)

    graph = bv.graph(shared, parameters="w").closed()
    (net,) = [circle.part for circle in plan(graph, {}).circles if circle.part]
    assert net.mark.say("en") == "1 parameter"
    opened = plan(graph.opened("net"), {})
    assert [circle.part.mark for circle in opened.circles if circle.part] == [None, None]
    assert {"w"} <= {wire.name for wire in opened.wires}


def test_a_closed_block_is_marked_where_a_gradient_comes_to_what_it_owns():
    walk = bv.graph(owning, parameters="w b").walk(x=1, w=2, b=3)
    drawn = plan(walk.graph, {})
    (place,) = [n for n, circle in enumerate(drawn.circles) if circle.part]
    for step in walk.steps:
        is_its = step.kind == "backward" and step.block is not None
        assert (scene(drawn, walk, step.index).circles[place] == "backward") == is_its


NESTED = "f(x) = sin(x)*x\ng(x, w) = f(x) + w\ny = g(a, b)\ng(y, b)**2"


def test_the_kernel_follows_what_a_notebook_opens():
    explorer = bv.explore(bv.graph(NESTED).opened("g"), a=1, b=2, check=False)
    assert explorer.view.opened == "g"
    explorer.view.opened = "g,g.f,g_2"
    assert {b.name for b in explorer.walk.graph.view.opened} == {"g", "g.f", "g_2"}
    assert explorer.step.max == len(explorer.walk.steps) - 1
    gradients = explorer.walk.gradients["a"]
    explorer.inputs["a"].value = 0.5
    assert explorer.walk.gradients["a"] != gradients
    assert len(explorer.walk.graph.view.opened) == 3


def test_another_formula_leaves_blocks_of_the_same_names_open():
    explorer = bv.explore(NESTED, a=1, b=2, check=False)
    explorer.view.opened = "g,g.f"
    explorer.rewrite(NESTED + " + g(a, a)")
    assert explorer.view.opened == "g,g.f"
    explorer.rewrite("g(x) = x*x\ng(a)")
    assert explorer.view.opened == "g"
    explorer.rewrite("a*b")
    assert explorer.view.opened == ""
    assert explorer.step.max == len(explorer.walk.steps) - 1


def test_insides_that_are_alike_are_laid_out_once(monkeypatch):
    runs = []
    run = drawing.run
    monkeypatch.setattr(drawing, "run", lambda *given: runs.append(1) or run(*given))
    lines = ["f(x, w) = sin(x*w) + tanh(x - w)*2.5", "h0 = f(a, b)"]
    lines += [f"h{i} = f(h{i - 1}, b)" for i in range(1, 9)]
    shown = plan(bv.graph("\n".join(lines) + "\nh8*a").opened(), {})
    layout = lay_out(shown)
    assert len(shown.frames) == 9
    assert len(runs) <= 2
    frames = [layout.boxes[frame.part.id] for frame in shown.frames]
    assert len({(box.width, box.height) for box in frames}) == 1


@pytest.mark.parametrize("opened", [("net",), ("*",)])
def test_graphviz_draws_the_frames_of_the_dot_text_around_what_is_in_them(program, opened):
    """Also around contributions and what a block owns; from left to right all the same."""

    def twice(x, w, b):
        h = nested(x, w, b)
        with bv.block("tail"):
            return bv.sin(h) * h + x * h

    walk = bv.graph(twice, parameters="w b").walk(x=1, w=2, b=3).closed().opened(*opened)
    drawn = plan(walk.graph, {})
    homes = Homes(drawn)
    told = json.loads(drawing.run(program, walk.picture().dot, "json"))
    names = [one["name"] for one in told["objects"]]
    found = {
        one["name"]: {names[i] for i in one["nodes"]}
        for one in told["objects"]
        if one["name"].startswith("cluster")
    }
    inside: dict[str, set[str]] = {f"cluster_{f.part.id}": set() for f in drawn.frames}
    for thing, home in homes.of.items():
        while home is not None:
            inside[f"cluster_{home.part.id}"].add(thing)
            home = homes.parent[home.part.name]
    assert found == inside
    assert any(branch.id in inside[next(iter(inside))] for branch in drawn.branches)
    rows = map(str.split, drawing.run(program, walk.picture().dot, "plain").splitlines())
    across = {row[1]: float(row[2]) for row in rows if row[0] == "node"}
    assert all(across[link.tail] < across[link.head] for link in drawn.links)
