"""Random graphs, as program text and as expressions, and an independent witness of gradients.

A ``Recipe`` is a list of lines, each an operation on earlier lines, inputs or numbers. Operands are
drawn from everything so far, so nodes are shared, used twice by one operation, or left as dead
ends. ``recipes()`` are *calm*: the drawn inputs keep every value finite, moderate, inside the
domain of its operation, and away from kinks, so that gradients can be compared with other methods.
``wild_recipes()`` go anywhere: undefined arithmetic, overflow, kinks and ties.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
from autograd import grad
from autograd import numpy as anp
from autograd.extend import defvjp, primitive
from autograd.tracer import getval
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.arithmetic.arrays import as_index, order_of
from backprop_viz.arithmetic.names import NUMPY
from backprop_viz.core.expression import apply
from backprop_viz.core.number_ops import NUMBER_OPS
from backprop_viz.core.ops import OPS

ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
ARTICLE_INPUTS = {"x": 2, "w": 3, "b": 1, "y_": 5}
EXPONENTS = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 3.0, 4.0)
FALLBACK = "tanh"  # calm at any operand
NO_NUMBERS = (
    "2",
    "abc",
    b"2",
    bytearray(b"2"),
    memoryview(b"2"),
    None,
    1j,
    np.complex128(1),
    np.datetime64("2020-01-01"),
    np.timedelta64(5, "s"),
    date(2020, 1, 1),
    timedelta(5),
    {1.0},
    {"x": 1.0},
    object(),
    len,
    [1, "2"],
    [1, None],
    [1.0, 1j],
    [[1, 2], [3]],
    np.array(["1", 2.0], dtype=object),
    np.array([1, None], dtype=object),
    np.array([np.timedelta64(5, "s"), 1.0], dtype=object),
    np.array([np.complex128(1), 1.0], dtype=object),
    np.array([1.0, np.array("2")], dtype=object),
    np.array([(1.0, 2.0)], dtype=[("a", float), ("b", float)]),
    np.ma.array([1.0, 2.0], mask=[False, True]),
    np.ma.masked,
    np.ma.array([1.0, 2.0]),
    10**400,
    Fraction(10**400),
    Decimal("1e400"),
    [10**400],
)
"""What no input can be."""


ENTRYWISE = {row.name: row for row in NUMBER_OPS}
PLAIN = {name: row for name, row in ENTRYWISE.items() if not row.options}
power = OPS["pown"].choose


@dataclass(frozen=True)
class Line:
    """``name = op(operands)``; an operand is the name of an input or line, or a number."""

    name: str
    op: str
    operands: tuple[str | float, ...]
    exponent: float = 0.0  # of ``power``

    @property
    def row(self):
        return power(self.exponent) if self.op == "pown" else OPS[self.op]


@dataclass(frozen=True)
class Recipe:
    lines: tuple[Line, ...]
    inputs: dict[str, float]

    @property
    def text(self) -> str:
        """The graph as a program."""
        return "\n".join(
            f"{line.name} = {line.row.spell(*map(_spelled, line.operands))}" for line in self.lines
        )

    @property
    def expression(self):
        """The last line as an expression; lines that it does not need are not in it."""
        built = {name: bv.variable(name) for name in self.inputs}
        for line in self.lines:
            built[line.name] = apply(line.row, *(built.get(o, o) for o in line.operands))
        return built[self.lines[-1].name]

    @property
    def used(self) -> dict[str, float]:
        """The inputs that the program mentions."""
        mentioned = {o for line in self.lines for o in line.operands}
        return {name: value for name, value in self.inputs.items() if name in mentioned}

    def evaluate(self, inputs, namespace=NUMPY):
        """The output computed line by line by the formulas of the rows over ``namespace``."""
        values = dict(inputs)
        for line in self.lines:
            operands = [values[o] if isinstance(o, str) else o for o in line.operands]
            slots = dict(zip("ab", operands, strict=False))
            names = {**namespace, **line.row.named}
            values[line.name] = eval(line.row.formula, names, slots)
        return values[self.lines[-1].name]


def _spelled(operand: str | float) -> str:
    if isinstance(operand, str):
        return operand
    return f"({operand!r})" if operand < 0 else repr(operand)


EXTREMES = (
    # (source, inputs): all that can be said of nan and infinities
    ("log(exp(a) + exp(b))", {"a": 1000, "b": 1000}),
    ("-(y*log(p) + (1 - y)*log(1 - p))", {"y": 1, "p": 1}),
    ("-(y*log(p) + (1 - y)*log(1 - p))", {"y": 0, "p": [0.0, 1.0]}),
    ("relu(x)**0.5 + a*b", {"x": -0.938, "a": math.inf, "b": 0}),
    ("x**2*sqrt(x)", {"x": 0}),
    ("exp(x) - exp(2*x)", {"x": 1000}),
    ("sin(x) + exp(x*x)", {"x": math.inf}),
    ("log(x)*w", {"x": [0.0, -1.0, 2.0, math.nan, math.inf], "w": 0}),
    ("sqrt(x)/w", {"x": [0.0, -1.0, 4.0], "w": [1.0, 1.0, 0.0]}),
    ("w*x", {"w": 1, "x": [1e308, 1e308]}),
    ("w*x", {"w": 1, "x": [math.inf, -math.inf]}),
    ("(w*x)**2 + w", {"w": 2, "x": [1e300, 0.0, math.nan]}),
    ("sqrt(w)*x", {"w": [[0.0]], "x": [0.0, 1.0]}),
    ("x*1e308 + x*1e308 - x", {"x": 3}),
    ("u = x*y; u/y - u*1e200 + u", {"x": 1e200, "y": 0}),
    ("1/x - 1/x**2 + abs(x)", {"x": 0}),
    ("a = 1e17*x; a + x", {"x": 1}),
    ("x**y + x", {"x": -2, "y": 3}),
    ("log(-x) * 1e308 * 1e308", {"x": 1}),
    ("x*x", {"x": [0.0, -1e308]}),
    ("sign(x)**2", {"x": math.nan}),
)


def in_a_block(source: str) -> str:
    """The same formula as the body of a function, which is called, and then something more."""
    *lines, last = [line.strip() for line in source.split(";")]
    names = ", ".join(bv.graph(source).inputs)
    body = "".join(f"    {line}\n" for line in (*lines, f"return {last}"))
    return f"def part({names}):\n{body}out = part({names})\nout + out*2"


def numbers(low: float = -3.0, high: float = 3.0):
    """Numbers as a teacher would choose them, and some with all their digits."""
    return st.one_of(
        st.integers(math.ceil(low), math.floor(high)).map(float),
        st.floats(low, high, allow_nan=False, width=32),
    )


def is_calm(row, operands) -> bool:
    """Inside the domain, away from its border and from kinks, with a moderate result."""
    if np.any(row.is_undefined(*operands)):
        return False
    with np.errstate(all="ignore"):
        value = row.forward(*operands)
        partials = row.partials(value, *operands)
        near = [[o + d for o in operands] for d in (-0.02, 0.02)]
        domain = any(np.any(row.is_undefined(*moved)) for moved in near)
    if domain or not all(abs(v) < 100 for v in (value, *partials)):  # nan fails, too
        return False
    if row.kink is None:
        return True
    distance = operands[0] - operands[1] if row.arity == 2 else operands[0]
    return abs(distance) > 0.05


@st.composite
def recipes(draw, max_lines: int = 9, calm: bool = True, ops: tuple[str, ...] | None = None):
    """A random program with the inputs to walk it at."""
    allowed = ops or (*PLAIN, "pown")
    number = numbers() if calm else st.one_of(numbers(), st.sampled_from((0.0, 1e3, -1e300)))
    inputs = {name: draw(number) for name in ("x", "y", "z")[: draw(st.integers(1, 3))]}
    values = {name: np.float64(value) for name, value in inputs.items()}
    lines: list[Line] = []
    for k in range(draw(st.integers(1, max_lines))):
        op = draw(st.sampled_from(allowed))
        exponent = draw(st.sampled_from(EXPONENTS)) if op == "pown" else 0.0
        line = Line(f"n{k}", op, (), exponent)
        earlier = st.sampled_from(list(values))
        plain = line.row.arity == 2 and op != "pow"  # a part of the formula may be all numbers
        first = draw(st.one_of(*[earlier] * 6, numbers()) if plain else earlier)
        operands: tuple[str | float, ...] = (first,)
        if line.row.arity == 2:
            second = draw(st.one_of(earlier, earlier, numbers()))
            if op == "pow" and not isinstance(second, str):
                second = draw(earlier)  # a constant exponent is an operation of its own
            operands = (first, second) if draw(st.booleans()) or op == "pow" else (second, first)
        given = [values[o] if isinstance(o, str) else np.float64(o) for o in operands]
        line = Line(f"n{k}", op, operands, exponent)
        if op == "pown" and exponent == 2.0:
            line = Line(f"n{k}", "square", operands)
        if calm and not is_calm(line.row, given):
            first = first if isinstance(first, str) else draw(earlier)
            line, given = Line(f"n{k}", FALLBACK, (first,)), [values[first]]
        with np.errstate(all="ignore"):
            values[line.name] = line.row.forward(*given)
        lines.append(line)
    return Recipe(tuple(lines), inputs)


def wild_recipes(max_lines: int = 9):
    """Programs and inputs without any care for domains."""
    return recipes(max_lines=max_lines, calm=False)


# HIPS autograd, which differentiates the formulas of the rows and knows none of their derivatives.

_erf, _erfc = primitive(NUMPY["erf"]), primitive(NUMPY["erfc"])
defvjp(_erf, lambda ans, x: lambda g: g * 2.0 / math.sqrt(math.pi) * anp.exp(-x * x))
defvjp(_erfc, lambda ans, x: lambda g: g * -2.0 / math.sqrt(math.pi) * anp.exp(-x * x))


def _autograd_where(condition, a, b):
    """Autograd's own does not sum over the axes along which an operand was stretched."""
    whole = np.zeros(np.broadcast_shapes(*map(np.shape, (condition, a, b))))
    return anp.where(condition, a + whole, b + whole)


