"""Every operation, row by row, against witnesses that do not know its derivative."""

import itertools
import math
import re
from dataclasses import replace

import autograd.numpy as anp
import numpy as np
import pytest
import sympy
from autograd import elementwise_grad

import backprop_viz as bv
from backprop_viz.arithmetic.names import MATH, NUMPY
from backprop_viz.calls.library import FUNCTIONS
from backprop_viz.core.ops import ALIASES, OPS
from backprop_viz.verify.symbolic import in_sympy
from backprop_viz.words import LANGUAGES
from strategies import AUTOGRAD, ENTRYWISE, PLAIN

ROWS = [
    row.choose(*options)
    for row in ENTRYWISE.values()
    for options in row.tried
    if not row.stops  # the others have their tests in test_arrays
]
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text or row.name)
by_row = pytest.mark.filterwarnings("ignore:Output seems independent of input")


def samples(row, count=12):
    """Points over the row's sample range, its ends included, away from its kinks."""
    rng = np.random.default_rng(7)
    low, high = np.transpose(row.sample)
    points = [low, high, *rng.uniform(low, high, (count, len(low)))]
    is_tip = row.at_kink == "(a == 0) & (b == 0)"
    near = [abs(p[0] - p[1]) if len(p) == 2 and not is_tip else max(map(abs, p)) for p in points]
    return [tuple(p) for p, n in zip(points, near, strict=True) if row.kink is None or n > 1e-2]


def as_graph(row):
    """The graph of just this operation."""
    return bv.graph(f"f = {row.spell(*'xyz'[: row.arity])}")


@each_row
def test_the_row_is_complete(row):
    assert len(row.local) == len(row.slope_latex) == len(row.sample) == row.arity
    assert row.glyph
    assert row.value_latex
    assert (row.domain is None) == (row.undefined == "False")
    assert (row.kink is None) == (row.at_kink == "False")
    assert len(samples(row)) >= 10
    for lang in LANGUAGES:
        assert row.why.say(lang)


def test_names_and_aliases_do_not_collide():
    ufuncs = [name for row in PLAIN.values() for name in row.ufuncs]
    assert len(set(ufuncs)) == len(ufuncs)
    assert not set(ALIASES) & set(OPS)
    assert set(ALIASES.values()) <= set(OPS)
    assert all(row.name == name for name, row in OPS.items())


def test_every_function_of_the_specification_is_there():
    wanted = (
        "exp log log2 log10 sqrt sin cos tan asin acos atan sinh cosh tanh sigmoid relu "
        "leaky_relu softplus gelu abs sign maximum minimum square reciprocal"
    )
    for name in wanted.split():
        assert name in FUNCTIONS
        assert getattr(bv, name) is FUNCTIONS[name]


@each_row
def test_values_against_sympy(row):
    symbols = sympy.symbols(row.parameters, real=True)
    formula = in_sympy(row, *symbols)
    for point in samples(row, 4):
        exact = formula.subs(dict(zip(symbols, map(sympy.Float, point), strict=True))).evalf(30)
        assert row.forward(*map(np.float64, point)) == pytest.approx(float(exact), rel=1e-14)


@each_row
def test_local_derivatives_against_sympy(row):
    symbols = sympy.symbols(row.parameters, real=True)
    formula = in_sympy(row, *symbols)
    derivatives = [sympy.diff(formula, symbol) for symbol in symbols]
    for point in samples(row, 4):
        at = dict(zip(symbols, (sympy.Float(x, 40) for x in point), strict=True))
        exact = [float(derivative.subs(at).evalf(30)) for derivative in derivatives]
        operands = [np.float64(x) for x in point]
        found = row.partials(row.forward(*operands), *operands)
        assert found == pytest.approx(exact, rel=1e-13, abs=1e-15)


@each_row
def test_local_derivatives_against_central_differences(row):
    for point in samples(row):
        operands = [np.float64(x) for x in point]
        found = row.partials(row.forward(*operands), *operands)
        for k in range(row.arity):
            h = 1e-5
            above, below = [*operands], [*operands]
            above[k] += h
            below[k] -= h
            numeric = (row.forward(*above) - row.forward(*below)) / (2 * h)
            assert found[k] == pytest.approx(numeric, rel=2e-7, abs=1e-8)


