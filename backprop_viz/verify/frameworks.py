"""The gradients by another library: PyTorch, JAX or TensorFlow."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..arithmetic.arrays import ARRAYS, axes_of
from ..core.graph import Graph
from ..core.operation import Op
from ..errors import GraphError, MissingLibraryError, OptionError
from ..models.given import flowing
from ..spell.numbers import Value
from ..words import quoted

__all__ = ["LIBRARIES", "gradients_by", "unknown"]


def gradients_by(library: str, graph: Graph, inputs: Sequence[Value]) -> list[Value]:
    """The gradient of the output's sum for every input, as ``library`` computes it in float64.

    Each operation is the library's own function of that name; where it has none, the operation's
    formula over the library. Raises ``ValueError`` for an unknown library and
    ``MissingLibraryError``, with the line that installs it, for one that is not installed, and
    ``GraphError`` for a graph of which a part is another framework's.
    """
    if not isinstance(library, str) or library not in LIBRARIES:
        raise unknown(library)
    if graph.opaque:
        raise GraphError("models.no_witness", name=graph.opaque[0].op.name, library=library)
    try:
        return LIBRARIES[library](graph, inputs)
    except ImportError as error:
        if error.name and error.name.partition(".")[0] != library:
            raise
        raise MissingLibraryError("library.witness", library=library) from None


def unknown(library: object) -> OptionError:
    """The error for what is no library that gradients are held against."""
    return OptionError("usage.witness", given=quoted(library), known=", ".join(LIBRARIES))


def _output(graph: Graph, inputs: Sequence[Any], lift: Any, call: Callable[..., Any]) -> Any:
    given = iter(inputs)
    values: list[Any] = []
    for node in graph.nodes:
        if node.op is None:
            values.append(next(given) if node.is_input else lift(node.value))
        else:
            values.append(call(node.op, *(values[i] for i in node.operands)))
    return values[graph.output_node.index]


def _caller(modules: Sequence[Any], formulas: dict[str, Any], own: dict[str, Any]) -> Any:
    """A function that applies an operation by the first module that has it."""

    def call(op: Op, *operands: Any) -> Any:
        if op.name in own:
            return own[op.name](*operands)
        if op.is_function and not op.options:
            for module in modules:
                function = getattr(module, op.name, None)
                if function is not None:
                    return function(*operands)
        slots = {**dict(zip(op.parameters, operands, strict=True)), **op.named}
        return eval(op.formula, formulas, slots)  # the table's own text

    return call


def _arrays(
    reshape: Callable[..., Any],
    picked: Callable[..., Any],
    where: Callable[..., Any],
    lift: Callable[..., Any],
    argmax: Callable[..., Any],
) -> dict[str, Any]:
    """What formulas name that moves entries or compares them, in any library alike.

    ``picked`` takes entries of a flat array by places, and ``lift`` makes an array a constant.
    """

    def placed(a: Any, places: Any) -> Any:
        flat = picked(reshape(a, (-1,)), np.ravel(places))
        return reshape(flat, np.shape(places))

    def windowed(a: Any, size: Any, stride: Any, padding: Any, fill: float) -> Any:
        places = np.arange(math.prod(a.shape)).reshape(tuple(a.shape))
        found = ARRAYS["windowed"](places, size, stride, padding, -1)
        return where(lift(found >= 0), placed(a, np.maximum(found, 0)), lift(np.float64(fill)))

    def first(a: Any, axis: int) -> Any:
        shape, at = tuple(a.shape), axis % len(a.shape)
        one = [1 if i == at else size for i, size in enumerate(shape)]
        places = lift(np.arange(shape[at]).reshape([-1 if i == at else 1 for i in range(len(one))]))
        return where(reshape(argmax(a, at), one) == places, 1.0, 0.0)

    def by(name: str) -> Callable[..., Any]:
        def call(a: Any, *options: Any) -> Any:
            shape = tuple(a.shape)
            places = ARRAYS[name](np.arange(math.prod(shape)).reshape(shape), *options)
            return placed(a, np.asarray(places))

        return call

    def one_hot(y: Any, z: Any) -> Any:
        if tuple(y.shape) == tuple(z.shape):
            return y
        labels = lift(np.arange(float(z.shape[-1])))
        return where(reshape(y, (*y.shape, 1)) == labels, 1.0, 0.0)

    return {
        **{name: by(name) for name in ("pick", "reshape", "T", "stretch")},
        "count": lambda a, axis: lift(ARRAYS["count"](np.empty(tuple(a.shape)), axis)),
        **{"one_hot": one_hot, "where": where, "windowed": windowed, "first": first},
        "window_of": lambda b: tuple(b.shape[-2:]),
    }


def _torch(graph: Graph, inputs: Sequence[Value]) -> list[Value]:
    with flowing():
        return _in_torch(graph, inputs)


def _in_torch(graph: Graph, inputs: Sequence[Value]) -> list[Value]:
    torch = importlib.import_module("torch")
    functional = importlib.import_module("torch.nn.functional")
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in inputs]
    lift = torch.as_tensor
    # PyTorch's own softplus is a straight line from 20 on.
    own = {
        "softplus": lambda a: torch.logaddexp(a, torch.zeros_like(a)),
        **{name: getattr(torch, name) for name in ("hypot", "logaddexp")},
        "where": lambda a, b, c: torch.where(a != 0, b, c),
    }
    formulas = {
        **_arrays(torch.reshape, lambda a, at: a[lift(at)], torch.where, lift, torch.argmax),
        **{name: getattr(torch, name) for name in ("pow", "matmul", "sqrt")},
        "sum": lambda a, axis=None, keepdims=False: torch.sum(a, dim=axis, keepdim=keepdims),
        "amax": lambda a, axis=None, keepdims=False: torch.amax(
            a, dim=axes_of(axis, a.ndim), keepdim=keepdims
        ),
        "join": lambda a, b, axis: torch.cat((a, b), axis),
    }
    call = _caller([torch, functional], formulas, own)
    output = _output(graph, tensors, lambda c: torch.tensor(c, dtype=torch.float64), call)
    if not output.requires_grad:
        return [np.zeros_like(x)[()] for x in inputs]
    found = torch.autograd.grad(output.sum(), tensors, allow_unused=True)
    return [
        np.zeros_like(x)[()] if g is None else g.numpy()[()]
        for x, g in zip(inputs, found, strict=True)
    ]


def _jax(graph: Graph, inputs: Sequence[Value]) -> list[Value]:
    jax = importlib.import_module("jax")
    jnp, nn = importlib.import_module("jax.numpy"), importlib.import_module("jax.nn")
    own = {
        "gelu": lambda a: nn.gelu(a, approximate=False),
        **{name: getattr(jax.scipy.special, name) for name in ("erf", "erfc")},
        **{name: getattr(jnp, name) for name in ("hypot", "logaddexp")},
        "detach": jax.lax.stop_gradient,
        "where": lambda a, b, c: jnp.where(a != 0, b, c),
    }
    formulas = {
        **_arrays(jnp.reshape, lambda a, at: a[at], jnp.where, jnp.asarray, jnp.argmax),
        **{"pow": jnp.power, "matmul": jnp.matmul, "sqrt": jnp.sqrt},
        "sum": lambda a, axis=None, keepdims=False: jnp.sum(a, axis=axis, keepdims=keepdims),
        "amax": lambda a, axis=None, keepdims=False: jnp.max(a, axis=axis, keepdims=keepdims),
        "join": lambda a, b, axis: jnp.concatenate((a, b), axis),
    }
    call = _caller([nn, jnp], formulas, own)
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    try:

        def total(*xs: Any) -> Any:
            return jnp.sum(_output(graph, xs, jnp.asarray, call))

        if not inputs:
            return []
        arrays = [jnp.asarray(x, dtype=jnp.float64) for x in inputs]
        found = jax.grad(total, argnums=tuple(range(len(inputs))))(*arrays)
        return [np.asarray(g)[()] for g in found]
    finally:
        jax.config.update("jax_enable_x64", before)


def _tensorflow(graph: Graph, inputs: Sequence[Value]) -> list[Value]:
    tf = importlib.import_module("tensorflow")
    own = {  # TensorFlow's own leaky_relu and gelu round their constants to 32 bits
        "leaky_relu": lambda a: tf.where(a > 0, a, 0.01 * a),
        "gelu": lambda a: 0.5 * a * (1.0 + tf.math.erf(a / np.sqrt(2.0))),
        "hypot": lambda a, b: tf.sqrt(a * a + b * b),
        "logaddexp": lambda a, b: a + tf.nn.softplus(b - a),
        "log2": lambda a: tf.math.log(a) / np.log(2.0),
        "log10": lambda a: tf.math.log(a) / np.log(10.0),
        "detach": tf.stop_gradient,
        "where": lambda a, b, c: tf.where(a != 0, b, c),
    }

    def where(condition: Any, a: Any, b: Any) -> Any:  # TensorFlow's own takes 1.0 for 32 bits
        return tf.where(condition, tf.constant(a, tf.float64), tf.constant(b, tf.float64))

    def matmul(a: Any, b: Any) -> Any:  # TensorFlow's own knows no vectors
        is_row, is_column = len(a.shape) == 1, len(b.shape) == 1
        left, right = (a[None, :] if is_row else a), (b[:, None] if is_column else b)
        axes = [-2] * is_row + [-1] * is_column
        return tf.squeeze(tf.matmul(left, right), axis=axes) if axes else tf.matmul(left, right)

    formulas = {
        **_arrays(tf.reshape, tf.gather, where, tf.constant, tf.argmax),
        **{"pow": tf.pow, "matmul": matmul, "sqrt": tf.sqrt},
        "sum": lambda a, axis=None, keepdims=False: tf.reduce_sum(a, axis=axis, keepdims=keepdims),
        "amax": lambda a, axis=None, keepdims=False: tf.reduce_max(a, axis=axis, keepdims=keepdims),
        "join": lambda a, b, axis: tf.concat((a, b), axis),
    }
    call = _caller([tf, tf.math, tf.nn], formulas, own)
    tensors = [tf.Variable(x, dtype=tf.float64) for x in inputs]
    with tf.GradientTape() as tape:
        output = _output(graph, tensors, lambda c: tf.constant(c, dtype=tf.float64), call)
        total = tf.reduce_sum(output)
    found = tape.gradient(total, tensors, unconnected_gradients="zero")
    return [g.numpy()[()] for g in found]


LIBRARIES: dict[str, Callable[[Graph, Sequence[Value]], list[Value]]] = {
    "torch": _torch,
    "jax": _jax,
    "tensorflow": _tensorflow,
}
