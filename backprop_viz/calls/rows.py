"""The functions of a formula by name: of expressions they build one, of numbers the value.

Those of the table's rows are made from the rows; what an array is gone through by is given as NumPy
gives it, an axis by keyword. Larger ones, such as a softmax, are programs of these: ``library``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import index as whole
from types import MappingProxyType
from typing import Any

import numpy as np

from ..arithmetic.arrays import Axes, Index, new_axis
from ..core.expression import Condition, Expr, apply, computed, constant
from ..core.operation import Op
from ..core.ops import ALIASES, OPS
from ..errors import GraphError
from ..words import ENGLISH, texts_of

__all__ = [
    "OF_ENTRIES",
    "ROW_FUNCTIONS",
    "as_axes",
    "index_of",
    "make",
    "numbers_of",
    "part_of_stack",
]


def make(op: Op, *operands: Any) -> Any:
    """The operation on expressions, numbers and arrays; its value where there is no expression."""
    if any(isinstance(operand, Expr) for operand in operands):
        return apply(op, *operands)
    return computed(op, [constant(operand).value for operand in operands])


def function(name: str) -> Callable[..., Any]:
    """The function of a row: its operands, then its options, by place or by name."""
    row = OPS[ALIASES.get(name, name)]
    arity = row.arity

    def call(*operands: Any, **options: Any) -> Any:
        for option in options.keys() - set(row.options[max(len(operands) - arity, 0) :]):
            raise GraphError("source.keyword", name=name, option=option)
        count = len(operands) + len(options)
        if count != arity + len(row.options) or len(operands) < arity:
            raise GraphError(
                "source.operands", name=name, arity=arity + len(row.options), count=count
            )
        op = row
        if row.options:
            numbers = dict(zip(row.options, operands[arity:], strict=False)) | options
            op = row.choose(*(_option(name, o, numbers[o]) for o in row.options))
            operands = operands[:arity]
        return make(op, *operands)

    return _named(call, name, row)


def _named(call: Callable[..., Any], name: str, row: Op) -> Callable[..., Any]:
    call.__name__ = call.__qualname__ = name
    why = _REASONS.get(str(row.why.key)) or row.why.say(ENGLISH)
    call.__doc__ = f"{why} On numbers it returns the value."
    return call


_REASONS = texts_of(ENGLISH, "operations")  # all that is ever said would take ten times as long


def _option(name: str, option: str, given: Any) -> float:
    value = constant(given).value
    if value is None or np.ndim(value):
        raise GraphError("source.option", name=name, option=option)
    return float(value)


# How an array is gone through


def _number(given: Any) -> int:
    """A whole number, which is a float in a formula that was read."""
    if isinstance(given, Expr) and given.value is not None and not np.ndim(given.value):
        number = float(given.value)
        given = int(number) if number.is_integer() else number
    if isinstance(given, bool | np.bool_):
        raise TypeError
    return whole(given)


def numbers_of(name: str, option: str, given: Any) -> tuple[int, ...]:
    """Whole numbers, given one by one or as one list. Raises ``GraphError`` for anything else."""
    items = given if isinstance(given, tuple | list) else (given,)
    if len(items) == 1 and not np.isscalar(items[0]):
        only: Any = items[0]
        if isinstance(only, Expr) and np.ndim(only.value) == 1:
            items = list(map(constant, only.value))  # type: ignore[arg-type]
        elif isinstance(only, tuple | list):
            items = only
    try:
        return tuple(map(_number, items))
    except TypeError:
        raise GraphError("source.whole_numbers", name=name, option=option) from None


def as_axes(name: str, given: Any) -> Axes:
    """An axis, several, or None."""
    if given is None:
        return None
    numbers = numbers_of(name, "axis", given)
    is_list = isinstance(given, tuple | list) or (isinstance(given, Expr) and np.ndim(given.value))
    return numbers if is_list else numbers[0]


def index_of(given: Any) -> Index:
    """What stands in the brackets of ``x[...]``. Raises ``GraphError`` for what is no index."""
    items = given if isinstance(given, tuple) else (given,)
    return tuple(map(_item, items))


def _item(item: Any) -> Any:
    if item is None or item is Ellipsis:
        return "..." if item is Ellipsis else None
    try:
        if isinstance(item, slice):
            parts = (item.start, item.stop, item.step)
            return ("slice", *(part if part is None else _number(part) for part in parts))
        if isinstance(item, list | np.ndarray) and np.ndim(item) == 1:
            return ("list", *map(_number, item))
        return _number(item)
    except TypeError:
        raise GraphError("source.index") from None


def _reduced(name: str) -> Callable[..., Any]:
    row = OPS[ALIASES.get(name, name)]

    def call(a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
        return make(row.choose(as_axes(name, axis), bool(keepdims)), a)

    return _named(call, name, row)


_sum, _mean, _norm, _amax = map(_reduced, ("sum", "mean", "norm", "amax"))


def _size(a: Any, *, axis: Any = None) -> Any:
    """How many entries there are, or how many along an axis."""
    return make(OPS["size"].choose(as_axes("size", axis)), a)


def _max(*operands: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The largest entry of one array, or, entry by entry, of several."""
    if len(operands) == 1:
        return _amax(operands[0], axis=axis, keepdims=keepdims)
    _none_along("max", axis, keepdims, operands)
    return reduce(lambda a, b: make(OPS["maximum"], a, b), operands)


