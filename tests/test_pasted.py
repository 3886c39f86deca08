"""Formulas as people write and paste them: inputs with values, other libraries' names, symbols."""

import importlib
import math
import unicodedata

import numpy as np
import pytest

import backprop_viz as bv
import needs
from backprop_viz.calls.library import FUNCTIONS
from backprop_viz.cli.main import main
from backprop_viz.core.number_ops import NUMBER_OPS
from backprop_viz.core.ops import ALIASES, OPS
from backprop_viz.quiz.question import question
from backprop_viz.read.hints import FORMS
from backprop_viz.read.libraries import LIBRARIES, shared_function
from backprop_viz.spell.names import canonical
from backprop_viz.words import LANGUAGES
from strategies import ARTICLE, ARTICLE_INPUTS

SNIPPET = "x = -2; y = 5; z = -4; q = x + y; f = q*z"

OF_NUMBERS = [name for name in FUNCTIONS if OPS.get(ALIASES.get(name, name)) in NUMBER_OPS]


def refusal(source):
    with pytest.raises(bv.ParseError) as caught:
        bv.graph(source)
    error = caught.value
    for lang in LANGUAGES:
        assert error.say(lang)
    assert error.hint
    return error


# A name that is assigned a number is an input


def test_the_first_snippet_of_every_course():
    graph = bv.graph(SNIPPET)
    assert graph.inputs == ("x", "y", "z")
    assert graph.defaults == {"x": -2, "y": 5, "z": -4}
    walk = graph.walk()
    assert walk.output == -12
    assert walk.gradients == {"x": -4, "y": -4, "z": 3, "q": -4, "f": 1}
    assert graph.walk(z=1).output == 3
    assert walk.check()
    assert str(graph).splitlines() == ["x = -2.0", "y = 5.0", "z = -4.0", "q = x+y", "f = q*z"]


def test_inputs_parameters_and_constants_are_told_apart():
    graph = bv.graph(
        "x = [1, 2]; const k = 3; param w = 0.5; param b, c; input y\n(k*w*x + b - y)**2 + c"
    )
    assert graph.inputs == ("x", "w", "b", "c", "y")
    assert graph.parameters == {"w", "b", "c"}
    assert {name: np.asarray(v).tolist() for name, v in graph.defaults.items()} == {
        "x": [1, 2],
        "w": 0.5,
    }
    assert [node.name for node in graph.nodes if graph.owns(node) and node.is_constant] == ["k"]
    with pytest.raises(bv.InputError, match="missing: b, c, y"):
        graph.walk()
    assert bv.graph("param w; w*x", parameters="x").parameters == {"w", "x"}
    assert bv.graph(bv.graph("param w; w*x"), parameters="x").parameters == {"w", "x"}


@pytest.mark.parametrize(
    ("source", "inputs"),
    [
        ("x = 2", ("x",)),
        ("x = +2; x", ("x",)),
        ("x = - 2; x*2", ("x",)),
        ("x = 2; y = 3", ("x", "y")),
        ("x = inf; y = -nan; x*y", ("x", "y")),
        ("x = [[1, -2], [3, 4e-1]]; 2*x", ("x",)),
        ("x = 1/3; x*2", ()),
        ("x = 2*pi; x*y", ("y",)),
        ("x = pi; x*y", ("y",)),
        ("const x = 2; x*y", ("y",)),
        ("const x = 1/3; x*y", ("y",)),
        ("input x = 1/3; x*y", ("x", "y")),
        ("input = 2; const = 3; param = input*const", ("input", "const")),
        ("x = Value(2.0); y = Value(-3.0, label='y'); x*y", ("x", "y")),
        ("x = float(2); y = np.float64(-3); x*y", ("x", "y")),
        ("x = torch.tensor(2.0, requires_grad=True); x*2", ("x",)),
        ('x = tf.Variable(2.0, name="x", trainable=True); x*2', ("x",)),
        ("x = tensor([1., 2.], dtype=torch.float64, requires_grad=False); x*2", ("x",)),
        ("x = nn.Parameter(torch.tensor(2.0)); x*2", ("x",)),
        ("x = torch.Tensor([2.0]).double(); x*2", ("x",)),
        ("x = np.array([[1., 2.], [3., 4.]]); x*2", ("x",)),
        ("x = Value(2.0)*3; x*y", ("y",)),
    ],
)
def test_what_is_an_input(source, inputs):
    graph = bv.graph(source)
    assert graph.inputs == inputs
    graph.walk(dict.fromkeys(set(inputs) - set(graph.defaults), 1.0))


