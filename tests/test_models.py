"""Models of PyTorch, read as they run, held against PyTorch's own gradients."""

# ruff: noqa: N806  # the names that models have

from __future__ import annotations

import doctest
import math
import re
import runpy
import shlex
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.cli.main import main
from backprop_viz.models.witness import witness_of

torch = pytest.importorskip("torch")
nn, F = torch.nn, torch.nn.functional

CLOSE = 1e-9
PAGE = Path(__file__).parent.parent / "docs/models.md"


@pytest.fixture(autouse=True)
def _float64():
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(before)


def close(one, other):
    one, other = np.asarray(one), np.asarray(other)
    size = max(np.abs(other).max(initial=0.0), 1e-3)
    assert one.shape == other.shape
    assert np.abs(one - other).max(initial=0.0) <= CLOSE * size


def agrees(function, like, *modules, **graph_options):
    """The walk of a model, whose every input has the gradient that PyTorch's backward() gives."""
    state = torch.get_rng_state()
    graph = bv.graph(function, like=like, **graph_options)
    walk = graph.walk()
    given = [
        one.clone().requires_grad_()
        if isinstance(one, torch.Tensor) and one.is_floating_point()
        else one
        for one in like
    ]
    torch.set_rng_state(state)
    parameters = {f"{n}.{k}": p for n, m in (modules or {}) for k, p in m.named_parameters()}
    if isinstance(function, nn.Module):
        parameters = dict(function.named_parameters())
    for parameter in parameters.values():
        parameter.grad = None
    out = function(*given)
    out.sum().backward()
    close(walk.output, out.detach().numpy())
    floats = [one for one in given if isinstance(one, torch.Tensor) and one.requires_grad]
    names = [name for name in graph.inputs if name not in graph.parameters]
    for name in names:
        found = walk.gradients[name]
        assert any(
            found.shape == tuple(one.shape)
            and np.allclose(
                found, 0 if one.grad is None else one.grad.numpy(), rtol=1e-9, atol=1e-12
            )
            for one in floats
        ), name
    for name in graph.parameters:
        close(walk.gradients[name], parameters[bv_name(name, parameters)].grad.numpy())
    assert witness_of(graph).difference(walk) is None
    return walk


def bv_name(name, known):
    return next(
        one
        for one in known
        if bv.graph("x").inputs and one.replace("_", "") == name.replace("_", "").replace("'", "")
    )


def test_the_article():
    w, x, b, y = (torch.tensor(value) for value in (3.0, 2.0, 1.0, 5.0))

    def article(w, x, b, y):
        p = w * x
        s = p + b
        t = y - s
        f = t**2
        return f

    walk = agrees(article, (w, x, b, y))
    assert walk.graph.inputs == ("w", "x", "b", "y")
    assert str(walk.graph).splitlines()[-4:] == ["p = w*x", "s = p+b", "t = y-s", "f = square(t)"]
    assert float(walk.gradients["w"]) == 8.0


def test_an_mlp_with_cross_entropy():
    net = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3))
    x, y = torch.randn(6, 4), torch.randint(0, 3, (6,))

    def loss(x, y):
        logits = net(x)
        return F.cross_entropy(logits, y)

    walk = agrees(loss, (x, y), ("net", net))
    assert [block.name for block in walk.graph.blocks] == ["net", "log_softmax", "nll_loss"]
    assert [block.name for block in walk.graph.blocks[0].parts] == ["net.0", "net.1", "net.2"]
    assert walk.graph.parameters == {"net.0.weight", "net.0.bias", "net.2.weight", "net.2.bias"}
    assert "logits" in walk.values


def test_every_line_of_an_mlp_with_batch_norm_by_hand():
    n, vocabulary, block, wide, hidden = 8, 9, 3, 4, 10
    C = torch.randn(vocabulary, wide)
    W1, b1 = torch.randn(block * wide, hidden) * 0.3, torch.randn(hidden) * 0.1
    W2, b2 = torch.randn(hidden, vocabulary) * 0.1, torch.randn(vocabulary) * 0.1
    gain, shift = torch.randn(1, hidden) * 0.1 + 1, torch.randn(1, hidden) * 0.1
    parameters = [C, W1, b1, W2, b2, gain, shift]
    for one in parameters:
        one.requires_grad_()
    xb, yb = torch.randint(0, vocabulary, (n, block)), torch.randint(0, vocabulary, (n,))
    kept = {}

    def loss(xb, yb):
        emb = C[xb]
        embcat = emb.view(emb.shape[0], -1)
        hprebn = embcat @ W1 + b1
        bnmean = 1 / n * hprebn.sum(0, keepdim=True)
        bndiff = hprebn - bnmean
        bndiffsq = bndiff**2
        bnvar = 1 / (n - 1) * bndiffsq.sum(0, keepdim=True)
        bnvarinv = (bnvar + 1e-5) ** -0.5
        bnraw = bndiff * bnvarinv
        hpreact = gain * bnraw + shift
        h = torch.tanh(hpreact)
        logits = h @ W2 + b2
        top = logits.max(1, keepdim=True).values
        normed = logits - top
        counts = normed.exp()
        total = counts.sum(1, keepdims=True)
        totalinv = total**-1
        probs = counts * totalinv
        logprobs = probs.log()
        out = -logprobs[range(n), yb].mean()
        kept.update({k: v for k, v in locals().items() if isinstance(v, torch.Tensor)})
        return out

    graph = bv.graph(loss, like=(xb, yb))
    walk = graph.walk()
    assert witness_of(graph).difference(walk) is None
    kept.clear()
    for one in parameters:
        one.grad = None
    out = loss(xb, yb)
    for tensor in kept.values():
        if tensor.requires_grad:
            tensor.retain_grad()
    out.backward()
    of_own = ("C", "W1", "b1", "W2", "b2", "gain", "shift")
    assert graph.parameters == {*of_own}
    for name, parameter in zip(of_own, parameters, strict=True):
        close(walk.gradients[name], parameter.grad.numpy())
    named = [name for name, t in kept.items() if t.requires_grad and name not in of_own]
    assert len(named) == 20
    for name in named:
        close(walk.values[name], kept[name].detach().numpy())
        close(walk.gradients[name], kept[name].grad.numpy())


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 2, 5, padding=2), nn.Conv2d(2, 3, 5)
        self.fc1, self.fc2 = nn.Linear(27, 8), nn.Linear(8, 4)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        return self.fc2(F.relu(self.fc1(x)))


