"""str(graph), read again, is the same graph: nodes, names, order, parameters, defaults, numbers."""

import math

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.core.expression import apply, constant
from backprop_viz.core.ops import OPS
from backprop_viz.verify.symbolic import in_sympy
from strategies import ARTICLE, recipes, wild_recipes


def bits(value):
    """A number or an array, to the last bit."""
    array = np.asarray(value, dtype=np.float64)
    return array.shape, array.tobytes()


def told(graph):
    """All that a graph is."""
    nodes = [
        (
            node.index,
            node.name,
            node.op and (node.op.name, node.op.text, node.op.glyph),
            node.operands,
            node.value is not None and bits(node.value),
        )
        for node in graph.nodes
    ]
    return {
        "nodes": nodes,
        "names": dict(graph.names),
        "output": graph.output,
        "inputs": graph.inputs,
        "parameters": graph.parameters,
        "defaults": {name: bits(value) for name, value in graph.defaults.items()},
    }


def check(graph):
    again = bv.graph(str(graph))
    assert told(again) == told(graph)
    assert str(again) == str(graph)
    return graph


PROGRAMS = [
    ARTICLE,
    "x - y*z",
    "(a + b) - (c - d*e_)",
    "2*sin(x) + 3",
    "x",
    "3",
    "e",
    "inf",
    "-inf",
    "-nan",
    "x = 2",
    "x = 2; y = 3",
    "k = 3; k",
    "const k = 3",
    "const k = -0.0; k*x",
    "const k = [[1, 2.5], [inf, -nan]]; k*x",
    "const k = 1/3; const tau = 2*pi; k*tau*x",
    "x*[1, -2, 3] + [[0.5]]",
    "x*[] + 1",
    "x = -2; y = 5; z = -4; q = x + y; f = q*z",
    "p = w*x; b = 2; y = p + b",
    "param w = 0.1; param b, c; x = [1, 2]; w*x + b + c",
    "input e, pi; param x; e*x**pi",
    "e = 2; pi = 3; e*pi*π",
    "π = 2*x; pi*π",
    "e = 2*x; pi = e + 1; pi*e",
    "x**2 + x**3 + x**-0.5 + x**(1/3) + x**1e-300 + x**1 + x**0 + x**-0.0 + x**inf",
    "const n = 3; x**n",
    "n = 3; x**n",
    "n = 1 + 2; x**n",
    "x**pi + pi**x + x**e",
    "c = pi; d = c; x**c + d",
    "-(2)*x - -(-3)",
    "-pi*x; ".rstrip("; "),
    "-x**2 + (-x)**2 + (-2)**x",
    "t = 2*x; d = t; g = d; t + 1",
    "t = 2*x; d = t; t",
    "d = x; c = x; d*2",
    "dead = x*y; also = 3*z; x + 1",
    "0.1*x + 1e-300 + 1e300 + 123456789.123456789",
    "inf*x - inf + nan",
    "`a b`*`x+1` + `sin`*`2` + `x; y` - `#` + `\\``".replace("\\`", "```"[:2]),
    "`input` = 2*x; `const`*input",
    "`inf` = 2*x; `inf` + inf",
    "`х` + x + `с`*c",
    "損失 = y' - y''; 損失**2 + x̄*ŷ",
    "v1*x + sin(v2)",
    "|x|² + √(y+1)",
    "max(a, b, c) + min(c, b, a)",
    "x*0 + sigma*sigmoid(z)",
]


@pytest.mark.parametrize("source", PROGRAMS)
def test_a_program_is_the_same_when_it_is_read_again(source):
    check(bv.graph(source))


def test_a_plain_formula_needs_no_declarations():
    assert str(bv.graph("p = w*x; y = p + b; t = y - 1; t**2")) == (
        "p = w*x\ny = p+b\nt = y-1.0\nf = square(t)"
    )
    assert str(bv.graph("-pi*x")) == "v1 = -π\nf = v1*x"
    assert str(bv.graph(ARTICLE)).splitlines()[0] == "p = w*x"