def test_the_last_line_is_the_output_even_if_it_is_an_input():
    walk = bv.graph("x = 2; y = 3").walk()
    assert (walk.graph.output, walk.output) == ("y", 3)
    assert walk.gradients == {"x": 0, "y": 1}


def test_an_array_in_a_formula_is_a_constant():
    walk = bv.graph("f = x*[1, 2, 3] + [[10], [20]]").walk(x=2)
    np.testing.assert_array_equal(walk.output, [[12, 14, 16], [22, 24, 26]])
    assert walk.gradients["x"] == 12
    assert bv.graph("const k = [1, 1/4]; k*x").walk(x=2).output.tolist() == [2, 0.5]


def test_defaults_of_a_text_open_everything_that_walks(capsys):
    assert bv.descend(SNIPPET, parameters="x z", rate=0.1, steps=1)[1].inputs["y"] == 5
    assert bv.landscape(SNIPPET, "x", "z").state["y"] == 5
    marked = bv.graph("param w = 3; x = 2; (w*x - 1)**2")
    assert bv.descend(marked, rate=0.01, steps=1)[0].inputs["w"] == 3
    assert "w" in bv.page([marked.walk()]).html
    assert question(marked.walk(), 1).judge("6")
    assert main(["walk", SNIPPET]) == 0
    assert "∂f/∂z = 3" in capsys.readouterr().out
    assert main(["walk", SNIPPET, "z=1", "--parameters", "x"]) == 0
    assert "∂f/∂x = 1" in capsys.readouterr().out
    needs.library("ipywidgets")
    explorer = bv.explore(SNIPPET, y=1)
    assert (explorer.inputs["x"].value, explorer.inputs["y"].value) == (-2, 1)


def test_an_empty_check_says_that_there_is_nothing_to_check():
    table = bv.graph("const a = 2; a*3").walk().check()
    assert table.verdict == "there is nothing to check: the formula has no inputs"
    assert "agree" not in str(table)
    assert "検算するものがありません" in bv.graph("2*3").walk().check(lang="ja").verdict
    assert table.ok


@pytest.mark.parametrize(
    ("source", "message", "line", "column", "hint"),
    [
        ("q = x + 1; x = 2", "`x` is used before it is defined", 1, 5, "move its definition"),
        ("x = 2\nx = 3", "`x` is defined twice (first in line 1)", 2, 1, "call the new"),
        ("input x, x\nx*2", "`x` is defined twice", 1, 10, "call the new"),
        ("param w = x; w*x", "`x` is no number here", 1, 11, "const k = 3"),
        ("const k; k*x", "the constant `k` has no value", 1, 8, "const k = 3"),
        ("input x, y = 3; x", "unexpected `=`", 1, 12, "one in a line"),
        ("input x y; x", "unexpected `y`", 1, 9, "input x, y"),
        ("input x, ; x", "ends too early", 1, 10, "a name belongs here"),
        ("const sin = 3; sin", "`sin` is the name of a function", 1, 7, "something else"),
        ("x*[1, [2]]", "different lengths", 1, 3, "nested lists"),
        ("x = [1, 2", "the list is not closed", 1, 10, "nested lists"),
        ("x = [1,, 2]", "an entry is missing", 1, 8, "nested lists"),
        ("x]", "this bracket does not fit", 1, 2, "nested lists"),
        ("x; 3", "only the last line", 1, 1, "as in `t = ...`"),
    ],
)
def test_declarations_with_a_mistake(source, message, line, column, hint):
    error = refusal(source)
    assert message in error.message
    assert (error.line, error.column) == (line, column)
    assert hint in error.hint


