"""A block of a GPT, written by hand: each parameter's gradient beside PyTorch's own.

``pip install "backprop-viz[torch]"``
"""

import math
import sys

import torch
from torch import nn
from torch.nn import functional

import backprop_viz as bv

torch.manual_seed(2)
torch.set_default_dtype(torch.float64)


class Attention(nn.Module):
    """Each token looks at those before it."""

    def __init__(self, wide, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(wide, 3 * wide)
        self.proj = nn.Linear(wide, wide)

    def forward(self, x):
        batch, tokens, wide = x.shape
        parts = self.qkv(x).split(wide, dim=2)
        shape = (batch, tokens, self.heads, wide // self.heads)
        q, k, v = (one.view(shape).transpose(1, 2) for one in parts)
        scores = q @ k.transpose(-2, -1) / math.sqrt(k.size(-1))
        later = torch.ones(tokens, tokens).triu(1).bool()
        weights = functional.softmax(scores.masked_fill(later, -math.inf), dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(batch, tokens, wide))


class Block(nn.Module):
    """Attention, then a small network for each token, both beside a way around them."""

    def __init__(self, wide, heads):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(wide), nn.LayerNorm(wide)
        self.attn = Attention(wide, heads)
        self.mlp = nn.Sequential(nn.Linear(wide, 2 * wide), nn.GELU(), nn.Linear(2 * wide, wide))

    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln2(x))


class GPT(nn.Module):
    """Letters in, scores for the next letter out."""

    def __init__(self, letters=5, wide=4, heads=2, longest=4):
        super().__init__()
        self.letters, self.places = nn.Embedding(letters, wide), nn.Embedding(longest, wide)
        self.layers = nn.ModuleList([Block(wide, heads)])
        self.head = nn.Linear(wide, letters, bias=False)

    def forward(self, letters):
        x = self.letters(letters) + self.places.weight[: letters.shape[1]]
        for layer in self.layers:
            x = layer(x)
        return self.head(x)


gpt, text = GPT(), torch.randint(0, 5, (1, 5))


def loss(text):
    """The mean surprise at each next letter."""
    scores = gpt(text[:, :-1])
    return functional.cross_entropy(scores.flatten(0, 1), text[:, 1:].flatten())


walk = bv.graph(loss, like=text).walk()


def main():
    """Print each parameter's gradient beside PyTorch's own; 1 if they are apart."""
    loss(text).backward()
    print(f"{'':>32}{'largest of ours':>18}{'of PyTorch':>18}{'apart':>10}")
    furthest = 0.0
    for name, parameter in gpt.named_parameters(prefix="gpt"):
        ours, other = walk.gradients[name], parameter.grad.numpy()
        apart = abs(ours - other).max()
        furthest = max(furthest, apart)
        print(f"{name:>32}{abs(ours).max():18.12f}{abs(other).max():18.12f}{apart:10.1e}")
    return int(furthest > 1e-12)


if __name__ == "__main__":
    sys.exit(main())
