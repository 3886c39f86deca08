"""One row in the table of operations is enough: everything else asks the row."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

import backprop_viz
from needs import missing

# x·σ(x), of which no part of the package has ever heard.
ROW = r"""
    Op(
        name="swash",
        glyph="swash",
        aliases=("swosh",),
        formula="a / (1.0 + exp(-a))",
        local=("(1.0 + a - out) / (1.0 + exp(-a))",),
        shown=(r"\sigma(<a!>) \left(1 + <a> - <y>\right)",),
        latex=r"\mathrm{swash}(<a!>)",
        why=Message({"en": "Swash is a smooth gate.", "ja": "swash はなめらかなゲートです。"}),
    ),
"""

# ln(1 + x²), which does not say how it is read.
BUMP = r"""
    Op(
        name="bump",
        glyph="bump",
        formula="log(1.0 + a * a)",
        local=("2.0 * a / (1.0 + a * a)",),
        why=Message("A bump is flat in the middle."),
    ),
"""

# Between a and b, so far as c to the power n is: three operands and an option.
BLEND = r"""
    Op(
        name="blend",
        glyph="blend",
        formula="a + (b - a) * pow(c, n)",
        local=("1.0 - pow(c, n)", "pow(c, n)", "(b - a) * n * pow(c, n - 1.0)"),
        shown=(
            r"\left(1 - <c>^{<n!>}\right)",
            r"<c>^{<n!>}",
            r"\left(<b> - <a>\right) <*> <n> <*> <c>^{<n!> - 1}",
        ),
        latex=r"<a> + \left(<b> - <a>\right) <*> <c>^{<n!>}",
        why=Message("A blend shares the gradient out."),
        sample=((-3.0, 3.0), (-3.0, 3.0), (0.5, 2.0)),
        options=("n",),
        tried=((1.0,), (2.5,)),
    ),
"""

# What CONTRIBUTING shows: a³, and half the sum of the squares, an operation on a whole array.
CONTRIBUTING = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text("utf-8")
CUBE, ENERGY = (
    textwrap.indent(f"{row.rstrip()},\n", "    ")
    for row in re.findall(r"```python\n(Op\(.*?)```", CONTRIBUTING, re.DOTALL)
)

# Asks every room of the package about the new row, and prints what they say.
QUESTIONS = """
import json, sys
import numpy as np
import backprop_viz as bv

walk = bv.graph("h = swash(x*w); h**2").walk(x=0.5, w=-3)
forward, backward = walk.steps[2], walk.steps[6]
x = bv.variable("x")
check = walk.check()
json.dump(
    {
        "file": bv.__file__,
        "values": [float(walk.values["h"]), float(walk.output)],
        "gradients": [float(walk.gradients[n]) for n in ("v1", "x", "w")],
        "kinds": [forward.kind, forward.node, backward.kind, backward.operand],
        "latex": [forward.latex, backward.latex],
        "sentences": [s.sentence(l) for s in (forward, backward) for l in ("en", "ja")],
        "by_name": float(bv.swash(0.5)),
        "by_alias": float(bv.graph("swosh(x)").walk(x=0.5).output),
        "array": bv.swash(np.array([0.5, -1.5])).tolist(),
        "traced": float(bv.graph(lambda x: bv.swash(x)).walk(x=0.5).output),
        "operator": float(bv.graph(bv.swash(x) * x).walk(x=0.5).output),
        "text": str(walk.graph),
        "in_all": "swash" in bv.__all__ and "swash" in dir(bv),
        "svg": walk.picture(6).svg,
        "dot": walk.picture(6).dot,
        "cube": [s.latex for s in bv.graph("h = cube(x); h*h").walk(x=2).steps],
        "cube_said": bv.graph("h = cube(x); 5*h").walk(x=2).steps[-1].sentence(),
        "bump": [s.latex for s in bv.graph("h = bump(x); h*h").walk(x=2).steps],
        "ok": check.ok,
        "formula": str(walk.graph.analytic()["x"]),
        "errors": [row.error for row in check.rows],
        "fast": walk.graph.gradient_function()(0.5, -3.0),
        "fast_arrays": float(walk.graph.gradient_function()(np.array([0.5]), -3.0)[0][0]),
    },
    sys.stdout,
)
"""


ABOUT_BLEND = """
import json, sys
import numpy as np
import backprop_viz as bv
from backprop_viz.browser.javascript import module_source
from backprop_viz.browser.program import program
from backprop_viz.draw.plan import plan

