"""All that NumPy has, tried on expressions: the right formula, or an error of ours.

Every public function, every method and attribute of an array and every ufunc is called with
expressions in several ways. What comes back holds NumPy's own values at numbers and at arrays, and
the gradients of HIPS autograd (of NumPy's values, where autograd lacks the function). Otherwise the
call raises ``GraphError``: at once, or where NumPy replaces our error by one of its own, at the
latest from the traced function.
"""

import importlib
import json
import operator
import re
import struct
import warnings
from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from numpy.polynomial._polybase import ABCPolyBase

import backprop_viz as bv
from backprop_viz.core.expression import Condition
from backprop_viz.core.ops import OPS
from backprop_viz.given.traced import METHODS as OF_ARRAYS

MODULES = [
    *("numpy", "numpy.linalg", "numpy.fft", "numpy.ma", "numpy.ma.extras"),
    *(
        "numpy.emath",
        "numpy.char",
        "numpy.random",
        "numpy.lib.stride_tricks",
        "numpy.lib.recfunctions",
    ),
    "numpy.polynomial",
    *(
        f"numpy.polynomial.{name}"
        for name in (
            *("polynomial", "chebyshev", "hermite", "hermite_e", "laguerre", "legendre"),
            "polyutils",
        )
    ),
]

# What acts on the process, on files or on a screen, and on no number.
LEFT_OUT = {
    *("test", "show_config", "show_runtime", "info", "lookfor", "source", "deprecate", "who"),
    *("seterr", "seterrcall", "seterrobj", "setbufsize", "set_printoptions", "errstate"),
    *("set_string_function", "set_numeric_ops", "printoptions", "memmap", "DataSource", "disp"),
    *("fromregex", "seed", "set_state", "set_bit_generator", "get_include", "add_newdoc", "save"),
    *("add_docstring", "savez", "savez_compressed", "savetxt", "safe_eval", "byte_bounds"),
    *("tracemalloc", "mvoid", "flatten_inplace", "get_array_wrap", "asbytes", "asstr"),
}

x, y = bv.variables("x y")


def objects(*entries):
    """An array of objects, filled one by one: NumPy makes none of a list of expressions."""
    if not any(isinstance(entry, bv.Expr) for entry in entries):
        return np.array(entries)
    made = np.empty(len(entries), dtype=object)
    for place, entry in enumerate(entries):
        made[place] = entry
    return made


