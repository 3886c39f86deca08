"""What a function's parameters are like: a shape, or an example value that becomes a default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..arithmetic.shapes import Shape
from ..errors import GraphError
from ..given.real import as_given, real
from ..spell.names import canonical
from ..spell.numbers import Value
from ..words import Message, quoted

__all__ = ["Example", "examples"]


class Example(NamedTuple):
    """A shape, and the ``value`` that it is of, if one was given."""

    shape: Shape
    value: Value | None = None


def examples(like: Any, parameters: Sequence[str]) -> dict[str, Example]:
    """What ``like`` says, by the names of parameters; it goes by their names or by their order.

    Raises ``GraphError`` for anything else.
    """
    places = {canonical(name): name for name in parameters}
    if isinstance(like, Mapping):
        named = [(canonical(key), given) for key, given in like.items()]
    elif isinstance(like, tuple) and len(like) == len(parameters) and not _is_shape(like):
        named = list(zip(places, like, strict=True))
    else:
        raise GraphError("like.form", given=quoted(like), names=", ".join(parameters))
    unknown = [name for name, _ in named if name not in places]
    if unknown or len(dict(named)) < len(named):
        key = "like.unknown" if unknown else "like.twice"
        known = ", ".join(parameters) or Message("inputs.nothing")
        raise GraphError(key, names=", ".join(unknown), known=known)
    return {places[name]: _example(name, given) for name, given in named}


def _is_shape(given: Any) -> bool:
    return isinstance(given, tuple) and all(map(_is_size, given))


def _is_size(given: Any) -> bool:
    return isinstance(given, int | np.integer) and not isinstance(given, bool)


def _example(name: str, given: Any) -> Example:
    if _is_shape(given):
        if min(given, default=0) < 0:
            raise GraphError("like.size", name=name, given=str(given))
        return Example(tuple(map(int, given)))
    try:
        value = real(as_given(given))
    except Exception:  # other libraries' objects raise anything where they are no numbers
        value = Message("like.value")
    if isinstance(value, Message):
        raise GraphError("like.value", name=name, given=quoted(given))
    return Example(np.shape(value), value)
