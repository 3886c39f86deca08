"""Several wires that lead into a closed block from far above and below have room in front of it."""

from itertools import pairwise

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.draw.fans import MOST, STEEP
from backprop_viz.draw.layout import lay_out
from backprop_viz.draw.picture import planned
from backprop_viz.draw.places import MARGIN

NAMES = [f"w{n}" for n in range(9)]


@pytest.fixture(scope="module")
def walk():
    text = f"f({', '.join(NAMES)}) = {' + '.join(NAMES)}\nsum(f({', '.join(NAMES)}) * z)"
    return bv.graph(text).walk({name: np.ones((4, 4)) for name in (*NAMES, "z")})


def drawn(walk):
    plan = planned(walk.graph, dict(enumerate(walk.node_values)))
    return plan, lay_out(plan)


def test_they_keep_their_order_on_the_way(walk):
    plan, layout = drawn(walk)
    (name,) = plan.parts
    ways = [c for link, c in zip(plan.links, layout.curves, strict=True) if link.head == name]
    assert len(ways) == len(NAMES)
    for share in np.linspace(0, 1, 21):
        a, b, c, d = (1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2, share**3
        points = [np.array(way[-4:]).T @ [a, b, c * (1 - share), d] for way in ways]
        assert len({round(x, 6) for x, _ in points}) == 1
        assert all(above < below for (_, above), (_, below) in pairwise(points))


def test_there_is_as_much_room_as_the_steepest_needs(walk):
    plan, layout = drawn(walk)
    (name,) = plan.parts
    boxes = layout.boxes
    tails = [boxes[link.tail] for link in plan.links if link.head == name]
    gap = boxes[name].x - boxes[name].width / 2 - max(b.x + b.width / 2 for b in tails)
    steepest = max(abs(b.y - boxes[name].y) for b in tails)
    assert min(MOST, steepest / STEEP) * 0.8 < gap < MOST + 20
    right = max(box.x + box.width / 2 for box in boxes.values())
    assert 0 <= layout.width - MARGIN - right < 2
    for box in boxes.values():
        for other in boxes.values():
            across, down = abs(box.x - other.x), abs(box.y - other.y)
            is_apart = across >= (box.width + other.width) / 2 - 1
            assert box is other or is_apart or down >= (box.height + other.height) / 2 - 1


def test_opening_and_closing_again_gives_every_place_back(walk):
    before = drawn(walk)[1]
    opened = drawn(walk.opened())[1]
    assert opened.boxes.keys() > before.boxes.keys() - {*drawn(walk)[0].parts}
    assert drawn(walk.opened().closed())[1] == before


def test_a_picture_without_such_a_bundle_stays_as_graphviz_has_made_it():
    plan, layout = drawn(bv.graph("f(x) = sin(x)*x\nf(a) + f(b)").walk(a=1, b=2))
    assert plan.parts
    assert not any(curve[-3][0] == curve[-2][0] for curve in layout.curves)
