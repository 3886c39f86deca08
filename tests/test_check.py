"""The check: it agrees where the walk is right, and tells where it is not."""

import builtins
import contextlib
import dataclasses
import importlib
import json
import math
import re
import sys
import time
import unicodedata

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given, settings

import backprop_viz as bv
import needs
from backprop_viz.core.expression import apply
from backprop_viz.core.ops import OPS
from backprop_viz.verify.difference import Together
from strategies import ARTICLE, ARTICLE_INPUTS, PLAIN, power, recipes

# Agreement


def test_the_article_agrees():
    table = bv.graph(ARTICLE).walk(ARTICLE_INPUTS).check()
    assert table.ok
    assert bool(table)
    assert [row.name for row in table.rows] == ["w", "x", "b", "y'"]
    assert [row.gradient for row in table.rows] == [8, 12, 4, -4]
    assert [row.analytic for row in table.rows] == [8, 12, 4, -4]
    assert [row.numeric for row in table.rows] == pytest.approx([8, 12, 4, -4], rel=1e-9)
    assert all(row.verdict == "agree" for row in table.rows)
    assert all(row.error < 1e-8 for row in table.rows)


def test_the_analytic_derivatives_of_the_article():
    derivatives = bv.graph(ARTICLE).analytic()
    x, w, b, y = (sympy.Symbol(name, real=True) for name in ("x", "w", "b", "y'"))
    assert list(derivatives) == ["w", "x", "b", "y'"]
    expected = {
        "w": -2 * (y - w * x - b) * x,
        "x": -2 * (y - w * x - b) * w,
        "b": -2 * (y - w * x - b),
        "y'": 2 * (y - w * x - b),
    }
    for name, formula in expected.items():
        assert sympy.expand(derivatives[name] - formula) == 0


SOUND = [
    ("exp(-x**2)*sin(y)", {"x": 0.3, "y": 2}),
    ("sigmoid(w*x + b)", {"w": 2, "x": 1, "b": -1}),
    ("tanh(10*x)", {"x": 3}),
    ("1/(1 + exp(-1000*x))", {"x": 0}),
    ("x**0.5 + y**-3", {"x": 2, "y": 1.5}),
    ("1e8*x**3", {"x": 1e-3}),
    ("1e-12*x", {"x": 1}),
    ("x - x", {"x": 3}),
    ("log(x)", {"x": 1e-5}),
    ("gelu(x) + softplus(x) + leaky_relu(-x)", {"x": 0.7}),
    ("x**y", {"x": 0.5, "y": 3}),
    ("pi*x + e**x", {"x": 1}),
    ("x*0", {"x": 5}),
    ("abs(x)*sign(x)", {"x": -2}),
    ("maximum(x, y)*minimum(x, y)", {"x": 1, "y": 2}),
    ("x*y", {"x": 1e150, "y": 1e-150}),
    ("d = 3*y; x**2", {"x": 1, "y": 2}),
]


@pytest.mark.parametrize(("formula", "inputs"), SOUND, ids=[formula for formula, _ in SOUND])
def test_sound_walks_agree(formula, inputs):
    table = bv.graph(formula).walk(inputs).check()
    assert table.ok, str(table)
    for row in table.rows:
        assert row.analytic == pytest.approx(row.gradient, rel=1e-9, abs=1e-12)


@given(recipes(max_lines=5))
@settings(max_examples=60)
def test_random_walks_agree(recipe):
    table = bv.graph(recipe.text).walk(recipe.used).check()
    assert not [row for row in table.rows if row.verdict == "differ"], str(table)


def test_arrays_agree():
    walk = bv.graph("(w*x + b)**2").walk(w=[1.0, 2.0], x=[[1.0, 2.0], [3.0, 4.0]], b=0.5)
    table = walk.check()
    assert table.ok, str(table)
    for row in table.rows:
        assert np.shape(row.analytic) == np.shape(row.numeric) == np.shape(walk.values[row.name])


def test_a_formula_without_inputs_has_an_empty_table():
    table = bv.graph("1 + 2").walk().check()
    assert table.ok
    assert table.rows == ()
    assert str(table)
    assert "<table" in table._repr_html_()


# Disagreement


