"""Every reader: text, SymPy expressions, Python functions, operators and NumPy functions."""

import math
import subprocess
import sys
import time
import unicodedata

import numpy as np
import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

import backprop_viz as bv
import needs
from backprop_viz.arithmetic.names import NUMPY
from backprop_viz.calls.library import FUNCTIONS
from backprop_viz.core.ops import ALIASES, OPS
from backprop_viz.read.hints import KNOWN
from backprop_viz.spell.names import canonical
from backprop_viz.verify.symbolic import in_sympy
from strategies import ARTICLE, ARTICLE_INPUTS, ENTRYWISE, recipes, wild_recipes


def value(formula, **inputs):
    return bv.graph(formula).walk(inputs).output


# Text: what a formula means

AT = {"x": 2.0, "y": 3.0, "z": -0.5}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("x + y*z", 2 + 3 * -0.5),
        ("(x + y)*z", 5 * -0.5),
        ("x - y - z", 2 - 3 + 0.5),
        ("x/y/z", 2 / 3 / -0.5),
        ("x*y/z*x", 2 * 3 / -0.5 * 2),
        ("-x**2", -4),
        ("(-x)**2", 4),
        ("x**-y", 2**-3),
        ("2**-y", 1 / 8),
        ("x**y**2", 2**9),
        ("(x**y)**2", 64),
        ("x^y", 8),
        ("-x^2", -4),
        ("x**-2", 0.25),
        ("--x", 2),
        ("-+-x", 2),
        ("+x", 2),
        ("x*-y", -6),
        ("x - -y", 5),
        ("2*-x**2", -8),
        ("1e2*x + .5 + 1. + 2.5E-1 + 1e+0", 200 + 0.5 + 1 + 0.25 + 1),
        ("pi*x", math.pi * 2),
        ("-pi", -math.pi),
        ("x - -e", 2 + math.e),
        ("-e**x", -math.exp(2)),
        ("e**x", math.exp(2)),
        ("max(x, y) + min(x, y)", 5),
        ("ln(x) + arcsin(z)", math.log(2) + math.asin(-0.5)),
        ("maximum(x, (y))", 3),
        ("exp((((x))))", math.exp(2)),
        ("x − y × z ÷ x · x ⋅ y", 2 - 3 * -0.5 / 2 * 2 * 3),
        ("(x+y)*2", 10),
        ("x # and nothing else", 2),
        ("# first\nx + y # then\n", 5),
        ("(x +\n y)", 5),
        ("maximum(x,\n  y)\n", 3),
        (";;x + y;\n;", 5),
        ("a = x*y; b = a + 1\n b**2", 49),
        ("a = x*y\r\nb = a + 1\rb*2", 14),
        ("const a = 3\na", 3),
    ],
)
def test_what_a_formula_means(formula, expected):
    graph = bv.graph(formula)
    walk = graph.walk({name: AT[name] for name in graph.inputs})
    assert walk.output == pytest.approx(expected, rel=1e-14)


def test_the_order_of_operands_is_kept():
    graph = bv.graph("p = a - b; q = c/d; f = p**q")
    named = {n.name: [graph.nodes[i].name for i in n.operands] for n in graph.operations}
    assert named == {"p": ["a", "b"], "q": ["c", "d"], "f": ["p", "q"]}
    assert graph.inputs == ("a", "b", "c", "d")


def test_the_output_is_the_last_line():
    assert bv.graph("x + 1").output == "f"
    assert bv.graph("f = 2*x; f + 1").output == "g"
    assert bv.graph("loss = 2*x").output == "loss"
    assert bv.graph("f*g*h").output == "f1"
    assert bv.graph("t = 2*x; d = t + 1; t").output == "t"


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("x*y*z", ["v1", "f"]),
        ("v*x*2", ["v1", "f"]),
        ("v1*x + sin(v2)", ["u1", "u2", "f"]),
        ("v1 = x*y; (v1 + 1)*2", ["v1", "u1", "f"]),
        ("x*y*v7", ["u1", "f"]),
        ("v_1*x*2", ["u1", "f"]),  # looks like v1
        ("v₁*x*2", ["u1", "f"]),
        ("v1'*x*2", ["u1", "f"]),
        ("u*v1*x", ["z1", "f"]),  # u1 would look like u's relative
        ("u1*v1*z*2", ["h1", "h2", "f"]),
        ("V1*x*2", ["v1", "f"]),
        ("f*g*h*f1*2", ["u1", "u2", "u3", "v1"]),
    ],
)
def test_unnamed_results_are_no_relatives_of_the_user_s_names(text, ours):
    graph = bv.graph(text)
    assert [node.name for node in graph.operations] == ours
    assert str(bv.graph(str(graph))) == str(graph)