def test_what_the_inputs_are_stands_first_in_their_order():
    graph = bv.graph("p = w*x; b = -2; const k = 3; y = p + k*b", parameters="w")
    assert str(graph).splitlines()[:4] == ["param w", "input x", "b = -2.0", "const k = 3.0"]
    assert str(bv.graph("x - y*z")).splitlines()[0] == "input x, y, z"
    x, y, z = bv.variables("x y z")
    assert bv.graph(str(bv.graph(x - y * z))).inputs == ("x", "y", "z")


HOSTILE = [
    *("x", "y", "e", "pi", "π", "inf", "nan", "∞", "sin", "max", "2", "a b", "x+1", "x; y", "#"),
    *("`", "a`b", "input", "param", "const", "x²", "xⁿ", "½", "х", "е", "Χ", "X", "σ", "sigma"),
    *(
        "λ",
        "損失",
        "x̄",
        "y'",
        "y''",
        "_",
        "v1",
        "f",
        "if",
        "x_1",
        "−1",
        "3.5",
        "-",
        "a.b",
        "😀",
        "{x}",
    ),
]
names = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=4)).filter(
    lambda name: _is_a_name(name)
)


def _is_a_name(name):
    try:
        bv.variable(name)
    except bv.GraphError:
        return False
    return True


@pytest.mark.parametrize("name", HOSTILE)
def test_an_input_of_any_name(name):
    x, other = bv.variable(name), bv.variable("x")
    check(bv.graph(2 * x - other * x))
    check(bv.graph(x))
    check(bv.graph(bv.exp(x) * other, parameters=[name]))


@given(st.lists(names, min_size=3, max_size=3), wild_recipes())
@settings(max_examples=300)
def test_expressions_over_inputs_of_any_names(called, recipe):
    built = {o: bv.variable(name) for o, name in zip("xyz", called, strict=True)}
    for line in recipe.lines:
        built[line.name] = apply(line.row, *(built.get(o, o) for o in line.operands))
    check(bv.graph(built[recipe.lines[-1].name]))


@given(wild_recipes(), st.data())
@settings(max_examples=300)
def test_programs_with_parameters_and_defaults(recipe, data):
    number = st.one_of(st.floats(), st.lists(st.floats(), min_size=1, max_size=2))
    lines = []
    for name in recipe.inputs:
        word = data.draw(st.sampled_from(["", "input ", "param "]))
        if data.draw(st.booleans()):
            value = data.draw(number)
            lines.append(f"{word}{name} = {value}")
        elif word:
            lines.append(f"{word}{name}")
    check(bv.graph("\n".join([*lines, recipe.text])))


@given(wild_recipes())
@settings(max_examples=300)
def test_random_programs_and_their_expressions(recipe):
    check(bv.graph(recipe.text))
    check(bv.graph(recipe.expression))
    check(bv.graph(recipe.text, parameters=list(recipe.used)[:1]))


@given(st.one_of(st.floats(), st.integers(-(2**60), 2**60)), st.floats())
def test_every_number_to_its_last_bit(number, exponent):
    if math.isnan(number):  # there are many, and one of each sign is told
        number = math.copysign(math.nan, number)
    x = bv.variable("x")
    check(bv.graph(number * x))
    check(bv.graph(x**exponent - number))
    check(bv.graph(np.array([[number, 1.0]]) + x))
    check(bv.graph(lambda x, w=number: w * x))


def _plain(x, w=2, b=-0.5, *, y_=(1.0, 2.0)):
    p = w * x
    y = p + b
    return (y_ - y) ** 2


def _names(x, unused, pi, e=3):
    sin = 2 * x
    inf = sin + np.inf
    return sin * inf**pi - e


def _loop(h, w, x=1.0):
    for _ in range(3):
        h = np.tanh(w * h + x)
    return h


def _same_name_elsewhere(x):
    y = 2 * x
    return y + bv.variable("y")


