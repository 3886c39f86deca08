"""Gradients of one's own: from a mapping, a function, or objects that have a ``.grad``."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any, TypeAlias

import numpy as np

from ..errors import BackpropVizError, InputError
from ..given.real import as_given, real
from ..spell.names import canonical
from ..spell.numbers import Maybe
from ..tell.walk import Walk
from ..words import Message, one_line, quoted

__all__ = ["Answers", "Own", "owned"]

Answers: TypeAlias = Mapping[str, Any] | Callable[..., Any] | Sequence[Any] | Any
"""Gradients by name, in the order of the inputs, or a function of the inputs that returns such."""

_PRECISION = {"float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}


@dataclass(frozen=True)
class Own:
    """A gradient as it was given; None where there is none. ``precision`` is that of its kind."""

    value: Maybe
    precision: float = 2.0**-52


def owned(walk: Walk, answers: Answers) -> dict[str, Own]:
    """The gradients by the canonical names of their nodes.

    Raises ``InputError`` for names without a gradient, for what is no real number, and where a
    function fails.
    """
    names: Sequence[str] = walk.graph.inputs
    if callable(answers) and not isinstance(answers, Mapping) and not _has_grad(answers):
        names, answers = _called(walk, answers)
    given = _by_name(walk, names, _without_output(walk, names, answers))
    own: dict[str, Own] = {}
    for name, value in given.items():
        key = canonical(name) if isinstance(name, str) else None
        if key is None or key not in walk.gradients:
            raise InputError("judge.unknown", unknown=quoted(name), known=", ".join(walk.gradients))
        if key in own:
            raise InputError("judge.twice", name=key)
        own[key] = _own(key, value)
    return own


def _by_name(walk: Walk, names: Sequence[str], answers: Answers) -> Mapping[Any, Any]:
    if isinstance(answers, Mapping):
        return answers
    inputs = ", ".join(names)
    if len(names) == 1 and not (isinstance(answers, list | tuple) and len(answers) == 1):
        return {names[0]: answers}
    if not isinstance(answers, list | tuple):
        raise InputError("judge.answers", kind=type(answers).__name__, inputs=inputs)
    if len(answers) != len(names):
        count, wanted = len(answers), len(names)
        raise InputError("judge.count", count=count, inputs=inputs, wanted=wanted)
    return dict(zip(names, answers, strict=True))


def _without_output(walk: Walk, names: Sequence[str], answers: Any) -> Any:
    """The gradients alone, where they stand behind the output."""
    if not isinstance(answers, list | tuple) or len(answers) != 2:
        return answers
    gradients = answers[1]
    if isinstance(gradients, dict):
        return gradients
    if isinstance(gradients, tuple) and not (len(names) == 2 and _is_one(walk, names, gradients)):
        return gradients
    return answers


def _is_one(walk: Walk, names: Sequence[str], given: Any) -> bool:
    """Whether a tuple is the gradient by the second of two inputs, an array, and not both."""
    try:
        return bool(np.shape(given) == np.shape(walk.inputs[names[1]]))
    except ValueError:  # of several shapes
        return False


def _called(walk: Walk, function: Callable[..., Any]) -> tuple[Sequence[str], Any]:
    """What a function of the inputs returns, and of which inputs, in its order."""
    inputs = walk.graph.inputs
    names = _parameters(function, inputs)
    values = [np.array(walk.inputs[name])[()] for name in names]  # its own, to work with
    try:
        return names, function(*values)
    except BackpropVizError:
        raise
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place: str | Message = ""
        if frame.line:
            place = Message("judge.place", line=frame.lineno, code=one_line(frame.line))
        slots = {"kind": type(error).__name__, "what": one_line(str(error)), "place": place}
        raise InputError("judge.raised", **slots) from error


def _parameters(function: Callable[..., Any], inputs: Sequence[str]) -> Sequence[str]:
    """The inputs that a function takes, by its parameters; else all of them in their order."""
    try:
        parameters = list(signature(function).parameters.values())
    except (TypeError, ValueError):
        return inputs
    plain = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    taken = [p for p in parameters if p.kind in plain]
    if any(p.kind is Parameter.VAR_POSITIONAL for p in parameters):
        return inputs
    names = [canonical(p.name) for p in taken]
    if set(names) <= set(inputs):
        return names
    needed = [p for p in taken if p.default is Parameter.empty]
    if len(needed) <= len(inputs) <= len(taken):
        return inputs
    unknown = ", ".join(p.name for p in needed if canonical(p.name) not in inputs)
    raise InputError("judge.parameters", taken=unknown, inputs=", ".join(inputs))


def _has_grad(value: Any) -> bool:
    return hasattr(type(value), "grad") or "grad" in getattr(value, "__dict__", {})


def _own(name: str, value: Any) -> Own:
    if _has_grad(value) and not isinstance(value, np.ndarray | np.generic):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is no leaf
            gradient = value.grad
        if gradient is not None or getattr(value, "requires_grad", True):
            value = gradient
    if value is None:
        return Own(None)
    kind = str(getattr(value, "dtype", "")).rpartition(".")[2]
    try:
        plain = as_given(value)
        is_truth = np.asarray(plain).dtype == bool
        number = Message("source.real") if is_truth else real(plain)
    except Exception:  # what other libraries' objects raise where they are no numbers
        number = Message("source.real")
    if isinstance(number, Message):
        if number.key in ("real.masked", "real.too_large"):
            raise InputError("judge.because", name=name, why=number)
        raise InputError("judge.number", name=name, value=quoted(value))
    return Own(number, _PRECISION.get(kind, 2.0**-52))
