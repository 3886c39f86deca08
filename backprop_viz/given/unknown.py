"""A value that is not known yet: what Python and NumPy ask of a number or an array, refused.

A variable stands for a number or for an array of any shape, so whatever needs the number or the
shape has no right answer while a graph is made. NumPy takes what it does not know for a number of
its own kind and goes on; here each question ends in a ``GraphError`` that says what to write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from ..errors import AttributeGraphError, GraphError
from ..words import Message

__all__ = ["Unknown", "remedy"]

_REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        asked: key
        for key, names in {
            "remedy.mean": "mean average nanmean",
            "remedy.sum": "nansum fsum add.reduce trace",
            "remedy.product": "prod nanprod multiply.reduce",
            "remedy.matrix": "dot vdot inner outer mm mv bmm einsum einsum_path tensordot mT "
            "transpose matvec vecmat vecdot multi_dot matrix_power kron cross",
            "remedy.norm": "norm vector_norm matrix_norm",
            "remedy.spread": "var std nanvar nanstd cov corrcoef",
            "remedy.greatest": "max amax nanmax maximum.reduce",
            "remedy.least": "min amin nanmin minimum.reduce",
            "remedy.clip": "clip clamp",
            "remedy.compare": "where select piecewise choose greater greater_equal less less_equal "
            "equal not_equal isnan isinf isfinite isclose allclose array_equal array_equiv any all "
            "logical_and logical_or logical_not logical_xor argmax argmin sort argsort nonzero "
            "nanargmax nanargmin heaviside sorted searchsorted median ptp signbit",
            "remedy.round": "round around rint fix floor ceil trunc mod remainder fmod divmod modf "
            "floor_divide frexp",
            "remedy.entries": "shape ndim size len dtype reshape ravel flatten flip "
            "fliplr flipud squeeze take item tolist flat broadcast_to expand_dims concatenate "
            "stack hstack vstack append cumsum diff iter repeat tile roll swapaxes moveaxis split "
            "zeros_like ones_like full_like empty_like "
            "numel view permute unsqueeze index astype copy",
            "remedy.walk": "backward grad zero_grad detach numpy requires_grad requires_grad_",
        }.items()
        for asked in names.split()
    }
)


def remedy(asked: str, known: str) -> Message:
    """What to write in place of ``asked``; by default one of those that are ``known``."""
    for name in (asked.removeprefix("np."), asked.rpartition(".")[2]):
        if name in _REMEDIES:
            key = _REMEDIES[name]
            return Message(key)
    return Message("remedy.known", known=known)


def _refuses(key: str, **slots: str) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise GraphError(key, **slots)

    return refuse


def _operator(text: str) -> Callable[..., Any]:
    return _refuses("source.operator", operator=text)


class Unknown:
    """The base of an expression: everything that needs a value, or a shape, raises ``GraphError``.

    Where ``hasattr`` may ask, the error is an ``AttributeError``, too.
    """

    __slots__ = ()

    # A truth value or an order
    __bool__ = __lt__ = __le__ = __gt__ = __ge__ = _refuses("source.branch")
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Any:
        """No value is known to be equal to another, not even to itself: nan is not."""
        raise GraphError("source.branch")

    __ne__ = __eq__

    # A number
    __float__ = __int__ = __index__ = __complex__ = __bytes__ = __fspath__ = _refuses(
        "source.traced"
    )
    as_integer_ratio = _refuses("source.traced")  # asked by fractions and statistics
    __round__ = __floor__ = __ceil__ = __trunc__ = _refuses("source.rounded")

    def __format__(self, spec: str) -> str:
        if spec:
            raise GraphError("source.digits", spec=spec)
        return str(self)

    # Entries and their number; iteration asks for the first entry
    __len__ = __getitem__ = __contains__ = __reversed__ = _refuses("source.entries")

    def __iter__(self) -> Any:
        raise GraphError("source.entries")

    __setitem__ = __delitem__ = _refuses("source.entries")

    # Operators that no row has
    __mod__ = __rmod__ = _operator("%")
    __floordiv__ = __rfloordiv__ = _operator("//")
    __divmod__ = __rdivmod__ = _operator("divmod")
    __and__ = __rand__ = _operator("&")
    __or__ = __ror__ = _operator("|")
    __xor__ = __rxor__ = _operator("^")
    __lshift__ = __rlshift__ = _operator("<<")
    __rshift__ = __rrshift__ = _operator(">>")
    __invert__ = _operator("~")
    __call__ = _refuses("source.called")

    # An array of NumPy's or of another library's
    def __array__(self, *_: object, **__: object) -> object:
        raise GraphError("source.array")

    __dlpack__ = __dlpack_device__ = _refuses("source.array")
    _sympy_ = _refuses("source.library", library="SymPy")
    __pandas_priority__ = 1_000_000  # pandas leaves its operators to ours

    @classmethod
    def __torch_function__(cls, function: Any, *_: object) -> NoReturn:
        raise GraphError("source.torch")

    # A copy or a change
    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: object) -> Any:
        return self

    __reduce_ex__ = _refuses("source.pickled")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeGraphError("usage.immutable")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeGraphError("usage.immutable")