def test_lenet():
    net, x, y = LeNet(), torch.randn(2, 1, 20, 20), torch.tensor([1, 3])
    walk = agrees(lambda x, y: F.cross_entropy(net(x), y), (x, y), ("net", net))
    names = [block.name for block in walk.graph.blocks[0].parts]
    assert names[:3] == ["net.conv1", "net.max_pool2d", "net.conv2"]


class Residual(nn.Module):
    def __init__(self, inner, outer, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inner, outer, 3, stride, 1, bias=False)
        self.bn1, self.bn2 = nn.BatchNorm2d(outer), nn.BatchNorm2d(outer)
        self.conv2 = nn.Conv2d(outer, outer, 3, padding=1, bias=False)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = nn.Sequential(nn.Conv2d(inner, outer, 1, stride), nn.BatchNorm2d(outer))

    def forward(self, x):
        identity = self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += identity
        return self.relu(out)


@pytest.mark.parametrize("mode", [True, False])
def test_a_block_of_a_resnet(mode):
    net = Residual(2, 3, 2).train(mode)
    before = {name: buffer.clone() for name, buffer in net.named_buffers()}
    graph = bv.graph(net, like=torch.randn(2, 2, 6, 6))
    assert all(torch.equal(buffer, before[name]) for name, buffer in net.named_buffers())
    assert [b.name for b in graph.blocks][:3] == ["downsample", "conv1", "bn1"]
    walk = agrees(net, (torch.randn(2, 2, 6, 6),))
    assert not any("running" in name for name in walk.graph.inputs)


WITH_A_CHOICE = {
    "max": lambda x: x.max(1)[0].sum(),
    "min": lambda x: x.min(1)[0].sum(),
    "amax": lambda x: x.amax(1).sum(),
    "max_pool": lambda x: nn.functional.max_pool2d(x[None], 2).sum(),
    "adaptive_max_pool": lambda x: nn.functional.adaptive_max_pool2d(x[None], 1).sum(),
    "softshrink": lambda x: nn.functional.softshrink(x).sum(),
    "hardshrink": lambda x: nn.functional.hardshrink(x).sum(),
    "clamp": lambda x: x.clamp(-1, 1).sum(),
    "clamp to what is computed": lambda x: x.clamp(x[0, 0], x[0, 0] + 9).sum(),
    "threshold": lambda x: nn.functional.threshold(x, 0.1, 20.0).sum(),
    "maximum": lambda x: torch.maximum(x, -x).sum(),
}


@pytest.mark.parametrize("name", WITH_A_CHOICE)
def test_what_chooses_loses_no_nan(name):
    """At the examples all is a number; a nan that comes later must not become one."""
    model = WITH_A_CHOICE[name]
    graph = bv.graph(model, like=torch.tensor([[1.5, 2.0], [3.0, -0.2]], dtype=torch.float64))
    for place in range(4):
        x = np.array([[1.0, 2.0], [3.0, -4.0]])
        x.flat[place] = np.nan
        assert model(torch.from_numpy(x)).isnan()
        assert np.isnan(graph.walk(x=x).output)
    for x in ([[np.inf, 2.0], [3.0, -np.inf]], [[-np.inf, -np.inf], [0.0, 0.0]]):
        wanted = model(torch.tensor(x, dtype=torch.float64)).item()
        assert np.array_equal(graph.walk(x=x).output, wanted, equal_nan=True)


AT_OTHER_NUMBERS = {
    "bounds that cross": (lambda x: (x * x).clamp(x[0], x[1]), [2.0, -1.0, 0.5]),
    "the greatest of nan": (lambda x: 2 * x.amax(), [np.nan, -1.0, 0.5]),
    "0 · log 0": (lambda x: torch.xlogy(x.relu(), (x - 1).relu()), [0.0, 1.0, 2.0]),
    "a target of 0": (
        lambda x: nn.functional.kl_div(x.detach(), x.relu(), reduction="sum"),
        [0.5, 0.0, 2.0],
    ),
}