# Characters


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("x²", "x**2"),
        ("xⁿ", "x**n"),
        ("x⁻¹", "x**(-1)"),
        ("x⁻ⁿ", "x**(-n)"),
        ("eˣ", "e**x"),
        ("2ˣ", "2**x"),
        ("-x²", "-(x**2)"),
        ("(x + n)²*2", "(x + n)**2*2"),
        ("x²**n", "(x**2)**n"),
        ("2**x²", "2**(x**2)"),
        ("|x|³", "abs(x)**3"),
        ("exp(x)²", "exp(x)**2"),
        ("n = 2*x; xⁿ", "n = 2*x; x**n"),
        ("x₁ + x₂", "x1 + x2"),
        ("ｘ + 𝑦 + ﬁ", "x + y + fi"),
        ("√x*√(x + n)*√2", "sqrt(x)*sqrt(x + n)*sqrt(2)"),
        ("√√x + √sin(x)", "sqrt(sqrt(x)) + sqrt(sin(x))"),
        ("x × n · y − 2 ÷ x – 1", "x * n * y - 2 / x - 1"),
        ("|x| + |x - |n|| + |x|*|n|", "abs(x) + abs(x - abs(n)) + abs(x)*abs(n)"),
        ("|-x|", "abs(-x)"),
        ("max(x, n, y) + min(x, n, y, 1)", "max(max(x, n), y) + min(min(min(x, n), y), 1)"),
        ("ln(x)", "log(x)"),
        ("σ(x) + sigma(n)", "sigmoid(x) + sigmoid(n)"),
        ("2*sigma + x", "x*0 + 2*sigma + x - x*0"),
        ("np.exp(x) + numpy.sin(x)", "exp(x) + sin(x)"),
        ("math.log(x)*np.pi**math.e", "log(x)*pi**e"),
        ("torch.nn.functional.relu(x) + F.softplus(x)", "relu(x) + softplus(x)"),
        ("torch.tanh(x)/tf.nn.sigmoid(x) + jnp.abs(n)", "tanh(x)/sigmoid(x) + abs(n)"),
        ("np.power(x, n) + np.multiply(x, 2) - torch.neg(n)", "x**n + x*2 - (-n)"),
        ("sympy.Max(x, n) + sp.Abs(x)", "max(x, n) + abs(x)"),
        ("np.maximum(0, x)", "max(0, x)"),
        ("∞ - ∞ + x*0", "inf - inf + x*0"),
        ("np.inf*x", "inf*x"),
        ("x\u00a0+\u2009n\u3000＋ １", "x + n + 1"),
        ("np . exp(x) + math. sin(n)", "exp(x) + sin(n)"),
        ("Math.exp(x)*Math.max(n, 0)**Math.PI", "exp(x)*max(n, 0)**pi"),
        ("x.exp() + (x*n).tanh()*2", "exp(x) + tanh(x*n)*2"),
        ("-x.exp()**2 - x**n.sqrt()", "-exp(x)**2 - x**sqrt(n)"),
        ("x.relu().pow(n.exp()).add(x)", "relu(x)**exp(n) + x"),
        ("|x|.log() + x².cos() + `a b`.sin()", "log(abs(x)) + cos(x**2) + sin(`a b`)"),
        ("x̄.exp() + y'.exp()", "exp(x̄) + exp(y')"),
        ("nn.ReLU()(x) + torch.nn.Tanh()(n) - Sigmoid()(x)", "relu(x) + tanh(n) - sigmoid(x)"),
        (
            "nn.LeakyReLU()(-x) + nn.GELU()(x)*nn.Softplus()(x)",
            "leaky_relu(-x)+gelu(x)*softplus(x)",
        ),
        ("1 ./ (1 .+ exp.(-x)) .* n.^2", "1/(1 + exp(-x))*n**2"),
        ("x*np.array([1, 2]) + float(3)", "x*[1, 2] + 3"),
    ],
)
def test_what_is_written_otherwise(written, means):
    one, other = bv.graph(written), bv.graph(means)
    assert set(one.inputs) == set(other.inputs)
    at = dict(zip(one.inputs, (1.25, 0.5, 2.0, 3.0), strict=False))
    np.testing.assert_array_equal(one.walk(at).output, other.walk(at).output)


def test_a_name_is_never_made_of_what_only_stands_for_letters():
    """Every character that compatibility changes: a power, the same letter, or an error."""
    for code in range(0x80, 0x20000):
        character = chr(code)
        decomposition = unicodedata.decomposition(character)
        if not decomposition.startswith("<"):
            continue
        tag = decomposition.partition(" ")[0]
        for source in (f"x{character}", f"x{character} + 1", f"{character}"):
            try:
                graph = bv.graph(source)
            except bv.ParseError:
                continue
            plain = unicodedata.normalize("NFKC", character)
            if tag == "<super>":
                assert graph.operations[0].op.name in ("pow", "pown", "square", "transpose")
                assert graph.inputs[0] == "x"
                continue
            if any(c.isalnum() for c in plain):
                assert tag in (
                    *("<wide>", "<narrow>", "<font>", "<initial>", "<medial>", "<final>"),
                    *("<isolated>", "<compat>", "<sub>"),
                )
                assert tag != "<sub>" or plain.isdecimal()
                assert tag != "<compat>" or character.isalpha()
    for character in "½¼①Ⅳᵢₙªº℡㎏ſϖŉ":
        assert character in refusal(f"x{character}").source_line


@pytest.mark.parametrize(
    "character", "\u200b\u200d\u200e\u202e\ufeff\u00ad\u2060\ufe0f\u3164\u115f"
)
def test_what_cannot_be_seen_is_refused(character):
    for source in (f"x{character}", f"{character}x", f"x{character} + x"):
        assert refusal(source).hint == "it cannot be seen: delete it"


