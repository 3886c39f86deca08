"""An operation: a frozen row of text, and what can be made of that text.

The formulas of a row are written once, as text over the operands ``a``, ``b``, ... and the result
``out``. Python compiles them over :mod:`numpy` for the walk; the generated code puts them over
:mod:`math` as well, and the browser into JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

import numpy as np

from ..arithmetic.names import NUMPY
from ..arithmetic.shapes import Shape
from ..spell.inline import inline
from ..spell.numbers import Maybe, Value, format_number, guard, latex_factor, latex_value
from ..spell.templates import put
from ..words import Message

__all__ = ["Op", "Option"]

Option: TypeAlias = Any  # which of these it is, the row knows
"""A number; an axis, several, or None for all; a shape; an ``Index``."""

_NAME = re.compile(r"[a-z]\d*|[a-z]{2,}")


@dataclass(frozen=True)
class Op:
    """One operation: all that any part of the package asks about it.

    ``formula`` is the value, as Python text, and ``back`` what goes back to each operand from the
    upstream gradient ``g``. The operands go by ``a``, ``b``, ``c``, ``a4``, ``a5`` and so on, the
    value by ``out``.

    An operation that acts entry by entry states its derivatives, ``local``, one for each operand:
    what goes back is ``g * local``, unless its ``back`` says otherwise. A gate's does: it routes
    rather than multiplies, so an operand without influence gets 0 even of an infinite gradient.
    One without ``local`` acts on whole arrays, and ``shape`` says which shape it makes of its
    operands' (``ValueError`` where they do not fit).

    What a learner reads in LaTeX is made from these texts. A row states it where that would be ugly
    or is no mathematics: ``latex`` is the value, and ``shown`` the local derivatives, or, of whole
    arrays, what goes back. ``<a>`` stands for an operand (in parentheses where it is a negative
    number), ``<a!>`` for one never parenthesised, ``<y>`` for the value, ``<g>`` for the upstream
    gradient, ``<*>`` for a product that is written without a dot between symbols.
    ``text`` is how a formula spells it where neither ``operator`` nor a call of its name does.
    ``sympy`` builds the SymPy form from the module, the operands and the options, where that is not
    what the formula is in SymPy.

    ``undefined`` is the condition, over the same names, under which ``domain`` says why there is
    no value; ``at_kink`` and ``kink`` are the same for a point without a slope. ``sample`` is a
    safe range per operand for tests.

    ``options`` names what belongs to a node itself rather than to an operand: a number, such as
    the exponent of a power, or how an array is gone through, such as an axis. The formulas use them
    by name, and so do ``shape`` and, of numbers, the LaTeX. A node's operation has their values in
    ``chosen``, and ``member`` makes the rest of its row from them. Those that have ``defaults`` are
    given by keyword only. ``with_number`` is the row that replaces this one where the last operand
    is a plain number, which becomes its option. ``tried`` are options for tests.

    What ``is_view`` shares the entries of its operand where NumPy computes it.

    By what ``is_port`` something enters a block or leaves it.

    What ``stops`` the gradient has none, nor has anything that leads to it alone: a comparison, or
    a number of entries. Of operands of some shapes it may stop at some of them: ``stops_at`` gives
    their positions.

    The numbers of an opaque operation come from a program of another ``framework``, which is an
    option of it: its texts only call that, so nothing can be made of them.
    """

    name: str
    glyph: str
    formula: str
    why: Message = field(compare=False)  # words are no part of what an operation is
    latex: str = ""
    shown: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    shape: Callable[..., Shape] = np.broadcast_shapes
    sympy: Callable[..., Any] | None = None
    operator: str = ""
    commutative: bool = False
    text: str = ""
    aliases: tuple[str, ...] = ()
    ufuncs: tuple[str, ...] = ()
    sample: tuple[tuple[float, float], ...] = ((-3.0, 3.0),)
    undefined: str = "False"
    domain: Message | None = field(default=None, compare=False)
    at_kink: str = "False"
    kink: Message | None = field(default=None, compare=False)
    stops: bool = False
    stops_at: Callable[..., Sequence[int]] = lambda *shapes: ()
    is_view: bool = False
    is_port: bool = False
    framework: str = ""
    options: tuple[str, ...] = ()
    defaults: tuple[Option, ...] = ()
    chosen: tuple[Option, ...] = ()
    member: Callable[..., Op] | None = None
    with_number: str = ""
    tried: tuple[tuple[Option, ...], ...] = ((),)

    def __post_init__(self) -> None:
        for option in self.options:
            if not _NAME.fullmatch(option) or option in (*self.parameters, "g", "y", *NUMPY):
                raise ValueError(f"{self.name}: an option has a name of its own, not {option}")
        if not self.chosen:
            object.__setattr__(self, "chosen", self.defaults)

    @property
    def arity(self) -> int:
        return len(self.local or self.back)

    @property
    def is_entrywise(self) -> bool:
        """Whether every entry of the value comes from the entries at its place alone."""
        return bool(self.local)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return (*"abc"[: self.arity], *(f"a{number}" for number in range(4, self.arity + 1)))

    def choose(self, *options: Option) -> Op:
        """The operation with its options, as a node holds it.

        >>> OPS["pown"].choose(3.0).spell("x")
        'x**3.0'
        """
        if not self.options and not options:
            return self
        return _chosen(self, options)

    @property
    def named(self) -> Mapping[str, Option]:
        """The options by their names, once they are chosen."""
        return dict(zip(self.options, self.chosen, strict=False))

    def shape_of(self, *shapes: Shape) -> Shape:
        """The shape that it makes of its operands'. Raises ``ValueError`` where they do not fit."""
        return self.shape(*shapes, **(self.named if self.defaults else {}))

    def carries(self, positions: Iterable[int], *shapes: Shape) -> bool:
        """Whether a gradient may go back to any of the operands at these positions."""
        return not self.stops and not set(positions) <= set(self.stops_at(*shapes))

    @property
    def is_function(self) -> bool:
        """Whether it is called by its name, as no operator and nothing with a ``text`` is."""
        return not (self.operator or self.text)

    def spell(self, *operands: str) -> str:
        """The operation as text that :func:`backprop_viz.graph` reads."""
        if self.text:
            return self.text.replace("<a>", operands[0])
        if not self.operator:
            return f"{self.name}({', '.join([*operands, *self._stated(repr)])})"
        return self.operator.join(operands) if self.arity == 2 else self.operator + operands[0]

    @cached_property
    def value_latex(self) -> str:
        """The value in LaTeX: as stated, as its formula reads, or else as a call of its name."""
        if self.latex:
            return self.latex
        if self.is_entrywise and (latex := self._read(self.formula)):
            return latex
        name = self.name.replace("_", r"\_")
        slots = (f"<{slot}!>" for slot in self.parameters)
        return rf"\mathrm{{{name}}}({', '.join([*slots, *map(latex_value, self.chosen)])})"

    @cached_property
    def slope_latex(self) -> tuple[str, ...]:
        """The local derivatives in LaTeX, or, of whole arrays, what goes back."""
        if self.shown:
            return self.shown
        made = (self._read(text, is_factor=True) for text in self.local)
        slopes = tuple(latex for latex in made if latex)
        if len(slopes) < self.arity:
            raise ValueError(f"{self.name}: its slopes are no plain mathematics; state `shown`")
        return slopes

    def _read(self, text: str, is_factor: bool = False) -> str | None:
        from ..spell.mathematics import mathematics  # when something is told

        return mathematics(text, self.named, is_factor)

    @cached_property
    def written(self) -> str:
        """The value as a reader writes it on paper, in the manner of ``latex``: ``<a!> × <b>``."""
        if self.operator and self.arity == 2:
            sign = self.glyph if len(self.glyph) == 1 else self.operator
            return f"{'<a>' if sign == '**' else '<a!>'} {sign} <b>"
        if self.operator:
            return "−1 × <a>"
        if (
            self.defaults
            and self.text
            and ("( )" not in self.glyph or self.chosen != self.defaults)
        ):
            return self.text
        if "( )" in self.glyph:
            return self.glyph.replace("( )", "<a>")
        slots = [f"<{slot}!>" for slot in self.parameters]
        return f"{self.name}({', '.join([*slots, *self._stated(format_number)])})"

    def _stated(self, write: Callable[[Any], str]) -> list[str]:
        """The options as they stand in a call; what is at its default is left out."""
        if not self.defaults:
            return list(map(write, self.chosen))
        stated = zip(self.options, self.chosen, self.defaults, strict=True)
        return [f"{name}={value!r}" for name, value, default in stated if value != default]

    def sign(self, *, of_arrays: bool = False) -> str:
        """What stands in its circle."""
        return _entrywise(self.glyph) if of_arrays else self.glyph

    def write(self, *operands: str, of_arrays: bool = False) -> str:
        """The operation on its operands for the eye: ``w × x``, ``exp(t)``, ``t²``.

        A product ``of_arrays``, entry by entry, has a sign of its own: ``w ⊙ x``.
        """
        slots = zip(self.parameters, operands, strict=True)
        written = _entrywise(self.written) if of_arrays else self.written
        return put(written, {slot: (guard(text), text) for slot, text in slots})

    @cached_property
    def local_written(self) -> tuple[str | None, ...]:
        """The local derivatives in the manner of ``written``; None for one that has no such form.

        Behind a digit ``<*>`` stands for a product that is written without a sign.
        """
        return tuple(map(inline, self.slope_latex))

    @cached_property
    def forward(self) -> Callable[..., Value]:
        """The value from the operands (float64 scalars or arrays of shapes that fit)."""
        return self._compile(self.parameters, self.formula)

    @cached_property
    def partials(self) -> Callable[..., tuple[Maybe, ...]]:
        """The local derivatives from the output and the operands; each None for whole arrays."""
        texts = self.local or ("None",) * self.arity
        return self._compile(("out", *self.parameters), f"({', '.join(texts)},)")

    @cached_property
    def backs(self) -> tuple[Callable[..., Value], ...]:
        """What goes back to each operand, before any sum over the axes that it was stretched along.

        A function for each, of the upstream gradient, the local derivative (or None), the output
        and the operands.
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

    def over(self, names: Mapping[str, Any], text: str, *parameters: str) -> Callable[..., Any]:
        """One of the row's formulas as a function of ``parameters``, over other than NumPy's names.

        So the same text makes expressions, where the names build some.
        """
        # The table's own text.
        code = compile(f"lambda {', '.join(parameters)}: {text}", "<row>", "eval")
        return eval(code, {**names, **self.named})  # type: ignore[no-any-return]

    def _compile(self, parameters: tuple[str, ...], text: str) -> Callable[..., Any]:
        return self.over(NUMPY, text, *parameters)


@lru_cache(maxsize=1024)
def _entrywise(text: str) -> str:
    return text.replace("×", "⊙")


@lru_cache(maxsize=1024)
def _chosen(row: Op, options: tuple[Option, ...]) -> Op:
    slots = {}
    options += row.defaults[len(options) :]
    if not row.defaults:
        options = tuple(float(number) for number in options)
        numbers = zip(row.options, map(latex_value, options), strict=True)
        slots = {name: (latex_factor(number), number) for name, number in numbers}
    shown = tuple(put(template, slots) for template in row.shown)
    op = replace(row, chosen=options, latex=put(row.latex, slots), shown=shown)
    return op if op.member is None else op.member(op)