def test_there_is_a_stem_left_for_every_program():
    many = " + ".join(f"{letter}1*x" for letter in "abcdfghijklmnopqrstuvwxyz")
    graph = bv.graph(many)
    assert graph.operations[0].name == "vv1"
    x1, v1 = bv.variables("x1 v1")
    assert [node.name for node in bv.graph((x1 + v1) * 2).operations] == ["u1", "f"]
    assert [n.name for n in bv.graph(lambda v1, w: (v1 + w) * 2).operations] == ["u1", "f"]


@pytest.mark.parametrize("name", ["λ", "θ", "損失", "x1", "x_1", "if", "lambda", "class", "_", "É"])
def test_names_of_every_kind(name):
    walk = bv.graph(f"{name}**2").walk({name: 3})
    assert walk.gradients[name] == 6
    assert bv.graph(str(walk.graph)).inputs == walk.graph.inputs


def test_primes_many_and_mixed():
    assert bv.graph("y'' + y′′ + y″ + y__ + y_'").inputs == ("y''",)
    assert bv.graph("y' = 2*x; y' + 1").walk(x=1).values["y_"] == 2


@pytest.mark.parametrize("name", ["pi", "e", "π"])
def test_a_constant_gives_way_to_a_definition(name):
    graph = bv.graph(f"{name} = 2*x; {name} + 1")
    assert graph.inputs == ("x",)
    assert graph.walk(x=3).output == 7


def test_constants_are_no_inputs():
    graph = bv.graph("e*pi*π*x")
    assert graph.inputs == ("x",)
    assert graph.walk(x=1).output == pytest.approx(math.e * math.pi**2)
    assert bv.graph("e' + pi'").inputs == ("e'", "pi'")


@pytest.mark.parametrize("name", ["½", "①", "Ⅷ½", "ﷺ"])
def test_a_letter_that_turns_into_no_name(name):
    """NFKC makes 1⁄2, 1 or words with spaces of these: an error, or a name that can be read."""
    graph = graph_or_error(f"{name} + x")
    if isinstance(graph, bv.Graph):
        assert bv.graph(str(graph)).inputs == graph.inputs


# Text: errors

WIDE = "損失 = x*y + 予測値\n誤差 = 損失 + * z"
ERRORS = [
    # formula, message, line, column, hint
    ("", "the formula is empty", 1, 1, "w*x + b"),
    ("# a comment", "the formula is empty", 1, 1, "w*x + b"),
    ("x +", "ends too early", 1, 4, "a name or a number"),
    ("x + # more", "ends too early", 1, 4, "a name or a number"),
    ("a = ;b", "ends too early", 1, 5, "a name or a number"),
    ("x\ny = ", "ends too early", 2, 4, "a name or a number"),
    ("(x + 1", "a parenthesis is not closed", 1, 7, "add `)`"),
    ("x*(y + (z)", "a parenthesis is not closed", 1, 11, "add `)`"),
    ("(x\n+ y", "a parenthesis is not closed", 2, 4, "add `)`"),
    ("x + 1)", "closed that was not opened", 1, 6, "remove it"),
    ("x + * y", "unexpected `*`", 1, 5, "a name, a number or `(`"),
    ("x + / y", "unexpected `/`", 1, 5, "a name, a number or `(`"),
    ("2x", "operator is missing before `x`", 1, 2, "2*x"),
    ("x y", "operator is missing before `y`", 1, 3, "`*`"),
    ("(x)(y)", "operator is missing before `(`", 1, 4, "`*`"),
    ("x = 1 = 2", "unexpected `=`", 1, 7, "once a line"),
    ("2*x = y", "unexpected `=`", 1, 5, "single name"),
    ("x == y", "unexpected `==`", 1, 3, "single `=`"),
    ("a = 1; a = x; a", "`a` is defined twice (first in line 1)", 1, 8, "call the new value `a2`"),
    ("a1 = 1\na1 = x", "`a1` is defined twice", 2, 1, "call the new value `a1_1`"),
    ("y' = 1\ny_ = x", "`y_` is defined twice", 2, 1, "a name is defined once"),
    ("a = a + 1", "`a` is used in its own definition", 1, 5, "another name, such as `a2`"),
    ("a = 1\nb = x - b", "`b` is used in its own definition", 2, 9, "another name"),
    ("a = b; b = x; a", "`b` is used before it is defined (in line 1)", 1, 5, "move its"),
    ("sigmiod(x)", "no function `sigmiod`", 1, 1, "did you mean `sigmoid`?"),
    ("2*tanhh(x)", "no function `tanhh`", 1, 3, "did you mean `tanh`?"),
    ("Exp(x)", "no function `Exp`", 1, 1, "did you mean `exp`?"),
    ("quux(x)", "no function `quux`", 1, 1, "the functions are abs, acos"),
    ("w = 2*a; w(x + 1)", "no function `w`", 1, 10, "did you mean `w*(...)`?"),
    ("x*exp", "`exp` is a function", 1, 3, "`exp(x)`"),
    ("exp = 3", "`exp` is the name of a function", 1, 1, "something else"),
    ("exp(x, y)", "`exp` takes 1 operand, not 2", 1, 1, "`exp(a)`"),
    ("exp()", "unexpected `)`", 1, 5, "a name, a number"),
    ("sin[1]", "unexpected character '['", 1, 4, "parentheses"),
    ("x < y", "unexpected `<`", 1, 3, "where(x > 0, a, b)"),
    ("x % y", "unexpected character '%'", 1, 3, "operators"),
    ("1 + .", "unexpected character '.'", 1, 5, "a digit beside its point"),
    ("1,5*x", "unexpected `,`", 1, 2, "a decimal point is a point"),
    ("f(x) = 2,5*x", "unexpected `,`", 1, 9, "a decimal point is a point"),
    ("f(x)=x,2*x; a, b = f(w)", "unexpected `,`", 1, 7, "in `def f(x): return x,2*x`"),
    ("x + 'y", "unexpected character", 1, 5, "right behind a name"),
    ("1e999*x", "too large for a 64-bit float", 1, 1, "1.8e308"),
    ("x*y\nz", "only the last line", 1, 1, "as in `t = ...`"),
    ("x\x00y", "unexpected character '\\x00'", 1, 2, "a formula has"),
    ("x + \ud800", "unexpected character '\\ud800'", 1, 5, "a formula has"),
    ("__import__('os')", "unexpected character", 1, 12, ""),
    ("x.real", "`.real` is not known here", 1, 2, "no points"),
    ("lambda: 0", "unexpected character ':'", 1, 7, ""),
    (WIDE, "unexpected `*`", 2, 11, "a name, a number"),
    ("x" * 90 + " $ " + "y" * 90, "unexpected character '$'", 1, 92, "LaTeX"),
    ("x" * 10**6 + "(y)", "no function", 1, 1, ""),
]
error_ids = [f"{k}-{source[:20]!a}" for k, (source, *_) in enumerate(ERRORS)]


