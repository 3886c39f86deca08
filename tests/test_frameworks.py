"""The article's program in TensorFlow, PyTorch and JAX: each really runs, beside ours."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAMS = ROOT / "examples/frameworks"

NAMES = ("x", "w", "b", "p", "y", "y'", "s", "t", "f")
ARTICLE_TABLE = {
    "before": ((2, 3, 1, 6, 7, 5, -7, -2, 4), (12, 8, 4, 4, 4, -4, -4, -4, 1)),
    "after": ((-10, -5, -3, 50, 47, 9, -47, -38, 1444), (-380, -760, 76, 76, 76, -76, -76, -76, 1)),
}


def run(program: str, *before: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, (*before, ROOT)))
    return subprocess.run(
        [sys.executable, PROGRAMS / program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "CUDA_VISIBLE_DEVICES": "-1"},
        check=False,
    )


def program_of(library: str) -> str:
    return f"article_{'pytorch' if library == 'torch' else library}.py"


def printed_by(program: str) -> str:
    """What the gate has just seen a program print, or where there is no gate, what it prints."""
    if folder := os.environ.get("ARTICLE_TABLES"):
        return Path(folder, program).read_text("utf-8")
    done = run(program)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_article_s_36_numbers(library):
    printed = printed_by(program_of(library))
    assert printed.endswith("all 36 numbers agree\n")
    tables = re.split(r"^(?:before|after) .*\n.*\n", printed, flags=re.MULTILINE)[1:]
    assert len(tables) == 2
    for table, (values, gradients) in zip(tables, ARTICLE_TABLE.values(), strict=True):
        rows = [line.split() for line in table.splitlines()[: len(NAMES)]]
        assert [row[0] for row in rows] == list(NAMES)
        for row, value, gradient in zip(rows, values, gradients, strict=True):
            theirs, ours, gap, their_gradient, our_gradient, their_gap = map(float, row[1:])
            assert (theirs, ours, gap) == (value, value, 0)
            assert (their_gradient, our_gradient, their_gap) == (gradient, gradient, 0)


@pytest.mark.parametrize("name", ["torch", "jax", "tensorflow"])
def test_a_missing_library_tells_how_to_install_it(name, tmp_path):
    (tmp_path / f"{name}.py").write_text(
        f"raise ModuleNotFoundError('No module named {name}', name={name!r})"
    )
    done = run(program_of(name), tmp_path)
    assert done.returncode == 2
    assert f'pip install "backprop-viz[{name}]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_library_that_is_broken_is_not_called_missing(tmp_path):
    (tmp_path / "jax.py").write_text("import a_part_that_is_not_there")
    done = run(program_of("jax"), tmp_path)
    assert "a_part_that_is_not_there" in done.stderr
    assert "pip install" not in done.stderr


@pytest.fixture
def printer(monkeypatch):
    monkeypatch.syspath_prepend(PROGRAMS)
    spec = importlib.util.spec_from_file_location("side_by_side", PROGRAMS / "side_by_side.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("wrong", [8.001, float("nan"), float("inf")])
def test_any_disagreement_is_the_exit_status(printer, capsys, wrong):
    before, after = (
        {name: pair for name, *pair in zip(NAMES, *table, strict=True)}
        for table in ARTICLE_TABLE.values()
    )
    assert printer.compare("A copy", before, after) == 0
    assert "all 36 numbers agree" in capsys.readouterr().out
    assert printer.compare("A liar", {**before, "w": (3.0, wrong)}, after) == 1
    printed = capsys.readouterr().out
    assert "1 of 36 numbers differ" in printed
    assert re.search(r"^w .*!$", printed, re.MULTILINE)