@pytest.mark.parametrize(
    "function",
    [
        *(_plain, _names, _loop, _same_name_elsewhere, lambda: 3, lambda x: x, lambda x, y: 2),
        *(lambda x: 5 - x * np.array([1.0, 2.0]) ** x, lambda b, a: a - a * b, lambda x: x**True),
        *(lambda x, y: x, lambda x: -x + 0, lambda x: [1, 2] * x, lambda x: x ** np.array([2, 3])),
    ],
)
def test_functions(function):
    check(bv.graph(function))


@pytest.mark.parametrize("shape", [(0,), (2, 0), (2, 3, 0), (0, 3), (0, 0), (2, 0, 3)])
def test_an_array_without_entries_keeps_its_shape_or_says_so(shape):
    empty = np.empty(shape)

    def function(x, w=empty):
        return x * w

    for graph in (bv.graph(bv.variable("x") * empty), bv.graph(function)):
        text = str(graph)
        comment = text.rpartition("\n")[2] if "#" in text else ""
        again = bv.graph(text)
        if 0 in shape[:-1]:
            assert f"# an array without entries, of shape {shape}, is written as [" in comment
            assert again.output == graph.output
        else:
            assert not comment
            check(graph)


def test_a_local_name_that_is_an_input_s_gives_way():
    graph = bv.graph(_same_name_elsewhere)
    assert graph.walk(x=1, y=10).output == 12
    assert graph.inputs == ("x", "y")


X, Y, E = sympy.symbols("x y e")


@pytest.mark.parametrize(
    "expression",
    [
        *(
            X - Y * sympy.Symbol("a"),
            -2 - X,
            2 * X + 2**X,
            sympy.E * X + sympy.E**Y,
            -sympy.sqrt(2),
        ),
        *(sympy.E * E + X, X**sympy.E * E, sympy.pi * sympy.Symbol("π") + sympy.pi**X),
        *(X**sympy.pi, sympy.pi**2 * X, sympy.Symbol("a b") * sympy.Symbol("x²"), X**-3 / Y),
        *(sympy.Max(X, 2, Y), sympy.Rational(-1, 3) * X * Y**-2, -X - Y, sympy.S(5), X**2 - X**2),
    ],
    ids=str,
)
def test_sympy_expressions(expression):
    check(bv.graph(expression))


@given(recipes(max_lines=5, ops=("add", "sub", "mul", "neg", "exp", "sin", "pown", "square")))
@settings(max_examples=100)
def test_random_sympy_expressions(recipe):
    built = {name: sympy.Symbol(name, real=True) for name in recipe.inputs}
    for line in recipe.lines:
        operands = [built[o] if isinstance(o, str) else sympy.Float(o) for o in line.operands]
        built[line.name] = in_sympy(line.row, *operands)
    expression = built[recipe.lines[-1].name]
    if not expression.has(sympy.I, sympy.zoo, sympy.nan, sympy.oo):
        check(bv.graph(expression))


def test_symbols_that_differ_under_one_name_are_refused():
    other = sympy.Symbol("x", positive=True)
    for expression in (X + other, sympy.Dummy("t") * sympy.Dummy("t")):
        with pytest.raises(bv.GraphError, match="two different symbols"):
            bv.graph(expression)


def test_a_minus_before_a_constant_stays_an_operation():
    x = bv.variable("x")
    check(bv.graph(apply(OPS["neg"], constant(2.0)) * x))
    check(bv.graph(apply(OPS["neg"], constant(-2.0)) * x))
    check(bv.graph(apply(OPS["neg"], constant(math.pi, "π")) * x))


def test_a_constant_that_is_called_as_an_input_gets_another_name():
    """A symbol has no claim to the name of an input, not even where it is given: both stay."""
    pi = constant(np.pi, name="π")
    graph = bv.Graph.build([], pi * bv.variable("π"), {"π": pi})
    assert graph.inputs == ("π",)
    assert dict(graph.names) == {"π_1": 0, "π": 1, "f": 2}
    walk = graph.walk({"π": 2.0})
    assert walk.output == 2.0 * np.pi
    assert walk.gradients["π"] == np.pi
    assert told(bv.graph(str(graph))) == told(graph)
