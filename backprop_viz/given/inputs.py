"""The inputs of a walk, from what is given for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import InputError, NameGraphError
from ..spell.names import canonical
from ..spell.numbers import Value
from ..words import Message, quoted
from .real import as_given, no_number, read_only, real

__all__ = ["Inputs", "by_name", "checked_inputs", "real_input"]


def by_name(given: Mapping[str, Any] | None, told: str = "inputs.by_name") -> dict[str, Any]:
    """What is given by the names of inputs. Raises ``InputError``, as ``told``, for no mapping."""
    try:
        return {} if given is None else {**given}
    except TypeError:
        raise InputError(told, given=quoted(given)) from None


class Inputs(dict[str, Value]):
    """The inputs by name; another spelling of a name is understood, too."""

    def __missing__(self, name: str) -> Value:
        key = canonical(name)
        if key != name and key in self:
            return self[key]
        raise NameGraphError("usage.name", given=quoted(name), known=", ".join(self))


def checked_inputs(
    names: Sequence[str], defaults: Mapping[str, Value], given: Mapping[str, Any]
) -> Inputs:
    """The inputs of those ``names``, which are given or have a default, read-only.

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
        raise InputError(
            "inputs.missing_and_unknown" if missing and unknown else key,
            missing=", ".join(missing),
            unknown=", ".join(unknown),
            inputs=", ".join(names) or Message("inputs.nothing"),
        )
    return Inputs({name: read_only(real_input(name, values[name])) for name in names})


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