def columns(text):
    """The width of ``text`` at a terminal."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


@pytest.mark.parametrize(("source", "message", "line", "column", "hint"), ERRORS, ids=error_ids)
def test_bad_formulas(source, message, line, column, hint):
    with pytest.raises(bv.ParseError) as caught:
        bv.graph(source)
    error = caught.value
    assert isinstance(error, ValueError)
    assert message in error.message
    assert (error.line, error.column) == (line, column)
    assert hint in error.hint
    assert error.source_line == source.split("\n")[line - 1]

    text = str(error)
    assert text.startswith(f"{error.message} (line {line}, column {column})")
    assert text.endswith(f"hint: {error.hint}")
    assert len(text.replace(KNOWN, "")) < 300
    assert "\ud800" not in text
    if error.source_line.strip():
        _, shown, caret, *_ = text.split("\n")
        assert caret.strip() == "^"
        assert columns(shown) < 4 + 2 * 80
        # What stands over the caret is what the error is about.
        at, over = columns(caret) - 1, ""
        while columns(over) <= at and len(over) < len(shown):
            over = shown[: len(over) + 1]
        wanted = error.source_line[column - 1 : column]
        if wanted.isprintable() and wanted:
            assert over[-1] == wanted
            assert columns(over[:-1]) == at


def test_the_caret_under_wide_characters():
    with pytest.raises(bv.ParseError) as caught:
        bv.graph(WIDE)
    _, shown, caret, _ = str(caught.value).split("\n")
    assert shown == "    誤差 = 損失 + * z"
    assert caret == "    " + " " * 14 + "^"


def test_a_long_line_is_cut_around_the_caret():
    with pytest.raises(bv.ParseError) as caught:
        bv.graph("a" * 200 + " + b $ c + " + "d" * 200)
    _, shown, caret, _ = str(caught.value).split("\n")
    assert shown.strip().startswith("…aaaa")
    assert shown.endswith("dddd…")
    assert shown[len(caret) - 1] == "$"


def test_a_hint_suggests_no_name_that_is_taken():
    with pytest.raises(bv.ParseError) as caught:
        bv.graph("a2 = x; a = 1; a = a2")
    assert "`a3`" in caught.value.hint


def test_formulas_are_never_evaluated(tmp_path):
    mark = tmp_path / "mark"
    for attack in (
        f"__import__('pathlib').Path('{mark}').touch()",
        f"open('{mark}', 'w')",
        f"exec(open({mark}))",
        "().__class__.__bases__",
    ):
        with pytest.raises(bv.ParseError):
            bv.graph(attack)
    assert not mark.exists()


# Text: quickly, whatever comes


def graph_or_error(text):
    """What the reader makes of ``text``; any other exception is a failure."""
    try:
        return bv.graph(text)
    except bv.ParseError as error:
        return error


@pytest.mark.parametrize(
    "source",
    [
        "(" * 50_000 + "x" + ")" * 50_000,
        "(" * 50_000,
        ")" * 50_000,
        "-" * 50_000 + "x",
        "exp(" * 20_000 + "x" + ")" * 20_000,
        "**".join(["x"] * 20_000),
        "9**9**9**9**9",
        "x**1e308",
        "2**-1e308**x",
        "1" * 1_000_000,
        "0." + "1" * 1_000_000,
        "1e" + "9" * 100_000,
        "x" * 1_000_000,
        "# " * 500_000 + "\nx",
        ";" * 500_000 + "x",
        " " * 1_000_000 + "x",
        "x" + "'" * 100_000,
        "損" * 300_000 + "&",
        "x" * 2_000_001,
        "max(" + "x," * 50_000 + "x)",
    ],
    ids=lambda source: f"{source[:8]!a}-{len(source)}",
)
def test_excess_is_an_error_or_a_graph_and_quick(source):
    start = time.perf_counter()
    found = graph_or_error(source)
    assert len(str(found)) < 1000 if isinstance(found, bv.ParseError) else found.nodes
    assert time.perf_counter() - start < 60


@pytest.mark.parametrize("name", ["x" + "_" * 40 + "1", "x" + "_" * 40 + "ab", "_" * 40])
def test_underscores_in_a_name_take_no_time(name):
    """In a process of its own, for a regular expression cannot be interrupted."""
    code = f"from backprop_viz.spell.names import canonical; print(canonical({name!r}))"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, capture_output=True)


PIECES = [
    *"+-*/^()=,;.#'′_ \n\t",
    *("**", "x", "y_", "損失", "2", "1.5e3", ".5", "1e", "e", "pi", "exp", "max", "sigmiod"),
    *("exp(", "maximum(x,", "²", "½", "{", "<b>", '"', "\\N", "&", ":", "\x00", "🙂", "−", "×"),
    *("def f(x): ", "return ", "f(x) = ", "f(", "x, y = f(", "k=", '"""', "    ", "`f`("),
]
token_soup = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
any_text = st.text(max_size=60)
dense_text = st.text(alphabet="xy12+-*/^()=;. ,#'_e\n", max_size=60)


