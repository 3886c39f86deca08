"""What no row is written for, as one opaque operation whose numbers come from PyTorch."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.browser import javascript
from backprop_viz.browser.program import program_of
from backprop_viz.models.witness import witness_of
from needs import missing
from test_page import Screen

torch = pytest.importorskip("torch")
nn = torch.nn


@pytest.fixture(autouse=True)
def _float64():
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(before)


class Doubled(torch.autograd.Function):
    """With a backward of its own, which is not that of its forward."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * 3 * x


class Mixed(torch.autograd.Function):
    """Of several operands, with several results, of which some have no gradient."""

    @staticmethod
    def forward(ctx, a, power, b, c):
        ctx.power = power
        ctx.save_for_backward(a, b)
        return a**power * b, a.argmax(), a.sum() + c.sum()

    @staticmethod
    def backward(ctx, g, _, s):
        a, b = ctx.saved_tensors
        return g * b * ctx.power * a ** (ctx.power - 1) + s, None, g * a**ctx.power, None


doubled = Doubled.apply  # at hand before anything is read


def agrees(model, *given, like=None, **options):
    """The walk of a model, with the gradients that PyTorch's own backward() leaves."""
    graph = bv.graph(model, like=given if like is None else like, **options)
    walk = graph.walk()
    assert witness_of(graph).difference(walk) is None
    other = graph.walk({name: np.array(v) * 0.9 + 0.05 for name, v in walk.inputs.items()})
    assert witness_of(graph).difference(other) is None
    _, gradients = graph.gradient_function()(*other.inputs.values())
    for name, found in zip(graph.inputs, gradients, strict=True):
        assert np.allclose(found, other.gradients[name], rtol=1e-12, atol=1e-12)
    return walk


def names(walk):
    return [node.op.name for node in walk.graph.opaque]


def test_a_function_with_a_backward_of_its_own_needs_no_flag():
    def loss(x, w):
        h = w * x
        y = Doubled.apply(h)
        z = doubled(y.sin())
        return (z**2).sum()

    x, w = torch.tensor([0.5, -1.0, 2.0]), torch.tensor([1.5, 0.3, -0.7])
    walk = agrees(loss, x, w)
    assert names(walk) == ["PyTorch.Doubled"] * 2
    h = (x * w).requires_grad_()
    (Doubled.apply(doubled(Doubled.apply(h).sin())).sum() * 0 + loss(h, torch.ones(3))).backward()
    assert np.allclose(walk.gradients["h"], h.grad.numpy(), rtol=1e-12)
    back = next(s for s in walk.steps if s.kind == "backward" and s.operand == "h")
    assert "PyTorch" in back.sentence("en")
    assert "vjp" in back.sentence("en")
    assert "PyTorch" in back.sentence("ja")
    assert "vjp" in back.latex
    assert back.contribution == pytest.approx(walk.gradients["h"])
    assert any("Doubled" in note and "not live" in note for note in walk.graph.notes)
    table = bv.graph(doubled, like=(torch.tensor(0.7),)).walk().check(against="torch")
    assert table.ok
    assert "a backward of its own" in table.rows[0].note  # which no difference confirms
    with pytest.raises(bv.ParseError):
        bv.graph(str(walk.graph))


def test_it_may_have_several_operands_and_results():
    def loss(a, b, c):
        y, at, s = Mixed.apply(a, 3, b, c)
        return (y * s).sum() + y[at]

    a, b, c = (torch.rand(3) + 0.5 for _ in range(3))
    walk = agrees(loss, a, b, c)
    assert walk.gradients["c"].tolist() == [0.0, 0.0, 0.0]
    assert {name: len(names(walk)) for name in names(walk)} == {"PyTorch.Mixed": 2}


def test_it_may_be_in_a_module_used_twice_and_under_no_grad():
    class Layer(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(3))

        def forward(self, x, *, scale):
            with torch.no_grad():
                noise = Doubled.apply(x)
            return Doubled.apply(x * self.weight) * scale + noise

    layer = Layer()
    walk = agrees(lambda x: layer(layer(x, scale=2.0), scale=0.5).sum(), torch.randn(2, 3))
    assert names(walk) == ["PyTorch.Doubled"] * 2
    assert walk.graph.parameters == {"layer.weight"}


WITHOUT_ROWS = {
    "inverse": lambda x: torch.linalg.inv(x @ x.T + torch.eye(3)).sum(),
    "solve": lambda x: torch.linalg.solve(x @ x.T + torch.eye(3), x).sin().sum(),
    "determinant": lambda x: torch.linalg.det(x + 2 * torch.eye(3)),
    "eigenvalues": lambda x: torch.linalg.eigvalsh(x @ x.T).log1p().sum(),
    "both of a decomposition": lambda x: sum((one**2 @ x).sum() for one in torch.linalg.qr(x)),
    "rounding": lambda x: (torch.div(x, 0.3, rounding_mode="floor") * x).sum(),
    "special": lambda x: torch.special.i0(x).sum(),
    "drawn": lambda x: nn.functional.rrelu(x, training=True).sum(),
    "in place": lambda x: (x * 2).lgamma_().sum(),
}


