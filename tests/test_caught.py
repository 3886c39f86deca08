"""A traced function that catches a refusal goes another way than with numbers, and is refused."""

import numpy as np
import pytest

import backprop_viz as bv


def _branch(x):
    try:
        return 2 * x if x > 0 else x
    except Exception:
        return 100 * x


def _number(x):
    try:
        return float(x) * 2
    except TypeError:
        return 100 * x


def _spread(x):
    try:
        return np.std(x)
    except TypeError:
        return 100 * np.sum(x)


def _asked(x):
    return x.std() if hasattr(x, "std") else np.sum(x)


def _shape(x):
    return x / x.shape[0] if hasattr(x, "shape") else x


def _length(x):
    try:
        count = len(x)
    except TypeError:
        count = 1
    return np.sum(x) / count


def _fallen_back(x):
    return getattr(x, "cumsum", lambda: x)()


@pytest.mark.parametrize(
    "function", [_branch, _number, _spread, _asked, _shape, _length, _fallen_back]
)
def test_a_refusal_that_is_caught_is_heard(function):
    with pytest.raises(bv.GraphError):
        bv.graph(function)


def test_what_no_array_has_may_be_asked_for():
    graph = bv.graph(lambda x: x.backward() if hasattr(x, "backward") else 3 * x)
    assert graph.walk(x=2).output == 6


def test_what_was_asked_for_is_known_where_the_shape_is():
    assert bv.graph(_length, like={"x": (4,)}).walk(x=[1, 2, 3, 6]).output == 3
    assert bv.graph(_shape, like={"x": (2,)}).walk(x=[1, 2]).output.tolist() == [0.5, 1]


def test_a_refusal_before_or_after_a_trace_changes_nothing():
    x = bv.variable("x")
    with pytest.raises(bv.GraphError):
        bool(x > 0)
    assert bv.graph(lambda x: 2 * x).walk(x=1).output == 2