@st.composite
def mutated_formulas(draw):
    """A program with some characters removed, doubled, replaced or swapped."""
    text = draw(st.one_of(recipes(max_lines=4).map(lambda r: r.text), st.just(ARTICLE)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(text) - 1)))
        change = draw(st.sampled_from(["remove", "double", "put"]))
        if change == "remove":
            text = text[:at] + text[at + 1 :]
        elif change == "double":
            text = text[:at] + text[at : at + 3] * 2 + text[at + 3 :]
        else:
            text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
    return text


def walked(graph):
    """The walk at numbers, or None for what knows whole arrays only and says so with a caret."""
    try:
        return graph.walk(dict.fromkeys(graph.inputs, 1.5))
    except bv.InputError as error:
        told = str(error)
    assert any(not node.op.is_entrywise for node in graph.operations)
    assert told.endswith("^")
    return None


@given(st.one_of(token_soup, any_text, dense_text, mutated_formulas()))
@settings(max_examples=2000)
@example("transpose(A,0)")
@example("x@y")
@example("x[0]")
@example("x.")
@example("1e5x")
@example("=")
@example("\\")
@example("x\n(")
def test_any_text_is_a_graph_or_a_parse_error(text):
    found = graph_or_error(text)
    if isinstance(found, bv.ParseError):
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= found.line <= len(lines)
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
        assert found.hint
        str(found).encode()
    elif walk := walked(found):
        assert walk.steps[-1].sentence("ja")


@given(st.one_of(dense_text, mutated_formulas(), token_soup))
@settings(max_examples=1000)
@example("transpose(A,0)")
def test_what_is_read_can_be_read_back(text):
    graph = graph_or_error(text)
    if isinstance(graph, bv.ParseError):
        return
    again = bv.graph(str(graph))
    assert (again.output, sorted(again.inputs)) == (graph.output, sorted(graph.inputs))
    if walk := walked(graph):
        np.testing.assert_array_equal(walked(again).output, walk.output)


# Round trips


def shape(graph):
    """All of a graph but its numbering."""
    nodes = graph.nodes

    def told(index):
        node = nodes[index]
        return float(node.value) if node.is_constant else node.name

    operations = {
        node.name: (node.op.name, node.op.text, *map(told, node.operands))
        for node in graph.operations
    }
    return graph.output, sorted(graph.inputs), operations


@given(wild_recipes())
@settings(max_examples=400)
def test_text_to_graph_to_text_to_graph(recipe):
    graph = bv.graph(recipe.text)
    again = bv.graph(str(graph))
    assert shape(again) == shape(graph)
    assert str(again) == str(graph)
    np.testing.assert_array_equal(again.walk(recipe.used).output, graph.walk(recipe.used).output)


