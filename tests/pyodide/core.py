"""What the package does in a browser's Python; prints what came out as JSON, a line for each."""

import importlib
import json
import sys

import js
import sympy

import backprop_viz as bv


def tell(name, value):
    print(json.dumps([name, value], ensure_ascii=False), flush=True)


def refused(act):
    try:
        act()
    except bv.BackpropVizError as error:
        return [type(error).__name__, str(error)]
    return ["nothing", ""]


ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
INPUTS = {"x": 2, "w": 3, "b": 1, "y_": 5}


def cost(w, x, b, y_):
    y = w * x + b
    return (y_ - y) ** 2


tell("platform", sys.platform)
walk = bv.graph(ARTICLE, parameters="w b").walk(INPUTS)
tell("steps", len(walk.steps))
tell("gradients", {name: float(value) for name, value in walk.gradients.items()})
tell("en", [step.sentence("en") for step in walk.steps])
tell("ja", [step.sentence("ja") for step in walk.steps])
tell("latex", [step.latex for step in walk.steps])

w, x, b = sympy.symbols("w x b")
tell("sympy", bv.graph((5 - (w * x + b)) ** 2).walk(w=3, x=2, b=1).gradients["w"])
tell("function", bv.graph(cost).walk(w=3, x=2, b=1, y_=5).gradients["w"])
tell("numbers", float(bv.graph(cost).walk(w=3, x=2, b=1, y_=5).output))
again = bv.graph(str(bv.graph("sin(x)*exp(x)/2"))).walk(x=0.5)
tell("again", [again.output, bv.graph("sin(x)*exp(x)/2").walk(x=0.5).output])
arrays = bv.graph("tanh(w*x)").walk(w=[[1, 2], [3, 4]], x=[0.5, -0.5])
tell("arrays", arrays.gradients["x"].tolist())
value, slopes = walk.graph.gradient_function()(*walk.inputs.values())
tell("gradient_function", [float(value), dict(zip(walk.inputs, map(float, slopes), strict=True))])
check = walk.check()
tell("check", [check.ok, str(check)])
tell("descend", bv.descend(walk.graph, INPUTS, rate=0.05, steps=3).costs.tolist())
tell("mistake", refused(lambda: bv.graph("x ** ")))
tell("dot", walk.picture(9).dot.partition("\n")[0])
tell("svg", refused(lambda: walk.picture(9).svg))
tell("bundle", sorted(walk.picture(9)._repr_mimebundle_()))
tell("explore", refused(lambda: bv.explore(walk.graph, INPUTS)))
tell("landscape", refused(lambda: bv.landscape("w*w", "w", inputs={"w": 1}).png()))

tell("gif", refused(lambda: walk.save("walk.gif")))

# The formats, of an SVG that needs no engine.
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4" viewBox="0 0 6 3"></svg>'


def written(module, name, content):
    return getattr(importlib.import_module(f"backprop_viz.draw.{module}"), name)(content)


tell("png", refused(lambda: written("raster", "png", SVG)))
tell("pdf", refused(lambda: written("pdf", "pdf", [("", SVG)])))

# The engine beside Python.
js.backpropVizEngine = js.engine
tell("drawn", [walk.picture(9).svg, arrays.picture().svg])
tell("drawn_bundle", sorted(walk.picture(9)._repr_mimebundle_()))
tell("page", bv.page([walk]).html)
tell("saved", refused(lambda: walk.save("walk.png")))
tell("read_again", walk.save("walk.html").read_text("utf-8"))
js.backpropVizEngine = lambda dot, output: 1 / 0
tell("broken", bv.graph("broken*x").walk(broken=1, x=2).picture().note)
