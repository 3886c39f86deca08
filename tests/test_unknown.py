"""What Python asks of a value that is not known yet, and what may stand beside it as an operand."""

import copy
import datetime
import math
import operator
import pickle
import pprint
import statistics
import sys
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy

import backprop_viz as bv
import needs
from backprop_viz.core.number_ops import NUMBER_OPS
from backprop_viz.core.ops import ALIASES, OPS

a, b, x = bv.variables("a b x")


def walked(expr, **inputs):
    return bv.graph(expr).walk(inputs)


PROTOCOLS = {
    "x[0] = 1": lambda x: operator.setitem(x, 0, 1),
    "del x[0]": lambda x: operator.delitem(x, 0),
    "len(x)": len,
    "for xi in x": lambda x: [2 * xi for xi in x],
    "a, b = x": lambda x: (lambda a, b: a)(*x),
    "list(x)": list,
    "zip(x, x)": lambda x: list(zip(x, x, strict=True)),
    "reversed(x)": reversed,
    "1 in x": lambda x: 1 in x,
    "x in [y]": lambda x: x in [bv.variable("y")],
    "sum(x)": sum,
    "max(x, 1)": lambda x: max(x, 1),
    "sorted": lambda x: sorted([x, x + 1]),
    "x == None": lambda x: x == None,  # noqa: E711
    "x != None": lambda x: x != None,  # noqa: E711
    "0 < x < 1": lambda x: 0 < x < 1,
    "x if x else 1": lambda x: x if x else 1,
    "not x": operator.not_,
    "x % 2": lambda x: x % 2,
    "2 % x": lambda x: 2 % x,
    "x // 2": lambda x: x // 2,
    "2 // x": lambda x: 2 // x,
    "divmod(x, 2)": lambda x: divmod(x, 2),
    "divmod(2, x)": lambda x: divmod(2, x),
    "x & 1": lambda x: x & 1,
    "1 | x": lambda x: 1 | x,
    "x ^ 1": lambda x: x ^ 1,
    "x << 1": lambda x: x << 1,
    "1 >> x": lambda x: 1 >> x,
    "~x": operator.invert,
    "x //= 2": lambda x: operator.ifloordiv(x, 2),
    "pow(x, 2, 3)": lambda x: pow(x, 2, 3),
    "round(x)": round,
    "round(x, 2)": lambda x: round(x, 2),
    "math.floor": math.floor,
    "math.ceil": math.ceil,
    "math.trunc": math.trunc,
    "math.sin": math.sin,
    "math.pow": lambda x: math.pow(x, 2),
    "math.hypot": lambda x: math.hypot(x, x),
    "math.fsum": lambda x: math.fsum([x, x]),
    "math.isclose": lambda x: math.isclose(x, 1),
    "math.gcd": lambda x: math.gcd(x, 2),
    "statistics.mean": lambda x: statistics.mean([x, x]),
    "int(x)": int,
    "float(x)": float,
    "complex(x)": complex,
    "bytes(x)": bytes,
    "range(x)": range,
    "[1, 2][x]": lambda x: [1, 2][x],
    "[1, 2][:x]": lambda x: [1, 2][:x],
    "open(x)": open,
    "x(2)": lambda x: x(2),
    "format": lambda x: f"{x:.3f}",
    "%.3f": lambda x: "%.3f" % x,  # noqa: UP031
    "pickle": pickle.dumps,
    "x.shape": lambda x: x.shape,
    "x.real": lambda x: x.real,
    "x.item()": lambda x: x.item(),
    "x.cbrt()": lambda x: x.cbrt(),
    "x.backward()": lambda x: x.backward(),
    "x.no_such_thing": lambda x: x.no_such_thing,
    "x.name = 'y'": lambda x: setattr(x, "name", "y"),
    "x.T = 1": lambda x: setattr(x, "T", 1),
    "del x.name": lambda x: delattr(x, "name"),
    "sympy.sin(x)": sympy.sin,
    "sympy.sympify(x)": lambda x: sympy.sympify(x),
}


