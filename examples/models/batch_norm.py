"""A small language model with its BatchNorm written out, each gradient beside PyTorch's own.

The exercise is to find the gradient of every line by hand (A. Karpathy, *Becoming a Backprop
Ninja*, 2022); the walk finds them one step at a time. ``pip install "backprop-viz[torch]"``
"""

import sys

import torch

import backprop_viz as bv

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
LETTERS, CONTEXT, WIDE, HIDDEN, BATCH = 8, 3, 2, 5, 6
C = torch.randn(LETTERS, WIDE)
W1, b1 = torch.randn(CONTEXT * WIDE, HIDDEN) * 0.5, torch.randn(HIDDEN) * 0.1
W2, b2 = torch.randn(HIDDEN, LETTERS) * 0.3, torch.randn(LETTERS) * 0.1
gain, shift = torch.ones(1, HIDDEN), torch.zeros(1, HIDDEN)
for parameter in (C, W1, b1, W2, b2, gain, shift):
    parameter.requires_grad_()
X, Y = torch.randint(0, LETTERS, (BATCH, CONTEXT)), torch.randint(0, LETTERS, (BATCH,))
SEEN = {}


def loss(X, Y):  # noqa: N803
    """The mean surprise at the letters that come next."""
    emb = C[X]
    flat = emb.view(emb.shape[0], -1)
    before = flat @ W1 + b1
    mean = before.sum(0, keepdim=True) / BATCH
    diff = before - mean
    squares = diff**2
    var = squares.sum(0, keepdim=True) / (BATCH - 1)
    scale = (var + 1e-5) ** -0.5
    raw = diff * scale
    normed = gain * raw + shift
    h = torch.tanh(normed)
    logits = h @ W2 + b2
    top = logits.max(1, keepdim=True).values
    below = logits - top
    counts = below.exp()
    total = counts.sum(1, keepdim=True)
    inverse = total**-1
    probs = counts * inverse
    logprobs = probs.log()
    f = -logprobs[range(BATCH), Y].mean()
    SEEN.update((name, one) for name, one in locals().items() if name not in "XY")
    return f


walk = bv.graph(loss, like=(X, Y)).walk()


def main():
    """Print each gradient beside PyTorch's own; 1 if they are apart."""
    f = loss(X, Y)
    for tensor in SEEN.values():
        tensor.retain_grad()
    f.backward()
    print(f"{'':>9}{'largest of ours':>18}{'of PyTorch':>18}{'apart':>10}")
    furthest = 0.0
    for name in ("C", "W1", "b1", "W2", "b2", "gain", "shift", *SEEN):
        ours, other = walk.gradients[name], SEEN.get(name, globals().get(name)).grad.numpy()
        apart = abs(ours - other).max()
        furthest = max(furthest, apart)
        print(f"{name:>9}{abs(ours).max():18.12f}{abs(other).max():18.12f}{apart:10.1e}")
    return int(furthest > 1e-12)


if __name__ == "__main__":
    sys.exit(main())
