"""An entry opened into a circuit of numbers: its value and its gradient are those of the array."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from array_graphs import BATCH, NETWORK, array_graph
from backprop_viz.core.expression import apply
from backprop_viz.core.ops import OPS
from backprop_viz.jacobian import jacobian
from backprop_viz.words import LANGUAGES

SHAPES = {1: [((),), ((3,),), ((2, 3),), ((2, 2, 2),)]}
SHAPES[3] = [((), (2,), (2, 2)), ((3,), (3,), ())]
SHAPES[2] = [
    *(((2, 3), (3,)), ((2, 1), (1, 3)), ((), (2,)), ((2, 3), (3, 2)), ((3,), (3, 2)), ((3,), (3,))),
    *(((2, 3), (3,)), ((2, 2, 3), (3, 2)), ((3,), (2, 3, 2)), ((2, 1, 2, 3), (2, 3, 1))),
]


@pytest.fixture
def network():
    return bv.graph(NETWORK, parameters="W b v").walk(BATCH)


def lines(walk):
    return [line for line in str(walk.graph).split("\n") if "=" in line]


# What is opened, and how it is called


def test_an_entry_of_a_product_is_its_circuit(network):
    walk = network.zoom("Z", (0, 1))
    assert lines(walk) == ["v1 = X00*W01", "v2 = X01*W11", "v3 = v1+v2", "Z01 = v3+b1"]
    assert walk.graph.inputs == ("X00", "W01", "X01", "W11", "b1")
    assert walk.graph.displayed[walk.graph.output_node.index] == "Z₀₁"
    assert walk.graph.parameters == {"W01", "W11", "b1"}
    assert walk.inputs == {"X00": 1, "W01": 0, "X01": 2, "W11": 1, "b1": -0.5}
    assert walk.output == network.values["Z"][0, 1]
    assert type(walk) is type(network)
    assert "X₀₀ × W₀₁" in walk.steps[1].sentence()
    assert r"\frac{\partial Z_{01}}{\partial W_{01}}" in walk.steps[-1].latex
    again = bv.graph(str(walk.graph)).walk(walk.inputs)
    assert str(again.graph) == str(walk.graph)
    assert again.gradients == walk.gradients


def test_a_gradient_is_a_sum_of_products(network):
    walk = network.zoom("W", (0, 1), gradient=True)
    assert lines(walk) == [
        "v1 = X00*`∂L/∂Z01`",
        "v2 = X10*`∂L/∂Z11`",
        "v3 = v1+v2",
        "v4 = X20*`∂L/∂Z21`",
        "`∂L/∂W01` = v3+v4",
    ]
    assert walk.output == pytest.approx(network.gradients["W"][0, 1], rel=1e-14)
    assert walk.values["∂L/∂Z01"] == network.gradients["Z"][0, 1]
    assert walk.graph.displayed[walk.graph.output_node.index] == "(∂L/∂W₀₁)"
    assert r"\frac{\partial L}{\partial Z_{01}}" in walk.steps[1].latex
    assert bv.graph(str(walk.graph)).walk(walk.inputs).output == walk.output


def test_depth_goes_on_through_named_quantities(network):
    assert lines(network.zoom("H", (0, 1))) == ["H01 = tanh(Z01)"]
    deeper = network.zoom("H", (0, 1), depth=1)
    assert lines(deeper)[-2:] == ["Z01 = v3+b1", "H01 = tanh(Z01)"]
    assert "param W01" in str(deeper.graph)
    whole = network.zoom("L", depth=9)
    assert whole.output == pytest.approx(network.output, rel=1e-14)
    for name, gradient in whole.gradients.items():
        if name in whole.inputs:
            array, at = name[0], tuple(map(int, name[1:]))
            assert gradient == pytest.approx(network.gradients[array][at], rel=1e-12), name
    slope = network.zoom("W", (0, 1), gradient=True, depth=1)
    assert "`∂L/∂Z01` = `∂L/∂H01`*v2" in lines(slope)
    assert network.zoom("b", 1, gradient=True).graph.inputs == ("∂L/∂Z01", "∂L/∂Z11", "∂L/∂Z21")


def test_names_that_are_taken_are_left_alone():
    walk = bv.graph("X02 = 3*c; Y = X * X02 + W1; f = sum(Y)").walk(
        X=np.arange(20.0).reshape(2, 10), c=2.0, W1=np.ones(10)
    )
    entry = walk.zoom("Y", (0, 2))
    assert entry.graph.inputs == ("X0_2", "X02", "W1_2")
    assert [entry.graph.displayed[entry.graph.names[n]] for n in entry.graph.inputs] == [
        *("X₀,₂", "X₀₂", "W₁,₂"),
    ]
    assert entry.output == walk.values["Y"][0, 2]
    large = bv.graph("Y = X' * 2").walk({"X'": np.arange(300.0).reshape(20, 15)})
    entry = large.zoom("Y", (-1, 3))
    assert entry.graph.inputs == ("X19_3'",)
    assert entry.graph.displayed == ("X₁₉,₃′", "2", "Y₁₉,₃")
    assert r"{X_{19,3}}'" in entry.steps[1].latex
    assert bv.graph(str(entry.graph)).walk(entry.inputs).output == 2 * 288


def test_an_entry_and_an_operation_without_a_name_are_not_confused(network):
    """v is an array, and v1, v2, ... are what operations without a name are called."""
    assert {"v0", "v1"} < set(network.zoom("L").graph.inputs)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_circuit_is_told_drawn_and_sent_like_any_walk(network, tmp_path, lang):
    for walk in (network.zoom("Z", (0, 1)), network.zoom("W", (0, 1), gradient=True, depth=1)):
        assert all(step.sentence(lang) and step.latex for step in walk.steps)
        assert walk.check(lang=lang).ok
        for ending in ("svg", "html", "tex", "dot"):
            assert walk.save(tmp_path / f"circuit.{ending}", lang=lang).stat().st_size
        assert "Z₀₁" in walk.picture(lang=lang).svg
        assert json.dumps(walk.inputs)


# The entries of everything are those of the arrays


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_random_programs_entry_by_entry(seed):
    chance = random.Random(seed)
    graph, inputs = array_graph(chance)
    if chance.random() < 0.5:
        graph = bv.graph(str(graph))  # in which every operation has a name
    walk = graph.walk(inputs)
    depth, most = chance.choice((0, 0, 1, 99)), chance.choice((2, 3, 12, 12, 999))
    names = [n.name for n in graph.operations if n.op.is_entrywise or set(n.op.back) != {"0.0"}]
    for name in chance.sample(names, min(3, len(names))):
        if not np.size(walk.values[name]):
            continue
        at = _some_place(chance, walk.values[name])
        entry = walk.zoom(name, at, depth=depth, most=most)
        assert all(np.ndim(value) == 0 for value in entry.values.values())
        np.testing.assert_allclose(entry.output, walk.values[name][at], rtol=1e-11, atol=1e-12)
    slopes = [
        node.name
        for node in graph.nodes
        if graph.has_gradient[node.index]
        and graph.reaches_output[node.index]
        and node is not graph.output_node
    ]
    for name in chance.sample(slopes, min(3, len(slopes))):
        if not np.size(walk.values[name]):
            continue
        at = _some_place(chance, walk.values[name])
        entry = walk.zoom(name, at, gradient=True, depth=depth, most=most)
        np.testing.assert_allclose(entry.output, walk.gradients[name][at], rtol=1e-9, atol=1e-9)


def _some_place(chance, value):
    return tuple(chance.randrange(size) for size in np.shape(value))


ROWS = {name: row for name, row in OPS.items() if not row.is_port}  # a port has nothing inside


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_circuit_of_every_entry_is_its_row(row):
    """Its value, its slopes, and what comes back to each entry of its operands."""
    chance = np.random.default_rng(3)
    tried = 0
    for options, shapes in itertools.product(row.tried, SHAPES[row.arity]):
        given_ = [
            chance.uniform(low, high, shape)[()]
            for (low, high), shape in zip(row.sample, shapes, strict=True)
        ]
        names = "abc"[: row.arity]
        out = apply(row.choose(*options), *map(bv.variable, names))
        try:
            value = out.op.forward(*given_)
            walk = bv.Graph.build([], out, {"F": out}).walk(dict(zip(names, given_, strict=True)))
        except (IndexError, ValueError):
            continue
        tried += 1
        assert walk.graph.output == "F"
        slopes = [jacobian(out.op, i, value, given_) for i in range(row.arity)]
        for at in np.ndindex(np.shape(value)):
            try:
                entry = walk.zoom("F", at)
            except bv.GraphError:
                assert not any(map(np.any, slopes))  # what only counts and compares
                continue
            assert entry.output == pytest.approx(np.asarray(value)[at], rel=1e-13, abs=1e-13)
            found = dict(entry.gradients)
            for name, slope in zip(names, slopes, strict=True):
                for place in np.ndindex(np.shape(walk.inputs[name])):
                    called = name + "".join(map(str, place))
                    expected = slope[(*at, *place)]
                    assert found.get(called, 0.0) == pytest.approx(expected, rel=1e-12, abs=1e-12)
        weights = chance.normal(size=np.shape(value))[()]
        outer = bv.Graph.build([], apply(OPS["sum"], out * weights), {"F": out})
        walk = outer.walk(dict(zip(names, given_, strict=True)))
        for name in names:
            for at in np.ndindex(np.shape(walk.inputs[name])):
                expected = np.asarray(walk.gradients[name])[at]
                if not walk.arrivals[walk.graph.names[name]][0]:
                    assert expected == 0
                    continue
                entry = walk.zoom(name, at, gradient=True)
                assert entry.output == pytest.approx(expected, rel=1e-11, abs=1e-11)
    assert tried


# Long sums


def test_a_long_sum_is_one_of_parts():
    chance = np.random.default_rng(1)
    given_ = {"X": chance.normal(size=(32, 784)), "W": chance.normal(size=(784, 128))}
    walk = bv.graph("Z = X @ W; f = sum(tanh(Z))").walk(given_)
    whole = walk.zoom("Z", (3, 77))
    assert whole.graph.inputs == tuple(f"s{i}" for i in range(1, 13))
    assert whole.output == pytest.approx(walk.values["Z"][3, 77], rel=1e-12)
    part = walk.zoom("Z", (3, 77), part="s2")
    assert part.graph.output == "s2"
    assert part.output == pytest.approx(whole.inputs["s2"], rel=1e-12)
    assert part.graph.inputs == tuple(f"s2_{i}" for i in range(1, 7))
    assert part.graph.displayed[0] == "s₂,₁"
    inner = walk.zoom("Z", (3, 77), part="s2_1")
    assert inner.output == pytest.approx(part.inputs["s2_1"], rel=1e-12)
    assert inner.graph.inputs[:2] == ("X3_65", "W65_77")
    assert len(inner.graph.inputs) == 20
    long = walk.zoom("Z", (3, 77), most=784)
    assert len(long.graph.inputs) == 2 * 784
    assert long.output == pytest.approx(whole.output, rel=1e-12)
    assert len(walk.zoom("W", (3, 77), gradient=True).graph.inputs) == 3
    assert len(walk.zoom("f").graph.inputs) == 12


def test_only_the_slice_of_an_entry_is_made(monkeypatch):
    from backprop_viz.circuits import circuit

    made = []
    monkeypatch.setattr(circuit, "variable", lambda name: made.append(name) or bv.variable(name))
    walk = bv.graph("Z = X @ W; f = sum(Z)").walk(X=np.ones((32, 784)), W=np.ones((784, 128)))
    walk.zoom("Z", (3, 77))
    assert len(made) == 2 * 784 + 12


def test_twelve_terms_are_written_out():
    walk = bv.graph("f = a @ b").walk(a=np.arange(12.0), b=np.ones(12))
    assert len(walk.zoom("f").graph.inputs) == 24
    walk = bv.graph("f = a @ b").walk(a=np.arange(13.0), b=np.ones(13))
    assert walk.zoom("f").graph.inputs == ("s1", "s2")
    assert walk.zoom("f").output == walk.output


def test_parts_have_a_name_of_their_own():
    walk = bv.graph("s = a @ b; s1 = sum(c); f = s * s1").walk(
        a=np.ones(13), b=np.ones(13), c=np.ones(13)
    )
    assert walk.zoom("s").graph.inputs == ("p1", "p2")
    assert walk.zoom("f", depth=1).output == walk.output


def test_a_long_formula_is_opened_without_recursion():
    text = "x" + " + sin(x)" * 5000
    walk = bv.graph(f"f = {text}").walk(x=[0.5, 1.0])
    entry = walk.zoom("f", 1)
    assert entry.output == walk.output[1]
    assert walk.zoom("x", 1, gradient=True).output == pytest.approx(walk.gradients["x"][1])


# Constants, kinks, numbers


def test_constants_stay_constants():
    walk = bv.graph("const K = [[1, 2], [3, 4]]; C = K @ K; Y = C @ x + [5, 6]").walk(x=[1.0, 2.0])
    entry = walk.zoom("Y", 1)
    assert entry.graph.inputs == ("x0", "x1")
    assert entry.output == walk.output[1]
    assert "const C10 = 15.0" in str(entry.graph)


def test_a_branch_is_the_one_that_is_taken():
    walk = bv.graph("H = relu(Z); f = sum(H * w)").walk(Z=[1.0, -2.0], w=[3.0, 4.0])
    on, off = (walk.zoom("Z", i, gradient=True) for i in (0, 1))
    assert on.output == 3
    assert off.output == 0
    assert on.graph.inputs == ("∂f/∂H0",)
    assert lines(walk.zoom("H", 1)) == ["H1 = relu(Z1)"]


def test_a_number_is_opened_too():
    walk = bv.graph("p = w*x; y = p + b + 1; f = y**2").walk(w=3, x=2, b=1)
    assert lines(walk.zoom("y")) == ["v1 = p+b", "y = v1+1.0"]
    assert lines(walk.zoom("y", depth=1)) == ["p = w*x", "v1 = p+b", "y = v1+1.0"]
    assert walk.zoom("w", gradient=True).output == walk.gradients["w"]


def test_a_slope_that_no_rows_make_up_is_a_number():
    steep = replace(OPS["square"], name="steep", formula="a * floor(a)", local=("floor(a)",))
    x = bv.variable("x")
    walk = bv.graph(bv.sum(apply(steep, x) * x)).walk(x=[0.5, -1.5])
    entry = walk.zoom("x", 1, gradient=True)
    assert entry.output == walk.gradients["x"][1] == 6
    assert entry.graph.inputs == ("x1", "∂v1_1/∂x1")


def test_digits_are_those_of_the_walk(network):
    assert network.with_digits(7).zoom("Z", (0, 1)).digits == 7


# What is refused


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"name": "Q"}, "no 'Q'; there are k, c, b"),
        ({"name": "Z", "at": (0,)}, r"as in walk.zoom\(\"Z\", \(0, 1\)\), not"),
        ({"name": "Z"}, "has 2 indices"),
        ({"name": "Z", "at": (0, 1, 2)}, "has 2 indices"),
        ({"name": "Z", "at": (3, 0)}, r"shape \(3, 2\) and no entry \(3, 0\)"),
        ({"name": "Z", "at": (0.5, 0)}, "whole numbers"),
        ({"name": "Z", "at": "01"}, "whole numbers"),
        ({"name": "L", "at": 0}, "without an index"),
        ({"name": "X", "at": (0, 0)}, "is an input.*gradient=True"),
        ({"name": "k", "at": 0}, "is a constant"),
        ({"name": "c", "at": 0, "gradient": True}, "depends on no input"),
        ({"name": "L", "gradient": True}, "with respect to itself is 1"),
        ({"name": "D", "at": 0, "gradient": True}, "no gradient flows from L back to D"),
        ({"name": "Z", "at": (0, 1), "depth": -1}, "depth is -1"),
        ({"name": "Z", "at": (0, 1), "depth": 0.5}, "depth is 0.5"),
        ({"name": "Z", "at": (0, 1), "most": 1}, "most is 1"),
        ({"name": "Z", "at": (0, 1), "part": "s1"}, "written out as a whole"),
        ({"name": "M", "part": "s9"}, "no part s9; there are s1, s2"),
    ],
)
def test_what_cannot_be_opened_says_why(arguments, told):
    graph = bv.graph(f"const k = [1, 2]; c = k * 2; D = b * 2; M = m @ m; {NETWORK}")
    walk = graph.walk({**BATCH, "m": np.ones(13)})
    with pytest.raises(bv.BackpropVizError, match=told) as caught:
        walk.zoom(**arguments)
    assert isinstance(caught.value, (ValueError, KeyError))
    assert caught.value.say("ja") != caught.value.say("en")


# Rows that are yet to come


def _whole(name, formula, back, shape):
    from backprop_viz.core.operation import Op
    from backprop_viz.words import Message

    return Op(
        name=name,
        glyph=name,
        formula=formula,
        back=back,
        shape=shape,
        shown=("<g>",) * len(back),
        latex="<a>",
        why=Message("Why not."),
    )


@pytest.mark.parametrize(
    ("formula", "back", "shapes", "entry"),
    [
        ("flip(a)", ("flip(g)",), [(2, 3)], ["F01 = a11"]),
        ("T(flip(a))", ("flip(T(g))",), [(2, 3)], ["F01 = a02"]),
        ("concat(a, b)", ("part(g, a, 0)", "part(g, b, 1)"), [(1, 2), (2, 2)], ["F01 = a01"]),
        ("0.5 * sum(a * a)", ("g * a",), [(2,)], None),
        ("cumsum(a)", ("flip(cumsum(flip(g)))",), [(3,)], ["v1 = a0+a1", "F2 = v1+a2"]),
        ("exp(a) / sum(exp(a))", ("out * (g - sum(g * out))",), [(3,)], None),
        ("cumsum(a)", ("secret(g)",), [(3,)], ["v1 = a0+a1", "F2 = v1+a2"]),
    ],
)
def test_a_row_of_arrays_opens_by_its_text_alone(monkeypatch, formula, back, shapes, entry):
    from backprop_viz.circuits import whole
    from backprop_viz.core import operation

    more = {
        "flip": np.flip,
        "cumsum": np.cumsum,
        "concat": lambda a, b: np.concatenate([a, b]),
        "part": lambda g, own, last: g[-len(own) :] if last else g[: len(own)],
        # What no circuit can be made of, as it asks for numbers.
        "secret": lambda g: np.cumsum(np.array(g, dtype=float)[::-1])[::-1],
    }
    monkeypatch.setattr(operation, "NUMPY", {**operation.NUMPY, **more})
    monkeypatch.setattr(whole, "NUMPY", {**whole.NUMPY, **more})
    made = {"f": None}

    def shape(*shapes):
        return np.shape(made["f"](*map(np.ones, shapes)))

    row = _whole("made", formula, back, shape)
    made["f"] = row.forward
    chance = np.random.default_rng(4)
    given_ = dict(zip("ab", (chance.normal(size=one) for one in shapes), strict=False))
    out = apply(row, *map(bv.variable, given_))
    walk = bv.Graph.build([], out, {"F": out}).walk(given_)
    for at in np.ndindex(np.shape(walk.output)):
        assert walk.zoom("F", at).output == pytest.approx(np.asarray(walk.output)[at], rel=1e-14)
    if entry:
        last = (0, 1) if np.ndim(walk.output) > 1 else 2
        assert lines(walk.zoom("F", last)) == entry
    weights = chance.normal(size=np.shape(walk.output))[()]
    f = apply(OPS["sum"], apply(OPS["tanh"], out) * weights)
    outer = bv.Graph.build([], f, {"F": out, "f": f}).walk(given_)
    for name, array in given_.items():
        for at in np.ndindex(array.shape):
            found = outer.zoom(name, at, gradient=True)
            assert found.output == pytest.approx(outer.gradients[name][at], rel=1e-12)


def test_a_row_that_cannot_be_opened_is_named(monkeypatch):
    from backprop_viz.circuits import whole
    from backprop_viz.core import operation

    more = {"secret": lambda a: np.sort(np.array(a, dtype=float))}
    monkeypatch.setattr(operation, "NUMPY", {**operation.NUMPY, **more})
    monkeypatch.setattr(whole, "NUMPY", {**whole.NUMPY, **more})
    out = apply(_whole("sorted", "secret(a)", ("g",), lambda a: a), bv.variable("a"))
    walk = bv.Graph.build([], out, {"F": out}).walk(a=[3.0, 1.0])
    with pytest.raises(bv.GraphError, match=r"F cannot be opened.* make up sorted"):
        walk.zoom("F", 0)


def test_on_the_way_such_a_row_is_a_quantity_of_its_own(monkeypatch):
    from backprop_viz.circuits import whole
    from backprop_viz.core import operation

    more = {"secret": lambda a: np.sort(np.array(a, dtype=float))}
    monkeypatch.setattr(operation, "NUMPY", {**operation.NUMPY, **more})
    monkeypatch.setattr(whole, "NUMPY", {**whole.NUMPY, **more})
    out = apply(_whole("sorted", "secret(a)", ("g",), lambda a: a), bv.variable("a"))
    f = out * 2.0
    walk = bv.Graph.build([], f, {"f": f}).walk(a=[3.0, 1.0])
    assert walk.zoom("f", 1).output == 6.0
    assert walk.zoom("f", 1).graph.inputs == ("v1_1",)


def test_through_a_row_that_passes_nothing_back_no_circuit_leads():
    out = apply(_whole("held", "T(a)", ("0.0",), lambda a: a[::-1]), bv.variable("a"))
    f = out * 2.0
    walk = bv.Graph.build([], f, {"f": f}).walk(a=[3.0, 1.0])
    entry = walk.zoom("f", 1)
    assert entry.output == 2.0
    assert entry.graph.inputs == ("v1_1",)
    deeper = bv.Graph.build([], f * f + 1.0, {}).walk(a=[3.0, 1.0]).zoom("f", 1)
    assert [node.name for node in deeper.graph.operations] == ["u1", "u2", "f1"]


def test_ports_are_gone_through_as_they_pass_on_what_they_get():
    walk = bv.graph("z = linear(x, W, b); L = sum(z**2)").walk(
        x=[[1.0, 2], [3, 4]], W=[[2, 0.5], [1, -1], [0.5, 4]], b=[1, 0, 2]
    )
    for shown in (walk, walk.opened("linear")):
        value = shown.zoom("z", (0, 1))
        assert [node.op.name for node in value.graph.operations] == ["mul", "mul", "add", "add"]
        assert value.output == walk.values["z"][0, 1]
        slope = shown.zoom("W", (0, 1), gradient=True)
        assert [node.op.name for node in slope.graph.operations] == ["mul", "mul", "add"]
        assert slope.output == walk.gradients["W"][0, 1]
        assert "∂L/∂z10" in slope.graph.inputs
    assert walk.zoom("b", 1, gradient=True).output == walk.gradients["b"][1]
    with pytest.raises(bv.InputError, match=r"linear\.weight is an input"):
        walk.zoom("linear.weight", (0, 1))
