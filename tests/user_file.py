"""What a user writes, as a type checker and an editor see it; nothing runs it: ``test_types``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_type

import numpy as np
import sympy
from matplotlib.figure import Figure
from numpy.typing import NDArray

import backprop_viz as bv
from backprop_viz.descent.path import Path as Descent
from backprop_viz.draw.comparison import Comparison
from backprop_viz.draw.picture import Picture
from backprop_viz.hunting.hunt import Hunt
from backprop_viz.hunting.judged import Judged, JudgedData
from backprop_viz.hunting.verdicts import Checked
from backprop_viz.landscapes.picture import Landscape
from backprop_viz.media.page import Page
from backprop_viz.practice.performance import Score
from backprop_viz.quiz.judgement import Judgement
from backprop_viz.show.base import Explorer
from backprop_viz.show.landscape import LiveLandscape
from backprop_viz.show.perform import Performing
from backprop_viz.show.prediction import Prediction
from backprop_viz.spell.numbers import Value
from backprop_viz.tell.jacobian import Jacobian
from backprop_viz.tell.story import Story
from backprop_viz.verify.table import Check, Data

graph = bv.graph("w*x", parameters="w")
walk = graph.walk(x=1, w=[2, 3])
assert_type(graph, bv.Graph)
assert_type(bv.graph("x").notes, tuple[str, ...])
assert_type(bv.graph(lambda x, w: x * len(w), like={"x": (3,), "w": [1, 2]}), bv.Graph)
assert_type(graph.picture(), Picture)
assert_type(walk, bv.Walk)
assert_type(graph.analytic(), dict[str, sympy.Expr])
assert_type(walk.check("torch", lang="ja"), Check)
assert_type(walk.check().rows[0].formula, sympy.Expr | None)
assert_type(walk.check().as_data(), Data)
assert_type(walk.picture(3, theme="dark"), Picture)
assert_type(walk.pictures(), Iterator[Picture])
assert_type(walk.save("walk.gif", pace=1.0), Path)
assert_type(walk.embed(step=3), str)
assert_type(walk.with_digits(9), bv.Walk)
assert_type(walk.with_digits(9).steps[1].sentence(), str)

assert_type(walk.story("w"), Story)
assert_type(walk.story("w", step=3).ways[0].product, float | None)

assert_type(walk.zoom("w", 0, gradient=True), bv.Walk)
assert_type(graph.derivative("x"), bv.Graph)
assert_type(walk.steps[3].jacobian(), Jacobian)
assert_type(walk.steps[3].jacobian().matrix, NDArray[np.float64])

assert_type(walk.output, Value)
assert_type(walk.gradients["w"], Value)
assert_type(walk.inputs["w"], Value)
assert_type(walk.values["w"], np.float64 | NDArray[np.float64])
assert_type(walk.gradients["w"].shape, tuple[Any, ...])
assert_type(float(walk.output), float)

assert_type(bv.nice(3, 2, seed=1), NDArray[np.float64])
x = bv.variable("x")
assert_type(bv.exp(x), bv.Expr)
assert_type(bv.exp(2), Value)
assert_type(bv.maximum(x, 0), bv.Expr)
assert_type(bv.max([1, 2], x), bv.Expr)
assert_type(bv.minimum(np.ones(3), 2.0), Value)
p, q = bv.variables("p q")
assert_type(bv.softmax(x, axis=0), bv.Expr)
assert_type(bv.linear([[1.0]], x, bias=None), bv.Expr)
assert_type(bv.lstm_cell(x, p, q, x, x), tuple[bv.Expr, bv.Expr])
assert_type(bv.library("softmax").shortcuts["z"], str)


@bv.block
def scaled(x: bv.Expr, k: float) -> bv.Expr:
    return k * x


with bv.block("a step"):
    doubled: bv.Expr = scaled(p, 2.0)
p.exp() + bv.tanh(q)
assert_type(bv.variable("x").exp(), bv.Expr)
assert_type(bv.abs(x) * 2 + np.ones(3), bv.Expr)

path = bv.descend(graph, {"x": 1, "w": 2}, "w", rate=0.1, steps=3, method="adam")
assert_type(path, Descent)
assert_type(path[1].walk, bv.Walk)
assert_type(bv.compare(walk, path[1].walk, lang="ja"), Comparison)
assert_type(path[1].gradients["w"], float | Value)
assert_type(path.costs, NDArray[np.float64])
assert_type(path.inputs["w"], NDArray[np.float64])

explorer = bv.explore(graph, x=1, w=2)
assert_type(explorer, Explorer)
assert_type(explorer.walk, bv.Walk)
assert_type(explorer.landscape("w", surface=True), LiveLandscape)
assert_type(bv.predict(walk, 2, "en"), Prediction)
assert_type(bv.predict("Up or down?", choices=["up", "down"], answer="up"), Prediction)
hunted = bv.hunt(graph, "flipped", seed=3, inputs={"x": [1, 2]})
assert_type(hunted, Hunt)
assert_type(hunted.walk, bv.Walk)
assert_type(hunted.check("f"), Checked)
assert_type(hunted.guess("f -> w", "flipped"), Judgement)
assert_type(hunted.mend(3, [1, 2]), Judgement)
assert_type(hunted.save("attempt.json"), Path)
assert_type(hunted.page("a hunt").save("hunt.html"), Path)
judged = bv.judge(walk, lambda w, x: {"w": x, "x": w})
assert_type(judged, Judged)
assert_type(judged.rows[0].given, Value | Any)
assert_type(judged.as_data(), JudgedData)
assert_type(bv.exercise("chain", seed=7), bv.Graph)
assert_type(bv.perform(graph, {"x": 1, "w": 2}, seed=3, level=2, judged="end"), Performing)
assert_type(bv.perform("x*y").score, Score)
assert_type(bv.landscape(path, "w", search=True, theme="dark"), Landscape)
assert_type(bv.landscape(path).figure, Figure)
assert_type(bv.landscape(explorer, "w", search=True), LiveLandscape)
assert_type(bv.page([walk], title="A page", slides=True), Page)

# A checker finds these; it complains if there is nothing to find.
bv.exp(x, x)  # type: ignore[call-overload]
bv.maximum(x)  # type: ignore[call-overload]
bv.page([walk], slide=True)  # type: ignore[call-arg]
bv.landscape(graph, surfaces=True)  # type: ignore[call-overload]
bv.explor(graph)  # type: ignore[attr-defined]
walk.save("walk.gif", hight=3)  # type: ignore[call-arg]
