"""The walk in the browser, run by Node: to the letter what the walk in Python says and shows."""

from __future__ import annotations

import itertools
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import fields, replace
from functools import cache
from html import unescape
from pathlib import Path

import numpy as np
import pytest

import backprop_viz as bv
from array_graphs import array_graph
from backprop_viz.arithmetic.arrays import ARRAYS
from backprop_viz.arithmetic.names import NUMPY
from backprop_viz.arithmetic.shapes import summed_to
from backprop_viz.browser import generated, javascript, program, still
from backprop_viz.browser.bare import STATIC, bare_script
from backprop_viz.browser.levels import whole_plan
from backprop_viz.calls.library import FUNCTIONS
from backprop_viz.core.expression import apply, constant
from backprop_viz.core.operation import Op
from backprop_viz.core.ops import OPS
from backprop_viz.draw.plan import plan
from backprop_viz.draw.scene import scene
from backprop_viz.media.formula import typeset
from backprop_viz.read.entry import parsed, typed
from backprop_viz.spell import symbols
from backprop_viz.spell.names import latex as latex_name
from backprop_viz.spell.numbers import DIGITS, MOST_DIGITS, format_number, format_value, latex_value
from backprop_viz.tell.formula import products_of
from backprop_viz.tell.story import story
from backprop_viz.words import texts
from needs import missing
from strategies import ARTICLE, EXTREMES, PLAIN, in_a_block, power

CHECK = Path(__file__).parent / "javascript" / "check.mjs"
EXPONENTS = (-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 3.0, 4.0, 10.0, 1 / 3, -1e-5, 400.0)
NAMES = (
    "x",
    "w1",
    "y'",
    "<b>",
    "損失",
    "入力 2",
    "λ",
    "<a!>",
    "{node}",
    "$&",
    "θ_2''",
    "\\N",
    'a"b',
)


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        missing("Node is not installed")
    return found


@pytest.fixture(scope="module")
def in_node(node, tmp_path_factory):
    """Run one test of check.mjs on some cases."""
    folder = tmp_path_factory.mktemp("javascript")
    (folder / "module.mjs").write_text(javascript.module_source(), "utf-8")
    exported = "export { parseTyped, typedForm };"
    entry = (STATIC / "entry.js").read_text("utf-8")
    parts = [javascript.module_source(), generated.calls_source(), entry, exported]
    (folder / "entry.mjs").write_text("\n".join(parts), "utf-8")

    def run(name, cases):
        (folder / f"{name}.json").write_text(json.dumps(cases, allow_nan=False), "utf-8")
        flags = ["--disallow-code-generation-from-strings", "--test", "--test-reporter=tap"]
        done = subprocess.run(
            [node, *flags, f"--test-name-pattern=^{name}$", str(CHECK)],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "CASES": str(folder)},
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[:6000]
        assert "\n# pass 1\n" in done.stdout

    run.folder = folder
    return run


jsonable = program.as_json


# Operations

SPECIAL = (0.0, 1.0, 2.0, 0.5, 3.0, 1e-5, 20.0, 1e308, 1e-308, 5e-324, math.inf)
SPECIAL = (*SPECIAL, *(-x for x in SPECIAL), math.nan)


def points(op: Op, chance: random.Random):
    for _ in range(300):
        yield tuple(chance.uniform(low, high) for low, high in op.sample)
    special = list(itertools.product(SPECIAL, repeat=op.arity))
    yield from special if op.arity < 3 else chance.sample(special, 500)
    if op.arity == 2:
        yield from ((x, x) for x in (0.1, -0.7, 12.125, 1e-300))


UPSTREAM = (1.5, -1e-3, 0.0, math.inf, -math.inf, math.nan)


def test_operations(in_node):
    chance, cases = random.Random(1), []
    upstream = list(map(jsonable, UPSTREAM))
    entrywise = [op for op in OPS.values() if op.is_entrywise and not op.options]
    for op in (*entrywise, *map(power, EXPONENTS)):
        at = [tuple(map(np.float64, point)) for point in points(op, chance)]
        found = []
        for point in at:
            with np.errstate(all="ignore"):
                value = op.forward(*point)
                local = op.partials(value, *point)
                back = [
                    [jsonable(go(np.float64(g), slope, value, *point)) for g in UPSTREAM]
                    for go, slope in zip(op.backs, local, strict=True)
                ]
            labels = [
                [format_number(x), format_number(x, 7), latex_value(np.float64(x))]
                for x in (value, *local)
            ]
            found.append(
                {
                    "at": list(map(jsonable, point)),
                    "value": jsonable(value),
                    "local": list(map(jsonable, local)),
                    "back": back,
                    "labels": labels,
                    "undefined": bool(op.is_undefined(*point)),
                    "kink": bool(op.is_at_kink(*point)),
                }
            )
        # The slope of GELU near its zero is a small difference: the formula's own loss.
        absolute = 2e-16 if op.name == "gelu" else 0.0
        cases.append(
            {
                "op": op.name,
                "options": list(map(jsonable, op.chosen)),
                "absolute": absolute,
                "upstream": upstream,
                "points": found,
            }
        )
    assert sum(len(case["points"]) for case in cases) > 15_000
    in_node("operations", cases)


# Numbers


def test_numbers(in_node):
    chance = random.Random(2)
    some = [0.0, -0.0, math.nan, math.inf, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308]
    some += [0.125, 12.125, 2.5, 1234.5, 0.00012345, 99995.0, 999.95, 9999.5, 0.00099995]
    some += [10.0**k for k in range(-330, 309)] + [5 * 10.0**k for k in range(-8, 8)]
    some += [
        chance.randrange(1, 10**k) / 2**j for k in range(1, 8) for j in range(12) for _ in "123"
    ]
    some += [float(chance.randrange(9_000, 1_100_000)) for _ in range(2000)]
    some += [chance.uniform(-1, 1) * 10.0 ** chance.randint(-12, 12) for _ in range(6000)]
    some += [chance.uniform(1, 10) * 10.0 ** chance.randint(-320, 307) for _ in range(3000)]
    some += [chance.randrange(10**5) * 10.0 ** chance.randint(-9, 4) for _ in range(3000)]
    some += [math.ldexp(chance.random(), -1030 - k) for k in range(40)]
    cases = []
    for x in some:
        for number in (x, -x):
            width = chance.randint(0, 12)
            digits = chance.choice((DIGITS, chance.randint(1, MOST_DIGITS)))
            latex = latex_value(np.float64(number), digits)
            text = format_number(number, width, digits)
            cases.append([jsonable(number), width, digits, text, latex])
    for x in (-0.00123456, -123456.7, 1e-100, -1.2345e-308, 99999.5, 123456.0):
        cases += [[x, width, DIGITS, format_number(x, width), None] for width in range(13)]
    assert len(cases) > 30_000
    in_node("numbers", cases)


