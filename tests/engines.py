"""Every engine in turn for a test: the programs, and the browser's, which Node runs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import backprop_viz as bv
import needs
from backprop_viz.draw import engine, viz_js

ENGINES = ("dot", "graphviz-pure", viz_js.NAME)


class VizJs:
    """The browser's engine, as it stands beside a browser's Python."""

    def __init__(self) -> None:
        program = Path(__file__).parent / "pyodide/engine.mjs"
        self.node = subprocess.Popen(
            ["node", program, needs.node_module("@viz-js/viz")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __call__(self, dot: str, output: str) -> str:
        print(json.dumps([dot, output]), file=self.node.stdin, flush=True)
        made, errors = json.loads(self.node.stdout.readline())
        if made is None:
            raise RuntimeError("; ".join(errors))
        return made


@contextmanager
def chosen(name: str) -> Iterator[str]:
    """The engine is this one; what ``engine.find`` says. Skipped, but on CI, where it is not."""
    with pytest.MonkeyPatch.context() as patch:
        if name != viz_js.NAME:
            patch.setenv(engine.VARIABLE, name)
            try:
                found = engine.find()
            except bv.EngineError as error:
                needs.missing(str(error))
            yield found
            return
        here = VizJs()
        patch.setattr(viz_js, "engine", lambda: here)
        try:
            yield engine.find()
        finally:
            here.node.communicate()


def warnings(name: str, dot: str) -> str:
    """What an engine says of a text that it draws; a browser's has no fonts to measure it with."""
    if name == viz_js.NAME:
        assert viz_js.run(dot, "svg")
        return ""
    command = [name, "-Tsvg"]
    done = subprocess.run(command, input=dot.encode(), capture_output=True, check=True)
    return done.stderr.decode()