@pytest.mark.parametrize("name", AT_OTHER_NUMBERS)
def test_numbers_that_the_examples_had_not(name):
    model, x = AT_OTHER_NUMBERS[name]
    graph = bv.graph(model, like=torch.tensor([0.2, 1.5, 0.9], dtype=torch.float64))
    walk = graph.walk(x=x)
    theirs = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    output = model(theirs)
    output.sum().backward()
    np.testing.assert_allclose(walk.output, output.detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(walk.gradients["x"], theirs.grad.numpy(), rtol=1e-12)


def test_targets_of_0_are_read():
    def model(x, y):
        return nn.functional.kl_div(x, y, reduction="sum")

    x = torch.tensor([-0.5, -1.0, -2.0], dtype=torch.float64)
    graph = bv.graph(model, like=(x, torch.tensor([0.0, 0.4, 0.6], dtype=torch.float64)))
    walk = graph.walk()
    assert walk.gradients["x"].tolist() == [0.0, -0.4, -0.6]
    assert np.isnan(walk.gradients["y"]).tolist() == [True, False, False]


@pytest.mark.parametrize("kind", [nn.LSTM, nn.GRU, nn.RNN])
def test_recurrent_networks_over_five_steps(kind):
    net = kind(3, 4, num_layers=2, bidirectional=kind is nn.GRU)
    agrees(lambda x: (net(x)[0] ** 2).sum(), (torch.randn(5, 2, 3),), ("net", net))


def test_what_a_module_is_given_comes_before_its_parameters():
    """The state of a cell, too, which it is given as a pair."""
    cell = nn.LSTMCell(2, 2)

    def model(x, h, c):
        h, c = cell(x, (h, c))
        h, c = cell(x, (h, c))
        return (h * c).sum()

    graph = bv.graph(model, like=tuple(torch.randn(1, 2) for _ in range(3)))
    for block in graph.blocks:
        names = [name for name, _ in block.arguments]
        assert names[:3] == ["input", "hx_0", "hx_1"]
        assert sorted(names[3:]) == ["bias_hh", "bias_ih", "weight_hh", "weight_ih"]
        assert block.signature == 3
    last = [step for step in graph.walk().steps if step.block is graph.blocks[0]][-7:]
    assert [step.operand for step in last[:3]] == ["x", "h", "c"]


def test_what_a_module_is_given_stays_first_where_its_code_calls_something_else_so():
    """``x = layer(x)`` is how most modules are written; a second name of a port tells nothing."""

    class Layers(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.scale = torch.nn.Linear(3, 3), torch.nn.Parameter(torch.ones(3))

        def forward(self, x, y):
            x = torch.tanh(self.one(x)) * self.scale
            x = x * self.scale + y
            return x.sum()

    class Around(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = Layers()

        def forward(self, x):
            return self.inner(x, x * 2) * 2

    graph = bv.graph(Around(), like=(torch.ones(2, 3),))
    (block,) = graph.blocks
    assert [own for own, _ in block.arguments][: block.signature] == ["x_1", "y"]
    assert len(block.arguments) == 5
    told = str(graph)
    assert "def Layers(x_1, y, weight, bias, scale):" in told
    assert not re.search(r"^ *(\w+)_\d = \1$", told, re.MULTILINE), "no second name"
    again = bv.graph(told)
    assert [n.op for n in again.nodes] == [n.op for n in graph.nodes]
    assert [b.operations for b in again.blocks] == [b.operations for b in graph.blocks]
    first, second = graph.walk(), again.walk()
    for name in graph.inputs:
        np.testing.assert_array_equal(first.gradients[name], second.gradients[name])


@pytest.mark.parametrize("kind", [nn.LSTMCell, nn.GRUCell, nn.RNNCell])
def test_recurrent_cells_over_five_steps(kind):
    cell = kind(3, 4)

    def loss(x):
        state = None
        for t in range(5):
            state = cell(x[t], state)
        return (state[0] ** 2).sum() if isinstance(state, tuple) else (state**2).sum()

    walk = agrees(loss, (torch.randn(5, 2, 3),), ("cell", cell))
    names = [block.name for block in walk.graph.blocks]
    assert [name for name in names if name.startswith("cell")] == [
        "cell",
        *(f"cell_{n}" for n in range(2, 6)),
    ]


@pytest.mark.parametrize("needs_weights", [True, False])
@pytest.mark.parametrize("mode", [True, False])
def test_multi_head_attention(needs_weights, mode):
    attention = nn.MultiheadAttention(4, 2, batch_first=True).train(mode)
    mask = torch.triu(torch.ones(3, 3, dtype=torch.bool), 1)

    def loss(x):
        out, _ = attention(x, x, x, attn_mask=mask, need_weights=needs_weights)
        return (out**2).sum()

    agrees(loss, (torch.randn(2, 3, 4),), ("attention", attention))


class Attention(nn.Module):
    def __init__(self, wide, heads, longest):
        super().__init__()
        self.heads = heads
        self.qkv, self.proj = nn.Linear(wide, 3 * wide), nn.Linear(wide, wide)
        self.register_buffer("mask", torch.tril(torch.ones(longest, longest)))
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(x).split(C, dim=2)
        q, k, v = (one.view(B, T, self.heads, C // self.heads).transpose(1, 2) for one in (q, k, v))
        att = q @ k.transpose(-2, -1) / math.sqrt(k.size(-1))
        att = att.masked_fill(self.mask[:T, :T] == 0, float("-inf"))
        att = self.drop(F.softmax(att, dim=-1))
        y = (att @ v).transpose(1, 2).contiguous().view(B, T, C)
        return self.proj(y)


class Block(nn.Module):
    def __init__(self, wide, heads, longest):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(wide), nn.LayerNorm(wide)
        self.attn = Attention(wide, heads, longest)
        self.mlp = nn.Sequential(nn.Linear(wide, 4 * wide), nn.GELU(), nn.Linear(4 * wide, wide))

    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln2(x))


class GPT(nn.Module):
    def __init__(self, vocabulary=7, wide=4, heads=2, longest=6):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(vocabulary, wide), nn.Embedding(longest, wide)
        self.layers = nn.ModuleList([Block(wide, heads, longest)])
        self.head = nn.Linear(wide, vocabulary, bias=False)
        self.head.weight = self.wte.weight

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1]))
        for layer in self.layers:
            x = layer(x)
        return self.head(x)


@pytest.mark.parametrize("mode", [True, False])
def test_a_block_of_a_gpt(mode):
    gpt, tokens = GPT().train(mode), torch.randint(0, 7, (2, 5))

    def loss(tokens):
        logits = gpt(tokens[:, :-1])
        return F.cross_entropy(logits.reshape(-1, 7), tokens[:, 1:].reshape(-1))

    walk = agrees(loss, (tokens,), ("gpt", gpt))
    parts = [block.name for block in walk.graph.blocks[0].parts]
    assert parts == ["gpt.wte", "gpt.wpe", "gpt.layers.0", "gpt.head"]
    assert "gpt.layers.0.attn.att" in walk.values
    assert "gpt.head.weight" not in walk.graph.inputs  # it is the embedding's


def test_a_vae_with_given_noise():
    encoder, decoder = nn.Linear(4, 4), nn.Linear(2, 4)

    def loss(x, noise):
        mu, logvar = encoder(x).chunk(2, dim=1)
        z = mu + noise * torch.exp(0.5 * logvar)
        error = F.binary_cross_entropy_with_logits(decoder(z), x, reduction="sum")
        return error - 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())

    agrees(loss, (torch.rand(3, 4), torch.randn(3, 2)), ("encoder", encoder), ("decoder", decoder))


