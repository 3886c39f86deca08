"""The signs of equations: = where the printed numbers give the printed result, ≈ elsewhere."""

import random
import re
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.spell.numbers import format_number
from backprop_viz.tell.story import story

THIRDS = bv.graph("u = a/3; v = a/3; f = u + v")


@pytest.mark.parametrize(
    ("source", "inputs", "step", "said", "latex"),
    [
        ("u = a/3; f = 3*u", {"a": 1}, 2, "3 × 0.3333 ≈ 1", r"3 \cdot 0.3333 \approx 1"),
        ("u = a/3; f = 2.5*u", {"a": 4}, 2, "2.5 × 1.333 = 3.333", "= 3.333"),  # a tie
        ("a/3", {"a": 1}, 1, "1 ÷ 3 = 0.3333", r"\frac{1}{3} = 0.3333"),
        ("sigmoid(x)", {"x": 1}, 1, "sigmoid(1) = 0.7311", r"\sigma(1) = 0.7311"),
        ("u = a/3; f = u - 1/3", {"a": 1}, 3, "0.3333 − 0.3333 = 0", "= 0"),
        ("u = x/3; f = u*x", {"x": [1, 4]}, 2, "⊙ [1, 4] ≈ [0.3333, 5.333]", r"\approx \begin{"),
        ("u = x/3; f = sum(u)", {"x": [1, 1]}, 2, "sum([0.3333, 0.3333]) ≈ 0.6667", r"\approx 0"),
        ("u = x/3; f = sum(u)", {"x": np.ones(20)}, 2, "sum(20 ‖1.491‖) = 6.667", "= 6.667"),
        ("u = x/3; f = 3*u", {"x": np.inf}, 2, "3 × ∞ = ∞", r"\infty = \infty"),
    ],
)
def test_the_sign_says_whether_the_printed_numbers_give_it(source, inputs, step, said, latex):
    told = bv.graph(source).walk(inputs).steps[step]
    assert said in told.sentence()
    assert latex in told.latex


def test_the_way_back():
    walk = THIRDS.walk(a=1)
    assert walk.steps[-1].sentence().endswith("0.3333 + 0.3333 ≈ 0.6667, now complete.")
    assert walk.steps[-1].latex.endswith(r"= 0.3333 + 0.3333 \approx 0.6667")
    assert story(walk, 0, len(walk.steps) - 1).latex.endswith(r"0.3333 + 0.3333 \approx 0.6667")
    assert walk.with_digits(9).steps[-1].latex.endswith(r"\approx 0.666666667")
    local = bv.graph("u = x/3; v = 3/u; f = 2*v").walk(x=2).steps[-2].latex
    assert r"\frac{3}{0.6667^2}\right) \cdot 2 \approx -6.75 \cdot 2 = -13.5" in local
    local = bv.graph("u = x/3; f = log(u)*3").walk(x=2).steps[-2]
    assert r"\frac{1}{0.6667} \cdot 3 = 1.5 \cdot 3 = 4.5" in local.latex
    assert "1.5 · 3 = 4.5" in local.sentence()


def test_what_is_exact_has_no_other_sign():
    walk = bv.graph("p = w*x; y = p + b; f = (y' - y)**2").walk(w=3, x=2, b=1, y_=5)
    assert not any("≈" in step.sentence() or "approx" in step.latex for step in walk.steps)


NUMBER = r"\(?(−?\d+(?:\.\d+)?(?:e−?\d+)?)\)?"
LINE = re.compile(rf"{NUMBER} ([+−×]) {NUMBER} ([=≈]) {NUMBER}")
REST = {"+": Decimal.__add__, "−": Decimal.__sub__, "×": Decimal.__mul__}


def test_decimals_agree():
    """Of sums, differences and products, by exact arithmetic on the printed text."""
    chance, seen = random.Random(5), {"=": 0, "≈": 0}
    graph = bv.graph("u = a/7; p = u*b; q = p + u; r = q - p; f = r*q")
    for _ in range(60):
        walk = graph.walk(a=chance.uniform(-9, 9), b=10 ** chance.uniform(-3, 3))
        for step in walk.steps[2:6]:
            line = LINE.search(step.sentence())
            assert line, step.sentence()
            one, sign, other, told, result = line.groups()
            made = REST[sign](*(Decimal(text.replace("−", "-")) for text in (one, other)))
            ways = (ROUND_HALF_UP, ROUND_HALF_DOWN)
            rounded = {format_number(float(Context(4, way).plus(made))) for way in ways}
            assert (result in rounded) == (told == "="), step.sentence()
            seen[told] += 1
    assert min(seen.values()) > 20