# Random graphs


def random_graph(chance: random.Random, shapes=((),)):
    """Shared nodes, operands used twice, dead ends, constants with and without a name."""
    names = chance.sample(NAMES, len(NAMES))
    known = [bv.variable(names.pop()) for _ in range(chance.randint(1, 4))]
    inputs = list(known)
    named, roots = {}, []
    if chance.random() < 0.4:
        named["pi" if chance.random() < 0.5 else names.pop()] = pi = constant(math.pi, "pi")
        known.append(pi)
    for _ in range(chance.randint(1, 10)):
        if chance.random() < 0.12:
            op = power(chance.choice(EXPONENTS))
        else:
            op = OPS[chance.choice(list(PLAIN))]
        # The later is likelier, so that most graphs are deep.
        operands = [chance.choice(known[-chance.choice((2, 4, 99)) :]) for _ in range(op.arity)]
        for _ in range(2 if op.arity == 2 and chance.random() < 0.3 else 0):
            operands[chance.randrange(2)] = constant(
                chance.choice(
                    (0.0, 1.0, -2.0, 3.0, 0.1, -1e-7, 12345678.0, 1e200, math.inf, math.nan)
                )
                if chance.random() < 0.7
                else random_value(chance, False, shapes)
            )
        made = apply(op, *operands)
        if chance.random() < 0.5 and names:
            named[names.pop()] = made
        if chance.random() < 0.3:
            roots.append(made)  # it may turn out to be a dead end
        known.append(made)
    if chance.random() < 0.1:
        named["again"] = known[-1]  # a second name for the output
    parameters = [e.name for e in inputs if chance.random() < 0.3]
    roots += [*inputs, *named.values()]
    return type(bv.graph("x")).build(roots, known[-1], named, parameters)


WILD = (0.0, -0.0, 1.0, -1.0, 2.0, 0.125, 12345.0, 1e-9, 700.0, 1e200, -1e308, math.inf, math.nan)


# Shapes that broadcast against each other: what is written out, what is told by its norm, and more.
NUMBERS = ((),)
SHAPES = (
    ((), (3,), (1,), (2, 1), (2, 3)),
    ((), (7,), (4, 1), (4, 7)),
    ((), (2, 1, 3), (3,), (4, 1), (2, 4, 3), (1, 1, 1)),
    ((), (0,), (1,), (2, 0)),
)


def random_value(chance: random.Random, wild: bool, shapes=NUMBERS):
    def one():
        if wild and chance.random() < 0.4:
            return chance.choice(WILD)
        return chance.choice(
            (chance.uniform(-3, 3), chance.randint(-4, 4) / 2, chance.uniform(0, 1))
        )

    shape = chance.choice(shapes)
    return np.array([one() for _ in range(math.prod(shape))], dtype=float).reshape(shape)[()]


def random_inputs(graph, chance: random.Random, wild: bool, shapes=NUMBERS):
    return {name: random_value(chance, wild, shapes) for name in graph.inputs}


# Libraries of mathematics differ in the last bit of exp and its like, and NumPy's own differs from
# processor to processor. A walk whose labels hang on such a bit, as those of log(exp(x)) - x do,
# is not compared: these are the functions of the table with every bit of doubt turned over.

ROUNDED = set(NUMPY) - {"abs", "sqrt", "floor", "sign", "maximum", "minimum", "where"}
ROUNDED -= set(ARRAYS) - {"sum", "amax", "matmul", "to_left", "to_right"}


def shaken_functions(direction):
    def shaken(function, towards):
        def call(*operands):
            value = function(*operands)
            # A result of few bits, such as exp(0), is exact everywhere.
            with np.errstate(all="ignore"):
                bits = np.frexp(value)[0] * 2.0**20
                exact = ~np.isfinite(value) | (bits == np.floor(bits))
                return np.where(exact, value, np.nextafter(value, towards))[()]

        return call

    return {
        name: shaken(value, direction(place) * math.inf) if callable(value) else value
        for place, (name, value) in enumerate((n, NUMPY[n]) for n in sorted(ROUNDED))
    }


SHAKEN = [shaken_functions(d) for d in (lambda _: 1, lambda _: -1, lambda place: (-1) ** place)]


class ShakenOp(Op):
    functions = NUMPY

    def _compile(self, parameters, text):
        code = f"lambda {', '.join(parameters)}: {text}"
        own = {"summed_to": summed_to, "shape": np.shape}
        return eval(code, {**NUMPY, **self.functions, **own, **self.named})


ROWS = [type("Row", (ShakenOp,), {"functions": functions}) for functions in SHAKEN]


@cache
def shaken_op(row, op):
    return row(**{f.name: getattr(op, f.name) for f in fields(op)})


def shaken_graphs(graph):
    for row in ROWS:
        nodes = [replace(n, op=n.op and shaken_op(row, n.op)) for n in graph.nodes]
        yield replace(graph, nodes=tuple(nodes))


def numbers_of(walk):
    """All numbers of a walk that are shown, and which exceptional sentences there are."""
    with np.errstate(all="ignore"):
        numbers = [v for v in (*walk.node_values, *walk.node_gradients) if v is not None]
        for p in walk.backflows:
            numbers += [p.contribution, p.total, p.total - p.contribution]
            numbers += [] if p.local is None else [p.local]
        said = []
        for node in walk.graph.operations:
            operands = [walk.node_values[i] for i in node.operands]
            said.append(
                (np.any(node.op.is_undefined(*operands)), np.any(node.op.is_at_kink(*operands)))
            )
        said.append([np.ndim(p.upstream) == 0 and p.upstream == 1.0 for p in walk.backflows])
    return numbers, said


