"""NumPy's einsum of one or two operands, by the rows there are: @, .T, a product and sums."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import numpy as np

from ..core.array_ops import LAST_TWO
from ..core.expression import Expr
from ..core.ops import OPS
from ..errors import GraphError
from ..words import Message, quoted
from .rows import ROW_FUNCTIONS, index_of, make

__all__ = ["einsum"]

_sum = ROW_FUNCTIONS["sum"]


def einsum(subscripts: Any, *operands: Any) -> Any:
    """The operands, whose axes the letters name, as ``"ij,jk->ik"`` puts them together.

    The letters tell how many axes each has, so that must be known: a graph holds for it alone.

    Raises ``GraphError`` for what the rows do not make: three operands, a diagonal, an ellipsis.
    """
    if not isinstance(subscripts, str):
        _refuse(subscripts, "einsum.letters")
    terms, goal = _read(subscripts)
    if len(operands) != len(terms):
        _refuse(subscripts, "einsum.count")
    for term, operand in zip(terms, operands, strict=True):
        if isinstance(operand, Expr) and not hasattr(operand, "shape"):
            _refuse(subscripts, "einsum.unknown")
        shape = np.shape(operand)
        if len(shape) != len(term):
            _refuse(subscripts, "einsum.axes", letters=term, shape=shape)
    parts = []
    for place, (operand, term) in enumerate(zip(operands, terms, strict=True)):
        others = "".join(terms[:place] + terms[place + 1 :])
        parts.append(_summed(operand, term, goal + others))
    result, letters = parts[0] if len(parts) == 1 else _together(*parts[0], *parts[1], goal)
    return _ordered(result, letters, goal)


def _read(subscripts: str) -> tuple[list[str], str]:
    """The letters of each operand, and of the result: by default those that stand once, sorted."""
    text = "".join(subscripts.split())
    if "." in text:
        _refuse(subscripts, "einsum.ellipsis")
    match = re.fullmatch(r"([a-zA-Z]*(?:,[a-zA-Z]*)*)(?:->([a-zA-Z]*))?", text)
    if match is None:
        _refuse(subscripts, "einsum.letters")
    terms, goal = match[1].split(","), match[2]
    joined = "".join(terms)
    if goal is None:
        goal = "".join(sorted(letter for letter in joined if joined.count(letter) == 1))
    if len(terms) > 2:
        _refuse(subscripts, "einsum.many")
    if any(len(set(term)) < len(term) for term in terms):
        _refuse(subscripts, "einsum.diagonal")
    if len(set(goal)) < len(goal) or not set(goal) <= set(joined):
        _refuse(subscripts, "einsum.letters")
    return terms, goal


def _refuse(subscripts: object, key: str, **slots: object) -> NoReturn:
    raise GraphError("source.einsum", given=quoted(subscripts), why=Message(key, **slots))


def _summed(a: Any, letters: str, kept: str) -> tuple[Any, str]:
    """The sum over the axes whose letters are not ``kept``."""
    axes = tuple(place for place, letter in enumerate(letters) if letter not in kept)
    if not axes:
        return a, letters
    axis = None if len(axes) == len(letters) else axes[0] if len(axes) == 1 else axes
    return _sum(a, axis=axis), "".join(letter for letter in letters if letter in kept)


def _ordered(a: Any, letters: str, goal: str) -> Any:
    """With the axes in the order of the goal."""
    if letters == goal:
        return a
    axes: Any = tuple(map(letters.index, goal))
    if goal == letters[::-1]:
        axes = None
    elif goal == letters[:-2] + letters[:-3:-1]:
        axes = LAST_TWO
    return make(OPS["transpose"].choose(axes), a)


def _spread(a: Any, letters: str, whole: str) -> Any:
    """With the axes in the order of the whole, and of size 1 where there is none of that letter."""
    a = _ordered(a, letters, "".join(letter for letter in whole if letter in letters))
    places = [slice(None) if letter in letters else None for letter in whole]
    while places and places[0] is None:  # where stretching puts one anyway
        del places[0]
    return a if None not in places else make(OPS["take"].choose(index_of(tuple(places))), a)


def _together(a: Any, ours: str, b: Any, theirs: str, goal: str) -> tuple[Any, str]:
    """The product of two, summed over the letters that the result does not have."""
    shared = [letter for letter in ours if letter in theirs and letter not in goal]
    row = "".join(letter for letter in goal if letter in ours and letter not in theirs)[-1:]
    column = "".join(letter for letter in goal if letter in theirs and letter not in ours)[-1:]
    along, is_one = "".join(shared), len(shared) == 1
    ours_kept, theirs_kept = (
        "".join(letter for letter in goal if letter in side) for side in (ours, theirs)
    )
    if is_one and ours == along:  # a vector
        right = theirs_kept[:-1] + along + theirs_kept[-1:]
        return make(OPS["matmul"], a, _ordered(b, theirs, right)), theirs_kept
    if is_one and theirs == along:
        return make(OPS["matmul"], _ordered(a, ours, ours_kept + along), b), ours_kept
    if is_one and row and column:
        stack = "".join(letter for letter in goal if letter not in row + column)
        left, right = stack + row + along, stack + along + column
        product = make(OPS["matmul"], _spread(a, ours, left), _spread(b, theirs, right))
        return product, stack + row + column
    whole = ours + "".join(letter for letter in theirs if letter not in ours) if shared else goal
    product = make(OPS["mul"], _spread(a, ours, whole), _spread(b, theirs, whole))
    return _summed(product, whole, goal)