def test_a_mark_belongs_to_its_letter():
    graph = bv.graph("x̄ - x + ŷ*y + e\u0301*é")
    assert graph.inputs == ("x̄", "x", "ŷ", "y", "é")


@pytest.mark.parametrize(
    "source",
    ["𝐱 + x", "ℓ*l", "ϵ + ε", "х + x", "с = 2*x; c*с", "е**x", "ехр(x)*е", "Α + A", "ϕ = φ"],
)
def test_names_that_look_alike_are_not_mixed(source):
    error = refusal(source)
    assert "looks like" in error.message or "no function" in error.message


def test_names_in_quotes_may_look_alike_and_be_anything():
    graph = bv.graph("`х`*x + `sin`*sin(x) + `a b` + `e`*e + `2`*2")
    assert graph.inputs == ("х", "x", "sin", "a b", "e", "2")
    assert graph.walk(dict.fromkeys(graph.inputs, 0.0)).output == 0


def test_canonical_names_of_python_are_those_of_the_text():
    """Python normalises its identifiers; what a text takes as a name is the same there."""
    for name in ("ｘ", "𝑥", "ﬁ", "ℎ", "µ", "Å", "損失"):
        scope = {}
        exec(f"def f({name}): return {name}*2", scope)
        assert bv.graph(scope["f"]).inputs == bv.graph(f"{name}*2").inputs == (canonical(name),)


# Other libraries


@pytest.mark.parametrize(
    ("library", "modules"),
    [
        ("numpy", ["numpy"]),
        ("math", ["math"]),
        ("sympy", ["sympy"]),
        ("torch", ["torch", "torch.nn.functional", "torch.special"]),
        ("jax", ["jax.numpy", "jax.nn"]),
        ("tensorflow", ["tensorflow", "tensorflow.math", "tensorflow.nn"]),
    ],
)
def test_a_function_of_a_library_is_read_only_if_it_means_the_same(library, modules):
    needs.library(library)
    count = 0
    for module in modules:
        there = importlib.import_module(module)
        prefix = {"tensorflow.nn": "tf.nn"}.get(module, module)
        assert prefix in LIBRARIES
        for name in dir(there):
            row = shared_function(f"{prefix}.{name}")
            if row is None:
                continue
            count += 1
            for at in (0.3, 0.9):
                operands = [at * low + (1 - at) * high for low, high in row.sample]
                if not row.is_entrywise:
                    assert_same_of_arrays(getattr(there, name), row, operands, library)
                    continue
                given = [np.float64(o) if library != "torch" else _tensor(o) for o in operands]
                if library in ("math", "sympy"):
                    given = operands
                value = float(getattr(there, name)(*given))
                assert value == pytest.approx(float(row.forward(*operands)), rel=1e-5), name
    assert count > (8 if library == "math" else 15)


def assert_same_of_arrays(function, row, operands, library):
    arrays = [np.linspace(operand, 2.0, 9).reshape(3, 3) for operand in operands]
    value = function(*(map(_tensor, arrays) if library == "torch" else arrays))
    np.testing.assert_allclose(np.asarray(value), row.forward(*arrays), rtol=1e-5)


def _tensor(number):
    return importlib.import_module("torch").tensor(number, dtype=float)


@pytest.mark.parametrize("library", ["np", "numpy", "math", "torch", "F", "jnp", "tf", "sympy"])
def test_every_function_may_be_pasted_with_a_library(library):
    for name in OF_NUMBERS:
        row = OPS[ALIASES.get(name, name)]
        source = f"{library}.{name}({', '.join('xy'[: row.arity])})"
        if shared_function(f"{library}.{name}") is None:
            refusal(source)
        else:
            assert bv.graph(source).output_node.op is row


# What is refused, and what to write instead