ONES = np.ones((2, 2))
CALLS = {
    "f(x)": lambda f, x, y: f(x),
    "f(x, y)": lambda f, x, y: f(x, y),
    "f(x, 2)": lambda f, x, y: f(x, 2.0),
    "f(2, x)": lambda f, x, y: f(2.0, x),
    "f(x, 1)": lambda f, x, y: f(x, 1),
    "f(array, x)": lambda f, x, y: f(np.array([1.5, 2.5]), x),
    "f(x, array)": lambda f, x, y: f(x, np.array([1.5, 2.5])),
    "f(matrix, x)": lambda f, x, y: f(np.array([[1.5, 2.5], [0.5, 3.5]]), x),
    "f(x, axis=0)": lambda f, x, y: f(x, axis=0),
    "f(x, y, 2)": lambda f, x, y: f(x, y, 2.0),
    "f(x, 0.2, 0.4)": lambda f, x, y: f(x, 0.2, 0.4),
    "f(0.5, x, y)": lambda f, x, y: f(0.5, x, y),
    "f(x, list, list)": lambda f, x, y: f(x, [0.0, 1.0], [2.0, 4.0]),
    "f([True, False], x, y)": lambda f, x, y: f([True, False], x, y),
    "f([[True, False]], [x])": lambda f, x, y: f([[True, False]], [x]),
    "f('i,i', x, y)": lambda f, x, y: f("i,i", x, y),
    "f(x, size=2)": lambda f, x, y: f(x, size=2),
    "f(x, dtype=float)": lambda f, x, y: f(x, dtype=float),
    "f(x, out=array)": lambda f, x, y: f(x, out=np.zeros(2)),
}
LISTS = {
    "f([x, y])": lambda f, x, y: f([x, y]),
    "f((x, y))": lambda f, x, y: f((x, y)),
    "f([x, y], [y, x])": lambda f, x, y: f([x, y], [y, x]),
    "f([x, y], x)": lambda f, x, y: f([x, y], x),
    "f([x, 1], 0)": lambda f, x, y: f([x, 1.0], 0),
    "f([[x, y], [y, 2]])": lambda f, x, y: f([[x, y], [y, 2.0]]),
    "f([[x, y], [y, 2]], [x, 1])": lambda f, x, y: f([[x, y], [y, 2.0]], [x, 1.0]),
    "f([x, y], axis=0)": lambda f, x, y: f([x, y], axis=0),
    "f([x, y], dtype=object)": lambda f, x, y: f([x, y], dtype=object),
    "f('i,i', [x, y], [1, 2])": lambda f, x, y: f("i,i", [x, y], [1.0, 2.0]),
}
OBJECTS = {
    "f(objects)": lambda f, x, y: f(objects(x, y)),
    "f(objects, objects)": lambda f, x, y: f(objects(x, y), objects(y, x)),
    "f(objects, array)": lambda f, x, y: f(objects(x, y), np.array([1.5, 2.5])),
    "f(array, objects)": lambda f, x, y: f(np.array([1.5, 2.5]), objects(x, y)),
    "f(objects, 2)": lambda f, x, y: f(objects(x, y), 2),
    "f(objects, axis=0)": lambda f, x, y: f(objects(x, y), axis=0),
    "f(objects of 2 × 2)": lambda f, x, y: f(objects(x, y, y, x).reshape(2, 2)),
    "f(objects of 2 × 2, objects)": lambda f, x, y: f(
        objects(x, y, y, x).reshape(2, 2), objects(x, y)
    ),
}

NUMBERS = [(0.3, 0.7), (1.5, -0.4)]
ARRAYS = [
    (np.array([0.3, 0.6]), np.array([0.7, -0.2])),
    (np.array([[0.1, 0.9], [-0.5, 0.4]]), np.array([0.8, 0.5])),
]


def public(module):
    is_name_alone = module in ("numpy.emath", "numpy.char")
    loaded = getattr(np, module[6:]) if is_name_alone else importlib.import_module(module)
    for name in sorted(dir(loaded)):
        if name.startswith("_") or name in LEFT_OUT:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = getattr(loaded, name, None)
        if callable(found):
            yield name, found


def expressions(result):
    """The expressions in what a call gave back."""
    if isinstance(result, Condition):
        return [result.expr]
    if isinstance(result, bv.Expr):
        return [result]
    if isinstance(result, np.ma.MaskedArray):
        result = result.compressed()
    if isinstance(result, ABCPolyBase):
        result = [result.coef, result.domain]
    if isinstance(result, np.ndarray) and result.dtype == object:
        result = result.ravel().tolist()
    if isinstance(result, list | tuple):
        return [found for entry in result for found in expressions(entry)]
    return []


def flat(result, walked):
    """The numbers in what a call gave back, one after the other; ``walked`` are expressions'."""
    if isinstance(result, Condition):
        result = result.expr
    if isinstance(result, bv.Expr):
        return flat(walked[result], walked)
    if isinstance(result, ABCPolyBase):
        result = [result.coef, result.domain]
    if isinstance(result, np.ma.MaskedArray):
        result = result.filled(0).tolist()
    if isinstance(result, np.ndarray):
        result = result.tolist()
    if isinstance(result, list | tuple):
        return [number for entry in result for number in flat(entry, walked)]
    return [float(result)]


def quiet(call, *operands):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        np.random.seed(0)  # so that a function which draws entries draws the same
        return call(*operands)


def outcome(call, *operands):
    """What a call gives back, or the error that it ends in."""
    try:
        return quiet(call, *operands)
    except Exception as error:
        return error