def look_alike(one, other, digits):
    """Whether two numbers or arrays are the same, or at least written the same."""
    if one.shape == other.shape and one.tobytes() == other.tobytes():
        return True
    texts = [[format_value(x, width, digits) for width in (0, 6, 7)] for x in (one, other)]
    return texts[0] == texts[1]


def is_settled(graph, inputs, digits=DIGITS):
    numbers, said = numbers_of(graph.walk(inputs))
    for shaken in shaken_graphs(graph):
        others, heard = numbers_of(shaken.walk(inputs))
        pairs = zip(numbers, others, strict=True)
        if heard != said or not all(look_alike(*pair, digits) for pair in pairs):
            return False
    return True


def as_program(graph, products=frozenset()):
    return program.program(graph, whole_plan(graph, {}), products=products)


def as_links(the_plan):
    """The links in order, as JavaScript writes them."""

    def written(number):
        return "null" if number is None else number

    return [
        f"{x.tail} {x.head} {written(x.edge and x.edge.node)} {written(x.turn)}"
        for x in the_plan.links
    ]


def label(it):
    return "|".join((*it.lines, it.mark))


def told(walk, the_plan, chosen=None):
    """All that Python says and shows of every step, or of the chosen ones."""
    for k, step in enumerate(walk.steps):
        if chosen is not None and k not in chosen:
            yield None
            continue
        here = scene(the_plan, walk, k)
        yield {
            "kind": step.kind,
            "node": None if step.node is None else step.place.name,
            "operand": step.operand,
            "position": step.position,
            "complete": step.complete,
            "en": step.sentence("en"),
            "ja": step.sentence("ja"),
            "remarks": [step.remark("en"), step.remark("ja")],
            "latex": step.latex,
            "values": list(map(label, here.values)),
            "gradients": list(map(label, here.gradients)),
            "contributions": list(map(label, here.contributions)),
            "marks": [",".join(m) for m in (here.wires, here.branches, here.circles, here.links)],
        }


FORMULAS = (
    (ARTICLE, ((2, 3, 1, 5), (-1.5, 0.125, 0, 12.125), (1e200, 1e200, 0, 1))),
    ("b = a + a; c = b + b", ((3,), (math.nan,))),
    ("x", ((2,),)),
    ("u = q + 1; f = detach(a)*x", ((3, 2, 4),)),
    ("f(x) = 2*x\nf(a)*a", ((3,),)),
    ("3", ((),)),
    ("exp(1)*2 - 3", ((),)),
    ("1/2*(y - a)**2", ((3, 1), (0, 1e200))),
    ("k = 2*3; d = k + 1; k*x + sqrt(k)*k", ((3,),)),
    ("x*x + x**3 - 1/x", ((0,), (-0.0,), (2.5,))),
    ("2*hypot(x, y)", ((0, 0), (3, 4))),
    ("dead = exp(x); y = 2*x; lost = y*z; f = y**2", ((2, 3),)),
    # u and c run on as trunks; nothing comes back along one of the ways from u.
    (
        "const c = 2; a = sin(u); b = a*u + c; d = sin(b*u + c); lost = d*u; e = sin(d*u + c) + c",
        ((0.5,), (-2,)),
    ),
)


def settled_walks(seed, count, wild=3, shapes=(NUMBERS,)):
    """Random graphs with inputs at which every number shown is the same on every machine."""
    chance, refused = random.Random(seed), 0
    for _ in range(count):
        together = chance.choice(shapes)
        graph = random_graph(chance, together)
        given = [random_inputs(graph, chance, k >= 1, together) for k in range(wild)]
        settled = [inputs for inputs in given if is_settled(graph, inputs)]
        refused += len(given) - len(settled)
        yield graph, settled
    assert refused < 0.1 * count * wild


def array_walks(seed, count, *, exact):
    """Those of whole arrays; the exact ones are shown alike on every machine."""
    chance, kept = random.Random(seed), 0
    for _ in range(count):
        graph, inputs = array_graph(chance, exact=exact)
        if exact or is_settled(graph, inputs):
            kept += 1
            yield graph, [inputs]
    assert kept > 0.7 * count


def test_graphs(in_node):
    graphs = []
    for source, inputs in FORMULAS:
        graph = bv.graph(source, parameters="w" if "w" in source else "")
        order = graph.inputs if source != ARTICLE else ("x", "w", "b", "y'")
        graphs.append((graph, [dict(zip(order, given, strict=True)) for given in inputs]))
    graphs += [(bv.graph(source), [inputs]) for source, inputs in EXTREMES]
    graphs += [(bv.graph(in_a_block(source)).closed(), [inputs]) for source, inputs in EXTREMES]
    lengths = [{"x": [[3, -4], [0, 0]], "y": [1, 2]}, {"x": np.zeros((2, 2)), "y": [np.inf, 1]}]
    graphs += [(bv.graph("f = sum(norm(x, axis=1)*y) + norm(x)"), lengths)]
    greatest = [{"x": [[3, math.nan], [2, 2]], "y": [1, 2]}]
    graphs += [(bv.graph("f = sum(max(x, axis=1)*y)"), greatest)]
    graphs += [*settled_walks(3, 200), *settled_walks(6, 200, shapes=SHAPES)]
    graphs += [*array_walks(7, 150, exact=True), *array_walks(8, 150, exact=False)]
    cases, seen = [], set()
    for graph, given in graphs:
        the_plan = plan(graph, {})
        walks = defaultdict(list)
        for inputs in given:
            walk = graph.walk(inputs)
            steps = list(told(walk, the_plan))
            seen |= {n.op.name for n in graph.operations}
            seen |= {
                word for step in steps for word in re.findall(r"nan|∞|\?|‖", str(step["values"]))
            }
            numbers = [jsonable(walk.inputs[n]) for n in graph.inputs]
            walks[products_of(walk)].append({"inputs": numbers, "steps": steps})
        case = {"about": str(graph), "links": as_links(the_plan) if graph.view else None}
        for products, told_of in walks.items():
            cases.append({**case, "program": as_program(graph, products), "walks": told_of})
    assert len(cases) >= 600
    assert {*OPS, "nan", "∞", "?", "‖"} <= seen
    assert set(NAMES) <= {name for graph, _ in graphs for name in graph.names}
    in_node("graphs", cases)


