"""What a model is called with: the examples in ``like=``, by the names of its parameters."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import GraphError
from ..given.nice import nice
from ..spell.names import canonical
from ..spell.numbers import Value
from ..words import quoted
from .recording import Recorder
from .source import tensors_in

__all__ = ["Arguments"]


@dataclass
class Arguments:
    """The examples, bound to the parameters of a source."""

    source: Any
    bound: inspect.BoundArguments = field(init=False)
    like: Any
    data: str = ""
    """The parameter whose floats are data, too, such as labels that a loss has no slope for."""

    def __post_init__(self) -> None:
        torch = importlib.import_module("torch")
        is_module = isinstance(self.source, torch.nn.Module)
        called = self.source.forward if is_module else self.source
        try:
            signature = inspect.signature(called)
        except (TypeError, ValueError):
            raise GraphError("source.signature", function=quoted(called)) from None
        given = {} if self.like is None else self.like
        try:
            if isinstance(given, Mapping):
                places = {canonical(name): name for name in signature.parameters}
                named = {places.get(canonical(key), str(key)): one for key, one in given.items()}
                self.bound = signature.bind(**named)
            else:
                self.bound = signature.bind(*(given if isinstance(given, tuple) else (given,)))
        except TypeError:
            names = ", ".join(signature.parameters)
            if self.like is None:
                raise GraphError("models.like", names=names) from None
            raise GraphError("like.form", given=quoted(given), names=names) from None
        for name, parameter in signature.parameters.items():
            if tensors_in(parameter.default) and name not in self.bound.arguments:
                self.bound.arguments[name] = parameter.default

    def given(
        self, recorder: Recorder, values: Mapping[str, Value] | None
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """What a run is given; ``values`` stand in place of examples, by the names of inputs."""

        signature, kinds = self.bound.signature, inspect.Parameter
        made = inspect.BoundArguments(signature, self.bound.arguments.copy())
        for name, value in self.bound.arguments.items():
            known = None if name == self.data else values or {}
            kind = signature.parameters[name].kind
            if kind is kinds.VAR_KEYWORD:
                made.arguments[name] = {
                    key: _lifted(canonical(key), one, recorder, known) for key, one in value.items()
                }
            elif kind is kinds.VAR_POSITIONAL:
                made.arguments[name] = tuple(
                    _lifted(f"{name}{place}", one, recorder, known)
                    for place, one in enumerate(value, 1)
                )
            else:
                made.arguments[name] = _lifted(canonical(name), value, recorder, known)
        return made.args, made.kwargs


def _lifted(name: str, value: Any, recorder: Recorder, values: Mapping[str, Value] | None) -> Any:
    """An example as a model takes it: numbers in float64 are inputs, all else stays as it is.

    Without ``values`` these numbers are data, too.
    """
    torch = recorder.torch
    if isinstance(value, Mapping):
        parts = {key: _lifted(f"{name}.{key}", one, recorder, values) for key, one in value.items()}
        kind: Any = type(value)
        return kind(parts)
    if isinstance(value, tuple | list):
        if value and isinstance(value, tuple) and all(type(one) is int for one in value):
            value = nice(*value, seed=len(recorder.leaves) + 1)
        else:
            parts_ = (_lifted(f"{name}.{n}", one, recorder, values) for n, one in enumerate(value))
            return type(value)(parts_) if type(value) in (tuple, list) else type(value)(*parts_)
    if isinstance(value, np.ndarray | np.generic):
        value = torch.as_tensor(np.array(value))
    elif isinstance(value, float):
        value = torch.tensor(value, dtype=torch.float64)
    if not isinstance(value, torch.Tensor):
        return value
    if not value.is_floating_point():
        return value.detach().clone()
    if values is None:
        return value.detach().double().clone()
    if name in values:
        value = torch.from_numpy(np.array(values[name]))
    leaf = value.detach().double().clone().requires_grad_()
    given = leaf.clone()  # which may be written to
    recorder.input(name, leaf, given)
    return given
