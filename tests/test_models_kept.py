"""Models that a run changes, and parts of them whose gradients are zeros or go nowhere."""

from __future__ import annotations

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.models.witness import witness_of

torch = pytest.importorskip("torch")
nn = torch.nn


@pytest.fixture(autouse=True)
def _float64():
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(before)


def held(module, *like, **given):
    """The graph of a module, held against backward() at the examples, or at what is ``given``."""
    graph = bv.graph(module, like=like)
    walk = graph.walk(**given)
    leaves = dict(module.named_parameters())
    args = [torch.tensor(given[n]) for n in given] or [one.clone() for one in like]
    for number, one in enumerate(args):
        if one.is_floating_point():
            leaves[[n for n in graph.inputs if n not in leaves][number]] = one.requires_grad_()
    module(*args).sum().backward()
    for name in graph.inputs:
        expected = leaves[name].grad.to_dense().numpy()
        np.testing.assert_allclose(walk.gradients[name], expected, rtol=1e-9, atol=1e-12)
    assert walk.check(against="torch").ok
    return graph


@pytest.mark.parametrize(
    "module",
    [
        nn.Softmax(-1),
        nn.Softmin(0),
        nn.LayerNorm(5, elementwise_affine=False),
        nn.BatchNorm1d(5, affine=False, track_running_stats=False),
        nn.Sequential(nn.Softmax(-1), nn.Hardtanh(-1e6, 1e6)),
    ],
    ids=str,
)
def test_gradients_that_cancel_to_rounding_errors_are_no_other_gradients(module):
    held(module, torch.randn(4, 5))


def test_a_small_gradient_beside_a_great_one_is_still_held_against_that_of_the_model():
    def hooked(x, y):
        z = y * 2
        z.register_hook(lambda g: g * 3)
        return (x * 1e15).sum() + z.sum()

    with pytest.raises(bv.GraphError, match="y has another gradient"):
        bv.graph(hooked, like=(torch.randn(3), torch.randn(3)))


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        ({"padding_idx": 2}, [[1, 2], [2, 5]]),
        ({"padding_idx": -1}, [[1, 2], [2, 5]]),
        ({"sparse": True}, [1, 1, 3]),
    ],
)
def test_rows_of_an_embedding(options, labels):
    held(nn.Embedding(6, 3, **options), torch.tensor(labels))


def test_an_embedding_that_divides_by_counts_is_opaque_or_refused():
    module, labels = nn.Embedding(6, 3, scale_grad_by_freq=True), torch.tensor([1, 2, 2])
    with pytest.raises(bv.GraphError, match=r"embedding .* with the options that it has there"):
        bv.graph(module, like=labels)
    walk = bv.graph(module, like=labels, opaque=True).walk()
    assert walk.gradients["weight"][1:3].tolist() == [[1.0] * 3] * 2


def test_a_deviation_of_equal_numbers_has_the_slope_that_pytorch_gives_it():
    class Spread(nn.Module):
        def forward(self, x):
            return x.std(0) * torch.arange(1.0, 4.0)

    x = torch.randn(4, 3)
    x[:, 1] = 0.5
    held(Spread(), x)


class Twice(nn.Module):
    """A norm in training, and then with what it has kept."""

    def __init__(self, norm):
        super().__init__()
        self.norm = norm

    def forward(self, x):
        self.norm.train()
        self.norm(x)
        self.norm(x * x)
        self.norm.eval()
        return self.norm(x) ** 3 + self.norm.running_var.sum()


@pytest.mark.parametrize(
    "norm",
    [
        nn.BatchNorm1d(3),
        nn.BatchNorm1d(3, momentum=None, affine=False),
        nn.BatchNorm1d(3, momentum=0.3, eps=0.1),
    ],
    ids=str,
)
def test_running_means_follow_the_inputs(norm):
    """Not the examples alone: what a norm writes unseen is in the graph."""
    held(Twice(norm.double()), torch.randn(4, 3), x=np.arange(12.0).reshape(4, 3) ** 1.5)