graph = bv.graph("h = blend(x, y, z, 2.5); h**2")
walk = graph.walk(x=0.5, y=-3, z=0.8)
fast = graph.gradient_function()
shapes = {"x": [1.0, 2.0], "y": -1.0, "z": [[0.5], [0.9]]}
wrong = {}
for text in ("blend(x, y, z)", "blend(x, y, z, x)"):
    try:
        bv.graph(text)
    except bv.ParseError as error:
        wrong[text] = str(error)
try:
    bv.blend(1, 2, 3, m=2)
except bv.GraphError as error:
    wrong["m"] = str(error)
json.dump(
    {
        "values": [float(walk.values["h"]), float(walk.output)],
        "gradients": [float(walk.gradients[name]) for name in "xyz"],
        "fast": [float(g) for g in fast(0.5, -3.0, 0.8)[1]],
        "sums": [np.asarray(g).tolist() for g in fast(*map(np.array, shapes.values()))[1]],
        "walked": [np.asarray(graph.walk(shapes).gradients[name]).tolist() for name in "xyz"],
        "ok": walk.check().ok,
        "again": str(bv.graph(str(graph))) == str(graph),
        "text": str(graph),
        "by_name": [float(bv.blend(1, 2, 0.5, n=2)), float(bv.blend(1, 2, 0.5, 2))],
        "traced": str(bv.graph(lambda p, q, r: bv.blend(p, q, r, n=2))),
        "latex": [step.latex for step in walk.steps],
        "sentences": [step.sentence() for step in walk.steps],
        "questions": [len(walk.picture(k).svg) > 0 for k in range(len(walk.steps))],
        "program": program(graph, plan(graph, dict(enumerate(walk.node_values)))),
        "module": module_source(),
        "wrong": wrong,
    },
    sys.stdout,
)
"""


ABOUT_ENERGY = """
import json, sys
import numpy as np
import backprop_viz as bv
from backprop_viz.browser.javascript import module_source
from backprop_viz.browser.program import program
from backprop_viz.draw.plan import plan
from backprop_viz.quiz.mistakes import mistakes

