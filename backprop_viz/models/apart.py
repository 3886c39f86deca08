"""Parts of a run that are one operation each: what has its own backward, and closed modules."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from ..errors import GraphError
from .memory import Shared
from .opaque import Program, opaque
from .recording import Recorder
from .source import tensors_in

__all__ = ["apart"]

_HOOKED = "BackwardHookFunction"
"""PyTorch's own, which gives back what it is given, so that a module's hooks hear of gradients."""


@contextmanager
def apart(recorder: Recorder) -> Iterator[None]:
    """While a model runs: its functions with a backward of their own, and what is closed of it."""
    base = importlib.import_module("torch.autograd.function")._SingleLevelFunction

    def applied(cls: Any, *args: Any, **kwargs: Any) -> Any:
        run = super(base, cls).apply
        if recorder.blocks.is_apart or not recorder.torch.is_grad_enabled():
            return run(*args, **kwargs)
        with recorder.heard():
            if cls.__name__ == _HOOKED and cls.__module__.startswith("torch."):
                return _passed_on(recorder, run, args)
            given = (args, kwargs)
            return _as_one(recorder, cls.__name__, partial(run, *args, **kwargs), cls.apply, given)

    with ExitStack() as stack:
        base.apply = classmethod(applied)  # also of those that a program has at hand already
        stack.callback(delattr, base, "apply")
        for path, module in recorder.found.modules.values():
            if path in recorder.closed.modules:
                before = vars(module).get("forward")
                module.forward = partial(_closed, recorder, module, module.forward)
                stack.callback(_restored, module, before)
        yield


def _restored(module: Any, forward: Any) -> None:
    del module.forward
    if forward is not None:
        module.forward = forward


def _closed(
    recorder: Recorder, module: Any, forward: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    """A module's ``forward`` as one operation, of what it is given and of its parameters."""
    if recorder.blocks.is_apart:
        return forward(*args, **kwargs)
    nn = importlib.import_module("torch.nn")
    called = importlib.import_module("torch.func").functional_call
    around = type("Around", (nn.Module,), {"forward": lambda self, *a, **k: forward(*a, **k)})()
    around.inner = module  # whose hooks are not of the operation
    named = dict([*around.named_parameters(), *around.named_buffers()])
    given: Any = ((named, args, kwargs), {})
    run = partial(forward, *args, **kwargs)
    name = type(module).__name__
    with recorder.heard():
        return _as_one(recorder, name, run, partial(called, around), given)


def _as_one(
    recorder: Recorder,
    name: str,
    run: Callable[[], Any],
    call: Callable[..., Any],
    given: Any,
) -> Any:
    """What ``run`` gives, recorded as one operation: the ``call`` on what both are ``given``."""
    place, tensors = recorder.place(name), tensors_in([*given])
    try:
        records = {id(one): recorder.used(one) for one in tensors}
    except Shared:
        raise GraphError("models.shared", **place.slots()) from None
    operands = {id(one): one for one in tensors if records[id(one)] is not None}
    if not operands:
        return run()
    exprs = [record.expr for record in map(records.get, operands) if record is not None]
    program = Program(call, given, [*operands.values()], recorder.found)
    recorder.blocks.is_apart = True
    try:
        out = run()
    finally:
        recorder.blocks.is_apart = False
    results = tensors_in(out)
    recorder.opaque[place] = None
    for tensor, expr in zip(results, opaque(name, program, exprs, results), strict=True):
        if expr is not None and id(tensor) not in records:
            recorder.memory.put(tensor, expr, flows=True)
            recorder.note(place, tensor, expr)
    return out


def _passed_on(recorder: Recorder, run: Callable[..., Any], args: Any) -> Any:
    """What comes out as it went in."""
    given = tensors_in(args)
    records = [recorder.used(one) for one in given]
    recorder.blocks.is_apart = True
    try:
        out = run(*args)
    finally:
        recorder.blocks.is_apart = False
    for tensor, record in zip(tensors_in(out), records, strict=True):
        if record is not None:
            recorder.memory.put(tensor, record.expr, record.flows)
    return out
