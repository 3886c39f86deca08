"""The tensors that a function has from around it, by name; and all of them in float64."""

from __future__ import annotations

import functools
import importlib
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from types import CodeType, FunctionType, MethodType
from typing import Any

__all__ = ["Found", "dispatching", "found_in", "in_float64", "leaving", "widened", "widening"]

_DEEP = 6  # containers in containers in which tensors are looked for
_MANY = 1000  # what is looked at in each of them
_LIBRARY = os.path.dirname(os.__file__) + os.sep


@dataclass
class Found:
    """Tensors and modules that a source names, by their identity."""

    tensors: dict[int, tuple[str, Any]] = field(default_factory=dict)
    modules: dict[int, tuple[str, Any]] = field(default_factory=dict)
    owners: dict[int, Any] = field(default_factory=dict)
    """Modules and other objects, whose attributes a run may set."""


def found_in(source: Any) -> Found:
    """What a module holds, or a function has from around it."""
    torch = importlib.import_module("torch")
    found = Found()
    _look(source, "", found, set(), 0, torch)
    return found


def _look(value: Any, name: str, found: Found, seen: set[int], depth: int, torch: Any) -> None:
    if id(value) in seen or depth > _DEEP:
        return
    seen.add(id(value))
    if isinstance(value, torch.Tensor):
        found.tensors.setdefault(id(value), (name, value))
    elif isinstance(value, torch.nn.Module):
        first = f"{name}." if name else ""
        for path, module in value.named_modules():
            full = first + path if path else name
            found.modules.setdefault(id(module), (full, module))
            found.owners[id(module)] = module
            for own, part in vars(module).items():  # no parameter, but an attribute
                if isinstance(part, torch.Tensor):
                    place = f"{full}.{own}" if full else own
                    found.tensors.setdefault(id(part), (place, part))
        for path, tensor in [*value.named_parameters(), *value.named_buffers()]:
            found.tensors.setdefault(id(tensor), (first + path, tensor))
    else:
        if _is_own(value):
            found.owners[id(value)] = value
        for own, part in islice(_parts(value, depth), _MANY):
            _look(
                part,
                f"{name}.{own}" if name and own else name or own,
                found,
                seen,
                depth + 1,
                torch,
            )


def _parts(value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from ((key, part) for key, part in value.items() if isinstance(key, str))
    elif isinstance(value, list | tuple):
        yield from ((str(place), part) for place, part in enumerate(value))
    elif isinstance(value, functools.partial):
        yield from (("", part) for part in (value.func, *value.args, *value.keywords.values()))
    elif isinstance(value, MethodType):
        yield from (("", value.__func__), ("", value.__self__))
    elif isinstance(value, FunctionType):
        file = value.__code__.co_filename
        if not depth or not (file.startswith(_LIBRARY) or "site-packages" in file):
            yield from _around(value)
    elif _is_own(value):
        yield from vars(value).items()


def _is_own(value: Any) -> bool:
    """Whether a value is an object of the user's, with attributes."""
    if isinstance(value, type) or inspect.ismodule(value) or not hasattr(value, "__dict__"):
        return False
    return type(value).__module__ not in ("builtins", "torch")


def _attributes(owner: Any) -> Iterator[dict[str, Any]]:
    """Where the attributes of an object are: of a module also its buffers and parameters."""
    own = vars(owner)
    yield own
    for name in ("_buffers", "_parameters"):
        if isinstance(own.get(name), dict):
            yield own[name]


def _around(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """What a function takes from its closure, from its module, and as defaults."""
    free = function.__code__.co_freevars
    for name, cell in zip(free, function.__closure__ or (), strict=True):
        try:
            yield _own(name, cell.cell_contents)
        except ValueError:  # empty
            continue
    for name in _names(function.__code__):
        if name in function.__globals__:
            yield _own(name, function.__globals__[name])
    for value in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
        yield "", value


def _own(name: str, value: Any) -> tuple[str, Any]:
    """A function gives no name to what it finds."""
    return ("" if isinstance(value, FunctionType | MethodType) else name), value


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def widened(torch: Any, named: dict[str, Any]) -> dict[str, Any]:
    """Options in which every type of floats is the widest."""
    is_narrow = named.get("dtype") in (torch.float32, torch.float16, torch.bfloat16)
    return {**named, "dtype": torch.float64} if is_narrow else named


def widening() -> Any:
    """A mode of PyTorch in which what is made narrow is wide."""
    return _widening()()


@functools.cache
def _widening() -> Any:
    torch = importlib.import_module("torch")
    return dispatching(lambda func, args, kwargs: func(*args, **widened(torch, kwargs)))


def dispatching(made: Callable[[Any, Any, dict[str, Any]], Any]) -> Any:
    """A mode of PyTorch in which operations are ``made`` so: of their function and what it takes.

    PyTorch's compiler is not told to keep off, for which it would be imported: that takes seconds.
    """
    python = importlib.import_module("torch.utils._python_dispatch")

    def dispatch(_: Any, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return made(func, args, kwargs or {})

    is_there = classmethod(lambda _: "torch._dynamo" in sys.modules)
    own = {"__torch_dispatch__": dispatch, "_should_skip_dynamo": is_there}
    return type("Dispatching", (python.TorchDispatchMode,), own)


def leaving(heard: Callable[[Any, str], None]) -> Any:
    """A mode of PyTorch in which it is ``heard`` what takes all numbers out of a tensor."""
    torch = importlib.import_module("torch")
    names = {getattr(torch.Tensor, name): name for name in ("numpy", "tolist", "__array__")}

    def function(_: Any, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func in names:
            heard(args[0], names[func].strip("_"))
        return func(*args, **(kwargs or {}))

    modes = importlib.import_module("torch.overrides")
    return type("Leaving", (modes.TorchFunctionMode,), {"__torch_function__": function})()


@contextmanager
def flowing() -> Iterator[None]:
    """Gradients flow in PyTorch, also where the caller has turned them off."""
    torch = importlib.import_module("torch")
    with torch.inference_mode(False), torch.enable_grad():
        yield


@contextmanager
def in_float64(found: Found) -> Iterator[None]:
    """All tensors hold copies in float64 here, and afterwards again what they held before.

    So do the attributes of what holds them, such as a running mean that a run sets anew. And
    gradients flow.
    """
    torch = importlib.import_module("torch")
    tensors = [tensor for _, tensor in found.tensors.values()]
    before = [(tensor, tensor.data, tensor.grad if tensor.is_leaf else None) for tensor in tensors]
    dtype = torch.get_default_dtype()
    attributes = [(kept, dict(kept)) for one in found.owners.values() for kept in _attributes(one)]
    try:
        torch.set_default_dtype(torch.float64)
        with flowing():
            for tensor, data, grad in before:
                if grad is not None:
                    tensor.grad = None
                is_narrow = data.dtype != torch.float64 and data.is_floating_point()
                tensor.data = data.double() if is_narrow else data.clone()
            yield
    finally:
        torch.set_default_dtype(dtype)
        for now, then in attributes:
            if [*map(id, now.values())] != [*map(id, then.values())] or now.keys() != then.keys():
                now.clear()
                now.update(then)
        for tensor, data, grad in before:
            if tensor.is_leaf and tensor.grad is not None:
                tensor.grad = None
            tensor.data = data
            if grad is not None:
                tensor.grad = grad