REFUSED = [
    ("sin²(x)", 4, "write `sin(x)**2`"),
    ("tan⁻¹(x)", 4, "`atan(x)` for the inverse"),
    ("aᴴ", 2, "`x.T`"),
    ("x²⁺¹", 2, "write `**(2+1)`"),
    ("½*x", 1, "write `1/2`"),
    ("xᵢ", 2, "write `_i`"),
    ("√x**2", 3, "sqrt(...)"),
    ("√x²", 3, "sqrt(...)"),
    ("√-x", 2, "sqrt(...)"),
    ("∛x", 1, "x**(1/3)"),
    ("||x||", 1, "abs(x)"),
    ("x | y", 3, "abs(x)"),
    ("|x", 3, "add `|`"),
    ("|(x|)", 4, "abs(x)"),
    ("ln x", 1, "write `ln(x)`"),
    ("2*sin x", 3, "write `sin(x)`"),
    ("f(x, y) = x + y", 1, "such as `f(x, y)`"),
    ("f(x) = x", 1, "such as `f(x)`"),
    ("3y", 2, "`3*y`"),
    ("x y", 3, "`x*y`"),
    ("SiLU(x)", 1, "did you mean `silu`"),
    ("torch.nn.functional.dropout(x, m)", 1, "make chance an input"),
    ("np.linear(x, w)", 1, "write it without the library's name"),
    ("F.layer_norm(x, 3)", 1, "write it without the library's name"),
    ("artanh(x)", 1, "write `atanh(x)`"),
    ("cot(x)", 1, "write `1/tan(x)`"),
    ("floor(x)", 1, "staircase"),
    ("ReLU(x)", 1, "did you mean `relu`"),
    ("np.foo(x)", 1, "the functions are abs"),
    ("np.exp", 1, "`np.exp(x)`"),
    ("np.maximum(x, y, z)", 1, "write `np.maximum(a, b)`"),
    ("tf.nn.leaky_relu(x)", 1, "without the library's name"),
    ("math.log(x, 2)", 1, "write `log(x)/log(2)`"),
    ("sigma*sigma(x)", 7, "`sigma*(...)`"),
    ("lambda x: x", 1, "bv.graph itself"),
    ("def f(x): return x", 5, "such as `f(x)`"),
    ("for i in x", 1, "bv.graph itself"),
    ("import numpy as np", 1, "bv.graph itself"),
    ("return x", 1, "the last line is the output"),
    ("y := 2*x", 3, "`y = 2*x`"),
    ("x == y", 3, "where(x > 0, a, b)"),
    ("x != y", 3, "where(x > 0, a, b)"),
    ("x <= y", 3, "where(x > 0, a, b)"),
    ("x ≤ y", 3, "where(x > 0, a, b)"),
    ("c = 2*x; c += 1", 13, "write `c_2 = c + ...`"),
    ("a // b", 4, "no quotient is rounded"),
    ("a % b", 3, "no remainders"),
    ("a mod b", 3, "no remainders"),
    ("5%", 2, "`5/100`"),
    ("x if x else y", 3, "`maximum`"),
    ("∑ x", 1, "whole arrays"),
    ("∂f", 1, "derivatives"),
    ("\\frac{1}{x}", 1, "LaTeX"),
    ("`a b", 1, "quotes"),
    ("x — y", 3, "`-`"),
    ("2^", 3, "a name or a number"),
    # More operands than a function has, and options
    ("leaky_relu(x, 0.2)", 1, "write `maximum(x, 0.2*x)`"),
    ("F.leaky_relu(x + 1, negative_slope=0.2)", 35, "write `maximum((x + 1), 0.2*(x + 1))`"),
    ("softplus(x, 2)", 1, "write `softplus(2*x)/2`"),
    ("F.softplus(x, beta=2)", 19, "write `softplus(2*x)/2`"),
    ("elu(x, 0.5)", 1, "write `relu(x) + 0.5*minimum(0, exp(x) - 1)`"),
    ("gelu(x, 'tanh')", 9, "write `0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))`"),
    ("F.gelu(x, approximate='tanh')", 22, "write `0.5*x*(1 + tanh("),
    ("log(x, base)", 1, "write `log(x)/log(base)`"),
    ("x.log(2)", 2, "write `log(x)/log(2)`"),
    ("round(x, ndigits=2)", 1, "staircase"),
    ("pow(x, y, z)", 1, "write `a**b`"),
    ("np.clip(x, 0, 1)", 1, "write `maximum(0, minimum(x, 1))`"),
    ("torch.clamp(x, min=0)", 19, "write `maximum(x, 0)`"),
    ("np.clip(x, a_min=0, a_max=1)", 17, "write `maximum(0, minimum(x, 1))`"),
    ("sigmoid(x, 2)", 1, "write `sigmoid(a)`"),
    # Functions without parentheses, and powers of functions
    ("log₂ x", 1, "write `log₂(x)`"),
    ("log₁₀ x", 1, "write `log₁₀(x)`"),
    ("σ z", 3, "write `σ(z)`, or `σ*z` for a product"),
    ("sin^2(x)", 1, "write `sin(x)**2`"),
    ("1 + tanh**2 x", 5, "write `tanh(x)**2`"),
    ("sin^-1(x)", 1, "write `asin(x)` for the inverse"),
    ("sin^(-1)(x)", 1, "write `asin(x)` for the inverse"),
    ("sin⁻¹(x)", 4, "write `asin(x)` for the inverse"),
    ("tanh⁻¹(x)", 5, "write `atanh(x)` for the inverse"),
    ("max*2", 1, "as in `max(x, y)`"),
    ("2 sin(x)", 3, "`2*sin(...)`"),
    ("sin(x)cos(y)", 7, "`(...)*cos(...)`"),
    ("sin[x]", 4, "parentheses"),
    ("sigmoid'(x)", 1, "finds its derivatives"),
    # Methods, layers and values of libraries
    ("x.t()", 2, "`x.T`"),
    ("x.exp", 2, "write `.exp()`"),
    ("x.clamp(0, 1)", 2, "write `maximum(0, minimum(x, 1))`"),
    ("(x*y).leaky_relu(0.2)", 6, "write `maximum((...), 0.2*(...))`"),
    ("x.item()*2", 2, "leave `.item` out"),
    ("x.grad", 2, "finds its derivatives"),
    ("loss.backward()", 5, "finds its derivatives"),
    ("x.requires_grad = True", 2, "leave `x.requires_grad = ...` out"),
    ("x.foo", 2, "no points"),
    ("√x.exp()", 3, "sqrt(...)"),
    ("nn.ReLU(x)", 1, "write `relu(x)`"),
    ("nn.LeakyReLU(0.2)(x)", 1, "write `maximum(x, 0.2*x)`"),
    ("nn.Softplus(beta=2)(x)", 17, "write `softplus(2*x)/2`"),
    ("nn.Linear(2, 1)(x)", 1, "write `w*x + b`"),
    ("nn.MSELoss()(y, t)", 1, "write `mse(y, t)`"),
    ("nn.SiLU()(x)", 1, "write `silu(x)`"),
    ("float = 3; y = float(2)", 16, "`float*(...)`"),
    ("Value(x)*2", 1, "as in `x = Value(2.0)`"),
    ("x = np.array([1.5], dtype=int)", 5, "leave it out"),
    ("x = np.float32(0.1)", 5, "leave `np.float32` out"),
    ("x = '2'", 5, "in quotes"),
    # Other languages
    ("=EXP(x)", 1, "leave `=` out"),
    ("POWER(x, 2)", 1, "write `x**2`"),
    ("let x = 2", 1, "leave `let` out"),
    ("double x = 2.0;", 1, "leave `double` out"),
    ("function f(x) { return x }", 1, "bv.graph itself"),
    ("x <- 2", 3, "`y = 2*x`"),
    ("x: float = 2.0", 2, "`y = 2*x`"),
    ("(x + y)*z, x = -2", 10, "with `;` between"),
    ("x = -2 y = 5", 8, "with `;` between"),
    ("x, y = 2, 3", 2, "with `;` between"),
    ("1.2.3", 4, "only one decimal point"),
    ("3 + 2j", 6, "real"),
    ("5⁻x", 2, "write `-`"),
    ("³√x", 1, "x**(1/3)"),
    ("‖x‖", 1, "whole arrays"),
    ("⌊x⌋", 1, "staircase"),
    ("\\sigma(z)", 1, "write `sigmoid(z)`"),
    ("\\sqrt{x}", 1, "write `sqrt(x)`"),
    ("a \\cdot b", 3, "write `*`"),
    ("\\max(0, x)", 1, "write `max(a, b)`"),
    ("$x$", 1, "LaTeX"),
    ("x.clip(min=0)", 11, "write `maximum(x, 0)`"),
    ("log(base=2)", 9, "no options"),
    ("(x*y).log(2)", 6, "write `log((...))/log(2)`"),
    ("\\mathrm{sigmoid}(x)", 1, "write `sigmoid`"),
    ("\\hat{y} - y", 1, "write `y'`"),
    ("\\partial f", 1, "finds its derivatives"),
    ("\\sum_i x_i", 1, "whole arrays"),
    ("x, y, z = -2, 5, -4", 2, "with `;` between"),
    ("x = 2,5", 6, "a decimal point is a point"),
    ("y.backward(retain_graph=True)", 2, "finds its derivatives"),
    ("1/2(y - t)^2", 4, "`2*(...)`"),
    ("sech^2(x)", 1, "write `sech(x)**2`"),
    ("x_{1}", 3, "`x_1`"),
    ("tg(x)", 1, "write `tan(x)`"),
]


