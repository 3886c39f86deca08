"""Lines beside what has been opened: they go with their ends, and a small bend stays small."""

from itertools import pairwise

import numpy as np
import pytest

import backprop_viz as bv
import block_programs
from backprop_viz.draw.bent import Beside, between
from backprop_viz.draw.framed import levels
from backprop_viz.draw.layout import without_frames
from backprop_viz.draw.picture import canvas
from backprop_viz.draw.places import Box
from benchmarks.pages import transformer
from block_programs import every

LSTM = "\n".join(f"h{n}, c{n} = lstm_cell(x{n}, h{n - 1}, c{n - 1}, W, U, b)" for n in range(1, 6))


def lstm():
    numbers = {f"x{n}": [[0.5, -1.0]] for n in range(1, 6)}
    numbers |= {"h0": [[0.1, 0.2]], "c0": [[0.0, 0.3]]}
    weights = [[0.1 * i, -0.2] for i in range(8)]
    graph = bv.graph(f"{LSTM}\nsum(h5)", parameters="W U b")
    return graph.walk(numbers | {"W": weights, "U": weights, "b": [0.1] * 8})


def backward(curve):
    """How far it goes to the left."""
    t = np.linspace(0, 1, 33)
    ways = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    found = 0.0
    for n in range(0, len(curve) - 1, 3):
        across = sum(way * x for way, (x, _) in zip(ways, curve[n : n + 4], strict=True))
        found += np.clip(-np.diff(across), 0, None).sum()
    return found


def astray(curve):
    """How far they go up and down beyond what leads from one end to the other."""
    heights = [y for _, y in curve]
    way = sum(abs(b - a) for a, b in pairwise(heights))
    return way - abs(heights[-1] - heights[0])


def lines_before_and_after(graph, values):
    """Each line where what stands beside it is closed, and as it is drawn."""
    drawing = canvas(graph, values)
    before, waiting = {}, [levels(drawing.plan, without_frames)]
    while waiting:
        level = waiting.pop()
        before |= level.lines
        waiting += level.inner
    for number, (curve, _) in enumerate(drawing.lines):
        yield before[number][0], curve


def test_no_line_beside_an_open_block_becomes_a_spike():
    """Neither where one is open nor where all are: what was a small bend is one still."""
    walk = lstm()
    values, count = dict(enumerate(walk.node_values)), 0
    for name in (None, *(block.name for block in every(walk.graph.blocks))):
        graph = walk.graph.opened(name) if name else walk.graph.opened()
        for before, after in lines_before_and_after(graph, values):
            assert astray(after) <= astray(before) + 20
            count += len(after) > 4
    assert count > 500


def test_no_line_of_any_program_doubles_back():
    """It goes as little to the left as it did where all is closed."""
    count = 0
    for one in block_programs.programs(31, 60):
        walk = one.view.walk(one.at)
        values = dict(enumerate(walk.node_values))
        for before, after in lines_before_and_after(walk.graph, values):
            assert backward(after) <= backward(before) + 1, one
            count += 1
    assert count > 500


def beside(blocked):
    """Two things beside one that has grown from 40 to 400 points, and one that may be between."""
    before = {"a": Box(0, 90, 20, 20), "b": Box(300, 110, 20, 20), "grown": Box(500, 100, 40, 40)}
    after = {**before, "a": Box(0, 180, 20, 20), "b": Box(300, 380, 20, 20)}
    after["grown"] = Box(500, 280, 40, 400)
    if blocked:
        before["c"], after["c"] = Box(150, 91, 40, 4), Box(150, 190, 40, 60)
    return Beside(before, after, [(80, 120)], lambda y: 80 + 10 * (y - 80))


CURVE = ((10, 90), (60, 90), (90, 86), (150, 86), (210, 86), (240, 110), (290, 110))


def heights(blocked):
    sides = [x for x, _ in CURVE]
    return beside(blocked).heights(CURVE, sides, (180, 380), ("a", "b"))


def test_a_small_bend_stays_small():
    """It is 4 points over its first end; everything at that height goes ten times as far."""
    assert min(heights(blocked=False)) == pytest.approx(176)


def test_a_line_goes_round_what_stands_in_its_way():
    """So it goes as far as it must."""
    free, round_it = heights(blocked=False), heights(blocked=True)
    assert max(free[2:5]) == pytest.approx(176), "where the other would stand, from 160 to 220"
    assert max(round_it[2:5]) < 160
    assert round_it[0] == free[0]
    assert round_it[-1] == free[-1]


def test_a_line_under_an_open_block_goes_straight_there():
    """Whether it is free is looked at where it will be, which is not where all goes."""
    walk = transformer()
    values = dict(enumerate(walk.node_values))
    graph = walk.graph.opened("block", "block.multi_head")
    for before, after in lines_before_and_after(graph, values):
        assert astray(after) <= astray(before) + 20


def test_what_turns_back_goes_no_further_back_than_it_did():
    """However much further its ends are apart."""
    turning = [0, 10, 40, 70, 60, 60, 60, 70, 90, 100]
    for sign in (1, -1):
        old = [sign * y for y in turning]
        made = between(old, (0, sign * 1000))
        assert astray([(0, y) for y in made]) == pytest.approx(astray([(0, y) for y in old]))
