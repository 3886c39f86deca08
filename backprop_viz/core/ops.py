"""The table of operations: one frozen row each, and the only place that knows one.

The formulas of a row are written once, as text over the operands ``a`` and ``b`` and the result
``out``. Python compiles that text twice: over :mod:`numpy` for the walk, and over :mod:`math` for
fast straight-line code on plain floats.

Kinks and ties follow the convention of PyTorch (torch.nn.functional and torch.autograd).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..spell.inline import SUPERSCRIPT, inline
from ..spell.numbers import Number, Value, format_number, guard, latex_factor, latex_value
from ..words import Message

__all__ = ["ALIASES", "MATH", "NUMPY", "OPS", "Op"]

_SHARED = (
    "exp",
    "log",
    "log2",
    "log10",
    "log1p",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
)
_CHOICES = ("maximum", "minimum", "sign", "floor")
_ERFC = np.frompyfunc(math.erfc, 1, 1)


def _unwrapped(array: NDArray[np.float64]) -> Value:
    """An array, or the scalar that an array without dimensions holds."""
    return array[()]


def _where(condition: Any, yes: Value, no: Value) -> Value:
    if condition.__class__ is np.bool_:  # of scalars, for which np.where takes ten times as long
        return np.float64(yes if condition else no)
    return _unwrapped(np.asarray(np.where(condition, yes, no)))


NUMPY: Mapping[str, Any] = MappingProxyType(
    {
        **{
            name: getattr(np, name)
            for name in (*_SHARED, "abs", "arcsin", "arccos", "arctan", *_CHOICES)
        },
        "pow": np.power,
        "where": _where,
        "erfc": lambda a: _unwrapped(np.asarray(_ERFC(a), dtype=np.float64)),
        "pi": math.pi,
        "ln2": math.log(2.0),
        "ln10": math.log(10.0),
    }
)
"""What the formulas of the rows may name, for float64 scalars and arrays."""

MATH: Mapping[str, Any] = MappingProxyType(
    {
        **{name: getattr(math, name) for name in (*_SHARED, "erfc")},
        "pow": lambda a, b: math.sqrt(a) if b == 0.5 else math.pow(a, b),  # as NumPy does
        "abs": abs,
        "arcsin": math.asin,
        "arccos": math.acos,
        "arctan": math.atan,
        "maximum": lambda a, b: a if a > b or a != a else b,
        "minimum": lambda a, b: a if a < b or a != a else b,
        "floor": math.floor,
        "sign": lambda a: float((a > 0.0) - (a < 0.0)) if a == a else a,
        "where": lambda condition, yes, no: yes if condition else no,
        "pi": math.pi,
        "ln2": math.log(2.0),
        "ln10": math.log(10.0),
    }
)
"""The same names for plain floats; where these raise, NumPy answers with nan or an infinity."""


_SLOT = re.compile(r"<([a-z]\d*)(!?)>")


@dataclass(frozen=True)
class Op:
    """One operation: all that any part of the package asks about it.

    ``formula`` is the value and ``local`` the local derivative by each operand, as Python text.
    The operands go by the names ``a``, ``b``, ``c``, ``a4``, ``a5`` and so on, the value by ``out``.
    ``back`` is what goes back to each operand, from the upstream gradient ``g`` and the ``local``
    derivative: their product, unless the row says otherwise. A gate does: it routes rather than
    multiplies, so an operand without influence gets 0 even of an infinite gradient.
    ``shown`` are the local derivatives as a learner reads them, in LaTeX: ``<a>`` stands for an
    operand (in parentheses where it is a negative number), ``<a!>`` for one never parenthesised,
    ``<*>`` for a product that is written without a dot between symbols. ``latex`` is the value in
    the same manner. ``text`` is how a formula spells it where neither ``operator`` nor a call of
    its name does. ``sympy`` builds the SymPy form from the module, the operands and the options,
    where it is another than the formula reads in SymPy. ``sample`` is a safe range per operand for tests. ``undefined`` is the condition, over the same names,
    under which ``domain`` says why there is no value; ``kink`` and ``at_kink`` are the same for a
    point without a slope.

    ``options`` names the numbers that belong to a node itself rather than to an operand, such as
    the exponent of a power. The formulas use them by name, and so does the LaTeX. A node's operation
    has their values in ``chosen``, and ``member`` makes the rest of its row from them.
    ``with_number`` is the row that replaces this one where the last operand is a plain number,
    which becomes its option. ``tried`` are options for tests.
    """

    name: str
    glyph: str
    formula: str
    local: tuple[str, ...]
    shown: tuple[str, ...]
    latex: str
    why: Message = field(compare=False)  # words are no part of what an operation is
    sympy: Callable[..., Any] | None = None
    operator: str = ""
    commutative: bool = False
    text: str = ""
    back: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ufuncs: tuple[str, ...] = ()
    sample: tuple[tuple[float, float], ...] = ((-3.0, 3.0),)
    undefined: str = "False"
    domain: Message | None = field(default=None, compare=False)
    at_kink: str = "False"
    kink: Message | None = field(default=None, compare=False)
    options: tuple[str, ...] = ()
    chosen: tuple[float, ...] = ()
    member: Callable[..., Op] | None = None
    with_number: str = ""
    tried: tuple[tuple[float, ...], ...] = ((),)

    @property
    def arity(self) -> int:
        return len(self.local)

    @property
    def parameters(self) -> tuple[str, ...]:
        return (*"abc"[: self.arity], *(f"a{number}" for number in range(4, self.arity + 1)))

    def choose(self, *options: Number) -> Op:
        """The operation with its options, as a node holds it.

        >>> OPS["pown"].choose(3.0).spell("x")
        'x**3.0'
        """
        if not self.options and not options:
            return self
        return _chosen(self, tuple(map(float, options)))

    @property
    def numbers(self) -> Mapping[str, float]:
        """The options by their names."""
        return dict(zip(self.options, self.chosen, strict=True))

    @property
    def is_function(self) -> bool:
        """Whether it is called by its name, as no operator and nothing with a ``text`` is."""
        return not (self.operator or self.text)

    def spell(self, *operands: str) -> str:
        """The operation as text that :func:`backprop_viz.graph` reads."""
        if self.text:
            return self.text.replace("<a>", operands[0])
        if not self.operator:
            return f"{self.name}({', '.join([*operands, *map(repr, self.chosen)])})"
        return self.operator.join(operands) if self.arity == 2 else self.operator + operands[0]

    @property
    def written(self) -> str:
        """The value as a reader writes it on paper, in the manner of ``latex``: ``<a!> × <b>``."""
        if self.operator and self.arity == 2:
            sign = self.glyph if len(self.glyph) == 1 else self.operator
            return f"{'<a>' if sign == '**' else '<a!>'} {sign} <b>"
        if self.operator:
            return "−1 × <a>"
        if "( )" in self.glyph:
            return self.glyph.replace("( )", "<a>")
        slots = [f"<{slot}!>" for slot in self.parameters]
        return f"{self.name}({', '.join([*slots, *map(format_number, self.chosen)])})"

    def write(self, *operands: str) -> str:
        """The operation on its operands for the eye: ``w × x``, ``exp(t)``, ``t²``."""
        slots = dict(zip(self.parameters, operands, strict=True))
        return _SLOT.sub(lambda m: slots[m[1]] if m[2] else guard(slots[m[1]]), self.written)

    @property
    def local_written(self) -> tuple[str | None, ...]:
        """The local derivatives in the manner of ``written``; None for one that has no such form.

        Behind a digit ``<*>`` stands for a product that is written without a sign.
        """
        return tuple(map(inline, self.shown))

    @cached_property
    def forward(self) -> Callable[..., Value]:
        """The value from the operands (float64 scalars or arrays of shapes that broadcast)."""
        return self._compile(self.parameters, self.formula)

    @cached_property
    def partials(self) -> Callable[..., tuple[Value, ...]]:
        """The local derivatives from the output and the operands, one per operand."""
        return self._compile(("out", *self.parameters), f"({', '.join(self.local)},)")

    @cached_property
    def backs(self) -> tuple[Callable[..., Value], ...]:
        """What goes back to each operand, before any sum over broadcast axes.

        A function for each, of the upstream gradient, the local derivative, the output and the
        operands.
        """
        slots = ("g", "local", "out", *self.parameters)
        texts = self.back or ("g * local",) * self.arity
        return tuple(self._compile(slots, text) for text in texts)

    @cached_property
    def is_undefined(self) -> Callable[..., Any]:
        return self._compile(self.parameters, self.undefined)

    @cached_property
    def is_at_kink(self) -> Callable[..., Any]:
        return self._compile(self.parameters, self.at_kink)

    def _compile(self, parameters: tuple[str, ...], text: str) -> Callable[..., Any]:
        code = f"lambda {', '.join(parameters)}: {text}"
        return eval(code, {**NUMPY, **self.numbers})  # type: ignore[no-any-return]  # the table's own text


def _piecewise(*branches: tuple[Callable[..., Any], Callable[..., Any]]) -> Callable[..., Any]:
    return lambda s, a: s.Piecewise(*((value(s, a), when(s, a)) for value, when in branches))


def _power(op: Op) -> Op:
    """A power whose exponent is a number, as it is written; a square is one of its own."""
    (n,) = op.chosen
    if n == 2.0:
        return OPS["square"]
    text = format_number(n)
    shown = text.replace("−", "-").replace("∞", r"\infty")
    less = format_number(n - 1.0).replace("−", "-").replace("∞", r"\infty")
    coefficient = f"({shown})" if n < 0 else shown
    return replace(
        op,
        glyph=f"( ){text.translate(SUPERSCRIPT)}",
        text=f"<a>**{f'({n!r})' if n < 0 else repr(n)}",
        shown=("0" if n == 0 else "1" if n == 1 else f"{coefficient}<*><a>^{{{less}}}",),
        latex=f"<a>^{{{shown}}}",
    )


_ROWS = (
    Op(
        name="add",
        glyph="+",
        operator="+",
        formula="a + b",
        local=("1.0", "1.0"),
        shown=("1", "1"),
        latex="<a!> + <b>",
        commutative=True,
        why=Message("op.why.add"),
        ufuncs=("add",),
        sample=((-3.0, 3.0), (-3.0, 3.0)),
    ),
    Op(
        name="sub",
        glyph="−",
        operator="-",
        formula="a - b",
        local=("1.0", "-1.0"),
        shown=("1", "-1"),
        latex="<a!> - <b>",
        why=Message("op.why.sub"),
        ufuncs=("subtract",),
        sample=((-3.0, 3.0), (-3.0, 3.0)),
    ),
    Op(
        name="mul",
        glyph="×",
        operator="*",
        formula="a * b",
        local=("b", "a"),
        shown=("<b!>", "<a!>"),
        latex="<a> <*> <b>",
        commutative=True,
        why=Message("op.why.mul"),
        ufuncs=("multiply",),
        sample=((-3.0, 3.0), (-3.0, 3.0)),
    ),
    Op(
        name="div",
        glyph="÷",
        operator="/",
        formula="a / b",
        local=("1.0 / b", "-out / b"),
        shown=(r"\frac{1}{<b!>}", r"\left(-\frac{<a!>}{<b>^2}\right)"),
        latex=r"\frac{<a!>}{<b!>}",
        why=Message("op.why.div"),
        ufuncs=("divide", "true_divide"),
        sample=((-3.0, 3.0), (0.5, 3.0)),
        undefined="b == 0",
        domain=Message("op.domain.zero"),
    ),
    Op(
        name="pow",
        glyph="xʸ",
        operator="**",
        formula="pow(a, b)",
        local=(
            "where(b == 0, 0.0, b * pow(a, b - 1.0))",
            "where((a == 0) & (b >= 0), 0.0, out * log(a))",
        ),
        back=("where(b == 0, 0.0, g * local)", "g * local"),
        shown=(r"<b> <*> <a>^{<b!>-1}", r"<y> <*> \ln(<a!>)"),
        latex="<a>^{<b!>}",
        why=Message("op.why.pow"),
        ufuncs=("power", "float_power"),
        sample=((0.5, 3.0), (-2.0, 3.0)),
        undefined="((a < 0) & (b != floor(b))) | ((a == 0) & (b < 0))",
        domain=Message("op.domain.power"),
        with_number="pown",
    ),
    Op(
        name="pown",
        glyph="( )ⁿ",
        text="<a>**n",
        formula="pow(a, n)",
        local=("where(n == 0, 0.0, n * pow(a, n - 1.0))",),
        back=("where(n == 0, 0.0, g * local)",),
        shown=("n<*><a>^{n-1}",),
        latex="<a>^n",
        why=Message("op.why.pown"),
        sample=((0.5, 3.0),),
        undefined="((a < 0) & (n != floor(n))) | ((a == 0) & (n < 0))",
        domain=Message("op.domain.power"),
        options=("n",),
        member=_power,
        tried=((-2.0,), (-1.0,), (-0.5,), (0.0,), (0.5,), (1.0,), (3.0,), (10.0,)),
    ),
    Op(
        name="neg",
        glyph="×−1",
        operator="-",
        formula="-a",
        local=("-1.0",),
        shown=("-1",),
        latex="-<a>",
        why=Message("op.why.neg"),
        ufuncs=("negative",),
    ),
    Op(
        name="square",
        glyph="( )²",
        formula="a * a",
        local=("2.0 * a",),
        shown=("2<*><a>",),
        latex="<a>^2",
        why=Message("op.why.square"),
        ufuncs=("square",),
    ),
    Op(
        name="reciprocal",
        glyph="1/( )",
        formula="1.0 / a",
        local=("-out * out",),
        shown=(r"\left(-\frac{1}{<a>^2}\right)",),
        latex=r"\frac{1}{<a!>}",
        why=Message("op.why.slope", name="1/x"),
        ufuncs=("reciprocal",),
        sample=((0.5, 3.0),),
        undefined="a == 0",
        domain=Message("op.domain.zero"),
    ),
    Op(
        name="exp",
        glyph="exp",
        formula="exp(a)",
        local=("out",),
        shown=("e^{<a!>}",),
        latex="e^{<a!>}",
        why=Message("op.why.exp"),
        ufuncs=("exp",),
    ),
    Op(
        name="log",
        glyph="log",
        aliases=("ln",),
        formula="log(a)",
        local=("1.0 / a",),
        shown=(r"\frac{1}{<a!>}",),
        latex=r"\ln(<a!>)",
        why=Message("op.why.slope", name="log"),
        ufuncs=("log",),
        sample=((0.2, 3.0),),
        undefined="a <= 0",
        domain=Message("op.domain.log"),
    ),
    Op(
        name="log2",
        glyph="log₂",
        formula="log2(a)",
        local=("1.0 / (a * ln2)",),
        shown=(r"\frac{1}{<a> \ln 2}",),
        latex=r"\log_2(<a!>)",
        why=Message("op.why.slope", name="log₂"),
        ufuncs=("log2",),
        sample=((0.2, 3.0),),
        undefined="a <= 0",
        domain=Message("op.domain.log"),
    ),
    Op(
        name="log10",
        glyph="log₁₀",
        formula="log10(a)",
        local=("1.0 / (a * ln10)",),
        shown=(r"\frac{1}{<a> \ln 10}",),
        latex=r"\log_{10}(<a!>)",
        why=Message("op.why.slope", name="log₁₀"),
        ufuncs=("log10",),
        sample=((0.2, 3.0),),
        undefined="a <= 0",
        domain=Message("op.domain.log"),
    ),
    Op(
        name="sqrt",
        glyph="√",
        formula="sqrt(a)",
        local=("0.5 / out",),
        shown=(r"\frac{1}{2\sqrt{<a!>}}",),
        latex=r"\sqrt{<a!>}",
        why=Message("op.why.slope", name="√"),
        ufuncs=("sqrt",),
        sample=((0.2, 3.0),),
        undefined="a < 0",
        domain=Message("op.domain.sqrt"),
    ),
    Op(
        name="sin",
        glyph="sin",
        formula="sin(a)",
        local=("cos(a)",),
        shown=(r"\cos(<a!>)",),
        latex=r"\sin(<a!>)",
        why=Message("op.why.sin"),
        ufuncs=("sin",),
    ),
    Op(
        name="cos",
        glyph="cos",
        formula="cos(a)",
        local=("-sin(a)",),
        shown=(r"\left(-\sin(<a!>)\right)",),
        latex=r"\cos(<a!>)",
        why=Message("op.why.cos"),
        ufuncs=("cos",),
    ),
    Op(
        name="tan",
        glyph="tan",
        formula="tan(a)",
        local=("1.0 + out * out",),
        shown=(r"\left(1 + <y>^2\right)",),
        latex=r"\tan(<a!>)",
        why=Message("op.why.tan"),
        ufuncs=("tan",),
        sample=((-1.2, 1.2),),
    ),
    Op(
        name="asin",
        glyph="asin",
        aliases=("arcsin",),
        formula="arcsin(a)",
        local=("1.0 / sqrt((1.0 - a) * (1.0 + a))",),
        shown=(r"\frac{1}{\sqrt{1 - <a>^2}}",),
        latex=r"\arcsin(<a!>)",
        why=Message("op.why.slope", name="asin"),
        ufuncs=("arcsin",),
        sample=((-0.9, 0.9),),
        undefined="abs(a) > 1",
        domain=Message("op.domain.angle"),
    ),
    Op(
        name="acos",
        glyph="acos",
        aliases=("arccos",),
        formula="arccos(a)",
        local=("-1.0 / sqrt((1.0 - a) * (1.0 + a))",),
        shown=(r"\left(-\frac{1}{\sqrt{1 - <a>^2}}\right)",),
        latex=r"\arccos(<a!>)",
        why=Message("op.why.slope", name="acos"),
        ufuncs=("arccos",),
        sample=((-0.9, 0.9),),
        undefined="abs(a) > 1",
        domain=Message("op.domain.angle"),
    ),
    Op(
        name="atan",
        glyph="atan",
        aliases=("arctan",),
        formula="arctan(a)",
        local=("1.0 / (1.0 + a * a)",),
        shown=(r"\frac{1}{1 + <a>^2}",),
        latex=r"\arctan(<a!>)",
        why=Message("op.why.slope", name="atan"),
        ufuncs=("arctan",),
    ),
    Op(
        name="sinh",
        glyph="sinh",
        formula="sinh(a)",
        local=("cosh(a)",),
        shown=(r"\cosh(<a!>)",),
        latex=r"\sinh(<a!>)",
        why=Message("op.why.slope", name="sinh"),
        ufuncs=("sinh",),
    ),
    Op(
        name="cosh",
        glyph="cosh",
        formula="cosh(a)",
        local=("sinh(a)",),
        shown=(r"\sinh(<a!>)",),
        latex=r"\cosh(<a!>)",
        why=Message("op.why.slope", name="cosh"),
        ufuncs=("cosh",),
    ),
    Op(
        name="tanh",
        glyph="tanh",
        formula="tanh(a)",
        local=("where(out * out < 0.5, 1.0 - out * out, pow(cosh(a), -2.0))",),
        shown=(r"\left(1 - <y>^2\right)",),
        latex=r"\tanh(<a!>)",
        why=Message("op.why.tanh"),
        ufuncs=("tanh",),
    ),
    Op(
        name="sigmoid",
        glyph="σ",
        formula="1.0 / (1.0 + exp(-a))",
        local=("where(out < 0.5, out * (1.0 - out), out / (1.0 + exp(a)))",),
        shown=(r"<y> <*> \left(1 - <y>\right)",),
        latex=r"\sigma(<a!>)",
        why=Message("op.why.sigmoid"),
    ),
    Op(
        name="relu",
        glyph="ReLU",
        formula="maximum(a, 0.0)",
        local=("where(a <= 0, 0.0, 1.0)",),
        back=("where(a <= 0, 0.0, g)",),
        shown=(r"\mathbf{1}[<a!> \gt 0]",),
        latex=r"\mathrm{relu}(<a!>)",
        sympy=_piecewise((lambda s, a: a, lambda s, a: a > 0), (lambda s, a: 0, lambda s, a: True)),
        why=Message("op.why.relu"),
        at_kink="a == 0",
        kink=Message("op.kink.corner", name="ReLU", slope="0"),
    ),
    Op(
        name="leaky_relu",
        glyph="leaky",
        formula="where(a > 0, a, 0.01 * a)",
        local=("where(a > 0, 1.0, 0.01)",),
        shown=(r"\left(\mathbf{1}[<a!> \gt 0] + 0.01 \cdot \mathbf{1}[<a!> \le 0]\right)",),
        latex=r"\mathrm{leaky\_relu}(<a!>)",
        why=Message("op.why.leaky_relu"),
        at_kink="a == 0",
        kink=Message("op.kink.corner", name="leaky ReLU", slope="0.01"),
    ),
    Op(
        name="softplus",
        glyph="soft+",
        formula="log1p(exp(-abs(a))) + maximum(a, 0.0)",
        local=("1.0 / (1.0 + exp(-a))",),
        shown=(r"\frac{1}{1 + e^{-<a>}}",),
        latex=r"\mathrm{softplus}(<a!>)",
        sympy=lambda s, a: s.log(1 + s.exp(a)),
        why=Message("op.why.softplus"),
    ),
    Op(
        name="gelu",
        glyph="GELU",
        formula="0.5 * a * erfc(a * -0.7071067811865476)",
        local=("0.5 * erfc(a * -0.7071067811865476) + a * exp(-0.5 * a * a) * 0.3989422804014327",),
        shown=(r"\left(\Phi(<a!>) + <a> <*> \varphi(<a!>)\right)",),
        latex=r"\mathrm{gelu}(<a!>)",
        sympy=lambda s, a: a * (1 + s.erf(a / s.sqrt(2))) / 2,
        why=Message("op.why.gelu"),
    ),
    Op(
        name="abs",
        glyph="|·|",
        formula="abs(a)",
        local=("sign(a)",),
        shown=(r"\operatorname{sgn}(<a!>)",),
        latex=r"\left|<a!>\right|",
        why=Message("op.why.abs"),
        ufuncs=("absolute", "fabs"),
        at_kink="a == 0",
        kink=Message("op.kink.corner", name="|x|", slope="0"),
    ),
    Op(
        name="sign",
        glyph="sgn",
        formula="sign(a)",
        local=("0.0",),
        back=("0.0",),
        shown=("0",),
        latex=r"\operatorname{sgn}(<a!>)",
        sympy=_piecewise(
            (lambda s, a: 1, lambda s, a: a > 0),
            (lambda s, a: -1, lambda s, a: a < 0),
            (lambda s, a: 0, lambda s, a: True),
        ),
        why=Message("op.why.sign"),
        ufuncs=("sign",),
        at_kink="a == 0",
        kink=Message("op.kink.sign"),
    ),
    Op(
        name="maximum",
        glyph="max",
        aliases=("max",),
        formula="maximum(a, b)",
        local=(
            "where(a < b, 0.0, where(a == b, 0.5, 1.0))",
            "where(b < a, 0.0, where(a == b, 0.5, 1.0))",
        ),
        back=(
            "where(a < b, 0.0, where(a == b, 0.5 * g, g))",
            "where(b < a, 0.0, where(a == b, 0.5 * g, g))",
        ),
        shown=(r"\mathbf{1}[<a!> \gt <b!>]", r"\mathbf{1}[<b!> \gt <a!>]"),
        latex=r"\max(<a!>, <b!>)",
        commutative=True,
        why=Message("op.why.maximum"),
        ufuncs=("maximum",),
        sample=((-3.0, 3.0), (-3.0, 3.0)),
        at_kink="a == b",
        kink=Message("op.kink.tie"),
    ),
    Op(
        name="minimum",
        glyph="min",
        aliases=("min",),
        formula="minimum(a, b)",
        local=(
            "where(a > b, 0.0, where(a == b, 0.5, 1.0))",
            "where(b > a, 0.0, where(a == b, 0.5, 1.0))",
        ),
        back=(
            "where(a > b, 0.0, where(a == b, 0.5 * g, g))",
            "where(b > a, 0.0, where(a == b, 0.5 * g, g))",
        ),
        shown=(r"\mathbf{1}[<a!> \lt <b!>]", r"\mathbf{1}[<b!> \lt <a!>]"),
        latex=r"\min(<a!>, <b!>)",
        commutative=True,
        why=Message("op.why.minimum"),
        ufuncs=("minimum",),
        sample=((-3.0, 3.0), (-3.0, 3.0)),
        at_kink="a == b",
        kink=Message("op.kink.tie"),
    ),
)

OPS: Mapping[str, Op] = MappingProxyType({row.name: row for row in _ROWS})
"""Every operation by its name."""

ALIASES: Mapping[str, str] = MappingProxyType(
    {alias: row.name for row in _ROWS for alias in row.aliases}
)


@lru_cache(maxsize=1024)
def _chosen(row: Op, options: tuple[float, ...]) -> Op:
    slots = dict(zip(row.options, map(latex_value, options), strict=True))

    def filled(template: str) -> str:
        """With the options in their slots, those of the operands left open."""
        return _SLOT.sub(
            lambda m: (
                m[0] if m[1] not in slots else slots[m[1]] if m[2] else latex_factor(slots[m[1]])
            ),
            template,
        )

    op = replace(row, chosen=options, latex=filled(row.latex), shown=tuple(map(filled, row.shown)))
    return op if op.member is None else op.member(op)
