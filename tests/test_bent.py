"""Lines beside what has been opened: they go with their ends, and a small bend stays small."""

from itertools import combinations, pairwise

import numpy as np
import pytest

import backprop_viz as bv
import block_programs
from backprop_viz.draw.bent import bent, between
from backprop_viz.draw.framed import APART, FOOT, _growths, _led
from backprop_viz.draw.homes import Homes
from backprop_viz.draw.layout import without_frames
from backprop_viz.draw.levels import levels
from backprop_viz.draw.picture import canvas
from backprop_viz.draw.places import Box
from backprop_viz.draw.shifts import Shifts, Tie
from benchmarks.pages import transformer
from block_programs import every

LSTM = "\n".join(f"h{n}, c{n} = lstm_cell(x{n}, h{n - 1}, c{n - 1}, W, U, b)" for n in range(1, 6))


def lstm():
    numbers = {f"x{n}": [[0.5, -1.0]] for n in range(1, 6)}
    numbers |= {"h0": [[0.1, 0.2]], "c0": [[0.0, 0.3]]}
    weights = [[0.1 * i, -0.2] for i in range(8)]
    graph = bv.graph(f"{LSTM}\nsum(h5)", parameters="W U b")
    return graph.walk(numbers | {"W": weights, "U": weights, "b": [0.1] * 8})


def places(curve):
    """Places of a curve, one beside the other."""
    t = np.linspace(0, 1, 33)
    ways = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3], axis=1)
    pieces = [ways @ np.array(curve[n : n + 4]) for n in range(0, len(curve) - 1, 3)]
    return np.concatenate(pieces)


def backward(curve):
    """How far it goes to the left."""
    return np.clip(-np.diff(places(curve)[:, 0]), 0, None).sum()


def turns(curve, least=12.0):
    """How often it turns from up to down or from down to up, by more than some points."""
    heights = places(curve)[:, 1]
    way, mark, count = 0, heights[0], 0
    for y in heights:
        if (way == 0 and abs(y - mark) > least) or (mark - y) * way > least:
            count += way != 0
            way, mark = (1 if y > mark else -1), y
        elif (y - mark) * way > 0:
            mark = y
    return count


def astray(curve):
    """How far they go up and down beyond what leads from one end to the other."""
    heights = [y for _, y in curve]
    way = sum(abs(b - a) for a, b in pairwise(heights))
    return way - abs(heights[-1] - heights[0])


def lines_before_and_after(drawing):
    """Each line where what stands beside it is closed, and as it is drawn."""
    before, waiting = {}, [levels(drawing.plan, without_frames)]
    while waiting:
        level = waiting.pop()
        before |= level.lines
        waiting += level.inner
    for number, (curve, _) in enumerate(drawing.lines):
        yield before[number][0], curve


def opened(walk):
    """It, with each of its blocks open alone, and all."""
    values = dict(enumerate(walk.node_values))
    for names in ((), *([block.name] for block in every(walk.graph.blocks))):
        yield canvas(walk.graph.opened(*names), values)


@pytest.fixture(scope="module")
def programs():
    found = block_programs.programs(31, 60)
    walks = [one.view.walk(one.at) for one in found]
    return [canvas(walk.graph, dict(enumerate(walk.node_values))) for walk in walks]


def test_everything_is_on_the_paper(programs):
    lstms = (drawing for walk in (lstm(), transformer()) for drawing in opened(walk))
    for drawing in (*programs, *lstms):
        size = drawing.layout.width, drawing.layout.height
        drawn = np.concatenate([places(curve) for curve, _ in drawing.lines])
        assert (drawn >= 0).all(), drawing.plan.graph
        assert (drawn <= size).all(), drawing.plan.graph
        for box in drawing.layout.boxes.values():
            assert box.height / 2 <= box.y <= size[1] - box.height / 2
        homes = Homes(drawing.plan)
        frames = {frame.part.id: frame for frame in drawing.plan.frames}
        for frame in frames.values():
            around = homes.parent[frame.part.name]
            if around is not None:
                inner, outer = (drawing.layout.boxes[f.part.id] for f in (frame, around))
                apart = (outer.height - inner.height) / 2 - abs(outer.y - inner.y)
                assert apart >= FOOT - 0.01, (drawing.plan.graph, frame.part.name)


def test_a_line_beside_an_open_block_is_bent_as_it_was():
    """But for the few that go round what is opened, or from there to something that has stayed."""
    more = []
    for walk in (lstm(), transformer()):
        for drawing in opened(walk):
            more += [turns(now) - turns(was) for was, now in lines_before_and_after(drawing)]
    assert len(more) > 2000
    assert sum(n > 0 for n in more) < 0.05 * len(more)
    assert max(more) <= 4


