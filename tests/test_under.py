"""The shapes under the factors of a product of arrays, in mathematics and as it is set."""

from __future__ import annotations

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.media.formula import typeset


def told(x, w):
    walk = bv.graph("z = x @ w; f = sum(z)").walk(x=np.ones(x), w=np.ones(w))
    return [step.latex for step in walk.steps if step.place.name == "z" and step.index]


@pytest.mark.parametrize(
    ("x", "w", "forward", "to_x", "to_w"),
    [
        ((4, 3), (3, 5), ("4x5", "4x3", "3x5"), ("4x3", "4x5", "5x3"), ("3x5", "3x4", "4x5")),
        ((3,), (3, 5), ("5", "3", "3x5"), ("3", "5", "5x3"), ("3x5", "3", "5")),
        ((4, 3), (3,), ("4", "4x3", "3"), ("4x3", "4", "3"), ("3", "3x4", "4")),
        ((3,), (3,), ("", "3", "3"), ("3", "", "3"), ("3", "3", "")),
        (
            *((2, 4, 3), (3, 5), ("2x4x5", "2x4x3", "3x5")),
            *(("2x4x3", "2x4x5", "5x3"), ("3x5", "2x3x4", "2x4x5")),
        ),
    ],
)
def test_every_factor_and_the_product_have_their_shapes(x, w, forward, to_x, to_w):
    def under(shape, latex):
        sizes = shape.replace("x", r" \times ")
        return rf"\underset{{{sizes}}}{{{latex}}}" if shape else latex

    def slope(of):
        return rf"\frac{{\partial f}}{{\partial {of}}}"

    steps = told(x, w)
    wanted = (
        (forward, "z", "x", "w"),
        (to_x, slope("x"), slope("z"), r"w^{\top}"),
        (to_w, slope("w"), r"x^{\top}", slope("z")),
    )
    for latex, (shapes, goal, left, right) in zip(steps, wanted, strict=True):
        left, right = (under(*pair) for pair in zip(shapes[1:], (left, right), strict=True))
        product = rf"{left} \cdot {right}"
        if latex.count("sum"):
            product = rf"\operatorname{{sum}}\left({product}\right)"
        assert latex.startswith(f"{under(shapes[0], goal)} = {product} = ")
        assert "underset" not in latex.partition(product)[2]  # numbers tell their own


def test_a_part_of_a_gradient_has_its_shape_too():
    walk = bv.graph("z = x @ x; f = sum(z)").walk(x=np.ones((2, 2)))
    assert walk.steps[-1].latex.startswith(r"\underset{2 \times 2}{\left.\frac{\partial f}")


def test_other_operations_have_none():
    walk = bv.graph("f = sum(relu(x*w) + x.T.T)").walk(x=np.ones((2, 2)), w=np.ones((2, 2)))
    assert not any("underset" in step.latex for step in walk.steps)


def test_it_is_set_in_the_middle_below():
    plain, sized = (typeset(latex, 20) for latex in ("x", r"\underset{3 \times 4}{x}"))
    assert sized.width > plain.width
    assert sized.below > plain.below + 10
    assert sized.above == plain.above
    assert "underset" not in sized.svg
    assert "×" in sized.svg


def test_it_is_set_in_every_medium(tmp_path):
    walk = bv.graph("z = x @ w; f = sum(z)").walk(x=np.ones((4, 3)), w=np.ones((3, 2)))
    for ending in ("svg", "tex", "md"):
        made = walk.save(tmp_path / f"a.{ending}", **({"caption": True} if ending == "svg" else {}))
        assert (r"\underset" in made.read_text("utf-8")) is (ending != "svg")