def test_a_wrong_derivative_is_found():
    """The gradient of a product without its swap of the factors, as a beginner writes it."""
    wrong = dataclasses.replace(OPS["mul"], local=("a", "b"))
    x, w = bv.variables("x w")
    table = bv.graph(apply(wrong, x, w) + x).walk(x=2, w=3).check()
    assert not table.ok
    assert not bool(table)
    assert [row.verdict for row in table.rows] == ["differ", "differ"]
    assert table.rows[0].error == pytest.approx(0.25)
    assert "x, w" in table.verdict
    assert "do not agree" in str(table)
    assert "differ" in str(table)
    assert "✗" in table._repr_html_()
    assert table.as_data()["ok"] is False


def test_the_difference_finds_what_sympy_was_told_wrongly():
    wrong = dataclasses.replace(
        OPS["sin"], local=("-cos(a)",), sympy=lambda s, a: s.cos(a + s.pi / 2)
    )
    (row,) = bv.graph(apply(wrong, bv.variable("x"))).walk(x=0.4).check().rows
    assert row.analytic == pytest.approx(row.gradient)
    assert row.numeric == pytest.approx(-row.gradient)
    assert row.verdict == "differ"


def test_a_slightly_wrong_derivative_is_found():
    wrong = dataclasses.replace(OPS["exp"], local=("out * 1.0000001",))
    (row,) = bv.graph(apply(wrong, bv.variable("x"))).walk(x=1).check().rows
    assert row.verdict == "differ"


def test_a_wrong_entry_of_an_array_is_found():
    wrong = dataclasses.replace(OPS["square"], local=("where(a > 1, 2.1 * a, 2.0 * a)",))
    (row,) = bv.graph(apply(wrong, bv.variable("x"))).walk(x=[0.5, 2.0]).check().rows
    assert row.verdict == "differ"


# Kinks and undefined places

KINKS = [
    ("relu(x)", {"x": 0}),
    ("leaky_relu(x)", {"x": 0}),
    ("abs(x)", {"x": 0}),
    ("sign(x)", {"x": 0}),
    ("maximum(x, y)", {"x": 1, "y": 1}),
    ("minimum(x, 0)", {"x": 0}),
    ("maximum(x, x)", {"x": 1}),
    ("maximum(maximum(x, y), y)", {"x": 1, "y": 1}),
    ("maximum(x, -x)", {"x": 0}),
    ("relu(x) + relu(-x)", {"x": 0}),
    ("abs(relu(x))", {"x": 0}),
    ("sqrt(abs(x))", {"x": 0}),
    ("abs(x)*abs(x)", {"x": 0}),
    ("relu(x - y)*x", {"x": 2, "y": 2}),
    ("maximum(x, maximum(y, z))", {"x": 1, "y": 1, "z": 1}),
    ("abs(x)", {"x": [0.0, 1.0]}),
]
UNDEFINED = [
    ("log(x)", {"x": -1}),
    ("1/x", {"x": 0}),
    ("sqrt(x)", {"x": 0}),
    ("x**(1/3)", {"x": -8}),
    ("exp(x)", {"x": 1000}),
    ("x/x", {"x": 0}),
    ("asin(x)", {"x": 1}),
    ("log(x)", {"x": 1e-300}),
    ("x + 1", {"x": math.inf}),
    ("x + 1", {"x": math.nan}),
    ("x*x", {"x": 1e300}),
]
special = pytest.mark.parametrize(
    ("formula", "inputs"), KINKS + UNDEFINED, ids=[f"{f} at {i}" for f, i in KINKS + UNDEFINED]
)


@special
def test_no_difference_is_reported_where_there_is_no_derivative(formula, inputs):
    table = bv.graph(formula).walk(inputs).check()
    assert "differ" not in [row.verdict for row in table.rows], str(table)
    assert str(table)
    assert table._repr_html_()


def test_what_cannot_be_compared_is_not_called_a_difference():
    table = bv.graph("sqrt(x)").walk(x=0).check()
    assert [row.verdict for row in table.rows] == ["unknown"]
    assert "not comparable" in str(table)
    assert "do not agree" not in table.verdict


