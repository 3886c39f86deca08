"""The formula of a graph as one expression or the lines of a program, and the part of each step."""

from __future__ import annotations

import math
import random
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import backprop_viz as bv
import block_programs
from backprop_viz.media.formula import height_of_whole, typeset, whole
from backprop_viz.spell.names import latex as latex_name
from backprop_viz.tell.formula import formula, lit, unmarked, written
from backprop_viz.tell.lines import LONGEST
from backprop_viz.tell.tightness import symbols
from backprop_viz.theme import THEMES
from strategies import ARTICLE, ARTICLE_INPUTS, PLAIN, power, recipes
from test_shown import Reader

NETWORK = "h1 = tanh(a*x + b); h2 = tanh(c*x + d); o = k*h1 + g*h2; f = (o - y)^2"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2", "f = (y' - (w x + b))^2"),
        ("sigmoid(w*x + b)", r"f = \sigma(w x + b)"),
        ("f = a - (b - c) + -d", "f = a - (b - c) - d"),
        ("f = a + (b + c)", "f = a + b + c"),
        ("f = a*b*(c + d)*2*x", r"f = a b \cdot (c + d) \cdot 2x"),
        ("f = -(-x)*-3 + -3", r"f = (-(-x)) \cdot (-3) + (-3)"),
        ("f = -(a*b) + c*-d", r"f = -a b + c \cdot (-d)"),
        ("f = a + (-b + c)", "f = a + (-b + c)"),
        ("f = (a/b)**2/(-c)", r"f = \frac{\left(\frac{a}{b}\right)^2}{-c}"),
        ("f = -x**2", "f = -x^2"),
        ("f = (-x)**2", "f = (-x)^2"),
        ("f = tanh(x)**2", r"f = (\tanh(x))^2"),
        ("f = exp(x)**y", r"f = (e^{x})^{y}"),
        ("f = abs(a + b)**2", r"f = \left|a + b\right|^2"),
        ("f = relu(x)*relu(y)", r"f = \mathrm{relu}(x)\,\mathrm{relu}(y)"),
        ("f = 1e-7*x + 2e9", r"f = (1 \times 10^{-7}) x + 2 \times 10^{9}"),
        ("u = x**2; f = u*y + sin(u)", r"u = x^2,\quad f = u y + \sin(u)"),
        (
            NETWORK,
            r"h_{1} = \tanh(a x + b),\quad h_{2} = \tanh(c x + d),\quad "
            r"o = k h_{1} + g h_{2},\quad f = (o - y)^2",
        ),
        (
            "h1 = tanh(a*x + b); h2 = tanh(c*x + d); f = (v1*h1 + v2*h2 - y)^2 + (h1 - 1)^2",
            r"h_{1} = \tanh(a x + b),\quad h_{2} = \tanh(c x + d),\quad "
            r"f = (v_{1} h_{1} + v_{2} h_{2} - y)^2 + (h_{1} - 1)^2",
        ),
        ("x", "x"),
        ("f = x; f", "f = x"),
        ("const f = 3; f", "f = 3"),
    ],
)
def test_a_formula_is_written_as_mathematics_is(source: str, shown: str) -> None:
    graph = bv.graph(source)
    assert formula(graph).latex == shown
    assert graph.walk(dict.fromkeys(graph.inputs, 1.0)).steps[0].latex == shown


@given(recipes())
@settings(max_examples=60, deadline=None)
def test_every_step_has_its_part(recipe: Any) -> None:
    """Each operation has a place, inside of it each operand that a gradient goes to."""
    graph = bv.graph(recipe.text)
    made = formula(graph)
    text = " ".join(line.equation for line in made.lines)
    keys = set(re.findall(r"\\at\{([\d-]+)\}", text))
    assert {str(node.index) for node in graph.operations} <= keys
    for edge in graph.backward_edges:
        assert {f"{edge.node}-{edge.position}", str(edge.operand)} & keys
    open_ends: list[str] = []
    written(text, lambda key: str(open_ends.append(key)), lambda: str(open_ends.pop()))
    assert not open_ends
    assert max(symbols(line.equation) for line in made.lines) < 3 * LONGEST