@by_row
@each_row
def test_local_derivatives_against_autograd(row):
    code, names = compile(row.formula, row.name, "eval"), {**AUTOGRAD, **row.named}

    def formula(*operands):
        value = eval(code, names, dict(zip(row.parameters, operands, strict=True)))
        return value + 0.0 * anp.sum(operands[0])  # autograd wants to see the operand used

    at = samples(row)
    if row.kink is None and all(low < 0 < high for low, high in row.sample):
        at = [*at, (0.0,) * row.arity]  # where what has a sign is written in two parts
    points = [np.array(column) for column in zip(*at, strict=True)]
    found = row.partials(row.forward(*points), *points)
    for k in range(row.arity):
        expected = elementwise_grad(formula, k)(*points)
        np.testing.assert_allclose(np.broadcast_to(found[k], expected.shape), expected, rtol=1e-12)


@each_row
def test_what_goes_back_is_upstream_times_local(row):
    for point in samples(row):
        operands = [np.float64(x) for x in point]
        out = row.forward(*operands)
        for local, back in zip(row.partials(out, *operands), row.backs, strict=True):
            assert back(np.float64(2.5), local, out, *operands) == 2.5 * local


@each_row
def test_math_and_numpy_agree(row):
    """The same text over both namespaces: the walk and the generated code compute alike."""
    texts = [row.formula, *row.local]
    special = [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (-2.0, 3.0), (2.0, -2.0), (-1.0, -1.0)]
    special = [(*pair, 2.0) for pair in special]
    for point in [*samples(row), *(p[: row.arity] for p in special)]:
        with np.errstate(all="ignore"):
            out = row.forward(*map(np.float64, point))
        for text in texts:
            names = dict(zip(row.parameters, map(float, point), strict=True))
            names |= {"out": float(out), **row.named}
            try:
                plain = eval(text, dict(MATH), names)
            except (ArithmeticError, ValueError):
                continue  # where math raises, the generated code asks NumPy
            with np.errstate(all="ignore"):
                general = eval(
                    text, dict(NUMPY), {k: v and np.float64(v) for k, v in names.items()}
                )
            assert isinstance(plain, float)
            assert plain == pytest.approx(float(general), rel=1e-14, nan_ok=True)


@each_row
def test_arrays_entry_by_entry(row):
    points = [np.array(column).reshape(2, -1) for column in zip(*samples(row, 10), strict=True)]
    if row.kink is not None:
        points = [np.resize(p, (2, 5)) for p in points]
    whole = row.forward(*points)
    partials = row.partials(whole, *points)
    assert whole.shape == points[0].shape
    for where in np.ndindex(whole.shape):
        entry = [p[where] for p in points]
        assert whole[where] == pytest.approx(row.forward(*entry), rel=1e-14)
        for many, one in zip(partials, row.partials(row.forward(*entry), *entry), strict=True):
            assert np.broadcast_to(many, whole.shape)[where] == pytest.approx(one, rel=1e-14)


@each_row
def test_no_finite_point_is_without_a_value_and_without_a_reason(row):
    grid = [np.float64(x) for x in (-2.5, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 2.5)]
    points = itertools.product(grid, repeat=row.arity)
    for point in points:
        with np.errstate(all="ignore"):
            value = row.forward(*point)
        assert bool(row.is_undefined(*point)) == (not math.isfinite(value)), point


@each_row
def test_spelling_is_read_back_as_the_same_operation(row):
    node = as_graph(row).output_node
    assert node.op is row
    assert len(node.operands) == row.arity


@pytest.mark.parametrize(
    ("ufunc", "name"), [(ufunc, row.name) for row in PLAIN.values() for ufunc in row.ufuncs]
)
def test_numpy_functions_build_the_operation(ufunc, name):
    operands = bv.variables("x, y")[: OPS[name].arity]
    made = getattr(np, ufunc)(*operands)
    assert made.op is OPS[name]
    assert made.operands == tuple(operands)