@given(wild_recipes())
@settings(max_examples=200)
def test_expression_to_text_to_graph(recipe):
    graph = bv.graph(recipe.expression)
    assert shape(bv.graph(str(graph))) == shape(graph)


@pytest.mark.parametrize(
    "source",
    [
        ARTICLE,
        "x",
        "3",
        "c = 3",
        "c = 2.5; f = c*x",
        "-pi*x",
        "x**-1.5 + 2**x",
        "(-2)**x - -3*x",
        "1e-300*x + 1e300",
        "f = x",
        "p = w*x; f = p",
        "t = 2*x; d = t + 1; t",
        "e = 2*x; pi = e + 1; pi*e",
        "損失 = y' - y''; 損失**2",
        "x1*x_1*x_",
    ],
)
def test_round_trip_of(source):
    graph = bv.graph(source)
    again = bv.graph(str(graph))
    assert again.output == graph.output
    assert again.inputs == graph.inputs
    inputs = dict.fromkeys(graph.inputs, 2.0)
    first, second = graph.walk(inputs), again.walk(inputs)
    np.testing.assert_equal(dict(second.values), dict(first.values))
    np.testing.assert_equal(dict(second.gradients), dict(first.gradients))


def test_a_name_for_a_name_is_kept_in_the_walk():
    walk = bv.graph("p = w*x; f = p").walk(w=2, x=3)
    assert walk.values["f"] == walk.values["p"] == 6
    assert walk.graph.output == "f"


# SymPy


def test_sympy_the_article():
    x, w, b, y = sympy.symbols("x w b y'")
    walk = bv.graph((y - (w * x + b)) ** 2).walk(ARTICLE_INPUTS)
    assert walk.output == 4
    assert [walk.gradients[name] for name in ("x", "w", "b", "y'")] == [12, 8, 4, -4]


X, Y = sympy.symbols("x y", positive=True)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        *((sympy.nan, math.nan), (X + sympy.nan, math.nan), (sympy.oo, math.inf)),
        *(
            (-sympy.oo, -math.inf),
            (X * sympy.oo, math.inf),
            (sympy.Min(X, 3) - sympy.oo, -math.inf),
        ),
    ],
)
def test_infinities_of_sympy_are_ours(expression, value):
    made = bv.graph(expression)
    output = made.walk(dict.fromkeys(made.inputs, 2.0)).output
    np.testing.assert_equal(float(output), value)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        *((sympy.zoo, "zoo is no real number"), (X + sympy.I, "I is no real number")),
        *((X + sympy.Integer(10) ** 400, "too large"), (X * sympy.Float("1e400"), "too large")),
    ],
    ids=["zoo", "I", "an integer", "a float"],
)
def test_what_is_no_float_of_sympy_is_refused(expression, reason):
    with pytest.raises(bv.GraphError, match=reason):
        bv.graph(expression)


SYMPY = [
    X + Y,
    X - Y,
    -X - Y,
    -X,
    X / Y,
    1 / (X * Y),
    -X / Y,
    -1 / X,
    sympy.Rational(2, 3) * X,
    sympy.Rational(-1, 3) * X * Y**-2,
    X**Y,
    X**3 - 2 * X**2,
    X**-2,
    X ** sympy.Rational(1, 3),
    X ** sympy.Rational(-1, 2),
    2**X,
    sympy.sqrt(X * Y),
    sympy.exp(-X),
    sympy.E * X + sympy.pi,
    sympy.log(X, 2),
    sympy.log(X) / (1 + sympy.exp(-Y)),
    sympy.Max(X, Y, 1),
    sympy.Min(X, Y),
    sympy.Abs(X - Y),
    sympy.sign(X - 2 * Y),
    sympy.sin(X) * sympy.cos(Y) + sympy.tan(X / 4),
    sympy.asin(X / 4) + sympy.acos(Y / 4) + sympy.atan(X),
    sympy.sinh(X) + sympy.cosh(Y) * sympy.tanh(X),
    sympy.Float("0.1") * X + sympy.Integer(7),
    (X + Y) ** 2 / (X - 3 * Y) ** 3,
    sympy.S(5),
    X,
]


@pytest.mark.parametrize("expression", SYMPY, ids=str)
def test_sympy_expressions(expression):
    graph = bv.graph(expression)
    inputs = {"x": 1.25, "y": 0.75}
    walk = graph.walk({name: inputs[name] for name in graph.inputs})
    at = {X: sympy.Float(1.25, 30), Y: sympy.Float(0.75, 30)}
    assert walk.output == pytest.approx(float(expression.subs(at)), rel=1e-13)
    for symbol in (X, Y):
        if symbol.name in graph.inputs and not expression.has(sympy.sign):
            exact = float(expression.diff(symbol).subs(at).evalf(30))
            assert walk.gradients[symbol.name] == pytest.approx(exact, rel=1e-12)


