"""Blocks: functions that a text defines, Python's own as blocks, and the parts of a graph."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.read.functions import MAX_OPERATIONS

CELL = """
def cell(x, h, c, k=2):
    z = x + h*k
    n = sigmoid(z)*c
    return z*n, n
def two(x, h, c):
    a, b = cell(x, h, c)
    return a*b
h1, c1 = cell(x1, h0, c0)
h2, c2 = cell(exp(x2), h1*y, c1)
two(h2, c2, h1) + two(h2, h1, c2)
"""


def named(graph):
    return [node.name for node in graph.operations]


def all_blocks(blocks):
    return [one for block in blocks for one in (block, *all_blocks(block.parts))]


def check_tree(graph):
    """Blocks lie in one another, and nothing goes in or out but by arguments and outputs."""

    def inside(outer, blocks):
        at = outer.start
        for block in blocks:
            assert at <= block.operations.start < block.operations.stop <= outer.stop
            at = block.operations.stop
            inside(block.operations, block.parts)

    inside(range(len(graph.operations)), graph.blocks)
    for block in all_blocks(graph.blocks):
        own = {graph.operations[place].index for place in block.operations}
        given = {index for _, index in block.arguments}
        assert given | {*block.outputs} <= own
        assert {graph.nodes[index].op.name for index in (*given, *block.outputs)} <= {"identity"}
        for node in graph.operations:
            for operand in node.operands:
                if node.index in own and operand not in own:
                    assert node.index in given or graph.nodes[operand].is_constant
                if node.index not in own and operand in own:
                    assert operand in block.outputs
        assert len({name for name, _ in block.arguments}) == len(block.arguments)


# Functions in a text


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("f(x) = 2*x; f(3*a) + f(a)", "2*(3*a) + 2*a"),
        ("f(x) = 2*x\nf(f(f(a)))", "2*(2*(2*a))"),
        ("f(x, y=3) = x*y\nf(a) + f(a, b)", "a*3 + a*b"),
        ("f(x, y) = x - y\nf(y=a, x=b)", "b - a"),
        ("f(x, axis) = x - axis\nf(a, axis=b)", "a - b"),
        ("def f(x): t = x*x; return t + x\nf(a)", "t = a*a; t + a"),
        ("def f(x):\n  t = x*x\n\n  # a remark\n  return t + x\nf(a)", "t = a*a; t + a"),
        ('def f(x):\n    """It says what it is:\n    twice."""\n    return 2*x\nf(a)', "2*a"),
        ("def f(x, y):\n    return x*y, x - y\np, q = f(a, b)\np/q", "p = a*b; q = a - b; p/q"),
        ("f(x) = pi*x\nf(a)", "pi*a"),
        ("f(x) = x**2\nf(a)", "a**2"),
        ("g(x) = exp(x)\nf(x) = g(x)*x\nf(a)", "exp(a)*a"),
        ("f(x) = x*3\nf = f(a)\nf + 1", "p = a*3\np + 1"),
        ("def f(x):\n    k = 3\n    return k*x\nf(a)", "3*a"),
        ("softmax(z) = z*2\nsoftmax(a)", "a*2"),
        ("def f(x):\n\treturn x*2\nf(a)", "a*2"),
        ("neuron(x, w, b) = tanh(w @ x + b)\nneuron(a, [[1, b]], 0.5)", "tanh([[1, b]] @ a + 0.5)"),
    ],
)
def test_a_function_means_what_its_body_says(text, flat):
    at = {"a": 0.7, "b": -0.4}
    if "@" in text:
        at["a"] = [0.3, -0.2]
    ours, theirs = bv.graph(text), bv.graph(flat)
    assert set(ours.inputs) == set(theirs.inputs)
    inputs = {name: at[name] for name in ours.inputs}
    ours, theirs = ours.walk(inputs), theirs.walk(inputs)
    np.testing.assert_array_equal(ours.output, theirs.output)
    for name in inputs:
        np.testing.assert_allclose(ours.gradients[name], theirs.gradients[name], rtol=1e-15)


@pytest.mark.parametrize(
    ("text", "line", "column", "told", "hint"),
    [
        ("f(x) = x*q\nf(a)", 1, 10, "`q` is not known inside", "`f(x, q)`"),
        ("f() = q\nf(a)", 1, 7, "`q` is not known inside", "`f(q)`"),
        ("f(x) = f(x)\nf(a)", 1, 8, "calls itself", "no case in which it would end"),
        ("g(x) = f(x)\nf(x) = g(x)\nf(a)", 1, 8, "before it is defined (in line 2)", "move"),
        ("f(x, y) = x*y\n2*f(a)", 2, 3, "takes 2 operands, not 1", "`f(x, y)`"),
        ("f(x, y) = x*y\nf(a, b, c)", 2, 1, "takes 2 operands, not 3", "`f(x, y)`"),
        ("f(x, y=2) = x*y\nf(a, z=b)", 2, 6, "no argument `z`", "`f(x, y)`"),
        ("f(x, y) = x*y\nf(a, x=b)", 2, 6, "`x` is given twice", "`f(x, y)`"),
        ("f(x, y) = x*y\nf(y=a)", 2, 1, "`f` is called without `x`", "`f(x, y)`"),
        ("f(x, y) = x*y\nf(x=a, b)", 2, 1, "without its name stands behind", "`f(x, y)`"),
        ("f(x, x) = 1\nf(a, a)", 1, 6, "two arguments are called `x`", "a name of its own"),
        ("f(x=1, y) = 1\nf(a, a)", 1, 8, "`y` has no default", "with defaults last"),
        ("f(x=a) = 1\nf(a)", 1, 5, "unexpected `a`", "a default is a number"),
        ("f(x) = x\nf(x) = 2\nf(a)", 2, 1, "`f` is defined twice", "defined once"),
        ("exp(x) = x\nexp(a)", 1, 1, "`exp` is the name of a function", "such as `exp2`"),
        ("f(exp) = exp\nf(a)", 1, 3, "`exp` is the name of a function", "such as `exp2`"),
        ("f(x) = x\nf + 1", 2, 1, "`f` is a function", "`f(x)`"),
        ("f(x) = x", 1, 1, "does not call it", "such as `f(x)`"),
        ("def f(x):\n  return x, x*2\nf(a)*2", 3, 1, "`f` returns 2 values", "`a, b = f(x)`"),
        ("def f(x):\n  return x, x*2\np, q, r = f(a)\np", 3, 1, "names is 3", "`a, b = ...`"),
        ("f(x) = x*2\np, q = f(a)\np", 2, 1, "values 1", "`a = ...`"),
        ("def f(x):\n  y = x\ny", 2, 8, "ends too early", "ends with `return ...`"),
        ("def f(x):", 1, 10, "ends too early", "ends with `return ...`"),
        ("def f(x)\n  return x\nf(a)", 1, 9, "ends too early", "def f(x, k=2):"),
        ("def f(x):\n  y = x\n    return y\nf(a)", 3, 5, "unexpected `return`", "below one"),
        ("def f(x):\n  return x\n  y = 2\nf(a)", 3, 3, "unexpected `y`", "the last line"),
        ("def f(x):\n  x + 1\n  return x\nf(a)", 2, 3, "without a name", "`return ...`"),
        ("def f(x):\n  input y\n  return x\nf(a)", 2, 3, "without a name", "`return ...`"),
        ("def f(x):\n  def g(y): return y\n  return x\nf(a)", 2, 3, "unexpected `def`", "outside"),
        ("def f(x):\n  x = 2*x\n  return x\nf(a)", 2, 3, "`x` is defined twice", "`x2`"),
        ("f(x) = x*([[1, 2]] @ [1])\nf(a)", 1, 20, "do not", "same length"),
    ],
)
def test_what_is_wrong_with_a_function_is_shown_where_it_stands(text, line, column, told, hint):
    with pytest.raises(bv.ParseError) as error:
        bv.graph(text)
    assert told in str(error.value)
    assert hint in error.value.hint
    assert (error.value.line, error.value.column) == (line, column)


def test_functions_that_double_one_another_end_in_an_error_and_not_in_memory(monkeypatch):
    assert MAX_OPERATIONS == 100_000  # which would take its time
    monkeypatch.setattr("backprop_viz.read.text.MAX_OPERATIONS", 3_000)
    lines = ["f0(x) = x*x"] + [f"f{n}(x) = f{n - 1}(x)*f{n - 1}(x)" for n in range(1, 45)]
    with pytest.raises(bv.ParseError, match="more than 3,000 operations"):
        bv.graph("\n".join([*lines, "f44(a)"]))


def test_functions_that_are_too_deep_end_in_an_error():
    lines = ["f0(x) = x*x"] + [f"f{n}(x) = f{n - 1}(x)" for n in range(1, 2000)]
    with pytest.raises(bv.ParseError, match="more than 50 deep"):
        bv.graph("\n".join([*lines, "f1999(a)"]))


def test_an_error_of_shapes_shows_the_line_of_the_function():
    graph = bv.graph("f(x, w) = x @ w\nf(a, b)")
    with pytest.raises(bv.InputError) as error:
        graph.walk(a=[1.0, 2.0], b=[1.0, 2.0, 3.0])
    assert "f(x, w) = x @ w\n                ^" in str(error.value)


# The parts of a graph


def test_what_a_call_makes_stands_side_by_side_under_its_name():
    graph = bv.graph(CELL)
    check_tree(graph)
    assert [block.name for block in all_blocks(graph.blocks)] == [
        *("cell", "cell_2", "two", "two.cell", "two_2", "two_2.cell"),
    ]
    cell = graph.blocks[0]
    assert cell.function == "cell"
    assert [name for name, _ in cell.arguments] == ["x", "h", "c", "k"]
    assert [graph.nodes[i].name for i in cell.outputs] == ["h1", "c1"]
    ports = ["cell.k", "cell.c", "cell.h", "cell.x"]
    inside = ["cell.v1", "cell.z", "cell.v2", "cell.n", "cell.v3"]
    assert named(graph)[:11] == [*ports, *inside, "h1", "c1"]
    walk = graph.walk(dict.fromkeys(graph.inputs, 0.5))
    assert walk.values["cell.z"] == 0.5 + 0.5 * 2
    assert walk.values["cell.n"] == walk.values["c1"]
    assert walk.gradients["two_2.cell.z"] == walk.gradients["two_2.cell.z"]


def test_a_second_use_has_a_number_that_no_other_has():
    graph = bv.graph("f(x) = x + 1; f_2(x) = x + 2; f(f_2(f(f(a))))")
    assert [block.name for block in graph.blocks] == ["f", "f_2", "f_2_2", "f_3"]


def test_an_argument_that_comes_late_does_not_stand_in_the_block():
    graph = bv.graph("f(x, y) = exp(x) + y\nf(a, sin(b))")
    check_tree(graph)
    made = [node.op.name for node in graph.operations]
    assert made == ["sin", "identity", "identity", "exp", "add", "identity"]


def test_an_argument_that_is_not_used_is_an_input_all_the_same():
    graph = bv.graph("f(x, y) = 2*x\nf(a, b)")
    walk = graph.walk(a=1, b=2)
    assert walk.gradients["b"] == 0


def test_a_block_is_told_in_the_text_and_read_back():
    graph = bv.graph(CELL)
    assert "def cell(x, h, c, k):\n" in str(graph)
    assert "h2, c2 = cell(v1, v2, c1, 2.0)" in str(graph)
    check_back(graph)


def check_back(graph, names=True):
    again = bv.graph(str(graph))
    check_tree(again)
    assert str(again) == str(graph)
    at = {name: 0.3 + 0.1 * place for place, name in enumerate(graph.inputs)}
    np.testing.assert_array_equal(again.walk(at).output, graph.walk(at).output)
    for name in graph.inputs:
        np.testing.assert_array_equal(
            again.walk(at).gradients[name], graph.walk(at).gradients[name]
        )
    if names:
        assert named(again) == named(graph)
        assert [b.name for b in all_blocks(again.blocks)] == [
            b.name for b in all_blocks(graph.blocks)
        ]


@st.composite
def programs(draw):
    """A text of functions that call one another, and the same without any function."""
    count = draw(st.integers(1, 3))
    lines, bodies = [], []
    for number in range(count):
        arity, returns = draw(st.integers(1, 3)), draw(st.integers(1, 2))
        parameters = [f"p{i}" for i in range(arity)]
        body = steps(draw, parameters, bodies[:number], f"t{number}_")
        some = st.sampled_from([step[0] for step in body])
        results = draw(st.lists(some, min_size=returns, max_size=returns))
        bodies.append((f"fn{number}", parameters, body, results))
        lines += [f"def fn{number}({', '.join(parameters)}):"]
        lines += [f"    {', '.join(made)} = {right}" for _, made, right in flat(body)]
        lines += [f"    return {', '.join(results)}"]
    body = steps(draw, ["a", "b", "c"], bodies, "m")
    lines += [f"{', '.join(made)} = {right}" for _, made, right in flat(body)]
    lines.append(" + ".join(step[0] for step in body))
    return "\n".join(lines), bodies, body


def flat(body):
    return [(name, made, right) for name, made, right, _ in body if made]


def steps(draw, known, bodies, stem):
    """Lines of a body: (a name it makes, all that it makes, its right side, what it computes)."""
    known, made = list(known), []
    for number in range(draw(st.integers(1, 4))):
        names = [f"{stem}{number}"]
        pick = lambda: draw(st.sampled_from(known))  # noqa: B023, E731
        kind = draw(st.sampled_from(["add", "mul", "sin", "tanh", "call", "call"]))
        if kind == "call" and bodies:
            function, parameters, _, results = draw(st.sampled_from(bodies))
            given = [pick() for _ in parameters]
            names = [f"{stem}{number}_{i}" for i in range(len(results))]
            right, what = f"{function}({', '.join(given)})", ("call", function, given)
        elif kind in ("sin", "tanh", "call"):
            kind = "sin" if kind == "call" else kind
            what = (kind, pick())
            right = f"{kind}({what[1]})"
        else:
            what = (kind, pick(), pick())
            right = f"{what[1]} {'+' if kind == 'add' else '*'} {what[2]}"
        made += [(names[0], names, right, what)]
        made += [(name, [], "", None) for name in names[1:]]
        known += names
    return made


def computed(bodies, body, at):
    """The values of a body, by numbers alone."""
    known = dict(at)
    for _, made, _, what in body:
        if what is None:
            continue
        kind, *operands = what
        if kind == "call":
            function, given = operands
            _, parameters, inner, results = next(b for b in bodies if b[0] == function)
            inside = computed(
                bodies, inner, dict(zip(parameters, map(known.get, given), strict=True))
            )
            known |= dict(zip(made, [inside[name] for name in results], strict=True))
        else:
            values = [known[name] for name in operands]
            known[made[0]] = {
                "add": lambda a, b: a + b,
                "mul": lambda a, b: a * b,
                "sin": np.sin,
                "tanh": np.tanh,
            }[kind](*values)
    return known


@given(programs())
@settings(max_examples=150)
def test_random_functions_compute_what_they_say_and_are_read_back(program):
    text, bodies, body = program
    graph = bv.graph(text)
    check_tree(graph)
    at = {"a": 0.4, "b": -0.7, "c": 1.1}
    known = computed(bodies, body, {name: np.float64(value) for name, value in at.items()})
    walk = graph.walk({name: at[name] for name in graph.inputs})
    expected = sum((known[step[0]] for step in body[1:]), known[body[0][0]])
    np.testing.assert_array_equal(walk.output, expected)
    check_back(graph)


# Python's own


@bv.block
def neuron(x, w, b):
    z = w * x + b
    return bv.tanh(z)


@bv.block
def layer(x, w):
    a = neuron(x, w, 1.0)
    c = neuron(a, w, b=2.0)
    return a * c, c


def network(x, w, q):
    h = x
    for _ in range(3):
        with bv.block("step"):
            h = neuron(h, w, q) + 1
            u = h * 2
    p, r = layer(h, w)
    with bv.block("last one"):
        m = bv.exp(p) * u
    return m + r


def test_a_function_of_python_is_a_block_each_time_it_is_called():
    graph = bv.graph(network)
    check_tree(graph)
    assert [block.name for block in all_blocks(graph.blocks)] == [
        *("step", "step.neuron", "step_2", "step_2.neuron", "step_3", "step_3.neuron"),
        *("layer", "layer.neuron", "layer.neuron_2", "last one"),
    ]
    assert {"step.neuron.z", "step_2.h", "layer.a", "p", "r", "last one.m"} <= set(graph.names)
    check_back(graph, names=False)


@pytest.mark.parametrize(
    ("parameters", "first", "second"),
    [
        ("", ["x", "w", "b", "v"], ["h_1", "x", "w", "b", "v"]),
        ("w b v", ["x", "w", "b", "v"], ["h_1", "x", "w", "b", "v"]),
        ("b", ["x", "w", "v", "b"], ["h_1", "x", "w", "v", "b"]),
        ("x u", ["w", "b", "v", "x"], ["h_1", "w", "b", "v", "x"]),
    ],
)
def test_what_a_block_finds_around_it_goes_in_before_what_it_owns(parameters, first, second):
    """What flows in, then inputs in their order, then parameters, those of the block alone last."""

    def network(x, w, b, v, u):
        h = x
        for _ in range(2):
            with bv.block("step"):
                h = bv.tanh(w * h + b) + v * x
        with bv.block("out"):
            return u * h

    graph = bv.graph(network, parameters=parameters)
    found = [[name for name, _ in block.arguments] for block in graph.blocks]
    assert found == [first, second, ["h", "u"]]
    inputs = {"x": 1, "w": 2, "b": 3, "v": 0.5, "u": 1}
    told = [s.operand for s in graph.walk(inputs).steps if s.block and s.block.name == "step_2"]
    assert told[1:] == ["h", *second[1:]]
    assert str(bv.graph(str(graph))) == str(graph)


def test_numbers_do_not_depend_on_blocks():
    def plain(x, w, q):
        h = x
        for _ in range(3):
            h = bv.tanh(w * h + q) + 1
            u = h * 2
        a = bv.tanh(w * h + 1.0)
        c = bv.tanh(w * a + 2.0)
        return bv.exp(a * c) * u + c

    at = {"x": 0.3, "w": 0.2, "q": 0.1}
    ours, theirs = bv.graph(network).walk(at), bv.graph(plain).walk(at)
    assert ours.output == theirs.output
    for name in at:
        assert ours.gradients[name] == pytest.approx(theirs.gradients[name], rel=1e-14)


def test_a_block_computes_on_numbers_as_it_did():
    assert neuron(1.0, 2.0, 3.0) == np.tanh(5.0)
    assert neuron.__name__ == "neuron"


def test_blocks_are_made_of_expressions_as_well():
    x, w, b = bv.variables("x w b")
    graph = bv.graph(neuron(neuron(x, w, b), w, b))
    check_tree(graph)
    assert [block.name for block in graph.blocks] == ["neuron", "neuron_2"]
    check_back(graph)


def test_a_name_for_a_function_of_python():
    @bv.block("attention head")
    def head(q):
        return q * 2

    graph = bv.graph(head(bv.variable("x")) + 1)
    assert [block.name for block in graph.blocks] == ["attention head"]
    assert "`attention head`(q) = q*2.0" in str(graph)
    check_back(graph)


@bv.block
def exp(x):  # it has the name of a function of formulas
    return x * x


def test_a_block_with_the_name_of_a_function_is_told_from_it():
    x = bv.variable("x")
    graph = bv.graph(exp(x) + bv.exp(x))
    check_back(graph)


@pytest.mark.parametrize("name", ['a"b', "{x}", "a{0}", "%s", "a.b", ".", "a`b", "x", "def"])
def test_a_block_has_any_name(name):
    @bv.block(name)
    def part(p, q):
        return p * q, p + q

    x, y = bv.variables("x y")
    with bv.block(name):
        u = bv.exp(x)
    a, b = part(u, y)
    check_back(bv.graph(a * b + u))
    check_back(bv.graph(part(*part(x, u))[0] * a), names=False)


def test_functions_that_compute_the_same_keep_their_names():
    check_back(bv.graph("f(x) = 2*x\ng(x) = 2*x\nf(a) + g(a)"))


def test_inputs_are_in_their_order_where_a_call_names_them_in_another():
    def lines(x, w):
        with bv.block("layer"):
            h = np.tanh(w @ x)
        with bv.block("layer"):
            q = w.T @ h
        return (q * q).sum()

    graph = bv.graph(lines)
    assert bv.graph(str(graph)).inputs == graph.inputs == ("x", "w")


def test_a_block_may_return_a_comparison():
    @bv.block
    def positive(x):
        return x > 0

    x, w = bv.variables("x w")
    check_back(bv.graph(bv.where(positive(x * w), x, w) * x))


def test_an_error_ends_a_block():
    with pytest.raises(ZeroDivisionError), bv.block("a"):
        raise ZeroDivisionError
    x = bv.variable("x")
    assert bv.graph(x * 2).blocks == ()


def test_a_block_that_needs_its_own_result_from_outside_is_refused():
    x = bv.variable("x")
    one, other = bv.block("one"), bv.block("other")
    with one:
        a = x * 2
    with other:
        b = a + 1
    one.__enter__()
    c = b * a
    one.__exit__(None, None, None)
    assert [block.name for block in bv.graph(c).blocks] == ["one", "other", "one_2"]


@pytest.mark.parametrize("source", [3, None, 2.5])
def test_what_is_no_block_is_refused(source):
    with pytest.raises(bv.GraphError, match="a name is a string"):
        bv.block(source)


# What is said of it

NEURONS = "neuron(x, w, b) = tanh(w*x + b)\nh1 = neuron(x, w1, b1)\nneuron(h1, w2, b2)**2"


def test_each_part_of_a_name_is_written_as_it_would_be_alone():
    walk = bv.graph(NEURONS).opened().walk(x=0.5, w1=1, b1=0.2, w2=-1, b2=0.1)
    step = walk.steps[3]
    assert step.sentence("en") == "Forward: neuron.v₃ = tanh(neuron.v₂) = tanh(0.7) = 0.6044."
    told = r"\mathrm{neuron}{.}v_{3} = \tanh(\mathrm{neuron}{.}v_{2}) = \tanh(0.7) = 0.6044"
    assert step.latex == told
    assert "neuron₂.v₂ = " in walk.steps[5].sentence("en")


def test_an_answer_may_name_what_is_in_a_block():
    from backprop_viz.quiz.question import question

    walk = bv.graph(NEURONS).opened().walk(x=0.5, w1=1, b1=0.2, w2=-1, b2=0.1)
    asked = question(walk, 3)
    assert asked.judge("tanh(neuron.v2)").right
    assert not asked.judge("sin(neuron.v2)").right


@pytest.mark.parametrize("ending", ["svg", "png", "pdf", "html", "tex", "md", "pptx", "gif"])
def test_every_medium_shows_a_graph_with_blocks(tmp_path, ending):
    walk = bv.graph('`a <b>&"$\\`(x) = 2*x\n`a <b>&"$\\`(y)**2').walk(y=3)
    walk.save(tmp_path / f"a.{ending}")
    walk.opened().save(tmp_path / f"b.{ending}")
    assert (tmp_path / f"a.{ending}").stat().st_size > 500


def test_a_number_that_a_function_names_is_written_in_it():
    graph = bv.graph("def f(x):\n    k = 3\n    return k*x\nf(a) + f(b)")
    assert str(graph).startswith("def f(x):\n    k = 3.0\n    return k*x\nv1 = f(a)")
    check_back(graph)


_STACK = "only arrays of one shape can be stacked"
_JOIN = "(2, 3) and (2, 4) cannot be joined along axis 0; all other sizes must be equal"
_GIVEN = "in g, which was given x (2, 3), y"


@pytest.mark.parametrize(
    ("text", "at", "told", "form"),
    [
        (
            "stack(a, b)",
            "stack",
            f"f: {_STACK} (f = stack(a, b), a (2, 3), b (2, 4))",
            "",
        ),
        (
            "sum([a, c.T])",
            "[",
            f"v4: {_STACK} (v4 = stack(a, v₂), a (2, 3), v₂ (2, 4))",
            "",
        ),
        (
            "stack(a, a, d, axis=1)",
            "stack",
            f"f: {_STACK} (f = stack(a, a, d, axis=1), a (2, 3), a (2, 3), d (3, 2))",
            "stack(a, a, d.T, axis=1)",
        ),
        ("stack(a, b, a)", "stack", f"v3: {_STACK} (v3 = stack(a, b), a (2, 3), b (2, 4))", ""),
        (
            "g(x, y) = x @ y\ng(a, a)",
            "@",
            f"{_GIVEN} (2, 3): g.v1: arrays of the shapes (2, 3) and (2, 3) do not fit together "
            "(g.v1 = g.x @ g.y, g.x (2, 3), g.y (2, 3))",
            "x@y.T",
        ),
        (
            "g(x, y) = where(x > 0, x, y)\ng(a, b)",
            "where",
            f"{_GIVEN} (2, 4): g.v2: arrays of the shapes (2, 3), (2, 3) and (2, 4) do not fit "
            "together (g.v2 = where(g.v₁, g.x, g.y), g.v₁ (2, 3), g.x (2, 3), g.y (2, 4))",
            "",
        ),
        (
            "g(x, y) = concat(x, y)\nh(u, v) = g(u, v)\nh(a, b)",
            "concat",
            f"in h, which was given u (2, 3), v (2, 4): h.g.v1: {_JOIN} (h.g.v1 = concat(h.g.x, "
            "h.g.y), h.g.x (2, 3), h.g.y (2, 4))",
            "concat(x, y, axis=1)",
        ),
    ],
)
def test_what_does_not_fit_is_told_in_the_names_of_who_wrote_it(text, at, told, form):
    given = {"a": np.ones((2, 3)), "b": np.ones((2, 4)), "c": np.ones((4, 2)), "d": np.ones((3, 2))}
    graph = bv.graph(text)
    with pytest.raises(bv.InputError) as error:
        graph.walk({name: given[name] for name in graph.inputs})
    said, line, caret = str(error.value).split("\n")
    assert said == (f"{told}; write {form} if that is meant" if form else told)
    assert line[caret.index("^") :].startswith(at)


def test_what_does_not_fit_inside_is_told_by_what_the_block_was_given():
    with pytest.raises(bv.InputError) as told:
        bv.graph("z = linear(x, W, b)").walk(x=np.ones((4, 3)), W=np.ones((3, 2)), b=[1, 2])
    assert str(told.value).startswith(
        "in linear, which was given x (4, 3), weight (3, 2), bias (2,): linear.v2: arrays of"
    )
    assert "if that is meant" not in str(told.value)  # nobody writes there
