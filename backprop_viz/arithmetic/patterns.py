"""Which shapes go together as the arguments of a function, as a line of text says it.

``x (..., n), weight (m, n) or (n), bias stretched to (..., m)``: an axis has one size wherever it
is named, ``4 m`` is four times as long, and ``...`` is any number of axes, the same everywhere.
``*`` is any axes, too, which are stretched to those of the others. Of ``n > 1``, or ``h w > 1``, an
axis or the product of some has more than one place. A form ``sums to 1`` is of values: along the
last axis.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from .shapes import Shape

__all__ = ["Asked", "Form", "asked", "first_off"]

_FORM = r"(?:stretched to )?\([^()]*\)|sums to 1"
_ITEM = re.compile(rf"(\w+) ((?:{_FORM})(?: or (?:{_FORM}))*)|([\w ]+) > 1")

Form: TypeAlias = tuple[tuple[str, ...], ...]
"""The factors of each axis, and before them ``("~",)`` where an array is stretched to that; or
``(("=1",),)``."""


class Asked(NamedTuple):
    """An argument, and what it may be like; without a name, axes that have more than one place."""

    name: str
    forms: tuple[Form, ...]


@lru_cache(maxsize=256)
def asked(text: str) -> tuple[Asked, ...]:
    """What a line of text asks of each argument, in turn."""
    return tuple(
        Asked(one[1] or "", tuple(map(_form, re.findall(_FORM, one[2] or f"({one[3]})"))))
        for one in _ITEM.finditer(text)
    )


def _form(text: str) -> Form:
    if text == "sums to 1":
        return (("=1",),)
    axes = text[text.index("(") + 1 : -1].split(",")
    stretched = ("~",) if text.startswith("stretched") else ()
    return (*((one,) for one in stretched), *(tuple(axis.split()) for axis in axes if axis))


def first_off(
    text: str, shapes: Mapping[str, Shape], values: Callable[[str], Any] | None = None
) -> str | None:
    """The first argument of a shape that does not go with those before it; None if all do.

    Nothing is asked of an argument that has no shape, nor of a number, which goes with any array;
    but where ``values`` are given, a number is as large as it is.
    """
    sizes: dict[str, Any] = {}
    for name, forms in asked(text):
        if not name:
            product = [sizes.get(factor, 2) for axis in forms[0] for factor in axis]
            if math.prod(product) <= 1:
                return next(iter(shapes))
        elif (
            name in shapes
            and (shapes[name] or values)
            and not any(
                _sums(values, name) if form == (("=1",),) else _takes(form, shapes[name], sizes)
                for form in forms
            )
        ):
            return name
    return None


def _sums(values: Callable[[str], Any] | None, name: str) -> bool:
    return values is not None and bool(np.all(abs(np.sum(values(name), axis=-1) - 1) < 1e-9))


def _takes(form: Sequence[tuple[str, ...]], shape: Shape, sizes: dict[str, Any]) -> bool:
    """Whether a shape is of a form, as far as axes are known by name; if so, all then are."""
    if form[:1] == (("~",),):
        return _reaches(form[1:], shape, sizes)
    known, lead = dict(sizes), form[0][0] if form else ""
    if lead in ("...", "*"):
        form, count = form[1:], len(shape) - len(form) + 1
        if count < 0 or not _leads(lead, shape[:count], known):
            return False
        shape = shape[count:]
    if len(form) != len(shape) or not all(map(_axis, form, shape, [known] * len(form))):
        return False
    sizes.update(known)
    return True


def _leads(lead: str, axes: Shape, known: dict[str, Any]) -> bool:
    if lead == "...":
        return bool(known.setdefault(lead, axes) == axes)
    try:
        known[lead] = np.broadcast_shapes(known.get(lead, ()), axes)
    except ValueError:
        return False
    return True


def _axis(factors: tuple[str, ...], size: int, known: dict[str, Any]) -> bool:
    unknown = [one for one in factors if _size(one, known) is None]
    times = math.prod(_size(one, known) or 0 for one in factors if one not in unknown)
    if not unknown:
        return bool(size == times)
    known[unknown[0]] = size // times
    return size % times == 0


def _size(factor: str, known: Mapping[str, Any]) -> int | None:
    return int(factor) if factor.isdigit() else known.get(factor)


def _reaches(form: Sequence[tuple[str, ...]], shape: Shape, known: Mapping[str, Any]) -> bool:
    """Whether a shape can be stretched to a form of which all is known."""
    goal: list[int] = []
    for factors in form:
        if factors[0] in ("...", "*"):
            goal += known.get(factors[0], ())
            continue
        sizes = [_size(one, known) for one in factors]
        if None in sizes:
            return False
        goal.append(math.prod(one or 0 for one in sizes))
    try:
        return np.broadcast_shapes(shape, tuple(goal)) == tuple(goal)
    except ValueError:
        return False