def test_noise_that_is_drawn_is_that_of_the_example():
    walk = agrees(lambda x: (x * torch.randn_like(x)).sum(), (torch.randn(3),))
    assert witness_of(walk.graph).difference(walk) is None


BY_CHANCE = {
    "native_dropout": lambda x: torch.native_dropout(x, 0.5, True)[0],
    "bernoulli_": nn.Dropout(0.5),
    "rand": lambda x: x * torch.rand(2, 3),
    "randn_like": lambda x: x + torch.randn_like(x),
    "normal": lambda x: x + torch.normal(0.0, 1.0, (2, 3)),
    "randperm": lambda x: x[torch.randperm(2)],
    "exponential_": lambda x: nn.functional.gumbel_softmax(x),
}


@pytest.mark.parametrize("name", BY_CHANCE)
def test_what_was_drawn_is_said(name):
    graph = bv.graph(BY_CHANCE[name], like=torch.randn(2, 3, dtype=torch.float64))
    assert any(note.startswith(f"{name} (") for note in graph.notes)
    assert not bv.graph(nn.Dropout(0.5).eval(), like=torch.ones(2, dtype=torch.float64)).notes


def test_a_loop_and_an_if_on_data():
    def function(x):
        for _ in range(3):
            if x.sum() > 0:
                x = torch.sin(x) * 2
            else:
                x = x - 1
        return (x**2).sum()

    for x in (torch.tensor([1.0, 2.0]), torch.tensor([-1.0, -2.0])):
        walk = agrees(function, (x,))
        (note,) = {one.slots["operation"] for one in witness_of(walk.graph).notes}
        assert note == "_local_scalar_dense"
    other = walk.graph.walk(x=[3.0, 4.0])  # which goes another way in PyTorch
    assert witness_of(walk.graph).difference(other).key == "models.differs_way"


