"""One run of a model, each of its operations recorded as an expression."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from ..core.expression import Expr, variable
from ..errors import BackpropVizError, GraphError
from ..given.sized import Sketch
from ..parts import INSIDE
from ..spell.names import canonical
from .blocks import Blocks, is_its_own
from .given import Found, dispatching, leaving, widened
from .memory import Memory, Record, Shared, as_numpy, check_dense, storage, version
from .opaque import Closed, Program, opaque
from .place import Event, Place
from .rules import Made, rule_of
from .rules.layers import running
from .rules.table import Unread, row
from .source import tensors_in

__all__ = ["Recorder", "Refused"]

_FLAT = {"t_", "transpose_", "swapaxes_", "squeeze_", "unsqueeze_", "detach_"}
"""What changes a tensor and none of its entries."""

_DRAWN = {"bernoulli", "multinomial", "_local_scalar_dense", "equal"}
"""What makes other than an expression of what it is given."""


_BY_CHANCE = {
    *("native_dropout", "rand", "randn", "randint", "rand_like", "randn_like", "randint_like"),
    *(
        "randperm",
        "normal",
        "normal_",
        "uniform",
        "uniform_",
        "bernoulli_",
        "exponential_",
        "random_",
    ),
}
"""What draws numbers, which stay those of the time when the model was read."""

_BY_ORDER = {"sort", "topk", "kthvalue", "median", "mode", "cummax", "cummin", "masked_select"}
"""What picks entries by their numbers; so does an index of truth values."""


class Refused(BaseException):
    """Carries an error out of a run, in which a ``TypeError`` asks for another operand's method."""

    def __init__(self, error: BackpropVizError) -> None:
        super().__init__(error)
        self.error = error