@pytest.mark.parametrize("alias", ALIASES)
def test_an_alias_is_the_operation(alias):
    row = OPS[ALIASES[alias]]
    operands = ", ".join(("x", "y")[: row.arity])
    assert bv.graph(f"{alias}({operands})").output_node.op is row


def test_functions_compute_on_numbers():
    assert bv.exp(0) == 1.0
    assert bv.maximum(2, 3) == 3.0
    np.testing.assert_array_equal(bv.relu([-1, 2]), [0.0, 2.0])
    with pytest.raises(bv.GraphError, match="takes 1 operand"):
        bv.exp(1, 2)


@each_row
def test_latex_and_sentences_fill_every_slot(row):
    walk = as_graph(row).walk(dict(zip(as_graph(row).inputs, samples(row)[2], strict=True)))
    for step in walk.steps:
        assert not re.search(r"<[abcgny*]!?>|\x00", step.latex)
        assert step.latex.count("{") == step.latex.count("}")
        assert step.latex.count(r"\left") == step.latex.count(r"\right")


WRITTEN = (  # what a local derivative on one line means, as Python
    (r"(\d)x", r"\1*x"),
    *(
        (r"1\[(.*?)\]", r"float(\1)"),
        (r"\^", "**"),
        ("−", "-"),
        (" · ", "*"),
        ("≤", "<="),
        ("≠", "!="),
        (r"(?<![<>!=])=(?!=)", "=="),
    ),
    *((r"ln 2", "math.log(2)"), (r"ln 10", "math.log(10)"), (r"\) math", ")*math")),
    *((r"x math", "x*math"), (r"(?<!math\.)ln\(", "math.log("), ("sgn", "np.sign")),
    *(("Φ", "cdf"), ("φ", "density"), ("π", "math.pi")),
)