@pytest.mark.parametrize(
    ("formula", "inputs"), [("relu(x)", {"x": 0}), ("abs(x)", {"x": 0}), ("abs(x)", {"x": [0, 1]})]
)
def test_at_a_kink_agreement_is_called_a_convention(formula, inputs):
    table = bv.graph(formula).walk(inputs).check()
    (row,) = table.rows
    assert row.verdict == "convention"
    assert math.isnan(row.error), "there is nothing that it could be an error against"
    assert np.isnan(row.numeric).any()
    assert table.ok
    assert "by convention" in str(table)
    assert "all gradients agree" not in str(table)
    assert "no slope" in table.verdict
    assert table.as_data()["inputs"]["x"]["verdict"] == "convention"
    assert "取り決め" in bv.graph(formula).walk(inputs).check(lang="ja").verdict


def test_beside_a_kink_the_others_are_confirmed():
    table = bv.graph("abs(x) + y*y + 0*x").walk(x=0, y=3).check()
    assert {row.name: row.verdict for row in table.rows} == {"x": "convention", "y": "agree"}
    assert table.verdict.startswith("the gradients agree; that for x is a convention")
    away = bv.graph("abs(x) + y*y").walk(x=0.1, y=3).check()
    assert away.verdict == "all gradients agree"


def test_a_wrong_gradient_at_a_kink_is_still_found_where_there_is_a_slope():
    wrong = dataclasses.replace(OPS["square"], local=("3.0 * a",))
    x, y = bv.variables("x y")
    table = bv.graph(apply(wrong, y) + abs(x)).walk(x=0, y=1).check()
    assert {row.name: row.verdict for row in table.rows} == {"y": "differ", "x": "convention"}
    assert not table.ok


# Witnesses that cannot tell

ODD_CONSTANTS = (
    *("log(-2)", "1/0", "0**-1", "acos(2)", "sqrt(-1)", "log(0)", "0/0", "(-8)**(1/3)", "-1/0"),
    *("1e308*10", "exp(1000)", "9**9**9", "sign(log(-1))", "abs(sqrt(-2))", "tan(pi/2)"),
)
ODD_PLACES = (
    *("maximum({c}, x)", "minimum(x, {c})", "x + {c}", "x*({c})", "({c})/x", "x**({c})"),
    *(
        "({c})**x",
        "sign(x*({c}))",
        "abs(x + {c})",
        "relu({c} - x)",
        "maximum(x, maximum(x*({c}), 2))",
    ),
    *("log(({c})*x)", "sigmoid(({c})*x)", "d = {c}; x*x", "gelu(x + {c})"),
)


@pytest.mark.parametrize("place", ODD_PLACES)
def test_what_sympy_cannot_do_is_never_a_bare_error(place):
    for odd in ODD_CONSTANTS:
        graph = bv.graph(place.format(c=odd))
        with contextlib.suppress(bv.GraphError):
            graph.analytic()
        table = graph.walk(x=0.7).check()
        assert str(table)
        assert table._repr_html_()
        json.dumps(table.as_data())
        assert table.rows[0].verdict != "differ", str(table)


def test_the_verdict_is_that_of_the_witnesses_that_can_tell():
    table = bv.graph("maximum(minimum(log(-2), 0), x)*0 + x").walk(x=3).check()
    assert "differ" not in [row.verdict for row in table.rows]
    (row,) = bv.graph("d = maximum(log(-2), x); x*x").walk(x=3).check().rows
    assert (row.verdict, row.formula) == ("agree", None)
    assert "SymPy" in row.note
    assert row.numeric == pytest.approx(6)
    with pytest.raises(bv.GraphError, match="SymPy finds no derivative of f"):
        bv.graph("maximum(log(-2), x)").analytic()

    far = bv.graph("sin(x)").walk(x=1e16).check()
    assert far.ok
    assert math.isnan(far.rows[0].numeric)
    assert far.rows[0].note == "the central difference cannot tell here"
    assert "x: the central difference cannot tell here" in str(far)
    assert "cannot tell here" in far._repr_html_()
    assert far.verdict == "all gradients agree"
    assert "中心差分" in str(bv.graph("sin(x)").walk(x=1e16).check(lang="ja"))