@given(recipes())
@settings(max_examples=300, deadline=None)
def test_every_line_is_what_its_node_computes(recipe: Any) -> None:
    """Read by a reader that knows nothing of the table: no parenthesis is wanting."""
    text = re.sub(r"\d+\.\d+(e[-+]?\d+)?", lambda number: f"{float(number[0]):.3g}", recipe.text)
    graph = bv.graph(text)
    values = graph.walk(recipe.used).node_values
    names = {latex_name(node.name): float(v) for node, v in zip(graph.nodes, values, strict=True)}
    for line in formula(graph).lines:
        try:
            found = Reader(unmarked(line.marked), names).value()
        except (ArithmeticError, ValueError):
            continue  # there is no such number
        if not isinstance(found, complex):
            assert math.isclose(found, values[line.node], rel_tol=1e-6, abs_tol=1e-9), line


def test_an_argument_that_a_block_does_not_use_has_no_line() -> None:
    idle = bv.graph("outer(x, w, u) = x*w\nouter(a, w, c)*2").opened()
    assert formula(idle).latex == r"f = a w \cdot 2"
    through = bv.graph("inner(x, u) = x\nouter(x, u) = inner(x, u)*2\nouter(a, c)").opened()
    assert formula(through).latex == r"f = a \cdot 2"
    computed = bv.graph("outer(x, u) = x*2\nouter(a, c*a)").opened()
    assert formula(computed).latex == r"\mathrm{outer}{.}u = c a,\quad f = a \cdot 2"
    for graph in (idle, through, computed):
        walk = graph.walk(dict.fromkeys(graph.inputs, 2.0))
        assert all(formula(graph).line(step) for step in walk.steps[1:])


def test_what_goes_through_a_port_keeps_its_parentheses() -> None:
    """Of open blocks, too, every line is what its node computes."""
    chance, read = random.Random(20), 0
    for graph in (bv.graph(block_programs.program(chance)).opened() for _ in range(60)):
        values = graph.walk(dict.fromkeys(graph.inputs, 0.75)).node_values
        names = {latex_name(node.name): float(values[node.index]) for node in graph.nodes}
        inner = sorted((name for name in names if "{.}" in name), key=len, reverse=True)
        for line in formula(graph).lines:
            text = unmarked(line.marked)
            for number, name in enumerate(inner):
                text = text.replace(name, f"q_{{{number}}}")
            told = names | {f"q_{{{number}}}": names[name] for number, name in enumerate(inner)}
            found = Reader(text, told).value()
            assert math.isclose(found, values[line.node], rel_tol=1e-6, abs_tol=1e-9), line
            read += "q_" in text
    assert read > 100
    assert formula(bv.graph("f(x, a) = x*a\nf(p + q, r)").opened()).latex == "f = (p + q) r"


@pytest.mark.parametrize(
    "row", [*PLAIN.values(), power(3.0), power(-0.5)], ids=lambda row: row.name
)
def test_parentheses_stand_where_they_must(row: Any) -> None:
    """No operand that is a sum is written into a product, a power or a difference without them."""
    sums = [f"(a{i} + b{i})" for i in range(row.arity)]
    shown = formula(bv.graph(row.spell(*sums))).latex
    for piece in re.findall(r"[a-z]_\{0\} \+ [a-z]_\{0\}", shown):
        before, after = shown.split(piece)
        is_apart = before[-1:] in "({|" and after[:1] in ")},\\"
        assert is_apart or row.name in ("add", "sub", "log1p"), shown


def test_a_long_formula_is_folded_into_pages() -> None:
    graph = bv.graph("f = " + " + ".join(f"x{i}*w{i}/2" for i in range(60)))
    made = formula(graph)
    assert len(made.pages) > 3
    assert made.latex.startswith(made.lines[0].name)
    assert r"\ldots" in made.latex
    assert len(made.latex) < 600
    walk = graph.walk(dict.fromkeys(graph.inputs, 1.0))
    for step in walk.steps:
        assert step.kind == "graph" or rf"\at{{{step.place.index}}}" in made.page(step)


SHAPED = {"n": 2.0, "v": np.array([1.0, 2]), "w": np.array([3.0, 4])}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A*B*C", r"A \odot B \odot C"),
        ("(A*B)@C", r"(A \odot B) \cdot C"),
        ("A*(B@C)", r"A \odot (B \cdot C)"),
        ("A@B@C", r"A \cdot B \cdot C"),
        ("n*A@B", r"n A \cdot B"),
        ("(n*(A*B))@C", r"n \cdot (A \odot B) \cdot C"),
        ("(A@B)*n*C", r"(A \cdot B) n \odot C"),
        ("(v@w)*A", r"(v \cdot w) A"),
        ("A*(v@w)", r"A \cdot (v \cdot w)"),
        ("n*(A@B)*2", r"n \cdot (A \cdot B) \cdot 2"),
        ("sigmoid(A*B)*C", r"\sigma(A \odot B) \odot C"),
        ("A*(-B) + n*2*A", r"A \odot (-B) + n \cdot 2A"),
    ],
)
def test_what_multiplies_arrays_has_its_sign(text: str, shown: str) -> None:
    graph = bv.graph(f"f = sum({text})")
    given = {name: SHAPED.get(name, np.eye(2) + 0.5) for name in graph.inputs}
    walk = graph.walk(**given)
    assert walk.steps[0].latex == rf"f = \operatorname{{sum}}({shown})"
    if "@" not in text:
        assert r"\odot" not in graph.walk(dict.fromkeys(graph.inputs, 2.0)).steps[0].latex