@pytest.mark.parametrize("name", WITHOUT_ROWS)
def test_an_operation_without_a_row_is_opaque_where_that_is_asked_for(name):
    function = WITHOUT_ROWS[name]
    x = torch.tensor([[0.5, -1.1, 2.0], [0.3, 1.2, -0.4], [1.7, 0.2, 0.9]])
    with pytest.raises(bv.GraphError, match="opaque=True"):
        bv.graph(function, like=x)
    assert names(agrees(function, x, opaque=True))


class Unreadable(nn.Module):
    """Writes where PyTorch does not see it, draws numbers, counts, and has a parameter."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(3, 3)
        self.norm = nn.BatchNorm1d(3)
        self.drop = nn.Dropout(0.4)
        self.register_buffer("seen", torch.zeros(3))

    def forward(self, x, *, shift=0.0):
        y = self.norm(self.inner(x)) * 2
        y.data.mul_(3)
        self.seen.add_(1)
        return {"y": self.drop(y) + shift, "seen": self.seen}


def test_a_module_that_cannot_be_read_is_opaque_with_its_parameters():
    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.odd, self.last = nn.Linear(3, 3), Unreadable(), nn.Linear(3, 1)

        def forward(self, x):
            h = self.first(x)
            return (self.last(self.odd(h, shift=0.5)["y"]) ** 2).mean()

    model = Model()
    before = {name: one.clone() for name, one in model.state_dict().items()}
    x = torch.randn(4, 3)
    with pytest.raises(bv.GraphError, match="in the module odd"):
        bv.graph(model, like=x)
    walk = agrees(model, x, opaque=True)
    assert names(walk) == ["PyTorch.Unreadable"]
    assert {"odd.inner.weight", "odd.norm.bias", "first.weight"} <= walk.graph.parameters
    assert [block.name for block in walk.graph.blocks] == ["first", "last"]
    assert all(torch.equal(one, before[name]) for name, one in model.state_dict().items())
    assert "forward" not in vars(model.odd)


def test_a_module_may_be_heard_but_not_changed_by_hooks():
    net, heard = nn.Sequential(nn.Linear(2, 2), nn.Tanh()), []
    net[0].register_full_backward_hook(lambda module, into, out: heard.append(out))
    walk = agrees(lambda x: net(x).sum(), torch.randn(3, 2))
    assert not walk.graph.opaque
    assert heard
    net[1].register_full_backward_hook(lambda module, into, out: (into[0] * 2,))
    with pytest.raises(bv.GraphError, match="hook"):
        bv.graph(lambda x: net(x).sum(), like=torch.randn(3, 2))


@pytest.fixture(scope="module")
def opaque():
    """A walk with two opaque operations, of a number and of matrices."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)

    def loss(x, w):
        y = Doubled.apply(x @ w)
        z = torch.linalg.inv(y @ y.T + torch.eye(2))
        return (z @ x).sum()

    x, w = torch.tensor([[0.5, -1.0], [0.2, 0.7]]), torch.tensor([[1.5, 0.3], [-0.4, 0.6]])
    walk = bv.graph(loss, like=(x, w), opaque=True).walk()
    yield walk
    torch.set_default_dtype(before)


def test_what_needs_its_inside_is_refused_by_name(opaque):
    graph = opaque.graph
    with pytest.raises(bv.GraphError, match="Doubled"):
        bv.graph(lambda x: Doubled.apply(x) * 2, like=(torch.tensor(1.0),)).derivative("x")
    with pytest.raises(bv.GraphError, match=r"PyTorch\.Doubled"):
        opaque.zoom("y", (0, 1))
    pytest.importorskip("jax")
    with pytest.raises(bv.GraphError, match=r"PyTorch\.Doubled .* jax"):
        opaque.check(against="jax")
    with pytest.raises(ValueError, match=r"PyTorch\.Doubled"):
        bv.page([opaque], landscape=True).save("unused.html")
    with pytest.raises(bv.InputError, match=r"\(2, 2\) alone"):
        graph.walk(x=np.ones((3, 2)))
    with pytest.raises(bv.InputError, match=r"PyTorch\.Doubled"):
        bv.perform(opaque)
    with pytest.raises(ValueError, match=r"PyTorch\.Doubled"):
        opaque.embed("https://example.org/play/")
    with pytest.raises(bv.GraphError, match="opaque= is for models"):
        bv.graph("x*y", opaque=True)


def test_where_pytorch_has_no_value_there_is_none():
    def loss(x):
        return torch.linalg.inv(x).sum()

    walk = bv.graph(loss, like=torch.eye(2), opaque=True).walk(x=np.zeros((2, 2)))
    assert np.isnan(walk.output)
    assert np.isnan(walk.gradients["x"]).all()
    assert "nan" in walk.steps[1].sentence()