@pytest.mark.parametrize(("source", "column", "hint"), REFUSED)
def test_a_refusal_says_what_to_write(source, column, hint):
    error = refusal(source)
    assert error.column == column
    assert hint in error.hint


@pytest.mark.parametrize("name", FORMS)
def test_a_formula_that_is_suggested_can_be_read(name):
    assert FORMS[name] in refusal(f"{name}(q)").hint
    graph = bv.graph(FORMS[name])
    values = [graph.walk({key: [at, at] for key in graph.inputs}).output for at in (0.6, 1.6)]
    assert np.isfinite(values).any()


@pytest.mark.parametrize(
    ("name", "there"),
    [
        *(("mish", "mish"), ("relu6", "relu6"), ("elu", "elu")),
        *(("selu", "selu"), ("logsigmoid", "logsigmoid"), ("softsign", "softsign")),
        *(("hardtanh", "hardtanh"), ("hardsigmoid", "hardsigmoid"), ("tanhshrink", "tanhshrink")),
    ],
)
def test_a_suggested_activation_is_that_of_pytorch(name, there):
    needs.library("torch")
    functional = importlib.import_module("torch.nn.functional")
    for x in (-4.0, -1.5, -0.3, 0.2, 2.5, 7.0):
        wanted = float(getattr(functional, there)(_tensor(x)))
        assert bv.graph(FORMS[name]).walk(x=x).output == pytest.approx(wanted, rel=1e-4, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        *(("arsinh", math.asinh), ("arcosh", lambda x: math.acosh(x + 2)), ("artanh", math.atanh)),
        *(("cbrt", np.cbrt), ("exp2", np.exp2)),
        *(("sinc", np.sinc), ("radians", np.radians), ("degrees", np.degrees)),
    ],
)
def test_a_suggested_formula_is_the_function(name, function):
    for x in (-0.7, 0.4, 0.9):
        if name == "arcosh":
            x, wanted = x + 2, function(x)
        else:
            wanted = function(x)
        assert bv.graph(FORMS[name]).walk(x=x).output == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("call", "there"),
    [
        *(("leaky_relu(x, 0.2)", "leaky_relu"), ("elu(x, 0.5)", "elu"), ("celu(x, 0.5)", "celu")),
        *(("softplus(x, 2)", "softplus"), ("hardtanh(x, -2, 1.5)", "hardtanh")),
        ("gelu(x, approximate='tanh')", "gelu"),
    ],
)
def test_a_formula_for_options_is_that_of_pytorch(call, there):
    needs.library("torch")
    function = getattr(importlib.import_module("torch.nn.functional"), there)
    form = refusal(call).hint.partition("`")[2].rpartition("`")[0]
    for x in (-4.0, -0.3, 0.2, 2.5):
        wanted = eval(call, {there: function, "x": _tensor(x)})
        assert bv.graph(form).walk(x=x).output == pytest.approx(float(wanted), rel=1e-9)


