"""Names of other libraries as they are pasted: ``np.exp``, ``torch.relu``, ``math.pi``.

A function is read where it means the same there and here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from ..calls.library import FUNCTIONS
from ..calls.written import LIBRARY
from ..core.number_ops import NUMBER_OPS
from ..core.operation import Op
from ..core.ops import ALIASES, OPS

__all__ = [
    "ARRAY_FUNCTIONS",
    "CONSTANTS",
    "LIBRARIES",
    "array_method",
    "asks_for_axis",
    "goes_over_all",
    "is_idle",
    "is_otherwise",
    "layer",
    "makes",
    "shared_array_function",
    "shared_constant",
    "shared_function",
]

LIBRARIES = {
    **dict.fromkeys(("np", "numpy", "jnp", "jax.numpy", "autograd.numpy", "anp"), "numpy"),
    **dict.fromkeys(("np.linalg", "numpy.linalg", "jnp.linalg"), "numpy"),
    **dict.fromkeys(("math", "cmath", "Math"), "math"),
    **dict.fromkeys(("torch", "torch.special"), "torch"),
    **dict.fromkeys(("torch.nn.functional", "nn.functional", "F"), "torch"),
    **dict.fromkeys(("tf", "tensorflow", "tf.math", "tf.nn", "tensorflow.math"), "tensorflow"),
    **dict.fromkeys(("jax.nn", "nn"), "jax.nn"),
    "torch.nn": "layers",
    **dict.fromkeys(("sympy", "sp", "sym"), "sympy"),
    **dict.fromkeys(("scipy.special", "special"), "scipy"),
    **dict.fromkeys(("bv", "backprop_viz"), "ours"),
}
"""What stands before the last point of a name, and whose it is."""

CONSTANTS: Mapping[str, tuple[float, str]] = {
    **dict.fromkeys(("pi", "PI"), (math.pi, "π")),
    "e": (math.e, "e"),
    "E": (math.e, "e"),
    "inf": (math.inf, ""),
    "oo": (math.inf, ""),
    "nan": (math.nan, ""),
}

# What goes by another name there, and what means something else there under the same name.
_NAMED = {
    **{ufunc: row for row in OPS.values() for ufunc in row.ufuncs},
    **{name: row for name, row in OPS.items() if row.operator},
    "expit": OPS["sigmoid"],
}
_OF_SYMPY = {"Abs": OPS["abs"], "Max": OPS["maximum"], "Min": OPS["minimum"]}
_OTHERWISE = {
    ("sympy", "maximum"),  # of a function over all its arguments
    ("sympy", "minimum"),
    ("numpy", "max"),  # of the entries of one array; the second operand is an axis
    ("numpy", "min"),
    ("tensorflow", "leaky_relu"),  # its slope is 0.2
    ("jax.nn", "gelu"),  # an approximation, by default
}


# What PyTorch calls with nothing first, as in nn.ReLU()(x), and means the same then.
_LAYERS = {
    **{name: OPS[name.lower()] for name in ("ReLU", "Sigmoid", "Tanh", "Softplus", "GELU")},
    "LeakyReLU": OPS["leaky_relu"],
}
# What makes a number or a list a value of a library's, and its options that change no number.
_MAKERS = re.compile(
    r"(Value|float|float64|tensor|as_tensor|array|asarray|Parameter|Variable|constant)|Tensor"
)
_OPTIONS = re.compile(
    r"(label|name)=.*|(requires_grad|trainable)=(True|False)"
    r"|dtype=([\w.]*\.)?(float|float64|double)"
)
_MAKING_NO_CHANGE = (".double", ".clone", ".requires_grad_")


def makes(called: str, of: str) -> bool:
    """Whether a function, or a method, of a "number" or "list" is that number or list itself."""
    library, _, last = _split(called)
    if called in _MAKING_NO_CHANGE:
        return True
    match = _MAKERS.fullmatch(last) if not library or library in LIBRARIES else None
    return match is not None and (of == "list" or match[1] is not None)


def is_idle(option: str) -> bool:
    """Whether an option of such a function, written ``requires_grad=True``, changes no number."""
    return _OPTIONS.fullmatch(option) is not None


def layer(name: str) -> Op | None:
    """The row of ``nn.ReLU``, called as ``nn.ReLU()(x)``."""
    library, _, last = _split(name)
    return _LAYERS.get(last) if library in ("", "nn", "torch.nn") else None


def _split(name: str) -> tuple[str, str, str]:
    return "".join(name.split()).rpartition(".")


def shared_constant(name: str) -> tuple[float, str] | None:
    """The value of ``np.pi`` and its kind, and its name in a graph."""
    library, _, last = _split(name)
    return CONSTANTS.get(last) if library in LIBRARIES else None


def shared_function(name: str) -> Op | None:
    """The row of ``np.exp`` and its kind, if it is one that means the same here."""
    library, _, last = _split(name)
    whose = LIBRARIES.get(library, "layers")
    if whose == "layers" or (whose, last) in _OTHERWISE:
        return None
    others = _OF_SYMPY if whose == "sympy" else _NAMED
    row = ALIASES.get(last, last)
    found = OPS.get(row)
    return found if found in NUMBER_OPS and last in FUNCTIONS else others.get(last)


ARRAY_FUNCTIONS = frozenset(
    name
    for name in FUNCTIONS
    if OPS.get(ALIASES.get(name, name)) not in NUMBER_OPS or name in ("max", "min")
) - {"detach", "one_hot_like"}
"""The functions that take an axis, a shape or a list, or any number of arrays."""

_CALLED_ELSEWHERE = {
    **{"concatenate": "concat", "cat": "concat", "amax": "max", "amin": "min"},
    **{"permute": "transpose", "view": "reshape", "reduce_sum": "sum", "reduce_mean": "mean"},
    **{"reduce_max": "max", "ravel": "reshape", "flatten": "reshape"},
    **{"mse_loss": "mse", "max_pool2d": "max_pool", "avg_pool2d": "avg_pool"},
    "scaled_dot_product_attention": "attention",
}

# What others call so and mean the same, of the library and of what only it needs.
_ALSO_THEIRS = {
    *(("torch", name) for name in ("softmax", "log_softmax", "cross_entropy", "conv2d", "silu")),
    *(("torch", name) for name in ("linear", "embedding", "binary_cross_entropy", "mse_loss")),
    *(("torch", name) for name in ("max_pool2d", "avg_pool2d", "scaled_dot_product_attention")),
    *(("jax.nn", name) for name in ("softmax", "log_softmax", "silu", "swish")),
    *(("tensorflow", name) for name in ("softmax", "log_softmax", "silu", "swish")),
    *(("scipy", name) for name in ("softmax", "log_softmax")),
    *(("numpy", name) for name in ("softmax", "log_softmax")),  # of methods: z.softmax(0)
}
_OURS_ALONE = {*LIBRARY, "one_hot_max", "windows", "windows_like"}
_ELSEWHERE_OTHERWISE = {
    *(("torch", name) for name in ("max", "min", "var", "size", "transpose")),
    *(("sympy", name) for name in ARRAY_FUNCTIONS),
    *(("math", name) for name in ARRAY_FUNCTIONS),
    *(("tensorflow", name) for name in ("norm", "size", "max", "min")),
    ("numpy", "size"),
}


_METHODS = {
    *("sum", "mean", "max", "min", "var", "reshape", "view", "transpose", "permute", "dot"),
    *("ravel", "flatten", "softmax", "log_softmax", "logsumexp", "norm"),
}


# What goes over all axes there where none is named, and over the last one here.
_OVER_ALL = {
    *(("scipy", name) for name in ("softmax", "log_softmax", "logsumexp")),
    ("jax.nn", "logsumexp"),
}


def goes_over_all(name: str) -> bool:
    """Whether ``special.softmax(x)`` or its kind is over all axes, as no axis is named."""
    library, _, last = _split(name)
    return bool(library) and (LIBRARIES.get(library), last) in _OVER_ALL


def asks_for_axis(name: str) -> bool:
    """Whether an axis that is not named is, as in ``F.softmax(x)``, by how many axes there are."""
    library, _, last = _split(name)
    return LIBRARIES.get(library) == "torch" and last in ("softmax", "log_softmax")


def is_otherwise(name: str, places: Sequence[object], words: Sequence[str] = ()) -> bool:
    """Whether a call means something else there by its further arguments, or by words for them.

    ``places`` are numbers, or None for what is none. A second number is the order of a norm; it is
    an axis of PyTorch's max, which then has two results, and whose var divides by one less.
    """
    library, _, last = _split(name)
    is_method = not library
    if last == "norm":
        return bool(places)
    if last in ("max", "min", "var") and is_method:
        return not {"dim", "keepdim"}.isdisjoint(words)
    if last in ("max", "min") and LIBRARIES.get(library) == "torch":
        return bool(places) and places[0] is not None
    if last == "transpose" and is_method:  # two axes are exchanged there, and stay here
        return list(places) in ([0, 1], [-2, -1])
    return last in ("flatten", "ravel") and bool(places)


def array_method(name: str) -> str:
    """The function of arrays that ``.mean`` and its kind are, else nothing."""
    last = name.lstrip(".")
    return shared_array_function(f"np.{last}") if last in _METHODS else ""


def shared_array_function(name: str) -> str:
    """The function of arrays that ``np.mean`` and its kind are, else nothing."""
    library, _, last = _split(name)
    whose = LIBRARIES.get(library, "layers")
    called = _CALLED_ELSEWHERE.get(last, last) if whose != "ours" else last
    is_other = whose == "layers" or (whose, last) in _ELSEWHERE_OTHERWISE
    if called in _OURS_ALONE and whose != "ours":
        is_other = (whose, last) not in _ALSO_THEIRS
    return called if called in ARRAY_FUNCTIONS and not is_other else ""
