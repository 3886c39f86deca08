"""Names of other libraries as they are pasted: ``np.exp``, ``torch.relu``, ``math.pi``.

A function is read where it means the same there and here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from ..expression import FUNCTIONS
from ..ops import ALIASES, OPS, Op

__all__ = ["CONSTANTS", "LIBRARIES", "shared_constant", "shared_function"]

LIBRARIES = {
    **dict.fromkeys(("np", "numpy", "jnp", "jax.numpy", "autograd.numpy", "anp"), "numpy"),
    **dict.fromkeys(("math", "cmath"), "math"),
    **dict.fromkeys(("torch", "torch.special"), "torch"),
    **dict.fromkeys(("torch.nn.functional", "nn.functional", "F"), "torch"),
    **dict.fromkeys(("tf", "tensorflow", "tf.math", "tf.nn", "tensorflow.math"), "tensorflow"),
    **dict.fromkeys(("jax.nn", "nn"), "jax.nn"),
    **dict.fromkeys(("sympy", "sp", "sym"), "sympy"),
    **dict.fromkeys(("scipy.special", "special"), "scipy"),
    **dict.fromkeys(("bv", "backprop_viz"), "ours"),
}
"""What stands before the last point of a name, and whose it is."""

CONSTANTS: Mapping[str, tuple[float, str]] = {
    "pi": (math.pi, "π"),
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


def shared_constant(name: str) -> tuple[float, str] | None:
    """The value of ``np.pi`` and its kind, and its name in a graph."""
    library, _, last = name.rpartition(".")
    return CONSTANTS.get(last) if library in LIBRARIES else None


def shared_function(name: str) -> Op | None:
    """The row of ``np.exp`` and its kind, if it is one that means the same here."""
    library, _, last = name.rpartition(".")
    if library not in LIBRARIES or (LIBRARIES[library], last) in _OTHERWISE:
        return None
    others = _OF_SYMPY if LIBRARIES[library] == "sympy" else _NAMED
    return OPS[ALIASES.get(last, last)] if last in FUNCTIONS else others.get(last)