def test_a_chain_of_any_length_has_a_formula() -> None:
    lines = [f"v{i} = sin(v{i - 1})" for i in range(1, 5000)]
    assert formula(bv.graph("\n".join(["v0 = x*a", *lines]))).lines[-1].name == "v_{4999}"


def test_a_step_lights_its_operation_and_on_the_way_back_its_operand() -> None:
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    names = [node.name for node in walk.graph.nodes]
    looks = [
        {names[int(key)]: look for key, look in lit(step).items() if key.isdecimal()}
        for step in walk.steps
    ]
    assert looks[:3] == [{}, {"p": "forward"}, {"y": "forward"}]
    assert looks[6:9] == [{"f": "back"}, {"f": "node", "t": "back"}, {"t": "node", "y'": "back"}]


def test_nothing_moves_when_a_part_is_lit() -> None:
    walk = bv.graph(NETWORK).walk(dict.fromkeys("abcdgkxy", 0.5))
    plain = typeset(unmarked(formula(walk.graph).page(walk.steps[1])), 14.0)
    places = re.findall(r"<text [^>]*>[^<]*</text>", plain.svg)
    for theme in THEMES.values():
        for step in walk.steps:
            box = whole(step, theme, 14.0)
            assert math.isclose(box.width, plain.width)
            assert (box.above, box.below) == (plain.above, plain.below)
            assert re.findall(r"<text [^>]*>[^<]*</text>", box.svg) == places
            assert (theme.forward_tint in box.svg) == bool(lit(step)) or "back" in str(lit(step))
    assert math.isclose(height_of_whole(walk, 14.0), plain.height)


def test_in_a_theme_of_one_ink_the_rest_is_faint_in_latex(tmp_path) -> None:
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    text = walk.save(tmp_path / "walk.tex", steps=[0, 1, 9], theme="print").read_text("utf-8")
    wholes = re.findall(r"^  \{(.*f = .*)\}$", text, re.MULTILINE)[:1]
    lit_ones = re.findall(r"^  \{\\color\{walkfaint\}(.*)\}$", text, re.MULTILINE)
    assert r"\color" not in wholes[0]
    assert len(lit_ones) == 2
    assert r"\color{walkforward}" in lit_ones[0]
    light = walk.save(tmp_path / "light.tex", theme="light").read_text("utf-8")
    assert r"{\color{walkfaint}" not in light


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("stack(x, y*y, z, axis=1)", "stack(x, y y, z, axis = 1)"),
        ("[h, h, 3]", "stack(h, h, 3)"),
        ("stack(x, y, axis=-1)", "stack(x, y, axis = -1)"),
        ("concat(x, y, z)", "concat(x, y, z)"),
        ("concat(x[None], y, z)", "concat(x[None], y, z)"),
        ("concat(x[None], y[None], axis=1)", "concat(x[None], y[None], axis = 1)"),
        ("concat(x, concat(y, z))", "concat(x, concat(y, z))"),
        ("concat(stack(x, y), z)", "concat(x[None], y[None], z)"),
        (f"stack({', '.join('abcdghmnpq')})", f"stack({', '.join('abcdghmnpq')})"),
    ],
)
def test_what_is_joined_is_told_as_it_is_written(text: str, shown: str) -> None:
    """And read again it is the same; each operation in it still has its part."""
    graph = bv.graph(f"sum({text})")
    told = formula(graph)
    latex = re.sub(r"\\(operatorname|mathrm)\{(\w+)\}", r"\2", told.latex)
    assert latex == f"f = sum({shown})"
    again = latex.removeprefix("f = ").replace("y y", "y*y").replace(" = ", "=")
    assert str(bv.graph(again)) == str(graph)
    marks = re.findall(r"\\at\{(\d+)\}", told.lines[0].marked)
    assert sorted(map(int, marks)) == [node.index for node in graph.operations]
