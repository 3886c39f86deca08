"""The package's core in a browser's Python (Pyodide), which Node runs without a browser.

Pyodide itself is an npm package; NumPy for it comes from Pyodide's own distribution, in a folder
that ``PYODIDE_DISTRIBUTION`` names (by default ``../shared/pyodide``); pure wheels from PyPI.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import backprop_viz as bv
import needs
from backprop_viz.draw import viz_js
from engines import chosen
from needs import missing
from strategies import ARTICLE, ARTICLE_INPUTS

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent / "pyodide"
PYTHON = "3.12"  # of that Pyodide
COMPILED = ("numpy",)
PURE = ("sympy", "graphviz")


@pytest.fixture(scope="module")
def program() -> Path:
    """The folder of the npm package."""
    needs.pyodide()
    needs.node_module("@viz-js/viz")
    return needs.node_module("pyodide")


@pytest.fixture(scope="module")
def wheels(program: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The package's own wheel, and those of what it needs."""
    folder = tmp_path_factory.mktemp("wheels")
    locked = json.loads((program / "pyodide-lock.json").read_text("utf-8"))["packages"]
    compiled = [needs.pyodide() / locked[name]["file_name"] for name in COMPILED]
    for name, file in zip(COMPILED, compiled, strict=True):
        if not file.is_file():
            missing(f"no {file.name} in {file.parent}")
        assert hashlib.sha256(file.read_bytes()).hexdigest() == locked[name]["sha256"], file.name
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:"]
    place = ["--platform", "any", "--python-version", PYTHON, "--dest", folder]
    done = subprocess.run([*pip, *place, *PURE], capture_output=True, text=True)
    if done.returncode:
        missing(f"pure wheels cannot be had: {done.stderr.strip()[-300:]}")
    needs.library("build")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    return [*compiled, *sorted(folder.glob("*.whl"))]


@pytest.fixture(scope="module")
def told(program: Path, wheels: list[Path]) -> dict[str, Any]:
    """What core.py prints there, by name."""
    command = ["node", HERE / "run.mjs", program, HERE / "core.py", *wheels]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return dict(json.loads(line) for line in done.stdout.splitlines())


def test_it_is_the_browsers_python(told):
    assert told["platform"] == "emscripten"


def test_a_walk_says_and_computes_the_same_as_here(told):
    walk = bv.graph(ARTICLE, parameters="w b").walk(ARTICLE_INPUTS)
    assert told["gradients"] == {name: float(value) for name, value in walk.gradients.items()}
    for lang in ("en", "ja"):
        assert told[lang] == [step.sentence(lang) for step in walk.steps]
    assert told["latex"] == [step.latex for step in walk.steps]
    assert told["steps"] == len(walk.steps) == 15


def test_every_source_is_read(told):
    assert told["sympy"] == told["function"] == 8.0
    assert told["numbers"] == 4.0
    assert told["again"][0] == told["again"][1]
    arrays = bv.graph("tanh(w*x)").walk(w=[[1, 2], [3, 4]], x=[0.5, -0.5])
    np.testing.assert_allclose(told["arrays"], arrays.gradients["x"], rtol=1e-14)


def test_gradients_are_checked_and_gone_along(told):
    walk = bv.graph(ARTICLE, parameters="w b").walk(ARTICLE_INPUTS)
    assert told["gradient_function"] == [4.0, {n: float(walk.gradients[n]) for n in walk.inputs}]
    ok, table = told["check"]
    assert ok
    assert "-2*x*(-b - w*x + y')" in table
    np.testing.assert_allclose(told["descend"], [4.0, 1.0, 0.25, 0.0625], rtol=1e-12)


def test_a_mistake_is_shown_with_its_place(told):
    kind, text = told["mistake"]
    assert kind == "ParseError"
    assert "^" in text


def test_what_is_not_there_is_told_with_what_to_do(told):
    """An error of the package's own, and never one of Python's."""
    assert told["dot"].startswith("// Step 9 of 14")
    assert told["bundle"] == ["text/plain"]
    for name, kind, remedy in (
        ("svg", "EngineError", "@viz-js/viz"),
        ("png", "MissingLibraryError", "the explorer's menu"),
        ("pdf", "MissingLibraryError", 'pip install "backprop-viz[pdf]"'),
        ("gif", "MissingLibraryError", 'pip install "backprop-viz[animation]"'),
        ("explore", "MissingLibraryError", 'pip install "backprop-viz[lab]"'),
        ("landscape", "MissingLibraryError", 'pip install "backprop-viz[lab]"'),
    ):
        assert told[name][0] == kind, told[name]
        assert remedy in told[name][1]


def test_the_engine_beside_python_lays_out_as_everywhere(told):
    """The same layout and the same picture as here with the same engine; a page of its own, too."""
    with chosen(viz_js.NAME):
        walk = bv.graph(ARTICLE, parameters="w b").walk(ARTICLE_INPUTS)
        arrays = bv.graph("tanh(w*x)").walk(w=[[1, 2], [3, 4]], x=[0.5, -0.5])
        assert told["drawn"] == [walk.picture(9).svg, arrays.picture().svg]
        assert told["page"] == bv.page([walk]).html
    assert told["drawn_bundle"] == ["image/svg+xml", "text/html", "text/plain"]
    assert told["saved"][0] == "MissingLibraryError"
    assert told["read_again"].startswith("<!doctype html>")
    assert "@viz-js/viz failed" in told["broken"]