class Shared(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(3, 3)
        self.same = self.inner

    def forward(self, x):
        first = torch.tanh(self.inner(x))
        return {"out": self.same(first), "parts": (first, [x])}


class Returns(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = Shared()

    def forward(self, x):
        made = self.shared(x)
        first, (again,) = made["parts"]
        return (made["out"] * first + again).sum()


def test_shared_modules_and_those_that_return_tuples_and_mappings():
    walk = agrees(Returns(), (torch.randn(2, 3),))
    (block,) = walk.graph.blocks
    assert [part.name for part in block.parts] == ["shared.inner", "shared.inner_2"]
    assert walk.graph.parameters == {"shared.inner.weight", "shared.inner.bias"}


# Gradients that stop, and what is written in place


def test_gradients_stop_where_pytorchs_do():
    W = nn.Parameter(torch.randn(3, 3))

    def function(x):
        a = x @ W
        with torch.no_grad():
            b = (a * 2).exp()
        c = a.detach() + a.data
        hard = (torch.round(x.detach()) - x).detach() + x
        return (a * b + c * a + hard @ W).sum()

    def written(x):
        a = x @ W
        b = (a * 2).exp().detach()
        return (a * b + 2 * a.detach() * a).sum()

    with pytest.raises(bv.GraphError, match="round"):
        bv.graph(function, like=torch.randn(2, 3))
    walk = bv.graph(written, like=torch.randn(2, 3)).walk()
    assert witness_of(walk.graph).difference(walk) is None
    assert any(node.op.name == "detach" for node in walk.graph.operations)


def test_what_is_written_in_place():
    W = nn.Parameter(torch.randn(3, 4))

    def function(x):
        a = x @ W
        a[:, 0] = 1.0
        a[1:, 2] += a[1:, 3] * 2
        a.T[3].mul_(3)
        view = a.view(-1)
        view[::5].relu_()
        out = torch.zeros(2, 4)
        for row in range(2):
            out[row] = a[row].cumsum(0)
        out.clamp_(min=-1)
        mask = out > 0.5
        out[mask] = 0.25
        return (out**2).sum() + a.sum()

    graph = bv.graph(function, like=torch.randn(2, 3))
    assert witness_of(graph).difference(graph.walk()) is None


def test_a_write_under_no_grad_changes_the_numbers_alone():
    weight = nn.Parameter(torch.randn(3))

    def function(x):
        with torch.no_grad():
            weight.clamp_(min=0.1)
        y = x.sin()
        y = y + weight
        with torch.no_grad():
            y *= 3
        return (y**2).sum() + (weight * x).sum()

    before = weight.detach().clone()
    x = torch.randn(3)
    graph = bv.graph(function, like=x)
    assert torch.equal(weight, before)
    walk = graph.walk()
    function(x).backward()
    close(walk.gradients["weight"], weight.grad.numpy())
    assert walk.graph.parameters == {"weight"}


def test_labels_that_have_no_slope_are_data():
    def loss(x, y):
        return F.soft_margin_loss(x * 2, y)

    graph = bv.graph(loss, like=(torch.randn(3), torch.ones(3)))
    assert graph.inputs == ("x",)
    assert witness_of(graph).difference(graph.walk()) is None


def test_what_is_picked_by_its_numbers_is_said():
    def function(x):
        return (x.sort().values * torch.arange(3.0)).sum() + x[x > 0].sum() + x.topk(2)[0].sum()

    graph = bv.graph(function, like=torch.tensor([0.5, -1.0, 2.0]))
    assert witness_of(graph).difference(graph.walk()) is None
    assert [note.partition(" ")[0] for note in graph.notes] == ["sort", "index", "topk"]


def hooked(x):
    y = x * 2
    y.register_hook(lambda g: g * 5)
    return (y**2).sum()


def unseen(x):
    y = x * 2
    y.data.mul_(3)
    return (y**2).sum()


REFUSED = {
    "hook": hooked,
    "mul_": unseen,
    "linalg_inv_ex": lambda x: torch.linalg.inv(torch.outer(x, x) + torch.eye(3)).sum(),
    "floor_divide|div": lambda x: torch.div(x, 2, rounding_mode="floor").sum(),
    "tuple": lambda x: (x, x),
    "no input": lambda x: torch.ones(3),
    "like": lambda x: x + torch.ones(2),
    "complex numbers": lambda x: torch.fft.fft(x).abs().sum(),
    "mul": lambda x: (torch.mul(x.detach(), 2, out=torch.empty(3)) * x).sum(),
}


SQUARE = torch.tensor([[2.0, 1.0], [0.5, 3.0]], dtype=torch.float64)
BAGS = torch.tensor([[1, 0], [1, 1]])
PLACES = torch.tensor([[0, 0], [1, 0]])
INSTEAD = {
    "a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0]": (
        lambda a: torch.det(a),
        lambda a: a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0],
    ),
    "F.embedding(indices, weight).sum(-2)": (
        lambda w: nn.functional.embedding_bag(BAGS, w, mode="sum"),
        lambda w: nn.functional.embedding(BAGS, w).sum(-2),
    ),
    "torch.eye(n).view(n, channels, height, width)": (
        lambda a: nn.functional.fold(a.reshape(1, 4, 1), 2, 2),
        lambda a: nn.functional.conv_transpose2d(
            a.reshape(1, 4, 1, 1), torch.eye(4, dtype=a.dtype).view(4, 1, 2, 2)
        ),
    ),
    "a.scatter_add(dim, index, src)": (
        lambda a: a.scatter_reduce(1, PLACES, a, "sum"),
        lambda a: a.scatter_add(1, PLACES, a),
    ),
}


@pytest.mark.parametrize("said", INSTEAD)
def test_a_refusal_says_what_to_write_instead(said):
    refused, instead = INSTEAD[said]
    with pytest.raises(bv.GraphError) as caught:
        bv.graph(refused, like=SQUARE)
    assert said in str(caught.value)
    assert said in caught.value.say("ja")
    walk = bv.graph(instead, like=SQUARE).walk()
    np.testing.assert_allclose(walk.output, refused(SQUARE).numpy(), rtol=1e-13)


def test_labels_that_are_all_ignored_have_no_mean():
    def loss(z):
        return nn.functional.cross_entropy(z, torch.tensor([-100, -100]))

    walk = bv.graph(loss, like=SQUARE).walk()
    assert np.isnan(walk.output)
    z = SQUARE.clone().requires_grad_()
    loss(z).backward()
    np.testing.assert_array_equal(walk.gradients["z"], z.grad)


@pytest.mark.parametrize("said", REFUSED)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_what_cannot_be_read_is_refused_by_name(said, lang):
    with pytest.raises(bv.GraphError) as refused:
        bv.graph(REFUSED[said], like=torch.tensor([0.5, -1.0, 2.0]))
    if lang == "en":
        assert any(one in str(refused.value).replace("_hook", "hook") for one in said.split("|"))
    assert refused.value.say(lang)


def test_a_refusal_is_heard_where_a_program_catches_all():
    def function(x):
        try:
            return torch.linalg.inv(x).sum()
        except:  # noqa: E722
            return x.sum()

    with pytest.raises(bv.GraphError, match="linalg_inv_ex"):
        bv.graph(function, like=torch.eye(2))


def test_what_asks_for_no_gradient_is_data():
    net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    net[0].requires_grad_(False)
    graph = bv.graph(net, like=torch.randn(4, 2))
    assert graph.inputs == ("input", "2.weight", "2.bias")
    assert witness_of(graph).difference(graph.walk()) is None
    assert "(input, weight, bias):" in str(graph)
    again = bv.graph(str(graph))
    assert again.parameters == {"2.weight", "2.bias"}
    close(again.walk().gradients["2.weight"], graph.walk().gradients["2.weight"])


def test_what_is_next_to_nothing():
    x = torch.tensor([1.0, 2.0])
    assert bv.graph(lambda x: x, like=x).walk().gradients["x"].tolist() == [1, 1]
    assert bv.graph(lambda x: x.detach(), like=x).walk().gradients["x"].tolist() == [0, 0]
    assert bv.graph(lambda x: x[0], like=x).walk().gradients["x"].tolist() == [1, 0]
    assert float(bv.graph(lambda x: x.new_ones(2) @ x, like=x).walk().output) == 3
    with pytest.raises(bv.GraphError, match="the device meta"):
        bv.graph(lambda x: x, like=x.to("meta"))


def test_an_error_names_the_module_and_the_line():
    class Inverse(nn.Module):
        def forward(self, x):
            return torch.linalg.inv(x)

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([Inverse()])

        def forward(self, x):
            return self.layers[0](x).sum()

    with pytest.raises(bv.GraphError) as refused:
        bv.graph(Model(), like=torch.eye(3))
    line = Inverse.forward.__code__.co_firstlineno + 1
    assert f"test_models.py, line {line}, in the module layers.0" in str(refused.value)


def test_a_model_of_float32_is_computed_in_float64_and_left_as_it_was():
    net = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Dropout(0.5)).float()
    before = {name: one.clone() for name, one in net.state_dict().items()}
    net[0].weight.grad = torch.ones(3, 2, dtype=torch.float32)
    graph = bv.graph(net, like=torch.randn(4, 2, dtype=torch.float32))
    assert witness_of(graph).difference(graph.walk()) is None
    assert all(torch.equal(one, before[name]) for name, one in net.state_dict().items())
    assert net[0].weight.dtype == torch.float32
    assert torch.equal(net[0].weight.grad, torch.ones(3, 2, dtype=torch.float32))
    assert "float32" in witness_of(graph).notes[0].say()