class Recorder:
    """Runs a function under PyTorch's dispatch mode and keeps what each tensor stands for."""

    def __init__(self, found: Found, closed: Closed) -> None:
        self.torch = importlib.import_module("torch")
        self.closed = closed
        self.memory = Memory(self._keep)
        self.events: list[Event] = []
        self.fixed: dict[Place, None] = {}
        self.leaves: dict[str, Any] = {}
        self.asked: dict[Expr, None] = {}
        self.found = found
        self._by_storage: dict[int, list[Event]] = {}
        self._refused: list[Refused] = []
        self.blocks = Blocks(self.memory, found, closed.modules)
        self.opaque: dict[Place, None] = {}
        self.lines: dict[Expr, str] = {}
        self.narrow: set[str] = set()
        self._places: dict[int, tuple[Any, Place]] = {}

    def input(self, name: str, leaf: Any, given: Any = None) -> Expr:
        """Let a tensor be an input; a function may be ``given`` another that came from it."""
        name, stem, number = canonical(name), name, 2
        while name in self.leaves:
            name, number = f"{stem}_{number}", number + 1
        token = INSIDE.set(None)  # inputs are of no block, wherever they are met first
        expr = variable(name, Sketch(tuple(leaf.shape), self.asked))
        INSIDE.reset(token)
        self.asked[expr] = None
        self.leaves[name] = leaf
        self.blocks.take(name)
        self.memory.put(leaf if given is None else given, expr, flows=True)
        return expr

    def run(self, function: Callable[[], Any]) -> Any:
        """What a function returns. Raises ``GraphError`` for what has no graph."""

        def recorded(func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
            with self.heard():
                return self._called(func, args, self._widened(kwargs))

        mode = dispatching(recorded)
        result = None
        with suppress(Refused), mode(), leaving(self._left), self.blocks.watched():
            result = function()
        if self._refused:  # the program may have caught it
            raise self._refused[0].error from None
        return result

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Let nobody but the reader catch what is refused."""
        try:
            yield
        except BackpropVizError as error:
            self.closed.failed = self.blocks.modules
            self._refused.append(Refused(error))
            raise self._refused[0] from error

    def used(self, tensor: Any) -> Record | None:
        """What is known of a tensor that is used now; None of one that depends on no input.

        PyTorch knows best where gradients stop: at what needs none though its operands do.
        """
        if tensor.device.type == "cpu":  # elsewhere are sizes without numbers, which may be used
            check_dense(tensor)
        record = self.memory.find(tensor)
        if record is None:
            if not tensor.requires_grad:
                return None
            known = self.found.tensors.get(id(tensor))
            if known is None and not tensor.is_leaf:
                raise self._foreign(tensor)
            name = known[0] if known else self.blocks.name_of(tensor)
            self.found.tensors.setdefault(id(tensor), (name or "parameter", tensor))
            self.input(name or "parameter", tensor)
            return self.memory.peek(tensor)
        if record.flows and not tensor.requires_grad:
            record.expr, record.flows = _stopped(record), False
        elif self._is_fresh_leaf(tensor) and record.expr is not record.stopped:
            record.expr = _stopped(record)
        elif tensor.requires_grad and not record.flows and not tensor.is_leaf:
            raise self._foreign(tensor)
        return record

    def _is_fresh_leaf(self, tensor: Any) -> bool:
        """Whether gradients begin anew at what was computed, as by ``requires_grad_()``."""
        is_leaf = tensor.requires_grad and tensor.is_leaf
        return is_leaf and all(tensor is not leaf for leaf in self.leaves.values())

    def _is_new(self, tensor: Any) -> bool:
        """Whether a tensor is only just being made, such as a parameter before its first use."""
        return id(tensor) not in self.found.tensors and self.memory.find(tensor) is None

    def _foreign(self, tensor: Any) -> GraphError:
        """The error for a tensor with a gradient of its own making."""
        name = type(tensor.grad_fn).__name__.removesuffix("Backward")
        return GraphError("models.foreign", **self.place(name).slots())

    def place(self, operation: str) -> Place:
        """Where the user's program is."""
        frame = sys._getframe(1)
        while frame.f_back is not None and not is_its_own(frame):
            frame = frame.f_back
        return Place(operation, frame.f_code.co_filename, frame.f_lineno, self.blocks.module)

    def _keep(self, key: int) -> None:
        """Keep numbers that are about to be written over."""
        for event in self._by_storage.pop(key, []):
            event.numbers = event.numbers.copy()

    def _called(self, func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
        if self.blocks.is_apart:
            return self._unrecorded(func, args, kwargs)
        tensors = tensors_in(args) + tensors_in(kwargs)
        name = func._schema.name.rpartition("::")[2]
        targets = _targets(func, args)
        self.fixed |= {self._places[id(t)][1]: None for t in tensors if id(t) in self._places}
        try:
            new = {id(one) for one in targets if self._is_new(one)}
            records = {id(one): None if id(one) in new else self.used(one) for one in tensors}
        except Shared:
            raise GraphError("models.shared", **self.place(name).slots()) from None
        if name in _BY_CHANCE and not (name == "native_dropout" and args[2] is False):
            self.fixed[self.place(name)] = None
        if not any(records.values()) or name.endswith("_like") or name.startswith("new_"):
            return func(*args, **kwargs)
        place = self.place(name)
        is_write = bool(targets) and name not in _FLAT
        is_first = len(targets) == 1 and targets[0] is args[0] and name.endswith("_")
        state = self.torch.get_rng_state() if self.closed.is_asked else None
        if targets and not is_first:
            if state is None or any(self._is_known(one) for one in targets):
                raise place.without_row()
            is_write = False  # only to what it has made for itself
        if is_write:
            self.memory.before_write(targets[0])
            before = targets[0].detach().clone()
        given, named = (self._given(one, records) for one in (list(args), kwargs))
        out = func(*args, **kwargs)
        results = list(out) if isinstance(out, tuple | list) else [out]
        for tensor in tensors_in(results):
            check_dense(tensor)
        kinds = [self._kind(one) for one in results]
        is_known = name in _DRAWN or not any(kinds)
        rule = rule_of(name)
        if is_known or (rule is None and not {"float", "complex"} & {*kinds}):
            self.fixed[place] = None
            return out
        raw = [before, *args[1:]] if is_write else args
        made = Made(func, raw, kwargs, out)
        try:
            exprs = self._made(rule, made, given, named, place, kinds)
        except GraphError:
            if state is None or "complex" in kinds:
                raise
            if is_write:
                records[id(before)] = records[id(targets[0])]
            exprs = self._opaque(made, records, state, place)
        for tensor, kept in zip(args[3:5], running(name, given, exprs), strict=False):
            self.memory.put(tensor, kept, flows=False)
        indices = tensors_in(args[1:]) if name.startswith(("index", "_index")) else []
        if name in _BY_ORDER or any(
            records[id(one)] and self._kind(one) == "bool" for one in indices
        ):
            self.fixed[place] = None
        flows = self.torch.is_grad_enabled() and any(
            record is not None and record.flows for record in records.values()
        )
        if is_write:
            exprs[0] = self._written(targets[0], exprs[0], flows, place)
            exprs, results, kinds = exprs[:1], [targets[0]], kinds[:1]
        for tensor, expr, kind in zip(results, exprs, kinds, strict=True):
            if expr is None or not kind:
                if isinstance(tensor, self.torch.Tensor):  # where the greatest are, and the like
                    self._places[id(tensor)] = tensor, place
                continue
            if not is_write:
                self.memory.put(tensor, expr, flows and kind == "float")
            self.note(place, tensor, expr)
        return out

    def _left(self, tensor: Any, name: str) -> None:
        """Numbers of a tensor go where nothing is recorded."""
        if not self.blocks.is_apart and self._is_known(tensor):
            self.fixed[self.place(name)] = None

    def _widened(self, named: dict[str, Any]) -> dict[str, Any]:
        """Options in which every type of floats is the widest."""
        wide = widened(self.torch, named)
        if wide is not named:
            self.narrow.add(str(named["dtype"]))
        return wide

    def _kind(self, result: Any) -> str:
        """Of what a result is; "" of what can be no expression."""
        if not isinstance(result, self.torch.Tensor):
            return ""
        if result.dtype == self.torch.bool:
            return "bool"
        if result.dtype.is_complex:
            return "complex"
        return "float" if result.dtype.is_floating_point else ""

    def _given(self, value: Any, records: Mapping[int, Record | None]) -> Any:
        """What a rule is given: expressions in place of tensors."""
        if isinstance(value, self.torch.Tensor):
            record = records.get(id(value))
            if record is None:
                known = self.found.tensors.get(id(value))
                return self.memory.constant(
                    value, canonical(known[0]) if known and known[0] else ""
                )
            is_open = record.flows and not self.torch.is_grad_enabled()
            return _stopped(record) if is_open else record.expr
        if isinstance(value, dict):
            return {key: self._given(one, records) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._given(one, records) for one in value]
        return value

    def _made(
        self, rule: Any, made: Made, given: Any, named: Any, place: Place, kinds: list[str]
    ) -> list[Any]:
        """The expressions of an operation, one for each result."""
        if "complex" in kinds:
            raise GraphError("models.complex", **place.slots())
        if rule is None or made.function.namespace != "aten":
            raise place.without_row()
        try:
            exprs = rule(made, *given, **named)
        except (Unread, TypeError, ValueError, LookupError, RuntimeError) as error:
            if isinstance(error, BackpropVizError) and not isinstance(error, GraphError):
                raise
            raise GraphError("models.no_form", **place.slots()) from error
        exprs = [exprs] if isinstance(exprs, Expr) else list(exprs)
        results = list(made.out) if isinstance(made.out, tuple | list) else [made.out]
        for expr, result in zip(exprs, results, strict=True):
            if expr is not None and expr.shape != tuple(result.shape):
                raise GraphError("models.no_form", **place.slots())
        return exprs

    def _opaque(
        self, made: Made, records: Mapping[int, Record | None], state: Any, place: Place
    ) -> list[Expr | None]:
        """The same as one operation of PyTorch's own."""
        given = [*made.raw], made.named
        operands = {id(t): t for t in tensors_in([*given]) if records.get(id(t)) is not None}
        program = Program(made.function, given, [*operands.values()], self.found, state)
        exprs = [self._given(one, records) for one in operands.values()]
        tensors = tensors_in(made.out)
        found = opaque(place.operation, program, exprs, tensors)
        self.opaque[place] = None
        by_result = dict(zip(map(id, tensors), found, strict=True))
        results = made.out if isinstance(made.out, tuple | list) else [made.out]
        return [by_result.get(id(one)) for one in results]

    def _unrecorded(self, func: Any, args: Any, kwargs: Any) -> Any:
        """What is done inside an opaque operation, which may write to nothing around it."""
        if any(map(self._is_known, _targets(func, args))):
            name = func._schema.name.rpartition("::")[2]
            raise GraphError("models.writes", **self.place(name).slots())
        return func(*args, **kwargs)

    def _is_known(self, tensor: Any) -> bool:
        """Whether a tensor stands for an expression, or shares its memory with one."""
        try:
            return self.memory.find(tensor) is not None
        except Shared:
            return True

    def _written(self, tensor: Any, expr: Expr, flows: bool, place: Place) -> Expr:
        """Take in a write. One under ``no_grad`` changes the numbers alone, not what goes back."""
        known = self.memory.peek(tensor)
        if not self.torch.is_grad_enabled() and tensor.requires_grad and known is not None:
            expr, flows = known.expr + row("detach", expr - known.expr), known.flows
        touched = self.memory.write(tensor, expr, flows)
        if not tensor.requires_grad and any(one.requires_grad for one in touched):
            raise GraphError("models.unseen", **place.slots())
        return expr

    def note(self, place: Place, tensor: Any, expr: Expr) -> None:
        """Keep what an operation made."""
        event = Event(place, tensor, expr, as_numpy(tensor), version(tensor))
        self.events.append(event)
        self._by_storage.setdefault(storage(tensor), []).append(event)
        source, waiting = place.source, [expr]
        while source and waiting:  # down to what was there before
            one = waiting.pop()
            if one.op is not None and one not in self.lines:
                self.lines[one] = source
                waiting += one.operands


def _stopped(record: Record) -> Expr:
    if record.stopped is None or record.stopped.operands[0] is not record.expr:
        record.stopped = row("detach", record.expr)
    return record.stopped


def _targets(func: Any, args: Any) -> list[Any]:
    """The tensors that an operation writes to."""
    arguments = enumerate(func._schema.arguments)
    return [args[i] for i, one in arguments if _is_written(one, i, args)]


def _is_written(argument: Any, place: int, args: Any) -> bool:
    return place < len(args) and argument.alias_info is not None and argument.alias_info.is_write
