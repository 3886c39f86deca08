"""What no row is written for, as one operation: its value and what goes back come from PyTorch."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import numpy as np

from ..arithmetic.shapes import Misfit, Shape
from ..core.expression import Expr, apply
from ..core.operation import Op
from ..spell.names import canonical
from ..words import Message
from .given import Found, in_float64, widening
from .source import tensors_in

__all__ = ["FRAMEWORK", "Closed", "Program", "opaque"]

FRAMEWORK = "PyTorch"
_UNDEFINED = (RuntimeError, ArithmeticError)
"""What PyTorch raises where there is no value, as for the inverse of what has none."""

_LONG = 12  # letters of a name in a circle


@dataclass
class Closed:
    """Whether what cannot be read may become opaque, and the modules that do, by their paths.

    ``failed`` are the modules, from the outermost on, in which a run met what cannot be read.
    """

    is_asked: bool
    modules: set[str] = field(default_factory=set)
    failed: tuple[str, ...] = ()

    def close(self, known: set[str]) -> bool:
        """Close the innermost of them that is not closed yet, if there is one among the known."""
        around = takewhile(lambda path: path not in self.modules, self.failed)
        inner = [path for path in around if path and path in known][-1:]
        if self.is_asked:
            self.modules.update(inner)
        return self.is_asked and bool(inner)


class _Place(int):
    """Which of the operands stands here."""


class Program:
    """A call of PyTorch's, on some of its tensors as operands; all else in it stays as it was.

    Where it draws numbers, they are those of the first time.
    """

    def __init__(
        self,
        call: Callable[..., Any],
        given: Any,
        operands: Sequence[Any],
        found: Found,
        state: Any = None,
    ) -> None:
        self._torch = importlib.import_module("torch")
        self._call, self._found = call, found
        self._given = self._kept(given, {id(one): at for at, one in enumerate(operands)})
        self._state = self._torch.get_rng_state() if state is None else state
        self.shapes: list[Shape] = [tuple(one.shape) for one in operands]

    def _kept(self, value: Any, places: Mapping[int, int]) -> Any:
        if isinstance(value, self._torch.Tensor):
            place = places.get(id(value))
            return value.detach().clone() if place is None else _Place(place)
        return _mapped(lambda one: self._kept(one, places), value)

    def results(self, operands: Sequence[Any]) -> list[Any]:
        """The tensors that it gives."""

        def given(value: Any) -> Any:
            if isinstance(value, self._torch.Tensor):
                return value.clone()  # it may be written to
            return operands[value] if isinstance(value, _Place) else _mapped(given, value)

        args, kwargs = given(self._given)
        return tensors_in(self._call(*args, **kwargs))

    @contextmanager
    def as_then(self, *, with_gradient: bool) -> Iterator[None]:
        """As it was at the first time, but for the operands."""
        torch = self._torch
        with (
            torch.random.fork_rng(devices=[]),
            in_float64(self._found),
            torch.set_grad_enabled(with_gradient),
            widening(),
        ):
            torch.set_rng_state(self._state)
            yield

    def check(self, shapes: Sequence[Shape]) -> None:
        """Raise ``ValueError`` for other shapes than those it was read with."""
        if [*shapes] != self.shapes:
            read = ", ".join(map(str, self.shapes))
            raise Misfit("inputs.opaque", framework=FRAMEWORK, shapes=read)

    def tensors(self, operands: Sequence[Any]) -> list[Any]:
        """Numbers as tensors. Raises ``TypeError`` for what is none, or of another shape."""
        if not all(isinstance(one, np.ndarray | np.floating | float) for one in operands):
            raise TypeError
        self.check(list(map(np.shape, operands)))
        return [self._torch.from_numpy(np.array(one, dtype=float)) for one in operands]


@dataclass(frozen=True, eq=False)
class _Result:
    """One of the results of a program, as the formulas of its operation call it."""

    program: Program
    place: int
    shape: Shape

    def value(self, *operands: Any) -> Any:
        given = self.program.tensors(operands)
        try:
            with self.program.as_then(with_gradient=False):
                found = self.program.results(given)[self.place]
        except _UNDEFINED:
            return np.full(self.shape, np.nan)[()]
        return np.array(found.detach().numpy(), dtype=float)[()]

    def back(self, at: int, upstream: Any, *operands: Any) -> Any:
        """What goes back to the operand at that place: PyTorch's vector-Jacobian product."""
        torch = importlib.import_module("torch")
        shape, found, grad = self.program.shapes[at], None, torch.autograd.grad
        try:
            with self.program.as_then(with_gradient=True):
                given = self.program.tensors(operands)
                g = torch.from_numpy(np.array(upstream, dtype=float))
                given[at].requires_grad_()
                # a copy may be written to, as no leaf may
                out = self.program.results([one.clone() for one in given])[self.place]
                if out.requires_grad:
                    (found,) = grad(out, given[at], g.expand_as(out), allow_unused=True)
        except _UNDEFINED:
            return np.full(shape, np.nan)[()]
        return (np.zeros(shape) if found is None else np.array(found.numpy(), dtype=float))[()]


def opaque(name: str, program: Program, operands: Sequence[Expr], results: Sequence[Any]) -> Any:
    """An expression for each of the results of a program; None for what is no array of floats."""
    return [
        apply(_row(name, program, place, tuple(tensor.shape)), *operands)
        if tensor.is_floating_point()
        else None
        for place, tensor in enumerate(results)
    ]


def _row(name: str, program: Program, place: int, shape: Shape) -> Op:
    count = len(program.shapes)
    slots = [*"abc"[:count], *(f"a{number}" for number in range(4, count + 1))]
    given = ", ".join(slots)
    bare = name.strip("_").removeprefix("linalg_").removeprefix("special_").removesuffix("_ex")
    shown = canonical(bare or name)
    written = f"{FRAMEWORK}.{shown}"
    tex = shown.replace("_", r"\_")
    arguments = ", ".join(f"<{slot}!>" for slot in slots)
    return Op(
        name=written,
        glyph=shown if len(shown) <= _LONG else f"{shown[: _LONG - 1]}…",
        formula=f"does.value({given})",
        back=tuple(f"does.back({at}, g, {given})" for at in range(count)),
        shown=(r"\mathrm{vjp}(<g>)",) * count,
        latex=rf"\mathrm{{{tex}}}({arguments})",
        shape=_Shapes(program, shape),
        why=Message("opaque.back", name=shown, framework=FRAMEWORK),
        options=("does",),
        defaults=(_Result(program, place, shape),),
        framework=FRAMEWORK,
    )


@dataclass(frozen=True, eq=False)
class _Shapes:
    """What a program makes of the shapes that it was read with, and of no others."""

    program: Program
    result: Shape

    def __call__(self, *shapes: Shape, does: object) -> Shape:
        self.program.check(shapes)
        return self.result


def _mapped(change: Callable[[Any], Any], value: Any) -> Any:
    """The same container with what is in it changed."""
    if isinstance(value, Mapping):
        return {key: change(one) for key, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(change, value))
    return type(value)(map(change, value)) if type(value) in (list, tuple) else value