def test_what_rounding_hides_is_not_called_agreement():
    hidden = bv.graph("sin(1e16*x)").walk(x=0.3).check()
    assert hidden.rows[0].verdict == "unknown"
    assert "rounding errors" in hidden.rows[0].note
    cancelled = bv.graph("(exp(x) - 1)/x").walk(x=1e-10).check()
    assert cancelled.rows[0].verdict == "unknown"
    assert bv.graph("log(exp(x)) - x").walk(x=0.3).check().ok


@pytest.mark.parametrize(
    ("formula", "inputs", "step"),
    [
        ("s = x**2; sqrt(s)", {"x": 1e-170}, "s is 0"),
        ("s = x*y; sqrt(s)", {"x": 1e200, "y": 1e200}, "s is ∞"),
        ("e = exp(x); log(e)", {"x": 1000.0}, "e is ∞"),
        ("s = sigmoid(x); log(s)", {"x": -800.0}, "s is 0"),
        ("a = -x; p = exp(a); q = 1 + p; 1/q", {"x": 800.0}, ""),
        ("p = x*y; 1/p", {"x": 1e-200, "y": 1e-200}, "p is 0"),
        ("log(x)", {"x": 0.0}, ""),
        ("1/x", {"x": 0.0}, ""),
        ("x**2 + 0*x", {"x": 1e-200}, ""),
    ],
)
def test_a_step_that_is_out_of_range_is_named(formula, inputs, step):
    notes = " ".join(row.note for row in bv.graph(formula).walk(inputs).check(lang="en").rows)
    assert (f"the value of {step} by rounding alone" in notes) == bool(step)
    assert ("by rounding alone" in notes) == bool(step)


MAGNITUDES = (
    1e-320,
    1e-300,
    1e-150,
    1e-20,
    1e-8,
    1e-3,
    0.3,
    1.0,
    7.0,
    1e3,
    1e8,
    1e16,
    1e100,
    1e300,
)
SWEPT = {
    "sin(x)": mpmath.sin,
    "exp(x)": mpmath.exp,
    "log(x)": mpmath.log,
    "sqrt(x)": mpmath.sqrt,
    "1/x": lambda x: 1 / x,
    "x**2": lambda x: x**2,
    "x**100": lambda x: x**100,
    "tanh(x)": mpmath.tanh,
    "sigmoid(x)": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus(x)": lambda x: mpmath.log(1 + mpmath.exp(x)),
    "tan(x)": mpmath.tan,
    "(1e16 + x) - 1e16": lambda x: x,
    "(2**60 + x) - 2**60": lambda x: x,
    "sin(1e16*x)": lambda x: mpmath.sin(10**16 * x),
    "exp(1e-9*x)": lambda x: mpmath.exp(mpmath.mpf(1e-9) * x),
    "(exp(x) - 1)/x": lambda x: (mpmath.exp(x) - 1) / x,
    "(1 - cos(x))/x**2": lambda x: (1 - mpmath.cos(x)) / x**2,
    "1e300*x - 1e-300*x": lambda x: (mpmath.mpf(1e300) - mpmath.mpf(1e-300)) * x,
    "gelu(x)": lambda x: x * mpmath.erfc(-x / mpmath.sqrt(2)) / 2,
    "abs(x)": abs,
    "asin(x)": mpmath.asin,
}


def slope(function, x):
    """The derivative by 1,300 digits; nan where it is not real."""
    with mpmath.workdps(1300):
        h = mpmath.mpf(10) ** -600 * abs(mpmath.mpf(x))
        try:
            rise = function(mpmath.mpf(x) + h) - function(mpmath.mpf(x) - h)
            return float(rise / (2 * h))
        except (TypeError, ValueError, ZeroDivisionError, OverflowError):
            return math.nan


@pytest.mark.parametrize("formula", SWEPT)
def test_a_right_gradient_never_differs_at_any_magnitude(formula):
    graph = bv.graph(formula)
    for size in MAGNITUDES:
        for x in (size, -1.3 * size):
            walk = graph.walk(x=x)
            (row,) = walk.check().rows
            truth = slope(SWEPT[formula], x)
            right = abs(float(row.gradient) - truth) <= 1e-9 * abs(truth) + 1e-300
            if right:
                assert row.verdict == ("agree" if np.isfinite(walk.output) else "unknown"), (x, row)
            elif math.isfinite(truth) and math.isfinite(row.gradient):
                wrong = abs(row.gradient - truth) / max(abs(truth), 1e-12)
                assert row.verdict != "agree" or wrong < 2e-5, (x, row, truth)
            if math.isfinite(row.numeric) and math.isfinite(truth) and row.verdict == "agree":
                assert row.numeric == pytest.approx(truth, rel=1e-3, abs=1e-6 * max(1, abs(truth)))


