"""Every engine in turn for a test: the programs, and the browser's, which Node runs."""

from __future__ import annotations

import json
import shutil
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


class OneDot:
    """The system's ``dot``, one process of which lays out one graph after the other."""

    def __init__(self) -> None:
        found = [shutil.which(name) for name in ("stdbuf", "dot")]
        if None in found:  # it answers line by line only where stdbuf makes it
            needs.missing("no dot, or no stdbuf, here (apt-get install graphviz coreutils)")
        self.process = self._begun()

    def _begun(self) -> subprocess.Popen[str]:
        command = ["stdbuf", "-oL", "dot", "-Kdot", "-Tplain"]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8")

    def __call__(self, program: str, dot: str, output: str) -> str:
        assert output == "plain"
        found = self._answer(dot)
        if found is None:  # some graphs are too much for one that has drawn others before
            self.end()
            self.process = self._begun()
            found = self._answer(dot)
        assert found is not None, dot
        return found

    def _answer(self, dot: str) -> str | None:
        print(dot, file=self.process.stdin, flush=True)
        lines: list[str] = []
        for line in iter(self.process.stdout.readline, ""):
            lines.append(line)
            if line == "stop\n":
                return "".join(lines)
        return None

    def end(self) -> None:
        self.process.communicate()


@contextmanager
def one_dot() -> Iterator[None]:
    """All that is drawn here is laid out by one process.

    To start another for each is nearly all of the time that small pictures take.
    """
    dot = OneDot()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(engine.VARIABLE, "dot")
        patch.setattr(engine, "run", dot)
        try:
            yield
        finally:
            dot.end()