@pytest.mark.parametrize("how", PROTOCOLS)
def test_what_needs_a_value_is_refused(how):
    with pytest.raises(bv.GraphError) as caught:
        PROTOCOLS[how](x)
    assert caught.value.say("ja") != caught.value.say("en")
    with pytest.raises(bv.GraphError):
        bv.graph(lambda x: PROTOCOLS[how](x))


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    MATRIX = np.matrix([[1.0, 2.0], [3.0, 4.0]])


# Where Python or NumPy puts an error of its own in the place of ours, or asks nothing of us.
REPLACED = {
    "pow(2, x, 3)": lambda x: pow(2, x, 3),
    "%d": lambda x: "%d" % x,  # noqa: UP031
    "memoryview(x)": memoryview,
    "next(x)": next,
    "key": lambda x: {1: 2}[x],
    "array[0] = x": lambda x: np.zeros(2).__setitem__(0, x),
    "np.zeros(x)": np.zeros,
    "np.dtype(x)": np.dtype,
    "np.array_equal": lambda x: 2 * x if np.array_equal([x], [1.0]) else x,
    "**x": lambda x: dict(**x),
    "matrix ** x": lambda x: MATRIX**x,
    "Polynomial / x": lambda x: np.polynomial.Polynomial([1, 2]) / x,
}


@pytest.mark.parametrize("how", REPLACED)
def test_a_traced_function_ends_in_an_error_of_ours(how):
    with pytest.raises(bv.GraphError):
        bv.graph(lambda x: REPLACED[how](x))


REMEDIES = {
    "np.average": (lambda x: np.average(x), r"np\.average cannot .* np\.mean\(x\)"),
    "np.sum": (lambda x: np.sum(x, initial=1), r"np\.sum takes operands only, no initial="),
    "np.std": (lambda x: np.std(x), r"np\.std cannot .* np\.sqrt\(np\.var\(x\)\)"),
    "np.sort": (lambda x: np.sort(x), r"np\.sort cannot .* np\.where\(x > 0, a, b\)"),
    "axis": (lambda x: np.sum(x, axis=0.5), r"whole numbers for axis"),
    "index": (lambda x: x[0.5], r"whole numbers, slices and lists"),
    "mask": (lambda x: x[x > 0], r"whole numbers, slices and lists"),
    "chain": (lambda x: x * (0 < x < 1), "cannot branch"),
    "np.add.reduce": (lambda x: np.add.reduce(x), r"np\.add\.reduce cannot .* a \+ b \+ c"),
    "np.prod": (lambda x: np.prod(x), r"np\.prod cannot .* a\*b\*c"),
    "np.round": (lambda x: np.round(x), r"np\.round.* cannot .* rounding"),
    "np.shape": (lambda x: np.shape(x), r"np\.shape cannot .* x\[0\]"),
    "np.gcd": (lambda x: np.gcd(x, 2), r"np\.gcd cannot .* there are .*np\.clip"),
    "out=": (lambda x: np.exp(x, out=np.ones(1)), r"out=.* y = y \+ x"),
    "y += x": (lambda x: operator.iadd(np.ones(1), x), r"out=.* y = y \+ x"),
    "[x, x]": (lambda x: np.sum([x, 2 * x]), r"a \+ 2\*a in place of np\.sum"),
    "x.backward": (lambda x: x.backward(), r"walk\(x=3\)\.gradients"),
    "masked": (lambda x: x * np.ma.array([1.0, 2.0], mask=[0, 1]), r"masked .*filled\(0\)"),
    "2j": (lambda x: x * 2j, "2j cannot stand"),
    "large": (lambda x: x * 10**400, "too large for a 64-bit float"),
    "%": (lambda x: x % 2, "operator % is not"),
    "format": (lambda x: f"{x:.3f}", r"\.3f.* walk\.values"),
}


