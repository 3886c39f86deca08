"""What an input may be: a number of any kind, right or refused by name."""

import array
import importlib
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy

import backprop_viz as bv
from needs import library


def imported(name):
    library(name)
    return importlib.import_module(name)


def numbers_of_many_kinds():
    half = Fraction(1, 2)
    yield from ((True, 1.0), (np.bool_(False), 0.0), (half, 0.5), (Decimal("0.1"), 0.1))
    yield from ((np.float32(0.1), float(np.float32(0.1))), (np.float16(0.5), 0.5), (2**60, 2.0**60))
    yield from ((np.int8(-3), -3.0), (np.uint64(2**63), 2.0**63), (np.longdouble(0.5), 0.5))
    yield from ((np.array(2.5), 2.5), (math.nan, math.nan), (Decimal("inf"), math.inf))
    yield from ((sympy.Rational(1, 4), 0.25), (sympy.pi, math.pi), (sympy.oo, math.inf))
    yield from ((range(3), [0, 1, 2]), ((1, 2), [1, 2]), ([half, Decimal("1.5"), 2], [0.5, 1.5, 2]))
    yield from ((array.array("d", [1, 2]), [1, 2]), (np.array([1, 2], dtype=object), [1, 2]))
    yield (np.array([[True], [False]]), [[1], [0]])
    yield from ((memoryview(array.array("d", [1, 2])), [1, 2]), (np.array([1, 2], ">f4"), [1, 2]))


@pytest.mark.parametrize(
    ("given", "number"), list(numbers_of_many_kinds()), ids=lambda value: type(value).__name__
)
def test_an_input_may_be_a_number_of_any_kind(given, number):
    graph = bv.graph("3*x")
    walk = graph.walk(x=given)
    np.testing.assert_array_equal(walk.inputs["x"], number)
    np.testing.assert_array_equal(walk.output, np.multiply(3, number))
    assert np.asarray(walk.inputs["x"]).dtype == np.float64
    np.testing.assert_array_equal(graph.gradient_function()(given)[0], np.multiply(3, number))


def test_a_walk_is_not_changed_with_the_array_it_was_given():
    given = np.array([1.0, 2.0])
    walk = bv.graph("x*x").walk(x=given)
    given[:] = 7
    assert walk.inputs["x"].tolist() == [1, 2]
    assert walk.output.tolist() == [1, 4]


def test_series_of_pandas():
    pandas = imported("pandas")
    graph = bv.graph("x*x")
    for series in (
        pandas.Series([1.0, 2.0], index=["a", "b"]),
        pandas.Series([1, 2], dtype="Int64"),
        pandas.Series([1, 2], dtype="Float32"),
        pandas.Series([True, False]) + 1,
    ):
        assert graph.walk(x=series).output.tolist() == [float(x) ** 2 for x in series]
    assert graph.walk(x=pandas.DataFrame({"a": [1, 2], "b": [3, 4]})).output.tolist() == [
        [1, 9],
        [4, 16],
    ]
    for refused in (
        pandas.Series(["1", "2"]),
        pandas.Series(["1", "2"], dtype="category"),
        pandas.Series(pandas.to_datetime(["2020-01-01"])),
        pandas.Series(pandas.to_timedelta([1], unit="s")),
        pandas.Timestamp("2020-01-01"),
        pandas.NaT,
        pandas.NA,
    ):
        with pytest.raises(bv.InputError, match="the input x"):
            graph.walk(x=refused)


def test_tensors_of_pytorch():
    torch = imported("torch")
    graph = bv.graph("x*x")
    asking = torch.tensor([1.0, 2.0], requires_grad=True)
    for tensor in (
        torch.tensor([1.0, 2.0]),
        asking,
        asking * 1,
        torch.tensor([1, 2]),
        torch.tensor([1.0, 2.0], dtype=torch.bfloat16),
        torch.tensor([1.0, 2.0]).to_sparse(),
        torch.nn.Parameter(torch.tensor([1.0, 2.0])),
    ):
        assert graph.walk(x=tensor).output.tolist() == [1, 4]
    assert graph.walk(x=torch.tensor(3.0, requires_grad=True)).output == 9
    given = torch.tensor([1.0, 2.0], dtype=torch.float64)
    walk = graph.walk(x=given)
    given[0] = 7
    assert walk.inputs["x"].tolist() == [1, 2]
    for refused in (torch.tensor([1j]), torch.nn.Linear(1, 1), [asking[0], asking[1]]):
        with pytest.raises(bv.InputError, match="the input x"):
            graph.walk(x=refused)


def test_an_array_without_entries():
    walk = bv.graph("w*x + b").walk(w=2, x=np.zeros((0,)), b=1)
    assert walk.output.shape == walk.gradients["x"].shape == (0,)
    assert walk.gradients["w"] == walk.gradients["b"] == 0
    assert all(step.sentence("en") and step.sentence("ja") and step.latex for step in walk.steps)
    assert "0" in walk.picture().svg


def test_an_input_is_given_once():
    walk = bv.graph("(y' - w*x)**2").walk(x=1, w=2, y_=3)
    for given in (lambda: walk.graph.walk({"x": 1}, x=2), lambda: bv.explore("x*x", {"x": 1}, x=2)):
        with pytest.raises(bv.InputError, match="x is given twice: 1 in the mapping, 2 as a key"):
            given()
    with pytest.raises(bv.InputError, match="y' is given twice: 3 in the mapping, 4 as a key"):
        walk.graph.walk({"y'": 3, "x": 1, "w": 2}, y_=4)
    with pytest.raises(bv.InputError, match="y' is given twice"):
        bv.explore(walk, {"y'": 3, "y_": 4})


def test_another_spelling_takes_the_place_of_what_a_walk_has():
    walk = bv.graph("(y' - w*x)**2", parameters="w").walk(x=1, w=2, y_=3)
    assert bv.landscape(walk, "w", inputs={"y_": 5}).state["y'"] == 5
    assert bv.perform(walk, {"y_": 5}).task.walk.inputs["y'"] == 5
