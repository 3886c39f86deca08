"""What a learner reads of an operation is what it computes, in LaTeX and in a sentence.

Each side of every equation of a step is read as mathematics by a small reader of its own, which
knows the functions by their definitions and nothing of the table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.core.expression import apply, variable
from backprop_viz.core.operation import Op
from backprop_viz.core.ops import OPS
from backprop_viz.words import say
from strategies import ENTRYWISE

# A reader of formulas


def normal(x: float) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


FUNCTIONS: Mapping[str, Callable[..., float]] = {
    **{name: getattr(math, name) for name in ("exp", "log", "log2", "log10", "sqrt")},
    **{name: getattr(math, name) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: getattr(math, name) for name in ("asin", "acos", "atan")},
    **{f"arc{name}": getattr(math, f"a{name}") for name in ("sin", "cos", "tan")},
    "ln": math.log,
    **dict.fromkeys(("sigma", "sigmoid", "σ"), lambda x: 1 / (1 + math.exp(-x))),
    **dict.fromkeys(("Phi", "Φ"), normal),
    **dict.fromkeys(("varphi", "φ"), lambda x: math.exp(-x * x / 2) / math.sqrt(2 * math.pi)),
    **dict.fromkeys(("sgn", "sign"), lambda x: float(x > 0) - float(x < 0)),
    **dict.fromkeys(("max", "maximum"), max),
    **dict.fromkeys(("min", "minimum"), min),
    "abs": abs,
    "relu": lambda x: max(x, 0.0),
    "leaky_relu": lambda x: x if x > 0 else x / 100,
    "softplus": lambda x: math.log(1 + math.exp(x)),
    "gelu": lambda x: x * normal(x),
    **{name: getattr(math, name) for name in ("erf", "erfc", "log1p", "expm1", "hypot")},
    **{name: getattr(math, name) for name in ("asinh", "acosh", "atanh")},
    "logaddexp": lambda x, y: math.log(math.exp(x) + math.exp(y)),
    "where": lambda condition, yes, no: yes if condition else no,
}
RELATIONS: Mapping[str, Callable[[float, float], bool]] = {
    ">": lambda x, y: x > y,
    "<": lambda x, y: x < y,
    "≤": lambda x, y: x <= y,
    "≥": lambda x, y: x >= y,
    "=": lambda x, y: x == y,
    "≠": lambda x, y: x != y,
}
# Signs that are written in several ways.
SAME = {
    **{r"\left|": "⟨", r"\right|": "⟩", r"\left": "", r"\right": "", r"\,": " "},
    **{"−": "-", "×": "·", r"\times": "·", r"\cdot": "·", "÷": "/", "**": "^"},
    **{r"\gt": ">", r"\lt": "<", r"\le": "≤", r"\ge": "≥", r"\ne": "≠", r"\mathbf{1}": "1"},
}
SIGN = re.compile("|".join(f"{re.escape(sign)}" for sign in sorted(SAME, key=len, reverse=True)))
STYLED = re.compile(r"\\(?:mathrm|operatorname)\{([a-z_\\]+)\}(?=\()")
RAISED = re.compile("⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:·[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹·", "-0123456789.")
FUNCTION = r"\\pi|\\?(?:[A-Za-z_]+\d*[a-z]?|[σΦφ])(?=\()|\\log_(?:\d|\{\d+\})|\\?ln\b|\\frac|\\sqrt"
NUMBER = r"\d+(?:\.\d+)?(?:e-?\d+)?"
EQUALS = re.compile(r"(?:[=≈]|\\approx) ")


class Reader:
    """Reads one side of an equation into its value; ``names`` are symbols as they are written.

    A function that is defined by nothing but its row is taken from the ``row``.
    """

    def __init__(self, text: str, names: Mapping[str, float], row: Op | None = None) -> None:
        self.names = names
        self.functions = {**({row.name: row.forward} if row else {}), **FUNCTIONS}
        text = STYLED.sub(lambda function: function[1].replace("\\", ""), text)
        text = RAISED.sub(lambda raised: f"^{{{raised[0].translate(PLAIN)}}}", text)
        text = SIGN.sub(lambda sign: SAME[sign[0]], text)
        known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        token = re.compile(rf"(?:{known})(?![a-z])|{FUNCTION}|{NUMBER}|\S")
        self.tokens = token.findall(text)
        self.place = 0

    @property
    def here(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def value(self) -> float:
        found = self.sum()
        assert self.here == "", f"unread from {self.here}"
        return found

    def take(self, token: str = "") -> str:
        found = self.here
        assert token in ("", found), f"{found} for {token}"
        self.place += 1
        return found

    def sum(self) -> float:
        total = 0.0
        sign = self.take() if self.here == "-" else "+"
        while True:
            total += self.product() if sign == "+" else -self.product()
            if self.here not in ("+", "-"):
                return total
            sign = self.take()

    def product(self) -> float:
        result = self.power()
        while self.here and self.here not in "+-)]}⟩,<>≤≥=≠":
            sign = self.take() if self.here in ("·", "/") else "·"
            result = result * self.power() if sign == "·" else result / self.power()
        return result

    def power(self) -> float:
        base = self.base()
        if self.here != "^":
            return base
        self.take()
        exponent = self.group("{}") if self.here == "{" else self.base()
        return base**exponent

    def group(self, ends: str) -> float:
        self.take(ends[0])
        found = self.sum()
        self.take(ends[1])
        return found

    def base(self) -> float:
        token = self.here
        if token == "(":
            return self.group("()")
        if token == "⟨":
            return abs(self.group("⟨⟩"))
        self.take()
        if token in self.names:
            return self.names[token]
        if re.fullmatch(NUMBER, token):
            return self.indicator() if token == "1" and self.here == "[" else float(token)
        if token == "e":
            return math.e
        if token in ("π", "\\pi"):
            return math.pi
        name = token.lstrip("\\")
        if name == "frac":
            return self.group("{}") / self.group("{}")
        if name == "sqrt" and self.here == "{":
            return math.sqrt(self.group("{}"))
        if name.startswith("log_"):
            return math.log(self.group("()")) / math.log(int(name[4:].strip("{}")))
        return self.functions[name](*self.operands())

    def operands(self) -> list[float]:
        if self.here != "(":  # ln 2
            return [self.base()]
        self.take()
        found = [self.sum()]
        while self.here == ",":
            self.take()
            found.append(self.sum())
        self.take(")")
        return found

    def indicator(self) -> float:
        self.take("[")
        left, relation, right = self.sum(), self.take(), self.sum()
        self.take("]")
        return float(RELATIONS[relation](left, right))


def read(text: str, names: Mapping[str, float]) -> float:
    return Reader(text, names).value()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"-1.5^2 + 2a", -2.25 + 6),
        (r"\left(-\frac{a}{2\sqrt{4}}\right)", -0.75),
        (r"2 \ln 2 \cdot a^{a-1}", 18 * math.log(2)),
        (r"a \ln(a) + \log_{10}(100) + \log_2(8)", 3 * math.log(3) + 5),
        (r"e^{-(-1)} \left|-a\right|", 3 * math.e),
        (r"\mathbf{1}[a \gt 2] + 0.5 \cdot \mathbf{1}[a \le 2]", 1),
        (r"\mathrm{leaky\_relu}(-a) + \operatorname{sgn}(-2) + \max(1, a)", 1.97),
        (r"1.5 \times 10^{-2}", 0.015),
        ("1/(2 · sqrt(a)) − 1/a²", 0.5 / math.sqrt(3) - 1 / 9),
        ("(−2) · a⁻⁰·⁵ ÷ 2", -1 / math.sqrt(3)),
        ("1[a > 0] − a ** (−1)", 2 / 3),
        ("−1.5e−3 · a", -0.0045),
    ],
)
def test_the_reader_reads_as_a_reader_does(text, value):
    assert read(text, {"a": 3.0}) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("text", [r"2 \cdot -a", "a)", "(a", "the slope", "", r"\frac{1}{a"])
def test_the_reader_does_not_guess(text):
    with pytest.raises((AssertionError, KeyError)):
        read(text, {"a": 3.0})


# The table

ROWS = [
    row.choose(*options) for row in ENTRYWISE.values() for options in row.tried if not row.stops
]
SHARES = (
    (0.13, 0.61, 0.3),
    (0.37, 0.22, 0.8),
    (0.61, 0.94, 0.1),
    (0.94, 0.37, 0.5),
)  # of the range of each operand
# Names, in LaTeX and in a sentence: one letter, and such as stand apart from what is beside them.
NAMES = (
    {"a": ("a", "a"), "b": ("b", "b"), "c": ("c", "c")},
    {"width": (r"\mathrm{width}", "width"), "x_1": ("x_{1}", "x₁"), "b": ("b", "b")},
)
SAID = re.compile(r"(?:Forward|Backward): (.*?)\.(?: |$)")  # what a sentence says is equal

every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.spell(*row.parameters))


def faults(row: Op) -> Iterator[str]:
    """The sides of equations about a row that are not what it computes.

    It is walked at some places, 0 among them if that is a kink, alone and where it goes on into a
    product.
    """
    ranges = [[*zip(shares, row.sample, strict=False)] for shares in SHARES]
    every = [[np.float64(round(a + share * (b - a), 2)) for share, (a, b) in r] for r in ranges]
    assert not any(row.is_at_kink(*places) for places in every)
    zeros = [np.float64(0.0)] * row.arity
    if row.is_at_kink(*zeros) and np.isfinite(row.partials(row.forward(*zeros), *zeros)).all():
        every.append(zeros)
    for places in every:
        value = row.forward(*places)
        slopes = row.partials(value, *places)
        for spelled in NAMES:
            names = [*spelled][: row.arity]
            result = apply(row, *map(variable, names), keep_number=True)
            for output, upstream in ((result, 1.0), (result * -3.0, -3.0)):
                walk = bv.graph(output).walk(dict(zip(names, places, strict=True)))
                yield from faults_of(
                    walk, [spelled[name] for name in names], value, slopes, upstream
                )


def faults_of(
    walk: bv.Walk,
    names: Sequence[tuple[str, str]],
    value: float,
    slopes: Sequence[float],
    upstream: float,
) -> Iterator[str]:
    """The same of one walk, whose first operation is the row."""
    graph, forward, row = walk.graph, walk.steps[1], walk.graph.operations[0].op
    said = SAID.search(forward.sentence())[1]
    out = forward.latex.partition(" = ")[0], said.partition(" = ")[0]
    end = graph.displayed[graph.output_node.index]
    latex, words = {out[0]: value}, {out[1]: value}
    for name, place, slope in zip(names, walk.inputs.values(), slopes, strict=True):
        latex |= {name[0]: place, partial(out[0], name[0]): slope}
        words |= {name[1]: place, f"∂{out[1]}/∂{name[1]}": slope}
    latex[partial(end, out[0])] = upstream
    words[f"∂{end}/∂{out[1]}"] = upstream
    yield from wrong(row, forward.latex, latex, value)
    yield from wrong(row, said, words, value)
    for step in walk.steps:
        if step.kind == "backward" and step.node == graph.operations[0].name:
            slope = slopes[step.position]
            if not row.is_at_kink(*walk.inputs.values()):  # where symbols do not give the number
                yield from wrong(row, f"= {step.local_latex}", latex, slope)
            yield from wrong(row, step.latex, latex, slope * upstream)
            said = SAID.search(step.sentence())[1]
            own = f"∂{out[1]}/∂{names[step.position][1]}"  # in words, where symbols say less
            said = said.replace(say("local", "en"), own)
            yield from wrong(row, said, words, slope * upstream)


def partial(above: str, below: str) -> str:
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


def wrong(row: Op, equation: str, names: Mapping[str, float], value: float) -> Iterator[str]:
    """The sides of an equation, but for the name at its left, that have not a value.

    In symbols a side is exact. In numbers it is as good as their four digits.
    """
    _, *sides = EQUALS.split(equation)
    assert sides
    for side in sides:
        reader = Reader(side, names, row)
        rel = 1e-11 if {*names} & {*reader.tokens} else 0.03
        if reader.value() != pytest.approx(value, rel=rel, abs=1e-14):
            yield side


@every_row
def test_a_row_says_what_it_computes(row):
    assert [*faults(row)] == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("square", {"latex": "<a!>^2"}),  # of a negative number
        ("div", {"shown": (r"\frac{1}{<b!>}", r"-\frac{<a!>}{<b>}")}),
        ("tanh", {"shown": (r"1 - <y>^2",)}),  # no factor
        ("log", {"latex": r"\log_2(<a!>)"}),
        ("relu", {"shown": (r"\mathbf{1}[<a!> \lt 0]",)}),
        ("reciprocal", {"glyph": "2/( )"}),
    ],
)
def test_a_row_that_says_something_else_is_seen(name, change):
    assert [*faults(replace(OPS[name], **change))]