def test_a_method_is_the_function_that_numpy_has():
    for name in OF_NUMBERS:
        row = OPS[ALIASES.get(name, name)]
        source = f"x.{name}({'y' if row.arity == 2 else ''})"
        if name in ("max", "min"):  # of all entries
            assert "maximum" not in {node.op.name for node in bv.graph(f"x.{name}()").operations}
        else:
            assert bv.graph(source).output_node.op is row


MATRIX = np.array([[0.3, -1.2, 2.1], [1.4, 0.2, -0.7]])


def _summed_powers(x, axis=None):
    return np.log(np.exp(x).sum(axis))


THEIRS = {
    "x.sum((0, 1))": MATRIX.sum(),
    "np.sum(x, (0, 1))": MATRIX.sum(),
    "np.max(x, (0, 1))": 2.1,
    "torch.cat([x, x], 1)": np.concatenate([MATRIX, MATRIX], 1),
    "np.stack((x, 2*x), -1)": np.stack([MATRIX, 2 * MATRIX], -1),
    "F.softmax(x, dim=1)": np.exp(MATRIX) / np.exp(MATRIX).sum(1, keepdims=True),
    "special.log_softmax(x)": MATRIX - np.log(np.exp(MATRIX).sum()),
    "special.softmax(x)": np.exp(MATRIX) / np.exp(MATRIX).sum(),
    "special.logsumexp(x)": _summed_powers(MATRIX),
    "jax.nn.logsumexp(x)": _summed_powers(MATRIX),
    "special.logsumexp(x, 0)": _summed_powers(MATRIX, 0),
    "jax.nn.softmax(x)": np.exp(MATRIX) / np.exp(MATRIX).sum(1, keepdims=True),
    "torch.max(x, 2*x)": np.maximum(MATRIX, 2 * MATRIX),
    "torch.norm(x, dim=1)": np.linalg.norm(MATRIX, axis=1),
    "x.transpose(1, 0)": MATRIX.T,
}