def test_where_pytorch_itself_is_not_exact():
    """Its hardsigmoid has a slope of 1/6 in 32 bits; the graph is read, and the check says so."""
    graph = bv.graph(lambda x: nn.functional.hardsigmoid(x * 2).sum(), like=torch.randn(3))
    found = witness_of(graph).difference(graph.walk())
    assert (found.key, found.place.operation) == ("models.differs_gradient", "mul")


def test_examples_by_name_and_shapes():
    def function(x, scale, *, power=2):
        return ((x * scale) ** power).sum()

    graph = bv.graph(function, like={"x": torch.ones(2, 2), "scale": 2.0, "power": 3})
    assert graph.inputs == ("x", "scale")
    assert float(graph.walk().gradients["scale"]) == 4 * 3 * 4
    with pytest.raises(bv.GraphError, match="scale"):
        bv.graph(function, like={"x": torch.ones(2, 2), "z": 2.0})
    assert bv.graph(nn.Linear(3, 2), like=((4, 3),)).walk().values["input"].shape == (4, 3)


def test_importing_the_package_imports_no_framework():
    code = (
        "import backprop_viz as bv, sys; bv.graph(lambda x: x**2).walk(x=1)\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_notebook_keeps_no_large_parameters():
    net = nn.Sequential(nn.Linear(300, 200), nn.ReLU(), nn.Linear(200, 2))
    graph = bv.graph(lambda x: net(x).sum(), like=torch.randn(4, 300))
    told = graph._repr_mimebundle_()
    assert len(told["text/plain"]) < 5000
    assert "net.0.weight" in told["text/plain"]
    assert sum(len(told[kind]) for kind in ("text/plain", "text/html", "image/svg+xml")) < 100_000
    layers = [part for _ in range(3) for part in (nn.Linear(512, 512), nn.ReLU())]
    large = nn.Sequential(nn.Linear(400, 512), nn.ReLU(), *layers, nn.Linear(512, 10))
    y = torch.randint(0, 10, (16,))
    walk = bv.graph(
        lambda x: nn.functional.cross_entropy(large(x), y), like=torch.randn(16, 400)
    ).walk()
    assert sum(parameter.numel() for parameter in large.parameters()) > 950_000
    shown = walk._repr_mimebundle_()
    saved = (b64encode(part) if isinstance(part, bytes) else part for part in shown.values())
    assert sum(map(len, saved)) < 200_000
    small = bv.graph("x = 3; y = x**2")
    assert small._repr_mimebundle_()["text/plain"] == str(small)


def test_reading_imports_no_compiler():
    """Which PyTorch would, with SymPy and some 800 modules, in seconds."""
    code = (
        "import sys, torch, backprop_viz as bv\n"
        "net = torch.nn.Linear(3, 2)\n"
        "bv.graph(lambda x: net(x).relu().sum(), like=torch.ones(2, 3)).walk()\n"
        "assert not {'torch._dynamo', 'sympy'} & {*sys.modules}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_check_holds_a_walk_against_the_model_itself():
    net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Dropout(0.5), nn.Linear(3, 1))
    graph = bv.graph(lambda x: (net(x) ** 2).mean(), like=torch.randn(4, 2))
    table = graph.walk().check(against="torch")
    assert table.ok
    assert all("torch" in row.others and row.verdict == "agree" for row in table.rows)
    assert graph.walk(x=np.ones((4, 2))).check(against="torch").ok
    with torch.no_grad():
        net[3].weight.mul_(2)  # the graph has the numbers of its time, and so has the model for it
    assert graph.walk().check(against="torch").ok


def test_the_check_names_the_first_operation_that_differs():
    slope = [2.0]

    def function(x):
        y = x * slope[0]
        z = torch.sin(y)
        return (z**2).sum()

    graph = bv.graph(function, like=torch.tensor([1.0, 2.0]))
    assert graph.walk().check(against="torch").ok
    slope[0] = 3.0
    table = graph.walk().check(against="torch")
    assert not table.ok
    line = function.__code__.co_firstlineno + 1
    assert table.verdict.startswith(
        f"y has another value in PyTorch than in the graph: mul (test_models.py, line {line})"
    )
    assert table.verdict in str(table)


def test_every_line_of_the_page_is_run():
    torch.set_default_dtype(torch.float32)
    lines = re.sub("^```.*$", "", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(lines, {}, PAGE.name, str(PAGE), 0)
    assert len(test.examples) > 20
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(test, out=print).failed == 0


def test_the_command_of_the_page(tmp_path, monkeypatch, capsys):
    (line,) = re.findall("^backprop-viz .*$", PAGE.read_text("utf-8"), re.MULTILINE)
    program = (
        "import torch\nfrom torch import nn\n"
        "net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 3))\n"
        "def loss(x, y):\n    return nn.functional.cross_entropy(net(x), y)\n"
    )
    (tmp_path / "model.py").write_text(program, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(line)[1:]) == 0
    assert "net.0.weight" in (tmp_path / "walk.html").read_text("utf-8")
    for source, like, said in [
        ("model.py:lost", [], "it has: net, loss"),
        ("x*w", ["--like", "x=1"], "--like and --opaque are for a program"),
        ("none.py:loss", [], "none.py"),
    ]:
        assert main(["walk", source, *like]) == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", ["batch_norm", "gpt_block"])
def test_the_examples_have_the_numbers_of_pytorch(name, capsys):
    program = Path(__file__).parent.parent / f"examples/models/{name}.py"
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(program), run_name="__main__")
    assert not ended.value.code
    assert capsys.readouterr().out.count("\n") >= 16


def test_parameters_that_no_module_lists():
    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = torch.randn(3, requires_grad=True)

        def forward(self, x, *, mask=None):
            return x * self.scale if mask is None else x * mask

    model = Model()
    walk = bv.graph(model, like=torch.randn(2, 3)).walk()
    assert walk.graph.inputs == ("x", "scale")
    assert walk.graph.parameters == {"scale"}
    masked = bv.graph(model, like={"x": torch.randn(2, 3), "mask": torch.ones(3)})
    assert masked.inputs == ("x", "mask")
    made = bv.graph(lambda x: nn.Linear(3, 2)(x).sum(), like=torch.randn(2, 3))
    assert witness_of(made).difference(made.walk()) is None
    with pytest.raises(bv.GraphError, match="does not tell its parameters"):
        bv.graph(torch.sin, like=torch.randn(2, 3))


def test_a_step_says_its_line_of_the_program():
    net = nn.Sequential(nn.Linear(3, 3), nn.Tanh())

    def loss(x):
        h = net(x)
        return (h**2).sum()  # the square

    walk = bv.graph(loss, like=torch.randn(2, 3)).walk()
    line = loss.__code__.co_firstlineno
    (first,) = (step for step in walk.steps if step.manner == "forward_block")
    assert first.source == f"test_models.py:{line + 1}: h = net(x)"
    assert first.sentence("en").endswith(f" In the program: {first.source}")
    assert first.sentence("ja").endswith(f"プログラムの該当行: {first.source}")
    assert walk.steps[-1].source == first.source
    last = next(step for step in walk.steps if step.kind == "backward")
    assert last.source == f"test_models.py:{line + 2}: return (h**2).sum()  # the square"
    seed = walk.steps[walk.seed_index]
    assert seed.source == walk.steps[0].source == ""
    told = walk.opened().picture(-1).svg + "".join(s.sentence() for s in walk.opened().steps)
    assert str(Path(__file__).parent) not in told
    assert bv.graph("y = x**2").walk(x=1).steps[1].source == ""


def begins_anew(x):
    z = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad((z**3).sum(), z)
    return (slope * x * z).sum()


def in_inference(x):
    with torch.inference_mode():
        y = x * 3
    return (x * 2).sum() + float(y.sum())


def by_attributes(x):
    class Kept:
        def __init__(self, a):
            self.a = a

    inner = nn.Linear(3, 3)
    return (Kept(inner(x)).a * x).sum()


@pytest.mark.parametrize("function", [begins_anew, in_inference, by_attributes])
def test_odd_ways_of_ordinary_programs(function):
    x = torch.randn(2, 3)
    torch.manual_seed(1)
    walk = bv.graph(function, like=x).walk()
    given = x.clone().requires_grad_()
    torch.manual_seed(1)
    function(given).backward()
    close(walk.gradients["x"], given.grad.numpy())
    assert witness_of(walk.graph).difference(walk) is None
    assert str(walk.graph)


def test_what_a_module_has_written_is_read_as_it_is_then():
    norm = nn.BatchNorm1d(3)

    def function(x):
        y = norm(x)
        return (y * norm.running_mean + norm.num_batches_tracked).sum()

    x = torch.randn(4, 3)
    graph = bv.graph(function, like=x)
    given = x.clone().requires_grad_()
    function(given).backward()  # the module has gone on, and so did not the graph
    close(graph.walk().gradients["x"], given.grad.numpy())
    assert witness_of(graph).difference(graph.walk()) is None


def test_a_model_without_a_signature_and_one_that_narrows():
    plain = nn.Identity()
    plain.forward = torch.sin
    graph = bv.graph(lambda x: plain(x).sum(), like=torch.randn(2, 3))
    assert witness_of(graph).difference(graph.walk()) is None
    narrow = bv.graph(lambda x: (x.float() * 2).sum(), like=torch.randn(3))
    assert "torch.float32" in narrow.notes[0]


def test_a_local_for_what_a_module_inside_gives():
    """A program can be written of it, and read again."""

    class Outer(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = nn.Linear(3, 3)

        def forward(self, x):
            h = self.inner(x)
            return {"h": h}

    outer = Outer()
    graph = bv.graph(lambda x: (outer(x)["h"] * x).sum(), like=torch.randn(2, 3))
    assert "outer.h" in graph.names
    again = bv.graph(str(graph)).walk()
    close(again.gradients["x"], graph.walk().gradients["x"])


def test_a_module_without_examples_says_what_to_give():
    with pytest.raises(bv.GraphError, match=r"like= has a tensor for each parameter \(input\)"):
        bv.graph(torch.nn.Linear(3, 2))


# Numbers at the edges: what PyTorch computes there, to its digits

EDGES = [
    *(1e-305, 1e-300, 1e-20, -1e-20, 3e-9, -0.999, 0.3, 1.5, -5.0, 40.0, -40.0, 1e10, -1e200),
    *(1e300, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0),
]
OF_ONE = {
    **{name: getattr(torch, name) for name in ("log1p", "expm1", "asinh", "atanh", "erfc")},
    **{name: getattr(F, name) for name in ("elu", "selu", "celu", "mish", "logsigmoid")},
    "acosh": lambda x: torch.acosh(x + 1),
    "logit": lambda x: torch.logit(torch.sigmoid(x) * 0.5),
}
OF_TWO = {
    "hypot": torch.hypot,
    "logaddexp": torch.logaddexp,
    "xlogy": lambda a, b: torch.xlogy(a, b.abs().clamp(1e-300, 1e300)),
}


def at(function, *places):
    """What PyTorch and the graph of other examples have there: the value and the gradients."""
    graph = bv.graph(function, like=tuple(torch.tensor(0.25 + i) for i in range(len(places))))
    tensors = [torch.tensor(place, requires_grad=True) for place in places]
    theirs = function(*tensors)
    theirs.backward()
    walk = graph.walk(dict(zip(graph.inputs, places, strict=True)))
    gradients = [walk.gradients[name] for name in graph.inputs]
    return [walk.output, *gradients], [theirs.item(), *(t.grad.item() for t in tensors)]


@pytest.mark.parametrize("name", OF_ONE)
def test_a_function_keeps_its_digits_at_the_edges(name):
    for x in EDGES:
        ours, theirs = at(lambda x: OF_ONE[name](x), x)
        if not np.isnan(theirs[0]) and 0 not in theirs[1:]:  # 1 / 1e200 rounds to 0 there
            np.testing.assert_allclose(ours, theirs, rtol=1e-3 if abs(x) > 20 else 1e-9)
        np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-12)


@pytest.mark.parametrize("name", OF_TWO)
def test_a_function_of_two_keeps_its_digits_at_the_edges(name):
    for a in EDGES[::2]:
        for b in (*EDGES[1::3], a):
            ours, theirs = at(lambda x, y: OF_TWO[name](x, y), a, b)
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, err_msg=f"{a} {b}")


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("y", [[0.0, 0.0, 1.0, 1.0, 0.3], [0.5] * 5])
def test_binary_cross_entropy_of_sure_predictions(reduction, y):
    def loss(p):
        found = F.binary_cross_entropy(p, torch.tensor(y), reduction=reduction)
        return (found * torch.arange(1.0, 6.0)).sum() if reduction == "none" else found

    agrees(loss, (torch.tensor([0.0, 1.0, 0.0, 1.0, 1e-14]),))


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x.std(1).sum(),
        lambda x: torch.linalg.vector_norm(x, 3, dim=1).sum(),
        lambda x: torch.dist(x, x * 1, 3) + x.sum(),
        lambda x: (torch.sgn(x) * x).sum(),
        lambda x: torch.sgn(x).sum(),
    ],
)
def test_a_walk_from_other_examples_to_where_all_are_the_same(function):
    graph = bv.graph(function, like=torch.randn(2, 3))
    x = torch.tensor([[0.0, 0.0, 0.0], [1.0, 2.0, 4.0]], requires_grad=True)
    out = function(x)
    out.backward()
    walk = graph.walk(x=x.detach().numpy())
    np.testing.assert_allclose(walk.output, out.item(), rtol=1e-12)
    np.testing.assert_allclose(walk.gradients["x"], x.grad.numpy(force=True), rtol=1e-9)


