"""The inputs of a graph, from what is given for them, and numbers by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import GraphError, InputError, NameGraphError
from ..spell.names import canonical
from ..spell.numbers import Maybe, Value
from ..words import Message, quoted
from .real import as_given, no_number, read_only, real

__all__ = [
    "ByName",
    "Inputs",
    "by_name",
    "checked_inputs",
    "checked_parameters",
    "checked_shapes",
    "listed",
    "real_input",
    "replaced",
    "united",
]


def by_name(given: Mapping[str, Any] | None, error: str = "inputs.by_name") -> dict[str, Any]:
    """What is given by the names of inputs. Raises the ``InputError`` of a key for no mapping."""
    try:
        return {} if given is None else {**given}
    except TypeError:
        raise InputError(error, given=quoted(given)) from None


def united(inputs: Mapping[str, Any] | None, named: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs from a mapping and from keywords. Raises ``InputError`` for one that is in both."""
    given = by_name(inputs)
    if given and named:
        keys = {canonical(name): value for name, value in given.items()}
        for name, value in named.items():
            if (key := canonical(name)) in keys:
                one, other = quoted(keys[key]), quoted(value)
                raise InputError("inputs.both", name=key, one=one, other=other)
    return {**given, **named}


def replaced(known: Mapping[str, Any], inputs: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is ``known`` by canonical names, and in its place what is given, however spelled."""
    given = by_name(inputs)
    keys = set(map(canonical, given))
    return {**{name: value for name, value in known.items() if name not in keys}, **given}


class ByName(Mapping[str, Value]):
    """Numbers by names that lead to their places; every spelling of a name is understood."""

    def __init__(self, places: Mapping[str, int], numbers: Sequence[Maybe]) -> None:
        self._places, self._numbers = places, numbers

    def __getitem__(self, name: str) -> Value:
        index = self._places.get(canonical(name))
        number = None if index is None else self._numbers[index]
        if number is None:
            raise NameGraphError("usage.name", given=quoted(name), known=", ".join(self))
        return number

    def __iter__(self) -> Iterator[str]:
        return (n for n, i in self._places.items() if self._numbers[i] is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))


class Inputs(dict[str, Value]):
    """The inputs by name; another spelling of a name is understood, too."""

    def __missing__(self, name: str) -> Value:
        key = canonical(name)
        if key != name and key in self:
            return self[key]
        raise NameGraphError("usage.name", given=quoted(name), known=", ".join(self))


def checked_inputs(
    names: Sequence[str],
    defaults: Mapping[str, Value],
    given: Mapping[str, Any],
    *,
    is_raised: Callable[[str], bool] = bool,
) -> Inputs:
    """The inputs of those ``names``, which are given or have a default, read-only.

    An input T that ``is_raised``, as in x^T, may be meant for a transposition.

    Raises ``InputError`` for inputs that are missing, unknown, given twice or no real numbers.
    """
    values: dict[str, Any] = {}
    for name, value in given.items():
        key = canonical(name)
        if key in values:
            raise InputError("inputs.twice", name=key)
        values[key] = value
    values = {**defaults, **values}
    missing = [name for name in names if name not in values]
    unknown = [name for name in values if name not in names]
    if missing or unknown:
        key = "inputs.missing" if missing else "inputs.unknown"
        told = Message(
            "inputs.missing_and_unknown" if missing and unknown else key,
            missing=", ".join(missing),
            unknown=", ".join(unknown),
            inputs=", ".join(names) or Message("inputs.nothing"),
        )
        is_meant = "T" in missing and is_raised("T")
        raise InputError("inputs.raised", what=told) if is_meant else InputError(told)
    return Inputs({name: read_only(real_input(name, values[name])) for name in names})


def checked_shapes(values: Mapping[str, Value], wanted: Mapping[str, tuple[int, ...]]) -> None:
    """Raise ``InputError`` for a value of another shape than the one that a graph holds for."""
    for name, shape in wanted.items():
        if np.shape(values[name]) != shape:
            key = "inputs.of_shape" if shape else "inputs.of_number"
            raise InputError(key, name=name, shape=np.shape(values[name]), wanted=shape)


def real_input(name: str, value: Any) -> Value:
    """A float64 scalar or array of the walk's own, from what is given for an input.

    Raises ``InputError``, which names the input, for anything but real numbers: see
    :mod:`backprop_viz.given.real`.
    """
    try:
        number = real(as_given(value))
    except Exception:  # other libraries' objects raise anything where they are no numbers
        number = no_number(value)
    if not isinstance(number, Message):
        return number
    if number.key in ("real.masked", "real.too_large"):
        raise InputError("inputs.because", name=name, why=number)
    raise InputError("inputs.number", name=name, value=quoted(value))


def listed(names: str | Iterable[str]) -> list[str]:
    """Names in a list or in one text, separated by commas or spaces."""
    if isinstance(names, str):
        return names.replace(",", " ").split()
    try:
        return list(names)
    except TypeError:
        raise GraphError("source.parameter_names", given=quoted(names)) from None


def checked_parameters(parameters: str | Iterable[str], inputs: Sequence[str]) -> frozenset[str]:
    """The parameters by canonical names. Raises ``GraphError`` for one that is no input."""
    chosen = frozenset(map(canonical, listed(parameters)))
    unknown = sorted(chosen.difference(inputs))
    if unknown:
        raise GraphError(
            "source.parameters",
            names=", ".join(unknown),
            inputs=", ".join(inputs) or Message("inputs.nothing"),
        )
    return chosen