def test_no_line_of_any_program_doubles_back(programs):
    """It goes as little to the left as it did where all is closed."""
    count = 0
    for drawing in programs:
        for before, after in lines_before_and_after(drawing):
            assert backward(after) <= backward(before) + 1, drawing.plan.graph
            count += 1
    assert count > 500


def test_no_line_of_any_program_runs_through_a_thing_and_no_two_overlap(programs):
    count = 0
    for drawing in programs:
        plan = drawing.plan
        passed = {frame.part.id for frame in plan.frames} | {end.id for end in plan.terminals}
        boxes = {n: b for n, b in drawing.layout.boxes.items() if n not in passed}
        names, sizes = list(boxes), np.array([(b.width, b.height) for b in boxes.values()])
        middles = np.array([(b.x, b.y) for b in boxes.values()])
        apart = np.abs(middles[:, None] - middles) - (sizes[:, None] + sizes) / 2
        assert ((apart < -1).all(axis=2).sum(axis=1) <= 1).all(), plan.graph
        for link, (curve, _) in zip(plan.links, drawing.lines, strict=True):
            inside = np.abs(places(curve)[:, None] - middles) - sizes / 2
            through = {names[n] for n in np.flatnonzero((inside < -2).all(axis=2).any(axis=0))}
            assert through <= {link.tail, link.head}, (plan.graph, link)
            count += 1
    assert count > 500


def shifted(grown, *, ties, **boxes):
    things = {name: Box(*box) for name, box in boxes.items()}
    return Shifts(things, [Tie(*tie) for tie in ties], grown, {})


CHAIN = {
    "w0": (0, 100, 40, 60),
    "w1": (0, 200, 40, 60),
    "o2": (100, 150, 40, 40),
    "w2": (200, 150, 40, 60),
    "o3": (300, 150, 40, 40),
}


def test_what_is_computed_goes_as_far_as_what_it_is_computed_from():
    """Where the port of what has been opened is 90 points lower, its frame begins so much higher,
    and all that follows stays as straight as it was."""
    ties = [("w0", "o2", 0, 90, 45), ("w1", "o2", 0, 190, -45), ("o2", "w2", 140), ("w2", "o3")]
    down = shifted({"o2": 300}, ties=ties, **CHAIN)
    assert down.by["o2"] == -90
    assert down.by["w2"] == down.by["o3"] == 50
    assert (down.by["w0"], down.by["w1"]) == (45, 55), "as high as the ports"


def test_what_is_given_is_no_nearer_to_its_neighbour_than_it_was():
    """They share the way where their ports are nearer to each other than they."""
    ties = [("w0", "o2", 0, 90, 45), ("w1", "o2", 0, 110, -45)]
    down = shifted({"o2": 300}, ties=ties, **CHAIN)
    assert (down.by["w0"], down.by["w1"]) == (10, 10)


def test_what_is_under_a_frame_goes_down_and_what_is_over_it_up():
    """No further than it must: what is beside it stays."""
    under = {"o4": (100, 230, 40, 40), "o5": (100, 70, 40, 40), "o6": (600, 400, 40, 40)}
    ties = [("w0", "o2", 0, 90, 45), ("o2", "w2", 140)]
    down = shifted({"o2": 300}, ties=ties, **CHAIN, **under)
    assert down.by["o5"] <= down.by["o2"] <= down.by["o4"] - 300
    assert (down.by["o5"], down.by["o2"], down.by["o4"]) == (-130, -130, 170), "shared"
    assert down.by["o6"] == 0


def test_a_line_goes_between_the_same_things_all_the_way():
    """It is over the middle one, which goes up; its ends stay."""
    boxes = {"o0": (0, 100, 20, 20), "w1": (150, 125, 40, 40), "o2": (300, 100, 20, 20)}
    down = shifted({}, ties=[("o0", "o2")], **boxes)
    curve = ((10, 100), (100, 100), (200, 100), (290, 100))
    assert bent(curve, Tie("o0", "o2"), (0, 0), down) == curve
    down.columns[1].stops = [(125, -30, -30)]
    made = bent(curve, Tie("o0", "o2"), (0, 0), down)
    points = places(made)
    assert points[:, 1].min() == pytest.approx(70)
    assert (points[np.abs(points[:, 0] - 150) <= 20, 1] < 70.02).all()
    assert (made[0], made[-1]) == (curve[0], curve[-1])
    assert backward(made) == 0


