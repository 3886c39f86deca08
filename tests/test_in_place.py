"""What a Python function writes in place, and NumPy's and SymPy's functions: theirs, or refused."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

import backprop_viz as bv
from backprop_viz.errors import GraphError


def another_name(x):
    y = x
    y += 1
    return x * y


def what_it_is_a_view_of(x):
    y = x.T
    y *= 2
    return x


def a_row(x):
    row = x[0]
    row -= 1
    return x


def another_view(x):
    first, whole = x[0], x.reshape(-1)
    first /= 2
    return whole


def a_view_of_a_view(x):
    h = x * 1
    h **= 2
    part = h[:, 1:][0]
    part += 1
    return h * x


def in_a_list(x):
    both = [x, x]
    both[0] += 1
    return both[1]


def all_axes_between(x):
    last, first = x[..., 1], x[1, :]
    last += 1
    return first


def the_same_row_twice(x):
    one, other = x[1], x[1]
    one @= np.eye(2)
    return other


def rows_of_a_loop(x):
    for row in x:
        row *= 2
    return x


OTHER = (
    *(another_name, what_it_is_a_view_of, a_row, another_view, a_view_of_a_view, in_a_list),
    *(all_axes_between, the_same_row_twice, rows_of_a_loop),
)


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("function", OTHER)
def test_what_shares_entries_with_what_was_written_over_is_refused(function, is_known):
    is_known = is_known or function is rows_of_a_loop  # else they are not known at all
    with pytest.raises(GraphError, match=r"y = y \+ x in place of y \+= x"):
        bv.graph(function, like={"x": (2, 2)} if is_known else None)


def bound_again(x):
    x += 1
    x *= x
    return x[0] * x[1]


def grown_in_a_loop(x):
    h = x * 1
    for _ in range(3):
        h += np.tanh(h)
    return h * x


def under_its_new_name(x):
    h = 2 * x
    h -= 1
    g = h
    g *= 2
    return g


def rows_that_are_apart(x):
    one, other = x[0], x[1]
    one += other
    return one * other


def a_copy(x):
    rows = x[[0, 1]]
    rows += 1
    return rows * x


def a_view_made_afterwards(x):
    h = x * 1
    h += 1
    row, turned = h[0], h.T
    return row * turned


SAME = (
    *(bound_again, grown_in_a_loop, under_its_new_name, rows_that_are_apart, a_copy),
    a_view_made_afterwards,
)


@pytest.mark.parametrize("function", SAME)
@pytest.mark.parametrize("is_known", [True, False])
def test_what_is_not_touched_is_what_numpy_computes(function, is_known):
    x = np.array([[0.3, -0.7], [1.1, 0.2]])
    graph = bv.graph(function, like={"x": (2, 2)} if is_known else None)
    np.testing.assert_allclose(graph.walk(x=x).output, function(x.copy()), rtol=1e-14)


def test_a_number_is_never_written_to():
    def both(x, y):
        total = x
        total += y
        first = y
        first *= 3
        return total * x + first

    with pytest.raises(GraphError, match=r"bv.graph\(f, like="):
        bv.graph(both)
    walk = bv.graph(both, like={"x": 2.0, "y": ()}).walk(y=3)
    assert walk.output == both(2.0, 3.0) == 19
    x, y = bv.variables("x y")  # a symbol is no array
    assert bv.graph(both(x, y)).walk(x=2, y=3).output == 19


def test_an_entry_of_a_vector_is_a_number():
    def entries(x):
        found = x[0]
        found += x[1]
        return found * x[0]

    with pytest.raises(GraphError):
        bv.graph(entries)
    walk = bv.graph(entries, like={"x": [2.0, 3.0]}).walk()
    assert walk.output == entries(np.array([2.0, 3.0])) == 10


DOTS = {
    "np.dot": lambda a, b: np.dot(a, b),
    ".dot": lambda a, b: a.dot(b),
}


@pytest.mark.parametrize("name", DOTS)
@pytest.mark.parametrize("is_known", [True, False])
def test_dot_is_numpy_s_or_refused(name, is_known):
    """Of a stack of matrices as the second operand ``dot`` is not ``@``."""
    function = DOTS[name]
    for shapes in (((3,), (3,)), ((2, 3), (3,)), ((2, 3), (3, 4)), ((5, 2, 3), (3, 4))):
        a, b = map(np.ones, shapes)
        graph = bv.graph(function, like=shapes if is_known else None)
        np.testing.assert_array_equal(graph.walk(a=a, b=b).output, np.dot(a, b))
    shapes = (2, 3), (2, 3, 2)
    with pytest.raises((GraphError, bv.InputError), match="dot multiplies vectors and matrices"):
        bv.graph(function, like=shapes if is_known else None).walk(
            a=np.ones(shapes[0]), b=np.ones(shapes[1])
        )


def test_dot_of_stacks_in_a_text_and_of_numbers_is_refused_too():
    a, b = np.ones((2, 3)), np.ones((2, 3, 2))
    with pytest.raises(bv.InputError, match="dot multiplies"):
        bv.graph("np.dot(a, b)").walk(a=a, b=b)
    with pytest.raises(GraphError, match="dot multiplies"):
        bv.dot(a, b)


EXACT = {
    **{name: [getattr(np, name)] for name in ("log1p", "expm1", "arcsinh", "arctanh")},
    **{name: [getattr(np, name), 0.3] for name in ("hypot", "logaddexp")},
}


@pytest.mark.parametrize("name", EXACT)
def test_numpy_s_functions_keep_its_digits(name):
    function, *other = EXACT[name]
    graph = bv.graph(lambda x: function(x, *other))
    for x in (1e-300, 1e-20, -1e-20, 1e-9, -0.7, 0.99, 0.0):
        np.testing.assert_allclose(graph.walk(x=x).output, function(x, *other), rtol=1e-13)
        assert graph.walk(x=x).check().ok


@pytest.mark.parametrize("name", ["asinh", "acosh", "atanh", "erfc"])
def test_sympy_s_functions_of_these_names_are_read(name):
    x = sympy.Symbol("x")
    at = 1.25 if name == "acosh" else 0.25
    walk = bv.graph(getattr(sympy, name)(x)).walk(x=at)
    assert walk.graph.operations[-1].op.name == name
    assert walk.output == pytest.approx(float(getattr(sympy, name)(at)), rel=1e-14)
    assert walk.check().ok