def test_arrays_of_all_magnitudes_agree():
    for formula in ("exp(-x**2)", "x**3", "sin(x)", "x/(1 + x)"):
        x = np.array([[1e-300, 1e-20, 1e-3], [0.0, 1.0, 12.0]])
        assert bv.graph(formula).walk(x=x).check().ok, formula
    table = bv.graph("w*sin(x)").walk(w=2.0, x=[1.0, 1e16]).check()
    assert {row.name: row.verdict for row in table.rows} == {"w": "agree", "x": "agree"}


@pytest.mark.parametrize("wrongly", ["1.01 * ({})", "0.99 * ({})", "-({})", "({}) + 1e-4"])
def test_a_planted_error_is_found_by_each_witness(wrongly):
    chance = np.random.default_rng(5)
    for op in [*PLAIN.values(), power(3.0), power(-0.5)]:
        local = (wrongly.format(op.local[0]), *op.local[1:])
        op_wrong = dataclasses.replace(op, local=local, back=())
        inputs = {n: chance.uniform(*r) for n, r in zip("xy", op.sample, strict=False)}
        given = [bv.variable(name) for name in inputs]
        right = bv.graph(apply(op, *given)).walk(inputs).gradients["x"]
        walk = bv.graph(apply(op_wrong, *given)).walk(inputs)
        if abs(walk.gradients["x"] - right) <= 1e-5 * abs(right):
            continue  # the wrong slope is the right one here
        row = walk.check().rows[0]
        assert row.verdict == "differ", (op.name, inputs)
        assert abs(row.numeric - right) <= 1e-6 * abs(right) + 1e-9, (op.name, inputs)
        assert abs(row.analytic - right) <= 1e-9 * abs(right) + 1e-12


# Formulas too large


def test_a_long_derivative_is_cut_in_the_table_and_whole_in_the_row():
    walk = bv.graph("sigmoid(sigmoid(x*y + x)**3*tanh(x) - exp(-x**2))**2").walk(x=0.3, y=2)
    table = walk.check()
    for row, line in zip(table.rows, table.table[1:], strict=True):
        whole = str(row.formula)
        assert len(whole) > 120
        assert len(line[2]) <= 60
        assert line[2].endswith("…")
        assert whole.startswith(line[2][:-1])
        assert table.as_data()["inputs"][row.name]["formula"] == whole
        assert whole not in table._repr_html_()
    assert "…" in table._repr_html_()
    assert max(map(len, str(table).splitlines())) < 160
    assert "…" not in str(bv.graph(ARTICLE).walk(ARTICLE_INPUTS).check())


def test_a_formula_too_large_for_sympy_is_checked_by_the_others():
    graph = bv.graph("; ".join(f"t{k + 1} = t{k}*t{k}" for k in range(11)))
    with pytest.raises(bv.GraphError, match=r"more than 3,000 terms"):
        graph.analytic()
    table = graph.walk(t0=1.0).check()
    assert table.ok
    (row,) = table.rows
    assert row.formula is None
    assert "3,000 terms" in row.note
    assert row.note in str(table)
    assert math.isnan(row.analytic)
    assert row.numeric == pytest.approx(2**11, rel=1e-3)


@pytest.mark.parametrize("depth", [60, 150, 400, 1400])
def test_a_deep_formula_is_no_crash(depth):
    table = bv.graph("sin(" * depth + "x" + ")" * depth).walk(x=1).check()
    (row,) = table.rows
    assert row.verdict == "agree"
    assert row.note or row.analytic == pytest.approx(row.gradient, rel=1e-9)


def test_a_dead_end_too_large_does_not_matter():
    program = "; ".join(f"t{k + 1} = t{k}*t{k}" for k in range(11)) + "; 3*t0"
    assert bv.graph(program).analytic() == {"t0": 3}