def test_infinite_scores():
    x = torch.tensor([[-math.inf] * 3, [1.0, 2.0, math.inf], [1.0, -math.inf, 3.0]])
    graph = bv.graph(lambda x: torch.logsumexp(x, 1).exp().reciprocal(), like=x)
    assert graph.walk().output.tolist() == (1 / torch.logsumexp(x, 1).exp()).tolist()
    labels = torch.tensor([-100, 2, -100])

    def loss(x):
        return F.cross_entropy(x, labels, reduction="none")

    walk = bv.graph(loss, like=torch.zeros(3, 3)).walk(x=[[0, 1, 2], [-math.inf, 0, 1], [0] * 3])
    assert np.isfinite(walk.output).all()


def test_a_graph_that_does_without_an_input_with_a_gradient_is_refused(monkeypatch):
    from backprop_viz.models.rules.table import RULES, row

    def forgotten(made, a, b):
        return row("mul", a.value if a.value is not None else 2.0, b)

    monkeypatch.setitem(RULES, "mul", forgotten)
    parameter = nn.Parameter(torch.tensor(2.0))
    with pytest.raises(bv.GraphError):
        bv.graph(lambda x: parameter * x, like=(torch.tensor(3.0),))


@pytest.mark.parametrize("quiet", [torch.no_grad, torch.inference_mode])
def test_gradients_flow_where_the_caller_has_turned_them_off(quiet):
    net, x = nn.Linear(2, 1), torch.tensor([[1.0, 2.0]])
    with quiet():
        assert bv.graph(net, like=(x,)).walk().gradients["weight"].tolist() == [[1, 2]]
        walk = bv.graph(lambda x: Seven.apply(x).sum(), like=(x,)).walk()
        assert walk.gradients["x"].tolist() == [[7, 14]]
        table = bv.graph("x*x").walk(x=3).check("torch")
        assert table.ok
        assert not torch.is_grad_enabled()


class Seven(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, g):
        return 7 * ctx.saved_tensors[0] * g


def test_whole_numbers_are_said_to_be_data():
    with pytest.raises(bv.GraphError, match="tensor of whole numbers"):
        bv.graph(lambda x: 2.5 * x, like=(torch.tensor([1, 2]),))
