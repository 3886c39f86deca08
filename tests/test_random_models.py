"""A hundred modules by chance: each is read, with PyTorch's own gradients."""

from __future__ import annotations

import random

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.models.witness import witness_of

torch = pytest.importorskip("torch")
torch.set_num_threads(1)
nn, F = torch.nn, torch.nn.functional


def wide(rng, size):
    """Layers on examples of ``size`` features, and what they make of it."""
    out = rng.choice([2, 3, 4, 6])
    return rng.choice(
        [
            (nn.Linear(size, out, bias=rng.random() < 0.7), out),
            (nn.LayerNorm(size), size),
            (nn.RMSNorm(size), size),
            (nn.BatchNorm1d(size), size),
            (nn.GroupNorm(1, size), size),
            (nn.Dropout(0.3), size),
            (nn.Softmax(dim=1), size),
            (nn.LogSoftmax(dim=-1), size),
            (nn.Flatten(), size),
            (nn.PReLU(), size),
            (activation(rng), size),
            (activation(rng), size),
        ]
    )


def activation(rng):
    return rng.choice(
        [
            lambda: nn.ReLU(inplace=rng.random() < 0.5),
            lambda: nn.LeakyReLU(rng.choice([0.01, 0.2]), inplace=rng.random() < 0.5),
            lambda: nn.ELU(inplace=rng.random() < 0.5),
            lambda: nn.SiLU(inplace=rng.random() < 0.5),
            lambda: nn.Hardtanh(inplace=rng.random() < 0.5),
            lambda: nn.Hardswish(inplace=rng.random() < 0.5),
            lambda: nn.GELU(approximate=rng.choice(["none", "tanh"])),
            *(nn.Tanh, nn.Sigmoid, nn.Softplus, nn.Mish, nn.SELU, nn.CELU, nn.LogSigmoid),
            *(nn.ReLU6, nn.Softsign, nn.Tanhshrink),
        ]
    )()


def deep(rng, channels):
    """Layers on images of some channels."""
    out = rng.choice([2, 4])
    kernel = rng.choice([1, 2, 3])
    return rng.choice(
        [
            (nn.Conv2d(channels, out, kernel, rng.choice([1, 2]), rng.choice([0, 1])), out),
            (
                nn.Conv2d(channels, 2 * channels, 3, padding=1, groups=channels, bias=False),
                2 * channels,
            ),
            (nn.Conv2d(channels, out, 2, dilation=2, padding="same", padding_mode="reflect"), out),
            (nn.ConvTranspose2d(channels, out, kernel, 2, output_padding=rng.choice([0, 1])), out),
            (nn.BatchNorm2d(channels), channels),
            (nn.InstanceNorm2d(channels, affine=True), channels),
            (nn.GroupNorm(rng.choice([1, channels]), channels), channels),
            (nn.MaxPool2d(2, rng.choice([1, 2]), padding=rng.choice([0, 1])), channels),
            (
                nn.AvgPool2d(2, 1, rng.choice([0, 1]), count_include_pad=rng.random() < 0.5),
                channels,
            ),
            (nn.AdaptiveAvgPool2d(rng.choice([1, 3])), channels),
            (nn.AdaptiveMaxPool2d(3), channels),
            (nn.Upsample(scale_factor=2), channels),
            (nn.ReflectionPad2d(1), channels),
            (nn.Dropout2d(0.3), channels),
            (activation(rng), channels),
            (activation(rng), channels),
        ]
    )


class Chance(nn.Module):
    """Layers in a row, some of them twice, some with a way around them, some on a part alone."""

    def __init__(self, rng, kind, size):
        super().__init__()
        self.layers, self.ways, make = nn.ModuleList(), [], {"wide": wide, "deep": deep}[kind]
        for _ in range(rng.randint(2, 5)):
            before = size
            layer, size = make(rng, size)
            self.layers.append(layer)
            self.ways.append(
                rng.choice(["", "", "around", "twice", "part", "write"]) if before == size else ""
            )
        self.kept = kind

    def forward(self, x):
        for layer, way in zip(self.layers, self.ways, strict=True):
            before = x
            x = layer(x.clone() if way == "around" else x)
            if way == "around" and before.shape == x.shape:
                x = x + before
            elif way == "twice" and min(x.shape[2:], default=9) > 2:
                x = layer(x)
            elif way == "part":
                first, rest = x[:, :1], x[:, 1:]
                x = torch.cat([rest * 2, first.sin()], dim=1)
            elif way == "write":
                x = x * 1
                x[:, 0] = x[:, 1].tanh()
                x += 0.5
        return x


def one_that_runs(rng, kind, shape):
    """A module by chance and an example for it; PyTorch itself refuses some."""
    while True:
        model = Chance(rng, kind, shape[1]).train(rng.random() < 0.7)
        x = torch.randn(shape).requires_grad_()
        try:
            model(x).sum().backward()
        except (RuntimeError, ValueError):
            with pytest.raises(bv.GraphError, match="the model fails"):
                bv.graph(model, like=x)
            continue
        return model, x


@pytest.mark.parametrize("seed", range(100))
def test_modules_by_chance(seed):
    rng = random.Random(seed)
    torch.manual_seed(seed)
    kind = rng.choice(["wide", "deep"])
    shape = (4, 4) if kind == "wide" else (2, 2, 5, 5)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        model, x = one_that_runs(rng, kind, shape)
        pull = torch.linspace(-1, 1, model(x)[0].numel())  # or a softmax has a slope of 0

        def loss(x):
            return (model(x).reshape(len(x), -1) * pull).sum()

        state = torch.get_rng_state()
        try:
            graph = bv.graph(loss, like=x)
        except bv.GraphError as error:
            pytest.fail(f"{model} {error}")
        torch.set_rng_state(state)
        walk = graph.walk()
        model.zero_grad()
        x.grad = None
        out = loss(x)
        out.backward()
    finally:
        torch.set_default_dtype(before)
    wanted = {"x": x.grad, **{f"model.{name}": p.grad for name, p in model.named_parameters()}}
    size = max(float(one.abs().max()) for one in wanted.values() if one is not None)
    assert np.isclose(walk.output, out.item(), rtol=1e-9, atol=1e-9)
    for name, found in walk.gradients.items():
        if name in graph.inputs:
            other = wanted[next(key for key in wanted if key.rstrip("_") == name.rstrip("'"))]
            np.testing.assert_allclose(found, other.numpy(), rtol=0, atol=1e-9 * size)
    assert witness_of(graph).difference(walk) is None


def test_this_test_sees_modules_of_each_kind():
    made = [Chance(random.Random(seed), "wide", 4) for seed in range(100)]
    assert {way for one in made for way in one.ways} == {"", "around", "twice", "part", "write"}