def test_a_level_line_turns_smoothly_however_its_handles_stand():
    """Graphviz may put both handles of a straight line at its start: no corner comes of it."""
    boxes = {"o0": (0, 100, 20, 20), "w1": (150, 125, 40, 40), "o2": (300, 100, 20, 20)}
    down = shifted({}, ties=[("o0", "o2")], **boxes)
    down.columns[1].stops = [(125, -30, -30)]
    for knot in (20, 60, 95, 105, 128):
        start = [(10, 100), (12, 100), (knot - 1, 100), (knot, 100)]
        curve = (*start, (knot, 100), (knot, 100), (290, 100))
        way = np.diff(places(bent(curve, Tie("o0", "o2"), (0, 0), down)), axis=0)
        way = way[np.hypot(*way.T) > 0.5]
        steep = np.degrees(np.arctan2(way[:, 1], way[:, 0]))
        assert np.abs(np.diff(steep)).max() < 20, knot


def test_a_line_is_level_under_what_has_been_opened_and_keeps_its_shape_beside_it():
    (growth,) = _growths([(100, 200, 2000)])
    assert (growth.middle, growth.by) == (150, 1900)
    sloping = ((0, 0), (100, 30), (200, 70), (300, 100))
    (made,) = _led({0: sloping}, [growth]).values()
    drawn, was = places(made), places(sloping)
    beside = [(drawn[:, 0] <= 100, 0), (drawn[:, 0] >= 2100, 1900)]
    for here, by in beside:
        x, y = drawn[here].T
        assert len(x) > 10
        assert y == pytest.approx(np.interp(x - by, *was.T), abs=0.1)
    under = drawn[(drawn[:, 0] >= 150) & (drawn[:, 0] <= 2050)]
    assert len(under) > 30
    assert np.ptp(under[:, 1]) < 1e-9
    assert backward(made) == 0


def test_lines_that_cross_under_what_has_been_opened_are_apart_there():
    """However near to its middle they crossed: on one another for so long, nobody could tell them
    apart. Others stay."""
    growths = _growths([(100, 200, 2000)])
    down, up = (
        ((0, 0), (100, 30), (200, 70), (300, 100)),
        ((0, 101), (100, 70), (200, 30), (300, 0)),
    )
    level = ((0, 300), (100, 300), (200, 300), (300, 300))
    first, second, other = (
        places(np.array(m)) for m in _led({0: down, 1: up, 2: level}, growths).values()
    )
    heights = [np.interp(1000, *line.T) for line in (first, second, other)]
    assert np.diff(heights[:2]) == pytest.approx(APART)
    assert np.mean(heights[:2]) == pytest.approx(50.0625)
    assert heights[2] == 300


def test_what_is_opened_in_one_column_grows_as_one():
    """As far as the one that ends last; what is beside has its own."""
    growths = _growths([(20, 80, 400), (0, 100, 300), (200, 260, 60)])
    assert [(one.left, one.right, one.by) for one in growths] == [(0, 100, 320), (200, 260, 0)]


def on_one_another(drawing):
    """The pairs of lines from different things to different things that nobody can tell apart."""
    links, drawn = drawing.plan.links, []
    for curve, _ in drawing.lines:
        x, y = places(curve).T
        order = np.argsort(x, kind="stable")
        across = np.arange(np.ceil(x.min()), x.max())
        drawn.append(
            (
                x.min(),
                dict(zip(across.astype(int), np.interp(across, x[order], y[order]), strict=True)),
            )
        )
    for (one, (_, a)), (other, (_, b)) in combinations(zip(links, drawn, strict=True), 2):
        if {one.tail, one.head} & {other.tail, other.head}:
            continue
        near = [x for x in a.keys() & b.keys() if abs(a[x] - b[x]) < 2]
        if len(near) > 40 and max(near) - min(near) < 1.5 * len(near):
            yield one, other


def test_no_two_lines_run_on_one_another(programs):
    for walk in (lstm(), transformer()):
        for drawing in opened(walk):
            assert not [*on_one_another(drawing)]
    half = lstm().opened("lstm_cell", "lstm_cell_2")
    assert not [*on_one_another(canvas(half.graph, dict(enumerate(half.node_values))))]
    for drawing in programs:
        assert not [*on_one_another(drawing)], drawing.plan.graph


def test_what_turns_back_goes_no_further_back_than_it_did():
    """However much further its ends are apart."""
    turning = [0, 10, 40, 70, 60, 60, 60, 70, 90, 100]
    for sign in (1, -1):
        old = [sign * y for y in turning]
        made = between(old, (0, sign * 1000))
        assert astray([(0, y) for y in made]) == pytest.approx(astray([(0, y) for y in old]))