class Counting(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(3, dtype=torch.float32))
        self.layer = nn.Linear(3, 3)
        self.count = 0

    def forward(self, x):
        h = self.layer(x)
        self.mean = 0.9 * self.mean + 0.1 * h.mean(0).detach()
        self.count += 1
        self.last = h
        return ((h - self.mean) ** 2).sum() * self.count


class Plain:
    """The same as an object that is no module."""

    def __init__(self):
        self.mean = torch.zeros(3, dtype=torch.float32)
        self.count = 0

    def __call__(self, x):
        self.mean = 0.9 * self.mean + 0.1 * x.mean(0).detach()
        self.count += 1
        self.last = x
        return ((x - self.mean) ** 2).sum() * self.count


@pytest.mark.parametrize("kind", [Counting, Plain])
def test_a_model_that_sets_its_own_attributes_is_left_as_it_was(kind):
    model = kind()
    kept = model.mean
    graph = bv.graph(lambda x: model(x), like=torch.randn(4, 3))
    assert graph.walk(x=np.ones((4, 3))).check(against="torch").ok
    assert witness_of(graph).difference(graph.walk()) is None
    assert model.mean is kept
    assert kept.dtype == torch.float32
    assert not kept.any()
    assert model.count == 0
    assert not hasattr(model, "last")


def noted(function, *like):
    graph = bv.graph(function, like=like)
    return [note.partition(" (")[0] for note in graph.notes]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda x: x * float(x.detach().numpy()[0, 0]), ["numpy"]),
        (lambda x: x * float(np.asarray(x.data).max()), ["array"]),
        (lambda x: x * x[0].tolist()[1], ["tolist"]),
        (lambda x: x * torch.arange(3.0).numpy()[1], []),
        (lambda x: nn.functional.one_hot(x.max(1)[1], 3) * x, ["max"]),
        (lambda x: x.gather(1, x.min(1, keepdim=True).indices), ["min"]),
        (lambda x: nn.functional.gumbel_softmax(x, hard=True) * x, ["exponential_", "max"]),
        (lambda x: x.max(1)[0] + x.min(1).values, []),
    ],
)
def test_what_goes_by_the_examples_is_noted(function, expected):
    """Numbers that leave the tensors, and places of what is greatest, where they are used."""
    assert noted(function, torch.randn(2, 3)) == expected


def test_the_inverse_of_sinh_of_great_numbers():
    class Inverse(nn.Module):
        def forward(self, x):
            return x.asinh()

    held(Inverse(), torch.randn(7), x=np.array([-1e9, -1e4, -1e-3, 0.0, 1e-3, 1e4, 1e9]))


EYE_DENSE = torch.eye(3).double()
EYE = EYE_DENSE.to_sparse()


@pytest.mark.parametrize(
    ("function", "like", "layout"),
    [
        (lambda x: (x @ x).sum(), EYE, "sparse_coo"),
        (lambda x: torch.sparse.mm(EYE, x), torch.ones(3, 2), "sparse_coo"),
        (lambda x: torch.sparse.mm(torch.eye(3).to_sparse(), x), torch.ones(3, 2), "sparse_coo"),
        (lambda x: x.to_sparse_csr() @ x, torch.ones(3, 3), "sparse_csr"),
        (lambda x: x.sum(), torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]), "nested"),
    ],
)
@pytest.mark.parametrize("opaque", [False, True])
@pytest.mark.filterwarnings("ignore:.*(beta|prototype)")
def test_what_is_not_dense_is_refused_with_a_way_out(function, like, layout, opaque):
    with pytest.raises(bv.GraphError, match=rf"the layout {layout}, .* x\.to_dense\(\)"):
        bv.graph(function, like=like, opaque=opaque)
    dense = bv.graph(lambda x: EYE_DENSE @ x, like=torch.ones(3, 2)).walk()
    assert dense.gradients["x"].tolist() == [[1.0, 1.0]] * 3