def check_values(call, result, x_value, y_value):
    """Hold values and gradients of ``result`` against NumPy's and autograd's; return how many."""
    values = {"x": x_value, "y": y_value}
    walks, gradients = {}, {name: np.zeros(np.shape(value)) for name, value in values.items()}
    for expr in expressions(result):
        graph = bv.graph(expr)
        walk = graph.walk({name: values[name] for name in graph.inputs})
        walks[expr] = walk.output
        for name in graph.inputs:
            gradients[name] = gradients[name] + walk.gradients[name]
    if isinstance(result, bv.Expr):
        assert np.shape(walks[result]) == np.shape(quiet(call, x_value, y_value))
    found = flat(result, walks)
    np.testing.assert_allclose(found, flat(quiet(call, x_value, y_value), {}), rtol=1e-13)
    if np.isfinite(found).all() and not isinstance(result, Condition):
        expected = slopes(call, x_value, y_value)
        for name, slope in zip("xy", expected, strict=True):
            np.testing.assert_allclose(gradients[name], slope, rtol=1e-5, atol=1e-7)


def slopes(call, *values):
    """Central differences of the sum of all that NumPy makes of ``values``."""
    found = []
    for number, value in enumerate(values):
        slope = np.zeros(np.shape(value))
        for place in np.ndindex(slope.shape):
            sums = []
            for step in (1e-6, -1e-6):
                moved = [np.array(other, dtype=float) for other in values]
                moved[number][place] += step
                sums.append(sum(flat(quiet(call, *(other[()] for other in moved)), {})))
            slope[place] = (sums[0] - sums[1]) / 2e-6
        found.append(slope)
    return found


@pytest.mark.parametrize(
    "call",
    [
        *(
            lambda: "%d" % x,  # noqa: UP031
            lambda: json.dumps({"loss": x}),
            lambda: Fraction(x, 2),
        ),
        *(lambda: pow(2, x, 3), lambda: Decimal(x), lambda: struct.pack("d", x), lambda: next(x)),
        lambda: np.testing.assert_equal(x, 1),
    ],
)
def test_what_asks_no_method_of_an_expression_fails_all_the_same(call):
    """Python's own words, or another library's, where none of ours is heard; never a number."""
    with pytest.raises((TypeError, AssertionError, struct.error)):
        call()


# What has another answer for an expression than for a number, and why nothing can follow from it.
HARMLESS = {
    # It asks no method of the operand; as one of `numbers.Number`, an expression would be said to
    # be a number to all that ask so, and may be an array. JAX and autograd answer the same.
    "isscalar": "asks for Python's class alone; an expression is neither a number nor an array",
    "iterable": "yes, as for an array; the first entry is refused",
    "str_": "how it is written",
    "unicode_": "how it is written",
    "array2string": "how it is written",
    "array_repr": "how it is written",
    "array_str": "how it is written",
    "format_float": "how it is written",
    "array_equal": "of lists; refused at the end of a traced function, as NumPy forgets the error",
    "array_equiv": "of lists; refused at the end of a traced function, as NumPy forgets the error",
    "fromiter": "an array of objects, as it is asked for",
    "frombuffer": "where in memory the entries of an array of objects stand",
    "bytes_": "where in memory the entries of an array of objects stand",
    "logical_and": "of arrays of objects, Python's `and`, if the first is all numbers",
    "logical_or": "of arrays of objects, Python's `or`, if the first is all numbers",
    "object_": "the same array of objects",
    "empty_like": "an array of objects, and nothing in it",
    "dtype": "a class by its name",
}
HARMLESS |= dict.fromkeys(
    [
        *("result_type", "min_scalar_type", "mintypecode", "can_cast", "common_type"),
        # those of NumPy 1
        *("isfortran", "issubsctype", "maximum_sctype", "obj2sctype", "sctype2char"),
    ],
    "asks for the class of an array of objects",
)
HARMLESS |= dict.fromkeys(
    ["tobytes", "tostring", "fromstring", "string_"],
    "where in memory the entries of an array of objects stand",
)
HARMLESS |= dict.fromkeys(
    ["default_fill_value", "common_fill_value", "maximum_fill_value", "minimum_fill_value", "ids"],
    "how a masked array of objects is kept",
)
HARMLESS |= dict.fromkeys(["MAError", "MaskError", "LinAlgError"], "an error that tells its words")