def test_graphs_in_other_digits(in_node):
    """The picture, the words and the mathematics have the digits that are asked for."""
    chance, cases = random.Random(9), []
    graphs = [(bv.graph(ARTICLE), {"x": 2 / 3, "w": -1 / 7, "b": 1e-7, "y_": 123456.789})]
    graphs += [(bv.graph("0.123456789*x + 2.5e-7*x**2 - y/3"), {"x": 0.1, "y": 2})]
    graphs += [(graph, x) for graph, given in settled_walks(8, 60, shapes=SHAPES) for x in given]
    for graph, inputs in graphs:
        digits = chance.choice((1, 2, 3, 5, 9))
        if not is_settled(graph, inputs, digits):
            continue
        walk = graph.walk(inputs).with_digits(digits)
        drawn = plan(graph, {}, digits)
        numbers = [jsonable(walk.inputs[n]) for n in graph.inputs]
        steps = {"inputs": numbers, "steps": list(told(walk, drawn))}
        about = f"{digits} digits of {graph}"
        said = program.program(graph, drawn, products=products_of(walk))
        cases.append({"about": about, "program": said, "walks": [steps]})
    assert len(cases) > 100
    in_node("graphs", cases)


def test_every_message_of_a_step_is_said():
    """The graphs compared come to every sentence there is, in both languages."""
    wanted = {lang: set(program.MESSAGES) for lang in ("en", "ja")}
    patterns = {
        lang: {
            key: re.compile(re.sub(r"\\{\w+\\}", ".*", re.escape(texts(lang)[key])))
            for key in program.MESSAGES
        }
        for lang in wanted
    }
    extremes = [(bv.graph(source), [inputs]) for source, inputs in EXTREMES]
    stopped = [(bv.graph("detach(a)*x"), [{"a": 2, "x": 3}])]
    for graph, given in [*extremes, *stopped, *settled_walks(3, 60, shapes=SHAPES)]:
        for inputs in given:
            for step in graph.walk(inputs).steps:
                for lang in wanted:
                    text = f"{step.sentence(lang)} {step.remark(lang)}"
                    wanted[lang] -= {k for k in wanted[lang] if patterns[lang][k].search(text)}
    assert wanted == {"en": set(), "ja": set()}


def test_nudges(in_node):
    chance = random.Random(4)
    cases = []
    for graph, given in [
        *settled_walks(5, 60, 1),
        *settled_walks(5, 40, 1, shapes=SHAPES),
        (bv.graph(ARTICLE), [{"x": 2, "w": 3, "b": 1, "y_": 5}]),
    ]:
        for inputs in given:
            walk = graph.walk(inputs)
            nudges = []
            for node in graph.nodes:
                epsilon = chance.choice((0.5, -0.25, 2.0))
                gradient = walk.node_gradients[node.index]
                nudges.append(
                    {
                        "node": node.index,
                        "epsilon": epsilon,
                        "before": total(walk.output),
                        "after": total(forced(walk, node.index, epsilon)),
                        "predicted": None if gradient is None else total(gradient, epsilon),
                    }
                )
            numbers = [jsonable(walk.inputs[name]) for name in graph.inputs]
            about = f"{graph} at {inputs}"
            cases.append(
                {"about": about, "program": as_program(graph), "inputs": numbers, "nudges": nudges}
            )
    assert sum(len(case["nudges"]) for case in cases) > 300
    in_node("nudges", cases)


def test_shapes_that_go_together(in_node):
    """The browser allows an input to become an array where the walk in Python is possible."""
    chance, cases = random.Random(11), []
    shapes = ((), (3,), (2,), (2, 1), (2, 3), (3, 2), (0,))
    for _ in range(600):
        graph = random_graph(chance, shapes[:1])
        inputs = random_inputs(graph, chance, False, shapes)
        try:
            graph.walk(inputs)
            is_allowed = True
        except bv.InputError:
            is_allowed = False
        numbers = [jsonable(np.asarray(inputs[name])[()]) for name in graph.inputs]
        cases.append([str(graph), as_program(graph), numbers, is_allowed])
    for _ in range(150):
        graph, inputs = array_graph(chance)
        if not inputs:
            continue
        moved = chance.choice(graph.inputs)
        inputs = {**inputs, moved: random_value(chance, False, SHAPES[0] + SHAPES[1])}
        try:
            graph.walk(inputs)
            is_allowed = True
        except bv.InputError:
            is_allowed = False
        numbers = [jsonable(inputs[name]) for name in graph.inputs]
        cases.append([str(graph), as_program(graph), numbers, is_allowed])
    slope = bv.graph("x**2*y").derivative("x")
    traced = bv.graph(lambda x, y: sum(x) * y, like={"x": (2,)})
    loss = bv.graph("f(x, y) = binary_cross_entropy(x, y); f(p, y) + p")
    for graph, is_allowed in (
        (loss, {(0.5, 1.0): True, (0.5, (1.0, 0.0)): True, ((0.5, 0.2), (1.0,)): False}),
        (slope, {(1.0, 2.0): True, ((1.0, 2.0), 3.0): False}),
        (traced, {((1.0, 2.0), 3.0): True, ((1.0, 2.0, 3.0), 3.0): False, (1.0, 1.0): False}),
    ):
        for inputs, wanted in is_allowed.items():
            numbers = [jsonable(np.asarray(value)[()]) for value in inputs]
            cases.append([str(graph), as_program(graph), numbers, wanted])
    assert 25 < sum(not is_allowed for *_, is_allowed in cases) < 400
    in_node("shapes", cases)


def told_story(step, node, story):
    return {
        "step": step,
        "node": node,
        "count": story.count,
        "ways": [[list(way.names), way.latex] for way in story.ways],
        "latex": story.latex,
        "messages": [[m.key.replace(".", "_"), m.slots] for m in story.messages],
    }


