"""NumPy's functions and an array's methods on expressions: what each of them builds.

Importing this module fills the tables of ``given.traced``. What is not among them is refused; an
option that would change the result is, too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..core.array_ops import COMPARISONS, LAST_TWO
from ..core.expression import Condition, Expr
from ..core.number_ops import NUMBER_OPS
from ..core.operation import Op
from ..core.ops import ALIASES, OPS
from ..errors import GraphError
from ..given.traced import CALLS, METHODS, UFUNCS, refuse
from .library import FUNCTIONS
from .rows import as_axes, function, index_of, make, numbers_of

__all__: list[str] = []

_DEGREE = math.pi / 180.0

UFUNCS.update({getattr(np, name): function(op.name) for op in OPS.values() for name in op.ufuncs})
UFUNCS.update(
    {
        np.positive: lambda a: a,
        np.exp2: lambda a: 2.0**a,
        np.deg2rad: lambda a: a * _DEGREE,
        np.radians: lambda a: a * _DEGREE,
        np.rad2deg: lambda a: a * (180.0 / math.pi),
        np.degrees: lambda a: a * (180.0 / math.pi),
    }
)


def _comparing(op: Op) -> Callable[..., Condition]:
    return lambda a, b: Condition(make(op, a, b))


UFUNCS.update({getattr(np, row.name): _comparing(row) for row in COMPARISONS})

_UNSET = np._NoValue


def _plain(name: str, options: dict[str, Any], **harmless: Any) -> None:
    """Refuse an option that has another value than one that changes nothing."""
    for option, value in options.items():
        is_idle = value is None or value is _UNSET or (option == "where" and value is True)
        if not is_idle and not (option in harmless and harmless[option] is value):
            raise GraphError("source.keyword", name=name, option=option)


def _kept(keepdims: Any) -> bool:
    return keepdims is not _UNSET and bool(keepdims)


def _reduction(name: str) -> Callable[..., Any]:
    """What :func:`numpy.sum` and its kind are: an axis by place or by name."""

    def call(
        a: Any,
        axis: Any = None,
        dtype: Any = None,
        out: Any = None,
        keepdims: Any = False,
        **options: Any,
    ) -> Any:
        _plain(f"np.{name}", {"dtype": dtype, "out": out, **options})
        return FUNCTIONS[name](a, axis=axis, keepdims=_kept(keepdims))

    return call


def _var(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: Any = 0,
    keepdims: Any = False,
    **options: Any,
) -> Any:
    options = {"dtype": dtype, "out": out, "ddof": ddof, **options}
    _plain("np.var", options, ddof=0, correction=0)
    return FUNCTIONS["var"](a, axis=axis, keepdims=_kept(keepdims))


def _extreme(name: str) -> Callable[..., Any]:
    def call(
        a: Any, axis: Any = None, out: Any = None, keepdims: Any = False, **options: Any
    ) -> Any:
        _plain(f"np.{name}", {"out": out, **options})
        try:
            axis = as_axes(name, axis)
        except GraphError:  # the largest of two is another function
            refuse(f"np.{name}")
        return FUNCTIONS[name](a, axis=axis, keepdims=_kept(keepdims))

    return call


def _clip(a: Any, a_min: Any = ..., a_max: Any = ..., out: Any = None, **options: Any) -> Any:
    """What :func:`numpy.clip` is: at least ``a_min``, but then at most ``a_max``."""
    is_half = (a_min is ...) != (a_max is ...) or (a_min is not ... and bool(options))
    if is_half or out is not None or options.keys() - {"min", "max"}:
        refuse("np.clip")
    low, high = (None if b is ... else b for b in (a_min, a_max))
    low, high = options.get("min", low), options.get("max", high)
    if low is not None:
        a = UFUNCS[np.maximum](a, low)
    return a if high is None else UFUNCS[np.minimum](a, high)


def _norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A002
    if ord not in (None, 2, "fro") or (ord == 2 and axis is None):
        raise GraphError("source.keyword", name="np.linalg.norm", option="ord")
    return FUNCTIONS["norm"](x, axis=axis, keepdims=keepdims)


def _reshape(a: Any, *shape: Any, order: Any = "C", **options: Any) -> Any:
    _plain("np.reshape", {"order": order, **options}, order="C", copy=options.get("copy"))
    if shape and options.keys() & {"shape", "newshape"}:
        refuse("np.reshape")
    shape = shape or (options.get("shape", options.get("newshape")),)
    return FUNCTIONS["reshape"](a, *shape)


def _transpose(a: Any, *axes: Any) -> Any:
    return FUNCTIONS["transpose"](a, *axes)


def _matrix_transpose(a: Any) -> Any:
    return make(OPS["transpose"].choose(LAST_TWO), a)


def _swapaxes(a: Any, axis1: int, axis2: int) -> Any:
    if {axis1, axis2} != {-1, -2}:
        raise GraphError("source.swapaxes")
    return _matrix_transpose(a)


def _expand_dims(a: Any, axis: Any) -> Any:
    (at,) = numbers_of("np.expand_dims", "axis", axis)
    every = (slice(None),)
    place = (*every * at, None) if at >= 0 else (..., None, *every * (-1 - at))
    return _index(a, place)


def _index(a: Any, given: Any) -> Any:
    return make(OPS["take"].choose(index_of(given)), a)


def _flat(a: Any, order: Any = "C") -> Any:
    _plain("ravel", {"order": order}, order="C")
    return FUNCTIONS["reshape"](a, -1)


def _joined(name: str) -> Callable[..., Any]:
    def call(arrays: Any, axis: Any = 0, out: Any = None, **options: Any) -> Any:
        _plain(f"np.{name}", {"out": out, **options})
        if axis is None:
            raise GraphError("source.keyword", name=f"np.{name}", option="axis")
        return FUNCTIONS["stack" if name == "stack" else "concat"](*arrays, axis=axis)

    return call


def _where(condition: Any, *sides: Any) -> Any:
    if len(sides) != 2:
        refuse("np.where")
    return FUNCTIONS["where"](condition, *sides)


def _dot(a: Any, b: Any, out: Any = None) -> Any:
    """The product of vectors and matrices; with a number it is an ordinary product."""
    _plain("np.dot", {"out": out})
    is_number = any(not isinstance(one, Expr) and np.ndim(one) == 0 for one in (a, b))
    return make(OPS["mul"], a, b) if is_number else FUNCTIONS["dot"](a, b)


def _outer(a: Any, b: Any, out: Any = None) -> Any:
    _plain("np.outer", {"out": out})
    return FUNCTIONS["outer"](a, b)


def _einsum(*operands: Any, out: Any = None, optimize: Any = False, **options: Any) -> Any:
    _plain("np.einsum", {"out": out, **options}, order="K", casting="safe")
    from .einsum import einsum

    return einsum(*operands)


def _broadcast_to(array: Any, shape: Any, subok: bool = False) -> Any:
    return FUNCTIONS["broadcast_to"](array, shape)


def _of_shape(name: str, made: Callable[..., Any]) -> Callable[..., Any]:
    """What is ``made`` of a shape, which an expression may know."""

    def call(a: Any, axis: Any = None, **options: Any) -> Any:
        _plain(f"np.{name}", options, dtype=float)
        if not hasattr(a, "shape"):
            refuse(f"np.{name}")
        return made(a.shape if axis is None else a.shape[axis : axis + 1 or None])

    return call


_OF_NUMBERS = {row.name for row in NUMBER_OPS}


def _is_method(name: str) -> bool:
    """Whether a function of numbers is called as a method, too, as PyTorch does: x.sigmoid()."""
    row = OPS.get(ALIASES.get(name, name))
    return row is not None and row.name in _OF_NUMBERS and not hasattr(np.ndarray, name)


CALLS.update(
    {
        np.clip: _clip,
        **{getattr(np, name): _reduction(name) for name in ("sum", "mean")},
        np.var: _var,
        **{getattr(np, name): _extreme(name) for name in ("max", "min")},
        np.amax: _extreme("max"),
        np.amin: _extreme("min"),
        np.linalg.norm: _norm,
        np.dot: _dot,
        np.outer: _outer,
        np.einsum: _einsum,
        np.reshape: _reshape,
        np.ravel: _flat,
        np.transpose: _transpose,
        np.swapaxes: _swapaxes,
        np.expand_dims: _expand_dims,
        np.concatenate: _joined("concatenate"),
        np.stack: _joined("stack"),
        np.where: _where,
        np.broadcast_to: _broadcast_to,
        **{
            getattr(np, name): _of_shape(name, made)
            for name, made in (("shape", tuple), ("ndim", len), ("size", math.prod))
        },
        **{
            getattr(np, f"{name}_like"): _of_shape(f"{name}_like", getattr(np, name))
            for name in ("zeros", "ones")
        },
    }
)

METHODS.update(
    {
        **{name: FUNCTIONS[name] for name in FUNCTIONS if _is_method(name)},
        "__getitem__": _index,
        "mT": _matrix_transpose,
        **{name: CALLS[getattr(np, name)] for name in ("sum", "mean", "var", "max", "min")},
        **{"reshape": _reshape, "transpose": _transpose, "swapaxes": _swapaxes, "dot": _dot},
        **{"ravel": _flat, "flatten": _flat, "clip": _clip},
    }
)