@pytest.mark.parametrize("text", THEIRS)
def test_what_stands_behind_the_first_argument_means_what_it_means_there(text):
    graph = bv.graph(text)
    for read in (graph, bv.graph(str(graph))):
        np.testing.assert_allclose(read.walk(x=MATRIX).output, THEIRS[text], rtol=1e-13)


@pytest.mark.parametrize(
    "text",
    [
        "torch.max(x, 0)",  # has two results
        "torch.min(x, -1)",
        "x.max(dim=0)[0]",
        "x.min(dim=1, keepdim=True)",
        "x.var(dim=0)",  # is over one less
        "x.norm(1)",  # is another norm
        "torch.norm(x, 1)",
        "np.linalg.norm(x, 2)",
        "F.softmax(x)",  # is over the first of three axes, and the last of two
        "torch.log_softmax(x)",
        "x.transpose(0, 1)",  # of NumPy is x, of PyTorch is x.T
        "x.transpose(-2, -1)",
        "torch.flatten(x, 1)",
        "x.flatten(0)",
    ],
)
def test_what_means_something_else_there_is_refused(text):
    assert "means something else" in str(refusal(text))


def test_a_long_chain_of_methods_is_read():
    assert len(bv.graph("x" + ".exp()" * 20_000).operations) == 20_000
    assert len(bv.graph("x" + ".add(x" * 20_000 + ")" * 20_000).operations) == 20_000


# A quiz


def asked(step=13):
    return question(bv.graph(ARTICLE).walk(ARTICLE_INPUTS), step)


def test_an_answer_without_a_sign_is_read_where_it_can_mean_one_thing():
    assert asked(9).judge("2t").right
    assert asked(9).judge("2t").sentence == "Right! (Read as 2*t.)"
    assert asked(9).judge("2(y' - y)").right
    assert asked(9).judge("−2(y − y')").sentence.endswith("(Read as −2*(y − y').)")
    assert "2*t*x" in asked(9).judge("2t*x").sentence
    assert "と読みました" in question(asked().walk, 9, "ja").judge("2t").sentence
    assert "Read as" not in asked(9).judge("2*t").sentence
    assert asked(9).judge("4t/2").right


@pytest.mark.parametrize(
    "text", ["1/2t", "2e", "2e*t", "t**2t", "2 t", "t x", "(2)t", "√2t", "2|t|"]
)
def test_an_answer_that_could_mean_two_things_is_refused(text):
    with pytest.raises(bv.ParseError) as caught:
        asked(9).judge(text)
    assert caught.value.hint


def test_an_answer_may_be_any_formula_that_is_read():
    assert asked().judge("24/3")
    assert asked().judge("8*pi/π")
    assert asked().judge("√64")
    assert asked().judge("2³")
    assert asked().judge("np.sqrt(64)")
    assert asked().judge("|−8|")
    assert asked().judge("x = 8")  # what it is, and not a new input
    arrays = question(bv.graph("x*2").walk(x=[1.0, 3.0]), 1)
    assert arrays.judge("[6/3, 2*3]")
    assert arrays.judge("2*x")
    assert arrays.judge("[1, 3] * 2")


def test_an_answer_takes_the_names_of_the_graph_first():
    walk = bv.graph("input e, sigma; e*sigma").walk(e=5, sigma=7)
    assert question(walk, 1).judge("e*sigma")
    assert question(walk, 1).judge("7e0*5")
    assert not question(walk, 1).judge("2.718281828459045*7")
    with pytest.raises(bv.ParseError, match=r"`sigma`"):
        question(walk, 1).judge("sigma(e)")


def test_nothing_is_read_from_or_written_to_a_cache(tmp_path, monkeypatch):
    import subprocess
    import sys

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    code = (
        "import sys, backprop_viz as bv\n"
        "bv.graph('x*y').walk(x=1, y=2)\n"
        "assert not {'lark', 'pickle'} & ({*sys.modules} - before)"
    )
    code = f"import sys, numpy; before = {{*sys.modules}}\n{code}"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1_000*x", "`1000`"),
        ("0x10*x", "`16`"),
        ("1e3x", "`1e3*x`"),
        ("sin 2x", "`sin(2*x)`"),
        ("True*x", "1 for True"),
        ("y = None; y*x", "a number"),
        ("relu(x, inplace=1)", "no options"),
        ("a = Value(-4.0, data=2)", "leave it out"),
    ],
)
def test_what_python_would_read_has_a_hint_that_fits(text, written):
    with pytest.raises(bv.ParseError) as caught:
        bv.graph(text)
    assert written in caught.value.hint


def test_a_quantity_may_be_called_true():
    graph = bv.graph(2 * bv.variable("True"))
    assert bv.graph(str(graph)).inputs == ("True",)