PORTS = "f(x) = x; g(x) = sin(x)*x; h(x) = g(x); h(f(f(a)))"


def test_stories(in_node):
    """The product along each path, of every node and of every edge, as far as a step knows it."""
    chance, cases, seen = random.Random(7), [], set()
    twice = ["y0 = x", *(f"y{i} = y{i - 1} + y{i - 1}" for i in range(1, 60))]
    chain = ["z0 = x*x", *(f"z{i} = sin(z{i - 1})" for i in range(1, 45))]
    for graph, given in [
        *settled_walks(8, 120, 2),
        *settled_walks(9, 40, 1, shapes=SHAPES),
        (bv.graph(ARTICLE), [{"x": 2, "w": 3, "b": 1, "y_": 5}]),
        (bv.graph("; ".join(twice)), [{"x": 1}]),
        (bv.graph("; ".join(chain)), [{"x": 1}]),
        *((view(bv.graph(PORTS)), [{"a": 0.3}]) for view in (bv.Graph.closed, bv.Graph.opened)),
    ]:
        for inputs in given:
            walk = graph.walk(inputs)
            stories = []
            some = {chance.randrange(len(walk.steps)), len(walk.steps) - 1}
            for step in range(len(walk.steps)) if graph.blocks else some:
                for node in graph.nodes:
                    if graph.has_gradient[node.index]:
                        found = story(walk, node.index, step)
                        stories.append(told_story(step, node.index, found))
                        seen |= {message.key for message in found.messages}
                for place, edge in enumerate(graph.backward_edges):
                    found = story(walk, edge.operand, step, edge)
                    stories.append({"first": place, **told_story(step, edge.operand, found)})
            numbers = [jsonable(walk.inputs[name]) for name in graph.inputs]
            case = {"about": f"{graph} at {inputs}", "program": as_program(graph)}
            cases.append({**case, "inputs": numbers, "stories": stories})
    assert seen == {key for key in texts_of("story.") if key != "story.path"}
    in_node("stories", cases)


def texts_of(prefix):
    return [key for key in texts("en") if key.startswith(prefix)]


def total(value, times=1.0):
    with np.errstate(all="ignore"):
        return jsonable(np.float64(sum(np.ravel(value).tolist()) * times))


def forced(walk, nudged, epsilon):
    """The output where one node's value is moved, and all that comes after follows."""
    values = list(walk.node_values)
    with np.errstate(all="ignore"):
        for node in walk.graph.nodes[nudged:]:
            if node.op is not None:
                values[node.index] = node.op.forward(*(values[i] for i in node.operands))
            if node.index == nudged:
                values[nudged] = values[nudged] + np.float64(epsilon)
    return values[walk.graph.output_node.index]


# The module and the program


def test_of_a_large_product_the_columns_that_change_are_made_anew(in_node):
    shapes = ((41, 61), (61, 50))
    graph = bv.graph("f = sum((X @ W)**2)")
    in_node("products", [as_program(graph), shapes])


def test_it_runs_where_no_text_may_be_compiled(in_node):
    graph = bv.graph(ARTICLE)
    walk = graph.walk(x=2, w=3, b=1, y_=5)
    in_node("policy", {**as_program(graph), "last": walk.steps[14].sentence()})


def test_the_schedule_is_as_long_as_the_graph():
    """Not as its steps times its things, nor as the uses times the pieces of a long trunk."""

    def length(count: int) -> int:
        lines = (f"y{i} = sin(y{i - 1}) + x" for i in range(1, count))
        return len(json.dumps(as_program(bv.graph("; ".join(["y0 = x", *lines])))["schedule"]))

    assert length(400) < 4.5 * length(100)


def test_the_module_parses_and_needs_nothing(node, tmp_path):
    source = javascript.module_source()
    (tmp_path / "module.mjs").write_text(source, "utf-8")
    subprocess.run([node, "--check", str(tmp_path / "module.mjs")], check=True)
    for word in ("eval", "Function(", "http", "import", "document", "window.", "innerHTML"):
        assert not re.search(rf"\b{re.escape(word)}", source), word
    assert source.count("\nexport ") == 1
    for part in javascript.WALK:
        lines = (STATIC / f"{part}.js").read_text("utf-8").splitlines()
        assert max(map(len, lines)) <= 100, part


def test_no_name_of_the_joined_module_stands_twice(node, tmp_path):
    """The parts share one scope, in which a second function or constant of a name is an error."""
    joined = [javascript.page_source(has_landscape=True), javascript.widget_source()]
    for number, source in enumerate([*joined, javascript.playground_source()]):
        file = tmp_path / f"{number}.mjs"
        file.write_text(source, "utf-8")
        subprocess.run([node, "--check", str(file)], check=True)


def test_no_text_of_a_part_goes_over_lines():
    """So the indents that are taken away are no part of any."""
    for file in STATIC.glob("*.js"):
        for line in file.read_text("utf-8").splitlines():
            assert line.count("`") % 2 == 0, (file.name, line)


def test_comments_do_not_travel():
    for source in (javascript.page_source(), javascript.widget_source()):
        lines = source.splitlines()
        assert [line for line in lines if re.search(r"(^|\s)//|^\s|^$", line)] == []
    assert bare_script("  f(1); // one\n\n// two\nconst a = 'b // c';\n") == (
        "f(1);const a='b // c';\n"
    )


def test_of_operations_that_are_not_walked_only_the_values_travel():
    page = bv.page([bv.graph("f = w*x").walk(w=2, x=3), bv.graph("f = tanh(x)").walk(x=1)]).html
    rows = dict(re.findall(r"^(\w+): \{(.*)", page.partition("const OPS = ")[2], re.MULTILINE))
    assert {name for name in OPS if rows[name] == ""} == {"mul", "tanh"}
    assert rows["sqrt"] == " f: of([0], (v) => M.sqrt(v[0])), arity: 1, options: 0 },"
    assert "back:" not in javascript.judge_source()


def test_no_part_is_long():
    for file in STATIC.glob("*.js"):
        assert len(file.read_text("utf-8").splitlines()) <= 350, file.name