def _autograd_sum(a, axis=None, keepdims=False):
    return anp.sum(a, axis=axis, keepdims=keepdims)


def _autograd_windows(a, size, stride, padding, fill):
    """By places in the flat array, behind which stands what is filled in."""
    places = np.arange(np.size(a)).reshape(np.shape(a))
    flat = anp.concatenate((anp.ravel(a), np.array([fill])))
    return flat[NUMPY["windowed"](places, size, stride, padding, -1)]


AUTOGRAD = {
    **{name: getattr(anp, name, value) for name, value in NUMPY.items()},
    "pow": anp.power,
    "where": _autograd_where,
    "erfc": _erfc,
    "erf": _erf,
    "pi": math.pi,
    "one_hot": lambda y, z: (
        y if np.shape(y) == np.shape(z) else NUMPY["one_hot"](getval(y), getval(z))
    ),
    "T": lambda a, axes=None: anp.transpose(a, order_of(axes, np.ndim(a))),
    "sum": _autograd_sum,
    "amax": lambda a, axis=None, keepdims=False: anp.max(a, axis=axis, keepdims=keepdims),
    "pick": lambda a, index: a[as_index(index)],
    "reshape": lambda a, shape, start: anp.reshape(a, (*np.shape(a)[:start], *shape)),
    "first": lambda a, axis: NUMPY["first"](getval(a), axis),
    "windowed": _autograd_windows,
    "stretch": lambda a, shape: a + np.zeros(shape),
    "join": lambda a, b, axis: anp.concatenate((a, b), axis),
}


def autograd_gradients(function, *inputs):
    """The gradient of ``function`` (or of the sum of its entries) by each input."""

    def total(*given):
        return anp.sum(function(*given))

    return [grad(total, k)(*inputs) for k in range(len(inputs))]