NO_SYMPY = {"sigmoid", "relu", "leaky_relu", "softplus", "gelu", "sign", "log2", "log10"}
SYMPY_OPS = tuple(name for name in ENTRYWISE if name not in NO_SYMPY)


@given(recipes(max_lines=5, ops=SYMPY_OPS))
@settings(max_examples=150)
def test_random_sympy_expressions(recipe):
    built = {name: sympy.Symbol(name, real=True) for name in recipe.inputs}
    for line in recipe.lines:
        operands = [built[o] if isinstance(o, str) else sympy.Float(o) for o in line.operands]
        built[line.name] = in_sympy(line.row, *operands)
    expression = built[recipe.lines[-1].name]
    if expression.has(sympy.I, sympy.zoo, sympy.nan):
        return  # SymPy has simplified constants beyond the reals
    graph = bv.graph(expression)
    found = graph.walk({name: recipe.inputs[name] for name in graph.inputs}).output
    expected = recipe.evaluate({k: np.float64(v) for k, v in recipe.inputs.items()}, NUMPY)
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_sympy_shares_equal_subexpressions():
    x = sympy.Symbol("x")
    graph = bv.graph(sympy.sin(x) ** 2 + sympy.exp(sympy.sin(x)))
    assert [node.op.name for node in graph.operations].count("sin") == 1


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        (sympy.gamma(X), "gamma"),
        (sympy.Function("g")(X), "g"),
        (sympy.Piecewise((X, (X > 1) & (X < 3)), (0, True)), "Piecewise"),
        (sympy.I * X, "I is no real number"),
        (sympy.Integral(X, X), "Integral"),
        (sympy.besselj(0, X), "besselj"),
    ],
)
def test_sympy_without_a_counterpart(expression, named):
    with pytest.raises(bv.GraphError, match=named):
        bv.graph(expression)


def test_sympy_is_not_imported_for_anything_else():
    code = (
        "import sys, backprop_viz as bv\n"
        "walk = bv.graph('exp(x)**2').walk(x=1)\n"
        "walk.steps[-1].sentence('ja'), bv.graph(lambda x: 2*x).gradient_function()(1.0)\n"
        "assert 'sympy' not in sys.modules and 'ipywidgets' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


# Python functions


def test_a_function_names_its_graph():
    def cost(x, w, b, y_):
        p = w * x
        y = p + b
        s = -y
        t = y_ + s
        f = t**2
        return f

    walk = bv.graph(cost).walk(ARTICLE_INPUTS)
    assert walk.graph.inputs == ("x", "w", "b", "y'")
    assert [node.name for node in walk.graph.operations] == ["p", "y", "s", "t", "f"]
    assert walk.graph.output == "f"
    by_text = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    assert dict(walk.gradients) == dict(by_text.gradients)


def test_a_name_bound_again_gets_subscripts():
    def layers(x):
        h = x
        for _ in range(3):
            h = bv.tanh(h)
        return h

    graph = bv.graph(layers)
    assert [node.name for node in graph.operations] == ["h", "h_2", "h_3"]
    assert graph.output == "h_3"
    assert graph.displayed[-1] == "h₃"


def test_a_parameter_bound_again_gets_subscripts():
    def f(x):
        x = 2 * x
        x += 1
        return x

    graph = bv.graph(f)
    assert graph.inputs == ("x",)
    assert [node.name for node in graph.operations] == ["x_2", "x_3"]
    assert graph.walk(x=3).output == 7


def test_a_subscript_does_not_take_the_name_of_a_parameter():
    def f(x, x_2):
        x = 2 * x
        return x + x_2

    walk = bv.graph(f).walk(x=1, x_2=5)
    assert walk.values["x_2"] == 5
    assert walk.output == 7
    assert walk.gradients == {"x": 2, "x_2": 1, walk.graph.operations[0].name: 1, "f": 1}


def test_parameters_of_every_kind():
    def f(a, /, b, *, c):
        return a * b - c

    graph = bv.graph(f)
    assert graph.inputs == ("a", "b", "c")
    assert graph.walk(a=2, b=3, c=1).output == 5
    assert bv.graph(lambda x, w=2: w * x).inputs == ("x", "w")
    assert bv.graph(lambda: 3).walk().output == 3


def test_a_parameter_without_use_is_an_input_all_the_same():
    walk = bv.graph(lambda x, unused: x**2).walk(x=3, unused=1)
    assert walk.gradients["unused"] == 0


def test_methods_callables_and_helpers():
    def helper(a):
        inner = a * a
        return inner

    class Model:
        def cost(self, x):
            t = helper(x) + 1
            return t

        def __call__(self, x):
            return 3 * x

    graph = bv.graph(Model().cost)
    assert graph.inputs == ("x",)
    assert "t" in graph.names
    assert "inner" not in graph.names
    assert bv.graph(Model()).walk(x=2).output == 6


def test_functions_of_numpy_and_of_the_package():
    def f(x, y):
        return np.exp(x) * np.maximum(y, 0.5) + bv.sigmoid(x) + abs(y) + np.float64(2) * y

    expected = math.exp(1) * 2 + 1 / (1 + math.exp(-1)) + 2 + 4
    assert bv.graph(f).walk(x=1, y=2).output == pytest.approx(expected)


def test_dead_ends_of_a_function_are_drawn():
    def f(x):
        unused = 5 * x  # noqa: F841
        return x + 1

    walk = bv.graph(f).walk(x=1)
    assert walk.values["unused"] == 5
    assert walk.gradients["unused"] == 0


def test_the_tracing_of_a_debugger_is_put_back():
    def other(*_):
        return None

    before = sys.gettrace()
    sys.settrace(other)
    try:
        bv.graph(lambda x: 2 * x)
        with pytest.raises(bv.GraphError):
            bv.graph(lambda x: float(x))
        assert sys.gettrace() is other
    finally:
        sys.settrace(before)


class Nothing:
    pass


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (lambda x: x if x > 0 else -x, "cannot branch"),
        (lambda x: x or 1, "cannot branch"),
        (lambda x: max(x, 1), "cannot branch"),
        (lambda x: 2 * x if x == 0 else 3 * x, "cannot branch"),
        (lambda x: 2 * x if x != 0 else 3 * x, "cannot branch"),
        (lambda *xs: xs[0], r"\*xs"),
        (lambda **xs: 1, r"\*xs"),
        (lambda x: math.exp(x), "math module"),
        (lambda x: int(x), "math module"),
        (lambda x: [1, 2][x], "math module"),
        (lambda x: (x, x), "returned tuple"),
        (lambda x: None, "returned NoneType"),
        (lambda x: "x", "returned str"),
        (lambda x: np.gcd(x, 2), "np.gcd"),
        (lambda x: np.add.reduce([x, x], out=x), "np.add"),
        (lambda x: x + np.array([1j]), "cannot stand in a formula"),
        (lambda x: x * [1, [2, 3]], "cannot stand in a formula"),
        (np.exp, "parameters"),
        (Nothing(), "Nothing"),
        (3, "int"),
        (None, "NoneType"),
    ],
)
def test_sources_that_are_no_graph(source, message):
    with pytest.raises(bv.GraphError, match=message):
        bv.graph(source)


