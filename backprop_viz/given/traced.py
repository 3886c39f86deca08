"""What NumPy's functions do with an expression: each builds another, or is refused.

NumPy hands the call of a function over to its argument. What is built is told by tables, which
``calls`` fills; what stands in none of them is refused, and so is an option that would change
the result.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn, Self

import numpy as np

from ..errors import AttributeGraphError, GraphError, heard
from ..words import Message
from .in_place import InPlace
from .unknown import Unknown, remedy

__all__ = ["CALLS", "METHODS", "UFUNCS", "Traced", "refuse"]

UFUNCS: dict[Any, Callable[..., Any]] = {}
"""How an expression is built by each ufunc of NumPy's that can be traced."""

CALLS: dict[Any, Callable[..., Any]] = {}
"""The same of NumPy's other functions."""

METHODS: dict[str, Callable[..., Any]] = {}
"""The same of an array's methods and attributes, by their names."""

_HARMLESS = {"where": True, "casting": "same_kind", "order": "K", "dtype": None, "subok": True}


class Traced(InPlace, Unknown):
    """A value that is not known yet, on which NumPy's functions build expressions."""

    __slots__ = ()

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        own = getattr(np, ufunc.__name__, None) is ufunc
        name = f"{'np.' * own}{ufunc.__name__}{'' if method == '__call__' else f'.{method}'}"
        call = UFUNCS.get(ufunc)
        if method != "__call__" or call is None:
            refuse(name)
        for option, value in options.items():
            if option == "out":
                store = Message("remedy.store")
                raise GraphError("source.untraced", name=f"{name}(out=)", remedy=store)
            if _HARMLESS.get(option, refuse) is not value:
                raise GraphError("source.keyword", name=name, option=option)
        return call(*inputs)

    def __array_function__(self, called: Any, types: Any, operands: Any, options: Any) -> Any:
        name = f"{str(called.__module__).replace('numpy', 'np', 1)}.{called.__name__}"
        if called not in CALLS:
            return refuse(name)
        try:
            return CALLS[called](*operands, **options)
        except TypeError as error:
            if isinstance(error, GraphError):
                raise
            return refuse(name)

    @property
    def mT(self) -> Self:  # noqa: N802  # NumPy's own name
        """With the last two axes exchanged: each matrix transposed."""
        turned: Self = METHODS["mT"](self)
        return turned

    def __getitem__(self, index: Any) -> Self:
        """The entries that an index of whole numbers, slices and lists picks."""
        picked: Self = METHODS["__getitem__"](self, index)
        return picked

    def __getattr__(self, name: str) -> Callable[..., Self]:
        """A method of an array, or a function as one, ``x.exp()``, where an array has none of it.

        NumPy calls the ufuncs so on the entries of an array of objects.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        if name in METHODS:
            return partial(METHODS[name], self)
        ufunc = vars(np).get(name)
        call = UFUNCS.get(ufunc if isinstance(ufunc, np.ufunc) else None)
        if call is not None and not hasattr(np.ndarray, name):
            return partial(call, self)
        if isinstance(ufunc, np.ufunc):
            return partial(refuse, f".{name}")
        error = AttributeGraphError(
            "source.untraced", name=f".{name}", remedy=remedy(name, _traceable())
        )
        # Whoever asks whether there is one goes another way than with an array, which has it.
        raise heard(error) if hasattr(np.ndarray, name) else error


def refuse(name: str, *_: object, **__: object) -> NoReturn:
    """Raise the ``GraphError`` for what can't be traced, which names what can."""
    raise GraphError("source.untraced", name=name, remedy=remedy(name, _traceable()))


def _traceable() -> str:
    names = {call.__name__ for call in (*UFUNCS, *CALLS)}
    return ", ".join(f"np.{name}" for name in sorted(names))
