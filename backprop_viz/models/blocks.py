"""The modules of a run as blocks, and the names that its program gives to tensors."""

from __future__ import annotations

import importlib
import inspect
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

from ..core.expression import Expr
from ..parts import INSIDE, Call
from ..read.python_function import Locals
from ..spell.names import canonical
from .given import Found
from .memory import Memory
from .source import tensors_in

__all__ = ["Blocks", "is_its_own"]

_LIBRARY = os.path.dirname(os.__file__) + os.sep
_OTHERS = ("torch", __name__.partition(".")[0])


def is_its_own(frame: FrameType) -> bool:
    """Whether a frame is neither PyTorch's, nor Python's, nor of this package."""
    file = frame.f_code.co_filename
    if str(frame.f_globals.get("__name__")).partition(".")[0] in _OTHERS:
        return False
    is_python = file.startswith(_LIBRARY) and "site-packages" not in file
    return not is_python and not file.startswith("<frozen")


class Blocks(Locals):
    """Watches which modules are called, and what locals are bound to."""

    def __init__(self, memory: Memory, found: Found, closed: Collection[str] = ()) -> None:
        super().__init__(None, ())
        self._memory = memory
        self._closed = closed  # modules that are one operation each
        self.is_apart = False  # what runs now is a part of one
        self._paths = {key: path for key, (path, _) in found.modules.items()}
        self._open: list[tuple[str, Any]] = []

    def take(self, name: str) -> None:
        """Let no local have the name of an input."""
        self._inputs.add(name)

    @property
    def module(self) -> str:
        """The innermost module that is called, by its path."""
        return self._open[-1][0] if self._open else ""

    @property
    def modules(self) -> tuple[str, ...]:
        """All that are called, from the outermost on."""
        return tuple(path for path, _ in self._open)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While a model runs."""
        torch = importlib.import_module("torch")
        modules = importlib.import_module("torch.nn.modules.module")
        torch.zeros(1) + 1  # what PyTorch imports at its first operation would be watched
        hooks = [
            modules.register_module_forward_pre_hook(self._enter),
            modules.register_module_forward_hook(self._leave),
        ]
        before, token = sys.gettrace(), INSIDE.set(INSIDE.get())
        sys.settrace(self._on_call)
        try:
            yield
        finally:
            sys.settrace(before)
            INSIDE.reset(token)
            for hook in hooks:
                hook.remove()

    def _enter(self, module: Any, given: Any) -> None:
        path = self._paths.get(id(module), type(module).__name__.lower())
        if not path or path in self._closed or self.is_apart:  # the model itself, or no block
            self._open.append((path, None))
            return
        around = self.module
        own = path.removeprefix(f"{around}.") if around else path
        call: Call[Expr] = Call(type(module).__name__, INSIDE.get(), name=own)
        call.given = self._given(module, given)
        self._open.append((path, INSIDE.set(call)))

    def _given(self, module: Any, given: Any) -> dict[str, Expr]:
        """The tensors that a module is called with, by the names that it has for them."""
        try:
            names = [*inspect.signature(module.forward).parameters]
        except (TypeError, ValueError):  # of a compiled one
            names = []
        called: dict[str, Any] = {}
        for name, one in zip(names, given, strict=False):
            parts = tensors_in(one)
            is_single = len(parts) == 1
            called |= {name if is_single else f"{name}_{n}": part for n, part in enumerate(parts)}
        known = ((name, self._memory.peek(one)) for name, one in called.items())
        return {canonical(name): record.expr for name, record in known if record is not None}

    def _leave(self, module: Any, given: Any, result: Any) -> None:
        _, token = self._open.pop()
        if token is None:
            return
        call = INSIDE.get()
        INSIDE.reset(token)
        known = (self._memory.peek(tensor) for tensor in tensors_in(result))
        if call is not None:
            call.outputs = tuple(record.expr for record in known if record is not None)

    def _on_call(self, frame: FrameType, event: str, argument: Any) -> Any:
        if self.is_apart or not is_its_own(frame):
            return None
        return partial(self._on_step, INSIDE.get(), {})

    def _on_step(
        self, call: Any, seen: dict[str, Any], frame: FrameType, event: str, argument: Any
    ) -> Any:
        for name, value in frame.f_locals.items():
            record = self._memory.peek(value)
            if record is not None and seen.get(name) is not record.expr:
                seen[name] = record.expr
                self.bind(name, record.expr, call)
        return partial(self._on_step, call, seen)

    def name_of(self, tensor: Any) -> str:
        """What the program calls a tensor that nobody has told of."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if is_its_own(frame):
                owner = frame.f_locals.get("self")
                for names in (frame.f_locals, getattr(owner, "__dict__", {}), frame.f_globals):
                    for name, value in [*names.items()]:
                        if value is tensor:
                            return str(name)
            frame = frame.f_back
        return ""