# Operators


def test_variables():
    x, w = bv.variables("x w")
    assert (x.name, w.name) == ("x", "w")
    assert [v.name for v in bv.variables("x, y_,z")] == ["x", "y'", "z"]
    assert bv.variables("x").name == "x"
    assert [v.name for v in bv.variables("x,")] == ["x"]
    with pytest.raises(bv.GraphError, match="at least one"):
        bv.variables(" , ")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x00", "\ud800", 3])
def test_names_that_are_none(name):
    with pytest.raises(bv.GraphError):
        bv.variable(name)


def test_operators_in_either_order():
    x = bv.variable("x")
    for expr, expected in [
        (x + 1, 3),
        (1 + x, 3),
        (x - 1, 1),
        (1 - x, -1),
        (x * 3, 6),
        (3 * x, 6),
        (x / 4, 0.5),
        (4 / x, 2),
        (x**3, 8),
        (3**x, 9),
        (-x, -2),
        (+x, 2),
        (abs(x), 2),
        (np.float32(1) + x, 3),
        (np.int64(5) - x, 3),
        (True + x, 3),
    ]:
        assert bv.graph(expr).walk(x=2).output == expected


def test_arrays_with_operators():
    x = bv.variable("x")
    for expr in (x * np.array([1.0, 2.0]), np.array([1.0, 2.0]) * x, [1.0, 2.0] * x):
        np.testing.assert_array_equal(bv.graph(expr).walk(x=3).output, [3, 6])


def test_one_object_used_twice_is_one_node():
    x = bv.variable("x")
    t = bv.exp(x)
    assert len(bv.graph(t * t).operations) == 2
    assert len(bv.graph(bv.exp(x) * bv.exp(x)).operations) == 3


def test_variables_of_the_same_name_are_the_same_input():
    graph = bv.graph(bv.variable("x") * bv.variable("x"))
    assert graph.inputs == ("x",)
    assert graph.walk(x=3).gradients["x"] == 6


@pytest.mark.parametrize("other", ["a", 2j, None, object()])
def test_operators_with_what_is_no_number(other):
    with pytest.raises(TypeError):
        bv.variable("x") + other


def test_parameters_are_marked():
    assert bv.graph("w*x + b", parameters=["w", "b"]).parameters == {"w", "b"}
    assert bv.graph("w*x + b", parameters="w, b").parameters == {"w", "b"}
    assert bv.graph("y_*x", parameters="y_").parameters == {"y'"}
    with pytest.raises(bv.GraphError, match="no inputs: c, p; the inputs are w, x"):
        bv.graph("p = w*x; p", parameters=["p", "c"])


