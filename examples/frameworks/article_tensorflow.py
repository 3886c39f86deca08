"""The article's program in today's TensorFlow: `pip install "backprop-viz[tensorflow]"`.

A tape watches the variables while the circuit computes; its ``gradient`` walks back.
"""

import sys

from side_by_side import INPUTS, RATE, compare, library

with library("tensorflow"):
    import tensorflow as tf

x, w, b, y_ = (tf.Variable(INPUTS[name]) for name in ("x", "w", "b", "y'"))
optimizer = tf.keras.optimizers.SGD(learning_rate=RATE)
seen = []
for _ in ("before the step", "after it"):
    with tf.GradientTape() as tape:
        p = w * x
        y = p + b
        s = -y
        t = y_ + s
        f = t**2
    values = {"x": x, "w": w, "b": b, "p": p, "y": y, "y'": y_, "s": s, "t": t, "f": f}
    gradients = tape.gradient(f, values)
    seen.append({name: (float(values[name]), float(gradients[name])) for name in values})
    optimizer.apply_gradients((gradients[name], values[name]) for name in INPUTS)

sys.exit(compare(f"TensorFlow {tf.__version__}", *seen))