@pytest.mark.parametrize("how", REMEDIES)
def test_an_error_names_what_to_write_instead(how):
    call, told = REMEDIES[how]
    with pytest.raises(bv.GraphError, match=told):
        bv.graph(call)


def test_what_asks_for_attributes_is_told_that_there_are_none():
    """Notebooks, copies and printers look before they ask."""
    for name in ("shape", "dtype", "landscape", "_repr_html_", "__array_interface__"):
        assert not hasattr(x, name)
        assert getattr(x, name, None) is None
    assert str(x) == f"{x}" == "%s" % x == repr(x) == "<x>"  # noqa: UP031
    assert pprint.pformat([x]) == "[<x>]"


def test_a_copy_is_the_same_expression():
    assert copy.copy(x) is x
    assert copy.deepcopy([x, x])[1] is x
    assert {x: 1}[x] == 1
    assert x in [b, x][1:]
    assert len({x, bv.variable("x"), x}) == 2


def test_python_s_own_sums_and_products_are_right():
    assert walked(sum([a, 2 * a]), a=3).gradients["a"] == 3
    np.testing.assert_array_equal(walked(sum([a, 2 * a]), a=[1, 2]).output, [3, 6])
    assert walked(math.prod([a, b]), a=3, b=4).gradients["a"] == 4
    total = a
    total += b
    total *= 2
    assert walked(total, a=3, b=4).output == 14


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in [*OPS, *ALIASES]
        if hasattr(bv, name) and OPS[ALIASES.get(name, name)] in NUMBER_OPS
    ],
)
def test_a_function_is_a_method_as_well_unless_arrays_have_another(name):
    row = OPS[ALIASES.get(name, name)]
    operands, at = [0.5] * (row.arity - 1), max(0.25, row.sample[0][0])
    if name in ("max", "min"):
        with pytest.raises(bv.GraphError, match=r"np\.(max|min)imum"):
            getattr(x, name)(*operands)
        return
    by_method = walked(getattr(x, name)(*operands), x=at)
    by_call = walked(getattr(bv, name)(x, *operands), x=at)
    assert by_method.output == by_call.output
    assert by_method.gradients["x"] == by_call.gradients["x"]


# Operands

RIGHT = {
    "a Fraction": (Fraction(1, 3), 1 / 3),
    "a Decimal": (Decimal("0.1"), 0.1),
    "a truth value": (True, 1.0),
    "a truth value of NumPy's": (np.True_, 1.0),
    "float16": (np.float16(0.5), 0.5),
    "float32": (np.float32(0.1), float(np.float32(0.1))),
    "a long double": (np.longdouble(3), 3.0),
    "int8": (np.int8(-3), -3.0),
    "uint64": (np.uint64(2**63), 2.0**63),
    "a large integer": (2**70, 2.0**70),
    "no dimensions": (np.array(3), 3.0),
    "no entries": (np.array([]), np.array([])),
    "a list": ([1, 2.5], np.array([1, 2.5])),
    "nested lists": ([[1, 2], (3, Fraction(1, 2))], np.array([[1, 2], [3, 0.5]])),
    "an array of truth values": (np.array([True, False]), np.array([1.0, 0.0])),
    "an array of objects": (np.array([Fraction(1, 2), 2], object), np.array([0.5, 2])),
}


@pytest.mark.parametrize("kind", RIGHT)
@pytest.mark.parametrize("form", [operator.add, operator.sub, operator.mul, operator.truediv])
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_real_numbers_of_every_kind_on_either_side(kind, form):
    operand, value = RIGHT[kind]
    for expr, expected in (
        (form(x, operand), form(np.float64(3), value)),
        (form(operand, x), form(value, np.float64(3))),
        (bv.maximum(x, operand), np.maximum(3.0, value)),
    ):
        output = walked(expr, x=3).output
        np.testing.assert_array_equal(output, expected)
        assert np.asarray(output).dtype == np.float64


def test_a_constant_is_a_copy():
    given = np.array([1.0, 2.0])
    expr = given * x
    given[0] = 100
    np.testing.assert_array_equal(walked(expr, x=1).output, [1, 2])