def _min(*operands: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The smallest entry of one array, or, entry by entry, of several."""
    if len(operands) == 1:
        negative = make(OPS["neg"], operands[0])
        return make(OPS["neg"], _amax(negative, axis=axis, keepdims=keepdims))
    _none_along("min", axis, keepdims, operands)
    return reduce(lambda a, b: make(OPS["minimum"], a, b), operands)


def _none_along(name: str, axis: Any, keepdims: bool, operands: tuple[Any, ...]) -> None:
    if axis is not None or keepdims:
        raise GraphError("source.keyword", name=f"{name}(a, b)", option="axis")
    if not operands:
        raise GraphError("source.operands", name=name, arity=1, count=0)


def _reshape(a: Any, *shape: Any, start: Any = 0) -> Any:
    """The same entries in another shape, or the axes from ``start`` on; one size may be -1."""
    sizes, (first,) = numbers_of("reshape", "shape", shape), numbers_of("reshape", "start", start)
    return make(OPS["reshape"].choose(sizes, first), a)


def _sizes(name: str, option: str, given: Any) -> int | tuple[int, ...]:
    """A number for both axes, or one for each."""
    numbers = numbers_of(name, option, given)
    return numbers if len(numbers) == 2 else numbers[0]


def _windows(a: Any, *, size: Any = 2, stride: Any = None, padding: Any = 0, fill: Any = 0) -> Any:
    """The entries of each window on the last two axes, along a new last axis."""
    sizes, margins = _sizes("windows", "size", size), _sizes("windows", "padding", padding)
    steps = None if stride is None else _sizes("windows", "stride", stride)
    return make(OPS["windows"].choose(sizes, steps, margins, _option("windows", "fill", fill)), a)


def _windows_like(a: Any, b: Any, *, stride: Any = 1, padding: Any = 0) -> Any:
    """The same of windows as large as the last two axes of ``b``."""
    steps, margins = (
        _sizes("windows_like", name, given)
        for name, given in (("stride", stride), ("padding", padding))
    )
    return make(OPS["windows_like"].choose(steps, margins), a, b)


def _one_hot_max(a: Any, *, axis: Any = -1) -> Any:
    """1 at the largest entry along an axis, at the first of several, and 0 elsewhere."""
    (at,) = numbers_of("one_hot_max", "axis", axis)
    return make(OPS["one_hot_max"].choose(at), a)


def _broadcast_to(a: Any, *shape: Any) -> Any:
    """The array repeated along axes of size 1, up to a shape."""
    return make(OPS["broadcast_to"].choose(numbers_of("broadcast_to", "shape", shape)), a)


def _transpose(a: Any, *order: Any, axes: Any = None) -> Any:
    """The axes in another order, by default the reverse; "..." are all that are not named."""
    given = axes if not order else order[0] if len(order) == 1 and axes is None else order
    if order and axes is not None:
        raise GraphError("source.keyword", name="transpose(a, 1, 0)", option="axes")
    return make(OPS["transpose"].choose(None if given is None else _order(given)), a)


_REST = "..."  # all axes that are not named, in the option of a row


def _order(given: Any) -> tuple[Any, ...]:
    """An order of axes, of which "..." may be one."""
    items = [*given] if isinstance(given, tuple | list) else [given]
    places = [n for n, one in enumerate(items) if one is ... or (type(one) is str and one == _REST)]
    named = numbers_of("transpose", "axes", [o for n, o in enumerate(items) if n not in places])
    if not places:
        return named
    if len(places) > 1:
        raise GraphError("source.whole_numbers", name="transpose", option="axes")
    return (*named[: places[0]], _REST, *named[places[0] :])


def _listed(name: str, operands: tuple[Any, ...]) -> list[Any]:
    """Arrays that are given one by one, or as one list."""
    if len(operands) == 1 and isinstance(operands[0], tuple | list):
        operands = tuple(operands[0])
    if not operands:
        raise GraphError("source.operands", name=name, arity=1, count=0)
    return list(operands)


def _concat(*arrays: Any, axis: Any = 0) -> Any:
    """Arrays one behind the other along an axis."""
    (at,) = numbers_of("concat", "axis", axis)
    row = OPS["concat"].choose(at)
    return reduce(lambda a, b: make(row, a, b), _listed("concat", arrays))


def _new_axis(at: int) -> Op:
    return OPS["take"].choose(new_axis(at))


def part_of_stack(row: Op) -> Op | None:
    """The row that makes each part longer by the axis along which this one joins, if it does."""
    return _new_axis(row.chosen[0]) if row.name == "concat" else None


def _stack(*arrays: Any, axis: Any = 0) -> Any:
    """Arrays of one shape along a new axis; of numbers it makes a list."""
    (at,) = numbers_of("stack", "axis", axis)
    row = _new_axis(at)
    return _concat(*(make(row, array) for array in _listed("stack", arrays)), axis=at)


def _where(condition: Any, a: Any, b: Any) -> Any:
    """``a`` where a comparison such as ``x > 0`` holds, and ``b`` elsewhere, entry by entry."""
    if isinstance(condition, Condition):
        condition = condition.expr
    elif not isinstance(condition, Expr):
        condition = np.asarray(condition, dtype=bool) * 1.0
    return make(OPS["where"], condition, a, b)


ROW_FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **{
            name: function(name)
            for name in [*OPS, *ALIASES]
            if (row := OPS[ALIASES.get(name, name)]).is_function and not row.defaults
        },
        **{
            "sum": _sum,
            "mean": _mean,
            "norm": _reduced("norm"),
            "size": _size,
            "max": _max,
            "min": _min,
            "amax": _amax,
        },
        **{"reshape": _reshape, "broadcast_to": _broadcast_to, "transpose": _transpose},
        **{"concat": _concat, "stack": _stack, "where": _where},
        **{"one_hot_max": _one_hot_max, "windows": _windows, "windows_like": _windows_like},
    }
)
"""The functions by the names that formulas call."""

OF_ENTRIES: Mapping[str, Op] = MappingProxyType(
    {
        name: op
        for name, op in (*OPS.items(), *((alias, OPS[own]) for alias, own in ALIASES.items()))
        if op.is_entrywise and not op.options and not op.stops and op.arity < 3
    }
)
"""What is called with one number or two, by each of its names, and goes through arrays by entry."""
