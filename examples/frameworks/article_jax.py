"""The article's program in JAX: `pip install "backprop-viz[jax]"`.

``grad`` turns a function into that of its gradient by its arguments. An intermediate result is no
argument, so each gets a nudge of zero added, and the gradient by the nudge is its own.
"""

import sys

from side_by_side import INPUTS, RATE, compare, library

with library("jax"):
    import jax

NO_NUDGE = dict.fromkeys(("p", "y", "s", "t", "f"), 0.0)


def circuit(inputs, nudge):
    """The cost, which is to be differentiated, and all values beside it."""
    p = inputs["w"] * inputs["x"] + nudge["p"]
    y = p + inputs["b"] + nudge["y"]
    s = -y + nudge["s"]
    t = inputs["y'"] + s + nudge["t"]
    f = t**2 + nudge["f"]
    return f, {**inputs, "p": p, "y": y, "s": s, "t": t, "f": f}


gradients_of = jax.jit(jax.grad(circuit, argnums=(0, 1), has_aux=True))
inputs = INPUTS
seen = []
for _ in ("before the step", "after it"):
    (by_input, by_nudge), values = gradients_of(inputs, NO_NUDGE)
    gradients = {**by_input, **by_nudge}
    seen.append({name: (float(values[name]), float(gradients[name])) for name in values})
    inputs = jax.tree.map(lambda value, gradient: value - RATE * gradient, inputs, by_input)

sys.exit(compare(f"JAX {jax.__version__}", *seen))