def test_the_module_has_every_function_that_a_formula_may_name():
    functions = (STATIC / "functions.js").read_text("utf-8")
    for part in ("array_language", "product", "window_places"):
        functions += (STATIC / f"{part}.js").read_text("utf-8")
    tables = re.findall(
        r"^(?:const M = |Object\.assign\(M, )\{\n(.*?)^\}", functions, re.DOTALL | re.MULTILINE
    )
    assert len(tables) == 4
    known = re.findall(r"^  (\w+)[:,]", "".join(tables), re.MULTILINE)
    assert set(known) == set(NUMPY) - {"where"}


def test_mathematics_has_the_same_characters_in_the_browser_and_on_paper(node, tmp_path):
    texts = [rf"\{name}" for name in symbols.SYMBOLS if name != "hat"]
    texts += map(latex_name, (*NAMES, "a^b", "a~b", "phi", "epsilon", "φ", "ε"))
    (tmp_path / "cases.json").write_text(json.dumps(texts), "utf-8")
    page = """
      import { readFileSync } from "node:fs";
      const append = function (...parts) { this.text += parts.map((p) => p.text ?? p).join(""); };
      globalThis.document = { createElementNS: () => ({ text: "", append, setAttribute() {} }) };
    """
    shown = "console.log(JSON.stringify(cases.map((latex) => typeset(latex).text)));"
    cases = (
        'const cases = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf-8"));'
    )
    tex = "".join((STATIC / f"{name}.js").read_text("utf-8") for name in ("latex", "tex"))
    script = "\n".join([page, generated.symbols_source(), tex, cases, shown])
    (tmp_path / "tex.mjs").write_text(script, "utf-8")
    done = subprocess.run(
        [node, str(tmp_path / "tex.mjs")], capture_output=True, encoding="utf-8", check=True
    )
    for latex, got in zip(texts, json.loads(done.stdout), strict=True):
        on_paper = re.findall(r"<text[^>]*>(.*?)</text>", typeset(latex, 16.0).svg)
        wanted = unescape("".join(on_paper)).translate({0x2068: None, 0x2069: None})
        assert got.replace(" ", "") == wanted.replace(" ", ""), latex


@pytest.mark.parametrize(
    "formula",
    [
        "a if b else 1.0",
        "a @ b",
        "a ** b",
        "a.real",
        "a[0]",
        "c + 1",
        "print(a)",
        "pi(a)",
        "exp",
        "exp(a, out=b)",
        "'text'",
        "1j",
        "a < b",
        "True",
        "a & b",
        "where(a, b, 0.0)",
        "where(a < b < 1, 1.0, 0.0)",
        "where(a is b, 1.0, 0.0)",
        "(lambda: 1)()",
        "+a",
    ],
)
def test_a_formula_without_a_translation_is_refused(formula, monkeypatch):
    row = replace(OPS["exp"], formula=formula)
    monkeypatch.setattr(still, "OPS", {"exp": row})
    with pytest.raises(ValueError, match="no JavaScript for"):
        generated.operations_source()


def test_a_new_row_needs_no_other_place(monkeypatch):
    row = replace(OPS["exp"], name="bump", formula="where((a > 0) | (a == -1), exp(-a * a), pi)")
    monkeypatch.setattr(still, "OPS", {**OPS, "bump": row})
    assert (
        "f: of([0], (v) => (((v[0] > 0) || (v[0] === (-1))) ? M.exp(((-v[0]) * v[0])) : M.pi)),"
        in generated.operations_source()
    )


def test_a_constant_array_goes_to_the_browser_by_shape_and_entries():
    graph = bv.graph(bv.variable("x") * np.array([[1.0, math.inf]]))
    values = [node["value"] for node in as_program(graph)["nodes"]]
    assert values == [None, {"shape": [1, 2], "data": [1.0, "inf"]}, None]


def test_a_program_is_json_and_says_what_there_is():
    program = as_program(bv.graph(ARTICLE, parameters="w b"))
    assert json.loads(json.dumps(program, allow_nan=False)) == program
    names = [node["name"] for node in program["nodes"]]
    assert [names[i] for i in program["inputs"]] == ["w", "x", "b", "y'"]
    assert [names[i] for i in program["parameters"]] == ["w", "b"]
    assert names[program["output"]] == program["output_name"] == "f"
    assert program["nodes"][names.index("y'")]["shown"] == "y′"
    assert [row["op"] for row in program["rows"]] == ["mul", "add", "neg", "square"]
    assert [row["written"] for row in program["rows"]] == [
        "<a!> × <b>",
        "<a!> + <b>",
        "−1 × <a>",
        "<a>²",
    ]
    assert len(program["edges"]) == 8
    assert set(program["rows"][0]["why"]) == {"en", "ja"}


def test_how_every_operation_is_written():
    """The browser fills the templates as `write` does, for operands of either sign."""
    from backprop_viz.spell.numbers import guard

    for op in (*PLAIN.values(), *map(power, EXPONENTS)):
        template = op.written
        for signs in itertools.product(("", "−"), repeat=op.arity):
            operands = [f"{sign}{k}5" for k, sign in enumerate(signs, 1)]
            slots = dict(zip(op.parameters, operands, strict=True))
            text = re.sub(
                "<([abc])(!?)>",
                lambda m, slots=slots: slots[m[1]] if m[2] else guard(slots[m[1]]),
                template,
            )
            assert text == op.write(*operands)


def test_the_family_of_powers_is_that_of_its_members():
    """A power has its own local derivative where n is 0; the row says the same."""
    family = OPS["pown"]
    for n in EXPONENTS:
        member = power(n)
        if not member.options:
            continue
        general = replace(family, chosen=(n,))
        for a in map(np.float64, SPECIAL):
            with np.errstate(all="ignore"):
                np.testing.assert_equal(general.forward(a), member.forward(a))
                out = member.forward(a)
                np.testing.assert_equal(general.partials(out, a), member.partials(out, a))


def test_the_translated_text_is_python_and_javascript_alike():
    """Names and numbers only: nothing in the table reaches the module but through the whitelist."""
    source = generated.operations_source()
    words = set(re.findall(r"[A-Za-z_]\w*", re.sub(r"//.*", "", source)))
    keys = {"const", "OPS", "f", "d", "undefined", "kink", "false", "M", "v", "options", "never"}
    keys |= {"of", "reads", "formula", "Object", "assign", "back", "apply", "arity"}
    assert words <= keys | set(OPS) | set(NUMPY)


