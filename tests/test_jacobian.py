"""The Jacobian of a step: what its row passes back, laid out with the value's entries first."""

from __future__ import annotations

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.core.expression import apply
from backprop_viz.core.ops import OPS
from backprop_viz.words import LANGUAGES

SHAPES = {1: [((),), ((3,),), ((2, 3),)], 2: [((2, 3), (3,)), ((2, 3), (3, 2)), ((), (2,))]}


def steps(walk):
    return [step for step in walk.steps if step.kind == "backward"]


def test_of_a_product_of_matrices():
    walk = bv.graph("Z = X @ W; f = sum(Z**2)").walk(X=[[1, 2], [3, 4]], W=[[1, 0, 2], [0, 1, -1]])
    step = next(step for step in steps(walk) if step.operand == "W")
    found = step.jacobian()
    assert found.value.shape == (2, 3, 2, 3)
    assert found.matrix.shape == (6, 6)
    for i, j, k, l in np.ndindex(2, 3, 2, 3):  # noqa: E741
        assert found.value[i, j, k, l] == (walk.inputs["X"][i, k] if j == l else 0)
    back = np.tensordot(step.upstream, found.value, axes=2)
    np.testing.assert_allclose(back, step.contribution)
    assert (found.of, found.by) == ("Z", "W")
    assert found.layout == found.sentence("en")
    assert "numerator layout: the entry [i, j, k, l] is ∂Z[i, j]/∂W[k, l]" in found.layout
    assert "∂Z[i, j]/∂W[k, l]" in found.sentence("ja")
    assert repr(found).startswith("<numerator layout")
    assert not found.value.flags.writeable


@pytest.mark.parametrize("row", OPS.values(), ids=OPS)
def test_of_every_row_it_agrees_with_differences(row):
    chance = np.random.default_rng(7)
    for shapes in SHAPES.get(row.arity, []):
        op = row.choose(*row.tried[-1])
        given = [
            chance.uniform(low, high, shape)[()]
            for (low, high), shape in zip(row.sample, shapes, strict=True)
        ]
        names = "ab"[: row.arity]
        try:
            made = apply(op, *map(bv.variable, names))
            walk = bv.Graph.build([], made).walk(dict(zip(names, given, strict=True)))
        except ValueError:
            continue
        for step in steps(walk):
            found, place = step.jacobian(), step.position
            own = np.shape(given[place])
            assert np.shape(found.value) == (*np.shape(walk.output), *own)
            if not op.carries([place], *map(np.shape, given)):  # it is none of a label
                assert not np.any(found.value)
                continue
            for at in np.ndindex(own):
                ends = []
                for h in (1e-6, -1e-6):
                    moved = [np.array(one) for one in given]
                    moved[place][at] += h
                    ends.append(op.forward(*(one[()] for one in moved)))
                slope = (ends[0] - ends[1]) / 2e-6
                column = np.asarray(found.value)[(..., *at)]
                np.testing.assert_allclose(column, slope, rtol=1e-5, atol=1e-7)
            axes = np.ndim(walk.output)
            back = np.tensordot(step.upstream, found.value, axes=axes)
            np.testing.assert_allclose(back, step.contribution, rtol=1e-12, atol=1e-13)


def test_of_numbers_it_is_the_slope():
    walk = bv.graph("f = w*x").walk(w=3, x=2)
    found = steps(walk)[0].jacobian()
    assert found.value == 2.0
    assert found.matrix.tolist() == [[2.0]]
    assert found.layout == "the slope ∂f/∂w, one number"


def test_an_infinite_slope_stays_at_its_place():
    walk = bv.graph("f = sqrt(x)").walk(x=[0.0, 1.0])
    assert steps(walk)[0].jacobian().value.tolist() == [[np.inf, 0.0], [0.0, 0.5]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_other_steps_there_is_none(lang):
    walk = bv.graph("f = w*x").walk(w=3, x=2)
    for step in (0, 1, 2):
        with pytest.raises(bv.InputError, match="from step 3 on") as caught:
            walk.steps[step].jacobian()
        assert str(step) in caught.value.say(lang)
    with pytest.raises(bv.InputError, match="no steps backward"):
        bv.graph("f = 2*3").walk().steps[0].jacobian()


def test_too_large_a_one_is_refused():
    walk = bv.graph("f = sum(X * 2)").walk(X=np.ones((50, 50)))
    large = steps(walk)[-1]
    with pytest.raises(bv.InputError, match="6,250,000 numbers, and at most 4,000,000"):
        large.jacobian()
    assert steps(walk)[0].jacobian().value.shape == (50, 50)
    wide = bv.graph("f = X @ a").walk(X=np.ones((3000, 1)), a=np.ones((1, 1)))
    with pytest.raises(bv.InputError, match="9,000,000"):
        steps(wide)[-1].jacobian()
    assert steps(bv.graph("X * a").walk(X=np.ones(10**6), a=2.0))[-1].jacobian().value.all()


def test_a_closed_block_has_none_until_it_is_opened():
    walk = bv.graph("s = softmax(x)").walk(x=[1, 2, 3])
    with pytest.raises(bv.InputError, match=r"closed block softmax.*walk.opened\('softmax'\)"):
        walk.steps[-1].jacobian()
    with pytest.raises(bv.InputError, match="step 2 does not go backward"):
        walk.steps[2].jacobian()