WRONG = {
    "text": "1",
    "bytes": b"1",
    "nothing": None,
    "a date": datetime.date(2020, 1, 1),
    "a span of time": datetime.timedelta(1),
    "NumPy's span of time": np.timedelta64(1),
    "a complex number": 2j,
    "NumPy's complex number": np.complex128(1),
    "an array of texts": np.array(["1"]),
    "an array of nothing": np.array([None]),
    "a masked array": np.ma.array([1.0, 2.0], mask=[0, 1]),
    "masked": np.ma.masked,
    "a list with a masked entry": [1.0, np.ma.masked],
    "a list with an array that is masked": [np.ma.array([1.0], mask=[1])],
    "a matrix": MATRIX,
    "a list of texts": ["1"],
    "a list of expressions": [a, b],
    "a list of lists of unlike lengths": [1, [2, 3]],
    "too large an integer": 10**400,
    "an integer of many digits": 10**5000,
    "a list of too large integers": [10**400],
    "too large a decimal": Decimal("1e400"),
    "a signal": Decimal("sNaN"),
    "a set": {1},
    "a function": math.sin,
    "a symbol": sympy.Symbol("q"),
    "a matrix of SymPy's": sympy.Matrix([[1, 2], [3, 4]]),
}
if np.finfo(np.longdouble).max > sys.float_info.max:
    WRONG["too large a long double"] = np.longdouble("1e4000")


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("form", [operator.add, operator.sub, operator.mul, operator.truediv, pow])
def test_what_is_no_real_number_is_refused_on_either_side(kind, form):
    sides = [(x, WRONG[kind]), (WRONG[kind], x)]
    if (form, kind) == (pow, "a matrix"):
        sides.pop()  # NumPy's error, see above
    for left, right in sides:
        with pytest.raises(bv.GraphError) as caught:
            form(left, right)
        assert len(str(caught.value)) < 400
    with pytest.raises(bv.GraphError):
        bv.maximum(x, WRONG[kind])


def test_a_list_that_holds_itself_has_no_end():
    endless = [1.0]
    endless.append(endless)
    with pytest.raises(bv.GraphError):
        x * endless


@pytest.mark.parametrize("make", ["Series", "Index", "DataFrame", "array"])
@pytest.mark.parametrize("form", [operator.add, operator.mul, operator.pow, np.multiply])
def test_pandas_is_refused_by_name(make, form):
    needs.library("pandas")
    import pandas as pd

    data = {"w": [1.0, 2.0]} if make == "DataFrame" else [1.0, 2.0]
    operand = getattr(pd, make)(data)
    for left, right in ((x, operand), (operand, x)):
        with pytest.raises(bv.GraphError, match=rf"{type(operand).__name__}|\.dtype"):
            form(left, right)


def test_torch_is_refused_by_name():
    needs.library("torch")
    import torch

    for tensor in (torch.tensor([1.0]), torch.tensor(2.0, requires_grad=True)):
        for left, right in ((x, tensor), (tensor, x)):
            with pytest.raises(bv.GraphError, match="Tensor"):
                left * right
    for call in (torch.sin, torch.sum, lambda x: torch.matmul(tensor, x)):
        with pytest.raises(bv.GraphError, match="PyTorch"):
            call(x)


def test_numbers_of_sympy_are_numbers():
    assert walked(x * sympy.Rational(1, 4), x=2).output == 0.5
    assert walked(x + sympy.Integer(2), x=2).output == 4
    for number in (sympy.Integer(2), sympy.Rational(1, 3), sympy.Float(2), sympy.pi):
        with pytest.raises(bv.GraphError, match="SymPy"):
            number * x


class Vector:
    """A class of the user's own, which knows what to do with a factor."""

    def __init__(self, *entries):
        self.entries = entries

    def __mul__(self, factor):
        return Vector(*(entry * factor for entry in self.entries))

    __rmul__ = __mul__