graph = bv.graph("E = energy(W @ x)")
walk = graph.walk(W=[[1, 2], [0, -1]], x=[2, 1])
step = next(s for s in walk.steps if s.operand == "v1")
json.dump(
    {
        "output": float(walk.output),
        "gradients": [walk.gradients[name].tolist() for name in "Wx"],
        "fast": [g.tolist() for g in graph.gradient_function()(*walk.inputs.values())[1]],
        "shapes": list(step.contribution.shape),
        "ok": walk.check().ok,
        "again": str(bv.graph(str(graph))) == str(graph),
        "sentence": step.sentence(),
        "latex": [s.latex for s in walk.steps],
        "sentences": [s.sentence() for s in walk.steps],
        "mistakes": sorted({m.reason for m in mistakes(walk, step.index)}),
        "svg": walk.picture(step=step.index).svg,
        "program": program(graph, plan(graph, dict(enumerate(walk.node_values)))),
        "module": module_source(),
    },
    sys.stdout,
)
"""


def add_rows(module, *rows):
    """Put rows at the end of a table, which is the end of its module."""
    table = module.read_text("utf-8")
    assert table.endswith("    ),\n)\n")
    module.write_text(table[:-2] + "".join(row.lstrip("\n") for row in rows) + ")\n", "utf-8")


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("with-swash")
    package = folder / "backprop_viz"
    shutil.copytree(Path(backprop_viz.__file__).parent, package)
    add_rows(package / "core" / "number_ops.py", ROW, BUMP, BLEND, CUBE)
    add_rows(package / "core" / "array_ops.py", ENERGY)
    told = run(folder, QUESTIONS)
    assert Path(told["file"]).parent == package
    return told


@pytest.fixture(scope="module")
def blended(answers):
    return run(Path(answers["file"]).parent.parent, ABOUT_BLEND)


@pytest.fixture(scope="module")
def of_arrays(answers):
    return run(Path(answers["file"]).parent.parent, ABOUT_ENERGY)


def run(folder: Path, code: str):
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def swash(x: float) -> float:
    return x / (1 + math.exp(-x))


def slope(x: float) -> float:
    s = 1 / (1 + math.exp(-x))
    return s * (1 + x * (1 - s))


def test_the_operation_is_new():
    assert "swash" not in backprop_viz.__all__
    with pytest.raises(backprop_viz.ParseError):
        backprop_viz.graph("swash(x)")


def test_text_reads_it_and_the_graph_writes_it(answers):
    assert "swash(v1)" in answers["text"]
    assert answers["by_alias"] == pytest.approx(swash(0.5))


def test_the_package_has_it_as_a_function(answers):
    assert answers["by_name"] == pytest.approx(swash(0.5))
    assert answers["array"] == pytest.approx([swash(0.5), swash(-1.5)])
    assert answers["traced"] == pytest.approx(swash(0.5))
    assert answers["operator"] == pytest.approx(swash(0.5) * 0.5)
    assert answers["in_all"]


def test_the_walk_takes_it_forward_and_backward(answers):
    h = swash(-1.5)
    through = 2 * h * slope(-1.5)
    assert answers["values"] == pytest.approx([h, h * h])
    assert answers["gradients"] == pytest.approx([through, through * -3, through * 0.5])
    assert answers["kinds"] == ["forward", "h", "backward", "v1"]


def test_a_step_says_it_in_mathematics_and_in_two_languages(answers):
    forward, backward = answers["latex"]
    assert forward.startswith(r"h = \mathrm{swash}(v_{1}) = \mathrm{swash}(-1.5)")
    assert r"\sigma(v_{1}) \left(1 + v_{1} - h\right)" in backward
    en, ja, en_back, ja_back = answers["sentences"]
    assert "h = swash(v₁) = swash(−1.5) = −0.2736" in en
    assert "h = swash(v₁) = swash(−1.5) = −0.2736" in ja
    assert "Swash is a smooth gate." in en_back
    assert "swash はなめらかなゲートです。" in ja_back


def test_a_row_that_does_not_say_how_it_is_read_is_read_as_its_formula(answers):
    formula, forward, *_, backward = answers["bump"]
    assert r"\ln(1 + x^2)" in formula
    assert r" = \ln(1 + x^2) = \ln(1 + 2^2) = 1.609" in forward
    assert r" = \frac{2x}{1 + x^2} \cdot 3.219 = \frac{2 \cdot 2}{1 + 2^2} \cdot 3.219" in backward


def test_the_row_that_contributing_shows_is_one(answers):
    _, forward, *_, backward = answers["cube"]
    assert forward == "h = x^3 = 2^3 = 8"
    assert r" = 3x^2 \cdot 16 = 3 \cdot 2^2 \cdot 16 = 12 \cdot 16 = 192" in backward
    assert "∂f/∂x = ∂h/∂x · ∂f/∂h = 12 · 5 = 60" in answers["cube_said"]


def test_the_picture_has_its_circle(answers):
    assert ">swash</text>" in answers["svg"]
    assert "label=swash" in answers["dot"]


def test_the_check_holds_it_against_sympy_and_a_difference(answers):
    assert answers["ok"]
    assert max(answers["errors"]) < 1e-6
    assert "exp" in answers["formula"]


def test_the_fast_gradient_knows_it(answers):
    output, gradients = answers["fast"]
    assert output == pytest.approx(answers["values"][1])
    assert gradients == pytest.approx(answers["gradients"][1:])
    assert answers["fast_arrays"] == pytest.approx(output)


def test_a_wrong_row_is_caught_by_the_check(tmp_path):
    """The witnesses do not ask the row for its derivative: a false one is found out."""
    package = tmp_path / "backprop_viz"
    shutil.copytree(Path(backprop_viz.__file__).parent, package)
    false = ROW.replace("(1.0 + a - out)", "(1.0 + a + out)")
    add_rows(package / "core" / "number_ops.py", false)
    ask = """