# What is typed into a field

TYPED = [
    *("1/3", "pi/4", "-pi/2", "sqrt(2)", "2e-3", "1/3*2", "π", "2π", "１/３", "−1/2", "1−2−3"),
    *("2**3", "2^-1", "-2**2", "(-2)**2", "2**3**2", "2**0.5", "1/3/2", "2-3*4", "--2", "-+2"),
    *("1", "-1", "+1", "1.", ".5", "1e5", "1E+5", "1e-7", "1e+21", " 4 ", "\u30004\u3000", "007"),
    *("1e400", "1e308*10", "1/0", "-1/0", "0/0", "log(-1)", "0**-1", "1e", "e", "e**2", "exp(1)"),
    *("nan", "inf", "∞", "Infinity", "-inf", "NaN", "0x10", "1_000", "1,5", "1 2", "x", "x/x"),
    *(
        "",
        " ",
        "(",
        ")",
        "()",
        "(1",
        "1)",
        "((1))",
        "1+",
        "*1",
        "1**",
        "2 ** 3",
        "2 * * 3",
        "2***3",
    ),
    *("sin(pi/6)", "sin", "sin()", "sin(1,2)", "maximum(1, 2)", "max(1, 2)", "ln(2)", "sin (1)"),
    *("constructor(1)", "toString()", "__proto__", "eval(1)", "a=2", "1;2", "1;", "1#2", "1\n2"),
    *(
        "2²",
        "½",
        "1/2²",
        "１２",
        "－１",
        "（１＋２）＊３",
        "2×3",
        "6÷3",
        "2·3",
        "1.5.2",
        "1..",
        ".",
    ),
    *("[1]", "[1, 2]", "[1/3, pi/4]", "[1, [2]]", "[[1, 2], [3, 4]]", "[[1], [2]]", "[1 2]"),
    *(
        "[1,]",
        "[,1]",
        "[]",
        "[[]]",
        "[1, nan]",
        "[1/0, 1]",
        "[1, 2]]",
        "[1, 2",
        "[1][2]",
        "[(1), 2]",
    ),
    *(
        "[maximum(1, 2), 3]",
        "［１，２］",
        "[1\u3000, 2]",
        "[−1, −2]",
        "[1, null]",
        "(1, 2)",
        "[(1, 2)]",
    ),
    *(
        "'1'",
        "1'",
        "y'",
        "null",
        "true",
        "1px",
        "$",
        "1e5x",
        "2e",
        "2pi",
        "pi2",
        "pi pi",
        "PI",
        "ｐｉ",
    ),
    *(
        "2²",
        "2⁻¹",
        "2⁺²",
        "-2²",
        "2²^3",
        "2^2²",
        "3²²",
        "2²²²",
        "2² ²",
        "√2",
        "√√16",
        "√(1+3)",
        "√2²",
    ),
    *("√2**2", "√-1", "√sin(1)", "-√2", "2√3", "√", "np.pi", "math.pi/4", "np.e", "np.x", "pi.np"),
    *("|−2|", "inf", "1/inf", "np.sqrt(2)", "max(1,2,3)", "[1,2]*2", "2*[1,2]", "[1,2]+[1,2,3]"),
    *("[1]²", "√[1]", "[√2, 2²]", "2–1", "1⁄2", "2∗3", "`x`", "infx", "[NaN]", "[2*[1,2], [3,4]]"),
    *("2***3", "1..", ".", "[1][2]", "[(1), 2]", "[(1, 2)]", "PI", "ｐｉ", "2²²"),
    *("(" * 300 + "1" + ")" * 300, "-" * 300 + "1", "1" * 400, "0." + "1" * 400, "[" * 300),
]
# What the kernel alone reads: bars, infinities, functions of libraries, lists in a formula.
BEYOND = re.compile(
    r"[|∞`]|inf|nan|max\(.*,.*,|\.[a-z]+\(|[\]］]\s*[-−+*×/÷^²)]|[-−+*×/÷^(√]\s*[\[［]",
    re.IGNORECASE,
)
FIELDS = [0.0, np.zeros(1), np.zeros(2), np.zeros((2, 2)), np.zeros((2, 1)), np.zeros(0)]


def formula(chance, depth):
    """A formula of numbers, somehow written."""
    if not depth or chance.random() < 0.2:
        return chance.choice(["1", "2", ".5", "3e-2", "pi", "π", "e", "７", "12.5", "3²", "√2"])
    inner = [formula(chance, depth - 1) for _ in "ab"]
    space = chance.choice(["", " ", "\u3000"])
    sign = chance.choice(["+", "-", "−", "*", "×", "/", "÷", "**", "^", "＋"])
    joined = f"{inner[0]}{space}{sign}{space}{inner[1]}"
    forms = [
        f"√({joined})",
        f"({joined})²",
        joined,
        f"({joined})",
        f"（{joined}）",
        f"-{inner[0]}",
        f"sqrt({inner[1]})",
    ]
    return chance.choice(forms)


def typed_texts():
    chance = random.Random(5)
    pieces = [
        "1",
        "2",
        ".5",
        "3e-2",
        "pi",
        "e",
        "+",
        "-",
        "−",
        "*",
        "/",
        "**",
        "^",
        "(",
        ")",
        "sqrt(",
    ]
    pieces += [" ", "×", "[", "]", ",", "1/3", "exp(", "2)"]
    yield from TYPED
    for _ in range(1500):
        yield "".join(chance.choices(pieces, k=chance.randint(1, 8)))
    for _ in range(400):
        yield formula(chance, 4)
    for _ in range(300):
        yield typed(np.float64(chance.uniform(-1, 1) * 10.0 ** chance.randint(-320, 308)))


