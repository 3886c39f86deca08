"""The built wheel: what is in it, and what it does in an environment that has nothing else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import venv
from email import message_from_string
from pathlib import Path
from zipfile import ZipFile

import pytest

import needs
from needs import missing

ROOT = Path(__file__).parent.parent
ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
INPUTS = ["x=2", "w=3", "b=1", "y'=5"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    needs.library("build")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def contents(wheel) -> dict[str, bytes]:
    with ZipFile(wheel) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The Python of a clean environment with the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)],
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    )
    if done.returncode != 0:
        missing(f"the wheel's dependencies cannot be had: {done.stderr.strip()[-600:]}")
    return python


def run(python: Path, *arguments: str, cwd: Path, **options) -> subprocess.CompletedProcess:
    """Run the environment's Python with an empty PATH, so that no system Graphviz is found."""
    kept = ("HOME", "SYSTEMROOT", "TEMP", "TMP", "LANG", "WINDIR", "USERPROFILE")
    environment = {k: v for k, v in os.environ.items() if k in kept}
    return subprocess.run(
        [python, *arguments],
        cwd=cwd,
        env={**environment, "PATH": "", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        **options,
    )


# What is in it


def test_every_module_is_in_the_wheel_and_nothing_else(contents):
    ours = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "backprop_viz").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    theirs = {name for name in contents if ".dist-info/" not in name}
    assert theirs == ours


def test_fonts_and_the_mark_of_types_are_in_the_wheel(contents):
    fonts = [name for name in contents if name.startswith("backprop_viz/fonts/")]
    assert sum(name.endswith(".ttf") for name in fonts) == 4
    assert all(contents[name][:4] == b"\0\1\0\0" for name in fonts if name.endswith(".ttf"))
    assert {"backprop_viz/py.typed", "backprop_viz/functions.pyi"} <= set(contents)


def test_licences_are_in_the_wheel(contents):
    licences = {
        name.partition("/licenses/")[2]: text.decode()
        for name, text in contents.items()
        if "/licenses/" in name
    }
    assert set(licences) == {"LICENSE", "backprop_viz/fonts/LICENSE"}
    assert "Redistribution and use in source and binary forms" in licences["LICENSE"]
    assert "Bitstream" in licences["backprop_viz/fonts/LICENSE"]


def test_the_metadata_is_complete(contents):
    import backprop_viz

    (name,) = [name for name in contents if name.endswith(".dist-info/METADATA")]
    data = message_from_string(contents[name].decode())
    assert data["Name"] == "backprop-viz"
    assert data["Version"] == backprop_viz.__version__
    assert data["Requires-Python"] == ">=3.11"
    assert data["License-Expression"] == "BSD-3-Clause"
    assert {"lab", "test", "torch", "jax", "tensorflow", "bench"} <= set(
        data.get_all("Provides-Extra")
    )
    plain = {
        re.match(r"[\w-]+", line)[0]
        for line in data.get_all("Requires-Dist")
        if "extra ==" not in line
    }
    assert "graphviz-pure" in plain  # a plain install brings an engine
    assert not plain & {"torch", "jax", "tensorflow", "tensorflow-cpu", "ipywidgets", "jupyterlab"}
    assert len(data.get_payload()) > 200  # the README


# What it does


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other wheels, other sizes")
def test_an_install_is_no_larger_than_it_is_said_to_be(installed):
    """With pip, and with the byte code that pip compiles."""
    assert needs.megabytes(installed.parent.parent) < 220


def test_the_installed_wheel_walks(installed, tmp_path):
    done = run(installed, "-m", "backprop_viz", "walk", ARTICLE, *INPUTS, "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["gradients"]["w"] == 8.0
    assert len(data["steps"]) == 15


def test_the_installed_wheel_is_what_runs(installed, tmp_path):
    code = "import backprop_viz; print(backprop_viz.__file__)"
    done = run(installed, "-c", code, cwd=tmp_path)
    assert installed.parent.parent in Path(done.stdout.strip()).parents, done.stderr


def test_the_installed_wheel_draws_with_the_engine_that_it_brought(installed, tmp_path):
    script = installed.parent / f"backprop-viz{'.exe' if sys.platform == 'win32' else ''}"
    command = ["draw", ARTICLE, *INPUTS, "-o", "out", "--format", "svg,png,dot"]
    done = run(script, *command, "--steps", "0,9,14", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("9 pictures in out")
    for step in ("00", "09", "14"):
        start = {
            kind: (tmp_path / f"out/step-{step}.{kind}").read_bytes()[:5]
            for kind in ("svg", "png", "dot")
        }
        assert start == {"svg": b"<svg ", "png": b"\x89PNG\r", "dot": b"// St"}
    assert "∂ 12" in (tmp_path / "out/step-14.svg").read_text("utf-8")


def test_the_installed_wheel_checks_itself(installed, tmp_path):
    done = run(installed, "-m", "backprop_viz", "check", ARTICLE, *INPUTS, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "all gradients agree" in done.stdout


def test_the_installed_wheel_says_what_the_lab_needs(installed, tmp_path):
    """Without the extra there is no explorer, and the package works all the same."""
    code = "import backprop_viz as bv; bv.explore(bv.graph('x*x'), x=2)"
    done = run(installed, "-c", code, cwd=tmp_path)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert 'pip install "backprop-viz[lab]"' in last


@pytest.mark.parametrize(
    ("kind", "extra"),
    [
        *(("pdf", "pdf"), ("gif", "animation"), ("webp", "animation"), ("apng", "animation")),
        *(("mp4", "mp4"), ("pptx", "pptx")),
    ],
)
def test_the_installed_wheel_names_the_extra_of_a_medium(installed, kind, extra, tmp_path):
    """Of nothing but the wheel; and no half of a file is left."""
    command = ["-m", "backprop_viz", "draw", ARTICLE, *INPUTS, "-o", f"walk.{kind}"]
    done = run(installed, *command, cwd=tmp_path)
    assert done.returncode == 2
    assert f'pip install "backprop-viz[{extra}]"' in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["html", "tex", "md"])
def test_the_installed_wheel_writes_the_media_that_need_nothing(installed, kind, tmp_path):
    command = ["-m", "backprop_viz", "draw", ARTICLE, *INPUTS, "-o", f"walk.{kind}"]
    done = run(installed, *command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"walk.{kind}").stat().st_size > 1000


def test_the_source_has_what_a_contributor_needs(tmp_path):
    needs.library("build")
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "-o", tmp_path, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (file,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    asked = {"README.md", "LICENSE", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md"}
    assert asked <= names
    assert {"tests/test_wheel.py", "backprop_viz/data/iris.csv", "docs/conf.py"} <= names


def test_the_installed_wheel_is_typed(installed, tmp_path):
    code = (
        "from importlib.resources import files;"
        "assert files('backprop_viz').joinpath('py.typed').is_file()"
    )
    assert run(installed, "-c", code, cwd=tmp_path).returncode == 0
