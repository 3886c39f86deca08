"""Reads a model of PyTorch: it is run once, and its parameters and examples are the inputs."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from ..core.expression import Expr
from ..core.graph import topological_order
from ..errors import BackpropVizError, GraphError
from ..read import Reading, with_blocks
from ..spell.names import canonical
from ..spell.numbers import Value
from ..words import Message
from .apart import apart
from .arguments import Arguments
from .given import Found, found_in, in_float64
from .memory import check_dense, version
from .opaque import Closed
from .place import Event
from .recording import Recorder
from .source import tensors_in
from .witness import Run, Witness

__all__ = ["read_model"]

_SMALL = 100_000  # entries of a buffer that is kept as it was


def read_model(source: Any, like: Any, *, opaque: bool = False) -> tuple[Reading, Witness]:
    """The expressions of a model, and the model as their witness.

    What cannot be read may become ``opaque``; else ``GraphError`` is raised for it, with its
    operation, its line and its module.
    """
    torch = importlib.import_module("torch")
    found, arguments, closed = found_in(source), Arguments(source, like), Closed(opaque)
    for tensor in [*(tensor for _, tensor in found.tensors.values()), *tensors_in(like)]:
        check_dense(tensor)
    state = torch.get_rng_state()
    narrow = {str(t.dtype) for _, t in found.tensors.values() if _is_narrow(torch, t)}
    with in_float64(found):
        buffers = _small(found)
        recorder, result = _first(source, arguments, found, state, closed)
        record = recorder.used(result)
        if record is None:
            is_data = any(not tensor.is_floating_point() for tensor in tensors_in(like))
            raise GraphError("models.whole" if is_data else "models.constant")
        first = _run_of(recorder, result, with_events=False)
        own = {n: leaf for n, leaf in recorder.leaves.items() if id(leaf) in found.tensors}
        reading = _reading(recorder, own, record.expr)

    def again(values: Mapping[str, Value]) -> Run:
        with torch.random.fork_rng(devices=[]), in_float64(found):
            torch.set_rng_state(state)
            for tensor, data in buffers:
                tensor.data = data.clone()
            for name, tensor in own.items():
                if name in values:
                    tensor.data = torch.from_numpy(np.array(values[name]))
            return _run_of(*_ran(source, arguments, found, values, closed), with_events=True)

    narrow |= recorder.narrow
    notes = [Message("models.float64", kinds=", ".join(sorted(narrow)))] if narrow else []
    notes += [Message("models.fixed", **place.slots()) for place in recorder.fixed]
    notes += [Message("models.opaque", **place.slots()) for place in recorder.opaque]
    return reading, Witness(first, again, notes)


def _small(found: Found) -> list[tuple[Any, Any]]:
    """What a model may write to as it runs, such as the running mean of a norm, as it is now."""
    tensors = (tensor for _, tensor in found.tensors.values())
    small = (one for one in tensors if not one.requires_grad and one.numel() <= _SMALL)
    return [(one, one.data.clone()) for one in small]


def _is_narrow(torch: Any, tensor: Any) -> bool:
    return bool(tensor.is_floating_point()) and tensor.dtype != torch.float64


def _ran(
    source: Any,
    arguments: Arguments,
    found: Found,
    values: Mapping[str, Value] | None,
    closed: Closed,
) -> tuple[Recorder, Any]:
    """A recorded run, and the tensor that came out."""
    recorder = Recorder(found, closed)
    args, kwargs = arguments.given(recorder, values)
    with _told(), apart(recorder):
        result = recorder.run(lambda: source(*args, **kwargs))
    if not isinstance(result, recorder.torch.Tensor):
        raise GraphError("models.returned", kind=type(result).__name__)
    return recorder, result


def _first(
    source: Any, arguments: Arguments, found: Found, state: Any, closed: Closed
) -> tuple[Recorder, Any]:
    """The run of the examples; an argument that has no slope, such as labels, is data.

    Where it fails in a module that may be closed, it is run again with that.
    """
    waiting, known = [*arguments.bound.arguments], {path for path, _ in found.modules.values()}
    while True:
        closed.failed = ()
        try:
            return _ran(source, arguments, found, None, closed)
        except GraphError as error:
            if "not differentiable with respect to" in str(error) and waiting:
                arguments.data = waiting.pop()
            elif not closed.close(known):
                raise
            importlib.import_module("torch").set_rng_state(state)


@contextmanager
def _told() -> Iterator[None]:
    """Where a model fails for itself, why."""
    try:
        yield
    except BackpropVizError:
        raise
    except Exception as error:
        told = GraphError("models.failed", kind=type(error).__name__, error=str(error))
        raise told.with_traceback(error.__traceback__) from error


def _run_of(recorder: Recorder, result: Any, with_events: bool) -> Run:
    """What PyTorch has computed; the gradients of all operations only ``with_events``."""
    torch, names = recorder.torch, [*recorder.leaves]
    leaves = [recorder.leaves[name] for name in names]
    events = [event for event in recorder.events if _has_gradient(event)] if with_events else []
    gradients: list[Any] = [None] * (len(leaves) + len(events))
    if result.requires_grad:
        wanted = [*leaves, *(event.tensor for event in events)]
        with _told():
            gradients = list(torch.autograd.grad(result.sum(), wanted, allow_unused=True))
    found = [None if one is None else one.to_dense().numpy(force=True) for one in gradients]
    by_event = dict(zip(map(id, events), found[len(leaves) :], strict=True))
    return Run(
        result.detach().numpy().copy(),
        dict(zip(names, found, strict=False)),
        [(event, by_event.get(id(event))) for event in recorder.events],
    )


def _has_gradient(event: Event) -> bool:
    return bool(event.tensor.requires_grad) and version(event.tensor) == event.version


def _reading(recorder: Recorder, own: Mapping[str, Any], output: Expr) -> Reading:
    names = {canonical(name): expr for name, expr in recorder.blocks.names.items()}
    given = [expr for expr in recorder.asked if expr.op is None and expr.name not in own]
    roots = [*given, *names.values(), output]
    read = with_blocks(Reading(roots, output, names, lines=recorder.lines), [*own])
    exprs = topological_order([*read.roots, read.output])
    inputs = dict.fromkeys(expr.name for expr in exprs if expr.is_input)
    defaults = {n: _value(leaf) for n, leaf in recorder.leaves.items() if n in inputs}
    parameters = frozenset(name for name in inputs if name in own)
    return replace(read, defaults=defaults, parameters=parameters)


def _value(leaf: Any) -> Value:
    found = np.array(leaf.detach().numpy(), dtype=float)
    found.flags.writeable = False
    return found[()]