import json, backprop_viz as bv
print(json.dumps(bv.graph("swash(x)").walk(x=0.5).check().ok))
"""
    assert run(tmp_path, ask) is False


# Three operands and an option


def blend(a: float, b: float, c: float) -> float:
    return a + (b - a) * c**2.5


def test_three_operands_and_an_option_are_walked(blended):
    h = blend(0.5, -3, 0.8)
    share = 0.8**2.5
    assert blended["values"] == pytest.approx([h, h * h])
    back = [2 * h * (1 - share), 2 * h * share, 2 * h * -3.5 * 2.5 * 0.8**1.5]
    assert blended["gradients"] == pytest.approx(back)
    assert blended["fast"] == pytest.approx(back)
    assert blended["ok"]
    for found, walked in zip(blended["sums"], blended["walked"], strict=True):
        np.testing.assert_allclose(found, walked, rtol=1e-13)


def test_the_option_is_written_where_the_operands_are(blended):
    assert "h = blend(x, y, z, 2.5)" in blended["text"]
    assert blended["again"]
    assert blended["by_name"] == [1.25, 1.25]
    assert "blend(p, q, r, 2.0)" in blended["traced"]
    assert set(blended["wrong"]) == {"blend(x, y, z)", "blend(x, y, z, x)", "m"}
    assert "blend(a, b, c, n)" in blended["wrong"]["blend(x, y, z)"]
    assert "plain number" in blended["wrong"]["blend(x, y, z, x)"]


def test_a_step_shows_all_three_and_the_option(blended):
    assert r"h = x + \left(y - x\right)" in blended["latex"][1]
    assert "z^{2.5}" in blended["latex"][1]
    assert "0.8^{2.5}" in blended["latex"][1]
    assert "h = blend(x, y, z, 2.5) = blend(0.5, −3, 0.8, 2.5)" in blended["sentences"][1]


def test_an_operation_on_a_whole_array_is_a_row_as_well(of_arrays):
    product = np.array([4.0, -1.0])
    assert of_arrays["output"] == 8.5
    gradients = [np.outer(product, [2, 1]).tolist(), [4.0, 9.0]]
    assert of_arrays["gradients"] == of_arrays["fast"] == gradients
    assert of_arrays["shapes"] == [2]
    assert of_arrays["ok"]
    assert of_arrays["again"]
    assert "∂E/∂v₁ = ∂E/∂E · v₁ = 1 · [4, −1] = [4, −1]" in of_arrays["sentence"]
    assert r"E = \mathrm{energy}(v_{1})" in of_arrays["latex"][2]
    assert {"forgotten", "flipped_value"} <= set(of_arrays["mistakes"])
    assert ">½Σ²</text>" in of_arrays["svg"]


def test_the_browser_walks_it_as_well(of_arrays, tmp_path):
    inputs = [{"shape": [2, 2], "data": [1, 2, 0, -1]}, {"shape": [2], "data": [2, 1]}]
    found = in_the_browser(of_arrays, inputs, tmp_path)
    assert [g["data"] for g in found["gradients"]] == [[8, 4, -2, -1], [4, 9]]
    assert found["told"] == of_arrays["latex"]
    assert found["said"] == of_arrays["sentences"]


def test_the_browser_walks_it(blended, tmp_path):
    found = in_the_browser(blended, [0.5, -3, 0.8], tmp_path)
    assert found["gradients"] == pytest.approx(blended["gradients"])
    assert found["told"] == blended["latex"]
    assert found["said"] == blended["sentences"]


def in_the_browser(told, inputs, tmp_path):
    """What Node makes of the same program and inputs."""
    node = shutil.which("node")
    if node is None:
        missing("Node is not installed")
    (tmp_path / "module.mjs").write_text(told["module"], "utf-8")
    (tmp_path / "program.json").write_text(json.dumps([told["program"], inputs]), "utf-8")
    script = """
import { readFileSync } from "node:fs";
const [module, file] = process.argv.slice(1);
const core = await import(module);
const [program, inputs] = JSON.parse(readFileSync(file, "utf8"));
const walk = core.run(program, inputs);
const steps = walk.backflows.length + program.operations.length + 2;
const gradients = program.inputs.map((i) => walk.gradients[i]);
const told = Array.from({ length: steps }, (_, k) => core.latex(program, walk, k));
const said = Array.from({ length: steps }, (_, k) => core.sentence(program, walk, k, "en"));
console.log(JSON.stringify({ gradients, told, said }));
"""
    command = [node, "--input-type=module", "-e", script, "--"]
    command += [(tmp_path / "module.mjs").as_uri(), str(tmp_path / "program.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