def test_a_class_of_one_s_own_is_asked():
    for product in (x * Vector(1, a), Vector(1, a) * x):
        assert walked(sum(product.entries), x=3, a=2).output == 9
    with pytest.raises(bv.GraphError, match="Vector"):
        x + Vector(1)


# The functions of the package


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: bv.sigmoid([a, b]), "a list of operands"),
        (lambda: bv.sigmoid(x, axis=0), "axis="),
        (lambda: bv.sigmoid(x=x), "x="),
        (lambda: bv.sigmoid(), "takes 1"),
        (lambda: bv.maximum(x), "takes 2"),
        (lambda: bv.sigmoid("1"), "'1' cannot stand"),
        (lambda: bv.sigmoid(np.ma.array([1.0])), "masked"),
        (lambda: bv.maximum([1, 2], [1, 2, 3]), r"\(2,\), \(3,\)"),
        (lambda: np.clip(x, 0, 1, out=np.ones(1)), "np.clip"),
        (lambda: np.exp(x, dtype=np.float32), "dtype="),
    ],
)
def test_functions_take_operands_only(call, told):
    with pytest.raises(bv.GraphError, match=told):
        call()


@pytest.mark.parametrize(
    "bounds", [(0.0, 1.0), (None, 0.5), (0.5, None), (1.0, 0.0), (np.nan, 1.0)]
)
@pytest.mark.parametrize("value", [-2.0, 0.3, 0.7, 5.0, np.nan, np.inf])
def test_a_clip_is_numpy_s(bounds, value):
    output = walked(np.clip(x, *bounds), x=value).output
    np.testing.assert_array_equal(output, np.clip(value, *bounds))


# Traced functions


def test_recursion_without_end():
    def endless(x):
        return x * endless(x - 1)

    trace = sys.gettrace()
    with pytest.raises(bv.GraphError, match="calls itself"):
        bv.graph(endless)
    assert sys.gettrace() is trace

    def power(x, depth=None):
        return x if depth == 0 else x * power(x, 40 if depth is None else depth - 1)

    assert bv.graph(power).walk(x=1).output == 1


def test_a_long_chain_is_traced_in_time_that_grows_with_it():
    def chain(x):
        total = x
        for _ in range(10_000):
            total = total * x + 1.5
        return total

    assert len(bv.graph(chain).operations) == 20_000


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ((1.0, 2.0), "returned tuple"),
        ([1.0], "returned list"),
        (None, "returned NoneType"),
        ("x", "returned str"),
        (2j, "returned complex"),
        (np.ma.array([1.0, 2.0], mask=[0, 1]), "masked array"),
        (np.array(["x"]), "cannot stand"),
    ],
)
def test_what_a_function_returns(made, told):
    with pytest.raises(bv.GraphError, match=told):
        bv.graph(lambda x: made)


def test_a_function_that_returns_an_array_of_expressions():
    def entries(x):
        made = np.empty(2, dtype=object)
        made[0], made[1] = x, 2 * x
        return made

    with pytest.raises(bv.GraphError, match="an array or a list"):
        bv.graph(entries)
    assert bv.graph(lambda x: entries(x) @ entries(x)).walk(x=3).gradients["x"] == 30


def test_an_error_of_the_function_s_own_stays_what_it_is():
    def checked(x, mode="a"):
        if mode == "a":
            raise ValueError("mode a is not for today")
        return x

    with pytest.raises(ValueError, match="not for today") as caught:
        bv.graph(checked)
    assert not isinstance(caught.value, bv.GraphError)
    with pytest.raises(ZeroDivisionError):
        bv.graph(lambda x: x * (1 / 0))
    with pytest.raises(NameError):
        bv.graph(lambda x: x * undefined)  # noqa: F821


def test_an_error_that_numpy_forgets_is_told_at_the_end():
    def compared(x):
        return x if np.array_equal([x, 1.0], [2.0, 1.0]) else 2 * x

    with pytest.raises(bv.GraphError, match="an array or a list"):
        bv.graph(compared)