def is_same(one, other):
    try:
        return np.array_equal(flat(one, {}), flat(other, {}), equal_nan=True)
    except (TypeError, ValueError):
        written = [re.sub(" at 0x[0-9a-f]+", "", repr(each)) for each in (one, other)]
        return written[0] == written[1]


def fault(name, call, *, arrays):
    """What is wrong with what a call makes of expressions, if anything is."""
    result = outcome(call, x, y)
    if isinstance(result, bv.GraphError):
        return None
    if isinstance(result, Exception) and name not in HARMLESS:
        traced = outcome(bv.graph, lambda x, y: call(x, y))
        same = [outcome(call, *map(np.float64, values)) for values in NUMBERS]
        if isinstance(traced, bv.GraphError) or all(type(one) is type(result) for one in same):
            return None
        return f"{result!r} of its own, and in a function {traced!r}"
    if expressions(result) and name not in HARMLESS:
        for values in [*NUMBERS, *(ARRAYS if arrays else [])]:
            values = [*map(np.asarray, values)] if arrays else values
            try:
                check_values(call, result, *values)
            except Exception as error:
                if isinstance(error, bv.InputError):  # of a shape, which nobody knew before
                    continue
                return f"{result!r}: {error}"
        return None
    same = [outcome(call, *map(np.float64, values)) for values in NUMBERS]
    if name in HARMLESS or all(is_same(result, one) for one in same):
        return None
    return f"{result!r}, where numbers give {same!r}"


OF_A_FUNCTION = {
    "apply_along_axis": lambda x, y: np.apply_along_axis(np.square, 0, x),
    "apply_over_axes": lambda x, y: np.apply_over_axes(np.sum, x, 0),
    "frompyfunc": lambda x, y: np.frompyfunc(lambda a: 2 * a, 1, 1)(x),
    "piecewise": lambda x, y: np.piecewise(x, [True], [np.square]),
    "vectorize": lambda x, y: np.vectorize(lambda a: 2 * a)(x),
    "x as a function": lambda x, y: np.fromfunction(x, (2,)),
    "poly1d": lambda x, y: np.poly1d([1.0, 2.0])(x),
    "Polynomial of x": lambda x, y: np.polynomial.Polynomial([x, 2.0])(y),
    "Polynomial * x": lambda x, y: np.polynomial.Polynomial([1.0, 2.0]) * x,
    "x * poly1d": lambda x, y: x * np.poly1d([1.0, 2.0]),
    "r_": lambda x, y: np.r_[x, y],
    "c_": lambda x, y: np.c_[x, y],
    "mgrid": lambda x, y: np.mgrid[0:x],
    "ogrid": lambda x, y: np.ogrid[0:2:x],
    "s_": lambda x, y: np.arange(3)[np.s_[x:]],
    "index": lambda x, y: np.arange(3)[x],
    "store": lambda x, y: np.zeros(3).__setitem__(0, x),
    "store all": lambda x, y: np.zeros(3).__setitem__(slice(None), x),
    "fill": lambda x, y: np.zeros(3).fill(x),
    "in place": lambda x, y: operator.iadd(np.zeros(3), x),
    "array.dot": lambda x, y: np.ones(2).dot(x),
    "array.clip": lambda x, y: np.ones(2).clip(x, y),
    "array.sum": lambda x, y: np.ones(2).sum(x),
    "array % x": lambda x, y: np.ones(2) % x,
    "number // x": lambda x, y: np.float64(2) // x,
    "like": lambda x, y: np.zeros(3, like=x),
}


@pytest.mark.parametrize("how", OF_A_FUNCTION)
def test_what_is_called_otherwise(how):
    with pytest.raises(bv.GraphError):
        quiet(bv.graph, lambda x, y: OF_A_FUNCTION[how](x, y))


def test_a_polynomial_of_an_expression():
    """NumPy 1.26 computes it by our operators, and NumPy 2 asks for an array."""
    polynomial = np.polynomial.Polynomial([1.0, 2.0, 3.0])
    assert fault("Polynomial", lambda x, y: polynomial(x) * y, arrays=True) is None