def test_a_function_that_narrows_is_computed_in_float64():
    class Narrow(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return (x.float() / 3).sin()

        @staticmethod
        def backward(ctx, g):
            return g / 7

    walk = agrees(lambda x: (Narrow.apply(x) * x).sum(), torch.tensor([0.1, 0.7]))
    assert walk.output == pytest.approx(sum(np.sin(v / 3) * v for v in (0.1, 0.7)), rel=1e-15)
    assert "torch.float32" in walk.graph.notes[0]


def test_questions_are_asked_of_it(opaque):
    for number, step in enumerate(opaque.steps):
        if step.kind in ("forward", "backward"):
            assert bv.predict(opaque, number) is not None


def test_an_entry_of_a_gradient_opens_with_the_slopes_that_pytorch_has(opaque):
    """They are numbers; what is beside them is a circuit as everywhere."""
    made = opaque.zoom("x", (0, 1), gradient=True, depth=2)
    assert made.output == pytest.approx(opaque.gradients["x"][0, 1], rel=1e-12)


def test_every_medium_draws_two_rings(opaque, tmp_path):
    rings = re.findall(r'<g class="operation"[^>]*>(<circle[^>]*/>)+<text', opaque.picture().svg)
    double = re.findall(
        r'<g class="operation"[^>]*><circle[^>]*/><circle[^>]*/>', opaque.picture().svg
    )
    assert (len(double), len(rings)) == (2, len(opaque.graph.operations))
    plain = bv.graph("y = x @ w; f = sum(y)").walk(x=[[1.0, 2]], w=[[1.0], [3]])
    assert "peripheries" in opaque.picture().dot
    assert "peripheries" not in plain.picture().dot
    for ending in ("tex", "pdf"):
        file = opaque.save(tmp_path / f"walk.{ending}")
        assert file.stat().st_size
    assert (
        opaque.save(tmp_path / "a.svg").read_bytes() == opaque.save(tmp_path / "b.svg").read_bytes()
    )


def test_in_javascript_its_numbers_stand_still(opaque, tmp_path):
    """To the letter what Python says of every step."""
    node = shutil.which("node")
    if node is None:
        missing("Node is not installed")
    made = program_of(opaque)
    walked = {row["op"] for row in made["rows"]}
    (tmp_path / "module.mjs").write_text(javascript.module_source(walked), "utf-8")
    inputs = [javascript_value(value) for value in opaque.inputs.values()]
    (tmp_path / "case.json").write_text(json.dumps({"program": made, "inputs": inputs}), "utf-8")
    (tmp_path / "run.mjs").write_text(
        "import { readFileSync } from 'fs';\n"
        "import { run, sentence, latex, lastStep, fromJson } from './module.mjs';\n"
        "const { program, inputs } = JSON.parse(readFileSync(process.argv[2]));\n"
        "const walk = run(program, inputs.map(fromJson));\n"
        "const told = [];\n"
        "for (let k = 0; k <= lastStep(program); k += 1)\n"
        "  told.push([sentence(program, walk, k, 'en'), sentence(program, walk, k, 'ja'),"
        " latex(program, walk, k)]);\n"
        "console.log(JSON.stringify(told));\n",
        "utf-8",
    )
    command = [node, str(tmp_path / "run.mjs"), str(tmp_path / "case.json")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    told = [[s.sentence("en"), s.sentence("ja"), s.latex] for s in opaque.steps]
    assert json.loads(done.stdout) == told


def javascript_value(value):
    from backprop_viz.browser.program import as_json

    return as_json(value)


def test_a_page_says_that_it_is_not_live(opaque, chromium, tmp_path):
    file = opaque.save(tmp_path / "walk.html")
    assert str(Path(__file__).parent) not in file.read_text("utf-8")
    screen = Screen(chromium).open(file)
    assert "not live" in screen.text(".bpv-legend")
    last = len(opaque.steps) - 1
    screen.press(*["ArrowRight"] * last)
    screen.wait_for_step(last)
    screen.agrees(opaque)
    screen.wait_for_address(f"step={last}")
    before = screen.text(".bpv-spoken")
    assert screen.page.locator(".bpv-svg .circle > circle:nth-child(2)").count() == 2  # two rings
    assert screen.page.locator(".bpv-inputs input:not([readonly])").count() == 0
    screen.page.evaluate("location.hash = `${location.hash}&x=[[9,9],[9,9]]`")
    screen.page.wait_for_selector(".bpv-message:has-text('PyTorch')")
    assert screen.text(".bpv-spoken") == before
    assert not screen.faults


def test_an_explorer_of_it_lives_in_the_kernel(opaque):
    pytest.importorskip("ipywidgets")
    from backprop_viz.show.kernel import KernelExplorer

    explorer = bv.explore(opaque.graph)
    assert isinstance(explorer, KernelExplorer)
    with pytest.raises(ValueError, match=r"PyTorch\.Doubled"):
        bv.explore(opaque.graph, live=True)