def test_a_constant_array_is_checked():
    walk = bv.graph(bv.variable("x") ** 2 * np.array([1.0, 2.0])).walk(x=3)
    (row,) = walk.check().rows
    assert row.verdict == "agree"
    assert row.gradient == 18


# Rendering


def test_as_text():
    text = str(bv.graph(ARTICLE).walk(ARTICLE_INPUTS).check())
    heading, rule, *rows, verdict = text.split("\n")
    assert heading.split("  ")[0] == "input"
    assert set(rule) == {"─", " "}
    assert [row.split()[0] for row in rows] == ["w", "x", "b", "y′"]
    assert [row.split()[1] for row in rows] == ["8", "12", "4", "−4"]
    assert verdict == "all gradients agree"
    assert repr(bv.graph("x").walk(x=1).check()).endswith("all gradients agree")


def test_as_text_in_japanese():
    table = bv.graph(ARTICLE).walk(ARTICLE_INPUTS).check(lang="ja")
    assert "逆伝播" in str(table)
    assert "一致" in str(table)
    assert table.verdict == "すべての勾配が一致しました"


def test_the_columns_of_a_japanese_table_stand_below_each_other():
    lines = str(bv.graph("損失 + y").walk({"損失": 1, "y": 2}).check(lang="ja")).split("\n")
    _, rule, *_ = lines
    starts = [match.start() for match in re.finditer("─+", rule)]
    for line in lines[:-1]:
        cells = re.finditer(r"\S+(?: \S+)*", line)
        assert [width(line[: cell.start()]) for cell in cells] == starts