@pytest.mark.parametrize("module", MODULES)
def test_functions(module):
    faults = {
        (name, how): wrong
        for name, f in public(module)
        for group in (CALLS, LISTS, OBJECTS)
        for how, call in group.items()
        if (wrong := fault(name, partial(call, f), arrays=group is CALLS))
    }
    assert faults == {}


UFUNCS = {name: f for name, f in public("numpy") if isinstance(f, np.ufunc)}
METHODS = ("reduce", "accumulate", "outer", "reduceat", "at")


@pytest.mark.parametrize("name", UFUNCS)
def test_methods_of_ufuncs(name):
    calls = {
        (method, how): partial(call, getattr(UFUNCS[name], method))
        for method in METHODS
        for group in (CALLS, LISTS, OBJECTS)
        for how, call in group.items()
    }
    calls["at"] = lambda x, y: UFUNCS[name].at(np.ones(2), [0], x)
    calls["at of x"] = lambda x, y: UFUNCS[name].at(x, [0], 1.0)
    calls["reduceat"] = lambda x, y: UFUNCS[name].reduceat(x, [0])
    calls["where"] = lambda x, y: UFUNCS[name](*[x, y][: UFUNCS[name].nin], where=[True])
    calls["casting"] = lambda x, y: UFUNCS[name](*[x, y][: UFUNCS[name].nin], casting="unsafe")
    faults = {
        how: wrong for how, call in calls.items() if (wrong := fault(name, call, arrays=False))
    }
    assert faults == {}


TRACED = {ufunc: op for op in OPS.values() for ufunc in op.ufuncs}


@pytest.mark.filterwarnings("ignore:Output seems independent")
@pytest.mark.parametrize("name", TRACED)
def test_gradients_of_traced_ufuncs_are_autograd_s(name):
    """The slopes above are of differences; these hold to the last digits, at arrays as well."""
    own, count = getattr(np, name), TRACED[name].arity
    theirs = getattr(anp, "power" if name == "float_power" else name)
    graph = bv.graph(own(*[x, y][:count]))
    for values in (*NUMBERS[: TRACED[name].is_entrywise], *ARRAYS):
        inputs = [np.abs(np.asarray(value, dtype=float)) for value in values[:count]]
        walk = quiet(graph.walk, dict(zip(graph.inputs, inputs, strict=True)))
        for place, given in enumerate(graph.inputs):
            slope = grad(lambda *a: anp.sum(theirs(*a)), place)(*inputs)
            np.testing.assert_allclose(walk.gradients[given], slope, rtol=1e-13)


@pytest.mark.parametrize("name", [n for n in dir(np.ndarray) if not n.startswith("_")])
def test_attributes_of_arrays(name):
    is_known = name == "T" or name in OF_ARRAYS
    assert is_known or not hasattr(x, name) or isinstance(vars(np).get(name), np.ufunc)
    for operands in ((), (y,), (0,), (0.0, 1.0)):
        if not is_known:
            with pytest.raises(bv.GraphError):
                getattr(x, name)(*operands)
    if name != "dot" and callable(getattr(x, name, None)):  # which NumPy's numbers do not have
        faults = {
            how: wrong
            for how, call in CALLS.items()
            if (
                wrong := fault(
                    name, partial(call, lambda x, *a, **o: getattr(x, name)(*a, **o)), arrays=True
                )
            )
        }
        assert faults == {}
    if name not in ("byteswap", "newbyteorder"):  # which make other addresses of objects: a crash
        wrong = fault(name, lambda x, y: getattr(objects(x, y), name)(), arrays=False)
        assert wrong is None


@pytest.mark.parametrize("source", [np.random.default_rng(0), np.random.RandomState(0)])
def test_what_draws_numbers(source):
    faults = {
        (name, how): wrong
        for name in dir(source)
        if not name.startswith("_") and name not in LEFT_OUT and callable(getattr(source, name))
        for how, call in {**CALLS, **LISTS}.items()
        if (wrong := fault(name, partial(call, getattr(source, name)), arrays=False))
    }
    assert faults == {}
