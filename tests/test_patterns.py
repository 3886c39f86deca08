"""Which shapes go together, as a line of text says it."""

import json
import shutil
import subprocess

import pytest

import needs
from backprop_viz.arithmetic.patterns import asked, first_off
from backprop_viz.browser.javascript import STATIC

LINEAR = "x (..., n), weight (m, n) or (n), bias stretched to (..., m)"
GATES = "x (..., n), h (..., m), w (4 m, n), b stretched to (4 m)"
ATTENTION = "q (*, l, d), k (*, s, d), v (*, s, e), mask stretched to (*, l, s)"


CASES = [
    (LINEAR, {"x": (2,), "weight": (4, 2), "bias": (4,)}, None),
    (LINEAR, {"x": (5, 3, 2), "weight": (4, 2), "bias": (3, 1)}, None),
    (LINEAR, {"x": (2,), "weight": (4, 2), "bias": (3, 1)}, "bias"),
    (LINEAR, {"x": (0, 2), "weight": (4, 2), "bias": ()}, None),
    (LINEAR, {"x": (3, 2), "weight": (2,)}, None),
    (LINEAR, {"x": (3, 2), "weight": (2,), "bias": (1,)}, "bias"),
    (LINEAR, {"x": (3, 2), "weight": (4, 3)}, "weight"),
    (LINEAR, {"x": (2,), "weight": (4, 2), "bias": ()}, None),
    ("x (..., n), weight (n)", {"x": (2, 3), "weight": ()}, None),
    (GATES, {"x": (2,), "h": (3,), "w": (12, 2), "b": (12,)}, None),
    (GATES, {"x": (5, 2), "h": (5, 3), "w": (12, 2), "b": (1,)}, None),
    (GATES, {"x": (5, 2), "h": (1, 3), "w": (12, 2)}, "h"),
    (GATES, {"x": (2,), "h": (3,), "w": (9, 2)}, "w"),
    (GATES, {"x": (2,), "w": (9, 2)}, "w"),
    (ATTENTION, {"q": (5, 2, 3), "k": (1, 4, 3), "v": (4, 6), "mask": (1, 4)}, None),
    (ATTENTION, {"q": (5, 2, 3), "k": (6, 4, 3), "v": (4, 6)}, "k"),
    (ATTENTION, {"q": (2, 3), "k": (4, 3), "v": (4, 6), "mask": (5, 2, 4)}, "mask"),
    ("x (b, n), b > 1", {"x": (1, 3)}, "x"),
    ("x (b, n), b > 1", {"x": (2, 3)}, None),
    ("x (b, n, h, w), b h w > 1", {"x": (1, 3, 1, 2)}, None),
    ("x (b, n, h, w), b h w > 1", {"x": (1, 3, 1, 1)}, "x"),
    ("x (b, n), b > 1", {}, None),
]


@pytest.mark.parametrize(("text", "shapes", "off"), CASES)
def test_shapes_that_go_together(text, shapes, off):
    assert first_off(text, shapes) == off


def test_a_form_may_be_of_values():
    text = "z (..., n), y (...) or sums to 1"
    shapes = {"z": (2, 3), "y": (2, 3)}
    for row, is_of in (([0.5, 0.25, 0.25], True), ([0.5, 0.5, 0.5], False)):
        assert (first_off(text, shapes, lambda name, row=row: [row, row]) is None) == is_of
    assert first_off(text, {"z": (2, 3), "y": (2,)}) is None


def test_the_browser_knows_them_too():
    node = shutil.which("node") or needs.missing("Node is not installed")
    cases = [
        [
            [[one.name or None, one.forms] for one in asked(text) if one.name in {*shapes, ""}],
            shapes,
            off is None,
        ]
        for text, shapes, off in CASES
    ]
    parts = [(STATIC / f"{name}.js").read_text("utf-8") for name in ("arrays", "patterns")]
    script = (
        "\n".join(parts)
        + f"""
      const found = {json.dumps(cases)}.map(([asked, shapes, fits]) =>
        goWith(asked, (port) => shapes[port]) === fits);
      console.log(JSON.stringify(found));
    """
    )
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [True] * len(CASES)
