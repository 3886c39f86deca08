"""The formulas of rows as mathematics, in LaTeX."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from backprop_viz.core.ops import OPS
from backprop_viz.spell.mathematics import mathematics


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a", "<a!>"),
        ("-a", "-<a>"),
        ("a + b - c", "<a!> + <b> - <c>"),
        ("a - (b - c)", r"<a!> - \left(<b!> - <c>\right)"),
        ("a + (b + c)", r"<a!> + \left(<b!> + <c>\right)"),
        ("a + -b", "<a!> - <b>"),
        ("a * b * a", "<a>^2 <*> <b>"),
        ("a * -2.0 * (b + c)", r"-2<*><a> <*> \left(<b!> + <c>\right)"),
        ("a / b / c", r"\frac{\frac{<a!>}{<b!>}}{<c!>}"),
        ("-1.0 / sqrt(a + 1.0)", r"-\frac{1}{\sqrt{<a!> + 1}}"),
        ("exp(-a) * exp(-a)", r"\left(e^{-<a>}\right)^2"),
        ("pow(-a, b - 1.0)", r"\left(-<a>\right)^{<b!>-1}"),
        ("log2(abs(a)) - ln2 * pi", r"\log_2(\left|<a!>\right|) - \ln 2 <*> \pi"),
        ("maximum(a, out) * sign(b)", r"\max(<a!>, <y!>) <*> \operatorname{sgn}(<b!>)"),
        ("where(a < b, 0.0, 1.0)", r"\mathbf{1}[<a!> \ge <b!>]"),
        ("where(a == 0, 0.0, a * log(a))", r"<a> <*> \ln(<a!>)"),
        ("0.00005 * a", r"(5 \times 10^{-5})<*><a>"),
    ],
)
def test_a_formula_is_read_as_mathematics(text, latex):
    assert mathematics(text, {}) == latex


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("1.0 - out * out", r"\left(1 - <y>^2\right)"),
        ("-sin(a)", r"\left(-\sin(<a!>)\right)"),
        ("-1.0", "-1"),
        ("b", "<b!>"),
    ],
)
def test_a_factor_has_the_parentheses_that_it_needs(text, factor):
    assert mathematics(text, {}, is_factor=True) == factor


@pytest.mark.parametrize(
    ("n", "value", "slope"),
    [
        (0.0, "<a>^{0}", "0"),
        (1.0, "<a>^{1}", "1"),
        (3.0, "<a>^{3}", "3<*><a>^{2}"),
        (-1.0, "<a>^{-1}", r"\left(-<a>^{-2}\right)"),
        (0.5, "<a>^{0.5}", "0.5<*><a>^{-0.5}"),
    ],
)
def test_options_are_put_in_and_reckoned_with(n, value, slope):
    power = OPS["pown"].choose(n)
    assert (power.value_latex, power.slope_latex) == (value, (slope,))


@pytest.mark.parametrize(
    "text",
    ["a * 0.7071067811865476", "erfc(a)", "where((a > 0) & (b > 0), a, b)", "a @ b", "a < b"],
)
def test_what_is_written_for_its_digits_is_no_mathematics(text):
    assert mathematics(text, {}) is None


def test_a_value_that_is_no_mathematics_is_called_by_its_name():
    assert replace(OPS["leaky_relu"], formula="erfc(a)", latex="").value_latex == (
        r"\mathrm{leaky\_relu}(<a!>)"
    )


def test_a_slope_that_is_no_mathematics_is_to_be_stated():
    with pytest.raises(ValueError, match=r"gelu: .* state `shown`"):
        assert replace(OPS["gelu"], shown=()).slope_latex


@pytest.mark.parametrize("row", OPS.values(), ids=OPS)
def test_a_row_states_only_what_is_not_read_from_its_formulas(row):
    row = row.choose(*row.tried[0])
    if row.latex and row.is_entrywise:
        assert replace(row, latex="").value_latex != row.latex or row.name == "pown"
    if row.shown and row.is_entrywise:
        made = [mathematics(text, row.named, is_factor=True) for text in row.local]
        assert made != [*row.shown]


def test_nothing_is_read_before_it_is_told():
    code = "import sys, backprop_viz; assert 'backprop_viz.spell.mathematics' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
