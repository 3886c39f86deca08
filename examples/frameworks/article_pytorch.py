"""The article's program in PyTorch: `pip install "backprop-viz[torch]"`.

Every tensor remembers how it was made; ``backward`` walks back and leaves gradients in ``grad``.
Those of intermediate results are thrown away unless ``retain_grad`` asks for them.
"""

import sys

from side_by_side import INPUTS, RATE, compare, library

with library("torch"):
    import torch

x, w, b, y_ = (torch.tensor(INPUTS[name], requires_grad=True) for name in ("x", "w", "b", "y'"))
optimizer = torch.optim.SGD([x, w, b, y_], lr=RATE)
seen = []
for _ in ("before the step", "after it"):
    p = w * x
    y = p + b
    s = -y
    t = y_ + s
    f = t**2
    for result in (p, y, s, t, f):
        result.retain_grad()
    optimizer.zero_grad()  # backward adds to what is there
    f.backward()
    values = {"x": x, "w": w, "b": b, "p": p, "y": y, "y'": y_, "s": s, "t": t, "f": f}
    seen.append({name: (value.item(), value.grad.item()) for name, value in values.items()})
    optimizer.step()

sys.exit(compare(f"PyTorch {torch.__version__}", *seen))