def test_a_graph_is_a_source():
    graph = bv.graph("w*x", parameters="w")
    assert bv.graph(graph).parameters == {"w"}


HOSTILE = ["a:b", "<b>", "\\N", '"', "&amp;", "a b", "{x}", "日本語🙂", "__import__('os')", "%s"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_with_the_syntax_of_other_languages(name):
    walk = bv.graph(2 * bv.variable(name)).walk({name: 3})
    assert walk.gradients[name] == 2
    assert canonical(name) in walk.steps[-1].sentence("en").replace("′", "'")


def test_names_that_look_alike_are_shown_as_typed():
    graph = bv.graph("x1 + x_1")
    assert graph.displayed[:2] == ("x1", "x_1")
    assert bv.graph("x1 + y").displayed[0] == "x₁"


@given(st.text(max_size=12))
def test_a_canonical_name_is_its_own_canonical_name(name):
    try:
        once = canonical(name)
    except bv.GraphError:
        return
    assert canonical(once) == once


@pytest.mark.parametrize("name", [n for n in FUNCTIONS if ALIASES.get(n, n) in ENTRYWISE])
def test_every_function_can_be_called_in_text(name):
    row = OPS[ALIASES.get(name, name)]
    graph = bv.graph(f"{name}({', '.join(('x', 'y')[: row.arity])})")
    assert graph.output_node.op is row


# Defaults of a Python function


def test_a_default_stands_where_no_value_is_given():
    answers = np.array([1.0, 5.0])

    def cost(w, x=2.0, *, y_=answers):
        return (y_ - w * x) ** 2

    made = bv.graph(cost)
    assert made.inputs == ("w", "x", "y'")
    walk = made.walk(w=3)
    assert walk.inputs["x"] == 2
    assert walk.inputs["y'"].tolist() == [1, 5]
    assert made.walk(w=3, x=1).inputs["x"] == 1
    assert made.walk({"w": 3, "y'": 0}).inputs["y'"] == 0
    assert bv.graph(made).walk(w=3).inputs["x"] == 2
    with pytest.raises(bv.InputError, match=r"missing: w"):
        made.walk()


def test_a_default_is_kept_as_it_was():
    given = np.array([1.0, 2.0])

    def product(x, w=given, b=[3, 4], k=2):  # noqa: B006
        return x * w * b * k

    made = bv.graph(product)
    given[0] = 9.0
    assert made.defaults["w"].tolist() == [1.0, 2.0]
    assert made.defaults["b"].tolist() == [3.0, 4.0]
    assert (
        bv.graph(str(made)).walk(x=1).output.tolist() == made.walk(x=1).output.tolist() == [6, 16]
    )
    for name in "wb":
        with pytest.raises(ValueError, match="read-only"):
            made.defaults[name][0] = 5.0
    masked = np.ma.masked_array([1.0, 2.0], [True, False])

    def refused(x, w=masked):
        return x * w

    with pytest.raises(bv.InputError, match="mask"):
        bv.graph(refused).walk(x=1)


def test_defaults_open_everything_that_walks():
    def cost(w, b=1.0, x=2):
        return (5 - w * x - b) ** 2

    assert bv.descend(cost, {"w": 3}, "w", rate=0.01, steps=1)[1].inputs["b"] == 1
    assert bv.landscape(cost, "w", "b", inputs={"w": 3}).state["b"] == 1
    needs.library("ipywidgets")
    explorer = bv.explore(cost, w=3, x=(4, 0, 8, 1))
    assert explorer.inputs["b"].value == 1
    assert explorer.inputs["x"].max == 8
    assert explorer.walk.output == (5 - 3 * 4 - 1) ** 2


@pytest.mark.parametrize("default", [None, True, "tanh", np.tanh, [None], {}])
def test_a_default_that_is_no_number_is_no_input(default):
    def layer(x, act=default, w=1.0):
        return np.tanh(w * x) if act is default else x

    made = bv.graph(layer)
    assert made.inputs == ("x", "w")
    assert made.walk(x=0.5).output == np.tanh(0.5)


@pytest.mark.parametrize(
    ("text", "stacked"),
    [
        ("h = [x, y]\nsum(h*h)", "h = stack(x, y)\nsum(h*h)"),
        ("h = [2*x, 1]\nh*2", "h = stack(2*x, 1)\nh*2"),
        ("h = [[x, 1], [2, y]]\nh*2", "h = stack(stack(x, 1), stack(2, y))\nh*2"),
    ],
)
def test_a_list_of_what_is_computed_is_a_stack(text, stacked):
    """A list of numbers declares an input, as a number does."""
    assert str(bv.graph(text)) == str(bv.graph(stacked))
    assert bv.graph("h = [2, 1]\nh*2").inputs == ("h",)
    with pytest.raises(bv.ParseError, match="no number here"):
        bv.graph(text.replace("h =", "param h =", 1))