def width(text):
    """The columns that ``text`` takes at a terminal."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def test_as_html():
    html = bv.graph(ARTICLE).walk(ARTICLE_INPUTS).check()._repr_html_()
    assert html.count("<tr ") == 5
    assert html.count('scope="row"') == 4
    assert "y′" in html
    assert "✓ all gradients agree" in html
    assert "$" in html


HOSTILE = '<script>alert("1")</script>'


def test_hostile_names_are_escaped():
    walk = bv.graph(bv.variable(HOSTILE) ** 2 * bv.variable("a&b")).walk({HOSTILE: 2, "a&b": 3})
    html = walk.check()._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "a&amp;b" in html
    assert HOSTILE in str(walk.check())


def test_as_data():
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    data = walk.check().as_data()
    assert data["ok"] is True
    assert data["inputs"]["w"]["gradient"] == 8
    assert data["inputs"]["w"]["verdict"] == "agree"
    assert set(data["inputs"]) == {"w", "x", "b", "y'"}
    json.dumps(data)


# Other libraries


def test_an_unknown_witness_is_refused():
    with pytest.raises(ValueError, match="torch, jax, tensorflow"):
        bv.graph("x").walk(x=1).check(against="micrograd")


@pytest.mark.parametrize("name", ["torch", "jax", "tensorflow"])
def test_a_missing_library_tells_how_to_install_it(name, monkeypatch):
    real = importlib.import_module

    def missing(module, *rest):
        if module.partition(".")[0] == name:
            raise ModuleNotFoundError(f"No module named {module!r}", name=module)
        return real(module, *rest)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(bv.MissingLibraryError, match=rf'pip install "backprop-viz\[{name}\]"'):
        bv.graph("2*x").walk(x=1).check(against=name)
    assert issubclass(bv.MissingLibraryError, ImportError)


def test_sympy_is_imported_only_when_asked_for(monkeypatch):
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    for module in [m for m in sys.modules if m.partition(".")[0] == "sympy"]:
        monkeypatch.delitem(sys.modules, module)
    real = builtins.__import__

    def no_sympy(name, *rest):
        assert name.partition(".")[0] != "sympy"
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", no_sympy)
    assert bv.graph("x*x").walk(x=2).steps[-1].sentence()
    assert walk.gradients["w"] == 8


def test_the_article_against_a_library(library):
    table = bv.graph(ARTICLE).walk(ARTICLE_INPUTS).check(against=library)
    assert table.ok
    assert [row.others[library] for row in table.rows] == [8, 12, 4, -4]
    assert library in str(table).split("\n")[0]
    assert table.as_data()["inputs"]["w"][library] == 8


def test_every_operation_agrees_with_a_library(library):
    for row in [*PLAIN.values(), power(3.0), power(-0.5)]:
        graph = bv.graph(row.spell(*("x", "y")[: row.arity]))
        inputs = {name: high - 0.3 for name, (_, high) in zip("xy", row.sample, strict=False)}
        inputs |= {"y": 0.75} if "y" in inputs else {}
        table = graph.walk(inputs).check(against=library)
        assert table.ok, f"{row.name}\n{table}"


@pytest.mark.parametrize("value", [-50.0, -20.5, 19.9, 20.5, 50.0])
@pytest.mark.parametrize("formula", ["softplus(x)", "gelu(x)", "sigmoid(x)", "tanh(x)"])
def test_far_out_against_a_library(library, formula, value):
    table = bv.graph(formula).walk(x=value).check(against=library)
    assert "differ" not in [row.verdict for row in table.rows], str(table)


def test_arrays_and_dead_ends_against_a_library(library):
    walk = bv.graph("d = 2*z; const c = 2.5; (w*x + c)**2*abs(b)").walk(
        w=[1.0, 2.0], x=[[1.0], [3.0]], b=-0.5, z=1
    )
    table = walk.check(against=library)
    assert table.ok, str(table)
    for row in table.rows:
        assert np.shape(row.others[library]) == np.shape(row.gradient)


@pytest.mark.parametrize(("formula", "inputs"), KINKS[:9], ids=[f for f, _ in KINKS[:9]])
def test_conventions_that_differ_at_a_kink_are_no_difference(library, formula, inputs):
    table = bv.graph(formula).walk(inputs).check(against=library)
    assert "differ" not in [row.verdict for row in table.rows], str(table)


@given(recipes(max_lines=5))
@settings(max_examples=25)
def test_random_walks_against_pytorch(recipe):
    needs.library("torch")
    from backprop_viz.verify.frameworks import gradients_by

    graph = bv.graph(recipe.text)
    walk = graph.walk(recipe.used)
    found = gradients_by("torch", graph, list(walk.inputs.values()))
    ours = [walk.gradients[name] for name in graph.inputs]
    np.testing.assert_allclose(found, ours, rtol=1e-9, atol=1e-11)


def test_several_libraries_at_once():
    for name in ("torch", "jax"):
        needs.library(name)
    table = bv.graph("x*y").walk(x=2, y=3).check(against=["torch", "jax"])
    assert list(table.rows[0].others) == ["torch", "jax"]
    assert table.ok


def test_a_branch_that_is_infinite_elsewhere_does_not_spoil_the_one_here():
    table = bv.graph("log(relu(x)) + x").walk(x=1.0).check()
    assert table.ok
    assert table.rows[0].analytic == 2.0


@pytest.mark.parametrize(
    "text",
    ["x + 9**9**9", "x*(2**0.5)**1e9", "(x - x + 3)**1e9 + x", "x*2**-1e9", "x*(0 - 1)**0.5"],
)
def test_no_number_of_a_formula_is_written_out_in_digits_for_minutes(text):
    walk = bv.graph(text).walk(x=1.5)
    start = time.perf_counter()
    found = walk.check()
    assert str(found)
    assert found._repr_html_()
    assert time.perf_counter() - start < 120  # or hours, or all the memory
    assert all(row.verdict != "differ" for row in found.rows)


def test_a_formula_is_as_large_as_sympy_writes_it_out():
    """A relu writes its operand twice, so thirty of them would be a formula of a billion terms."""
    text = "; ".join(["u0 = x", *(f"u{k + 1} = relu(w*u{k} + x)" for k in range(30))])
    found = bv.graph(text).walk(x=0.3, w=0.3).check()
    assert found.ok
    assert all("too many for a derivative by SymPy" in row.note for row in found.rows)


def test_many_inputs_leave_less_of_a_formula_to_sympy():
    names = [f"a{k}" for k in range(200)]
    walk = bv.graph(f"({' + '.join(names)})**2").walk(dict.fromkeys(names, 0.5))
    found = walk.check()
    assert found.ok
    assert all(row.formula is None for row in found.rows)
    few = bv.graph("(a0 + a1)**2").walk(a0=0.5, a1=0.5).check()
    assert all(row.formula is not None for row in few.rows)


@pytest.mark.parametrize("shapes", [((), ()), ((3,), (2, 1)), ((2, 1, 3), ()), ((), (4,))])
def test_all_moves_of_a_difference_are_one_pass(shapes):
    """The output where an input is moved is that of a walk there."""
    graph = bv.graph("u = exp(x)*y; dead = y**2; u + x*u + 1")
    chance = np.random.default_rng(3)
    walk = graph.walk({n: chance.normal(size=s) for n, s in zip("xy", shapes, strict=True)})
    for name in "xy":
        moves = [chance.normal(size=np.shape(walk.inputs[name])) for _ in range(3)]
        found = Together(walk, name).outputs(moves)
        for move, output in zip(moves, found, strict=True):
            there = graph.walk({**walk.inputs, name: walk.inputs[name] + move})
            np.testing.assert_allclose(output, there.output, rtol=1e-14)


def test_what_rounding_hides_from_calculus_no_difference_confirms():
    (row,) = bv.graph("cosh(x) - sinh(x)").walk(x=20.0).check().rows
    assert row.verdict == "unknown"
    assert row.gradient == 0
    assert row.analytic == pytest.approx(-math.exp(-20), rel=1e-9)


# Operations on whole arrays


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("L = sum(tanh(x @ w + b))", {"x": (2, 3), "w": (3, 2), "b": (2,)}),
        ("L = norm(x) * max(x) - mean(x.T[0]**2)", {"x": (2, 3)}),
        ("L = sum(where(x > 0, x*x, 0)[1:])", {"x": (4,)}),
        ("z = x @ w", {"x": (2, 2), "w": (2, 2)}),
        ("L = sum(softmax(x) * detach(x))", {"x": (3,)}),
        ("L = sum(x * y, axis=0) @ z", {"x": (2,), "y": (2, 2), "z": (2,)}),
        ("L = cross_entropy(z, y)", {"z": (2, 3), "y": (2, 3)}),
    ],
)
def test_sympy_goes_through_arrays_entry_by_entry(text, inputs):
    given = {name: bv.nice(*shape, seed=n) for n, (name, shape) in enumerate(inputs.items())}
    walk = bv.graph(text).walk(given)
    checked = walk.check()
    assert checked.ok
    for row in checked.rows:
        np.testing.assert_allclose(row.analytic, row.gradient, rtol=1e-12, atol=1e-14)
        assert np.shape(row.analytic) == np.shape(row.gradient)
        assert row.note.startswith("by SymPy, entry by entry")
        assert row.note == "by SymPy, entry by entry"
    assert "SymPy で要素ごとに計算" in str(walk.check(lang="ja"))


def test_labels_are_held_still_and_probabilities_are_not():
    graph = bv.graph("L = cross_entropy(z, y)")
    for y, is_held in (([2.0, 0.0], True), ([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0]], False)):
        walk = graph.walk(z=bv.nice(2, 3), y=y)
        checked = walk.check()
        assert checked.ok
        row = checked.rows[1]
        assert row.note.endswith("what stops gradients") == is_held
        np.testing.assert_allclose(row.analytic, walk.gradients["y"], rtol=1e-12)
        assert np.any(walk.gradients["y"]) != is_held


def test_a_wrong_gradient_of_an_array_is_found_by_sympy_too():
    wrong = dataclasses.replace(OPS["sum"], back=("2.0 * spread(g, a, axis, keepdims)",))
    graph = bv.Graph.build([], apply(wrong, bv.variable("x")))
    (row,) = graph.walk(x=[1, 2]).check().rows
    assert row.verdict == "differ"
    np.testing.assert_array_equal(row.analytic, [1, 1])


@pytest.mark.parametrize(
    ("text", "x", "note"),
    [
        ("L = sum(x)", np.ones(17), "too many entries for SymPy: 17, and 16 are the most"),
        # A tie, of which each library has its own opinion, and too many terms
        ("L = max(x)", [3, 3, 3], "no SymPy form"),
        ("L = sum(softmax(x @ x) * softmax(x))", np.eye(4), "no SymPy form"),
    ],
)
def test_where_it_does_not_the_note_says_so(text, x, note):
    (row,) = bv.graph(text).walk(x=x).check().rows
    assert np.isnan(row.analytic).all()
    assert note in row.note
