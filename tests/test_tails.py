"""Every row to its last digits, over its whole range: held against mpmath, in both languages.

Lessons on vanishing gradients stand on what is left of a slope far out.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import shutil
import subprocess

import mpmath
import numpy as np
import pytest
import sympy

from backprop_viz.browser.javascript import module_source
from backprop_viz.core.ops import OPS
from backprop_viz.verify.symbolic import in_sympy
from needs import missing
from strategies import PLAIN, power

ROWS = [*PLAIN.values(), *(power(n) for n in (-2.0, -1.0, -0.5, 0.5, 1 / 3, 1.5, 3.0, 10.0))]
LEAST = 2.3e-308  # smaller numbers have fewer digits

SIZES = sorted(
    {
        *(10.0**n for n in range(-300, 301, 25)),
        *(10.0**n for n in range(-20, 21, 4)),
        *(k / 8 for k in range(1, 40)),
        *(float(k) for k in range(5, 60, 3)),
        *(100.0, 300.0, 345.6, 350.0, 354.1, 500.0, 700.0, 708.3, 709.7, 740.0),
        *(1 - 2.0**-n for n in (4, 8, 16, 26, 40, 52)),
        *(1 + 2.0**-n for n in (4, 8, 16, 26, 40, 52)),
        *(math.pi * k / 2 for k in (1, 2, 3, 1001)),
    }
)
ALL = [*(-x for x in reversed(SIZES)), 0.0, *SIZES]
PAIRS = [*SIZES[::5], *(-x for x in SIZES[::9])]


def at_home(row, point) -> bool:
    """Inside the domain and away from kinks."""
    operands = [np.float64(x) for x in point]
    return not (row.is_undefined(*operands) or row.is_at_kink(*operands))


def points(row):
    every = [(x,) for x in ALL] if row.arity == 1 else itertools.product(PAIRS, repeat=2)
    return [point for point in every if at_home(row, point)]


def truth(row):
    """A function to the exact number and its largest term, of the value and of each slope."""
    symbols = sympy.symbols("a b", real=True)[: row.arity]
    formula = in_sympy(row, *symbols)
    own = {"Heaviside": lambda x, at_zero=0.5: mpmath.mpf(x > 0), "exp": exp}
    wanted = [formula, *(sympy.diff(formula, symbol) for symbol in symbols)]
    terms = [sympy.Add.make_args(expression) for expression in wanted]
    # What slopes have in common, they have computed once ...
    common = sympy.lambdify(symbols, terms, modules=[own, "mpmath"], cse=True)
    # ... but at the border of the domain, where some of them may be.
    alone = [sympy.lambdify(symbols, each, modules=[own, "mpmath"]) for each in terms]

    def at(*point):
        with mpmath.workdps(60):
            # What differs from a whole number by little needs digits in its own right.
            more = max(abs(mpmath.log10(abs(x))) if x else 0 for x in point)
            beside_one = min(abs(point[0]), 35) ** 2 if len(point) == 1 else 0  # as erfc is
            # Few precisions, at which what is known of an operand is of use for others.
            mpmath.mp.dps = 60 + 100 * math.ceil((2 * min(more, 400) + beside_one) / 100)
            operands = [*map(mpmath.mpf, point)]
            try:
                found = common(*operands)
            except ZeroDivisionError:
                found = [computed(each, operands) for each in alone]
            return [(mpmath.fsum(each), max(map(abs, each))) for each in found]

    return at


def exp(x):
    return _exp(x, mpmath.mp.prec)


@functools.cache
def _exp(x, precision):
    return mpmath.exp(x)


def computed(terms, operands):
    try:
        return terms(*operands)
    except ZeroDivisionError:
        return [mpmath.inf]


def in_python(row, point):
    operands = [np.float64(x) for x in point]
    with np.errstate(all="ignore"):
        value = row.forward(*operands)
        return [float(x) for x in (value, *row.partials(value, *operands))]


def is_exact(got: float, exact, term) -> bool:
    size = abs(exact)
    if size > 1.7e308:  # to the edge of what a float64 can hold
        return math.isinf(got) or abs(got) > 1.7e308
    return abs(mpmath.mpf(got) - exact) <= mpmath.mpf(1e-12) * term + LEAST


SCRIPT = """
import { readFileSync } from "node:fs";
const [module, cases] = process.argv.slice(1);
const { OPS, fromJson } = await import(module);
const text = ([op, options, points]) => points.map((operands) => {
  const y = OPS[op].f([...operands, NaN, ...options]);
  return [y, ...OPS[op].d.map((d) => d([...operands, y, ...options]))].map(String);
});
console.log(JSON.stringify(JSON.parse(readFileSync(cases, "utf8")).map(text)));
"""


@pytest.fixture(scope="module")
def in_javascript(tmp_path_factory):
    """The value and the slopes of each row at its points, as the browser computes them."""
    node = shutil.which("node")
    if node is None:
        missing("Node is not installed")
    folder = tmp_path_factory.mktemp("tails")
    (folder / "module.mjs").write_text(module_source(), "utf-8")
    (folder / "cases.json").write_text(
        json.dumps([[row.name, row.chosen, points(row)] for row in ROWS]), "utf-8"
    )
    command = [node, "--input-type=module", "-e", SCRIPT, "--"]
    command += [(folder / "module.mjs").as_uri(), str(folder / "cases.json")]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    by_row = dict(zip(map(label, ROWS), json.loads(found), strict=True))
    return lambda row: [[float(x) for x in numbers] for numbers in by_row[label(row)]]


def label(row):
    return row.text or row.name


@pytest.mark.parametrize("row", ROWS, ids=label)
def test_value_and_slopes_over_the_whole_range(row, in_javascript):
    wrong = []
    exact = truth(row)
    for point, browser in zip(points(row), in_javascript(row), strict=True):
        for k, (number, term) in enumerate(exact(*point)):
            for got in (in_python(row, point)[k], browser[k]):
                if isinstance(number, mpmath.mpc):  # the slope by a negative number's exponent
                    assert math.isnan(got)
                elif not is_exact(got, number, term):
                    wrong.append((point, k, got, float(number)))
    assert wrong == []


TAILS = [
    ("sigmoid", 40.0, 4.248354255291589e-18),
    ("sigmoid", -40.0, 4.248354255291589e-18),
    ("tanh", 20.0, 1.699341702116636e-17),
    ("tanh", -20.0, 1.699341702116636e-17),
    ("tanh", 300.0, 2.650396620740205e-260),
]


@pytest.mark.parametrize(("name", "x", "slope"), TAILS)
def test_slopes_in_the_tails(name, x, slope):
    row = OPS[name]
    assert in_python(row, (x,))[1] == pytest.approx(slope, rel=1e-12)


def test_the_value_of_gelu_in_its_tail():
    assert in_python(OPS["gelu"], (-10.0,))[0] == pytest.approx(-7.619853024160526e-23, rel=1e-12)