def test_typed(in_node):
    """A field of the browser reads what the kernel reads, as the same number; never another one."""
    cases = []
    for text in typed_texts():
        for before in FIELDS:
            for any_shape in (False, True):
                value = parsed(text, before, any_shape=any_shape)
                known = None if value is None else jsonable(value)
                cases.append([text, jsonable(before), known, not BEYOND.search(text), any_shape])
    read = [case for case in cases if case[2] is not None]
    assert len(read) > 500
    assert {"1/3", "pi/4", "[1/3, pi/4]", "（１＋２）＊３"} <= {text for text, *_ in read}
    in_node("typed", cases)


def test_an_array_that_has_infinities_may_have_others(in_node):
    mask = np.array([[0.0, -np.inf], [0.0, 0.0]])
    fields = {
        "[[0, -inf], [1, 0]]": True,
        "[[0, -Infinity], [INF, -inf]]": True,
        "[[1, 2], [3, 4]]": True,
        "[[0, nan], [1, 0]]": False,
        "[[0, inf - inf], [1, 0]]": False,
        "[0, inf]": False,
        "[[0, 1], [1, infinit]]": False,
    }
    for text, is_read in fields.items():
        assert (parsed(text, mask) is not None) == is_read
        assert parsed(text, np.zeros((2, 2))) is None or "inf" not in text.lower()
    cases = [
        [text, jsonable(before), None if value is None else jsonable(value), True]
        for text in fields
        for before in (mask, np.zeros((2, 2)))
        for value in [parsed(text, before)]
    ]
    in_node("typed", cases)
    in_node("typed_forms", [jsonable(mask), jsonable(abs(mask))])


def test_every_function_of_a_formula_can_be_called_in_a_field(in_node):
    from backprop_viz.core.ops import ALIASES

    cases = []
    for name in FUNCTIONS:
        row = OPS.get(ALIASES.get(name, name))
        if row is None or not row.is_entrywise:
            continue
        first = str(max(0.25, row.sample[0][0]))  # where it has a value
        operands = [first, "0.5", "0.75"][: row.arity]
        text = f"{name}({', '.join(operands)})"
        cases.append([text, 0.0, jsonable(parsed(text, 0.0)), True])
    assert all(value is not None for _, _, value, _ in cases)
    in_node("typed", cases)


def test_what_is_typed_reads_back(in_node):
    chance = random.Random(6)
    values = [chance.uniform(-1, 1) * 10.0 ** chance.randint(-320, 308) for _ in range(500)]
    values += [0.0, 1.0, -2.5, 1e16, 123456789012345680.0, 5e-324, 1e21, 1e-7, math.pi / 4, 1 / 3]
    for value in values:
        assert parsed(typed(value), 0.0) == value
    some = np.array(values[:12]).reshape(2, 3, 2)
    np.testing.assert_array_equal(parsed(typed(some), some), some)
    in_node("typed_forms", [jsonable(value) for value in (*map(np.float64, values), some)])


def test_spaces_that_mean_something_travel():
    written = """\
    // A remark.
      const some = { a, b: [1, 2] }; // and another
      if (a === b || !a) return () => (c ? -d : - -d);
      let text = 'a , b = c';
      text = text.replace(/ = | : /g, ` : ${some} `);
      return typeof a === 'x' ? a + +b : a - -b;
      if (c) {
        some.b.push(
          a, d,
        );
      }
      const that = a ||
        d
      const [told] = [`${a} = ${b ? 'x = 1' : d}, 2`, `a = ${`b = ${c}`} / 2`];
      for (const one of [1, 2]) some.b.push(`a / ${one} = 2`);
      return a < -b ? a * b ** 2 : (a - b) + c[0];
    """
    assert bare_script(written).splitlines() == [
        "const some={a,b:[1,2]};if(a===b||!a)return()=>(c?-d:- -d);let text='a , b = c';"
        "text = text.replace(/ = | : /g, ` : ${some} `);return typeof a==='x'?a + +b:a - -b;"
        "if(c){some.b.push(a,d,);}",
        "const that=a||d",
        "const [told] = [`${a} = ${b ? 'x = 1' : d}, 2`, `a = ${`b = ${c}`} / 2`];"
        "for(const one of[1,2])some.b.push(`a / ${one} = 2`);return a<-b?a*b**2:(a-b)+c[0];",
    ]


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.stem)
def test_no_text_of_a_program_goes_on_over_a_line(path):
    """So spaces are taken line by line."""
    for line in path.read_text("utf-8").splitlines():
        assert line.count("`") % 2 == 0, line


_MODULES = {
    "widget": javascript.widget_source,
    "page": lambda: javascript.page_source(has_landscape=True),
    "playground": javascript.playground_source,
    "referee": javascript.referee_source,
    "asked": javascript.asked_source,
    **{
        f"{kind} {where}": lambda kind=kind, where=where: javascript.exercise_source(
            kind, where, typed=True
        )
        for kind in ("perform", "hunt")
        for where in ("page", "widget")
    },
}


@pytest.mark.parametrize("module", _MODULES)
def test_parts_of_a_module_go_together(node, module, tmp_path):
    """Such as two that declare the same name; an engine says so before it runs anything."""
    written = tmp_path / "module.mjs"
    written.write_text(_MODULES[module](), "utf-8")
    assert subprocess.run([node, "--check", written], capture_output=True).returncode == 0
    written.write_text(_MODULES[module]() + "const TEX_SYMBOLS = OPS;\nlet OPS;\n", "utf-8")
    assert (
        b"already been declared"
        in subprocess.run([node, "--check", written], capture_output=True).stderr
    )


def test_the_benchmarks_walk_in_node_is_a_walk(node):
    """Also of a graph with blocks, whose nodes a page is told in another form."""
    script = """
import numpy as np, backprop_viz as bv
from benchmarks.node import walk_in_node
graph = bv.graph("f = sum(softmax(W @ x)**2)")
inputs = {"W": np.array([[1.0, 2.0], [0.5, -1.0]]), "x": np.array([0.25, 0.5])}
walk, (_, output, gradients) = graph.walk(inputs), walk_in_node(graph, inputs, repeats=3)
assert abs(output - walk.output) < 1e-12
for name, found in gradients.items():
    assert np.abs(np.reshape(found, inputs[name].shape) - walk.gradients[name]).max() < 1e-12
"""
    command = [sys.executable, "-c", script]
    subprocess.run(command, check=True, cwd=Path(__file__).parent.parent)