@each_row
def test_the_local_derivative_on_one_line_is_the_local_derivative(row):
    """Read as a reader reads it, it gives the number; so does the sentence at the output."""
    names = {
        **{name: getattr(math, name) for name in ("exp", "sqrt", "sin", "cos", "sinh", "cosh")},
        "math": math,
        "np": np,
        "cdf": lambda t: 0.5 * (1 + math.erf(t / math.sqrt(2))),
        "density": lambda t: math.exp(-t * t / 2) / math.sqrt(2 * math.pi),
    }
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹·⁻", "0123456789.-")
    for point in samples(row):
        walk = as_graph(row).walk(dict(zip(as_graph(row).inputs, point, strict=True)))
        backward = [step for step in walk.steps if step.kind == "backward"]
        for step in backward:
            for lang in LANGUAGES:
                text = re.search(r"∂f/∂[xyz] = (.*) · ∂f/∂f = ", step.sentence(lang))[1]
                assert not re.search(r"[\\{}]|[<][abcy*]", text)
            superscript = r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+(?:·[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
            code = re.sub(superscript, lambda m: f"**({m[0].translate(digits)})", text)
            for sign, meaning in WRITTEN:
                code = re.sub(sign, meaning, code)
            given = {name: float(value) for name, value in walk.values.items()}
            found = eval(code, {**names, **given})
            assert found == pytest.approx(float(step.local), rel=1e-9, abs=1e-12), (text, code)


def test_a_local_derivative_that_has_no_line_is_told_in_words():
    row = OPS["sin"]
    assert replace(row, shown=(r"\int_0^{<a>} dt",)).local_written == (None,)
    assert replace(row, shown=(r"\frac{1}{<a>",)).local_written == (None,)
    for formula, inputs in (("relu(x)", {"x": 0}), ("maximum(x, y)", {"x": 2, "y": 2})):
        step = bv.graph(formula).walk(inputs).steps[3]
        assert "= the local derivative · ∂f/∂f = " in step.sentence("en")
        assert "= 局所微分 · ∂f/∂f = " in step.sentence("ja")


@pytest.mark.parametrize(
    ("formula", "inputs", "step", "said"),
    [
        ("f = t**2", {"t": -2}, 3, "∂f/∂t = 2t · ∂f/∂f = −4 · 1 = −4."),
        ("f = x1**3", {"x1": 2}, 3, "∂f/∂x₁ = 3x₁² · ∂f/∂f = 12 · 1 = 12."),
        ("f = loss**2", {"loss": 2}, 3, "∂f/∂loss = 2 · loss · ∂f/∂f = 4 · 1 = 4."),
        ("f = x/(-2)", {"x": 1}, 3, "∂f/∂x = 1/(−2) · ∂f/∂f = −0.5 · 1 = −0.5."),
        ("f = (-2)*x", {"x": 1}, 3, "∂f/∂x = −2 · ∂f/∂f = −2 · 1 = −2."),
        ("f = a/b", {"a": -2, "b": 1}, 4, "∂f/∂b = (−a/b²) · ∂f/∂f = 2 · 1 = 2."),
        ("u = x**2; f = x*u", {"x": 2}, 4, "(1 of 2 uses of x): u · ∂f/∂f = 4 · 1 = 4."),
        ("u = x**2; f = x*u", {"x": 2}, 6, "(2 of 2 uses of x): 2x · ∂f/∂u = 4 · 2 = 8."),
        ("f = x*x", {"x": 3}, 4, "(2 of 2 uses of x): x · ∂f/∂f = 3 · 1 = 3."),
    ],
)
def test_the_chain_rule_at_the_output_is_all_symbols(formula, inputs, step, said):
    assert said in bv.graph(formula).walk(inputs).steps[step].sentence("en")


# Kinks: what the row promises is what PyTorch does. The numbers are PyTorch's own answers.

KINKS = [
    ("relu(x)", {"x": 0}, {"x": 0}, "corner"),
    ("leaky_relu(x)", {"x": 0}, {"x": 0.01}, "corner"),
    ("abs(x)", {"x": 0}, {"x": 0}, "corner"),
    ("sign(x)", {"x": 0}, {"x": 0}, "jumps"),
    ("maximum(x, y)", {"x": 2, "y": 2}, {"x": 0.5, "y": 0.5}, "equal"),
    ("minimum(x, y)", {"x": 2, "y": 2}, {"x": 0.5, "y": 0.5}, "equal"),
    ("maximum(x, x)", {"x": 2}, {"x": 1}, "equal"),
    ("maximum(x, 0)", {"x": 0}, {"x": 0.5}, "equal"),
]


@pytest.mark.parametrize(("formula", "inputs", "gradients", "word"), KINKS)
def test_a_kink_follows_the_convention_and_says_so(formula, inputs, gradients, word):
    walk = bv.graph(formula).walk(inputs)
    assert {name: walk.gradients[name] for name in inputs} == gradients
    for step in walk.steps:
        if step.kind == "backward":
            assert word in step.sentence("en")
            assert "PyTorch" in step.sentence("en")
            assert "PyTorch" in step.sentence("ja")


@pytest.mark.parametrize("formula", ["relu(x)", "abs(x)", "maximum(x, y)"])
def test_nothing_is_said_of_a_kink_away_from_it(formula):
    inputs = {"x": 1, "y": 2} if "y" in formula else {"x": 1}
    for step in bv.graph(formula).walk(inputs).steps:
        assert "PyTorch" not in step.sentence("en")


@pytest.mark.parametrize("library", ["torch"], indirect=True)
@pytest.mark.parametrize(("formula", "inputs", "gradients", "word"), KINKS)
def test_kinks_against_pytorch_itself(library, formula, inputs, gradients, word):
    from backprop_viz.verify.frameworks import gradients_by

    graph = bv.graph(formula)
    found = gradients_by(library, graph, [np.float64(inputs[name]) for name in graph.inputs])
    assert dict(zip(graph.inputs, found, strict=True)) == gradients


@each_row
def test_gradients_against_a_library(library, row):
    from backprop_viz.verify.frameworks import gradients_by

    graph = as_graph(row)
    columns = dict(zip("xyz", map(np.array, zip(*samples(row), strict=True)), strict=False))
    inputs = [columns[name] for name in graph.inputs]
    walk = graph.walk(dict(zip(graph.inputs, inputs, strict=True)))
    found = gradients_by(library, graph, inputs)
    for name, gradient in zip(graph.inputs, found, strict=True):
        np.testing.assert_allclose(gradient, walk.gradients[name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("library", ["torch"], indirect=True)
@pytest.mark.parametrize("formula", ["x**y", "x/y", "sqrt(x)", "log(x)", "x**3", "x**-1", "x**0.5"])
@pytest.mark.parametrize("x", [0.0, -2.0])
@pytest.mark.parametrize("y", [0.0, 2.0, -1.0, 0.5])
def test_borders_of_a_domain_against_pytorch(library, formula, x, y):
    from backprop_viz.verify.frameworks import gradients_by

    graph = bv.graph(formula)
    given = {"x": x, "y": y}
    inputs = {name: given[name] for name in graph.inputs}
    walk = graph.walk(inputs)
    found = gradients_by(library, graph, [np.float64(v) for v in inputs.values()])
    for name, gradient in zip(graph.inputs, found, strict=True):
        np.testing.assert_allclose(walk.gradients[name], gradient, err_msg=name)


# Gates route, they do not multiply: an operand without influence gets 0, whatever comes from
# upstream. Each way to reach such a point with an infinite gradient, held against PyTorch.

STEEP = [
    "{}**0.5",
    "sqrt({})",
    "log({})",
    "1/{}",
    "{}**-1",
    "reciprocal({})",
    "{}**y",
    "1e308*10*{}",
]
GATES = [
    "relu(x)",
    "leaky_relu(x)",
    "maximum(x, 0)",
    "maximum(x, z)",
    "maximum(z, x)",
    "minimum(x, z)",
    "minimum(x, 0)",
    "sign(x)",
    "x**0",
    "x**z",
    "z**x",
    "abs(x)",
    "x**2",
    "x*(z + 2)",
    "x/(z + 2)",
    "sin(x)",
    "softplus(x)",
    "gelu(x)",
]


@pytest.mark.parametrize("library", ["torch"], indirect=True)
@pytest.mark.parametrize("steep", STEEP)
@pytest.mark.parametrize("gate", GATES)
def test_gates_under_an_infinite_gradient_against_pytorch(library, gate, steep):
    from backprop_viz.verify.frameworks import gradients_by

    graph = bv.graph(steep.format(f"({gate})"))
    for x in (-0.938, 0.0, 1.0, 2.5):
        for z in (0.0, -1.0, 1.0):
            given = {"x": x, "z": z, "y": 0.5}
            inputs = {name: given[name] for name in graph.inputs}
            walk = graph.walk(inputs)
            found = gradients_by(library, graph, [np.float64(v) for v in inputs.values()])
            _, generated = graph.gradient_function()(*inputs.values())
            arrays = graph.gradient_function()(*(np.full(2, v) for v in inputs.values()))[1]
            for name, theirs, fast, many in zip(inputs, found, generated, arrays, strict=True):
                ours = walk.gradients[name]
                np.testing.assert_allclose(ours, theirs, 1e-12, err_msg=f"{name} {inputs}")
                np.testing.assert_allclose(fast, ours, 1e-12)
                np.testing.assert_allclose(many, np.full(2, ours), 1e-12)


def test_a_gate_that_is_shut_lets_nothing_through():
    for formula in ("relu(x)**0.5", "sqrt(relu(x))", "log(maximum(0, x))", "sqrt(x**0 - 1)"):
        graph = bv.graph(formula)
        walk = graph.walk(x=-0.938)
        assert walk.gradients["x"] == 0.0
        assert graph.gradient_function()(-0.938)[1] == (0.0,)


@pytest.mark.parametrize("option", ["a", "g", "y", "N", "1", "sum"])
def test_an_option_is_a_letter_that_nothing_else_has(option):
    """By any other name the LaTeX would keep its slot, or the formula mean something else."""
    with pytest.raises(ValueError, match="name of its own"):
        replace(OPS["sin"], options=(option,))


def test_a_length_of_0_has_a_tip_and_says_so():
    walk = bv.graph("hypot(x, y)").walk(x=0, y=0)
    assert walk.output == 0
    assert np.isnan([walk.gradients["x"], walk.gradients["y"]]).all()
    assert "has a tip and no slope" in walk.steps[-1].sentence()
    assert "尖って" in walk.steps[-1].sentence("ja")
